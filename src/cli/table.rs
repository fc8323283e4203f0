//! Tables for people: columns of cells, aligned by what a terminal shows.

use std::io::{self, Write};

use anstyle::Style;

use super::output::{Out, Paint, safe};
use super::text::cells;

/// Widest column, in cells of the terminal: what is longer pushes its own line alone.
const WIDEST: usize = 36;

/// Where a column's cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// Rows under a head.
pub(super) struct Table {
    columns: Vec<(&'static str, Align)>,
    rows: Vec<(Vec<String>, Option<Style>)>,
    indent: &'static str,
}

impl Table {
    pub(super) fn new(columns: &[(&'static str, Align)]) -> Self {
        Table { columns: columns.to_vec(), rows: Vec::new(), indent: "" }
    }

    /// Begins every line so.
    pub(super) fn indented(mut self, indent: &'static str) -> Self {
        self.indent = indent;
        self
    }

    /// Adds a row, one cell a column, whole painted so; what a terminal should not see is made safe.
    pub(super) fn row(&mut self, cells: Vec<String>, style: Option<Style>) {
        let cells = cells.iter().map(|cell| safe(cell).replace('\n', " ")).collect();
        self.rows.push((cells, style));
    }

    pub(super) fn print(&self, out: &mut Out) -> io::Result<()> {
        let mut widths: Vec<usize> = self.columns.iter().map(|(name, _)| cells(name)).collect();
        for (row, _) in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cells(cell).min(WIDEST).max(*width);
            }
        }
        let head: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        self.line(out, &head, &widths, Some(Paint::DIM))?;
        for (row, style) in &self.rows {
            let row: Vec<&str> = row.iter().map(String::as_str).collect();
            self.line(out, &row, &widths, *style)?;
        }
        Ok(())
    }

    fn line(&self, out: &mut Out, row: &[&str], widths: &[usize], style: Option<Style>) -> io::Result<()> {
        let mut line = String::from(self.indent);
        for (at, ((cell, width), (_, align))) in row.iter().zip(widths).zip(&self.columns).enumerate() {
            if at > 0 {
                line.push_str("  ");
            }
            let pad = " ".repeat(width.saturating_sub(cells(cell)));
            match align {
                Align::Left => line.extend([*cell, &pad]),
                Align::Right => line.extend([&*pad, *cell]),
            }
        }
        let line = line.trim_end();
        match style {
            Some(style) => writeln!(out, "{}", out.paint.paint(style, line)),
            None => writeln!(out, "{line}"),
        }
    }
}
