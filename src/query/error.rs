//! What is wrong with a query, and how a good one was read where that could surprise.

use std::ops::Range;

use super::scan::is_space;

/// Why a text is no query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    /// The characters that are wrong: bytes, on borders of characters; may be empty, at the end.
    pub span: Range<usize>,
    /// What is wrong with them, lower-case, without final period.
    pub message: String,
    /// A whole query to write instead; it can be read, and has no control characters.
    pub suggestion: Option<String>,
}

/// How a part of a query was read, where that could surprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The characters concerned: bytes, on borders of characters.
    pub span: Range<usize>,
    /// How they were read and what to write for another reading; one line, lower-case.
    pub message: String,
}

/// Returns the text with one range replaced, tidied; `None` if nothing remains or nothing changes.
pub(super) fn replaced(text: &str, range: Range<usize>, with: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() + with.len());
    for piece in [&text[..range.start], with, &text[range.end..]] {
        for c in piece.chars() {
            if !is_space(c) {
                out.push(c);
            } else if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        }
    }
    out.truncate(out.trim_end().len());
    (!out.is_empty() && out != text).then_some(out)
}

/// Returns a piece of the query fit to be shown: one line, at most 40 characters.
pub(super) fn shown(piece: &str) -> String {
    let mut out: String = piece.chars().take(40).map(|c| if is_space(c) { ' ' } else { c }).collect();
    if out.len() < piece.len() && piece.chars().nth(40).is_some() {
        out.push('…');
    }
    out
}

/// Follows an error's suggestion until it can be read, a few steps far, or takes it away.
pub(super) fn settle(mut error: Error, read: impl Fn(&str) -> Option<Error>) -> Error {
    for _ in 0..4 {
        let Some(suggestion) = &error.suggestion else { return error };
        match read(suggestion) {
            None => return error,
            Some(next) => error.suggestion = next.suggestion,
        }
    }
    error.suggestion = error.suggestion.filter(|suggestion| read(suggestion).is_none());
    error
}
