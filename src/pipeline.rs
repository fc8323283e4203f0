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

use std::path::PathBuf;
use std::time::Duration;

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
    /// Known roots that lie elsewhere now: their names, and where.
    pub moved: Vec<(String, PathBuf)>,
    /// Whether to read unchanged files as well.
    pub reread: bool,
    /// Whether articles stay whose file is gone.
    pub keep_missing: bool,
    /// Threads that parse and annotate; at least one.
    pub jobs: usize,
    /// How many failures a run bears.
    pub patience: Patience,
    /// How often what is read so far is made to stand.
    pub checkpoints: Checkpoints,
}

/// How often a run makes what it has read so far stand, so that a process that ends early loses little.
///
/// A run that may be given up ([`Patience`]) makes none: of it all stands or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checkpoints {
    /// After so many bytes of records, decompressed.
    pub bytes: u64,
    /// And after so much time.
    pub time: Duration,
    /// But not before so many times the time that the last one took: they cost at most one part in so many.
    pub apart: u32,
}

impl Default for Checkpoints {
    fn default() -> Self {
        Checkpoints { bytes: 256 << 20, time: Duration::from_secs(60), apart: 25 }
    }
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
    /// | version of the program and its features | its parsers may read more |
    /// | `entities` and the annotator's version | entities are stored |
    /// | default language | it is stored |
    /// | input format | it decides the parser |
    /// | whether copies stay apart | it decides what stands for them |
    /// | limits | what they cut or refuse may pass others |
    pub(crate) fn settings(&self) -> Digest {
        let annotator = annotate::VERSION.to_string();
        Digest::of(&[
            env!("CARGO_PKG_VERSION"),
            parse::FEATURES,
            if self.entities { &annotator } else { "" },
            self.normalize.default_language.code(),
            self.parse.input_format.unwrap_or("auto"),
            if self.copies_apart { "copies apart" } else { "" },
            &format!("{:?}", self.parse.limits),
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

    /// So many articles that were met so far stand in the index, whatever happens now.
    fn stood(&self, articles: u64) {
        let _ = articles;
    }

    /// Whether the run is to end: at a checkpoint, as soon as it can.
    fn stop(&self) -> bool {
        false
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

/// Why a run is broken. What its last checkpoint and the runs before committed stands.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// None of the named roots is there.
    #[error("none of the paths is there")]
    NothingThere(Vec<Notice>),
    /// No root is known by that name.
    #[error("no root of the index is called \"{name}\"")]
    UnknownRoot {
        /// The name.
        name: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// A root is said to lie where nothing is.
    #[error("{}: {source}", path.display())]
    NoRoot {
        /// Where.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A glob is wrong.
    #[error(transparent)]
    Discover(#[from] discover::Error),
    /// The manifest cannot be read.
    #[error("the index's manifest cannot be read")]
    Manifest(#[from] manifest::Error),
    /// The table of copies cannot be read.
    #[error("the index's table of copies cannot be read")]
    Copies(#[from] manifest::CopiesError),
    /// It was told to stop.
    #[error("stopped, as asked; {}", if *kept { "what was read so far is in the index" } else { "the index is as it was" })]
    Stopped {
        /// Whether what was read so far stands.
        kept: bool,
    },
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

impl From<flow::NoThread> for Error {
    fn from(flow::NoThread(error): flow::NoThread) -> Self {
        Error::Threads(error.to_string())
    }
}
