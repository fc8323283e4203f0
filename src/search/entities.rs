//! Who, which organisations and what places a selection of articles names, and how names are one.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::query::{BooleanQuery, Occur};

use super::compile::Compiler;
use super::filters::{self, NameMatch};
use super::name_counts::{ByPeriod, CountNames, CountPeriods, Counts};
use super::naming::{self, Candidate};
use super::score::Scale;
use super::{Error, Filter, Index, Ranking};
use crate::article::Kind;
use crate::index::{FacetField, Snapshot};
use crate::names::Reason;
use crate::query::{Note, Query};

pub use super::name_counts::Period;

/// Of which articles which names are asked for.
#[derive(Debug, Clone)]
pub struct EntitiesRequest {
    /// The query.
    pub query: Query,
    /// Conditions beside it; all must hold.
    pub filters: Vec<Filter>,
    /// Names that the articles must have, beside which the others stand: of this kind, or of whichever has it.
    pub with: Vec<(Option<Kind>, String)>,
    /// The kinds that are told.
    pub kinds: Vec<Kind>,
    /// Names only that have words which begin so.
    pub beginning: Option<String>,
    /// Names of each kind.
    pub top: usize,
    /// Their order.
    pub sort: NameSort,
    /// By which stretches of time each name is counted as well.
    pub by: Option<Period>,
}

impl EntitiesRequest {
    /// Asks for the ten most frequent names of each kind over a query.
    pub fn new(query: Query) -> Self {
        EntitiesRequest {
            query,
            filters: Vec::new(),
            with: Vec::new(),
            kinds: Kind::ALL.to_vec(),
            beginning: None,
            top: 10,
            sort: NameSort::Articles,
            by: None,
        }
    }
}

/// The order of names; equals by articles, then by key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NameSort {
    /// By the articles that name them.
    #[default]
    Articles,
    /// By their mentions in them.
    Mentions,
    /// By weight: titles and first paragraphs count more.
    Salience,
    /// By how much more these articles name them than the rest of the index does: the log-likelihood ratio
    /// (Dunning 1993). Names that stand here no more often than elsewhere are left out.
    Typical,
}

/// What a selection of articles names.
#[derive(Debug, Clone)]
pub struct EntitiesAnswer {
    /// Articles of the selection.
    pub total: u64,
    /// Articles of the index.
    pub indexed: u64,
    /// The names that the articles must have, as they were understood.
    pub with: Vec<Vec<Candidate>>,
    /// The names, by kind.
    pub kinds: Vec<NamesOfKind>,
    /// Articles of the selection by stretch of time, in order, where that was asked for.
    pub periods: Vec<(String, u64)>,
    /// How the question was read, where that could surprise.
    pub notes: Vec<Note>,
}

/// The names of one kind.
#[derive(Debug, Clone)]
pub struct NamesOfKind {
    /// The kind.
    pub kind: Kind,
    /// Different names in the selection.
    pub names: u64,
    /// The first of them.
    pub top: Vec<EntityCount>,
}

/// A name, counted.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityCount {
    /// The canonical key.
    pub key: String,
    /// The name as the corpus shows it.
    pub name: String,
    /// Articles of the selection that name it.
    pub articles: u64,
    /// Its mentions in them.
    pub mentions: u64,
    /// The sum of its weights in them.
    pub salience: f64,
    /// Articles of the whole index that name it.
    pub indexed: u64,
    /// How many times more often the selection names it than the index does.
    pub ratio: f64,
    /// Its articles by stretch of time, in order, where that was asked for.
    pub by: Vec<(String, u64)>,
}

/// Why a question about names has no answer.
#[derive(Debug, thiserror::Error)]
pub enum NameError {
    /// Nothing bears the name; these are near.
    #[error("no {} is called \"{name}\"", kind.map_or("person, organization or place", Kind::name))]
    Unknown {
        /// The kind asked for.
        kind: Option<Kind>,
        /// The name.
        name: String,
        /// Names of nearly the same letters, the nearest first.
        near: Vec<(Kind, Candidate)>,
    },
    /// The index cannot be read.
    #[error(transparent)]
    Search(#[from] Error),
}

impl From<crate::index::Error> for NameError {
    fn from(error: crate::index::Error) -> Self {
        NameError::Search(error.into())
    }
}

impl From<tantivy::TantivyError> for NameError {
    fn from(error: tantivy::TantivyError) -> Self {
        NameError::Search(error.into())
    }
}

/// What is one name, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// The kind.
    pub kind: Kind,
    /// The name, and all articles that bear it.
    pub name: Candidate,
    /// The keys that count as it, the canonical one first.
    pub forms: Vec<MergedForm>,
    /// Others whose name holds what was asked for, the most frequent first.
    pub others: Vec<Candidate>,
}

