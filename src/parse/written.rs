//! What a person wrote or gathered in a document: one article, or a press review of several.
//!
//! What comes in are paragraphs with their rank, whatever they were read from (DOCX, ODT, RTF, PDF). Exports
//! of Factiva and of LexisNexis are known by their marks and read as such. A review is told by its headings:
//! two or more of one rank of which at least every second one has a line with a date right below it, in it or
//! right above it; each heading then begins an article. Anything else is one article.
//!
//! At an article's head a heading, a `Par …`, a line with a date (`Le Monde, 12 mars 2024, p. 4`) and named
//! lines (`Source : …`) are its data. The document's own properties are not asked: they tell who typed it.

mod head;
mod review;

use self::head::article;
use super::factiva;
use super::lexisnexis;
use super::paragraphs;
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::stage::{Code, Rejection};

/// A paragraph, which may have several lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Paragraph {
    /// Its text; tabs stand between the cells of a table's row.
    pub(crate) text: String,
    /// The rank of a heading, 0 for the title of all; `None` for text.
    pub(crate) level: Option<u8>,
}

/// How articles are called that were read from an export of a database.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exports {
    /// Format of those of Factiva.
    pub(crate) factiva: &'static str,
    /// Format of those of LexisNexis.
    pub(crate) lexisnexis: &'static str,
}

/// A line of a document, with the rank of its paragraph.
pub(crate) type Line<'p> = (&'p str, Option<u8>);

/// Returns the articles of a document, or why there is none.
///
/// `is_whole` says whether the document ends where it should: of one that breaks off, the articles before the
/// break are handed over, then one rejection.
pub(crate) fn articles(
    document: &[Paragraph],
    is_whole: bool,
    record: &Bounded<'_>,
    exports: Exports,
) -> Vec<Result<RawArticle, Rejection>> {
    let lines: Vec<Line<'_>> = document
        .iter()
        .flat_map(|paragraph| paragraph.text.split('\n').map(|line| (line, paragraph.level)))
        .map(|(line, level)| (line.trim_matches([' ', '\u{a0}', '\r']), level))
        .filter(|(line, _)| !line.is_empty())
        .collect();
    let mut found = factiva::articles(&lines, record, exports.factiva);
    // Of a document that breaks off the last article is whole only where its own end shows it.
    let mut ends_whole = found.last().is_some_and(|raw| raw.guid.is_some());
    if found.is_empty() {
        found = lexisnexis::articles(&lines, record, exports.lexisnexis);
        ends_whole = lines.last().is_some_and(|(line, _)| lexisnexis::is_end(line));
    }
    if found.is_empty() {
        found = written(&lines, record);
        ends_whole = false;
    }
    if !is_whole && !ends_whole {
        found.pop();
    }
    let mut articles: Vec<_> = found.into_iter().map(Ok).collect();
    if !is_whole {
        let ordinal = record.origin.ordinal.saturating_add(articles.len() as u32);
        let cut = Rejection::new(record.origin.at(ordinal), Code::Truncated, "the document ends too early");
        articles.push(Err(cut));
    }
    articles
}

fn written(lines: &[Line<'_>], record: &Bounded<'_>) -> Vec<RawArticle> {
    let parts = review::parts(lines);
    let count_from = record.origin.ordinal;
    let mut found: Vec<RawArticle> = Vec::new();
    for part in parts {
        let ordinal = count_from.saturating_add(found.len() as u32);
        let raw = article(&lines[part], record, ordinal);
        if raw.title.is_some() || !raw.body.is_empty() {
            found.push(raw);
        }
    }
    found
}

/// Appends a paragraph to a document unless it is blank.
pub(crate) fn push(text: &str, level: Option<u8>, into: &mut Vec<Paragraph>) {
    let text = text.trim_matches(|c: char| c.is_whitespace() && c != '\t').trim_end();
    if !paragraphs::one_line(text).is_empty() {
        into.push(Paragraph { text: text.to_owned(), level });
    }
}
