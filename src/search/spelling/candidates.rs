//! What a missing word may have been meant to be: words of the index that are near, or that it was glued of.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use levenshtein_automata::{DFA, Distance};
use tantivy::TantivyError;

use super::super::near::{self, Dictionaries};
use super::MOST_OF_A_WORD;
use super::missing::Missing;
use crate::analysis::{Inflection, fold_form, is_stop_word};
use crate::index::Snapshot;

/// Lookalikes kept of a word while the dictionaries are read: beyond, the least likely half is dropped.
const MOST_KEPT: usize = 4096;
/// Letters of the longest word that must be met but for one letter.
const SHORT: usize = 4;
/// What may be elided before a vowel or an h.
const ELIDED: [&str; 14] =
    ["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu"];

/// What the dictionaries have for one missing word.
struct Search<'m> {
    missing: &'m Missing,
    automaton: &'m DFA,
    lookalikes: HashMap<String, Lookalike>,
    /// Documents of each fold that the word begins or ends with.
    ends: HashMap<String, u64>,
}

/// A fold near the missing one.
struct Lookalike {
    distance: u8,
    documents: u64,
    /// Its most frequent form, and how many documents that has.
    form: (String, u32),
}

/// The most likely corrections of each word, the best first: what keeps every letter (an apostrophe or a space
/// left out), then what is near. Reads those branches of the dictionaries alone that hold something near.
pub(super) fn of(snapshot: &Snapshot, missing: &[Missing]) -> Result<Vec<Vec<String>>, TantivyError> {
    let mut corrections = Vec::with_capacity(missing.len());
    for missing in missing {
        let automaton =
            near::automaton(&missing.fold, if missing.fold.chars().count() > SHORT { 2 } else { 1 });
        let mut search =
            Search { missing, automaton: &automaton, lookalikes: HashMap::new(), ends: HashMap::new() };
        near::visit(snapshot, &automaton, &mut |form, fold, dictionaries| {
            search.offer(form, fold, dictionaries.frequency(form)?);
            Ok(())
        })?;
        search.read_ends(snapshot)?;
        corrections.push(search.corrections(snapshot.inflection()));
    }
    Ok(corrections)
}

impl Search<'_> {
    /// Counts the documents of each fold that the word begins or ends with.
    fn read_ends(&mut self, snapshot: &Snapshot) -> Result<(), TantivyError> {
        let form = &*self.missing.form;
        for (at, _) in form.char_indices().skip(1) {
            let (before, behind) = form.split_at(at);
            for part in [before, behind] {
                self.ends.entry(fold_form(part)).or_default();
            }
        }
        let segments = snapshot.searcher().segment_readers().iter();
        for (segment, vocabulary) in segments.zip(snapshot.vocabularies()) {
            let dictionaries = Dictionaries::of(snapshot, segment)?;
            let mut folds: Vec<(&String, &mut u64)> = self.ends.iter_mut().collect();
            folds.sort_unstable_by_key(|(fold, _)| *fold);
            for (fold, documents) in folds {
                let mut forms = vec![fold.clone()];
                vocabulary.with_fold(fold, |form| forms.push(form.to_owned()));
                for form in forms {
                    *documents += u64::from(dictionaries.frequency(&form)?);
                }
            }
        }
        Ok(())
    }

    fn offer(&mut self, form: &str, fold: &str, documents: u32) {
        let Distance::Exact(distance @ 1..) = self.automaton.eval(fold) else { return };
        if fold.chars().count() < 2 || is_stop_word(form) || !fold.chars().all(char::is_alphabetic) {
            return;
        }
        let lookalike = self.lookalikes.entry(fold.to_owned()).or_insert_with(|| Lookalike {
            distance,
            documents: 0,
            form: (form.to_owned(), documents),
        });
        lookalike.documents += u64::from(documents);
        if documents > lookalike.form.1 {
            lookalike.form = (form.to_owned(), documents);
        }
        if self.lookalikes.len() > MOST_KEPT {
            let kept = self.ranked();
            self.lookalikes = kept.into_iter().take(MOST_KEPT / 2).collect();
        }
    }

    /// The lookalikes by distance, then those of the same first letter, then by documents.
    fn ranked(&mut self) -> Vec<(String, Lookalike)> {
        let mut ranked: Vec<(String, Lookalike)> = self.lookalikes.drain().collect();
        let first = self.missing.fold.chars().next();
        ranked.sort_by(|(one, a), (other, b)| {
            let rank = |fold: &str, of: &Lookalike| {
                (of.distance, fold.chars().next() != first, Reverse(of.documents))
            };
            rank(one, a).cmp(&rank(other, b)).then_with(|| one.cmp(other))
        });
        ranked
    }

    /// The likeliest corrections, one of those that are inflections of one word: they find the same.
    fn corrections(mut self, inflection: &Inflection) -> Vec<String> {
        let mut corrections = self.parted();
        let mut stems = BTreeSet::new();
        for (_, Lookalike { form: (form, _), .. }) in self.ranked() {
            if corrections.len() == MOST_OF_A_WORD {
                break;
            }
            if stems.insert(inflection.stem(&form)) {
                corrections.push(form);
            }
        }
        corrections
    }

    /// The word with its apostrophe, or in two words, where the index has what that gives.
    fn parted(&self) -> Vec<String> {
        let form = &*self.missing.form;
        let documents = |part: &str| self.ends.get(&fold_form(part)).copied().unwrap_or(0);
        let mut parted: Vec<(bool, Reverse<u64>, String)> = Vec::new();
        for (at, _) in form.char_indices().skip(1) {
            let (before, behind) = form.split_at(at);
            let letters = |part: &str| part.chars().count();
            let fold = fold_form(behind);
            let vowel = fold.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'h']);
            if ELIDED.contains(&before) && vowel && letters(behind) > 2 && documents(behind) > 0 {
                parted.push((false, Reverse(documents(behind)), format!("{before}'{behind}")));
            }
            // The one elision before a word of a single letter that people write without its apostrophe.
            if before == "jusqu" && fold == "a" && documents(behind) > 0 {
                parted.push((false, Reverse(documents(behind)), "jusqu'à".to_owned()));
            }
            let is_word = |part: &str| letters(part) > 2 || letters(part) == 2 && is_stop_word(part);
            let least = documents(before).min(documents(behind));
            if is_word(before) && is_word(behind) && least > 0 {
                parted.push((true, Reverse(least), format!("{before} {behind}")));
            }
        }
        parted.sort();
        parted.truncate(2);
        parted.into_iter().map(|(.., text)| text).collect()
    }
}
