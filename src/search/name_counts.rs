//! Passes that count names: articles, mentions, weight; articles a month or year.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::facet_counts::Groups;
use crate::article::{Date, Kind, Precision};
use crate::index::{Error, FacetField, NameColumns, SegmentColumns, Snapshot};

/// What is counted of one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counts {
    /// Articles.
    pub(super) articles: u64,
    /// Mentions in them.
    pub(super) mentions: u64,
    /// Their weights, in tenths.
    pub(super) salience: u64,
}

/// Counts every name of a kind. Memory: 20 bytes a key of a segment, then some hundred a name that is met.
pub(super) struct CountNames {
    kind: Kind,
    groupings: Arc<Vec<Vec<(u32, u32)>>>,
}

impl CountNames {
    pub(super) fn of(snapshot: &Snapshot, kind: Kind) -> Result<Self, Error> {
        let segments = snapshot.searcher().segment_readers();
        let groupings = segments.iter().map(|segment| snapshot.grouping(segment, kind.into()));
        Ok(CountNames { kind, groupings: Arc::new(groupings.collect::<Result<_, _>>()?) })
    }
}

/// Counts by key: of keys that are one name, under one of them.
#[derive(Default)]
pub(super) struct Counted {
    /// Articles that the pass saw.
    pub(super) total: u64,
    pub(super) names: HashMap<String, Counts>,
}

impl Collector for CountNames {
    type Fruit = Counted;
    type Child = CountingNames;

    fn for_segment(&self, at: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<CountingNames> {
        let columns = NameColumns::open(segment, self.kind)?;
        let keys = columns.as_ref().map_or(0, |columns| columns.keys.num_terms());
        let pairs = self.groupings.get(at as usize).map_or(&[][..], Vec::as_slice);
        Ok(CountingNames {
            columns,
            groups: Groups::new(keys, pairs),
            articles: vec![0; keys],
            mentions: vec![0; keys],
            salience: vec![0; keys],
            total: 0,
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, children: Vec<tantivy::Result<Counted>>) -> tantivy::Result<Counted> {
        let mut all = Counted::default();
        for child in children {
            let child = child?;
            all.total += child.total;
            if all.names.is_empty() {
                all.names = child.names;
                continue;
            }
            #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on the order")]
            for (name, counts) in child.names {
                let sum = all.names.entry(name).or_default();
                sum.articles += counts.articles;
                sum.mentions += counts.mentions;
                sum.salience += counts.salience;
            }
        }
        Ok(all)
    }
}

/// The pass over one segment.
pub(super) struct CountingNames {
    columns: Option<NameColumns>,
    groups: Groups,
    articles: Vec<u32>,
    mentions: Vec<u64>,
    salience: Vec<u64>,
    total: u64,
}

impl SegmentCollector for CountingNames {
    type Fruit = tantivy::Result<Counted>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.total += 1;
        let Some(columns) = &self.columns else { return };
        let numbers = columns.mentions.values_for_doc(doc).zip(columns.salience.values_for_doc(doc));
        for (ordinal, (mentions, salience)) in columns.keys.term_ords(doc).zip(numbers) {
            let ordinal = ordinal as u32;
            let under = self.groups.under(ordinal) as usize;
            if self.groups.first_of(doc, ordinal).is_some() {
                self.articles[under] += 1;
            }
            self.mentions[under] += mentions;
            self.salience[under] += salience;
        }
    }

    fn harvest(self) -> Self::Fruit {
        let mut counted = Counted { total: self.total, names: HashMap::new() };
        let Some(columns) = &self.columns else { return Ok(counted) };
        let met: Vec<u64> =
            (0..self.articles.len()).filter(|at| self.articles[*at] > 0).map(|at| at as u64).collect();
        counted.names.reserve(met.len());
        let mut next = met.iter();
        columns.keys.dictionary().sorted_ords_to_term_cb(&met, |key: &[u8]| {
            if let Some(at) = next.next() {
                let at = *at as usize;
                let counts = Counts {
                    articles: self.articles[at].into(),
                    mentions: self.mentions[at],
                    salience: self.salience[at],
                };
                counted.names.insert(String::from_utf8_lossy(key).into_owned(), counts);
            }
        })?;
        Ok(counted)
    }
}

/// A stretch of time that articles are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Months, where they are known.
    Month,
    /// Years.
    Year,
}

impl Period {
    /// The name of the stretch that days lie in, if it is known.
    fn of(self, first: i64, last: i64) -> Option<String> {
        let (year, month, _) = Date::from_first_day(i32::try_from(first).ok()?, Precision::Day).civil();
        match self {
            Period::Year => Some(format!("{year:04}")),
            Period::Month => (last - first < 31).then(|| format!("{year:04}-{month:02}")),
        }
    }
}

/// Counts the articles of some names of a kind, and all articles, a stretch of time.
pub(super) struct CountPeriods<'a> {
    pub(super) kind: Kind,
    /// The keys of each name.
    pub(super) names: &'a [Vec<String>],
    pub(super) period: Period,
}

