//! What a person must know of an evaluation beside its figures.

use super::super::output::{Err, Paint};
use super::super::text::{counted, number};
use super::Facts;
use crate::evaluate::{Outcome, Qrels, Subject};

/// Says where index and judgements do not meet.
pub(super) fn of_index(err: Err, subject: &Subject, qrels: &Qrels) {
    let namesakes = subject.namesakes();
    if namesakes > 0 {
        let documents = counted(namesakes as u64, "document bears", "documents bear");
        warn(err, &format!("{documents} the name of another; of those only the best ever counts"));
    }
    let (absent, all) = subject.absent(qrels);
    if absent == all && all > 0 {
        warn(err, "no relevant document is in the index; are these judgements of another collection?");
    } else if absent > 0 {
        let lacking = format!("{} of {}", number(absent as u64), number(all as u64));
        warn(err, &format!("the index lacks {lacking} relevant documents"));
    }
}

/// Says what counts 0, and what does not count.
pub(super) fn of_queries(err: Err, facts: &Facts, outcomes: &[Outcome]) {
    let each = |n: usize, one: &str, many: &str| {
        format!("{}; {} 0", counted(n as u64, one, many), if n == 1 { "it counts" } else { "each counts" })
    };
    let missing = facts.coverage.missing;
    if missing > 0 {
        let one = "judged query is not among the queries";
        warn(err, &each(missing, one, "judged queries are not among the queries"));
    }
    let mut notes = Vec::new();
    if facts.coverage.unjudged > 0 {
        let left_out = counted(facts.coverage.unjudged as u64, "query", "queries");
        notes.push(format!("{left_out} without judgements left out"));
    }
    if facts.without_relevant > 0 {
        let one = "judged query has no relevant document";
        notes.push(each(facts.without_relevant, one, "judged queries have no relevant document"));
    }
    if let [outcome] = outcomes
        && outcome.unanswered > missing
    {
        notes.push(each(outcome.unanswered - missing, "query found nothing", "queries found nothing"));
    }
    for note in notes {
        err.line(&err.paint.paint(Paint::DIM, &format!("note: {note}")));
    }
}

fn warn(err: Err, what: &str) {
    err.line(&format!("{} {what}", err.paint.paint(Paint::WARN, "warning:")));
}
