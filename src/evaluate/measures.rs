//! How good a ranking is: nDCG@10, MRR@10, Recall@100 and MAP, as trec_eval counts them.
//!
//! Means are over all judged queries, as `trec_eval -c` takes them: a query that was answered with nothing, or
//! not at all, counts 0, and so does one whose judgements are all 0.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Error, Judged, Qrels, Retrieved, Run, quoted};

/// Places that nDCG@10 and MRR@10 look at.
const SHALLOW: usize = 10;
/// Places that Recall@100 looks at.
const DEEP: usize = 100;

/// A measure of one ranking, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Discounted gain of the first ten, of the best possible (Järvelin and Kekäläinen 2002); gains are
    /// grades, discounts logarithms of base 2.
    Ndcg,
    /// One over the place of the first relevant document, if that is among the first ten.
    ReciprocalRank,
    /// Share of the relevant documents among the first hundred.
    Recall,
    /// Mean, over the relevant documents, of the precision at their places; over the whole ranking.
    AveragePrecision,
}

impl Measure {
    /// All of them, in the order of outputs.
    pub const ALL: [Measure; 4] =
        [Measure::Ndcg, Measure::ReciprocalRank, Measure::Recall, Measure::AveragePrecision];

    /// Name of the mean over queries, in scripts.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Ndcg => "ndcg@10",
            Measure::ReciprocalRank => "mrr@10",
            Measure::Recall => "recall@100",
            Measure::AveragePrecision => "map",
        }
    }

    /// Name of the mean over queries, for people.
    pub fn title(self) -> &'static str {
        match self {
            Measure::Ndcg => "nDCG@10",
            Measure::ReciprocalRank => "MRR@10",
            Measure::Recall => "Recall@100",
            Measure::AveragePrecision => "MAP",
        }
    }

    /// Name of one query's value, in scripts.
    pub fn name_of_one(self) -> &'static str {
        match self {
            Measure::ReciprocalRank => "rr@10",
            Measure::AveragePrecision => "ap",
            Measure::Ndcg | Measure::Recall => self.name(),
        }
    }
}

/// A value of every measure.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Scores([f64; 4]);

impl Scores {
    /// The value of a measure.
    pub fn of(&self, measure: Measure) -> f64 {
        self.0[measure as usize]
    }
}

/// How one query was answered.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Row {
    /// The measures.
    pub scores: Scores,
    /// Documents in the answer.
    pub retrieved: usize,
    /// Documents judged relevant.
    pub relevant: usize,
    /// Relevant documents in the answer.
    pub found: usize,
}

/// How the judged queries were answered.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evaluation {
    /// Each query, in order of id.
    pub rows: BTreeMap<String, Row>,
    /// Means over the queries; 0 if there are none.
    pub means: Scores,
}

impl Evaluation {
    /// Reads a run and judges it.
    ///
    /// # Errors
    /// If it cannot be read, or if nothing in it has judgements: then run and judgements do not belong together.
    pub fn read(path: &Path, qrels: &Qrels) -> Result<Self, Error> {
        let run = Run::read(path)?;
        if !run.queries().keys().any(|query| qrels.has(query)) {
            let (found, judged) = (run.queries().keys().next(), qrels.queries().keys().next());
            let (found, judged) = (quoted(found), quoted(judged));
            return Err(Error::ForeignQueries { path: path.into(), found, judged });
        }
        let judged: BTreeSet<&String> = qrels.queries().values().flat_map(Judged::keys).collect();
        let retrieved = || run.queries().values().flatten().map(|one| &one.document);
        if !retrieved().any(|document| judged.contains(document)) {
            let (found, judged) = (quoted(retrieved().next()), quoted(judged.first().copied()));
            return Err(Error::ForeignDocuments { path: path.into(), found, judged });
        }
        Ok(Evaluation::of(&run, qrels))
    }

    /// Judges a run. What it answers to queries without judgements is left out.
    pub fn of(run: &Run, qrels: &Qrels) -> Self {
        let rows: BTreeMap<String, Row> = qrels
            .queries()
            .iter()
            .map(|(query, judged)| (query.clone(), judge(run.answer(query), judged)))
            .collect();
        let mut means = Scores::default();
        for (at, mean) in means.0.iter_mut().enumerate() {
            let sum: f64 = rows.values().map(|row| row.scores.0[at]).sum();
            *mean = sum / rows.len().max(1) as f64;
        }
        Evaluation { rows, means }
    }

    /// Each query's value of a measure, in order of id.
    pub fn values(&self, measure: Measure) -> Vec<f64> {
        self.rows.values().map(|row| row.scores.of(measure)).collect()
    }

    /// Number of queries that were answered with nothing.
    pub fn unanswered(&self) -> usize {
        self.rows.values().filter(|row| row.retrieved == 0).count()
    }
}

fn judge(answer: &[Retrieved], judged: &Judged) -> Row {
    let mut ideal: Vec<i32> = judged.values().copied().filter(|grade| *grade > 0).collect();
    ideal.sort_unstable_by(|one, other| other.cmp(one));
    let relevant = ideal.len();
    let mut row = Row { retrieved: answer.len(), relevant, ..Row::default() };
    let (mut gain, mut reciprocal_rank, mut among_first, mut precisions) = (0.0, 0.0, 0, 0.0);
    for (at, one) in answer.iter().enumerate() {
        let grade = judged.get(&one.document).copied().unwrap_or(0);
        if grade <= 0 {
            continue;
        }
        row.found += 1;
        precisions += row.found as f64 / (at + 1) as f64;
        among_first += usize::from(at < DEEP);
        if at < SHALLOW {
            gain += discounted(grade, at);
            if row.found == 1 {
                reciprocal_rank = 1.0 / (at + 1) as f64;
            }
        }
    }
    if relevant > 0 {
        let best: f64 =
            ideal.iter().take(SHALLOW).enumerate().map(|(at, grade)| discounted(*grade, at)).sum();
        let of_relevant = 1.0 / relevant as f64;
        row.scores = Scores([
            gain / best,
            reciprocal_rank,
            among_first as f64 * of_relevant,
            precisions * of_relevant,
        ]);
    }
    row
}

/// The gain of a grade at a place, counted from 0.
fn discounted(grade: i32, at: usize) -> f64 {
    f64::from(grade) / ((at + 2) as f64).log2()
}
