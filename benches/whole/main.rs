//! How fast is the program as a person runs it: whole processes on a whole corpus?
//!
//! ```text
//! cargo bench --bench whole
//! KIOSQUE_BENCH_CORPUS=corpus.jsonl.zst KIOSQUE_BENCH_JSON=rows.jsonl cargo bench --bench whole
//! ```
//!
//! | variable | says | default |
//! |---|---|---|
//! | `KIOSQUE_BENCH_CORPUS` | the file or folder to index | a corpus of 26,988 articles beside the repository, else `seeds` |
//! | `KIOSQUE_BENCH_WORD` | the word to search | `président` |
//! | `KIOSQUE_BENCH_JSON` | where the raw rows go, one JSON object a line | nowhere |
//!
//! Indexing is run three times in each setting, the settings in turn, so that a noisy minute touches all of
//! them; then the index is brought up to date with nothing changed; then 50 searches and 50 bare starts
//! (`kiosque --version`) take turns. Every figure is of a process from its start to its end. `others` says how
//! many cores other processes used meanwhile: above 0.2, trust the CPU seconds and not the rates. CPU seconds
//! and `others` come from `/proc` and are missing where there is none.

#![allow(clippy::print_stdout, reason = "a bench prints its table")]

mod corpus;
mod figure;
mod process;
mod rows;

use std::error::Error;
use std::ffi::OsStr;
use std::path::Path;
use std::time::Duration;

use corpus::Corpus;
use figure::{Spread, median};
use process::Run;
use rows::Rows;
use serde_json::{Value, json};

/// Runs of each setting.
const REPETITIONS: usize = 3;

/// Searches, and bare starts between them.
const SEARCHES: usize = 50;

/// Runs before those that count: files come into memory, the clock of the core goes up.
const WARMING: usize = 5;

/// What indexing is measured with.
const SETTINGS: [&[&str]; 3] = [&["--jobs", "2"], &["--jobs", "2", "--no-entities"], &["--jobs", "1"]];

fn main() -> Result<(), Box<dyn Error>> {
    let corpus = Corpus::find()?;
    let mut rows = Rows::open(variable("KIOSQUE_BENCH_JSON").as_deref())?;
    let folder = tempfile::tempdir()?;
    let index = folder.path().join("index");
    println!("{corpus}\nmachine   {}\n", rows::machine());
    measure_indexing(&corpus, &index, &mut rows)?;
    measure_unchanged(&corpus, &index, &mut rows)?;
    measure_search(&corpus, &index, &mut rows)?;
    Ok(())
}

/// A setting of the bench.
#[allow(clippy::disallowed_methods, reason = "cargo bench hands settings on in the environment only")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Indexes the corpus from nothing. The index of the first setting's last run is left.
fn measure_indexing(corpus: &Corpus, index: &Path, rows: &mut Rows) -> Result<(), Box<dyn Error>> {
    let mut taken: [Vec<Indexing>; SETTINGS.len()] = Default::default();
    for repetition in 1..=REPETITIONS {
        for (flags, taken) in SETTINGS.iter().zip(&mut taken).rev() {
            if index.exists() {
                std::fs::remove_dir_all(index)?;
            }
            let run = index_corpus(corpus, index, flags)?;
            let indexing = Indexing::of(&run, index)?;
            rows.write(&json!({
                "measure": "index", "settings": flags.join(" "), "repetition": repetition,
                "corpus": corpus.name(), "raw_bytes": corpus.raw_bytes, "articles": indexing.articles,
                "wall_seconds": run.wall.as_secs_f64(), "cpu_seconds": run.cpu_seconds,
                "others_cores": run.others_cores, "peak_memory_bytes": indexing.peak_memory_bytes,
                "segments": indexing.segments, "index_bytes": indexing.index_bytes,
            }))?;
            taken.push(indexing);
        }
    }
    println!("Indexing, {REPETITIONS} runs each, least / median / most");
    println!(
        "{:<24}{:>26}{:>20}{:>20}{:>10}{:>13}{:>18}",
        "", "articles/s", "CPU seconds", "peak MiB", "segments", "index / raw", "others, cores"
    );
    for (flags, taken) in SETTINGS.iter().zip(&taken) {
        let spread = |figure: fn(&Indexing) -> Option<f64>| Spread::of(taken.iter().filter_map(figure));
        let ratio = Spread::of(taken.iter().map(|run| run.index_bytes as f64 / corpus.raw_bytes as f64));
        println!(
            "{:<24}{:>26}{:>20}{:>20}{:>10}{:>13}{:>18}",
            flags.join(" "),
            spread(|run| Some(run.articles as f64 / run.wall_seconds)).print(0),
            spread(|run| run.cpu_seconds).print(2),
            spread(|run| run.peak_memory_bytes.map(|bytes| bytes as f64 / f64::from(1 << 20))).print(0),
            spread(|run| Some(run.segments as f64)).print_most(0),
            ratio.print_most(3),
            spread(|run| run.others_cores).print(1),
        );
    }
    println!();
    Ok(())
}

