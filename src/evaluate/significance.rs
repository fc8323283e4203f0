//! Whether two systems differ on the same queries, or only happen to.
//!
//! Per-query differences come in. The *paired randomisation test* (Fisher; for retrieval Smucker, Allan and
//! Carterette 2007) asks how often a mean difference as large, to either side, comes up when each query's two
//! values are swapped or not by the toss of a coin. The *percentile bootstrap* (Efron 1979) gives an interval
//! for the mean difference. Both draw from a fixed seed: the same values give the same answer, on any number
//! of threads. p is that of one comparison; who makes many must correct it.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::measures::{Evaluation, Measure};

/// Swappings that are drawn.
const SWAPPINGS: u64 = 100_000;
/// Where no more differ, all swappings are tried instead: there are fewer.
const TRIED_ALL: usize = 16;
/// Samples of the bootstrap.
const SAMPLES: u64 = 10_000;
/// Share of the samples that lie below, and above, the interval.
const TAIL: f64 = 0.025;
/// Rounds that one sequence of random numbers serves.
const BLOCK: u64 = 1_000;
/// Differences are counted in these, so that sums are exact in any order.
const UNITS: f64 = (1u64 << 40) as f64;

/// How the values of one system differ from those of another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// Mean of this system's values less the other's.
    pub difference: f64,
    /// Interval that holds the mean difference in 95 of 100 samples.
    pub interval: [f64; 2],
    /// Probability of a difference as large between equal systems; 1 where nothing differs.
    pub p: f64,
    /// Queries that this system answers better.
    pub better: usize,
    /// Worse.
    pub worse: usize,
    /// And as well.
    pub equal: usize,
}

/// Comparisons by every measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparisons([Comparison; 4]);

impl Comparisons {
    /// Compares two evaluations of the same queries; costs four times [`compare`].
    ///
    /// # Panics
    /// If they are not of the same queries.
    pub fn of(this: &Evaluation, other: &Evaluation) -> Self {
        assert!(this.rows.keys().eq(other.rows.keys()), "evaluations of the same queries");
        Comparisons(Measure::ALL.map(|measure| compare(&this.values(measure), &other.values(measure))))
    }

    /// The comparison by a measure.
    pub fn by(&self, measure: Measure) -> &Comparison {
        &self.0[measure as usize]
    }
}

/// Compares the values of two systems, query by query. 100,000 passes over the queries that differ and 10,000
/// over all, on the threads that it is called on ([`Threads`](super::Threads)).
///
/// # Panics
/// If the two have not the same number of values: they must be of the same queries, in one order.
pub fn compare(these: &[f64], others: &[f64]) -> Comparison {
    assert_eq!(these.len(), others.len(), "values of the same queries");
    let differences: Vec<i64> =
        these.iter().zip(others).map(|(this, other)| ((this - other) * UNITS).round() as i64).collect();
    let count = |wanted: fn(&i64) -> bool| differences.iter().filter(|value| wanted(value)).count();
    let to_mean = |sum: i64| sum as f64 / UNITS / differences.len().max(1) as f64;
    let [low, high] = interval(&differences);
    Comparison {
        difference: to_mean(differences.iter().sum()),
        interval: [to_mean(low), to_mean(high)],
        p: p_of(&differences),
        better: count(|value| *value > 0),
        worse: count(|value| *value < 0),
        equal: count(|value| *value == 0),
    }
}

/// The randomisation test. What was observed counts as one more draw, so that p is never 0 (Davison and
/// Hinkley 1997).
fn p_of(differences: &[i64]) -> f64 {
    let moved: Vec<i64> = differences.iter().copied().filter(|value| *value != 0).collect();
    let observed = moved.iter().sum::<i64>().abs();
    if moved.len() <= TRIED_ALL {
        let all = 1u64 << moved.len();
        let extreme = (0..all).filter(|signs| swapped(&moved, || *signs).abs() >= observed).count();
        return extreme as f64 / all as f64;
    }
    let extreme: u64 = blocks(SWAPPINGS)
        .map(|block| {
            let mut dice = Dice::new(block);
            (0..BLOCK).filter(|_| swapped(&moved, || dice.next()).abs() >= observed).count() as u64
        })
        .sum();
    (extreme + 1) as f64 / (SWAPPINGS + 1) as f64
}

/// Sum of the values, the sign of each turned where the next bit says so.
fn swapped(values: &[i64], mut bits: impl FnMut() -> u64) -> i64 {
    let mut sum = 0;
    for chunk in values.chunks(64) {
        let bits = bits();
        for (at, value) in chunk.iter().enumerate() {
            // All ones or none: turns the sign without a branch.
            let mask = -((bits >> at & 1) as i64);
            sum += (value ^ mask) - mask;
        }
    }
    sum
}

