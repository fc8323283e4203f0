//! RTF: exports of Factiva and of LexisNexis, press reviews and letters.
//!
//! One reader for all: what the text is, its marks tell. The three formats differ in how a file is announced.

mod characters;

use super::Format;
use super::recognise::Head;
use super::source::Source;
use super::written::{self, Exports, Paragraph};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::stage::{Code, Rejection};

/// Factiva RTF.
pub(crate) const FACTIVA: Format = Format {
    name: "factiva-rtf",
    title: "Factiva RTF",
    extensions: &["rtf"],
    recognised: "an RTF document with fields such as HD, SN, PD",
    likeness: |head: &Head<'_>| {
        let has_codes = ["HD", "PD", "SN"].iter().filter(|code| has_code(head.text, code)).count() > 1;
        if is_rtf(head) && has_codes { 95 } else { 0 }
    },
    frame,
    parse,
};

/// LexisNexis RTF.
pub(crate) const LEXISNEXIS: Format = Format {
    name: "lexisnexis-rtf",
    title: "LexisNexis RTF",
    extensions: &["rtf"],
    recognised: "an RTF document with lines such as 1 of 3 DOCUMENTS or End of Document",
    likeness: |head: &Head<'_>| {
        let marks = [" DOCUMENTS", "End of Document", "LexisNexis"];
        if is_rtf(head) && marks.iter().any(|mark| head.has(mark)) { 94 } else { 0 }
    },
    frame,
    parse,
};

/// Any other RTF.
pub(crate) const FORMAT: Format = Format {
    name: "rtf",
    title: "RTF document",
    extensions: &["rtf"],
    recognised: "an RTF document; the first line is the title",
    likeness: |head: &Head<'_>| if is_rtf(head) { 90 } else { 0 },
    frame,
    parse,
};

fn is_rtf(head: &Head<'_>) -> bool {
    head.text.starts_with("{\\rtf")
}

/// Whether a code stands between control words: `\par HD\tab`.
fn has_code(text: &str, code: &str) -> bool {
    text.match_indices(code).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let behind = text[at + code.len()..].trim_start();
        before.is_none_or(|c| !c.is_alphanumeric()) && behind.starts_with(['\\', '}'])
    })
}

fn frame(source: &mut Source<'_, '_, '_>) {
    source.whole(source.limits.document_bytes, Code::TooBig);
}

fn parse(record: &Bounded<'_>) -> Vec<Result<RawArticle, Rejection>> {
    let (text, is_whole) = match characters::read(&record.payload) {
        Ok(read) => read,
        Err(fault) => return vec![Err(fault.at(&record.origin))],
    };
    let mut document: Vec<Paragraph> = Vec::new();
    // A last line without its end may be cut.
    let end = if is_whole { text.len() } else { text.rfind('\n').map_or(0, |at| at + 1) };
    text[..end].lines().for_each(|line| written::push(line, None, &mut document));
    let exports = Exports { factiva: FACTIVA.name, lexisnexis: LEXISNEXIS.name };
    written::articles(&document, is_whole, record, exports)
}
