//! Factiva's RTF: articles one after the other, each field behind its code.

use super::code::{CODES, Fields};
use super::rtf_text;
use crate::article::{RawArticle, Record};
use crate::parse::recognise::Head;
use crate::parse::source::Source;
use crate::parse::{Format, blank};
use crate::stage::{Code, Rejection};

/// Factiva RTF.
pub(crate) const FORMAT: Format = Format {
    name: "factiva-rtf",
    title: "Factiva RTF",
    extensions: &["rtf"],
    recognised: "an RTF document; read where it has fields such as HD, SN, PD",
    likeness: |head: &Head<'_>| if head.text.starts_with("{\\rtf") { 90 } else { 0 },
    frame: |source: &mut Source<'_, '_, '_>| source.whole(source.limits.document_bytes, Code::TooBig),
    parse,
};

fn parse(record: &Record) -> Vec<Result<RawArticle, Rejection>> {
    let (text, is_whole) = match rtf_text::read(&record.payload) {
        Ok(read) => read,
        Err(fault) => return vec![Err(fault.at(&record.origin))],
    };
    let mut found = articles(&text, record);
    // The last article of a document that breaks off is whole only if the row of its number is.
    if !is_whole {
        let has_number = matches!(found.last(), Some(Ok(raw)) if raw.guid.is_some());
        if !(has_number && text.ends_with('\n')) {
            found.pop();
        }
        let ordinal = record.origin.ordinal.saturating_add(found.len() as u32);
        let cut = Rejection::new(
            record.origin.at(ordinal),
            Code::Truncated,
            "the document ends within an RTF group",
        );
        found.push(Err(cut));
    } else if found.is_empty() {
        let detail = "an RTF document without fields of Factiva: not read by this version";
        found.push(Err(Rejection::new(record.origin.clone(), Code::Binary, detail)));
    }
    found
}

fn articles(text: &str, record: &Record) -> Vec<Result<RawArticle, Rejection>> {
    let mut found = Vec::new();
    let mut all = Fields::default();
    let mut finish = |fields: Fields| {
        // A table of contents and a list of searches have codes, but no headline.
        if fields.has("HD") {
            let mut raw = blank(record, record.origin.ordinal.saturating_add(found.len() as u32));
            fields.fill(&mut raw);
            found.push(Ok(raw));
        }
    };
    for line in text.lines() {
        let line = line.trim();
        let (head, value) = line.split_once('\t').unwrap_or((line, ""));
        let head = head.trim();
        if CODES.contains(&head) {
            if all.has("AN") || head == "HD" && all.has("HD") {
                finish(std::mem::take(&mut all));
            }
            all.begin(head);
            all.push(value);
        } else {
            all.push(line);
        }
    }
    finish(all);
    found
}
