//! A search that finds nothing says what to ask instead; synonyms are found with the words typed.

use std::collections::BTreeSet;

use kiosque::query;
use kiosque::search::{Index, Request, Suggestion};
use proptest::prelude::*;

use super::support::{Output, Workspace};

/// What standard error proposes, and how many articles each proposal finds.
fn proposals(output: &Output) -> Vec<(String, String)> {
    let line = |line: &str| {
        let (query, articles) = line.strip_prefix("did you mean: ")?.strip_suffix(')')?.rsplit_once(" (")?;
        Some((query.to_owned(), articles.to_owned()))
    };
    output.stderr.lines().filter_map(line).collect()
}

/// The number that `--count` prints.
fn count(workspace: &Workspace, arguments: &[&str]) -> u64 {
    let output = workspace.run(&[&["search", "--count", "-q"], arguments].concat());
    output.stdout.trim().parse().unwrap_or_else(|_| panic!("no number\n{output}"))
}

#[test]
fn a_misspelt_word_is_corrected_by_the_words_of_the_index() {
    let workspace = Workspace::with_seeds_indexed();
    for (typed, meant) in [
        ("Castagnde", "Castagnède"),
        ("catsagnede", "castagnède"),
        ("budget castagnedde", "budget castagnède"),
        ("titre:(bugdet OR bugdett)", "titre:(budget OR budget)"),
        ("\"conseil municpal\"", "\"conseil municipal\""),
        ("+muncipal -grève", "+municipal -grève"),
        ("lopposition", "l'opposition"),
        ("budget lopposition", "budget l'opposition"),
        ("conseilmunicipal", "conseil municipal"),
        ("\"conseilmunicipal\" OR conseilmunicipal", "\"conseil municipal\" OR \"conseil municipal\""),
        ("texte:conseilmunicipal", "texte:\"conseil municipal\""),
        ("budget jusqua", "budget jusqu'à"),
        ("cas tagnede", "castagnède"),
        ("budget Cas tagnede", "budget Castagnède"),
    ] {
        let output = workspace.run(&["search", typed]).exits(1);
        let found = proposals(&output);
        assert!(found.iter().any(|(query, _)| query == meant), "{typed}\n{output}");
        assert!(found.len() <= 3, "{output}");
        for (query, articles) in found {
            let articles: u64 = articles.split(' ').next().expect("a number").parse().expect("a number");
            assert!(articles > 0, "{output}");
            assert_eq!(count(&workspace, &[&query]), articles, "{query}");
        }
    }
}

#[test]
fn accents_case_and_elision_are_no_errors() {
    let workspace = Workspace::with_seeds_indexed();
    for typed in ["castagnede", "OPPOSITION", "l'opposition"] {
        workspace.run(&["search", typed]).succeeds();
    }
}

#[test]
fn proposals_keep_the_conditions_and_disturb_no_output() {
    let workspace = Workspace::with_seeds_indexed();
    let narrow = ["search", "bugdet", "--after", "2024-03", "--before", "2024-03"];
    for format in ["text", "json", "jsonl", "ids", "paths"] {
        let output = workspace.run(&[&narrow[..], &["--format", format]].concat()).exits(1);
        let (query, articles) = proposals(&output).first().cloned().unwrap_or_else(|| panic!("{output}"));
        assert_eq!(query, "budget");
        let number = count(&workspace, &["budget", "--after", "2024-03", "--before", "2024-03"]);
        assert!(articles.starts_with(&format!("{number} ")), "{output}");
        assert!(!output.stdout.contains("did you mean"), "{output}");
    }
    let quiet = workspace.run(&[&narrow[..], &["--quiet"]].concat()).exits(1);
    assert!(quiet.stderr.is_empty(), "{quiet}");
}

#[test]
fn a_condition_that_excludes_everything_is_named() {
    let workspace = Workspace::with_seeds_indexed();
    let all = count(&workspace, &["budget"]);
    let output = workspace.run(&["search", "budget", "--after", "2090", "--before", "2100"]).exits(1);
    assert_eq!(output.stderr, format!("--after 2090 excludes everything: {all} articles without it\n"));
    let output = workspace.run(&["search", "budget", "--person", "Nemo Personne"]).exits(1);
    assert_eq!(
        output.stderr,
        format!(
            "note: no person is called \"Nemo Personne\"\n\
             --person \"Nemo Personne\" excludes everything: {all} articles without it\n"
        )
    );
}

#[test]
fn words_that_never_meet_are_left_out_by_turns() {
    let workspace = Workspace::with_seeds_indexed();
    let output = workspace.run(&["search", "wagons étranglée"]).exits(1);
    let [wagons, strangled] = ["wagons", "étranglée"].map(|word| count(&workspace, &[word]));
    let number = |n: u64| if n == 1 { "1 article".to_owned() } else { format!("{n} articles") };
    assert_eq!(
        output.stderr,
        format!("without wagons: {}\nwithout étranglée: {}\n", number(strangled), number(wagons))
    );
}

