//! What to ask instead where a search finds nothing.
//!
//! A request without hits comes in, with the query as typed; what would find something goes out, each with
//! its number of articles: a corrected or looser query, a condition to drop, a word to leave out. Every proposal
//! was tried. The room does not know how proposals are shown.

mod candidates;
mod joined;
mod loosened;
mod missing;
mod trials;

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::{Error, Filter, Index, Request};
use crate::query::Query;

/// Queries proposed, at most.
const MOST_PROPOSED: usize = 3;
/// Corrected queries tried, at most.
const MOST_CORRECTED: usize = 24;
/// Corrections tried of one word, at most.
const MOST_OF_A_WORD: usize = 6;

/// Something that finds articles where a request found none.
#[derive(Debug, Clone, PartialEq)]
pub enum Suggestion {
    /// The query with words corrected, under the same conditions.
    Corrected {
        /// The whole query.
        query: String,
        /// What it finds.
        articles: u64,
    },
    /// The query without one condition, which alone excludes everything.
    WithoutFilter {
        /// The condition to drop.
        filter: Filter,
        /// What is found without it.
        articles: u64,
    },
    /// The query without one of its words, phrases or fields.
    WithoutPart {
        /// Where the part stands in the query as typed: bytes.
        span: Range<usize>,
        /// What is found without it.
        articles: u64,
    },
    /// A word that stands in no article, in any inflection, and that nothing corrects.
    Absent {
        /// The word as typed, in lower case.
        word: String,
    },
}

impl Index {
    /// Returns what finds articles where this request finds none, the most likely first.
    ///
    /// `typed` is the text that the query was read from, `read` reads another one alike. Words that stand in
    /// no article are corrected by the index's own words, at most 4 of them, and neighbours joined that are one
    /// word there; where that finds nothing, one condition is dropped; where that finds nothing, phrases are
    /// inflected and proximities widened; where that finds nothing, one part of the query is left out. Costs some
    /// milliseconds for a missing word, and at most 48 searches that count.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn suggest(
        &self,
        request: &Request,
        typed: &str,
        read: &dyn Fn(&str) -> Option<Query>,
    ) -> Result<Vec<Suggestion>, Error> {
        let mut proposed = self.joined(request, typed, read)?;
        proposed.extend(self.corrected(request, typed, read)?);
        proposed.truncate(MOST_PROPOSED);
        if !proposed.is_empty() {
            return Ok(proposed);
        }
        let mut found = self.without_filters(request)?;
        if found.is_empty() {
            found.extend(self.loosened(request, typed, read)?);
        }
        if found.is_empty() {
            let missing = missing::words(&self.snapshot, &request.query, typed)?;
            found.extend(missing.into_iter().map(|word| Suggestion::Absent { word: word.form }));
            found.extend(self.without_parts(request, typed)?);
        }
        Ok(found)
    }

    /// Queries whose missing words are corrected.
    fn corrected(
        &self,
        request: &Request,
        typed: &str,
        read: &dyn Fn(&str) -> Option<Query>,
    ) -> Result<Vec<Suggestion>, Error> {
        let missing = missing::words(&self.snapshot, &request.query, typed)?;
        if missing.is_empty() {
            return Ok(Vec::new());
        }
        let corrections = candidates::of(&self.snapshot, &missing)?;
        let mut proposed: Vec<Suggestion> = Vec::new();
        for choice in choices(&corrections.iter().map(Vec::len).collect::<Vec<_>>()) {
            let mut pieces: Vec<(Range<usize>, String)> = Vec::new();
            for ((word, of_word), chosen) in missing.iter().zip(&corrections).zip(&choice) {
                let Some(correction) = of_word.get(*chosen) else { continue };
                pieces.extend(word.places.iter().filter_map(|(place, parting)| {
                    let written = like(correction, typed.get(place.clone()).unwrap_or_default());
                    Some((place.clone(), parting.written(written)?))
                }));
            }
            let text = replaced(typed, pieces);
            let Some(query) = read(&text).filter(|_| text != typed) else { continue };
            let articles = self.count(Request { query, ..request.clone() })?;
            if articles > 0 {
                proposed.push(Suggestion::Corrected { query: text, articles });
                if proposed.len() == MOST_PROPOSED {
                    break;
                }
            }
        }
        Ok(proposed)
    }

    /// How many articles a request finds, whatever page it asks for.
    fn count(&self, request: Request) -> Result<u64, Error> {
        Ok(self.search(&Request { top: 0, skip: 0, facets: Vec::new(), ..request })?.total)
    }
}

/// Which correction of each word to try, those first whose places in the rows sum to the least. Of a word
/// without corrections the choice is 0.
fn choices(lengths: &[usize]) -> Vec<Vec<usize>> {
    let mut choices: Vec<Vec<usize>> = vec![Vec::new()];
    if lengths.iter().all(|length| *length == 0) {
        return Vec::new();
    }
    for length in lengths {
        let next = |choice: &Vec<usize>| {
            let choice = choice.clone();
            (0..(*length).clamp(1, MOST_OF_A_WORD)).map(move |at| [&choice[..], &[at]].concat())
        };
        choices = choices.iter().flat_map(next).collect();
        choices.sort_by_key(|choice| choice.iter().sum::<usize>());
        choices.truncate(MOST_CORRECTED);
    }
    choices
}

/// A correction with the capital that the word had.
fn like(correction: &str, typed: &str) -> String {
    let mut letters = correction.chars();
    match letters.next() {
        Some(first) if typed.starts_with(char::is_uppercase) => first.to_uppercase().chain(letters).collect(),
        _ => correction.to_owned(),
    }
}

/// The text with pieces of it replaced, which do not overlap.
fn replaced(text: &str, mut pieces: Vec<(Range<usize>, String)>) -> String {
    pieces.sort_by_key(|(place, _)| place.start);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (place, with) in pieces {
        out.push_str(text.get(done..place.start).unwrap_or_default());
        out.push_str(&with);
        done = place.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}
