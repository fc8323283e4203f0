//! Cuts a text into tokens in one pass: words with their hash and shape, single marks of punctuation.
//!
//! A word is letters and digits with inner hyphens (`Jean-Luc`) and initials (`U.R.S.S.`, `M.`). An elided
//! article is a token of its own (`l'`, `qu'`); `O'Brien` and `N'Golo` stay whole, `pro-Moscou` comes apart
//! before its capital, `jeudi.Le` at its full stop. What a word means is not known here.

mod cut;

pub(super) use cut::tokenize;

use super::phrase::Phrase;

/// First letter is a capital.
pub(super) const CAPITAL: u8 = 1;
/// Two letters and more, all capitals.
pub(super) const UPPER: u8 = 2;
/// Begins with a digit.
pub(super) const DIGIT: u8 = 4;
/// No word: a mark of punctuation or symbol, or a word too long to be one.
pub(super) const MARK: u8 = 8;
/// Stands where a sentence, a line or a quotation begins.
pub(super) const INITIAL: u8 = 16;
/// Ends with an apostrophe: `l'`, `qu'`.
pub(super) const ELIDED: u8 = 32;
/// An initial or several, with their full stop: `N.`, `J.-C.`
pub(super) const ABBREVIATED: u8 = 64;
/// A capital after a small letter: `eBay`, `BlaBlaCar`.
pub(super) const INNER_CAPITAL: u8 = 128;

/// One token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// Its hash; a mark has no parts.
    pub(super) phrase: Phrase,
    /// What the lexicon says of it; filled in later.
    pub(super) bits: u32,
    /// First byte in its field.
    pub(super) start: u32,
    /// Length in bytes.
    pub(super) len: u16,
    /// The flags above.
    pub(super) shape: u8,
    /// Of a mark, its first byte.
    pub(super) mark: u8,
}

impl Token {
    #[inline]
    pub(super) fn is(&self, shape: u8) -> bool {
        self.shape & shape != 0
    }

    #[inline]
    pub(super) fn has(&self, bits: u32) -> bool {
        self.bits & bits != 0
    }

    /// Whether it looks like (part of) a name.
    #[inline]
    pub(super) fn is_name_like(&self) -> bool {
        self.is(CAPITAL | INNER_CAPITAL) && !self.is(MARK | ELIDED)
    }

    /// The character that a mark begins with, in the bytes of its field.
    pub(super) fn sign(&self, text: &[u8]) -> char {
        let bytes = text.get(self.start as usize..self.end() as usize).unwrap_or_default();
        std::str::from_utf8(bytes).ok().and_then(|mark| mark.chars().next()).unwrap_or(' ')
    }

    #[inline]
    pub(super) fn end(&self) -> u32 {
        self.start + u32::from(self.len)
    }
}
