//! What a format's framer is given: the stream, the place, and where records go.

use std::cell::Cell;
use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use super::Format;
use super::frame::Framed;
use super::input::{Fault, Input};
use super::meter::Allowance;
use crate::article::{Origin, Record};
use crate::stage::{Code, Limits, Rejection};

/// Where framed pieces go; remembers when the receiver wants no more.
pub(crate) struct Sink<'e> {
    emit: &'e mut dyn FnMut(Framed) -> ControlFlow<()>,
    pub(crate) stopped: bool,
    /// What was read depends on other files too.
    pub(crate) leans: bool,
    /// Number of pieces sent so far.
    pub(crate) sent: u64,
    /// Bytes of the file read so far, as they lie on the disk.
    raw: Rc<Cell<u64>>,
}

impl<'e> Sink<'e> {
    /// Sends to `emit`; `raw` counts the bytes of the file that were read.
    pub(crate) fn new(emit: &'e mut dyn FnMut(Framed) -> ControlFlow<()>, raw: Rc<Cell<u64>>) -> Self {
        Sink { emit, stopped: false, leans: false, sent: 0, raw }
    }

    fn send(&mut self, framed: Framed) {
        self.sent += 1;
        if !self.stopped && (self.emit)(framed).is_break() {
            self.stopped = true;
        }
    }

    /// Sends a record of a place; `false` if nobody wants more.
    pub(crate) fn record(
        &mut self,
        origin: Origin,
        format: &'static str,
        payload: Vec<u8>,
        context: Option<Arc<[u8]>>,
    ) -> bool {
        let read_bytes = self.raw.get();
        self.send(Framed::Record(Record { origin, format, payload, context, read_bytes }));
        !self.stopped
    }

    /// Sends a rejection.
    pub(crate) fn reject(&mut self, rejection: Rejection) {
        self.send(Framed::Rejected(rejection));
    }

    /// Counts bytes of the file that were read past the stream.
    pub(crate) fn has_read(&self, bytes: u64) {
        self.raw.set(self.raw.get() + bytes);
    }

    /// Sends a fault of this place.
    pub(crate) fn fault(&mut self, origin: &Origin, fault: Fault) {
        self.reject(fault.at(origin));
    }
}

/// A stream in one format, at one place.
pub(crate) struct Source<'s, 'r, 'e> {
    pub(crate) input: &'s mut Input<'r>,
    pub(crate) origin: Origin,
    /// Where the stream's own file lies; `None` within an archive, and of standard input.
    pub(crate) location: Option<&'s Path>,
    /// The stream's own file, for those who read it by place; `None` where it is none.
    pub(crate) file: Option<&'s File>,
    pub(crate) format: &'static Format,
    pub(crate) limits: &'s Limits,
    /// The time that the file may take, for those who do not read its stream.
    pub(crate) allowance: &'s Allowance<'s>,
    pub(crate) sink: &'s mut Sink<'e>,
    /// What travels with each record that has no context of its own.
    pub(crate) context: Option<Arc<[u8]>>,
}

impl Source<'_, '_, '_> {
    /// Sends a record; `false` if nobody wants more.
    pub(crate) fn record(&mut self, ordinal: u32, payload: Vec<u8>, context: Option<&Arc<[u8]>>) -> bool {
        let context = context.or(self.context.as_ref()).cloned();
        self.sink.record(self.origin.at(ordinal), self.format.name, payload, context)
    }

    /// Sends a rejection of one record; `false` if nobody wants more.
    pub(crate) fn reject(&mut self, ordinal: u32, code: Code, detail: impl Into<String>) -> bool {
        self.sink.reject(Rejection::new(self.origin.at(ordinal), code, detail));
        !self.sink.stopped
    }

    /// Sends a fault of one record.
    pub(crate) fn fault(&mut self, ordinal: u32, fault: Fault) {
        self.sink.fault(&self.origin.at(ordinal), fault);
    }

    /// Sends a rejection of one record because of a limit; `false` if nobody wants more.
    pub(crate) fn beyond(&mut self, ordinal: u32, code: Code, detail: &str, limit: u64, seen: u64) -> bool {
        self.sink.reject(Rejection::new(self.origin.at(ordinal), code, detail).beyond(limit, seen));
        !self.sink.stopped
    }

    /// Tells that only a build with a feature of the program reads this, and leaves it behind.
    pub(crate) fn without_feature(&mut self, feature: &str) {
        self.input.skip_all();
        self.reject(0, Code::NotBuilt, super::without_feature(feature));
    }

    /// Whether the stream has broken off: what is left in it is not whole.
    pub(crate) fn is_broken(&self) -> bool {
        self.input.health().is_broken()
    }

    /// Sends all that is left as one record, unless it is longer than `limit` or broken off.
    pub(crate) fn whole(&mut self, limit: u64, code: Code) {
        match self.input.rest(limit) {
            Err(seen) => {
                self.beyond(0, code, "too long to be read as one document", limit, seen);
            }
            Ok(_) if self.is_broken() => {}
            Ok(bytes) => {
                self.record(0, bytes, None);
            }
        }
    }

    /// Hands over the next line without its end; `None` at the end, and instead of a last line that
    /// broke off. A line over `limit` comes as its length.
    ///
    /// Cost: one search for each line end, however the lines lie in the look ahead.
    pub(crate) fn next_line(&mut self, limit: u64) -> Option<Result<&[u8], u64>> {
        let mut searched = 0;
        let length = loop {
            let available = self.input.available();
            if let Some(at) = memchr::memchr(b'\n', &available[searched..]) {
                break searched + at;
            }
            searched = available.len();
            if searched as u64 > limit {
                return Some(Err(self.drop_line()));
            }
            if !self.input.more() {
                if searched == 0 || self.is_broken() {
                    return None;
                }
                break searched;
            }
        };
        let available = self.input.available();
        let closed = usize::from(available.len() > length);
        if length as u64 > limit {
            self.input.skip(length + closed);
            return Some(Err(length as u64));
        }
        let line = &self.input.take_bytes(length + closed)[..length];
        Some(Ok(line.strip_suffix(b"\r").unwrap_or(line)))
    }

    /// Leaves a line behind that is too long to be held, and returns its length.
    fn drop_line(&mut self) -> u64 {
        let mut dropped = 0;
        loop {
            let available = self.input.available();
            if let Some(at) = memchr::memchr(b'\n', available) {
                self.input.skip(at + 1);
                return dropped + at as u64;
            }
            let count = available.len();
            dropped += count as u64;
            self.input.skip(count);
            if !self.input.more() {
                return dropped;
            }
        }
    }
}
