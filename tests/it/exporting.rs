//! What scripts and spreadsheets get of a search: all hits, tables, whole articles, files, answers to many queries.

use std::collections::BTreeMap;

use super::support::{Article, Workspace, json_lines};

fn ids(workspace: &Workspace, line: &str) -> Vec<String> {
    workspace.kiosque(line).succeeds().lines().iter().map(|id| (*id).to_owned()).collect()
}

#[test]
fn all_hits_are_given_and_pages_of_them_fit_together() {
    let workspace = Workspace::with_seeds_indexed();
    for sort in ["relevance", "newest", "oldest"] {
        let all = ids(&workspace, &format!("search * -n all --format ids --sort {sort}"));
        assert_eq!(all.len(), 95);
        let mut pages = Vec::new();
        for page in 0..10 {
            let skip = page * 10;
            pages.extend(ids(&workspace, &format!("search * --skip {skip} --format ids --sort {sort}")));
        }
        assert_eq!(pages, all, "{sort}");
    }
    workspace.kiosque("search * --skip 10000").exits(2);
    let beyond = workspace.kiosque("search * --skip 10000 --format ids").succeeds();
    assert!(beyond.stdout.is_empty(), "deep pages are for scripts");
    workspace.kiosque("search * -n some").exits(2);
}

#[test]
fn a_table_is_rfc_4180_and_runs_in_no_spreadsheet() {
    let workspace = Workspace::new();
    let articles = [
        Article::new("=SOMME(A1:A9) du budget", "Un budget, \"voté\" hier ;\nvoilà. Le maire."),
        Article::new("@maire : le budget", "+33 1 23 45 67 89, c'est le budget. Le maire.")
            .published_by("-Le Moins"),
    ];
    workspace.write("corpus/a.jsonl", json_lines(&articles));
    workspace.kiosque("index corpus -q").succeeds();
    let table = workspace.kiosque("search budget --format csv --full").succeeds().stdout;
    assert!(
        table
            .lines()
            .next()
            .is_some_and(|head| head.starts_with("rank,score,id,") && head.ends_with("copies,body"))
    );
    assert!(table.ends_with("\r\n") && !table.replace("\r\n", "").contains('\r'));
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 2);
    let titles: Vec<&str> = rows.iter().map(|row| row["title"].as_str()).collect();
    assert!(
        titles.contains(&"'=SOMME(A1:A9) du budget") && titles.contains(&"'@maire : le budget"),
        "{titles:?}"
    );
    for row in &rows {
        for (column, cell) in row {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{column}: {cell}");
        }
    }
    let bodies: Vec<&str> = rows.iter().map(|row| row["body"].as_str()).collect();
    assert!(bodies.contains(&"Un budget, \"voté\" hier ;\nvoilà. Le maire."), "{bodies:?}");
}

#[test]
fn whole_articles_are_lines_of_the_dump() {
    let workspace = Workspace::with_seeds_indexed();
    let mut full: Vec<String> = workspace
        .kiosque("search * -n all --full")
        .succeeds()
        .lines()
        .iter()
        .map(|l| (*l).to_owned())
        .collect();
    let by_id =
        |line: &String| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["id"].to_string();
    full.sort_by_key(by_id);
    assert_eq!(full, workspace.dump());
    workspace.kiosque("search port --full --format ids").exits(2);
}

#[test]
fn the_name_of_a_file_says_its_format_and_it_is_whole_or_not_there() {
    let workspace = Workspace::with_seeds_indexed();
    for (name, format) in [("a.csv", "csv"), ("a.jsonl", "jsonl"), ("a.trec", "trec"), ("A.CSV", "csv")] {
        workspace.kiosque(&format!("search port -o {name}")).succeeds();
        let printed = workspace.kiosque(&format!("search port --format {format}")).succeeds().stdout;
        assert_eq!(workspace.read(name), printed, "{name}");
    }
    workspace.kiosque("search port --output hits.txt").succeeds();
    assert!(!workspace.read("hits.txt").contains('\u{1b}'));
    workspace.kiosque("search port -o hits").exits(2);
    workspace.kiosque("search xylophone -o none.csv").exits(1);
    assert_eq!(workspace.read("none.csv").lines().count(), 1, "a table of no hit has a head");
    workspace.kiosque("search port -o nowhere/a.csv").exits(4);
    workspace.kiosque("search port( -o refused.csv").exits(2);
    assert!(!workspace.exists("refused.csv") && !workspace.exists("refused.csv.part"));
}

