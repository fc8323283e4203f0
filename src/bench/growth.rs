//! How figures change as the corpus grows: shares of it, and made corpora of any size.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::indexing::{figures, index};
use super::{Corpus, Error, Measurement, Plan, Watch};
use crate::clock::Clock;
use crate::pipeline;
use crate::synthesize;

/// Shares of the corpus that are indexed, in parts of a hundred.
const SHARES: [u64; 3] = [1, 10, 100];

/// Indexes 1, 10 and 100 % of the corpus (where `shares`), then made corpora of these numbers of articles, all
/// of them as JSON lines, on the plan's most threads, everything on. The index of the last stays.
///
/// # Errors
/// If a run fails.
pub fn growth(
    plan: &Plan,
    corpus: &Corpus,
    shares: bool,
    scales: &[u64],
    seed: u64,
    watch: &dyn Watch,
) -> Result<Vec<Measurement>, Error> {
    let mut measurements = Vec::new();
    if shares {
        let whole = plan.folder.join("whole.jsonl");
        watch.doing("growth: reading the corpus");
        let articles = write_lines(plan, &whole)?;
        for share in SHARES {
            let wanted = (articles * share / 100).max(1);
            let part = plan.folder.join("part.jsonl");
            cut(&whole, &part, wanted)?;
            watch.doing(&format!("growth: {share} % of the corpus, {wanted} articles"));
            measurements.extend(measure(plan, &part, &corpus.name, wanted)?);
        }
        std::fs::remove_file(&whole).map_err(Error::io(&whole))?;
    }
    for scale in scales {
        let made = plan.folder.join("part.jsonl");
        watch.doing(&format!("growth: making {scale} articles"));
        let jobs = plan.jobs.last().copied().unwrap_or(1);
        let mut file = BufWriter::new(File::create(&made).map_err(Error::io(&made))?);
        synthesize::Corpus::new(seed).write(*scale, jobs, &mut file).map_err(Error::io(&made))?;
        watch.doing(&format!("growth: indexing {scale} made articles"));
        measurements.extend(measure(plan, &made, &format!("made, seed {seed}"), *scale)?);
    }
    Ok(measurements)
}

fn measure(plan: &Plan, part: &Path, name: &str, articles: u64) -> Result<Vec<Measurement>, Error> {
    let bytes = std::fs::metadata(part).map_err(Error::io(part))?.len();
    let corpus = Corpus { name: name.to_owned(), articles, bytes };
    let paths = [part.display().to_string()];
    let jobs = plan.jobs.last().copied().unwrap_or(1);
    let repeat = if articles > 200_000 { 1 } else { plan.repeat };
    let taken = (0..repeat).map(|_| index(plan, &paths, jobs, true)).collect::<Result<Vec<_>, _>>()?;
    std::fs::remove_file(part).map_err(Error::io(part))?;
    let settings = vec![("articles", articles.to_string()), ("corpus", name.to_owned())];
    Ok(figures("growth", plan, &corpus, settings, &taken))
}

/// Writes the corpus as JSON lines; returns how many.
fn write_lines(plan: &Plan, path: &PathBuf) -> Result<u64, Error> {
    let mut file = BufWriter::new(File::create(path).map_err(Error::io(path))?);
    let mut articles = 0;
    let mut failed = None;
    let request = pipeline::Request { entities: false, ..plan.request.clone() };
    pipeline::extract(&request, &(), &Clock::system(), |document| {
        articles += 1;
        let line = serde_json::json!({
            "id": document.id.to_string(), "title": document.title, "body": document.body,
            "date": document.date.map(|date| date.to_string()), "source": document.source,
            "section": document.section, "url": document.url, "author": document.authors.first(),
        });
        match writeln!(file, "{line}") {
            Ok(()) => std::ops::ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                std::ops::ControlFlow::Break(())
            }
        }
    })?;
    failed.map_or_else(|| file.flush(), Err).map_err(Error::io(path))?;
    Ok(articles)
}

fn cut(whole: &Path, part: &Path, lines: u64) -> Result<(), Error> {
    let from = BufReader::new(File::open(whole).map_err(Error::io(whole))?);
    let mut to = BufWriter::new(File::create(part).map_err(Error::io(part))?);
    for line in from.lines().take(usize::try_from(lines).unwrap_or(usize::MAX)) {
        let line = line.map_err(Error::io(whole))?;
        writeln!(to, "{line}").map_err(Error::io(part))?;
    }
    to.flush().map_err(Error::io(part))
}
