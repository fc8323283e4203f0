//! What a run of the program gave: shown as a person sees it, or decoded as strictly as a script may.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// Standard output, standard error and exit code.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// Exit code; -1 where a signal ended the program.
    pub(crate) code: i32,
    folder: PathBuf,
}

impl Output {
    pub(super) fn of(output: std::process::Output, folder: &Path) -> Self {
        Output {
            stdout: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
            code: output.status.code().unwrap_or(-1),
            folder: folder.to_path_buf(),
        }
    }

    /// The output, of a run that must have ended with this code.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "another exit code\n{self}");
        self
    }

    /// The output, of a run that must have ended well and said nothing on standard error.
    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        assert!(self.code == 0 && self.stderr.is_empty(), "no clean success\n{self}");
        self
    }

    /// Lines of standard output.
    pub(crate) fn lines(&self) -> Vec<&str> {
        self.stdout.lines().collect()
    }

    /// Standard output as one JSON object of this shape, nothing more and nothing less.
    #[track_caller]
    pub(crate) fn json<T: serde::de::DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }

    /// Standard output as JSON lines of this shape.
    #[track_caller]
    pub(crate) fn json_lines<T: serde::de::DeserializeOwned>(&self) -> Vec<T> {
        let read = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}\n{line}"));
        self.stdout.lines().map(read).collect()
    }

    /// The account that `index --format json` ends with, whose sum must hold.
    #[track_caller]
    pub(crate) fn account(&self) -> Account {
        let account: Account = self.json();
        let articles = &account.articles;
        assert_eq!(
            articles.seen,
            articles.indexed
                + articles.replaced
                + articles.unchanged
                + articles.duplicates
                + articles.rejected,
            "the sum does not hold\n{self}"
        );
        assert_eq!(account.rejections.values().sum::<u64>(), articles.rejected, "{self}");
        account
    }
}

/// Everything that a person sees, with what differs from run to run replaced.
impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = String::new();
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                shown.push_str(&format!("--- {name} ---\n{text}"));
                if !text.ends_with('\n') {
                    shown.push_str("[no line end]\n");
                }
            }
        }
        let folder = self.folder.to_str().expect("a plain name");
        let shown = steady(&shown.replace(folder, "[DIR]"));
        write!(f, "{shown}--- exit {} ---", self.code)
    }
}

/// Replaces times, rates and ids.
fn steady(text: &str) -> String {
    text.split('\n').map(steady_line).collect::<Vec<_>>().join("\n")
}

fn steady_line(line: &str) -> String {
    let mut out = Vec::new();
    let mut words = line.split(' ').peekable();
    while let Some(word) = words.next() {
        let next = words.peek().copied().unwrap_or("");
        let (unit, sign) = next.split_at(next.trim_end_matches([':', ',']).len());
        let is_number = word.starts_with(|c: char| c.is_ascii_digit())
            && word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'));
        let is_id = matches!(word.len(), 12 | 32) && word.bytes().all(|b| b.is_ascii_hexdigit());
        if is_number && matches!(unit, "ms" | "s") {
            words.next();
            out.push(format!("[TIME]{sign}"));
        } else if is_number && matches!(unit, "article/s" | "articles/s") {
            out.push("[RATE]".to_owned());
        } else if is_id {
            out.push("[ID]".to_owned());
        } else {
            out.push(word.to_owned());
        }
    }
    out.join(" ")
}

/// `index --format json`, field by field.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Account {
    pub(crate) v: u32,
    pub(crate) sources: Sources,
    pub(crate) articles: Articles,
    pub(crate) bytes_in: u64,
    pub(crate) seconds: f64,
    pub(crate) articles_per_second: f64,
    pub(crate) peak_memory_bytes: Option<u64>,
    pub(crate) rejections: BTreeMap<String, u64>,
    pub(crate) remarks: BTreeMap<String, u64>,
    pub(crate) segments: Option<u64>,
    pub(crate) documents: Option<u64>,
    pub(crate) report: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sources {
    pub(crate) found: u64,
    pub(crate) read: u64,
    pub(crate) unchanged: u64,
    pub(crate) failed: u64,
    pub(crate) removed: u64,
    pub(crate) hidden: u64,
    pub(crate) excluded: u64,
    pub(crate) missing_roots: u64,
    pub(crate) empty_roots: u64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Articles {
    #[serde(rename = "in")]
    pub(crate) seen: u64,
    pub(crate) indexed: u64,
    pub(crate) replaced: u64,
    pub(crate) unchanged: u64,
    pub(crate) removed: u64,
    pub(crate) duplicates: u64,
    pub(crate) rejected: u64,
}

/// One row of a report, field by field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportRow {
    pub(crate) v: u32,
    pub(crate) path: String,
    pub(crate) path_b64: Option<String>,
    pub(crate) member: Vec<String>,
    pub(crate) ordinal: Option<u32>,
    pub(crate) status: String,
    pub(crate) code: String,
    pub(crate) detail: String,
    pub(crate) advice: String,
    pub(crate) limit: Option<u64>,
    pub(crate) observed: Option<u64>,
}

impl ReportRow {
    #[track_caller]
    pub(crate) fn read(lines: &str) -> Vec<ReportRow> {
        let read = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}\n{line}"));
        let rows: Vec<ReportRow> = lines.lines().map(read).collect();
        for row in &rows {
            assert!(row.v == 1 && !row.detail.is_empty() && !row.advice.is_empty(), "{row:?}");
            assert!(["failed", "truncated", "skipped", "repaired"].contains(&&*row.status), "{row:?}");
            assert_eq!(row.limit.is_some(), row.observed.is_some(), "{row:?}");
        }
        rows
    }
}
