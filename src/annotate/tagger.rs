//! The trained tagger: a linear-chain conditional random field over the active tokens of each line.
//!
//! Tokens with their lexicon flags come in, spans go out, in order of place and without overlap. Each token gets
//! one of nine labels (none; first or further token of a person, organisation, place, other thing); the best
//! sequence is found by Viterbi's algorithm in whole numbers. No memory is asked for a token: buffers are kept.

mod evidence;
pub(super) mod feature;
mod gate;
mod prior;
pub(super) mod sight;
mod trim;

use super::flag::{FIRST, TITLE};
use super::lexicon::Lexicon;
use super::model::{CLASSES, LABELS, Sections, WEIGHTS};
use super::span::{Reading, Span};
use crate::article::Kind;
use evidence::Evidence;
use feature::{HASHED, Take, features};
use sight::{AROUND, Sight};

/// The working memory of tagging, kept between articles.
#[derive(Default)]
pub(super) struct Tagger {
    evidence: Evidence,
    runs: Vec<(u32, u32)>,
    sights: Vec<Sight>,
    scores: Vec<[i16; WEIGHTS]>,
    /// For each token and label the best label before.
    back: Vec<[u8; LABELS]>,
    labels: Vec<u8>,
}

/// A span's score above the next best label of its first token from which it is sure, in units of the weights.
const SURE: i16 = 64;

impl Tagger {
    /// Appends the spans of an article, and the runs of tokens that name some other thing. Linear in its tokens.
    pub(super) fn tag(
        &mut self,
        sections: &Sections<'_>,
        reading: Reading<'_>,
        spans: &mut Vec<Span>,
        things: &mut Vec<(usize, usize)>,
    ) {
        let lexicon = Lexicon::new(sections.lexicon);
        let transitions = transitions(sections);
        self.runs.clear();
        gate::runs(reading, &mut self.runs);
        if self.runs.is_empty() {
            return;
        }
        self.evidence.read(reading);
        for run in 0..self.runs.len() {
            let (first, last) = (self.runs[run].0 as usize, self.runs[run].1 as usize);
            sight::look(sections, lexicon, reading, &self.evidence, (first, last), &mut self.sights);
            self.scores.clear();
            for at in AROUND..self.sights.len() - AROUND {
                let mut sum = Sum { sections, scores: [0; WEIGHTS] };
                features(&self.sights, at, &mut sum);
                prior::push(reading, first + at - AROUND, &self.sights[at], &mut sum.scores);
                self.scores.push(sum.scores);
            }
            self.decode(&transitions);
            self.collect(reading, first, spans, things);
        }
    }

    /// Hands each run of an article over, as its first and last token and its sights.
    pub(super) fn each_run(
        &mut self,
        sections: &Sections<'_>,
        reading: Reading<'_>,
        mut call: impl FnMut((usize, usize), &[Sight]),
    ) {
        let lexicon = Lexicon::new(sections.lexicon);
        self.runs.clear();
        gate::runs(reading, &mut self.runs);
        self.evidence.read(reading);
        for run in &self.runs {
            let run = (run.0 as usize, run.1 as usize);
            sight::look(sections, lexicon, reading, &self.evidence, run, &mut self.sights);
            call(run, &self.sights);
        }
    }

    /// Finds the best labels of a run.
    fn decode(&mut self, transitions: &[[i32; LABELS]; LABELS]) {
        self.back.clear();
        // A run begins after what names nothing.
        let mut best = [NEVER; LABELS];
        best[0] = 0;
        for scores in &self.scores {
            let mut next = best;
            let mut back: [u8; LABELS] = std::array::from_fn(|label| label as u8);
            // An inner label stands after itself or the first one of its class.
            for inner in 1 + CLASSES..LABELS {
                let stay = best[inner] + transitions[inner][inner];
                let enter = best[inner - CLASSES] + transitions[inner - CLASSES][inner];
                next[inner] = stay.max(enter);
                if enter > stay {
                    back[inner] = (inner - CLASSES) as u8;
                }
            }
            for label in 0..=CLASSES {
                let score = |from: usize| best[from] + transitions[from][label];
                let mut from = 0;
                for other in 1..LABELS {
                    from = if score(other) > score(from) { other } else { from };
                }
                next[label] = score(from);
                back[label] = from as u8;
            }
            for (score, own) in next[1..].iter_mut().zip(scores) {
                *score += i32::from(*own);
            }
            best = next;
            self.back.push(back);
        }
        let mut label =
            (0..LABELS).max_by_key(|label| (best[*label], std::cmp::Reverse(*label))).unwrap_or(0);
        self.labels.clear();
        for back in self.back.iter().rev() {
            self.labels.push(label as u8);
            label = back[label].into();
        }
        self.labels.reverse();
    }

