//! The naive scan: every answer is what looking through `kiosque dump`, line by line, gives.
//!
//! A small random corpus (inflections, accents, ligatures, elisions, hyphens, acronyms, numbers) is indexed in
//! several runs, with edits and deletions between, so that several segments and dead articles lie in the
//! index. Random queries of every form are then answered twice: by `search`, and by `naive`, an evaluator
//! that knows no index: it reads forms, folds and stems of each article and tries. Ids, totals and counts
//! of facets must be equal.

mod naive;

use std::collections::BTreeMap;

use kiosque::query::PartialDate;
use kiosque::search::{FacetField, FacetKind, FacetRequest, Filter, Index, Request, Sort};

use self::naive::Corpus;
use super::support::{Article, Dice, Workspace, json_lines};

/// Queries put to each corpus.
const QUERIES: usize = 400;

const WORDS: &[&str] = &[
    "maire",
    "maires",
    "mairie",
    "Maire",
    "président",
    "présidents",
    "présidente",
    "president",
    "PRÉSIDENT",
    "cote",
    "côte",
    "côté",
    "Côtes",
    "cotés",
    "élection",
    "élections",
    "élu",
    "élus",
    "élue",
    "manifester",
    "manifestent",
    "manifestants",
    "manifestation",
    "cheval",
    "chevaux",
    "œuvre",
    "oeuvres",
    "cœur",
    "Cœurs",
    "porte-parole",
    "porte",
    "parole",
    "paroles",
    "l’Élysée",
    "L'Elysée",
    "d’Élysée",
    "aujourd’hui",
    "S.N.C.F.",
    "SNCF",
    "10 000",
    "10000",
    "3,5",
    "Jean-Luc",
    "a-t-il",
    "grève",
    "grèves",
    "gréviste",
    "travail",
    "travaux",
];
const SMALL: &[&str] = &["le", "la", "les", "de", "et", "un", "à", "ou", "qu’il", "dans"];
const NAMES: &[&str] = &[
    "Emmanuel Macron",
    "M. Macron",
    "Anne Hidalgo",
    "Mme Hidalgo",
    "Nantes",
    "Paris",
    "la Bretagne",
    "l’ONU",
];

fn text(dice: &mut Dice, words: usize) -> String {
    let mut text = String::new();
    for _ in 0..words {
        let word = match dice.below(12) {
            0..=2 => dice.pick(SMALL),
            3 => dice.pick(NAMES),
            _ => dice.pick(WORDS),
        };
        text.push_str(word);
        text.push_str(dice.pick(&[" ", " ", " ", " ", ", ", ". ", " – ", " « ", "\u{a0}: "]));
    }
    text.trim_end().to_owned() + "."
}

fn article(dice: &mut Dice, number: usize) -> Article {
    let (in_title, in_body) = (1 + dice.below(5), 1 + dice.below(30));
    let mut article = Article::new(&text(dice, in_title), &text(dice, in_body));
    if dice.one_in(3) {
        article.body.push('\n');
        article.body.push_str(&text(dice, 4));
    }
    article.url = format!("https://presse.example/{number}");
    article.date = match dice.below(5) {
        0 => String::new(),
        1 => format!("{}", 2019 + dice.below(3)),
        2 => format!("2020-{:02}", 1 + dice.below(12)),
        _ => format!("2020-{:02}-{:02}", 1 + dice.below(12), 1 + dice.below(28)),
    };
    if !dice.one_in(3) {
        article.source = dice.pick(&["Le Journal", "L’Écho du Midi", "ECHO DU MIDI"]).to_owned();
    }
    if dice.one_in(2) {
        article.section = dice.pick(&["Économie", "Politique"]).to_owned();
    }
    article
}

