//! One pass over the matching documents: their number, the best of them, and counts of facets.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::facet_counts::{FacetAsked, FacetCounts};
use super::floor::Floor;
use crate::article::Date;
use crate::article::Precision;
use crate::index::{CommitColumns, SegmentColumns};

/// In which order hits come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The best first; of equal score the newest.
    #[default]
    Relevance,
    /// The newest first, unknown dates last.
    Newest,
    /// The oldest first, unknown dates last.
    Oldest,
}

/// A hit's place in the order: the greatest comes first. The id decides what else is equal, so that no
/// place depends on segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    major: i64,
    minor: i64,
    order: Reverse<u64>,
}

impl Rank {
    fn new(sort: Sort, score: Score, day: Option<i64>, order: u64) -> Self {
        let score = i64::from(ordered(score));
        let (major, minor) = match sort {
            Sort::Relevance => (score, day.unwrap_or(i64::MIN)),
            Sort::Newest => (day.unwrap_or(i64::MIN), score),
            Sort::Oldest => (day.map_or(i64::MIN, |day| -day), score),
        };
        Rank { major, minor, order: Reverse(order) }
    }
}

/// What an article of the day weighs more than one without age.
const FRESH: f32 = 0.5;
/// Days after which half of that is left.
const HALF_FRESH: f32 = 365.0;

/// What a score is multiplied with where recent articles weigh more: 1 for an unknown date.
pub(super) fn freshness(today: i32, day: Option<i64>) -> f32 {
    let Some(day) = day else { return 1.0 };
    let age = (i64::from(today) - day).max(0) as f32;
    1.0 + FRESH * HALF_FRESH / (HALF_FRESH + age)
}

/// A float as an integer of the same order (IEEE 754 total order).
fn ordered(score: f32) -> i32 {
    let bits = score.to_bits() as i32;
    bits ^ (((bits >> 31) as u32) >> 1) as i32
}

/// What a pass is to find.
#[derive(Clone)]
pub(super) struct Collecting {
    pub(super) columns: Arc<CommitColumns>,
    /// Raised as the best are found.
    pub(super) floor: Arc<Floor>,
    pub(super) sort: Sort,
    /// So many of the best.
    pub(super) limit: usize,
    /// The day from which age counts, where recent articles are to weigh more.
    pub(super) today: Option<i32>,
    pub(super) facets: Vec<FacetAsked>,
    pub(super) years: bool,
    pub(super) months: bool,
}

/// What a pass found.
#[derive(Default)]
pub(super) struct Collected {
    pub(super) total: u64,
    /// The best, in order.
    pub(super) best: Vec<(Rank, Score, DocAddress)>,
    /// For each facet asked for, the counts of each segment.
    pub(super) facets: Vec<Vec<FacetCounts>>,
    pub(super) years: BTreeMap<i32, u64>,
    pub(super) months: BTreeMap<(i32, u32), u64>,
}

impl Collector for Collecting {
    type Fruit = Collected;
    type Child = SegmentCollecting;

