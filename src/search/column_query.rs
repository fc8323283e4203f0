//! Conditions on columns as the engine sees them: a walk over the documents, each judged by its values.
//!
//! The engine's own range query steps back where an exclusion and a conjunction meet (0.27: an unsigned
//! number below zero); this one has no state but its place.

use std::sync::Arc;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use crate::index::{Addresses, EntryColumns, SegmentColumns};

/// What a document's columns must say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Condition {
    /// A known date that overlaps these days, both included; `None` is open.
    Dated {
        /// First day.
        from: Option<i64>,
        /// Last day.
        to: Option<i64>,
    },
    /// Written by a later run than this.
    EnteredAfterRun(u64),
    /// Written by a run that began then or later, in seconds since 1970.
    EnteredSince(i64),
    /// A title of some word.
    Titled,
    /// A body of some word.
    Bodied,
    /// An address: this one, or one that begins so.
    Addressed {
        /// As written.
        url: Arc<str>,
        /// Whether it is all of the address.
        whole: bool,
    },
}

/// The columns that a condition reads.
enum Columns {
    Common(Box<SegmentColumns>),
    Entry(EntryColumns),
    Addresses(Addresses),
}

impl Condition {
    fn columns(&self, segment: &SegmentReader) -> tantivy::Result<Columns> {
        Ok(match self {
            Condition::EnteredAfterRun(_) | Condition::EnteredSince(_) => {
                Columns::Entry(EntryColumns::open(segment)?)
            }
            Condition::Addressed { url, whole } => Columns::Addresses(Addresses::open(segment, url, *whole)?),
            _ => Columns::Common(Box::new(SegmentColumns::open(segment)?)),
        })
    }

    fn holds(&self, columns: &Columns, doc: DocId) -> bool {
        match (self, columns) {
            (Condition::EnteredAfterRun(run), Columns::Entry(columns)) => {
                columns.run.first(doc).is_some_and(|entered| entered > *run)
            }
            (Condition::EnteredSince(seconds), Columns::Entry(columns)) => {
                columns.seconds.first(doc).is_some_and(|entered| entered >= *seconds)
            }
            (Condition::Dated { from, to }, Columns::Common(columns)) => {
                let (first, last) = (columns.first_day.first(doc), columns.last_day.first(doc));
                let (Some(first), Some(last)) = (first, last) else { return false };
                from.is_none_or(|from| last >= from) && to.is_none_or(|to| first <= to)
            }
            (Condition::Titled, Columns::Common(columns)) => {
                columns.title_length.first(doc).is_some_and(|words| words > 0)
            }
            (Condition::Bodied, Columns::Common(columns)) => {
                columns.body_length.first(doc).is_some_and(|words| words > 0)
            }
            (Condition::Addressed { .. }, Columns::Addresses(addresses)) => addresses.hold(doc),
            _ => false,
        }
    }
}

/// Documents of which the condition holds; they weigh nothing.
#[derive(Debug, Clone)]
pub(super) struct ColumnQuery(pub(super) Condition);

impl Query for ColumnQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for ColumnQuery {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let columns = self.0.columns(segment)?;
        let mut scorer = ColumnScorer { condition: self.0.clone(), columns, doc: 0, end: segment.max_doc() };
        scorer.find(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let holds = self.0.holds(&self.0.columns(segment)?, doc);
        Ok(Explanation::new(if holds { "the condition holds" } else { "the condition does not hold" }, 0.0))
    }
}

struct ColumnScorer {
    condition: Condition,
    columns: Columns,
    doc: DocId,
    end: DocId,
}

impl ColumnScorer {
    /// Stands on the first document from `target` on of which the condition holds.
    fn find(&mut self, target: DocId) -> DocId {
        let found = (target..self.end).find(|doc| self.condition.holds(&self.columns, *doc));
        self.doc = found.unwrap_or(TERMINATED);
        self.doc
    }
}

impl DocSet for ColumnScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.find(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target { self.doc } else { self.find(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.end
    }
}

impl Scorer for ColumnScorer {
    fn score(&mut self) -> Score {
        0.0
    }
}
