//! Two runs side by side: by how much each figure changed, and whether that is more than chance.

use super::{Better, Measurement, Summary};
use crate::synthesize::Random;

/// Samples drawn anew.
const DRAWS: usize = 2_000;

/// How one figure changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Which figure.
    pub measure: String,
    /// Of it.
    pub figure: String,
    /// Under these settings.
    pub settings: String,
    /// Medians before and now.
    pub medians: (f64, f64),
    /// Its unit.
    pub unit: String,
    /// Now over before.
    pub ratio: f64,
    /// Between these the ratio lies, 95 times of 100 (percentile bootstrap of the medians).
    pub interval: (f64, f64),
    /// Better or worse; `None` where the interval holds 1, or there are too few samples to tell.
    pub better: Option<bool>,
}

/// Compares the figures that both runs took, in the order of the newer one.
pub fn compare(before: &[Measurement], now: &[Measurement]) -> Vec<Change> {
    let old = |one: &Measurement| before.iter().find(|other| other.key() == one.key());
    now.iter().filter_map(|one| change(old(one)?, one)).collect()
}

fn change(before: &Measurement, now: &Measurement) -> Option<Change> {
    if before.samples.is_empty() || now.samples.is_empty() || before.summary.p50 <= 0.0 {
        return None;
    }
    let ratio = now.summary.p50 / before.summary.p50;
    let mut random = Random::new(20_260_101);
    let mut ratios: Vec<f64> = (0..DRAWS)
        .map(|_| redrawn(&now.samples, &mut random) / redrawn(&before.samples, &mut random))
        .collect();
    ratios.retain(|ratio| ratio.is_finite());
    ratios.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| {
        ratios.get(((ratios.len() as f64 * share) as usize).min(ratios.len().saturating_sub(1))).copied()
    };
    let interval = (at(0.025)?, at(0.975)?);
    let enough = before.samples.len() >= 3 && now.samples.len() >= 3;
    let better = match interval {
        (low, high) if enough && low > 1.0 && high > 1.0 => Some(now.better == Better::Higher),
        (low, high) if enough && low < 1.0 && high < 1.0 => Some(now.better == Better::Lower),
        _ => None,
    };
    Some(Change {
        measure: now.measure.clone(),
        figure: now.figure.clone(),
        settings: now.settings_line(),
        medians: (before.summary.p50, now.summary.p50),
        unit: now.unit.clone(),
        ratio,
        interval,
        better,
    })
}

/// The median of as many samples drawn with putting back; of very many, of a thousand.
fn redrawn(samples: &[f64], random: &mut Random) -> f64 {
    let drawn: Vec<f64> =
        (0..samples.len().min(1_000)).map(|_| samples[random.below(samples.len() as u64) as usize]).collect();
    Summary::of(&drawn).p50
}