    fn for_segment(
        &self,
        segment_ord: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<Self::Child> {
        let mut facets = Vec::with_capacity(self.facets.len());
        for facet in &self.facets {
            facets.push(facet.counts(segment_ord, segment)?);
        }
        Ok(SegmentCollecting {
            asked: self.clone(),
            segment_ord,
            columns: self.columns.of_segment(segment)?,
            total: 0,
            best: BinaryHeap::with_capacity(self.limit.min(1024) + 1),
            facets,
            years: BTreeMap::new(),
            months: BTreeMap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.limit > 0
    }

    fn merge_fruits(
        &self,
        children: Vec<<Self::Child as SegmentCollector>::Fruit>,
    ) -> tantivy::Result<Collected> {
        let mut all =
            Collected { facets: self.facets.iter().map(|_| Vec::new()).collect(), ..Collected::default() };
        for child in children {
            all.total += child.total;
            all.best.extend(child.best);
            for (all, child) in all.facets.iter_mut().zip(child.facets) {
                all.extend(child);
            }
            for (year, count) in child.years {
                *all.years.entry(year).or_default() += count;
            }
            for (month, count) in child.months {
                *all.months.entry(month).or_default() += count;
            }
        }
        all.best.sort_unstable_by_key(|(rank, _, _)| Reverse(*rank));
        all.best.truncate(self.limit);
        Ok(all)
    }
}

/// The pass over one segment.
pub(super) struct SegmentCollecting {
    asked: Collecting,
    segment_ord: SegmentOrdinal,
    columns: Arc<SegmentColumns>,
    total: u64,
    best: BinaryHeap<Reverse<Best>>,
    facets: Vec<Option<FacetCounts>>,
    years: BTreeMap<i32, u64>,
    months: BTreeMap<(i32, u32), u64>,
}

/// A candidate, ordered by rank.
struct Best {
    rank: Rank,
    score: Score,
    doc: DocId,
}

impl PartialEq for Best {
    fn eq(&self, other: &Self) -> bool {
        self.rank == other.rank
    }
}

impl Eq for Best {}

impl PartialOrd for Best {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Best {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank.cmp(&other.rank)
    }
}

impl SegmentCollector for SegmentCollecting {
    type Fruit = SegmentCollected;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if self.asked.limit > 0 {
            self.offer(doc, score);
        }
        for counts in self.facets.iter_mut().flatten() {
            counts.count(doc);
        }
        if self.asked.years || self.asked.months {
            self.count_date(doc);
        }
    }

    fn harvest(self) -> SegmentCollected {
        let address = |doc| DocAddress::new(self.segment_ord, doc);
        SegmentCollected {
            total: self.total,
            best: self
                .best
                .into_iter()
                .map(|Reverse(best)| (best.rank, best.score, address(best.doc)))
                .collect(),
            facets: self.facets.into_iter().map(|counts| counts.into_iter().collect()).collect(),
            years: self.years,
            months: self.months,
        }
    }
}

impl SegmentCollecting {
    fn offer(&mut self, doc: DocId, score: Score) {
        let full = self.best.len() >= self.asked.limit;
        // Most documents score less than the last of the best, of this segment or an earlier one: two columns need
        // not be read.
        if score < self.asked.floor.get() {
            return;
        }
        let day = self.columns.first_day.first(doc);
        let score = self.asked.today.map_or(score, |today| score * freshness(today, day));
        let order = self.columns.order.first(doc).unwrap_or(0);
        let rank = Rank::new(self.asked.sort, score, day, order);
        if !full {
            self.best.push(Reverse(Best { rank, score, doc }));
        } else if let Some(mut worst) = self.best.peek_mut()
            && rank > worst.0.rank
        {
            *worst = Reverse(Best { rank, score, doc });
        }
        if self.asked.sort == Sort::Relevance
            && self.best.len() >= self.asked.limit
            && let Some(Reverse(worst)) = self.best.peek()
        {
            // What recent articles gain, and a little more, since quotients are rounded.
            let gain = if self.asked.today.is_some() { (1.0 + FRESH) * 1.001 } else { 1.0 };
            self.asked.floor.raise(worst.score / gain);
        }
    }

    fn count_date(&mut self, doc: DocId) {
        let (Some(first), Some(last)) = (self.columns.first_day.first(doc), self.columns.last_day.first(doc))
        else {
            return;
        };
        let Ok(day) = i32::try_from(first) else { return };
        let (year, month, _) = Date::from_first_day(day, Precision::Day).civil();
        *self.years.entry(year).or_default() += 1;
        if last - first < 31 {
            *self.months.entry((year, month)).or_default() += 1;
        }
    }
}

/// What the pass over one segment found.
pub(super) struct SegmentCollected {
    total: u64,
    best: Vec<(Rank, Score, DocAddress)>,
    facets: Vec<Vec<FacetCounts>>,
    years: BTreeMap<i32, u64>,
    months: BTreeMap<(i32, u32), u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn freshness_fades_and_never_takes_away() {
        let weights =
            [Some(20_000), Some(20_100), Some(19_635), Some(0), None].map(|day| freshness(20_000, day));
        assert_eq!(weights[..3], [1.5, 1.5, 1.25]);
        assert!(weights[3] > 1.0 && weights[3] < 1.01 && weights[4] == 1.0);
    }

    #[test]
    fn hits_are_ordered_by_score_then_day_then_id() {
        let rank = |score, day, order| Rank::new(Sort::Relevance, score, day, order);
        assert!(rank(2.0, None, 9) > rank(1.5, Some(9), 0));
        assert!(rank(1.0, Some(2), 9) > rank(1.0, Some(1), 0));
        assert!(rank(1.0, Some(1), 9) > rank(1.0, None, 0));
        assert!(rank(1.0, Some(1), 0) > rank(1.0, Some(1), 9));
        let oldest = |day| Rank::new(Sort::Oldest, 1.0, day, 0);
        assert!(oldest(Some(1)) > oldest(Some(2)) && oldest(Some(2)) > oldest(None));
    }
}
