//! From bytes to text: which encoding, and what to do where none fits.
//!
//! In this order: a byte-order mark; UTF-16 or UTF-32 by the pattern of its zeros; valid UTF-8, whatever
//! is declared; UTF-8 with a few bad lines, those alone read otherwise; the encoding that the document
//! declares, unless that is UTF-8, which it is not; else what French text of these bytes most likely is.
//! ISO-8859-1 means windows-1252, as everywhere on the web.

mod mojibake;
mod wide;

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::input::Fault;
use crate::stage::Code;

pub(crate) use mojibake::mend;
pub(crate) use wide::{Narrowed, Wide};

/// Where a document may declare its encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Declares {
    /// Nowhere.
    Nothing,
    /// In a `meta` element.
    Html,
    /// In its first line.
    Xml,
}

/// A declaration must lie within these first bytes.
const DECLARATION_BYTES: usize = 64 << 10;

/// Decodes a document; NUL becomes a space.
pub(crate) fn decode(bytes: &[u8], declares: Declares) -> Result<Cow<'_, str>, Fault> {
    labelled(bytes, None, declares)
}

/// Decodes a document whose carrier (an HTTP response, a mail) may name its encoding: what the carrier says
/// goes before what the document declares.
pub(crate) fn labelled<'b>(
    bytes: &'b [u8],
    label: Option<&str>,
    declares: Declares,
) -> Result<Cow<'b, str>, Fault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Some(wide) = Wide::of(bytes) {
        return plausible(Cow::Owned(wide::decode(bytes, wide)));
    }
    let carrier = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    // Of these encodings a text may look like UTF-8.
    if let Some(encoding) = carrier.filter(|&encoding| encoding == ISO_2022_JP) {
        return plausible(encoding.decode_without_bom_handling(bytes).0);
    }
    let carrier = carrier.filter(|encoding| ![UTF_8, UTF_16BE, UTF_16LE].contains(encoding));
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => match by_line(bytes) {
            Some(text) => Cow::Owned(text),
            None => {
                let encoding = carrier.or_else(|| declared(bytes, declares)).unwrap_or_else(|| likely(bytes));
                encoding.decode_without_bom_handling(bytes).0
            }
        },
    };
    plausible(text)
}

/// Decodes as much of a beginning as can be read, whatever it is.
pub(crate) fn glimpse(head: &[u8], is_whole: bool) -> Cow<'_, str> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if let Some(wide) = Wide::of(head) {
        return Cow::Owned(wide::decode(head, wide));
    }
    match std::str::from_utf8(head) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) if !is_whole && error.error_len().is_none() => {
            String::from_utf8_lossy(&head[..error.valid_up_to()])
        }
        Err(_) => WINDOWS_1252.decode_without_bom_handling(head).0,
    }
}

/// Lost characters that a text may hold however short it is.
const LOST_CHARACTERS: usize = 8;

/// Refuses a text of which more than one character in a hundred is lost; NUL becomes a space.
fn plausible(text: Cow<'_, str>) -> Result<Cow<'_, str>, Fault> {
    let lost = memchr::memmem::find_iter(text.as_bytes(), "\u{fffd}").count();
    if lost > LOST_CHARACTERS {
        let all = text.chars().count();
        if lost * 100 > all {
            let detail = format!("{lost} of {all} characters cannot be read");
            return Err(Fault::new(Code::Encoding, detail));
        }
    }
    if memchr::memchr(0, text.as_bytes()).is_some() {
        return Ok(Cow::Owned(text.replace('\0', " ")));
    }
    Ok(text)
}

/// Decodes what is UTF-8 but for fewer than one line in twenty, those as windows-1252.
///
/// The good lines must show that the file is UTF-8 at all: at least as many of them as of the bad ones
/// hold a letter that takes two bytes.
fn by_line(bytes: &[u8]) -> Option<String> {
    let (mut lines, mut bad, mut telling) = (0_usize, 0_usize, 0_usize);
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        lines += 1;
        match std::str::from_utf8(line) {
            Ok(_) => telling += usize::from(!line.is_ascii()),
            Err(_) => bad += 1,
        }
    }
    if bad * 20 >= lines || bad > telling {
        return None;
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 16);
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        match std::str::from_utf8(line) {
            Ok(line) => text.push_str(line),
            Err(_) => text.push_str(&WINDOWS_1252.decode_without_bom_handling(line).0),
        }
    }
    Some(text)
}

/// The encoding that French text of these bytes is most likely in.
fn likely(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(Some(b"fr"), Utf8Detection::Deny)
}

