//! The group of forms that one word of a query reaches, each with its grade.

use std::collections::BTreeMap;
use std::ops::Deref;

use super::Vocabulary;
use crate::analysis::{fold, stem};

/// How far a word reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// The form as typed.
    Letter,
    /// Other accents and case as well.
    Fold,
    /// Inflections as well.
    Stem,
}

/// How near a form is to the word as typed, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// The form as typed.
    Typed,
    /// The same fold.
    SameFold,
    /// The same stem.
    SameStem,
    /// Another word of the same beginning or nearly the same letters.
    Near,
}

impl Grade {
    /// What an occurrence of such a form counts, beside one of the form as typed
    /// (chosen on four retrieval sets; a stem's share of 0.8 was better than flat on all of them).
    pub fn weight(self) -> f32 {
        match self {
            Grade::Typed => 1.0,
            Grade::SameFold => 0.9,
            Grade::SameStem | Grade::Near => 0.8,
        }
    }
}

/// A form and its grade.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Member {
    /// The form, as the index holds it.
    pub form: String,
    /// How near it is.
    pub grade: Grade,
}

/// Forms that count as one word, in byte order, each once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Group {
    /// The forms.
    pub members: Vec<Member>,
}

impl Group {
    /// Returns the group that a form reaches in these vocabularies.
    ///
    /// Candidates are not looked up in a dictionary: one of them may stand in no article. Costs a few
    /// microseconds a vocabulary.
    pub fn of<D: Deref<Target = [u8]>>(form: &str, reach: Reach, vocabularies: &[Vocabulary<D>]) -> Self {
        let mut graded = BTreeMap::new();
        let mut offer = |form: &str, grade: Grade| {
            graded
                .entry(form.to_owned())
                .and_modify(|known: &mut Grade| *known = grade.min(*known))
                .or_insert(grade);
        };
        offer(form, Grade::Typed);
        if reach >= Reach::Fold {
            let folded = fold(form);
            offer(&folded, Grade::SameFold);
            for vocabulary in vocabularies {
                vocabulary.with_fold(&folded, |form| offer(form, Grade::SameFold));
            }
        }
        if reach >= Reach::Stem {
            let stemmed = stem(form);
            offer(&stemmed, Grade::SameStem);
            for vocabulary in vocabularies {
                vocabulary.with_stem(&stemmed, |form| offer(form, Grade::SameStem));
            }
        }
        // A form that is its own stem has no key: it belongs here only if its stem is the word's.
        graded.retain(|candidate, grade| *grade != Grade::SameStem || stem(candidate) == stem(form));
        Group::from_graded(graded)
    }

    /// Returns the group of these forms.
    pub fn from_graded(graded: BTreeMap<String, Grade>) -> Self {
        Group { members: graded.into_iter().map(|(form, grade)| Member { form, grade }).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Builder;

    #[test]
    fn a_word_reaches_its_spellings_and_inflections() {
        let mut builder = Builder::default();
        for form in ["président", "présidents", "president", "présidente", "résident", "cote", "côte", "côté"]
        {
            builder.add(form);
        }
        let vocabularies = [Vocabulary::open(builder.finish(0, 0)).expect("opens")];
        let group = |form: &str, reach| {
            let group = Group::of(form, reach, &vocabularies);
            let shown: Vec<String> =
                group.members.iter().map(|m| format!("{}:{}", m.form, m.grade.weight())).collect();
            shown.join(" ")
        };
        assert_eq!(
            group("président", Reach::Stem),
            "president:0.9 président:1 présidente:0.8 présidents:0.8"
        );
        assert_eq!(group("president", Reach::Fold), "president:1 président:0.9");
        assert_eq!(group("côté", Reach::Letter), "côté:1");
        assert_eq!(group("cote", Reach::Fold), "cote:1 côte:0.9 côté:0.9");
    }
}
