//! From counts to merges: which keys of a kind are one name.

use std::collections::{BTreeMap, BTreeSet};

use super::aliases::Aliases;
use super::spelled::Spelled;
use super::term::{Term, key, read_term};
use super::{Reason, short::Evidence};
use super::{list, people, short, spelling};
use crate::article::Kind;

/// Bytes of all keys of a kind that are looked at; a corpus of more keeps the names of the rest apart. Beside
/// them a key costs some 50 bytes while names are merged.
const MAX_BYTES: usize = 512 << 20;

/// A key that is another one's name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Merge {
    /// The key.
    pub from: String,
    /// Its canonical key, which is merged into no other.
    pub to: String,
    /// The rule.
    pub why: Reason,
}

/// What follows from the terms of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// The keys that are another one's name, in byte order, each once.
    pub merges: Vec<Merge>,
    /// The keys that articles spell in several ways, in byte order, each with the spelling to show.
    pub shown: Vec<(String, String)>,
}

/// Takes the terms of one kind, says which keys are one.
pub struct Merger {
    kind: Kind,
    keys: Keys,
    evidence: Vec<Evidence>,
    spelled: Spelled,
}

impl Merger {
    /// Begins with no term.
    pub fn new(kind: Kind) -> Self {
        Merger { kind, keys: Keys::default(), evidence: Vec::new(), spelled: Spelled::default() }
    }

    /// Takes a term and the number of articles that have it. Terms come in byte order, each once.
    pub fn add(&mut self, term: &str, articles: u64) {
        let (name, what) = read_term(term);
        if let Term::Spelling(spelling) = what {
            self.spelled.add(name, spelling, articles);
        }
        let Some(at) = self.keys.place(name) else { return };
        let articles = u32::try_from(articles).unwrap_or(u32::MAX);
        match what {
            Term::Spelling(_) => self.keys.articles[at] = self.keys.articles[at].saturating_add(articles),
            Term::Form(form) => {
                let short = key(self.kind, form);
                if short::is_short_form(self.kind, &short, name) {
                    self.evidence.push(Evidence { short: short.into(), full: at as u32, articles });
                }
            }
        }
    }

    /// Returns which keys are one, and how keys of several spellings are shown.
    ///
    /// Some microseconds a key: sorts and look-ups, no comparison of all with all.
    pub fn finish(self, aliases: &Aliases) -> Merged {
        let Merger { kind, keys, evidence, spelled } = self;
        let mut joins = Joins::default();
        spelling::spacing(kind, &keys, &mut joins);
        if kind != Kind::Place {
            spelling::letters(kind, &keys, &mut joins);
        }
        if kind == Kind::Person {
            people::order(&keys, &mut joins);
            people::initials(&keys, &mut joins);
        }
        list::known(kind, &keys, &mut joins);
        short::forms(kind, &keys, evidence, &mut joins);
        let mut merges: BTreeMap<String, (String, Reason)> = joins
            .to
            .iter()
            .map(|(from, (to, why))| {
                (keys.get(*from as usize).to_owned(), (keys.get(*to as usize).to_owned(), *why))
            })
            .collect();
        drop(joins);
        apply(kind, aliases, &mut merges);
        let merges = merges.into_iter().map(|(from, (to, why))| Merge { from, to, why }).collect();
        Merged { merges, shown: spelled.finish() }
    }
}

/// Lets the user's rules have the last word.
fn apply(kind: Kind, aliases: &Aliases, merges: &mut BTreeMap<String, (String, Reason)>) {
    for rule in aliases.rules.iter().filter(|rule| rule.kind == kind) {
        let keys: Vec<&String> = rule.names.iter().map(|(key, _)| key).collect();
        if rule.one {
            let to = keys[0];
            // The name given is nobody else's.
            merges.remove(to);
            for from in &keys[1..] {
                merges.insert((*from).clone(), (to.clone(), Reason::Alias));
            }
        } else {
            part(&keys, merges);
        }
    }
    // What rules joined to a name that the user joins elsewhere goes with it.
    let moved: Vec<(String, String)> =
        merges.iter().filter_map(|(from, (to, _))| Some((from.clone(), merges.get(to)?.0.clone()))).collect();
    for (from, to) in moved {
        if from == to {
            merges.remove(&from);
        } else if let Some(merge) = merges.get_mut(&from) {
            merge.0 = to;
        }
    }
}

