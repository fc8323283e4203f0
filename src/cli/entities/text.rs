//! Names for people: aligned counts and bars, lines of time.

use std::io::{self, Write};

use super::super::output::{Out, Paint, safe};
use super::super::text::{cells, counted, number};
use crate::search::{EntitiesAnswer, EntitiesRequest, EntityCount, NameSort, NamesOfKind, Period};

/// Cells of the longest bar.
const BAR: usize = 24;
/// Widest column of names, in cells.
const WIDEST: usize = 44;
/// Heights of a line of time.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Prints the names of each kind, and of how many articles they are.
pub(super) fn print(
    out: &mut Out,
    answer: &EntitiesAnswer,
    request: &EntitiesRequest,
    mentions: bool,
) -> io::Result<()> {
    let axis = request.by.map(|period| axis(&answer.periods, period));
    for of_kind in &answer.kinds {
        print_kind(out, of_kind, answer, request, mentions)?;
        if let Some(axis) = &axis {
            print_times(out, &of_kind.top, axis)?;
        }
        writeln!(out)?;
    }
    let mut line = counted(answer.total, "article", "articles");
    if answer.total < answer.indexed {
        line.push_str(&format!(" of {}", number(answer.indexed)));
    }
    if request.sort == NameSort::Salience {
        line.push_str("; weight: 3 in the title, 2 in the first paragraph, log₂(1 + mentions)");
    }
    writeln!(out, "{}", out.paint.paint(Paint::DIM, &line))
}

fn print_kind(
    out: &mut Out,
    of_kind: &NamesOfKind,
    answer: &EntitiesAnswer,
    request: &EntitiesRequest,
    mentions: bool,
) -> io::Result<()> {
    let paint = out.paint;
    let shown = of_kind.top.len() as u64;
    let more = match of_kind.names > shown {
        true => format!("  {} of {} names", number(shown), number(of_kind.names)),
        false => String::new(),
    };
    writeln!(out, "{}{}", paint.paint(Paint::TITLE, of_kind.kind.name()), paint.paint(Paint::DIM, &more))?;
    if of_kind.top.is_empty() {
        return writeln!(out, "  {}", paint.paint(Paint::DIM, "none"));
    }
    let selects = answer.total < answer.indexed;
    let columns = |one: &EntityCount| {
        let mut columns = vec![number(one.articles)];
        if mentions || request.sort == NameSort::Mentions {
            columns.push(format!("{} ×", number(one.mentions)));
        }
        if request.sort == NameSort::Salience {
            columns.push(format!("{:.0}", one.salience));
        }
        if selects {
            columns.push(ratio(one.ratio));
        }
        columns
    };
    let rows: Vec<(String, Vec<String>)> =
        of_kind.top.iter().map(|one| (cut(&safe(&one.name), WIDEST), columns(one))).collect();
    let name_width = rows.iter().map(|(name, _)| cells(name)).max().unwrap_or(0);
    let mut widths = vec![0; rows.first().map_or(0, |(_, columns)| columns.len())];
    for (_, columns) in &rows {
        for (width, column) in widths.iter_mut().zip(columns) {
            *width = cells(column).max(*width);
        }
    }
    let weight = |one: &EntityCount| match request.sort {
        NameSort::Mentions => one.mentions as f64,
        NameSort::Salience => one.salience,
        NameSort::Articles | NameSort::Typical => one.articles as f64,
    };
    let most = of_kind.top.iter().map(&weight).fold(1.0, f64::max);
    for (one, (name, columns)) in of_kind.top.iter().zip(&rows) {
        let mut line = format!("  {name}{}", " ".repeat(name_width - cells(name)));
        for (column, width) in columns.iter().zip(&widths) {
            line.push_str(&format!("  {}{column}", " ".repeat(width - cells(column))));
        }
        let bar = "█".repeat(((weight(one) / most * BAR as f64).ceil() as usize).clamp(1, BAR));
        writeln!(out, "{line}  {}", paint.paint(Paint::BAR, &bar))?;
    }
    Ok(())
}

