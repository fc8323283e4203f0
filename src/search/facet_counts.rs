//! Counts of a facet's keys in one segment: a document counts once a name, whatever keys it has of it.

use std::sync::Arc;

use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentOrdinal, SegmentReader};

use crate::index::{Error, FacetField, Snapshot};

/// A facet to count, and which of its keys are one name, a list a segment.
#[derive(Debug, Clone)]
pub(super) struct FacetAsked {
    field: FacetField,
    groupings: Arc<Vec<Vec<(u32, u32)>>>,
}

impl FacetAsked {
    pub(super) fn of(snapshot: &Snapshot, field: FacetField) -> Result<Self, Error> {
        let segments = snapshot.searcher().segment_readers();
        let groupings = segments.iter().map(|segment| snapshot.grouping(segment, field));
        Ok(FacetAsked { field, groupings: Arc::new(groupings.collect::<Result<_, _>>()?) })
    }

    /// Counts of nothing yet; `None` if no document of the segment has a key.
    pub(super) fn counts(
        &self,
        at: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<Option<FacetCounts>> {
        let column = Snapshot::facet_column(segment, self.field)
            .map_err(|error| tantivy::TantivyError::InternalError(error.to_string()))?;
        Ok(column.map(|column| {
            let keys = column.num_terms();
            let pairs = self.groupings.get(at as usize).map_or(&[][..], Vec::as_slice);
            FacetCounts { counts: vec![0; keys], groups: Groups::new(keys, pairs), column }
        }))
    }
}

/// Counts of a facet's keys in one segment, by ordinal; of keys that are one name all under one ordinal.
pub(super) struct FacetCounts {
    pub(super) column: StrColumn,
    pub(super) counts: Vec<u32>,
    groups: Groups,
}

impl FacetCounts {
    /// Counts a document, which has not been counted before.
    pub(super) fn count(&mut self, doc: DocId) {
        for ordinal in self.column.term_ords(doc) {
            if let Some(first) = self.groups.first_of(doc, ordinal as u32) {
                self.counts[first as usize] += 1;
            }
        }
    }
}

/// Under which ordinal each one counts.
pub(super) struct Groups {
    /// Empty where no two keys are one name.
    under: Vec<u32>,
    /// The document, plus one, that each ordinal last counted.
    last: Vec<u32>,
}

impl Groups {
    /// Takes the number of ordinals, and those that count under another one.
    pub(super) fn new(ordinals: usize, pairs: &[(u32, u32)]) -> Self {
        if pairs.is_empty() {
            return Groups { under: Vec::new(), last: Vec::new() };
        }
        let mut under: Vec<u32> = (0..ordinals as u32).collect();
        for (from, to) in pairs {
            if let Some(place) = under.get_mut(*from as usize).filter(|_| (*to as usize) < ordinals) {
                *place = *to;
            }
        }
        Groups { under, last: vec![0; ordinals] }
    }

    /// The ordinal that one counts under.
    pub(super) fn under(&self, ordinal: u32) -> u32 {
        self.under.get(ordinal as usize).copied().unwrap_or(ordinal)
    }

    /// The ordinal that one counts under, if the document has not counted there yet.
    pub(super) fn first_of(&mut self, doc: DocId, ordinal: u32) -> Option<u32> {
        let Some(under) = self.under.get(ordinal as usize) else { return Some(ordinal) };
        let last = &mut self.last[*under as usize];
        let is_first = *last != doc + 1;
        *last = doc + 1;
        is_first.then_some(*under)
    }
}
