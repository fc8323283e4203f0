//! LexisNexis documents of text (RTF, DOCX), in the two forms that the database has exported.
//!
//! Before about 2018 `1 of 3 DOCUMENTS` begins each document, and its parts stand in the order of the pages.
//! Since then `End of Document` ends each: title, source, date and rights, labels, `Body`, the text,
//! `Classification` and labels; a list of all stands before the first.

use super::label::{self, Ordered};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::parse::written::Line;
use crate::parse::{blank, dateline, paragraphs};

/// Lines that end a document, folded.
const ENDS: &[&str] = &["end of document", "fin du document", "fin de document", "ende des dokuments"];
/// Lines that begin a text, folded.
const BODIES: &[&str] = &["body", "corps", "corps du texte", "text", "texte"];
/// Lines that begin what stands behind a text.
const BEHIND: &[&str] = &["classification", "graphic", "illustration", "graphique"];

/// Returns the articles of a document; none where it is no export of LexisNexis.
pub(crate) fn articles(lines: &[Line<'_>], record: &Bounded<'_>, format: &'static str) -> Vec<RawArticle> {
    let mut found = Vec::new();
    let mut take = |read: &dyn Fn(&mut RawArticle)| {
        let mut raw = blank(record, record.origin.ordinal.saturating_add(found.len() as u32));
        raw.format = format;
        read(&mut raw);
        if raw.title.is_some() || !raw.body.is_empty() {
            found.push(raw);
        }
    };
    if lines.iter().any(|(line, _)| is_among(line, ENDS)) {
        for document in lines.split(|(line, _)| is_among(line, ENDS)) {
            if document.iter().any(|(line, _)| is_among(line, BODIES) || is_among(line, BEHIND)) {
                take(&|raw| recent(document, raw));
            }
        }
    } else if lines.iter().any(|(line, _)| label::is_count(line))
        && lines.iter().any(|(line, _)| label::label(line).is_some())
    {
        // What stands before the first is a list of what was asked.
        for document in lines.split(|(line, _)| label::is_count(line)).skip(1) {
            take(&|raw| old(document, raw));
        }
    }
    found
}

/// Whether a line ends a document.
pub(crate) fn is_end(line: &str) -> bool {
    is_among(line, ENDS)
}

fn is_among(line: &str, words: &[&str]) -> bool {
    line.len() <= 24 && words.contains(&&*line.to_lowercase())
}

fn old(document: &[Line<'_>], raw: &mut RawArticle) {
    let mut ordered = Ordered::default();
    for (line, _) in document {
        ordered.take(line, raw);
    }
    raw.body = ordered.into_body();
}

fn recent(document: &[Line<'_>], raw: &mut RawArticle) {
    let place = |words: &[&str], from: usize| {
        let found = document[from..].iter().position(|(line, _)| is_among(line, words));
        found.map_or(document.len(), |at| from + at)
    };
    let behind = place(&["classification"], 0);
    let body = place(BODIES, 0).min(behind);
    let end = place(BEHIND, body).min(document.len());
    let head = &document[..body];
    // Title, source, date, rights stand above the labels; a list of all may stand above them.
    let rights = head.iter().rposition(|(line, _)| label::is_rights(line));
    let title = head
        .iter()
        .rposition(|(_, level)| level.is_some())
        .or_else(|| rights.and_then(|at| at.checked_sub(3)))
        .or_else(|| head.iter().position(|(line, _)| is_date(line)).and_then(|at| at.checked_sub(2)))
        .unwrap_or(0);
    let mut unnamed = 0;
    for (line, _) in head.iter().skip(title).chain(&document[end..]) {
        if label::is_rights(line) || is_among(line, BEHIND) {
            continue;
        }
        if let Some((field, value)) = label::label(line).filter(|_| unnamed > 0) {
            label::take(field, value, raw);
            continue;
        }
        match unnamed {
            0 => raw.title = Some(paragraphs::one_line(line)),
            1 => raw.source = Some(paragraphs::one_line(line)),
            _ if raw.date.is_none() && is_date(line) => raw.date = Some(paragraphs::one_line(line)),
            _ => {}
        }
        unnamed += 1;
    }
    let mut text = String::new();
    for (line, _) in document.get(body + 1..end).unwrap_or_default() {
        paragraphs::push(line, &mut text);
    }
    raw.body = text;
}

fn is_date(line: &str) -> bool {
    line.chars().count() <= 60 && dateline::stated(line).is_some()
}
