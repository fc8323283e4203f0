//! How fast the program is on a given corpus and a given machine: indexing, its stages, searching, growth.
//!
//! Paths, queries and settings come in; [`Measurement`]s go out, one a figure, each with all its samples, its
//! corpus and its machine, so that a run can be compared with an older one ([`compare`]) or drawn ([`page`]).
//! Indexing and cold searches are whole processes, as a person runs them; stages and warm searches are
//! measured inside this one. The room does not know how figures are printed, and ends nothing but what it started.

mod asking;
mod compare;
mod growth;
mod indexing;
mod machine;
mod measurement;
mod page;
mod process;
mod stages;

use std::path::PathBuf;

pub use asking::{Question, questions_of, searching};
pub use compare::{Change, compare};
pub use growth::growth;
pub use indexing::indexing;
pub use machine::Machine;
pub use measurement::{Better, Corpus, Measurement, Summary, read_measurements};
pub use page::page;
pub use stages::stages;

use crate::analysis::Inflection;
use crate::{index, pipeline, search};

/// What is measured, and how often.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The program to run.
    pub program: PathBuf,
    /// What to index, and how.
    pub request: pipeline::Request,
    /// How words are inflected.
    pub inflection: Inflection,
    /// Numbers of threads to measure with, ascending.
    pub jobs: Vec<usize>,
    /// Runs of each setting.
    pub repeat: usize,
    /// A folder for indexes, emptied as the measuring goes.
    pub folder: PathBuf,
    /// About the corpus.
    pub corpus: Corpus,
    /// About the machine.
    pub machine: Machine,
}

/// Is told what is measured now.
pub trait Watch {
    /// What is done now.
    fn doing(&self, what: &str) {
        let _ = what;
    }
}

/// Watches nothing.
impl Watch for () {}

/// Why nothing could be measured.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder cannot be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A process that was measured failed.
    #[error("a measured process failed: {0}")]
    Process(String),
    /// The corpus holds nothing that can be indexed.
    #[error("no article in the corpus")]
    NoArticles,
    /// A file of older measurements is none.
    #[error("{}:{line}: no measurement: {reason}", path.display())]
    Measurement {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// Reading the corpus failed.
    #[error(transparent)]
    Pipeline(#[from] pipeline::Error),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] index::Error),
    /// Searching failed.
    #[error(transparent)]
    Search(#[from] search::Error),
    /// The engine failed.
    #[error(transparent)]
    Sink(#[from] crate::sink::Error),
}

impl Error {
    fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Error {
        let path = path.into();
        move |source| Error::Io { path, source }
    }
}
