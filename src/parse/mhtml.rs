//! Pages that a browser saved with all that belongs to them (MHTML): the page itself is read.
//!
//! The time of saving is not the page's; its address is.

use super::decode::Declares;
use super::fields::is_url;
use super::headers::{Headers, MediaType};
use super::input::Fault;
use super::mime::{self, Part};
use super::recognise::Head;
use super::source::Source;
use super::{Format, carried_page, mail};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::stage::{Code, Rejection};

/// Saved pages.
pub(crate) const FORMAT: Format = Format {
    name: "mhtml",
    title: "saved page (MHTML)",
    extensions: &["mhtml", "mht"],
    recognised: "a MIME header multipart/related of a page and nothing of a mail, else the name",
    likeness: |head: &Head<'_>| {
        let is_mime = mail::begins_with_header(head.text);
        if is_mime && is_one(&Headers::of(head.text.as_bytes()), head) { 96 } else { 0 }
    },
    frame: |source: &mut Source<'_, '_, '_>| source.whole(source.limits.document_bytes, Code::TooBig),
    parse,
};

/// Whether a header is a saved page's.
pub(super) fn is_one(headers: &Headers, head: &Head<'_>) -> bool {
    let media = MediaType::of(headers.get("Content-Type").unwrap_or_default());
    let is_mail =
        ["Message-ID", "Received", "To", "Delivered-To"].iter().any(|name| headers.get(name).is_some());
    let is_kind = media.name == "multipart/related" || media.is_page();
    let is_saved = headers.get("Snapshot-Content-Location").is_some()
        || headers
            .get("From")
            .is_some_and(|from| from.contains("Saved by") || from.contains("Enregistré par"))
        || media.parameter("type").is_some_and(|kind| kind.eq_ignore_ascii_case("text/html"));
    let has_mime = headers.get("MIME-Version").is_some() || headers.get("Content-Type").is_some();
    (is_kind && !is_mail && is_saved) || (head.is_named(&FORMAT) && has_mime)
}

fn parse(record: &Bounded<'_>) -> Vec<Result<RawArticle, Rejection>> {
    match page(record) {
        Ok(articles) => articles,
        Err(fault) => vec![Err(fault.at(&record.origin))],
    }
}

fn page(record: &Bounded<'_>) -> Result<Vec<Result<RawArticle, Rejection>>, Fault> {
    let saved = mime::read(&record.payload)?;
    let mut leaves = Vec::new();
    saved.leaves(&mut leaves);
    let page = root(&saved, &leaves).ok_or_else(|| Fault::new(Code::NotArticle, "no page in it"))?;
    if page.is_open && !saved.parts.is_empty() {
        return Err(Fault::new(Code::Truncated, "the file ends within its page"));
    }
    let text = page.text(Declares::Html)?;
    let limit = record.limits.page_bytes;
    if text.len() as u64 > limit {
        let seen = Some((limit, text.len() as u64));
        return Err(Fault { code: Code::HtmlLarge, detail: "the page is too long".into(), limit: seen });
    }
    let address = saved.header("Snapshot-Content-Location").or_else(|| page.header("Content-Location"));
    let address = address.filter(|address| is_url(address));
    let mut articles = carried_page::read(record, text, address.as_deref());
    if saved.is_open {
        let ordinal = record.origin.ordinal.saturating_add(1);
        let detail = "the file ends within what belongs to its page";
        articles.push(Err(Rejection::new(record.origin.at(ordinal), Code::Truncated, detail)));
    }
    Ok(articles)
}

/// The part that is the page: the one that the header names, else the first page.
fn root<'p, 'b>(saved: &Part<'b>, leaves: &[&'p Part<'b>]) -> Option<&'p Part<'b>> {
    let start = saved.media.parameter("start");
    let is_start = |part: &&&Part<'b>| start.is_some() && part.headers.get("Content-ID") == start;
    let is_page = |part: &&&Part<'b>| part.media.is_page();
    leaves.iter().find(is_start).filter(is_page).or_else(|| leaves.iter().find(is_page)).copied()
}
