//! What a run did: every article accounted for.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::sink::Standing;
use crate::stage::{Code, Rejection};

/// The account of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Sources.
    pub sources: SourceTally,
    /// Articles.
    pub articles: ArticleTally,
    /// Bytes of the records that were read, decompressed.
    pub bytes_in: u64,
    /// How long the run took.
    pub elapsed: Duration,
    /// Everything that was read and is not in the index, in order of origin.
    pub rejections: Vec<Rejection>,
    /// What had to be cut or left out of articles that are in the index, and files that give one identity to several:
    /// one of a kind for each source, in order of origin.
    pub remarks: Vec<Rejection>,
    /// Roots that are not there or hold nothing.
    pub notices: Vec<Notice>,
    /// What stands in the index afterwards; `None` for a trial, or where nothing had to be written.
    pub standing: Option<Standing>,
}

/// Numbers of sources under the roots of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceTally {
    /// Files that are there.
    pub found: u64,
    /// Files that were read.
    pub read: u64,
    /// Files that were not read, since nothing changed.
    pub unchanged: u64,
    /// Files that failed or were cut.
    pub failed: u64,
    /// Files that are gone.
    pub removed: u64,
    /// Names that begin with a dot, left out.
    pub hidden: u64,
    /// Names left out by globs.
    pub excluded: u64,
}

/// Numbers of articles under the roots of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticleTally {
    /// Articles that were met, those of unread sources included.
    pub seen: u64,
    /// New in the index.
    pub indexed: u64,
    /// In the place of an earlier version.
    pub replaced: u64,
    /// As before.
    pub unchanged: u64,
    /// Another article stands for them.
    pub duplicates: u64,
    /// Not taken; each has its line in the report.
    pub rejected: u64,
    /// In the index before, and in no source any more. Apart from the sum.
    pub removed: u64,
}

impl ArticleTally {
    /// Whether every article that was met is accounted for.
    pub fn adds_up(&self) -> bool {
        self.seen == self.indexed + self.replaced + self.unchanged + self.duplicates + self.rejected
    }
}

/// Something about a root as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The root, as it was named.
    pub root: String,
    /// What it is.
    pub kind: NoticeKind,
    /// What the system says, lower-case.
    pub detail: String,
}

/// Kinds of notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// The root is not there: nothing was looked at, nothing removed.
    Missing,
    /// The root holds no file.
    Empty,
    /// A folder below a root lies on another file system, and is not entered.
    Elsewhere,
}

impl Report {
    /// Number of rejections of each code, by the code's name.
    pub fn rejections_by_code(&self) -> BTreeMap<&'static str, u64> {
        by_code(&self.rejections)
    }

    /// Number of remarks of each code, by the code's name.
    pub fn remarks_by_code(&self) -> BTreeMap<&'static str, u64> {
        by_code(&self.remarks)
    }

    /// Number of rejections that are failures: not those of what is plainly no article.
    pub fn failures(&self) -> u64 {
        self.rejections.iter().filter(|rejection| is_failure(rejection.code)).count() as u64
    }
}

fn by_code(rejections: &[Rejection]) -> BTreeMap<&'static str, u64> {
    let mut counts = BTreeMap::new();
    for rejection in rejections {
        *counts.entry(rejection.code.name()).or_default() += 1;
    }
    counts
}

/// Whether a rejection is a failure of its source.
pub(super) fn is_failure(code: Code) -> bool {
    !code.is_no_article() && !code.is_remark()
}
