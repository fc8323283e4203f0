//! What does it cost that nothing is lost?
//!
//! ```text
//! cargo bench --bench cost
//! KIOSQUE_BENCH_CORPUS=corpus.jsonl.zst KIOSQUE_BENCH_JSON=rows.jsonl cargo bench --bench cost
//! ```
//!
//! | variable | says | default |
//! |---|---|---|
//! | `KIOSQUE_BENCH_CORPUS` | the file or folder to index | a corpus of 26,988 articles beside the repository, else `seeds` |
//! | `KIOSQUE_BENCH_ROUNDS` | runs of each kind | 7 |
//! | `KIOSQUE_BENCH_FILES` | files of the tree that does not change; 0 leaves it out | 100,000 |
//! | `KIOSQUE_BENCH_JSON` | where the raw rows go, one JSON object a line | nowhere |
//!
//! *Proof*: the corpus is indexed from nothing, in this process, with manifest, copies, seal and their hashes and
//! without ([`Writer::without_proof`]), in turn, each pair in one row. What the switch cannot leave out without
//! bending the program is done once more by itself and added: the digests of all documents and the bytes of the
//! manifest. The figure is their sum over the time without: CPU seconds of all threads, and the time on the wall.
//! Where other processes make the pairs differ by more than what is looked for, the last line tells more: all that
//! work done again by itself (the seal's hashes as `verify` makes them, reading included), the least of five times,
//! over the least time without.
//!
//! *Unchanged*: a tree of so many small files is indexed, and then brought up to date with nothing changed: the time of
//! the whole process and the most memory that it ever held.
//!
//! # What it said
//!
//! `benches/runs/cost.jsonl`: two cores (AMD EPYC), on a disk, nothing else at work. 26,988 articles: *proof* 3.1 % of
//! the CPU time without (median of seven pairs, from -2.5 to 8.1) and 4.1 % of the time on the wall (0.1 to 9.5), 1.3 %
//! by the work done again by itself; at most 5 % is allowed. 100,000 files *unchanged*: 0.52 s and 153 MiB; 2 s and
//! 150 MiB are allowed, so that it takes 3 MiB too many.

#![allow(clippy::print_stdout, reason = "a bench prints its table")]

#[path = "../whole/corpus.rs"]
#[allow(dead_code, reason = "of a corpus this bench needs a part")]
mod corpus;
#[path = "../whole/figure.rs"]
#[allow(dead_code, reason = "of figures this bench needs a part")]
mod figure;
#[path = "../whole/process.rs"]
mod process;
#[path = "../whole/rows.rs"]
mod rows;

use std::error::Error;
use std::ffi::OsStr;
use std::path::Path;
use std::time::{Duration, Instant};

use corpus::Corpus;
use figure::Spread;
use kiosque::analysis::Inflection;
use kiosque::article::Digest;
use kiosque::clock::Clock;
use kiosque::index::{Memory, Snapshot, Writer, Writing};
use kiosque::maintain::verify;
use kiosque::manifest::{MANIFEST, Manifest};
use kiosque::pipeline::{self, Before, Checkpoints, Patience, Request};
use kiosque::{discover, normalize, parse};
use rows::Rows;
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};

/// Times that work is done again by itself.
const TIMES: usize = 5;
/// Times that an unchanged tree is brought up to date.
const UNCHANGED: usize = 5;
/// Files of a folder of that tree.
const FILES_A_FOLDER: usize = 1_000;

fn main() -> Result<(), Box<dyn Error>> {
    let number = |name: &str, usual: usize| -> Result<usize, Box<dyn Error>> {
        Ok(variable(name).map(|text| text.parse()).transpose()?.unwrap_or(usual))
    };
    let rounds = number("KIOSQUE_BENCH_ROUNDS", 7)?;
    let files = number("KIOSQUE_BENCH_FILES", 100_000)?;
    let mut rows = Rows::open(variable("KIOSQUE_BENCH_JSON").as_deref())?;
    println!("machine   {}\n", rows::machine());
    if rounds > 0 {
        proof(&Corpus::find()?, rounds, &mut rows)?;
    }
    if files > 0 {
        unchanged(files, &mut rows)?;
    }
    Ok(())
}

