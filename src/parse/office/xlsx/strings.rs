//! The texts that cells share, held one behind the other.

use std::borrow::Cow;

use crate::parse::decode;
use crate::parse::input::Fault;
use crate::parse::xml::walk::{Step, walk};
use crate::stage::Limits;

/// Shared strings by their number.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    /// Reads the part of shared strings.
    pub(super) fn of(bytes: &[u8], limits: &Limits) -> Result<Self, Fault> {
        let decoded = decode::decode(bytes, decode::Declares::Xml)?;
        let mut strings = Strings::default();
        let mut item = String::new();
        let (mut in_text, mut is_reading) = (false, false);
        walk(decoded.as_bytes(), limits, |step| {
            match step {
                Step::Begin("si", _) => item.clear(),
                Step::Begin("t", _) => in_text = true,
                Step::End("t") => in_text = false,
                // How an East Asian text is read aloud.
                Step::Begin("rPh", _) => is_reading = true,
                Step::End("rPh") => is_reading = false,
                Step::Text(text) if in_text && !is_reading => item.push_str(text),
                Step::End("si") => {
                    strings.text.push_str(&unescaped(&item));
                    strings.ends.push(strings.text.len());
                }
                Step::Begin(..) | Step::End(_) | Step::Text(_) => {}
            }
            Ok(())
        })?;
        Ok(strings)
    }

    /// The text of a number.
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.text[start..end])
    }
}

/// Opens characters that are written as `_x000D_`.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    let is_escape = |at: usize| {
        let code = text.as_bytes().get(at..at + 7)?;
        let is_code = code[0] == b'_' && code[1] == b'x' && code[6] == b'_';
        let digits = std::str::from_utf8(&code[2..6]).ok().filter(|_| is_code)?;
        u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
    };
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), "_x") {
        if at < from {
            continue;
        }
        if let Some(character) = is_escape(at) {
            out.push_str(&text[from..at]);
            out.push(character);
            from = at + 7;
        }
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}
