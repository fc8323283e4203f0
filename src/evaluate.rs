//! How well the search finds: judged queries in, measures out, and whether two systems differ.
//!
//! In come a collection (`collection`, `qrels`), an index, settings; an experiment asks every query and gives
//! a [`Run`]; a run and judgements give an [`Evaluation`] (`measures`, as trec_eval counts), two evaluations a
//! [`Comparison`] (`significance`); a [`Trial`] makes all experiments of a grid (`grid`, `trial`). A run may
//! also come from elsewhere, as a file of TREC. The room asks the index as any searcher does and builds one as
//! any indexer does; it does not know how a score is made, nor how results are shown.
//!
//! ```
//! use kiosque::evaluate::{Evaluation, Judged, Measure, Qrels, Retrieved, Run};
//!
//! let judged = Judged::from([("d1".to_owned(), 1)]);
//! let qrels: Qrels = [("q1".to_owned(), judged)].into_iter().collect();
//! let mut run = Run::default();
//! let answer = [("d2", 7.5), ("d1", 3.0)].map(|(id, score)| Retrieved { document: id.into(), score });
//! run.insert("q1".to_owned(), answer);
//! assert_eq!(Evaluation::of(&run, &qrels).means.of(Measure::ReciprocalRank), 0.5);
//! ```

mod collection;
mod experiment;
mod grid;
mod lines;
mod measures;
mod qrels;
mod significance;
mod subject;
mod trec_run;
mod trial;

#[cfg(test)]
mod tests;

pub use collection::{Collection, Coverage, Question, read_questions, to_ask};
pub use experiment::{Experiment, Settings};
pub use grid::{Experiments, SettingError, experiments, tryable};
pub use measures::{Evaluation, Measure, Row, Scores};
pub use qrels::{Judged, Qrels};
pub use significance::{Comparison, Comparisons, compare};
pub use subject::{Subject, build};
pub use trec_run::{Retrieved, Run};
pub use trial::{Outcome, Outcomes, Trial};

pub use crate::search::Threads;

use std::path::PathBuf;

use crate::{index, pipeline, search};

/// Is told how an evaluation goes, from any thread.
pub trait Watch: Sync {
    /// One more query is answered.
    fn answered(&self) {}
}

/// Watches nothing.
impl Watch for () {}

/// Why an evaluation came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder cannot be read.
    #[error("{}: cannot be read", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A line of a file is not what it should be.
    #[error("{}:{line}: {what}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
    /// No judged query is among the queries: the files do not belong together, or name queries differently.
    #[error("no judged query is among the queries: judged is {judged}, asked could be {asked}")]
    Strangers {
        /// A judged query.
        judged: String,
        /// A query that has no judgements.
        asked: String,
    },
    /// No query of a run has judgements.
    #[error("{}: no query of this run has judgements: it has {found}, judged is {judged}", path.display())]
    ForeignQueries {
        /// The run.
        path: PathBuf,
        /// A query of the run.
        found: String,
        /// A judged query.
        judged: String,
    },
    /// No document of a run has judgements.
    #[error("{}: no document of this run has judgements: it has {found}, judged is {judged}", path.display())]
    ForeignDocuments {
        /// The run.
        path: PathBuf,
        /// A document of the run.
        found: String,
        /// A judged document.
        judged: String,
    },
    /// The corpus cannot be indexed.
    #[error(transparent)]
    Pipeline(#[from] pipeline::Error),
    /// The index cannot be written or read.
    #[error(transparent)]
    Index(#[from] index::Error),
    /// A query cannot be answered.
    #[error(transparent)]
    Search(#[from] search::Error),
}

/// An id as errors show it.
fn quoted(id: Option<&String>) -> String {
    id.map_or("nothing".to_owned(), |id| format!("\"{id}\""))
}
