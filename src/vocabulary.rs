//! The vocabulary: which forms of the index are inflections and spellings of one word.
//!
//! Beside each segment of forms stands one vocabulary, derived from that segment's dictionaries and
//! rebuilt whenever it is missing or stale. A query's word goes in; the graded group of forms that it
//! reaches comes out (`FORMS`: typed, same fold, same stem). The room knows forms and strings, no
//! engine and no file: bytes come from `index`, which maps them.

mod group;
mod near;
mod set;

pub use group::{Grade, Group, Member, Reach};
pub use set::{Builder, Error, MAGIC, Vocabulary};
