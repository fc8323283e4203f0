//! What an apostrophe between two words means.
//!
//! Decided by the letters alone, never by case, so that `d'Artagnan`, `D’ARTAGNAN` and `d'artagnan` are
//! read alike.

use super::chars::{begins, char_at, char_before, is_apostrophe, is_same};
use super::word::word_end;
use std::ops::Range;

/// What an apostrophe means to the word before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// It is elided: no token.
    Elided,
    /// It is one word with what follows.
    Whole,
    /// It makes a compound with what follows, as a hyphen would: `grand'mère`, `McDonald's`.
    Compound,
    /// A word by itself: glued, or quoted.
    Parted,
}

/// Longer words that lose their last letter before a vowel.
const ELIDED: [&str; 8] = ["ç", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu", "entr"];

/// What begins with an elided word and yet is one word; the second part as it begins.
const LEXICAL: [(&str, &str); 10] = [
    ("aujourd", "hui"),
    ("prud", "hom"),
    ("presqu", "île"),
    ("presqu", "ile"),
    ("entr", "acte"),
    ("entr", "ouv"),
    ("entr", "aid"),
    ("entr", "aim"),
    ("entr", "aper"),
    ("ch", "ti"),
];

/// Tells what the apostrophe means that parts the word `left` from what begins at `after`.
pub(super) fn joint(text: &str, left: Range<usize>, after: usize) -> Joint {
    let next = char_at(text, after).filter(|c| c.is_alphabetic() && !is_apostrophe(*c));
    let word = &text[left.clone()];
    let means = match word.as_bytes() {
        [letter] => one_letter(letter.to_ascii_lowercase(), next),
        [b'q' | b'Q', b'u' | b'U'] => Joint::Elided,
        longer if longer.len() <= "aujourd".len() => longer_word(word, &text[after..], next),
        _ => Joint::Parted,
    };
    // `McDonald's`, `don't`: found with and without.
    if means == Joint::Parted
        && word.len() > 1
        && matches!(text.as_bytes().get(after), Some(b's' | b'S' | b't' | b'T'))
        && word_end(text, after) == after + 1
    {
        return Joint::Compound;
    }
    // Most stand behind a blank.
    let is_apart = left.start == 0 || text.as_bytes()[left.start - 1] == b' ';
    let may_be_quoted = !is_apart && word.len() <= 2;
    if may_be_quoted && is_between_apostrophes(text, left.start, next) { Joint::Parted } else { means }
}

fn one_letter(letter: u8, next: Option<char>) -> Joint {
    match letter {
        b'l' | b'd' | b'c' | b's' | b'j' | b't' | b'z' => Joint::Elided,
        // `N'Golo`, `M'Bala`: no French word elides to `n` or `m` before a consonant.
        b'n' | b'm' if !next.is_some_and(is_consonant) => Joint::Elided,
        // `y'a` is two words.
        b'a' | b'y' => Joint::Parted,
        // `O'Brien`, `K'Naan`, `p'tit`.
        b'a'..=b'z' if next.is_some() => Joint::Whole,
        _ => Joint::Parted,
    }
}

fn longer_word(word: &str, rest: &str, next: Option<char>) -> Joint {
    let is = |lower: &str| is_same(word, lower);
    if next.is_some() {
        if LEXICAL.iter().any(|(first, second)| is(first) && begins(rest, second))
            || is("quelqu") && ["un", "une"].iter().any(|one| is_same(&rest[..word_end(rest, 0)], one))
        {
            return Joint::Whole;
        }
        if is("grand") {
            return Joint::Compound;
        }
    }
    if ELIDED.iter().any(|elided| is(elided)) { Joint::Elided } else { Joint::Parted }
}

/// `'d'` in quotation marks, and the `n` of `rock'n'roll`: no elision. `'l'affaire'` is one.
fn is_between_apostrophes(text: &str, start: usize, next: Option<char>) -> bool {
    let Some(quote) = char_before(text, start).filter(|c| is_apostrophe(*c)) else { return false };
    next.is_none() || char_before(text, start - quote.len_utf8()).is_some_and(char::is_alphabetic)
}

fn is_consonant(c: char) -> bool {
    c.is_ascii_alphabetic() && !matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h')
}
