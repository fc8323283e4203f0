//! The head of an article in running text: title, authors, date and source, and where the text begins.

use serde_json::{Map, Value};

use super::Line;
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::parse::fields::Fields;
use crate::parse::{blank, dateline, europresse, names, paragraphs, text};

/// Lines of a head, at most.
const HEAD_LINES: usize = 8;
/// Longest title, in characters.
const TITLE_CHARACTERS: usize = 300;
/// Longest line of data, in characters.
const DATA_CHARACTERS: usize = 120;
/// Longest name of a source, in characters.
const SOURCE_CHARACTERS: usize = 60;

/// Reads the lines of one article.
pub(super) fn article(lines: &[Line<'_>], record: &Bounded<'_>, ordinal: u32) -> RawArticle {
    let mut raw = blank(record, ordinal);
    let has_heading = lines.iter().take(HEAD_LINES).any(|(_, level)| level.is_some());
    let mut data: Map<String, Value> = Map::new();
    let mut title: Option<(String, u8)> = None;
    let (mut date, mut source, mut authors) = (None, None, Vec::new());
    let mut body = String::new();
    let mut at = 0;
    while let Some(&(line, level)) = lines.get(at).filter(|_| at < HEAD_LINES) {
        let is_last = at + 1 == lines.len();
        if let Some((name, value)) = text::named(line).filter(|_| !is_last) {
            data.insert(name.to_owned(), Value::String(value.to_owned()));
        } else if date.is_none() && is_dated(line) {
            (source, date) = source_and_date(line);
        } else if let Some(level) = level {
            match &mut title {
                None => title = Some((line.to_owned(), level)),
                // A heading of several lines.
                Some((text, of))
                    if *of == level && body.is_empty() && at > 0 && lines[at - 1].1.is_some() =>
                {
                    text.push(' ');
                    text.push_str(line);
                }
                Some(_) => break,
            }
        } else if authors.is_empty() && is_byline(line) {
            authors = names::authors(line);
        } else if title.is_none() && !has_heading && !is_last && line.chars().count() <= TITLE_CHARACTERS {
            title = Some((line.to_owned(), 0));
        } else if title.is_none() && has_heading && line.chars().count() <= DATA_CHARACTERS {
            // What stands above the heading: a section, a kicker.
            paragraphs::push(line, &mut body);
        } else {
            break;
        }
        at += 1;
    }
    Fields::of(&data).fill(&mut raw);
    raw.title = raw.title.take().or_else(|| title.map(|(title, _)| paragraphs::one_line(&title)));
    for (line, _) in &lines[at..] {
        paragraphs::push(line, &mut body);
    }
    raw.body = body;
    raw.source = raw.source.take().or(source);
    if raw.authors.is_empty() {
        raw.authors = authors;
    }
    raw.date = raw.date.take().or(date).or_else(|| dateline::date_of(&raw.body, &raw.origin));
    raw
}

/// Whether a line tells who wrote what follows: `Par Jeanne Roche`.
fn is_byline(line: &str) -> bool {
    let lead =
        ["Par ", "PAR ", "By ", "Propos recueillis par "].iter().find_map(|lead| line.strip_prefix(lead));
    lead.is_some_and(|names| {
        names.chars().count() <= DATA_CHARACTERS
            && names.chars().next().is_some_and(char::is_uppercase)
            && !names.ends_with(['.', '!', '?', ':', '…'])
    })
}

/// Whether a line is there for its date: short, no sentence, with a day, a month and a year.
pub(super) fn is_dated(line: &str) -> bool {
    line.chars().count() <= DATA_CHARACTERS
        && !line.ends_with(['!', '?', ':', '…', '»'])
        && dateline::stated(line).is_some_and(|place| {
            // A sentence may end with a date; a line of data ends with one word at most behind a stop.
            dateline::has_day(&line[place.clone()])
                && !(line.ends_with('.') && line[..place.start].contains(". "))
        })
}

/// The source that a dated line names, and its date as written.
fn source_and_date(line: &str) -> (Option<String>, Option<String>) {
    let Some(place) = dateline::stated(line) else { return (None, None) };
    let date = line[place.clone()].to_owned();
    let before = line[..place.start].trim();
    let before = ["mis à jour le", "publié le", "paru le", "le", "du", "date"]
        .iter()
        .find_map(|lead| {
            let from = before.len().checked_sub(lead.len())?;
            let end = before.get(from..)?;
            let parts = before[..from].ends_with([' ', ',', '-', '–', '|']) || from == 0;
            (parts && end.to_lowercase() == *lead).then(|| &before[..from])
        })
        .unwrap_or(before);
    let signs =
        |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '–' | '—' | '|' | '(' | ')');
    let before = before.trim_matches(signs);
    let name = if before.is_empty() {
        let after = line[place.end..].split(['|', ',', '–', '—']).flat_map(|part| part.split(" - "));
        let is_name = |part: &&str| {
            part.chars().next().is_some_and(char::is_uppercase)
                && !part.starts_with("UTC")
                && !part.ends_with(" mots")
        };
        after.map(|part| part.trim_matches(signs)).find(is_name).map(str::to_owned)
    } else {
        let whole = before.split(['|', '–', '—']).next().unwrap_or(before).trim();
        Some(europresse::publication_name(whole))
    };
    let name = name.filter(|name| {
        name.chars().count() <= SOURCE_CHARACTERS && name.chars().next().is_some_and(char::is_uppercase)
    });
    (name, Some(date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dated_line_names_its_source() {
        for (line, source, date) in [
            ("Le Quotidien, mardi 12 mars 2024, p. 4", Some("Le Quotidien"), "mardi 12 mars 2024"),
            ("Le Quotidien, no. 24567, 5 octobre 2023", Some("Le Quotidien"), "5 octobre 2023"),
            ("La Dépêche du Port – 12/03/2024", Some("La Dépêche du Port"), "12/03/2024"),
            ("2024-03-12 | La Dépêche | p. 3", Some("La Dépêche"), "2024-03-12"),
            ("Publié le 1er mars 2024 à 10h30", None, "1er mars 2024"),
            ("Le Quotidien du 12 mars 2024", Some("Le Quotidien"), "12 mars 2024"),
        ] {
            assert!(is_dated(line), "{line}");
            assert_eq!(source_and_date(line), (source.map(str::to_owned), Some(date.to_owned())), "{line}");
        }
        for line in
            ["En mars 2024, rien.", "Le 12 mars, le maire parle", "Le budget 2024", "12 rue de Mars 2024"]
        {
            assert!(!is_dated(line), "{line}");
        }
    }
}
