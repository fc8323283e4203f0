//! Indexing as whole processes, each into a new folder, the settings in turn so that a noisy minute touches all.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use serde::Deserialize;

use super::measurement::Taking;
use super::process::{self, Run};
use super::{Better, Corpus, Error, Measurement, Plan, Watch};

/// What of the account of a run is read.
#[derive(Deserialize)]
struct Account {
    articles: Articles,
    bytes_in: u64,
    peak_memory_bytes: Option<u64>,
}

#[derive(Deserialize)]
struct Articles {
    #[serde(rename = "in")]
    seen: u64,
    rejected: u64,
}

/// One run of `kiosque index`.
pub(super) struct Indexed {
    run: Run,
    account: Account,
    index_bytes: u64,
}

/// Indexes the corpus with each number of threads, and without entities with the most; the index of the last
/// run stays in `index` below the plan's folder. Returns the figures and the corpus as it was counted.
///
/// # Errors
/// If a run fails, or there is nothing to index.
pub fn indexing(plan: &Plan, watch: &dyn Watch) -> Result<(Vec<Measurement>, Corpus), Error> {
    let most = plan.jobs.last().copied().unwrap_or(1);
    let mut settings: Vec<(usize, bool)> = vec![(most, false)];
    settings.extend(plan.jobs.iter().map(|jobs| (*jobs, true)));
    let mut taken: Vec<Vec<Indexed>> = settings.iter().map(|_| Vec::new()).collect();
    for repetition in 1..=plan.repeat {
        for ((jobs, entities), taken) in settings.iter().zip(&mut taken) {
            let with = if *entities { "" } else { ", no entities" };
            watch.doing(&format!("indexing {repetition}/{}, jobs {jobs}{with}", plan.repeat));
            taken.push(index(plan, &plan.request.paths, *jobs, *entities)?);
        }
    }
    let mut corpus = plan.corpus.clone();
    let mut indexed = 0;
    if let Some(first) = taken.first().and_then(|runs| runs.first()) {
        indexed = first.account.articles.seen.saturating_sub(first.account.articles.rejected);
        corpus.articles = first.account.articles.seen;
        corpus.bytes = first.account.bytes_in;
    }
    if indexed == 0 {
        return Err(Error::NoArticles);
    }
    let mut measurements = Vec::new();
    for ((jobs, entities), taken) in settings.iter().zip(&taken) {
        let settings =
            vec![("jobs", jobs.to_string()), ("entities", if *entities { "yes" } else { "no" }.to_owned())];
        measurements.extend(figures("index", plan, &corpus, settings, taken));
    }
    Ok((measurements, corpus))
}

/// The figures of runs under one setting.
pub(super) fn figures(
    measure: &'static str,
    plan: &Plan,
    corpus: &Corpus,
    settings: Vec<(&'static str, String)>,
    taken: &[Indexed],
) -> Vec<Measurement> {
    let others_cores = taken.iter().filter_map(|one| one.run.others_cores).collect();
    let taking = Taking { measure, settings, corpus, machine: &plan.machine, others_cores };
    let of = |figure: &dyn Fn(&Indexed) -> Option<f64>| taken.iter().filter_map(figure).collect::<Vec<f64>>();
    let gigabytes = |one: &Indexed| one.account.bytes_in.max(1) as f64 / 1e9;
    let rate = |one: &Indexed| Some(one.account.articles.seen as f64 / one.run.wall_seconds);
    let megabytes = |one: &Indexed| Some(gigabytes(one) * 1e3 / one.run.wall_seconds);
    let cpu = |one: &Indexed| Some(one.run.cpu_seconds? / gigabytes(one));
    let peak = |one: &Indexed| one.account.peak_memory_bytes.map(|bytes| bytes as f64 / 1e6);
    let read = |one: &Indexed| one.run.moved.map(|(read, _)| read as f64 / 1e6);
    let written = |one: &Indexed| one.run.moved.map(|(_, written)| written as f64 / 1e6);
    let size = |one: &Indexed| Some(one.index_bytes as f64 / 1e6);
    let share = |one: &Indexed| Some(one.index_bytes as f64 / one.account.bytes_in.max(1) as f64);
    vec![
        taking.figure("throughput", "articles/s", Better::Higher, of(&rate)),
        taking.figure("throughput, bytes", "MB/s", Better::Higher, of(&megabytes)),
        taking.figure("CPU", "s/GB", Better::Lower, of(&cpu)),
        taking.figure("peak memory", "MB", Better::Lower, of(&peak)),
        taking.figure("read", "MB", Better::Lower, of(&read)),
        taking.figure("written", "MB", Better::Lower, of(&written)),
        taking.figure("index", "MB", Better::Lower, of(&size)),
        taking.figure("index, of the corpus", "×", Better::Lower, of(&share)),
    ]
}

/// Indexes these paths into the plan's folder, anew.
pub(super) fn index(plan: &Plan, paths: &[String], jobs: usize, entities: bool) -> Result<Indexed, Error> {
    let index = plan.folder.join("index");
    if index.exists() {
        std::fs::remove_dir_all(&index).map_err(Error::io(&index))?;
    }
    let mut arguments: Vec<OsString> = vec!["index".into(), "--index".into(), index.clone().into()];
    arguments.extend(["--format", "json", "--quiet", "--jobs"].map(OsString::from));
    arguments.push(jobs.to_string().into());
    if !entities {
        arguments.push("--no-entities".into());
    }
    let options = &plan.request.discover;
    for (flag, globs) in [("--include", &options.include), ("--exclude", &options.exclude)] {
        arguments.extend(globs.iter().flat_map(|glob| [flag.into(), glob.into()]));
    }
    if let Some(format) = plan.request.parse.input_format {
        arguments.extend(["--input-format".into(), format.into()]);
    }
    arguments.extend(["--default-language".into(), plan.request.normalize.default_language.code().into()]);
    arguments.push("--".into());
    arguments.extend(paths.iter().map(OsString::from));
    let arguments: Vec<&OsStr> = arguments.iter().map(OsString::as_os_str).collect();
    // 3: done in part, as with any corpus that holds a broken file.
    let run = process::run(&plan.program, &arguments, &[0, 3])?;
    let account = serde_json::from_slice(&run.stdout)
        .map_err(|error| Error::Process(format!("the account of indexing cannot be read: {error}")))?;
    let index_bytes = folder_bytes(&index).map_err(Error::io(&index))?;
    Ok(Indexed { run, account, index_bytes })
}

fn folder_bytes(folder: &Path) -> std::io::Result<u64> {
    let mut sum = 0;
    for entry in walkdir::WalkDir::new(folder) {
        let metadata = entry?.metadata()?;
        sum += if metadata.is_file() { metadata.len() } else { 0 };
    }
    Ok(sum)
}