/// A corpus indexed in several runs, a part of it edited and deleted on the way.
fn corpus(seed: u64) -> Workspace {
    let mut dice = Dice::new(seed);
    let workspace = Workspace::new();
    let mut number = 0;
    for file in 0..6 {
        let articles: Vec<Article> = (0..20)
            .map(|_| {
                number += 1;
                article(&mut dice, number)
            })
            .collect();
        workspace.write(&format!("corpus/{file}.jsonl"), json_lines(&articles));
        if file % 2 == 1 {
            workspace.kiosque("index corpus -q").succeeds();
        }
    }
    let edited: Vec<Article> = (1..8).map(|number| article(&mut dice, number)).collect();
    workspace.write("corpus/0.jsonl", json_lines(&edited));
    workspace.kiosque("index corpus -q").succeeds();
    workspace.remove("corpus/3.jsonl");
    workspace.kiosque("index corpus -q").succeeds();
    workspace
}

fn word(dice: &mut Dice) -> String {
    let words = if dice.one_in(8) { SMALL } else { WORDS };
    dice.pick(words).to_owned()
}

fn phrase(dice: &mut Dice) -> String {
    let words: Vec<String> = (0..1 + dice.below(3)).map(|_| word(dice)).collect();
    format!("\"{}\"", words.join(" "))
}

fn prefix(dice: &mut Dice) -> String {
    dice.pick(&["ma*", "mair*", "pré*", "pres*", "él*", "co*", "cœ*", "coe*", "porte-pa*", "10*", "snc*"])
        .to_string()
}

fn leaf(dice: &mut Dice) -> String {
    match dice.below(15) {
        0 => phrase(dice),
        1 => prefix(dice),
        2 => format!("={}", word(dice)),
        3 => format!("=={}", word(dice)),
        4 => format!("={}", phrase(dice)),
        5 => format!("=={}", phrase(dice)),
        6 => format!("{}~{}", phrase(dice), dice.below(4)),
        7 => format!(
            "{}~{}",
            dice.pick(&["maire", "president", "cotte", "elus", "oeuvre", "manifstation"]),
            1 + dice.below(2)
        ),
        8 => {
            let parts: Vec<String> = (0..2 + dice.below(2))
                .map(|_| match dice.below(4) {
                    0 => format!("({} OR {})", word(dice), word(dice)),
                    1 => prefix(dice),
                    2 => phrase(dice),
                    _ => word(dice),
                })
                .collect();
            format!("({})~{}", parts.join(" "), 2 + dice.below(9))
        }
        12 => format!("({} NEAR/{} {})", word(dice), 2 + dice.below(9), prefix(dice)),
        9 => match dice.below(8) {
            0 => "person:Macron".to_owned(),
            1 => "personne:\"anne hidalgo\"".to_owned(),
            2 => "place:nant*".to_owned(),
            3 => "source:\"echo du midi\"".to_owned(),
            4 => "source:=midi".to_owned(),
            5 => "section:economie".to_owned(),
            6 => "person:*".to_owned(),
            _ => "lieu:(paris OR nantes)".to_owned(),
        },
        10 => match dice.below(8) {
            0 => "date:2020".to_owned(),
            1 => "date:2020-03".to_owned(),
            2 => "date:[2020-02 TO 2020-05-10]".to_owned(),
            3 => "date:>=2020-06-15".to_owned(),
            4 => "date:<2020".to_owned(),
            5 => "date:*".to_owned(),
            6 => "date:>2020-06".to_owned(),
            _ => "date:\"4 mars 2020\"".to_owned(),
        },
        _ => word(dice),
    }
}

fn clause(dice: &mut Dice, depth: usize) -> String {
    let inner =
        |dice: &mut Dice| if depth > 0 && dice.one_in(3) { clause(dice, depth - 1) } else { leaf(dice) };
    match dice.below(9) {
        0 => format!("({} OR {})", inner(dice), inner(dice)),
        1 => format!("({} OU {} OU {})", inner(dice), inner(dice), inner(dice)),
        2 => format!("({} AND {})", inner(dice), inner(dice)),
        3 => format!("({} -{})", inner(dice), inner(dice)),
        4 => format!("-{}", leaf(dice)),
        5 => format!("+{}", word(dice)),
        6 => format!("{}:{}", dice.pick(&["title", "titre", "body", "texte"]), text_only(dice)),
        _ => inner(dice),
    }
}

