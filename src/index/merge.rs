//! Which segments to merge after a run: few stay, and none is written more often than it grows.

use tantivy::SegmentMeta;
use tantivy::index::SegmentId;

/// Most segments that a run leaves behind.
const MOST_SEGMENTS: usize = 2;
/// A segment with a larger share of deleted documents is written anew.
const MOST_DELETED: f64 = 0.25;
/// A segment stays apart from smaller ones while it holds more than so many times their documents.
const STAYS_APART: u64 = 3;
/// If it holds more than these; a smaller one is soon written anew.
const SMALL: u64 = 4_000;

/// Returns the segments to merge into one; empty if none.
///
/// Two segments stay as they are. Of more, the smallest are merged until at most two are left, unless
/// that would rewrite a large one for little: sizes then grow geometrically, at most
/// log₃(documents) of them.
pub(super) fn to_merge(segments: &[SegmentMeta]) -> Vec<SegmentId> {
    let mut by_size: Vec<&SegmentMeta> = segments.iter().collect();
    by_size.sort_by_key(|segment| (segment.num_docs(), segment.id()));
    let mut merged = 0;
    let mut documents = 0;
    for (at, segment) in by_size.iter().enumerate() {
        let left = by_size.len() - at + usize::from(merged > 0);
        let size = u64::from(segment.num_docs());
        if left <= MOST_SEGMENTS || (merged > 0 && size > SMALL && size > STAYS_APART * documents) {
            break;
        }
        documents += size;
        merged += 1;
    }
    if merged > 1 {
        return by_size[..merged].iter().map(|segment| segment.id()).collect();
    }
    by_size
        .iter()
        .filter(|segment| f64::from(segment.num_deleted_docs()) > MOST_DELETED * f64::from(segment.max_doc()))
        .map(|segment| segment.id())
        .collect()
}
