//! Feeds: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed. One record, several articles.
//!
//! Dates are handed over as the feed writes them, since feeds write them in every manner, with their
//! offset, which a moment in UTC would lose.

use std::borrow::Cow;
use std::ops::Add;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use feed_rs::model::{Entry, Feed, Text};
use feed_rs::parser::{Builder, ParseErrorKind, ParseFeedError};

use super::input::Fault;
use super::paragraphs::{beginning, one_line};
use super::recognise::{Head, root};
use super::source::Source;
use super::{Format, blank, decode, fields, markup, names};
use crate::article::{RawArticle, Record};
use crate::stage::{Code, Rejection};

/// Feeds of all kinds.
pub(crate) const FORMAT: Format = Format {
    name: "feed",
    title: "RSS, Atom, JSON Feed",
    extensions: &["rss", "atom", "rdf", "xml"],
    recognised: "a root element rss, rdf:RDF or feed; a version field that names jsonfeed.org",
    likeness,
    frame: |source: &mut Source<'_, '_, '_>| source.whole(source.limits.document_bytes, Code::TooBig),
    parse,
};

/// Elements within elements, at most.
const DEPTH: usize = 256;
/// Longest tag, in bytes.
const TAG_BYTES: usize = 1 << 20;

fn likeness(head: &Head<'_>) -> u8 {
    if head.text.starts_with('{') {
        let start = beginning(head.text, 4_096);
        return if start.contains("https://jsonfeed.org/version") { 97 } else { 0 };
    }
    if !head.text.starts_with('<') {
        return 0;
    }
    match root(head.text) {
        Some("rss" | "rdf:RDF" | "RDF" | "feed" | "atom:feed" | "entry") => 95,
        Some(name) if name.eq_ignore_ascii_case("html") => 0,
        _ if head.text.starts_with("<?xml") => 40,
        Some(_) if head.is_named(&FORMAT) => 45,
        _ => 0,
    }
}

fn parse(record: &Record) -> Vec<Result<RawArticle, Rejection>> {
    match read(&record.payload) {
        Err(fault) => vec![Err(fault.at(&record.origin))],
        Ok((feed, dates)) => articles(feed, &dates, record),
    }
}

fn read(bytes: &[u8]) -> Result<(Feed, Vec<String>), Fault> {
    let text = decode::decode(bytes, decode::Declares::Xml)?;
    let text = text.trim_start();
    let is_json = text.starts_with('{');
    let source = if is_json { Cow::Borrowed(text) } else { prepared(text)? };
    let dates: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&dates);
    let parser = Builder::new()
        .sanitize_content(false)
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(move |text| {
            let mut seen = seen.lock().ok()?;
            seen.push(text.trim().to_owned());
            Some(moment(seen.len() as u64))
        })
        .build();
    let feed = parser.parse(source.as_bytes()).map_err(|error| {
        let code = if is_json { Code::Json } else { Code::Xml };
        Fault::new(code, explain(&error, &source))
    })?;
    let dates = dates.lock().map(|mut dates| std::mem::take(&mut *dates)).unwrap_or_default();
    Ok((feed, dates))
}

/// The moment that stands for the n-th date of a feed.
fn moment<T: Default + Add<Duration, Output = T>>(number: u64) -> T {
    T::default() + Duration::from_secs(number)
}

/// Checks XML against its limits, and makes it what the reader of feeds takes.
fn prepared(text: &str) -> Result<Cow<'_, str>, Fault> {
    check(text)?;
    let body = match text.strip_prefix("<?xml") {
        Some(rest) => rest.find("?>").map_or(text, |end| &rest[end + 2..]),
        None => text,
    };
    Ok(markup::resolve(body))
}

