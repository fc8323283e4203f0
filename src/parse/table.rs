//! Tables: CSV and TSV with a header that names a title or a text.
//!
//! Framing finds the ends of rows, quotes minded; the header and the delimiter travel with each row. A
//! quote that is never closed costs its own row: from there on, a line is a row.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::fields::Fields;
use super::input::Fault;
use super::recognise::Head;
use super::source::Source;
use super::{Format, aliases, decode, rows};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::stage::{Code, Rejection};

/// CSV, TSV and their like.
pub(crate) const FORMAT: Format = Format {
    name: "csv",
    title: "CSV, TSV",
    extensions: &["csv", "tsv", "tab"],
    recognised: "a first row, parted by , ; tabs or |, that names a text or title column",
    likeness,
    frame,
    parse,
};

/// Columns of a first row that are looked at to recognise it.
const LOOKED_AT: usize = 10_000;

/// How the rows of a table are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Dialect {
    delimiter: u8,
    is_quoted: bool,
    /// A quote within a field stands behind a backslash, instead of being doubled.
    is_escaped: bool,
}

impl Dialect {
    /// Guesses from the header and what follows; `None` if no column is known.
    fn of(head: &str) -> Option<Self> {
        let (told, first) = first_row(head);
        let mut best: Option<(usize, u8)> = None;
        for delimiter in told.map_or(vec![b',', b';', b'\t', b'|'], |told| vec![told]) {
            let cells = split(first.as_bytes(), Dialect::simple(delimiter), LOOKED_AT);
            let known = cells.iter().filter(|cell| aliases::is_known(cell)).count();
            let telling = cells.iter().any(|cell| aliases::is_telling(cell));
            if cells.len() > 1 && telling && best.is_none_or(|(most, _)| known > most) {
                best = Some((known, delimiter));
            }
        }
        let delimiter = match best {
            Some((_, delimiter)) => delimiter,
            // A table of texts alone.
            None if aliases::is_telling(first.trim().trim_matches('"')) => b',',
            None => return None,
        };
        // Tab-separated values are rarely quoted; their quotes are then part of the text.
        let closes = ["\"\t", "\"\n", "\"\r"];
        let is_quoted = delimiter != b'\t'
            || ((head.contains("\t\"") || head.starts_with('"'))
                && closes.iter().any(|end| head.contains(end)));
        // As databases write it, told from the usual way by what stands in the first rows.
        let is_escaped = is_quoted && head.contains("\\\"") && !head.contains("\"\"");
        Some(Dialect { delimiter, is_quoted, is_escaped })
    }

    fn simple(delimiter: u8) -> Self {
        Dialect { delimiter, is_quoted: true, is_escaped: false }
    }
}

/// The first row, and the delimiter that a line before it tells: `sep=;`, as Excel reads and writes it.
fn first_row(head: &str) -> (Option<u8>, &str) {
    let mut lines = head.lines();
    let first = lines.next().unwrap_or_default();
    match first.trim_matches('"').strip_prefix("sep=").map(str::as_bytes) {
        Some([delimiter]) => (Some(*delimiter), lines.next().unwrap_or_default()),
        _ => (None, first),
    }
}

fn likeness(head: &Head<'_>) -> u8 {
    let (_, first) = first_row(head.text);
    let has_rows = head.text.len() > first.len() + 1;
    let found = Dialect::of(head.text);
    let Some(dialect) = found else { return if head.is_named(&FORMAT) { 60 } else { 0 } };
    if head.is_named(&FORMAT) {
        return 90;
    }
    let cells = split(first.as_bytes(), dialect, LOOKED_AT);
    let are_names = cells.iter().all(|cell| cell.len() <= 40 && cell.split_whitespace().count() <= 3);
    let known = cells.iter().filter(|cell| aliases::is_known(cell)).count();
    if has_rows && are_names && cells.len() > 1 && known > 1 { 75 } else { 0 }
}

