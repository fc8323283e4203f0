//! What a name that someone asks for means: the names of a facet that it is, or that hold it.

use std::collections::{BTreeMap, BTreeSet};

use super::filters::NameMatch;
use crate::analysis::{fold, is_stop_word};
use crate::article::Kind;
use crate::index::{Error, FacetField, Snapshot};
use crate::names;

/// A name of a facet, and how many articles bear it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The canonical key.
    pub key: String,
    /// The name as the corpus shows it.
    pub name: String,
    /// Articles of the whole index.
    pub articles: u64,
}

/// Names that are counted exactly before the most frequent are chosen.
const COUNTED: usize = 64;

/// Canonical keys that a name asks for, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Asked {
    pub(super) canonical: BTreeSet<String>,
    /// Whether the name is a part of theirs only, or a short form of the only one.
    pub(super) in_part: bool,
    /// Others of whose name it is a part, and who are not meant.
    pub(super) beside: BTreeSet<String>,
}

impl Asked {
    fn one(canonical: String, in_part: bool) -> Self {
        Asked { canonical: BTreeSet::from([canonical]), in_part, beside: BTreeSet::new() }
    }

    /// All keys that count as one of these names.
    pub(super) fn keys(&self, snapshot: &Snapshot, facet: FacetField) -> Result<Vec<String>, Error> {
        let mut keys = Vec::new();
        for canonical in &self.canonical {
            keys.extend(snapshot.keys_of(facet, canonical)?);
        }
        keys.sort_unstable();
        Ok(keys)
    }
}

/// Returns the names that one asks for.
///
/// Accents and case aside, a name means whatever bears it whole. A person's surname or given name alone means the
/// one whom the corpus calls so, else everyone who has it, unless it is asked for exactly or written as the corpus
/// shows those of whom it knows no more: so what a facet shows can be asked for. Where nothing bears a name
/// whole, it means all that hold its words, else all with words that begin so.
///
/// A key leaves things out that a name has (the article of *Le Havre*, the points of *O.N.U.*), so names are
/// compared with the spellings as well: whatever a facet shows can be asked for.
pub(super) fn asked(
    snapshot: &Snapshot,
    facet: FacetField,
    name: &str,
    how: NameMatch,
) -> Result<Asked, Error> {
    let wanted = plain(name);
    let words = significant(&wanted);
    if words.is_empty() {
        return Ok(Asked::default());
    }
    let is_short = facet == FacetField::Person && words.len() == 1;
    // Most names are typed as their key is: then the dictionary need not be walked.
    if how != NameMatch::Prefix {
        let mut typed = vec![fold(name.trim()), wanted.clone(), words.join(" ")];
        if let Some(kind) = facet.kind() {
            typed.insert(0, names::key(kind, name));
        }
        for key in typed {
            let canonical = snapshot.canonical(facet, &key)?.to_owned();
            if canonical != key {
                return Ok(Asked::one(canonical, is_short));
            }
            let is_common = is_short && how == NameMatch::Loose;
            if !is_common && snapshot.has_key(facet, &key)? {
                return Ok(Asked::one(key, false));
            }
        }
    }
    let mut alone = None;
    if is_short && how == NameMatch::Loose {
        let key = names::key(Kind::Person, name);
        if snapshot.has_key(facet, &key)? && snapshot.shown_name(facet, &key)?.as_deref() == Some(name.trim())
        {
            alone = Some(key);
        }
    }
    let mut found = Found::default();
    // A spelling has hardly a letter that its key has not, points aside.
    let may_be = |key: &str| key.contains(words[0]) || key.contains('.');
    snapshot.visit_spellings(facet, may_be, |key, spelling| {
        found.compare(key, spelling, &wanted, &words);
    })?;
    let Found { whole, holding, beginning } = found;
    let (keys, in_part) = match how {
        NameMatch::Exact => (whole, false),
        NameMatch::Prefix => (holding.into_iter().chain(beginning).chain(whole).collect(), true),
        NameMatch::Loose if !whole.is_empty() && !is_short => (whole, false),
        NameMatch::Loose if !holding.is_empty() || !whole.is_empty() => {
            (holding.into_iter().chain(whole).collect(), true)
        }
        NameMatch::Loose => (beginning, true),
    };
    let mut asked = Asked { in_part, ..Asked::default() };
    for key in keys {
        asked.canonical.insert(snapshot.canonical(facet, &key)?.to_owned());
    }
    if let Some(alone) = alone {
        asked.canonical.remove(&alone);
        return Ok(Asked { beside: asked.canonical, ..Asked::one(alone, true) });
    }
    Ok(asked)
}

/// Keys that a walk over the dictionary found.
#[derive(Default)]
struct Found {
    whole: BTreeSet<String>,
    holding: BTreeSet<String>,
    beginning: BTreeSet<String>,
}

impl Found {
    fn compare(&mut self, key: &str, spelling: &str, wanted: &str, words: &[&str]) {
        for name in [key, spelling] {
            let plain = plain(name);
            let parts = || plain.split(' ');
            if plain == wanted {
                self.whole.insert(key.to_owned());
            } else if words.iter().all(|word| parts().any(|part| part == *word)) {
                self.holding.insert(key.to_owned());
            } else if words.iter().all(|word| parts().any(|part| part.starts_with(word))) {
                self.beginning.insert(key.to_owned());
            }
        }
    }
}

/// Keys lose their article and title (`Le Monde`, `M. Dupont`): so do names asked for.
fn significant(plain: &str) -> Vec<&str> {
    let mut words: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
    if words.iter().any(|word| !is_stop_word(word)) {
        words.retain(|word| !is_stop_word(word));
    }
    words
}

