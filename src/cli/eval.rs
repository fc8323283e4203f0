//! `kiosque eval`: judged queries in, measures out.

mod corpus;
mod json;
mod outputs;
mod tell;
mod text;

use std::io::Write;
use std::path::{Path, PathBuf};

use super::args::{EvalArgs, OperatorArg, TextOrJson};
use super::exit::Exit;
use super::failure::Failure;
use super::output::{Err, Out};
use super::progress::Asking;
use super::settings::Settings;
use crate::clock::Clock;
use crate::evaluate::{
    self, Collection, Coverage, Evaluation, Outcome, Qrels, Scores, SettingError, Subject, Threads, Trial,
    experiments, tryable,
};
use crate::query::Operator;
use corpus::Corpus;
use outputs::Outputs;

/// Documents of an answer where no number is asked for: as deep as the deepest measure looks, and as the runs
/// of other systems usually are, so that MAP compares.
const DEPTH: u32 = 100;

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
    /// Whether something of the corpus could not be taken.
    partial: bool,
}

/// What was given, read.
struct Given<'a> {
    args: &'a EvalArgs,
    settings: &'a Settings,
    collection: Option<Collection>,
    qrels: Qrels,
    baseline: Option<Evaluation>,
    threads: Threads,
}

pub(super) fn run(args: &EvalArgs, settings: &Settings) -> Result<Exit, Failure> {
    let clock = Clock::system();
    let given = Given::read(args, settings)?;
    let outputs = Outputs::open(args)?;
    let (facts, outcomes) = match &args.score {
        Some(path) => given.judge(path, &outputs)?,
        None => given.ask(&outputs)?,
    };
    let seconds = clock.elapsed().as_secs_f64();
    if !settings.quiet {
        tell::of_queries(Err::open(settings.color, settings.wishes), &facts, &outcomes);
    }
    let mut out = Out::open(settings.color, settings.wishes);
    match (args.format, &outcomes[..]) {
        (TextOrJson::Json, _) => json::print(&mut out, &facts, &outcomes, seconds)?,
        (TextOrJson::Text, [outcome]) if args.tries.is_empty() => {
            text::one(&mut out, &facts, outcome, seconds)?;
        }
        (TextOrJson::Text, _) => text::grid(&mut out, &facts, &outcomes, seconds)?,
    }
    out.flush()?;
    Ok(if facts.partial { Exit::Partial } else { Exit::Done })
}

impl<'a> Given<'a> {
    fn read(args: &'a EvalArgs, settings: &'a Settings) -> Result<Self, Failure> {
        let collection = args.folder.as_deref().map(Collection::find).transpose()?;
        let found = collection.as_ref().and_then(|of| of.qrels.as_ref());
        let path = part(args.qrels.as_ref().or(found), args, "judgements", "qrels")?;
        let qrels = Qrels::read(&path)?;
        if qrels.is_empty() {
            return Err(Failure::usage(format!("{}: no judgement in it", path.display())));
        }
        let baseline = args.baseline.as_deref().map(|path| Evaluation::read(path, &qrels)).transpose()?;
        let threads = Threads::start(settings.jobs(args.jobs))?;
        Ok(Given { args, settings, collection, qrels, baseline, threads })
    }

    /// What is known before anything was asked.
    fn facts(&self, name: String) -> Facts {
        let baseline = self.args.baseline.as_deref().zip(self.baseline.as_ref());
        Facts {
            name,
            queries: self.qrels.len(),
            without_relevant: self.qrels.without_relevant(),
            coverage: Coverage::default(),
            documents: None,
            depth: None,
            baseline: baseline.map(|(path, evaluation)| (file_name(path), evaluation.means)),
            partial: false,
        }
    }

    /// Judges a run made elsewhere.
    fn judge(&self, path: &Path, outputs: &Outputs) -> Result<(Facts, Vec<Outcome>), Failure> {
        let evaluation = Evaluation::read(path, &self.qrels)?;
        outputs.write_rows(&evaluation)?;
        let outcome = self.threads.work(|| Outcome::of(None, &evaluation, self.baseline.as_ref()));
        Ok((self.facts(file_name(path)), vec![outcome]))
    }

    /// Asks an index, once for each experiment.
    fn ask(&self, outputs: &Outputs) -> Result<(Facts, Vec<Outcome>), Failure> {
        let Given { args, settings, qrels, .. } = self;
        let err = Err::open(settings.color, settings.wishes);
        let usual = evaluate::Settings {
            operator: match args.operator {
                None | Some(OperatorArg::Or) => Operator::Or,
                Some(OperatorArg::And) => Operator::And,
            },
            ..evaluate::Settings::default()
        };
        let grid = experiments(usual, &args.tries).map_err(refused_setting)?;
        let found = self.collection.as_ref().and_then(|of| of.queries.as_ref());
        let path = part(args.queries.as_ref().or(found), args, "queries", "queries")?;
        let (questions, coverage) = evaluate::to_ask(evaluate::read_questions(&path)?, qrels)?;
        let lexicon = settings.lexicon()?.map(|(text, _)| text);
        let inflection = usual.inflection(lexicon.as_deref());
        let corpus = Corpus::ready(args, self.collection.as_ref(), settings, &inflection)?;
        let subject = Subject::open(corpus.index(), &inflection)?;
        if !settings.quiet {
            tell::of_index(err, &subject, qrels);
        }
        let depth = args.depth.unwrap_or(DEPTH);
        let facts = Facts {
            coverage,
            documents: Some(subject.documents()),
            depth: Some(depth),
            partial: corpus.partial,
            ..self.facts(corpus.name.clone())
        };
        let trial =
            Trial { questions: &questions, qrels, depth: depth as usize, lexicon: lexicon.as_deref() };
        let asking = Asking::new(err, settings.quiet, (grid.all.len() * questions.len()) as u64);
        let made = self.threads.work(|| trial.run(&grid, subject, self.baseline.as_ref(), &asking));
        asking.end();
        let made = made?;
        outputs.write_rows(&made.evaluation)?;
        outputs.write_run(&made.run)?;
        Ok((facts, made.all))
    }
}

/// Where a part of the collection lies, if it is anywhere.
fn part(path: Option<&PathBuf>, args: &EvalArgs, what: &str, flag: &str) -> Result<PathBuf, Failure> {
    path.cloned().ok_or_else(|| match &args.folder {
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
        SettingError::Unknown(_) => failure.hint(format!("one of: {}", tryable().join(" "))),
        SettingError::TooMany(_) => failure.hint("try fewer values at once"),
        SettingError::Value { .. } | SettingError::Twice(_) => failure,
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