/// Undoes what joins two of these keys: the first of them keeps the name.
fn part(keys: &[&String], merges: &mut BTreeMap<String, (String, Reason)>) {
    let target = |key: &String, merges: &BTreeMap<String, (String, Reason)>| {
        merges.get(key).map_or_else(|| key.clone(), |(to, _)| to.clone())
    };
    // A name that is canonical by itself has the first right to it.
    let mut ordered = keys.to_vec();
    ordered.sort_by_key(|key| merges.contains_key(*key));
    let mut taken = BTreeSet::new();
    for key in ordered {
        if !taken.insert(target(key, merges)) {
            merges.remove(key);
            taken.insert(key.clone());
        }
    }
}

/// Keys in byte order with their numbers of articles, packed.
#[derive(Default)]
pub(super) struct Keys {
    text: String,
    ends: Vec<u32>,
    articles: Vec<u32>,
}

impl Keys {
    /// The place of a key that is the last one or comes after it; `None` where there is no more room.
    fn place(&mut self, key: &str) -> Option<usize> {
        let last = self.ends.len().checked_sub(1);
        if last.is_some_and(|last| self.get(last) == key) {
            return last;
        }
        if self.text.len() + key.len() > MAX_BYTES {
            return None;
        }
        self.text.push_str(key);
        self.ends.push(self.text.len() as u32);
        self.articles.push(0);
        Some(self.ends.len() - 1)
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.text[start..self.ends[at] as usize]
    }

    pub(super) fn articles(&self, at: usize) -> u64 {
        self.articles[at].into()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..self.len()).map(|at| (at as u32, self.get(at)))
    }

    /// First key that is not below this one.
    pub(super) fn lower_bound(&self, key: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.get(middle) < key { low = middle + 1 } else { high = middle }
        }
        low
    }

    pub(super) fn find(&self, key: &str) -> Option<usize> {
        let at = self.lower_bound(key);
        (at < self.len() && self.get(at) == key).then_some(at)
    }
}

/// Joins found so far: from key to canonical key, never through another.
#[derive(Default)]
pub(super) struct Joins {
    to: BTreeMap<u32, (u32, Reason)>,
    targets: BTreeSet<u32>,
}

impl Joins {
    /// The canonical key of a key, as far as is known.
    pub(super) fn canonical(&self, key: u32) -> u32 {
        self.to.get(&key).map_or(key, |(to, _)| *to)
    }

