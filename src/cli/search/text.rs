//! Answers for people.

use std::io::{self, Write};
use std::ops::Range;

use super::super::failure::Failure;
use super::super::output::{Out, Paint, safe};
use super::super::text::{cells, counted, number, wrapped};
use super::paths::Paths;
use crate::article::Kind;
use crate::search::{Answer, Explanation, FacetKind, FacetValue, Hit, Index, Request, Snippet};

/// Cells of the longest bar of a facet.
const BAR: usize = 24;
/// Names of one kind under a hit.
const NAMES: usize = 4;

/// Prints hits, facets, and how many there are.
pub(super) fn print(
    out: &mut Out,
    index: &Index,
    answer: &Answer,
    request: &Request,
    took_ms: f64,
) -> Result<(), Failure> {
    let paths = Paths::of(index)?;
    for hit in &answer.hits {
        print_hit(out, hit, &paths)?;
    }
    for (kind, values) in &answer.facets {
        print_facet(out, *kind, values)?;
    }
    let mut line = counted(answer.total, "article", "articles");
    if let (Some(first), Some(last)) = (answer.hits.first(), answer.hits.last()) {
        if answer.total > answer.hits.len() as u64 {
            line.push_str(&format!(", {}–{} shown", number(first.rank as u64), number(last.rank as u64)));
        }
    } else if answer.total > 0 && request.skip > 0 {
        line.push_str(", none so far down");
    }
    line.push_str(&format!(", {took_ms:.1} ms"));
    writeln!(out, "{}", out.paint.paint(Paint::DIM, &line))?;
    Ok(())
}

fn print_hit(out: &mut Out, hit: &Hit, paths: &Paths) -> io::Result<()> {
    let paint = out.paint;
    let number = format!("{:>2}. ", hit.rank);
    let indent = " ".repeat(number.len());
    let title = if hit.title.text.is_empty() {
        Snippet { text: "(no title)".to_owned(), highlights: Vec::new() }
    } else {
        hit.title.clone()
    };
    let lines = marked_lines(&title, out.width - indent.len(), paint, Some(Paint::TITLE));
    for (at, line) in lines.iter().enumerate() {
        writeln!(out, "{}{line}", if at == 0 { &number } else { &indent })?;
    }
    let document = &hit.document;
    let mut facts: Vec<String> = vec![document.date.map_or("no date".to_owned(), |date| date.to_string())];
    facts.extend(document.source.clone());
    facts.extend(document.section.clone());
    if !document.authors.is_empty() {
        facts.push(document.authors.join(", "));
    }
    if !hit.copies.is_empty() {
        facts.push(format!("{} copies", hit.copies.len() + 1));
    }
    writeln!(
        out,
        "{indent}{}",
        paint.paint(Paint::DIM, &one_line(&facts.join(" · "), out.width - indent.len()))
    )?;
    if !hit.snippet.text.is_empty() {
        for line in marked_lines(&hit.snippet, out.width - indent.len(), paint, None) {
            writeln!(out, "{indent}{line}")?;
        }
    }
    let names = names(hit);
    if !names.is_empty() {
        writeln!(out, "{indent}{}", paint.paint(Paint::DIM, &one_line(&names, out.width - indent.len())))?;
    }
    let id = document.id.to_string();
    let mut place = paths.shown(&document.origin);
    if let Some(member) = &document.origin.member {
        place.push_str(&format!("!/{member}"));
    }
    if document.origin.ordinal > 0 {
        place.push_str(&format!(":{}", document.origin.ordinal + 1));
    }
    writeln!(out, "{indent}{}", paint.paint(Paint::DIM, &format!("{}  {}", &id[..12], safe(&place))))?;
    if let Some(explanation) = &hit.explanation {
        print_explanation(out, explanation, &indent)?;
    }
    writeln!(out)
}

/// The parts of a score, each before what it is made of, values below one another.
fn print_explanation(out: &mut Out, explanation: &Explanation, indent: &str) -> io::Result<()> {
    let line = format!("{:>7.2}  {}", explanation.value, safe(&explanation.what));
    writeln!(out, "{indent}{}", out.paint.paint(Paint::DIM, &line))?;
    let deeper = format!("{indent}  ");
    explanation.details.iter().try_for_each(|part| print_explanation(out, part, &deeper))
}

/// The first names of each kind, on one line.
fn names(hit: &Hit) -> String {
    let mut kinds = Vec::new();
    for kind in Kind::ALL {
        let mut of_kind: Vec<(usize, &str)> = hit
            .document
            .entities
            .iter()
            .zip(&hit.names)
            .filter(|(entity, _)| entity.kind == kind)
            .map(|(entity, name)| (entity.mentions.len(), name.as_str()))
            .collect();
        of_kind.sort_by_key(|(mentions, _)| std::cmp::Reverse(*mentions));
        if !of_kind.is_empty() {
            let first: Vec<&str> = of_kind.iter().take(NAMES).map(|(_, name)| *name).collect();
            let more = of_kind.len().saturating_sub(NAMES);
            let more = if more > 0 { format!(" +{more}") } else { String::new() };
            kinds.push(format!("{}{more}", first.join(", ")));
        }
    }
    kinds.join(" · ")
}

/// Cuts a text to one line.
fn one_line(text: &str, width: usize) -> String {
    let text = safe(text).replace('\n', " ");
    if cells(&text) <= width {
        return text;
    }
    let mut line = String::new();
    for grapheme in unicode_segmentation::UnicodeSegmentation::graphemes(text.as_str(), true) {
        if cells(&line) + cells(grapheme) + 1 > width {
            break;
        }
        line.push_str(grapheme);
    }
    line + "…"
}

/// Breaks a passage into lines with its marked words painted.
fn marked_lines(snippet: &Snippet, width: usize, paint: Paint, style: Option<anstyle::Style>) -> Vec<String> {
    let plain = |text: &str| match style {
        Some(style) => paint.paint(style, &safe(text)),
        None => safe(text),
    };
    let mut lines = Vec::new();
    for line in wrapped(&snippet.text, width) {
        let mut painted = String::new();
        let mut at = line.start;
        for mark in &snippet.highlights {
            let inside: Range<usize> = mark.start.max(line.start)..mark.end.min(line.end);
            if inside.start >= inside.end || inside.start < at {
                continue;
            }
            painted.push_str(&plain(&snippet.text[at..inside.start]));
            painted.push_str(&paint.paint(Paint::HIT, &safe(&snippet.text[inside.clone()])));
            at = inside.end;
        }
        painted.push_str(&plain(&snippet.text[at..line.end.max(at)]));
        lines.push(painted);
    }
    lines
}

fn print_facet(out: &mut Out, kind: FacetKind, values: &[FacetValue]) -> io::Result<()> {
    let paint = out.paint;
    writeln!(out, "{}", paint.paint(Paint::TITLE, kind.name()))?;
    if values.is_empty() {
        writeln!(out, "  {}", paint.paint(Paint::DIM, "none"))?;
    }
    let longest = values.iter().map(|value| cells(&safe(&value.value))).max().unwrap_or(0).min(40);
    let most = values.iter().map(|value| value.count).max().unwrap_or(1).max(1);
    let digits = number(most).len();
    for value in values {
        let name = one_line(&value.value, longest.max(1));
        let pad = " ".repeat(longest.saturating_sub(cells(&name)));
        let bar = "█".repeat((value.count as usize * BAR).div_ceil(most as usize).max(1));
        writeln!(out, "  {name}{pad}  {:>digits$}  {}", number(value.count), paint.paint(Paint::BAR, &bar))?;
    }
    writeln!(out)
}
