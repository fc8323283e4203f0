//! ninjs 1 to 3: news in JSON, as agencies' interfaces deliver it, alone, in lists or one a line.

use serde_json::{Map, Value};

use super::fields::{self, first, text_of};
use super::input::Fault;
use super::names::{self, add, declare};
use super::recognise::Head;
use super::source::Source;
use super::{Format, blank, json};
use crate::article::{Kind, RawArticle};
use crate::parse::Bounded;
use crate::stage::Code;

/// ninjs documents.
pub(crate) const FORMAT: Format = Format {
    name: "ninjs",
    title: "ninjs",
    extensions: &["json", "ninjs"],
    recognised: "JSON with a uri or guid and two fields such as versioncreated, pubstatus, body_xhtml, headlines",
    likeness: |head: &Head<'_>| if is_ninjs(head) { 96 } else { 0 },
    frame: |source: &mut Source<'_, '_, '_>| json::frame_any(source),
    parse: |record| vec![article(record).map_err(|fault| fault.at(&record.origin))],
};

/// Fields that hardly anything but ninjs has.
const TELLING: &[&str] = &[
    "\"versioncreated\"",
    "\"firstcreated\"",
    "\"contentcreated\"",
    "\"pubstatus\"",
    "\"body_xhtml\"",
    "\"headlines\"",
    "\"bodies\"",
    "\"description_text\"",
    "\"copyrightholder\"",
    "\"representationtype\"",
];

fn is_ninjs(head: &Head<'_>) -> bool {
    head.text.starts_with(['{', '['])
        && (head.has("\"uri\"") || head.has("\"guid\""))
        && TELLING.iter().filter(|name| head.has(name)).count() > 1
}

fn article(record: &Bounded<'_>) -> Result<RawArticle, Fault> {
    let value = json::read(&record.payload)?;
    let mut object =
        value.as_object().ok_or_else(|| Fault::new(Code::Json, "no object where an item was expected"))?;
    // Interfaces wrap an item: `{"meta": …, "item": {…}}`, `{"data": {"item": {…}}}`.
    for name in ["data", "item", "_source"] {
        let has_content = object.contains_key("headline") || object.contains_key("headlines");
        if let (false, Some(inner)) = (has_content, object.get(name).and_then(Value::as_object)) {
            object = inner;
        }
    }
    check(object)?;
    let mut raw = blank(record, record.origin.ordinal);
    fill(object, &mut raw);
    if raw.title.is_none() && raw.body.is_empty() {
        let names: Vec<&str> = object.keys().take(12).map(String::as_str).collect();
        let detail = format!("neither headline nor body; fields are: {}", names.join(", "));
        return Err(Fault::new(Code::NotArticle, detail));
    }
    Ok(raw)
}

/// Refuses what is no text, and what its provider has taken back or not yet released.
fn check(item: &Map<String, Value>) -> Result<(), Fault> {
    let no_article = |detail: String| Err(Fault::new(Code::NotArticle, detail));
    let value = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default();
    if let what @ ("picture" | "graphic" | "video" | "audio" | "animation" | "component") = value("type") {
        return no_article(format!("an item of type {what}, no text"));
    }
    match value("pubstatus") {
        status @ ("canceled" | "cancelled") => {
            no_article(format!("withdrawn by its agency (status {status})"))
        }
        status @ "withheld" => no_article(format!("not released by its agency (status {status})")),
        _ => Ok(()),
    }
}

fn fill(item: &Map<String, Value>, raw: &mut RawArticle) {
    let line = |name: &str| {
        item.get(name).map(|value| fields::line(&text_of(value))).filter(|text| !text.is_empty())
    };
    raw.guid = first([line("guid"), line("uri")]);
    let address = ["url", "canonicalurl", "uri"].map(line).into_iter().flatten();
    raw.url = address.into_iter().find(|url| url.starts_with("http://") || url.starts_with("https://"));
    raw.title = first([
        line("headline"),
        role(item, "headlines", &["main", "headline"]).map(|text| fields::line(&text)),
    ]);
    raw.title = raw.title.take().or_else(|| line("title"));
    raw.standfirst = first([
        line("description_text"),
        line("description_summary"),
        role(item, "descriptions", &["summary", "main"]).map(|text| fields::line(&text)),
        line("description_html"),
    ]);
    let body = ["body_xhtml", "body_html", "body_text"].iter().find_map(|name| {
        let text = item.get(*name)?.as_str()?;
        (!text.trim().is_empty()).then(|| text.to_owned())
    });
    raw.body = body
        .or_else(|| role(item, "bodies", &["main", "text"]))
        .map(|text| fields::prose(&text))
        .unwrap_or_default();
    raw.date = first([line("firstcreated"), line("contentcreated"), line("versioncreated")]);
    raw.language = line("language");
    raw.source = first([
        line("source"),
        named(item, &["infosource", "infosources"]).into_iter().next(),
        line("provider"),
        line("copyrightholder"),
    ]);
    raw.authors = authors(item);
    subjects(item, raw);
}

