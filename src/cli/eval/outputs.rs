//! The files that an evaluation leaves: the run, and the measures of each query.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Map, Value};

use super::super::args::EvalArgs;
use super::super::failure::Failure;
use super::json::named;
use crate::evaluate::{Evaluation, Measure, Run};

/// The name under which our runs stand.
const RUN: &str = "kiosque";

/// Files to write; opened before the work, so that a wrong path costs no time, and emptied only then.
pub(super) struct Outputs {
    run: Option<(PathBuf, File)>,
    rows: Option<(PathBuf, File)>,
}

/// One query, as a JSON line.
#[derive(Serialize)]
struct Line<'a> {
    v: u32,
    query: &'a str,
    #[serde(flatten)]
    measures: Map<String, Value>,
    retrieved: usize,
    relevant: usize,
    found: usize,
}

impl Outputs {
    pub(super) fn open(args: &EvalArgs) -> Result<Self, Failure> {
        let open = |path: &Option<PathBuf>| match path {
            None => Ok(None),
            Some(path) => {
                let file = File::options().write(true).create(true).truncate(false).open(path);
                let file = file.map_err(|error| Failure::unwritable(path, &error))?;
                Ok::<_, Failure>(Some((path.clone(), file)))
            }
        };
        Ok(Outputs { run: open(&args.run)?, rows: open(&args.per_query)? })
    }

    /// Writes the run, where one is asked for.
    pub(super) fn write_run(&self, run: &Run) -> Result<(), Failure> {
        write(self.run.as_ref(), |_, to| run.write(RUN, to))
    }

    /// Writes a row for each judged query, where they are asked for.
    pub(super) fn write_rows(&self, evaluation: &Evaluation) -> Result<(), Failure> {
        write(self.rows.as_ref(), |path, to| {
            if path.extension().is_some_and(|extension| extension == "jsonl") {
                json_rows(evaluation, to)
            } else {
                table_rows(evaluation, to)
            }
        })
    }
}

fn write(
    file: Option<&(PathBuf, File)>,
    content: impl FnOnce(&Path, &mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let Some((path, file)) = file else { return Ok(()) };
    let write = || {
        // A pipe or a device has no length to set.
        if file.metadata()?.is_file() {
            file.set_len(0)?;
        }
        let mut to = BufWriter::new(file);
        content(path, &mut to)?;
        to.flush()
    };
    write().map_err(|error| Failure::unwritable(path, &error))
}

/// A line of names, then one a query, all parted by tabs.
fn table_rows(evaluation: &Evaluation, to: &mut dyn Write) -> io::Result<()> {
    let names = Measure::ALL.map(Measure::name_of_one).join("\t");
    writeln!(to, "query\t{names}\tretrieved\trelevant\tfound")?;
    for (query, row) in &evaluation.rows {
        write!(to, "{query}")?;
        for measure in Measure::ALL {
            write!(to, "\t{}", row.scores.of(measure))?;
        }
        writeln!(to, "\t{}\t{}\t{}", row.retrieved, row.relevant, row.found)?;
    }
    Ok(())
}

fn json_rows(evaluation: &Evaluation, to: &mut dyn Write) -> io::Result<()> {
    for (query, row) in &evaluation.rows {
        let line = Line {
            v: 1,
            query,
            measures: named(&row.scores, Measure::name_of_one),
            retrieved: row.retrieved,
            relevant: row.relevant,
            found: row.found,
        };
        serde_json::to_writer(&mut *to, &line)?;
        writeln!(to)?;
    }
    Ok(())
}
