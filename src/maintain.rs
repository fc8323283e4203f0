//! What is in an index, told whole: its logical content, its size, whether it is as it was committed.
//!
//! A [`Snapshot`](crate::index::Snapshot) comes in; lines and numbers go out. The room does not know how they are shown.

mod dump;
mod forms;
mod stats;
mod verify;

pub use dump::dump;
pub use forms::{Family, FormStats, form_stats};
pub use stats::{Stats, stats};
pub use verify::{Verification, verify};

use crate::{index, manifest};

/// Why an index could not be told.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The index cannot be read.
    #[error(transparent)]
    Index(#[from] index::Error),
    /// The table of copies is damaged.
    #[error(transparent)]
    Copies(#[from] manifest::CopiesError),
    /// The manifest is damaged.
    #[error(transparent)]
    Manifest(#[from] manifest::Error),
    /// Whoever takes the lines failed.
    #[error("the output cannot be written")]
    Output(#[from] std::io::Error),
}
