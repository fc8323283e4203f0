//! From mentions to entities: one entity a kind and key, short names with their full ones.
//!
//! Spans and the article's declared entities come in; entities in order of kind and key go out. This is a pure
//! function of one article: what other articles say of a name is not known here.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

use super::agency;
use super::flag::HEAD;
use super::lexicon::Lexicon;
use super::ministry;
use super::name::{is_shouted, key};
use super::people::{Person, full_name, is_short};
use super::phrase::{self, phrase_of};
use super::span::{Reading, Span};
use super::token::UPPER;
use crate::analysis::is_acronym_of;
use crate::article::{Entity, Kind, Mention};

/// Short names look at so many full ones; an article that names more is a list.
const MAX_FULL_NAMES: usize = 256;

/// The mentions under one key, and their spellings with their counts.
#[derive(Default)]
struct Cluster<'a> {
    mentions: Vec<Mention>,
    /// No spelling stands twice.
    spellings: Vec<(Cow<'a, str>, usize)>,
    /// Number of the span that is its first mention.
    first: usize,
    /// Whether a mention is more than a press agency cited as the source.
    is_subject: bool,
    /// Whether the source names it.
    declared: bool,
}

/// Clusters by kind and key. They are large, so the tree holds their numbers.
#[derive(Default)]
struct Clusters<'a> {
    numbers: BTreeMap<(Kind, String), usize>,
    all: Vec<Cluster<'a>>,
}

impl Clusters<'_> {
    /// Returns the number of a name's cluster, which is made here if there is none; its first mention is so many
    /// spans into the article.
    fn number(&mut self, kind: Kind, key: String, first: usize) -> usize {
        let number = *self.numbers.entry((kind, key)).or_insert(self.all.len());
        if number == self.all.len() {
            self.all.push(Cluster { first, ..Cluster::default() });
        }
        number
    }

    /// Moves a cluster's mentions to another of the same kind, which keeps its name; nothing if either is gone.
    fn merge(&mut self, from: (Kind, String), to: String) {
        let target = (from.0, to);
        if from == target {
            return;
        }
        let Some(&target) = self.numbers.get(&target) else { return };
        let Some(from) = self.numbers.remove(&from) else { return };
        let moved = std::mem::take(&mut self.all[from].mentions);
        let declared = self.all[from].declared;
        let target = &mut self.all[target];
        target.mentions.extend(moved);
        target.declared |= declared;
    }
}

/// Returns the entities of an article, in order of kind, then key.
pub(super) fn gather(
    lexicon: &Lexicon,
    reading: Reading<'_>,
    spans: &[Span],
    declared: &[(Kind, String)],
) -> Vec<Entity> {
    let mut clusters = cluster(lexicon, reading, spans);
    // What the source names is known before the text begins: `M. Macron` joins the Emmanuel Macron of a list.
    for (kind, name) in declared {
        let key = key(*kind, name);
        if !key.is_empty() {
            let number = clusters.number(*kind, key, 0);
            let cluster = &mut clusters.all[number];
            cluster.declared = true;
            if cluster.spellings.is_empty() {
                cluster.spellings.push((Cow::Borrowed(name.trim()), 1));
            }
        }
    }
    let heads = heads(lexicon, &clusters);
    for (from, to) in acronyms(reading, spans).into_iter().chain(heads).chain(people(&clusters)) {
        clusters.merge(from, to);
    }
    let Clusters { numbers, mut all } = clusters;
    numbers.into_iter().map(|(name, number)| entity(name, std::mem::take(&mut all[number]))).collect()
}

/// Which cluster each spelling of a kind belongs to, and which of its spellings it is; `None` is no name. The key
/// of a spelling is made once an article.
type Places<'a> = HashMap<(Kind, Cow<'a, str>), Option<(usize, usize)>, BuildHasherDefault<SpellingHasher>>;

/// Hashes spellings, which are so short that the usual hasher's start would cost more than they.
#[derive(Default)]
struct SpellingHasher(phrase::Hasher);

impl Hasher for SpellingHasher {
    fn finish(&self) -> u64 {
        self.0.finish().hash
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0.bytes(bytes);
    }

    /// The kind: three values need no eight bytes.
    fn write_isize(&mut self, kind: isize) {
        self.0.folded(kind as u8);
    }
}

/// Brings mentions together by their keys; press agencies that are cited only stay out.
fn cluster<'a>(lexicon: &Lexicon, reading: Reading<'a>, spans: &[Span]) -> Clusters<'a> {
    let mut clusters = Clusters::default();
    // One spelling in two is new.
    let mut places = Places::with_capacity_and_hasher(spans.len() / 2 + 4, BuildHasherDefault::default());
    for (order, span) in spans.iter().enumerate() {
        let place = match places.entry((span.kind, spelling(lexicon, reading, *span))) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                let spelling = new.key().1.clone();
                let key = key(span.kind, &spelling);
                let place = (!key.is_empty()).then(|| {
                    let number = clusters.number(span.kind, key, order);
                    let spellings = &mut clusters.all[number].spellings;
                    spellings.push((spelling, 0));
                    (number, spellings.len() - 1)
                });
                *new.insert(place)
            }
        };
        let Some((number, spelling)) = place else { continue };
        let cluster = &mut clusters.all[number];
        cluster.mentions.push(Mention {
            field: reading.field(span.first),
            start: reading.tokens[span.first].start,
            end: reading.tokens[span.last - 1].end(),
        });
        cluster.spellings[spelling].1 += 1;
        cluster.is_subject = cluster.is_subject || !agency::is_source(reading, *span);
    }
    let Clusters { numbers, all } = &mut clusters;
    numbers.retain(|_, number| all[*number].is_subject);
    clusters
}