/// What one run of `kiosque index` gave.
struct Indexing {
    articles: u64,
    wall_seconds: f64,
    cpu_seconds: Option<f64>,
    others_cores: Option<f64>,
    peak_memory_bytes: Option<u64>,
    segments: u64,
    index_bytes: u64,
}

impl Indexing {
    fn of(run: &Run, index: &Path) -> Result<Self, Box<dyn Error>> {
        let account: Value = serde_json::from_slice(&run.stdout)?;
        let number = |pointer: &str| account.pointer(pointer).and_then(Value::as_u64);
        Ok(Indexing {
            articles: number("/articles/in").ok_or("the account has no articles")?,
            wall_seconds: run.wall.as_secs_f64(),
            cpu_seconds: run.cpu_seconds,
            others_cores: run.others_cores,
            peak_memory_bytes: number("/peak_memory_bytes"),
            segments: number("/segments").ok_or("the account has no segments")?,
            index_bytes: corpus::folder_bytes(index)?,
        })
    }
}

fn index_corpus(corpus: &Corpus, index: &Path, flags: &[&str]) -> Result<Run, Box<dyn Error>> {
    let mut arguments: Vec<&OsStr> = vec!["index".as_ref(), corpus.path.as_os_str()];
    arguments.extend(["--index".as_ref(), index.as_os_str()]);
    for flag in ["--format", "json", "--quiet"].iter().chain(flags) {
        arguments.push(flag.as_ref());
    }
    // 3: done in part, as with any corpus that holds a broken file.
    process::run(&arguments, &[0, 3])
}

/// Runs again where nothing changed.
fn measure_unchanged(corpus: &Corpus, index: &Path, rows: &mut Rows) -> Result<(), Box<dyn Error>> {
    let mut seconds = Vec::new();
    for repetition in 1..=REPETITIONS {
        let run = index_corpus(corpus, index, SETTINGS[0])?;
        let wall_seconds = run.wall.as_secs_f64();
        rows.write(&json!({
            "measure": "unchanged", "settings": SETTINGS[0].join(" "), "repetition": repetition,
            "corpus": corpus.name(), "wall_seconds": wall_seconds, "cpu_seconds": run.cpu_seconds,
            "others_cores": run.others_cores,
        }))?;
        seconds.push(wall_seconds * 1_000.0);
    }
    println!("Indexing again, nothing changed, {REPETITIONS} runs, least / median / most");
    println!("{:<24}{:>26} ms\n", SETTINGS[0].join(" "), Spread::of(seconds).print(1));
    Ok(())
}

/// Searches one word and starts for nothing, in turn.
fn measure_search(corpus: &Corpus, index: &Path, rows: &mut Rows) -> Result<(), Box<dyn Error>> {
    let word = variable("KIOSQUE_BENCH_WORD").unwrap_or_else(|| "président".to_owned());
    let search: [&OsStr; 4] = ["search".as_ref(), word.as_ref(), "--index".as_ref(), index.as_os_str()];
    let version: [&OsStr; 1] = ["--version".as_ref()];
    let hits = process::run(&[&search[..], &["--count".as_ref()]].concat(), &[0, 1])?.stdout;
    let hits: u64 = std::str::from_utf8(&hits)?.trim().parse()?;
    let (mut searches, mut starts) = (Vec::new(), Vec::new());
    for repetition in 0..WARMING + SEARCHES {
        for (name, arguments, taken) in
            [("search", &search[..], &mut searches), ("version", &version[..], &mut starts)]
        {
            let run = process::run(arguments, &[0, 1])?;
            if repetition < WARMING {
                continue;
            }
            rows.write(&json!({
                "measure": name, "repetition": repetition - WARMING + 1, "corpus": corpus.name(),
                "word": word, "hits": hits, "wall_seconds": run.wall.as_secs_f64(),
            }))?;
            taken.push(run.wall);
        }
    }
    let milliseconds = |wall: Duration| wall.as_secs_f64() * 1_000.0;
    let (search, start) = (milliseconds(median(&mut searches)), milliseconds(median(&mut starts)));
    println!("Searching, {SEARCHES} runs in turn, median");
    println!("{:<24}{search:>10.1} ms   {hits} articles have it", format!("search {word}"));
    println!("{:<24}{start:>10.1} ms", "--version");
    println!("{:<24}{:>10.1} ms", "search itself", search - start);
    Ok(())
}
