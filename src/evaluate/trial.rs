//! The experiments of a grid, made one after the other and compared.

use super::collection::Question;
use super::experiment::Experiment;
use super::grid::Experiments;
use super::measures::{Evaluation, Scores};
use super::qrels::Qrels;
use super::significance::Comparisons;
use super::subject::Subject;
use super::trec_run::Run;
use super::{Error, Watch};

/// What the experiments of a grid share.
#[derive(Debug, Clone, Copy)]
pub struct Trial<'a> {
    /// What is asked.
    pub questions: &'a [Question],
    /// What answers it.
    pub qrels: &'a Qrels,
    /// Documents of an answer at most.
    pub depth: usize,
    /// The user's lexicon, which was read before.
    pub lexicon: Option<&'a str>,
}

/// What came out of one experiment, or of a run made elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// `None` for a run made elsewhere.
    pub experiment: Option<Experiment>,
    /// Means over the judged queries.
    pub means: Scores,
    /// Judged queries that were answered with nothing.
    pub unanswered: usize,
    /// Beside the reference; `None` for the reference itself, and where there is none.
    pub comparisons: Option<Comparisons>,
}

impl Outcome {
    /// Sums up an evaluation, and compares it with the reference where there is one.
    pub fn of(
        experiment: Option<&Experiment>,
        evaluation: &Evaluation,
        reference: Option<&Evaluation>,
    ) -> Self {
        Outcome {
            experiment: experiment.cloned(),
            means: evaluation.means,
            unanswered: evaluation.unanswered(),
            comparisons: reference.map(|other| Comparisons::of(evaluation, other)),
        }
    }
}

/// What came out of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcomes {
    /// Of each experiment, in the order of the grid.
    pub all: Vec<Outcome>,
    /// Answers under the usual settings.
    pub run: Run,
    /// And how good they are.
    pub evaluation: Evaluation,
}

impl Trial<'_> {
    /// Makes the experiments on the threads that it is called on; of each only the sums stay in
    /// memory, but for the usual one. `subject` is opened with the usual settings' inflection; other
    /// inflections of the same index are opened one after the other. Each experiment is compared with
    /// `baseline`, else with the usual one.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn run(
        &self,
        grid: &Experiments,
        mut subject: Subject,
        baseline: Option<&Evaluation>,
        watch: &dyn Watch,
    ) -> Result<Outcomes, Error> {
        let usual = &grid.all[grid.usual];
        let run = usual.run(&subject, self.questions, self.depth, watch)?;
        let evaluation = Evaluation::of(&run, self.qrels);
        let reference = baseline.unwrap_or(&evaluation);
        let mut outcomes: Vec<(usize, Outcome)> =
            vec![(grid.usual, Outcome::of(Some(usual), &evaluation, baseline))];
        for at in self.order(grid, &subject) {
            let experiment = &grid.all[at];
            let inflection = experiment.settings.inflection(self.lexicon);
            if inflection.fingerprint() != subject.inflection() {
                subject = Subject::open(&subject.root(), &inflection)?;
            }
            let run = experiment.run(&subject, self.questions, self.depth, watch)?;
            let evaluation = Evaluation::of(&run, self.qrels);
            outcomes.push((at, Outcome::of(Some(experiment), &evaluation, Some(reference))));
        }
        outcomes.sort_by_key(|(at, _)| *at);
        Ok(Outcomes { all: outcomes.into_iter().map(|(_, outcome)| outcome).collect(), run, evaluation })
    }

    /// All experiments but the usual one: those of the open inflection first, then each other's together.
    fn order(&self, grid: &Experiments, subject: &Subject) -> Vec<usize> {
        let mut order: Vec<usize> = (0..grid.all.len()).filter(|at| *at != grid.usual).collect();
        order.sort_by_cached_key(|at| {
            let fingerprint = grid.all[*at].settings.inflection(self.lexicon).fingerprint();
            (fingerprint != subject.inflection(), fingerprint, *at)
        });
        order
    }
}
