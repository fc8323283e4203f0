//! The score of one document for one word or phrase: BM25F over title and body (Robertson, Zaragoza and
//! Taylor 2004), with lengths that leave stop words out.

use std::sync::Arc;

use tantivy::query::Explanation;
use tantivy::{DocId, SegmentReader, TantivyError};

use super::ranking::Ranking;
use super::statistics::Statistics;
use crate::index::SegmentColumns;
use crate::vocabulary::Grade;

/// Scores are whole multiples of this: sums of them are exact in any order, whatever the segments.
const STEP: f32 = 1.0 / 1024.0;

/// What all scores of one search have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    pub(super) statistics: Statistics,
    pub(super) ranking: Ranking,
}

/// Weights of forms are whole multiples of this: a document's occurrences, up to some ten thousand of them, add up
/// to the same in any order, and so by whichever way they are gathered.
const WEIGHT_STEP: f32 = 1.0 / 1024.0;

impl Scale {
    /// What an occurrence of a form of this grade counts.
    pub(super) fn weight(&self, grade: Grade) -> f32 {
        (self.ranking.weight(grade) / WEIGHT_STEP).round() * WEIGHT_STEP
    }
}

/// Scores documents of one segment.
pub(super) struct Scoring {
    columns: Arc<SegmentColumns>,
    scale: Scale,
    idf: f32,
    boost: f32,
}

impl Scoring {
    pub(super) fn open(
        segment: &SegmentReader,
        scale: Scale,
        idf: f32,
        boost: f32,
    ) -> Result<Self, TantivyError> {
        Ok(Scoring { columns: Arc::new(SegmentColumns::open(segment)?), scale, idf, boost })
    }

    /// The score of a document with so many (weighed) occurrences in title and body.
    pub(super) fn score(&self, doc: DocId, title: f32, body: f32) -> f32 {
        let Scale { statistics, ranking } = &self.scale;
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

    /// Tells how the score of a document came about, with so many (weighed) occurrences in title and body.
    pub(super) fn explain(&self, doc: DocId, what: String, title: f32, body: f32) -> Explanation {
        let Scale { statistics, ranking } = &self.scale;
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
