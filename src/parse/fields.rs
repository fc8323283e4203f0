//! From named fields to an article: what JSON, tables and front matter share.
//!
//! Fields are found by the names of [`aliases`], at the top or within the objects that
//! usually hold an article's fields.

use serde_json::{Map, Value};

use super::aliases::{self, CONTAINERS, ROLES, Role};
use super::{blank, markup, names, paragraphs};
use crate::article::RawArticle;
use crate::parse::Bounded;

/// Objects within objects that are looked into.
const DEPTH: u8 = 3;
/// How much less sure a field is for each object around it.
const PENALTY: u8 = 40;

/// The surest value of each role.
pub(crate) struct Fields<'v> {
    found: [Option<(u8, &'v Value)>; ROLES],
}

impl<'v> Fields<'v> {
    /// Collects the fields of an object.
    pub(crate) fn of(object: &'v Map<String, Value>) -> Self {
        let mut fields = Fields { found: [None; ROLES] };
        fields.collect(object, 0);
        fields
    }

    fn collect(&mut self, object: &'v Map<String, Value>, depth: u8) {
        for (name, value) in object {
            if is_void(value) {
                continue;
            }
            let key = aliases::key(name);
            let known = match aliases::roles(&key) {
                [] => dotted(name).map_or(&[][..], |last| aliases::roles(&aliases::key(last))),
                known => known,
            };
            for &(role, rank) in known {
                let rank = rank.saturating_add(depth * PENALTY);
                let slot = &mut self.found[role as usize];
                if fits(role, value) && slot.is_none_or(|(best, _)| rank < best) {
                    *slot = Some((rank, value));
                }
            }
            if let Value::Object(inner) = value
                && depth < DEPTH
                && aliases::is_among(&key, CONTAINERS)
            {
                self.collect(inner, depth + 1);
            }
        }
    }

    fn value(&self, role: Role) -> Option<&'v Value> {
        self.found[role as usize].map(|(_, value)| value)
    }

    fn line(&self, role: Role) -> Option<String> {
        self.value(role).map(text_of).map(|text| line(&text)).filter(|text| !text.is_empty())
    }

    fn list(&self, role: Role, split: fn(&str) -> Vec<String>) -> Vec<String> {
        let mut list = Vec::new();
        match self.value(role) {
            // A list of one entry may be a list in a string.
            Some(Value::Array(values)) if values.len() > 1 && role != Role::Author => {
                list.extend(values.iter().map(|value| line(&text_of(value))).filter(|text| !text.is_empty()));
            }
            Some(Value::Array(values)) => {
                for value in values {
                    list.extend(split(&line(&text_of(value))));
                }
            }
            Some(value) => list = split(&markup::opened(&text_of(value))),
            None => {}
        }
        list
    }

    /// Makes the article, or `None` if neither text nor title is there.
    pub(crate) fn article(&self, record: &Bounded<'_>, ordinal: u32) -> Option<RawArticle> {
        let mut raw = blank(record, ordinal);
        self.fill(&mut raw);
        (raw.title.is_some() || raw.standfirst.is_some() || !raw.body.is_empty()).then_some(raw)
    }

    /// Fills an article with what the fields say.
    pub(crate) fn fill(&self, raw: &mut RawArticle) {
        let heading = self.line(Role::Heading);
        let summary = self.value(Role::Summary).map(|value| prose(&text_of(value)));
        raw.title = self.line(Role::Title);
        match (&raw.title, heading) {
            (None, Some(heading)) => raw.title = Some(heading),
            (_, heading) => raw.standfirst = heading,
        }
        if raw.standfirst.is_none() {
            raw.standfirst = summary.filter(|summary| !summary.is_empty());
        }
        raw.body = self.value(Role::Text).map(|value| prose(&text_of(value))).unwrap_or_default();
        raw.date = self.date();
        raw.language = self.line(Role::Language);
        raw.source = self.line(Role::Source).filter(|source| !is_url(source));
        raw.url = self.line(Role::Url).filter(|url| is_url(url));
        raw.authors = self.list(Role::Author, names::authors);
        raw.keywords = self.list(Role::Keywords, names::keywords);
        raw.section = self.list(Role::Section, sections).into_iter().next();
        raw.guid = self.line(Role::Guid);
        raw.local_id = self.line(Role::LocalId);
    }

    /// The date as written; its parts joined where they stand apart.
    fn date(&self) -> Option<String> {
        let whole = self.line(Role::Date);
        let number = |role: Role| -> Option<u32> { self.line(role)?.parse().ok() };
        let is_iso = |text: &str| {
            text.len() >= 10
                && text.as_bytes()[4] == b'-'
                && text.as_bytes()[..4].iter().all(u8::is_ascii_digit)
        };
        if whole.as_deref().is_some_and(is_iso) {
            return whole;
        }
        match (number(Role::Year), number(Role::Month), number(Role::Day)) {
            (Some(year), Some(month), Some(day)) => Some(format!("{year:04}-{month:02}-{day:02}")),
            (Some(year), Some(month), None) if whole.is_none() => Some(format!("{year:04}-{month:02}")),
            (Some(year), ..) if whole.as_deref().is_none_or(|text| text.len() < 3) => {
                Some(format!("{year:04}"))
            }
            _ => whole.or_else(|| self.line(Role::Year)),
        }
    }
}

