//! An evaluator that is obviously right and slow: it looks at every article, and tries.
//!
//! It takes the query's tree from the parser and forms, folds and stems from the analysis; how words become
//! groups, where they stand, what filters mean is written here anew, from the description of the language.

use std::collections::{BTreeMap, BTreeSet};

use kiosque::analysis::{Inflection, fold, fold_form, forms_of, is_stop_word, units_of};
use kiosque::article::Date;
use kiosque::query::{Atom, DateRange, FieldName, How, Node, NodeKind, PhraseHow, Query};
use kiosque::search::Filter;

/// One line of the dump.
struct Article {
    id: String,
    title: Vec<Place>,
    body: Vec<Place>,
    line: serde_json::Value,
}

/// The forms at one place of a text: the part, then the whole that begins with it.
type Place = Vec<String>;

/// All lines of a dump.
pub(super) struct Corpus {
    articles: Vec<Article>,
    /// Every form of the texts, its fold and its stem.
    forms: BTreeMap<String, (String, String)>,
    inflection: Inflection,
}

/// Where words are looked for.
#[derive(Clone, Copy)]
struct Fields {
    title: bool,
    body: bool,
}

/// How near a form must come.
#[derive(Clone, Copy, PartialEq)]
enum Near {
    Letter,
    Fold,
    Stem,
    /// Its fold begins so.
    Begins,
}

/// One word to find: the forms of the texts that will do.
#[derive(Clone)]
struct Word {
    forms: BTreeSet<String>,
}

impl Word {
    fn stands_at(&self, place: &Place) -> bool {
        place.iter().any(|form| self.forms.contains(form))
    }
}

impl Corpus {
    pub(super) fn of(dump: &[String]) -> Self {
        let inflection = Inflection::default();
        let articles: Vec<Article> = dump
            .iter()
            .map(|line| {
                let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
                let text = |field: &str| places_of(line[field].as_str().expect("a text"));
                let id = line["id"].as_str().expect("an id").to_owned();
                Article { id, title: text("title"), body: text("body"), line }
            })
            .collect();
        let texts = articles.iter().flat_map(|article| article.title.iter().chain(&article.body));
        let forms =
            texts.flatten().map(|form| (form.clone(), (fold_form(form), inflection.stem(form)))).collect();
        Corpus { articles, forms, inflection }
    }

    /// The forms that come so near to one.
    fn word(&self, form: &str, near: Near) -> Word {
        let folded = fold_form(form);
        let mut stems = BTreeSet::from([self.inflection.stem(form)]);
        if folded == form {
            // Typed without accents: the inflections of every word that is written so but for them.
            let spelt = self.forms.values().filter(|(fold, _)| *fold == folded);
            stems.extend(spelt.map(|(_, stem)| stem.clone()));
        }
        let will_do = |(known, (fold, stem)): &(&String, &(String, String))| match near {
            Near::Letter => *known == form,
            Near::Fold => *fold == folded,
            Near::Stem => *fold == folded || stems.contains(stem),
            Near::Begins => fold.starts_with(&folded),
        };
        let forms = self.forms.iter().filter(will_do).map(|(form, _)| form.clone()).collect();
        Word { forms }
    }

    /// The words of a text typed in a query; stop words among others are not inflected.
    fn words(&self, forms: &[String], near: Near, several: bool) -> Vec<Word> {
        let word = |form: &String| {
            let near = if several && near == Near::Stem && is_stop_word(form) { Near::Fold } else { near };
            self.word(form, near)
        };
        forms.iter().map(word).collect()
    }

