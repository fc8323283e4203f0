//! The columns of a segment, opened together with what is read with them.

use std::sync::{Arc, OnceLock};

use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;
use tantivy::{Searcher, SegmentReader};

use super::super::Error;
use super::super::schema::{FacetField, mentions_column, salience_column};
use super::Snapshot;
use crate::article::Kind;

/// The columns of a segment that ranking and filters read.
pub struct SegmentColumns {
    /// Tokens of the title that are no stop words.
    pub title_length: Column<u64>,
    /// Tokens of the body that are no stop words.
    pub body_length: Column<u64>,
    /// First day of the date, if known.
    pub first_day: Column<i64>,
    /// Last day of the date, if known.
    pub last_day: Column<i64>,
    /// First eight bytes of the id.
    pub order: Column<u64>,
}

impl SegmentColumns {
    /// Opens the columns of a segment.
    ///
    /// # Errors
    /// If the segment is damaged.
    pub fn open(segment: &SegmentReader) -> Result<Self, tantivy::TantivyError> {
        let columns = segment.fast_fields();
        Ok(SegmentColumns {
            title_length: columns.u64("title_length")?,
            body_length: columns.u64("body_length")?,
            first_day: columns.i64("first_day")?,
            last_day: columns.i64("last_day")?,
            order: columns.u64("order")?,
        })
    }
}

/// The columns of each segment of a commit, each opened when it is first asked for: a query asks for them once a
/// word, and opening costs as much as reading the postings of a rare one.
pub struct CommitColumns(Vec<(SegmentId, OnceLock<Arc<SegmentColumns>>)>);

impl CommitColumns {
    pub(super) fn of(searcher: &Searcher) -> Self {
        let ids = searcher.segment_readers().iter().map(SegmentReader::segment_id);
        CommitColumns(ids.map(|id| (id, OnceLock::new())).collect())
    }

    /// The columns of a segment.
    ///
    /// # Errors
    /// If the segment is damaged.
    pub fn of_segment(&self, segment: &SegmentReader) -> Result<Arc<SegmentColumns>, tantivy::TantivyError> {
        let id = segment.segment_id();
        let Some((_, kept)) = self.0.iter().find(|(known, _)| *known == id) else {
            return Ok(Arc::new(SegmentColumns::open(segment)?));
        };
        if let Some(columns) = kept.get() {
            return Ok(Arc::clone(columns));
        }
        let opened = Arc::new(SegmentColumns::open(segment)?);
        Ok(Arc::clone(kept.get_or_init(|| opened)))
    }
}

/// The columns of a segment that say when its documents entered the index.
pub struct EntryColumns {
    /// Number of the run that wrote them.
    pub run: Column<u64>,
    /// When that run began, in seconds since 1970.
    pub seconds: Column<i64>,
}

impl EntryColumns {
    /// Opens the columns of a segment.
    ///
    /// # Errors
    /// If the segment is damaged.
    pub fn open(segment: &SegmentReader) -> Result<Self, tantivy::TantivyError> {
        let columns = segment.fast_fields();
        Ok(EntryColumns { run: columns.u64("entered_run")?, seconds: columns.i64("entered_at")? })
    }
}

/// The columns of a segment that counts of names read: its keys, mentions and weights, in one order.
pub struct NameColumns {
    /// The keys.
    pub keys: StrColumn,
    /// Mentions of each.
    pub mentions: Column<u64>,
    /// Weight of each, in tenths.
    pub salience: Column<u64>,
}

impl NameColumns {
    /// Opens the columns of a kind; `None` if no document of the segment has such a name.
    ///
    /// # Errors
    /// If the segment is damaged.
    pub fn open(segment: &SegmentReader, kind: Kind) -> Result<Option<Self>, tantivy::TantivyError> {
        let columns = segment.fast_fields();
        let Some(keys) = columns.str(kind.name())? else { return Ok(None) };
        let mentions = columns.u64(&mentions_column(kind))?;
        let salience = columns.u64(&salience_column(kind))?;
        Ok(Some(NameColumns { keys, mentions, salience }))
    }
}

impl Snapshot {
    /// The columns of its segments.
    pub fn columns(&self) -> &Arc<CommitColumns> {
        &self.columns
    }

    /// The keys of a facet in one segment, as a column of ordinals.
    ///
    /// # Errors
    /// If the segment is damaged.
    pub fn facet_column(segment: &SegmentReader, facet: FacetField) -> Result<Option<StrColumn>, Error> {
        Ok(segment.fast_fields().str(facet.name())?)
    }

    /// First and last day of the known dates of living documents, in days since 1970.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn days(&self) -> Result<Option<(i32, i32)>, Error> {
        let mut days: Option<(i64, i64)> = None;
        for segment in self.searcher.segment_readers() {
            let columns = self.columns.of_segment(segment)?;
            for doc in segment.doc_ids_alive() {
                let (Some(first), Some(last)) = (columns.first_day.first(doc), columns.last_day.first(doc))
                else {
                    continue;
                };
                days = Some(days.map_or((first, last), |(low, high)| (low.min(first), high.max(last))));
            }
        }
        Ok(days.and_then(|(low, high)| Some((i32::try_from(low).ok()?, i32::try_from(high).ok()?))))
    }

    /// The newest first day of a living document, in days since 1970. Reads a number a segment without
    /// deletions, else its column.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn newest_day(&self) -> Result<Option<i32>, Error> {
        let mut newest = None;
        for segment in self.searcher.segment_readers() {
            let columns = self.columns.of_segment(segment)?;
            let days = &columns.first_day;
            let day = if segment.has_deletes() {
                segment.doc_ids_alive().filter_map(|doc| days.first(doc)).max()
            } else {
                (days.values.num_vals() > 0).then(|| days.max_value())
            };
            newest = newest.max(day.and_then(|day| i32::try_from(day).ok()));
        }
        Ok(newest)
    }
}
