//! Opens a file with care and cuts it into records.

use std::cell::Cell;
use std::fs::{File, Metadata};
use std::io;
use std::ops::ControlFlow;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::rc::Rc;

use rustix::fs::OFlags;

use super::Options;
use super::input::{Fault, Input};
use super::meter::{Allowance, Counted, Timed};
use super::source::Sink;
use super::unwrap::{Layer, Unwrapping, unwrap};
use crate::article::{Origin, Record, SourceFile};
use crate::stage::{Code, Rejection};

/// A piece of a source, or the reason why a piece is none.
#[derive(Debug, Clone)]
pub enum Framed {
    /// A record to parse.
    Record(Record),
    /// Something that cannot be read.
    Rejected(Rejection),
}

/// What the framing of one file came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Framing {
    /// Bytes read from the disk or from standard input, as they lie there.
    pub bytes_read: u64,
    /// Whether the file changed while it was read.
    pub changed: bool,
    /// Number of archive members left out because their name begins with a dot.
    pub hidden: u64,
    /// Whether what it gave depends on other files too, so that it must be read again in every run: the
    /// pages of a scanned issue lie in files of their own.
    pub leans: bool,
    /// Whether `emit` asked for an end before the end.
    pub stopped: bool,
}

/// Cuts a file into records, in order, and hands each to `emit` until that breaks.
///
/// Reads sequentially, through compression and archives without unpacking anything to disk. Memory is
/// bounded by the look ahead (128 KiB a layer) and the longest record; an archive within an archive
/// that cannot be read as a stream is held as a whole. A file that cannot be read is one rejection;
/// of one that breaks off, the records before the break are handed over first.
pub fn frame(
    file: &SourceFile,
    options: &Options,
    emit: &mut dyn FnMut(Framed) -> ControlFlow<()>,
) -> Framing {
    let origin = Origin::file(file.path());
    let raw = Rc::default();
    let mut sink = Sink::new(emit, Rc::clone(&raw));
    let mut framing = Framing::default();
    if file.location == Path::new("-") {
        let mut reader = Counted::new(io::stdin().lock(), Rc::clone(&raw));
        read(&mut reader, None, &raw, &origin, options, &mut sink, &mut framing);
        return framing;
    }
    let (opened, before) = match open(&file.location) {
        Ok(opened) => opened,
        Err(fault) => {
            sink.fault(&origin, fault);
            return framing;
        }
    };
    let mut reader = Counted::new(&opened, Rc::clone(&raw));
    read(&mut reader, Some((&opened, &file.location)), &raw, &origin, options, &mut sink, &mut framing);
    let after = opened.metadata();
    if after.is_ok_and(|after| stamp(&after) != stamp(&before)) {
        framing.changed = true;
        sink.fault(&origin, Fault::new(Code::Changed, "changed while it was read"));
    }
    framing
}

fn read(
    reader: &mut dyn io::Read,
    file: Option<(&File, &Path)>,
    raw: &Rc<Cell<u64>>,
    origin: &Origin,
    options: &Options,
    sink: &mut Sink<'_>,
    framing: &mut Framing,
) {
    let allowance = Allowance::new(&options.limits, Rc::clone(raw));
    let mut timed = Timed::new(reader, allowance.clone());
    let mut input = Input::new(&mut timed);
    let mut unwrapping = Unwrapping {
        options,
        location: file.map(|(_, location)| location),
        raw: Rc::clone(raw),
        out: Rc::default(),
        sink,
        entries: 0,
        hidden: 0,
        allowance,
        given_up: false,
    };
    unwrap(&mut input, file.map(|(file, _)| file), Layer::outermost(origin.clone()), &mut unwrapping);
    framing.hidden = unwrapping.hidden;
    framing.stopped = sink.stopped;
    framing.leans = sink.leans;
    framing.bytes_read = raw.get();
}

/// Opens a regular file, never waiting for the other end of a pipe.
pub(super) fn open(path: &Path) -> Result<(File, Metadata), Fault> {
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let opened = File::options()
        .read(true)
        .custom_flags(flags.bits() as i32)
        .open(path)
        .and_then(|file| file.metadata().map(|metadata| (file, metadata)));
    let (file, metadata) = opened.map_err(|error| match error.kind() {
        io::ErrorKind::PermissionDenied => Fault::new(Code::Perm, "permission denied"),
        io::ErrorKind::NotFound => Fault::new(Code::Open, "no such file"),
        _ => Fault::new(Code::Open, error.to_string()),
    })?;
    if !metadata.is_file() {
        return Err(Fault::new(Code::NotRegular, "not a regular file"));
    }
    Ok((file, metadata))
}

/// What changes when a file does.
fn stamp(metadata: &Metadata) -> [i64; 5] {
    let (size, modified) = (metadata.size() as i64, [metadata.mtime(), metadata.mtime_nsec()]);
    [size, modified[0], modified[1], metadata.ctime(), metadata.ctime_nsec()]
}
