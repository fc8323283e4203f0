//! `kiosque bench`: a corpus in, its figures out; or a made corpus, or the statistics of one.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use super::args::{BenchArgs, BenchPart, TextOrJson};
use super::exit::Exit;
use super::failure::Failure;
use super::output::{Err, Out, Paint};
use super::settings::Settings;
use super::table::{Align, Table};
use super::text::{number, size};
use crate::analysis::{Encoded, decode};
use crate::bench::{self, Corpus, Machine, Measurement, Plan, Question};
use crate::clock::Clock;
use crate::pipeline::{self, Checkpoints, Patience, Request};
use crate::synthesize::{self, Statistics};

/// Cores taken by others beyond which wall times are not to be trusted.
const NOISY: f64 = 0.2;
/// Articles whose titles become queries where the user has none.
const TITLES: usize = 40;

pub(super) fn run(args: &BenchArgs, settings: &Settings) -> Result<Exit, Failure> {
    let err = Err::open(settings.color, settings.wishes);
    if let Some(count) = args.synthesize {
        let jobs = settings.jobs(args.jobs.last().copied());
        let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
        synthesize::Corpus::new(args.seed).write(count, jobs, &mut out)?;
        return Ok(Exit::Done);
    }
    let older = args.compare.as_deref().map(bench::read_measurements).transpose()?;
    let request = request(args, settings)?;
    let mut out = Out::open(settings.color, settings.wishes);
    if args.statistics {
        return statistics(&request, args.format, &mut out);
    }
    let folder = match &args.folder {
        Some(folder) => tempfile::tempdir_in(folder),
        None => tempfile::tempdir(),
    };
    let folder = folder.map_err(|error| Failure::usage(format!("no folder for indexes: {error}")))?;
    let mut jobs: Vec<usize> = args.jobs.iter().map(|jobs| usize::from(*jobs)).collect();
    if jobs.is_empty() {
        jobs = vec![1, settings.jobs(None)];
    }
    jobs.sort_unstable();
    jobs.dedup();
    let name =
        request.paths.iter().map(|path| path.rsplit('/').find(|part| !part.is_empty()).unwrap_or(path));
    let plan = Plan {
        program: program()?,
        corpus: Corpus { name: name.collect::<Vec<_>>().join(", "), articles: 0, bytes: 0 },
        request,
        inflection: settings.inflection()?,
        jobs,
        repeat: usize::from(args.repeat),
        folder: folder.path().to_owned(),
        machine: Machine::find(),
    };
    let watch = Telling { err, quiet: settings.quiet };
    let run = measure(args, &plan, &watch)?;
    let warnings = warnings(&run);
    let changes = older.as_deref().map(|older| bench::compare(older, &run)).unwrap_or_default();
    if let Some(path) = &args.html {
        std::fs::write(path, bench::page(&run, &warnings, &changes))
            .map_err(|error| Failure::unwritable(path, &error))?;
    }
    for warning in &warnings {
        err.line(&format!("{} {warning}", err.paint.paint(Paint::WARN, "warning:")));
    }
    match args.format {
        TextOrJson::Json => {
            for one in &run {
                serde_json::to_writer(&mut out, one).map_err(std::io::Error::from)?;
                writeln!(out)?;
            }
        }
        TextOrJson::Text => text(&mut out, &plan.machine, &run, &changes, older.is_some())?,
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// The program that runs: the one to measure.
fn program() -> Result<PathBuf, Failure> {
    std::env::current_exe()
        .map_err(|error| Failure::usage(format!("the program cannot find itself: {error}")))
}

fn measure(args: &BenchArgs, plan: &Plan, watch: &Telling) -> Result<Vec<Measurement>, Failure> {
    let wanted = |part: BenchPart| match args.only[..] {
        [] => part != BenchPart::Growth,
        _ => args.only.contains(&part),
    };
    let mut run = Vec::new();
    let mut corpus = plan.corpus.clone();
    if wanted(BenchPart::Index) || wanted(BenchPart::Search) {
        let (measured, counted) = bench::indexing(plan, watch)?;
        run.extend(measured.into_iter().filter(|_| wanted(BenchPart::Index)));
        corpus = counted;
    }
    if wanted(BenchPart::Stages) {
        run.extend(bench::stages(plan, &corpus, watch)?);
    }
    if wanted(BenchPart::Search) {
        run.extend(bench::searching(plan, &corpus, &questions(args, plan)?, watch)?);
    }
    if wanted(BenchPart::Growth) || !args.scale.is_empty() {
        let shares = wanted(BenchPart::Growth);
        run.extend(bench::growth(plan, &corpus, shares, &args.scale, args.seed, watch)?);
    }
    Ok(run)
}

fn request(args: &BenchArgs, settings: &Settings) -> Result<Request, Failure> {
    let mut paths = args.paths.clone();
    if paths.is_empty() {
        paths.push("seeds".to_owned());
    }
    Ok(Request {
        paths,
        discover: crate::discover::Options { index: Some(settings.index.clone()), ..Default::default() },
        parse: crate::parse::Options::default(),
        normalize: settings.normalize(None)?,
        entities: true,
        reread: false,
        moved: Vec::new(),
        checkpoints: Checkpoints::default(),
        copies_apart: false,
        keep_missing: false,
        jobs: settings.jobs(args.jobs.last().copied()),
        patience: Patience::Endless,
    })
}

/// The user's queries, a line each; else some made of titles.
fn questions(args: &BenchArgs, plan: &Plan) -> Result<Vec<Question>, Failure> {
    let Some(path) = &args.queries else {
        let mut titles = Vec::new();
        pipeline::extract(
            &Request { entities: false, ..plan.request.clone() },
            &(),
            &Clock::system(),
            |document| {
                titles.push(document.title.clone());
                if titles.len() < TITLES {
                    std::ops::ControlFlow::Continue(())
                } else {
                    std::ops::ControlFlow::Break(())
                }
            },
        )?;
        return Ok(bench::questions_of(titles.iter().map(String::as_str)));
    };
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::usage(format!("{}: queries cannot be read: {error}", path.display())))?;
    let mut questions = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        questions.push(Question::read(line.trim()).map_err(|error| {
            Failure::usage(format!("{}:{}: {error}", path.display(), at + 1)).hint("write one query a line")
        })?);
    }
    if questions.is_empty() {
        return Err(
            Failure::usage(format!("{}: no query in it", path.display())).hint("write one query a line")
        );
    }
    Ok(questions)
}

