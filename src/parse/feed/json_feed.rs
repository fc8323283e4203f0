//! JSON Feed 1.0 and 1.1: an object whose `items` are the entries.

use serde_json::{Map, Value};

use super::address;
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::parse::input::Fault;
use crate::parse::names::{self, add};
use crate::parse::source::Source;
use crate::parse::{fields, json, paragraphs};
use crate::stage::Code;

/// Bytes before the entries that travel with each, at most.
const CONTEXT_BYTES: usize = 4 << 10;

/// Whether a JSON text begins as a feed.
pub(super) fn is_one(start: &str) -> bool {
    start.contains("https://jsonfeed.org/version")
        || start.contains("http://jsonfeed.org/version")
        || start.contains("https:\\/\\/jsonfeed.org\\/version")
}

/// Cuts a feed into its entries.
pub(super) fn frame(source: &mut Source<'_, '_, '_>) {
    let head = source.input.head(CONTEXT_BYTES);
    let end = memchr::memmem::find(head, b"\"items\"").unwrap_or(head.len());
    source.context = Some(head[..end].into());
    json::frame_list(source);
}

/// Fills an article from an entry.
pub(super) fn fill(record: &Bounded<'_>, raw: &mut RawArticle) -> Result<(), Fault> {
    let Value::Object(item) = json::read(&record.payload)? else {
        return Err(Fault::new(Code::Json, "no object where an entry was expected"));
    };
    if item.get("version").and_then(Value::as_str).is_some_and(is_one) {
        return Err(Fault::new(Code::Empty, "a feed without entries"));
    }
    let feed = record.context.as_deref().map(feed).unwrap_or_default();
    let line = |object: &Map<String, Value>, name: &str| {
        object
            .get(name)
            .map(fields::text_of)
            .map(|text| paragraphs::one_line(&text))
            .filter(|t| !t.is_empty())
    };
    raw.guid = line(&item, "id");
    let home = line(&feed, "home_page_url");
    raw.url = ["url", "external_url"]
        .iter()
        .find_map(|name| line(&item, name))
        .and_then(|url| address::whole(&url, home.as_deref()));
    raw.title = line(&item, "title").map(|title| fields::line(&title)).filter(|title| !title.is_empty());
    let html = item.get("content_html").map(|html| fields::prose(&fields::text_of(html)));
    let text = item.get("content_text").map(|text| paragraphs::tidy(&fields::text_of(text)));
    let content = html.filter(|html| !html.is_empty()).or(text).unwrap_or_default();
    let summary = item.get("summary").map(|text| fields::prose(&fields::text_of(text)));
    let summary = summary.filter(|summary| !summary.is_empty());
    if content.is_empty() {
        raw.body = summary.unwrap_or_default();
    } else {
        raw.standfirst = summary.filter(|summary| summary.len() < content.len());
        raw.body = content;
    }
    raw.date = line(&item, "date_published").or_else(|| line(&item, "date_modified"));
    for object in [&item, &feed] {
        if raw.authors.is_empty() {
            raw.authors = authors(object);
        }
    }
    if let Some(Value::Array(tags)) = item.get("tags") {
        for tag in tags {
            add(&mut raw.keywords, fields::line(&fields::text_of(tag)));
        }
    }
    raw.section = raw.keywords.first().cloned();
    raw.source = line(&feed, "title");
    raw.language = line(&item, "language").or_else(|| line(&feed, "language"));
    Ok(())
}

/// The authors of an entry or a feed: a list since version 1.1, one before.
fn authors(object: &Map<String, Value>) -> Vec<String> {
    let one = object.get("author").into_iter();
    let all = object.get("authors").and_then(Value::as_array).into_iter().flatten();
    let mut found = Vec::new();
    for author in all.chain(one).filter_map(|author| author.get("name").and_then(Value::as_str)) {
        for name in names::authors(author) {
            add(&mut found, name);
        }
    }
    found
}

/// Reads what stood before the entries: the beginning of an object.
fn feed(context: &[u8]) -> Map<String, Value> {
    let mut whole = context.trim_ascii_end().to_vec();
    if whole.last() == Some(&b',') {
        whole.pop();
    }
    whole.push(b'}');
    match json::read(&whole) {
        Ok(Value::Object(feed)) => feed,
        _ => Map::new(),
    }
}
