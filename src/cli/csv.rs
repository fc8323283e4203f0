//! Rows of tables for spreadsheets: RFC 4180, UTF-8, lines that end with CR LF.
//!
//! A cell that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a return)
//! gets an apostrophe before it, as OWASP advises: text of the press must not run in anybody's spreadsheet.

use std::borrow::Cow;
use std::io::Write;

use csv::{Terminator, WriterBuilder};

/// Writes a row; cells that hold text must have been made harmless.
pub(super) fn row<'a>(out: &mut dyn Write, cells: impl Iterator<Item = Cow<'a, str>>) -> std::io::Result<()> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    writer.write_record(cells.map(|cell| cell.into_owned().into_bytes()))?;
    writer.flush()
}

/// A cell that no spreadsheet takes for a formula.
pub(super) fn harmless(cell: &str) -> String {
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