#[test]
fn what_was_written_too_closely_is_loosened_and_a_word_of_no_article_is_named() {
    let workspace = Workspace::new();
    let text = "Les gilets jaunes se réunissent. La mairie, hier soir encore tout à fait silencieuse et fermée, ouvre à dix heures. ";
    workspace.write("corpus/a.txt", text.repeat(2));
    workspace.kiosque("index corpus -q").succeeds();
    let says = |query: &str| workspace.run(&["search", query]).exits(1).stderr;
    assert_eq!(says("\"gilets réunissent\""), "did you mean: \"gilets réunissent\"~3 (1 article)\n");
    let wider = says("(mairie heures)~3");
    assert!(wider.starts_with("did you mean: (mairie heures)~30 (1 article)"), "{wider}");
    assert_eq!(says("xylophone"), "no article has the word xylophone\n");
}

/// A run of letters too long for a form stands nowhere: left out it was never proposed, taken for a stop word.
#[test]
fn a_word_without_forms_is_left_out_by_turns_too() {
    let workspace = Workspace::with_seeds_indexed();
    let key = "a".repeat(300);
    let output = workspace.run(&["search", &format!("budget {key}")]).exits(1);
    let all = count(&workspace, &["budget"]);
    assert!(output.stderr.starts_with("without aaaa"), "{output}");
    assert!(output.stderr.ends_with(&format!(": {all} articles\n")), "{output}");
}

#[test]
fn any_query_gets_an_answer_and_every_proposal_finds_something() {
    let workspace = Workspace::with_seeds_indexed();
    let index = Index::open(&workspace.path("index")).expect("opens");
    let read = |text: &str| query::parse(text).ok();
    let words =
        "([a-zé'’œ\"()*^~=:+-]{1,8}| |OR |-|titre:|\"lopposition |bugdet|Castagnde|conseilmunicipal){1,6}";
    proptest!(ProptestConfig::with_cases(200), |(typed in words)| {
        let Some(query) = read(&typed) else { return Ok(()) };
        let request = Request::new(query);
        for suggestion in index.suggest(&request, &typed, &read).expect("an answer") {
            if let Suggestion::Corrected { query, articles } = suggestion {
                let query = read(&query).expect("a query");
                let found = index.search(&Request::new(query)).expect("an answer").total;
                prop_assert!(found > 0 && found == articles);
            }
        }
    });
}

fn ids(workspace: &Workspace, arguments: &[&str]) -> BTreeSet<String> {
    let output = workspace.run(&[&["search", "-q", "-n", "100", "--format", "ids"], arguments].concat());
    output.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn synonyms_are_found_with_the_words_typed() {
    let workspace = Workspace::with_seeds_indexed();
    workspace.write("names.txt", "# rail\ncheminots, chemins de fer\nedile => maire\n");
    let one = ids(&workspace, &["cheminots"]);
    let other = ids(&workspace, &["\"chemins de fer\"~0"]);
    let both: BTreeSet<String> = one.union(&other).cloned().collect();
    assert!(one.len() < both.len() && !other.is_empty());
    assert_eq!(ids(&workspace, &["cheminots", "--synonyms", "names.txt"]), both);
    assert!(ids(&workspace, &["Chemins de fer", "--synonyms", "names.txt"]).is_superset(&both));
    assert_eq!(ids(&workspace, &["=cheminots", "--synonyms", "names.txt"]), ids(&workspace, &["=cheminots"]));

    assert_eq!(ids(&workspace, &["édile maire", "--synonyms", "names.txt"]), ids(&workspace, &["maire"]));
    assert_eq!(ids(&workspace, &["maire", "--synonyms", "names.txt"]), ids(&workspace, &["maire"]));
    let output = workspace.kiosque("search l'édile --synonyms names.txt --count").exits(0);
    assert_eq!(
        output.stderr,
        "note: \"l'édile\" stands for \"maire\" as well; for it alone write =l'édile\n"
    );

    workspace.write("kiosque.toml", "synonyms = \"names.txt\"\n");
    assert_eq!(ids(&workspace, &["cheminots"]), both);
}

#[test]
fn a_broken_file_of_synonyms_is_named_by_line() {
    let workspace = Workspace::with_seeds_indexed();
    workspace.write("names.txt", "sncf, chemins de fer\n\nps =>\n");
    let output = workspace.kiosque("search sncf --synonyms names.txt").exits(2);
    assert!(output.stderr.starts_with("error: names.txt:3: nothing stands after =>\nhint: "), "{output}");
    let output = workspace.kiosque("search sncf --synonyms nowhere.txt").exits(2);
    assert!(output.stderr.starts_with("error: nowhere.txt: the synonyms cannot be read: "), "{output}");
}