    /// What each word of a text may be written as: its parts side by side, or one form; beside others, a
    /// compound takes the places of its parts.
    fn spellings(&self, typed: &str, near: Near) -> Vec<Vec<Vec<Word>>> {
        let units = units_of(typed);
        let several = units.len() > 1 || units.iter().any(|unit| unit.parts.len() > 1);
        let spelling = |unit: &kiosque::analysis::Unit| {
            let mut ways = vec![self.words(&unit.parts, near, several)];
            ways.extend(unit.whole.as_ref().map(|whole| vec![self.word(whole, near)]));
            if units.len() > 1
                && let [way] = &ways[..]
                && let [word] = &way[..]
            {
                let compounds = word.forms.iter().flat_map(|form| units_of(form));
                let apart: Vec<Vec<Word>> = compounds
                    .filter(|unit| unit.whole.is_some())
                    .map(|unit| unit.parts.iter().map(|part| self.word(part, Near::Letter)).collect())
                    .collect();
                ways.extend(apart);
            }
            ways
        };
        units.iter().map(spelling).collect()
    }

    /// All ways to write a text's words side by side.
    fn side_by_side(&self, typed: &str, near: Near) -> Vec<Vec<Word>> {
        let spellings = self.spellings(typed, near);
        if spellings.is_empty() {
            return Vec::new();
        }
        let mut runs: Vec<Vec<Word>> = vec![Vec::new()];
        for ways in &spellings {
            runs = runs.iter().flat_map(|run| ways.iter().map(move |way| [&run[..], way].concat())).collect();
        }
        runs
    }

    fn words_of(&self, atom: &Atom) -> Vec<Vec<Word>> {
        let accented = |typed: &str| typed.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
        let exact = |typed: &str| if accented(typed) { Near::Letter } else { Near::Fold };
        match atom {
            Atom::Word { text, how: How::Inflected | How::Required } => self.side_by_side(text, Near::Stem),
            Atom::Word { text, how: How::Exact } => self.side_by_side(text, exact(text)),
            Atom::Word { text, how: How::ToTheLetter } => self.side_by_side(text, Near::Letter),
            Atom::Phrase { text, how: PhraseHow::AsWritten } => self.side_by_side(text, Near::Fold),
            Atom::Phrase { text, how: PhraseHow::Exact } => self.side_by_side(text, exact(text)),
            Atom::Phrase { text, how: PhraseHow::ToTheLetter } => self.side_by_side(text, Near::Letter),
            Atom::Prefix { text } => {
                let forms = forms_of(text);
                let Some((last, before)) = forms.split_last() else { return Vec::new() };
                let mut words = self.words(before, Near::Fold, true);
                words.push(self.word(last, Near::Begins));
                vec![words]
            }
        }
    }

    /// Ids of the articles that match, sorted.
    pub(super) fn find(&self, query: &Query, filters: &[Filter]) -> Vec<String> {
        let everywhere = Fields { title: true, body: true };
        let mut ids: Vec<String> = self
            .articles
            .iter()
            .filter(|article| self.matches(&query.root, article, everywhere))
            .filter(|article| filters.iter().all(|filter| self.passes(filter, article)))
            .map(|article| article.id.clone())
            .collect();
        ids.sort();
        ids
    }

    /// Title and body of these articles.
    pub(super) fn shown(&self, ids: &[String]) -> Vec<String> {
        let asked = self.articles.iter().filter(|article| ids.contains(&article.id));
        asked
            .map(|article| {
                let shown =
                    |text: &[Place]| text.iter().map(|place| place.join("/")).collect::<Vec<_>>().join(" ");
                format!("{} | {} | {}", shown(&article.title), shown(&article.body), article.line["date"])
            })
            .collect()
    }

    /// Values of a facet among these articles, with their numbers of articles.
    pub(super) fn count(&self, facet: &str, ids: &[String]) -> BTreeMap<String, u64> {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for article in self.articles.iter().filter(|article| ids.contains(&article.id)) {
            for name in self.names(article, facet) {
                *counts.entry(name).or_default() += 1;
            }
        }
        counts
    }

    /// The names of an article in a facet, each once, as the corpus shows them.
    fn names(&self, article: &Article, facet: &str) -> BTreeSet<String> {
        let date = article.line["date"].as_str().unwrap_or("");
        match facet {
            "person" | "organization" | "place" => {
                entities(article, facet).map(|e| text(&e["name"])).collect()
            }
            "year" => date.get(..4).map(str::to_owned).into_iter().collect(),
            "month" => date.get(..7).map(str::to_owned).into_iter().collect(),
            _ => values(article, facet).iter().map(|value| self.shown_value(facet, value)).collect(),
        }
    }

