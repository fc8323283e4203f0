//! Which styles of cells show a number as a date.

use std::collections::HashMap;

use crate::parse::xml::attribute;
use crate::parse::xml::walk::{Step, walk};
use crate::stage::Limits;

/// The styles of a workbook's cells.
#[derive(Debug, Default)]
pub(super) struct Styles {
    is_date: Vec<bool>,
}

impl Styles {
    /// Reads the part of styles as far as it goes.
    pub(super) fn of(bytes: &[u8], limits: &Limits) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let mut own: HashMap<u32, bool> = HashMap::new();
        let mut styles = Styles::default();
        let mut in_cells = false;
        // Without the rest its dates are numbers, and everything else is read.
        let _broken = walk(text.as_bytes(), limits, |step| {
            match step {
                Step::Begin("numFmt", tag) => {
                    let id = attribute(tag, "numFmtId").and_then(|id| id.parse().ok());
                    let code = attribute(tag, "formatCode").unwrap_or_default();
                    if let Some(id) = id {
                        own.insert(id, is_date_code(&code));
                    }
                }
                Step::Begin("cellXfs", _) => in_cells = true,
                Step::End("cellXfs") => in_cells = false,
                Step::Begin("xf", tag) if in_cells => {
                    let id = attribute(tag, "numFmtId").and_then(|id| id.parse::<u32>().ok()).unwrap_or(0);
                    let is_date = own.get(&id).copied().unwrap_or_else(|| is_built_in_date(id));
                    styles.is_date.push(is_date);
                }
                _ => {}
            }
            Ok(())
        });
        styles
    }

    /// Whether a style shows a date.
    pub(super) fn is_date(&self, style: usize) -> bool {
        self.is_date.get(style).copied().unwrap_or(false)
    }
}

/// Numbers of formats that need no description and show a date (ECMA-376, 18.8.30).
fn is_built_in_date(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 34..=36 | 50..=54 | 57 | 58)
}

/// Whether a format's description shows a day or a year, outside quotes and brackets.
fn is_date_code(code: &str) -> bool {
    let mut in_quotes = false;
    let mut in_brackets = false;
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' | '_' | '*' => drop(chars.next()),
            '"' => in_quotes = !in_quotes,
            '[' if !in_quotes => in_brackets = true,
            ']' if !in_quotes => in_brackets = false,
            // French and German names of year and day are a, j and t.
            'y' | 'Y' | 'd' | 'D' | 'a' | 'j' if !in_quotes && !in_brackets => return code != "General",
            ';' if !in_quotes => return false,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::is_date_code;

    #[test]
    fn dates_are_told_from_numbers() {
        for code in ["dd/mm/yyyy", "jj/mm/aaaa", "[$-40C]d mmmm yyyy;@", "yyyy\\-mm\\-dd\" à \"hh:mm"] {
            assert!(is_date_code(code), "{code}");
        }
        for code in ["General", "0.00", "#,##0 \"days\"", "[Red]0", "h:mm", "@", "0\\d", "0;yyyy"] {
            assert!(!is_date_code(code), "{code}");
        }
    }
}
