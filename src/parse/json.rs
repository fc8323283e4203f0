//! JSON: lines of articles, lists of them, and single ones.
//!
//! Framing only looks for the borders of values; what lies between is read in [`parse`](super::parse).
//! A list may stand alone, under a name such as `articles`, or as an object whose names are numbers.

mod lenient;
mod list;

use serde_json::Value;

use super::fields::{self, Fields};
use super::input::Fault;
use super::recognise::Head;
use super::source::Source;
use super::{Format, decode};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::stage::{Code, Rejection};

pub(crate) use lenient::mended;

/// JSON Lines: one article a line.
pub(crate) const LINES: Format = Format {
    name: "jsonl",
    title: "JSON Lines",
    extensions: &["jsonl", "ndjson", "jl"],
    recognised: "a JSON object a line, with a text or title field",
    likeness: like_lines,
    frame: frame_lines,
    parse,
};

/// A JSON document: one article, or a list of them.
pub(crate) const DOCUMENT: Format = Format {
    name: "json",
    title: "JSON",
    extensions: &["json"],
    recognised: "an object with a text or title field, a list of such objects, alone or under a name like \"articles\"",
    likeness: like_document,
    frame: list::frame,
    parse,
};

fn like_lines(head: &Head<'_>) -> u8 {
    let mut lines = head.text.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_object = |line: &str| line.starts_with('{') && line.ends_with('}');
    let first = lines.next().is_some_and(is_object);
    let second = lines.next();
    let goes_on = second.is_some_and(|line| line.starts_with('{'));
    match (first, head.is_named(&LINES)) {
        (true, true) => 95,
        (true, false) if goes_on => 90,
        (false, true) if head.text.starts_with('{') || goes_on => 85,
        (false, true) => 60,
        _ => 0,
    }
}

fn like_document(head: &Head<'_>) -> u8 {
    let mut chars = head.text.chars();
    let first = chars.next();
    let inner = chars.as_str().trim_start_matches([' ', '\t', '\r', '\n']);
    let begins = match first {
        Some('{') => inner.starts_with(['"', '}']),
        Some('[') => inner.starts_with(['{', '[', '"', ']']),
        _ => return if head.is_named(&DOCUMENT) { 40 } else { 0 },
    };
    match (begins, head.is_named(&DOCUMENT)) {
        (true, true) => 85,
        (true, false) => 80,
        (false, true) => 60,
        (false, false) => 0,
    }
}

/// Cuts a document: the list in it, or itself.
pub(crate) fn frame_list(source: &mut Source<'_, '_, '_>) {
    list::frame(source);
}

/// Cuts articles one a line where the first lines look so, else a document.
pub(crate) fn frame_any(source: &mut Source<'_, '_, '_>) {
    let head = source.input.head(super::recognise::HEAD_BYTES);
    let text = String::from_utf8_lossy(head);
    let is_lines = like_lines(&Head { text: text.trim_start(), extension: "" }) > 0;
    drop(text);
    if is_lines { frame_lines(source) } else { list::frame(source) }
}

fn frame_lines(source: &mut Source<'_, '_, '_>) {
    let limit = source.limits.line_bytes;
    let mut number = 0;
    loop {
        let line = match source.next_line(limit) {
            None => return,
            Some(Ok(line)) => {
                if line.trim_ascii().is_empty() {
                    number += 1;
                    continue;
                }
                Ok(line.to_vec())
            }
            Some(Err(seen)) => Err(seen),
        };
        let goes_on = match line {
            Ok(line) => source.record(number, line, None),
            Err(seen) => source.beyond(number, Code::LineLength, "the line is too long", limit, seen),
        };
        if !goes_on {
            return;
        }
        number += 1;
    }
}

fn parse(record: &Bounded<'_>) -> Vec<Result<RawArticle, Rejection>> {
    let article = read(&record.payload).and_then(|value| article(&value, record));
    vec![article.map_err(|fault| fault.at(&record.origin))]
}

fn article(value: &Value, record: &Bounded<'_>) -> Result<RawArticle, Fault> {
    let object = match value {
        Value::Object(object) => object,
        other => {
            let what = match other {
                Value::Array(_) => "a list",
                Value::String(_) => "a string",
                Value::Number(_) => "a number",
                _ => "a constant",
            };
            return Err(Fault::new(Code::Json, format!("{what} where an article was expected")));
        }
    };
    // A search engine's export keeps the article within the hit.
    let hit = object.get("_source").and_then(Value::as_object);
    let id = hit.and(object.get("_id")).map(fields::text_of).filter(|id| !id.is_empty());
    let object = hit.unwrap_or(object);
    let article = Fields::of(object).article(record, record.origin.ordinal);
    let article = article.map(|mut raw| {
        raw.local_id = raw.local_id.or(id);
        raw
    });
    article.ok_or_else(|| {
        let names: Vec<&str> = object.keys().take(12).map(String::as_str).collect();
        let more = if object.len() > names.len() { ", …" } else { "" };
        let detail = format!("no title or text field; fields are: {}{more}", names.join(", "));
        Fault::new(Code::Json, if object.is_empty() { "an empty object".to_owned() } else { detail })
    })
}

/// Reads one JSON value, mending on the way what other readers let pass.
pub(crate) fn read(bytes: &[u8]) -> Result<Value, Fault> {
    let text = decode::decode(bytes, decode::Declares::Nothing)?;
    let strict = match serde_json::from_str(&text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let says = strict.to_string();
    if says.starts_with("recursion limit") {
        let limit = Some((128, 129));
        return Err(Fault { code: Code::JsonDepth, detail: "values within values".to_owned(), limit });
    }
    if let Some(value) = mended(&text).and_then(|text| serde_json::from_str(&text).ok()) {
        return Ok(value);
    }
    let what = says.split(" at line ").next().unwrap_or(&says);
    let place = match (strict.line(), strict.column()) {
        (0 | 1, column) => format!("at column {column}"),
        (line, column) => format!("at line {line}, column {column}"),
    };
    Err(Fault::new(Code::Json, format!("not JSON: {what} {place}")))
}
