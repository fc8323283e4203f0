//! A file that a record carries (an attachment of a mail, a document of a crawl): looked through and recognised as
//! if it lay in an archive, and read at once.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::rc::Rc;

use super::frame::Framed;
use super::input::Input;
use super::meter::{Allowance, Counted};
use super::source::Sink;
use super::unwrap::{Layer, Unwrapping, unwrap};
use super::{Bounded, Options, parse};
use crate::article::{Origin, RawArticle};
use crate::stage::{Code, Rejection};

/// Articles of one file that are read, at most: they are held together.
const ARTICLES: usize = 10_000;
/// Bytes of all records of one file.
const BYTES: usize = 256 << 20;

/// Returns the articles of a file within a record, by its limits; its name is the member. Where it lies within
/// as many archives as are opened, it is refused.
pub(super) fn read(record: &Bounded<'_>, name: &str, bytes: &[u8]) -> Vec<Result<RawArticle, Rejection>> {
    let name: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
    let carrier = &record.origin;
    // Of several records the member tells which, so that no two of its articles have one place.
    let within = match carrier.ordinal {
        0 => name,
        ordinal => format!("{}!/{name}", u64::from(ordinal) + 1),
    };
    let member = match &carrier.member {
        Some(outer) => format!("{outer}!/{within}"),
        None => within,
    };
    let archives = u32::try_from(member.matches("!/").count()).unwrap_or(u32::MAX).saturating_add(1);
    let origin = Origin { path: carrier.path.clone(), member: Some(member.into()), ordinal: 0 };
    let options = Options { limits: *record.limits, ..Options::default() };
    if archives > options.limits.nesting {
        let rejection = Rejection::new(origin, Code::Depth, "files within files");
        return vec![Err(rejection.beyond(options.limits.nesting.into(), archives.into()))];
    }
    let mut framed: Vec<Framed> = Vec::new();
    let mut held = 0;
    let mut keep = |piece: Framed| {
        if let Framed::Record(record) = &piece {
            held += record.payload.len();
        }
        framed.push(piece);
        if framed.len() < ARTICLES && held < BYTES {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    };
    let raw: Rc<Cell<u64>> = Rc::default();
    let mut sink = Sink::new(&mut keep, Rc::clone(&raw));
    let mut reader = Counted::new(bytes, Rc::clone(&raw));
    let mut unwrapping = Unwrapping {
        options: &options,
        location: None,
        raw: Rc::clone(&raw),
        out: Rc::default(),
        sink: &mut sink,
        entries: 0,
        hidden: 0,
        allowance: Allowance::new(&options.limits, raw),
        given_up: false,
    };
    let layer = Layer { origin: origin.clone(), archives, compressions: 0, raw_before: 0 };
    unwrap(&mut Input::new(&mut reader), None, layer, &mut unwrapping);
    let is_cut = sink.stopped;
    let mut found = Vec::with_capacity(framed.len());
    for piece in framed {
        match piece {
            Framed::Record(record) => found.extend(parse(record, &options.limits)),
            Framed::Rejected(rejection) => found.push(Err(rejection)),
        }
    }
    if is_cut {
        let detail = "holds more articles than are read of a file within another: save it as a file";
        let ordinal = u32::try_from(found.len()).unwrap_or(u32::MAX);
        found.push(Err(Rejection::new(origin.at(ordinal), Code::TooBig, detail)));
    }
    found
}
