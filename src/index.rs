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
//!   names/                  what the user says of names; tables of names, derived, rebuilt when missing
//!   gen-000001/
//!     tantivy/              segments; meta.json names the attachments of its commit
//!     manifest-000007       attachments, each named with its BLAKE3 in the commit
//!     vocabulary-<segment>  derived from the segment, rebuilt when missing
//!     seal-000007           length and BLAKE3 of all of them, written once the commit stands
//! ```
//!
//! The one commit point is the rename of `meta.json`: a process that ends at any moment leaves the commit
//! before with its attachments, or the new one with its own. Files are never changed in place.

mod attachments;
mod dictionary;
mod directory;
mod document;
mod forms;
mod inspect;
mod layout;
mod live;
mod merge;
mod names;
mod schema;
mod seal;
mod snapshot;
mod vocabularies;
mod writer;

pub use dictionary::Occurrences;
pub use inspect::{Inspection, inspect};
pub use layout::{Layout, Writing};
pub use live::{Collected, collect};
pub use names::{keep_aliases, kept_aliases};
pub use schema::{FacetField, Fields};
pub use seal::Finding;
pub use snapshot::{Addresses, CommitColumns, EntryColumns, NameColumns, SegmentColumns, Snapshot};
pub use writer::{Memory, Writer};

use std::path::PathBuf;

/// Why an index could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no index.
    #[error("{}: no index here", .0.display())]
    Absent(PathBuf),
    /// Another process writes.
    #[error("{}: {} writes this index", path.display(), if holder.is_empty() { "another process" } else { holder })]
    Locked {
        /// The index.
        path: PathBuf,
        /// What that process says of itself; may be empty.
        holder: String,
    },
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
        // What the system refused is its word, however deep in the engine's own errors.
        let by_system = what.contains("(os error ");
        match error {
            TantivyError::DataCorruption(_)
            | TantivyError::DeserializeError(_)
            | TantivyError::FieldNotFound(_)
            | TantivyError::SchemaError(_)
            | TantivyError::IncompatibleIndex(_)
            | TantivyError::OpenDirectoryError(_)
            | TantivyError::OpenReadError(_)
                if !by_system =>
            {
                Error::Damaged { path: "tantivy".into(), what }
            }
            TantivyError::IoError(error) if !by_system && is_damage(&error) => {
                Error::Damaged { path: "tantivy".into(), what }
            }
            other => Error::Engine(other),
        }
    }
}

/// Whether the engine could not make sense of what it read, where the system read it well.
fn is_damage(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
    matches!(error.kind(), InvalidData | InvalidInput | Other | UnexpectedEof)
}

impl Error {
    fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Error {
        let path = path.into();
        move |source| Error::Io { path, source }
    }
}