    /// Of the spellings of one value, the most frequent: readable before capitals, then accents, then order.
    fn shown_value(&self, facet: &str, value: &str) -> String {
        let mut spellings: BTreeMap<String, u64> = BTreeMap::new();
        for spelling in self.articles.iter().flat_map(|article| values(article, facet)) {
            if fold(&spelling) == fold(value) {
                *spellings.entry(spelling).or_default() += 1;
            }
        }
        let names = spellings.iter().map(|(name, n)| (name.as_str(), *n));
        kiosque::names::shown(names).expect("the value itself").to_owned()
    }

    fn passes(&self, filter: &Filter, article: &Article) -> bool {
        match filter {
            Filter::Named(facet, name) => self.bears(article, facet.name(), name, false),
            Filter::After(date) => overlaps(article, &DateRange { from: Some(*date), to: None }),
            Filter::NewSince(_) => panic!("the dump does not say when an article came"),
            Filter::Before(date) => overlaps(article, &DateRange { from: None, to: Some(*date) }),
        }
    }

    /// Whether the article bears a name, accents and case aside; where no article bears it whole and
    /// `whole` is not asked for, a name that holds its words will do. A person's one word means the one whom the
    /// corpus calls so, else everyone who has it.
    fn bears(&self, article: &Article, facet: &str, name: &str, whole: bool) -> bool {
        let wanted = plain(name);
        let is_whole = |key: &str| plain(key) == wanted;
        let is_held = |key: &str| {
            let key = plain(key);
            wanted.split(' ').all(|word| key.split(' ').any(|part| part == word))
        };
        let everyone = self.people_meant(facet, name, &is_whole);
        if whole || (self.articles.iter().any(|article| has(article, facet, &is_whole)) && !everyone) {
            return self.has_same(article, facet, &is_whole);
        }
        self.has_same(article, facet, &is_held)
    }

    /// Whether one word means everyone who has it: the corpus means nobody by it, and shows nobody so.
    fn people_meant(&self, facet: &str, name: &str, is_whole: &dyn Fn(&str) -> bool) -> bool {
        let shown = self.shown_for(facet, is_whole);
        let is_word = facet == "person" && !plain(name).contains(' ');
        is_word && shown.iter().all(|known| plain(known) == plain(name) && known != name)
    }

    /// The names that the corpus shows for the keys of a facet.
    fn shown_for(&self, facet: &str, is_asked: &dyn Fn(&str) -> bool) -> BTreeSet<String> {
        let all = self.articles.iter().flat_map(|article| entities(article, facet));
        all.filter(|entity| is_asked(&text(&entity["key"]))).map(|entity| text(&entity["name"])).collect()
    }

    /// Whether the article has a key that is one name with a key asked for.
    fn has_same(&self, article: &Article, facet: &str, is_asked: &dyn Fn(&str) -> bool) -> bool {
        if !matches!(facet, "person" | "organization" | "place") {
            return has(article, facet, is_asked);
        }
        let shown = self.shown_for(facet, is_asked);
        entities(article, facet).any(|entity| shown.contains(&text(&entity["name"])))
    }

