//! Judged queries are asked and counted as trec_eval counts, and two systems are told apart or not.

use std::path::Path;

use serde::Deserialize;

use super::support::{Workspace, gz, zst};

/// Documents, two of them of equal text under two names; `a9` is judged but not there.
const CORPUS: &str = r#"{"_id": "a1", "title": "Grève des dockers au port de Brieuc", "text": "Les dockers ont cessé le travail mardi. La grève touche tout le port."}
{"_id": "a2", "title": "Le port de Brieuc rouvre", "text": "Après trois jours de grève, le port accueille de nouveau des navires."}
{"_id": "a3", "title": "Le marché aux fleurs", "text": "Les fleuristes reviennent place Duroc chaque samedi matin."}
{"_id": "a4", "title": "Le marché aux fleurs", "text": "Les fleuristes reviennent place Duroc chaque samedi matin."}
{"_id": "a5", "title": "Un budget voté", "text": "Le conseil municipal a voté le budget de la ville."}
"#;

/// Queries full of signs that a typed query would heed; `q4` has no judgements, `q5` no word.
const QUERIES: &str = r#"{"_id": "q1", "text": "Qui fait grève au \"port\" (Brieuc) ?"}
{"_id": "q2", "text": "fleuristes: place Duroc"}
{"_id": "q3", "text": "budget -municipal"}
{"_id": "q4", "text": "une question que nul n'a jugée"}
{"_id": "q5", "text": "?!"}
"#;

/// `q6` is judged but not there.
const QRELS: &str = "query-id\tcorpus-id\tscore\nq1\ta1\t2\nq1\ta2\t1\nq2\ta3\t1\nq3\ta5\t1\nq3\ta9\t1\nq5\ta1\t1\nq6\ta1\t1\n";

fn collection() -> Workspace {
    let workspace = Workspace::new();
    workspace
        .write("presse/corpus.jsonl", CORPUS)
        .write("presse/queries.jsonl", QUERIES)
        .write("presse/qrels.tsv", QRELS);
    workspace
}

