//! `kiosque index`: brings the index in line, and says what became of every article.

use std::io::Write;
use std::path::PathBuf;

use super::args::{IndexArgs, TextOrJson, WriteArgs};
use super::exit::Exit;
use super::failure::Failure;
use super::lock;
use super::output::{Err, Out, Paint, safe};
use super::progress::Progress;
use super::report::{Account, ELSEWHERE, REPORT, write_file};
use super::settings::Settings;
use super::signals::Signals;
use super::text::{counted, number, seconds, size};
use super::upkeep::say_damage;
use crate::clock::Clock;
use crate::index::{Memory, Snapshot, Writer, Writing, keep_aliases};
use crate::pipeline::{self, Before, NoticeKind, Patience, Report, Request};
use crate::sink::Sink;

/// The folder that is indexed where none is named.
const SEEDS: &str = "seeds";
/// Bytes of documents that wait to be posted.
const IN_FLIGHT_BYTES: usize = 16 << 20;

pub(super) fn run(args: &IndexArgs, settings: &Settings) -> Result<Exit, Failure> {
    let clock = Clock::system();
    let err = Err::open(settings.color, settings.wishes);
    let request = request(args, settings)?;
    let signals = Signals::listen()?;
    let progress = Progress::new(err, settings.quiet, settings.verbose).heeding(signals.clone());
    let aliases = settings.aliases()?;
    let outcome = if args.dry_run {
        pipeline::run(&request, before_trial(args, settings)?, None, &progress, &clock)
    } else {
        let memory = memory(&args.write, settings, request.jobs)?;
        let inflection = settings.inflection()?;
        let begin = |holder: &str| Writing::begin(&settings.index, args.full, holder);
        let writing = lock::take(&args.write, settings, &clock, &signals, begin)?;
        let mut writer = Writer::open(writing, memory, &inflection)?;
        say_damage(err, settings, writer.damaged_vocabularies());
        // Under the lock, and before the commit makes its table of names by them.
        if let Some((text, aliases)) = &aliases {
            keep_aliases(&settings.index, Some(text.as_str()).filter(|_| !aliases.is_empty()))?;
        }
        let before = Before::read(|name| writer.attachment(name))?;
        pipeline::run(&request, before, Some(&mut writer as &mut dyn Sink), &progress, &clock)
    };
    progress.end();
    let report = match outcome {
        Ok(report) => report,
        Err(pipeline::Error::NothingThere(notices)) => {
            if let Some(path) = &args.report {
                write_file(&Report { notices: notices.clone(), ..Report::default() }, path)?;
            }
            return Err(pipeline::Error::NothingThere(notices).into());
        }
        Err(error @ pipeline::Error::Stopped { .. }) => {
            let hint = "run the same command again: it goes on from there";
            return Err(Failure::stopped(signals.exit(), error.to_string()).hint(hint));
        }
        Err(error) => return Err(error.into()),
    };

    for notice in &report.notices {
        let what = match notice.kind {
            NoticeKind::Missing => format!("{}; check the path", notice.detail),
            NoticeKind::Empty => format!("{}; nothing to do, or check the path", notice.detail),
            NoticeKind::Elsewhere => format!("{}; {ELSEWHERE}", notice.detail),
        };
        let label = err.paint.paint(Paint::WARN, "warning:");
        err.line(&format!("{label} {}: {}", safe(&notice.root), safe(&what)));
    }
    let mut report_path = None;
    if !args.dry_run {
        let path = settings.index.join(REPORT);
        write_file(&report, &path)?;
        report_path = Some(path.display().to_string());
    }
    if let Some(path) = &args.report {
        write_file(&report, path)?;
        report_path = Some(path.display().to_string());
    }
    let mut out = Out::open(settings.color, settings.wishes);
    match args.format {
        TextOrJson::Json => {
            let account = Account::of(&report, peak_memory_bytes(), report_path.as_deref());
            serde_json::to_writer(&mut out, &account).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        TextOrJson::Text if settings.quiet => {}
        TextOrJson::Text => summary(&mut out, args, settings, &request, &report, report_path.as_deref())?,
    }
    out.flush()?;
    Ok(exit(&report))
}

fn exit(report: &Report) -> Exit {
    let missing = report.notices.iter().any(|notice| notice.kind == NoticeKind::Missing);
    if missing || report.failures() > 0 { Exit::Partial } else { Exit::Done }
}

fn request(args: &IndexArgs, settings: &Settings) -> Result<Request, Failure> {
    let mut paths = args.input.paths.clone();
    if paths.is_empty() {
        paths.push(SEEDS.to_owned());
    }
    Ok(Request {
        paths,
        discover: settings.discover(&args.input),
        parse: settings.parse(&args.input)?,
        normalize: settings.normalize(args.input.default_language.as_ref())?,
        entities: !args.no_entities,
        moved: moved(args)?,
        reread: args.checksum,
        copies_apart: false,
        keep_missing: args.keep_missing,
        jobs: settings.jobs(args.input.jobs),
        patience: patience(args)?,
        checkpoints: settings.checkpoints(args.checkpoint.as_deref())?,
    })
}

/// Reads `NAME=PATH`.
fn moved(args: &IndexArgs) -> Result<Vec<(String, PathBuf)>, Failure> {
    let read = |text: &String| {
        let (name, path) =
            text.split_once('=').filter(|(name, path)| !name.is_empty() && !path.is_empty())?;
        Some((name.to_owned(), PathBuf::from(path)))
    };
    args.root
        .iter()
        .map(|text| {
            read(text).ok_or_else(|| {
                Failure::usage(format!("\"{text}\" does not say where a root lies"))
                    .hint("write its name and its folder, as presse=/mnt/archive/presse; `kiosque stats` names the roots")
            })
        })
        .collect()
}

fn patience(args: &IndexArgs) -> Result<Patience, Failure> {
    let Some(text) = args.max_failures.as_deref() else {
        return Ok(if args.strict { Patience::Failures(0) } else { Patience::Endless });
    };
    let read = match text.strip_suffix('%') {
        Some(share) => share
            .trim()
            .parse()
            .ok()
            .filter(|share| (0.0..=100.0).contains(share))
            .map(|share: f64| Patience::Share(share / 100.0)),
        None => text.parse().ok().map(Patience::Failures),
    };
    read.ok_or_else(|| {
        Failure::usage(format!("\"{text}\" is no number of failures"))
            .hint("write a number, or a share as 5%")
    })
}

/// Memory of a writer that works beside so many other threads.
pub(super) fn memory(args: &WriteArgs, settings: &Settings, jobs: usize) -> Result<Memory, Failure> {
    let threads = jobs.clamp(1, 4);
    Ok(Memory {
        threads,
        postings_bytes: settings.memory_bytes(args.memory.as_deref(), threads)?,
        in_flight_bytes: IN_FLIGHT_BYTES,
    })
}

/// What a trial starts from: the index as it stands, which is only read.
fn before_trial(args: &IndexArgs, settings: &Settings) -> Result<Before, Failure> {
    match Snapshot::open_articles(&settings.index) {
        Ok(snapshot) if !args.full => Ok(Before::read(|name| snapshot.attachment(name))?),
        Ok(_) | Err(crate::index::Error::Absent(_)) => Ok(Before::default()),
        Err(error) => Err(error.into()),
    }
}

fn summary(
    out: &mut Out,
    args: &IndexArgs,
    settings: &Settings,
    request: &Request,
    report: &Report,
    report_path: Option<&str>,
) -> std::io::Result<()> {
    let articles = &report.articles;
    let elapsed = report.elapsed.as_secs_f64();
    let verb = if args.dry_run { "Trial: would index" } else { "Indexed" };
    writeln!(
        out,
        "{} {} into {} in {}: {} read, {}/s",
        out.paint.paint(Paint::TITLE, verb),
        safe(&request.paths.join(" ")),
        safe(&settings.index.display().to_string()),
        seconds(elapsed),
        size(report.bytes_in),
        counted((articles.seen as f64 / elapsed.max(1e-9)) as u64, "article", "articles"),
    )?;
    writeln!(out)?;
    let rows = [
        ("articles in", articles.seen, ""),
        ("  indexed", articles.indexed, ""),
        ("  replaced", articles.replaced, ""),
        ("  unchanged", articles.unchanged, ""),
        ("  duplicates", articles.duplicates, "another article of equal text or id stands for them"),
        ("  rejected", articles.rejected, ""),
        ("removed", articles.removed, "their files are gone"),
    ];
    let width = rows.iter().map(|(_, n, _)| number(*n).len()).max().unwrap_or(0);
    for (label, count, why) in rows {
        let why = if count > 0 && !why.is_empty() { format!("  {why}") } else { String::new() };
        writeln!(out, "  {label:<14}{:>width$}{}", number(count), out.paint.paint(Paint::DIM, &why))?;
    }
    writeln!(out)?;
    let sources = &report.sources;
    let mut parts = vec![
        counted(sources.found, "file", "files"),
        format!("{} read", number(sources.read)),
        format!("{} unchanged", number(sources.unchanged)),
    ];
    for (count, what) in [
        (sources.failed, "failed"),
        (sources.removed, "gone"),
        (sources.hidden, "hidden left out"),
        (sources.excluded, "excluded"),
    ] {
        if count > 0 {
            parts.push(format!("{} {what}", number(count)));
        }
    }
    writeln!(out, "  sources       {}", parts.join(", "))?;
    match report.standing {
        Some(standing) => writeln!(
            out,
            "  index         {} in {}",
            counted(standing.documents, "article", "articles"),
            counted(standing.segments as u64, "segment", "segments"),
        )?,
        None if !args.dry_run => writeln!(out, "  index         as before")?,
        None => {}
    }
    if !report.rejections.is_empty() || !report.remarks.is_empty() {
        writeln!(out)?;
        for (code, count) in report.rejections_by_code().into_iter().chain(report.remarks_by_code()) {
            let first = report
                .rejections
                .iter()
                .chain(&report.remarks)
                .find(|rejection| rejection.code.name() == code);
            let example = first.map_or(String::new(), |first| format!("{}: {}", first.origin, first.detail));
            let more = if count > 1 { ", …" } else { "" };
            writeln!(out, "  {code:<15} {:>5}  {}{more}", number(count), safe(&example))?;
        }
    }
    if let Some(path) = report_path
        .filter(|_| !report.rejections.is_empty() || !report.remarks.is_empty() || !report.notices.is_empty())
    {
        writeln!(out, "  {}", out.paint.paint(Paint::DIM, &format!("full report: {}", safe(path))))?;
    }
    Ok(())
}

/// The most memory that the process ever held, as Linux tells it; unknown elsewhere.
fn peak_memory_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}
