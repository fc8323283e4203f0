//! Entities that the source names itself, found in its text.
//!
//! The source knows best: where its names stand, whatever a tagger found there gives way.

use super::phrase::{Phrase, phrase_of};
use super::span::{MAX_TOKENS, Reading, Span};
use crate::article::Kind;

/// Names beyond so many are not looked for in the text.
const MAX_DECLARED: usize = 256;

/// Adds spans where declared names stand, in place of those they overlap.
pub(super) fn find(
    reading: Reading<'_>,
    declared: &[(Kind, String)],
    fold: &mut String,
    spans: &mut Vec<Span>,
) {
    if declared.is_empty() {
        return;
    }
    let mut wanted: Vec<(Phrase, Kind)> = declared
        .iter()
        .take(MAX_DECLARED)
        .map(|(kind, name)| (phrase_of(name, fold, false, |_| {}), *kind))
        .filter(|(phrase, _)| phrase.parts > 0)
        .collect();
    wanted.sort_by_key(|(phrase, _)| phrase.hash);
    let mut found = Vec::new();
    let mut at = 0;
    while at < reading.tokens.len() {
        let hit = longest(reading, at, &wanted);
        at = hit.map_or(at + 1, |span| span.last);
        found.extend(hit);
    }
    let mut ahead = 0;
    spans.retain(|span| {
        while found.get(ahead).is_some_and(|hit| hit.last <= span.first) {
            ahead += 1;
        }
        found.get(ahead).is_none_or(|hit| hit.first >= span.last)
    });
    spans.extend(found);
    spans.sort_unstable_by_key(|span| span.first);
}

fn longest(reading: Reading<'_>, at: usize, wanted: &[(Phrase, Kind)]) -> Option<Span> {
    if reading.tokens[at].phrase.parts == 0 {
        return None;
    }
    let mut best = None;
    let mut joined = Phrase::default();
    let mut capital = false;
    let field = reading.field(at);
    for last in at + 1..=reading.tokens.len().min(at + MAX_TOKENS) {
        let token = &reading.tokens[last - 1];
        if token.phrase.parts == 0 || reading.field(last - 1) != field || !reading.is_bounded(at, last) {
            break;
        }
        joined = joined.join(token.phrase);
        // `Orange` declared is not the orange of a sentence.
        capital |= reading.is_name_like(last - 1);
        if !capital {
            continue;
        }
        if let Ok(place) = wanted.binary_search_by_key(&joined.hash, |(phrase, _)| phrase.hash) {
            best = Some(Span { first: at, last, kind: wanted[place].1, sure: true });
        }
    }
    best
}