/// The bootstrap: sums that part the samples' tails from their middle.
fn interval(differences: &[i64]) -> [i64; 2] {
    if differences.is_empty() {
        return [0, 0];
    }
    let mut sums: Vec<i64> = blocks(SAMPLES)
        .flat_map_iter(|block| {
            let mut dice = Dice::new(block);
            (0..BLOCK).map(move |_| {
                (0..differences.len()).map(|_| differences[dice.below(differences.len())]).sum()
            })
        })
        .collect();
    sums.sort_unstable();
    let tail = (SAMPLES as f64 * TAIL) as usize;
    [sums[tail], sums[sums.len() - 1 - tail]]
}

fn blocks(rounds: u64) -> rayon::range::Iter<u64> {
    (0..rounds / BLOCK).into_par_iter()
}

/// SplitMix64 (Steele, Lea and Flood 2014), from a seed of each block's own.
struct Dice(u64);

impl Dice {
    fn new(block: u64) -> Self {
        let mut dice = Dice(block);
        Dice(dice.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `n`, which is far below 2⁶⁴: by multiplication (Lemire 2019), its bias unmeasurable.
    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_differences_are_tried_in_all_ways() {
        // Of the 8 ways to turn signs, all equal or all but none reach a sum of 3.
        let comparison = compare(&[1.0, 1.0, 1.0, 0.5], &[0.0, 0.0, 0.0, 0.5]);
        assert_eq!(comparison.p, 2.0 / 8.0);
        assert_eq!((comparison.better, comparison.worse, comparison.equal), (3, 0, 1));
        assert_eq!(comparison.difference, 0.75);
        // 1 - 1 = 0 is reached whatever the signs.
        assert_eq!(compare(&[1.0, 0.0], &[0.0, 1.0]).p, 1.0);
        assert_eq!(compare(&[], &[]).p, 1.0);
        assert_eq!(compare(&[0.3; 50], &[0.3; 50]).p, 1.0);
    }

    #[test]
    fn drawing_agrees_with_trying_all() {
        // 20 equal gains: all ways but two give less than the sum, so p is 2 of 2^20 but for the draw.
        let sure = compare(&[0.5; 20], &[0.25; 20]);
        assert!(sure.p < 1e-4 && sure.interval == [0.25, 0.25], "{sure:?}");
        // 14 against 6 of 20, by the binomial: P(≥14 or ≤6) = 0.1153.
        let mut these = [0.0; 20];
        these[..14].fill(1.0);
        let others: Vec<f64> = these.iter().map(|this| 1.0 - this).collect();
        let drawn = compare(&these, &others);
        assert!((drawn.p - 0.1153).abs() < 0.004, "{drawn:?}");
        assert_eq!(drawn, compare(&these, &others));
    }

    #[test]
    fn the_interval_is_that_of_the_normal_law_where_many_queries_differ() {
        // 400 differences of ±1, mean 0.1: standard error √((1 - 0.01) / 400) = 0.0497.
        let these: Vec<f64> = (0..400).map(|at| if at < 220 { 1.0 } else { 0.0 }).collect();
        let others: Vec<f64> = these.iter().map(|this| 1.0 - this).collect();
        let Comparison { difference, interval: [low, high], .. } = compare(&these, &others);
        assert!((difference - 0.1).abs() < 1e-9);
        assert!((low - 0.0025).abs() < 0.008 && (high - 0.1975).abs() < 0.008, "{low} {high}");
    }

    proptest::proptest! {
        #[test]
        fn turning_the_two_around_turns_the_answer_around(
            pairs in proptest::collection::vec((0u8..5, 0u8..5), 0..30)
        ) {
            let these: Vec<f64> = pairs.iter().map(|(this, _)| f64::from(*this) / 4.0).collect();
            let others: Vec<f64> = pairs.iter().map(|(_, other)| f64::from(*other) / 4.0).collect();
            let (there, back) = (compare(&these, &others), compare(&others, &these));
            proptest::prop_assert_eq!(there.difference, -back.difference);
            proptest::prop_assert_eq!((there.better, there.worse), (back.worse, back.better));
            proptest::prop_assert!((there.p - back.p).abs() < 1e-9);
            proptest::prop_assert!(there.p > 0.0 && there.p <= 1.0);
            proptest::prop_assert!(there.interval[0] <= there.interval[1]);
        }
    }
}