#[cfg(feature = "columnar")]
#[test]
fn a_parquet_table_is_typed_and_its_articles_are_read_back() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;
    let workspace = Workspace::with_seeds_indexed();
    workspace.kiosque("search * -n all --full -o hits.parquet").succeeds();
    let extracted = |path: &str| {
        let lines: Vec<serde_json::Value> =
            workspace.kiosque(&format!("extract {path}")).succeeds().json_lines();
        let facts = ["title", "body", "date", "language", "source", "authors", "section", "keywords", "url"];
        let mut articles: Vec<String> = lines
            .iter()
            .map(|line| serde_json::to_string(&facts.map(|fact| &line[fact])).expect("JSON"))
            .collect();
        articles.sort();
        articles
    };
    workspace.kiosque("search * -n all --full -o hits.jsonl").succeeds();
    let back = extracted("hits.parquet");
    assert_eq!(back.len(), 95);
    assert_eq!(back, extracted("hits.jsonl"));

    // A page of hits, by the crate's own reader: as many rows as hits, in their order, with numbers as numbers.
    workspace.kiosque("search port -n 7 -o page.parquet").succeeds();
    let hits: Vec<serde_json::Value> =
        workspace.kiosque("search port -n 7 --format jsonl").succeeds().json_lines();
    let file = std::fs::File::open(workspace.path("page.parquet")).expect("a file");
    let table = SerializedFileReader::new(file).expect("a table");
    let columns = table.metadata().file_metadata().schema_descr();
    let columns: Vec<String> = columns.columns().iter().map(|column| column.path().string()).collect();
    let place = |name: &str| columns.iter().position(|column| column == name).expect("a column");
    assert!(columns.contains(&"snippet".to_owned()) && !columns.contains(&"body".to_owned()), "{columns:?}");
    let rows: Vec<_> = table.get_row_iter(None).expect("rows").map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), hits.len());
    for (row, hit) in rows.iter().zip(&hits) {
        assert_eq!(row.get_long(place("rank")).expect("a number"), hit["rank"].as_i64().expect("a rank"));
        assert_eq!(row.get_string(place("id")).expect("a text"), hit["id"].as_str().expect("an id"));
        let score = row.get_float(place("score")).expect("a number");
        assert!((f64::from(score) - hit["score"].as_f64().expect("a score")).abs() < 1e-3);
    }

    // Nothing found is a table all the same; what is refused leaves no file.
    workspace.kiosque("search xylophone -o none.parquet").exits(1);
    let file = std::fs::File::open(workspace.path("none.parquet")).expect("a file");
    assert_eq!(SerializedFileReader::new(file).expect("a table").metadata().file_metadata().num_rows(), 0);
    workspace.write("queries.txt", "port\n");
    workspace.kiosque("search --queries queries.txt -o many.parquet").exits(2);
    workspace.kiosque("search port --count -o count.parquet").exits(2);
    assert!(!workspace.exists("many.parquet") && !workspace.exists("count.parquet.part"));
}

#[cfg(not(feature = "columnar"))]
#[test]
fn a_build_without_parquet_says_so() {
    let workspace = Workspace::with_seeds_indexed();
    let refused = workspace.kiosque("search port -o hits.parquet").exits(2);
    assert!(refused.stderr.contains("columnar"), "{}", refused.stderr);
    assert!(!workspace.exists("hits.parquet"));
}

