//! What a tagger reads and what it writes: the tokens of an article, and spans of them with a kind.

use super::token::{INITIAL, MARK, Token};
use crate::article::{Field, Kind};

/// A name has at most so many tokens,
pub(super) const MAX_TOKENS: usize = 12;
/// and at most so many bytes.
pub(super) const MAX_BYTES: u32 = 255;

/// A run of tokens that names something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// First token.
    pub(super) first: usize,
    /// First token after it.
    pub(super) last: usize,
    /// What it names.
    pub(super) kind: Kind,
    /// Whether the words themselves or their neighbours say so; else it is a guess that other mentions in
    /// the article may overrule.
    pub(super) sure: bool,
}

/// An article as taggers see it: its texts and the tokens of both, the title's first.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) title: &'a str,
    pub(super) body: &'a str,
    pub(super) tokens: &'a [Token],
    /// Number of the title's tokens.
    pub(super) title_tokens: usize,
}

impl<'a> Reading<'a> {
    /// The field that a token stands in.
    pub(super) fn field(&self, at: usize) -> Field {
        if at < self.title_tokens { Field::Title } else { Field::Body }
    }

    /// The text of tokens `first..last`, which lie in one field.
    #[inline]
    pub(super) fn text(&self, first: usize, last: usize) -> &'a str {
        let field = if first < self.title_tokens { self.title } else { self.body };
        let (start, end) = (self.tokens[first].start as usize, self.tokens[last - 1].end() as usize);
        field.get(start..end).unwrap_or("")
    }

    /// The text of one token.
    #[inline]
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.text(at, at + 1)
    }

    /// The token before, if it stands in the same sentence.
    #[inline]
    pub(super) fn before(&self, at: usize) -> Option<&'a Token> {
        if at == 0 || self.tokens[at].is(INITIAL) { None } else { self.tokens.get(at - 1) }
    }

    /// The token at a place, if it is a word that follows its forerunner in the same sentence.
    #[inline]
    pub(super) fn next_word(&self, at: usize) -> Option<&'a Token> {
        let token = self.tokens.get(at)?;
        let follows = at != self.title_tokens && !token.is(MARK | INITIAL);
        follows.then_some(token)
    }

    /// Whether a token looks like (part of) a name.
    #[inline]
    pub(super) fn is_name_like(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(Token::is_name_like)
    }

    /// Whether a token is the mark that begins with this byte.
    #[inline]
    pub(super) fn is_mark(&self, at: usize, mark: u8) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(MARK) && token.mark == mark)
    }

    /// Whether a span respects the limits of length.
    pub(super) fn is_bounded(&self, first: usize, last: usize) -> bool {
        first < last
            && last - first <= MAX_TOKENS
            && self.tokens[last - 1].end().saturating_sub(self.tokens[first].start) <= MAX_BYTES
    }
}
