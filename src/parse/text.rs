//! Plain text: a title, perhaps a few named lines, and paragraphs.
//!
//! The first line is the title if it is short enough to be one. `Date: …`, `Auteur: …` and their like
//! directly below it, before the text, are the article's data. A last `Source link` is a link's label, left behind
//! by whoever copied the page, and no text.
//!
//! Lines are paragraphs, unless the text is hard-wrapped: no line over 100 characters, at least three
//! in four of the lines that another one follows reach two thirds of the longest, and fewer than half of
//! them end a sentence. Then the lines between two blank ones are one paragraph.

use serde_json::{Map, Value};

use super::fields::Fields;
use super::recognise::Head;
use super::source::Source;
use super::{Format, aliases, blank, dateline, decode, markup, paragraphs};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::stage::{Code, Rejection};

/// Plain text.
pub(crate) const FORMAT: Format = Format {
    name: "txt",
    title: "plain text",
    extensions: &["txt", "text"],
    recognised: "any text that is nothing else; the first line is the title",
    likeness: |head: &Head<'_>| if head.is_named(&FORMAT) { 50 } else { 10 },
    frame,
    parse,
};

/// Longest first line that is a title, in characters.
const TITLE_CHARACTERS: usize = 300;
/// Longest line of a hard-wrapped text, in characters.
const WRAPPED_AT: usize = 100;

fn frame(source: &mut Source<'_, '_, '_>) {
    source.whole(source.limits.document_bytes, Code::TooBig);
}

fn parse(record: &Bounded<'_>) -> Vec<Result<RawArticle, Rejection>> {
    let article = decode::decode(&record.payload, decode::Declares::Nothing)
        .map(|text| article(&text, record))
        .map_err(|fault| fault.at(&record.origin));
    vec![article]
}

fn article(text: &str, record: &Bounded<'_>) -> RawArticle {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    let mut lines = &lines[first..];
    let mut raw = blank(record, record.origin.ordinal);
    if let Some((title, rest)) = lines.split_first() {
        let is_alone = rest.iter().all(|line| line.is_empty());
        if title.chars().count() <= TITLE_CHARACTERS && named(title).is_none() && !is_alone {
            raw.title = Some(paragraphs::one_line(title));
            lines = rest;
        }
    }
    let (data, rest) = data_lines(lines);
    let title = raw.title.take();
    Fields::of(&data).fill(&mut raw);
    raw.title = title.or(raw.title);
    raw.body = body(without_label(rest));
    raw.date = raw.date.or_else(|| dateline::date_of(&raw.body, &raw.origin));
    raw
}

/// Reads the named lines before the first blank one, if all of them are named.
fn data_lines<'l, 't>(lines: &'l [&'t str]) -> (Map<String, Value>, &'l [&'t str]) {
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    let block = &lines[first..];
    let end = block.iter().position(|line| line.is_empty()).unwrap_or(block.len());
    let mut data = Map::new();
    for line in &block[..end] {
        match named(line) {
            Some((name, value)) => data.insert(name.to_owned(), Value::String(value.to_owned())),
            None => return (Map::new(), lines),
        };
    }
    (data, &block[end..])
}

/// Splits `Auteur: Jean Dupont` if the name is one of ours, and no text.
pub(crate) fn named(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let (name, value) = (name.trim(), value.trim());
    let key = aliases::key(name);
    let fits = !value.is_empty() && name.len() <= 24 && !name.contains(' ') && value.len() <= 300;
    let is_text = aliases::roles(&key).iter().any(|(role, _)| *role == aliases::Role::Text);
    (fits && !is_text && aliases::is_known(name)).then_some((name, value))
}

/// Leaves behind the label of a link at the end.
fn without_label<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    let mut lines = lines.to_vec();
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    if let Some(last) = lines.last_mut() {
        let folded = last.to_lowercase();
        let labels = ["source link", "lien source", "lien vers la source", "source"];
        if labels.contains(&folded.trim_end_matches([':', ' '])) {
            lines.pop();
        } else {
            for label in ["Source link", "Lien source"] {
                let Some(kept) = last.strip_suffix(label) else { continue };
                if kept.trim_end().ends_with(['.', '!', '?', '…', '»', '”', '"', ')']) {
                    *last = kept.trim_end();
                }
            }
        }
    }
    lines
}

/// Makes paragraphs of a text that is one already, without title and data.
pub(super) fn paragraphs_of(text: &str) -> String {
    body(text.lines().map(str::trim).collect())
}

/// Makes paragraphs of lines.
fn body(lines: Vec<&str>) -> String {
    let text = if is_wrapped(&lines) { unwrapped(&lines) } else { lines.join("\n") };
    paragraphs::tidy(&markup::opened(&text))
}

/// Whether the lines were broken to a width: see the rule above.
fn is_wrapped(lines: &[&str]) -> bool {
    let lengths: Vec<usize> = lines.iter().map(|line| line.chars().count()).collect();
    let longest = lengths.iter().copied().max().unwrap_or(0);
    if longest > WRAPPED_AT {
        return false;
    }
    let (mut followed, mut long, mut ending) = (0_usize, 0_usize, 0_usize);
    for (index, pair) in lines.windows(2).enumerate() {
        if pair[0].is_empty() || pair[1].is_empty() {
            continue;
        }
        followed += 1;
        long += usize::from(lengths[index] * 3 >= longest * 2);
        ending += usize::from(pair[0].ends_with(['.', '!', '?', '…', '»', '"', ':']));
    }
    followed >= 3 && long * 4 >= followed * 3 && ending * 2 < followed
}

fn unwrapped(lines: &[&str]) -> String {
    let mut out = String::new();
    for line in lines {
        if line.is_empty() {
            out.push('\n');
            continue;
        }
        if !out.is_empty() && !out.ends_with(['\n', '-']) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}