#[test]
fn a_run_is_as_trec_has_it() {
    let workspace = Workspace::with_seeds_indexed();
    let run = workspace.kiosque("search port --format trec -n 5").succeeds();
    let mut last = f64::INFINITY;
    for (at, line) in run.lines().iter().enumerate() {
        let fields: Vec<&str> = line.split(' ').collect();
        let [qid, q0, id, rank, score, tag] = fields[..] else { panic!("{line}") };
        assert_eq!((qid, q0, rank, tag), ("1", "Q0", &*(at + 1).to_string(), "kiosque"));
        let score: f64 = score.parse().expect("a number");
        assert!(!id.is_empty() && score <= last);
        last = score;
    }
    assert_eq!(run.lines().len(), 5);
}

#[test]
fn many_queries_are_answered_in_order_by_any_number_of_threads() {
    let workspace = Workspace::with_seeds_indexed();
    let words = [
        "port",
        "éolien",
        "xylophone",
        "\"conseil municipal\"",
        "titre:budget",
        "glacier orchestre",
        "-port",
    ];
    let mut lines = String::from("# remarks are passed over\n\n");
    for at in 0..200 {
        lines.push_str(&format!("q{at}\t{}\r\n", words[at % words.len()]));
    }
    workspace.write("queries.txt", &lines);
    let one = workspace.kiosque("search --queries queries.txt --format trec -n 3 --jobs 1").succeeds();
    let eight = workspace.kiosque("search --queries queries.txt --format trec -n 3 -j 8").succeeds();
    assert_eq!(one.stdout, eight.stdout);
    for (at, word) in words.iter().enumerate() {
        let alone = workspace.run(&["search", word, "--format", "trec", "-n", "3"]).stdout;
        let mine: Vec<String> = one
            .lines()
            .iter()
            .filter_map(|line| line.strip_prefix(&format!("q{at} ")).map(|line| format!("1 {line}\n")))
            .collect();
        assert_eq!(mine.concat(), alone, "{word}");
    }
    let order: Vec<&str> =
        one.lines().iter().map(|line| line.split(' ').next().unwrap_or_default()).collect();
    let numbers: Vec<usize> = order.iter().map(|qid| qid[1..].parse().expect("a number")).collect();
    assert!(numbers.is_sorted());

    workspace.write("few.txt", "port\nun AND\nxylophone\n");
    let some = workspace.kiosque("search --queries few.txt --count").exits(3);
    assert_eq!(some.lines()[1], "3\t0");
    assert!(some.stderr.starts_with("error: few.txt:2: "), "{some}");
    let answers: Vec<serde_json::Value> =
        workspace.kiosque("search --queries few.txt --format json --facet year -n 1").exits(3).json_lines();
    assert_eq!((&answers[0]["query"], &answers[1]["total"]), (&"port".into(), &0.into()));
    let hits: Vec<serde_json::Value> =
        workspace.kiosque("search --queries few.txt --format jsonl -n 2").exits(3).json_lines();
    assert!(hits.len() == 2 && hits.iter().all(|hit| hit["qid"] == "1"));
    workspace.write("none.txt", "xylophone\n");
    workspace.kiosque("search --queries none.txt").exits(1);
    assert_eq!(workspace.feed("search --queries - --count", b"port\n").code, 0);
    workspace.kiosque("search --queries absent.txt").exits(2);
    workspace.kiosque("search port --queries few.txt").exits(2);
}

#[test]
fn recent_articles_weigh_a_little_more() {
    let workspace = Workspace::new();
    let articles: Vec<Article> = ["2001-05-01", "2023-05-01", "2024-05-01", "", "2012"]
        .iter()
        .enumerate()
        .map(|(at, date)| {
            let mut article = Article::new("Grève au port", &format!("La grève du port, jour {at}."));
            article.date = (*date).to_owned();
            article
        })
        .collect();
    let mut better = Article::new("Grève, grève et grève", "La grève : encore la grève.");
    better.date = "1998-02-03".to_owned();
    workspace.write("corpus/a.jsonl", json_lines(&[articles, vec![better]].concat()));
    workspace.kiosque("index corpus -q").succeeds();
    let dates = |line: &str| -> Vec<serde_json::Value> {
        let hits: Vec<serde_json::Value> = workspace.kiosque(line).succeeds().json_lines();
        hits.iter().map(|hit| hit["date"].clone()).collect()
    };
    assert_eq!(
        dates("search grève --recent --format jsonl"),
        [Some("2024-05-01"), Some("2023-05-01"), Some("1998-02-03"), Some("2012"), Some("2001-05-01"), None]
            .map(serde_json::Value::from)
    );
    assert_eq!(dates("search grève --format jsonl")[0], "1998-02-03", "it says grève most");
    let explained = workspace.kiosque("search grève --recent --explain -n 1").succeeds().stdout;
    assert!(explained.contains("how recent it is"), "{explained}");
}