/// A key that counts as a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedForm {
    /// The key.
    pub key: String,
    /// Articles that have it.
    pub articles: u64,
    /// The rule; `None` of the canonical key itself.
    pub why: Option<Reason>,
    /// How articles show it, with their numbers, the most frequent first.
    pub spellings: Vec<(String, u64)>,
    /// What else articles call it, with their numbers, the most frequent first.
    pub forms: Vec<(String, u64)>,
}

/// Other names that an explanation tells.
const OTHERS: usize = 10;
/// Names that are near an unknown one.
const NEAR: usize = 3;

impl Index {
    /// Answers which names a selection of articles has, exactly. One pass over the articles for each kind; with
    /// [`NameSort::Typical`] another one over all.
    ///
    /// # Errors
    /// [`NameError::Unknown`] of a name that the articles must have and nothing bears.
    pub fn entities(&self, request: &EntitiesRequest) -> Result<EntitiesAnswer, NameError> {
        let snapshot = self.snapshot();
        let scale = Scale::new(snapshot, self.statistics(), Ranking::default());
        let mut compiler = Compiler::new(snapshot, scale);
        let mut clauses = vec![(Occur::Must, compiler.compile(&request.query.root)?)];
        let mut notes = request.query.notes.clone();
        notes.extend(compiler.notes);
        for filter in &request.filters {
            clauses.push((Occur::Must, self.filter(filter, &mut notes)?));
        }
        let mut with = Vec::new();
        let mut left_out: BTreeSet<(Kind, String)> = BTreeSet::new();
        for (kind, name) in &request.with {
            let (kind, asked) = self.find_name(*kind, name)?;
            let facet = FacetField::from(kind);
            let keys = asked.keys(snapshot, facet)?;
            clauses.push((Occur::Must, filters::of_keys(snapshot, facet, &keys)));
            if let Some(message) = naming::note(snapshot, facet, name, &asked)? {
                notes.push(Note { span: 0..0, message });
            }
            with.push(naming::candidates(snapshot, facet, &asked.canonical, OTHERS)?);
            left_out.extend(asked.canonical.into_iter().map(|key| (kind, key)));
        }
        let query = BooleanQuery::new(clauses);

        let mut total = 0;
        let mut kinds = Vec::new();
        let mut periods = ByPeriod::new();
        for kind in &request.kinds {
            let counted = snapshot.searcher().search(&query, &CountNames::of(snapshot, *kind)?)?;
            total = counted.total;
            let mut names = self.by_canonical(*kind, counted.names)?;
            names.retain(|key, _| !left_out.contains(&(*kind, key.clone())));
            if let Some(beginning) = &request.beginning {
                let plain = naming::plain(beginning);
                let words: Vec<&str> = plain.split(' ').collect();
                names.retain(|key, _| {
                    let key = naming::plain(key);
                    words.iter().all(|word| key.split(' ').any(|part| part.starts_with(word)))
                });
            }
            let number = names.len() as u64;
            let mut ranked = self.ranked(request.sort, *kind, names, total)?;
            ranked.truncate(request.top);
            let mut top = Vec::with_capacity(ranked.len());
            for (key, counts) in ranked {
                top.push(self.entity_count(*kind, key, counts, total)?);
            }
            if let Some(period) = request.by {
                let keys = top.iter().map(|entity| snapshot.keys_of((*kind).into(), &entity.key));
                let names = keys.collect::<Result<Vec<_>, _>>()?;
                let passing = CountPeriods { kind: *kind, names: &names, period };
                let (all, counts) = snapshot.searcher().search(&query, &passing)?;
                periods = all;
                for (entity, counts) in top.iter_mut().zip(counts) {
                    entity.by = counts.into_iter().collect();
                }
            }
            kinds.push(NamesOfKind { kind: *kind, names: number, top });
        }
        let periods = periods.into_iter().collect();
        Ok(EntitiesAnswer { total, indexed: snapshot.documents(), with, kinds, periods, notes })
    }

