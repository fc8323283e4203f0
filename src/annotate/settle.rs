//! What mentions of one article say about each other.
//!
//! Spans come in as a tagger found them; they go out with one kind a surface, surnames known as people, and
//! names met once found again wherever they stand. Nothing here knows how spans are found.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::flag::{COMMON, FUNCTION, NEVER, PLACE, TITLE, TOWN};
use super::phrase::Phrase;
use super::span::{Reading, Span};
use super::token::{INITIAL, Token, UPPER};
use crate::article::Kind;

/// A table keyed by hashes that are already well mixed.
type ByHash<T> = HashMap<u64, T, BuildHasherDefault<Identity>>;

/// Hands a key on as its own hash.
#[derive(Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// What an article's surfaces are, kept between articles for its memory alone.
#[derive(Default)]
pub(super) struct Surfaces {
    /// Votes for each kind, by whole surface.
    votes: ByHash<[u32; 3]>,
    /// Endings of full names: `Macron`, `Le Pen`.
    surnames: ByHash<()>,
    found: Vec<Span>,
}

/// The most tokens of a surname: `de La Fontaine`.
const SURNAME_TOKENS: usize = 3;

impl Surfaces {
    /// Gives every surface one kind, and finds known surfaces that the tagger left out. Linear.
    pub(super) fn settle(&mut self, reading: Reading<'_>, spans: &mut Vec<Span>) {
        self.votes.clear();
        self.surnames.clear();
        self.found.clear();
        for span in spans.iter() {
            // `Santé` of `ministre de la Santé` says nothing of other healths.
            if span.last == span.first + 1 && reading.tokens[span.first].has(COMMON) {
                continue;
            }
            let weight = if span.sure { 3 } else { 1 };
            let votes = self.votes.entry(phrase(reading, span.first, span.last).hash).or_default();
            votes[span.kind as usize] += weight;
            if span.kind == Kind::Person && (span.sure || !is_town(reading, span.last - 1)) {
                let longest = (span.last - span.first - 1).min(SURNAME_TOKENS);
                for tokens in 1..=longest {
                    let ending = phrase(reading, span.last - tokens, span.last);
                    self.surnames.insert(ending.hash, ());
                }
            }
        }
        for span in spans.iter_mut() {
            span.kind = self.kind_of(reading, span);
        }
        self.introduce(reading, spans);
        self.find_again(reading, spans);
    }

    /// Takes the acronym in brackets after an organisation for its own: `Haut Conseil (HCDS)`.
    fn introduce(&mut self, reading: Reading<'_>, spans: &[Span]) {
        for span in spans.iter().filter(|span| span.kind == Kind::Organization) {
            let at = span.last + 1;
            let bracketed = reading.is_mark(span.last, b'(') && reading.is_mark(at + 1, b')');
            if bracketed && reading.tokens[at].is(UPPER) && !reading.tokens[at].has(NEVER) {
                self.votes.entry(reading.tokens[at].phrase.hash).or_default()[Kind::Organization as usize] +=
                    3;
            }
        }
    }

    fn kind_of(&self, reading: Reading<'_>, span: &Span) -> Kind {
        let hash = phrase(reading, span.first, span.last).hash;
        let votes = self.votes.get(&hash).copied().unwrap_or_default();
        // `Mme Morvan` makes a person of `Morvan`, `Jean Paris` alone none of `Paris`.
        let known_place = reading.tokens[span.first].has(PLACE) && votes[Kind::Person as usize] == 0;
        if self.surnames.contains_key(&hash) && !known_place {
            return Kind::Person;
        }
        Kind::ALL
            .into_iter()
            .max_by_key(|kind| (votes[*kind as usize], *kind == span.kind))
            .unwrap_or(span.kind)
    }

    /// Adds the mentions of known surfaces that lie between spans.
    fn find_again(&mut self, reading: Reading<'_>, spans: &mut Vec<Span>) {
        let mut at = 0;
        for span in spans.iter() {
            self.find_between(reading, at, span.first);
            at = span.last;
        }
        self.find_between(reading, at, reading.tokens.len());
        spans.append(&mut self.found);
        spans.sort_unstable_by_key(|span| span.first);
    }

    fn find_between(&mut self, reading: Reading<'_>, first: usize, limit: usize) {
        let mut at = first;
        while let Some(passed) = reading.tokens[at..limit].iter().position(Token::is_name_like) {
            at = self.known_from(reading, at + passed, limit);
        }
    }

    /// Takes the longest known surface that begins at a name-like token; returns where to go on.
    fn known_from(&mut self, reading: Reading<'_>, at: usize, limit: usize) -> usize {
        let token = &reading.tokens[at];
        if token.has(NEVER | TITLE) {
            return at + 1;
        }
        let mut joined = Phrase::default();
        let mut best = None;
        for last in at + 1..=limit.min(at + SURNAME_TOKENS + 1) {
            if last > at + 1 && reading.next_word(last - 1).is_none() {
                break;
            }
            joined = joined.join(reading.tokens[last - 1].phrase);
            if !reading.is_name_like(last - 1) || !reading.is_bounded(at, last) {
                continue;
            }
            let everyday = last == at + 1 && (token.has(FUNCTION) || token.has(COMMON) && token.is(INITIAL));
            if everyday {
                continue;
            }
            if self.surnames.contains_key(&joined.hash) && !(token.has(COMMON) && token.is(UPPER)) {
                best = Some((last, Kind::Person));
            } else if let Some(votes) = self.votes.get(&joined.hash) {
                let kind = Kind::ALL.into_iter().max_by_key(|kind| votes[*kind as usize]);
                best = kind.map(|kind| (last, kind));
            }
        }
        let Some((last, kind)) = best else { return at + 1 };
        self.found.push(Span { first: at, last, kind, sure: false });
        last
    }
}

fn is_town(reading: Reading<'_>, at: usize) -> bool {
    reading.tokens[at].has(PLACE | TOWN)
}

/// The phrase of a run of tokens.
pub(super) fn phrase(reading: Reading<'_>, first: usize, last: usize) -> Phrase {
    reading.tokens[first..last].iter().fold(Phrase::default(), |joined, token| joined.join(token.phrase))
}
