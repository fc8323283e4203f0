//! The union of a group's postings in one segment: which documents, and how often the forms stand in their titles
//! and bodies, each occurrence weighed by its form's grade.
//!
//! Gathered window by window ([`Windows`]), or all at once ([`Documents`]) where the whole is wanted anyway: how
//! rare a word is must be counted before anything is scored.

use std::sync::Arc;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

/// Documents that are gathered at once when reading on.
const WIDEST: u32 = 4096;
/// Documents that are gathered after a jump.
const NARROWEST: u32 = 128;

/// The postings of one form in one field.
pub(super) struct Cursor {
    pub(super) postings: SegmentPostings,
    pub(super) weight: f32,
    pub(super) in_title: bool,
}

/// All documents of a segment that hold a form of a group, with the weighed occurrences in title and body.
pub(super) struct Documents {
    /// In order; behind the last stands [`TERMINATED`].
    docs: Vec<DocId>,
    counts: Vec<(f32, f32)>,
}

impl Documents {
    /// Gathers them. A few nanoseconds a posting.
    pub(super) fn gather(mut cursors: Vec<Cursor>) -> Self {
        let most: u32 = cursors.iter().map(|cursor| cursor.postings.doc_freq()).sum();
        let mut docs = Vec::with_capacity(most as usize + 1);
        let mut counts = Vec::with_capacity(most as usize);
        if let [only] = &mut cursors[..] {
            while only.postings.doc() != TERMINATED {
                docs.push(only.postings.doc());
                let count = only.weight * only.postings.term_freq() as f32;
                counts.push(if only.in_title { (count, 0.0) } else { (0.0, count) });
                only.postings.advance();
            }
        } else {
            let mut windows = Windows::new(cursors, most);
            while windows.doc != TERMINATED {
                docs.push(windows.doc);
                counts.push(windows.counts());
                windows.advance();
            }
        }
        docs.push(TERMINATED);
        Documents { docs, counts }
    }

    /// Their number.
    pub(super) fn len(&self) -> usize {
        self.counts.len()
    }

    /// The documents in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = DocId> {
        self.docs[..self.counts.len()].iter().copied()
    }
}

/// A walk over gathered documents.
pub(super) enum Gathered {
    All { documents: Arc<Documents>, at: usize },
    Windows(Box<Windows>),
}

impl Gathered {
    pub(super) fn all(documents: Arc<Documents>) -> Self {
        Gathered::All { documents, at: 0 }
    }

    pub(super) fn windows(cursors: Vec<Cursor>) -> Self {
        Gathered::Windows(Box::new(Windows::new(cursors, NARROWEST)))
    }

    pub(super) fn doc(&self) -> DocId {
        match self {
            Gathered::All { documents, at } => documents.docs[*at],
            Gathered::Windows(windows) => windows.doc,
        }
    }

    pub(super) fn advance(&mut self) -> DocId {
        match self {
            Gathered::All { documents, at } => {
                *at = (*at + 1).min(documents.counts.len());
                documents.docs[*at]
            }
            Gathered::Windows(windows) => windows.advance(),
        }
    }

    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Gathered::All { documents, at } => {
                *at += ahead(&documents.docs[*at..], target);
                documents.docs[*at]
            }
            Gathered::Windows(windows) => windows.seek(target),
        }
    }

    pub(super) fn counts(&self) -> (f32, f32) {
        match self {
            Gathered::All { documents, at } => documents.counts.get(*at).copied().unwrap_or_default(),
            Gathered::Windows(windows) => windows.counts(),
        }
    }

    pub(super) fn size_hint(&self) -> u32 {
        match self {
            Gathered::All { documents, .. } => documents.counts.len() as u32,
            Gathered::Windows(windows) => windows.size_hint,
        }
    }
}

/// How many documents stand before `target`, by steps that double: near ones are found at once. The last is
/// [`TERMINATED`].
fn ahead(docs: &[DocId], target: DocId) -> usize {
    let mut step = 1;
    while step < docs.len() && docs[step] < target {
        step *= 2;
    }
    let end = (step + 1).min(docs.len());
    let found = step / 2 + docs[step / 2..end].partition_point(|doc| *doc < target);
    found.min(docs.len().saturating_sub(1))
}