/// Refuses a document type of its own, too deep a tree and too long a tag. One pass.
fn check(text: &str) -> Result<(), Fault> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        at += found;
        let rest = &bytes[at..];
        let skipped =
            |end: &[u8]| memchr::memmem::find(rest, end).map_or(rest.len(), |found| found + end.len());
        at += if rest.starts_with(b"<!--") {
            skipped(b"-->")
        } else if rest.starts_with(b"<![CDATA[") {
            skipped(b"]]>")
        } else if rest.starts_with(b"<!DOCTYPE") || rest.starts_with(b"<!doctype") {
            let end = memchr::memchr2(b'>', b'[', rest).unwrap_or(rest.len() - 1);
            if rest[end] == b'[' {
                return Err(Fault::new(Code::Dtd, "a document type with declarations of its own"));
            }
            end + 1
        } else {
            let length = skipped(b">");
            if length > TAG_BYTES {
                let limit = Some((TAG_BYTES as u64, length as u64));
                return Err(Fault { code: Code::Xml, detail: "too long a tag".to_owned(), limit });
            }
            if rest.starts_with(b"</") {
                depth = depth.saturating_sub(1);
            } else if !rest.starts_with(b"<?") && rest.get(length.saturating_sub(2)) != Some(&b'/') {
                depth += 1;
            }
            if depth > DEPTH {
                let limit = Some((DEPTH as u64, depth as u64));
                return Err(Fault {
                    code: Code::Depth,
                    detail: "elements within elements".to_owned(),
                    limit,
                });
            }
            length
        };
    }
    Ok(())
}

fn explain(error: &ParseFeedError, source: &str) -> String {
    match error {
        ParseFeedError::ParseError(ParseErrorKind::NoFeedRoot) => match root(source) {
            Some(name) => format!("not a feed: the root element is {name}"),
            None => "not a feed: no root element".to_owned(),
        },
        other => {
            let text = other.to_string();
            let text = text.strip_prefix("unable to ").map_or(text.clone(), |rest| format!("cannot {rest}"));
            let text = text.replace("Parser error: ", "");
            one_line(beginning(&text, 200))
        }
    }
}

fn articles(feed: Feed, dates: &[String], record: &Record) -> Vec<Result<RawArticle, Rejection>> {
    let Feed { title, language, entries, .. } = feed;
    let source = title.map(|title| fields::line(&title.content)).filter(|title| !title.is_empty());
    if entries.is_empty() {
        return vec![Err(Rejection::new(record.origin.clone(), Code::Empty, "a feed without entries"))];
    }
    let mut articles = Vec::with_capacity(entries.len());
    for (ordinal, entry) in (record.origin.ordinal..).zip(entries) {
        let mut raw = article(entry, dates, record, ordinal);
        if raw.title.is_none() && raw.body.is_empty() {
            let nothing = Rejection::new(raw.origin, Code::NotArticle, "an entry without title and text");
            articles.push(Err(nothing));
            continue;
        }
        raw.source = raw.source.or_else(|| source.clone());
        raw.language = raw.language.or_else(|| language.clone());
        articles.push(Ok(raw));
    }
    articles
}

fn article(entry: Entry, dates: &[String], record: &Record, ordinal: u32) -> RawArticle {
    let mut raw = blank(record, ordinal);
    let prose = |text: &Text| fields::prose(&text.content);
    let content = entry.content.as_ref().and_then(|content| content.body.as_deref()).map(fields::prose);
    let summary = entry.summary.as_ref().map(prose).filter(|summary| !summary.is_empty());
    match (content.filter(|content| !content.is_empty()), summary) {
        (Some(content), summary) => {
            raw.standfirst = summary.filter(|summary| summary.len() < content.len());
            raw.body = content;
        }
        (None, summary) => raw.body = summary.unwrap_or_default(),
    }
    raw.title = entry.title.map(|title| fields::line(&title.content)).filter(|title| !title.is_empty());
    let is_page = |rel: Option<&str>| matches!(rel, None | Some("alternate"));
    raw.url = entry
        .links
        .iter()
        .find(|link| is_page(link.rel.as_deref()) && link.href.starts_with("http"))
        .map(|link| link.href.clone());
    raw.guid = Some(entry.id.trim().to_owned()).filter(|id| !id.is_empty());
    let written = |number: i64| dates.get(usize::try_from(number).ok()?.checked_sub(1)?).cloned();
    raw.date = entry
        .published
        .and_then(|at| written(at.timestamp()))
        .or_else(|| entry.updated.and_then(|at| written(at.timestamp())));
    for person in &entry.authors {
        for name in names::authors(person.name.as_deref().unwrap_or_default()) {
            if !raw.authors.contains(&name) {
                raw.authors.push(name);
            }
        }
    }
    raw.keywords = entry
        .categories
        .iter()
        .map(|category| fields::line(category.label.as_deref().unwrap_or(&category.term)))
        .filter(|term| !term.is_empty())
        .collect();
    raw.section = raw.keywords.first().cloned();
    raw.language = entry.language;
    raw
}
