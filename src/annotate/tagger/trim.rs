//! What does not belong to a name at its edges: articles, prepositions, titles.

use super::super::flag::TITLE;
use super::super::span::{Reading, Span};
use super::super::token::{ELIDED, MARK};

/// Returns the span without leading articles, prepositions and titles, and without marks at its edges; empty if
/// nothing else is in it.
pub(super) fn trim(reading: Reading<'_>, mut span: Span) -> Span {
    while span.first < span.last {
        let token = &reading.tokens[span.first];
        let small = !token.is_name_like();
        let joint = small
            && (token.is(ELIDED)
                || matches!(reading.word(span.first), "de" | "du" | "des" | "la" | "le" | "les"));
        let particle = joint
            && span.kind == crate::article::Kind::Person
            && reading.word(span.first) != "l'"
            && reading.word(span.first) != "l’";
        let title =
            span.kind == crate::article::Kind::Person && token.has(TITLE) && span.first + 1 < span.last;
        if token.is(MARK) || joint && !particle || title {
            span.first += 1;
        } else {
            break;
        }
    }
    while span.last > span.first && reading.tokens[span.last - 1].is(MARK) {
        span.last -= 1;
    }
    span
}
