//! The most frequent names of a facet, exactly, over all segments.

use std::collections::BTreeMap;

use super::facet_counts::FacetCounts;
use crate::index::{Error, FacetField, Snapshot};

/// A value of a facet and its number of articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// The name, as the corpus spells it most.
    pub value: String,
    /// Articles among the hits.
    pub count: u64,
}

/// Returns the `limit` most frequent canonical keys with their names, ties in order of key.
///
/// Takes the first keys of each segment, looks each up in the others, and takes more until no key left out
/// could be among the first.
pub(super) fn most_frequent(
    snapshot: &Snapshot,
    facet: FacetField,
    segments: &[FacetCounts],
    limit: usize,
) -> Result<Vec<FacetValue>, Error> {
    let mut take = limit.saturating_mul(2).max(16);
    loop {
        let (counts, unseen) = totals(snapshot, facet, segments, take)?;
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
fn totals(
    snapshot: &Snapshot,
    facet: FacetField,
    segments: &[FacetCounts],
    take: usize,
) -> Result<(BTreeMap<String, u64>, u64), Error> {
    /// A key's count in each segment, where known.
    type Counts = Vec<Option<u32>>;
    let merged = match facet.kind() {
        Some(kind) => Some((kind, snapshot.names()?)),
        None => None,
    };
    let mut keys: BTreeMap<String, Counts> = BTreeMap::new();
    let mut unseen = 0;
    let damaged = |source| Error::Io { path: "facets".into(), source };
    for (at, segment) in segments.iter().enumerate() {
        let mut ordinals: Vec<u32> = (0..segment.counts.len() as u32)
            .filter(|ordinal| segment.counts[*ordinal as usize] > 0)
            .collect();
        if ordinals.len() > take {
            let count = |ordinal: &u32| std::cmp::Reverse(segment.counts[*ordinal as usize]);
            ordinals.select_nth_unstable_by_key(take, count);
            unseen += u64::from(segment.counts[ordinals[take] as usize]);
            ordinals.truncate(take);
        }
        // In order of ordinal, so that each block of the dictionary is unpacked once.
        ordinals.sort_unstable();
        let mut counts = ordinals.iter().map(|ordinal| segment.counts[*ordinal as usize]);
        let names: Vec<u64> = ordinals.iter().map(|ordinal| u64::from(*ordinal)).collect();
        let visit = |key: &[u8]| {
            let key = String::from_utf8_lossy(key);
            let canonical = merged.and_then(|(kind, names)| names.canonical(kind, &key));
            let canonical = canonical.map_or_else(|| key.to_string(), |(key, _)| key.to_owned());
            keys.entry(canonical).or_insert_with(|| vec![None; segments.len()])[at] = counts.next();
        };
        segment.column.dictionary().sorted_ords_to_term_cb(&names, visit).map_err(damaged)?;
    }
    let mut totals = BTreeMap::new();
    for (key, counts) in keys {
        let mut total = 0;
        for (segment, count) in segments.iter().zip(counts) {
            let count = match count {
                Some(count) => count,
                None => {
                    // A group is counted under one of its keys; the others count nothing.
                    let mut count = 0;
                    for key in snapshot.keys_of(facet, &key)? {
                        let ordinal =
                            segment.column.dictionary().term_ord(key.as_bytes()).map_err(damaged)?;
                        count += ordinal.map_or(0, |ordinal| segment.counts[ordinal as usize]);
                    }
                    count
                }
            };
            total += u64::from(count);
        }
        totals.insert(key, total);
    }
    Ok((totals, unseen))
}
