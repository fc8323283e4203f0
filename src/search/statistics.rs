//! What scores are reckoned from: numbers of the living documents, and of them alone, so that a history
//! of deletions changes neither scores nor places.

use tantivy::{Searcher, SegmentReader};

use crate::index::{CommitColumns, Snapshot};

/// Totals over the living documents of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Statistics {
    /// Documents.
    pub documents: u64,
    /// Mean length of a title, in tokens that are no stop words.
    pub mean_title: f32,
    /// Mean length of a body, likewise.
    pub mean_body: f32,
}

impl Statistics {
    /// Reckons the totals. Reads a few numbers a segment, and two for each deleted document.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn of(snapshot: &Snapshot) -> Result<Self, tantivy::TantivyError> {
        let searcher: &Searcher = snapshot.searcher();
        let mut totals = (0, 0);
        for (segment, vocabulary) in searcher.segment_readers().iter().zip(snapshot.vocabularies()) {
            let (title, body) = deleted_lengths(snapshot.columns(), segment)?;
            totals.0 += vocabulary.title_tokens().saturating_sub(title);
            totals.1 += vocabulary.body_tokens().saturating_sub(body);
        }
        let documents = searcher.num_docs();
        let mean = |total: u64| (total as f64 / documents.max(1) as f64).max(1.0) as f32;
        Ok(Statistics { documents, mean_title: mean(totals.0), mean_body: mean(totals.1) })
    }

    /// The weight of a word that stands in so many documents (BM25's inverse document frequency, Robertson
    /// and Zaragoza 2009, in the form that is never negative).
    pub fn idf(&self, documents: u64) -> f32 {
        let (all, with) = (self.documents as f64, documents.min(self.documents) as f64);
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln() as f32
    }
}

/// Tokens of titles and bodies of the deleted documents, which the segment's totals still hold.
fn deleted_lengths(
    columns: &CommitColumns,
    segment: &SegmentReader,
) -> Result<(u64, u64), tantivy::TantivyError> {
    let mut totals = (0, 0);
    let Some(alive) = segment.alive_bitset() else { return Ok(totals) };
    let columns = columns.of_segment(segment)?;
    for doc in (0..segment.max_doc()).filter(|doc| alive.is_deleted(*doc)) {
        totals.0 += columns.title_length.first(doc).unwrap_or(0);
        totals.1 += columns.body_length.first(doc).unwrap_or(0);
    }
    Ok(totals)
}
