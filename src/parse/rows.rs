//! Rows whose cells have names: what workbooks and columnar files share.
//!
//! A row travels as a JSON object of its named cells, and is read as any object with named fields.

use serde_json::{Map, Value};

use super::fields::Fields;
use super::input::Fault;
use super::{aliases, decode};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::stage::{Code, Limits, Rejection};

/// Rows of a sheet that are looked at for the names of its columns.
const HEADER_ROWS: usize = 20;

/// The rows of one table, as they come: first perhaps a title, then the names, then the articles.
#[derive(Debug, Default)]
pub(crate) struct Table {
    names: Option<Vec<(usize, String)>>,
    /// The cells of the first row, for a report.
    first: Vec<String>,
    looked_at: usize,
}

impl Table {
    /// Takes a row's cells, each with the number of its column; returns them named once names are known.
    pub(crate) fn take(&mut self, cells: Vec<(usize, String)>) -> Option<Map<String, Value>> {
        if cells.iter().all(|(_, cell)| cell.trim().is_empty()) {
            return None;
        }
        let Some(names) = &self.names else {
            if self.looked_at == 0 {
                self.first = cells.iter().take(12).map(|(_, cell)| cell.trim().to_owned()).collect();
            }
            self.looked_at += 1;
            if self.looked_at <= HEADER_ROWS && cells.iter().any(|(_, cell)| aliases::is_telling(cell.trim()))
            {
                self.names =
                    Some(cells.into_iter().map(|(column, name)| (column, name.trim().to_owned())).collect());
            }
            return None;
        };
        let mut row = Map::new();
        let mut known = names.iter().peekable();
        for (column, cell) in cells {
            while known.next_if(|(named, _)| *named < column).is_some() {}
            if let Some((_, name)) = known.next_if(|(named, _)| *named == column)
                && !name.is_empty()
            {
                row.insert(name.clone(), Value::String(cell));
            }
        }
        (!row.is_empty()).then_some(row)
    }

    /// Whether no row names a column that can be a title or a text.
    pub(crate) fn is_nameless(&self) -> bool {
        self.names.is_none()
    }

    /// Whether there was any row at all.
    pub(crate) fn is_blank(&self) -> bool {
        self.looked_at == 0
    }

    /// The cells of the first row, for a report.
    pub(crate) fn first_row(&self) -> String {
        self.first.join(", ")
    }
}

/// Refuses the cell that is one too many in its row, or too long.
pub(crate) fn check_cell(columns: usize, cell: &str, limits: &Limits) -> Result<(), Fault> {
    let (limit, observed, detail) = if columns > limits.columns {
        (limits.columns, columns, "too many columns")
    } else if cell.len() > limits.cell_bytes {
        (limits.cell_bytes, cell.len(), "a cell is too long")
    } else {
        return Ok(());
    };
    let limit = Some((limit as u64, observed as u64));
    Err(Fault { code: Code::Csv, detail: detail.to_owned(), limit })
}

/// A row as it travels.
pub(crate) fn payload(row: Map<String, Value>) -> Vec<u8> {
    Value::Object(row).to_string().into_bytes()
}

/// Reads a row.
pub(crate) fn parse(record: &Bounded<'_>) -> Vec<Result<RawArticle, Rejection>> {
    let refuse = |detail: &str| vec![Err(Rejection::new(record.origin.clone(), Code::Csv, detail))];
    let Ok(text) = decode::decode(&record.payload, decode::Declares::Nothing) else {
        return refuse("a row that is no text");
    };
    let Ok(Value::Object(row)) = serde_json::from_str(&text) else { return refuse("a row without names") };
    match Fields::of(&row).article(record, record.origin.ordinal) {
        Some(raw) => vec![Ok(raw)],
        None => refuse("neither title nor text in the row"),
    }
}
