//! Entities that the source names itself, found in its text.
//!
//! The source knows best: where its names stand, whatever a tagger found there gives way.

use super::phrase::{Phrase, phrase_of};
use super::span::{MAX_TOKENS, Reading, Span};
use crate::article::Kind;

/// Returns the names that a source declares as a text writes them: `Macron, Emmanuel` is Emmanuel Macron.
pub(super) fn names(declared: &[(Kind, String)]) -> Vec<(Kind, String)> {
    let turned = |kind: Kind, name: &str| {
        let (surname, given) = name.split_once(',')?;
        let (surname, given) = (surname.trim(), given.trim());
        let are_names = [surname, given].iter().all(|part| {
            let words = || part.split_whitespace();
            (1..=4).contains(&words().count()) && part.starts_with(char::is_uppercase)
        });
        // `Jean Dupont, Paris` is no name turned around.
        let is_one = kind == Kind::Person && are_names && !given.contains(',') && !is_whole(surname);
        is_one.then(|| format!("{given} {surname}"))
    };
    declared.iter().map(|(kind, name)| (*kind, turned(*kind, name).unwrap_or_else(|| name.clone()))).collect()
}

/// Whether what stands before a comma is a whole name rather than a surname: two words, neither a particle nor all in
/// capitals.
fn is_whole(surname: &str) -> bool {
    let is_name = |word: &str| word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase);
    let words: Vec<&str> = surname.split_whitespace().collect();
    words.len() > 1
        && words.iter().all(|word| is_name(word))
        && !matches!(words[0], "Le" | "La" | "De" | "Du" | "Van" | "Von" | "El" | "Al" | "Ben")
}

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