fn frame(source: &mut Source<'_, '_, '_>) {
    let head = String::from_utf8_lossy(source.input.head(64 << 10)).into_owned();
    let head = head.trim_start_matches(['\n', '\r', '\u{feff}']);
    let limit = source.limits.row_bytes;
    let Some(dialect) = Dialect::of(head) else {
        let (_, first) = first_row(head);
        let delimiter =
            [b';', b'\t', b'|'].into_iter().find(|d| first.as_bytes().contains(d)).unwrap_or(b',');
        let cells = split(first.as_bytes(), Dialect::simple(delimiter), LOOKED_AT);
        let names: Vec<&str> = cells.iter().take(12).map(|cell| cell.trim()).collect();
        if !source.is_broken() {
            source.reject(
                0,
                Code::Csv,
                format!("no title or text column; columns are: {}", names.join(", ")),
            );
        }
        return;
    };
    if first_row(head).0.is_some() {
        // What told the delimiter is no row.
        let _told = source.next_line(limit);
    }
    let mut rows = Rows { dialect };
    let mut context: Option<Arc<[u8]>> = None;
    let mut ordinal = 0;
    while let Some(row) = rows.next(source, limit) {
        let goes_on = match row {
            Row::Blank => continue,
            Row::Whole(bytes) => match &context {
                None => {
                    let cells = split(&bytes, dialect, source.limits.columns);
                    if let Some(fault) = cells
                        .iter()
                        .enumerate()
                        .find_map(|(at, cell)| rows::check_cell(at + 1, cell, source.limits).err())
                    {
                        return source.fault(0, fault);
                    }
                    context = Some(header(&cells, dialect));
                    continue;
                }
                Some(context) => source.record(ordinal, bytes, Some(context)),
            },
            Row::Unclosed => source.reject(ordinal, Code::Csv, "a quote that is never closed"),
            Row::TooLong(seen) => source.beyond(ordinal, Code::Csv, "the row is too long", limit, seen),
        };
        if !goes_on {
            return;
        }
        ordinal += 1;
    }
    if ordinal == 0 && !source.is_broken() {
        source.reject(0, Code::Empty, "a header without rows");
    }
}

/// What the reader of a row must know: the dialect, then the keys of the columns, each after U+001F.
fn header(cells: &[String], dialect: Dialect) -> Arc<[u8]> {
    let ways = u8::from(dialect.is_quoted) | u8::from(dialect.is_escaped) << 1;
    let mut context = vec![dialect.delimiter, ways];
    for cell in cells {
        context.push(0x1f);
        context.extend(cell.trim().bytes().map(|byte| if byte == 0x1f { b' ' } else { byte }));
    }
    context.into()
}

enum Row {
    Blank,
    Whole(Vec<u8>),
    Unclosed,
    TooLong(u64),
}

/// The rows of a table.
struct Rows {
    dialect: Dialect,
}

impl Rows {
    /// Returns the next row, or `None` at the end and instead of a last row that broke off.
    fn next(&mut self, source: &mut Source<'_, '_, '_>, limit: u64) -> Option<Row> {
        let delimiter = self.dialect.delimiter;
        let mut in_quotes = false;
        let mut at = 0;
        loop {
            let bytes = source.input.available();
            let found = if in_quotes {
                memchr::memchr(b'"', &bytes[at..])
            } else if self.dialect.is_quoted {
                memchr::memchr3(b'\n', b'\r', b'"', &bytes[at..])
            } else {
                memchr::memchr2(b'\n', b'\r', &bytes[at..])
            };
            let Some(found) = found else {
                at = bytes.len();
                if at as u64 > limit {
                    return Some(self.give_up(source, in_quotes, limit));
                }
                if source.input.more() {
                    continue;
                }
                if at == 0 || source.is_broken() {
                    return None;
                }
                return Some(if in_quotes {
                    self.give_up(source, true, limit)
                } else {
                    take(source, at, at)
                });
            };
            let place = at + found;
            if bytes[place] == b'"' {
                let opens = place == 0 || bytes[place - 1] == delimiter;
                if in_quotes && self.dialect.is_escaped && is_escaped(&bytes[..place]) {
                    at = place + 1;
                    continue;
                }
                if in_quotes {
                    in_quotes = false;
                    // A doubled quote is a quote within the field.
                    if place + 1 == bytes.len() {
                        source.input.more();
                    }
                    if source.input.available().get(place + 1) == Some(&b'"') {
                        in_quotes = true;
                        at = place + 2;
                        continue;
                    }
                } else if opens {
                    in_quotes = true;
                }
                at = place + 1;
                continue;
            }
            if place as u64 > limit {
                return Some(self.give_up(source, in_quotes, limit));
            }
            if bytes[place] == b'\r' && place + 1 == bytes.len() {
                source.input.more();
            }
            let ends_twice = source.input.available().get(place..place + 2) == Some(b"\r\n");
            return Some(take(source, place, place + 1 + usize::from(ends_twice)));
        }
    }