/// A name as names are compared: folded, signs as spaces.
pub(super) fn plain(name: &str) -> String {
    let folded = fold(name);
    let undotted = folded.replace('.', "");
    let words: Vec<&str> = undotted.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

/// Returns canonical keys as names with their articles, the most frequent first, at most `limit`.
pub(super) fn candidates(
    snapshot: &Snapshot,
    facet: FacetField,
    canonical: &BTreeSet<String>,
    limit: usize,
) -> Result<Vec<Candidate>, Error> {
    let mut likely: Vec<(u64, &String)> = Vec::with_capacity(canonical.len());
    if canonical.len() > COUNTED.max(limit) {
        let single = snapshot.keys(facet, |key| canonical.contains(key))?;
        likely.extend(canonical.iter().map(|key| (single.get(key).copied().unwrap_or(0), key)));
        likely.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(other.1)));
        likely.truncate(COUNTED.max(limit));
    } else {
        likely.extend(canonical.iter().map(|key| (0, key)));
    }
    let mut candidates = Vec::with_capacity(likely.len());
    for (_, key) in likely {
        let articles = snapshot.documents_named(facet, &snapshot.keys_of(facet, key)?)?;
        candidates.push((articles, key));
    }
    candidates.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(other.1)));
    candidates.truncate(limit);
    candidates
        .into_iter()
        .map(|(articles, key)| {
            let name = snapshot.shown_name(facet, key)?.unwrap_or_else(|| key.clone());
            Ok(Candidate { key: key.clone(), name, articles })
        })
        .collect()
}

/// Returns the names whose letters are nearest to one that nothing bears, the nearest first, of equals the most
/// frequent. One walk over the keys.
pub(super) fn nearest(
    snapshot: &Snapshot,
    facet: FacetField,
    name: &str,
    limit: usize,
) -> Result<Vec<Candidate>, Error> {
    let wanted: Vec<char> = plain(name).chars().take(64).collect();
    let most = (wanted.len() / 4).clamp(1, 3);
    let is_short = !wanted.contains(&' ');
    let mut near: BTreeMap<String, (usize, u64)> = BTreeMap::new();
    let mut row = Vec::new();
    let all = snapshot.keys(facet, |_| true)?;
    for (key, documents) in &all {
        let plain = plain(key);
        let whole = std::iter::once(plain.as_str());
        let parts = plain.split(' ').filter(|_| is_short);
        let distance = whole.chain(parts).filter_map(|part| distance(&wanted, part, most, &mut row)).min();
        if let Some(distance) = distance {
            let canonical = snapshot.canonical(facet, key)?.to_owned();
            let entry = near.entry(canonical).or_insert((distance, 0));
            *entry = (entry.0.min(distance), entry.1 + documents);
        }
    }
    let mut ranked: Vec<(String, (usize, u64))> = near.into_iter().collect();
    ranked.sort_by(|(key, (d, n)), (other, (e, m))| (d, m, key).cmp(&(e, n, other)));
    ranked.truncate(limit);
    let mut named = Vec::with_capacity(ranked.len());
    for (key, _) in ranked {
        named.extend(candidates(snapshot, facet, &BTreeSet::from([key]), 1)?);
    }
    Ok(named)
}

/// Letters to add, take away or change (Levenshtein), if at most so many.
fn distance(wanted: &[char], part: &str, most: usize, row: &mut Vec<usize>) -> Option<usize> {
    if part.len() > 4 * (wanted.len() + most) || part.chars().count().abs_diff(wanted.len()) > most {
        return None;
    }
    row.clear();
    row.extend(0..=wanted.len());
    for (at, c) in part.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (place, letter) in wanted.iter().enumerate() {
            let changed = diagonal + usize::from(*letter != c);
            diagonal = row[place + 1];
            row[place + 1] = changed.min(row[place] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().filter(|distance| *distance <= most)
}

/// Names that are told where several are meant.
const TOLD: usize = 6;

/// What to tell of a name that means several, or one of several, or none; `None` if it is plain.
pub(super) fn note(
    snapshot: &Snapshot,
    facet: FacetField,
    name: &str,
    asked: &Asked,
) -> Result<Option<String>, Error> {
    if facet.kind().is_none() {
        return Ok(None);
    }
    let list = |candidates: &[Candidate]| {
        let told: Vec<String> =
            candidates.iter().map(|one| format!("{} ({})", one.name, one.articles)).collect();
        told.join(", ")
    };
    let kind = facet.name();
    let number = asked.canonical.len();
    if number == 0 {
        let near = nearest(snapshot, facet, name, 3)?;
        let near = if near.is_empty() { String::new() } else { format!("; near: {}", list(&near)) };
        return Ok(Some(format!("no {kind} is called \"{name}\"{near}")));
    }
    if !asked.in_part {
        return Ok(None);
    }
    let taken = candidates(snapshot, facet, &asked.canonical, TOLD)?;
    if !asked.beside.is_empty() {
        let others = candidates(snapshot, facet, &asked.beside, TOLD)?;
        let (small, articles) = (name.to_lowercase(), taken.first().map_or(0, |one| one.articles));
        return Ok(Some(format!(
            "{kind} \"{name}\" means the name that {articles} articles give no more of; for everyone of that name \
             write {small}: {}",
            list(&others)
        )));
    }
    if number > 1 {
        let more =
            if number > taken.len() { format!(" and {} more", number - taken.len()) } else { String::new() };
        return Ok(Some(format!(
            "{kind} \"{name}\" means {number} names: {}{more}; write one whole to mean it alone",
            list(&taken)
        )));
    }
    Ok(taken
        .first()
        .filter(|one| plain(&one.name) != plain(name))
        .map(|one| format!("{kind} \"{name}\" means {} ({})", one.name, one.articles)))
}
