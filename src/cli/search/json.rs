//! Answers as JSON: a contract of version 1. Absent is `null` or `[]`, never missing.

use std::cell::RefCell;
use std::io::Write;

use serde::ser::{Error as _, SerializeSeq};
use serde::{Serialize, Serializer};

use super::super::failure::Failure;
use super::paths::Paths;
use crate::article::Kind;
use crate::search::{Error, Explanation, Found, Hit};

const VERSION: u32 = 1;

#[derive(Serialize)]
struct AnswerObject<'a> {
    v: u32,
    query: &'a str,
    total: u64,
    took_ms: f64,
    hits: Hits<'a>,
    facets: serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize)]
struct HitObject<'a> {
    /// Only in a batch.
    #[serde(skip_serializing_if = "Option::is_none")]
    qid: Option<&'a str>,
    rank: usize,
    score: f32,
    id: String,
    source_id: Option<&'a str>,
    title: &'a str,
    date: Option<String>,
    language: &'a str,
    source: Option<&'a str>,
    authors: &'a [String],
    section: Option<&'a str>,
    url: Option<&'a str>,
    path: String,
    snippet: &'a str,
    highlights: Vec<[usize; 2]>,
    entities: Entities<'a>,
    copies: usize,
    /// Only with `--explain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<Explained<'a>>,
}

/// One part of a score, and the parts that it is made of.
#[derive(Serialize)]
struct Explained<'a> {
    value: f32,
    what: &'a str,
    details: Vec<Explained<'a>>,
}

impl<'a> Explained<'a> {
    fn of(explanation: &'a Explanation) -> Self {
        let details = explanation.details.iter().map(Explained::of).collect();
        Explained { value: explanation.value, what: &explanation.what, details }
    }
}

#[derive(Serialize)]
struct Entities<'a> {
    person: Vec<&'a str>,
    organization: Vec<&'a str>,
    place: Vec<&'a str>,
}

#[derive(Serialize)]
struct Value<'a> {
    value: &'a str,
    count: u64,
}

/// The whole answer as one object, its hits written as they are read.
pub(super) fn print_answer(
    out: &mut dyn Write,
    paths: &Paths,
    found: &Found<'_>,
    query: &str,
    took_ms: f64,
) -> Result<(), Failure> {
    let mut facets = serde_json::Map::new();
    for (kind, values) in &found.facets {
        let values: Vec<Value<'_>> =
            values.iter().map(|value| Value { value: &value.value, count: value.count }).collect();
        facets.insert(kind.name().to_owned(), serde_json::to_value(values).map_err(std::io::Error::from)?);
    }
    let failed = RefCell::new(None);
    let hits = Hits { found, paths, failed: &failed };
    let object = AnswerObject { v: VERSION, query, total: found.total, took_ms, hits, facets };
    let written = serde_json::to_writer(&mut *out, &object);
    if let Some(error) = failed.into_inner() {
        return Err(error.into());
    }
    written.map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

/// One hit as an object on a line of its own.
pub(super) fn print_hit(
    out: &mut dyn Write,
    hit: &Hit,
    paths: &Paths,
    qid: Option<&str>,
) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, &HitObject { qid, ..HitObject::of(hit, paths) })
        .map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

/// The hits of an answer, read one by one; what went wrong is kept, since a serialiser knows no errors of ours.
struct Hits<'a> {
    found: &'a Found<'a>,
    paths: &'a Paths,
    failed: &'a RefCell<Option<Error>>,
}

impl Serialize for Hits<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.found.len()))?;
        for hit in self.found.hits() {
            match hit {
                Ok(hit) => list.serialize_element(&HitObject::of(&hit, self.paths))?,
                Err(error) => {
                    let told = S::Error::custom(&error);
                    *self.failed.borrow_mut() = Some(error);
                    return Err(told);
                }
            }
        }
        list.end()
    }
}

impl<'a> HitObject<'a> {
    fn of(hit: &'a Hit, paths: &Paths) -> Self {
        let document = &hit.document;
        let named = |kind: Kind| -> Vec<&'a str> {
            let entities = document.entities.iter().zip(&hit.names);
            entities.filter(|(entity, _)| entity.kind == kind).map(|(_, name)| name.as_str()).collect()
        };
        HitObject {
            qid: None,
            rank: hit.rank,
            score: hit.score,
            id: document.id.to_string(),
            source_id: document.source_id.as_deref(),
            title: &document.title,
            date: document.date.map(|date| date.to_string()),
            language: document.language.code(),
            source: document.source.as_deref(),
            authors: &document.authors,
            section: document.section.as_deref(),
            url: document.url.as_deref(),
            path: paths.shown(&document.origin),
            snippet: &hit.snippet.text,
            highlights: hit.snippet.highlights_in_chars(),
            entities: Entities {
                person: named(Kind::Person),
                organization: named(Kind::Organization),
                place: named(Kind::Place),
            },
            copies: hit.copies.len() + 1,
            explanation: hit.explanation.as_ref().map(Explained::of),
        }
    }
}
