//! The score of one document for one word or phrase: BM25F over title and body (Robertson, Zaragoza and
//! Taylor 2004), with lengths that leave stop words out.

use std::sync::Arc;

use tantivy::{DocId, SegmentReader, TantivyError};

use super::statistics::Statistics;
use crate::index::SegmentColumns;

/// What an occurrence in a title counts beside one in a body.
const TITLE_WEIGHT: f32 = 2.0;
/// How soon further occurrences count for less.
const SATURATION: f32 = 1.2;
/// How much of a field's length counts against it.
const LENGTH_SHARE: f32 = 0.75;
/// Scores are whole multiples of this: sums of them are exact in any order, whatever the segments.
const STEP: f32 = 1.0 / 1024.0;

/// Scores documents of one segment.
pub(super) struct Scoring {
    columns: Arc<SegmentColumns>,
    statistics: Statistics,
    idf: f32,
    boost: f32,
}

impl Scoring {
    pub(super) fn open(
        segment: &SegmentReader,
        statistics: Statistics,
        idf: f32,
        boost: f32,
    ) -> Result<Self, TantivyError> {
        Ok(Scoring { columns: Arc::new(SegmentColumns::open(segment)?), statistics, idf, boost })
    }

    /// The score of a document with so many (weighed) occurrences in title and body.
    pub(super) fn score(&self, doc: DocId, title: f32, body: f32) -> f32 {
        let mut weighed = 0.0;
        if title > 0.0 {
            let length = self.columns.title_length.first(doc).unwrap_or(0) as f32;
            weighed += TITLE_WEIGHT * title / norm(length, self.statistics.mean_title);
        }
        if body > 0.0 {
            let length = self.columns.body_length.first(doc).unwrap_or(0) as f32;
            weighed += body / norm(length, self.statistics.mean_body);
        }
        let score = self.boost * self.idf * (SATURATION + 1.0) * weighed / (weighed + SATURATION);
        (score / STEP).round().max(1.0) * STEP
    }
}

fn norm(length: f32, mean: f32) -> f32 {
    1.0 - LENGTH_SHARE + LENGTH_SHARE * length / mean
}