    /// Makes spans of the labels of a run that begins at a token.
    fn collect(
        &self,
        reading: Reading<'_>,
        first: usize,
        spans: &mut Vec<Span>,
        things: &mut Vec<(usize, usize)>,
    ) {
        let mut at = 0;
        while at < self.labels.len() {
            let label = usize::from(self.labels[at]);
            if label == 0 {
                at += 1;
                continue;
            }
            let class = (label - 1) % CLASSES;
            let mut end = at + 1;
            while self.labels.get(end).is_some_and(|label| usize::from(*label) == 1 + CLASSES + class) {
                end += 1;
            }
            let kind = [Some(Kind::Person), Some(Kind::Organization), Some(Kind::Place), None][class];
            match kind {
                Some(kind) => {
                    let span = Span {
                        first: first + at,
                        last: first + end,
                        kind,
                        sure: self.is_sure(at, end, class),
                    };
                    let span = trim::trim(reading, span);
                    if reading.is_bounded(span.first, span.last) {
                        spans.push(span);
                    }
                }
                None => things.push((first + at, first + end)),
            }
            at = end;
        }
    }

    /// Whether the model decides clearly, or a title or given name says that it is a person.
    fn is_sure(&self, at: usize, end: usize, class: usize) -> bool {
        let (before, here) = (&self.sights[at + AROUND - 1], &self.sights[at + AROUND]);
        let named = before.bits & TITLE != 0 || here.bits & FIRST != 0 && end > at + 1;
        let scores = &self.scores[at];
        let others = scores[..CLASSES].iter().enumerate().filter(|(other, _)| *other != class);
        let next = others.map(|(_, score)| *score).max().unwrap_or(0).max(0);
        class == 0 && named || scores[class].saturating_sub(next) >= SURE
    }
}

/// No sequence goes there; far enough from the end of numbers to be added to.
const NEVER: i32 = -1_000_000_000;

/// The transitions of a model; an inner label follows only labels of its own class.
fn transitions(sections: &Sections<'_>) -> [[i32; LABELS]; LABELS] {
    let mut transitions = [[0; LABELS]; LABELS];
    for (from, row) in transitions.iter_mut().enumerate() {
        for (label, score) in row.iter_mut().enumerate() {
            let weight = sections.transitions[from * LABELS + label];
            *score = if may_follow(from, label) { i32::from(i16::from_le_bytes(weight)) } else { NEVER };
        }
    }
    transitions
}

/// Whether a label may stand after another.
pub(super) fn may_follow(from: usize, label: usize) -> bool {
    label <= CLASSES || from == label || from + CLASSES == label
}

/// Adds up the weights of one token's features.
struct Sum<'s, 'm> {
    sections: &'s Sections<'m>,
    scores: [i16; WEIGHTS],
}

impl Sum<'_, '_> {
    #[inline]
    fn add(&mut self, weights: &[u8; WEIGHTS]) {
        for (score, weight) in self.scores.iter_mut().zip(weights) {
            *score = score.wrapping_add(i16::from(*weight as i8));
        }
    }
}

impl Take for Sum<'_, '_> {
    #[inline]
    fn plain(&mut self, number: usize) {
        if let Some(weights) = self.sections.plain.get(number) {
            self.add(weights);
        }
    }

    #[inline]
    fn hashed(&mut self, features: &[u64; HASHED]) {
        // All first looks at once, then all weights: they wait for memory together.
        let first = features.map(|feature| self.sections.first_look(feature));
        let mut slots = [0; HASHED];
        let mut known = 0;
        for (feature, found) in features.iter().zip(first) {
            if found != 0
                && let Some(slot) = self.sections.slot(*feature)
            {
                slots[known] = slot;
                known += 1;
            }
        }
        for slot in &slots[..known] {
            if let Some(weights) = self.sections.hashed.get(*slot) {
                self.add(weights);
            }
        }
    }
}