/// Gathers window by window.
pub(super) struct Windows {
    cursors: Vec<Cursor>,
    doc: DocId,
    /// First document of the window.
    start: DocId,
    /// Number of documents in the window.
    width: u32,
    /// Room for the widest window so far.
    present: Vec<u64>,
    title: Vec<f32>,
    body: Vec<f32>,
    size_hint: u32,
}

impl Windows {
    /// Stands on the first document; the first window holds `width` documents or the nearest number of them that
    /// a window can hold.
    fn new(cursors: Vec<Cursor>, width: u32) -> Self {
        let size_hint = cursors.iter().map(|cursor| cursor.postings.doc_freq()).sum();
        let (present, title, body) = (Vec::new(), Vec::new(), Vec::new());
        let mut windows = Windows { cursors, doc: 0, start: 0, width: 0, present, title, body, size_hint };
        windows.fill(width.next_multiple_of(NARROWEST).clamp(NARROWEST, WIDEST));
        windows
    }

    /// Gathers the next `width` documents from the cursors' first one on, and stands on the first.
    fn fill(&mut self, width: u32) {
        let first = self.cursors.iter().map(|cursor| cursor.postings.doc()).min().unwrap_or(TERMINATED);
        if first == TERMINATED {
            self.doc = TERMINATED;
            return;
        }
        let size = width as usize;
        for counts in [&mut self.title, &mut self.body] {
            counts.resize(counts.len().max(size), 0.0);
            counts[..size].fill(0.0);
        }
        self.present.resize(self.present.len().max(size / 64), 0);
        self.present[..size / 64].fill(0);
        (self.start, self.width, self.doc) = (first, width, first);
        let end = first.saturating_add(width).min(TERMINATED);
        for cursor in &mut self.cursors {
            let counts = if cursor.in_title { &mut self.title } else { &mut self.body };
            let mut doc = cursor.postings.doc();
            while doc < end {
                let at = (doc - first) as usize;
                self.present[at / 64] |= 1 << (at % 64);
                counts[at] += cursor.weight * cursor.postings.term_freq() as f32;
                doc = cursor.postings.advance();
            }
        }
    }

    /// Stands on the first document of the window from `at` on; false if there is none.
    fn stand_from(&mut self, at: u32) -> bool {
        let mut word = at as usize / 64;
        if at >= self.width {
            return false;
        }
        let mut bits = self.present[word] & (!0 << (at % 64));
        while bits == 0 {
            word += 1;
            if word >= self.width as usize / 64 {
                return false;
            }
            bits = self.present[word];
        }
        self.doc = self.start + word as u32 * 64 + bits.trailing_zeros();
        true
    }

    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED && !self.stand_from(self.doc - self.start + 1) {
            self.fill((self.width * 4).min(WIDEST));
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc || self.doc == TERMINATED {
            return self.doc;
        }
        if target >= TERMINATED {
            self.doc = TERMINATED;
            return self.doc;
        }
        if target - self.start < self.width && self.stand_from(target - self.start) {
            return self.doc;
        }
        let near = target - self.start < 2 * self.width;
        for cursor in &mut self.cursors {
            if cursor.postings.doc() < target {
                cursor.postings.seek(target);
            }
        }
        self.fill(if near { self.width } else { (self.width / 2).max(NARROWEST) });
        self.doc
    }

    fn counts(&self) -> (f32, f32) {
        let at = (self.doc - self.start) as usize;
        (self.title[at], self.body[at])
    }
}

#[cfg(test)]
mod tests {
    use proptest::strategy::Strategy as _;

    use super::*;

    proptest::proptest! {
        #[test]
        fn seeking_finds_the_first_that_is_not_below(
            mut docs in proptest::collection::btree_set(0_u32..300, 0..40).prop_map(Vec::from_iter),
            target in 0_u32..400,
        ) {
            docs.push(TERMINATED);
            let found = ahead(&docs, target);
            proptest::prop_assert_eq!(found, docs.iter().take_while(|doc| **doc < target).count());
            proptest::prop_assert_eq!(ahead(&docs, TERMINATED), docs.len() - 1);
        }
    }
}
