//! Refuses pages that would choke a parser, by one scan of their bytes.
//!
//! A parser of HTML needs time beyond all measure for elements nested by the ten thousand, and for a tag
//! with as many attributes. Embedded images (`data:` addresses) are emptied on the way: they are no text,
//! and long.

use std::borrow::Cow;

use crate::parse::input::Fault;
use crate::stage::{Code, Limits};

/// Embedded addresses longer than this are emptied, in bytes.
const DATA_BYTES: usize = 256;
/// How far up an end tag looks for its element.
const REACH: usize = 64;

/// Elements that hold nothing, or that the next of their kind closes.
const UNCOUNTED: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "td", "tr", "th", "dt", "dd", "option", "optgroup", "tbody", "thead", "tfoot",
];

/// Elements whose content is text to the parser.
const RAW: &[&str] = &["script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes"];

/// Returns the page without its embedded data, or why it is not to be parsed.
pub(in crate::parse) fn checked<'t>(text: &'t str, limits: &Limits) -> Result<Cow<'t, str>, Fault> {
    let bytes = text.as_bytes();
    let mut open: Vec<u32> = Vec::new();
    let mut elements = 0;
    let mut in_drawing = false;
    let mut emptied: Option<String> = None;
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        at += found;
        let rest = &bytes[at..];
        if rest.starts_with(b"<!--") {
            at += memchr::memmem::find(rest, b"-->").map_or(rest.len(), |end| end + 3);
            continue;
        }
        let is_end = rest.get(1) == Some(&b'/');
        let start = 1 + usize::from(is_end);
        let length =
            rest.iter().skip(start).take(32).take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
        let name = &rest[start..start + length];
        if name.is_empty() || !name[0].is_ascii_alphabetic() {
            at += 1;
            continue;
        }
        let tag = Tag::at(rest, start + length, limits.page_tag_bytes)?;
        elements += usize::from(!is_end);
        if elements > limits.page_elements {
            let limit = Some((limits.page_elements as u64, elements as u64));
            return Err(Fault { code: Code::HtmlLarge, detail: "too many elements".into(), limit });
        }
        for value in &tag.data {
            let out = emptied.get_or_insert_with(|| String::with_capacity(text.len()));
            out.push_str(&text[copied..at + value.start]);
            copied = at + value.end;
        }
        let is = |names: &[&str]| names.iter().any(|other| name.eq_ignore_ascii_case(other.as_bytes()));
        let raw = !is_end && is(RAW) && !(tag.closes_itself && in_drawing);
        if is(&["svg", "math"]) {
            in_drawing = !is_end;
        }
        if is_end {
            let name = digest(name);
            let reach = open.len().saturating_sub(REACH);
            if let Some(place) = open[reach..].iter().rposition(|&other| other == name) {
                open.truncate(reach + place);
            }
        } else if !(raw || is(UNCOUNTED) || tag.closes_itself && in_drawing) {
            open.push(digest(name));
            if open.len() > limits.page_depth {
                let limit = Some((limits.page_depth as u64, open.len() as u64));
                return Err(Fault {
                    code: Code::HtmlDepth,
                    detail: "elements within elements".into(),
                    limit,
                });
            }
        }
        at += tag.length;
        if raw {
            at += end_of_raw(&bytes[at..], name);
        }
    }
    Ok(match emptied {
        Some(mut out) => {
            out.push_str(&text[copied..]);
            Cow::Owned(out)
        }
        None => Cow::Borrowed(text),
    })
}

struct Tag {
    length: usize,
    closes_itself: bool,
    /// Ranges of embedded data, from the tag's first byte.
    data: Vec<std::ops::Range<usize>>,
}

impl Tag {
    /// Measures the tag that begins a text, from behind its name.
    fn at(rest: &[u8], behind_name: usize, longest: usize) -> Result<Self, Fault> {
        let mut tag = Tag { length: rest.len(), closes_itself: false, data: Vec::new() };
        let mut at = behind_name;
        let mut embedded = 0;
        while let Some(found) = memchr::memchr3(b'>', b'"', b'\'', &rest[at..]) {
            let place = at + found;
            let quote = rest[place];
            if quote == b'>' {
                tag.length = place + 1;
                tag.closes_itself = rest[place - 1] == b'/';
                break;
            }
            // A quote that opens no value is an odd character of a name.
            if rest[..place].trim_ascii_end().last() != Some(&b'=') {
                at = place + 1;
                continue;
            }
            let Some(length) = memchr::memchr(quote, &rest[place + 1..]) else { break };
            let value = place + 1..place + 1 + length;
            if length > DATA_BYTES && rest[value.clone()].trim_ascii_start().starts_with(b"data:") {
                embedded += length;
                tag.data.push(value);
            }
            at = place + length + 2;
            if at - embedded > longest {
                break;
            }
        }
        let seen = tag.length.max(at) - embedded;
        if seen > longest {
            let limit = Some((longest as u64, seen as u64));
            return Err(Fault { code: Code::HtmlLarge, detail: "too long a tag".into(), limit });
        }
        Ok(tag)
    }
}

/// Length of a raw text with its end tag.
fn end_of_raw(bytes: &[u8], name: &[u8]) -> usize {
    for at in memchr::memchr_iter(b'<', bytes) {
        let rest = &bytes[at + 1..];
        if rest.len() > name.len() && rest[0] == b'/' && rest[1..=name.len()].eq_ignore_ascii_case(name) {
            return at;
        }
    }
    bytes.len()
}

fn digest(name: &[u8]) -> u32 {
    name.iter().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(page: &str) -> Option<Code> {
        checked(page, &Limits::default()).err().map(|fault| fault.code)
    }

    #[test]
    fn what_would_choke_a_parser_is_refused() {
        assert_eq!(code(&"<div>".repeat(3_000)), Some(Code::HtmlDepth));
        assert_eq!(code(&"<span/>".repeat(3_000)), Some(Code::HtmlDepth));
        assert_eq!(code(&"<div></b>".repeat(3_000)), Some(Code::HtmlDepth));
        assert_eq!(code(&format!("<a {}>", "b=1 ".repeat(20_000))), Some(Code::HtmlLarge));
        assert_eq!(code(&format!("<a {}", "b='1' ".repeat(20_000))), Some(Code::HtmlLarge));
    }

    #[test]
    fn what_real_pages_hold_is_let_through() {
        for page in [
            "<p>un<p>deux".repeat(3_000),
            "<div><a href='x'>lien</a></div>".repeat(3_000),
            format!("<svg>{}</svg>", "<path d='M0'/>".repeat(3_000)),
            format!("<script>{}</script>", "'<div>'".repeat(3_000)),
            "3 < 4 et 5 <- 6".to_owned(),
        ] {
            assert_eq!(code(&page), None);
        }
        let page = format!("<p>avant<img src=\"data:image/png;base64,{}\">après", "A".repeat(100_000));
        assert_eq!(checked(&page, &Limits::default()).expect("let through"), "<p>avant<img src=\"\">après");
    }
}
