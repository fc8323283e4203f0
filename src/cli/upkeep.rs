//! Commands that keep an index well: `verify`, `optimize`, `gc`.

use std::io::Write;

use serde_json::json;

use super::args::{GcArgs, OptimizeArgs, TextOrJson, VerifyArgs};
use super::exit::Exit;
use super::failure::Failure;
use super::index::memory;
use super::lock;
use super::output::{Err, Out, Paint, safe};
use super::settings::Settings;
use super::signals::Signals;
use super::text::{counted, number, size};
use crate::clock::Clock;
use crate::index::{Writer, Writing, collect};
use crate::maintain::{self, Verification};

/// Says that something derived was not as it should be.
pub(super) fn say_damage(err: Err, settings: &Settings, damaged: usize) {
    if damaged > 0 && !settings.quiet {
        let what =
            "a vocabulary of the index was damaged or missing; it was made again from the dictionaries";
        err.line(&err.paint.paint(Paint::DIM, what));
    }
}

pub(super) fn verify(args: &VerifyArgs, settings: &Settings) -> Result<Exit, Failure> {
    let verification = maintain::verify(&settings.index, args.deep)?;
    let mut out = Out::open(settings.color, settings.wishes);
    match args.format {
        TextOrJson::Json => {
            serde_json::to_writer(&mut out, &object(&verification)).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        TextOrJson::Text => text(&mut out, settings, &verification)?,
    }
    out.flush()?;
    let findings = &verification.findings;
    if findings.is_empty() {
        return Ok(Exit::Done);
    }
    let err = Err::open(settings.color, settings.wishes);
    let advice = if findings.iter().all(|finding| finding.derived) {
        "what is damaged can be made again from the rest: `kiosque optimize`"
    } else {
        "restore the folder from a copy, or build it anew with `kiosque index --full PATH…`; the sources are untouched"
    };
    err.line(&format!("{} {advice}", err.paint.paint(Paint::GOOD, "hint:")));
    Ok(Exit::Damaged)
}

fn object(verification: &Verification) -> serde_json::Value {
    let findings: Vec<serde_json::Value> = verification
        .findings
        .iter()
        .map(|finding| json!({"file": finding.file, "what": finding.what, "derived": finding.derived}))
        .collect();
    json!({
        "v": 1,
        "whole": verification.findings.is_empty(),
        "commit": verification.files.commit,
        "sealed": verification.files.sealed,
        "unfinished": verification.unfinished,
        "files": verification.files.files,
        "bytes": verification.files.bytes,
        "documents": verification.documents,
        "findings": findings,
    })
}

fn text(out: &mut Out, settings: &Settings, verification: &Verification) -> std::io::Result<()> {
    for finding in &verification.findings {
        let label = out.paint.paint(Paint::ERROR, "damaged:");
        writeln!(out, "{label} {}: {}", safe(&finding.file), safe(&finding.what))?;
    }
    if settings.quiet {
        return Ok(());
    }
    let files = &verification.files;
    let state = if verification.findings.is_empty() { "whole" } else { "damaged" };
    writeln!(
        out,
        "{}: {state}",
        out.paint.paint(Paint::TITLE, &safe(&settings.index.display().to_string()))
    )?;
    if let Some(commit) = files.commit {
        let seal = if files.sealed { "sealed" } else { "not sealed: the process that wrote it was killed" };
        writeln!(out, "  commit        {}, {seal}", number(commit))?;
    }
    if files.bytes > 0 {
        writeln!(out, "  files         {}, {}", number(files.files), size(files.bytes))?;
    }
    if let Some(documents) = verification.documents {
        writeln!(out, "  articles      {}", number(documents))?;
    }
    if verification.unfinished {
        writeln!(out, "  last run      not at its end; `kiosque index` goes on from there")?;
    }
    Ok(())
}

pub(super) fn optimize(args: &OptimizeArgs, settings: &Settings) -> Result<Exit, Failure> {
    let clock = Clock::system();
    let signals = Signals::listen()?;
    let memory = memory(&args.write, settings, 1)?;
    let inflection = settings.inflection()?;
    let begin = |holder: &str| Writing::resume(&settings.index, holder);
    let writing = lock::take(&args.write, settings, &clock, &signals, begin)?;
    let mut writer = Writer::open(writing, memory, &inflection)?;
    let standing = writer.optimize()?;
    say_damage(Err::open(settings.color, settings.wishes), settings, writer.damaged_vocabularies());
    let mut out = Out::open(settings.color, settings.wishes);
    if !settings.quiet {
        writeln!(
            out,
            "{} in {}",
            counted(standing.documents, "article", "articles"),
            counted(standing.segments as u64, "segment", "segments"),
        )?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

pub(super) fn gc(args: &GcArgs, settings: &Settings) -> Result<Exit, Failure> {
    let clock = Clock::system();
    let begin = |holder: &str| Writing::resume(&settings.index, holder);
    let writing = lock::take(&args.write, settings, &clock, &Signals::default(), begin)?;
    let collected = collect(&writing)?;
    let mut out = Out::open(settings.color, settings.wishes);
    if !settings.quiet {
        let files = counted(collected.files, "file", "files");
        writeln!(out, "removed {files}, {}", size(collected.bytes))?;
    }
    out.flush()?;
    Ok(Exit::Done)
}
