//! `kiosque entities`: who, which organisations and what places articles name.

mod explain;
mod json;
mod text;

use super::args::{EntitiesArgs, KindArg, NameFormat, NameSortArg, PeriodArg, query_text};
use super::exit::Exit;
use super::failure::Failure;
use super::output::{Err, Out, Paint, safe};
use super::search::{conditions, point_at};
use super::settings::Settings;
use super::upkeep::say_damage;
use crate::article::Kind;
use crate::query;
use crate::search::{EntitiesRequest, NameSort, Period};
use std::io::Write;

/// Names of each kind that are told at most.
const MOST: usize = 100_000;

pub(super) fn run(args: &EntitiesArgs, settings: &Settings) -> Result<Exit, Failure> {
    let kinds = kinds(&args.kind);
    if let Some(name) = &args.explain {
        return explain::run(name, &kinds, args.format, settings);
    }
    let err = Err::open(settings.color, settings.wishes);
    let typed = query_text(&args.query);
    let typed = if typed.trim().is_empty() { "*".to_owned() } else { typed };
    let query = match query::parse(&typed) {
        Ok(query) => query,
        Err(error) => {
            point_at(err, &typed, &error);
            return Ok(Exit::Usage);
        }
    };
    if args.top > MOST {
        return Err(Failure::usage(format!("-n {}: the limit is {MOST}", args.top))
            .hint("narrow the query, or use `kiosque dump` for everything"));
    }
    let request = EntitiesRequest {
        filters: conditions(&args.conditions)?,
        with: args.with.iter().map(|name| with_kind(name)).collect(),
        kinds,
        beginning: args.name.clone(),
        top: args.top,
        sort: match args.sort {
            NameSortArg::Count => NameSort::Articles,
            NameSortArg::Mentions => NameSort::Mentions,
            NameSortArg::Salience => NameSort::Salience,
            NameSortArg::Typical => NameSort::Typical,
        },
        by: args.by.map(|by| match by {
            PeriodArg::Month => Period::Month,
            PeriodArg::Year => Period::Year,
        }),
        ..EntitiesRequest::new(query)
    };
    let index = settings.open_index()?;
    say_damage(err, settings, index.snapshot().damaged_vocabularies());
    let answer = index.entities(&request)?;
    if !settings.quiet {
        for note in &answer.notes {
            err.line(&err.paint.paint(Paint::DIM, &format!("note: {}", safe(&note.message))));
        }
    }
    let mut out = Out::open(settings.color, settings.wishes);
    match args.format {
        NameFormat::Text => text::print(&mut out, &answer, &request, args.mentions)?,
        NameFormat::Json => json::print_answer(&mut out, &answer, &typed)?,
        NameFormat::Jsonl => json::print_names(&mut out, &answer)?,
        NameFormat::Csv => json::print_csv(&mut out, &answer, request.by.is_some())?,
    }
    out.flush()?;
    let found = answer.kinds.iter().any(|kind| !kind.top.is_empty());
    Ok(if found { Exit::Done } else { Exit::NoHit })
}

fn kinds(asked: &[KindArg]) -> Vec<Kind> {
    if asked.is_empty() {
        return Kind::ALL.to_vec();
    }
    let mut kinds: Vec<Kind> = asked
        .iter()
        .map(|kind| match kind {
            KindArg::Person => Kind::Person,
            KindArg::Organization => Kind::Organization,
            KindArg::Place => Kind::Place,
        })
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// A name, and its kind where one is written before it.
fn with_kind(text: &str) -> (Option<Kind>, String) {
    let parted = text.split_once(':').and_then(|(kind, name)| {
        let kind = match kind.trim() {
            "person" | "personne" => Kind::Person,
            "organization" | "organisation" => Kind::Organization,
            "place" | "lieu" => Kind::Place,
            _ => return None,
        };
        Some((Some(kind), name.trim().trim_matches('"').to_owned()))
    });
    parted.unwrap_or((None, text.to_owned()))
}
