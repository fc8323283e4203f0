//! What an apostrophe between two words means.
//!
//! Decided by the letters alone, never by case, so that `d'Artagnan`, `D’ARTAGNAN` and `d'artagnan` are
//! read alike.

use super::chars::{begins, char_at, char_before, is_apostrophe, is_same, word_end};
use std::ops::Range;

/// What an apostrophe means to the word before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// It is elided: no token.
    Elided,
    /// It is one word with what follows.
    Whole,
    /// It makes a compound with what follows, as a hyphen would: `grand'mère`.
    Compound,
    /// A word by itself: glued, or quoted.
    Parted,
}

/// Words that lose their last letter before a vowel.
const ELIDED: [&str; 16] = [
    "l", "d", "j", "t", "s", "c", "ç", "z", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu",
    "entr",
];

/// What begins with an elided word and yet is one word; the second part as it begins.
const LEXICAL: [(&str, &str); 11] = [
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
    ("o", ""),
];

/// Tells what the apostrophe means that parts the word `left` from what begins at `after`.
pub(super) fn joint(text: &str, left: Range<usize>, after: usize) -> Joint {
    let next = char_at(text, after).filter(|c| c.is_alphabetic() && !is_apostrophe(*c));
    let (word, rest) = (&text[left.clone()], &text[after..]);
    if let &[letter] = word.as_bytes()
        && b"lLdDcCsSjJtT".contains(&letter)
        && next.is_some()
        && (left.start == 0 || text.as_bytes()[left.start - 1] == b' ')
    {
        return Joint::Elided; // as nearly all are
    }
    if word.len() > "aujourd".len() {
        return Joint::Parted;
    }
    let is = |lower: &str| is_same(word, lower);
    if next.is_some() {
        if LEXICAL.iter().any(|(first, second)| is(first) && begins(rest, second)) {
            return Joint::Whole;
        }
        if is("quelqu") && ["un", "une"].iter().any(|one| is_same(&rest[..word_end(rest, 0)], one)) {
            return Joint::Whole;
        }
        if is("grand") {
            return Joint::Compound;
        }
    }
    if is_between_apostrophes(text, left.start, next) {
        return Joint::Parted;
    }
    if ELIDED.iter().any(|elided| is(elided)) {
        return Joint::Elided;
    }
    // `N'Golo`, `M'Bala`: no French word elides to `n` or `m` before a consonant.
    if is("n") || is("m") {
        return if next.is_some_and(is_consonant) { Joint::Whole } else { Joint::Elided };
    }
    // `O'Brien`, `K'Naan`, `p'tit`; `y'a` is two words.
    let is_one_letter = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    if is_one_letter && next.is_some() && !["a", "à", "y"].iter().any(|word| is(word)) {
        return Joint::Whole;
    }
    Joint::Parted
}

/// `'d'` in quotation marks, and the `n` of `rock'n'roll`: no elision. `'l'affaire'` is one.
fn is_between_apostrophes(text: &str, start: usize, next: Option<char>) -> bool {
    let Some(quote) = char_before(text, start).filter(|c| is_apostrophe(*c)) else { return false };
    next.is_none() || char_before(text, start - quote.len_utf8()).is_some_and(char::is_alphabetic)
}

fn is_consonant(c: char) -> bool {
    c.is_ascii_alphabetic() && !matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h')
}
