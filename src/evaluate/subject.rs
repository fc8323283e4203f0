//! What is evaluated: an index, and the names under which judgements know its documents.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Error;
use super::qrels::Qrels;
use crate::analysis::Inflection;
use crate::clock::Clock;
use crate::index::{Memory, Writer, Writing};
use crate::pipeline::{self, Before, Report, Request, Watch};
use crate::search::{Index, OutsideNames};
use crate::sink::Sink;

/// Indexes a corpus at `root`, as `request` says; where exact copies must stay apart, it says so.
///
/// # Errors
/// If the index cannot be written or nothing of the corpus is there.
pub fn build(
    request: &Request,
    root: &Path,
    inflection: &Inflection,
    watch: &dyn Watch,
    clock: &Clock,
) -> Result<Report, Error> {
    let mut writer =
        Writer::open(Writing::begin(root, false, "an evaluation")?, Memory::default(), inflection)?;
    Ok(pipeline::run(request, Before::default(), Some(&mut writer as &mut dyn Sink), watch, clock)?)
}

/// An index, open, and the outside names of its documents.
pub struct Subject {
    pub(super) index: Index,
    pub(super) names: OutsideNames,
    inflection: u64,
}

impl Subject {
    /// Opens an index, its words inflected so. Reads every document once, for its name.
    ///
    /// # Errors
    /// If there is no index, or it is damaged or of another version.
    pub fn open(root: &Path, inflection: &Inflection) -> Result<Self, Error> {
        let index = Index::open_with(root, inflection)?;
        let names = index.outside_names()?;
        Ok(Subject { index, names, inflection: inflection.fingerprint() })
    }

    /// Where the index lies.
    pub(super) fn root(&self) -> PathBuf {
        self.index.root()
    }

    /// Fingerprint of the inflection.
    pub(super) fn inflection(&self) -> u64 {
        self.inflection
    }

    /// Number of documents.
    pub fn documents(&self) -> u64 {
        self.index.snapshot().documents()
    }

    /// Number of documents that bear the name of another; of these, only the best ever counts.
    pub fn namesakes(&self) -> usize {
        let names: BTreeSet<&str> = self.names.iter().collect();
        self.names.iter().count() - names.len()
    }

    /// Number of relevant judgements whose document is not in the index, and of all.
    pub fn absent(&self, qrels: &Qrels) -> (usize, usize) {
        let names: BTreeSet<&str> = self.names.iter().collect();
        let judged = qrels.queries().values().flatten().filter(|(_, grade)| **grade > 0);
        let (mut absent, mut all) = (0, 0);
        for (document, _) in judged {
            all += 1;
            absent += usize::from(!names.contains(&**document));
        }
        (absent, all)
    }
}
