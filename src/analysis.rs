//! How French is read: text becomes forms with offsets, words become folds and stems.
//!
//! What comes in is text (normalised: NFC, no soft hyphens) or a query's word; what goes out is forms,
//! folds and stems as plain strings. The index holds *forms*, words as they are written, in lower case;
//! inflection is a matter of queries (`vocabulary`). So a change of [`Inflection`] never needs a new index,
//! while a change of [`tokenize`] always does: each has its version in a fingerprint.
//!
//! This room knows no engine: the adapter that hands forms to one lives in `index`.

mod acronym;
mod audit;
mod encode;
mod fold;
mod inflection;
mod lexicon;
mod stem;
mod stop;
mod token;

pub use acronym::is_acronym_of;
pub use audit::{Audit, AuditedToken};
pub use encode::{Encoded, FORM_END, SAME_PLACE, decode};
pub use fold::{fold, fold_form, fold_form_into, fold_into};
pub use inflection::Inflection;
pub use lexicon::{LEXICON, LexiconError};
pub use stem::Stemmer;
pub use stop::is_stop_word;
pub use token::{MAX_FORM_BYTES, Rule, Token, Unit, forms_of, tokenize, units_of};

/// Version of what a form is; an index built with another one is refused.
///
/// | enters | because |
/// |---|---|
/// | rules of [`tokenize`] | they decide terms and positions |
/// | the list of [`is_stop_word`] | lengths are counted without stop words |
/// | layout of [`Encoded`] | the engine's tokenizer reads it |
pub const FORMS_VERSION: u32 = 2;

/// Version of folds and stems: enters the [fingerprint](Inflection::fingerprint) of every inflection.
pub const STEMS_VERSION: u32 = 2;