    fn matches(&self, node: &Node, article: &Article, fields: Fields) -> bool {
        match &node.kind {
            NodeKind::All(children) => {
                counting(children).iter().all(|child| self.matches(child, article, fields))
            }
            NodeKind::Any(children) => {
                counting(children).iter().any(|child| self.matches(child, article, fields))
            }
            NodeKind::Not(child) => !self.matches(child, article, fields),
            NodeKind::Atom(atom) => {
                let runs = self.words_of(atom);
                texts(article, fields).any(|text| !places(&runs, text).is_empty())
            }
            NodeKind::Fuzzy { text: typed, distance } => {
                let typed = fold_form(typed);
                let is_near = |form: &String| edits(&typed, &fold_form(form)) <= usize::from(*distance);
                texts(article, fields).any(|text| text.iter().flatten().any(is_near))
            }
            NodeKind::Approximate { text: typed, slop } => {
                let words = self.spellings(typed, Near::Stem);
                texts(article, fields).any(|text| {
                    let spans: Vec<_> = words.iter().map(|ways| places(ways, text)).collect();
                    !spans.is_empty() && in_order(&spans, None, *slop as usize)
                })
            }
            NodeKind::Near { parts, within } => texts(article, fields).any(|text| {
                let spans: Vec<Vec<(usize, usize)>> = parts
                    .iter()
                    .map(|part| {
                        let runs: Vec<_> =
                            part.alternatives.iter().flat_map(|atom| self.words_of(atom)).collect();
                        places(&runs, text)
                    })
                    .collect();
                within_reach(&spans, &mut Vec::new(), *within as usize)
            }),
            NodeKind::Field { field: FieldName::Title, node } => {
                self.matches(node, article, Fields { title: true, body: false })
            }
            NodeKind::Field { field: FieldName::Body, node } => {
                self.matches(node, article, Fields { title: false, body: true })
            }
            NodeKind::Field { field, node } => self.field(*field, node, article),
            NodeKind::Date(range) => overlaps(article, range),
            NodeKind::Everything => true,
        }
    }

