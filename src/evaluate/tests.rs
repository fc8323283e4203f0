//! Collections read, runs judged: by hand where a hand can count, by their bounds elsewhere.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn retrieved(answer: &[(&str, f32)]) -> Vec<Retrieved> {
    let one = |(document, score): &(&str, f32)| Retrieved { document: (*document).to_owned(), score: *score };
    answer.iter().map(one).collect()
}

fn judged(grades: &[(&str, i32)]) -> Judged {
    grades.iter().map(|(document, grade)| ((*document).to_owned(), *grade)).collect()
}

/// The measures of one answer, in the order of [`Measure::ALL`].
fn scores(answer: &[(&str, f32)], grades: &[(&str, i32)]) -> [f64; 4] {
    let mut run = Run::default();
    run.insert("q".into(), retrieved(answer));
    let qrels: Qrels = [("q".to_owned(), judged(grades))].into_iter().collect();
    let evaluation = Evaluation::of(&run, &qrels);
    assert_eq!(evaluation.rows["q"].scores, evaluation.means);
    Measure::ALL.map(|measure| evaluation.means.of(measure))
}

#[track_caller]
fn assert_near(found: [f64; 4], expected: [f64; 4]) {
    let near = found.iter().zip(&expected).all(|(one, other)| (one - other).abs() < 1e-12);
    assert!(near, "{found:?} is not {expected:?}");
}

#[test]
fn measures_are_what_a_hand_counts() {
    // Grades along the ranking: 0, 2, 1; a document of grade 3 is not found.
    let found = scores(&[("a", 9.0), ("b", 8.0), ("c", 7.0)], &[("b", 2), ("c", 1), ("d", 3), ("a", 0)]);
    let gain = 2.0 / 3f64.log2() + 1.0 / 2.0;
    let best = 3.0 + 2.0 / 3f64.log2() + 1.0 / 2.0;
    assert_near(found, [gain / best, 1.0 / 2.0, 2.0 / 3.0, (1.0 / 2.0 + 2.0 / 3.0) / 3.0]);
    // A grade below 0 is neither gain nor loss.
    assert_near(
        scores(&[("a", 2.0), ("b", 1.0)], &[("a", -1), ("b", 1)]),
        [1.0 / 3f64.log2(), 0.5, 1.0, 0.5],
    );
}

#[test]
fn each_measure_looks_as_deep_as_its_name_says() {
    let names: Vec<String> = (0..120).map(|at| format!("d{at:03}")).collect();
    let answer: Vec<(&str, f32)> = names.iter().zip(0..).map(|(name, at)| (&**name, -(at as f32))).collect();
    let at = |place: usize| scores(&answer, &[(&names[place], 1)]);
    assert_near(at(9), [1.0 / 11f64.log2(), 1.0 / 10.0, 1.0, 1.0 / 10.0]);
    assert_near(at(10), [0.0, 0.0, 1.0, 1.0 / 11.0]);
    assert_near(at(99), [0.0, 0.0, 1.0, 1.0 / 100.0]);
    assert_near(at(100), [0.0, 0.0, 0.0, 1.0 / 101.0]);
}

#[test]
fn what_was_not_answered_counts_0_and_what_was_not_judged_does_not_count() {
    let mut run = Run::default();
    run.insert("asked".into(), retrieved(&[("a", 1.0)]));
    run.insert("unjudged".into(), retrieved(&[("a", 1.0)]));
    let qrels: Qrels = [
        ("asked".to_owned(), judged(&[("a", 1)])),
        ("unanswered".to_owned(), judged(&[("a", 1)])),
        ("without".to_owned(), judged(&[("a", 0)])),
        ("more".to_owned(), judged(&[("b", 1)])),
    ]
    .into_iter()
    .collect();
    let evaluation = Evaluation::of(&run, &qrels);
    assert_eq!(evaluation.rows.len(), 4);
    assert_near(Measure::ALL.map(|measure| evaluation.means.of(measure)), [0.25; 4]);
    assert_eq!((evaluation.unanswered(), qrels.without_relevant()), (3, 1));
    assert_eq!(Evaluation::of(&run, &Qrels::default()).means, Scores::default());
}

/// A file of that name, read by `read`.
fn reading<T>(
    name: &str,
    content: &[u8],
    read: impl Fn(&std::path::Path) -> Result<T, Error>,
) -> Result<T, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, content).expect("written");
    let place = format!("{}/", folder.path().display());
    read(&path).map_err(|error| error.to_string().replace(&place, ""))
}

#[test]
fn judgements_are_read_in_both_forms() {
    let beir = "\u{feff}query-id\tcorpus-id\tscore\r\nq1\td 1\t1\r\n\r\nq2\td2\t0\r\n";
    let qrels = reading("qrels.tsv", beir.as_bytes(), Qrels::read).expect("read");
    assert_eq!(qrels.queries()["q1"], judged(&[("d 1", 1)]));
    let trec = "q1 0 d1 2\nq1  0\td2 -1\nq2 Q0 d1 0\nq1 0 d1 2\n".replace('\t', " ");
    let qrels = reading("qrels.txt", trec.as_bytes(), Qrels::read).expect("read");
    assert_eq!(qrels.queries()["q1"], judged(&[("d1", 2), ("d2", -1)]));
    assert_eq!(qrels.len(), 2);
}

