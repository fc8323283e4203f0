//! Looks through the layers of a file: compression, archives, and at last a format.

use std::cell::Cell;
use std::fs::File;
use std::path::Path;
use std::rc::Rc;

use super::decode::{self, Wide};
use super::input::{Fault, Input};
use super::meter::{Allowance, Guarded, Timed};
use super::recognise::{self, HEAD_BYTES};
use super::source::{Sink, Source};
use super::{Options, archive, compression, format_named};
use crate::article::Origin;
use crate::stage::{Code, Limits};

/// What one file's layers share.
pub(crate) struct Unwrapping<'u, 'e> {
    pub(crate) options: &'u Options,
    /// Where the file lies; `None` of standard input.
    pub(crate) location: Option<&'u Path>,
    /// Bytes read from the disk so far.
    pub(crate) raw: Rc<Cell<u64>>,
    /// Bytes that all layers gave so far.
    pub(crate) out: Rc<Cell<u64>>,
    pub(crate) sink: &'u mut Sink<'e>,
    /// Archive members met so far.
    pub(crate) entries: u64,
    pub(crate) hidden: u64,
    /// The time that the file may take.
    pub(crate) allowance: Allowance<'u>,
    /// Set where going on would be foolish: after a bomb.
    pub(crate) given_up: bool,
}

impl<'u> Unwrapping<'u, '_> {
    /// Guards a reader of unpacked data whose raw bytes begin at `raw_before`.
    pub(crate) fn guard<R>(&self, reader: R, raw_before: u64) -> Guarded<'u, Timed<'u, R>> {
        let (raw, out) = (Rc::clone(&self.raw), Rc::clone(&self.out));
        let reader = Timed::new(reader, self.allowance.clone());
        Guarded::new(reader, &self.options.limits, raw, raw_before, out)
    }

    /// The run's limits.
    pub(crate) fn limits(&self) -> &Limits {
        &self.options.limits
    }

    /// Whether nothing more is to be read of this file.
    pub(crate) fn is_over(&self) -> bool {
        self.sink.stopped || self.given_up
    }

    /// Reports a fault of this place; a bomb ends the file.
    pub(crate) fn fault(&mut self, origin: &Origin, fault: Fault) {
        self.given_up |= matches!(fault.code, Code::Ratio | Code::Entries | Code::Timeout);
        self.sink.fault(origin, fault);
    }
}

/// One layer: where it is and what is around it.
#[derive(Clone)]
pub(crate) struct Layer {
    pub(crate) origin: Origin,
    /// Archives around it.
    pub(crate) archives: u32,
    /// Compressions around it since the innermost archive.
    pub(crate) compressions: u32,
    /// Bytes read from the disk when the layer began.
    pub(crate) raw_before: u64,
}

impl Layer {
    /// The file itself.
    pub(crate) fn outermost(origin: Origin) -> Self {
        Layer { origin, archives: 0, compressions: 0, raw_before: 0 }
    }

    /// The name that tells the format: of the member, else of the file.
    fn name(&self) -> &str {
        let name = self.origin.member.as_deref().unwrap_or(&self.origin.path);
        name.rsplit('/').next().unwrap_or(name)
    }
}

/// Reads one layer and all within it. `file` is the layer's own file, where it is one.
///
/// What ends the layer too early is reported here, and only here; a caller asks its own input's health.
pub(crate) fn unwrap(
    input: &mut Input<'_>,
    file: Option<&File>,
    layer: Layer,
    unwrapping: &mut Unwrapping<'_, '_>,
) {
    let head = input.head(recognise::MAGIC_BYTES);
    let wrapping = Wrapping::of(head);
    if let (Wrapping::Zip, Some(what)) = (wrapping, recognise::packed_document(head)) {
        let detail = format!("{what}: not read by this version");
        return unwrapping.fault(&layer.origin, Fault::new(Code::Binary, detail));
    }
    let deeper = match wrapping {
        Wrapping::Tar | Wrapping::Zip => layer.archives + 1,
        Wrapping::Gzip | Wrapping::Zstd | Wrapping::Bzip2 | Wrapping::Xz => layer.compressions + 1,
        Wrapping::None => 0,
    };
    let limit = unwrapping.limits().nesting;
    if deeper > limit {
        let detail = "archives within archives".to_owned();
        let limit = Some((limit.into(), deeper.into()));
        return unwrapping.fault(&layer.origin, Fault { code: Code::Depth, detail, limit });
    }
    let origin = layer.origin.clone();
    let before = unwrapping.sink.sent;
    match wrapping {
        Wrapping::Gzip => compression::gzip(input, layer, unwrapping),
        Wrapping::Zstd => compression::zstd(input, layer, unwrapping),
        Wrapping::Bzip2 => compression::bzip2(input, layer, unwrapping),
        Wrapping::Xz => compression::xz(input, layer, unwrapping),
        Wrapping::Tar => archive::tar(input, layer, unwrapping),
        Wrapping::Zip => archive::zip(input, file, layer, unwrapping),
        Wrapping::None => {
            content(input, file, &layer, unwrapping);
            if let Some(fault) = input.health().fault() {
                unwrapping.fault(&layer.origin, fault);
            }
        }
    }
    if unwrapping.sink.sent == before {
        unwrapping.fault(&origin, Fault::new(Code::Empty, "nothing to read in it"));
    }
}

/// What may lie around a format.
#[derive(Clone, Copy)]
enum Wrapping {
    None,
    Gzip,
    Zstd,
    Bzip2,
    Xz,
    Tar,
    Zip,
}

impl Wrapping {
    fn of(head: &[u8]) -> Self {
        match head {
            [0x1f, 0x8b, 8, ..] => Wrapping::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Wrapping::Zstd,
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31 | 0x17, ..] => Wrapping::Bzip2,
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Wrapping::Xz,
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Wrapping::Zip,
            _ if head.get(257..262) == Some(b"ustar") => Wrapping::Tar,
            _ => Wrapping::None,
        }
    }
}

/// Reads a layer that is no wrapping: recognises its format and cuts it.
fn content(input: &mut Input<'_>, file: Option<&File>, layer: &Layer, unwrapping: &mut Unwrapping<'_, '_>) {
    let head = input.head(HEAD_BYTES);
    if head.is_empty() {
        if !input.health().is_broken() {
            unwrapping.fault(&layer.origin, Fault::new(Code::Empty, "empty"));
        }
        return;
    }
    let wide = if recognise::marked(head).is_some() { None } else { Wide::of(head) };
    if head.starts_with(b"\xef\xbb\xbf") {
        input.skip(3);
    }
    let is_whole = input.available().len() < HEAD_BYTES && input.is_whole();
    let chosen = match unwrapping.options.input_format.and_then(format_named) {
        Some(format) => Ok(format),
        None => recognise::recognise(input.head(HEAD_BYTES), is_whole, layer.name()),
    };
    let format = match chosen {
        Ok(format) => format,
        Err(fault) => {
            if !input.health().is_broken() {
                unwrapping.fault(&layer.origin, fault);
            }
            return;
        }
    };
    let mut cut = |input: &mut Input<'_>| {
        let mut source = Source {
            input,
            origin: layer.origin.clone(),
            location: unwrapping.location.filter(|_| layer.archives == 0),
            file,
            format,
            limits: &unwrapping.options.limits,
            allowance: &unwrapping.allowance,
            sink: unwrapping.sink,
            context: None,
        };
        (format.frame)(&mut source);
    };
    match wide {
        None => cut(input),
        Some(wide) => cut(&mut Input::new(&mut decode::Narrowed::new(input, wide))),
    }
}
