//! A stream of bytes that can be looked at before it is consumed, and that remembers what went wrong.
//!
//! Every layer of a file (the file, what it decompresses to, a member of an archive) is an [`Input`].
//! A read error ends it like the end of the data; the [`Health`] that it shares says which it was.

use std::cell::RefCell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use crate::article::Origin;
use crate::stage::{Code, Rejection};

/// Bytes read at a time.
pub(crate) const CHUNK: usize = 128 << 10;

/// What went wrong while reading, in the words of a rejection.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) code: Code,
    pub(crate) detail: String,
    pub(crate) limit: Option<(u64, u64)>,
}

impl Fault {
    /// Returns a fault without a limit.
    pub(crate) fn new(code: Code, detail: impl Into<String>) -> Self {
        Fault { code, detail: detail.into(), limit: None }
    }

    /// Returns it as what became of an article.
    pub(crate) fn at(self, origin: &Origin) -> Rejection {
        let mut rejection = Rejection::new(origin.clone(), self.code, self.detail);
        rejection.limit = self.limit;
        rejection
    }

    /// Reads an error of the system, of a decompressor or of an archive.
    pub(crate) fn of(error: &io::Error) -> Self {
        if let Some(fault) = error.get_ref().and_then(|inner| inner.downcast_ref::<Fault>()) {
            return fault.clone();
        }
        let text = error.to_string();
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        if error.kind() == io::ErrorKind::UnexpectedEof {
            Fault::new(Code::Truncated, "the data ends too early")
        } else if says(&["checksum", "Checksum"]) {
            Fault::new(Code::Crc, "the checksum does not agree")
        } else if says(&["too much memory", "needed memory too big"]) {
            Fault::new(Code::Memory, "asks for too much memory to look back into")
        } else if says(&["compression method not supported"]) {
            Fault::new(Code::Feature, format!("packed in a way that is not read: {text}"))
        } else if error.raw_os_error().is_some() {
            Fault::new(Code::Io, text)
        } else {
            Fault::new(Code::Crc, format!("damaged data: {text}"))
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for Fault {}

/// What became of an input, readable while something else holds it.
#[derive(Debug, Default)]
pub(crate) struct Health {
    fault: RefCell<Option<Fault>>,
}

impl Health {
    /// The fault that ended the input, if one did.
    pub(crate) fn fault(&self) -> Option<Fault> {
        self.fault.borrow().clone()
    }

    /// Whether a fault ended the input.
    pub(crate) fn is_broken(&self) -> bool {
        self.fault.borrow().is_some()
    }
}

/// A stream with a look ahead.
pub(crate) struct Input<'r> {
    reader: &'r mut dyn Read,
    buffer: Vec<u8>,
    start: usize,
    ended: bool,
    health: Rc<Health>,
}

impl<'r> Input<'r> {
    /// Wraps a reader; nothing is read yet.
    pub(crate) fn new(reader: &'r mut dyn Read) -> Self {
        Input { reader, buffer: Vec::new(), start: 0, ended: false, health: Rc::default() }
    }

    /// A handle to the input's health.
    pub(crate) fn health(&self) -> Rc<Health> {
        Rc::clone(&self.health)
    }

    /// What has been read and not consumed.
    pub(crate) fn available(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Reads another piece; `false` at the end.
    pub(crate) fn more(&mut self) -> bool {
        if self.ended {
            return false;
        }
        if self.start > 0 && self.start >= self.buffer.len() / 2 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        let before = self.buffer.len();
        let read = Read::take(&mut *self.reader, CHUNK as u64).read_to_end(&mut self.buffer);
        if let Err(error) = read {
            *self.health.fault.borrow_mut() = Some(Fault::of(&error));
            self.ended = true;
        } else if self.buffer.len() - before < CHUNK {
            self.ended = true;
        }
        self.buffer.len() > before
    }

    /// Returns the first bytes: `wanted` of them, or fewer if the input ends before.
    pub(crate) fn head(&mut self, wanted: usize) -> &[u8] {
        while self.available().len() < wanted && self.more() {}
        let available = self.available();
        &available[..available.len().min(wanted)]
    }

    /// Whether everything has been read into the look ahead.
    pub(crate) fn is_whole(&self) -> bool {
        self.ended
    }

    /// Leaves the next `count` bytes behind.
    pub(crate) fn skip(&mut self, count: usize) {
        self.start = (self.start + count).min(self.buffer.len());
    }

    /// Leaves all that is left behind.
    pub(crate) fn skip_all(&mut self) {
        loop {
            self.skip(self.buffer.len());
            if !self.more() {
                return;
            }
        }
    }

    /// Leaves the next `count` bytes behind and hands them over; they stay until the next reading.
    pub(crate) fn take_bytes(&mut self, count: usize) -> &[u8] {
        let from = self.start;
        self.skip(count);
        &self.buffer[from..self.start]
    }

    /// Takes all that is left, or the length seen so far if it is longer than `limit`.
    pub(crate) fn rest(&mut self, limit: u64) -> Result<Vec<u8>, u64> {
        while self.available().len() as u64 <= limit && self.more() {}
        if self.available().len() as u64 > limit {
            return Err(self.available().len() as u64);
        }
        let mut bytes = std::mem::take(&mut self.buffer);
        bytes.drain(..self.start);
        self.start = 0;
        Ok(bytes)
    }
}

impl BufRead for Input<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.available().is_empty()
            && !self.more()
            && let Some(fault) = self.health.fault()
        {
            return Err(io::Error::other(fault));
        }
        Ok(self.available())
    }

    fn consume(&mut self, amount: usize) {
        self.skip(amount);
    }
}

impl Read for Input<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(into.len());
        into[..count].copy_from_slice(&available[..count]);
        self.skip(count);
        Ok(count)
    }
}
