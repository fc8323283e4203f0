//! From lines to paragraphs: by size, distance, indent and the ends of lines. Headings are what is set larger
//! than the text.

use std::collections::HashMap;

use super::lines::{self, Line};
use super::page::Run;
use crate::parse::written::{self, Paragraph};

/// How many times larger than the text a heading is.
const HEADING: f64 = 1.2;
/// Longest heading, in characters.
const HEADING_CHARACTERS: usize = 300;
/// Two lines of one paragraph lie at most so many usual distances apart.
const DISTANCE: f64 = 1.3;

/// Returns the paragraphs of a document's pages, in the order in which they are drawn.
pub(super) fn paragraphs(pages: Vec<Vec<Run>>) -> Vec<Paragraph> {
    let lines = lines::of(pages);
    let measure = Measure::of(&lines);
    let mut document: Vec<Paragraph> = Vec::new();
    let mut text = String::new();
    let mut level = None;
    for (at, line) in lines.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| &lines[at]);
        let goes_on = before.is_some_and(|before| measure.goes_on(before, line));
        if goes_on {
            append(&mut text, line.text.trim());
        } else {
            end(&mut text, level, &mut document);
            text.push_str(line.text.trim());
            level = measure.level(line);
        }
    }
    end(&mut text, level, &mut document);
    document
}

fn end(text: &mut String, level: Option<u8>, into: &mut Vec<Paragraph>) {
    let level = level.filter(|_| text.chars().count() <= HEADING_CHARACTERS);
    written::push(text, level, into);
    text.clear();
}

/// Words that are joined to the one before by a hyphen of their own.
const CLITICS: &[&str] = &[
    "ce", "ci", "là", "t", "je", "tu", "il", "elle", "on", "nous", "vous", "ils", "elles", "moi", "toi",
    "lui", "leur", "le", "la", "les", "y", "en", "même", "mêmes", "dire",
];
/// Beginnings of words that keep their hyphen.
const BEGINNINGS: &[&str] = &[
    "saint", "sainte", "sous", "vice", "après", "avant", "demi", "ex", "non", "porte", "grand", "petit",
    "nord", "sud", "est", "ouest", "peut", "quelques", "celui", "celle", "ceux", "celles", "lui", "au",
    "week", "chef",
];

/// Adds a line to a paragraph; a word that was broken is made whole.
fn append(text: &mut String, line: &str) {
    if let Some(whole) = text.strip_suffix('\u{ad}') {
        text.truncate(whole.len());
    } else if text.ends_with(['-', '‐']) && line.starts_with(char::is_lowercase) {
        let bare = text.trim_end_matches(['-', '‐']);
        let word = bare.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
        let next = line.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
        let first = word.rsplit(['’', '\'']).next().unwrap_or_default();
        let keeps = CLITICS.contains(&&*next)
            || BEGINNINGS.contains(&first)
            || first.contains('-')
            || !bare.ends_with(char::is_alphabetic);
        if !keeps {
            text.truncate(bare.len());
        }
    } else if !text.is_empty() && !text.ends_with(['-', '‐']) {
        text.push(' ');
    }
    text.push_str(line);
}

/// What is usual in a document.
struct Measure {
    /// Size of the text.
    size: f64,
    /// Distance of its lines, in sizes.
    distance: f64,
    /// Sizes of headings, the largest first.
    headings: Vec<i64>,
    /// How far the lines reach that begin at one place of a page.
    reach: HashMap<(usize, i64), f64>,
}

/// Sizes that differ less are one.
fn rounded(size: f64) -> i64 {
    (size * 2.0).round() as i64
}

impl Measure {
    fn of(lines: &[Line]) -> Self {
        let mut characters: HashMap<i64, usize> = HashMap::new();
        for line in lines {
            *characters.entry(rounded(line.size)).or_default() += line.text.chars().count();
        }
        let most =
            characters.iter().max_by_key(|(size, count)| (**count, -**size)).map_or(20, |(size, _)| *size);
        let size = most as f64 / 2.0;
        let mut distances: Vec<f64> = lines
            .windows(2)
            .filter(|pair| pair[0].page == pair[1].page && rounded(pair[0].size) == most)
            .map(|pair| (pair[0].y - pair[1].y) / pair[0].size)
            .filter(|distance| (0.8..2.5).contains(distance))
            .collect();
        distances.sort_by(f64::total_cmp);
        // The lower quarter: distances of paragraphs are larger than those of lines.
        let distance = distances.get(distances.len() / 4).copied().unwrap_or(1.2);
        let mut headings: Vec<i64> =
            characters.keys().copied().filter(|s| *s as f64 / 2.0 >= size * HEADING).collect();
        headings.sort_unstable_by_key(|size| -size);
        let mut reach: HashMap<(usize, i64), f64> = HashMap::new();
        for line in lines {
            let farthest = reach.entry((line.page, column(line))).or_insert(line.end);
            *farthest = farthest.max(line.end);
        }
        Measure { size, distance, headings, reach }
    }

    /// The rank of a line that is set larger than the text.
    fn level(&self, line: &Line) -> Option<u8> {
        let place = self.headings.iter().position(|size| *size == rounded(line.size))?;
        Some(u8::try_from(place + 1).unwrap_or(9).min(9))
    }

    /// Whether a line goes on with the paragraph of the one before it.
    fn goes_on(&self, before: &Line, line: &Line) -> bool {
        let is_same_size = rounded(before.size).abs_diff(rounded(line.size)) <= 1;
        if !is_same_size || self.level(before) != self.level(line) {
            return false;
        }
        let ends = before.text.trim_end().ends_with(['.', '!', '?', '…', '»', ':', '"', '”']);
        let is_below = before.page == line.page && line.y < before.y - 0.4 * line.size;
        if !is_below {
            // A new column or page: the sentence tells.
            return !ends
                && self.level(line).is_none()
                && line.text.trim_start().starts_with(char::is_lowercase);
        }
        let size = line.size;
        let is_heading = self.level(line).is_some();
        let far = if is_heading { 1.6 } else { self.distance * DISTANCE };
        if before.y - line.y > far.max(1.0) * size {
            return false;
        }
        if is_heading {
            return true;
        }
        // Set apart by the weight of its letters: a line of its own.
        if before.is_bold != line.is_bold && (ends || !before.text.ends_with(['-', ','])) && before.is_bold {
            return false;
        }
        let indent = line.x - before.x;
        if indent > 0.8 * size && indent < 4.0 * size && ends {
            return false;
        }
        let bucket = column(before);
        let reach = (bucket - 1..=bucket + 1)
            .filter_map(|bucket| self.reach.get(&(before.page, bucket)))
            .copied()
            .fold(before.end, f64::max);
        let width = (reach - before.x).max(self.size);
        let is_short = |share: f64| before.end < reach - share * width;
        let begins = line.text.trim_start().starts_with(char::is_uppercase);
        !(is_short(0.15) && ends || is_short(0.2) && begins)
    }
}

/// The place where a line begins, roughly.
fn column(line: &Line) -> i64 {
    (line.x / 24.0).floor() as i64
}
