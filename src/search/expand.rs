//! Words of a query become groups of the index's forms.

use std::collections::BTreeMap;
use std::sync::Arc;

use levenshtein_automata::{Distance, LevenshteinAutomatonBuilder};
use tantivy::TantivyError;

use crate::analysis::{fold, fold_into, forms_of, is_stop_word};
use crate::index::Snapshot;
use crate::query::{Atom, How, PhraseHow};
use crate::vocabulary::{Grade, Group, Reach};

/// Groups side by side.
pub(super) type Run = Vec<Arc<Group>>;

/// The groups of an atom side by side; none if it holds no word.
pub(super) fn atom(snapshot: &Snapshot, atom: &Atom) -> Result<Run, TantivyError> {
    Ok(match atom {
        Atom::Word { text, how } => words(snapshot, text, reach_of_word(text, *how)),
        Atom::Phrase { text, how } => words(snapshot, text, reach_of_phrase(text, *how)),
        Atom::Prefix { text } => {
            let mut forms = forms_of(text);
            let Some(last) = forms.pop() else { return Ok(Run::new()) };
            let mut run: Run = forms.iter().map(|form| word(snapshot, form, Reach::Fold, true)).collect();
            run.push(prefix(snapshot, &last)?);
            run
        }
    })
}

/// The groups of a text's words side by side.
pub(super) fn words(snapshot: &Snapshot, text: &str, reach: Reach) -> Run {
    let forms = forms_of(text);
    let several = forms.len() > 1;
    forms.iter().map(|form| word(snapshot, form, reach, several)).collect()
}

/// How far a word of the query reaches; what is typed with accents keeps them where inflection is off.
fn reach_of_word(text: &str, how: How) -> Reach {
    match how {
        How::Inflected | How::Required => Reach::Stem,
        How::Exact => exact(text),
        How::ToTheLetter => Reach::Letter,
    }
}

/// The same for the words of a phrase.
fn reach_of_phrase(text: &str, how: PhraseHow) -> Reach {
    match how {
        PhraseHow::AsWritten => Reach::Fold,
        PhraseHow::Exact => exact(text),
        PhraseHow::ToTheLetter => Reach::Letter,
    }
}

fn exact(text: &str) -> Reach {
    let accented = text.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    if accented { Reach::Letter } else { Reach::Fold }
}

/// The group of one form. A stop word among others is not inflected.
fn word(snapshot: &Snapshot, form: &str, reach: Reach, among_others: bool) -> Arc<Group> {
    let reach = if among_others && is_stop_word(form) { reach.min(Reach::Fold) } else { reach };
    Arc::new(Group::of(form, reach, snapshot.vocabularies(), snapshot.inflection()))
}

/// The group of all forms whose fold begins as the text's does. One pass over that part of the
/// dictionaries.
fn prefix(snapshot: &Snapshot, text: &str) -> Result<Arc<Group>, TantivyError> {
    let start = fold(text);
    let mut graded = BTreeMap::new();
    let mut offer = |form: &str| {
        let grade = if form == text { Grade::Typed } else { Grade::Near };
        graded.insert(form.to_owned(), grade);
    };
    for vocabulary in snapshot.vocabularies() {
        vocabulary.with_fold_prefix(&start, |form| {
            offer(form);
            true
        });
    }
    // Forms that are their own fold stand in the dictionaries alone.
    visit_forms(snapshot, &start, &mut |form| offer(form))?;
    Ok(Arc::new(Group::from_graded(graded)))
}

/// The group of all forms at most so many letters (added, dropped, changed, swapped) from the text,
/// accents aside. One pass over the dictionaries.
pub(super) fn fuzzy(snapshot: &Snapshot, text: &str, distance: u8) -> Result<Arc<Group>, TantivyError> {
    let wanted = fold(text);
    let letters = wanted.chars().count();
    let automaton = LevenshteinAutomatonBuilder::new(distance.min(2), true).build_dfa(&wanted);
    let mut graded = BTreeMap::new();
    let mut folded = String::new();
    visit_forms(snapshot, "", &mut |form| {
        // Folding adds at most a letter for each ligature: no form much shorter or longer can match.
        if form.len() > 2 * (letters + 4) {
            return;
        }
        folded.clear();
        fold_into(form, &mut folded);
        if let Distance::Exact(_) = automaton.eval(&folded) {
            let grade = if folded == wanted { Grade::SameFold } else { Grade::Near };
            graded.insert(form.to_owned(), grade);
        }
    })?;
    Ok(Arc::new(Group::from_graded(graded)))
}

/// Calls `visit` with every form that begins so, once for each field and segment that has it.
fn visit_forms(snapshot: &Snapshot, start: &str, visit: &mut dyn FnMut(&str)) -> Result<(), TantivyError> {
    let fields = snapshot.fields();
    for segment in snapshot.searcher().segment_readers() {
        for field in [fields.title, fields.body] {
            let inverted = segment.inverted_index(field)?;
            let mut stream = inverted.terms().range().ge(start.as_bytes()).into_stream()?;
            while stream.advance() {
                if !stream.key().starts_with(start.as_bytes()) {
                    break;
                }
                if let Ok(form) = std::str::from_utf8(stream.key()) {
                    visit(form);
                }
            }
        }
    }
    Ok(())
}
