//! Phrases meet across the spellings of one thing, and reading a text costs no memory a word.

use kiosque::analysis::{Encoded, fold_form, tokenize};

use crate::support::{Article, Workspace, json_lines};

/// One of each thing that the tokenizer knows, and some that it must bear.
const EVERYTHING: &str = "Le porte-parole de l’Élysée, M. N'Golo O'Brien, d'« Envoyé spécial » : «dit-il», a-t-il \
    vu L'Haÿ-les-Roses et le chef-d'œuvre de la S.N.C.F. le 12/03/2020 à 19h30 ou 20:15, soit 10 000,50 € ou 75 % \
    (trois pour cent, 3 pour cent), n° 5, 1er, XXe, CO2, #BalanceTonPorc, @LeMonde_fr, https://www.lemonde.fr/une?x=1, \
    contact.Presse@Radio-Canada.ca, ÉTATS-UNIS, Œuvres, Москва, 北京, 🎉 e\u{301}té\u{200d} 1.2.3\n";

#[test]
fn no_allocation_per_token() {
    let text = EVERYTHING.repeat(1_000);
    let mut buffer = String::with_capacity(1_024);
    let mut tokens = 0u64;
    let counted = allocation_counter::measure(|| tokenize(&text, &mut buffer, |_| tokens += 1));
    assert!(tokens > 50_000, "{tokens} tokens");
    assert_eq!(counted.count_total, 0, "allocations for {tokens} tokens");

    let mut length = 0;
    let counted = allocation_counter::measure(|| length = Encoded::of(&text, &mut buffer).forms.len());
    assert!(length > 0 && counted.count_total <= 2, "{} allocations for one text", counted.count_total);

    let mut folded = String::with_capacity(1_024);
    let counted = allocation_counter::measure(|| {
        for form in ["élysée", "œuvre", "rendezvous"] {
            folded.clear();
            kiosque::analysis::fold_form_into(form, &mut folded);
        }
    });
    assert_eq!(counted.count_total, 0, "allocations to fold {}", fold_form("élysée"));
}

/// Titles that a query finds, sorted.
fn titles(workspace: &Workspace, query: &str) -> Vec<String> {
    let output = workspace.run(&["search", "--format", "json", "-n", "50", query]);
    assert!(output.code <= 1, "{output}");
    let answer: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    let hits = answer["hits"].as_array().expect("hits").iter();
    let mut titles: Vec<String> =
        hits.map(|hit| hit["title"].as_str().expect("a title").to_owned()).collect();
    titles.sort();
    titles
}

#[test]
fn phrases_meet_across_spellings() {
    let workspace = Workspace::new();
    let texts = [
        (
            "Paris",
            "Le président de l’Élysée et son porte-parole Jean-Luc Mélenchon gagnent 10 000 euros à 19h30.",
        ),
        (
            "Lyon",
            "Un PRESIDENT DE L'ELYSEE, un porte parole, Jean Luc MELENCHON ; 10.000 euros, rendez-vous à 19 h 30.",
        ),
        (
            "Nice",
            "Le président des porte-avions ira-t-il à l'« Opéra », d'\"Envoyé spécial\" ? 10 001 euros, 19:31.",
        ),
        (
            "Metz",
            "La S.N.C.F. de M. N’Golo Kanté perd 75 % le 12/03/2020, selon presse@lemonde.fr, #BalanceTonPorc.",
        ),
    ];
    let articles: Vec<Article> = texts.iter().map(|(title, body)| Article::new(title, body)).collect();
    workspace.write("press.jsonl", json_lines(&articles));
    workspace.kiosque("index -q press.jsonl").succeeds();
    for (query, expected) in [
        ("\"président de l'Élysée\"", &["Lyon", "Paris"][..]),
        ("\"president de l’elysee\"", &["Lyon", "Paris"]),
        ("\"porte parole\"", &["Lyon", "Paris"]),
        ("\"porte-parole Jean-Luc\"", &["Lyon", "Paris"]),
        ("\"Jean Luc Mélenchon\"", &["Lyon", "Paris"]),
        ("\"porteparole Jean-Luc\"", &["Lyon", "Paris"]),
        ("\"porteparole Jean-Luc\"~0", &["Lyon", "Paris"]),
        ("\"10 000 euros\"", &["Lyon", "Paris"]),
        ("\"10000 euros\"", &["Lyon", "Paris"]),
        ("\"à 19h30\"", &["Lyon", "Paris"]),
        ("\"19 h 30\"", &["Lyon", "Paris"]),
        ("\"19:30\"", &["Lyon", "Paris"]),
        ("\"ira il à opéra\"", &["Nice"]),
        ("\"spécial 10001\"", &["Nice"]),
        ("\"SNCF de M. n'golo\"", &["Metz"]),
        ("\"12 03 2020 selon presse lemonde fr balance ton porc\"", &["Metz"]),
        ("\"75 % le\"", &["Metz"]),
    ] {
        assert_eq!(titles(&workspace, query), expected, "{query}");
    }
}

#[test]
fn a_whole_is_marked_in_one_piece() {
    let workspace = Workspace::new();
    let body =
        "Le week-end du maire, sa semaine (week en anglais) et son porte-parole à la fin du mois de mai.";
    workspace.write("press.jsonl", json_lines(&[Article::new("Titre", body)]));
    workspace.kiosque("index -q press.jsonl").succeeds();
    for (query, expected) in
        [("week*", &["week-end", "week"][..]), ("\"porte parole\"", &["porte", "parole"])]
    {
        let output = workspace.run(&["search", "--format", "json", query]);
        let answer: serde_json::Value = serde_json::from_str(&output.stdout).unwrap_or_default();
        let mut marked: Vec<String> = Vec::new();
        for hit in answer["hits"].as_array().into_iter().flatten() {
            let snippet: Vec<char> = hit["snippet"].as_str().expect("a snippet").chars().collect();
            for range in hit["highlights"].as_array().expect("highlights") {
                let bound = |at: usize| range[at].as_u64().expect("a character") as usize;
                marked.push(snippet[bound(0)..bound(1)].iter().collect());
            }
        }
        assert_eq!(marked, expected, "{query}");
    }
}
