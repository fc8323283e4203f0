//! Cuts a page that holds many articles where each begins, as databases of the press export them.
//!
//! A mark is a few bytes that every article has once, at its beginning; what lies before the first is no
//! article. The last one is whole if the end of an article stands in it. Memory is one article.

use dom_query::Document;

use super::html::guard;
use super::input::Fault;
use super::source::Source;
use super::{decode, fields, paragraphs};
use crate::parse::Bounded;
use crate::stage::Code;

/// How the articles of an export are told apart.
pub(super) struct Pieces<'p> {
    /// How an article is called in reports.
    pub(super) record: &'static str,
    /// What begins an article; the first of these that the beginning of the file has.
    pub(super) marks: &'p [&'p str],
    /// What ends one; the end of the page does too.
    pub(super) ends: &'p [&'p str],
}

/// Cuts an export into articles.
pub(super) fn frame(source: &mut Source<'_, '_, '_>, pieces: &Pieces<'_>) {
    let limit = source.limits.page_bytes;
    let head = source.input.head(super::recognise::HEAD_BYTES);
    let has = |mark: &&&str| memchr::memmem::find(head, mark.as_bytes()).is_some();
    let mark = pieces.marks.iter().find(has).or(pieces.marks.first()).copied().unwrap_or_default().as_bytes();
    if find(source, mark, 0, u64::MAX).is_none() {
        if !source.is_broken() {
            source.reject(0, Code::NotArticle, format!("no {} in it", pieces.record));
        }
        return;
    }
    let mut ordinal = 0;
    loop {
        // The scanner stands on a mark.
        let next = find(source, mark, mark.len(), limit);
        let length = next.unwrap_or(source.input.available().len());
        if length as u64 > limit {
            source.input.skip(length);
            let seen = length as u64;
            // What is left of it, up to the next mark, goes with it.
            let goes_on = source.beyond(ordinal, Code::TooBig, "the article is too long", limit, seen);
            if !goes_on || find(source, mark, 0, u64::MAX).is_none() {
                return;
            }
            ordinal += 1;
            continue;
        }
        if next.is_none() && source.is_broken() {
            return;
        }
        let bytes = source.input.take_bytes(length).to_vec();
        let has_end = |end: &&str| memchr::memmem::find(&bytes, end.as_bytes()).is_some();
        let is_closed = ["</html>", "</HTML>"].iter().any(has_end);
        let is_whole = next.is_some() || is_closed || pieces.ends.iter().any(has_end);
        let goes_on = if is_whole {
            source.record(ordinal, bytes, None)
        } else {
            source.reject(ordinal, Code::Truncated, format!("the document ends within {}", pieces.record))
        };
        ordinal += 1;
        if goes_on && next.is_none() && is_whole && !is_closed {
            source.reject(ordinal, Code::Truncated, "the document ends before </html>");
        }
        if !goes_on || next.is_none() {
            return;
        }
    }
}

/// Looks for a mark behind `from` in the look ahead; with no limit, what lies before it is left behind.
fn find(source: &mut Source<'_, '_, '_>, mark: &[u8], from: usize, limit: u64) -> Option<usize> {
    let mut from = from;
    loop {
        let bytes = source.input.available();
        if let Some(found) = bytes.get(from..).and_then(|bytes| memchr::memmem::find(bytes, mark)) {
            if limit == u64::MAX {
                source.input.skip(from + found);
                return Some(0);
            }
            return Some(from + found);
        }
        from = bytes.len().saturating_sub(mark.len() - 1).max(from);
        if limit == u64::MAX {
            source.input.skip(from);
            from = 0;
        } else if from as u64 > limit {
            return None;
        }
        if !source.input.more() {
            return None;
        }
    }
}

/// Reads a piece as a page; `tag` is what stood before its mark. What such exports declare of their
/// encoding is often wrong and not asked.
pub(super) fn page(record: &Bounded<'_>, tag: &str) -> Result<Document, Fault> {
    let text = decode::decode(&record.payload, decode::Declares::Nothing)?;
    let text = [tag, &text].concat();
    Ok(Document::from(&*guard::checked(&text, record.limits)?))
}

/// The text of the first element that a selector finds and that has any, on one line.
pub(super) fn line(page: &Document, selector: &str) -> Option<String> {
    let found = page.select(selector);
    let lines = found.nodes().iter().map(|node| paragraphs::one_line(&node.text()));
    lines.into_iter().find(|line| !line.is_empty())
}

/// The paragraphs of all elements that a selector finds.
pub(super) fn prose(page: &Document, selector: &str) -> String {
    let mut text = String::new();
    for node in page.select(selector).nodes() {
        paragraphs::push_all(&fields::prose(&node.html()), &mut text);
    }
    text
}
