//! Named lines before a body: of a crawl's record, of an HTTP response, of a mail and its parts.
//!
//! Lines that begin with a blank go on with the one before. What is not UTF-8 is windows-1252.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use memchr::memmem;

/// Lines that are kept, at most.
const LINES: usize = 2_000;

/// The named lines, in order.
#[derive(Debug, Default)]
pub(super) struct Headers {
    lines: Vec<(String, String)>,
}

impl Headers {
    /// Reads the lines up to the first blank one; those without a colon are passed over.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let bytes = &bytes[..end_of(bytes).unwrap_or(bytes.len())];
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
        };
        let mut lines: Vec<(String, String)> = Vec::new();
        for line in text.split('\n') {
            let line = line.trim_end_matches('\r');
            if line.starts_with([' ', '\t']) {
                if let Some((_, value)) = lines.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            } else if let Some((name, value)) = line.split_once(':')
                && lines.len() < LINES
            {
                lines.push((name.trim().to_owned(), value.trim().to_owned()));
            }
        }
        Headers { lines }
    }

    /// The value of the first line of that name, if there is anything in it.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut lines = self.lines.iter();
        let named = |(line, value): &&(String, String)| line.eq_ignore_ascii_case(name) && !value.is_empty();
        lines.find(named).map(|(_, value)| value.as_str())
    }

    /// The values of all lines of that name.
    pub(super) fn all<'h>(&'h self, name: &'h str) -> impl Iterator<Item = &'h str> {
        let named = move |line: &&(String, String)| line.0.eq_ignore_ascii_case(name) && !line.1.is_empty();
        self.lines.iter().filter(named).map(|(_, value)| value.as_str())
    }
}

/// Returns the length of the lines with the blank one that ends them, or `None` if none does.
pub(super) fn end_of(bytes: &[u8]) -> Option<usize> {
    let ends = |at: usize| match bytes.get(at..) {
        Some([b'\n', ..]) => Some(at + 1),
        Some([b'\r', b'\n', ..]) => Some(at + 2),
        _ => None,
    };
    ends(0).or_else(|| memmem::find_iter(bytes, b"\n").find_map(|found| ends(found + 1)))
}

/// A value with parameters: `text/html; charset="iso-8859-1"`.
#[derive(Debug, Default)]
pub(super) struct MediaType {
    /// What stands before the first `;`, in small letters.
    pub(super) name: String,
    parameters: Vec<(String, String)>,
}

impl MediaType {
    /// Reads a value. Parameters that are continued or encoded (RFC 2231) are put together.
    pub(super) fn of(value: &str) -> Self {
        let mut parts = split_quoted(value);
        let name = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let mut parameters: Vec<(String, String)> = Vec::new();
        for part in parts.take(64) {
            let Some((key, value)) = part.split_once('=') else { continue };
            let key = key.trim().to_ascii_lowercase();
            let value = value.trim().trim_matches('"').replace("\\\"", "\"");
            let (key, continued) = match key.split_once('*') {
                Some((key, mark)) => (key.to_owned(), Some(mark.to_owned())),
                None => (key, None),
            };
            let value = match &continued {
                Some(mark) if mark.is_empty() || mark.ends_with('*') => unescaped(&value),
                _ => value,
            };
            match parameters.iter_mut().find(|(known, _)| *known == key) {
                Some((_, before)) if continued.is_some() => before.push_str(&value),
                Some(_) => {}
                None => parameters.push((key, value)),
            }
        }
        MediaType { name, parameters }
    }

    /// The value of a parameter, if there is anything in it.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Whether it is a page.
    pub(super) fn is_page(&self) -> bool {
        matches!(&*self.name, "text/html" | "application/xhtml+xml")
    }

    /// Whether it is a feed or a document, of which articles can be read; XML may be one.
    pub(super) fn is_document(&self) -> bool {
        matches!(
            &*self.name,
            "application/rss+xml"
                | "application/atom+xml"
                | "application/rdf+xml"
                | "application/feed+json"
                | "application/xml"
                | "text/xml"
                | "application/pdf"
                | "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
                | "application/vnd.oasis.opendocument.text"
        )
    }
}

/// Splits at semicolons outside quotes.
fn split_quoted(value: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    value.split(move |c| {
        quoted ^= c == '"';
        c == ';' && !quoted
    })
}

/// Opens `utf-8'fr'%C3%A9t%C3%A9`.
fn unescaped(value: &str) -> String {
    let value = value.splitn(3, '\'').nth(2).unwrap_or(value);
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let escaped = (byte == b'%')
            .then(|| std::str::from_utf8(after.get(..2)?).ok())
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(byte));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes)
        .unwrap_or_else(|error| WINDOWS_1252.decode_without_bom_handling(error.as_bytes()).0.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_on_and_end() {
        let text = b"A: un\r\n deux\r\nb:\r\nsans\r\nC : trois\r\n\r\nD: corps";
        let headers = Headers::of(text);
        assert_eq!(headers.get("a"), Some("un deux"));
        assert_eq!((headers.get("B"), headers.get("c"), headers.get("D")), (None, Some("trois"), None));
        assert_eq!(end_of(text).map(|end| &text[end..]), Some(&b"D: corps"[..]));
        assert_eq!((end_of(b"a: b\r\n"), end_of(b"\n"), end_of(b"a\n\nb")), (None, Some(1), Some(3)));
    }

    #[test]
    fn parameters_are_read_however_they_are_written() {
        let value = "Text/HTML; charset=\"UTF-8\"; boundary=\"a;b\"; name*0=a; name*1=b.pdf; file*=utf-8''%C3%A9t%C3%A9";
        let media = MediaType::of(value);
        assert!(media.is_page());
        for (name, expected) in
            [("charset", "UTF-8"), ("boundary", "a;b"), ("name", "ab.pdf"), ("file", "été")]
        {
            assert_eq!(media.parameter(name), Some(expected));
        }
    }
}
