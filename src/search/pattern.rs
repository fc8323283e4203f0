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
            for field in [fields.title, fields.body] {
                let flow =
                    self.visit(vocabulary, &*segment.inverted_index(field)?, &mut |form, grade, _| {
                        graded.insert(form.to_owned(), grade);
                        match graded.len() > MOST_IN_A_GROUP {
                            true => ControlFlow::Break(()),
                            false => ControlFlow::Continue(()),
                        }
                    })?;
                if flow.is_break() {
                    return Ok(Taken::Many);
                }
            }
        }
        Ok(Taken::Few(Group::from_graded(graded)))
    }

    /// Calls `visit` with every form of a dictionary that is taken, once, and where its postings lie. Reads
    /// those branches of the dictionary and the segment's vocabulary alone that hold one.
    pub(super) fn visit(
        &self,
        vocabulary: &Vocabulary<OwnedBytes>,
        dictionary: &InvertedIndexReader,
        visit: &mut dyn FnMut(&str, Grade, &TermInfo) -> ControlFlow<()>,
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
                let mut others = Others::of(dictionary);
                vocabulary.with_fold_prefix(start, |form| {
                    if !form.starts_with(start) {
                        others.visit(form, || self.grade_of(form, None), visit);
                    }
                });
                others.end()
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
                let mut others = Others::of(dictionary);
                vocabulary.with_folds_like(near::Near(automaton), |fold, form| {
                    others.visit(form, || self.grade_of(form, Some(fold)), visit);
                });
                others.end()
            }
        }
    }
}

/// Forms that the vocabulary knows under another name: they are looked up one by one.
struct Others<'d> {
    dictionary: &'d InvertedIndexReader,
    flow: ControlFlow<()>,
    failed: Option<std::io::Error>,
}

impl<'d> Others<'d> {
    fn of(dictionary: &'d InvertedIndexReader) -> Self {
        Others { dictionary, flow: ControlFlow::Continue(()), failed: None }
    }

    fn visit(
        &mut self,
        form: &str,
        grade: impl FnOnce() -> Grade,
        visit: &mut dyn FnMut(&str, Grade, &TermInfo) -> ControlFlow<()>,
    ) {
        if self.flow.is_break() || self.failed.is_some() {
            return;
        }
        match self.dictionary.terms().get(form.as_bytes()) {
            Ok(Some(info)) => self.flow = visit(form, grade(), &info),
            Ok(None) => {}
            Err(error) => self.failed = Some(error),
        }
    }

    fn end(self) -> Result<ControlFlow<()>, TantivyError> {
        self.failed.map_or(Ok(self.flow), |error| Err(error.into()))
    }
}
