//! `kiosque eval`: judged queries in, measures out.

mod corpus;
mod json;
mod outputs;
mod text;

use super::args::{EvalArgs, OperatorArg, TextOrJson};
use super::exit::Exit;
use super::failure::Failure;
use super::output::{Err, Out, Paint, safe};
use super::progress::Asking;
use super::settings::Settings;
use super::text::{counted, number};
use crate::analysis::Inflection;
use crate::clock::Clock;
use crate::evaluate::{
    self, Collection, Comparison, Coverage, Evaluation, Experiment, Experiments, Measure, Qrels, Run, Scores,
    SettingError, Subject, compare, experiments,
};
use crate::query::Operator;
use corpus::Corpus;
use outputs::Outputs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Documents of an answer where no number is asked for: as deep as the deepest measure looks, and as the runs
/// of other systems usually are, so that MAP compares.
const DEPTH: u32 = 100;

/// What came out of one experiment, or of a run made elsewhere.
struct Outcome {
    /// `None` for a run made elsewhere.
    experiment: Option<Experiment>,
    means: Scores,
    /// Queries answered with nothing.
    unanswered: usize,
    /// Beside the reference; `None` for the reference itself, and where there is none.
    comparisons: Option<[Comparison; 4]>,
}

/// What was evaluated, and how.
struct Facts {
    /// What is evaluated, for people.
    name: String,
    /// Judged queries.
    queries: usize,
    /// Judged queries without a relevant document.
    without_relevant: usize,
    coverage: Coverage,
    /// Documents of the index, where one was asked.
    documents: Option<u64>,
    depth: Option<u32>,
    /// The baseline's name and means.
    baseline: Option<(String, Scores)>,
    seconds: f64,
}

pub(super) fn run(args: &EvalArgs, settings: &Settings) -> Result<Exit, Failure> {
    let clock = Clock::system();
    let err = Err::open(settings.color, settings.wishes);
    let collection = args.folder.as_deref().map(Collection::find).transpose()?;
    let qrels_path =
        part(args.qrels.as_ref(), collection.as_ref().map(|of| &of.qrels), args, "judgements", "qrels")?;
    let qrels = Qrels::read(&qrels_path)?;
    if qrels.is_empty() {
        return Err(Failure::usage(format!("{}: no judgement in it", qrels_path.display())));
    }
    let baseline = args.baseline.as_deref().map(|path| judged_run(path, &qrels)).transpose()?;
    let pool = evaluate::threads(settings.jobs(args.jobs))?;
    let mut facts = Facts {
        name: String::new(),
        queries: qrels.len(),
        without_relevant: Evaluation::of(&Run::default(), &qrels).without_relevant(),
        coverage: Coverage::default(),
        documents: None,
        depth: None,
        baseline: args
            .baseline
            .as_deref()
            .zip(baseline.as_ref())
            .map(|(path, it)| (file_name(path), it.means)),
        seconds: 0.0,
    };
    let outputs = Outputs::open(args)?;
    let (outcomes, partial) = if let Some(path) = &args.score {
        let evaluation = judged_run(path, &qrels)?;
        facts.name = file_name(path);
        outputs.write_rows(&evaluation)?;
        let comparisons = pool.install(|| baseline.as_ref().map(|other| comparisons(&evaluation, other)));
        let outcome = Outcome {
            experiment: None,
            means: evaluation.means,
            unanswered: evaluation.unanswered(),
            comparisons,
        };
        (vec![outcome], false)
    } else {
        let usual = evaluate::Settings {
            operator: match args.operator {
                None | Some(OperatorArg::Or) => Operator::Or,
                Some(OperatorArg::And) => Operator::And,
            },
            ..evaluate::Settings::default()
        };
        let grid = experiments(usual, &args.tries).map_err(refused_setting)?;
        let questions_path = part(
            args.queries.as_ref(),
            collection.as_ref().map(|of| &of.queries),
            args,
            "queries",
            "queries",
        )?;
        let questions = evaluate::read_questions(&questions_path)?;
        let (questions, coverage) = evaluate::to_ask(questions, &qrels)?;
        let lexicon = settings.lexicon()?.map(|(text, _)| text);
        let inflection = |of: &Experiment| of.settings.inflection(lexicon.as_deref());
        let corpus = Corpus::ready(args, collection.as_ref(), settings, &inflection(&grid.all[grid.usual]))?;
        facts.coverage = coverage;
        facts.name = corpus.name.clone();
        let depth = args.depth.unwrap_or(DEPTH);
        facts.depth = Some(depth);
        let asking = Asking::new(err, settings.quiet, (grid.all.len() * questions.len()) as u64);
        let work = Work {
            corpus: &corpus,
            grid: &grid,
            qrels: &qrels,
            depth: depth as usize,
            err,
            quiet: settings.quiet,
        };
        let made = pool
            .install(|| work.run(&questions, &inflection, baseline, &asking, &outputs, &mut facts.documents));
        asking.end();
        (made?, corpus.partial)
    };
    facts.seconds = clock.elapsed().as_secs_f64();
    if !settings.quiet {
        tell(err, &facts, &outcomes);
    }
    let mut out = Out::open(settings.color, settings.wishes);
    match (args.format, args.tries.is_empty()) {
        (TextOrJson::Json, alone) => json::print(&mut out, &facts, &outcomes, alone)?,
        (TextOrJson::Text, true) => text::one(&mut out, &facts, &outcomes[0])?,
        (TextOrJson::Text, false) => text::grid(&mut out, &facts, &outcomes)?,
    }
    out.flush()?;
    Ok(if partial { Exit::Partial } else { Exit::Done })
}

