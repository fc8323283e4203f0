//! Answers as JSON: a contract of version 1. Absent is `null` or `[]`, never missing.

use std::io::Write;

use serde::Serialize;

use super::super::failure::Failure;
use super::super::output::Out;
use super::paths::Paths;
use crate::article::Kind;
use crate::search::{Answer, Explanation, Hit, Index};

const VERSION: u32 = 1;

#[derive(Serialize)]
struct AnswerObject<'a> {
    v: u32,
    query: &'a str,
    total: u64,
    took_ms: f64,
    hits: Vec<HitObject<'a>>,
    facets: serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize)]
struct HitObject<'a> {
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

/// The whole answer as one object.
pub(super) fn print_answer(
    out: &mut Out,
    index: &Index,
    answer: &Answer,
    query: &str,
    took_ms: f64,
) -> Result<(), Failure> {
    let paths = Paths::of(index)?;
    let mut facets = serde_json::Map::new();
    for (kind, values) in &answer.facets {
        let values: Vec<Value<'_>> =
            values.iter().map(|value| Value { value: &value.value, count: value.count }).collect();
        facets.insert(kind.name().to_owned(), serde_json::to_value(values).map_err(std::io::Error::from)?);
    }
    let object = AnswerObject {
        v: VERSION,
        query,
        total: answer.total,
        took_ms,
        hits: answer.hits.iter().map(|hit| HitObject::of(hit, &paths)).collect(),
        facets,
    };
    serde_json::to_writer(&mut *out, &object).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

/// The hits alone, one object a line.
pub(super) fn print_hits(out: &mut Out, index: &Index, answer: &Answer) -> Result<(), Failure> {
    let paths = Paths::of(index)?;
    for hit in &answer.hits {
        serde_json::to_writer(&mut *out, &HitObject::of(hit, &paths)).map_err(std::io::Error::from)?;
        writeln!(out)?;
    }
    Ok(())
}

impl<'a> HitObject<'a> {
    fn of(hit: &'a Hit, paths: &Paths) -> Self {
        let document = &hit.document;
        let named = |kind: Kind| -> Vec<&'a str> {
            let entities = document.entities.iter().zip(&hit.names);
            entities.filter(|(entity, _)| entity.kind == kind).map(|(_, name)| name.as_str()).collect()
        };
        HitObject {
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
