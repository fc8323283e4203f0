//! From mentions to entities: one entity a kind and key, short names with their full ones.
//!
//! Spans and the article's declared entities come in; entities in order of kind and key go out. This is a pure
//! function of one article: what other articles say of a name is not known here.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::agency;
use super::flag::HEAD;
use super::lexicon::Lexicon;
use super::ministry;
use super::name::{is_acronym_of, is_shouted, key};
use super::people::{Person, full_name, is_short};
use super::phrase::phrase_of;
use super::span::{Reading, Span};
use super::token::UPPER;
use crate::article::{Entity, Kind, Mention};

/// Short names look at so many full ones; an article that names more is a list.
const MAX_FULL_NAMES: usize = 256;

/// The mentions under one key, and their spellings with their counts.
#[derive(Default)]
struct Cluster<'a> {
    mentions: Vec<Mention>,
    spellings: BTreeMap<Cow<'a, str>, usize>,
    /// Number of the span that is its first mention.
    first: usize,
    /// Whether every mention so far is a press agency cited as the source.
    only_source: bool,
}

type Clusters<'a> = BTreeMap<(Kind, String), Cluster<'a>>;

/// Returns the entities of an article, in order of kind, then key.
pub(super) fn gather(
    lexicon: &Lexicon,
    reading: Reading<'_>,
    spans: &[Span],
    declared: &[(Kind, String)],
) -> Vec<Entity> {
    let mut clusters = Clusters::new();
    let mut keys: HashMap<(Kind, Cow<'_, str>), String> = HashMap::new();
    for (order, span) in spans.iter().enumerate() {
        let spelling = spelling(lexicon, reading, *span);
        let key =
            keys.entry((span.kind, spelling.clone())).or_insert_with_key(|(kind, name)| key(*kind, name));
        if key.is_empty() {
            continue;
        }
        let source = agency::is_source(reading, *span);
        let cluster = clusters.entry((span.kind, key.clone())).or_insert_with(|| Cluster {
            first: order,
            only_source: true,
            ..Cluster::default()
        });
        cluster.mentions.push(Mention {
            field: reading.field(span.first),
            start: reading.tokens[span.first].start,
            end: reading.tokens[span.last - 1].end(),
        });
        cluster.only_source &= source;
        *cluster.spellings.entry(spelling).or_default() += 1;
    }
    clusters.retain(|_, cluster| !cluster.only_source);
    let heads = heads(lexicon, &clusters);
    for (from, to) in acronyms(reading, spans).into_iter().chain(heads).chain(people(&clusters)) {
        merge(&mut clusters, from, &to);
    }
    for (kind, name) in declared {
        let key = key(*kind, name);
        if !key.is_empty() {
            let cluster = clusters.entry((*kind, key)).or_default();
            if cluster.spellings.is_empty() {
                cluster.spellings.insert(Cow::Borrowed(name.trim()), 1);
            }
        }
    }
    clusters.into_iter().map(entity).collect()
}

/// The name that a span stands for: its text, with the article that `au` or `du` took in, or the ministry that
/// a minister's title names.
fn spelling<'a>(lexicon: &Lexicon, reading: Reading<'a>, span: Span) -> Cow<'a, str> {
    let text = reading.text(span.first, span.last);
    if span.kind == Kind::Person || reading.before(span.first).is_none() {
        return Cow::Borrowed(text);
    }
    if matches!(reading.word(span.first - 1), "au" | "du") {
        let full = lexicon.with_article(reading, span.first);
        if full.is_some_and(|full| full.last == span.last) {
            return Cow::Owned(format!("Le {text}"));
        }
    }
    match ministry::link(reading, span.first) {
        Some(link) if span.kind == Kind::Organization => Cow::Owned(ministry::name(reading, link, span.last)),
        _ => Cow::Borrowed(text),
    }
}

/// Moves a cluster's mentions to another of the same kind, which keeps its name; nothing if either is gone.
fn merge(clusters: &mut Clusters<'_>, from: (Kind, String), to: &str) {
    let target = (from.0, to.to_owned());
    if from == target || !clusters.contains_key(&target) {
        return;
    }
    let Some(moved) = clusters.remove(&from) else { return };
    if let Some(cluster) = clusters.get_mut(&target) {
        cluster.mentions.extend(moved.mentions);
    }
}

/// Organisations called by their head alone, where the article has one longer name: `l'Assemblée`.
fn heads(lexicon: &Lexicon, clusters: &Clusters<'_>) -> Vec<((Kind, String), String)> {
    let mut joins = Vec::new();
    let mut fold = String::new();
    for ((kind, key), _) in clusters.range((Kind::Organization, String::new())..(Kind::Place, String::new()))
    {
        let head = phrase_of(key, &mut fold, false, |_| {});
        if head.parts != 1 || lexicon.look_up(head) & HEAD == 0 {
            continue;
        }
        let beginning = format!("{key} ");
        let mut longer = clusters
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
    let everyone = clusters.range((Kind::Person, String::new())..(Kind::Organization, String::new()));
    let mut full: Vec<Person<'_>> = everyone
        .clone()
        .filter(|((_, key), _)| !is_short(key))
        .map(|((_, key), cluster)| Person { key, first: cluster.first })
        .collect();
    full.sort_unstable_by_key(|person| person.first);
    full.truncate(MAX_FULL_NAMES);
    let mut joins = Vec::new();
    for ((kind, key), cluster) in everyone {
        if let Some(to) = full_name(key, cluster.first, &full) {
            joins.push(((*kind, key.clone()), to.to_owned()));
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
fn entity(((kind, key), cluster): ((Kind, String), Cluster<'_>)) -> Entity {
    let Cluster { mut mentions, spellings, .. } = cluster;
    mentions.sort_unstable();
    let accents = |name: &str| name.chars().filter(|c| !c.is_ascii()).count();
    let best = spellings.iter().max_by(|(one, one_count), (other, other_count)| {
        let rank = |name: &str, count: usize| {
            let length = if kind == Kind::Person { name.chars().count() } else { 0 };
            (!is_shouted(name), length, count, accents(name))
        };
        // Of equals the first by bytes is the greatest here.
        rank(one, **one_count).cmp(&rank(other, **other_count)).then_with(|| other.cmp(one))
    });
    let name =
        best.map(|(name, _)| name.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default();
    Entity { kind, key, name, mentions }
}
