//! Walks through XML as it comes and builds nothing: for parts of documents, which may be long.
//!
//! Depth and length of a tag are limited as in [`tree`](super::tree); a document type with declarations of its
//! own is refused. Memory is one tag or one run of text.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

use super::local;
use crate::parse::input::Fault;
use crate::parse::paragraphs;
use crate::stage::{Code, Limits};

/// What a walker meets; names stand without their prefix.
pub(crate) enum Step<'s> {
    /// An element begins. One without content ends right after.
    Begin(&'s str, &'s BytesStart<'s>),
    /// An element ends.
    End(&'s str),
    /// A run of text, entities opened.
    Text(&'s str),
}

/// Why a visitor goes no further.
pub(crate) enum Stop {
    /// It has what it wanted.
    Enough,
    /// What it met is wrong.
    Fault(Fault),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Stop::Fault(fault)
    }
}

/// Shows the steps of a document to a visitor, to the end or until it has enough.
///
/// # Errors
///
/// What the visitor says; what the reader says; where the document is not well-formed, too deep, or ends
/// within an element.
pub(crate) fn walk(
    reader: impl BufRead,
    limits: &Limits,
    mut visit: impl FnMut(Step<'_>) -> Result<(), Stop>,
) -> Result<(), Fault> {
    let mut reader = Reader::from_reader(reader);
    let mut buffer = Vec::new();
    let mut depth = 0_usize;
    loop {
        buffer.clear();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(quick_xml::Error::Io(error)) => return Err(Fault::of(&error)),
            Err(error) => {
                let what = error.to_string();
                let what = what.strip_prefix("syntax error: ").unwrap_or(&what);
                let what = paragraphs::one_line(paragraphs::beginning(what, 160));
                return Err(Fault::new(Code::Xml, format!("not well-formed: {what}")));
            }
        };
        let said = match &event {
            Event::Start(tag) => {
                depth += 1;
                if depth > limits.xml_depth {
                    let limit = Some((limits.xml_depth as u64, depth as u64));
                    let detail = "elements within elements".to_owned();
                    return Err(Fault { code: Code::Depth, detail, limit });
                }
                checked(tag, limits)?;
                visit(Step::Begin(local(tag.name().as_ref()), tag))
            }
            Event::Empty(tag) => {
                checked(tag, limits)?;
                let name = tag.name();
                let name = local(name.as_ref());
                visit(Step::Begin(name, tag)).and_then(|()| visit(Step::End(name)))
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                visit(Step::End(local(tag.name().as_ref())))
            }
            Event::Text(text) => visit(Step::Text(text)),
            Event::CData(text) => visit(Step::Text(text)),
            Event::GeneralRef(name) => {
                let escaped = format!("&{};", &**name);
                visit(Step::Text(unescape(&escaped).as_deref().unwrap_or(&escaped)))
            }
            Event::DocType(declaration) if declaration.contains('[') => {
                return Err(Fault::new(Code::Dtd, "a document type with declarations of its own"));
            }
            Event::Eof if depth > 0 => return Err(Fault::new(Code::Truncated, "ends within an element")),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => Ok(()),
        };
        match said {
            Ok(()) => {}
            Err(Stop::Enough) => return Ok(()),
            Err(Stop::Fault(fault)) => return Err(fault),
        }
    }
}

fn checked(tag: &BytesStart<'_>, limits: &Limits) -> Result<(), Fault> {
    if tag.len() <= limits.xml_tag_bytes {
        return Ok(());
    }
    let limit = Some((limits.xml_tag_bytes as u64, tag.len() as u64));
    Err(Fault { code: Code::Xml, detail: "too long a tag".to_owned(), limit })
}
