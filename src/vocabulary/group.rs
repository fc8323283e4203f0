//! The group of forms that one word of a query reaches, each with its grade.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use super::Vocabulary;
use crate::analysis::{Inflection, fold_form};

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
    /// Its name for people and scripts; it does not change.
    pub fn name(self) -> &'static str {
        match self {
            Grade::Typed => "typed",
            Grade::SameFold => "same fold",
            Grade::SameStem => "same stem",
            Grade::Near => "near",
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
    /// Returns the group that a form reaches in these vocabularies, which are of this inflection.
    ///
    /// A form typed without accents stands for its accented spellings: their inflections belong to the
    /// group as well (`eleves` reaches `élève`). Candidates are not looked up in a dictionary: one of them
    /// may stand in no article. Costs a few microseconds a vocabulary.
    pub fn of<D: Deref<Target = [u8]>>(
        form: &str,
        reach: Reach,
        vocabularies: &[Vocabulary<D>],
        inflection: &Inflection,
    ) -> Self {
        let mut graded = BTreeMap::from([(form.to_owned(), Grade::Typed)]);
        let mut offer = |form: &str, grade: Grade| {
            graded
                .entry(form.to_owned())
                .and_modify(|known: &mut Grade| *known = grade.min(*known))
                .or_insert(grade);
        };
        let mut spellings = vec![form.to_owned()];
        if reach >= Reach::Fold {
            let folded = fold_form(form);
            offer(&folded, Grade::SameFold);
            for vocabulary in vocabularies {
                vocabulary.with_fold(&folded, |spelling| {
                    offer(spelling, Grade::SameFold);
                    if folded == form {
                        spellings.push(spelling.to_owned());
                    }
                });
            }
        }
        if reach >= Reach::Stem {
            let stems: BTreeSet<String> = spellings.iter().map(|each| inflection.stem(each)).collect();
            for stem in &stems {
                // A form that is its own stem has no key: it belongs here only if its stem is this one.
                if inflection.stem(stem) == *stem {
                    offer(stem, Grade::SameStem);
                }
                for vocabulary in vocabularies {
                    vocabulary.with_stem(stem, |form| offer(form, Grade::SameStem));
                }
            }
        }
        Group::from_graded(graded)
    }

    /// The form as typed, or the first one where none was.
    pub fn name(&self) -> &str {
        let typed = self.members.iter().min_by_key(|member| member.grade);
        typed.map_or("", |member| member.form.as_str())
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
        let inflection = Inflection::default();
        let mut builder = Builder::new(&inflection);
        for form in ["président", "présidents", "president", "présidente", "résident", "cote", "côte", "côté"]
        {
            builder.add(form);
        }
        let vocabularies = [Vocabulary::open(builder.finish(0, 0), &inflection).expect("opens")];
        let group = |form: &str, reach| {
            let group = Group::of(form, reach, &vocabularies, &inflection);
            let shown: Vec<String> =
                group.members.iter().map(|m| format!("{}:{:?}", m.form, m.grade)).collect();
            shown.join(" ")
        };
        assert_eq!(
            group("président", Reach::Stem),
            "president:SameFold président:Typed présidente:SameStem présidents:SameStem"
        );
        assert_eq!(group("president", Reach::Fold), "president:Typed président:SameFold");
        assert_eq!(group("côté", Reach::Letter), "côté:Typed");
        assert_eq!(group("cote", Reach::Fold), "cote:Typed côte:SameFold côté:SameFold");
    }
}
