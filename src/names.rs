//! Names of the corpus: what they are called by, which of them are one, how they are shown.
//!
//! Articles know their own names only: under a *key* all spellings of one article meet. This room says which keys
//! of a whole corpus are one name. Terms with their numbers of articles come in ([`Merger`]), with what the user
//! says of them ([`Aliases`]); a [`Table`] goes out that leads from key to *canonical* key.
//!
//! ```text
//! term      key and spelling, key and form: what the index counts
//! merge     counts → which keys are one     (`people`, `spelling`, `short`: the rules; `list`: known short names)
//! aliases   what the user merges and parts
//! table     key → canonical key, and back; key → spelling to show: at rest
//! ```
//!
//! Counts are all that is read, so that what is one follows from the articles that stand in the index, never
//! from the order in which they came: an index that grew has the names of one built at once. Every key goes
//! straight to its canonical key; no rule is applied to the outcome of another, for chains of likenesses make
//! one person of a family.

mod aliases;
mod list;
mod merge;
mod people;
mod reason;
mod short;
mod spelled;
mod spelling;
mod table;
mod term;

pub use aliases::{Aliases, AliasesError};
pub use merge::{Merge, Merged, Merger};
pub use reason::Reason;
pub use table::{Grouping, Table, TableError, write_table};
pub use term::{Term, clean, form_prefix, form_term, key, key_prefix, read_term, shown, spelling_term};

/// Changes whenever equal counts could give another table.
pub const VERSION: u32 = 3;
