//! What scores are reckoned from: numbers of the living documents, and of them alone, so that a history
//! of deletions changes neither scores nor places.

use tantivy::{Searcher, SegmentReader};

use crate::index::{SegmentColumns, Snapshot};

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
    /// Reckons the totals. Reads the columns of segments with deletions, else a few numbers a segment.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn of(snapshot: &Snapshot) -> Result<Self, tantivy::TantivyError> {
        let searcher: &Searcher = snapshot.searcher();
        let mut totals = (0, 0);
        for (segment, vocabulary) in searcher.segment_readers().iter().zip(snapshot.vocabularies()) {
            let (title, body) = if segment.has_deletes() {
                living_lengths(segment)?
            } else {
                (vocabulary.title_tokens(), vocabulary.body_tokens())
            };
            totals = (totals.0 + title, totals.1 + body);
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

fn living_lengths(segment: &SegmentReader) -> Result<(u64, u64), tantivy::TantivyError> {
    let columns = SegmentColumns::open(segment)?;
    let mut totals = (0, 0);
    for doc in segment.doc_ids_alive() {
        totals.0 += columns.title_length.first(doc).unwrap_or(0);
        totals.1 += columns.body_length.first(doc).unwrap_or(0);
    }
    Ok(totals)
}