#[test]
fn wrong_lines_are_named_by_their_place() {
    let qrels = |content: &str| reading("q.tsv", content.as_bytes(), Qrels::read).expect_err("refused");
    assert_eq!(
        qrels("a b 1\na b\n"),
        "q.tsv:2: 2 columns where a judgement has 3 (query document grade) or 4 (query 0 document grade)"
    );
    assert_eq!(qrels("q d score\nq d one\n"), "q.tsv:2: the grade \"one\" is no whole number");
    assert_eq!(qrels("q d 1.5\n"), "q.tsv:1: the grade \"1.5\" is no whole number");
    assert_eq!(qrels("q d 1\n\nq d 2\n"), "q.tsv:3: d was judged 1 for q before, and 2 here");
    assert_eq!(qrels("q\t\t1\n"), "q.tsv:1: an empty id");
    assert_eq!(
        reading("q.tsv", b"q d 1\nq \xe9 1\n", Qrels::read).expect_err("refused"),
        "q.tsv:2: no UTF-8"
    );

    let run = |content: &str| reading("r.trec", content.as_bytes(), Run::read).expect_err("refused");
    assert_eq!(
        run("q Q0 d 1 2.5\n"),
        "r.trec:1: 5 columns where a run has 6: query Q0 document rank score name"
    );
    assert_eq!(run("q Q0 d 1 nan x\n"), "r.trec:1: the score \"nan\" is no number");
    assert_eq!(
        run("q Q0 d 1 2 x\nq Q0 e 1 2 x\nq Q0 d 2 1 x\n"),
        "r.trec:3: d stands twice for q, first in line 1"
    );

    let queries =
        |content: &str| reading("q.jsonl", content.as_bytes(), read_questions).expect_err("refused");
    assert!(queries("{\"_id\":\"a\",\"text\":\"x\"}\n{\"_id\":").starts_with("q.jsonl:2: no JSON: "));
    assert_eq!(queries("{\"_id\":\"a\"}"), "q.jsonl:1: missing field \"text\"");
    assert_eq!(queries("{\"_id\":[],\"text\":\"x\"}"), "q.jsonl:1: \"_id\" is no text");
    assert_eq!(queries("{\"_id\":\"\",\"text\":\"x\"}"), "q.jsonl:1: an empty \"_id\"");
    assert_eq!(queries("a\tx\na\ty\n"), "q.jsonl:2: the query a stands twice");
    assert_eq!(queries("a x\n"), "q.jsonl:1: neither a JSON object nor an id, a tab and a text");
}

#[test]
fn queries_and_judgements_must_have_something_in_common() {
    let question = |id: &str| Question { id: id.into(), text: "mot".into() };
    let qrels: Qrels = ["q1", "q2"].map(|id| (id.to_owned(), judged(&[("d", 1)]))).into_iter().collect();
    let (asked, coverage) = to_ask(vec![question("q3"), question("q2")], &qrels).expect("one in common");
    assert_eq!(asked, [question("q2")]);
    assert_eq!(coverage, Coverage { unjudged: 1, missing: 1 });
    let error = to_ask(vec![question("Q1")], &qrels).expect_err("none in common");
    assert_eq!(
        error.to_string(),
        "no judged query is among the queries: judged is \"q1\", asked could be \"Q1\""
    );
}

/// Judged documents and an answer, drawn from few names and few scores, so that they meet and tie.
fn drawn() -> impl Strategy<Value = (BTreeMap<u8, i32>, Vec<(u8, u8)>)> {
    let judged = proptest::collection::btree_map(0u8..30, -1i32..4, 1..20);
    let answer = proptest::collection::btree_map(0u8..30, 0u8..5, 0..30);
    (judged, answer.prop_map(|answer| answer.into_iter().collect()))
}

fn scores_of(judged: &BTreeMap<u8, i32>, answer: &[(u8, u8)]) -> [f64; 4] {
    let names: Vec<String> = (0..30).map(|at| format!("d{at}")).collect();
    let answer: Vec<(&str, f32)> =
        answer.iter().map(|(at, score)| (&*names[usize::from(*at)], f32::from(*score))).collect();
    let grades: Vec<(&str, i32)> =
        judged.iter().map(|(at, grade)| (&*names[usize::from(*at)], *grade)).collect();
    scores(&answer, &grades)
}

proptest! {
    #[test]
    fn measures_lie_between_0_and_1((judged, answer) in drawn()) {
        for value in scores_of(&judged, &answer) {
            prop_assert!((0.0..=1.0 + 1e-12).contains(&value), "{value}");
        }
    }

    #[test]
    fn the_order_of_a_runs_lines_says_nothing(
        (judged, answer) in drawn(),
        turn in 0usize..30,
    ) {
        let mut turned = answer.clone();
        turned.rotate_left(turn.min(answer.len()));
        turned.reverse();
        prop_assert_eq!(scores_of(&judged, &answer), scores_of(&judged, &turned));
    }

    #[test]
    fn the_best_order_scores_1((judged, _) in drawn()) {
        prop_assume!(judged.values().any(|grade| *grade > 0));
        let best: Vec<(u8, u8)> = judged.iter().map(|(at, grade)| (*at, (*grade + 1) as u8)).collect();
        assert_near(scores_of(&judged, &best), [1.0; 4]);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = reading("q", &bytes, Qrels::read);
        let _ = reading("q", &bytes, Run::read);
        let _ = reading("q", &bytes, read_questions);
    }
}
