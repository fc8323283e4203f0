//! ALTO: the words of one scanned page, as blocks of lines.
//!
//! A page that a METS file in its folder or beside it lists is read as part of that issue, whose articles
//! run over blocks and pages. A page alone is one article without a title.

pub(super) mod page;

use self::page::Page;
use super::recognise::Head;
use super::source::Source;
use super::xml;
use super::{Format, blank, issue};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::stage::{Code, Rejection};

/// ALTO 1 to 4.
pub(crate) const FORMAT: Format = Format {
    name: "alto",
    title: "ALTO page",
    extensions: &["xml"],
    recognised: "a root element alto; where a METS file lists it, it is read with that",
    likeness: |head: &Head<'_>| {
        if xml::root(head).is_some_and(|root| root.eq_ignore_ascii_case("alto")) { 97 } else { 0 }
    },
    frame,
    parse,
};

fn frame(source: &mut Source<'_, '_, '_>) {
    source.sink.leans |= source.location.is_some();
    if let Some(name) = source.location.and_then(issue::listing) {
        let detail = format!("a page of {name}: its text is read with that");
        source.input.skip_all();
        if !source.is_broken() {
            source.reject(0, Code::Part, detail);
        }
        return;
    }
    source.whole(source.limits.document_bytes, Code::TooBig);
}

fn parse(record: &Bounded<'_>) -> Vec<Result<RawArticle, Rejection>> {
    let page = xml::text(&record.payload).and_then(|text| match Page::read(&text, record.limits) {
        (page, None) => Ok(page),
        (_, Some(fault)) => Err(fault),
    });
    vec![page.map_err(|fault| fault.at(&record.origin)).and_then(|page| article(&page, record))]
}

fn article(page: &Page, record: &Bounded<'_>) -> Result<RawArticle, Rejection> {
    let mut raw = blank(record, record.origin.ordinal);
    raw.body = page.text();
    raw.language = page.language.clone();
    if let Some(ark) = page.identifier.as_deref().and_then(|text| text.find("ark:/").map(|at| &text[at..])) {
        raw.url = Some(format!("https://gallica.bnf.fr/{ark}"));
        raw.guid = Some(ark.to_owned());
    }
    if raw.body.is_empty() {
        return Err(Rejection::new(record.origin.clone(), Code::Empty, "a page without recognised words"));
    }
    Ok(raw)
}
