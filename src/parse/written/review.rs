//! Where the articles of a press review begin.

use std::ops::Range;

use super::Line;
use super::head::is_dated;

/// Lines below a heading that may hold its date.
const BELOW: usize = 3;

/// Returns the parts of a document that are articles: one each heading of a review, else all of it.
///
/// What stands before the first heading of a review is its cover.
pub(super) fn parts(lines: &[Line<'_>]) -> Vec<Range<usize>> {
    let mut levels: Vec<u8> = lines.iter().filter_map(|(_, level)| *level).collect();
    levels.sort_unstable();
    levels.dedup();
    for level in levels {
        if let Some(parts) = at_level(lines, level) {
            return parts;
        }
    }
    std::iter::once(0..lines.len()).collect()
}

/// The parts where headings of this rank begin articles, or `None` where they do not.
fn at_level(lines: &[Line<'_>], level: u8) -> Option<Vec<Range<usize>>> {
    let is_heading = |at: usize| lines[at].1 == Some(level);
    // Lines of one heading that follow each other are one.
    let headings: Vec<usize> =
        (0..lines.len()).filter(|&at| is_heading(at) && (at == 0 || !is_heading(at - 1))).collect();
    if headings.len() < 2 {
        return None;
    }
    let is_plain_date = |at: usize| lines[at].1.is_none() && is_dated(lines[at].0);
    let above = headings.iter().filter(|&&at| at > 0 && is_plain_date(at - 1)).count();
    let below = headings
        .iter()
        .enumerate()
        .filter(|&(number, &at)| {
            let next = headings.get(number + 1).copied().unwrap_or(lines.len());
            (at..next.min(at + 1 + BELOW)).any(|at| is_dated(lines[at].0))
        })
        .count();
    if above.max(below) * 2 < headings.len() || above.max(below) < 2 {
        return None;
    }
    let begins = |at: usize| if above > below && at > 0 && is_plain_date(at - 1) { at - 1 } else { at };
    let starts: Vec<usize> = headings.iter().map(|&at| begins(at)).collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    Some(starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect())
}
