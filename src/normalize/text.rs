//! Text made clean: one form for one character, one paragraph a line, nothing that cannot be seen.
//!
//! Most text is clean already, which one pass over its bytes finds out; then it is returned as it came,
//! without a copy.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::hyphenation;
use super::signs::{Sign, sign};

/// Returns a text in NFC, its paragraphs one a line, trimmed, none of them empty.
///
/// Spaces of every width become one space; soft hyphens, zero-width and direction marks and the byte
/// order mark go; `ﬁ` and its like are opened; C1 controls are read as windows-1252, other controls go.
/// A word broken at the end of a line is joined where a soft hyphen or `¬` says so, or where the text
/// has the joined word elsewhere.
pub(super) fn paragraphs(text: String) -> String {
    let (text, seen) = clean(text);
    if seen.may_break_words { hyphenation::join(text) } else { text }
}

/// Returns a text as [`paragraphs`] does, but on one line and with its broken words left alone.
pub(super) fn line(text: String) -> String {
    let (text, _) = clean(text);
    if text.contains('\n') { text.replace('\n', " ") } else { text }
}

fn clean(text: String) -> (String, Seen) {
    let mut seen = Seen::default();
    let end = clean_until(&text, 0, &mut seen);
    let is_clean = end == text.len() && !text.ends_with([' ', '\n']);
    let text = if is_clean { text } else { rewritten(&text, end, &mut seen) };
    if seen.is_unusual && is_nfc_quick(text.chars()) != IsNormalized::Yes {
        (text.nfc().collect(), seen)
    } else {
        (text, seen)
    }
}

/// What the characters passed so far call for.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    /// Some may not be in NFC.
    is_unusual: bool,
    /// Some hyphen may stand before a blank.
    may_break_words: bool,
}

/// What a byte means to [`clean_until`].
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    /// Printable ASCII, `À` to `˿` (in NFC whatever stands around), or goes on a character passed before.
    Plain,
    Blank,
    Hyphen,
    /// Begins one of U+0080 to `¿`.
    LatinSign,
    /// Begins one of U+2000 to U+2FFF, most punctuation among them.
    Punctuation,
    Control,
    /// Begins any other character.
    Other,
}

const BYTES: [Byte; 256] = {
    let mut table = [Byte::Other; 256];
    let mut byte = 0;
    while byte <= 0xcb {
        table[byte] = if byte < 0x20 || byte == 0x7f { Byte::Control } else { Byte::Plain };
        byte += 1;
    }
    table[b' ' as usize] = Byte::Blank;
    table[b'\n' as usize] = Byte::Blank;
    table[b'-' as usize] = Byte::Hyphen;
    table[0xc2] = Byte::LatinSign;
    table[0xe2] = Byte::Punctuation;
    table
};

/// Bytes that are looked at together.
const CHUNK: usize = 32;

/// Returns where the text behind `from` first has something to change: a character, or a blank that is
/// the first there or has another one behind it.
fn clean_until(text: &str, from: usize, seen: &mut Seen) -> usize {
    let bytes = text.as_bytes();
    let class = |at: usize| bytes.get(at).map(|byte| BYTES[usize::from(*byte)]);
    let mut at = from;
    while at < bytes.len() {
        while at > from
            && let Some(chunk) = bytes[at..].first_chunk()
            && is_plain(chunk, seen)
        {
            at += CHUNK;
        }
        let chunk_end = at + CHUNK;
        while at < chunk_end {
            let Some(found) = class(at) else { return at };
            at += match found {
                Byte::Plain => 1,
                Byte::Blank if at > from && class(at + 1) != Some(Byte::Blank) => 1,
                Byte::Hyphen => {
                    seen.may_break_words |= is_no_letter(bytes.get(at + 1));
                    1
                }
                Byte::LatinSign if bytes[at + 1] > 0xa0 && !matches!(bytes[at + 1], 0xac | 0xad) => 2,
                Byte::Punctuation if matches!((bytes[at + 1], bytes[at + 2]), (0x80, 0x90..=0xa7 | 0xb0..) | (0x82, _)) =>
                {
                    // The hyphen U+2010, which some PDF files break words with.
                    seen.may_break_words |= bytes[at + 1..].starts_with(&[0x80, 0x90]);
                    3
                }
                Byte::Punctuation | Byte::Other => match text[at..].chars().next() {
                    Some(c) if sign(c) == Sign::Kept => {
                        seen.is_unusual = true;
                        c.len_utf8()
                    }
                    _ => return at,
                },
                Byte::Blank | Byte::LatinSign | Byte::Control => return at,
            };
        }
    }
    at
}

/// Whether a chunk, all but its last byte, has nothing to change and no character that needs a look of
/// its own. Written without branches, so that it compiles to a few vector instructions.
fn is_plain(chunk: &[u8; CHUNK + 1], seen: &mut Seen) -> bool {
    let (mut is_odd, mut may_break) = (false, false);
    for at in 0..CHUNK {
        let (byte, next) = (chunk[at], chunk[at + 1]);
        is_odd |= !(0x20..=0xcb).contains(&byte) | (byte == 0x7f) | (byte == 0xc2);
        is_odd |= (byte == b' ') & ((next == b' ') | (next == b'\n'));
        may_break |= (byte == b'-') & ((next <= b' ') | (next >= 0x80));
    }
    seen.may_break_words |= may_break;
    !is_odd
}

/// Whether what stands behind a hyphen may be a blank, or something that goes and leaves one.
fn is_no_letter(byte: Option<&u8>) -> bool {
    byte.is_none_or(|byte| *byte <= b' ' || *byte >= 0x80)
}

/// Returns the text with every sign replaced and blanks collapsed, not yet in NFC; it is clean up to
/// `first`.
fn rewritten(text: &str, first: usize, seen: &mut Seen) -> String {
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut at = first;
    let mut blank = taken_blank(&mut out);
    while let Some(c) = text[at..].chars().next() {
        at += c.len_utf8();
        let sign = sign(c);
        match sign {
            Sign::LineBreak => blank = Some('\n'),
            Sign::Space => blank = blank.or(Some(' ')),
            Sign::Dropped | Sign::Kept
                if matches!(c, '\u{ad}' | '¬') && blank.is_none() && !out.is_empty() =>
            {
                if let Some(len) = broken_word(&text[at..]) {
                    at += len;
                } else if c == '¬' {
                    out.push(c);
                }
            }
            Sign::Dropped => {}
            Sign::Kept | Sign::Became(_) | Sign::Opened(_) => {
                if !out.is_empty() {
                    out.extend(blank);
                }
                blank = None;
                match sign {
                    Sign::Became(c) => out.push(c),
                    Sign::Opened(letters) => out.push_str(letters),
                    _ => {
                        let from = at - c.len_utf8();
                        at = clean_until(text, from, seen).max(at);
                        out.push_str(&text[from..at]);
                        blank = taken_blank(&mut out);
                    }
                }
            }
        }
    }
    out
}

/// Takes away the blank that ends a text.
fn taken_blank(text: &mut String) -> Option<char> {
    text.ends_with([' ', '\n']).then(|| text.pop()).flatten()
}

/// Returns how far off the rest of a broken word is: behind a line break, beginning with a small letter.
fn broken_word(text: &str) -> Option<usize> {
    let mut is_broken = false;
    for (at, c) in text.char_indices() {
        match sign(c) {
            Sign::LineBreak => is_broken = true,
            Sign::Space | Sign::Dropped => {}
            Sign::Kept if !c.is_lowercase() => return None,
            Sign::Became(read) if !read.is_lowercase() => return None,
            _ => return is_broken.then_some(at),
        }
    }
    None
}
