//! Many queries, one a line: answered in parallel, printed in order.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use super::super::args::SearchArgs;
use super::super::exit::Exit;
use super::super::failure::Failure;
use super::super::output::{Err, Paint, safe};
use super::print::{Named, Printing};
use super::request::request;
use crate::clock::Clock;
use crate::query;
use crate::search::{Index, Synonyms, Threads};

/// Queries that are answered before the first of them is printed, for each thread.
const AHEAD: usize = 32;
/// Longest line that is read, in bytes: longer than any query.
const LINE_BYTES: u64 = 64 << 10;

/// What is asked of whom.
#[derive(Clone, Copy)]
pub(super) struct Batch<'a> {
    /// The file of queries, `-` for standard input.
    pub(super) file: &'a Path,
    /// What else holds for each of them.
    pub(super) args: &'a SearchArgs,
    /// Threads.
    pub(super) jobs: usize,
    pub(super) index: &'a Index,
    pub(super) synonyms: &'a Synonyms,
}

/// A line of the file.
struct Line {
    number: usize,
    text: String,
}

/// What a line gave.
enum Outcome {
    /// What to print, and whether anything was found.
    Answered(Vec<u8>, bool),
    /// Why it is no query.
    Unread(String),
    Failed(Failure),
}

/// Answers the queries of a file: `QUERY`, or `ID`, a tab and `QUERY`, a line each;
/// without an id a query is named by its line. Empty lines and remarks (`# …`) are passed over.
pub(super) fn run(
    batch: &Batch<'_>,
    printing: Printing<'_>,
    out: &mut dyn Write,
    err: Err,
) -> Result<Exit, Failure> {
    let Batch { file, args, jobs, index, synonyms } = *batch;
    let mut lines = Lines::open(file)?;
    let threads = Threads::start(jobs)?;
    let clock = Clock::system();
    let (mut found_some, mut unread) = (false, 0);
    let answer = |line: &Line| -> Outcome {
        let started = Clock::system();
        let number = line.number.to_string();
        let (qid, text) = line.text.split_once('\t').unwrap_or((&number, &line.text));
        let query = match query::parse(text) {
            Ok(query) => synonyms.apply(&query),
            Err(error) => return Outcome::Unread(error.to_string()),
        };
        let answered = || -> Result<Outcome, Failure> {
            let found = index.find(&request(args, printing.format, query, &clock)?)?;
            let took_ms = started.elapsed().as_secs_f64() * 1000.0;
            let mut text_of_it = Vec::new();
            printing.answer(&mut text_of_it, Named { qid, text }, &found, took_ms)?;
            Ok(Outcome::Answered(text_of_it, found.total > 0))
        };
        answered().unwrap_or_else(Outcome::Failed)
    };
    loop {
        let lines_ahead = lines.take(jobs * AHEAD)?;
        if lines_ahead.is_empty() {
            break;
        }
        for (line, outcome) in lines_ahead.iter().zip(threads.each(&lines_ahead, answer)) {
            match outcome {
                Outcome::Answered(text, found) => {
                    out.write_all(&text)?;
                    found_some |= found;
                }
                Outcome::Unread(why) => {
                    unread += 1;
                    let line = format!("{}:{}: {}", file.display(), line.number, why);
                    err.line(&format!("{} {}", err.paint.paint(Paint::ERROR, "error:"), safe(&line)));
                }
                Outcome::Failed(failure) => return Err(failure),
            }
        }
    }
    Ok(match (unread, found_some) {
        (0, true) => Exit::Done,
        (0, false) => Exit::NoHit,
        _ => Exit::Partial,
    })
}

/// Queries of a file, line by line.
struct Lines {
    reader: Box<dyn BufRead>,
    name: String,
    number: usize,
}

impl Lines {
    fn open(file: &Path) -> Result<Self, Failure> {
        let reader: Box<dyn BufRead> = if file == Path::new("-") {
            Box::new(BufReader::new(io::stdin()))
        } else {
            Box::new(BufReader::new(File::open(file).map_err(|error| unreadable(file, &error))?))
        };
        Ok(Lines { reader, name: file.display().to_string(), number: 0 })
    }

    /// The next queries, at most so many; none at the end.
    fn take(&mut self, most: usize) -> Result<Vec<Line>, Failure> {
        let mut taken = Vec::new();
        let mut bytes = Vec::new();
        while taken.len() < most {
            bytes.clear();
            let read = self.reader.by_ref().take(LINE_BYTES).read_until(b'\n', &mut bytes);
            if read.map_err(|error| unreadable(Path::new(&self.name), &error))? == 0 {
                break;
            }
            self.number += 1;
            if bytes.len() as u64 == LINE_BYTES && !bytes.ends_with(b"\n") {
                return Err(Failure::usage(format!(
                    "{}:{}: a line of more than 64 kB",
                    self.name, self.number
                ))
                .hint("a query stands on a line of its own"));
            }
            let text = String::from_utf8_lossy(&bytes);
            let text = text.trim_start_matches('\u{feff}').trim_matches(['\n', '\r', ' ']);
            if !text.is_empty() && text != "#" && !text.starts_with("# ") {
                taken.push(Line { number: self.number, text: text.to_owned() });
            }
        }
        Ok(taken)
    }
}

fn unreadable(file: &Path, error: &io::Error) -> Failure {
    Failure::usage(format!("{}: the queries cannot be read: {error}", file.display()))
}
