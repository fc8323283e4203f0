//! The report of a run as JSON lines, and the account as one JSON object.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::os::unix::ffi::OsStringExt;
use std::path::Path;

use base64::Engine;
use serde::Serialize;

use super::output::safe;
use crate::article::{path_of_text, stands_for_byte};

use crate::pipeline::{ArticleTally, NoticeKind, Report, SourceTally};
use crate::stage::{Code, Rejection};

/// Name of the last run's report in the folder of the index: one JSON object a line, version 1, for
/// everything that was met and is not in the index, or not as it was written.
pub(super) const REPORT: &str = "report.jsonl";

/// What to do about a folder that lies elsewhere.
pub(super) const ELSEWHERE: &str = "name the folder as well, or say --cross-devices";

#[derive(Serialize)]
struct Row<'a> {
    v: u32,
    path: &'a str,
    /// The path's bytes in base64, where they are not UTF-8.
    path_b64: Option<String>,
    member: Vec<&'a str>,
    ordinal: Option<u32>,
    status: &'static str,
    code: &'static str,
    detail: &'a str,
    advice: &'static str,
    limit: Option<u64>,
    observed: Option<u64>,
}

/// Writes the report's rows.
pub(super) fn write_rows(report: &Report, to: &mut dyn Write) -> io::Result<()> {
    for notice in &report.notices {
        let (status, code) = match notice.kind {
            NoticeKind::Missing => ("failed", Code::Open),
            NoticeKind::Empty => ("skipped", Code::Empty),
            NoticeKind::Elsewhere => ("skipped", Code::Open),
        };
        let advice = if notice.kind == NoticeKind::Elsewhere { ELSEWHERE } else { code.advice() };
        row(
            to,
            &Row {
                v: 1,
                path: &notice.root,
                path_b64: None,
                member: Vec::new(),
                ordinal: None,
                status,
                code: code.name(),
                detail: &notice.detail,
                advice,
                limit: None,
                observed: None,
            },
        )?;
    }
    let mut rejections: Vec<&Rejection> = report.rejections.iter().chain(&report.remarks).collect();
    rejections.sort_by(|one, other| one.origin.cmp(&other.origin));
    for rejection in rejections {
        row(
            to,
            &Row {
                v: 1,
                path: &safe(&rejection.origin.path),
                path_b64: path_b64(&rejection.origin.path),
                member: rejection
                    .origin
                    .member
                    .as_deref()
                    .map_or(Vec::new(), |member| member.split("!/").collect()),
                ordinal: Some(rejection.origin.ordinal),
                status: status(rejection),
                code: rejection.code.name(),
                detail: &rejection.detail,
                advice: rejection.code.advice(),
                limit: rejection.limit.map(|(limit, _)| limit),
                observed: rejection.limit.map(|(_, observed)| observed),
            },
        )?;
    }
    to.flush()
}

/// The bytes of a path that is not UTF-8, in base64 (RFC 4648).
fn path_b64(path: &str) -> Option<String> {
    path.contains(stands_for_byte).then(|| {
        let path = path_of_text(path).into_os_string().into_vec();
        base64::engine::general_purpose::STANDARD.encode(path)
    })
}

fn row(to: &mut dyn Write, row: &Row<'_>) -> io::Result<()> {
    serde_json::to_writer(&mut *to, row)?;
    to.write_all(b"\n")
}

fn status(rejection: &Rejection) -> &'static str {
    match rejection.code {
        Code::Truncated => "truncated",
        Code::TermLength | Code::FieldRange => "repaired",
        Code::DuplicateId => "skipped",
        code if code.is_no_article() => "skipped",
        _ => "failed",
    }
}

/// Writes the report to a file, whole or not at all.
pub(super) fn write_file(report: &Report, path: &Path) -> io::Result<()> {
    let beside = path.with_extension("jsonl.new");
    let mut file = io::BufWriter::new(std::fs::File::create(&beside)?);
    write_rows(report, &mut file)?;
    drop(file);
    std::fs::rename(&beside, path)
}

/// The account, in the contract's shape.
#[derive(Serialize)]
pub(super) struct Account<'a> {
    v: u32,
    sources: Sources,
    articles: Articles,
    bytes_in: u64,
    seconds: f64,
    articles_per_second: f64,
    peak_memory_bytes: Option<u64>,
    rejections: BTreeMap<&'static str, u64>,
    remarks: BTreeMap<&'static str, u64>,
    segments: Option<usize>,
    documents: Option<u64>,
    report: Option<&'a str>,
}

#[derive(Serialize)]
struct Sources {
    found: u64,
    read: u64,
    unchanged: u64,
    failed: u64,
    removed: u64,
    hidden: u64,
    excluded: u64,
    missing_roots: u64,
    empty_roots: u64,
}

#[derive(Serialize)]
struct Articles {
    r#in: u64,
    indexed: u64,
    replaced: u64,
    unchanged: u64,
    removed: u64,
    duplicates: u64,
    rejected: u64,
}

impl<'a> Account<'a> {
    pub(super) fn of(report: &Report, peak_memory_bytes: Option<u64>, report_path: Option<&'a str>) -> Self {
        let SourceTally { found, read, unchanged, failed, removed, hidden, excluded } = report.sources;
        let roots = |kind| report.notices.iter().filter(|notice| notice.kind == kind).count() as u64;
        let tally: &ArticleTally = &report.articles;
        let seconds = report.elapsed.as_secs_f64();
        Account {
            v: 1,
            sources: Sources {
                found,
                read,
                unchanged,
                failed,
                removed,
                hidden,
                excluded,
                missing_roots: roots(NoticeKind::Missing),
                empty_roots: roots(NoticeKind::Empty),
            },
            articles: Articles {
                r#in: tally.seen,
                indexed: tally.indexed,
                replaced: tally.replaced,
                unchanged: tally.unchanged,
                removed: tally.removed,
                duplicates: tally.duplicates,
                rejected: tally.rejected,
            },
            bytes_in: report.bytes_in,
            seconds,
            articles_per_second: tally.seen as f64 / seconds.max(1e-9),
            peak_memory_bytes,
            rejections: report.rejections_by_code(),
            remarks: report.remarks_by_code(),
            segments: report.standing.map(|standing| standing.segments),
            documents: report.standing.map(|standing| standing.documents),
            report: report_path,
        }
    }
}
