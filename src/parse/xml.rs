//! XML of the press: cut into articles as a stream, each read as a small tree.
//!
//! [`cut`] finds the borders of articles without reading them, so that a broken one costs itself alone;
//! [`tree`] reads one of them within limits; [`prose`] makes paragraphs of what lies in it; [`walk`] shows a
//! long part step by step. Names count without their namespace prefix. Entities that a document declares
//! itself are never expanded: such a document is refused.

pub(super) mod cut;
pub(super) mod prose;
pub(super) mod tree;
pub(super) mod walk;

use std::borrow::Cow;

use quick_xml::escape::unescape;
use quick_xml::events::BytesStart;

pub(super) use cut::Cutting;
pub(super) use tree::Element;

use super::input::Fault;
use super::recognise::{self, Head};
use super::{blank, decode, markup};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::stage::Rejection;

/// The name of a document's root element without its prefix, where it is XML at all.
pub(super) fn root<'h>(head: &Head<'h>) -> Option<&'h str> {
    if !head.text.starts_with('<') {
        return None;
    }
    recognise::root(head.text).map(local)
}

/// A name without its namespace prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Reads a record that is one article: `read` fills the article from the record's element.
pub(super) fn one(
    record: &Bounded<'_>,
    read: impl FnOnce(&Element, &mut RawArticle) -> Result<(), Fault>,
) -> Vec<Result<RawArticle, Rejection>> {
    let mut raw = blank(record, record.origin.ordinal);
    let read = text(&record.payload)
        .and_then(|text| tree::read(&text, record.limits))
        .and_then(|root| read(&root, &mut raw));
    vec![match read {
        Ok(()) => Ok(raw),
        Err(fault) => Err(fault.at(&record.origin)),
    }]
}

/// Decodes a piece of XML and opens the entities that XML alone does not know.
pub(super) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    Ok(match decode::decode(bytes, decode::Declares::Xml)? {
        Cow::Borrowed(text) => markup::resolve(text),
        Cow::Owned(text) => match markup::resolve(&text) {
            Cow::Borrowed(_) => Cow::Owned(text),
            Cow::Owned(resolved) => Cow::Owned(resolved),
        },
    })
}

/// What surrounds a record, read as far as it goes; `None` if it cannot be read.
pub(super) fn surroundings(record: &Bounded<'_>) -> Option<Element> {
    let text = text(record.context.as_deref()?).ok()?;
    tree::read_open(&text, record.limits).ok()
}

/// The value of a tag's attribute by its name without prefix, entities opened.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let attribute =
        attributes.with_checks(false).filter_map(Result::ok).find(|one| local(one.key.as_ref()) == name)?;
    let value = unescape(&attribute.value).unwrap_or_else(|_| attribute.value.clone());
    Some(value.into_owned())
}