/// What may stand behind `title:`.
fn text_only(dice: &mut Dice) -> String {
    match dice.below(6) {
        0 => phrase(dice),
        1 => prefix(dice),
        2 => format!("({} OR {})", word(dice), word(dice)),
        3 => format!("({} {})", word(dice), word(dice)),
        4 => format!("{}~2", phrase(dice)),
        _ => word(dice),
    }
}

fn query(dice: &mut Dice) -> String {
    if dice.one_in(40) {
        return "*".to_owned();
    }
    (0..1 + dice.below(3)).map(|_| clause(dice, 2)).collect::<Vec<_>>().join(" ")
}

fn filters(dice: &mut Dice) -> Vec<Filter> {
    let date = |text: &str| PartialDate::from_text(text).expect("a date");
    match dice.below(12) {
        0 => vec![Filter::Named(FacetField::Person, "Macron".into())],
        1 => vec![Filter::Named(FacetField::Place, "NANTES".into())],
        2 => vec![Filter::Named(FacetField::Source, "l'echo du midi".into())],
        3 => vec![Filter::After(date("2020-04"))],
        4 => vec![Filter::Before(date("2020-04")), Filter::After(date("2020"))],
        _ => Vec::new(),
    }
}

#[test]
fn search_answers_what_a_naive_scan_of_the_dump_finds() {
    let facets: Vec<FacetRequest> =
        FacetKind::all().map(|kind| FacetRequest { kind, limit: 1_000 }).collect();
    let (mut asked, mut found) = (0, 0);
    for seed in 1..=2 {
        let workspace = corpus(seed);
        let corpus = Corpus::of(&workspace.dump());
        let index = Index::open(&workspace.path("index")).expect("an index");
        let mut dice = Dice::new(seed + 100);
        while asked < QUERIES * seed as usize {
            let text = query(&mut dice);
            let Ok(query) = kiosque::query::parse(&text) else { continue };
            asked += 1;
            let filters = filters(&mut dice);
            let shown = format!("seed {seed}: {text}   {filters:?}");
            let expected = corpus.find(&query, &filters);
            let request = Request { filters, top: 1_000, facets: facets.clone(), ..Request::new(query) };
            let answer = index.search(&request).expect("an answer");
            let mut ids: Vec<String> = answer.hits.iter().map(|hit| hit.document.id.to_string()).collect();
            ids.sort();
            let titles = |ids: &[String]| corpus.shown(ids);
            if ids != expected {
                let lacks: Vec<String> = expected.iter().filter(|id| !ids.contains(id)).cloned().collect();
                let more: Vec<String> = ids.iter().filter(|id| !expected.contains(id)).cloned().collect();
                panic!("{shown}\nlacks {:#?}\nhas {:#?}", titles(&lacks), titles(&more));
            }
            assert_eq!(answer.total, expected.len() as u64, "{shown}");
            check_order(&index, &request, &shown);
            for (kind, values) in &answer.facets {
                let counted: BTreeMap<String, u64> =
                    values.iter().map(|value| (value.value.clone(), value.count)).collect();
                assert_eq!(counted, corpus.count(kind.name(), &expected), "{} of {shown}", kind.name());
            }
            found += usize::from(!expected.is_empty());
        }
    }
    // Queries that find nothing prove little.
    assert!(found * 2 > asked, "{found} of {asked} queries found something");
}

/// By date the days go one way and unknown ones come last; the pages of an order are pieces of it.
fn check_order(index: &Index, request: &Request, shown: &str) {
    let ask = |sort, top, skip| -> Vec<(Option<i32>, String)> {
        let request = Request { sort, top, skip, facets: Vec::new(), ..request.clone() };
        let answer = index.search(&request).expect("an answer");
        let row = |hit: &kiosque::search::Hit| {
            (hit.document.date.map(|date| date.first_day()), hit.document.id.to_string())
        };
        answer.hits.iter().map(row).collect()
    };
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
        let whole = ask(sort, 1_000, 0);
        let days: Vec<Option<i32>> = whole.iter().map(|(day, _)| *day).collect();
        let known: Vec<i32> = days.iter().flatten().copied().collect();
        match sort {
            Sort::Relevance => {}
            Sort::Newest => assert!(known.is_sorted_by(|one, next| one >= next), "{shown}: {days:?}"),
            Sort::Oldest => assert!(known.is_sorted(), "{shown}: {days:?}"),
        }
        if sort != Sort::Relevance {
            assert!(days[..known.len()].iter().all(Option::is_some), "{shown}: {days:?}");
        }
        let (first, then) = (ask(sort, 7, 0), ask(sort, 1_000, 7));
        assert_eq!([first, then].concat(), whole, "{sort:?} of {shown}");
    }
}

