//! Which words of a text a query asks for, at their places.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::Error;
use super::expand::{self, Forms, Run};
use super::pattern::Pattern;
use crate::analysis::{forms_of, is_stop_word, tokenize};
use crate::article::Field;
use crate::index::Snapshot;
use crate::query::{Atom, FieldName, Query, Term};
use crate::vocabulary::Reach;

/// What is marked in titles and bodies for one query: made once, used for every hit.
pub struct Marks {
    /// Words and phrases of the query.
    words: usize,
    asked: Vec<Asked>,
    /// For each form, where it stands in `asked`: (which, which group of it).
    forms: HashMap<String, Vec<(usize, usize)>>,
    /// First bytes and lengths (the longest as one) of the forms, a bit each: most words of a text are none of them
    /// by these alone.
    initials: [u64; 4],
    lengths: u64,
    /// Words that reach more forms than are named, and where they stand in `asked`.
    patterns: Vec<(Arc<Pattern>, (usize, usize))>,
}

/// Groups side by side that are marked together.
struct Asked {
    /// Which of the query's words and phrases it is one spelling of.
    word: usize,
    field: Option<Field>,
    groups: usize,
    /// Words that may stand between two groups.
    slop: usize,
}

/// Where one of the query's groups stands in a text.
#[derive(Debug, Clone)]
struct Hit {
    /// Place of its first part.
    place: usize,
    /// The place behind its last part.
    end: usize,
    /// Which group of those side by side it is.
    group: usize,
    /// Its bytes.
    range: Range<usize>,
}

/// A marked word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its bytes.
    pub range: Range<usize>,
    /// Which of the query's words it is.
    pub asked: usize,
}

impl Marks {
    /// Returns what a query asks for in texts; costs as much as compiling it.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn of(query: &Query, snapshot: &Snapshot) -> Result<Self, Error> {
        let mut marks = Marks {
            words: 0,
            asked: Vec::new(),
            forms: HashMap::new(),
            initials: [0; 4],
            lengths: 0,
            patterns: Vec::new(),
        };
        let mut only_stop_words = true;
        let mut bare_stop_words = Vec::new();
        for positive in query.positive() {
            let field = match positive.field {
                None => None,
                Some(FieldName::Title) => Some(Field::Title),
                Some(FieldName::Body) => Some(Field::Body),
                Some(_) => continue,
            };
            let (runs, slop) = match positive.term {
                Term::Atom(atom) => (expand::atom(snapshot, atom)?.runs, 0),
                Term::Fuzzy { text, distance } => (expand::fuzzy(snapshot, text, distance)?.runs, 0),
                Term::Approximate { text, slop } => {
                    (expand::words(snapshot, text, Reach::Stem).runs, slop as usize)
                }
            };
            let is_stop = matches!(positive.term, Term::Atom(Atom::Word { text, .. })
                if forms_of(text).iter().all(|form| is_stop_word(form)));
            if is_stop {
                bare_stop_words.push((runs, field, slop));
            } else {
                only_stop_words = false;
                marks.add(&runs, field, slop);
            }
        }
        if only_stop_words {
            for (runs, field, slop) in bare_stop_words {
                marks.add(&runs, field, slop);
            }
        }
        Ok(marks)
    }

    /// Adds what one word or phrase of the query asks for.
    fn add(&mut self, runs: &[Run], field: Option<Field>, slop: usize) {
        for run in runs {
            let which = self.asked.len();
            for (at, forms) in run.iter().enumerate() {
                let group = match forms {
                    Forms::Group(group) => group,
                    Forms::Pattern(pattern) => {
                        self.patterns.push((Arc::clone(pattern), (which, at)));
                        continue;
                    }
                };
                for member in &group.members {
                    let (initial, length) = outline(&member.form);
                    self.initials[initial / 64] |= 1 << (initial % 64);
                    self.lengths |= 1 << length;
                    self.forms.entry(member.form.clone()).or_default().push((which, at));
                }
            }
            self.asked.push(Asked { word: self.words, field, groups: run.len(), slop });
        }
        self.words += 1;
    }

    /// Where a form stands in what is asked for.
    fn wanted(&self, form: &str) -> Option<&Vec<(usize, usize)>> {
        let (initial, length) = outline(form);
        let may_be = self.initials[initial / 64] >> (initial % 64) & self.lengths >> length & 1;
        if may_be == 0 { None } else { self.forms.get(form) }
    }

    /// Returns the marked words of a text, in order, none inside another. A whole is marked in one piece.
    pub fn in_text(&self, text: &str, field: Field) -> Vec<Mark> {
        let mut hits: Vec<Vec<Hit>> = vec![Vec::new(); self.asked.len()];
        let mut place = 0;
        tokenize(text, &mut String::new(), |token| {
            let end = place + usize::from(token.parts).max(1);
            let known = self.wanted(token.form).into_iter().flatten();
            let taken = self.patterns.iter().filter(|(pattern, _)| pattern.grade(token.form).is_some());
            for (which, group) in known.chain(taken.map(|(_, asked)| asked)) {
                if self.asked[*which].field.is_none_or(|asked| asked == field) {
                    let range = token.start..token.end;
                    hits[*which].push(Hit { place, end, group: *group, range });
                }
            }
            if !token.is_whole() {
                place = end;
            }
        });
        let mut marks = Vec::new();
        for (which, hits) in hits.into_iter().enumerate() {
            self.asked[which].mark(&hits, &mut marks);
        }
        // Of a compound and its first part the compound is marked.
        marks.sort_by_key(|mark| (mark.range.start, Reverse(mark.range.end), mark.asked));
        marks.dedup_by(|next, kept| next.range.start < kept.range.end);
        marks
    }
}

/// First byte of a form, and its length up to 63.
fn outline(form: &str) -> (usize, usize) {
    (form.as_bytes().first().copied().unwrap_or(0).into(), form.len().min(63))
}

impl Asked {
    /// Marks every word of each place where the groups stand in order.
    fn mark(&self, hits: &[Hit], marks: &mut Vec<Mark>) {
        if self.groups == 1 {
            marks.extend(hits.iter().map(|hit| Mark { range: hit.range.clone(), asked: self.word }));
            return;
        }
        for (first, hit) in hits.iter().enumerate() {
            if hit.group != 0 {
                continue;
            }
            let mut found = vec![first];
            let mut end = hit.end;
            let mut between = 0;
            for wanted in 1..self.groups {
                let next = hits[first..]
                    .iter()
                    .position(|hit| hit.group == wanted && hit.place >= end)
                    .map(|ahead| first + ahead);
                let Some(next) = next else { break };
                between += hits[next].place - end;
                if between > self.slop {
                    break;
                }
                end = hits[next].end;
                found.push(next);
            }
            if found.len() == self.groups {
                marks.extend(
                    found.into_iter().map(|at| Mark { range: hits[at].range.clone(), asked: self.word }),
                );
            }
        }
    }
}
