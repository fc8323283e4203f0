//! The local engine: a tantivy index, its vocabularies, and what stands under one commit with them.
//!
//! [`Entry`](crate::sink::Entry)s come in through [`Writer`], the [`Sink`](crate::sink::Sink) of this
//! machine; [`Snapshot`] is what readers get. The room knows how documents lie in segments and files.
//! It does not know where articles come from, nor how a query is asked.
//!
//! ```text
//! <index>/
//!   CURRENT                 name of the generation in use
//!   .lock                   held by whoever writes
//!   gen-000001/
//!     tantivy/              segments; meta.json names the attachments of its commit
//!     manifest-000007       attachments, each named with its BLAKE3 in the commit
//!     vocabulary-<segment>  derived from the segment, rebuilt when missing
//! ```

mod attachments;
mod dictionary;
mod document;
mod forms;
mod layout;
mod merge;
mod schema;
mod snapshot;
mod vocabularies;
mod writer;

pub use dictionary::Occurrences;
pub use layout::{Layout, Writing};
pub use schema::{FacetField, Fields};
pub use snapshot::{EntryColumns, SegmentColumns, Snapshot};
pub use writer::{Memory, Writer};

use std::path::PathBuf;

/// Why an index could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no index.
    #[error("{}: no index here", .0.display())]
    Absent(PathBuf),
    /// Another process writes.
    #[error("{}: another process is writing this index", .0.display())]
    Locked(PathBuf),
    /// Written by a version whose forms or documents are not ours.
    #[error("{}: built by another version of Kiosque ({found}; this one needs {needed})", path.display())]
    Version {
        /// The index.
        path: PathBuf,
        /// What it was built with.
        found: String,
        /// What this program needs.
        needed: String,
    },
    /// Something is missing or not as it was written.
    #[error("{}: damaged: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// Reading or writing failed.
    #[error("{}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The engine failed.
    #[error("the index engine failed")]
    Engine(#[source] tantivy::TantivyError),
}

impl From<tantivy::TantivyError> for Error {
    fn from(error: tantivy::TantivyError) -> Self {
        use tantivy::TantivyError;
        let what = error.to_string();
        match error {
            TantivyError::DataCorruption(_)
            | TantivyError::IncompatibleIndex(_)
            | TantivyError::OpenDirectoryError(_)
            | TantivyError::OpenReadError(_) => Error::Damaged { path: "tantivy".into(), what },
            TantivyError::LockFailure(_, _) => Error::Locked("tantivy".into()),
            other => Error::Engine(other),
        }
    }
}

impl Error {
    fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Error {
        let path = path.into();
        move |source| Error::Io { path, source }
    }
}
