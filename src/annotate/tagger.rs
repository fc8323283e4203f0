//! The trained tagger: a linear-chain conditional random field over the active tokens of each line.
//!
//! Tokens with their lexicon flags come in, spans go out, in order of place and without overlap. Each token gets
//! one of nine labels (none; first or further token of a person, organisation, place, other thing); the best
//! sequence is found by Viterbi's algorithm in whole numbers. No memory is asked for a token: buffers are kept.

mod evidence;
pub(super) mod feature;
mod gate;
mod memo;
mod prior;
pub(super) mod sight;
mod sum;
mod trim;

use super::flag::{FIRST, TITLE};
use super::model::{CLASSES, LABELS, Sections, WEIGHTS};
use super::span::{Reading, Span};
use crate::article::Kind;
use evidence::Evidence;
use feature::{around, joint};
use memo::Memo;
use sight::{AROUND, Sight};
use sum::{Sum, add};

/// The working memory of tagging, kept between articles.
#[derive(Default)]
pub(super) struct Tagger {
    evidence: Evidence,
    memo: Memo,
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
        let lexicon = sections.lexicon;
        let transitions = Transitions::of(sections);
        self.runs.clear();
        gate::runs(reading, &mut self.runs);
        if self.runs.is_empty() {
            return;
        }
        self.evidence.read(reading);
        for run in 0..self.runs.len() {
            let (first, last) = (self.runs[run].0 as usize, self.runs[run].1 as usize);
            sight::look(lexicon, reading, &self.evidence, (first, last), &mut self.sights);
            self.scores.clear();
            self.scores.resize(last - first, [0; WEIGHTS]);
            self.memo.add_own(sections, &mut self.sights, &mut self.scores);
            for (place, scores) in self.scores.iter_mut().enumerate() {
                let mut sum = Sum::new(sections);
                joint(around(&self.sights, place + AROUND), &mut sum);
                add(scores, &sum.total());
                prior::push(reading, first + place, &self.sights[place + AROUND], scores);
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
        let lexicon = sections.lexicon;
        self.runs.clear();
        gate::runs(reading, &mut self.runs);
        self.evidence.read(reading);
        for run in &self.runs {
            let run = (run.0 as usize, run.1 as usize);
            sight::look(lexicon, reading, &self.evidence, run, &mut self.sights);
            self.sights.iter_mut().for_each(|sight| sight.cluster = sight.cluster_in(sections));
            call(run, &self.sights);
        }
    }

    /// Finds the best labels of a run: of equal sequences the one whose labels, from the last on, are lowest.
    fn decode(&mut self, transitions: &Transitions) {
        self.back.clear();
        // A run begins after what names nothing.
        let mut best = [NEVER; LABELS];
        best[0] = 0;
        for scores in &self.scores {
            let mut back = [0; LABELS];
            let mut next = [0; LABELS];
            // An outer label may stand after any.
            let mut outer = [i32::MIN; OUTER];
            for (from, row) in best.iter().zip(&transitions.outer) {
                outer = std::array::from_fn(|label| outer[label].max(from + row[label]));
            }
            for label in 0..=CLASSES {
                next[label] = outer[label] & !MARK;
                back[label] = (MARK - (outer[label] & MARK)) as u8;
            }
            // An inner label stands after itself or the first one of its class.
            for class in 0..CLASSES {
                let (first, inner) = (1 + class, 1 + CLASSES + class);
                let enter = best[first] + transitions.enter[class];
                let stay = best[inner] + transitions.stay[class];
                next[inner] = stay.max(enter);
                back[inner] = if enter > stay { first } else { inner } as u8;
            }
            for (score, own) in next[1..].iter_mut().zip(scores) {
                *score += i32::from(*own) * STEP;
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

/// Scores are kept in steps of so much; what is below one tells the label that a score comes from, the lowest
/// highest, so that one comparison finds both.
const STEP: i32 = 16;
const MARK: i32 = STEP - 1;
/// No sequence goes there; far enough from the end of numbers to be added to.
const NEVER: i32 = -(1 << 29);
/// The outer labels (none, and the first of each class), and as many more as a processor likes to compare at once.
const OUTER: usize = 8;

/// The transitions of a model, in [`STEP`]s.
struct Transitions {
    /// From each label to the outer ones, with the mark of the label they come from.
    outer: [[i32; OUTER]; LABELS],
    /// From the first label of each class to its inner one.
    enter: [i32; CLASSES],
    /// From the inner label of each class to itself.
    stay: [i32; CLASSES],
}

impl Transitions {
    fn of(sections: &Sections<'_>) -> Transitions {
        let weight = |from: usize, to: usize| {
            i32::from(i16::from_le_bytes(sections.transitions[from * LABELS + to])) * STEP
        };
        Transitions {
            outer: std::array::from_fn(|from| {
                let mark = MARK - from as i32;
                std::array::from_fn(|to| if to <= CLASSES { weight(from, to) + mark } else { NEVER })
            }),
            enter: std::array::from_fn(|class| weight(1 + class, 1 + CLASSES + class)),
            stay: std::array::from_fn(|class| weight(1 + CLASSES + class, 1 + CLASSES + class)),
        }
    }
}

/// Whether a label may stand after another.
pub(super) fn may_follow(from: usize, label: usize) -> bool {
    label <= CLASSES || from == label || from + CLASSES == label
}
