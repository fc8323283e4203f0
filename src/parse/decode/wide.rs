//! UTF-16 and UTF-32: encodings in which a line end is more than one byte.

use std::io::{self, Read};

/// An encoding with units of two or four bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wide {
    unit: usize,
    is_big: bool,
}

impl Wide {
    /// Recognises the encoding by its mark, else by where its zeros lie.
    pub(crate) fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0xff, 0xfe, 0, 0, ..] => return Some(Wide { unit: 4, is_big: false }),
            [0, 0, 0xfe, 0xff, ..] => return Some(Wide { unit: 4, is_big: true }),
            [0xff, 0xfe, ..] => return Some(Wide { unit: 2, is_big: false }),
            [0xfe, 0xff, ..] => return Some(Wide { unit: 2, is_big: true }),
            _ => {}
        }
        let sample = &head[..head.len().min(512) & !3];
        if sample.len() < 4 {
            return None;
        }
        let zeros = |offset: usize| sample.iter().skip(offset).step_by(4).filter(|&&b| b == 0).count();
        let zeros = [zeros(0), zeros(1), zeros(2), zeros(3)];
        let quads = sample.len() / 4;
        let mostly = |count: usize| count * 10 >= quads * 7;
        let hardly = |count: usize| count * 10 <= quads;
        match zeros {
            [a, b, c, d] if mostly(a) && mostly(b) && hardly(d) && mostly(c) => {
                Some(Wide { unit: 4, is_big: true })
            }
            [a, b, c, d] if mostly(d) && mostly(c) && hardly(a) && mostly(b) => {
                Some(Wide { unit: 4, is_big: false })
            }
            [a, b, c, d] if mostly(b) && mostly(d) && hardly(a) && hardly(c) => {
                Some(Wide { unit: 2, is_big: false })
            }
            [a, b, c, d] if mostly(a) && mostly(c) && hardly(b) && hardly(d) => {
                Some(Wide { unit: 2, is_big: true })
            }
            _ => None,
        }
    }

    fn unit_at(self, bytes: &[u8]) -> u32 {
        bytes.iter().enumerate().fold(0, |value, (place, &byte)| {
            let shift = if self.is_big { self.unit - 1 - place } else { place };
            value | u32::from(byte) << (8 * shift)
        })
    }
}

/// Decodes a whole text; what is no character becomes U+FFFD, a mark at the beginning nothing.
pub(crate) fn decode(bytes: &[u8], wide: Wide) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut state = State { wide, high: None };
    state.push(bytes, &mut text);
    state.finish(!bytes.len().is_multiple_of(wide.unit), &mut text);
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    text
}

struct State {
    wide: Wide,
    high: Option<u32>,
}

impl State {
    /// Decodes all whole units of `bytes`.
    fn push(&mut self, bytes: &[u8], text: &mut String) {
        for unit in bytes.chunks_exact(self.wide.unit) {
            let value = self.wide.unit_at(unit);
            if self.wide.unit == 4 {
                text.push(char::from_u32(value).unwrap_or('\u{fffd}'));
                continue;
            }
            match (self.high.take(), value) {
                (Some(high), 0xdc00..=0xdfff) => {
                    let scalar = 0x1_0000 + ((high - 0xd800) << 10) + (value - 0xdc00);
                    text.push(char::from_u32(scalar).unwrap_or('\u{fffd}'));
                }
                (before, _) => {
                    if before.is_some() {
                        text.push('\u{fffd}');
                    }
                    if matches!(value, 0xd800..=0xdbff) {
                        self.high = Some(value);
                    } else {
                        text.push(char::from_u32(value).unwrap_or('\u{fffd}'));
                    }
                }
            }
        }
    }

    fn finish(&mut self, is_cut: bool, text: &mut String) {
        if self.high.take().is_some() || is_cut {
            text.push('\u{fffd}');
        }
    }
}

/// A reader that gives a wide text as UTF-8.
pub(crate) struct Narrowed<R> {
    inner: R,
    state: State,
    raw: Vec<u8>,
    text: String,
    given: usize,
    ended: bool,
    begun: bool,
}

impl<R: Read> Narrowed<R> {
    /// Reads `inner` as `wide`.
    pub(crate) fn new(inner: R, wide: Wide) -> Self {
        let state = State { wide, high: None };
        Narrowed { inner, state, raw: Vec::new(), text: String::new(), given: 0, ended: false, begun: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.text.clear();
        self.given = 0;
        let before = self.raw.len();
        self.inner.by_ref().take(64 << 10).read_to_end(&mut self.raw)?;
        self.ended = self.raw.len() == before;
        let whole = self.raw.len() - self.raw.len() % self.state.wide.unit;
        self.state.push(&self.raw[..whole], &mut self.text);
        self.raw.drain(..whole);
        if self.ended {
            self.state.finish(!self.raw.is_empty(), &mut self.text);
            self.raw.clear();
        }
        if !self.begun && !self.text.is_empty() {
            self.begun = true;
            if self.text.starts_with('\u{feff}') {
                self.given = '\u{feff}'.len_utf8();
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Narrowed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.ended {
            self.refill()?;
        }
        let rest = &self.text.as_bytes()[self.given..];
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}
