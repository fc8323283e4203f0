//! XLSX: the sheets of an Excel workbook, each a table whose columns are named in one of its first rows.
//!
//! Sheets are read as a stream; the shared strings of a workbook are held, up to the limit for documents.

mod dates;
mod sheet;
mod strings;
mod styles;

use std::cell::Cell;
use std::io::{Read, Seek};

use self::strings::Strings;
use self::styles::Styles;
use super::cells::Sheet;
use super::package::Budgeted;
use super::{Package, Place, relations};
use crate::parse::input::{Fault, Input};
use crate::parse::source::Source;
use crate::parse::xml::attribute;
use crate::parse::xml::walk::{Step, walk};
use crate::parse::{Format, rows};
use crate::stage::Code;

/// Excel workbooks.
pub(crate) const FORMAT: Format = Format {
    name: "xlsx",
    title: "Excel workbook (XLSX)",
    extensions: &["xlsx", "xlsm", "xltx"],
    recognised: "a zip archive with [Content_Types].xml and a workbook; sheets that name a text or title column are read",
    likeness: |_| 0,
    frame: |source: &mut Source<'_, '_, '_>| {
        source.input.skip_all();
        source.reject(0, Code::Binary, "no zip archive, as a workbook is");
    },
    parse: rows::parse,
};

/// What the cells of all sheets refer to.
struct Book {
    strings: Strings,
    styles: Styles,
    /// Days are counted from 1904, not from 1900.
    is_1904: bool,
}

/// Sends the rows of a workbook.
pub(super) fn read<R: Read + Seek>(
    package: &mut Package<'_, R>,
    main: &str,
    place: &mut Place<'_, '_, '_>,
) -> Result<(), Fault> {
    place.format(&[&FORMAT])?;
    let mut sheets: Vec<(String, String)> = Vec::new();
    let mut is_1904 = false;
    let workbook = package.part(main, place)?;
    walk(&workbook[..], place.unwrapping.limits(), |step| {
        match step {
            Step::Begin("sheet", tag) => {
                let value = |name: &str| attribute(tag, name).unwrap_or_default();
                sheets.push((value("name"), value("id")));
            }
            Step::Begin("workbookPr", tag) => {
                is_1904 = matches!(attribute(tag, "date1904").as_deref(), Some("1" | "true"));
            }
            _ => {}
        }
        Ok(())
    })?;
    let relations = relations::of(package, main, place)?;
    let part = |kind: &str| relations.iter().find(|relation| relation.is(kind)).map(|found| &found.target);
    let strings = match part("sharedStrings") {
        Some(part) if place.has(package, part)? => {
            Strings::of(&package.part(part, place)?, place.unwrapping.limits())?
        }
        _ => Strings::default(),
    };
    let styles = match part("styles") {
        Some(part) if place.has(package, part)? => {
            Styles::of(&package.part(part, place)?, place.unwrapping.limits())
        }
        _ => Styles::default(),
    };
    let book = Book { strings, styles, is_1904 };
    let tables: Vec<(&str, &str)> = sheets
        .iter()
        .filter_map(|(name, id)| {
            let relation = relations.iter().find(|relation| relation.id == *id)?;
            relation.is("worksheet").then_some((&**name, &*relation.target))
        })
        .collect();
    if tables.is_empty() {
        return Err(Fault::new(Code::Empty, "a workbook without sheets"));
    }
    for (name, part) in &tables {
        let Some(reader) = package.open(part)? else { continue };
        let mut sheet = Sheet::new(&FORMAT, name, place);
        let mut guarded = place.unwrapping.guard(reader, place.layer.raw_before);
        let limits = place.unwrapping.options.limits;
        let budget = limits.row_bytes;
        let left = Cell::new(budget);
        let inner = Input::new(&mut guarded);
        let reader = Budgeted { inner, left: &left, budget };
        let read = sheet::rows(reader, &book, &limits, &mut |cells| {
            left.set(budget);
            sheet.row(cells, place)
        });
        sheet.end(read, tables.len() == 1, place);
        if place.unwrapping.is_over() {
            return Ok(());
        }
    }
    Ok(())
}
