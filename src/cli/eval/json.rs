//! Evaluations as JSON: a contract of version 1, one object an experiment. Absent is `null`, never missing.

use std::io::Write;

use serde::Serialize;
use serde_json::{Map, Value};

use super::super::failure::Failure;
use super::super::output::Out;
use super::Facts;
use crate::evaluate::{Comparison, Comparisons, Measure, Outcome, Scores, Settings};

#[derive(Serialize)]
struct Object<'a> {
    v: u32,
    name: &'a str,
    /// What was tried; `null` where nothing was.
    experiment: Option<&'a str>,
    queries: usize,
    #[serde(flatten)]
    means: Map<String, Value>,
    documents: Option<u64>,
    depth: Option<u32>,
    settings: Option<Map<String, Value>>,
    /// Queries that were answered with nothing.
    unanswered: usize,
    /// Judged queries without a relevant document.
    without_relevant: usize,
    /// Judged queries that were not among the queries.
    missing: usize,
    /// Queries without judgements.
    unjudged: usize,
    baseline: Option<Baseline<'a>>,
    comparison: Option<Map<String, Value>>,
    seconds: f64,
}

#[derive(Serialize)]
struct Baseline<'a> {
    run: &'a str,
    #[serde(flatten)]
    means: Map<String, Value>,
}

#[derive(Serialize)]
struct Difference {
    difference: f64,
    interval: [f64; 2],
    p: f64,
    better: usize,
    worse: usize,
    equal: usize,
}

/// Prints an object a line.
pub(super) fn print(out: &mut Out, facts: &Facts, outcomes: &[Outcome], seconds: f64) -> Result<(), Failure> {
    for outcome in outcomes {
        let experiment = outcome.experiment.as_ref();
        let object = Object {
            v: 1,
            name: &facts.name,
            experiment: experiment.map(|experiment| &*experiment.name).filter(|name| !name.is_empty()),
            queries: facts.queries,
            means: means(&outcome.means),
            documents: facts.documents,
            depth: facts.depth,
            settings: experiment.map(|experiment| settings(&experiment.settings)),
            unanswered: outcome.unanswered,
            without_relevant: facts.without_relevant,
            missing: facts.coverage.missing,
            unjudged: facts.coverage.unjudged,
            baseline: facts.baseline.as_ref().map(|(run, scores)| Baseline { run, means: means(scores) }),
            comparison: outcome.comparisons.as_ref().map(comparison).transpose()?,
            seconds,
        };
        serde_json::to_writer(&mut *out, &object).map_err(std::io::Error::from)?;
        writeln!(out)?;
    }
    Ok(())
}

fn means(scores: &Scores) -> Map<String, Value> {
    named(scores, Measure::name)
}

/// Every measure under its name.
pub(super) fn named(scores: &Scores, name: fn(Measure) -> &'static str) -> Map<String, Value> {
    Measure::ALL.into_iter().map(|measure| (name(measure).to_owned(), scores.of(measure).into())).collect()
}

fn settings(settings: &Settings) -> Map<String, Value> {
    let value = |text: String, number: Option<f32>| match number {
        // Through its shortest text: 0.8 stays 0.8.
        Some(_) => text.parse::<f64>().map_or(Value::Null, Value::from),
        None => text.into(),
    };
    settings.values().into_iter().map(|(name, text, number)| (name.to_owned(), value(text, number))).collect()
}

fn comparison(of: &Comparisons) -> Result<Map<String, Value>, Failure> {
    let mut map = Map::new();
    for measure in Measure::ALL {
        let Comparison { difference, interval, p, better, worse, equal } = *of.by(measure);
        let value = serde_json::to_value(Difference { difference, interval, p, better, worse, equal });
        map.insert(measure.name().to_owned(), value.map_err(std::io::Error::from)?);
    }
    Ok(map)
}
