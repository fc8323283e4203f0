//! An article as a person reads it: title, facts, paragraphs in a column, the words of a query marked.

use std::io::Write;
use std::ops::Range;

use anstyle::Style;

use super::super::failure::Failure;
use super::super::marked::Mentions;
use super::super::output::{Look, Paint, safe};
use super::super::passage::Passage;
use super::super::search::paths::{Paths, is_web_address};
use super::super::text::{date_in_words, wrapped};
use crate::article::{Field, Kind};
use crate::document::Document;
use crate::search::{Index, Marks};

/// Widest column of text: longer lines tire the eye.
const COLUMN: usize = 88;

/// Cells of the column here.
pub(super) fn column(look: Look) -> usize {
    look.width.min(COLUMN)
}

/// Prints one article, its entities marked if asked for: where there are no colours, in brackets.
pub(super) fn print(
    out: &mut dyn Write,
    look: Look,
    index: &Index,
    document: &Document,
    marks: Option<&Marks>,
    entities: bool,
    paths: &Paths,
) -> Result<(), Failure> {
    let width = column(look);
    let title = if document.title.is_empty() { "(no title)" } else { &document.title };
    let mut named = Vec::with_capacity(document.entities.len());
    for entity in &document.entities {
        named.push((entity, index.name_of(entity)?));
    }
    let mentions = |field| {
        let marked = named.iter().filter(|_| entities);
        Mentions::of(field, marked.map(|(entity, name)| (*entity, name.as_str())))
    };
    let in_brackets = entities && !look.paint.is_on();
    let in_title = mentions(Field::Title);
    if in_brackets {
        for line in wrapped(title, width) {
            writeln!(out, "{}", in_title.line(title, line, look.paint))?;
        }
    } else {
        let marked = marked(title, Field::Title, marks, &in_title);
        for line in Passage::new(title, &marked).styled(Paint::TITLE).lines(look, width) {
            writeln!(out, "{line}")?;
        }
    }
    let language = document.language.code();
    let mut facts = vec![document.date.map_or("no date".to_owned(), |date| date_in_words(date, language))];
    facts.extend(document.source.clone());
    facts.extend(document.section.clone());
    if !document.authors.is_empty() {
        facts.push(document.authors.join(", "));
    }
    facts.push(language.to_owned());
    dim(out, look, &facts.join(" · "), None)?;
    if let Some(url) = &document.url {
        dim(out, look, url, Some(url).filter(|url| is_web_address(url)).map(String::as_str))?;
    }
    dim(out, look, &paths.place(&document.origin), paths.address(&document.origin).as_deref())?;
    dim(out, look, &document.id.to_string(), None)?;
    let mentioned = mentions(Field::Body);
    let in_body = marked(&document.body, Field::Body, marks, &mentioned);
    let mut at = 0;
    for paragraph in document.body.split('\n') {
        let range = at..at + paragraph.len();
        at = range.end + 1;
        if paragraph.is_empty() {
            continue;
        }
        let first = in_body.partition_point(|(mark, _)| mark.end <= range.start);
        let inside: Vec<(Range<usize>, Style)> = in_body[first..]
            .iter()
            .take_while(|(mark, _)| mark.end <= range.end)
            .filter(|(mark, _)| mark.start >= range.start)
            .map(|(mark, style)| (mark.start - range.start..mark.end - range.start, *style))
            .collect();
        writeln!(out)?;
        if in_brackets {
            for line in wrapped(paragraph, width) {
                let line = range.start + line.start..range.start + line.end;
                writeln!(out, "{}", mentioned.line(&document.body, line, look.paint))?;
            }
            continue;
        }
        for line in Passage::new(paragraph, &inside).lines(look, width) {
            writeln!(out, "{line}")?;
        }
    }
    for kind in Kind::ALL {
        let of_kind = named.iter().filter(|(entity, _)| entity.kind == kind);
        let names: Vec<&str> = of_kind.map(|(_, name)| name.as_str()).collect();
        if !names.is_empty() {
            writeln!(out)?;
            dim(out, look, &format!("{}: {}", kind.name(), names.join(", ")), None)?;
        }
    }
    let copies = index.copies_of(document.id)?;
    if !copies.is_empty() {
        writeln!(out)?;
        dim(out, look, &format!("copies: {}", copies.len() + 1), None)?;
    }
    for copy in copies {
        let date = copy.date.map(|date| format!("{date} · ")).unwrap_or_default();
        let section = copy.section.map(|section| format!("{section} · ")).unwrap_or_default();
        let line = format!("also: {date}{section}{} · {}", copy.title, paths.place(&copy.origin));
        dim(out, look, &line, paths.address(&copy.origin).as_deref())?;
    }
    Ok(())
}

/// What is marked in a text, in order of place: the words of a query, and what is mentioned.
fn marked(
    text: &str,
    field: Field,
    marks: Option<&Marks>,
    mentions: &Mentions,
) -> Vec<(Range<usize>, Style)> {
    let found = marks.map(|marks| marks.in_text(text, field)).unwrap_or_default();
    let mut marked: Vec<(Range<usize>, Style)> =
        found.into_iter().map(|mark| (mark.range, Paint::HIT)).chain(mentions.styled()).collect();
    marked.sort_by_key(|(range, _)| range.start);
    // Of two that overlap, the first is kept.
    let mut end = 0;
    marked.retain(|(range, _)| {
        range.start >= end && {
            end = range.end;
            true
        }
    });
    marked
}

/// A fact beside the text, which may lead to an address.
fn dim(out: &mut dyn Write, look: Look, text: &str, address: Option<&str>) -> std::io::Result<()> {
    let text = safe(text).replace('\n', " ");
    for line in wrapped(&text, column(look)) {
        let line = look.paint.paint(Paint::DIM, &text[line]);
        writeln!(out, "{}", look.link(address.unwrap_or_default(), &line))?;
    }
    Ok(())
}
