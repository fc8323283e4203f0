//! Names are one across a corpus, are counted once, and are told: `entities`, `annotate`, aliases.
//!
//! The people here are invented or heads of state of whom nothing is said; sentences are ours.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::support::{Article, Dice, Workspace, json_lines};

#[derive(Deserialize, Debug, PartialEq, Clone)]
#[serde(deny_unknown_fields)]
struct Answer {
    v: u32,
    query: String,
    total: u64,
    indexed: u64,
    with: Vec<Vec<Candidate>>,
    kinds: BTreeMap<String, OfKind>,
    periods: Vec<Period>,
}

#[derive(Deserialize, Debug, PartialEq, Clone)]
#[serde(deny_unknown_fields)]
struct OfKind {
    names: u64,
    top: Vec<Name>,
}

#[derive(Deserialize, Debug, PartialEq, Clone)]
#[serde(deny_unknown_fields)]
struct Name {
    key: String,
    name: String,
    articles: u64,
    mentions: u64,
    salience: f64,
    indexed: u64,
    ratio: f64,
    by: Vec<Period>,
}

#[derive(Deserialize, Debug, PartialEq, Clone)]
#[serde(deny_unknown_fields)]
struct Period {
    period: String,
    articles: u64,
}

#[derive(Deserialize, Debug, PartialEq, Clone)]
#[serde(deny_unknown_fields)]
struct Candidate {
    key: String,
    name: String,
    articles: u64,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Explained {
    v: u32,
    kind: String,
    key: String,
    name: String,
    articles: u64,
    forms: Vec<Form>,
    others: Vec<Candidate>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Form {
    key: String,
    articles: u64,
    why: Option<String>,
    spellings: Vec<Term>,
    forms: Vec<Term>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Term {
    text: String,
    articles: u64,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Annotated {
    id: serde_json::Value,
    text: String,
    entities: Vec<Span>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Span {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
    name: String,
}

/// Twelve articles that introduce Clémence Aubrac, four that call her by her surname, three about Yvon Aubrac, two
/// that spell her otherwise; each at a date of its own.
fn press() -> Workspace {
    let mut articles = Vec::new();
    for n in 0..12 {
        let body =
            format!("Clémence Aubrac a parlé à Nantes devant {n} élus. Mme Aubrac a promis une école.");
        articles.push(Article::new("La visite", &body).on(&format!("2023-{:02}-10", n + 1)));
    }
    for n in 0..4 {
        let body = format!("Selon Mme Aubrac, {n} écoles ouvriront. Mme Aubrac était à Brest.");
        articles.push(Article::new("L’école", &body).on(&format!("2024-0{}-10", n + 1)));
    }
    for n in 0..3 {
        let body = format!("Yvon Aubrac a chanté {n} fois à Brest, devant Denise Morvan.");
        articles.push(Article::new("Le concert", &body).on("2022-05-01"));
    }
    articles.push(Article::new("Le discours", "Le maire a reçu Mme C. Aubrac à Rennes.").on("2021-01-02"));
    let workspace = Workspace::new();
    workspace.write("corpus/a.jsonl", json_lines(&articles));
    workspace.kiosque("index corpus -q").succeeds();
    workspace
}

fn entities(workspace: &Workspace, arguments: &[&str]) -> Answer {
    let line = [&["entities", "-q", "--format", "json"][..], arguments].concat();
    workspace.run(&line).succeeds().json()
}

fn counts(answer: &Answer, kind: &str) -> Vec<(String, u64)> {
    answer.kinds[kind].top.iter().map(|name| (name.name.clone(), name.articles)).collect()
}

fn owned(pairs: &[(&str, u64)]) -> Vec<(String, u64)> {
    pairs.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect()
}

#[test]
fn a_document_counts_once_under_its_canonical_name() {
    let workspace = press();
    let answer = entities(&workspace, &[]);
    assert_eq!((answer.v, answer.total, answer.indexed, &*answer.query), (1, 20, 20, "*"));
    let expected = [("Clémence Aubrac", 17), ("Yvon Aubrac", 3), ("Denise Morvan", 3)];
    let mut people = counts(&answer, "person");
    people.sort_by_key(|(name, _)| expected.iter().position(|(known, _)| known == name));
    assert_eq!(people, owned(&expected));
    assert_eq!(counts(&answer, "place"), owned(&[("Nantes", 12), ("Brest", 7), ("Rennes", 1)]));
    let first = &answer.kinds["person"].top[0];
    // Each of the twelve names her twice, each of the four too, the last once.
    assert_eq!((first.mentions, first.indexed, first.key.as_str()), (33, 17, "clemence aubrac"));
    // What search counts is the same.
    let facet = workspace.kiosque("search * --facet person:1 --format json -n 0").succeeds();
    let facet: serde_json::Value = facet.json();
    assert_eq!(facet["facets"]["person"][0], serde_json::json!({"value": "Clémence Aubrac", "count": 17}));
    let shown: Vec<_> =
        workspace.dump().iter().filter(|line| line.contains("\"name\":\"Mme")).cloned().collect();
    assert_eq!(shown, [""; 0]);
}

#[test]
fn an_explanation_tells_what_counts_as_a_name_and_why() {
    let workspace = press();
    let explained: Vec<Explained> =
        workspace.run(&["entities", "--explain", "aubrac", "--format", "jsonl"]).succeeds().json_lines();
    let [one] = &explained[..] else { panic!("{explained:?}") };
    assert_eq!(
        (one.v, &*one.kind, &*one.key, &*one.name, one.articles),
        (1, "person", "clemence aubrac", "Clémence Aubrac", 17)
    );
    let forms: Vec<(&str, u64, Option<&str>)> =
        one.forms.iter().map(|form| (&*form.key, form.articles, form.why.as_deref())).collect();
    assert_eq!(
        forms,
        [("clemence aubrac", 12, None), ("aubrac", 4, Some("surname")), ("c aubrac", 1, Some("initials"))]
    );
    assert_eq!((&*one.forms[0].forms[0].text, one.forms[0].forms[0].articles), ("Aubrac", 12));
    assert_eq!(one.forms[0].spellings[0].text, "Clémence Aubrac");
    assert!(one.others.is_empty());
    let text = workspace.run(&["entities", "--explain", "Clemence AUBRAC"]).succeeds();
    insta::assert_snapshot!(text, @r#"
    --- stdout ---
    Clémence Aubrac  person, 17 articles
      clemence aubrac  12  the name itself
        written Clémence Aubrac (12)
        called Aubrac (12)
      aubrac            4  articles that give a full name mean this one
        written Aubrac (4)
      c aubrac          1  initials that only this full name has
        written C. Aubrac (1)
    --- exit 0 ---
    "#);
}

#[test]
fn a_name_that_several_bear_is_told_with_its_candidates() {
    let workspace = press();
    // The corpus calls one of them so:
    let short = workspace.kiosque("search --person aubrac --count").exits(0);
    assert_eq!(short.stdout, "17\n");
    assert!(short.stderr.contains("\"aubrac\" means Clémence Aubrac (17)"), "{short}");
    // apart from her, everyone stays alone.
    workspace.write("noms.txt", "person: Clémence Aubrac != Aubrac, C. Aubrac\n");
    let parted = workspace.kiosque("search --person aubrac --count --aliases noms.txt").exits(0);
    assert_eq!(parted.stdout, "20\n");
    assert!(
        parted
            .stderr
            .contains("means 4 names: Clémence Aubrac (12), Aubrac (4), Yvon Aubrac (3), C. Aubrac (1)"),
        "{parted}"
    );
    for (typed, found) in [("CLEMENCE aubrac", "17"), ("clém", "17"), ("yvon", "3"), ("denise morv", "3")] {
        let count = workspace.run(&["search", "-q", "--person", typed, "--count"]);
        assert_eq!(count.stdout.trim(), found, "{typed}\n{count}");
    }
    let exact = workspace.kiosque("search -q person:=aubrac --count").succeeds();
    assert_eq!(exact.stdout, "17\n");
    let nobody = workspace.run(&["search", "--person", "Clémance Aubrac"]).exits(1);
    assert!(nobody.stderr.contains("near: Clémence Aubrac (17)"), "{nobody}");
    let nobody = workspace.run(&["entities", "--with", "Ivon Aubrac"]).exits(1);
    insta::assert_snapshot!(nobody, @r#"
    --- stderr ---
    error: no person, organization or place is called "Ivon Aubrac"
    hint: near: Yvon Aubrac (person, 3)
    --- exit 1 ---
    "#);
}

#[test]
fn names_are_asked_for_all_any_and_none_of() {
    let workspace = press();
    let count = |arguments: &[&str]| -> u64 {
        let line = [&["search", "-q", "--count"][..], arguments].concat();
        workspace.run(&line).stdout.trim().parse().expect("a number")
    };
    assert_eq!(count(&["--person", "Yvon Aubrac", "--person", "Denise Morvan"]), 3);
    assert_eq!(count(&["--person", "Clémence Aubrac", "--person", "Denise Morvan"]), 0);
    assert_eq!(count(&["--person", "Clémence Aubrac", "--place", "Brest"]), 4);
    assert_eq!(count(&["person:(\"Clémence Aubrac\" OR \"Denise Morvan\")"]), 20);
    assert_eq!(count(&["person:(yvon OU morvan)"]), 3);
    assert_eq!(count(&["*", "-person:\"Clémence Aubrac\""]), 3);
    assert_eq!(count(&["-person:morvan", "place:Brest"]), 4);
    assert_eq!(count(&["place:(Brest -Nantes)", "SAUF", "personne:Morvan"]), 4);
}

#[test]
fn names_stand_beside_others_and_in_time() {
    let workspace = press();
    let beside = entities(&workspace, &["--with", "place:brest"]);
    assert_eq!((beside.total, beside.indexed), (7, 20));
    assert_eq!((&*beside.with[0][0].name, beside.with[0][0].articles), ("Brest", 7));
    assert_eq!(beside.kinds["place"].top, []);
    let first = &beside.kinds["person"].top[0];
    assert_eq!((&*first.name, first.articles, first.indexed), ("Clémence Aubrac", 4, 17));
    assert!((first.ratio - (4.0 / 7.0) / (17.0 / 20.0)).abs() < 1e-4);
    let typical = entities(&workspace, &["--with", "brest", "--sort", "typical", "--kind", "person"]);
    assert_eq!(counts(&typical, "person"), owned(&[("Denise Morvan", 3), ("Yvon Aubrac", 3)]));

    let months = entities(&workspace, &["--with", "Clémence Aubrac", "--by", "month", "--kind", "place"]);
    let nantes = &months.kinds["place"].top[0];
    assert_eq!((nantes.by.len(), &*nantes.by[11].period, nantes.by[11].articles), (12, "2023-12", 1));
    assert_eq!(months.periods.iter().map(|period| period.articles).sum::<u64>(), 17);
    let years = workspace.kiosque("entities -k person -n 1 --by year --format csv").succeeds();
    insta::assert_snapshot!(years.stdout, @r#"
    kind,key,name,period,articles
    person,clemence aubrac,Clémence Aubrac,2021,1
    person,clemence aubrac,Clémence Aubrac,2023,12
    person,clemence aubrac,Clémence Aubrac,2024,4
    "#);
    let text = workspace.kiosque("entities -k person -n 1 --by year").succeeds();
    insta::assert_snapshot!(text, @r#"
    --- stdout ---
    person  1 of 3 names
      Clémence Aubrac  17  ████████████████████████
        2021   1  ██
        2022   0
        2023  12  ████████████████████████
        2024   4  ████████

    20 articles
    --- exit 0 ---
    "#);
}

#[test]
fn what_a_person_sees_of_names() {
    let workspace = press();
    insta::assert_snapshot!(workspace.kiosque("entities -n 2 école --mentions").succeeds(), @r#"
    --- stdout ---
    person
      Clémence Aubrac  16  32 ×  ×1.2  ████████████████████████

    organization
      none

    place
      Nantes  12  12 ×  ×1.2  ████████████████████████
      Brest    4   4 ×  ×0.7  ████████

    16 articles of 20
    --- exit 0 ---
    "#);
    insta::assert_snapshot!(workspace.kiosque("entities -k place --name BRE --sort salience").succeeds(), @r#"
    --- stdout ---
    place
      Brest  7  21  ████████████████████████

    20 articles; weight: 3 in the title, 2 in the first paragraph, log₂(1 + mentions)
    --- exit 0 ---
    "#);
    let lines = workspace.kiosque("entities -k person -n 1 --format jsonl").succeeds();
    insta::assert_snapshot!(lines.stdout, @r#"
    {"v":1,"kind":"person","key":"clemence aubrac","name":"Clémence Aubrac","articles":17,"mentions":33,"salience":60.6,"indexed":17,"ratio":1.0,"by":[]}
    "#);
    insta::assert_snapshot!(workspace.kiosque("entities --kind animal").exits(2).stderr, @r#"
    error: invalid value 'animal' for '--kind <KIND>'
      [possible values: person, organization, place]

    For more information, try '--help'.
    "#);
    workspace.kiosque("entities introuvable").exits(1);
    workspace.kiosque("entities ( --kind person").exits(2);
}

#[test]
fn titles_weigh_more_than_passing_mentions() {
    let workspace = Workspace::new();
    let far = "Une phrase sans nom pour remplir le journal du jour. ".repeat(20);
    let articles = [
        Article::new("Denise Morvan élue", "Denise Morvan a gagné."),
        Article::new("Le vote", &format!("{far}\nYvon Aubrac a perdu.")),
        Article::new("La fête", &format!("{far}\nYvon Aubrac y était.")),
    ];
    workspace.write("corpus/a.jsonl", json_lines(&articles));
    workspace.kiosque("index corpus -q").succeeds();
    let by = |sort: &str| counts(&entities(&workspace, &["--kind", "person", "--sort", sort]), "person");
    assert_eq!(by("count"), owned(&[("Yvon Aubrac", 2), ("Denise Morvan", 1)]));
    assert_eq!(by("salience"), owned(&[("Denise Morvan", 1), ("Yvon Aubrac", 2)]));
}

#[test]
fn aliases_merge_and_part_names_for_good() {
    let workspace = press();
    workspace.write(
        "noms.txt",
        "# les nôtres\nperson: C. A. Aubrac = Clémence Aubrac, Yvon Aubrac\nlieu: Nantes = Rennes\n",
    );
    let merged = entities(&workspace, &["--aliases", "noms.txt"]);
    assert_eq!(counts(&merged, "person"), owned(&[("C. A. Aubrac", 20), ("Denise Morvan", 3)]));
    assert_eq!(counts(&merged, "place"), owned(&[("Nantes", 13), ("Brest", 7)]));
    // For this once alone,
    assert_eq!(counts(&entities(&workspace, &[]), "person")[0].1, 17);
    // until it is given to the index; nothing is read again.
    let account = workspace.kiosque("index corpus -q --format json --aliases noms.txt").succeeds().account();
    assert_eq!(account.articles.unchanged, 20);
    assert_eq!(entities(&workspace, &[]).kinds, merged.kinds);
    assert!(workspace.dump().iter().any(|line| line.contains("\"name\":\"C. A. Aubrac\"")));
    let search = workspace.run(&["search", "-q", "--person", "C. A. Aubrac", "--count"]).succeeds();
    assert_eq!(search.stdout, "20\n");
    // A fresh index keeps them, a file without rules takes them away.
    workspace.kiosque("index corpus -q --full").succeeds();
    assert_eq!(entities(&workspace, &[]).kinds, merged.kinds);
    workspace.write("rien.txt", "# rien\n");
    workspace.kiosque("index corpus -q --aliases rien.txt").succeeds();
    assert_eq!(counts(&entities(&workspace, &[]), "person")[0].1, 17);

    workspace.write("faux.txt", "person: A = B\n\npersonne Clémence\n");
    insta::assert_snapshot!(workspace.kiosque("entities --aliases faux.txt").exits(2), @r#"
    --- stderr ---
    error: faux.txt:3: no kind: write person: NAME = NAME
    hint: a line is a rule, as person: Emmanuel Macron = Macron, Manu; or person: A != B
    --- exit 2 ---
    "#);
    workspace.kiosque("index corpus --aliases faux.txt").exits(2);
    workspace.kiosque("entities --aliases absent.txt").exits(2);
}

#[test]
fn what_the_source_names_is_kept_and_meets_what_the_text_says() {
    let workspace = Workspace::new();
    let item = serde_json::json!({
        "uri": "urn:presse:1", "pubstatus": "usable", "versioncreated": "2024-03-01T10:00:00Z",
        "headline": "La visite", "body_text": "Mme Aubrac a parlé à Nantes. Elle revient lundi.",
        "person": [{"name": "Aubrac, Clémence"}], "organisation": [{"name": "Ligue des phares"}],
    });
    workspace.write("corpus/a.json", item.to_string());
    workspace.kiosque("index corpus -q").succeeds();
    let line: serde_json::Value = serde_json::from_str(&workspace.dump()[0]).expect("JSON");
    let told: Vec<(String, bool, usize)> = line["entities"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|entity| {
            let mentions = entity["mentions"].as_array().expect("a list").len();
            (entity["name"].as_str().expect("a name").to_owned(), entity["declared"] == true, mentions)
        })
        .collect();
    let expected = [("Clémence Aubrac", true, 1), ("Ligue des phares", true, 0), ("Nantes", false, 1)];
    assert_eq!(told, expected.map(|(name, declared, n)| (name.to_owned(), declared, n)));
}

#[test]
fn an_article_is_shown_with_its_names_marked() {
    let workspace = press();
    let id = workspace.kiosque("search discours -q --format ids").succeeds().stdout;
    let shown = workspace.run(&["show", "--entities", id.trim()]).succeeds();
    assert!(shown.stdout.contains("Mme [C. Aubrac|PER Clémence Aubrac] à [Rennes|LOC]."), "{shown}");
    let painted = workspace.run(&["show", "--entities", "--color", "always", id.trim()]).succeeds();
    assert!(!painted.stdout.contains("|PER") && painted.stdout.contains("\u{1b}["), "{painted:?}");
}

#[test]
fn texts_are_annotated_in_their_order() {
    let workspace = Workspace::new();
    let texts: Vec<String> = (0..400)
        .map(|n| {
            let filler = "Rien à signaler. ".repeat(n % 7 * 40);
            let text = format!("{filler}« L’été » : Denise Morvan est à Nantes, dit Mme Morvan n° {n}.");
            serde_json::json!({"id": n, "text": text, "autre": [1]}).to_string()
        })
        .collect();
    let input = texts.join("\n");
    let output = workspace.feed("annotate --format json --jobs 4", input.as_bytes()).succeeds();
    let annotated: Vec<Annotated> = output.json_lines();
    assert_eq!(annotated.len(), 400);
    for (n, one) in annotated.iter().enumerate() {
        assert_eq!(one.id, n);
        let characters: Vec<char> = one.text.chars().collect();
        let spans: Vec<(String, &str, &str)> = one
            .entities
            .iter()
            .map(|span| (characters[span.start..span.end].iter().collect(), &*span.kind, &*span.name))
            .collect();
        let expected = [
            ("Denise Morvan".to_owned(), "PER", "Denise Morvan"),
            ("Nantes".to_owned(), "LOC", "Nantes"),
            ("Morvan".to_owned(), "PER", "Denise Morvan"),
        ];
        assert_eq!(spans, expected, "{}", one.text);
    }
    let alone = workspace.feed("annotate --format json --jobs 1", input.as_bytes()).succeeds();
    assert_eq!(alone.stdout, output.stdout);
}

#[test]
fn a_text_that_cannot_be_read_is_told_and_the_next_is_read() {
    let workspace = Workspace::new();
    let input = "{\"id\":\"a\",\"text\":\"À Nantes.\"}\n\n{\"id\":\"b\"}\n[1]\n{\"id\":\"c\",\"text\":\"À Brest\\u0000.\"}\n{\"text\"";
    let output = workspace.feed("annotate --format json", input.as_bytes()).exits(3);
    let read: Vec<Annotated> = output.json_lines();
    assert_eq!(read.iter().map(|one| one.id.clone()).collect::<Vec<_>>(), ["a", "c"]);
    for line in ["-:3: ", "-:4: ", "-:6: "] {
        assert!(output.stderr.contains(line), "{line}\n{output}");
    }
    let plain =
        workspace.feed("annotate", "Mme Denise Kerleau.\n\nKerleau est à Nantes.\n".as_bytes()).succeeds();
    assert_eq!(
        plain.stdout,
        "Mme [Denise Kerleau|PER].\n\n[Kerleau|PER Denise Kerleau] est à [Nantes|LOC].\n"
    );
    assert_eq!(workspace.feed("annotate", b"").succeeds().stdout, "");
    assert!(workspace.feed("annotate", b"Nantes \xff").exits(3).stderr.contains("-:1: byte 8"));
    workspace.kiosque("annotate absent.txt").exits(2);
    workspace.write("noms.txt", "person: La Maire = Denise Morvan\n");
    let aliased = workspace.feed("annotate --aliases noms.txt", "Mme Denise Morvan.".as_bytes()).succeeds();
    assert_eq!(aliased.stdout, "Mme [Denise Morvan|PER La Maire].\n");
}

#[test]
fn hostile_names_are_bounded_and_cost_no_other_article() {
    let workspace = Workspace::new();
    let long = "Jean ".repeat(1_000);
    let capitals = "A".repeat(100_000);
    let articles = [
        Article::new("Un nom", &format!("Mme {long}Morvan a parlé.")),
        Article::new("Capitales", &format!("{capitals} a dit M. {capitals}")),
        Article::new(
            "Signes",
            "M. Jean\u{0}\u{1f}Du\u{1e}pont et Mme \u{202e}Denise Morvan\u{2066}, à Nantes\u{7}.",
        ),
        Article::new("Un mot", &"à".repeat(1 << 19)),
        Article::new("La visite", "Denise Morvan est à Nantes."),
    ];
    workspace.write("corpus/a.jsonl", json_lines(&articles));
    let indexed = workspace.kiosque("index corpus -q --format json");
    assert_eq!(indexed.account().articles.seen, 5, "{indexed}");
    let answer = entities(&workspace, &["-n", "1000"]);
    for of_kind in answer.kinds.values() {
        for name in &of_kind.top {
            assert!(name.key.len() <= 255 && name.name.len() <= 255, "{name:?}");
            assert!(!name.name.chars().any(char::is_control), "{name:?}");
        }
    }
    let found = workspace.run(&["search", "-q", "--person", "Denise Morvan", "--place", "Nantes", "--count"]);
    assert!(found.stdout.trim().parse::<u64>().expect("a number") >= 1, "{found}");
    for name in ["", " ", "…", &"x ".repeat(5_000), "\u{0}", "\u{1b}[31m"] {
        for arguments in
            [["search", "--person", name], ["entities", "--explain", name], ["entities", "--with", name]]
        {
            if name.contains('\0') {
                continue;
            }
            let output = workspace.run(&arguments);
            assert!(matches!(output.code, 1 | 2), "{name:?}\n{output}");
            assert!(!output.stderr.contains('\u{1b}'), "{output:?}");
        }
    }
}

/// A million articles of the press name some 0.7 million different keys (26,000 have 47,000, and a corpus of n times
/// the articles has about n^0.75 times the keys): at 300 MiB, 449 bytes a key.
#[test]
fn names_are_merged_in_bounded_memory() {
    use kiosque::article::Kind;
    use kiosque::names::{Aliases, Merger, form_term, key, spelling_term};
    const KEYS: u64 = 100_000;
    let syllables = ["ba", "ce", "di", "fo", "gu", "lan", "mer", "nic", "por", "rus"];
    let word = |n: u64| -> String {
        (0..4).map(|place| syllables[(n.wrapping_mul(0x9e37_79b9) >> (place * 7)) as usize % 10]).collect()
    };
    let mut terms = std::collections::BTreeMap::new();
    for n in 0..KEYS {
        let (given, surname) = (word(n % 997), word(n) + &word(n / 13));
        let name = format!("{given} {surname}");
        terms.insert(spelling_term(&key(Kind::Person, &name), &name), 1 + n % 40);
        terms.insert(form_term(&key(Kind::Person, &name), &surname), 1 + n % 30);
    }
    let mut merged = 0;
    let counted = allocation_counter::measure(|| {
        let mut merger = Merger::new(Kind::Person);
        terms.iter().for_each(|(term, articles)| merger.add(term, *articles));
        merged = merger.finish(&Aliases::default()).merges.len();
    });
    let a_key = counted.bytes_max / (terms.len() as u64 / 2);
    println!("{} terms, {merged} merges, {a_key} bytes a key at most", terms.len());
    assert!(a_key < 600, "{a_key} bytes a key");
}

/// People that articles name, so that surnames, initials and slips come and go as the rules' thresholds are passed.
const PEOPLE: &[&str] = &[
    "Clémence Aubrac",
    "Clémence Aubrac",
    "Clémence Aubrac",
    "Clemence Aubrac",
    "Yvon Aubrac",
    "Mme C. Aubrac",
    "Clémence Aubrrac",
    "Denise Morvan",
];

fn story(dice: &mut Dice) -> Article {
    let one = dice.pick(PEOPLE);
    let again = if dice.one_in(2) { " Mme Aubrac a promis une école." } else { "" };
    let body = match dice.below(5) {
        0 => {
            format!("Mme Aubrac est venue {} fois. Le Rassemblement national (RN) a voté.", dice.below(1_000))
        }
        1 => format!("Le RN a perdu {} voix à Hong Kong, dit {one}.{again}", dice.below(1_000)),
        _ => format!("{one} a parlé {} fois à Nantes.{again}", dice.below(1_000)),
    };
    Article::new("Le titre", &body).on(&format!("2024-{:02}-01", 1 + dice.below(12)))
}

#[test]
fn names_of_an_index_that_grew_are_those_of_a_fresh_one() {
    let mut rules = std::collections::BTreeSet::new();
    for seed in 1..=5 {
        let mut dice = Dice::new(seed);
        let workspace = Workspace::new();
        for step in 0..9 {
            let file = format!("corpus/{}.jsonl", dice.below(5));
            if step > 4 && dice.one_in(3) && workspace.exists(&file) {
                workspace.remove(&file);
            } else {
                let articles: Vec<Article> = (0..4 + dice.below(24)).map(|_| story(&mut dice)).collect();
                workspace.write(&file, json_lines(&articles)).date(&file, step * 10);
            }
            workspace.write("corpus/reste.txt", "Le reste\n\nUne phrase sans nom.\n");
            workspace.kiosque("index corpus -q --index grown").succeeds();
        }
        workspace.kiosque("index corpus -q --index fresh").succeeds();
        assert_eq!(workspace.dump_of("grown"), workspace.dump_of("fresh"), "seed {seed}");
        for line in [
            "entities -n 100 --format json --by month --sort salience",
            "entities -n 100 --format json --sort typical nantes",
            "entities --explain aubrac --format json",
            "search * -n 0 --facet person:100 --facet organization:100 --format json",
        ] {
            let answer = |index: &str| {
                let output =
                    workspace.run(&[&line.split(' ').collect::<Vec<_>>()[..], &["--index", index]].concat());
                let text = output.stdout.lines().next().unwrap_or_default().to_owned();
                let mut value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
                if let Some(object) = value.as_object_mut() {
                    object.remove("took_ms");
                }
                value
            };
            let grown = answer("grown");
            assert_eq!(grown, answer("fresh"), "seed {seed}: {line}");
            for form in grown["forms"].as_array().into_iter().flatten() {
                rules.extend(form["why"].as_str().map(str::to_owned));
            }
        }
    }
    assert!(rules.len() > 1, "the rules are hardly tried: {rules:?}");
}
