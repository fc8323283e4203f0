//! Answers for people: each hit with its title, facts, passage, names and place.

use std::cmp::Reverse;
use std::io::{self, Write};
use std::ops::Range;

use anstyle::Style;

use super::super::failure::Failure;
use super::super::output::{Look, Paint, safe};
use super::super::passage::Passage;
use super::super::text::{counted, date_in_words, number, one_line, wrapped};
use super::facets::print_facet;
use super::paths::{Paths, is_web_address};
use super::print::Named;
use crate::article::Kind;
use crate::search::{Explanation, Found, Hit, Snippet};

/// Names of one kind under a hit.
const NAMES: usize = 4;
/// Digits of an id that are shown: enough for millions of articles.
const ID_DIGITS: usize = 12;

/// Prints hits, facets, and how many there are.
pub(super) fn print(
    out: &mut dyn Write,
    look: Look,
    paths: &Paths,
    found: &Found<'_>,
    took_ms: f64,
) -> Result<(), Failure> {
    for hit in found.hits() {
        print_hit(out, look, &hit?, paths)?;
    }
    for (kind, values) in &found.facets {
        print_facet(out, look, *kind, values)?;
    }
    let mut line = counted(found.total, "article", "articles");
    if let Some((first, last)) = found.ranks() {
        if found.total > found.len() as u64 {
            line.push_str(&format!(", {}–{} shown", number(first as u64), number(last as u64)));
        }
    } else if found.total > 0 && found.is_beyond() {
        line.push_str(", none so far down");
    }
    line.push_str(&format!(", {took_ms:.1} ms"));
    writeln!(out, "{}", look.paint.paint(Paint::DIM, &line))?;
    Ok(())
}

/// A line that says which query is answered.
pub(super) fn print_query(out: &mut dyn Write, look: Look, query: Named<'_>) -> io::Result<()> {
    let line = one_line(&format!("[{}] {}", query.qid, query.text), look.width);
    writeln!(out, "{}", look.paint.paint(Paint::GOOD, &line))
}

fn print_hit(out: &mut dyn Write, look: Look, hit: &Hit, paths: &Paths) -> io::Result<()> {
    let number = format!("{:>2}. ", hit.rank);
    let indent = " ".repeat(number.len());
    let width = look.width - indent.len();
    let document = &hit.document;
    let dim = |text: &str| look.paint.paint(Paint::DIM, text);

    let untitled = Snippet { text: "(no title)".to_owned(), highlights: Vec::new() };
    let title = if hit.title.text.is_empty() { &untitled } else { &hit.title };
    let lines = marked(title).styled(Paint::TITLE).lines(look, width);
    for (at, line) in lines.iter().enumerate() {
        let line = match document.url.as_deref().filter(|url| is_web_address(url)) {
            Some(url) => look.link(url, line),
            None => line.clone(),
        };
        writeln!(out, "{}{line}", if at == 0 { &number } else { &indent })?;
    }
    let language = document.language.code();
    let mut facts = vec![document.date.map_or("no date".to_owned(), |date| date_in_words(date, language))];
    facts.extend(document.source.clone());
    facts.extend(document.section.clone());
    if !document.authors.is_empty() {
        facts.push(document.authors.join(", "));
    }
    writeln!(out, "{indent}{}", dim(&one_line(&facts.join(" · "), width)))?;
    if !hit.snippet.text.is_empty() {
        for line in marked(&hit.snippet).lines(look, width) {
            writeln!(out, "{indent}{line}")?;
        }
    }
    let names = names(hit);
    if !names.is_empty() {
        writeln!(out, "{indent}{}", dim(&one_line(&names, width)))?;
    }
    if !hit.copies.is_empty() {
        writeln!(out, "{indent}{}", dim(&one_line(&copies(hit, paths), width)))?;
    }
    let place =
        format!("{}  {}", &document.id.to_string()[..ID_DIGITS], safe(&paths.place(&document.origin)));
    let address = paths.address(&document.origin);
    for line in wrapped(&place, width) {
        writeln!(out, "{indent}{}", look.link(address.as_deref().unwrap_or_default(), &dim(&place[line])))?;
    }
    if let Some(explanation) = &hit.explanation {
        print_explanation(out, look, explanation, &indent)?;
    }
    writeln!(out)
}

/// A snippet as a passage with its words marked.
fn marked(snippet: &Snippet) -> Passage {
    let marks: Vec<(Range<usize>, Style)> =
        snippet.highlights.iter().map(|range| (range.clone(), Paint::HIT)).collect();
    Passage::new(&snippet.text, &marks)
}

/// `copies: 3`, and of each other one its section and where it lies.
fn copies(hit: &Hit, paths: &Paths) -> String {
    let others: Vec<String> = hit
        .copies
        .iter()
        .map(|copy| {
            let section = copy.section.as_deref().map(|section| format!("{section}, ")).unwrap_or_default();
            format!("{section}{}", paths.place(&copy.origin))
        })
        .collect();
    format!("copies: {} · also {}", hit.copies.len() + 1, others.join(" · "))
}

/// The parts of a score, each before what it is made of, values below one another.
fn print_explanation(
    out: &mut dyn Write,
    look: Look,
    explanation: &Explanation,
    indent: &str,
) -> io::Result<()> {
    let line = format!("{:>7.2}  {}", explanation.value, explanation.what);
    let line = one_line(&line, look.width.saturating_sub(indent.len()));
    writeln!(out, "{indent}{}", look.paint.paint(Paint::DIM, &line))?;
    let deeper = format!("{indent}  ");
    explanation.details.iter().try_for_each(|part| print_explanation(out, look, part, &deeper))
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
        of_kind.sort_by_key(|(mentions, _)| Reverse(*mentions));
        if !of_kind.is_empty() {
            let first: Vec<&str> = of_kind.iter().take(NAMES).map(|(_, name)| *name).collect();
            let more = of_kind.len().saturating_sub(NAMES);
            let more = if more > 0 { format!(" +{more}") } else { String::new() };
            kinds.push(format!("{}{more}", first.join(", ")));
        }
    }
    kinds.join(" · ")
}
