//! `kiosque search`: a query in, hits out.

mod json;
mod paths;
mod suggest;
mod text;

use std::io::Write;

use super::args::{ConditionArgs, HitFormat, SearchArgs, SortArg};
use super::deadline::Deadline;
use super::exit::Exit;
use super::failure::Failure;
use super::output::{Err, Out, Paint, safe};
use super::settings::Settings;
use super::upkeep::say_damage;
use crate::clock::Clock;
use crate::query::{self, Note, PartialDate, Query};
use crate::search::{FacetField, FacetKind, FacetRequest, Filter, Ranking, Request, Sort};

/// Values of a facet that are shown where no number is asked for.
const FACET_VALUES: usize = 10;
/// Hits that a page may reach to.
const DEEPEST: usize = 10_000;

pub(super) fn run(args: &SearchArgs, settings: &Settings) -> Result<Exit, Failure> {
    let clock = Clock::system();
    let err = Err::open(settings.color, settings.wishes);
    let (text, query) = match read_query(args) {
        Ok(read) => read,
        Err((text, error)) => {
            point_at(err, &text, &error);
            return Ok(Exit::Usage);
        }
    };
    let synonyms = settings.synonyms(args.synonyms.as_deref())?.unwrap_or_default();
    let mut request = request(args, synonyms.apply(&query))?;
    if args.count {
        request.top = 0;
    }
    let index = settings.open_index()?;
    say_damage(err, settings, index.snapshot().damaged_vocabularies());
    let deadline = Deadline::begin(args.timeout, settings)?;
    let answer = index.search(&request)?;
    deadline.end()?;
    let took_ms = clock.elapsed().as_secs_f64() * 1000.0;

    if !settings.quiet {
        answer.notes.iter().for_each(|note| say_note(err, note));
        if answer.total == 0 {
            let read = |text: &str| query::parse(text).ok().map(|query| synonyms.apply(&query));
            suggest::say(err, &text, &index.suggest(&request, &text, &read)?);
        }
    }
    let mut out = Out::open(settings.color, settings.wishes);
    let found = if answer.total > 0 { Exit::Done } else { Exit::NoHit };
    if args.count && args.format == HitFormat::Text {
        writeln!(out, "{}", answer.total)?;
        out.flush()?;
        return Ok(found);
    }
    match args.format {
        HitFormat::Text => text::print(&mut out, &index, &answer, &request, took_ms)?,
        HitFormat::Json => json::print_answer(&mut out, &index, &answer, &text, took_ms)?,
        HitFormat::Jsonl => json::print_hits(&mut out, &index, &answer)?,
        HitFormat::Ids => {
            for hit in &answer.hits {
                writeln!(out, "{}", hit.document.id)?;
            }
        }
        HitFormat::Paths => {
            let paths = paths::Paths::of(&index)?;
            for hit in &answer.hits {
                writeln!(out, "{}", paths.shown(&hit.document.origin))?;
            }
        }
    }
    out.flush()?;
    Ok(found)
}

fn read_query(args: &SearchArgs) -> Result<(String, Query), (String, query::Error)> {
    let text = super::args::query_text(&args.query);
    let asked = if text.trim().is_empty() && has_filters(args) { "*".to_owned() } else { text };
    match query::parse(&asked) {
        Ok(query) => Ok((asked, query)),
        Err(error) => Err((asked, error)),
    }
}

fn has_filters(args: &SearchArgs) -> bool {
    args.after.is_some()
        || args.before.is_some()
        || !args.facet.is_empty()
        || args.sort != SortArg::Relevance
        || names(args).iter().any(|(_, names)| !names.is_empty())
}

fn names(args: &SearchArgs) -> [(FacetField, &[String]); 7] {
    [
        (FacetField::Person, &args.person),
        (FacetField::Organization, &args.organization),
        (FacetField::Place, &args.place),
        (FacetField::Source, &args.source),
        (FacetField::Author, &args.author),
        (FacetField::Section, &args.section),
        (FacetField::Language, &args.language),
    ]
}

fn request(args: &SearchArgs, query: Query) -> Result<Request, Failure> {
    let mut filters = Vec::new();
    for (facet, names) in names(args) {
        filters.extend(names.iter().map(|name| Filter::Named(facet, name.clone())));
    }
    if let Some(date) = &args.after {
        filters.push(Filter::After(read_date("--after", date)?));
    }
    if let Some(date) = &args.before {
        filters.push(Filter::Before(read_date("--before", date)?));
    }
    if args.top.saturating_add(args.skip) > DEEPEST {
        return Err(Failure::usage(format!(
            "--top and --skip reach to hit {}, the limit is {DEEPEST}",
            args.top.saturating_add(args.skip)
        ))
        .hint("narrow the query, or use `kiosque dump` for everything"));
    }
    Ok(Request {
        query,
        filters,
        top: args.top,
        skip: args.skip,
        sort: match args.sort {
            SortArg::Relevance => Sort::Relevance,
            SortArg::Newest => Sort::Newest,
            SortArg::Oldest => Sort::Oldest,
        },
        facets: args.facet.iter().map(|facet| read_facet(facet)).collect::<Result<_, _>>()?,
        ranking: Ranking::default(),
        explain: args.explain,
    })
}

/// Conditions as `entities` takes them.
pub(super) fn conditions(args: &ConditionArgs) -> Result<Vec<Filter>, Failure> {
    let names = [
        (FacetField::Person, &args.person),
        (FacetField::Organization, &args.organization),
        (FacetField::Place, &args.place),
        (FacetField::Source, &args.source),
        (FacetField::Author, &args.author),
        (FacetField::Section, &args.section),
        (FacetField::Language, &args.language),
    ];
    let named =
        names.iter().flat_map(|(facet, names)| names.iter().map(|name| Filter::Named(*facet, name.clone())));
    let mut filters: Vec<Filter> = named.collect();
    if let Some(date) = &args.after {
        filters.push(Filter::After(read_date("--after", date)?));
    }
    if let Some(date) = &args.before {
        filters.push(Filter::Before(read_date("--before", date)?));
    }
    Ok(filters)
}

/// A date as a query has it after `date:`, so that both read alike.
fn read_date(flag: &str, text: &str) -> Result<PartialDate, Failure> {
    PartialDate::from_text(text).ok_or_else(|| {
        Failure::usage(format!("{flag}: \"{text}\" is no date"))
            .hint("write 2024, 2024-03, 2024-03-12 or \"12 mars 2024\"")
    })
}

fn read_facet(text: &str) -> Result<FacetRequest, Failure> {
    let (name, limit) = match text.split_once(':') {
        Some((name, limit)) => (name, limit.parse().ok().filter(|limit| *limit > 0)),
        None => (text, Some(FACET_VALUES)),
    };
    let kind = FacetKind::all().find(|kind| kind.name() == name);
    match (kind, limit) {
        (Some(kind), Some(limit)) => Ok(FacetRequest { kind, limit }),
        (None, _) => {
            let names: Vec<&str> = FacetKind::all().map(FacetKind::name).collect();
            Err(Failure::usage(format!("--facet: there is no facet \"{name}\""))
                .hint(format!("one of: {}", names.join(" "))))
        }
        (_, None) => Err(Failure::usage(format!("--facet: \"{text}\" asks for no number of values"))
            .hint(format!("write {name} or {name}:5"))),
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
