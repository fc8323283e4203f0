//! METS: one issue of a scanned newspaper, its articles as blocks of the pages that lie beside it.
//!
//! The logical map says which blocks of which pages make an article. A page that is missing or broken is
//! told, and costs what lies on it. Within an archive the pages cannot be reached.

mod article;
mod beside;
mod facts;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Format;
use super::alto::page::Page;
use super::input::Fault;
use super::recognise::Head;
use super::source::Source;
use super::xml::{self, Element, tree};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::stage::{Code, Rejection};

pub(super) use beside::listing;

/// Issues in METS.
pub(crate) const FORMAT: Format = Format {
    name: "mets",
    title: "METS/ALTO newspaper issue",
    extensions: &["xml"],
    recognised: "a root element mets; its ALTO pages lie beside it",
    likeness: |head: &Head<'_>| {
        if xml::root(head).is_some_and(|root| root.eq_ignore_ascii_case("mets")) { 97 } else { 0 }
    },
    frame,
    parse,
};

/// What stands behind the METS document in a record: one for each page that it lists.
#[derive(Debug, Serialize, Deserialize)]
struct Part {
    /// The file's name in the logical map.
    id: String,
    /// Its path as written.
    href: String,
    /// Its length in bytes, or why it is not there.
    page: Result<usize, String>,
}

/// Appends the pages to the document, so that one record is one issue.
fn frame(source: &mut Source<'_, '_, '_>) {
    let limit = source.limits.document_bytes;
    let mut payload = match source.input.rest(limit) {
        Err(seen) => {
            source.beyond(0, Code::TooBig, "too long to be read as one document", limit, seen);
            return;
        }
        Ok(bytes) => bytes,
    };
    if source.is_broken() {
        return;
    }
    let Some(location) = source.location else {
        let detail = "a METS issue without its pages: they cannot be reached from within an archive";
        source.reject(0, Code::Open, detail);
        return;
    };
    source.sink.leans = true;
    let mut parts = vec![Part { id: String::new(), href: String::new(), page: Ok(payload.len()) }];
    for (id, href) in beside::listed(&payload) {
        let room = limit.saturating_sub(payload.len() as u64);
        let page = beside::read(location, &href, room).map(|bytes| {
            payload.extend_from_slice(&bytes);
            bytes.len()
        });
        parts.push(Part { id, href, page });
    }
    let context = serde_json::to_vec(&parts).unwrap_or_default();
    source.record(0, payload, Some(&context.into()));
}

fn parse(record: &Bounded<'_>) -> Vec<Result<RawArticle, Rejection>> {
    match read(record) {
        Ok(articles) => articles,
        Err(fault) => vec![Err(fault.at(&record.origin))],
    }
}

fn read(record: &Bounded<'_>) -> Result<Vec<Result<RawArticle, Rejection>>, Fault> {
    let parts: Vec<Part> = serde_json::from_slice(record.context.as_deref().unwrap_or_default())
        .unwrap_or_else(|_| {
            vec![Part { id: String::new(), href: String::new(), page: Ok(record.payload.len()) }]
        });
    let mut rest = &record.payload[..];
    let mut take = |length: usize| {
        let (bytes, behind) = rest.split_at(length.min(rest.len()));
        rest = behind;
        bytes
    };
    let mut document: Option<Element> = None;
    let mut pages: BTreeMap<&str, Page> = BTreeMap::new();
    let mut faults: Vec<(Code, String)> = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        let bytes = match &part.page {
            Err(why) => {
                faults.push((Code::Open, format!("page {}: {why}", part.href)));
                continue;
            }
            Ok(length) => take(*length),
        };
        if place == 0 {
            document = Some(tree::read(&xml::text(bytes)?, record.limits)?);
            continue;
        }
        let (page, fault) = match xml::text(bytes) {
            Ok(text) => Page::read(&text, record.limits),
            Err(fault) => (Page::default(), Some(fault)),
        };
        pages.insert(&part.id, page);
        faults.extend(fault.map(|fault| (fault.code, format!("page {}: {}", part.href, fault.detail))));
    }
    let document = document.ok_or_else(|| Fault::new(Code::Xml, "no element in it"))?;
    let mut found: Vec<Result<RawArticle, Rejection>> =
        article::all(&document, &pages, record).into_iter().map(Ok).collect();
    if found.is_empty() && faults.is_empty() {
        return Err(Fault::new(Code::NotArticle, "an issue without articles in its logical map"));
    }
    for (code, detail) in faults {
        let ordinal = record.origin.ordinal.saturating_add(u32::try_from(found.len()).unwrap_or(u32::MAX));
        found.push(Err(Rejection::new(record.origin.at(ordinal), code, detail)));
    }
    Ok(found)
}