/// Articles a stretch of time.
pub(super) type ByPeriod = BTreeMap<String, u64>;

impl Collector for CountPeriods<'_> {
    /// All articles, and those of each name.
    type Fruit = (ByPeriod, Vec<ByPeriod>);
    type Child = CountingPeriods;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<CountingPeriods> {
        let keys = Snapshot::facet_column(segment, FacetField::from(self.kind))
            .map_err(|error| tantivy::TantivyError::InternalError(error.to_string()))?;
        let mut name_of = HashMap::new();
        if let Some(column) = &keys {
            for (at, keys) in self.names.iter().enumerate() {
                for key in keys {
                    if let Some(ordinal) = column.dictionary().term_ord(key.as_bytes())? {
                        name_of.insert(ordinal, at);
                    }
                }
            }
        }
        Ok(CountingPeriods {
            keys,
            name_of,
            days: SegmentColumns::open(segment)?,
            all: BTreeMap::new(),
            counts: vec![BTreeMap::new(); self.names.len()],
            last: vec![0; self.names.len()],
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, children: Vec<(DaysOf, Vec<DaysOf>)>) -> tantivy::Result<Self::Fruit> {
        let named = |days: DaysOf, sum: &mut ByPeriod| {
            for ((first, last), count) in days {
                if let Some(period) = self.period.of(first, last) {
                    *sum.entry(period).or_default() += count;
                }
            }
        };
        let (mut all, mut counts) = (ByPeriod::new(), vec![ByPeriod::new(); self.names.len()]);
        for (of_all, of_names) in children {
            named(of_all, &mut all);
            for (days, sum) in of_names.into_iter().zip(&mut counts) {
                named(days, sum);
            }
        }
        Ok((all, counts))
    }
}

/// Articles by the first and last day of their date.
type DaysOf = BTreeMap<(i64, i64), u64>;

/// The pass over one segment.
pub(super) struct CountingPeriods {
    keys: Option<tantivy::columnar::StrColumn>,
    name_of: HashMap<u64, usize>,
    days: SegmentColumns,
    all: DaysOf,
    counts: Vec<DaysOf>,
    last: Vec<u32>,
}

impl SegmentCollector for CountingPeriods {
    type Fruit = (DaysOf, Vec<DaysOf>);

    fn collect(&mut self, doc: DocId, _: Score) {
        let (Some(first), Some(last)) = (self.days.first_day.first(doc), self.days.last_day.first(doc))
        else {
            return;
        };
        *self.all.entry((first, last)).or_default() += 1;
        let Some(keys) = &self.keys else { return };
        for ordinal in keys.term_ords(doc) {
            let Some(name) = self.name_of.get(&ordinal) else { continue };
            if self.last[*name] != doc + 1 {
                self.last[*name] = doc + 1;
                *self.counts[*name].entry((first, last)).or_default() += 1;
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        (self.all, self.counts)
    }
}
