//! Where a word ends: the run of letters, digits and marks, found fast.

use super::chars::char_at;

/// An ASCII byte that belongs to no word.
pub(super) const GAP: u8 = 0;
/// An ASCII letter or digit that is written as its form.
pub(super) const FORM: u8 = 1;
/// An ASCII capital.
pub(super) const CAPITAL: u8 = 2;
/// A byte of a longer character.
pub(super) const WIDE: u8 = 3;
/// An ASCII sign that is a token, or begins one: `% $ # @`.
pub(super) const SIGN: u8 = 4;

pub(super) const CLASSES: [u8; 256] = {
    let mut classes = [GAP; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'0'..=b'9' => FORM,
            b'A'..=b'Z' => CAPITAL,
            b'%' | b'$' | b'#' | b'@' => SIGN,
            0x80.. => WIDE,
            _ => GAP,
        };
        byte += 1;
    }
    classes
};

/// End of the run of letters, digits and marks that begins at `at` (`at` itself if there is none), and
/// whether it is written as its form: in lower case, with nothing to leave out.
///
/// A run begins with a letter or digit, never with a mark. A character of a script that writes no spaces
/// is a run of its own, with its marks.
#[inline]
pub(super) fn word(text: &str, at: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let end = small_letters_end(bytes, at);
    match bytes.get(end) {
        Some(byte) if !matches!(CLASSES[usize::from(*byte)], GAP | SIGN) => rest_of_word(text, at, end),
        _ => (end, true),
    }
}

/// The same, where more than small letters of ASCII stands in the word.
fn rest_of_word(text: &str, start: usize, mut at: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut is_form = true;
    while let Some(byte) = bytes.get(at) {
        match CLASSES[usize::from(*byte)] {
            FORM => at += 1,
            CAPITAL => {
                is_form = false;
                at = small_letters_end(bytes, at + 1);
            }
            WIDE => match (*byte, bytes.get(at + 1)) {
                // `ß` to `ÿ` but the sign `÷`: nearly all that is not ASCII in French words.
                (0xc3, Some(0x9f..=0xb6 | 0xb8..=0xbf)) => at = small_letters_end(bytes, at + 2),
                _ => {
                    let Some(c) = char_at(text, at).filter(|c| is_word_char(*c)) else { break };
                    if is_unspaced(c) {
                        return if at == start { (cluster_end(text, at), false) } else { (at, is_form) };
                    }
                    if at == start && !c.is_alphanumeric() {
                        break;
                    }
                    is_form &= c == 'œ';
                    at += c.len_utf8();
                }
            },
            _ => break,
        }
    }
    (at, is_form)
}

/// End of the run of `a` to `z` that begins at `at`. Looks at eight bytes at once, so that a word's length
/// is no branch to guess.
#[inline]
fn small_letters_end(bytes: &[u8], mut at: usize) -> usize {
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    const FROM_A: u64 = u64::from_ne_bytes([0x80 - b'a'; 8]);
    const BEYOND_Z: u64 = u64::from_ne_bytes([0x80 - b'z' - 1; 8]);
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let chunk = u64::from_le_bytes(*chunk);
        let low = chunk & !HIGH;
        let others = !((low + FROM_A) & !(low + BEYOND_Z) & !chunk) & HIGH;
        if others != 0 {
            return at + others.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(u8::is_ascii_lowercase) {
        at += 1;
    }
    at
}

/// End of the run of letters, digits and marks that begins at `at`; `at` if there is none.
pub(super) fn word_end(text: &str, at: usize) -> usize {
    word(text, at).0
}

/// Whether no letter or digit stands at `at`.
pub(super) fn ends_word(text: &str, at: usize) -> bool {
    word_end(text, at) == at
}

fn is_word_char(c: char) -> bool {
    match c {
        // Latin-1 and Latin Extended-A: all letters but the two signs.
        'À'..='ſ' => c != '×' && c != '÷',
        '\u{ad}' | '\u{200b}'..='\u{200d}' => true,
        // The signs of French typography, which the tables of Unicode would be asked about in vain.
        '\u{2000}'..='\u{206f}' | '«' | '»' | '\u{a0}' | '€' | 'º' => false,
        // Apostrophes that Unicode takes for letters.
        'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' => false,
        _ => c.is_alphanumeric() || is_mark(c),
    }
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Thai, Lao, Tibetan, Burmese, Khmer, Japanese and Chinese: words stand side by side unparted.
fn is_unspaced(c: char) -> bool {
    c >= '\u{e00}'
        && matches!(c,
            '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}'
            | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
        && !is_mark(c)
}

/// End of a character with the marks upon it.
fn cluster_end(text: &str, at: usize) -> usize {
    let mut chars = text[at..].char_indices().skip(1);
    chars.find(|(_, c)| !is_mark(*c)).map_or(text.len(), |(len, _)| at + len)
}
