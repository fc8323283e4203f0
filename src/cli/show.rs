//! `kiosque show`: whole articles.

mod markdown;
mod text;

use std::io::{self, Write};

use super::args::{ShowArgs, ShowFormat};
use super::exit::Exit;
use super::failure::Failure;
use super::output::{Err, Out, Paint, safe};
use super::pager::Pages;
use super::search::paths::Paths;
use super::settings::Settings;
use crate::document::Document;
use crate::document::line::Line;
use crate::query;
use crate::search::{Index, Marks};

/// Ids that are named where a beginning is not enough.
const CANDIDATES: usize = 5;

pub(super) fn run(args: &ShowArgs, settings: &Settings) -> Result<Exit, Failure> {
    let err = Err::open(settings.color, settings.wishes);
    let query = match args.query.as_deref().map(query::parse).transpose() {
        Ok(query) => query,
        Err(error) => {
            let failure = Failure::usage(format!("--query: {}", error.message));
            return Err(match error.suggestion {
                Some(suggestion) => failure.hint(format!("write {suggestion}")),
                None => failure,
            });
        }
    };
    let index = settings.open_index()?;
    let marks = query.map(|query| Marks::of(&query, index.snapshot())).transpose()?;
    let paths = Paths::of(&index)?;
    let out = Out::open(settings.color, settings.wishes);
    let mut out = Pages::open(out, args.format == ShowFormat::Text && !args.no_pager);
    let look = out.look();
    let mut absent = false;
    let mut is_first = true;
    for id in &args.ids {
        let Some(document) = find(&index, id)? else {
            absent = true;
            err.line(&format!(
                "{} no article has an id that begins with {}",
                err.paint.paint(Paint::ERROR, "error:"),
                safe(id)
            ));
            continue;
        };
        match args.format {
            ShowFormat::Json => print_json(&mut out, &index, &document)?,
            ShowFormat::Md => {
                if !is_first {
                    writeln!(out)?;
                }
                markdown::print(&mut out, &document)?;
            }
            ShowFormat::Text => {
                if !is_first {
                    writeln!(out, "\n{}\n", look.paint.paint(Paint::DIM, &"─".repeat(text::column(look))))?;
                }
                text::print(&mut out, look, &index, &document, marks.as_ref(), args.entities, &paths)?;
            }
        }
        is_first = false;
    }
    out.finish()?;
    Ok(if absent { Exit::NoHit } else { Exit::Done })
}

fn find(index: &Index, id: &str) -> Result<Option<Document>, Failure> {
    let digits = id.trim();
    if digits.is_empty() || digits.len() > 32 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(Failure::usage(format!("\"{id}\" is no id"))
            .hint("an id has 32 digits 0-9 a-f, of which a beginning is enough; `kiosque search … --format ids` prints them"));
    }
    let mut found = index.documents_with_id(digits, CANDIDATES + 1)?;
    if found.len() > 1 {
        let ids: Vec<String> =
            found.iter().take(CANDIDATES).map(|document| document.id.to_string()[..16].to_owned()).collect();
        return Err(Failure::usage(format!("several ids begin with {digits}: {}", ids.join(", ")))
            .hint("write more digits"));
    }
    Ok(found.pop())
}

fn print_json(out: &mut dyn Write, index: &Index, document: &Document) -> Result<(), Failure> {
    let mut names = Vec::with_capacity(document.entities.len());
    for entity in &document.entities {
        names.push(index.name_of(entity)?);
    }
    let mut names = names.into_iter();
    let copies = index.copies_of(document.id)?;
    let own = document.copy();
    let line =
        Line::new(document, &own, &copies, |entity| names.next().unwrap_or_else(|| entity.name.clone()));
    serde_json::to_writer(&mut *out, &line).map_err(io::Error::from)?;
    writeln!(out)?;
    Ok(())
}
