//! Names for scripts: contracts of version [`VERSION`].

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::super::csv::{harmless, row};
use super::super::failure::Failure;
use super::super::output::Out;
use crate::search::{Candidate, EntitiesAnswer, EntityCount};

/// Version of the JSON contracts of `entities`.
pub(super) const VERSION: u32 = 1;

#[derive(Serialize)]
struct AnswerObject<'a> {
    v: u32,
    query: &'a str,
    total: u64,
    indexed: u64,
    with: Vec<Vec<CandidateObject<'a>>>,
    kinds: serde_json::Map<String, serde_json::Value>,
    periods: Vec<PeriodObject<'a>>,
}

#[derive(Serialize)]
struct KindObject<'a> {
    names: u64,
    top: Vec<NameObject<'a>>,
}

#[derive(Serialize)]
pub(super) struct CandidateObject<'a> {
    key: &'a str,
    name: &'a str,
    articles: u64,
}

#[derive(Serialize)]
struct NameObject<'a> {
    key: &'a str,
    name: &'a str,
    articles: u64,
    mentions: u64,
    salience: f64,
    indexed: u64,
    ratio: f64,
    by: Vec<PeriodObject<'a>>,
}

#[derive(Serialize)]
struct NameLine<'a> {
    v: u32,
    kind: &'a str,
    #[serde(flatten)]
    name: NameObject<'a>,
}

#[derive(Serialize)]
struct PeriodObject<'a> {
    period: &'a str,
    articles: u64,
}

impl<'a> From<&'a Candidate> for CandidateObject<'a> {
    fn from(one: &'a Candidate) -> Self {
        CandidateObject { key: &one.key, name: &one.name, articles: one.articles }
    }
}

impl<'a> From<&'a EntityCount> for NameObject<'a> {
    fn from(one: &'a EntityCount) -> Self {
        NameObject {
            key: &one.key,
            name: &one.name,
            articles: one.articles,
            mentions: one.mentions,
            salience: one.salience,
            indexed: one.indexed,
            ratio: rounded(one.ratio),
            by: periods(&one.by),
        }
    }
}

/// A ratio to four digits after the point: more says nothing.
fn rounded(ratio: f64) -> f64 {
    (ratio * 10_000.0).round() / 10_000.0
}

fn periods(by: &[(String, u64)]) -> Vec<PeriodObject<'_>> {
    by.iter().map(|(period, articles)| PeriodObject { period, articles: *articles }).collect()
}

pub(super) fn print_line(out: &mut Out, object: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, object)?;
    writeln!(out)
}

/// The whole answer as one object.
pub(super) fn print_answer(out: &mut Out, answer: &EntitiesAnswer, query: &str) -> Result<(), Failure> {
    let mut kinds = serde_json::Map::new();
    for of_kind in &answer.kinds {
        let object =
            KindObject { names: of_kind.names, top: of_kind.top.iter().map(NameObject::from).collect() };
        kinds.insert(of_kind.kind.name().to_owned(), serde_json::to_value(object).map_err(io::Error::from)?);
    }
    let object = AnswerObject {
        v: VERSION,
        query,
        total: answer.total,
        indexed: answer.indexed,
        with: answer.with.iter().map(|names| names.iter().map(CandidateObject::from).collect()).collect(),
        kinds,
        periods: periods(&answer.periods),
    };
    Ok(print_line(out, &object)?)
}

/// The names alone, one object a line.
pub(super) fn print_names(out: &mut Out, answer: &EntitiesAnswer) -> Result<(), Failure> {
    for of_kind in &answer.kinds {
        for one in &of_kind.top {
            let line = NameLine { v: VERSION, kind: of_kind.kind.name(), name: one.into() };
            print_line(out, &line)?;
        }
    }
    Ok(())
}

/// The names as a table for spreadsheets: one row a name, or one a name and period.
pub(super) fn print_csv(out: &mut Out, answer: &EntitiesAnswer, by_period: bool) -> Result<(), Failure> {
    let head: &[&str] = if by_period {
        &["kind", "key", "name", "period", "articles"]
    } else {
        &["kind", "key", "name", "articles", "mentions", "salience", "indexed", "ratio"]
    };
    row(out, head.iter().map(|cell| Cow::Borrowed(*cell)))?;
    for of_kind in &answer.kinds {
        for one in &of_kind.top {
            let name = [of_kind.kind.name().to_owned(), harmless(&one.key), harmless(&one.name)];
            if by_period {
                for (period, articles) in &one.by {
                    let cells = name.iter().cloned().chain([period.clone(), articles.to_string()]);
                    row(out, cells.map(Cow::Owned))?;
                }
            } else {
                let numbers = [
                    one.articles.to_string(),
                    one.mentions.to_string(),
                    format!("{:.1}", one.salience),
                    one.indexed.to_string(),
                    rounded(one.ratio).to_string(),
                ];
                row(out, name.into_iter().chain(numbers).map(Cow::Owned))?;
            }
        }
    }
    Ok(())
}