#[test]
fn an_article_shown_as_markdown_is_read_back_as_it_was() {
    let workspace = Workspace::with_seeds_indexed();
    let signs = Article::new(
        "Un *titre* : # et [crochets]",
        "1. Premier point_de_vue.\n- Un tiret.\n# Pas un titre\n> ni une citation\n5) cinq\n*gras* & <b>pas gras</b> `a` \\ ~~b~~ | c\n=== ni ceci\n12 avril 2020. Voilà.",
    );
    workspace.write("more/signs.json", signs.json());
    workspace.kiosque("index more -q").succeeds();
    for line in workspace.dump() {
        let line: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let id = line["id"].as_str().expect("an id");
        let shown = workspace.run(&["show", id, "--format", "md"]).succeeds().stdout;
        workspace.write("again/a.md", shown);
        let again: serde_json::Value = workspace.kiosque("extract again/a.md").succeeds().json();
        for field in ["title", "body", "date", "source", "authors", "section", "url", "source_id", "language"]
        {
            assert_eq!(again[field], line[field], "{field} of {}", line["title"]);
        }
    }
}

#[test]
fn only_what_is_new_is_said_and_the_exit_code_says_whether_there_is_any() {
    let workspace = Workspace::new();
    workspace.write("corpus/a.json", Article::new("Grève au port", "Une grève au port.").json());
    workspace.write("corpus/b.json", Article::new("Marché", "Le marché du port.").json());
    workspace.kiosque("index corpus -q").succeeds();
    let run =
        workspace.kiosque("stats --format json").succeeds().json::<serde_json::Value>()["run"].to_string();
    let titles = |line: &str, code: i32| -> Vec<String> {
        let hits: Vec<serde_json::Value> = workspace.kiosque(line).exits(code).json_lines();
        let mut titles: Vec<String> = hits.iter().map(|hit| hit["title"].to_string()).collect();
        titles.sort();
        titles
    };
    let since = format!("search port --new-since {run} --format jsonl -q");
    assert_eq!(titles("search port --new-since 0 --format jsonl", 0).len(), 2);
    assert_eq!(titles(&since, 1), Vec::<String>::new());
    workspace.write("corpus/c.json", Article::new("Port rouvert", "Le port est rouvert.").json());
    workspace.write("corpus/b.json", Article::new("Marché fermé", "Le marché du port ferme.").json());
    workspace.date("corpus/b.json", 60);
    workspace.write("corpus/d.json", Article::new("Autre chose", "Rien à voir.").json());
    workspace.kiosque("index corpus -q").succeeds();
    assert_eq!(titles(&since, 0), ["\"Marché fermé\"", "\"Port rouvert\""], "changed or new, and asked for");
    // Another run that finds nothing new makes nothing new, and one that moves nothing keeps what was said.
    workspace.kiosque("index corpus -q").succeeds();
    assert_eq!(titles(&since, 0).len(), 2);
    assert_eq!(titles("search port --new-since 1h --format jsonl", 0).len(), 3);
    assert_eq!(titles("search port --new-since 2020-01-01T00:00 --format jsonl", 0).len(), 3);
    assert_eq!(titles("search --new-since 0 --format jsonl", 0).len(), 4, "the query may be left out");
    assert_eq!(titles("search port --new-since 9999-01-01 --format jsonl -q", 1).len(), 0);
    for wrong in ["hier", "2024-13", "2024-03-12T25:00", "7x", "-3d"] {
        workspace.run(&["search", "port", &format!("--new-since={wrong}")]).exits(2);
    }
}
