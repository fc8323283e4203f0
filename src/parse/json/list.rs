//! Cuts a JSON document into articles at the borders of values, without reading them.
//!
//! The scanner knows strings and brackets, nothing else: a value that is broken within costs itself, and
//! memory is one value.

use crate::parse::aliases::{self, LISTS, Role};
use crate::parse::source::Source;
use crate::stage::Code;

/// Objects around a list of articles that are looked into: `{"response":{"docs":[…]}}`.
const WRAPPERS: u8 = 3;

/// Cuts a document into records.
pub(super) fn frame(source: &mut Source<'_, '_, '_>) {
    let mut cutter = Cutter { source, ordinal: 0, at: 0 };
    let _ended = cutter.document();
}

/// Nobody wants more, or there is no more: the reason is told already.
struct Ended;

struct Cutter<'c, 's, 'r, 'e> {
    source: &'c mut Source<'s, 'r, 'e>,
    ordinal: u32,
    /// Bytes of the look ahead that have been scanned.
    at: usize,
}

impl Cutter<'_, '_, '_, '_> {
    /// Cuts one top-level value after the other.
    fn document(&mut self) -> Result<(), Ended> {
        let mut is_first = true;
        while let Some(byte) = self.visible() {
            match byte {
                b'[' => {
                    self.leave(1);
                    self.list()?;
                }
                b'{' => self.object(WRAPPERS)?,
                _ if is_first => {
                    self.reject(Code::Json, "neither an object nor a list")?;
                    return Err(Ended);
                }
                b',' => self.leave(1),
                _ => {
                    self.reject(Code::Json, "text after the end of the JSON value")?;
                    return Err(Ended);
                }
            }
            is_first = false;
        }
        Ok(())
    }

    /// Cuts the elements of a list, from behind its bracket.
    fn list(&mut self) -> Result<(), Ended> {
        loop {
            match self.visible() {
                None => return self.cut_short(),
                Some(b']') => {
                    self.leave(1);
                    return Ok(());
                }
                Some(b',') => self.leave(1),
                Some(b'}') => {
                    self.leave(1);
                    self.reject(Code::Json, "a bracket that closes nothing")?;
                }
                Some(_) => self.element()?,
            }
        }
    }

    /// Cuts one value as a record.
    fn element(&mut self) -> Result<(), Ended> {
        self.value()?;
        let bytes = self.source.input.take_bytes(self.at).to_vec();
        self.at = 0;
        let ordinal = self.next_ordinal();
        if self.source.record(ordinal, bytes, None) { Ok(()) } else { Err(Ended) }
    }

    /// Cuts an object: the list that it holds, the articles under its numbers, or itself.
    ///
    /// Names are looked at in order while their values are kept, until one is known to hold articles.
    fn object(&mut self, wrappers: u8) -> Result<(), Ended> {
        let mut has_text = false;
        self.at = 1;
        loop {
            match self.peek_visible() {
                Some(b',') => self.at += 1,
                Some(b'"') => {
                    let from = self.at;
                    self.value()?;
                    let name = &self.source.input.available()[from + 1..self.at - 1];
                    let name = String::from_utf8_lossy(name).into_owned();
                    if self.peek_visible() != Some(b':') {
                        return self.broken_object();
                    }
                    self.at += 1;
                    let Some(first) = self.peek_visible() else { return self.broken_object() };
                    let key = aliases::key(&name);
                    let is_list = aliases::is_among(&key, LISTS) && !has_text;
                    let is_number = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
                    if first == b'[' && is_list && self.holds_objects() {
                        self.leave(self.at + 1);
                        self.list()?;
                        return self.rest_of_object();
                    }
                    if first == b'{' && is_list && wrappers > 0 {
                        self.leave(self.at);
                        self.object(wrappers - 1)?;
                        return self.rest_of_object();
                    }
                    if first == b'{' && is_number {
                        self.leave(self.at);
                        self.element()?;
                        return self.numbered();
                    }
                    let is_text = aliases::roles(&key).iter().any(|(role, _)| *role == Role::Text);
                    has_text |= is_text && first == b'"';
                    self.value()?;
                }
                Some(b'}') => {
                    self.at = 0;
                    return self.element();
                }
                _ => return self.broken_object(),
            }
        }
    }

    /// Cuts the further articles of an object whose names are numbers.
    fn numbered(&mut self) -> Result<(), Ended> {
        loop {
            match self.visible() {
                None => return self.cut_short(),
                Some(b'}') => {
                    self.leave(1);
                    return Ok(());
                }
                Some(b'{' | b'[') => self.element()?,
                Some(b'"') => {
                    self.value()?;
                    self.leave(self.at);
                }
                Some(_) => self.leave(1),
            }
        }
    }

