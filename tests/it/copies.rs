//! One text, one document: who stands for whom, and who steps forward when another goes.

use serde_json::Value;

use super::support::{Article, Workspace, json_lines};

/// A text of more than 24 words: its title does not count beside it.
const LONG: &str = "Le conseil municipal de Port-Vallier a voté lundi soir le budget de la ville, après six heures de \
                    débats houleux et une suspension de séance demandée par deux élus de l’opposition.";
/// A shorter one.
const SHORT: &str = "Le conseil municipal a voté le budget.";

fn lines(workspace: &Workspace) -> Vec<Value> {
    workspace.dump().iter().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Path and title of each origin, the document's own first.
fn origins(line: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let origins = line["origins"].as_array().expect("a list");
    origins.iter().map(|origin| (text(&origin["path"]), text(&origin["title"]))).collect()
}

fn paths(line: &Value) -> Vec<String> {
    origins(line).into_iter().map(|(path, _)| path).collect()
}

fn account(workspace: &Workspace) -> (u64, u64, u64, u64, u64) {
    let articles = workspace.kiosque("index corpus --format json").account().articles;
    (articles.indexed, articles.replaced, articles.unchanged, articles.duplicates, articles.removed)
}

#[test]
fn equal_texts_are_stored_once_with_all_origins() {
    let workspace = Workspace::new();
    let one =
        Article::new("Budget voté", LONG).on("2024-03-01").in_section("Politique").at("https://a.example/1");
    let two =
        Article::new("Le budget passe", LONG).on("2024-03-03").in_section("Ville").at("https://b.example/2");
    let three = Article::new("Port-Vallier a son budget", LONG).on("2024-03-02");
    workspace
        .write("corpus/a.json", one.json())
        .write("corpus/b.md", two.md())
        .write("corpus/c.jsonl", json_lines(&[Article::new("Autre", "Rien à voir."), three]));
    assert_eq!(account(&workspace), (2, 0, 0, 2, 0));
    let documents = lines(&workspace);
    let shared = documents.iter().find(|line| line["title"] == "Budget voté").expect("the oldest stands");
    let expected = [
        ("corpus/a.json", "Budget voté"),
        ("corpus/b.md", "Le budget passe"),
        ("corpus/c.jsonl", "Port-Vallier a son budget"),
    ];
    assert_eq!(origins(shared), expected.map(|(path, title)| (path.to_owned(), title.to_owned())));
    let second = &shared["origins"][1];
    assert_eq!((&second["date"], &second["section"]), (&"2024-03-03".into(), &"Ville".into()));
    assert_eq!(second["url"], "https://b.example/2");
    assert_eq!(shared["origins"][2]["ordinal"], 1);

    let hit: Value = workspace.kiosque("search houleux --format jsonl").succeeds().json();
    assert_eq!(hit["copies"], 3);
    let shown = workspace.kiosque("search houleux").succeeds();
    assert!(shown.stdout.contains("copies: 3"), "{shown}");
    let id = hit["id"].as_str().expect("an id");
    insta::assert_snapshot!(workspace.run(&["show", id]), @r"
--- stdout ---
Budget voté
1er mars 2024 (2024-03-01) · Politique · fr
https://a.example/1
corpus/a.json
[ID]

Le conseil municipal de Port-Vallier a voté lundi soir le budget de la ville, après six
heures de débats houleux et une suspension de séance demandée par deux élus de
l’opposition.

place: Port-Vallier

copies: 3
also: 2024-03-03 · Ville · Le budget passe · corpus/b.md
also: 2024-03-02 · Port-Vallier a son budget · corpus/c.jsonl:2
--- exit 0 ---
");
}

/// One dispatch under two sections is found under both, whichever of its copies came or went last.
#[test]
fn the_sections_of_copies_are_united() {
    let workspace = Workspace::new();
    let filed = |title: &str, date: &str, section: &str| {
        Article::new(title, LONG).on(date).in_section(section).json()
    };
    workspace
        .write("corpus/a.json", filed("Un", "2024-03-02", "Politique"))
        .write("corpus/b.json", filed("Deux", "2024-03-03", "Ville"))
        .write("corpus/c.json", filed("Trois", "2024-03-04", "politique"))
        .write("corpus/d.json", Article::new("Autre", "Rien à voir.").in_section("Ville").json());
    workspace.kiosque("index corpus -q").succeeds();
    let sections = || {
        let answer: Value = workspace.kiosque("search * --facet section --format json").succeeds().json();
        let values = answer["facets"]["section"].as_array().expect("counts").iter();
        let mut counts: Vec<(String, u64)> = values
            .map(|value| {
                (value["value"].as_str().expect("a name").to_owned(), value["count"].as_u64().expect("n"))
            })
            .collect();
        counts.sort();
        counts
    };
    let count = |name: &str, n| (name.to_owned(), n);
    assert_eq!(sections(), [count("Politique", 1), count("Ville", 2)]);
    for (section, n) in [("Ville", "2\n"), ("Politique", "1\n")] {
        assert_eq!(workspace.run(&["search", "*", "--section", section, "--count"]).stdout, n, "{section}");
    }
    let before = workspace.dump();
    // Nothing changed, nothing is written again.
    assert_eq!(account(&workspace), (0, 0, 2, 2, 0));
    workspace.remove("corpus/b.json");
    assert_eq!(account(&workspace), (0, 0, 2, 1, 0));
    assert_eq!(sections(), [count("Politique", 1), count("Ville", 1)]);
    // Older than the one that stands: it stands now, and has the other's section.
    workspace.write("corpus/b.json", filed("Deux", "2024-03-01", "Ville"));
    account(&workspace);
    assert_eq!(sections(), [count("Politique", 1), count("Ville", 2)]);
    assert_ne!(workspace.dump(), before);
    workspace.kiosque("verify --deep").succeeds();
    workspace.kiosque("index corpus -q --full --strict").succeeds();
    assert_eq!(sections(), [count("Politique", 1), count("Ville", 2)]);
}

#[test]
fn a_short_text_needs_the_same_title() {
    let workspace = Workspace::new();
    workspace
        .write("corpus/a.txt", Article::new("Budget voté à Nantes", SHORT).txt())
        .write("corpus/b.txt", Article::new("Budget voté à Lille", SHORT).txt())
        .write("corpus/c.txt", Article::new("Budget voté à Lille", SHORT).txt());
    assert_eq!(account(&workspace), (2, 0, 0, 1, 0));
}

#[test]
fn the_oldest_stands_for_seven_days() {
    let workspace = Workspace::new();
    for (name, date) in
        [("a", "2024-03-09"), ("b", "2024-03-02"), ("c", "2024-03-10"), ("d", ""), ("e", "2024-03-17")]
    {
        workspace.write(&format!("corpus/{name}.json"), Article::new(name, LONG).on(date).json());
    }
    assert_eq!(account(&workspace), (2, 0, 0, 3, 0));
    let mut groups: Vec<Vec<String>> = lines(&workspace).iter().map(paths).collect();
    groups.sort();
    let expected = [
        // From 2 March on: 9 March is seven days later; the one without a date joins the first.
        vec!["corpus/b.json", "corpus/a.json", "corpus/d.json"],
        // 10 March begins anew, and 17 March is seven days later.
        vec!["corpus/c.json", "corpus/e.json"],
    ];
    assert_eq!(groups, expected);
}

#[test]
fn a_follower_steps_forward_when_the_winner_goes() {
    let workspace = Workspace::new();
    workspace
        .write("corpus/a.json", Article::new("Premier", LONG).on("2024-03-01").json())
        .write("corpus/b.json", Article::new("Second", LONG).on("2024-03-02").json());
    assert_eq!(account(&workspace), (1, 0, 0, 1, 0));
    assert_eq!(workspace.titles(), ["Premier"]);
    workspace.remove("corpus/a.json");
    assert_eq!(account(&workspace), (1, 0, 0, 0, 1), "read again, though its file did not change");
    assert_eq!(workspace.titles(), ["Second"]);
    workspace.write("corpus/a.json", Article::new("Premier", LONG).on("2024-03-01").json());
    assert_eq!(account(&workspace), (1, 0, 0, 1, 0));
    assert_eq!(workspace.titles(), ["Premier"]);
    assert_eq!(lines(&workspace)[0]["origins"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_copy_that_is_edited_becomes_an_article_of_its_own() {
    let workspace = Workspace::new();
    workspace
        .write("corpus/a.json", Article::new("Premier", LONG).on("2024-03-01").json())
        .write("corpus/b.json", Article::new("Second", LONG).on("2024-03-02").json());
    account(&workspace);
    let other = format!("{LONG} La maire s’est dite soulagée.");
    workspace.write("corpus/b.json", Article::new("Second", &other).on("2024-03-02").json());
    assert_eq!(account(&workspace), (1, 0, 1, 0, 0));
    assert_eq!(workspace.titles(), ["Premier", "Second"]);
    assert!(lines(&workspace).iter().all(|line| origins(line).len() == 1));
}

#[test]
fn of_one_id_the_latest_modified_wins() {
    let workspace = Workspace::new();
    let version = |body: &str| Article::new("Séisme", body).at("https://a.example/seisme").json();
    workspace
        .write("corpus/a.json", version("Un séisme a eu lieu."))
        .write("corpus/b.json", version("Un séisme de magnitude 5 a eu lieu."))
        .write("corpus/c.json", version("Un séisme de magnitude 6 a eu lieu."));
    workspace.date("corpus/b.json", 60);
    let body = || lines(&workspace)[0]["body"].as_str().expect("a body").to_owned();
    assert_eq!(account(&workspace), (1, 0, 0, 2, 0));
    assert_eq!(body(), "Un séisme de magnitude 5 a eu lieu.");
    workspace.remove("corpus/b.json");
    assert_eq!(account(&workspace), (0, 1, 0, 1, 0), "the loser of the smallest origin comes back");
    assert_eq!(body(), "Un séisme a eu lieu.");
    workspace.date("corpus/c.json", 120);
    assert_eq!(account(&workspace), (0, 1, 0, 1, 0), "a touch makes it the latest");
    assert_eq!(body(), "Un séisme de magnitude 6 a eu lieu.");
    workspace.remove("corpus/a.json").remove("corpus/c.json");
    workspace.write("corpus/z.txt", Article::new("Reste", "Il reste un article.").txt());
    assert_eq!(account(&workspace), (1, 0, 0, 0, 1));
}

#[test]
fn an_id_within_one_file_belongs_to_that_file() {
    let workspace = Workspace::new();
    let one = Article { id: "1".into(), ..Article::new("Ici", "Un article d’ici.") };
    let other = Article { id: "1".into(), ..Article::new("Là", "Un article de là-bas.") };
    workspace.write("corpus/a.jsonl", json_lines(&[one])).write("corpus/b.jsonl", json_lines(&[other]));
    assert_eq!(account(&workspace), (2, 0, 0, 0, 0));
}

/// Found by history 111: an edited article was told as it had been when it was last a copy.
#[test]
fn an_edited_article_that_becomes_a_copy_is_told_as_it_is_now() {
    let workspace = Workspace::new();
    let first = Article::new("Premier", LONG).on("2024-03-01").json();
    workspace.write("corpus/a.json", first).write("corpus/b.json", Article::new("Ancien", LONG).json());
    account(&workspace);
    assert!(lines(&workspace)[0]["origins"][1]["title"] == "Ancien");
    // Edited, and met before the one that wins its id.
    let edited = Article::new("Nouveau", SHORT).at("https://a.example/1").json();
    workspace.write("corpus/b.json", &edited).write("corpus/c.json", &edited).date("corpus/c.json", 60);
    account(&workspace);
    let mut told: Vec<_> = lines(&workspace).iter().flat_map(origins).collect();
    told.sort();
    let expected = [("corpus/a.json", "Premier"), ("corpus/b.json", "Nouveau"), ("corpus/c.json", "Nouveau")];
    assert_eq!(told, expected.map(|(path, title)| (path.to_owned(), title.to_owned())));
}