    /// Says of a name which keys count as it and why: of each name that it means, of one kind or of all.
    ///
    /// # Errors
    /// [`NameError::Unknown`] if nothing bears it.
    pub fn explain_name(&self, kinds: &[Kind], name: &str) -> Result<Vec<Explained>, NameError> {
        let snapshot = self.snapshot();
        let mut explained = Vec::new();
        for kind in kinds {
            let facet = FacetField::from(*kind);
            let asked = naming::asked(snapshot, facet, name, NameMatch::Loose)?;
            let mut named = naming::candidates(snapshot, facet, &asked.canonical, OTHERS + 1)?;
            if named.is_empty() {
                continue;
            }
            let first = named.remove(0);
            let forms = merged_forms(snapshot, *kind, &first.key)?;
            explained.push(Explained { kind: *kind, name: first, forms, others: named });
        }
        if explained.is_empty() {
            return Err(self.unknown(if let [kind] = kinds { Some(*kind) } else { None }, name)?);
        }
        Ok(explained)
    }

    /// The names that one means, of a kind or of the first that has it whole, else in part.
    fn find_name(&self, kind: Option<Kind>, name: &str) -> Result<(Kind, naming::Asked), NameError> {
        let kinds = kind.map_or(Kind::ALL.to_vec(), |kind| vec![kind]);
        let mut in_part = None;
        for kind in kinds {
            let asked = naming::asked(self.snapshot(), kind.into(), name, NameMatch::Loose)?;
            if asked.canonical.is_empty() {
                continue;
            }
            if !asked.in_part {
                return Ok((kind, asked));
            }
            in_part = in_part.or(Some((kind, asked)));
        }
        match in_part {
            Some(found) => Ok(found),
            None => Err(self.unknown(kind, name)?),
        }
    }

    fn unknown(&self, kind: Option<Kind>, name: &str) -> Result<NameError, Error> {
        let mut near = Vec::new();
        for each in kind.map_or(Kind::ALL.to_vec(), |kind| vec![kind]) {
            let found = naming::nearest(self.snapshot(), each.into(), name, NEAR)?;
            near.extend(found.into_iter().map(|one| (each, one)));
        }
        near.sort_by_key(|(_, one)| std::cmp::Reverse(one.articles));
        near.truncate(NEAR);
        Ok(NameError::Unknown { kind, name: name.to_owned(), near })
    }

    /// Counts by canonical key.
    fn by_canonical(
        &self,
        kind: Kind,
        counted: std::collections::HashMap<String, Counts>,
    ) -> Result<BTreeMap<String, Counts>, Error> {
        let names = self.snapshot().names()?;
        let mut by_canonical: BTreeMap<String, Counts> = BTreeMap::new();
        #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on the order")]
        for (key, counts) in counted {
            let canonical = names.canonical(kind, &key).map(|(canonical, _)| canonical.to_owned());
            let sum = by_canonical.entry(canonical.unwrap_or(key)).or_default();
            sum.articles += counts.articles;
            sum.mentions += counts.mentions;
            sum.salience += counts.salience;
        }
        Ok(by_canonical)
    }

    fn ranked(
        &self,
        sort: NameSort,
        kind: Kind,
        names: BTreeMap<String, Counts>,
        total: u64,
    ) -> Result<Vec<(String, Counts)>, Error> {
        let mut ranked: Vec<(u64, String, Counts)> = match sort {
            NameSort::Articles => {
                names.into_iter().map(|(key, counts)| (counts.articles, key, counts)).collect()
            }
            NameSort::Mentions => {
                names.into_iter().map(|(key, counts)| (counts.mentions, key, counts)).collect()
            }
            NameSort::Salience => {
                names.into_iter().map(|(key, counts)| (counts.salience, key, counts)).collect()
            }
            NameSort::Typical => {
                let snapshot = self.snapshot();
                let counting = CountNames::of(snapshot, kind)?;
                let all = snapshot.searcher().search(&filters::everything(), &counting)?;
                let everywhere = self.by_canonical(kind, all.names)?;
                let mut weighed = Vec::new();
                for (key, counts) in names {
                    let indexed = everywhere.get(&key).map_or(counts.articles, |counts| counts.articles);
                    if let Some(weight) = typicality(counts.articles, total, indexed, all.total) {
                        weighed.push(((weight * 1_000.0) as u64, key, counts));
                    }
                }
                weighed
            }
        };
        ranked.sort_by(|(weight, key, counts), (other_weight, other_key, other)| {
            (other_weight, other.articles, key).cmp(&(weight, counts.articles, other_key))
        });
        Ok(ranked.into_iter().map(|(_, key, counts)| (key, counts)).collect())
    }

