//! Hits as a Parquet table, typed and packed, for whoever goes on with pandas, R or DuckDB.
//!
//! | column | type | |
//! |---|---|---|
//! | `rank`, `copies` | 64-bit integer | |
//! | `score` | 32-bit float | |
//! | `id` `source_id` `title` `date` `language` `source` `section` `url` `path` | text | a date as precise as it is known: `2020`, `2020-03`, `2020-03-04` |
//! | `authors` `person` `organization` `place` | list of text | names as the corpus spells them |
//! | `snippet` | text | not with `--full` |
//! | `body` `date_text` `member` `format` | text | with `--full` |
//! | `keywords` | list of text | with `--full` |
//! | `ordinal` | 64-bit integer | with `--full` |
//!
//! Absent is null or an empty list. Written a group of rows at a time, so that any number of hits takes the memory of
//! one group.

use std::io::{self, Write};
use std::mem::take;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::builder::{Float32Builder, Int64Builder, ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::super::failure::Failure;
use super::paths::Paths;
use crate::article::Kind;
use crate::search::{Found, Hit};

/// Bytes of text that are gathered into one batch.
const BATCH_BYTES: usize = 1 << 20;
/// Rows of one batch at most.
const BATCH_ROWS: usize = 1 << 10;
/// Bytes of packed columns that are kept in memory before they are written as a group.
const GROUP_BYTES: usize = 8 << 20;
/// Rows of a group at most.
const GROUP_ROWS: usize = 1 << 16;

/// Writes a table of the hits; of whole articles where `full` says so.
pub(super) fn print_answer(
    out: &mut dyn Write,
    found: &Found<'_>,
    paths: &Paths,
    full: bool,
) -> Result<(), Failure> {
    let mut rows = Rows::new(full);
    let written = Written::default();
    let mut table: Option<ArrowWriter<Written>> = None;
    let mut hits = found.hits().peekable();
    // A table without hits has its columns all the same.
    while hits.peek().is_some() || table.is_none() {
        for hit in hits.by_ref() {
            rows.push(&hit?, paths);
            if rows.number >= BATCH_ROWS || rows.text_bytes >= BATCH_BYTES {
                break;
            }
        }
        let batch = rows.take().map_err(failed)?;
        let to = match &mut table {
            Some(table) => table,
            none => {
                let settings = WriterProperties::builder()
                    .set_compression(Compression::ZSTD(ZstdLevel::default()))
                    .set_max_row_group_row_count(Some(GROUP_ROWS))
                    .build();
                none.insert(
                    ArrowWriter::try_new(written.clone(), batch.schema(), Some(settings)).map_err(failed)?,
                )
            }
        };
        to.write(&batch).map_err(failed)?;
        if to.in_progress_size() >= GROUP_BYTES {
            to.flush().map_err(failed)?;
        }
        written.hand_on(out)?;
    }
    if let Some(table) = table {
        table.close().map_err(failed)?;
    }
    Ok(written.hand_on(out)?)
}

fn failed(error: ParquetError) -> Failure {
    Failure::from(io::Error::other(error))
}

/// What the table's writer has written and the output has not: the writer wants to own where it writes.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn hand_on(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The rows of a batch, column by column.
struct Rows {
    full: bool,
    number: usize,
    text_bytes: usize,
    rank: Int64Builder,
    score: Float32Builder,
    texts: [StringBuilder; 9],
    copies: Int64Builder,
    lists: [ListBuilder<StringBuilder>; 4],
    snippet: StringBuilder,
    full_texts: [StringBuilder; 4],
    keywords: ListBuilder<StringBuilder>,
    ordinal: Int64Builder,
}

const TEXTS: [&str; 9] = ["id", "source_id", "title", "date", "language", "source", "section", "url", "path"];
const LISTS: [&str; 4] = ["authors", "person", "organization", "place"];
const FULL_TEXTS: [&str; 4] = ["body", "date_text", "member", "format"];

impl Rows {
    fn new(full: bool) -> Self {
        Rows {
            full,
            number: 0,
            text_bytes: 0,
            rank: Int64Builder::new(),
            score: Float32Builder::new(),
            texts: std::array::from_fn(|_| StringBuilder::new()),
            copies: Int64Builder::new(),
            lists: std::array::from_fn(|_| ListBuilder::new(StringBuilder::new())),
            snippet: StringBuilder::new(),
            full_texts: std::array::from_fn(|_| StringBuilder::new()),
            keywords: ListBuilder::new(StringBuilder::new()),
            ordinal: Int64Builder::new(),
        }
    }

    fn push(&mut self, hit: &Hit, paths: &Paths) {
        let document = &hit.document;
        let (id, date) = (document.id.to_string(), document.date.map(|date| date.to_string()));
        let path = paths.shown(&document.origin);
        self.number += 1;
        self.text_bytes += document.title.len() + hit.snippet.text.len() + 256;
        self.rank.append_value(hit.rank as i64);
        self.score.append_value(hit.score);
        let texts = [
            Some(id.as_str()),
            document.source_id.as_deref(),
            Some(&document.title),
            date.as_deref(),
            Some(document.language.code()),
            document.source.as_deref(),
            document.section.as_deref(),
            document.url.as_deref(),
            Some(&path),
        ];
        for (column, text) in self.texts.iter_mut().zip(texts) {
            column.append_option(text);
        }
        self.copies.append_value(hit.copies.len() as i64 + 1);
        append_list(&mut self.lists[0], document.authors.iter());
        for (column, kind) in self.lists[1..].iter_mut().zip([Kind::Person, Kind::Organization, Kind::Place])
        {
            let named = document.entities.iter().zip(&hit.names);
            append_list(column, named.filter(|(entity, _)| entity.kind == kind).map(|(_, name)| name));
        }
        if !self.full {
            self.snippet.append_value(&hit.snippet.text);
            return;
        }
        self.text_bytes += document.body.len();
        let texts = [
            Some(document.body.as_str()),
            document.date_text.as_deref(),
            document.origin.member.as_deref(),
            Some(&document.format),
        ];
        for (column, text) in self.full_texts.iter_mut().zip(texts) {
            column.append_option(text);
        }
        append_list(&mut self.keywords, document.keywords.iter());
        self.ordinal.append_value(document.origin.ordinal.into());
    }

    /// The rows as a batch; then there are none.
    fn take(&mut self) -> Result<RecordBatch, ParquetError> {
        (self.number, self.text_bytes) = (0, 0);
        let mut columns: Vec<(&str, ArrayRef)> =
            vec![("rank", Arc::new(self.rank.finish())), ("score", Arc::new(self.score.finish()))];
        for (name, column) in TEXTS.into_iter().zip(&mut self.texts) {
            columns.push((name, Arc::new(column.finish())));
        }
        columns.push(("copies", Arc::new(self.copies.finish())));
        for (name, column) in LISTS.into_iter().zip(&mut self.lists) {
            columns.push((name, Arc::new(column.finish())));
        }
        if self.full {
            for (name, column) in FULL_TEXTS.into_iter().zip(&mut self.full_texts) {
                columns.push((name, Arc::new(column.finish())));
            }
            columns.push(("keywords", Arc::new(self.keywords.finish())));
            columns.push(("ordinal", Arc::new(self.ordinal.finish())));
        } else {
            columns.push(("snippet", Arc::new(self.snippet.finish())));
        }
        let nullable = columns.into_iter().map(|(name, column)| (name, column, true));
        Ok(RecordBatch::try_from_iter_with_nullable(nullable)?)
    }
}

fn append_list<'a>(column: &mut ListBuilder<StringBuilder>, texts: impl Iterator<Item = &'a String>) {
    texts.for_each(|text| column.values().append_value(text));
    column.append(true);
}
