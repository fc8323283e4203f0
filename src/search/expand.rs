//! Words of a query become groups of the index's forms.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::TantivyError;

use super::near;
use crate::analysis::{Unit, fold_form, forms_of, is_stop_word, units_of};
use crate::index::Snapshot;
use crate::query::{Atom, How, PhraseHow};
use crate::vocabulary::{Grade, Group, Reach};

/// Groups side by side.
pub(super) type Run = Vec<Arc<Group>>;

/// Runs that an atom is tried with, at most: compounds in a long phrase multiply them.
const MOST_RUNS: usize = 16;

/// What an atom asks for.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    /// One of these, each of one group or more; none if the atom holds no word.
    pub(super) runs: Vec<Run>,
    /// The groups whose rarity is the atom's: of a compound the whole, else all parts.
    pub(super) weighed: Run,
}

impl Asked {
    fn of_group(group: Arc<Group>) -> Self {
        Asked { runs: vec![vec![Arc::clone(&group)]], weighed: vec![group] }
    }

    /// This and the next side by side.
    fn then(self, next: Asked) -> Self {
        let pairs =
            self.runs.iter().flat_map(|run| next.runs.iter().map(move |next| [&run[..], next].concat()));
        Asked { runs: pairs.take(MOST_RUNS).collect(), weighed: [self.weighed, next.weighed].concat() }
    }
}

/// Returns what an atom asks for.
pub(super) fn atom(snapshot: &Snapshot, atom: &Atom) -> Result<Asked, TantivyError> {
    Ok(match atom {
        Atom::Word { text, how } => words(snapshot, text, reach_of_word(text, *how)),
        Atom::Phrase { text, how } => words(snapshot, text, reach_of_phrase(text, *how)),
        Atom::Prefix { text } => {
            let mut forms = forms_of(text);
            let Some(last) = forms.pop() else { return Ok(Asked::default()) };
            let mut run: Run = forms.iter().map(|form| word(snapshot, form, Reach::Fold, true)).collect();
            run.push(prefix(snapshot, &last)?);
            Asked { runs: vec![run.clone()], weighed: run }
        }
    })
}

/// What a text's words ask for, side by side.
pub(super) fn words(snapshot: &Snapshot, text: &str, reach: Reach) -> Asked {
    let each = each_word(snapshot, text, reach);
    if each.is_empty() {
        return Asked::default();
    }
    each.into_iter().fold(Asked { runs: vec![Run::new()], weighed: Run::new() }, Asked::then)
}

/// What each of a text's words asks for, for words that may stand apart.
///
/// A compound is asked for by its parts side by side (`week` `end`, however the two are joined) or as the
/// spelling that joins them (`weekend`).
pub(super) fn each_word(snapshot: &Snapshot, text: &str, reach: Reach) -> Vec<Asked> {
    let units = units_of(text);
    let among_others = units.len() > 1 || units.iter().any(|unit| unit.parts.len() > 1);
    let one = |unit: &Unit| -> Asked {
        let parts: Run = unit.parts.iter().map(|form| word(snapshot, form, reach, among_others)).collect();
        if let Some(whole) = &unit.whole {
            let whole = word(snapshot, whole, reach, false);
            return Asked { runs: vec![parts, vec![Arc::clone(&whole)]], weighed: vec![whole] };
        }
        let mut runs = vec![parts.clone()];
        if units.len() > 1
            && let [group] = &parts[..]
        {
            runs.extend(written_apart(group));
        }
        Asked { runs, weighed: parts }
    };
    units.iter().map(one).collect()
}

/// Compounds of a group by their parts: beside other words, `week-end` takes two places.
fn written_apart(group: &Group) -> Vec<Run> {
    let mut runs = Vec::new();
    for member in &group.members {
        for unit in units_of(&member.form) {
            if unit.whole.is_some() {
                let graded = |form: String| BTreeMap::from([(form, member.grade)]);
                runs.push(
                    unit.parts.into_iter().map(|form| Arc::new(Group::from_graded(graded(form)))).collect(),
                );
            }
        }
    }
    runs
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
    let start = fold_form(text);
    let mut graded = BTreeMap::new();
    let mut offer = |form: &str| {
        let grade = if form == text { Grade::Typed } else { Grade::Near };
        graded.insert(form.to_owned(), grade);
    };
    for vocabulary in snapshot.vocabularies() {
        vocabulary.with_fold_prefix(&start, &mut offer);
    }
    // Forms that are their own fold stand in the dictionaries alone.
    visit_forms(snapshot, &start, &mut |form, _| offer(form))?;
    Ok(Arc::new(Group::from_graded(graded)))
}

/// The group of all forms at most so many letters (added, dropped, changed, swapped) from the text,
/// accents aside. Reads those branches of the dictionaries alone that hold one.
pub(super) fn fuzzy(snapshot: &Snapshot, text: &str, distance: u8) -> Result<Asked, TantivyError> {
    let wanted = fold_form(text);
    let typed = forms_of(text).concat();
    let mut graded = BTreeMap::new();
    near::visit(snapshot, &near::automaton(&wanted, distance), &mut |form, fold, _| {
        let grade = match () {
            () if form == typed => Grade::Typed,
            () if fold == wanted => Grade::SameFold,
            () => Grade::Near,
        };
        graded.insert(form.to_owned(), grade);
        Ok(())
    })?;
    Ok(Asked::of_group(Arc::new(Group::from_graded(graded))))
}

/// Calls `visit` with every form that begins so and how many documents have it, the deleted as well, once for
/// each field and segment that has it.
fn visit_forms(
    snapshot: &Snapshot,
    start: &str,
    visit: &mut dyn FnMut(&str, u32),
) -> Result<(), TantivyError> {
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
                    visit(form, stream.value().doc_freq);
                }
            }
        }
    }
    Ok(())
}
