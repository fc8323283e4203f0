//! The query language: what a person types becomes a typed tree whose nodes know their place in it.
//!
//! In comes the text of a query; out goes a [`Query`], or an [`Error`] that points at the characters
//! and says what to write instead. This room deliberately knows no engine and no analysis: a word
//! stays as it was typed, whether it is a stop word, what its forms are and which articles hold it
//! is for others to say.
//!
//! # The language
//!
//! | written | read as |
//! |---|---|
//! | `grève transports` | both words; bare words are all required |
//! | `grève OR blocage`, `OU` | one of them; operators are words in capitals only |
//! | `grève AND blocage`, `ET` | both |
//! | `-sncf`, `NOT sncf`, `SAUF sncf` | everything but |
//! | `+le` | required even where a bare word would be left out as a stop word |
//! | `"une phrase"`, `« une phrase »` | these words in this order, accents and case aside |
//! | `"presque une phrase"~3` | inflected, up to 3 words between; `~0`: inflected, adjacent |
//! | `gouv*` | words that begin so |
//! | `Merkle~1`, `Merkle~2`, `Merkle~` | words at 1 or 2 letters from it |
//! | `("sans emploi" (immigr* OR migr*))~15` | every part within 15 words, in any order |
//! | `immigr* NEAR/15 emploi`, `NEAR` | the same between its neighbours; 15 where no number is named |
//! | `=marché` | no inflection; accents, where typed, are kept |
//! | `==cote` | to the letter: accents are kept even where none is typed |
//! | `="à côté"`, `=="a cote"` | the same for each word of a phrase |
//! | `titre:grève`, `person:"Angela Merkel"`, `titre:(a OR b)` | in that field |
//! | `person:*`, `date:*` | articles that have one |
//! | `date:2020-03`, `date:"4 mars 2020"`, `date:04/03/2020` | published then, as precise as written |
//! | `date:[2019 TO 2020-03]`, `date:>=2020-03`, `date:<2020` | a range; `*` leaves a bound open |
//! | `grève^2.5` | weighs 2.5 times |
//! | `*` | every article |
//!
//! Signs bind from tightest to loosest: `^` and `~`, then `-` `+` `=` `field:`, then `NEAR`, then `AND`, then `OR`, then
//! standing side by side. So `a b OR c` is `a (b OR c)` and `a AND b OR c` is `(a AND b) OR c`.
//!
//! French needs no quoting: `l'Élysée`, `S.N.C.F.`, `porte-parole`, `AT&T`, `10:30`, `75%` are one word
//! each, `10 000` is one number (one to three digits, then groups of three), a sign without letter or
//! digit (`?`, a dash between spaces) is left out. What could surprise in such a reading stands in
//! [`Query::notes`].
//!
//! # Limits
//!
//! A query has at most 4,096 bytes, 32 levels of parentheses, 256 clauses (words, phrases, dates), 8 signs
//! in a row before a word; a phrase has at most 64 words and a slop of 32, a proximity 100 words; a
//! prefix has at least 2 letters or digits, an approximate word 3 to 64 characters and a distance of
//! 1 or 2; one word or phrase has at most 128 runs of letters or digits. Reading takes linear time and
//! bounded stack.

mod date;
mod date_text;
mod date_value;
mod error;
mod field;
mod field_value;
mod group;
mod limits;
mod parser;
mod positive;
mod print;
mod proximity;
mod reading;
mod scan;
mod tree;
mod word;
mod words;

#[cfg(test)]
mod tests;

pub use date::{DateRange, PartialDate};
pub use error::{Error, Note};
pub use field::FieldName;
pub use positive::{Positive, Term};
pub use tree::{Atom, How, Node, NodeKind, Part, PhraseHow};
pub use words::Operator;

/// A query, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// The tree; its spans are bytes of the text that was parsed.
    pub root: Node,
    /// How it was read, where that could surprise; at most 16, in order of place.
    pub notes: Vec<Note>,
}

/// Reads a query.
///
/// The answer prints (`Display` of [`Query`] and [`Node`]) as a query that reads back as the same tree,
/// spans aside, as long as that text keeps within the limits.
///
/// # Errors
///
/// Where the text is no query or passes a limit. The suggestion, where there is one, is a whole query
/// that can be read.
///
/// ```
/// let query = kiosque::query::parse("titre:grève -\"service minimum\" date:2020").unwrap();
/// assert_eq!(query.to_string(), "title:grève -\"service minimum\" date:2020");
/// let error = kiosque::query::parse("grève AND").unwrap_err();
/// assert_eq!(error.suggestion.as_deref(), Some("grève"));
/// ```
pub fn parse(text: &str) -> Result<Query, Error> {
    parser::parse_once(text).map_err(|error| error::settle(error, |text| parser::parse_once(text).err()))
}
