//! The addresses of a segment's documents: a column, since no two documents share one.

use std::ops::{Bound, Range};

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

/// The documents of a segment whose address is a certain one, or begins so.
pub struct Addresses {
    /// Each document's address, as its place among all of them in order; none if no document has one.
    places: Option<Column<u64>>,
    wanted: Range<u64>,
}

impl Addresses {
    /// Looks an address up, or the beginning of some. Two searches in the dictionary of addresses.
    ///
    /// # Errors
    /// If the segment is damaged.
    pub fn open(segment: &SegmentReader, url: &str, whole: bool) -> tantivy::Result<Self> {
        let Some(column) = segment.fast_fields().str("url")? else {
            return Ok(Addresses { places: None, wanted: 0..0 });
        };
        let upper = if whole { Bound::Included(url.into()) } else { Bound::Excluded(after(url)) };
        let (lower, upper) =
            column.dictionary().term_bounds_to_ord(Bound::Included(url.as_bytes().to_vec()), upper)?;
        let from = match lower {
            Bound::Included(place) => place,
            Bound::Excluded(place) => place + 1,
            Bound::Unbounded => 0,
        };
        let to = match upper {
            Bound::Included(place) => place.saturating_add(1),
            Bound::Excluded(place) => place,
            Bound::Unbounded => u64::MAX,
        };
        Ok(Addresses { places: Some(column.ords().clone()), wanted: from..to })
    }

    /// Whether a document has such an address.
    pub fn hold(&self, doc: DocId) -> bool {
        let place = self.places.as_ref().and_then(|places| places.first(doc));
        place.is_some_and(|place| self.wanted.contains(&place))
    }
}

/// What stands behind every text that begins so: UTF-8 has no such byte.
fn after(beginning: &str) -> Vec<u8> {
    let mut bytes = beginning.as_bytes().to_vec();
    bytes.push(0xff);
    bytes
}
