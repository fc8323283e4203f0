//! What the sheets of a workbook share: rows become records, a sheet without named columns one line.

use serde_json::{Map, Value};

use super::Place;
use crate::article::Origin;
use crate::parse::Format;
use crate::parse::input::Fault;
use crate::parse::rows::{self, Table};
use crate::parse::xml::walk::Stop;
use crate::stage::{Code, Limits};

/// Adds a cell to a row, if it is not too many or too long.
pub(super) fn more(
    row: &mut Vec<(usize, String)>,
    column: usize,
    value: String,
    limits: &Limits,
) -> Result<(), Fault> {
    rows::check_cell(row.len() + 1, &value, limits)?;
    row.push((column, value));
    Ok(())
}

/// One sheet as it is read.
pub(super) struct Sheet {
    format: &'static Format,
    origin: Origin,
    table: Table,
    ordinal: u32,
}

impl Sheet {
    /// Begins a sheet; its name is the member within the workbook.
    pub(super) fn new(format: &'static Format, name: &str, place: &Place<'_, '_, '_>) -> Self {
        let outer = &place.layer.origin;
        let member = match &outer.member {
            Some(member) => format!("{member}!/{name}"),
            None => name.to_owned(),
        };
        let origin = Origin { member: Some(member.into()), ..outer.clone() };
        Sheet { format, origin, table: Table::default(), ordinal: 0 }
    }

    /// Takes the cells of the next row.
    pub(super) fn row(
        &mut self,
        cells: Vec<(usize, String)>,
        place: &mut Place<'_, '_, '_>,
    ) -> Result<(), Stop> {
        if let Some(row) = self.table.take(cells) {
            self.send(row, place)?;
        }
        Ok(())
    }

    fn send(&mut self, row: Map<String, Value>, place: &mut Place<'_, '_, '_>) -> Result<(), Stop> {
        let origin = self.origin.at(self.ordinal);
        self.ordinal = self.ordinal.saturating_add(1);
        if place.unwrapping.sink.record(origin, self.format.name, rows::payload(row), None) {
            Ok(())
        } else {
            Err(Stop::Enough)
        }
    }

    /// Ends a sheet: tells why it broke off, or that it holds no table of articles. `is_only` says that the
    /// workbook has no other sheet.
    pub(super) fn end(self, read: Result<(), Fault>, is_only: bool, place: &mut Place<'_, '_, '_>) {
        let origin = self.origin.at(self.ordinal);
        let fault = match read {
            Err(fault) => fault,
            Ok(()) if self.table.is_blank() => {
                if !is_only {
                    return;
                }
                Fault::new(Code::Empty, "a workbook without rows")
            }
            Ok(()) if self.table.is_nameless() => {
                let detail = format!("no title or text column; columns are: {}", self.table.first_row());
                Fault::new(if is_only { Code::Csv } else { Code::NotArticle }, detail)
            }
            Ok(()) if self.ordinal == 0 => Fault::new(Code::Empty, "a header without rows"),
            Ok(()) => return,
        };
        place.unwrapping.fault(&origin, fault);
    }
}
