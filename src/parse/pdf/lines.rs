//! From strings to lines; lines that come back on page after page are no text.

use std::collections::HashMap;

use super::page::Run;

/// A gap of so many sizes is a blank.
const BLANK: f64 = 0.15;
/// A gap of so many sizes parts columns.
const COLUMN: f64 = 3.0;
/// A line stands on so many pages at least to be a running head.
const RUNNING_PAGES: usize = 3;

/// A line of one page.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) page: usize,
    pub(super) x: f64,
    pub(super) end: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) is_bold: bool,
    pub(super) text: String,
}

/// Joins the strings of each page to lines, in the order in which they are drawn.
pub(super) fn of(pages: Vec<Vec<Run>>) -> Vec<Line> {
    let count = pages.len();
    let mut lines: Vec<Line> = Vec::new();
    for (page, runs) in pages.into_iter().enumerate() {
        let first = lines.len();
        for run in runs {
            match lines[first..].last_mut() {
                Some(line) if joins(line, &run) => line.append(&run),
                // A string drawn twice, to look bold.
                Some(line) if is_shadow(line, &run) => {}
                _ => lines.push(Line::new(page, &run)),
            }
        }
    }
    for line in &mut lines {
        line.text = readable(&line.text);
    }
    lines.retain(|line| !line.text.trim().is_empty());
    without_running_heads(lines, count)
}

impl Line {
    fn new(page: usize, run: &Run) -> Self {
        let Run { x, end, y, size, is_bold, text } = run.clone();
        Line { page, x, end, y, size, is_bold, text }
    }

    fn append(&mut self, run: &Run) {
        let gap = run.x - self.end;
        let is_apart = gap > BLANK * self.size.min(run.size);
        if is_apart && !self.text.ends_with([' ', '\u{a0}']) && !run.text.starts_with([' ', '\u{a0}']) {
            self.text.push(' ');
        }
        // The size of a line is that of most of it.
        if run.text.len() > self.text.trim().len() {
            (self.size, self.y) = (run.size, run.y);
        }
        self.is_bold &= run.is_bold || run.text.trim().is_empty();
        self.text.push_str(&run.text);
        self.end = run.end.max(self.end);
    }
}

/// Whether a string goes on with a line: on its height, right behind it.
fn joins(line: &Line, run: &Run) -> bool {
    let size = line.size.max(run.size);
    let gap = run.x - line.end;
    (run.y - line.y).abs() <= 0.4 * size && gap > -0.5 * size && gap < COLUMN * size
}

fn is_shadow(line: &Line, run: &Run) -> bool {
    let near = 0.15 * run.size;
    (run.y - line.y).abs() <= near
        && (run.end - line.end).abs() <= near
        && line.text.trim_end().ends_with(run.text.trim())
}

/// Characters as they are written: ligatures in letters, no signs of control.
fn readable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Leaves lines out that stand at the same height of more than half of the pages, numbers aside.
fn without_running_heads(lines: Vec<Line>, pages: usize) -> Vec<Line> {
    let key = |line: &Line| {
        let text: String = line.text.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect();
        ((line.y / 4.0).round() as i64, text.replace("##", "#").replace("##", "#"))
    };
    let mut seen: HashMap<(i64, String), (usize, usize)> = HashMap::new();
    for line in &lines {
        let (count, last) = seen.entry(key(line)).or_insert((0, usize::MAX));
        if *last != line.page {
            *count += 1;
            *last = line.page;
        }
    }
    let is_running = |line: &Line| {
        let count = seen.get(&key(line)).map_or(0, |(count, _)| *count);
        count >= RUNNING_PAGES && count * 2 > pages
    };
    lines.into_iter().filter(|line| !is_running(line)).collect()
}