    /// Joins a key to another one's canonical key; nothing if it is joined already, or others are joined to it.
    pub(super) fn join(&mut self, from: u32, to: u32, why: Reason) {
        let to = self.canonical(to);
        if from != to && !self.to.contains_key(&from) && !self.targets.contains(&from) {
            self.to.insert(from, (to, why));
            self.targets.insert(to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{form_term, spelling_term};
    use super::*;

    /// Merges of keys with their articles, and of forms.
    fn merges(
        kind: Kind,
        names: &[(&str, u64)],
        forms: &[(&str, &str, u64)],
        aliases: &str,
    ) -> Vec<(String, String, Reason)> {
        let mut terms: BTreeMap<String, u64> = BTreeMap::new();
        for (name, articles) in names {
            terms.insert(spelling_term(&key(kind, name), name), *articles);
        }
        for (name, form, articles) in forms {
            terms.insert(form_term(&key(kind, name), form), *articles);
        }
        let mut merger = Merger::new(kind);
        terms.iter().for_each(|(term, articles)| merger.add(term, *articles));
        let aliases = Aliases::parse(aliases).expect("rules");
        merger.finish(&aliases).merges.into_iter().map(|merge| (merge.from, merge.to, merge.why)).collect()
    }

    fn one(from: &str, to: &str, why: Reason) -> Vec<(String, String, Reason)> {
        vec![(from.to_owned(), to.to_owned(), why)]
    }

    #[test]
    fn a_surname_joins_whom_the_articles_mean_by_it() {
        let names = [("Emmanuel Macron", 300), ("Brigitte Macron", 60), ("Macron", 40)];
        let forms = [("Emmanuel Macron", "Macron", 100), ("Brigitte Macron", "Macron", 2)];
        let joined = one("macron", "emmanuel macron", Reason::Surname);
        assert_eq!(merges(Kind::Person, &names, &forms, ""), joined);
        // Two who share it stay apart,
        let shared = [("Emmanuel Macron", "Macron", 100), ("Brigitte Macron", "Macron", 20)];
        assert_eq!(merges(Kind::Person, &names, &shared, ""), []);
        // and so does a name that is mostly met alone, and one of which little is known.
        let few = [("Emmanuel Macron", "Macron", 9)];
        assert_eq!(merges(Kind::Person, &names, &few, ""), []);
        // Two signs will do where one is not quite enough: nearly all forms, and hardly an article of the other.
        let hardly = [("Emmanuel Macron", "Macron", 100), ("Brigitte Macron", "Macron", 8)];
        assert_eq!(merges(Kind::Person, &names, &hardly, ""), []);
        let rare = [("Emmanuel Macron", 300), ("Brigitte Macron", 30), ("Macron", 40)];
        assert_eq!(merges(Kind::Person, &rare, &hardly, ""), joined);
        let given = [("Jean Claude", 90), ("Claude", 3), ("Claude A", 1), ("Claude B", 1), ("Claude C", 1)];
        assert_eq!(merges(Kind::Person, &given, &[("Jean Claude", "Claude", 50)], ""), []);
    }

    #[test]
    fn initials_order_and_letters_join_the_only_one_they_fit() {
        let names = [("Nicole Belloubet", 100), ("N. Belloubet", 4)];
        let joined = one("n belloubet", "nicole belloubet", Reason::Initials);
        assert_eq!(merges(Kind::Person, &names, &[], ""), joined);
        let names = [("Nicole Belloubet", 10), ("Nadine Belloubet", 10), ("N. Belloubet", 4)];
        assert_eq!(merges(Kind::Person, &names, &[], ""), []);
        let names = [("Jean-Louis Borloo", 10), ("J.-L. Borloo", 4)];
        let joined = one("j l borloo", "jean louis borloo", Reason::Initials);
        assert_eq!(merges(Kind::Person, &names, &[], ""), joined);
        let names = [("Emmanuel Macron", 30), ("MACRON Emmanuel", 2)];
        let joined = one("macron emmanuel", "emmanuel macron", Reason::Order);
        assert_eq!(merges(Kind::Person, &names, &[], ""), joined);
        let names = [("Benyamin Netanyahou", 2), ("Benyamin Netanyahu", 60)];
        let joined = one("benyamin netanyahou", "benyamin netanyahu", Reason::Spelling);
        assert_eq!(merges(Kind::Person, &names, &[], ""), joined);
    }

    #[test]
    fn likeness_alone_joins_nobody() {
        for (names, why) in [
            ([("François Martin", 90), ("Françoise Martin", 2)], "another sex"),
            ([("Maria Dupontel", 90), ("Marina Dupontel", 2)], "another given name"),
            ([("Nicolas Marchand", 90), ("Nicolas Marchant", 2)], "another end"),
            ([("Nicolas Marchand", 9), ("Nicolas Marchend", 1)], "too rare to judge"),
            ([("Nicolas Marchand", 90), ("Nicolas Marchend", 30)], "too frequent to be a slip"),
            ([("Paul Martin", 90), ("Paul Marin", 1)], "too short to judge"),
            ([("Le Maire", 90), ("Lemaire", 1)], "another surname"),
            ([("Pierre le Grand", 3), ("Pierre Legrand", 2)], "another one, as far as is known"),
        ] {
            assert_eq!(merges(Kind::Person, &names, &[], ""), [], "{why}");
        }
        let stations = [("France 2", 900), ("France 3", 5), ("France 24", 2)];
        assert_eq!(merges(Kind::Organization, &stations, &[], ""), []);
        assert_eq!(merges(Kind::Place, &[("Montreuil", 90), ("Montreuel", 1)], &[], ""), []);
    }

    #[test]
    fn organisations_join_by_spacing_and_by_the_short_forms_that_articles_introduce() {
        let names = [("Franceinfo", 90), ("France Info", 20)];
        assert_eq!(
            merges(Kind::Organization, &names, &[], ""),
            one("france info", "franceinfo", Reason::Spacing)
        );
        let names = [("Haut Conseil du climat", 30), ("HCC", 9)];
        let forms = [("Haut Conseil du climat", "HCC", 12)];
        let joined = one("hcc", "haut conseil du climat", Reason::ShortForm);
        assert_eq!(merges(Kind::Organization, &names, &forms, ""), joined);
        // `ministre de l'Égalité` names a ministry, `Égalité` alone none.
        let names = [("ministère de l'Égalité", 30), ("Égalité", 9)];
        let forms = [("ministère de l'Égalité", "Égalité", 25)];
        assert_eq!(merges(Kind::Organization, &names, &forms, ""), []);
    }

    #[test]
    fn the_user_has_the_last_word() {
        let names = [("Emmanuel Macron", 300), ("Macron", 40), ("MACRON Emmanuel", 2), ("Manu", 5)];
        let forms = [("Emmanuel Macron", "Macron", 100)];
        let merged = merges(Kind::Person, &names, &forms, "person: Emmanuel Macron = Manu");
        assert!(merged.contains(&("manu".into(), "emmanuel macron".into(), Reason::Alias)), "{merged:?}");
        assert_eq!(merged.len(), 3);
        let parted = merges(Kind::Person, &names, &forms, "person: Emmanuel Macron != Macron");
        assert_eq!(parted, one("macron emmanuel", "emmanuel macron", Reason::Order));
        // Whoever was joined to a name goes with it.
        let moved = merges(Kind::Person, &names, &forms, "person: Le Président = Emmanuel Macron");
        assert_eq!(moved.len(), 3);
        assert!(moved.iter().all(|(_, to, _)| to == "le president"), "{moved:?}");
    }

    proptest::proptest! {
        #[test]
        fn every_key_goes_straight_to_a_canonical_one(
            names in proptest::collection::btree_map("(jean|j|marie|m) ?(l |paul )?(martin|martim|le pen|pen)?", 1_u64..60, 1..24),
            aliases in proptest::collection::vec("(jean|j|marie) (martin|pen) (=|!=) (m|j|paul) (martin|pen)", 0..3),
        ) {
            let text: String = aliases.iter().map(|rule| format!("person: {rule}\n")).collect();
            proptest::prop_assume!(Aliases::parse(&text).is_ok());
            let names: Vec<(&str, u64)> = names.iter().map(|(name, n)| (name.as_str(), *n)).filter(|(name, _)| !name.trim().is_empty()).collect();
            let merged = merges(Kind::Person, &names, &[], &text);
            let sources: BTreeSet<&String> = merged.iter().map(|(from, _, _)| from).collect();
            proptest::prop_assert_eq!(sources.len(), merged.len());
            proptest::prop_assert!(merged.iter().all(|(_, to, _)| !sources.contains(to)), "{:?}", merged);
        }
    }
}