/// What makes figures doubtful.
fn warnings(run: &[Measurement]) -> Vec<String> {
    let mut warnings = Vec::new();
    let worst = run.iter().map(Measurement::disturbed_cores).fold(0.0, f64::max);
    if worst > NOISY {
        warnings.push(format!(
            "other processes kept up to {worst:.1} cores busy: compare CPU seconds, not wall times, or measure again on a quiet machine"
        ));
    }
    let spread = run
        .iter()
        .filter(|one| one.measure == "index" && one.figure == "throughput")
        .find(|one| one.summary.p50 > 0.0 && (one.summary.max - one.summary.min) / one.summary.p50 > 0.1);
    if let Some(one) = spread {
        let share = (one.summary.max - one.summary.min) / one.summary.p50 * 100.0;
        warnings.push(format!(
            "runs of one setting ({}) lie {share:.0} % apart: repeat more often",
            one.settings_line()
        ));
    }
    if run.iter().any(|one| one.measure == "index" && one.corpus.articles < 1_000) {
        warnings.push("so small a corpus tells of starting and ending, not of speed".to_owned());
    }
    warnings
}

fn text(
    out: &mut Out,
    machine: &Machine,
    run: &[Measurement],
    changes: &[bench::Change],
    compared: bool,
) -> std::io::Result<()> {
    if let Some(corpus) = run.first().map(|one| &one.corpus) {
        writeln!(
            out,
            "corpus   {}: {} articles, {}",
            corpus.name,
            number(corpus.articles),
            size(corpus.bytes)
        )?;
    }
    let memory = size(machine.memory_bytes);
    writeln!(out, "machine  {}, {} cores, {memory}, {}\n", machine.processor, machine.cores, machine.system)?;
    let mut table = Table::new(&[
        ("figure", Align::Left),
        ("settings", Align::Left),
        ("n", Align::Right),
        ("least", Align::Right),
        ("median", Align::Right),
        ("p90", Align::Right),
        ("p99", Align::Right),
        ("most", Align::Right),
        ("unit", Align::Left),
    ]);
    for one in run {
        let summary = one.summary;
        let mut cells =
            vec![format!("{}: {}", one.measure, one.figure), one.settings_line(), summary.n.to_string()];
        cells.extend([summary.min, summary.p50, summary.p90, summary.p99, summary.max].map(shown));
        cells.push(one.unit.clone());
        table.row(cells, None);
    }
    table.print(out)?;
    if compared {
        writeln!(out, "\nSince the older run; intervals hold the ratio 95 times of 100")?;
        let mut table = Table::new(&[
            ("figure", Align::Left),
            ("settings", Align::Left),
            ("before", Align::Right),
            ("now", Align::Right),
            ("ratio", Align::Right),
            ("interval", Align::Right),
            ("", Align::Left),
        ]);
        for change in changes {
            let verdict = match change.better {
                Some(true) => "better",
                Some(false) => "worse",
                None => "",
            };
            let cells = vec![
                format!("{}: {}", change.measure, change.figure),
                change.settings.clone(),
                shown(change.medians.0),
                shown(change.medians.1),
                format!("{:.3}", change.ratio),
                format!("{:.3} to {:.3}", change.interval.0, change.interval.1),
                verdict.to_owned(),
            ];
            table.row(cells, (change.better == Some(false)).then_some(Paint::WARN));
        }
        table.print(out)?;
    }
    Ok(())
}

