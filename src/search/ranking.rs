//! What an occurrence counts: the parameters of the score, in one place.

use crate::vocabulary::Grade;

/// Parameters of the score.
///
/// An article's score is the sum over the query's words and phrases of BM25F (`score`), in which an
/// occurrence counts by its field and by how near its form is to the word as typed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranking {
    /// How soon further occurrences count for less (BM25's k1); above 0.
    pub saturation: f32,
    /// How much of a field's length counts against it (BM25's b), from 0 to 1.
    pub length_share: f32,
    /// What an occurrence in a title counts beside one in a body.
    pub title: f32,
    /// What a form of the same fold counts beside the form as typed.
    pub same_fold: f32,
    /// What a form of the same stem counts.
    pub same_stem: f32,
    /// What a form of the same beginning or nearly the same letters counts.
    pub near: f32,
    /// What it counts that two neighbouring words of the query stand in a text as they do there, beside what
    /// one of the words does; 0 for nothing.
    pub nearness: f32,
}

impl Default for Ranking {
    fn default() -> Self {
        Ranking {
            saturation: 1.2,
            length_share: 0.4,
            title: 4.0,
            same_fold: 0.9,
            same_stem: 0.8,
            near: 0.8,
            nearness: 0.4,
        }
    }
}

impl Ranking {
    /// What an occurrence of a form of this grade counts.
    pub fn weight(&self, grade: Grade) -> f32 {
        match grade {
            Grade::Typed => 1.0,
            Grade::SameFold => self.same_fold,
            Grade::SameStem => self.same_stem,
            Grade::Near => self.near,
        }
    }
}
