//! The audit of the analysis: how a text is read, what a word reaches, what the vocabulary holds.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use kiosque::analysis::{Audit, Inflection, fold_form};
use proptest::prelude::*;
use serde::Deserialize;

use crate::support::{Article, Output, Workspace, json_lines};

/// `analyze --format json`, field by field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Analysis {
    v: u32,
    text: String,
    stemmer: String,
    tokens: Vec<Token>,
    words: Option<Vec<Word>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Token {
    place: usize,
    places: usize,
    start: usize,
    end: usize,
    text: String,
    form: String,
    fold: String,
    stem: String,
    stem_by: String,
    stop_word: bool,
    whole: bool,
    rule: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Word {
    form: String,
    articles: u64,
    titles: u64,
    bodies: u64,
    forms: Vec<Form>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    form: String,
    grade: String,
    articles: u64,
    titles: u64,
    bodies: u64,
}

fn analysis(output: &Output) -> Analysis {
    let analysis: Analysis = output.json();
    assert_eq!(analysis.v, 1);
    let chars: Vec<char> = analysis.text.chars().collect();
    for token in &analysis.tokens {
        let slice: String = chars[token.start..token.end].iter().collect();
        assert_eq!(slice, token.text, "{token:?}");
        assert_eq!(token.whole, token.rule != "part" && token.places > 1, "{token:?}");
    }
    analysis
}

/// Three articles, one of which is gone.
fn small() -> Workspace {
    let workspace = Workspace::new();
    workspace.write(
        "corpus/presse.jsonl",
        json_lines(&[
            Article::new("Les élèves votent", "Une élève parle aux ELEVES du lycée."),
            Article::new("Le lycée", "Chaque élève a sa place. Des travaux commencent."),
        ]),
    );
    workspace.write("corpus/gone.jsonl", json_lines(&[Article::new("Ancien", "Un élève, un travail.")]));
    workspace.kiosque("index corpus -q").succeeds();
    workspace.remove("corpus/gone.jsonl");
    workspace.kiosque("index corpus -q").succeeds();
    workspace
}

#[test]
fn every_token_is_shown_with_what_is_made_of_it() {
    let workspace = Workspace::new();
    let output = workspace.run(&["analyze", "L'E\u{301}tat vend 10 000 yeux", "le week-end"]).succeeds();
    insta::assert_snapshot!(output, @r"
--- stdout ---
place  token     form      fold     stem     made by  stop  rule
    0  État      état      etat     =état    lexicon        elision
    1  vend      vend      vend     vendre/  rule           word
    2  10 000    10000     10000    10000    rule           number
    3  yeux      yeux      yeux     =œil     lexicon        word
    4  le        le        le       le       rule     stop  word
  5–6  week-end  week-end  weekend  weekend  rule           compound
    5  week      week      week     week     rule           part
    6  end       end       end      end      rule           part
--- exit 0 ---
");
}

#[test]
fn a_word_is_followed_by_the_forms_that_it_reaches() {
    let workspace = small();
    insta::assert_snapshot!(workspace.run(&["analyze", "eleves absents au travail"]).succeeds(), @r"
--- stdout ---
place  token    form     fold     stem      made by  stop  rule
    0  eleves   eleves   eleves   =élève    lexicon        word
    1  absents  absents  absents  absent    rule           word
    2  au       au       au       au        rule     stop  word
    3  travail  travail  travail  =travail  lexicon        word

eleves  3 forms in 2 articles, 1 by its title
  form    grade      title  body
  élève   same stem      0     2
  eleves  typed          0     1
  élèves  same fold      1     0

absents  in no article

travail  2 forms in 1 article
  form     grade      title  body
  travaux  same stem      0     1
  travail  typed          0     0
--- exit 0 ---
");
}

#[test]
fn scripts_get_the_same_facts() {
    let workspace = small();
    let analysis =
        analysis(&workspace.run(&["analyze", "--format", "json", "l’élève", "🎉 porte-plume"]).succeeds());
    assert_eq!((analysis.text.as_str(), analysis.stemmer.as_str()), ("l’élève 🎉 porte-plume", "press"));
    let places: Vec<(usize, usize, &str)> =
        analysis.tokens.iter().map(|token| (token.place, token.places, token.form.as_str())).collect();
    assert_eq!(places, [(0, 1, "élève"), (1, 2, "porte-plume"), (1, 1, "porte"), (2, 1, "plume")]);
    let first = &analysis.tokens[0];
    assert_eq!((first.fold.as_str(), first.rule.as_str(), first.stop_word), ("eleve", "elision", false));
    assert!(!first.stem.is_empty() && ["rule", "lexicon"].contains(&&*first.stem_by));
    let words = analysis.words.expect("an index is there");
    let word = &words[0];
    assert_eq!((word.form.as_str(), word.articles, word.titles, word.bodies), ("élève", 2, 1, 2));
    let forms: Vec<(&str, &str, u64, u64, u64)> = word
        .forms
        .iter()
        .map(|form| (form.form.as_str(), form.grade.as_str(), form.articles, form.titles, form.bodies))
        .collect();
    assert_eq!(
        forms,
        [("élève", "typed", 2, 0, 2), ("eleves", "same stem", 1, 0, 1), ("élèves", "same stem", 1, 1, 0),],
        "the deleted article does not count"
    );
    let without = Workspace::new();
    let alone: Analysis = without.run(&["analyze", "--format", "json", "élève"]).succeeds().json();
    assert!(alone.words.is_none());
}

#[test]
fn an_index_is_missed_only_where_it_was_named() {
    let workspace = Workspace::new();
    workspace.kiosque("analyze mot").succeeds();
    let named = workspace.kiosque("analyze mot --index nowhere").exits(2);
    assert!(named.stdout.is_empty() && named.stderr.contains("nowhere: no index here"), "{named}");
    workspace
        .run_command(workspace.command().env("KIOSQUE_INDEX", "nowhere").args(["analyze", "mot"]))
        .exits(2);
}

#[test]
fn texts_come_from_standard_input_as_well() {
    let workspace = Workspace::new();
    let piped: Analysis =
        workspace.feed("analyze --format json -", "L'été\nvient".as_bytes()).succeeds().json();
    assert_eq!(piped.tokens.iter().map(|token| token.form.as_str()).collect::<Vec<_>>(), ["été", "vient"]);
    let latin = workspace.feed("analyze -", b"L'\xe9t\xe9").exits(2);
    assert!(latin.stderr.contains("byte 3 is not UTF-8") && latin.stdout.is_empty(), "{latin}");
    let empty = workspace.feed("analyze -", b" ?! ").succeeds();
    assert_eq!(empty.stdout, "no token: no letter, digit or sign that counts\n");
    workspace.kiosque("analyze").exits(2);
}

#[test]
fn the_lexicon_that_is_audited_is_the_users_own() {
    let workspace = small();
    workspace.write("mine.txt", "élève lycée\n");
    let arguments = ["analyze", "--format", "json", "lycée", "--lexicon", "mine.txt"];
    let analysis = analysis(&workspace.run(&arguments).succeeds());
    assert_eq!(analysis.tokens[0].stem_by, "lexicon");
    let words = analysis.words.expect("an index is there");
    let forms: Vec<&str> = words[0].forms.iter().map(|form| form.form.as_str()).collect();
    assert_eq!(forms, ["lycée", "élève"]);
}

/// Commands that only read, and a trial, go by the lexicon that the index was built with: they need no other
/// vocabulary, and build none.
#[test]
fn readers_leave_no_vocabulary_of_another_lexicon() {
    let workspace = Workspace::with_seeds();
    workspace.write("mine.txt", "aidant aidante aidants\n").write("kiosque.toml", "lexicon = \"mine.txt\"\n");
    let files = || -> BTreeSet<String> {
        let entries = walkdir::WalkDir::new(workspace.path("index")).into_iter();
        entries.map(|entry| entry.expect("a readable folder").path().display().to_string()).collect()
    };
    workspace.kiosque("index -q").succeeds();
    let built = files();
    assert!(built.iter().any(|path| path.contains("vocabulary-")), "{built:?}");
    for line in ["dump", "stats", "stats --forms", "search port", "analyze port", "index --dry-run"] {
        workspace.kiosque(line).succeeds();
        assert_eq!(files(), built, "{line}");
    }
}

/// `stats --forms --format json`, field by field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Vocabulary {
    v: u32,
    stemmer: String,
    forms: usize,
    form_bytes: usize,
    folds: usize,
    stems: usize,
    exceptions: usize,
    vocabulary_bytes: usize,
    widest: Vec<Family>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    stem: String,
    forms: usize,
    articles: u64,
    examples: Vec<Example>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    form: String,
    articles: u64,
}

#[test]
fn the_vocabulary_is_told_in_numbers() {
    let workspace = small();
    let told = workspace.kiosque("stats --forms").succeeds().stdout;
    // How big the vocabularies are depends on the segments.
    let lines: Vec<&str> = told.lines().filter(|line| !line.starts_with("vocabulary ")).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
forms       18, 85 B
folds       17
stems       16, by the stemmer press
exceptions  9 forms, by the lexicon

widest families
forms  articles  stem    the most frequent
    3         2  =élève  élève 2, eleves 1, élèves 1
");
    assert_eq!(lines.len() + 1, told.lines().count());
    workspace.kiosque("stats --forms --index nowhere").exits(2);
}

/// The numbers are those of a naive count over the dump, with no trace of what is gone.
#[test]
fn the_vocabulary_is_that_of_the_living_articles() {
    let workspace = Workspace::with_seeds_indexed();
    workspace.remove("seeds/pages").remove("seeds/sport");
    workspace.kiosque("index -q").succeeds();
    let told: Vocabulary = workspace.kiosque("stats --forms --format json").succeeds().json();

    let inflection = Inflection::default();
    let mut holders: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (at, line) in workspace.dump().iter().enumerate() {
        let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        for field in ["title", "body"] {
            for token in Audit::of(line[field].as_str().expect("a text"), &inflection).tokens {
                holders.entry(token.form).or_default().insert(at);
            }
        }
    }
    let mut families: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for form in holders.keys() {
        families.entry(inflection.stem(form)).or_default().push(form);
    }
    let folds: BTreeSet<String> = holders.keys().map(|form| fold_form(form)).collect();
    assert_eq!((told.v, told.stemmer.as_str()), (1, "press"));
    assert_eq!((told.forms, told.folds, told.stems), (holders.len(), folds.len(), families.len()));
    assert_eq!(told.form_bytes, holders.keys().map(String::len).sum::<usize>());
    assert_eq!(told.exceptions, holders.keys().filter(|form| inflection.is_exception(form)).count());
    assert!(told.vocabulary_bytes > told.forms);

    let mut widest: Vec<(&String, &Vec<&String>)> = families.iter().collect();
    widest.sort_by_key(|(stem, forms)| (Reverse(forms.len()), *stem));
    assert_eq!(told.widest.len(), 20);
    for (told, (stem, forms)) in told.widest.iter().zip(widest) {
        assert_eq!((&told.stem, told.forms), (stem, forms.len()));
        let union: BTreeSet<&usize> = forms.iter().flat_map(|form| &holders[*form]).collect();
        assert_eq!(told.articles, union.len() as u64, "{stem}");
        for example in &told.examples {
            assert_eq!(example.articles, holders[&example.form].len() as u64, "{}", example.form);
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_read_to_its_end(text in "(\\PC|\\p{M}|[a-zé'’.,:/@#0-9 \n-]){0,80}") {
        let audit = Audit::of(&text, &Inflection::default());
        let mut last = 0;
        let mut place = 0;
        for token in &audit.tokens {
            prop_assert!(audit.text.get(token.start..token.end).is_some_and(|slice| !slice.is_empty()));
            prop_assert!(token.start >= last && token.place == place);
            last = token.start;
            place += usize::from(token.parts == 0);
        }
    }
}
