//! `kiosque search`: a query in, hits out.

mod batch;
mod csv;
mod facets;
mod json;
#[cfg(feature = "columnar")]
mod parquet;
pub(super) mod paths;
mod print;
mod request;
mod suggest;
mod text;
mod to_file;

use std::io::Write;
use std::mem::ManuallyDrop;

use super::args::{HitFormat, SearchArgs};
use super::deadline::Deadline;
use super::exit::Exit;
use super::failure::Failure;
use super::output::{Err, Look, Out, Paint, safe};
use super::pager::Pages;
use super::settings::Settings;
use super::upkeep::say_damage;
use crate::clock::Clock;
use crate::query::{self, Note, Query};
use crate::search::{Index, Request, Synonyms};

use batch::Batch;
use paths::Paths;
use print::{Named, Printing};
pub(super) use request::conditions;
use request::{has_filters, request};
use to_file::ToFile;

/// What a lone query is called in a TREC run.
const QID: &str = "1";

pub(super) fn run(args: &SearchArgs, settings: &Settings) -> Result<Exit, Failure> {
    let format = format(args)?;
    let out = Out::open(settings.color, settings.wishes);
    match &args.output {
        None => {
            let wanted = format == HitFormat::Text && !args.count && !args.no_pager;
            let mut pages = Pages::open(out, wanted && args.queries.is_none());
            let look = pages.look();
            let exit = search(args, format, settings, look, &mut pages)?;
            pages.finish()?;
            Ok(exit)
        }
        Some(path) => {
            let mut file = ToFile::create(path)?;
            let exit = search(args, format, settings, Look::PLAIN, &mut file)?;
            if exit != Exit::Usage {
                file.keep()?;
            }
            Ok(exit)
        }
    }
}

/// The format asked for, else the one that the name of the output says, else text.
fn format(args: &SearchArgs) -> Result<HitFormat, Failure> {
    let format = match (args.format, &args.output) {
        (Some(format), _) => format,
        (None, Some(path)) => to_file::format_of(path)?,
        (None, None) if args.full => HitFormat::Jsonl,
        (None, None) => HitFormat::Text,
    };
    if args.full && !matches!(format, HitFormat::Jsonl | HitFormat::Csv | HitFormat::Parquet) {
        return Err(Failure::usage("--full prints whole articles, as jsonl, csv or parquet")
            .hint("write --format jsonl, or leave the format out"));
    }
    if format == HitFormat::Parquet {
        if cfg!(not(feature = "columnar")) {
            return Err(Failure::usage("this build of kiosque has no Parquet (feature columnar)").hint(
                "build kiosque with that feature, which its default build has, or write .csv or .jsonl",
            ));
        }
        if args.queries.is_some() || args.count {
            return Err(Failure::usage("a Parquet table holds the hits of one query")
                .hint("write the answers of --queries to .jsonl or .csv"));
        }
    }
    Ok(format)
}

fn search(
    args: &SearchArgs,
    format: HitFormat,
    settings: &Settings,
    look: Look,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let clock = Clock::system();
    let err = Err::open(settings.color, settings.wishes);
    let synonyms = settings.synonyms(args.synonyms.as_deref())?.unwrap_or_default();
    let printing = |paths| Printing {
        format,
        full: args.full,
        count: args.count,
        look,
        paths,
        in_batch: args.queries.is_some(),
    };
    if let Some(file) = &args.queries {
        let index = settings.open_index()?;
        say_damage(err, settings, index.snapshot().damaged_vocabularies());
        let paths = Paths::of(&index)?;
        let printing = printing(&paths);
        printing.head(out)?;
        let batch = Batch { file, args, jobs: settings.jobs(args.jobs), index: &index, synonyms: &synonyms };
        return batch::run(&batch, printing, out, err);
    }
    let (text, query) = match read_query(args) {
        Ok(read) => read,
        Err((text, error)) => {
            point_at(err, &text, &error);
            return Ok(Exit::Usage);
        }
    };
    let request = request(args, format, synonyms.apply(&query), &clock)?;
    // The process ends with the answer: the system takes back at once what would be given back file by file.
    let index = ManuallyDrop::new(settings.open_index()?);
    say_damage(err, settings, index.snapshot().damaged_vocabularies());
    let deadline = Deadline::begin(args.timeout, settings)?;
    let found = index.find(&request)?;
    deadline.end()?;
    let took_ms = clock.elapsed().as_secs_f64() * 1000.0;
    if !settings.quiet {
        found.notes.iter().for_each(|note| say_note(err, note));
        // That nothing is new needs no help.
        if found.total == 0 && args.new_since.is_none() {
            say_suggestions(err, &index, &request, &text, &synonyms)?;
        }
    }
    let paths = Paths::of(&index)?;
    let printing = printing(&paths);
    printing.head(out)?;
    printing.answer(out, Named { qid: QID, text: &text }, &found, took_ms)?;
    Ok(if found.total > 0 { Exit::Done } else { Exit::NoHit })
}

fn say_suggestions(
    err: Err,
    index: &Index,
    request: &Request,
    text: &str,
    synonyms: &Synonyms,
) -> Result<(), Failure> {
    let read = |text: &str| query::parse(text).ok().map(|query| synonyms.apply(&query));
    suggest::say(err, text, &index.suggest(request, text, &read)?);
    Ok(())
}

fn read_query(args: &SearchArgs) -> Result<(String, Query), (String, query::Error)> {
    let text = super::args::query_text(&args.query);
    let asked = if text.trim().is_empty() && has_filters(args) { "*".to_owned() } else { text };
    match query::parse(&asked) {
        Ok(query) => Ok((asked, query)),
        Err(error) => Err((asked, error)),
    }
}

/// Shows where a query is wrong, and what to write instead.
pub(super) fn point_at(err: Err, text: &str, error: &query::Error) {
    err.line(&format!("{} {}", err.paint.paint(Paint::ERROR, "error:"), safe(&error.message)));
    let shown = |piece: &str| safe(piece).replace('\n', " ");
    let before = shown(&text[..error.span.start]);
    let wrong = shown(&text[error.span.clone()]);
    let after = shown(&text[error.span.end..]);
    err.line(&format!("  {before}{}{after}", err.paint.paint(Paint::ERROR, &wrong)));
    let carets = "^".repeat(super::text::cells(&wrong).max(1));
    let margin = " ".repeat(super::text::cells(&before));
    err.line(&format!("  {margin}{}", err.paint.paint(Paint::ERROR, &carets)));
    if let Some(suggestion) = &error.suggestion {
        err.line(&format!("{} write {}", err.paint.paint(Paint::GOOD, "hint:"), safe(suggestion)));
    }
}

/// Says how the query was read, where that could surprise.
fn say_note(err: Err, note: &Note) {
    err.line(&err.paint.paint(Paint::DIM, &format!("note: {}", safe(&note.message))));
}
