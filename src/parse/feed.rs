//! Feeds: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed. One record an entry.
//!
//! Entries are cut without being read, so that a broken one, or a feed that breaks off, costs no other. What
//! stands before the first entry (the feed's name, its language) travels with each. Dates are handed over
//! as the feed writes them, since feeds write them in every manner.

mod address;
mod channel;
mod entry;
mod json_feed;
mod mend;

use super::input::Fault;
use super::paragraphs::beginning;
use super::recognise::{Head, root};
use super::source::Source;
use super::xml::{self, Cutting, cut, tree};
use super::{Format, blank};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::stage::{Code, Rejection};

/// Feeds of all kinds.
pub(crate) const FORMAT: Format = Format {
    name: "feed",
    title: "RSS, Atom, JSON Feed",
    extensions: &["rss", "atom", "rdf", "xml"],
    recognised: "a root element rss, rdf:RDF or feed; a version field that names jsonfeed.org",
    likeness,
    frame,
    parse,
};

/// Roots of feeds.
const ROOTS: &[&str] = &["rss", "RDF", "feed", "channel"];

fn likeness(head: &Head<'_>) -> u8 {
    if head.text.starts_with('{') {
        return if json_feed::is_one(beginning(head.text, 4_096)) { 97 } else { 0 };
    }
    if !head.text.starts_with('<') {
        return 0;
    }
    match root(head.text) {
        Some("rss" | "rdf:RDF" | "RDF" | "feed" | "atom:feed" | "entry" | "atom:entry") => 95,
        Some(name) if name.eq_ignore_ascii_case("html") => 0,
        _ if head.text.starts_with("<?xml") => 40,
        Some(_) if head.is_named(&FORMAT) => 45,
        _ => 0,
    }
}

fn frame(source: &mut Source<'_, '_, '_>) {
    let head = source.input.head(super::recognise::HEAD_BYTES);
    if head.trim_ascii_start().starts_with(b"{") {
        return json_feed::frame(source);
    }
    let begins = |name: &str, _: &str| matches!(name, "item" | "entry");
    cut::frame_list(source, &Cutting { record: "<item> or <entry>", begins, holders: &[] }, ROOTS);
}

fn parse(record: &Bounded<'_>) -> Vec<Result<RawArticle, Rejection>> {
    let mut raw = blank(record, record.origin.ordinal);
    let read = if record.payload.trim_ascii_start().starts_with(b"{") {
        json_feed::fill(record, &mut raw)
    } else {
        element(record).map(|entry| entry::fill(&entry, &channel::of(record), &mut raw))
    };
    if raw.guid.as_deref().is_some_and(|guid| !is_unique(guid)) {
        raw.local_id = raw.guid.take();
    }
    vec![match read {
        Err(fault) => Err(fault.at(&record.origin)),
        Ok(()) if raw.title.is_none() && raw.body.is_empty() => {
            Err(Rejection::new(raw.origin, Code::NotArticle, "an entry without title and text"))
        }
        Ok(()) => Ok(raw),
    }]
}

/// Shortest name without a sign of whose it is that is taken for unique everywhere, in bytes: a hash, a UUID.
const UNIQUE_BYTES: usize = 20;

/// Whether an entry's name is one that no other feed gives. Specifications ask for it; many feeds count.
fn is_unique(guid: &str) -> bool {
    guid.len() >= UNIQUE_BYTES || guid.contains([':', '@', '/'])
}

/// Reads an entry; one that is not well-formed is read once more with its texts taken as they stand.
fn element(record: &Bounded<'_>) -> Result<xml::Element, Fault> {
    let text = xml::text(&record.payload)?;
    match tree::read(&text, record.limits) {
        Err(fault) if fault.code == Code::Xml => {
            tree::read(&mend::quoted(&text), record.limits).map_err(|_| fault)
        }
        read => read,
    }
}
