//! Hits as a table for spreadsheets, with a head of column names. Lists are joined by `; `.

use std::borrow::Cow;
use std::io::Write;

use super::super::csv::{harmless, row};
use super::paths::Paths;
use crate::article::Kind;
use crate::search::Hit;

/// The columns, in order; `qid` is before them in a batch, `body` behind them with `--full`.
const COLUMNS: [&str; 17] = [
    "rank",
    "score",
    "id",
    "source_id",
    "title",
    "date",
    "language",
    "source",
    "authors",
    "section",
    "url",
    "path",
    "snippet",
    "person",
    "organization",
    "place",
    "copies",
];

/// Writes the head of the table.
pub(super) fn print_head(out: &mut dyn Write, in_batch: bool, full: bool) -> std::io::Result<()> {
    let columns = in_batch.then_some("qid").into_iter().chain(COLUMNS).chain(full.then_some("body"));
    row(out, columns.map(Cow::Borrowed))
}

/// Writes a hit.
pub(super) fn print_hit(
    out: &mut dyn Write,
    hit: &Hit,
    paths: &Paths,
    qid: Option<&str>,
    full: bool,
) -> std::io::Result<()> {
    let document = &hit.document;
    let text = |text: Option<&str>| harmless(text.unwrap_or_default());
    let names = |kind: Kind| {
        let entities = document.entities.iter().zip(&hit.names).filter(|(entity, _)| entity.kind == kind);
        harmless(&entities.map(|(_, name)| name.as_str()).collect::<Vec<_>>().join("; "))
    };
    let cells = [
        hit.rank.to_string(),
        hit.score.to_string(),
        document.id.to_string(),
        text(document.source_id.as_deref()),
        text(Some(&document.title)),
        document.date.map(|date| date.to_string()).unwrap_or_default(),
        text(Some(document.language.code())),
        text(document.source.as_deref()),
        harmless(&document.authors.join("; ")),
        text(document.section.as_deref()),
        text(document.url.as_deref()),
        harmless(&paths.shown(&document.origin)),
        harmless(&hit.snippet.text),
        names(Kind::Person),
        names(Kind::Organization),
        names(Kind::Place),
        (hit.copies.len() + 1).to_string(),
    ];
    let qid = qid.map(harmless);
    let body = full.then(|| harmless(&document.body));
    row(out, qid.into_iter().chain(cells).chain(body).map(Cow::Owned))
}
