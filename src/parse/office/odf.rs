//! OpenDocument packages: texts, and the sheets of workbooks (ODS).

use std::cell::Cell as Counter;
use std::io::{Read, Seek};

use super::cells::{Sheet, more};
use super::package::Budgeted;
use super::{Package, Place, odt};
use crate::parse::input::{Fault, Input};
use crate::parse::source::Source;
use crate::parse::xml::attribute;
use crate::parse::xml::walk::{Step, Stop, walk};
use crate::parse::{Format, rows};
use crate::stage::{Code, Limits};

/// OpenDocument workbooks.
pub(crate) const FORMAT: Format = Format {
    name: "ods",
    title: "OpenDocument workbook (ODS)",
    extensions: &["ods", "ots"],
    recognised: "a zip archive whose mimetype is that of an OpenDocument spreadsheet",
    likeness: |_| 0,
    frame: |source: &mut Source<'_, '_, '_>| {
        source.input.skip_all();
        source.reject(0, Code::Binary, "no zip archive, as a workbook is");
    },
    parse: rows::parse,
};

/// Times that a row may be repeated; more of them are the empty rest of a sheet.
const REPEATS: usize = 1_000;

/// Reads a package.
pub(super) fn read<R: Read + Seek>(
    package: &mut Package<'_, R>,
    place: &mut Place<'_, '_, '_>,
) -> Result<(), Fault> {
    let kind = package.part("mimetype", place)?;
    let kind = String::from_utf8_lossy(&kind).trim().to_owned();
    let kind = kind.strip_prefix("application/vnd.oasis.opendocument.").unwrap_or(&kind);
    if package.has("META-INF/manifest.xml") {
        let manifest = package.part("META-INF/manifest.xml", place)?;
        if memchr::memmem::find(&manifest, b"encryption-data").is_some() {
            return Err(Fault::new(Code::Encrypted, "an encrypted document"));
        }
    }
    match kind {
        "text" | "text-template" | "text-master" => {
            let format = place.format(&[&odt::FORMAT])?;
            let text = package.part("content.xml", place)?;
            place.record(format, text, None);
            Ok(())
        }
        "spreadsheet" | "spreadsheet-template" => workbook(package, place),
        _ => Err(Fault::new(Code::Binary, "an OpenDocument file that is no text: not read by this version")),
    }
}

fn workbook<R: Read + Seek>(
    package: &mut Package<'_, R>,
    place: &mut Place<'_, '_, '_>,
) -> Result<(), Fault> {
    place.format(&[&FORMAT])?;
    let Some(reader) = package.open("content.xml")? else { return Ok(()) };
    let mut guarded = place.unwrapping.guard(reader, place.layer.raw_before);
    let limits = place.unwrapping.options.limits;
    let budget = limits.row_bytes;
    let left = Counter::new(budget);
    let reader = Budgeted { inner: Input::new(&mut guarded), left: &left, budget };
    let mut reading =
        Reading { sheets: 0, sheet: None, ended: None, row: Vec::new(), repeats: 1, cell: None, column: 0 };
    let read = walk(reader, &limits, |step| {
        if matches!(step, Step::End("table-row" | "table")) {
            left.set(budget);
        }
        reading.take(&step, place)
    });
    let is_only = reading.sheets == 1;
    match (reading.sheet.take(), reading.ended.take(), read) {
        (Some(sheet), _, read) => sheet.end(read, is_only, place),
        (None, Some(sheet), read) => {
            sheet.end(Ok(()), is_only, place);
            read?;
        }
        (None, None, read) => read?,
    }
    if reading.sheets == 0 { Err(Fault::new(Code::Empty, "a workbook without sheets")) } else { Ok(()) }
}

struct Reading {
    sheets: usize,
    sheet: Option<Sheet>,
    /// The last sheet that is read to its end: whether it is the only one shows behind it.
    ended: Option<Sheet>,
    row: Vec<(usize, String)>,
    repeats: usize,
    /// The cell at hand: its value where an attribute tells it better, its text, columns that it fills.
    cell: Option<(Option<String>, String, usize)>,
    column: usize,
}

impl Reading {
    fn take(&mut self, step: &Step<'_>, place: &mut Place<'_, '_, '_>) -> Result<(), Stop> {
        match step {
            Step::Begin("table", tag) if self.sheet.is_none() => {
                let name = attribute(tag, "name").unwrap_or_default();
                self.sheets += 1;
                if let Some(sheet) = self.ended.take() {
                    sheet.end(Ok(()), false, place);
                }
                self.sheet = Some(Sheet::new(&FORMAT, &name, place));
            }
            Step::Begin("table-row", tag) => {
                self.row.clear();
                self.column = 0;
                self.repeats = repeats(attribute(tag, "number-rows-repeated"));
            }
            Step::Begin("table-cell" | "covered-table-cell", tag) => {
                let value = match attribute(tag, "value-type").as_deref() {
                    Some("date") => attribute(tag, "date-value"),
                    Some("float") => attribute(tag, "value"),
                    _ => None,
                };
                let count = repeats(attribute(tag, "number-columns-repeated"));
                self.cell = Some((value, String::new(), count));
            }
            Step::Begin("p", _) => {
                if let Some((_, text, _)) = self.cell.as_mut().filter(|(_, text, _)| !text.is_empty()) {
                    text.push('\n');
                }
            }
            Step::Begin("s" | "tab", _) => self.push(" "),
            Step::Begin("line-break", _) => self.push("\n"),
            Step::Text(text) => self.push(text),
            Step::End("table-cell" | "covered-table-cell") => self.close(place.unwrapping.limits())?,
            Step::End("table-row") => {
                let row = std::mem::take(&mut self.row);
                let Some(sheet) = &mut self.sheet else { return Ok(()) };
                let times = if self.repeats > REPEATS { 1 } else { self.repeats };
                for _ in 1..times {
                    sheet.row(row.clone(), place)?;
                }
                sheet.row(row, place)?;
            }
            Step::End("table") => self.ended = self.sheet.take().or(self.ended.take()),
            Step::Begin(..) | Step::End(_) => {}
        }
        Ok(())
    }

    fn push(&mut self, text: &str) {
        if let Some((_, cell, _)) = &mut self.cell {
            cell.push_str(text);
        }
    }

    fn close(&mut self, limits: &Limits) -> Result<(), Stop> {
        let Some((value, text, count)) = self.cell.take() else { return Ok(()) };
        let value = value.unwrap_or(text);
        if !value.trim().is_empty() {
            more(&mut self.row, self.column, value, limits)?;
        }
        self.column = self.column.saturating_add(count);
        Ok(())
    }
}

fn repeats(value: Option<String>) -> usize {
    value.and_then(|value| value.parse().ok()).unwrap_or(1).max(1)
}
