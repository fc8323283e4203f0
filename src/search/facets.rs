//! The most frequent keys of a facet, exactly, over all segments.

use std::collections::BTreeMap;

use super::collect::FacetCounts;
use crate::index::{Error, FacetField, Snapshot};

/// A value of a facet and its number of articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// The name, as the corpus spells it most.
    pub value: String,
    /// Articles among the hits.
    pub count: u64,
}

/// Returns the `limit` most frequent keys with their names, ties in order of key.
///
/// Takes the first keys of each segment, looks each up in the others, and takes more until no key left out
/// could be among the first.
pub(super) fn most_frequent(
    snapshot: &Snapshot,
    facet: FacetField,
    segments: &[FacetCounts],
    limit: usize,
) -> Result<Vec<FacetValue>, Error> {
    let mut take = limit.saturating_mul(4).max(64);
    loop {
        let (counts, unseen) = totals(segments, take)?;
        let mut ranked: Vec<(&String, u64)> = counts.iter().map(|(key, count)| (key, *count)).collect();
        ranked.sort_by_key(|(key, count)| (std::cmp::Reverse(*count), *key));
        ranked.truncate(limit);
        let settled = unseen == 0 || (ranked.len() == limit && ranked.iter().all(|(_, n)| *n > unseen));
        if !settled {
            take = take.saturating_mul(4);
            continue;
        }
        return ranked
            .into_iter()
            .map(|(key, count)| {
                let value = snapshot.shown_name(facet, key)?.unwrap_or_else(|| key.clone());
                Ok(FacetValue { value, count })
            })
            .collect();
    }
}

/// Totals of the keys that are among the `take` most frequent of a segment, and the most that a key left
/// out can have.
fn totals(segments: &[FacetCounts], take: usize) -> Result<(BTreeMap<String, u64>, u64), Error> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut unseen = 0;
    let damaged = |source| Error::Io { path: "facets".into(), source };
    let mut key = String::new();
    for segment in segments {
        let mut ordinals: Vec<u32> = (0..segment.counts.len() as u32)
            .filter(|ordinal| segment.counts[*ordinal as usize] > 0)
            .collect();
        if ordinals.len() > take {
            let count = |ordinal: &u32| std::cmp::Reverse(segment.counts[*ordinal as usize]);
            ordinals.select_nth_unstable_by_key(take, count);
            unseen += u64::from(segment.counts[ordinals[take] as usize]);
            ordinals.truncate(take);
        }
        ordinals.sort_unstable();
        for ordinal in ordinals {
            segment.column.ord_to_str(u64::from(ordinal), &mut key).map_err(damaged)?;
            counts.entry(key.clone()).or_default();
        }
    }
    for (key, total) in &mut counts {
        for segment in segments {
            let ordinal = segment.column.dictionary().term_ord(key.as_bytes()).map_err(damaged)?;
            *total += ordinal.map_or(0, |ordinal| u64::from(segment.counts[ordinal as usize]));
        }
    }
    Ok((counts, unseen))
}
