//! The score of one document for one word or phrase: BM25F over title and body (Robertson, Zaragoza and
//! Taylor 2004), with lengths that leave stop words out.

use std::fmt;
use std::sync::Arc;

use tantivy::query::Explanation;
use tantivy::{DocId, SegmentReader, TantivyError};

use super::ranking::Ranking;
use super::statistics::Statistics;
use crate::index::{CommitColumns, SegmentColumns, Snapshot};
use crate::vocabulary::Grade;

/// Scores are whole multiples of this: sums of them are exact in any order, whatever the segments.
const STEP: f32 = 1.0 / 1024.0;

/// What all scores of one search have in common.
#[derive(Clone)]
pub(super) struct Scale {
    pub(super) statistics: Statistics,
    pub(super) ranking: Ranking,
    columns: Arc<CommitColumns>,
}

impl Scale {
    pub(super) fn new(snapshot: &Snapshot, statistics: Statistics, ranking: Ranking) -> Self {
        Scale { statistics, ranking, columns: Arc::clone(snapshot.columns()) }
    }
}

impl fmt::Debug for Scale {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Scale").field(&self.statistics).field(&self.ranking).finish()
    }
}

/// Weights of forms are whole multiples of this: a document's occurrences, up to some ten thousand of them, add up
/// to the same in any order, and so by whichever way they are gathered.
const WEIGHT_STEP: f32 = 1.0 / 1024.0;

/// What an occurrence of a form of this grade counts.
pub(super) fn weight(ranking: &Ranking, grade: Grade) -> f32 {
    (ranking.weight(grade) / WEIGHT_STEP).round() * WEIGHT_STEP
}

/// Scores documents of one segment.
pub(super) struct Scoring {
    columns: Arc<SegmentColumns>,
    statistics: Statistics,
    ranking: Ranking,
    idf: f32,
    boost: f32,
    /// What an occurrence in the shortest title of the segment and in its shortest body weighs.
    per_title: f32,
    per_body: f32,
}

impl Scoring {
    pub(super) fn open(
        segment: &SegmentReader,
        scale: &Scale,
        idf: f32,
        boost: f32,
    ) -> Result<Self, TantivyError> {
        let Scale { statistics, ranking, columns } = scale;
        let columns = columns.of_segment(segment)?;
        let share = ranking.length_share;
        let least = |length: u64, mean: f32| 1.0 - share + share * length as f32 / mean;
        let per_title = ranking.title / least(columns.title_length.min_value(), statistics.mean_title);
        let per_body = 1.0 / least(columns.body_length.min_value(), statistics.mean_body);
        Ok(Scoring { columns, statistics: *statistics, ranking: *ranking, idf, boost, per_title, per_body })
    }

    /// The score of a document with so many (weighed) occurrences in title and body.
    pub(super) fn score(&self, doc: DocId, title: f32, body: f32) -> f32 {
        let Scoring { statistics, ranking, .. } = self;
        let norm =
            |length: u64, mean: f32| 1.0 - ranking.length_share + ranking.length_share * length as f32 / mean;
        let mut weighed = 0.0;
        if title > 0.0 {
            let length = self.columns.title_length.first(doc).unwrap_or(0);
            weighed += ranking.title * title / norm(length, statistics.mean_title);
        }
        if body > 0.0 {
            let length = self.columns.body_length.first(doc).unwrap_or(0);
            weighed += body / norm(length, statistics.mean_body);
        }
        let saturation = ranking.saturation;
        let score = self.boost * self.idf * (saturation + 1.0) * weighed / (weighed + saturation);
        (score / STEP).round().max(1.0) * STEP
    }

    /// The most that any document can score: a limit of infinitely many occurrences.
    pub(super) fn most(&self) -> f32 {
        self.boost * self.idf * (self.ranking.saturation + 1.0) + STEP
    }

    /// No less than the score of a document with so many (weighed) occurrences in title and body, whichever it is:
    /// as if it were as short as the shortest. Reads nothing.
    pub(super) fn bound(&self, title: f32, body: f32) -> f32 {
        let weighed = title * self.per_title + body * self.per_body;
        let saturation = self.ranking.saturation;
        self.boost * self.idf * (saturation + 1.0) * weighed / (weighed + saturation) + STEP
    }

    /// Tells how the score of a document came about, with so many (weighed) occurrences in title and body.
    pub(super) fn explain(&self, doc: DocId, what: String, title: f32, body: f32) -> Explanation {
        let Scoring { statistics, ranking, .. } = self;
        let mut told = Explanation::new_with_string(what, self.score(doc, title, body));
        let mut add = |what: String, value: f32| told.add_detail(Explanation::new_with_string(what, value));
        add("idf: how rare it is".into(), self.idf);
        if title > 0.0 {
            let length = self.columns.title_length.first(doc).unwrap_or(0);
            let mean = statistics.mean_title;
            add(
                format!(
                    "occurrences in the title, of {length} words (mean {mean:.1}), each × {}",
                    ranking.title
                ),
                title,
            );
        }
        if body > 0.0 {
            let length = self.columns.body_length.first(doc).unwrap_or(0);
            add(
                format!("occurrences in the body, of {length} words (mean {:.1})", statistics.mean_body),
                body,
            );
        }
        told
    }
}

/// What an engine's query says of a document that it does not match.
pub(super) fn does_not_match(doc: DocId) -> TantivyError {
    TantivyError::InvalidArgument(format!("document {doc} does not match"))
}
