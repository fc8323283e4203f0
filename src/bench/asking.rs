//! Searching: one process a query with the files out of memory, then warm, then by threads.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use rustix::fs::{Advice, fadvise};

use super::measurement::Taking;
use super::{Better, Corpus, Error, Measurement, Plan, Watch, process};
use crate::query::{self, Node, NodeKind, Query};
use crate::search::{FacetField, FacetKind, FacetRequest, Index, Request};

/// Rounds over all queries before those that count.
const WARMING: usize = 2;
/// Rounds that count.
const ROUNDS: usize = 10;
/// Cold searches of a class at most, a repetition: each is a process.
const COLD_EACH: usize = 5;

/// A query and its class.
#[derive(Debug, Clone)]
pub struct Question {
    /// As typed.
    pub text: String,
    /// `word`, `words`, `phrase`, `prefix`, `either`, `field`, `facets`.
    pub class: &'static str,
    query: Query,
}

impl Question {
    /// Reads a query and tells its class by what it is written with.
    ///
    /// # Errors
    /// If it is no query.
    pub fn read(text: &str) -> Result<Self, query::Error> {
        let query = query::parse(text)?;
        let has = |sign: &str| text.contains(sign);
        let class = if has("\"") {
            "phrase"
        } else if has(" OR ") || has(" OU ") {
            "either"
        } else if has("*") || has("~") {
            "prefix"
        } else if has(":") {
            "field"
        } else if text.trim().contains(' ') {
            "words"
        } else {
            "word"
        };
        Ok(Question { text: text.to_owned(), class, query })
    }
}

/// Makes queries of titles where the user has none: words of each title, alone, two together, as a phrase.
pub fn questions_of<'t>(titles: impl Iterator<Item = &'t str>) -> Vec<Question> {
    let mut questions = Vec::new();
    for title in titles {
        let words: Vec<&str> =
            title.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 3).collect();
        let mut ask = |text: String| questions.extend(Question::read(&text).ok());
        if let [first, .., last] = words[..] {
            ask(first.to_lowercase());
            ask(format!("{} {}", first.to_lowercase(), last.to_lowercase()));
            ask(format!("{} OR {}", first.to_lowercase(), last.to_lowercase()));
            ask(format!("{}*", last.chars().take(4).collect::<String>().to_lowercase()));
        }
        let around: Vec<&str> = title.split(' ').skip(1).take(3).collect();
        if around.len() == 3 && around.iter().all(|word| word.chars().all(char::is_alphabetic)) {
            ask(format!("\"{}\"", around.join(" ")));
        }
    }
    questions
}

/// Measures searching in the index below the plan's folder.
///
/// # Errors
/// If the index cannot be read.
pub fn searching(
    plan: &Plan,
    corpus: &Corpus,
    questions: &[Question],
    watch: &dyn Watch,
) -> Result<Vec<Measurement>, Error> {
    let root = plan.folder.join("index");
    let mut classes: Vec<&'static str> = questions.iter().map(|question| question.class).collect();
    classes.sort_unstable();
    classes.dedup();
    let taking = |settings: Vec<(&'static str, String)>| Taking {
        measure: "search",
        settings,
        corpus,
        machine: &plan.machine,
        others_cores: Vec::new(),
    };
    let mut measurements = Vec::new();
    watch.doing("searching, one process a query");
    for files in ["cold", "in memory"] {
        let mut samples = Vec::new();
        for class in &classes {
            for question in questions.iter().filter(|question| question.class == *class).take(COLD_EACH) {
                for _ in 0..plan.repeat {
                    if files == "cold" {
                        forget(&root)?;
                    }
                    let arguments =
                        ["search".as_ref(), question.text.as_ref(), "--index".as_ref(), root.as_os_str()];
                    let run = process::run(&plan.program, &arguments, &[0, 1])?;
                    samples.push(run.wall_seconds * 1e3);
                }
            }
        }
        let settings = vec![("as", "process".to_owned()), ("files", files.to_owned())];
        measurements.push(taking(settings).figure("latency", "ms", Better::Lower, samples));
    }
    watch.doing("searching, warm");
    let index = Index::open_with(&root, &plan.inflection)?;
    for class in &classes {
        let asked: Vec<Request> =
            questions.iter().filter(|question| question.class == *class).map(request).collect();
        let mut samples = Vec::new();
        for round in 0..WARMING + ROUNDS {
            for request in &asked {
                let started = Instant::now();
                index.search(request)?;
                if round >= WARMING {
                    samples.push(started.elapsed().as_secs_f64() * 1e3);
                }
            }
        }
        let settings = vec![("as", "library".to_owned()), ("class", (*class).to_owned())];
        measurements.push(taking(settings).figure("latency", "ms", Better::Lower, samples));
    }
    measurements.push(facets(plan, corpus, &index)?);
    for jobs in &plan.jobs {
        let mut samples = Vec::new();
        for _ in 0..plan.repeat {
            samples.push(rate(&index, questions, *jobs)?);
        }
        let settings = vec![("as", "library".to_owned()), ("jobs", jobs.to_string())];
        measurements.push(taking(settings).figure("throughput", "queries/s", Better::Higher, samples));
    }
    Ok(measurements)
}

fn request(question: &Question) -> Request {
    Request::new(question.query.clone())
}

/// Facets of the three kinds of entities over all documents.
fn facets(plan: &Plan, corpus: &Corpus, index: &Index) -> Result<Measurement, Error> {
    let everything = Node::new(0..0, NodeKind::Everything);
    let mut asked = Request::new(Query { root: everything, notes: Vec::new() });
    let kinds = [FacetField::Person, FacetField::Organization, FacetField::Place];
    asked.facets = kinds.map(|kind| FacetRequest { kind: FacetKind::Field(kind), limit: 10 }).to_vec();
    let mut samples = Vec::new();
    for round in 0..1 + plan.repeat {
        let started = Instant::now();
        index.search(&asked)?;
        if round > 0 {
            samples.push(started.elapsed().as_secs_f64() * 1e3);
        }
    }
    let settings = vec![("as", "library".to_owned()), ("class", "three facets of all".to_owned())];
    let taking =
        Taking { measure: "search", settings, corpus, machine: &plan.machine, others_cores: Vec::new() };
    Ok(taking.figure("latency", "ms", Better::Lower, samples))
}

/// Queries a second of so many threads, each asking the next one that nobody has asked.
fn rate(index: &Index, questions: &[Question], jobs: usize) -> Result<f64, Error> {
    let requests: Vec<Request> = questions.iter().map(request).collect();
    let total = requests.len() * ROUNDS;
    let next = AtomicUsize::new(0);
    let started = Instant::now();
    std::thread::scope(|scope| {
        let asking: Vec<_> = (0..jobs)
            .map(|_| {
                scope.spawn(|| {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        if at >= total {
                            return Ok(());
                        }
                        index.search(&requests[at % requests.len()])?;
                    }
                })
            })
            .collect();
        asking
            .into_iter()
            .try_for_each(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
    .map_err(|error: crate::search::Error| Error::from(error))?;
    Ok(total as f64 / started.elapsed().as_secs_f64())
}

/// Asks the system to drop a folder's files from memory.
fn forget(folder: &Path) -> Result<(), Error> {
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.map_err(|error| Error::io(folder)(error.into()))?;
        if entry.file_type().is_file() {
            let file = std::fs::File::open(entry.path()).map_err(Error::io(entry.path()))?;
            // What the system keeps all the same is measured as it is.
            let _ = file.sync_all();
            let _ = fadvise(&file, 0, None, Advice::DontNeed);
        }
    }
    Ok(())
}