    /// Leaves behind what follows the list of articles in its object.
    fn rest_of_object(&mut self) -> Result<(), Ended> {
        loop {
            match self.visible() {
                None => return self.cut_short(),
                Some(b'}') => {
                    self.leave(1);
                    return Ok(());
                }
                Some(b',' | b':') => self.leave(1),
                Some(_) => {
                    self.value()?;
                    self.leave(self.at);
                }
            }
        }
    }

    /// An object that is none within: handed over whole, for its reader to say what is wrong.
    fn broken_object(&mut self) -> Result<(), Ended> {
        self.at = 0;
        self.element()
    }

    /// Whether the list at the scanner begins with an object.
    fn holds_objects(&mut self) -> bool {
        let before = self.at;
        self.at += 1;
        let first = self.peek_visible();
        self.at = before;
        first == Some(b'{')
    }

    /// Scans one value from `at` on; afterwards `at` is behind it.
    fn value(&mut self) -> Result<(), Ended> {
        let from = self.at;
        let limit = self.source.limits.line_bytes;
        let mut depth = 0_usize;
        let mut in_string = false;
        loop {
            if (self.at - from) as u64 > limit {
                let seen = (self.at - from) as u64;
                let ordinal = self.ordinal;
                self.source.beyond(ordinal, Code::LineLength, "the JSON value is too long", limit, seen);
                return Err(Ended);
            }
            let bytes = self.source.input.available();
            if self.at >= bytes.len() {
                if self.source.input.more() {
                    continue;
                }
                // A bare word may end with the document.
                return if depth == 0 && !in_string && self.at > from { Ok(()) } else { self.cut_short() };
            }
            if in_string {
                match memchr::memchr2(b'"', b'\\', &bytes[self.at..]) {
                    None => self.at = bytes.len(),
                    Some(found) if bytes[self.at + found] == b'\\' => {
                        if self.at + found + 1 >= bytes.len() && self.source.input.more() {
                            self.at += found;
                        } else {
                            self.at += found + 2;
                        }
                    }
                    Some(found) => {
                        self.at += found + 1;
                        in_string = false;
                        if depth == 0 {
                            return Ok(());
                        }
                    }
                }
                continue;
            }
            match bytes[self.at] {
                b'"' => in_string = true,
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth == 0 => return Ok(()),
                b'}' | b']' => {
                    depth -= 1;
                    if depth == 0 {
                        self.at += 1;
                        return Ok(());
                    }
                }
                b',' if depth == 0 => return Ok(()),
                byte if depth == 0 && self.at > from && byte.is_ascii_whitespace() => return Ok(()),
                _ => {}
            }
            self.at += 1;
        }
    }

    /// Leaves blanks behind and returns the next byte.
    fn visible(&mut self) -> Option<u8> {
        self.at = 0;
        loop {
            let bytes = self.source.input.available();
            match bytes.iter().position(|byte| !byte.is_ascii_whitespace() && *byte != 0) {
                Some(found) => {
                    let byte = bytes[found];
                    self.source.input.skip(found);
                    return Some(byte);
                }
                None => {
                    let count = bytes.len();
                    self.source.input.skip(count);
                    if !self.source.input.more() {
                        return None;
                    }
                }
            }
        }
    }

    /// Steps over blanks, keeping them, and returns the next byte.
    fn peek_visible(&mut self) -> Option<u8> {
        loop {
            let next = self.source.input.available().get(self.at).copied();
            match next {
                Some(byte) if byte.is_ascii_whitespace() => self.at += 1,
                Some(byte) => return Some(byte),
                None if self.source.input.more() => {}
                None => return None,
            }
        }
    }

    fn leave(&mut self, count: usize) {
        self.source.input.skip(count);
        self.at = 0;
    }

    /// The document ends within a value; if the stream broke off, that is told elsewhere.
    fn cut_short(&mut self) -> Result<(), Ended> {
        if !self.source.is_broken() {
            self.reject(Code::Truncated, "the document ends within a JSON value")?;
        }
        Err(Ended)
    }

    fn reject(&mut self, code: Code, detail: &str) -> Result<(), Ended> {
        let ordinal = self.next_ordinal();
        if self.source.reject(ordinal, code, detail) { Ok(()) } else { Err(Ended) }
    }

    fn next_ordinal(&mut self) -> u32 {
        let ordinal = self.ordinal;
        self.ordinal = ordinal.saturating_add(1);
        ordinal
    }
}