/// The experiments of a grid, and what they share.
struct Work<'a> {
    corpus: &'a Corpus,
    grid: &'a Experiments,
    qrels: &'a Qrels,
    depth: usize,
    err: Err,
    quiet: bool,
}

impl Work<'_> {
    /// Makes the experiments, those of one inflection together, the usual one first; each is compared with
    /// the baseline, else with the usual one. Returns what came out in the order of the grid.
    fn run(
        &self,
        questions: &[evaluate::Question],
        inflection: &dyn Fn(&Experiment) -> Inflection,
        baseline: Option<Evaluation>,
        asking: &Asking,
        outputs: &Outputs,
        documents: &mut Option<u64>,
    ) -> Result<Vec<Outcome>, Failure> {
        let mut reference = baseline;
        let mut subject: Option<(u64, Subject)> = None;
        let usual = inflection(&self.grid.all[self.grid.usual]).fingerprint();
        let mut order: Vec<usize> = (0..self.grid.all.len()).collect();
        order.sort_by_cached_key(|at| {
            let fingerprint = inflection(&self.grid.all[*at]).fingerprint();
            (*at != self.grid.usual, fingerprint != usual, fingerprint, *at)
        });
        let mut outcomes: Vec<Option<Outcome>> = self.grid.all.iter().map(|_| None).collect();
        for at in order {
            let experiment = &self.grid.all[at];
            let inflection = inflection(experiment);
            let opened = match subject.take() {
                Some((fingerprint, opened)) if fingerprint == inflection.fingerprint() => opened,
                _ => Subject::open(self.corpus.index(), &inflection)?,
            };
            if documents.is_none() {
                *documents = Some(opened.documents());
                self.tell_of(&opened);
            }
            let run = experiment.run(&opened, questions, self.depth, asking)?;
            subject = Some((inflection.fingerprint(), opened));
            let evaluation = Evaluation::of(&run, self.qrels);
            outcomes[at] = Some(Outcome {
                experiment: Some(experiment.clone()),
                means: evaluation.means,
                unanswered: evaluation.unanswered(),
                comparisons: reference.as_ref().map(|other| comparisons(&evaluation, other)),
            });
            if at == self.grid.usual {
                outputs.write_rows(&evaluation)?;
                outputs.write_run(&run)?;
                reference.get_or_insert(evaluation);
            }
        }
        Ok(outcomes.into_iter().flatten().collect())
    }

    /// Says where index and judgements do not meet.
    fn tell_of(&self, subject: &Subject) {
        if self.quiet {
            return;
        }
        let namesakes = subject.namesakes();
        if namesakes > 0 {
            let documents = counted(namesakes as u64, "document bears", "documents bear");
            warn(self.err, &format!("{documents} the name of another; of those only the best ever counts"));
        }
        let (absent, all) = subject.absent(self.qrels);
        if absent == all && all > 0 {
            warn(
                self.err,
                "no relevant document is in the index; are these judgements of another collection?",
            );
        } else if absent > 0 {
            let lacking = format!("{} of {}", number(absent as u64), number(all as u64));
            warn(self.err, &format!("the index lacks {lacking} relevant documents"));
        }
    }
}