/// Three figures that count.
fn shown(value: f64) -> String {
    match value.abs() {
        large if large >= 100.0 => number(value.round().max(0.0) as u64),
        middle if middle >= 10.0 => format!("{value:.1}"),
        small if small >= 1.0 || small == 0.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

/// Reads a corpus and prints how it is spread.
fn statistics(request: &Request, format: TextOrJson, out: &mut Out) -> Result<Exit, Failure> {
    let mut statistics = Statistics::default();
    let mut buffer = String::new();
    let request = Request { entities: false, ..request.clone() };
    pipeline::extract(&request, &(), &Clock::system(), |document| {
        let encoded = [&document.title, &document.body].map(|text| Encoded::of(text, &mut buffer));
        let forms = encoded.iter().flat_map(|encoded| decode(&encoded.forms));
        statistics.add(document.title.len() + document.body.len(), forms);
        std::ops::ControlFlow::Continue(())
    })?;
    let figures = statistics.figures();
    match format {
        TextOrJson::Json => {
            let object: serde_json::Map<_, _> =
                figures.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect();
            writeln!(out, "{}", serde_json::json!({ "v": 1, "statistics": object }))?;
        }
        TextOrJson::Text => {
            let mut table = Table::new(&[("figure", Align::Left), ("value", Align::Right)]);
            for (name, value) in figures {
                table.row(vec![name.to_owned(), shown(value)], None);
            }
            table.print(out)?;
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// Says what is measured now.
struct Telling {
    err: Err,
    quiet: bool,
}

impl bench::Watch for Telling {
    fn doing(&self, what: &str) {
        if !self.quiet {
            self.err.line(&self.err.paint.paint(Paint::DIM, what));
        }
    }
}