/// The part of a dotted name after the object that holds it: `meta.outlet` is `outlet`.
fn dotted(name: &str) -> Option<&str> {
    let (holder, last) = name.rsplit_once(['.', '/'])?;
    let inner = holder.rsplit(['.', '/']).next().unwrap_or(holder);
    aliases::is_among(&aliases::key(inner), CONTAINERS).then_some(last)
}

/// Whether a value can play the role at all.
fn fits(role: Role, value: &Value) -> bool {
    match role {
        Role::Url => text_if_scalar(value).is_some_and(|text| is_url(text.trim())),
        Role::Source => match value {
            Value::Object(object) => label(object).is_some(),
            _ => text_if_scalar(value).is_some_and(|text| !is_url(text.trim())),
        },
        Role::Text => match value {
            Value::String(_) => true,
            Value::Array(parts) => parts.iter().all(|part| !text_of(part).is_empty()),
            Value::Object(object) => object.contains_key("rendered"),
            _ => false,
        },
        Role::Title | Role::Heading => {
            matches!(value, Value::String(_) | Value::Number(_))
                || matches!(value, Value::Object(object) if label(object).is_some())
        }
        _ => true,
    }
}

fn is_void(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(object) => object.is_empty(),
        _ => false,
    }
}

pub(crate) fn is_url(text: &str) -> bool {
    (text.starts_with("http://") || text.starts_with("https://")) && !text.contains(char::is_whitespace)
}

fn text_if_scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The text of a value: of a list its texts a line each, of an object the one that names it.
pub(crate) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => {
            let text = number.to_string();
            // 1583280000.0 is a time that passed through a table of floats.
            text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
        }
        Value::Array(values) => {
            values.iter().map(text_of).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
        }
        Value::Object(object) => label(object).map(text_of).unwrap_or_default(),
        Value::Null | Value::Bool(_) => String::new(),
    }
}

/// The value that stands for an object: its name, or the only one it has.
fn label(object: &Map<String, Value>) -> Option<&Value> {
    for name in ["name", "rendered", "text", "texte", "content", "value", "title", "label", "nom", "p"] {
        if let Some(value @ (Value::String(_) | Value::Number(_))) = object.get(name) {
            return Some(value);
        }
    }
    match object.iter().next() {
        Some((name, value @ (Value::String(_) | Value::Number(_))))
            if object.len() == 1 && name.starts_with('$') =>
        {
            Some(value)
        }
        _ => None,
    }
}

/// Splits a list of sections as keywords, and keeps a lone one whole.
fn sections(list: &str) -> Vec<String> {
    if list.contains([';', '|', '\n']) { names::keywords(list) } else { vec![list.to_owned()] }
}

/// The first of some texts that has anything in it.
pub(crate) fn first(texts: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    texts.into_iter().flatten().find(|text| !text.trim().is_empty())
}

/// A field on one line, its markup opened.
pub(crate) fn line(text: &str) -> String {
    paragraphs::one_line(&markup::opened(text))
}

/// A field of several paragraphs, its markup opened.
pub(crate) fn prose(text: &str) -> String {
    paragraphs::tidy(&markup::opened(text))
}
