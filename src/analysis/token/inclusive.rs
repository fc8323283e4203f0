//! Endings that write two genders or numbers at once: `étudiant·e·s`, `élu.e`, `candidat(e)s`.
//!
//! The word before them is the form; the ending has no token and leaves no hole. Inflection is the business
//! of queries, as everywhere.

use super::chars::{char_at, is_same};
use super::word::{ends_word, word_end};

/// A shorter word before a point is an initial or an abbreviation.
const LEAST_BYTES: usize = 3;

/// Endings behind a middle point or in parentheses.
const ENDINGS: [&str; 22] = [
    "e", "es", "s", "x", "ne", "nes", "le", "les", "ve", "ves", "se", "ses", "te", "tes", "ère", "ères",
    "rice", "rices", "trice", "trices", "euse", "euses",
];

/// Endings behind a full stop, which may be glued to the next sentence.
const ENDINGS_BEHIND_STOP: [&str; 10] =
    ["e", "es", "ne", "nes", "rice", "rices", "trice", "trices", "euse", "euses"];

/// Returns the end of the endings that follow the word, or `None` if there are none.
pub(super) fn inclusive(text: &str, start: usize, end: usize) -> Option<usize> {
    let sign = char_at(text, end)?;
    if end - start < LEAST_BYTES || !text[start..end].chars().all(char::is_alphabetic) {
        return None;
    }
    let first = end + sign.len_utf8();
    let first_end = word_end(text, first);
    let ending = &text[first..first_end];
    match sign {
        '.' if ENDINGS_BEHIND_STOP.contains(&ending) => {}
        '(' | '·' | '•' | '‧' | '⋅' if ENDINGS.iter().any(|known| is_same(ending, known)) => {}
        _ => return None,
    }
    if sign == '(' {
        let closed = text[first_end..].strip_prefix(')').map(|_| first_end + 1)?;
        let plural = word_end(text, closed);
        return match &text[closed..plural] {
            "" | "s" | "S" | "x" => Some(plural),
            _ => None,
        };
    }
    // The plural behind the feminine: `·e·s`.
    let plural = text[first_end..].strip_prefix(sign).map(|_| first_end + sign.len_utf8());
    let plural =
        plural.filter(|at| matches!(text.as_bytes().get(*at), Some(b's' | b'S')) && ends_word(text, at + 1));
    Some(plural.map_or(first_end, |at| at + 1))
}