    /// Leaves the first line of a row behind whose end was not found; after an open quote, quotes no
    /// longer keep lines together.
    fn give_up(&mut self, source: &mut Source<'_, '_, '_>, in_quotes: bool, limit: u64) -> Row {
        let seen = source.input.available().len() as u64;
        self.dialect.is_quoted &= !in_quotes;
        let _line = source.next_line(limit);
        if in_quotes { Row::Unclosed } else { Row::TooLong(seen) }
    }
}

fn take(source: &mut Source<'_, '_, '_>, length: usize, with_end: usize) -> Row {
    let row = &source.input.take_bytes(with_end)[..length];
    if row.trim_ascii().is_empty() { Row::Blank } else { Row::Whole(row.to_vec()) }
}

/// Splits a row into its cells, `most` and one more where it has more. A quote opens a cell at its beginning only;
/// behind the closing one, what is left of the cell is kept as it is.
fn split(row: &[u8], dialect: Dialect, most: usize) -> Vec<String> {
    let mut cells = Vec::new();
    let mut rest = row;
    loop {
        let mut cell = Vec::new();
        if let Some(mut quoted) = rest.strip_prefix(b"\"").filter(|_| dialect.is_quoted) {
            while let Some(end) = memchr::memchr(b'"', quoted) {
                let is_within = dialect.is_escaped && is_escaped(&quoted[..end]);
                cell.extend_from_slice(&quoted[..end - usize::from(is_within)]);
                quoted = &quoted[end + 1..];
                if is_within {
                    cell.push(b'"');
                    continue;
                }
                match quoted.strip_prefix(b"\"") {
                    Some(behind) => {
                        cell.push(b'"');
                        quoted = behind;
                    }
                    None => break,
                }
            }
            rest = quoted;
            if dialect.is_escaped {
                let plain = String::from_utf8_lossy(&cell).replace("\\\\", "\\");
                cell = plain.into_bytes();
            }
        }
        let end = memchr::memchr(dialect.delimiter, rest);
        cell.extend_from_slice(&rest[..end.unwrap_or(rest.len())]);
        cells.push(
            String::from_utf8(cell).unwrap_or_else(|bad| String::from_utf8_lossy(bad.as_bytes()).into()),
        );
        match end {
            Some(end) if cells.len() <= most => rest = &rest[end + 1..],
            _ => return cells,
        }
    }
}

/// Whether what follows these bytes stands behind a backslash that is no end of another pair.
fn is_escaped(before: &[u8]) -> bool {
    before.iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1
}

fn parse(record: &Bounded<'_>) -> Vec<Result<RawArticle, Rejection>> {
    vec![row(record).map_err(|fault| fault.at(&record.origin))]
}

fn row(record: &Bounded<'_>) -> Result<RawArticle, Fault> {
    let context = record.context.as_deref().unwrap_or_default();
    let [delimiter, ways, names @ ..] = context else {
        return Err(Fault::new(Code::Csv, "a row without a header"));
    };
    let dialect = Dialect { delimiter: *delimiter, is_quoted: ways & 1 != 0, is_escaped: ways & 2 != 0 };
    let text = decode::decode(&record.payload, decode::Declares::Nothing)?;
    let cells = split(text.as_bytes(), dialect, record.limits.columns);
    for (at, cell) in cells.iter().enumerate() {
        rows::check_cell(at + 1, cell, record.limits)?;
    }
    let names: Vec<&[u8]> = names.split(|&byte| byte == 0x1f).skip(1).collect();
    let (have, want) = (cells.len(), names.len());
    let mut object = Map::new();
    for (name, cell) in names.into_iter().zip(cells) {
        object.insert(String::from_utf8_lossy(name).into_owned(), Value::String(cell));
    }
    Fields::of(&object).article(record, record.origin.ordinal).ok_or_else(|| {
        let detail = if have == want {
            "neither title nor text in the row".to_owned()
        } else {
            format!("neither title nor text in the row; it has {have} of {want} columns")
        };
        Fault::new(Code::Csv, detail)
    })
}
