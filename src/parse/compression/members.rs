//! The members of a gzip stream, one after the other; what follows the last of them is padding.
//!
//! A crawl has one member for each record, or one for all. There a member is looked through before any of
//! it is handed on, as far as it fits into memory, so that a damaged one costs its own record and the next
//! one is found again by its first bytes. Elsewhere damage ends the stream.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use flate2::bufread::GzDecoder;
use memchr::memmem;

use crate::parse::input::{Fault, Input};

/// What a crawl begins with: a WARC's or an ARC's first record.
const CRAWLS: [&[u8]; 2] = [b"WARC/", b"filedesc:"];
/// Members up to this length are looked through before they are handed on, in bytes.
const HELD_BYTES: u64 = 8 << 20;
/// What begins a member.
const MEMBER: &[u8] = b"\x1f\x8b\x08";
/// What begins a record within a member of many.
const RECORD: &[u8] = b"\r\n\r\nWARC/";

/// A reader of all members.
pub(super) struct Members<'i, 'r> {
    /// The decoder of the member at hand; `None` at the end.
    decoder: Option<GzDecoder<&'i mut Input<'r>>>,
    stage: Stage,
    is_crawl: bool,
    /// Bytes that are ready to be handed on, from `at`.
    held: Vec<u8>,
    at: usize,
    /// What is to be said once the held bytes are handed on.
    error: Option<io::Error>,
    /// Members that were left out.
    damaged: Rc<Cell<u64>>,
}

/// How far the member at hand is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nothing of the stream is read yet.
    First,
    /// Nothing of it is read yet.
    Begun,
    /// It is read as it comes.
    Streamed,
}

impl<'i, 'r> Members<'i, 'r> {
    /// Reads from `reader`, and counts in `damaged` the members that were left out.
    pub(super) fn new(reader: &'i mut Input<'r>, damaged: Rc<Cell<u64>>) -> Self {
        Members {
            decoder: Some(GzDecoder::new(reader)),
            stage: Stage::First,
            is_crawl: false,
            held: Vec::new(),
            at: 0,
            error: None,
            damaged,
        }
    }

    /// Goes on to the next member behind the one at hand, which is at its end.
    fn next(&mut self) -> io::Result<()> {
        let Some(reader) = self.decoder.take().map(GzDecoder::into_inner) else { return Ok(()) };
        let is_next = reader.fill_buf()?.first() == Some(&0x1f);
        if is_next || (self.is_crawl && find_member(reader)?) {
            self.decoder = Some(GzDecoder::new(reader));
            self.stage = Stage::Begun;
        }
        Ok(())
    }

    /// Leaves the damaged member at hand behind.
    fn leave_damaged(&mut self) -> io::Result<()> {
        self.damaged.set(self.damaged.get() + 1);
        let Some(reader) = self.decoder.take().map(GzDecoder::into_inner) else { return Ok(()) };
        if find_member(reader)? {
            self.decoder = Some(GzDecoder::new(reader));
            self.stage = Stage::Begun;
        }
        Ok(())
    }

    /// Reads a whole member of a crawl into memory, or its beginning.
    fn hold(&mut self) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        let read = decoder.by_ref().take(HELD_BYTES).read_to_end(&mut self.held);
        match read {
            Ok(_) if self.held.len() as u64 >= HELD_BYTES => self.stage = Stage::Streamed,
            Ok(_) => self.next()?,
            Err(error) => {
                // Of many records in one member, those before the damage are whole.
                let whole = memmem::rfind(&self.held, RECORD).map_or(0, |found| found + 4);
                self.held.truncate(whole);
                if is_damage(&error) {
                    self.leave_damaged()?;
                } else {
                    self.error = Some(error);
                    self.decoder = None;
                }
            }
        }
        Ok(())
    }

    /// Reads the first bytes, which tell whether this is a crawl.
    fn open(&mut self) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        decoder.by_ref().take(CRAWLS[1].len() as u64).read_to_end(&mut self.held)?;
        self.is_crawl = CRAWLS.iter().any(|crawl| self.held.starts_with(crawl));
        self.stage = Stage::Streamed;
        if self.is_crawl { self.hold() } else { Ok(()) }
    }
}

impl Read for Members<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.at < self.held.len() {
                let count = into.len().min(self.held.len() - self.at);
                into[..count].copy_from_slice(&self.held[self.at..self.at + count]);
                self.at += count;
                return Ok(count);
            }
            self.held.clear();
            self.at = 0;
            if let Some(error) = self.error.take() {
                return Err(error);
            }
            let Some(decoder) = &mut self.decoder else { return Ok(0) };
            match self.stage {
                Stage::First => self.open()?,
                Stage::Begun if self.is_crawl => self.hold()?,
                Stage::Begun | Stage::Streamed => match decoder.read(into) {
                    Ok(0) if !into.is_empty() => self.next()?,
                    Err(error) if self.is_crawl && is_damage(&error) => {
                        // What was handed on breaks off within a record; the next one begins a line.
                        self.held.extend_from_slice(b"\r\n\r\n");
                        self.leave_damaged()?;
                    }
                    read => return read,
                },
            }
        }
    }
}

/// Whether an error lies in the member itself, and not in what carries it or in where it ends.
fn is_damage(error: &io::Error) -> bool {
    let is_carried = error.get_ref().is_some_and(|inner| inner.is::<Fault>());
    !is_carried && error.kind() != io::ErrorKind::UnexpectedEof && error.raw_os_error().is_none()
}

/// Leaves behind what is no beginning of a member; `false` at the end.
fn find_member(input: &mut Input<'_>) -> io::Result<bool> {
    loop {
        let available = input.available();
        if let Some(found) = memmem::find(available, MEMBER) {
            input.skip(found);
            return Ok(true);
        }
        input.skip(available.len().saturating_sub(MEMBER.len() - 1));
        if !input.more() {
            return match input.health().fault() {
                Some(fault) => Err(io::Error::other(fault)),
                None => Ok(false),
            };
        }
    }
}
