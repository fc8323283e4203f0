//! `kiosque search` and `show` on the seeds: each form of the query language, filters, facets, outputs.
//!
//! What a query must find is read from `dump` by looking for words in the text, never from the search
//! itself; `oracle` does the same with thousands of random queries.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;

use kiosque::analysis::fold;
use serde::Deserialize;

use super::support::{Article, Output, Workspace};

/// `search --format json`, field by field.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    v: u32,
    query: String,
    total: u64,
    took_ms: f64,
    hits: Vec<Hit>,
    facets: BTreeMap<String, Vec<FacetValue>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hit {
    rank: u64,
    score: f64,
    id: String,
    source_id: Option<String>,
    title: String,
    date: Option<String>,
    language: String,
    source: Option<String>,
    authors: Vec<String>,
    section: Option<String>,
    url: Option<String>,
    path: String,
    snippet: String,
    highlights: Vec<(usize, usize)>,
    entities: Entities,
    copies: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entities {
    person: Vec<String>,
    organization: Vec<String>,
    place: Vec<String>,
}

#[derive(Deserialize, Debug, Clone, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
struct FacetValue {
    value: String,
    count: u64,
}

/// One line of `dump`, field by field.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the contract is decoded whole, whatever the tests look at")]
struct Line {
    v: u32,
    id: String,
    source_id: Option<String>,
    title: String,
    body: String,
    date: Option<String>,
    date_text: Option<String>,
    language: String,
    source: Option<String>,
    authors: Vec<String>,
    section: Option<String>,
    keywords: Vec<String>,
    url: Option<String>,
    path: String,
    member: Option<String>,
    ordinal: u32,
    format: String,
    entities: Vec<Entity>,
    origins: Vec<Origin>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the contract is decoded whole, whatever the tests look at")]
struct Entity {
    kind: String,
    key: String,
    name: String,
    mentions: Vec<Mention>,
    declared: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mention {
    field: String,
    start: usize,
    end: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the contract is decoded whole, whatever the tests look at")]
struct Origin {
    path: String,
    member: Option<String>,
    ordinal: u32,
    title: String,
    date: Option<String>,
    section: Option<String>,
    url: Option<String>,
}

/// The seeds, indexed, and their dump.
struct Seeds {
    workspace: Workspace,
    lines: Vec<Line>,
}

impl Seeds {
    fn new() -> Self {
        let workspace = Workspace::with_seeds_indexed();
        let lines = workspace.kiosque("dump").succeeds().json_lines();
        Seeds { workspace, lines }
    }

    /// Ids of the articles of which this holds, sorted.
    fn ids_where(&self, holds: impl Fn(&Line) -> bool) -> Vec<String> {
        self.lines.iter().filter(|line| holds(line)).map(|line| line.id.clone()).collect()
    }

    fn search(&self, arguments: &[&str]) -> Output {
        self.workspace.run(&[&["search", "-n", "200"], arguments].concat())
    }

    /// Ids that a search finds, sorted.
    #[track_caller]
    fn ids(&self, arguments: &[&str]) -> Vec<String> {
        let output = self.search(&[arguments, &["--format", "ids"]].concat());
        assert!(output.code <= 1, "{output}");
        let mut ids: Vec<String> = output.lines().iter().map(|id| (*id).to_owned()).collect();
        ids.sort();
        ids
    }

    /// A search finds the articles of which this holds, and there are some.
    #[track_caller]
    fn finds(&self, arguments: &[&str], holds: impl Fn(&Line) -> bool) {
        let expected = self.ids_where(holds);
        assert!(!expected.is_empty(), "{arguments:?} should find something");
        assert_eq!(self.ids(arguments), expected, "{arguments:?}");
    }

    fn answer(&self, arguments: &[&str]) -> Answer {
        self.search(&[arguments, &["--format", "json"]].concat()).json()
    }
}

/// Whether a text holds these words as they are written, between signs; accents and case aside.
fn holds(text: &str, words: &str) -> bool {
    let plain = |text: &str| -> String {
        let words: Vec<String> = fold(text)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        format!(" {} ", words.join(" "))
    };
    plain(text).contains(&plain(words))
}

impl Line {
    fn says(&self, words: &str) -> bool {
        holds(&self.title, words) || holds(&self.body, words)
    }

    fn says_any(&self, words: &[&str]) -> bool {
        words.iter().any(|words| self.says(words))
    }

    fn names(&self, kind: &str, name: &str) -> bool {
        self.entities.iter().any(|entity| entity.kind == kind && holds(&entity.name, name))
    }

    fn is_dated(&self, start: &str) -> bool {
        self.date.as_deref().is_some_and(|date| date.starts_with(start))
    }
}

#[test]
fn words_are_all_required_in_any_inflection() {
    let seeds = Seeds::new();
    seeds.finds(&["castagnede", "budget"], |line| {
        line.says("Castagnède") && line.says_any(&["budget", "budgets"])
    });
    seeds.finds(&["glaciers"], |line| line.says_any(&["glacier", "glaciers"]));
    seeds.finds(&["DIGUES"], |line| line.says_any(&["digue", "digues"]));
    assert_eq!(
        seeds.ids(&["le", "budget"]),
        seeds.ids(&["budget"]),
        "a stop word among others does not count"
    );
    seeds.finds(&["+budget", "+le"], |line| line.says("budget") && line.says("le"));
}

#[test]
fn operators_join_and_exclude() {
    let seeds = Seeds::new();
    let glacier = |line: &Line| line.says_any(&["glacier", "glaciers"]);
    let digue = |line: &Line| line.says_any(&["digue", "digues"]);
    for query in ["glacier OR digue", "glacier OU digue", "(digues OR glaciers)"] {
        seeds.finds(&[query], |line| glacier(line) || digue(line));
    }
    for query in ["port AND digue", "port ET digue", "+port +digue", "port digue"] {
        seeds.finds(&[query], |line| line.says_any(&["port", "ports"]) && digue(line));
    }
    for query in ["glacier -groenland", "glacier NOT groenland", "glacier SAUF groenland"] {
        seeds.finds(&[query], |line| glacier(line) && !line.says("Groenland"));
    }
    seeds.finds(&["glacier", "-groenland"], |line| glacier(line) && !line.says("Groenland"));
    seeds.finds(&["-brest"], |line| !line.says("Brest"));
    seeds.finds(&["(glacier OR digue) -brest"], |line| (glacier(line) || digue(line)) && !line.says("Brest"));
    seeds.finds(&["*"], |_| true);
}

#[test]
fn phrases_are_words_as_written() {
    let seeds = Seeds::new();
    seeds.finds(&["\"maire de la ville\""], |line| line.says("maire de la ville"));
    seeds.finds(&["« le port »"], |line| line.says("le port"));
    seeds.finds(&["\"Agence du littoral\""], |line| line.says("Agence du littoral"));
    assert!(seeds.ids(&["\"maires de la ville\""]).is_empty(), "a phrase is not inflected");
    assert!(
        !seeds.ids(&["\"maires de les ville\"~2"]).is_empty()
            || !seeds.ids(&["\"maires ville\"~2"]).is_empty()
    );
    assert_eq!(seeds.ids(&["\"maire ville\"~1"]), Vec::<String>::new(), "two words lie between");
    seeds.finds(&["\"maire ville\"~2"], |line| line.says("maire de la ville"));
}

#[test]
fn proximities_take_alternatives_in_any_order() {
    let seeds = Seeds::new();
    let near = seeds.ids(&["(orchestre (glacier OR glaces OR glaçons))~100"]);
    let both = seeds.ids(&["orchestre (glacier OR glaces OR glaçons)"]);
    assert!(!near.is_empty() && near.iter().all(|id| both.contains(id)), "{near:?} {both:?}");
    assert_eq!(near, seeds.ids(&["((glacier OR glaces OR glaçons) orchestre)~100"]), "order does not matter");
}

#[test]
fn beginnings_and_near_spellings() {
    let seeds = Seeds::new();
    let begins = |text: &str, start: &str| {
        fold(text).split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(start))
    };
    for (query, start) in [("éol*", "eol"), ("EOL*", "eol"), ("castagn*", "castagn"), ("œuv*", "oeuv")] {
        seeds.finds(&[query], |line| begins(&line.title, start) || begins(&line.body, start));
    }
    seeds.finds(&["Castagnaide~2"], |line| line.says("Castagnède"));
    seeds.finds(&["Fontannel~1"], |line| line.says("Fontanel"));
}

#[test]
fn exactness_is_asked_for_by_signs() {
    let seeds = Seeds::new();
    let has_form = |text: &str, form: &str| {
        text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| word == form)
    };
    let says = |line: &Line, form: &str| has_form(&line.title, form) || has_form(&line.body, form);
    seeds.finds(&["=glacier"], |line| line.says("glacier"));
    seeds.finds(&["=cote"], |line| line.says("cote"));
    seeds.finds(&["=côté"], |line| says(line, "côté"));
    seeds.finds(&["=côte"], |line| says(line, "côte"));
    seeds.finds(&["==a"], |line| says(line, "a"));
}

#[test]
fn french_needs_no_quoting() {
    let seeds = Seeds::new();
    seeds.finds(&["S.N.C.F."], |line| line.says_any(&["SNCF", "S.N.C.F"]));
    assert_eq!(seeds.ids(&["SNCF"]), seeds.ids(&["S.N.C.F."]));
    seeds.finds(&["aujourd'hui"], |line| line.says("aujourd hui"));
    assert_eq!(seeds.ids(&["aujourd’hui"]), seeds.ids(&["aujourd'hui"]));
    seeds.finds(&["l'océan"], |line| line.says_any(&["océan", "océans"]));
    assert_eq!(seeds.ids(&["l’océan"]), seeds.ids(&["océan"]));
    seeds.finds(&["Jean-Luc"], |line| line.says("Jean-Luc"));
    assert_eq!(seeds.ids(&["10 000"]), seeds.ids(&["10000"]));
    seeds.finds(&["oeuvre"], |line| line.says_any(&["œuvre", "œuvres"]));
    assert_eq!(seeds.ids(&["ELYSEES"]), seeds.ids(&["Élysées"]));
}

#[test]
fn fields_look_where_they_say() {
    let seeds = Seeds::new();
    for query in ["title:budget", "titre:budget"] {
        seeds.finds(&[query], |line| holds(&line.title, "budget"));
    }
    for query in ["body:budget", "texte:budget"] {
        seeds.finds(&[query], |line| holds(&line.body, "budget") || holds(&line.body, "budgets"));
    }
    seeds.finds(&["titre:(budget OR glacier)"], |line| {
        ["budget", "glacier"].iter().any(|word| holds(&line.title, word))
    });
    let delorme = |line: &Line| line.names("person", "Agathe Delorme");
    for query in ["person:\"Agathe Delorme\"", "personne:\"AGATHE DELORME\"", "person:(agathe delorme)"] {
        seeds.finds(&[query], delorme);
    }
    seeds.finds(&["organisation:SNCF"], |line| line.names("organization", "SNCF"));
    seeds.finds(&["lieu:Brest"], |line| line.names("place", "Brest"));
    seeds.finds(&["source:\"stade hebdo\""], |line| line.source.as_deref() == Some("Stade Hebdo"));
    seeds.finds(&["auteur:kerbrat"], |line| line.authors.iter().any(|author| holds(author, "Kerbrat")));
    seeds.finds(&["rubrique:economie"], |line| line.section.as_deref() == Some("Économie"));
    seeds.finds(&["langue:en"], |line| line.language == "en");
    seeds.finds(&["section:*"], |line| line.section.is_some());
    let with_url = seeds.lines.iter().find_map(|line| line.url.clone()).expect("an address");
    seeds.finds(&[&format!("url:{with_url}")], |line| line.url.as_ref() == Some(&with_url));
    let id = &seeds.lines[7].id;
    seeds.finds(&[&format!("id:{id}")], |line| line.id == *id);
}

#[test]
fn dates_are_intervals_of_their_precision() {
    let seeds = Seeds::new();
    seeds.finds(&["date:2019"], |line| line.is_dated("2019"));
    seeds.finds(&["date:*"], |line| line.date.is_some());
    seeds.finds(&["date:[2024-03 TO 2024-11]"], |line| {
        line.date.as_deref().is_some_and(|date| ("2024-03".."2024-12").contains(&date))
    });
    let from_2026 = |line: &Line| line.date.as_deref().is_some_and(|date| date >= "2026");
    for arguments in [&["date:>=2026"][..], &["--after", "2026"], &["*", "--after", "2026-01-01"]] {
        seeds.finds(arguments, from_2026);
    }
    seeds.finds(&["--before", "1981-09"], |line| line.date.as_deref().is_some_and(|date| date < "1981-10"));
    // An article of March 2025, the day unknown, lies in each of its days.
    let month_only = seeds.ids_where(|line| line.date.as_deref() == Some("2025-03"));
    assert!(!month_only.is_empty());
    assert!(month_only.iter().all(|id| seeds.ids(&["date:2025-03-17"]).contains(id)));
    assert!(month_only.iter().all(|id| !seeds.ids(&["date:2025-04"]).contains(id)));
}

#[test]
fn filters_must_all_hold() {
    let seeds = Seeds::new();
    let person = |line: &Line| line.names("person", "Hélène Castagnède");
    seeds.finds(&["--person", "helene castagnede"], person);
    seeds.finds(&["budget", "--person", "Hélène Castagnède"], |line| person(line) && line.says("budget"));
    seeds.finds(&["--organization", "SNCF", "--place", "Paris"], |line| {
        line.names("organization", "SNCF") && line.names("place", "Paris")
    });
    seeds.finds(&["--source", "L'Écho du Doubs"], |line| line.source.as_deref() == Some("L'Écho du Doubs"));
    seeds.finds(&["--section", "sport", "--after", "2024", "--before", "2024"], |line| {
        line.section.as_deref() == Some("Sport") && line.is_dated("2024")
    });
    seeds.finds(&["--language", "en"], |line| line.language == "en");
    let nobody = seeds.search(&["--person", "Personne Du Tout"]).exits(1);
    assert!(nobody.stdout.contains("0 articles"), "{nobody}");
}

#[test]
fn a_name_that_only_deleted_articles_bore_is_forgotten() {
    let workspace = Workspace::new();
    // Enough articles that the segment with the deleted one is not written anew.
    for number in 0..12 {
        let text = format!("Texte {number}. Emmanuel Macron est venu à Nantes.");
        workspace.write(
            &format!("corpus/{number}.json"),
            Article::new("Visite", &text).published_by("La Gazette du Nord").json(),
        );
    }
    workspace
        .write("corpus/x.json", Article::new("Court", "Un texte de plus.").published_by("Gazette").json());
    workspace.kiosque("index corpus -q").succeeds();
    assert_eq!(
        workspace.kiosque("search --source gazette --count").succeeds().stdout,
        "1\n",
        "the whole name"
    );
    workspace.remove("corpus/x.json");
    workspace.kiosque("index corpus -q").succeeds();
    workspace.kiosque("index corpus -q --index fresh").succeeds();
    assert_eq!(workspace.kiosque("search --source gazette --count --index fresh").succeeds().stdout, "12\n");
    assert_eq!(workspace.kiosque("search --source gazette --count").succeeds().stdout, "12\n");
}

#[test]
fn facets_count_what_the_dump_says() {
    let seeds = Seeds::new();
    for query in ["*", "port OR mer", "date:2025"] {
        let ids: BTreeSet<String> = seeds.ids(&[query]).into_iter().collect();
        let mut arguments = vec![query];
        let kinds =
            ["person", "organization", "place", "source", "author", "section", "language", "year", "month"];
        let asked: Vec<String> = kinds.iter().map(|kind| format!("{kind}:500")).collect();
        asked.iter().for_each(|facet| arguments.extend(["--facet", facet]));
        let answer = seeds.answer(&arguments);
        assert_eq!(answer.facets.len(), kinds.len());
        for kind in kinds {
            let mut expected: BTreeMap<String, u64> = BTreeMap::new();
            for line in seeds.lines.iter().filter(|line| ids.contains(&line.id)) {
                let values: BTreeSet<String> = match kind {
                    "source" => line.source.iter().cloned().collect(),
                    "author" => line.authors.iter().cloned().collect(),
                    // An article is found under the sections of all its copies.
                    "section" => line.origins.iter().filter_map(|origin| origin.section.clone()).collect(),
                    "language" => [line.language.clone()].into(),
                    "year" => line.date.iter().map(|date| date[..4].to_owned()).collect(),
                    "month" => line.date.iter().filter_map(|d| d.get(..7).map(str::to_owned)).collect(),
                    _ => line.entities.iter().filter(|e| e.kind == kind).map(|e| e.name.clone()).collect(),
                };
                values.into_iter().for_each(|value| *expected.entry(value).or_default() += 1);
            }
            let counted: BTreeMap<String, u64> =
                answer.facets[kind].iter().map(|value| (value.value.clone(), value.count)).collect();
            assert_eq!(counted, expected, "{kind} of {query}");
        }
        let counts: Vec<u64> = answer.facets["person"].iter().map(|value| value.count).collect();
        assert!(counts.is_sorted_by(|one, next| one >= next), "the most frequent first");
        assert!(answer.facets["year"].is_sorted_by_key(|value| value.value.clone()), "years in their order");
        let two = seeds.answer(&[query, "--facet", "person:2"]);
        assert_eq!(two.facets["person"], answer.facets["person"][..2]);
    }
}

#[test]
fn a_facet_drills_down_to_what_it_counted() {
    let seeds = Seeds::new();
    let answer = seeds.answer(&[
        "*",
        "--facet",
        "person:50",
        "--facet",
        "organization:50",
        "--facet",
        "place:50",
        "--facet",
        "source:50",
    ]);
    for (kind, values) in &answer.facets {
        for value in values {
            let count = seeds.search(&["--count", &format!("--{kind}"), &value.value]).stdout;
            assert_eq!(count, format!("{}\n", value.count), "{kind} {}", value.value);
        }
    }
}

#[test]
fn hits_are_sorted_and_paged() {
    let seeds = Seeds::new();
    seeds.workspace.write("plus/sans-date.txt", "Un port sans date\n\nLe port attend la mer.\n");
    seeds.workspace.kiosque("index plus -q").succeeds();
    let dates = |sort: &str| -> Vec<Option<String>> {
        seeds.answer(&["*", "--sort", sort]).hits.into_iter().map(|hit| hit.date).collect()
    };
    let known = |dates: &[Option<String>]| dates.iter().flatten().cloned().collect::<Vec<_>>();
    let (newest, oldest) = (dates("newest"), dates("oldest"));
    assert!(known(&newest).is_sorted_by(|one, next| one >= next), "{newest:?}");
    assert!(known(&oldest).is_sorted(), "{oldest:?}");
    for dates in [&newest, &oldest] {
        assert!(dates.first().is_some_and(Option::is_some) && dates.last().is_some_and(Option::is_none));
        assert!(dates.is_sorted_by_key(Option::is_none), "unknown dates come last");
    }
    let scores: Vec<f64> = seeds.answer(&["port OR mer"]).hits.iter().map(|hit| hit.score).collect();
    assert!(scores.len() > 10 && scores.is_sorted_by(|one, next| one >= next) && scores[0] > 0.0);

    let all: Vec<String> = seeds.answer(&["port OR mer"]).hits.into_iter().map(|hit| hit.id).collect();
    let mut pages = Vec::new();
    for skip in (0..all.len() + 7).step_by(7) {
        let page = seeds.workspace.run(&[
            "search",
            "port OR mer",
            "-n",
            "7",
            "--skip",
            &skip.to_string(),
            "--format",
            "json",
        ]);
        let page: Answer = page.succeeds().json();
        assert_eq!(page.total, all.len() as u64);
        assert!(page.hits.iter().enumerate().all(|(at, hit)| hit.rank == (skip + at + 1) as u64));
        pages.extend(page.hits.into_iter().map(|hit| hit.id));
    }
    assert_eq!(pages, all);
    seeds.workspace.kiosque("search port -n 9999 --skip 2").exits(2);
}

#[test]
fn the_json_of_a_search_is_a_contract() {
    let seeds = Seeds::new();
    let answer = seeds.answer(&["digue", "OR", "glacier"]);
    assert_eq!((answer.v, &*answer.query), (1, "digue OR glacier"));
    assert_eq!(answer.total, answer.hits.len() as u64);
    assert!(answer.took_ms > 0.0 && answer.facets.is_empty());
    let mut marked = 0;
    for hit in &answer.hits {
        let line = seeds.lines.iter().find(|line| line.id == hit.id).expect("in the dump");
        assert_eq!(
            (
                &hit.title,
                &hit.date,
                &hit.language,
                &hit.source,
                &hit.authors,
                &hit.section,
                &hit.url,
                &hit.source_id
            ),
            (
                &line.title,
                &line.date,
                &line.language,
                &line.source,
                &line.authors,
                &line.section,
                &line.url,
                &line.source_id
            )
        );
        assert_eq!((&hit.path, hit.copies), (&line.path, line.origins.len() as u64));
        let names = |kind: &str| -> Vec<&String> {
            line.entities.iter().filter(|e| e.kind == kind).map(|e| &e.name).collect()
        };
        assert_eq!(hit.entities.person.iter().collect::<Vec<_>>(), names("person"));
        assert_eq!(hit.entities.organization.iter().collect::<Vec<_>>(), names("organization"));
        assert_eq!(hit.entities.place.iter().collect::<Vec<_>>(), names("place"));
        let characters: Vec<char> = hit.snippet.chars().collect();
        assert!(!characters.is_empty());
        let mut end = 0;
        for (from, to) in &hit.highlights {
            assert!(*from >= end && from < to && *to <= characters.len(), "{:?}", hit.highlights);
            end = *to;
            let word: String = characters[*from..*to].iter().collect();
            assert!(
                ["digue", "digues", "glacier", "glaciers"].contains(&&*word.to_lowercase()),
                "\"{word}\" is marked"
            );
            marked += 1;
        }
    }
    assert!(marked * 2 > answer.hits.len(), "passages show the words asked for, where the body has them");

    let lines: Vec<Hit> =
        seeds.search(&["digue", "OR", "glacier", "--format", "jsonl"]).succeeds().json_lines();
    let ids: Vec<&str> = lines.iter().map(|hit| &*hit.id).collect();
    assert_eq!(ids, answer.hits.iter().map(|hit| &*hit.id).collect::<Vec<_>>());
    assert_eq!(seeds.search(&["digue", "OR", "glacier", "--format", "ids"]).succeeds().lines(), ids);
    let paths: Vec<&str> = lines.iter().map(|hit| &*hit.path).collect();
    assert_eq!(seeds.search(&["digue", "OR", "glacier", "--format", "paths"]).succeeds().lines(), paths);
    assert!(paths.iter().all(|path| seeds.workspace.exists(path)), "paths are where the files are");
}

#[test]
fn every_field_of_every_output_is_there() {
    let seeds = Seeds::new();
    let keys = |output: &Output| -> Vec<String> {
        let first = output.stdout.lines().next().expect("a line");
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(first).expect("JSON");
        object.keys().cloned().collect()
    };
    let dumped = "v id source_id title body date date_text language source authors section keywords url path \
                  member ordinal format entities origins";
    assert_eq!(keys(&seeds.workspace.kiosque("dump")).join(" "), dumped);
    assert_eq!(keys(&seeds.workspace.kiosque("extract seeds")).join(" "), dumped);
    let renamed = seeds.workspace.kiosque("extract seeds --text-field texte").succeeds();
    assert_eq!(keys(&renamed).join(" "), dumped.replace("body", "texte"));
    let hit = "rank score id source_id title date language source authors section url path snippet highlights \
               entities copies";
    assert_eq!(keys(&seeds.search(&["port", "--format", "jsonl"])).join(" "), hit);
    assert_eq!(
        keys(&seeds.search(&["port", "--format", "json"])).join(" "),
        "v query total took_ms hits facets"
    );
    assert!(
        seeds.workspace.kiosque("extract seeds").stdout.lines().all(|line| line.contains("\"entities\":[]"))
    );
}

#[test]
fn mentions_are_character_ranges_of_their_field() {
    let seeds = Seeds::new();
    let mut mentions = 0;
    for line in &seeds.lines {
        for entity in &line.entities {
            for Mention { field, start, end } in &entity.mentions {
                let text = if field == "title" { &line.title } else { &line.body };
                assert!(field == "title" || field == "body");
                let characters: Vec<char> = text.chars().collect();
                assert!(start < end && *end <= characters.len(), "{} in {}", entity.name, line.title);
                let named: String = characters[*start..*end].iter().collect();
                assert!(
                    named.chars().next().is_some_and(char::is_alphanumeric),
                    "\"{named}\" in {}",
                    line.title
                );
                mentions += 1;
            }
        }
    }
    assert!(mentions > 500);
}

#[test]
fn a_dump_is_sorted_and_shown_articles_are_lines_of_it() {
    let seeds = Seeds::new();
    assert!(seeds.lines.is_sorted_by(|one, next| one.id < next.id));
    let dump = seeds.workspace.dump();
    for at in [0, 40, 94] {
        let shown = seeds.workspace.run(&["show", "--format", "json", &seeds.lines[at].id[..20]]).succeeds();
        assert_eq!(shown.stdout.trim_end(), dump[at]);
    }
    seeds.workspace.kiosque("show ffffffffffff").exits(1);
    seeds.workspace.kiosque("show xyz").exits(2);
    let several = seeds.workspace.kiosque("show 0").exits(2);
    assert!(several.stderr.contains("several ids begin with 0"), "{several}");
}

#[test]
fn counts_and_exit_codes() {
    let seeds = Seeds::new();
    let count = seeds.ids(&["port"]).len();
    assert_eq!(seeds.search(&["port", "--count"]).succeeds().stdout, format!("{count}\n"));
    assert_eq!(seeds.search(&["xylophone", "--count"]).exits(1).stdout, "0\n");
    let none = seeds.search(&["xylophone", "--format", "json"]).exits(1);
    assert_eq!(none.json::<Answer>().total, 0);
    assert!(seeds.search(&["xylophone", "--format", "ids"]).exits(1).stdout.is_empty());
    for bad in ["", "port AND", "(", "date:2020-13", "\"\"", "a*", "port)"] {
        let output = seeds.search(&[bad]).exits(2);
        assert!(output.stdout.is_empty() && output.stderr.starts_with("error: "), "{output}");
    }
    insta::assert_snapshot!(seeds.search(&["port", "--timeout", "0.000001"]), @r"
--- stderr ---
error: the search took longer than [TIME]
hint: narrow the query, or allow more with --timeout SECONDS
--- exit 4 ---
");
    seeds.search(&["port", "--timeout", "-1"]).exits(2);
    insta::assert_snapshot!(seeds.workspace.kiosque("search port --index nowhere"), @r"
--- stderr ---
error: nowhere: no index here
hint: make one with `kiosque index PATH`, or name it with --index DIR
--- exit 2 ---
");
}

#[test]
fn a_bad_query_is_pointed_at() {
    let seeds = Seeds::new();
    insta::assert_snapshot!(seeds.search(&["élection AND"]), @r#"
--- stderr ---
error: "AND" lacks a word on one side; to find the word write "AND" in quotation marks
  élection AND
           ^^^
hint: write élection
--- exit 2 ---
"#);
    insta::assert_snapshot!(seeds.search(&["budget", "date:2024-13", "port"]), @r#"
--- stderr ---
error: no date: 2024-13; write a date as 2020, 2020-03, 2020-03-04 or "4 mars 2020"
  budget date:2024-13 port
              ^^^^^^^
hint: write budget date:2024 port
--- exit 2 ---
"#);
    insta::assert_snapshot!(seeds.search(&["port || digue"]), @r#"
--- stderr ---
error: "||" is written OR
  port || digue
       ^^
hint: write port OR digue
--- exit 2 ---
"#);
    insta::assert_snapshot!(seeds.search(&["port", "--after", "hier"]), @r#"
--- stderr ---
error: --after: "hier" is no date
hint: write 2024, 2024-03, 2024-03-12 or "12 mars 2024"
--- exit 2 ---
"#);
    insta::assert_snapshot!(seeds.search(&["port", "--facet", "personne"]), @r#"
--- stderr ---
error: --facet: there is no facet "personne"
hint: one of: person organization place source author section language year month
--- exit 2 ---
"#);
}

#[test]
fn a_reading_that_could_surprise_is_said() {
    let seeds = Seeds::new();
    let noted = seeds.search(&["digue ou glacier", "--count"]);
    insta::assert_snapshot!(noted, @r#"
--- stdout ---
0
--- stderr ---
note: "ou" read as a word; for alternatives write OR
note: "ou" is too common to count; to require it write +ou or a phrase in quotation marks
without digue: 3 articles
without glacier: 6 articles
--- exit 1 ---
"#);
    assert!(seeds.search(&["digue ou glacier", "--count", "-q"]).stderr.is_empty());
}

#[test]
fn what_a_person_sees_of_a_search() {
    let seeds = Seeds::new();
    let found = seeds.workspace.kiosque("search glacier orchestre -n 2 --facet person:3 --facet year");
    insta::assert_snapshot!(found, @r"
--- stdout ---
 1. La partition du glacier
    15 janvier 2026 (2026-01-15) · Rivages & Sciences · Science · Maud Ricœur
    Une glaciologue et une cheffe d'orchestre ont mis la fonte en musique. L’une apporte des heures
    de crépitements, l’autre un crayon. La glaciologue Agathe Delorme et la cheffe d’orchestre
    Anne-Sophie Brémond ont passé l’hiver à traduire les sons du Groenland en notes.
    Agathe Delorme, Anne-Sophie Brémond · Orchestre des Deux-Rives · Groenland, Strasbourg
    [ID]  seeds/archives/rivages-et-sciences.jsonl.zst:3

 2. À Strasbourg, un glacier en concert
    17 avril 2026 (2026-04-17) · Agence méridienne de presse · Culture · AMP
    Ovation, puis silence, puis ovation : « Kangilerngata », pour cordes et glaçons, a été créé
    jeudi soir à Strasbourg par l'Orchestre des Deux-Rives (ODR), sous la direction d'Anne-Sophie
    Brémond.
    Agathe Delorme, Anne-Sophie Brémond · Orchestre des Deux-Rives · Strasbourg, Brest, Québec, Rey…
    [ID]  seeds/agence/depeches.jsonl:12

person
  Agathe Delorme       2  ████████████████████████
  Anne-Sophie Brémond  2  ████████████████████████

year
  2026  2  ████████████████████████

2 articles, [TIME]
--- exit 0 ---
");
    let id = seeds.ids(&["titre:comète Œuvrard"]).remove(0);
    insta::assert_snapshot!(seeds.workspace.run(&["show", &id]), @r"
--- stdout ---
Une comète portera le nom de Rémi Œuvrard
19 avril 2023 (2023-04-19) · fr
seeds/science/2023-04-19-oeuvrard-comete.txt
[ID]

L’Union des observatoires d’Europe l’a annoncé mercredi : la comète découverte en
février depuis le pic de Gleize portera le nom de son inventeur, Rémi Œuvrard.
L’astronome, 58 ans, l’a repérée à l’œil, sur un écran, là où l’algorithme n’avait rien
vu.

« J’ai cru à une poussière, puis j’ai nettoyé l’écran, et elle est restée », raconte M.
Œuvrard. L’astre met 1 170 ans à faire le tour du Soleil. Lors de son dernier passage,
Charles le Chauve régnait depuis dix ans.

Il ne sera visible à l’œil nu qu’en août, très bas, côté nord. L’observatoire attend 10
000 visiteurs et leur demande de venir à pied depuis le col : les phares aveuglent les
instruments.

Œuvrard, lui, repart à la chasse. « Aujourd’hui, tout le monde regarde la mienne. C’est
le moment de chercher les autres. »

person: Rémi Œuvrard

organization: Union des observatoires d’Europe

place: Gleize, Soleil
--- exit 0 ---
");
}

#[test]
fn colours_come_only_where_they_are_wanted() {
    let seeds = Seeds::new();
    let colours = |line: &str, variables: &[(&str, &str)]| {
        let mut command = seeds.workspace.command();
        command.env_remove("NO_COLOR").envs(variables.iter().copied()).args(line.split(' '));
        seeds.workspace.run_command(&mut command).succeeds().stdout.contains('\u{1b}')
    };
    assert!(!colours("search port", &[]), "a pipe has no colours");
    assert!(colours("search port --color always", &[]));
    assert!(colours("search port", &[("CLICOLOR_FORCE", "1")]));
    assert!(!colours("search port --color never", &[("CLICOLOR_FORCE", "1")]));
    assert!(colours("search port", &[("KIOSQUE_COLOR", "always")]));
    assert!(!colours("search port --color always --format json", &[]), "machines get none");
}

#[test]
fn nothing_of_an_article_moves_the_cursor() {
    let workspace = Workspace::new();
    let nasty = "\u{1b}[31mrouge\u{1b}[0m \u{1b}]0;titre volé\u{7} \u{9b}2J gauche\u{202e}etiord \u{2066}isolé\u{2069} cloche\u{7} retour\rchariot";
    let article = Article::new(&format!("Attaque {nasty}"), &format!("Une attaque du terminal : {nasty}."))
        .published_by("Le \u{1b}[5mClignotant")
        .in_section("Faits\u{202e}divers");
    workspace.write("corpus/a.json", article.json());
    workspace.write("corpus/b\u{1b}[2J.txt", "Titre du fichier\n\nUne attaque par le nom.\n");
    workspace.write("corpus/c\u{1b}]0;x\u{7}.json", "{");
    let indexed = workspace.kiosque("index corpus").exits(3);
    let id = workspace.kiosque("search attaque terminal --format ids").succeeds().stdout;
    let outputs = [
        indexed,
        workspace.kiosque("search attaque --facet source --facet section --facet person"),
        workspace.kiosque("search attaque\u{1b}[31m"),
        workspace.kiosque("search attaque AND\u{1b}[31m ("),
        workspace.run(&["show", id.trim()]),
        workspace.kiosque("show \u{1b}[31m"),
        workspace.kiosque("stats"),
        workspace.kiosque("index \u{1b}[31mnowhere"),
    ];
    for output in outputs {
        for c in output.stdout.chars().chain(output.stderr.chars()) {
            let turns =
                matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
            assert!(!turns && (c == '\n' || !c.is_control()), "{c:?} in\n{output}");
        }
    }
    let exact = workspace.kiosque("search attaque --format json").succeeds();
    assert!(!exact.stdout.contains('\u{1b}'), "JSON escapes control characters");
}

#[test]
fn a_closed_pipe_is_no_defect() {
    let seeds = Seeds::new();
    for line in ["dump", "search * -n 200 --format json", "search * -n 200", "extract seeds"] {
        let mut child = seeds
            .workspace
            .command()
            .args(line.split(' '))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(errors.is_empty(), "{line}: {errors}");
        assert_eq!(output.status.code(), Some(141), "{line}");
    }
}
