//! One figure with all its samples: what a line of JSON says.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Error, Machine};

/// Which way is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// What a figure was measured on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corpus {
    /// Its name.
    pub name: String,
    /// Its articles.
    pub articles: u64,
    /// Its bytes as they are read, decompressed.
    pub bytes: u64,
}

/// The spread of the samples.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// How many.
    pub n: usize,
    /// The least.
    pub min: f64,
    /// The middle one.
    pub p50: f64,
    /// Nine of ten are no more.
    pub p90: f64,
    /// 99 of 100 are no more.
    pub p99: f64,
    /// The most.
    pub max: f64,
    /// Their mean.
    pub mean: f64,
}

impl Summary {
    /// Sums up samples; all zero of none.
    pub fn of(samples: &[f64]) -> Self {
        let mut sorted = samples.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let n = sorted.len();
        // The nearest rank: a value that was met.
        let at = |share: f64| {
            let rank = (share * n as f64).ceil() as usize;
            sorted.get(rank.clamp(1, n.max(1)) - 1).copied().unwrap_or(0.0)
        };
        let mean = if n == 0 { 0.0 } else { sorted.iter().sum::<f64>() / n as f64 };
        Summary { n, min: at(0.0), p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1.0), mean }
    }
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measurement {
    /// Version of this shape.
    pub v: u32,
    /// Version of the program.
    pub kiosque: String,
    /// What was measured: `index`, `stage`, `search`, `growth`.
    pub measure: String,
    /// Which figure of it.
    pub figure: String,
    /// Under which settings.
    pub settings: BTreeMap<String, String>,
    /// Of what.
    pub unit: String,
    /// Which way is good.
    pub better: Better,
    /// Everything that was taken, in order.
    pub samples: Vec<f64>,
    /// Their spread.
    pub summary: Summary,
    /// Cores that other processes used meanwhile, a run; empty where it is not known.
    pub others_cores: Vec<f64>,
    /// The corpus.
    pub corpus: Corpus,
    /// The machine.
    pub machine: Machine,
}

impl Measurement {
    /// What tells it from others of a run: figure and settings.
    pub fn key(&self) -> (String, String, BTreeMap<String, String>) {
        (self.measure.clone(), self.figure.clone(), self.settings.clone())
    }

    /// The settings in a line.
    pub fn settings_line(&self) -> String {
        let one = |(name, value): (&String, &String)| format!("{name} {value}");
        self.settings.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    /// Cores that others used, on average.
    pub fn disturbed_cores(&self) -> f64 {
        Summary::of(&self.others_cores).mean
    }
}

/// Reads lines that `kiosque bench --format json` printed.
///
/// # Errors
/// If the file cannot be read or a line is no measurement.
pub fn read_measurements(path: &Path) -> Result<Vec<Measurement>, Error> {
    let text = std::fs::read_to_string(path).map_err(Error::io(path))?;
    let read = |(at, line)| {
        serde_json::from_str(line).map_err(|error: serde_json::Error| Error::Measurement {
            path: path.into(),
            line: at + 1,
            reason: error.to_string(),
        })
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(read).collect()
}

/// Makes the measurements of one kind.
pub(super) struct Taking<'a> {
    pub(super) measure: &'static str,
    pub(super) settings: Vec<(&'static str, String)>,
    pub(super) corpus: &'a Corpus,
    pub(super) machine: &'a Machine,
    pub(super) others_cores: Vec<f64>,
}

impl Taking<'_> {
    pub(super) fn figure(&self, figure: &str, unit: &str, better: Better, samples: Vec<f64>) -> Measurement {
        Measurement {
            v: 1,
            kiosque: env!("CARGO_PKG_VERSION").to_owned(),
            measure: self.measure.to_owned(),
            figure: figure.to_owned(),
            settings: self.settings.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            unit: unit.to_owned(),
            better,
            summary: Summary::of(&samples),
            samples,
            others_cores: self.others_cores.clone(),
            corpus: self.corpus.clone(),
            machine: self.machine.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_were_met() {
        let samples: Vec<f64> = (1..=200).rev().map(f64::from).collect();
        let summary = Summary::of(&samples);
        assert_eq!(
            (summary.min, summary.p50, summary.p90, summary.p99, summary.max),
            (1.0, 100.0, 180.0, 198.0, 200.0)
        );
        assert_eq!(Summary::of(&[]).n, 0);
    }
}
