//! The rows of one sheet, each as its cells that are not empty.

use std::io::BufRead;

use super::super::cells::more;
use super::{Book, dates, strings};
use crate::parse::input::Fault;
use crate::parse::xml::attribute;
use crate::parse::xml::walk::{Step, Stop, walk};
use crate::stage::{Code, Limits};

/// Shows the rows of a sheet to `take`, in order.
pub(super) fn rows(
    reader: impl BufRead,
    book: &Book,
    limits: &Limits,
    take: &mut dyn FnMut(Vec<(usize, String)>) -> Result<(), Stop>,
) -> Result<(), Fault> {
    let mut row: Vec<(usize, String)> = Vec::new();
    let mut cell = Cell::default();
    let mut place = Place::Outside;
    walk(reader, limits, |step| {
        match step {
            Step::Begin("row", _) => row.clear(),
            Step::Begin("c", tag) => {
                let value = |name: &str| attribute(tag, name);
                let column = value("r").and_then(|name| column(&name)).unwrap_or(cell.column + 1);
                let first = row.is_empty() && value("r").is_none();
                cell = Cell {
                    column: if first { 0 } else { column },
                    kind: value("t").unwrap_or_default(),
                    style: value("s").and_then(|style| style.parse().ok()),
                    text: String::new(),
                };
            }
            Step::Begin("v" | "t", _) if place != Place::Reading => place = Place::Value,
            // How an East Asian text is read aloud.
            Step::Begin("rPh", _) => place = Place::Reading,
            Step::End("rPh") => place = Place::Outside,
            Step::End("v" | "t") if place == Place::Value => place = Place::Outside,
            Step::Text(text) if place == Place::Value => cell.text.push_str(text),
            Step::End("c") => {
                let column = cell.column;
                let value = std::mem::take(&mut cell).value(book)?;
                cell.column = column;
                if !value.is_empty() {
                    more(&mut row, column, value, limits)?;
                }
            }
            Step::End("row") => return take(std::mem::take(&mut row)),
            Step::Begin(..) | Step::End(_) | Step::Text(_) => {}
        }
        Ok(())
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Outside,
    Value,
    Reading,
}

#[derive(Default)]
struct Cell {
    column: usize,
    /// `s` shared string, `str` and `inlineStr` string, `b` truth, `e` error, `d` date, else a number.
    kind: String,
    style: Option<usize>,
    text: String,
}

impl Cell {
    fn value(self, book: &Book) -> Result<String, Fault> {
        Ok(match &*self.kind {
            "s" => {
                let number = self.text.trim().parse().ok();
                let shared = number.and_then(|number| book.strings.get(number));
                let missing = || Fault::new(Code::Truncated, "a cell refers to a text that is not there");
                shared.ok_or_else(missing)?.to_owned()
            }
            "str" | "inlineStr" => strings::unescaped(&self.text).into_owned(),
            "b" => (if self.text.trim() == "1" { "true" } else { "false" }).to_owned(),
            "e" => String::new(),
            "d" => self.text,
            _ => {
                let number = self.text.trim();
                let is_date = self.style.is_some_and(|style| book.styles.is_date(style));
                let date = if is_date { dates::written(number, book.is_1904) } else { None };
                date.unwrap_or_else(|| plain(number))
            }
        })
    }
}

/// A number as a person writes it: a whole one without exponent or decimals.
fn plain(number: &str) -> String {
    if number.contains(['.', 'e', 'E'])
        && let Ok(value) = number.parse::<f64>()
        && value.fract() == 0.0
        && value.abs() < 9e15
    {
        return format!("{value:.0}");
    }
    number.to_owned()
}

/// The number of a cell's column by its name: `B7` is 1.
fn column(name: &str) -> Option<usize> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters
        .take(4)
        .fold(0, |number, letter| number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}