    fn entity_count(
        &self,
        kind: Kind,
        key: String,
        counts: Counts,
        total: u64,
    ) -> Result<EntityCount, Error> {
        let snapshot = self.snapshot();
        let facet = FacetField::from(kind);
        let name = snapshot.shown_name(facet, &key)?.unwrap_or_else(|| key.clone());
        let indexed = snapshot.documents_named(facet, &snapshot.keys_of(facet, &key)?)?;
        let share = |articles: u64, of: u64| articles as f64 / of.max(1) as f64;
        let ratio =
            share(counts.articles, total) / share(indexed, snapshot.documents()).max(f64::MIN_POSITIVE);
        Ok(EntityCount {
            key,
            name,
            articles: counts.articles,
            mentions: counts.mentions,
            salience: counts.salience as f64 / 10.0,
            indexed,
            ratio,
            by: Vec::new(),
        })
    }
}

/// The keys that count as a canonical one, with their spellings and forms.
fn merged_forms(snapshot: &Snapshot, kind: Kind, canonical: &str) -> Result<Vec<MergedForm>, Error> {
    let facet = FacetField::from(kind);
    let mut keys = vec![(canonical.to_owned(), None)];
    let members = snapshot.names()?.members(kind, canonical);
    keys.extend(members.into_iter().map(|(key, why)| (key.to_owned(), Some(why))));
    let frequent = |terms: BTreeMap<String, u64>| {
        let mut terms: Vec<(String, u64)> = terms.into_iter().collect();
        terms.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        terms
    };
    let mut forms = Vec::with_capacity(keys.len());
    for (key, why) in keys {
        let articles = snapshot.documents_named(facet, std::slice::from_ref(&key))?;
        let spellings = frequent(snapshot.spellings(facet, &key)?);
        let called = frequent(snapshot.forms(facet, &key)?);
        // A key that the user names and no article has says nothing.
        if articles > 0 || why.is_none() {
            forms.push(MergedForm { key, articles, why, spellings, forms: called });
        }
    }
    if let Some((_, merged)) = forms.split_first_mut() {
        merged.sort_by(|one, other| other.articles.cmp(&one.articles).then_with(|| one.key.cmp(&other.key)));
    }
    Ok(forms)
}

/// The log-likelihood ratio of a name in so many articles of a selection and of the whole index; `None` where the
/// selection names it no more often.
fn typicality(articles: u64, total: u64, indexed: u64, all: u64) -> Option<f64> {
    let (a, n, b, m) = (articles as f64, total as f64, indexed as f64, all as f64);
    if n <= 0.0 || m <= 0.0 || a / n <= b / m {
        return None;
    }
    let (rest, outside) = ((b - a).max(0.0), (m - n).max(0.0));
    let term = |seen: f64, expected: f64| if seen > 0.0 { seen * (seen / expected).ln() } else { 0.0 };
    let cells = term(a, n * b / m)
        + term(rest, outside * b / m)
        + term(n - a, n * (m - b) / m)
        + term(outside - rest, outside * (m - b) / m);
    Some(2.0 * cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_here_more_often_than_elsewhere_is_typical() {
        assert_eq!(typicality(5, 10, 50, 100), None);
        let (often, seldom) = (typicality(9, 10, 10, 100), typicality(2, 10, 10, 100));
        assert!(often > seldom && seldom > Some(0.0), "{often:?} {seldom:?}");
        // Dunning's measure of a table of four cells, by hand: 2 Σ seen ln(seen / expected).
        let expected = 2.0
            * (2.0 * 2f64.ln()
                + 8.0 * (8.0 / 9.0f64).ln()
                + 8.0 * (8.0 / 9.0f64).ln()
                + 82.0 * (82.0 / 81.0f64).ln());
        assert!((typicality(2, 10, 10, 100).expect("typical") - expected).abs() < 1e-9);
        assert!(typicality(3, 3, 3, 3).is_none());
    }
}