    fn field(&self, field: FieldName, node: &Node, article: &Article) -> bool {
        let facet = field.name();
        match &node.kind {
            NodeKind::All(children) => children.iter().all(|child| self.field(field, child, article)),
            NodeKind::Any(children) => children.iter().any(|child| self.field(field, child, article)),
            NodeKind::Not(child) => !self.field(field, child, article),
            NodeKind::Atom(Atom::Word { text, how: How::Exact | How::ToTheLetter }) => {
                self.bears(article, facet, text, true)
            }
            NodeKind::Atom(Atom::Word { text, .. } | Atom::Phrase { text, .. }) => {
                self.bears(article, facet, text, false)
            }
            NodeKind::Atom(Atom::Prefix { text }) => self.has_same(article, facet, &|key| {
                plain(key).split(' ').any(|word| word.starts_with(&plain(text)))
            }),
            NodeKind::Everything => !keys(article, facet).is_empty(),
            other => panic!("the queries of this test have no {other:?} in {facet}:"),
        }
    }
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn entities<'a>(article: &'a Article, kind: &'a str) -> impl Iterator<Item = &'a serde_json::Value> {
    let all = article.line["entities"].as_array().expect("a list");
    all.iter().filter(move |entity| entity["kind"] == kind)
}

/// The values of a plain facet.
fn values(article: &Article, facet: &str) -> Vec<String> {
    match facet {
        "author" => article.line["authors"].as_array().expect("a list").iter().map(text).collect(),
        // An article is found under the sections of all its copies.
        "section" => {
            let origins = article.line["origins"].as_array().expect("a list").iter();
            let sections: BTreeSet<String> =
                origins.filter_map(|origin| origin["section"].as_str().map(str::to_owned)).collect();
            sections.into_iter().collect()
        }
        _ => article.line[facet].as_str().map(str::to_owned).into_iter().collect(),
    }
}

/// Whether the article has such a key.
fn has(article: &Article, facet: &str, is_asked: &dyn Fn(&str) -> bool) -> bool {
    keys(article, facet).iter().any(|key| is_asked(key))
}

/// What names are compared by.
fn keys(article: &Article, facet: &str) -> Vec<String> {
    match facet {
        "person" | "organization" | "place" => entities(article, facet).map(|e| text(&e["key"])).collect(),
        _ => values(article, facet),
    }
}

/// A name with accents, case and signs aside.
fn plain(name: &str) -> String {
    let folded = fold(name);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The children that count: bare stop words do not, unless nothing else is asked for.
fn counting(children: &[Node]) -> Vec<&Node> {
    let is_stop = |child: &Node| match &child.kind {
        NodeKind::Atom(Atom::Word { text, how: How::Inflected }) => {
            let forms = forms_of(text);
            !forms.is_empty() && forms.iter().all(|form| is_stop_word(form))
        }
        _ => false,
    };
    let asks = |child: &&Node| !is_stop(child) && !matches!(child.kind, NodeKind::Not(_));
    if children.iter().any(|child| asks(&child)) {
        children.iter().filter(|child| !is_stop(child)).collect()
    } else {
        children.iter().collect()
    }
}

/// The places of a text in order.
fn places_of(text: &str) -> Vec<Place> {
    let mut places = Vec::new();
    for unit in units_of(text) {
        let first = places.len();
        places.extend(unit.parts.into_iter().map(|part| vec![part]));
        places[first].extend(unit.whole);
    }
    places
}

fn texts(article: &Article, fields: Fields) -> impl Iterator<Item = &[Place]> {
    let title = fields.title.then_some(&article.title[..]);
    title.into_iter().chain(fields.body.then_some(&article.body[..]))
}

/// Where the words of one of the runs stand side by side: first place, and the place after the last; from
/// one place on, the longest counts.
fn places(runs: &[Vec<Word>], text: &[Place]) -> Vec<(usize, usize)> {
    let mut spans = BTreeMap::new();
    for words in runs {
        if words.is_empty() || words.len() > text.len() {
            continue;
        }
        let stands =
            |start: &usize| words.iter().zip(&text[*start..]).all(|(word, place)| word.stands_at(place));
        for start in (0..=text.len() - words.len()).filter(stands) {
            let end = spans.entry(start).or_insert(0);
            *end = (start + words.len()).max(*end);
        }
    }
    spans.into_iter().collect()
}

/// Whether a span of each word can be chosen in this order, with at most `slop` places between them in all.
fn in_order(words: &[Vec<(usize, usize)>], end: Option<usize>, slop: usize) -> bool {
    let Some((word, rest)) = words.split_first() else { return true };
    word.iter().any(|(start, after)| {
        let between = match end {
            None => 0,
            Some(end) if *start >= end => start - end,
            Some(_) => return false,
        };
        between <= slop && in_order(rest, Some(*after), slop - between)
    })
}

/// Whether one span of each part can be chosen, none upon another, all within so many words.
fn within_reach(parts: &[Vec<(usize, usize)>], chosen: &mut Vec<(usize, usize)>, within: usize) -> bool {
    let Some((part, rest)) = parts.split_first() else {
        let first = chosen.iter().map(|span| span.0).min().unwrap_or(0);
        let last = chosen.iter().map(|span| span.1).max().unwrap_or(0);
        return last - first <= within;
    };
    part.iter().any(|span| {
        if chosen.iter().any(|other| span.0 < other.1 && other.0 < span.1) {
            return false;
        }
        chosen.push(*span);
        let found = within_reach(rest, chosen, within);
        chosen.pop();
        found
    })
}

/// Whether the article's date, as an interval, overlaps the range; an unknown one overlaps none.
fn overlaps(article: &Article, range: &DateRange) -> bool {
    let Some(date) = article.line["date"].as_str().and_then(Date::from_iso) else { return false };
    let day = |(year, month, day): (i32, u32, u32)| Date::day(year, month, day).expect("a day").first_day();
    range.from.is_none_or(|from| date.last_day() >= day(from.first_day()))
        && range.to.is_none_or(|to| date.first_day() <= day(to.last_day()))
}

/// Letters to add, drop, change or swap with their neighbour (optimal string alignment).
fn edits(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut table = vec![vec![0; other.len() + 1]; one.len() + 1];
    for i in 0..=one.len() {
        for j in 0..=other.len() {
            table[i][j] = match (i, j) {
                (0, _) => j,
                (_, 0) => i,
                _ => {
                    let change = table[i - 1][j - 1] + usize::from(one[i - 1] != other[j - 1]);
                    let mut least = change.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                        least = least.min(table[i - 2][j - 2] + 1);
                    }
                    least
                }
            };
        }
    }
    table[one.len()][other.len()]
}