/// The encoding that a document declares, if it can be true of a document that can be read this far.
fn declared(bytes: &[u8], declares: Declares) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let label = match declares {
        Declares::Nothing => return None,
        Declares::Xml => xml_label(head),
        Declares::Html => html_label(head).or_else(|| xml_label(head)),
    }?;
    let encoding = Encoding::for_label(label)?;
    (![UTF_8, UTF_16BE, UTF_16LE].contains(&encoding)).then_some(encoding)
}

/// The label in `<?xml … encoding="…"?>`.
fn xml_label(head: &[u8]) -> Option<&[u8]> {
    let start = head.trim_ascii_start();
    let prolog = start.strip_prefix(b"<?xml")?;
    let prolog = &prolog[..memchr::memmem::find(prolog, b"?>")?];
    let value = &prolog[memchr::memmem::find(prolog, b"encoding")? + b"encoding".len()..];
    label(value)
}

/// The label of the first `meta` element that names a charset.
fn html_label(head: &[u8]) -> Option<&[u8]> {
    for at in memchr::memchr_iter(b'<', head) {
        let tag = &head[at + 1..];
        if tag.len() < 5 || !tag[..4].eq_ignore_ascii_case(b"meta") {
            continue;
        }
        let tag = &tag[..memchr::memchr(b'>', tag)?];
        let lower = tag.to_ascii_lowercase();
        if let Some(found) = memchr::memmem::find(&lower, b"charset") {
            return label(&tag[found + b"charset".len()..]);
        }
    }
    None
}

/// The value after `=`, with or without quotes.
fn label(text: &[u8]) -> Option<&[u8]> {
    let text = text.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let text = text.strip_prefix(b"\"").or_else(|| text.strip_prefix(b"'")).unwrap_or(text);
    let ends = |byte: &u8| matches!(byte, b'"' | b'\'' | b';' | b'/' | b'>') || byte.is_ascii_whitespace();
    let label = &text[..text.iter().position(ends).unwrap_or(text.len())];
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRENCH: &str = "L’été à Besançon : « Où est passée l’œuvre ? » Le maire s’est exprimé jeudi.";

    fn decoded(bytes: &[u8], declares: Declares) -> String {
        decode(bytes, declares).expect("readable").into_owned()
    }

    #[test]
    fn every_encoding_of_french_is_read() {
        let (cp1252, _, _) = WINDOWS_1252.encode(FRENCH);
        assert_eq!(decoded(FRENCH.as_bytes(), Declares::Nothing), FRENCH);
        assert_eq!(decoded(format!("\u{feff}{FRENCH}").as_bytes(), Declares::Nothing), FRENCH);
        assert_eq!(decoded(&cp1252, Declares::Nothing), FRENCH);
        for mark in ["", "\u{feff}"] {
            let marked = format!("{mark}{FRENCH}");
            let units = || marked.encode_utf16();
            let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
            let scalars = || marked.chars().map(u32::from);
            let little32: Vec<u8> = scalars().flat_map(u32::to_le_bytes).collect();
            let big32: Vec<u8> = scalars().flat_map(u32::to_be_bytes).collect();
            for bytes in [little, big, little32, big32] {
                assert_eq!(decoded(&bytes, Declares::Nothing), FRENCH);
            }
        }
    }

    #[test]
    fn valid_utf8_wins_over_a_wrong_declaration() {
        let page = format!("<meta charset=\"iso-8859-1\"><p>{FRENCH}");
        assert_eq!(decoded(page.as_bytes(), Declares::Html), page);
    }

    #[test]
    fn a_declared_latin_9_is_honoured() {
        let text = "<?xml version='1.0' encoding='ISO-8859-15'?><p>500 \u{20ac} pour une \u{153}uvre</p>";
        let bytes: Vec<u8> = text
            .chars()
            .map(|c| match c {
                '\u{20ac}' => 0xa4,
                '\u{153}' => 0xbd,
                c => c as u8,
            })
            .collect();
        assert_eq!(decoded(&bytes, Declares::Xml), text);
    }

    #[test]
    fn utf8_with_a_bad_line_loses_only_that_lines_doubt() {
        let mut bytes = "ligne accentuée\n".repeat(40).into_bytes();
        bytes.extend(b"un caf\xe9\n");
        let text = decoded(&bytes, Declares::Nothing);
        assert!(text.starts_with("ligne accentuée") && text.ends_with("un café\n"));
    }

    #[test]
    fn noise_is_no_text() {
        let mut lone_surrogates = b"\xff\xfe".to_vec();
        lone_surrogates.extend((0..400).flat_map(|_| [0x00, 0xd8, b'a', 0]));
        assert!(decode(&lone_surrogates, Declares::Nothing).is_err());
    }
}