/// Queries that mean the same find the same: in one segment, and in several with deletions.
#[test]
fn equivalent_queries_find_the_same() {
    let several = corpus(3);
    let one = Workspace::new();
    for file in [0, 1, 2, 4, 5] {
        let path = format!("corpus/{file}.jsonl");
        one.write(&path, several.read(&path));
    }
    one.kiosque("index corpus -q --jobs 1").succeeds();
    let [several, one] = [&several, &one].map(|w| Index::open(&w.path("index")).expect("an index"));
    assert!(several.snapshot().searcher().segment_readers().len() > 1);
    let mut dice = Dice::new(7);
    // A bare stop word is left out, so that what holds of words does not hold of it.
    let operand = |dice: &mut Dice| loop {
        let leaf = leaf(dice);
        if !SMALL.iter().any(|small| leaf.contains(small))
            && !leaf.contains("a-t-il")
            && kiosque::query::parse(&leaf).is_ok()
        {
            return leaf;
        }
    };
    let mut found = 0;
    for _ in 0..150 {
        let [a, b, c] = [0; 3].map(|_| operand(&mut dice));
        let laws = [
            [format!("{a} AND {b}"), format!("{b} AND {a}")],
            [format!("{a} {b}"), format!("{a} AND {b}")],
            [format!("{a} OR {b}"), format!("{b} OU {a}")],
            [format!("{a} AND ({b} AND {c})"), format!("({a} AND {b}) AND {c}")],
            [format!("{a} OR ({b} OR {c})"), format!("({a} OR {b}) OR {c}")],
            [format!("-(-({a}))"), a.clone()],
            [format!("NOT ({a} OR {b})"), format!("-({a}) SAUF ({b})")],
            [format!("NOT ({a} AND {b})"), format!("(NOT {a}) OR (NOT {b})")],
            [format!("{a} AND ({b} OR {c})"), format!("({a} AND {b}) OR ({a} AND {c})")],
            [format!("{a} AND {a}"), a.clone()],
            [format!("({a})^3"), a.clone()],
            [format!("* AND {a}"), a.clone()],
        ];
        for [this, that] in laws {
            let ids = |index: &Index, text: &str| -> Vec<String> {
                let query = kiosque::query::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
                let answer = index.search(&Request { top: 1_000, ..Request::new(query) }).expect("an answer");
                let mut ids: Vec<String> =
                    answer.hits.iter().map(|hit| hit.document.id.to_string()).collect();
                ids.sort();
                ids
            };
            let expected = ids(&several, &this);
            assert_eq!(ids(&several, &that), expected, "{this}   {that}");
            assert_eq!(ids(&one, &this), expected, "{this} in one segment");
            found += expected.len();
        }
    }
    assert!(found > 10_000, "{found}");
}

/// Words made of syllables: hundreds that begin alike, with accents in the beginning and behind it.
fn made_up(dice: &mut Dice) -> String {
    let first = dice.pick(&["co", "co", "co", "cœ", "çô", "Có", "dé"]);
    let rest: String = (0..2)
        .map(|_| dice.pick(&["ba", "bé", "ro", "ri", "ta", "tœ", "lu", "mê", "fi", "né", "gou", "vi"]))
        .collect();
    format!("{first}{rest}{}", dice.pick(&["", "s", "n", "tion"]))
}

