//! MIME: a message as the tree of its parts, as mails and saved pages are stored.
//!
//! Boundaries are looked for line by line, and nothing is decoded before it is asked for. A part that nothing
//! closes is read as far as it goes and known to be open.

mod transfer;
mod words;

use std::borrow::Cow;

use super::headers::{self, Headers, MediaType};
use super::input::Fault;
use super::{decode, decode::Declares};
use crate::stage::Code;

pub(super) use words::decoded;

/// Parts within parts, at most.
const DEPTH: u32 = 16;
/// Parts of one message, at most.
const PARTS: usize = 10_000;

/// A message, or a part of one.
#[derive(Debug)]
pub(super) struct Part<'b> {
    pub(super) headers: Headers,
    pub(super) media: MediaType,
    /// Its content as it lies there.
    body: &'b [u8],
    /// The parts in it, where it is made of some.
    pub(super) parts: Vec<Part<'b>>,
    /// Whether nothing closes it, so that its end may be missing.
    pub(super) is_open: bool,
}

/// Reads a message. Takes linear time for each level of parts.
///
/// # Errors
///
/// Where it has too many parts, or parts within parts.
pub(super) fn read(bytes: &[u8]) -> Result<Part<'_>, Fault> {
    Part::of(bytes, "text/plain", false, 0, &mut 0)
}

impl<'b> Part<'b> {
    fn of(
        bytes: &'b [u8],
        default: &str,
        is_open: bool,
        depth: u32,
        count: &mut usize,
    ) -> Result<Self, Fault> {
        *count += 1;
        if depth > DEPTH || *count > PARTS {
            let (limit, seen) =
                if depth > DEPTH { (DEPTH.into(), depth.into()) } else { (PARTS as u64, *count as u64) };
            let detail = "parts within parts, or too many of them".to_owned();
            return Err(Fault { code: Code::Depth, detail, limit: Some((limit, seen)) });
        }
        let end = headers::end_of(bytes);
        let body = end.map_or(&[][..], |end| &bytes[end..]);
        let headers = Headers::of(bytes);
        let media = MediaType::of(headers.get("Content-Type").unwrap_or(default));
        let mut part = Part { headers, media, body, parts: Vec::new(), is_open: is_open || end.is_none() };
        if let (true, Some(boundary)) =
            (part.media.name.starts_with("multipart/"), part.media.parameter("boundary"))
        {
            let default = if part.media.name == "multipart/digest" { "message/rfc822" } else { "text/plain" };
            let (bodies, is_closed) = split(body, boundary);
            let last = bodies.len();
            for (number, body) in bodies.into_iter().enumerate() {
                let is_open = !is_closed && number + 1 == last;
                part.parts.push(Part::of(body, default, is_open, depth + 1, count)?);
            }
            part.is_open |= !is_closed;
        }
        Ok(part)
    }

    /// The first part that is no list of parts, from here down.
    pub(super) fn leaves<'p>(&'p self, into: &mut Vec<&'p Part<'b>>) {
        if self.parts.is_empty() {
            into.push(self);
        }
        for part in &self.parts {
            part.leaves(into);
        }
    }

    /// The content, its transfer encoding opened.
    ///
    /// # Errors
    ///
    /// Where it visibly breaks off within a character or a group of them.
    pub(super) fn content(&self) -> Result<Cow<'b, [u8]>, Fault> {
        let encoding = self.headers.get("Content-Transfer-Encoding").unwrap_or_default();
        transfer::opened(self.body, &encoding.trim().to_ascii_lowercase())
            .ok_or_else(|| Fault::new(Code::Truncated, "ends within its encoded text"))
    }

    /// The content as text.
    pub(super) fn text(&self, declares: Declares) -> Result<String, Fault> {
        let content = self.content()?;
        Ok(decode::labelled(&content, self.media.parameter("charset"), declares)?.into_owned())
    }

    /// A header with its encoded words decoded.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name).map(decoded).filter(|value| !value.is_empty())
    }

    /// The name that a part has as a file.
    pub(super) fn file_name(&self) -> Option<String> {
        let disposition = MediaType::of(self.headers.get("Content-Disposition").unwrap_or_default());
        let name = disposition.parameter("filename").or_else(|| self.media.parameter("name"));
        name.map(decoded).filter(|name| !name.is_empty())
    }

    /// Whether a part calls itself a file beside the message.
    pub(super) fn is_attached(&self) -> bool {
        let disposition = self.headers.get("Content-Disposition").unwrap_or_default();
        MediaType::of(disposition).name == "attachment"
    }
}

/// Splits a body at its boundary; whether the closing one is there.
fn split<'b>(body: &'b [u8], boundary: &str) -> (Vec<&'b [u8]>, bool) {
    let mark = format!("--{boundary}");
    let mut parts = Vec::new();
    let mut start = None;
    for found in memchr::memmem::find_iter(body, mark.as_bytes()) {
        if found > 0 && body[found - 1] != b'\n' {
            continue;
        }
        let after = &body[found + mark.len()..];
        let closes = after.starts_with(b"--");
        let line = after.strip_prefix(b"--").unwrap_or(after);
        let blank = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        if !matches!(line.get(blank), None | Some(b'\n')) {
            continue;
        }
        if let Some(start) = start {
            // The line end before a boundary belongs to it.
            let part: &[u8] = body.get(start..found).unwrap_or_default();
            let part = part.strip_suffix(b"\n").unwrap_or(part);
            parts.push(part.strip_suffix(b"\r").unwrap_or(part));
        }
        if closes {
            return (parts, true);
        }
        start = Some((body.len() - line.len() + blank + 1).min(body.len()));
    }
    if let Some(start) = start {
        parts.push(&body[start..]);
    }
    (parts, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_split_at_their_own_boundary() {
        let body = b"avant\r\n--b\r\nA: 1\r\n\r\nun --b\r\n--bb\r\n--b  \r\n\r\ndeux\r\n--b--\r\napr\xe8s";
        let (parts, is_closed) = split(body, "b");
        assert_eq!(parts, [&b"A: 1\r\n\r\nun --b\r\n--bb"[..], b"\r\ndeux"]);
        assert!(is_closed);
        let (parts, is_closed) = split(b"--b\n\nun\n--b\n\nde", "b");
        assert_eq!((parts, is_closed), (vec![&b"\nun"[..], b"\nde"], false));
    }

    #[test]
    fn depth_has_an_end() {
        let mut message = "texte".to_owned();
        for level in 0..40 {
            message = format!(
                "Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n{message}\n--b{level}--\n"
            );
        }
        assert_eq!(read(message.as_bytes()).expect_err("too deep").code, Code::Depth);
    }
}
