//! `kiosque show`: whole articles.

use std::io::{self, Write};

use super::args::{ShowArgs, TextOrJson};
use super::exit::Exit;
use super::failure::Failure;
use super::marked::Mentions;
use super::output::{Err, Out, Paint, safe};
use super::settings::Settings;
use super::text::wrapped;
use crate::article::{Field, Kind};
use crate::document::Document;
use crate::document::line::Line;
use crate::search::Index;

/// Ids that are named where a beginning is not enough.
const CANDIDATES: usize = 5;
/// Widest column of text: longer lines tire the eye.
const COLUMN: usize = 88;

pub(super) fn run(args: &ShowArgs, settings: &Settings) -> Result<Exit, Failure> {
    let err = Err::open(settings.color, settings.wishes);
    let index = settings.open_index()?;
    let mut out = Out::open(settings.color, settings.wishes);
    let mut absent = false;
    for (at, id) in args.ids.iter().enumerate() {
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
            TextOrJson::Json => print_json(&mut out, &index, &document)?,
            TextOrJson::Text => {
                if at > 0 {
                    writeln!(out)?;
                }
                print_text(&mut out, &index, &document, args.entities)?;
            }
        }
    }
    out.flush()?;
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

fn print_json(out: &mut Out, index: &Index, document: &Document) -> Result<(), Failure> {
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

fn print_text(out: &mut Out, index: &Index, document: &Document, marks: bool) -> Result<(), Failure> {
    let mut names = Vec::new();
    for entity in document.entities.iter().filter(|_| marks) {
        names.push(index.name_of(entity)?);
    }
    let marked = |field| Mentions::of(field, document.entities.iter().zip(names.iter().map(String::as_str)));
    let paint = out.paint;
    let width = out.width.min(COLUMN);
    let title = if document.title.is_empty() { "(no title)" } else { &document.title };
    let in_title = marked(Field::Title);
    for line in wrapped(title, width) {
        let line = if marks { in_title.line(title, line, paint) } else { safe(&title[line]) };
        writeln!(out, "{}", paint.paint(Paint::TITLE, &line))?;
    }
    let mut facts = vec![document.date.map_or("no date".to_owned(), |date| date.to_string())];
    facts.extend(document.source.clone());
    facts.extend(document.section.clone());
    if !document.authors.is_empty() {
        facts.push(document.authors.join(", "));
    }
    facts.push(document.language.code().to_owned());
    writeln!(out, "{}", paint.paint(Paint::DIM, &safe(&facts.join(" · "))))?;
    let place = [document.origin.to_string(), document.id.to_string()];
    for fact in document.url.iter().chain(&place) {
        writeln!(out, "{}", paint.paint(Paint::DIM, &safe(fact)))?;
    }
    let in_body = marked(Field::Body);
    let mut start = 0;
    for paragraph in document.body.split_terminator('\n') {
        writeln!(out)?;
        for line in wrapped(paragraph, width) {
            let line = start + line.start..start + line.end;
            writeln!(out, "{}", in_body.line(&document.body, line, paint))?;
        }
        start += paragraph.len() + 1;
    }
    for kind in Kind::ALL {
        let mut names = Vec::new();
        for entity in document.entities_of(kind) {
            names.push(index.name_of(entity)?);
        }
        if !names.is_empty() {
            writeln!(out)?;
            let list = format!("{}: {}", kind.name(), names.join(", "));
            for line in wrapped(&list, width) {
                writeln!(out, "{}", paint.paint(Paint::DIM, &safe(&list[line])))?;
            }
        }
    }
    for copy in index.copies_of(document.id)? {
        let section = copy.section.map(|section| format!(" · {section}")).unwrap_or_default();
        let line = format!("also: {} · {}{section}", copy.origin, copy.title);
        writeln!(out, "{}", paint.paint(Paint::DIM, &safe(&line)))?;
    }
    Ok(())
}
