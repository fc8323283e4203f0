//! Each stage alone, on one thread, batch after batch: what of the time goes where.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use super::machine::{process_seconds, thread_seconds};
use super::measurement::Taking;
use super::{Better, Corpus, Error, Measurement, Plan, Watch};
use crate::annotate::Annotator;
use crate::article::{AnnotatedArticle, Record};
use crate::discover::{Root, discover, split_glob};
use crate::document::Document;
use crate::index::{Memory, Writer, Writing};
use crate::normalize::normalize;
use crate::parse::{self, Framed};
use crate::sink::{Entry, Sink};

/// Bytes of records that are taken through the stages together.
const BATCH_BYTES: usize = 4 << 20;

/// The stages, in order.
const STAGES: [&str; 8] =
    ["discover", "frame", "parse", "normalize", "annotate", "analyse", "index", "commit and merge"];

/// CPU seconds of each stage, and what went through.
#[derive(Clone)]
struct Spent {
    started: Instant,
    seconds: [f64; STAGES.len()],
    articles: u64,
}

/// Takes the corpus through the stages one by one, as often as the plan says, and returns the CPU time of
/// each: µs an article. Framing includes decompression; indexing is the engine's threads at work, commit
/// what is left when all is added: the last segments, their merge, the vocabulary.
///
/// # Errors
/// If the corpus or the index fails.
pub fn stages(plan: &Plan, corpus: &Corpus, watch: &dyn Watch) -> Result<Vec<Measurement>, Error> {
    let mut taken = Vec::new();
    for repetition in 1..=plan.repeat {
        watch.doing(&format!("stages {repetition}/{}", plan.repeat));
        taken.push(once(plan)?);
    }
    let taking = Taking {
        measure: "stage",
        settings: Vec::new(),
        corpus,
        machine: &plan.machine,
        others_cores: Vec::new(),
    };
    let figure = |(at, name): (usize, &&str)| {
        let each = |spent: &Spent| spent.seconds[at] * 1e6 / spent.articles.max(1) as f64;
        taking.figure(name, "µs/article", Better::Lower, taken.iter().map(each).collect())
    };
    Ok(STAGES.iter().enumerate().map(figure).collect())
}

/// CPU seconds of this thread (to the nanosecond), and of the whole process (to 10 ms); wall time where the
/// system does not tell.
fn clocks(started: Instant) -> (f64, f64) {
    let wall = || started.elapsed().as_secs_f64();
    (thread_seconds().unwrap_or_else(wall), process_seconds().unwrap_or_else(wall))
}

struct Staged<'a> {
    plan: &'a Plan,
    annotator: Annotator,
    writer: Writer,
    buffer: String,
    spent: Spent,
}

impl Staged<'_> {
    /// Does something as a stage.
    fn stage<T>(spent: &mut Spent, at: usize, work: impl FnOnce() -> T) -> T {
        let started = spent.started;
        let (before, _) = clocks(started);
        let made = work();
        spent.seconds[at] += clocks(started).0 - before;
        made
    }

    /// Takes framed records through the other stages.
    fn batch(&mut self, records: Vec<Record>) -> Result<(), Error> {
        let (spent, options) = (&mut self.spent, &self.plan.request.normalize);
        let limits = &self.plan.request.parse.limits;
        let mut remarks = Vec::new();
        let raw: Vec<_> = Self::stage(spent, 2, || {
            records
                .into_iter()
                .flat_map(|record| parse::parse(record, limits))
                .filter_map(Result::ok)
                .collect()
        });
        let articles: Vec<_> = Self::stage(spent, 3, || {
            raw.into_iter().filter_map(|raw| normalize(raw, options, &mut remarks).ok()).collect()
        });
        spent.articles += articles.len() as u64;
        let annotated: Vec<_> = Self::stage(spent, 4, || {
            let annotate = |article| match self.plan.request.entities {
                true => self.annotator.annotate(article),
                false => AnnotatedArticle { article, entities: Vec::new() },
            };
            articles.into_iter().map(annotate).collect()
        });
        let buffer = &mut self.buffer;
        let entries: Vec<_> = Self::stage(spent, 5, || {
            annotated.into_iter().map(|article| Entry::prepare(Document::from(article), buffer)).collect()
        });
        let writer = &mut self.writer;
        Self::stage(spent, 6, || entries.into_iter().try_for_each(|entry| writer.add(entry)))?;
        Ok(())
    }
}

fn once(plan: &Plan) -> Result<Spent, Error> {
    let folder = plan.folder.join("staged");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(Error::io(&folder))?;
    }
    let started = Instant::now();
    let memory = Memory { threads: 1, ..Memory::default() };
    let mut staged = Staged {
        plan,
        annotator: Annotator::new(),
        writer: Writer::open(Writing::begin(&folder, true, "a measurement")?, memory, &plan.inflection)?,
        buffer: String::new(),
        spent: Spent { started, seconds: [0.0; STAGES.len()], articles: 0 },
    };
    let (own_before, all_before) = clocks(started);
    let files = Staged::stage(&mut staged.spent, 0, || files(plan))?;
    for file in &files {
        let (mut records, mut bytes, mut failed) = (Vec::new(), 0, None);
        let mut outside = 0.0;
        let (before, _) = clocks(started);
        parse::frame(file, &plan.request.parse, &mut |framed| {
            let Framed::Record(record) = framed else { return ControlFlow::Continue(()) };
            bytes += record.payload.len();
            records.push(record);
            if bytes >= BATCH_BYTES {
                bytes = 0;
                let (inside, _) = clocks(started);
                let done = staged.batch(std::mem::take(&mut records));
                outside += clocks(started).0 - inside;
                if let Err(error) = done {
                    failed = Some(error);
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        });
        staged.spent.seconds[1] += clocks(started).0 - before - outside;
        if let Some(error) = failed {
            return Err(error);
        }
        staged.batch(records)?;
    }
    // The engine's threads go on for as long as a commit has to wait for them.
    let (own, all) = clocks(started);
    staged.spent.seconds[6] += (all - all_before) - (own - own_before);
    let committing = Instant::now();
    staged.writer.commit(&[])?;
    let waited = committing.elapsed().as_secs_f64();
    staged.spent.seconds[7] = (clocks(started).1 - all).max(0.0).min(waited * plan.machine.cores as f64);
    drop(staged.writer);
    std::fs::remove_dir_all(&folder).map_err(Error::io(&folder))?;
    Ok(staged.spent)
}

/// The files of the plan's paths.
fn files(plan: &Plan) -> Result<Vec<crate::article::SourceFile>, Error> {
    let mut files = Vec::new();
    for path in &plan.request.paths {
        let (location, pattern) = split_glob(path);
        let name: Arc<str> = location
            .file_name()
            .map_or_else(|| "corpus".into(), |name| name.to_string_lossy().into_owned().into());
        let root = Root { name, location: PathBuf::from(&location), within: String::new(), pattern };
        let found = discover(&root, &plan.request.discover).map_err(crate::pipeline::Error::from)?;
        files.extend(found.files);
    }
    Ok(files)
}