/// The value of a list of `{"role", "contenttype", "value"}` that has one of these roles, else the first.
fn role(item: &Map<String, Value>, list: &str, roles: &[&str]) -> Option<String> {
    let list = item.get(list)?.as_array()?;
    let value = |entry: &Value| {
        let text = entry.get("value").or_else(|| entry.get("body")).or(Some(entry))?.as_str()?;
        (!text.trim().is_empty()).then(|| text.to_owned())
    };
    let has_role = |entry: &&Value| {
        let role = entry.get("role").and_then(Value::as_str).unwrap_or_default();
        roles.iter().any(|wanted| role.eq_ignore_ascii_case(wanted))
    };
    list.iter().filter(has_role).find_map(value).or_else(|| list.iter().find_map(value))
}

/// The names of the things in the first of these lists that is there.
fn named(item: &Map<String, Value>, lists: &[&str]) -> Vec<String> {
    let Some(list) = lists.iter().find_map(|name| item.get(*name)?.as_array()) else { return Vec::new() };
    let name = |thing: &Value| match thing.get("name") {
        Some(name) => fields::line(&text_of(name)),
        None => first_name(thing).unwrap_or_default(),
    };
    list.iter().map(name).filter(|name| !name.is_empty()).collect()
}

/// The first of the names that ninjs 3 gives a thing: `"names": [{"value": …}]`, or the thing itself.
fn first_name(thing: &Value) -> Option<String> {
    let names = thing.get("names").and_then(Value::as_array);
    let name = names.and_then(|names| names.first()).map(|name| name.get("value").unwrap_or(name));
    name.or(Some(thing)).and_then(Value::as_str).map(fields::line)
}

/// People first, then the credit, each apart.
fn authors(item: &Map<String, Value>) -> Vec<String> {
    let mut authors = Vec::new();
    for name in named(item, &["authors", "creators"]) {
        add(&mut authors, name);
    }
    let byline = item.get("byline").and_then(Value::as_str);
    let by = byline.map(str::to_owned).or_else(|| role(item, "by", &["main"]));
    for name in names::authors(&fields::line(&by.unwrap_or_default())) {
        add(&mut authors, name);
    }
    for name in ["creditline", "description_creditline", "credit"] {
        add(&mut authors, item.get(name).map(|credit| fields::line(&text_of(credit))).unwrap_or_default());
    }
    authors
}

fn subjects(item: &Map<String, Value>, raw: &mut RawArticle) {
    for name in named(item, &["keywords", "keyword"]) {
        add(&mut raw.keywords, name);
    }
    if let Some(list) = item.get("keywords").and_then(Value::as_str) {
        names::keywords(list).into_iter().for_each(|word| add(&mut raw.keywords, word));
    }
    let subjects = named(item, &["subject", "subjects"]);
    let section = named(item, &["service", "services", "section", "sections"]).into_iter().next();
    raw.section = section.or_else(|| subjects.first().cloned());
    subjects.into_iter().for_each(|subject| add(&mut raw.keywords, subject));
    if raw.keywords.is_empty() {
        let slug = item.get("slugline").map(|slug| fields::line(&text_of(slug)));
        slug.into_iter().for_each(|slug| add(&mut raw.keywords, slug));
    }
    for (lists, kind) in [
        (["person", "people", "persons"], Kind::Person),
        (["organisation", "organisations", "organization"], Kind::Organization),
        (["place", "places", "locations"], Kind::Place),
    ] {
        named(item, &lists).into_iter().for_each(|name| declare(kind, name, &mut raw.entities));
    }
}
