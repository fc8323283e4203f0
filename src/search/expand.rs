//! Words of a query become groups of the index's forms, or patterns where these are many.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::TantivyError;

use super::pattern::{Pattern, Taken};
use crate::analysis::{Unit, forms_of, is_stop_word, units_of};
use crate::index::Snapshot;
use crate::query::{Atom, How, PhraseHow};
use crate::vocabulary::{Group, Reach};

/// The forms that one word reaches.
#[derive(Clone)]
pub(super) enum Forms {
    /// Each by name.
    Group(Arc<Group>),
    /// More than are worth naming.
    Pattern(Arc<Pattern>),
}

/// Words side by side.
pub(super) type Run = Vec<Forms>;

/// Runs that an atom is tried with, at most: compounds in a long phrase multiply them.
const MOST_RUNS: usize = 16;

/// What an atom asks for.
#[derive(Clone, Default)]
pub(super) struct Asked {
    /// One of these, each of one group or more; none if the atom holds no word.
    pub(super) runs: Vec<Run>,
    /// The groups whose rarity is the atom's: of a compound the whole, else all parts.
    pub(super) weighed: Run,
}

impl Asked {
    fn of_word(forms: Forms) -> Self {
        Asked { runs: vec![vec![forms.clone()]], weighed: vec![forms] }
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
            run.push(taken(snapshot, Pattern::beginning(&last))?);
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
            return Asked { runs: vec![parts, vec![whole.clone()]], weighed: vec![whole] };
        }
        let mut runs = vec![parts.clone()];
        if units.len() > 1
            && let [Forms::Group(group)] = &parts[..]
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
                let group = |form| Forms::Group(Arc::new(Group::from_graded(graded(form))));
                runs.push(unit.parts.into_iter().map(group).collect());
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
fn word(snapshot: &Snapshot, form: &str, reach: Reach, among_others: bool) -> Forms {
    let reach = if among_others && is_stop_word(form) { reach.min(Reach::Fold) } else { reach };
    Forms::Group(Arc::new(Group::of(form, reach, snapshot.vocabularies(), snapshot.inflection())))
}

/// What an approximate word asks for: all forms at most so many letters from the text.
pub(super) fn fuzzy(snapshot: &Snapshot, text: &str, distance: u8) -> Result<Asked, TantivyError> {
    Ok(Asked::of_word(taken(snapshot, Pattern::near(text, distance))?))
}

/// The forms that a pattern takes, by name where they are few.
fn taken(snapshot: &Snapshot, pattern: Pattern) -> Result<Forms, TantivyError> {
    Ok(match pattern.taken(snapshot)? {
        Taken::Few(group) => Forms::Group(Arc::new(group)),
        Taken::Many => Forms::Pattern(Arc::new(pattern)),
    })
}
