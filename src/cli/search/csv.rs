//! Hits as a table for spreadsheets: RFC 4180, UTF-8, a head of column names, lines that end with CR LF.
//!
//! A cell that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a return)
//! gets an apostrophe before it, as OWASP advises: text of the press must not run in anybody's spreadsheet.
//! Lists are joined by `; `.

use std::borrow::Cow;
use std::io::Write;

use csv::{Terminator, WriterBuilder};

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

fn row<'a>(out: &mut dyn Write, cells: impl Iterator<Item = Cow<'a, str>>) -> std::io::Result<()> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    writer.write_record(cells.map(|cell| cell.into_owned().into_bytes()))?;
    writer.flush()
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn no_cell_is_a_formula_and_every_cell_reads_back(
            cells in proptest::collection::vec("[=+@\t\r\n\",;a-zé-]{0,12}", 2..6),
        ) {
            let harmless: Vec<String> = cells.iter().map(|cell| harmless(cell)).collect();
            let mut out = Vec::new();
            row(&mut out, harmless.iter().map(|cell| Cow::Borrowed(cell.as_str()))).expect("memory takes it");
            proptest::prop_assert!(out.ends_with(b"\r\n"));
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&out[..]);
            let read = reader.records().next().expect("a row").expect("RFC 4180");
            proptest::prop_assert_eq!(read.len(), cells.len());
            for ((read, harmless), cell) in read.iter().zip(&harmless).zip(&cells) {
                proptest::prop_assert_eq!(read, harmless);
                proptest::prop_assert!(!read.starts_with(['=', '+', '-', '@', '\t', '\r']));
                proptest::prop_assert_eq!(read.strip_prefix('\'').unwrap_or(read), cell);
            }
        }
    }
}
