//! Texts for IRaMuTeQ and Alceste: a line of starred variables, then the text.
//!
//! ```text
//! **** *source_La_Croix *date_2024-09-11 *annee_2024
//! -*économie
//! Le texte, sur autant de lignes qu'il veut.
//! ```
//!
//! Alceste may begin a text with its number instead: `0001 *source_La_Croix`. A variable's name ends at
//! its first `_`; further ones stand for blanks.

use serde_json::{Map, Value};

use super::fields::Fields;
use super::names::add;
use super::recognise::Head;
use super::source::Source;
use super::{Format, blank, decode, paragraphs};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::stage::{Code, Rejection};

/// IRaMuTeQ and Alceste texts.
pub(crate) const FORMAT: Format = Format {
    name: "iramuteq",
    title: "IRaMuTeQ, Alceste text",
    extensions: &["txt"],
    recognised: "a first line of **** or a number, then starred variables",
    likeness: |head: &Head<'_>| {
        if begins(head.text.lines().next().unwrap_or_default().as_bytes()) { 97 } else { 0 }
    },
    frame,
    parse,
};

/// Whether a line begins a text.
fn begins(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    let mark = line.iter().take_while(|byte| **byte == b'*' || byte.is_ascii_digit()).count();
    let is_mark =
        line.starts_with(b"****") && mark == 4 || mark >= 2 && line[..mark].iter().all(u8::is_ascii_digit);
    let rest = line[mark..].trim_ascii();
    let has_variable =
        rest.first() == Some(&b'*') && rest.get(1).is_some_and(|byte| !byte.is_ascii_whitespace());
    is_mark
        && (has_variable && line.get(mark).is_some_and(u8::is_ascii_whitespace)
            || rest.is_empty() && mark == 4 && line.starts_with(b"*"))
}

fn frame(source: &mut Source<'_, '_, '_>) {
    let limit = source.limits.line_bytes;
    let mut text: Vec<u8> = Vec::new();
    let mut seen = 0_u64;
    let mut ordinal = 0;
    let mut began = false;
    loop {
        let (line, length) = match source.next_line(limit) {
            None => break,
            Some(Ok(line)) => (Some(line), line.len() as u64),
            Some(Err(length)) => (None, length),
        };
        if let Some(line) = line.filter(|line| begins(line)) {
            let next = [line, b"\n"].concat();
            if !send(source, &mut ordinal, &mut text, seen, began) {
                return;
            }
            (text, seen, began) = (next, 0, true);
            continue;
        }
        seen += length + 1;
        if seen <= limit
            && let Some(line) = line
        {
            text.extend_from_slice(line);
            text.push(b'\n');
        }
    }
    // A stream that broke off leaves its last text in doubt.
    if !source.is_broken() {
        send(source, &mut ordinal, &mut text, seen, began);
    }
}

/// Sends the text at hand; `false` if nobody wants more.
fn send(
    source: &mut Source<'_, '_, '_>,
    ordinal: &mut u32,
    text: &mut Vec<u8>,
    seen: u64,
    began: bool,
) -> bool {
    let (number, limit) = (*ordinal, source.limits.line_bytes);
    if text.trim_ascii().is_empty() && seen <= limit {
        return true;
    }
    *ordinal = number.saturating_add(1);
    if seen > limit {
        return source.beyond(number, Code::TooBig, "the text is too long", limit, seen);
    }
    if !began {
        return source.reject(number, Code::NotArticle, "text before the first line of starred variables");
    }
    source.record(number, std::mem::take(text), None)
}

fn parse(record: &Bounded<'_>) -> Vec<Result<RawArticle, Rejection>> {
    vec![match decode::decode(&record.payload, decode::Declares::Nothing) {
        Ok(text) => article(&text, record),
        Err(fault) => Err(fault.at(&record.origin)),
    }]
}

fn article(text: &str, record: &Bounded<'_>) -> Result<RawArticle, Rejection> {
    let (head, rest) = text.split_once('\n').unwrap_or((text, ""));
    let mut raw = blank(record, record.origin.ordinal);
    let mut facts = Map::new();
    for variable in head.split_whitespace().filter_map(|word| word.strip_prefix('*')) {
        if let Some((name, value)) = variable.split_once('_') {
            facts.insert(name.to_owned(), Value::String(value.replace('_', " ")));
        }
    }
    Fields::of(&facts).fill(&mut raw);
    let mark = head.split_whitespace().next().unwrap_or_default();
    if raw.local_id.is_none() && mark.starts_with(|c: char| c.is_ascii_digit()) {
        raw.local_id = Some(mark.to_owned());
    }
    let mut body = String::with_capacity(rest.len());
    for line in rest.lines() {
        match line.trim_start().strip_prefix("-*") {
            Some(theme) => add(&mut raw.keywords, theme.trim().replace('_', " ")),
            None => paragraphs::push(line, &mut body),
        }
    }
    raw.body = body;
    if raw.body.is_empty() && raw.title.is_none() {
        return Err(Rejection::new(record.origin.clone(), Code::Empty, "starred variables without a text"));
    }
    Ok(raw)
}
