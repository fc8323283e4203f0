//! What a word of a query reaches, form by form: the audit of an inflection on a corpus.

use super::{Error, Index};
use crate::index::Occurrences;
use crate::vocabulary::{Grade, Group, Reach};

/// A form that a word reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachedForm {
    /// The form, as the index holds it.
    pub form: String,
    /// How near it is to the word.
    pub grade: Grade,
    /// The articles that hold it.
    pub occurrences: Occurrences,
}

/// What a word reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The forms that stand in an article, and the word as typed; the most frequent first, equals by form.
    pub forms: Vec<ReachedForm>,
    /// The articles that hold one of them.
    pub occurrences: Occurrences,
}

impl Index {
    /// Returns what one word of a query reaches if it stands alone and without signs. `form` is a form of the
    /// analysis. Reads the postings of the whole group.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn reached(&self, form: &str) -> Result<Reached, Error> {
        let group = Group::of(form, Reach::Stem, self.snapshot.vocabularies(), self.snapshot.inflection());
        let occurrences = self.snapshot.occurrences(group.members.iter().map(|member| &*member.form))?;
        let mut forms = Vec::with_capacity(group.members.len());
        for member in group.members {
            let occurrences = self.snapshot.occurrences(std::iter::once(&*member.form))?;
            if occurrences.documents > 0 || member.grade == Grade::Typed {
                forms.push(ReachedForm { form: member.form, grade: member.grade, occurrences });
            }
        }
        forms.sort_by(|one, other| {
            let by_count = other.occurrences.documents.cmp(&one.occurrences.documents);
            by_count.then_with(|| one.form.cmp(&other.form))
        });
        Ok(Reached { forms, occurrences })
    }
}
