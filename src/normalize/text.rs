//! Text made clean: one form for one character, one paragraph a line, nothing that cannot be seen.
//!
//! Most text is clean already, which one pass over its bytes finds out; then it is returned as it came,
//! without a copy.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::hyphenation;

/// Returns a text in NFC, its paragraphs one a line, trimmed, none of them empty.
///
/// Spaces of every width become one space; soft hyphens, zero-width and direction marks and the byte
/// order mark go; `ﬁ` and its like are opened; C1 controls are read as windows-1252, other controls go.
/// A word broken at the end of a line is joined where a soft hyphen or `¬` says so, or where the text
/// has the joined word elsewhere.
pub(super) fn paragraphs(text: String) -> String {
    let survey = survey(&text);
    let text = clean(text, survey);
    if survey.may_break_words { hyphenation::join(text) } else { text }
}

/// Returns a text as [`paragraphs`] does, but on one line and with its broken words left alone.
pub(super) fn line(text: String) -> String {
    let survey = survey(&text);
    let text = clean(text, survey);
    if text.contains('\n') { text.replace('\n', " ") } else { text }
}

fn clean(text: String, survey: Survey) -> String {
    let text = if survey.is_dirty { rewritten(&text) } else { text };
    if survey.is_unusual && is_nfc_quick(text.chars()) != IsNormalized::Yes {
        text.nfc().collect()
    } else {
        text
    }
}

/// What a first look at a text found.
#[derive(Debug, Clone, Copy, Default)]
struct Survey {
    /// Some character or space must go or change.
    is_dirty: bool,
    /// Some character may not be in NFC.
    is_unusual: bool,
    /// Some letter is followed by a hyphen and a blank, or by what may become so.
    may_break_words: bool,
}

/// What a byte means to [`survey`].
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    Plain,
    Blank,
    Hyphen,
    /// Begins one of `À` to `˿`: two bytes, always in NFC.
    Latin,
    /// Begins one of U+0080 to `¿`.
    LatinSign,
    /// Begins one of three bytes, most punctuation among them.
    Punctuation,
    Control,
    /// Begins or continues any other character.
    Other,
}

const BYTES: [Byte; 256] = {
    let mut table = [Byte::Other; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = if byte < 0x20 || byte == 0x7f { Byte::Control } else { Byte::Plain };
        byte += 1;
    }
    table[b' ' as usize] = Byte::Blank;
    table[b'\n' as usize] = Byte::Blank;
    table[b'-' as usize] = Byte::Hyphen;
    table[0xc2] = Byte::LatinSign;
    let mut lead = 0xc3;
    while lead <= 0xcb {
        table[lead] = Byte::Latin;
        lead += 1;
    }
    table[0xe2] = Byte::Punctuation;
    table
};

/// Looks at a text once, byte by byte, up to the first that makes it dirty.
fn survey(text: &str) -> Survey {
    let bytes = text.as_bytes();
    let is_blank = |at: usize| bytes.get(at).is_none_or(|b| matches!(b, b' ' | b'\n'));
    let mut found = Survey::default();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let is_fine = match BYTES[usize::from(byte)] {
            Byte::Plain => {
                at += 1;
                continue;
            }
            Byte::Blank => {
                let is_lone = at > 0 && !is_blank(at + 1);
                at += 1;
                is_lone
            }
            Byte::Hyphen => {
                found.may_break_words |= at > 0 && bytes[at - 1] != b' ' && is_blank(at + 1);
                at += 1;
                true
            }
            Byte::Latin => {
                at += 2;
                true
            }
            Byte::LatinSign => {
                let second = bytes[at + 1];
                at += 2;
                second > 0xa0 && !matches!(second, 0xac | 0xad)
            }
            Byte::Punctuation if matches!((bytes[at + 1], bytes[at + 2]), (0x80, 0x90..=0xa7 | 0xb0..) | (0x82, _)) =>
            {
                at += 3;
                true
            }
            Byte::Control => false,
            Byte::Punctuation | Byte::Other => {
                found.is_unusual = true;
                let c = text[at..].chars().next().unwrap_or(' ');
                at += c.len_utf8();
                sign(c) == Sign::Kept
            }
        };
        if !is_fine {
            return Survey { is_dirty: true, is_unusual: true, may_break_words: true };
        }
    }
    found
}

/// What becomes of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Kept,
    Space,
    LineBreak,
    Dropped,
    Became(char),
    Opened(&'static str),
}

/// The characters of windows-1252 at 0x80 to 0x9F; U+FFFD where it has none.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}',
    '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
];

fn sign(c: char) -> Sign {
    match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' => Sign::LineBreak,
        '\t'
        | ' '
        | '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => Sign::Space,
        '\u{80}'..='\u{9f}' => match WINDOWS_1252[c as usize - 0x80] {
            '\u{fffd}' => Sign::Dropped,
            read => Sign::Became(read),
        },
        '\u{0}'..='\u{1f}' | '\u{7f}' | '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' => Sign::Dropped,
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => {
            Sign::Dropped
        }
        'ﬀ' => Sign::Opened("ff"),
        'ﬁ' => Sign::Opened("fi"),
        'ﬂ' => Sign::Opened("fl"),
        'ﬃ' => Sign::Opened("ffi"),
        'ﬄ' => Sign::Opened("ffl"),
        'ﬅ' | 'ﬆ' => Sign::Opened("st"),
        _ => Sign::Kept,
    }
}

/// Returns the text with every sign replaced and blanks collapsed; not yet in NFC.
fn rewritten(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let sign = sign(c);
        match sign {
            Sign::Space if blank.is_none() => blank = Some(' '),
            Sign::LineBreak => blank = Some('\n'),
            Sign::Space => {}
            Sign::Dropped | Sign::Kept
                if matches!(c, '\u{ad}' | '¬') && blank.is_none() && !out.is_empty() =>
            {
                if let Some(after) = broken_word(rest.as_str()) {
                    rest = after.chars();
                } else if c == '¬' {
                    out.push(c);
                }
            }
            Sign::Dropped => {}
            Sign::Kept | Sign::Became(_) | Sign::Opened(_) => {
                if let Some(blank) = blank.take()
                    && !out.is_empty()
                {
                    out.push(blank);
                }
                match sign {
                    Sign::Became(c) => out.push(c),
                    Sign::Opened(letters) => out.push_str(letters),
                    _ => out.push(c),
                }
            }
        }
    }
    out
}

/// Returns what goes on a broken word: the text behind a line break, if it begins with a small letter.
fn broken_word(text: &str) -> Option<&str> {
    let mut is_broken = false;
    for (at, c) in text.char_indices() {
        match sign(c) {
            Sign::LineBreak => is_broken = true,
            Sign::Space | Sign::Dropped => {}
            Sign::Kept if !c.is_lowercase() => return None,
            Sign::Became(read) if !read.is_lowercase() => return None,
            _ => return is_broken.then(|| &text[at..]),
        }
    }
    None
}
