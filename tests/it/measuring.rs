//! A corpus is measured and made: figures add up, runs compare, made articles stay the same.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::support::Workspace;

/// A line of `bench --format json`, field by field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "a contract lists every field, whether a test looks at it or not")]
struct Line {
    v: u32,
    kiosque: String,
    measure: String,
    figure: String,
    settings: std::collections::BTreeMap<String, String>,
    unit: String,
    better: String,
    samples: Vec<f64>,
    summary: Summary,
    others_cores: Vec<f64>,
    corpus: Corpus,
    machine: Machine,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "a contract lists every field, whether a test looks at it or not")]
struct Summary {
    n: usize,
    min: f64,
    p50: f64,
    p90: f64,
    p99: f64,
    max: f64,
    mean: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "a contract lists every field, whether a test looks at it or not")]
struct Corpus {
    name: String,
    articles: u64,
    bytes: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "a contract lists every field, whether a test looks at it or not")]
struct Machine {
    processor: String,
    cores: usize,
    memory_bytes: u64,
    system: String,
}

fn lines(text: &str) -> Vec<Line> {
    text.lines().map(|line| serde_json::from_str(line).expect("a line of the contract")).collect()
}

#[test]
fn a_corpus_is_measured_by_part_and_compared_with_an_older_run() {
    let workspace = Workspace::with_seeds();
    workspace.write("queries.txt", "conseil municipal\n\"conseil municipal\"\nport\n");
    let first = workspace
        .kiosque(
            "bench seeds --repeat 3 --jobs 1,2 --queries queries.txt --format json --html page.html --quiet",
        )
        .exits(0)
        .stdout;
    let run = lines(&first);
    let kinds: BTreeSet<&str> = run.iter().map(|line| line.measure.as_str()).collect();
    assert_eq!(kinds, BTreeSet::from(["index", "search", "stage"]));
    for line in &run {
        assert_eq!(line.v, 1);
        assert_eq!(line.samples.len(), line.summary.n, "{line:?}");
        assert!(line.summary.min <= line.summary.p50 && line.summary.p50 <= line.summary.max, "{line:?}");
        assert!(line.corpus.articles > 5 && line.corpus.bytes > 1_000, "{line:?}");
    }
    let throughput: Vec<&Line> =
        run.iter().filter(|line| line.measure == "index" && line.figure == "throughput").collect();
    assert_eq!(throughput.len(), 3, "one job, two jobs, no entities");
    assert!(throughput.iter().all(|line| line.summary.n == 3 && line.summary.min > 0.0));
    let classes: BTreeSet<&str> =
        run.iter().filter_map(|line| line.settings.get("class")).map(String::as_str).collect();
    assert_eq!(classes, BTreeSet::from(["phrase", "three facets of all", "word", "words"]));
    assert!(!workspace.path("index").exists(), "the user's index is not touched");

    let page = workspace.read("page.html");
    assert!(page.starts_with("<!doctype html>") && page.contains("prefers-color-scheme:dark"));
    assert!(page.matches("<svg").count() >= 4, "a plot each for jobs, stages, latency, threads");
    assert_eq!(page.matches("<svg").count(), page.matches("</svg>").count());
    assert!(!page.contains("http"), "nothing is fetched");
    assert!(!page.contains("NaN") && !page.contains(">inf<"), "no figure without a value");

    // The same run in place of the older one: everything is equal, nothing is better or worse.
    workspace.write("old.jsonl", &first);
    let told = workspace
        .kiosque("bench seeds --repeat 3 --jobs 1,2 --queries queries.txt --compare old.jsonl --quiet")
        .exits(0)
        .stdout;
    assert!(told.contains("Since the older run"), "{told}");
    workspace.write("old.jsonl", "{}\n");
    let refused = workspace.kiosque("bench seeds --compare old.jsonl").exits(2);
    assert!(refused.stderr.contains("old.jsonl:1: no measurement"), "{}", refused.stderr);
}

#[test]
fn growth_is_measured_on_parts_and_on_made_corpora() {
    let workspace = Workspace::with_seeds();
    let told = workspace
        .kiosque("bench seeds --only growth --scale 50 --repeat 1 --format json --quiet")
        .exits(0)
        .stdout;
    let sizes: BTreeSet<(String, String)> = lines(&told)
        .into_iter()
        .filter(|line| line.figure == "throughput")
        .map(|line| (line.settings["corpus"].clone(), line.settings["articles"].clone()))
        .collect();
    assert!(sizes.contains(&("made, seed 1".to_owned(), "50".to_owned())), "{sizes:?}");
    assert!(sizes.iter().filter(|(corpus, _)| corpus == "seeds").count() >= 2, "{sizes:?}");
}

#[test]
fn made_articles_are_the_same_for_ever_and_are_all_indexed() {
    let workspace = Workspace::new();
    let made = workspace.kiosque("bench --synthesize 400 --seed 5 --jobs 2").succeeds().stdout;
    assert_eq!(made, workspace.kiosque("bench --synthesize 400 --seed 5 --jobs 1").succeeds().stdout);
    let articles: Vec<serde_json::Value> =
        made.lines().map(|line| serde_json::from_str(line).expect("an article")).collect();
    assert_eq!(articles.len(), 400);
    let years: BTreeSet<&str> = articles.iter().filter_map(|one| one["date"].as_str()?.get(..4)).collect();
    assert!(years.len() > 20, "dates over decades: {years:?}");
    workspace.write("made.jsonl", &made);
    let account = workspace.kiosque("index made.jsonl --format json").succeeds().json::<serde_json::Value>();
    assert_eq!(account["articles"]["in"], 400);
    assert_eq!(account["articles"]["rejected"], 0);
    let statistics = workspace
        .kiosque("bench --statistics made.jsonl --format json")
        .succeeds()
        .json::<serde_json::Value>();
    let figure = |name: &str| statistics["statistics"][name].as_f64().unwrap_or_default();
    assert!((figure("articles") - 400.0).abs() < 0.5);
    assert!((0.4..0.9).contains(&figure("Heaps' exponent, last three doublings")), "{statistics}");
}

#[test]
fn what_cannot_be_measured_is_said() {
    let workspace = Workspace::with_seeds();
    workspace.write("queries.txt", "bon\nun NEAR/0 mauvais\n").write("empty/x.bin", [0, 1, 2]);
    let refused = workspace.kiosque("bench seeds --queries queries.txt --only search --repeat 1").exits(2);
    assert!(refused.stderr.contains("queries.txt:2:"), "{}", refused.stderr);
    let refused = workspace.kiosque("bench empty --repeat 1").exits(2);
    assert!(refused.stderr.contains("no article in the corpus"), "{}", refused.stderr);
}