/// `eval --format json`, field by field.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Evaluated {
    v: u32,
    name: String,
    experiment: Option<String>,
    queries: usize,
    #[serde(rename = "ndcg@10")]
    ndcg: f64,
    #[serde(rename = "mrr@10")]
    mrr: f64,
    #[serde(rename = "recall@100")]
    recall: f64,
    map: f64,
    documents: Option<u64>,
    depth: Option<u32>,
    settings: Option<Settings>,
    unanswered: usize,
    without_relevant: usize,
    missing: usize,
    unjudged: usize,
    baseline: Option<Baseline>,
    comparison: Option<Comparisons>,
    seconds: f64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Settings {
    stemmer: String,
    lexicon: String,
    operator: String,
    k1: f64,
    b: f64,
    title: f64,
    same_fold: f64,
    same_stem: f64,
    near: f64,
    nearness: f64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Baseline {
    run: String,
    #[serde(rename = "ndcg@10")]
    ndcg: f64,
    #[serde(rename = "mrr@10")]
    mrr: f64,
    #[serde(rename = "recall@100")]
    recall: f64,
    map: f64,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Comparisons {
    #[serde(rename = "ndcg@10")]
    ndcg: Comparison,
    #[serde(rename = "mrr@10")]
    mrr: Comparison,
    #[serde(rename = "recall@100")]
    recall: Comparison,
    map: Comparison,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Comparison {
    difference: f64,
    interval: [f64; 2],
    p: f64,
    better: usize,
    worse: usize,
    equal: usize,
}

#[test]
fn a_collection_is_indexed_aside_asked_and_counted() {
    let workspace = collection();
    insta::assert_snapshot!(workspace.kiosque("eval presse"), @r"
--- stdout ---
presse: 5 judged queries, 5 documents

  nDCG@10     0.4488
  MRR@10      0.5000
  Recall@100  0.5000
  MAP         0.4000

  answers of 100 documents at most, in [TIME]
--- stderr ---
warning: the index lacks 1 of 7 relevant documents
warning: 1 judged query is not among the queries; it counts 0
note: 1 query without judgements left out
note: 1 query found nothing; it counts 0
--- exit 0 ---
");
    assert!(!workspace.exists("index"), "the corpus was indexed aside");
}

#[test]
fn scripts_get_one_object() {
    let workspace = collection();
    let found: Evaluated = workspace.kiosque("eval presse -q --format json").succeeds().json();
    let near = |value: f64, expected: f64| assert!((value - expected).abs() < 1e-12, "{value} {expected}");
    // q1 in the best order; q2 with a copy before it (of equal scores the last name first); q3 with one of two
    // found; q5 and q6 with nothing.
    let second = 1.0 / 3f64.log2();
    near(found.ndcg, (1.0 + second + 1.0 / (1.0 + second)) / 5.0);
    near(found.mrr, (1.0 + 0.5 + 1.0) / 5.0);
    near(found.recall, (1.0 + 1.0 + 0.5) / 5.0);
    near(found.map, (1.0 + 0.5 + 0.5) / 5.0);
    assert_eq!((found.v, found.queries, found.documents, found.depth), (1, 5, Some(5), Some(100)));
    assert_eq!((found.unanswered, found.without_relevant, found.missing, found.unjudged), (2, 0, 1, 1));
    assert_eq!((&*found.name, &found.experiment, &found.baseline), ("presse", &None, &None));
    let settings = found.settings.expect("an experiment has settings");
    assert_eq!((&*settings.lexicon, &*settings.operator), ("yes", "or"));
    let usual = kiosque::evaluate::Settings::default();
    assert_eq!((&*settings.stemmer, settings.title as f32), (usual.stemmer.name(), usual.ranking.title));
    assert!(found.comparison.is_none() && found.seconds > 0.0);
}

#[test]
fn a_run_is_judged_again_as_it_was_when_it_was_made() {
    let workspace = collection();
    let made: Evaluated = workspace
        .kiosque("eval presse -q --format json --run ours.trec --per-query made.tsv")
        .succeeds()
        .json();
    let run = workspace.read("ours.trec");
    assert!(run.starts_with("q1 Q0 a1 1 ") && run.lines().all(|line| line.ends_with(" kiosque")), "{run}");
    assert!(run.contains("q2 Q0 a4 1 ") && run.contains("q2 Q0 a3 2 "), "{run}");
    for jobs in ["1", "3"] {
        let again = format!("eval presse -q --jobs {jobs} --run again.trec");
        workspace.kiosque(&again).succeeds();
        assert_eq!(workspace.read("again.trec"), run);
    }
    let judged: Evaluated = workspace
        .kiosque("eval presse -q --format json --score ours.trec --per-query judged.tsv")
        .succeeds()
        .json();
    assert_eq!(
        (judged.ndcg, judged.mrr, judged.recall, judged.map),
        (made.ndcg, made.mrr, made.recall, made.map)
    );
    assert_eq!((judged.documents, judged.depth, judged.settings), (None, None, None));
    assert_eq!(workspace.read("judged.tsv"), workspace.read("made.tsv"));
    assert_eq!(
        workspace.read("made.tsv").lines().take(2).collect::<Vec<_>>(),
        ["query\tndcg@10\trr@10\trecall@100\tap\tretrieved\trelevant\tfound", "q1\t1\t1\t1\t1\t2\t2\t2"]
    );
    // Ranks and the order of lines say nothing.
    let mut lines: Vec<String> = run.lines().map(|line| line.replace(" 1 ", " 7 ")).collect();
    lines.reverse();
    workspace.write("turned.trec", lines.join("\n"));
    let turned = workspace.kiosque("eval --qrels presse/qrels.tsv -q --score turned.trec").succeeds();
    let straight = workspace.kiosque("eval --qrels presse/qrels.tsv -q --score ours.trec").succeeds();
    assert_eq!(
        turned.stdout.lines().skip(1).collect::<Vec<_>>(),
        straight.stdout.lines().skip(1).collect::<Vec<_>>()
    );
}

#[test]
fn rows_may_be_json_lines() {
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Row {
        v: u32,
        query: String,
        #[serde(rename = "ndcg@10")]
        ndcg: f64,
        #[serde(rename = "rr@10")]
        reciprocal_rank: f64,
        #[serde(rename = "recall@100")]
        recall: f64,
        ap: f64,
        retrieved: usize,
        relevant: usize,
        found: usize,
    }
    let workspace = collection();
    // What stood in the file before is gone.
    workspace.write("rows.jsonl", "x".repeat(10_000));
    workspace.kiosque("eval presse -q --per-query rows.jsonl").succeeds();
    let rows: Vec<Row> = workspace
        .read("rows.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    let queries: Vec<&str> = rows.iter().map(|row| &*row.query).collect();
    assert_eq!(queries, ["q1", "q2", "q3", "q5", "q6"]);
    let third = &rows[2];
    assert_eq!((third.v, third.retrieved, third.relevant, third.found), (1, 1, 2, 1));
    assert_eq!((third.reciprocal_rank, third.recall, third.ap), (1.0, 0.5, 0.5));
    assert!(third.ndcg > 0.6 && third.ndcg < 0.62);
}

#[test]
fn a_baseline_is_compared_query_by_query() {
    let workspace = collection();
    workspace.write("theirs.trec", "q1 Q0 a2 1 2.0 autre\nq1 Q0 a1 2 1.0 autre\nq2 Q0 a3 1 2.0 autre\n");
    insta::assert_snapshot!(workspace.kiosque("eval presse -q --baseline theirs.trec"), @r"
--- stdout ---
presse: 5 judged queries, 5 documents

                this  baseline  difference       95 % interval        p  better   worse   equal
  nDCG@10     0.4488    0.3719     +0.0769  −0.1934 to +0.3679   0.7500       2       1       2
  MRR@10      0.5000    0.4000     +0.1000  −0.3000 to +0.6000   1.0000       1       1       3
  Recall@100  0.5000    0.4000     +0.1000   0.0000 to +0.3000   1.0000       1       0       4
  MAP         0.4000    0.4000      0.0000  −0.3000 to +0.3000   1.0000       1       1       3

  baseline: theirs.trec; p by a paired randomisation test, interval by bootstrap, over queries

  answers of 100 documents at most, in [TIME]
--- exit 0 ---
");
    let found: Evaluated =
        workspace.kiosque("eval presse -q --baseline theirs.trec --format json").succeeds().json();
    let (baseline, comparison) = (found.baseline.expect("named"), found.comparison.expect("compared"));
    assert_eq!(baseline.run, "theirs.trec");
    let Comparison { difference, interval, p, better, worse, equal } = comparison.ndcg;
    assert!((difference - (found.ndcg - baseline.ndcg)).abs() < 1e-9, "{difference}");
    assert_eq!((better, worse, equal), (2, 1, 2));
    assert!(interval[0] <= difference && difference <= interval[1]);
    // Three queries differ: p is a whole number of eighths.
    assert_eq!((p * 8.0).fract(), 0.0);
    assert_eq!((comparison.map.better, comparison.recall.better), (1, 1));
    assert!((baseline.mrr - 0.4).abs() < 1e-12 && (baseline.map - 0.4).abs() < 1e-12);
    assert!((baseline.recall - 0.4).abs() < 1e-12 && comparison.mrr.equal == 3);
}

#[test]
fn experiments_are_named_by_their_settings() {
    let workspace = collection();
    let tries = "--try lexicon=no,yes --try operator=or,and";
    let grid = workspace.kiosque(&format!("eval presse -q {tries}")).succeeds();
    let lines = grid.lines();
    assert_eq!(lines[0], "presse: 5 judged queries, 5 documents, 4 experiments");
    assert!(lines[2].contains("nDCG@10") && lines[2].ends_with("experiment"), "{grid}");
    let rows: Vec<Evaluated> =
        workspace.kiosque(&format!("eval presse -q {tries} --format json")).succeeds().json_lines();
    let names: Vec<&str> = rows.iter().filter_map(|row| row.experiment.as_deref()).collect();
    let expected = [
        "lexicon=no,operator=or",
        "lexicon=no,operator=and",
        "lexicon=yes,operator=or",
        "lexicon=yes,operator=and",
    ];
    assert_eq!(names, expected);
    for row in &rows {
        let settings = row.settings.as_ref().expect("settings");
        let named = format!("lexicon={},operator={}", settings.lexicon, settings.operator);
        assert_eq!(row.experiment.as_deref(), Some(&*named));
        // The defaults are what the others are compared with.
        assert_eq!(row.comparison.is_none(), named == "lexicon=yes,operator=or");
    }
    // A grid's experiment gives what it gives alone.
    let alone: Evaluated = workspace.kiosque("eval presse -q --format json").succeeds().json();
    assert_eq!((alone.ndcg, alone.map), (rows[2].ndcg, rows[2].map));
    let beside: Vec<Evaluated> =
        workspace.kiosque("eval presse -q --try operator=and --format json").succeeds().json_lines();
    let names: Vec<&str> = beside.iter().filter_map(|row| row.experiment.as_deref()).collect();
    assert_eq!(names, ["operator=or", "operator=and"]);
    let and: Evaluated = workspace.kiosque("eval presse -q --operator and --format json").succeeds().json();
    assert_eq!(and.ndcg, beside[1].ndcg);
    assert!(and.ndcg < alone.ndcg, "all words are more than one of them");
}

#[test]
fn parts_of_a_collection_may_be_compressed_split_or_elsewhere() {
    let workspace = collection();
    let usual = workspace.kiosque("eval presse -q --run usual.trec").succeeds();
    let (first, second) = CORPUS.split_at(CORPUS.find("{\"_id\": \"a3\"").expect("there"));
    workspace
        .write("paquet/corpus-1.jsonl.zst", zst(first.as_bytes()))
        .write("paquet/corpus-2.jsonl.gz", gz(second.as_bytes()))
        .write("paquet/queries.jsonl.gz", gz(QUERIES.as_bytes()))
        .write("paquet/qrels/test.tsv.zst", zst(QRELS.as_bytes()));
    let packed = workspace.kiosque("eval paquet -q --run packed.trec").succeeds();
    assert_eq!(workspace.read("packed.trec"), workspace.read("usual.trec"));
    assert_eq!(
        packed.stdout.lines().skip(2).take(4).collect::<Vec<_>>(),
        usual.stdout.lines().skip(2).take(4).collect::<Vec<_>>()
    );
    // The same of an index at hand, with a table of queries and TREC's judgements.
    workspace
        .write("questions.tsv", "q1\tQui fait grève au port (Brieuc) ?\nq3\tbudget municipal\n")
        .write("qrels.txt", "q1 0 a1 2\nq1 0 a2 1\nq3 0 a5 1\n");
    workspace.kiosque("index -q presse/corpus.jsonl").succeeds();
    let asked: Evaluated =
        workspace.kiosque("eval --queries questions.tsv --qrels qrels.txt --format json").succeeds().json();
    assert_eq!((asked.queries, asked.ndcg, asked.recall), (2, 1.0, 1.0));
    // That index stored the two equal texts once.
    assert_eq!((&*asked.name, asked.documents), ("index", Some(4)));
}

#[test]
fn what_cannot_be_evaluated_says_why() {
    let workspace = collection();
    let error = |line: &str| workspace.kiosque(line).exits(2).stderr;
    workspace.write("bad.tsv", "q1\ta1\t1\nq1\ta2\n");
    assert_eq!(
        error("eval presse --qrels bad.tsv"),
        "error: bad.tsv:2: 2 columns where a judgement has 3 (query document grade) or 4 (query 0 document grade)\n"
    );
    workspace.write("bad.jsonl", "{\"_id\": \"q1\"}\n");
    assert_eq!(error("eval presse --queries bad.jsonl"), "error: bad.jsonl:1: missing field \"text\"\n");
    workspace.write("bad.trec", "q1 Q0 a1 1 beaucoup moi\n");
    assert_eq!(
        error("eval presse --score bad.trec"),
        "error: bad.trec:1: the score \"beaucoup\" is no number\n"
    );

    workspace.write("other.tsv", "Q1\ta1\t1\n");
    assert_eq!(
        error("eval presse --qrels other.tsv"),
        "error: no judged query is among the queries: judged is \"Q1\", asked could be \"q1\"\n\
         hint: take files of one collection; they must write ids alike, to the letter\n"
    );
    workspace.write("run.trec", "q1 Q0 document-1 1 2 x\n");
    let stranger = error("eval presse --score run.trec");
    assert!(
        stranger.contains(
            "run.trec: no document of this run has judgements: it has \"document-1\", judged is \"a1\""
        ),
        "{stranger}"
    );
    workspace.write("run.trec", "Q1 Q0 a1 1 2 x\n");
    let stranger = error("eval presse --baseline run.trec");
    assert!(
        stranger.contains("no query of this run has judgements: it has \"Q1\", judged is \"q1\""),
        "{stranger}"
    );

    assert!(error("eval").contains("hint: name a collection, as `kiosque eval FOLDER`, or --qrels FILE"));
    assert!(error("eval nowhere").starts_with("error: nowhere: cannot be read\n"));
    assert!(error("eval --queries presse/queries.jsonl --qrels presse/qrels.tsv").contains("no index here"));
    assert!(error("eval presse --try titel=1").contains("hint: one of: stemmer="));
    assert!(error("eval presse --try b=2").contains("b takes a number from 0 to 1, not \"2\""));
    assert!(error("eval presse --try b=0.5 --run x").contains("cannot be used with"));
    workspace.remove("presse/corpus.jsonl");
    assert!(error("eval presse").contains("presse: no corpus.jsonl in this folder"));
    workspace.write("presse/corpus.jsonl", "");
    assert!(error("eval presse").contains("presse: no document in its corpus"));
    assert!(
        workspace
            .kiosque("eval presse --run nowhere/x")
            .exits(4)
            .stderr
            .contains("nowhere/x: cannot be written")
    );
}

#[test]
fn a_bad_document_costs_itself_alone_and_is_told() {
    let workspace = collection();
    workspace.write("presse/corpus.jsonl", format!("{CORPUS}{{\"_id\": \"a6\", \"title\": \n"));
    let output = workspace.kiosque("eval presse").exits(3);
    assert!(output.stderr.contains("corpus.jsonl:6: "), "{output}");
    assert!(output.stdout.starts_with("presse: 5 judged queries, 5 documents\n"), "{output}");
}

/// 1,986 questions on 393 passages, where they lie beside the repository.
#[test]
fn piaf_is_answered_as_well_as_ever() {
    let piaf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/ir/piaf");
    if !piaf.is_dir() {
        println!("skipped: no {}", piaf.display());
        return;
    }
    let workspace = Workspace::new();
    let folder = piaf.to_str().expect("a plain path");
    let found: Evaluated =
        workspace.run(&["eval", folder, "-q", "--format", "json", "--run", "piaf.trec"]).succeeds().json();
    assert_eq!((found.queries, found.documents, found.missing), (1986, Some(393), 0));
    assert!((0.80..0.90).contains(&found.ndcg), "{found:?}");
    assert!(found.mrr < found.ndcg && found.recall > 0.94, "{found:?}");
    let again: Evaluated =
        workspace.run(&["eval", folder, "-q", "--format", "json", "--score", "piaf.trec"]).succeeds().json();
    assert_eq!(
        (again.ndcg, again.mrr, again.recall, again.map),
        (found.ndcg, found.mrr, found.recall, found.map)
    );
}
