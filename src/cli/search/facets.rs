//! Facets to see: bars below one another, and time as a histogram without gaps.

use std::io::{self, Write};

use super::super::output::{Look, Paint, safe};
use super::super::text::{cells, number, one_line};
use crate::search::{FacetKind, FacetValue};

/// Cells of the longest bar.
const BAR: usize = 24;
/// Cells of the shortest longest bar: on a narrow screen names are cut before bars vanish.
const LEAST_BAR: usize = 8;
/// Cells of the longest name.
const NAME: usize = 40;
/// Years or months that get a line each; more are drawn as columns, a line a decade or a year.
const LINES: i32 = 24;

/// Eighths of a cell, from the left.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
/// Columns of eight heights.
const COLUMNS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Nothing, in a row of columns.
const NOTHING: char = '·';

/// Prints the values of one facet.
pub(super) fn print_facet(
    out: &mut dyn Write,
    look: Look,
    kind: FacetKind,
    values: &[FacetValue],
) -> io::Result<()> {
    writeln!(out, "{}", look.paint.paint(Paint::TITLE, kind.name()))?;
    if values.is_empty() {
        writeln!(out, "  {}", look.paint.paint(Paint::DIM, "none"))?;
        return writeln!(out);
    }
    let steps: Vec<(i32, u64)> =
        values.iter().filter_map(|value| Some((step_of(kind, &value.value)?, value.count))).collect();
    match (steps.first(), steps.last()) {
        (Some((first, _)), Some((last, _))) if last - first >= LINES => {
            columns(out, look, kind, &steps)?;
        }
        (Some((first, _)), Some((last, _))) if is_whole(&steps, values) => {
            let mut filled = Vec::new();
            for step in *first..=*last {
                let count = steps.iter().find(|(known, _)| *known == step).map_or(0, |(_, count)| *count);
                filled.push((name_of(kind, step), count));
            }
            bars(out, look, &filled)?;
        }
        _ => bars(
            out,
            look,
            &values.iter().map(|value| (value.value.clone(), value.count)).collect::<Vec<_>>(),
        )?,
    }
    writeln!(out)
}

/// Whether every value is a step of time.
fn is_whole(steps: &[(i32, u64)], values: &[FacetValue]) -> bool {
    steps.len() == values.len()
}

/// A year or month as a number, one more for the next; `None` for what is no time.
fn step_of(kind: FacetKind, value: &str) -> Option<i32> {
    match kind {
        FacetKind::Field(_) => None,
        FacetKind::Year => value.parse().ok(),
        FacetKind::Month => {
            let (year, month) = value.split_once('-')?;
            Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1)
        }
    }
}

fn name_of(kind: FacetKind, step: i32) -> String {
    match kind {
        FacetKind::Month => format!("{:04}-{:02}", step.div_euclid(12), step.rem_euclid(12) + 1),
        _ => format!("{step:04}"),
    }
}

/// A line a value: name, number, bar.
fn bars(out: &mut dyn Write, look: Look, values: &[(String, u64)]) -> io::Result<()> {
    let most = values.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let digits = number(most).len();
    let room = look.width.saturating_sub(2 + 2 + digits + 2);
    let longest = values.iter().map(|(name, _)| cells(&safe(name))).max().unwrap_or(0);
    let longest = longest.min(NAME).min(room.saturating_sub(LEAST_BAR)).max(1);
    let widest = BAR.min(room.saturating_sub(longest)).max(1);
    for (name, count) in values {
        let name = one_line(name, longest);
        let pad = " ".repeat(longest.saturating_sub(cells(&name)));
        let bar = look.paint.paint(Paint::BAR, &bar(*count, most, widest));
        let line = format!("  {name}{pad}  {:>digits$}  {bar}", number(*count));
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// A bar to an eighth of a cell; what is more than nothing is seen.
fn bar(count: u64, most: u64, widest: usize) -> String {
    let eighths = (u128::from(count) * 8 * widest as u128 / u128::from(most)) as usize;
    let eighths = if count > 0 { eighths.max(1) } else { 0 };
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

/// A line a decade of years, or a year of months: a column each, and their sum.
fn columns(out: &mut dyn Write, look: Look, kind: FacetKind, steps: &[(i32, u64)]) -> io::Result<()> {
    let (of_a_line, head) = match kind {
        FacetKind::Month => (12, "JFMAMJJASOND"),
        _ => (10, "0123456789"),
    };
    let most = steps.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    writeln!(out, "  {}", look.paint.paint(Paint::DIM, &format!("{:5}  {head}", "")))?;
    let mut steps = steps.iter().peekable();
    while let Some((first, _)) = steps.peek() {
        let line = first.div_euclid(of_a_line);
        let mut drawn = vec![NOTHING; of_a_line as usize];
        let mut sum = 0;
        while let Some((step, count)) = steps.next_if(|(step, _)| step.div_euclid(of_a_line) == line) {
            let height = (u128::from(*count) * 8).div_ceil(u128::from(most)).clamp(1, 8) as usize;
            drawn[step.rem_euclid(of_a_line) as usize] = COLUMNS[height - 1];
            sum += count;
        }
        let name = if kind == FacetKind::Month { format!("{line:04}") } else { format!("{:04}s", line * 10) };
        let drawn = look.paint.paint(Paint::BAR, &drawn.iter().collect::<String>());
        writeln!(out, "  {name:5}  {drawn}  {}", number(sum))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::output::plain_look;
    use crate::index::FacetField;

    fn shown(kind: FacetKind, values: &[(&str, u64)], width: usize) -> String {
        let values: Vec<FacetValue> = values
            .iter()
            .map(|(value, count)| FacetValue { value: (*value).to_owned(), count: *count })
            .collect();
        let mut out = Vec::new();
        print_facet(&mut out, plain_look(width), kind, &values).expect("memory takes it");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn bars_are_aligned_and_fit() {
        let values = [("Orchestre des Deux-Rives", 1_200), ("漢字", 601), ("Nantes", 1)];
        assert_eq!(
            shown(FacetKind::Field(FacetField::Organization), &values, 60),
            "organization\n  Orchestre des Deux-Rives  1,200  ████████████████████████\n  \
             漢字                        601  ████████████\n  Nantes                        1  ▏\n\n"
        );
        for line in shown(FacetKind::Field(FacetField::Place), &values, 40).lines() {
            assert!(cells(line) <= 40, "{line}");
        }
    }

    #[test]
    fn time_has_no_gaps() {
        assert_eq!(
            shown(FacetKind::Month, &[("2019-11", 2), ("2020-01", 4)], 80),
            "month\n  2019-11  2  ████████████\n  2019-12  0\n  2020-01  4  ████████████████████████\n\n"
        );
    }

    #[test]
    fn a_long_time_is_drawn_in_columns() {
        assert_eq!(
            shown(FacetKind::Month, &[("2017-02", 1), ("2019-11", 8), ("2019-12", 4)], 80),
            "month\n         JFMAMJJASOND\n  2017   ·▁··········  1\n  2019   ··········█▄  12\n\n"
        );
        assert_eq!(
            shown(FacetKind::Year, &[("1914", 3), ("1999", 6), ("2001", 1)], 80),
            "year\n         0123456789\n  1910s  ····▄·····  3\n  1990s  ·········█  6\n  2000s  ·▂········  1\n\n"
        );
    }
}