/// How many times as often as in the whole index.
fn ratio(ratio: f64) -> String {
    if ratio < 9.95 { format!("×{ratio:.1}") } else { format!("×{ratio:.0}") }
}

/// Cuts a name to so many cells.
fn cut(name: &str, width: usize) -> String {
    let name = name.replace('\n', " ");
    if cells(&name) <= width {
        return name;
    }
    let mut out = String::new();
    for c in name.chars() {
        if cells(&out) + 2 > width {
            break;
        }
        out.push(c);
    }
    out + "…"
}

/// All periods from the first to the last, those without an article too.
fn axis(periods: &[(String, u64)], period: Period) -> Vec<String> {
    let (Some((first, _)), Some((last, _))) = (periods.first(), periods.last()) else { return Vec::new() };
    let read = |text: &str| -> Option<i64> {
        let (year, month) = text.rsplit_once('-').unwrap_or((text, "1"));
        match period {
            Period::Year => text.parse().ok(),
            Period::Month => Some(year.parse::<i64>().ok()? * 12 + month.parse::<i64>().ok()? - 1),
        }
    };
    let (Some(from), Some(to)) = (read(first), read(last)) else { return Vec::new() };
    (from..=to.min(from + 12_000))
        .map(|at| match period {
            Period::Year => format!("{at:04}"),
            Period::Month => format!("{:04}-{:02}", at.div_euclid(12), at.rem_euclid(12) + 1),
        })
        .collect()
}

/// One name: a bar a period. Several: a line of time each.
fn print_times(out: &mut Out, names: &[EntityCount], axis: &[String]) -> io::Result<()> {
    let paint = out.paint;
    let count = |one: &EntityCount, period: &String| {
        one.by.binary_search_by(|(known, _)| known.cmp(period)).map_or(0, |at| one.by[at].1)
    };
    if let [one] = names {
        let most = one.by.iter().map(|(_, articles)| *articles).max().unwrap_or(1).max(1);
        let digits = number(most).len();
        let first = axis.iter().position(|period| count(one, period) > 0).unwrap_or(0);
        let last = axis.iter().rposition(|period| count(one, period) > 0).unwrap_or(0);
        for period in axis.iter().take(last + 1).skip(first) {
            let articles = count(one, period);
            let bar = "█".repeat((articles as usize * BAR).div_ceil(most as usize));
            let line =
                format!("    {period}  {:>digits$}  {}", number(articles), paint.paint(Paint::BAR, &bar));
            writeln!(out, "{}", line.trim_end())?;
        }
        return Ok(());
    }
    let name_width = names.iter().map(|one| cells(&safe(&one.name))).max().unwrap_or(0).min(WIDEST);
    let room = out.width.saturating_sub(name_width + 6).max(8);
    let seen = &axis[axis.len().saturating_sub(room)..];
    if let (Some(first), Some(last)) = (seen.first(), seen.last()) {
        let blank = " ".repeat(seen.len().saturating_sub(cells(first) + cells(last)).max(1));
        let scale = format!("    {}{first}{blank}{last}", " ".repeat(name_width));
        writeln!(out, "{}", paint.paint(Paint::DIM, &scale))?;
    }
    for one in names {
        let name = cut(&safe(&one.name), WIDEST);
        let most = seen.iter().map(|period| count(one, period)).max().unwrap_or(0).max(1);
        let line: String = seen
            .iter()
            .map(|period| match count(one, period) {
                0 => ' ',
                articles => HEIGHTS[((articles * 8).div_ceil(most) as usize).clamp(1, 8) - 1],
            })
            .collect();
        let pad = " ".repeat(name_width - cells(&name));
        writeln!(out, "  {name}{pad}  {}", paint.paint(Paint::BAR, line.trim_end()))?;
    }
    Ok(())
}