/// What reaches more forms than are read one by one finds, and scores, what it would form by form: in one segment and
/// in several, with forms that dead articles alone hold and without.
#[test]
fn words_of_many_forms_are_answered_as_those_of_few() {
    let mut dice = Dice::new(11);
    let mut articles = |count: usize, words: usize, from: usize| -> Vec<Article> {
        (from..from + count)
            .map(|number| {
                let mut text = |words: usize| {
                    (0..words)
                        .map(|_| match dice.below(4) {
                            0 => made_up(&mut dice),
                            _ => word(&mut dice),
                        })
                        .collect::<Vec<_>>()
                        .join(" ")
                };
                let mut article = Article::new(&text(3), &text(words));
                article.url = format!("https://presse.example/{number}");
                article
            })
            .collect()
    };
    let [first, second, third, dead] = [(50, 60, 0), (50, 60, 100), (50, 40, 200), (12, 80, 300)]
        .map(|(count, words, from)| articles(count, words, from));
    let workspace = Workspace::new();
    for (file, articles) in
        [("a", [&first[..], &dead[..]].concat()), ("b", second.clone()), ("c", third.clone())]
    {
        workspace.write(&format!("corpus/{file}.jsonl"), json_lines(&articles));
        workspace.kiosque("index corpus -q").succeeds();
    }
    workspace.write("corpus/a.jsonl", json_lines(&first));
    workspace.kiosque("index corpus -q").succeeds();
    let one = Workspace::new();
    one.write("corpus/all.jsonl", json_lines(&[first, second, third].concat()));
    one.kiosque("index corpus -q --jobs 1").succeeds();
    let corpus = Corpus::of(&workspace.dump());
    let [several, one] = [&workspace, &one].map(|w| Index::open(&w.path("index")).expect("an index"));
    assert!(several.snapshot().searcher().segment_readers().len() > 1);
    assert!(several.snapshot().searcher().segment_readers().iter().any(|segment| segment.has_deletes()));
    let mut reached = std::collections::BTreeSet::new();
    for line in workspace.dump() {
        reached.extend(
            line.split([' ', '"']).filter(|word| word.to_lowercase().starts_with("co")).map(str::to_owned),
        );
    }
    assert!(reached.len() > 300, "{} forms", reached.len());
    let patterns = ["co*", "coba~2", "corita~2", "cob*", "coro*", "dé*", "cœ*"];
    for (which, pattern) in patterns.into_iter().enumerate() {
        for text in [
            pattern.to_owned(),
            format!("titre:{pattern}"),
            format!("maire {pattern}"),
            format!("{pattern} OR élus"),
            format!("grève -{pattern}"),
            format!("-(titre:{pattern})"),
            format!("{pattern} {}", patterns[(which + 1) % patterns.len()]),
            format!("({pattern} maire)^2"),
            format!("(maire {})~3", patterns[if pattern.contains('~') { 0 } else { which }]),
            format!("((maire OR élus) {} {})~9", "co*", if pattern.contains('~') { "dé*" } else { pattern }),
            format!("({} NEAR/5 \"porte parole\")", if pattern.contains('~') { "co*" } else { pattern }),
            format!("titre:(({} grève)~4)", if pattern.contains('~') { "co*" } else { pattern }),
        ] {
            let query = kiosque::query::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
            let expected = corpus.find(&query, &[]);
            let request = Request { top: 1_000, explain: true, ..Request::new(query) };
            let ask = |index: &Index| -> Vec<(String, f32)> {
                let answer = index.search(&request).expect("an answer");
                assert_eq!(answer.total, expected.len() as u64, "{text}");
                answer
                    .hits
                    .iter()
                    .map(|hit| {
                        let told = hit.explanation.as_ref().expect("asked for").value;
                        assert!((told - hit.score).abs() < 0.01, "{text}: {told} is told of {}", hit.score);
                        (hit.document.id.to_string(), hit.score)
                    })
                    .collect()
            };
            let (found, in_one) = (ask(&several), ask(&one));
            assert_eq!(found, in_one, "{text}: scores and order");
            let mut ids: Vec<String> = found.into_iter().map(|(id, _)| id).collect();
            ids.sort();
            assert_eq!(ids, expected, "{text}");
        }
    }
}
