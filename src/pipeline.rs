//! The data's path, drawn in code: from the files of a request to a committed index and its account.
//!
//! ```text
//! discover → frame → parse → normalize → annotate → prepare → decide → add → settle → commit
//! ```
//! What can run side by side does (`flow`); what decides is ordered (`ledger`), so that any number of
//! threads gives the same index and the same report. The room is handed a [`Sink`](crate::sink::Sink) and knows
//! no engine, and it says what happens to a [`Watch`] and knows no terminal.

mod extract;
mod flow;
mod ledger;
mod plan;
mod report;
mod run;

pub use extract::extract;
pub use report::{ArticleTally, Notice, NoticeKind, Report, SourceTally};
pub use run::{Before, run};

use crate::article::Digest;
use crate::{annotate, discover, manifest, normalize, parse, sink, stage::Rejection};

/// What to index, and how.
#[derive(Debug, Clone)]
pub struct Request {
    /// Files, folders, globs, `-`.
    pub paths: Vec<String>,
    /// What to leave out.
    pub discover: discover::Options,
    /// How to read.
    pub parse: parse::Options,
    /// What to assume where the source says nothing.
    pub normalize: normalize::Options,
    /// Whether to look for people, organisations and places.
    pub entities: bool,
    /// Whether articles of equal text stay apart, each a document of its own, instead of being stored once.
    pub copies_apart: bool,
    /// Whether to read unchanged files as well.
    pub reread: bool,
    /// Whether articles stay whose file is gone.
    pub keep_missing: bool,
    /// Threads that parse and annotate; at least one.
    pub jobs: usize,
    /// How many failures a run bears.
    pub patience: Patience,
}

/// How many failures a run bears before it stops, with nothing of it committed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Patience {
    /// Any number.
    #[default]
    Endless,
    /// So many.
    Failures(u64),
    /// So large a share of the articles met, from 0 to 1, judged at the end.
    Share(f64),
}

impl Request {
    /// Digest of everything that decides what an article becomes.
    ///
    /// | enters | because |
    /// |---|---|
    /// | version of the program | its parsers may read more |
    /// | `entities` and the annotator's version | entities are stored |
    /// | default language | it is stored |
    /// | input format | it decides the parser |
    /// | whether copies stay apart | it decides what stands for them |
    pub(crate) fn settings(&self) -> Digest {
        let annotator = annotate::VERSION.to_string();
        Digest::of(&[
            env!("CARGO_PKG_VERSION"),
            if self.entities { &annotator } else { "" },
            self.normalize.default_language.code(),
            self.parse.input_format.unwrap_or("auto"),
            if self.copies_apart { "copies apart" } else { "" },
        ])
    }
}

/// Is told how a run goes.
pub trait Watch {
    /// The files are known: so many, of so many bytes on disk.
    fn planned(&self, files: u64, bytes: u64) {
        let _ = (files, bytes);
    }

    /// So many bytes on disk are read, and so many articles met.
    fn advanced(&self, bytes: u64, articles: u64) {
        let _ = (bytes, articles);
    }

    /// Something was not taken.
    fn rejected(&self, rejection: &Rejection) {
        let _ = rejection;
    }

    /// Everything is read; segments are written and merged.
    fn finishing(&self) {}
}

/// Watches nothing.
impl Watch for () {}

/// Why a run is broken. Nothing of it stands; what was committed before does.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// None of the named roots is there.
    #[error("none of the paths is there")]
    NothingThere(Vec<Notice>),
    /// A glob is wrong.
    #[error(transparent)]
    Discover(#[from] discover::Error),
    /// The manifest cannot be read.
    #[error("the index's manifest cannot be read")]
    Manifest(#[from] manifest::Error),
    /// The table of copies cannot be read.
    #[error("the index's table of copies cannot be read")]
    Copies(#[from] manifest::CopiesError),
    /// The engine failed.
    #[error(transparent)]
    Sink(#[from] sink::Error),
    /// More failures than the request bears.
    #[error("stopped at failure number {failures}, as asked; nothing was committed")]
    Impatient {
        /// Failures met.
        failures: u64,
        /// The last of them.
        last: Option<Box<Rejection>>,
    },
    /// Threads cannot be started.
    #[error("no threads to work with: {0}")]
    Threads(String),
}
