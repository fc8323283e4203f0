//! Conditions that weigh nothing: facets, addresses, ids, dates.

use tantivy::Term;
use tantivy::query::{AllQuery, ConstScoreQuery, ExistsQuery, Query, TermSetQuery};

use super::column_query::{ColumnQuery, Condition};
use super::naming;
use crate::article::Date;
use crate::index::{FacetField, Snapshot};
use crate::query::{DateRange, Note, PartialDate};

/// How a name of a facet is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameMatch {
    /// The name, accents and case aside; where there is none, every name that holds its words.
    Loose,
    /// The name, accents and case aside.
    Exact,
    /// Every name with a word that begins so.
    Prefix,
}

/// Gives a query no weight.
pub(super) fn weightless(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// Every document.
pub(super) fn everything() -> Box<dyn Query> {
    weightless(Box::new(AllQuery))
}

/// Documents with a name in a facet; `notes` take what a name that was not asked for exactly means, where that could
/// surprise.
pub(super) fn named(
    snapshot: &Snapshot,
    facet: FacetField,
    name: &str,
    how: NameMatch,
    notes: &mut Vec<Note>,
) -> Result<Box<dyn Query>, crate::index::Error> {
    let asked = naming::asked(snapshot, facet, name, how)?;
    if how == NameMatch::Loose {
        let note = naming::note(snapshot, facet, name, &asked)?;
        notes.extend(note.map(|message| Note { span: 0..0, message }));
    }
    Ok(of_keys(snapshot, facet, &asked.keys(snapshot, facet)?))
}

/// Documents with one of these keys in a facet.
pub(super) fn of_keys(snapshot: &Snapshot, facet: FacetField, keys: &[String]) -> Box<dyn Query> {
    let field = snapshot.fields().facet(facet);
    let terms: Vec<Term> = keys.iter().map(|key| Term::from_field_text(field, key)).collect();
    weightless(Box::new(TermSetQuery::new(terms)))
}

/// Documents that have any value in a facet.
pub(super) fn any_name(facet: FacetField) -> Box<dyn Query> {
    weightless(Box::new(ExistsQuery::new(facet.name().to_owned(), false)))
}

/// Documents whose date overlaps a range; an open range asks for a known date.
pub(super) fn dated(range: &DateRange) -> Box<dyn Query> {
    let from = range.from.map(|from| i64::from(first_day(&from)));
    let to = range.to.map(|to| i64::from(last_day(&to)));
    Box::new(ColumnQuery(Condition::Dated { from, to }))
}

/// Documents that entered the index then.
pub(super) fn entered(condition: Condition) -> Box<dyn Query> {
    Box::new(ColumnQuery(condition))
}

fn first_day(date: &PartialDate) -> i32 {
    let (year, month, day) = date.first_day();
    Date::day(year, month, day).map_or(i32::MIN, |date| date.first_day())
}

fn last_day(date: &PartialDate) -> i32 {
    let (year, month, day) = date.last_day();
    Date::day(year, month, day).map_or(i32::MAX, |date| date.first_day())
}

/// Documents of an address: as written, or every one that begins so.
pub(super) fn addressed(url: &str, whole: bool) -> Box<dyn Query> {
    Box::new(ColumnQuery(Condition::Addressed { url: url.into(), whole }))
}

/// Documents whose id begins with these digits.
pub(super) fn identified(snapshot: &Snapshot, digits: &str) -> Result<Box<dyn Query>, crate::index::Error> {
    let field = snapshot.fields().id;
    let ids = snapshot.ids_with_prefix(digits, usize::MAX)?;
    let terms: Vec<Term> = ids.iter().map(|(id, _)| Term::from_field_bytes(field, id.bytes())).collect();
    Ok(weightless(Box::new(TermSetQuery::new(terms))))
}