fn comparisons(these: &Evaluation, others: &Evaluation) -> [Comparison; 4] {
    Measure::ALL.map(|measure| compare(&these.values(measure), &others.values(measure)))
}

/// Reads a run and judges it; it must have to do with the judgements.
fn judged_run(path: &Path, qrels: &Qrels) -> Result<Evaluation, Failure> {
    let run = Run::read(path)?;
    if !run.queries().keys().any(|query| qrels.has(query)) {
        let first = run.queries().keys().next().map_or("none".to_owned(), |query| format!("\"{query}\""));
        let judged = qrels.queries().keys().next().map_or("", String::as_str);
        return Err(Failure::usage(format!(
            "{}: no query of this run has judgements: it has {first}, judged is \"{judged}\"",
            path.display()
        ))
        .hint("take the judgements that belong to the run; ids must be equal to the letter"));
    }
    let evaluation = Evaluation::of(&run, qrels);
    if !run.knows_any_of(qrels) {
        let judged = qrels.queries().values().flat_map(|judged| judged.keys()).next();
        return Err(Failure::usage(format!(
            "{}: no document of this run has judgements: judged is \"{}\"",
            path.display(),
            judged.map_or("", String::as_str)
        ))
        .hint("runs and judgements must name documents alike, to the letter"));
    }
    Ok(evaluation)
}

/// Where a part of the collection lies: as told, else in the folder.
fn part(
    told: Option<&PathBuf>,
    found: Option<&Option<PathBuf>>,
    args: &EvalArgs,
    what: &str,
    flag: &str,
) -> Result<PathBuf, Failure> {
    if let Some(path) = told.or(found.and_then(Option::as_ref)) {
        return Ok(path.clone());
    }
    Err(match &args.folder {
        Some(folder) => {
            Failure::usage(format!("{}: no {what} in this folder", folder.display())).hint(format!(
                "a collection has corpus.jsonl, queries.jsonl and qrels.tsv; --{flag} FILE names another"
            ))
        }
        None => Failure::usage(format!("no {what} to go by"))
            .hint(format!("name a collection, as `kiosque eval FOLDER`, or --{flag} FILE")),
    })
}

fn refused_setting(error: SettingError) -> Failure {
    let failure = Failure::usage(format!("--try: {error}"));
    match error {
        SettingError::Form(_) => failure.hint("as in --try title=1,2,4"),
        SettingError::Unknown(_) => {
            failure.hint(format!("one of: {}", SettingError::names().collect::<Vec<_>>().join(" ")))
        }
        SettingError::TooMany(_) => failure.hint("try fewer values at once"),
        SettingError::Value { .. } | SettingError::Twice(_) => failure,
    }
}

/// Says what counts 0, and why.
fn tell(err: Err, facts: &Facts, outcomes: &[Outcome]) {
    let each = |n: usize, one: &str, many: &str| {
        format!("{}; {} 0", counted(n as u64, one, many), if n == 1 { "it counts" } else { "each counts" })
    };
    if facts.coverage.missing > 0 {
        let one = "judged query is not among the queries";
        warn(err, &each(facts.coverage.missing, one, "judged queries are not among the queries"));
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
        && outcome.unanswered > facts.coverage.missing
    {
        let unanswered = outcome.unanswered - facts.coverage.missing;
        notes.push(each(unanswered, "query found nothing", "queries found nothing"));
    }
    for note in notes {
        err.line(&err.paint.paint(Paint::DIM, &format!("note: {note}")));
    }
}

fn warn(err: Err, what: &str) {
    err.line(&format!("{} {}", err.paint.paint(Paint::WARN, "warning:"), safe(what)));
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