/// A setting of the bench.
#[allow(clippy::disallowed_methods, reason = "cargo bench hands settings on in the environment only")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Seconds of work: on the wall, and of all threads.
#[derive(Debug, Clone, Copy)]
struct Seconds {
    wall: f64,
    cpu: f64,
}

/// Times some work.
fn timed<T>(work: impl FnOnce() -> T) -> (Seconds, T) {
    let cpu = || {
        let time = clock_gettime(ClockId::ProcessCPUTime);
        Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
    };
    let (began, cpu_before) = (Instant::now(), cpu());
    let done = work();
    let seconds =
        Seconds { wall: began.elapsed().as_secs_f64(), cpu: cpu().saturating_sub(cpu_before).as_secs_f64() };
    (seconds, done)
}

/// Measures indexing with and without what proves the index.
fn proof(corpus: &Corpus, rounds: usize, rows: &mut Rows) -> Result<(), Box<dyn Error>> {
    println!("{corpus}");
    let folder = tempfile::tempdir()?;
    let (with, without) = (folder.path().join("with"), folder.path().join("without"));
    // Files come into memory, the clock of the core goes up.
    index(corpus, &with, true)?;
    let apart = apart(&with)?;
    let (mut cpu, mut wall) = (Vec::new(), Vec::new());
    let mut least = f64::MAX;
    for round in 0..rounds {
        let (first, second) = if round % 2 == 0 { (true, false) } else { (false, true) };
        let mut pair = [None; 2];
        for proven in [first, second] {
            let at = if proven { &with } else { &without };
            pair[usize::from(proven)] = Some(index(corpus, at, proven)?);
        }
        let [Some(bare), Some(proven)] = pair else { continue };
        let cost = |proven: f64, bare: f64| 100.0 * (proven - bare + apart.kept) / (bare - apart.kept);
        cpu.push(cost(proven.cpu, bare.cpu));
        wall.push(cost(proven.wall, bare.wall));
        least = least.min(bare.cpu);
        rows.write(&json!({
            "measure": "proof", "corpus": corpus.name(), "round": round + 1,
            "with_seconds": proven.wall, "without_seconds": bare.wall, "with_cpu_seconds": proven.cpu,
            "without_cpu_seconds": bare.cpu, "kept_cpu_seconds": apart.kept, "hashes_cpu_seconds": apart.hashes,
        }))?;
    }
    println!("proof, % of the time without (least / median / most of {rounds} pairs)");
    println!("  CPU     {}", Spread::of(cpu).print(1));
    println!("  wall    {}", Spread::of(wall).print(1));
    let all = apart.kept + apart.hashes;
    println!(
        "  apart   {:.1}: {all:.3} s of CPU, of {least:.3} s (digests and manifest {:.3}, hashes {:.3})\n",
        100.0 * all / (least - apart.kept),
        apart.kept,
        apart.hashes,
    );
    Ok(())
}

/// Indexes the corpus from nothing as the program does, with what proves the index or without.
fn index(corpus: &Corpus, at: &Path, proven: bool) -> Result<Seconds, Box<dyn Error>> {
    if at.exists() {
        std::fs::remove_dir_all(at)?;
    }
    let request = Request {
        paths: vec![corpus.path.display().to_string()],
        discover: discover::Options::default(),
        parse: parse::Options::default(),
        normalize: normalize::Options::default(),
        entities: true,
        copies_apart: false,
        moved: Vec::new(),
        reread: false,
        keep_missing: false,
        jobs: 2,
        patience: Patience::Endless,
        checkpoints: Checkpoints::default(),
    };
    let (seconds, report) = timed(|| -> Result<_, Box<dyn Error>> {
        let writing = Writing::begin(at, false, "a bench")?;
        let mut writer = Writer::open(writing, Memory::default(), &Inflection::default())?;
        if !proven {
            writer = writer.without_proof();
        }
        Ok(pipeline::run(&request, Before::default(), Some(&mut writer), &Quiet, &Clock::system())?)
    });
    report?;
    Ok(seconds)
}

