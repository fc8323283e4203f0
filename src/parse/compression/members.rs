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
/// Bytes of a member's header that has no name in it.
const HEADER_BYTES: usize = 10;
/// What begins a record within a member of many.
const RECORD: &[u8] = b"\r\n\r\nWARC/";

/// A reader of all members.
pub(super) struct Members<'i, 'r> {
    /// The decoder of the member at hand; `None` at the end.
    decoder: Option<GzDecoder<Packed<'i, 'r>>>,
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
    /// Reads from `input`, and counts in `damaged` the members that were left out.
    pub(super) fn new(input: &'i mut Input<'r>, damaged: Rc<Cell<u64>>) -> Self {
        Members {
            decoder: Some(GzDecoder::new(Packed { input, at: 0, keeps: true })),
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
        let Some(mut packed) = self.decoder.take().map(GzDecoder::into_inner) else { return Ok(()) };
        packed.leave();
        let first = packed.fill_buf()?.first().copied();
        let is_next = if self.is_crawl {
            first.is_some() && MEMBER.starts_with(packed.input.head(MEMBER.len()))
        } else {
            first == Some(MEMBER[0])
        };
        if is_next || (self.is_crawl && packed.find_member()?) {
            // Zeros are padding; anything else was a member once.
            let is_lost = !is_next && first != Some(0);
            self.damaged.set(self.damaged.get() + u64::from(is_lost));
            self.begin(packed);
        }
        Ok(())
    }

    fn begin(&mut self, packed: Packed<'i, 'r>) {
        let packed = Packed { at: 0, keeps: self.is_crawl, ..packed };
        self.decoder = Some(GzDecoder::new(packed));
        self.stage = Stage::Begun;
    }

    /// Leaves the damaged member at hand behind, and looks for the next one from its beginning on, where that is
    /// kept: the decoder may have run on far beyond its end.
    fn leave_damaged(&mut self) -> io::Result<()> {
        self.damaged.set(self.damaged.get() + 1);
        let Some(mut packed) = self.decoder.take().map(GzDecoder::into_inner) else { return Ok(()) };
        packed.at = usize::from(packed.keeps);
        packed.leave();
        if packed.find_member()? {
            self.begin(packed);
        }
        Ok(())
    }

    /// Reads a whole member of a crawl into memory, or its beginning.
    fn hold(&mut self) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        let error = match decoder.by_ref().take(HELD_BYTES).read_to_end(&mut self.held) {
            Ok(_) if self.held.len() as u64 >= HELD_BYTES => {
                self.stream();
                return Ok(());
            }
            Ok(_) => return self.next(),
            Err(error) => error,
        };
        // Of many records in one member, those before the damage are whole.
        let whole = memmem::rfind(&self.held, RECORD).map_or(0, |found| found + 4);
        self.held.truncate(whole);
        // A damaged member may look as if it went on beyond the end of all.
        let packed = decoder.get_ref();
        let goes_on = packed.input.available().get(1..).is_some_and(|rest| begins_member(rest).is_some());
        let breaks_off = error.kind() == io::ErrorKind::UnexpectedEof;
        if is_damage(&error) || (breaks_off && goes_on) {
            return self.leave_damaged();
        }
        self.error = Some(error);
        self.decoder = None;
        Ok(())
    }

    /// Reads the first bytes, which tell whether this is a crawl.
    fn open(&mut self) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        decoder.by_ref().take(CRAWLS[1].len() as u64).read_to_end(&mut self.held)?;
        self.is_crawl = CRAWLS.iter().any(|crawl| self.held.starts_with(crawl));
        if self.is_crawl {
            return self.hold();
        }
        self.stream();
        Ok(())
    }

    /// Reads the rest of the member at hand as it comes.
    fn stream(&mut self) {
        self.stage = Stage::Streamed;
        if let Some(decoder) = &mut self.decoder {
            decoder.get_mut().leave();
            decoder.get_mut().keeps = false;
        }
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

/// Returns where a member begins, by all that its header must say: packed bytes hold its first three by chance.
fn begins_member(bytes: &[u8]) -> Option<usize> {
    memmem::find_iter(bytes, MEMBER).find(|&at| {
        let Some([flags, _, _, _, _, effort, system, ..]) = bytes.get(at + MEMBER.len()..) else {
            return false;
        };
        flags & 0xe0 == 0 && matches!(effort, 0 | 2 | 4) && matches!(system, 0..=13 | 255)
    })
}

/// Whether an error lies in the member itself, and not in what carries it or in where it ends.
fn is_damage(error: &io::Error) -> bool {
    let is_carried = error.get_ref().is_some_and(|inner| inner.is::<Fault>());
    !is_carried && error.kind() != io::ErrorKind::UnexpectedEof && error.raw_os_error().is_none()
}

/// The stream as it is packed, of which a member may be kept until it is known to be whole.
struct Packed<'i, 'r> {
    input: &'i mut Input<'r>,
    /// Bytes of the look ahead that were read and are kept.
    at: usize,
    keeps: bool,
}

impl Packed<'_, '_> {
    /// Leaves behind what was read.
    fn leave(&mut self) {
        self.input.skip(self.at);
        self.at = 0;
    }

    /// Leaves behind what is no beginning of a member; `false` at the end.
    fn find_member(&mut self) -> io::Result<bool> {
        loop {
            let available = self.input.available();
            if let Some(found) = begins_member(available) {
                self.input.skip(found);
                return Ok(true);
            }
            self.input.skip(available.len().saturating_sub(HEADER_BYTES - 1));
            if !self.input.more() {
                return match self.input.health().fault() {
                    Some(fault) => Err(io::Error::other(fault)),
                    None => Ok(false),
                };
            }
        }
    }
}

impl BufRead for Packed<'_, '_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.input.available().len() <= self.at
            && !self.input.more()
            && let Some(fault) = self.input.health().fault()
        {
            return Err(io::Error::other(fault));
        }
        Ok(self.input.available().get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        if self.keeps {
            self.at += amount;
        } else {
            self.input.skip(amount);
        }
    }
}

impl Read for Packed<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(into.len());
        into[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}
