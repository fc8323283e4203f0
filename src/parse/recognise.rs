//! Recognises what a stream holds: by content first, by name second.

use std::borrow::Cow;

use super::decode;
use super::input::Fault;
use super::{FORMATS, Format, columnar, pdf, warc};
use crate::stage::Code;

/// Bytes that the magic numbers of compression and archives need.
pub(crate) const MAGIC_BYTES: usize = 512;
/// Bytes that a format is recognised by.
pub(crate) const HEAD_BYTES: usize = 64 << 10;

/// The beginning of a stream.
pub(crate) struct Head<'h> {
    /// The text, from its first visible character on; the last one may be cut.
    pub(crate) text: &'h str,
    /// The ending of the name, lower-case, that of a compression left out; empty if there is none.
    pub(crate) extension: &'h str,
}

impl Head<'_> {
    /// Whether a text stands in it.
    pub(crate) fn has(&self, text: &str) -> bool {
        memchr::memmem::find(self.text.as_bytes(), text.as_bytes()).is_some()
    }

    /// Whether the name has one of these endings.
    pub(crate) fn is_named(&self, format: &Format) -> bool {
        format.extensions.contains(&self.extension)
    }
}

/// Returns the format that a stream with this beginning and name is in, or what it is instead.
pub(crate) fn recognise(head: &[u8], is_whole: bool, name: &str) -> Result<&'static Format, Fault> {
    if let Some(format) = marked(head) {
        return Ok(format);
    }
    if let Some(what) = binary(head) {
        return Err(Fault::new(Code::Binary, format!("{what}: not read by this version")));
    }
    let text = decode::glimpse(head, is_whole);
    if is_noise(&text) && !warc::is_crawl(&text) {
        return Err(Fault::new(Code::Binary, "not text, and of no known kind"));
    }
    let extension = extension(name);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if text.is_empty() && is_whole {
        return Err(Fault::new(Code::Empty, "nothing but blanks"));
    }
    let head = Head { text, extension: &extension };
    let mut best: Option<(u8, &'static Format)> = None;
    for format in FORMATS {
        let likeness = (format.likeness)(&head);
        if likeness > best.map_or(0, |(most, _)| most) {
            best = Some((likeness, format));
        }
    }
    if let Some((_, what)) = PROGRAMS.iter().find(|(ending, _)| *ending == extension) {
        return Err(Fault::new(Code::Binary, format!("{what}: no article")));
    }
    best.map(|(_, format)| format).ok_or_else(|| Fault::new(Code::Binary, "of no known kind"))
}

/// The format that the first bytes of a stream that is no text tell.
pub(crate) fn marked(head: &[u8]) -> Option<&'static Format> {
    if head.trim_ascii_start().starts_with(b"%PDF-") {
        Some(&pdf::FORMAT)
    } else if head.starts_with(b"PAR1") || head.starts_with(b"PARE") {
        Some(&columnar::PARQUET)
    } else if head.starts_with(b"ARROW1\0\0") || columnar::is_arrow_stream(head) {
        Some(&columnar::ARROW)
    } else {
        None
    }
}

/// The ending of a name, lower-case, after any ending of a compression.
fn extension(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let name = [".gz", ".zst", ".zstd", ".bz2", ".xz"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(&name);
    name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_owned())
}

/// Texts that lie beside saved pages and hold no article, by their endings.
const PROGRAMS: &[(&str, &str)] =
    &[("css", "a style sheet"), ("js", "a script"), ("mjs", "a script"), ("map", "a script's map")];

/// Whether a text is none: full of zeros or of control characters.
fn is_noise(text: &str) -> bool {
    let (mut zeros, mut controls, mut all) = (0_usize, 0_usize, 0_usize);
    for c in text.chars() {
        all += 1;
        match c {
            '\0' => zeros += 1,
            '\t' | '\n' | '\r' | '\u{c}' | '\u{1a}' => {}
            '\u{1}'..='\u{1f}' | '\u{7f}' | '\u{fffd}' => controls += 1,
            _ => {}
        }
    }
    zeros * 100 > all || controls * 20 > all
}

/// Names what the first bytes say that a file is, if it is no text.
fn binary(head: &[u8]) -> Option<Cow<'static, str>> {
    for (magic, what) in MAGIC {
        if head.starts_with(magic) {
            return Some(Cow::Borrowed(what));
        }
    }
    match head {
        [b'R', b'I', b'F', b'F', _, _, _, _, kind @ ..] if kind.starts_with(b"WEBP") => {
            Some("a WebP image".into())
        }
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W' | b'A', ..] => Some("a sound or film".into()),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some("a film or an image".into()),
        [b'I', b'D', b'3', ..] | [0xff, 0xfb | 0xf3 | 0xf2, ..] => Some("an MP3 sound".into()),
        _ => None,
    }
}

/// Names what a zip archive really is that is not read, by its first member.
pub(crate) fn packed_document(head: &[u8]) -> Option<&'static str> {
    let name = head.get(30..)?;
    let begins = |start: &str| name.starts_with(start.as_bytes());
    if begins("mimetypeapplication/epub") {
        Some("an e-book")
    } else if begins("META-INF/") {
        Some("a program")
    } else {
        None
    }
}

/// Whether a zip archive whose first member has this name may be an office document.
pub(crate) fn begins_document(name: &str) -> bool {
    ["[Content_Types].xml", "mimetype"].contains(&name)
        || ["_rels/", "docProps/", "word/", "xl/"].iter().any(|folder| name.starts_with(folder))
}

/// First bytes of what is no text.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"\0\0\x01\0", "an icon"),
    (b"%!PS", "a PostScript document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"AT&TFORM", "a DjVu document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\0asm", "a program"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"OggS", "a sound"),
    (b"fLaC", "a sound"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"\0\x01\0\0\0", "a font"),
    (b"OTTO\0", "a font"),
];

/// The name of the first element, behind declarations and comments.
pub(crate) fn root(text: &str) -> Option<&str> {
    let mut at = 0;
    loop {
        at += memchr::memchr(b'<', &text.as_bytes()[at..])?;
        let rest = &text[at..];
        if rest.starts_with("<!--") {
            at += memchr::memmem::find(rest.as_bytes(), b"-->")?;
        } else if rest.starts_with("<?") || rest.starts_with("<!") {
            at += memchr::memchr(b'>', rest.as_bytes())?;
        } else {
            let name = &rest[1..];
            let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(name.len());
            return Some(&name[..end]);
        }
    }
}
