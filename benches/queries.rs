//! How long does a query take in a process that is warm, by class of query?
//!
//! `cargo bench --bench queries -- INDEX QUERIES` asks every query of the file (one a line; a remark, `# …`, names
//! the class of those that follow) in rounds: parsing, the ten best, the total; the same with the ten hits read and
//! marked; the same as the first with a facet. For each class it prints the median, the 90th and the 99th percentile of all
//! rounds after those of warming up, and of each query's fastest round, which neighbours disturb least, in µs.
//! `KIOSQUE_BENCH_JSON=FILE` adds the rows to a file, one JSON object a line.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use kiosque::query;
use kiosque::search::{FacetField, FacetKind, FacetRequest, Index, Request};
use serde_json::json;

/// Rounds that are not counted.
const WARMING: usize = 10;
/// Rounds that are.
const ROUNDS: usize = 10;

/// What is measured of each query.
const MODES: [&str; 3] = ["top10+total", "top10+total+hits", "top10+total+facet:person"];

#[allow(clippy::disallowed_methods, reason = "cargo bench hands settings on in the environment only")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let mut out = io::stdout().lock();
    let [index, queries] = &arguments[..] else {
        writeln!(out, "nothing measured: cargo bench --bench queries -- INDEX QUERIES")?;
        return Ok(());
    };
    let index = Index::open(Path::new(index))?;
    let queries = classes(&fs::read_to_string(queries)?);
    let mut json = match std::env::var_os("KIOSQUE_BENCH_JSON") {
        Some(path) => Some(File::options().create(true).append(true).open(path)?),
        None => None,
    };
    let columns =
        ["queries", "p50", "p90", "p99", "min p50", "min p99"].map(|name| format!("{name:>8}")).join(" ");
    writeln!(out, "{:<26} {:<34} {columns}", "mode", "class")?;
    for mode in MODES {
        let mut times: Vec<Vec<f64>> = vec![Vec::new(); queries.len()];
        for round in 0..WARMING + ROUNDS {
            for ((_, text), times) in queries.iter().zip(&mut times) {
                let took = ask(&index, text, mode)?;
                if round >= WARMING {
                    times.push(took);
                }
            }
        }
        let mut by_class: BTreeMap<&str, Vec<&[f64]>> = BTreeMap::new();
        for ((class, _), times) in queries.iter().zip(&times) {
            by_class.entry(class).or_default().push(times);
            by_class.entry("all").or_default().push(times);
        }
        for (class, times) in &by_class {
            let every: Vec<f64> = times.iter().flat_map(|times| times.iter().copied()).collect();
            let fastest: Vec<f64> =
                times.iter().map(|times| times.iter().copied().fold(f64::MAX, f64::min)).collect();
            let [p50, p90, p99] = [0.5, 0.9, 0.99].map(|share| percentile(&every, share));
            let [min_p50, min_p99] = [0.5, 0.99].map(|share| percentile(&fastest, share));
            let class: String = class.chars().take(34).collect();
            let figures = [p50, p90, p99, min_p50, min_p99].map(|figure| format!("{figure:>8.0}")).join(" ");
            writeln!(out, "{mode:<26} {class:<34} {:>8} {figures}", times.len())?;
            if let Some(json) = &mut json {
                let row = json!({
                    "measure": "latency-warm", "mode": mode, "class": class, "queries": times.len(),
                    "articles": index.snapshot().documents(), "rounds": ROUNDS,
                    "p50_us": p50, "p90_us": p90, "p99_us": p99, "min_of_rounds_p50_us": min_p50, "min_of_rounds_p99_us": min_p99,
                });
                writeln!(json, "{row}")?;
            }
        }
    }
    Ok(())
}

/// The queries that can be read, each with its class.
fn classes(text: &str) -> Vec<(String, String)> {
    let mut class = "queries".to_owned();
    let mut queries = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.strip_prefix("# ") {
            Some(remark) => class = remark.to_owned(),
            None if query::parse(line).is_ok() => queries.push((class.clone(), line.to_owned())),
            None => {}
        }
    }
    queries
}

/// Answers a query once; µs.
fn ask(index: &Index, text: &str, mode: &str) -> Result<f64, Box<dyn std::error::Error>> {
    let start = Instant::now();
    let mut request = Request::new(query::parse(text)?);
    if mode.contains("facet") {
        request.facets = vec![FacetRequest { kind: FacetKind::Field(FacetField::Person), limit: 10 }];
    }
    let found = index.find(&request)?;
    let mut read = 0;
    if mode.contains("hits") {
        for hit in found.hits() {
            read += hit?.snippet.text.len();
        }
    }
    std::hint::black_box((found.total, found.len(), read));
    Ok(start.elapsed().as_secs_f64() * 1e6)
}

/// The value below which that share lies, by nearest rank.
fn percentile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}
