//! What a query may cost: every bound in one place.

/// Bytes of a query.
pub(super) const BYTES: usize = 4096;
/// Levels of parentheses.
pub(super) const DEPTH: usize = 32;
/// Words, phrases and dates of a query.
pub(super) const CLAUSES: usize = 256;
/// Words of a text that is no query.
pub(super) const WORDS: usize = 1024;
/// `NOT`, `-` and `+` before one word.
pub(super) const SIGNS: usize = 8;
/// Words of a phrase.
pub(super) const PHRASE_WORDS: usize = 64;
/// Runs of letters and digits in one word or phrase: `a-b-c` has three.
pub(super) const RUNS: usize = 128;
/// Words that may stand between those of an approximate phrase.
pub(super) const SLOP: u32 = 32;
/// Words within which the parts of a proximity stand.
pub(super) const WITHIN: u32 = 100;
/// Letters and digits of a prefix, at least.
pub(super) const PREFIX_CHARS: usize = 2;
/// Letters and digits of an approximate word, at least.
pub(super) const FUZZY_CHARS_LEAST: usize = 3;
/// Characters of an approximate word, at most.
pub(super) const FUZZY_CHARS: usize = 64;
/// Letters by which an approximate word may differ.
pub(super) const DISTANCE: u8 = 2;
/// Weight of a node.
pub(super) const BOOST: f32 = 1000.0;
/// Notes on one query; those beyond are not kept.
pub(super) const NOTES: usize = 16;