/// The name that a span stands for: its text, with the article that `au` or `du` took in, or the ministry that
/// a minister's title names.
fn spelling<'a>(lexicon: &Lexicon, reading: Reading<'a>, span: Span) -> Cow<'a, str> {
    let text = reading.text(span.first, span.last);
    if span.kind == Kind::Person || reading.before(span.first).is_none() {
        return Cow::Borrowed(text);
    }
    if matches!(reading.word(span.first - 1), "au" | "du")
        && lexicon.with_article(reading, span.first) == Some(span.last)
    {
        return Cow::Owned(format!("Le {text}"));
    }
    match ministry::link(reading, span.first) {
        Some(link) if span.kind == Kind::Organization => Cow::Owned(ministry::name(reading, link, span.last)),
        _ => Cow::Borrowed(text),
    }
}

/// Organisations called by their head alone, where the article has one longer name: `l'Assemblée`.
fn heads(lexicon: &Lexicon, clusters: &Clusters<'_>) -> Vec<((Kind, String), String)> {
    let mut joins = Vec::new();
    let mut fold = String::new();
    let organisations = (Kind::Organization, String::new())..(Kind::Place, String::new());
    for ((kind, key), _) in clusters.numbers.range(organisations) {
        let head = phrase_of(key, &mut fold, false, |_| {});
        if head.parts != 1 || lexicon.look_up(head) & HEAD == 0 {
            continue;
        }
        let beginning = format!("{key} ");
        let mut longer = clusters
            .numbers
            .range((*kind, beginning.clone())..)
            .map_while(|((_, longer), _)| longer.starts_with(&beginning).then_some(longer));
        if let (Some(only), None) = (longer.next(), longer.next()) {
            joins.push(((*kind, key.clone()), only.clone()));
        }
    }
    joins
}

/// Which short names of people join which full ones.
fn people(clusters: &Clusters<'_>) -> Vec<((Kind, String), String)> {
    let people = (Kind::Person, String::new())..(Kind::Organization, String::new());
    let everyone =
        clusters.numbers.range(people).map(|((_, key), number)| (key, clusters.all[*number].first));
    let mut full: Vec<Person<'_>> = everyone
        .clone()
        .filter(|(key, _)| !is_short(key))
        .map(|(key, first)| Person::new(key, first))
        .collect();
    full.sort_unstable_by_key(|person| person.first);
    full.truncate(MAX_FULL_NAMES);
    let mut joins = Vec::new();
    for (key, first) in everyone {
        if let Some(to) = full_name(key, first, &full) {
            joins.push(((Kind::Person, key.clone()), to.to_owned()));
        }
    }
    // Short names go first, so that the full name they join is still there when it joins a longer one.
    joins.sort_by_key(|((_, key), _)| key.split(' ').count());
    joins
}

/// Pairs of `Long form (ACR)` and `ACR (Long form)`.
fn acronyms(reading: Reading<'_>, spans: &[Span]) -> Vec<((Kind, String), String)> {
    let mut pairs = Vec::new();
    for pair in spans.windows(2) {
        let [one, other] = pair else { continue };
        let bracketed = other.first == one.last + 1
            && reading.is_mark(one.last, b'(')
            && reading.is_mark(other.last, b')')
            && reading.field(one.first) == reading.field(other.first);
        if !bracketed || one.kind != Kind::Organization || other.kind != Kind::Organization {
            continue;
        }
        let (first, second) = (reading.text(one.first, one.last), reading.text(other.first, other.last));
        let pair = if reading.tokens[other.first].is(UPPER) && is_acronym_of(second, first) {
            Some((second, first))
        } else if reading.tokens[one.first].is(UPPER) && is_acronym_of(first, second) {
            Some((first, second))
        } else {
            None
        };
        if let Some((short, long)) = pair {
            pairs.push(((Kind::Organization, key(Kind::Organization, short)), key(Kind::Organization, long)));
        }
    }
    pairs
}

/// Makes the entity of a cluster: its best spelling, its mentions in order of place.
fn entity((kind, key): (Kind, String), cluster: Cluster<'_>) -> Entity {
    let Cluster { mut mentions, spellings, declared, .. } = cluster;
    mentions.sort_unstable();
    let accents = |name: &str| name.chars().filter(|c| !c.is_ascii()).count();
    let best = spellings.iter().max_by(|(one, one_count), (other, other_count)| {
        let rank = |name: &str, count: usize| {
            let length = if kind == Kind::Person { name.chars().count() } else { 0 };
            (!is_shouted(name), length, count, accents(name))
        };
        // Of equals the first by bytes is the greatest here.
        rank(one, *one_count).cmp(&rank(other, *other_count)).then_with(|| other.cmp(one))
    });
    let name = best.map(|(name, _)| on_one_line(name)).unwrap_or_default();
    Entity { kind, key, name, mentions, declared }
}

/// Joins the entities of several pieces of one text, given in the order of the pieces.
pub(super) fn joined(mut entities: Vec<Entity>) -> Vec<Entity> {
    entities.sort_by(|one, other| (one.kind, &one.key).cmp(&(other.kind, &other.key)));
    entities.dedup_by(|later, first| {
        let same = (later.kind, &later.key) == (first.kind, &first.key);
        if same {
            first.mentions.append(&mut later.mentions);
            first.declared |= later.declared;
        }
        same
    });
    entities.iter_mut().for_each(|entity| entity.mentions.sort_unstable());
    entities
}

/// Returns a name with one space between its words.
fn on_one_line(name: &str) -> String {
    let mut line = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
