//! Press agencies cited as the source of an article, which are no subject of it.

use super::flag::AGENCY;
use super::span::{Reading, Span};
use crate::article::Kind;

/// Whether a mention cites a press agency as the source: `selon l'AFP`, `à Reuters`, `un journaliste de l'AFP`,
/// `(AFP)`, `AFP -`.
pub(super) fn is_source(reading: Reading<'_>, span: Span) -> bool {
    let tokens = &reading.tokens[span.first..span.last];
    if span.kind != Kind::Organization || !tokens.iter().any(|token| token.has(AGENCY)) {
        return false;
    }
    let begin = if span.first < reading.title_tokens { 0 } else { reading.title_tokens };
    let mut before = span.first;
    while before > begin
        && matches!(reading.word(before - 1), "l'" | "l’" | "L'" | "L’" | "agence" | "la" | "de")
    {
        before -= 1;
    }
    let opens = before == begin;
    opens
        || CITING.contains(&reading.word(before - 1))
        || reading.is_mark(span.last, b')')
        || reading.is_mark(span.last, b'-')
}

/// What stands before an agency that is cited.
const CITING: &[&str] = &[
    "à",
    "selon",
    "Selon",
    "avec",
    "par",
    "auprès",
    "et",
    "(",
    "/",
    "©",
    "source",
    "dépêche",
    "journaliste",
    "journalistes",
    "correspondant",
    "correspondante",
    "photographe",
    "information",
    "informations",
];
