//! What a prefix or an approximate word takes: forms told by their letters, of which an index may hold any number.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use levenshtein_automata::{DFA, Distance};
use tantivy::directory::OwnedBytes;
use tantivy::postings::TermInfo;
use tantivy::{InvertedIndexReader, TantivyError};

use super::near;
use crate::analysis::{fold_form, forms_of};
use crate::index::Snapshot;
use crate::vocabulary::{Grade, Group, Vocabulary};

/// Forms up to which a word is a group, each form with postings of its own; beyond, it is gathered in one pass.
const MOST_IN_A_GROUP: usize = 256;

/// Which forms a word takes.
pub(super) struct Pattern {
    /// The word as forms, and its sign.
    name: String,
    typed: String,
    takes: Takes,
}

enum Takes {
    /// What begins so, accents and case aside.
    Beginning(String),
    /// What is near this, accents and case aside.
    Near(Box<DFA>, String),
}

/// The forms of a pattern in an index.
pub(super) enum Taken {
    /// So few that each is read apart.
    Few(Group),
    /// More.
    Many,
}

impl Pattern {
    /// Takes all forms whose fold begins as the form's does.
    pub(super) fn beginning(form: &str) -> Self {
        Pattern { name: format!("{form}*"), typed: form.to_owned(), takes: Takes::Beginning(fold_form(form)) }
    }

    /// Takes all forms at most so many letters (added, dropped, changed, swapped) from the text, accents aside.
    pub(super) fn near(text: &str, distance: u8) -> Self {
        let fold = fold_form(text);
        let typed = forms_of(text).concat();
        let automaton = Box::new(near::automaton(&fold, distance));
        Pattern { name: format!("{typed}~{distance}"), typed, takes: Takes::Near(automaton, fold) }
    }

    /// What it is called: no other pattern is called so.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// How near a form is to what was typed, if it is taken at all.
    pub(super) fn grade(&self, form: &str) -> Option<Grade> {
        let is_taken = match &self.takes {
            Takes::Beginning(start) => form.starts_with(start) || fold_form(form).starts_with(start),
            Takes::Near(automaton, _) => matches!(automaton.eval(fold_form(form)), Distance::Exact(_)),
        };
        is_taken.then(|| self.grade_of(form, None))
    }

    /// The grade of a form that is taken; its fold, where it is at hand.
    fn grade_of(&self, form: &str, fold: Option<&str>) -> Grade {
        if form == self.typed {
            return Grade::Typed;
        }
        match &self.takes {
            Takes::Near(_, wanted)
                if fold.map_or_else(|| fold_form(form) == *wanted, |fold| fold == wanted) =>
            {
                Grade::SameFold
            }
            Takes::Near(..) | Takes::Beginning(_) => Grade::Near,
        }
    }

    /// Returns the forms of an index that are taken; stops reading where there are too many for a group.
    pub(super) fn taken(&self, snapshot: &Snapshot) -> Result<Taken, TantivyError> {
        let fields = snapshot.fields();
        let mut graded = BTreeMap::new();
        let segments = snapshot.searcher().segment_readers().iter();
        for (segment, vocabulary) in segments.zip(snapshot.vocabularies()) {
            let dictionaries = [segment.inverted_index(fields.title)?, segment.inverted_index(fields.body)?];
            let mut keep = |form: &str, grade, _: &TermInfo| {
                graded.insert(form.to_owned(), grade);
                match graded.len() > MOST_IN_A_GROUP {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                }
            };
            for dictionary in &dictionaries {
                if self.visit_own(dictionary, &mut keep)?.is_break() {
                    return Ok(Taken::Many);
                }
            }
            let others = self.others(vocabulary);
            for dictionary in &dictionaries {
                if visit_others(&others, dictionary, &mut keep)?.is_break() {
                    return Ok(Taken::Many);
                }
            }
        }
        Ok(Taken::Few(Group::from_graded(graded)))
    }

    /// Calls `visit` with every form that is taken and that a dictionary tells by itself, and where its postings
    /// lie: the others are told by the segment's vocabulary, and no form by both. Reads those branches alone that
    /// hold one.
    pub(super) fn visit_own(
        &self,
        dictionary: &InvertedIndexReader,
        visit: Visit<'_>,
    ) -> Result<ControlFlow<()>, TantivyError> {
        match &self.takes {
            Takes::Beginning(start) => {
                let mut stream = dictionary.terms().range().ge(start.as_bytes()).into_stream()?;
                while stream.advance() && stream.key().starts_with(start.as_bytes()) {
                    if let Ok(form) = std::str::from_utf8(stream.key())
                        && visit(form, self.grade_of(form, None), stream.value()).is_break()
                    {
                        return Ok(ControlFlow::Break(()));
                    }
                }
            }
            Takes::Near(automaton, _) => {
                let mut stream = dictionary.terms().search(near::Near(automaton)).into_stream()?;
                while stream.advance() {
                    // What is not its own fold is taken by that.
                    if let Ok(form) = std::str::from_utf8(stream.key())
                        && (form.is_ascii() || fold_form(form) == form)
                        && visit(form, self.grade_of(form, Some(form)), stream.value()).is_break()
                    {
                        return Ok(ControlFlow::Break(()));
                    }
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The other forms that are taken, which a segment's vocabulary tells by their folds; whether a dictionary
    /// holds them is yet to be seen.
    pub(super) fn others(&self, vocabulary: &Vocabulary<OwnedBytes>) -> Vec<(String, Grade)> {
        let mut others = Vec::new();
        match &self.takes {
            Takes::Beginning(start) => vocabulary.with_fold_prefix(start, |form| {
                if !form.starts_with(start) {
                    others.push((form.to_owned(), self.grade_of(form, None)));
                }
            }),
            Takes::Near(automaton, _) => {
                vocabulary.with_folds_like(near::Near(automaton), |fold, form| {
                    others.push((form.to_owned(), self.grade_of(form, Some(fold))));
                });
            }
        }
        others
    }
}

/// Takes a form, its grade and where its postings lie, and says whether to go on.
pub(super) type Visit<'v> = &'v mut dyn FnMut(&str, Grade, &TermInfo) -> ControlFlow<()>;

/// Calls `visit` with those of the forms that a dictionary holds.
pub(super) fn visit_others(
    others: &[(String, Grade)],
    dictionary: &InvertedIndexReader,
    visit: Visit<'_>,
) -> Result<ControlFlow<()>, TantivyError> {
    for (form, grade) in others {
        if let Some(info) = dictionary.terms().get(form.as_bytes())?
            && visit(form, *grade, &info).is_break()
        {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}