struct Quiet;

impl pipeline::Watch for Quiet {}

/// CPU seconds of work that is done once more by itself, the least of several times.
struct Apart {
    /// The digests of all documents, and the bytes of the manifest: what the switch does not leave out.
    kept: f64,
    /// Reading and hashing all files that the seal names.
    hashes: f64,
}

/// Does that work.
fn apart(at: &Path) -> Result<Apart, Box<dyn Error>> {
    let snapshot = Snapshot::open_articles(at)?;
    let mut stored = Vec::new();
    for (_, address) in snapshot.ids()? {
        stored.push(snapshot.document(address)?.to_bytes());
    }
    let bytes = snapshot.attachment(MANIFEST)?.ok_or("an index without a manifest")?;
    let manifest = Manifest::from_bytes(&bytes)?;
    let mut least = Apart { kept: f64::MAX, hashes: f64::MAX };
    for _ in 0..TIMES {
        let (kept, _) = timed(|| {
            stored.iter().for_each(|bytes| {
                std::hint::black_box(Digest::of_bytes(bytes));
            });
            std::hint::black_box(manifest.to_bytes());
        });
        let (hashes, verified) = timed(|| verify(at, false));
        if !verified?.findings.is_empty() {
            return Err("the index is damaged".into());
        }
        least = Apart { kept: least.kept.min(kept.cpu), hashes: least.hashes.min(hashes.cpu) };
    }
    Ok(least)
}

/// Measures a run over a tree in which nothing changed.
fn unchanged(files: usize, rows: &mut Rows) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let (tree, index) = (folder.path().join("tree"), folder.path().join("index"));
    for number in 0..files {
        let folder = tree.join(format!("{:04}", number / FILES_A_FOLDER));
        if number % FILES_A_FOLDER == 0 {
            std::fs::create_dir_all(&folder)?;
        }
        let text =
            format!("Article {number}\n\nLe conseil de la commune {number} a voté le budget du port.\n");
        std::fs::write(folder.join(format!("{number:06}.txt")), text)?;
    }
    // What was just written is read again: its time does not tell a later change.
    std::thread::sleep(Duration::from_secs(3));
    let line: [&OsStr; 6] = [
        "index".as_ref(),
        tree.as_ref(),
        "--index".as_ref(),
        index.as_ref(),
        "--format".as_ref(),
        "json".as_ref(),
    ];
    let first = process::run(&line, &[0])?;
    println!("unchanged: a tree of {files} files, indexed in {:.1} s", first.wall.as_secs_f64());
    let (mut wall, mut cpu, mut memory) = (Vec::new(), Vec::new(), Vec::new());
    for round in 1..=UNCHANGED {
        let run = process::run(&line, &[0])?;
        let account: Value = serde_json::from_slice(&run.stdout)?;
        let read = account["sources"]["read"].as_u64();
        let peak = account["peak_memory_bytes"].as_u64();
        if read != Some(0) {
            return Err(format!("{read:?} files were read").into());
        }
        wall.push(run.wall.as_secs_f64());
        cpu.extend(run.cpu_seconds);
        memory.extend(peak.map(|bytes| bytes as f64 / 1_048_576.0));
        rows.write(&json!({
            "measure": "unchanged", "files": files, "round": round, "seconds": run.wall.as_secs_f64(),
            "cpu_seconds": run.cpu_seconds, "others_cores": run.others_cores, "peak_memory_bytes": peak,
        }))?;
    }
    println!("  wall seconds (least / median / most)    {}", Spread::of(wall).print(2));
    println!("  CPU seconds                             {}", Spread::of(cpu).print(2));
    println!("  most memory, MiB                        {}", Spread::of(memory).print(0));
    Ok(())
}
