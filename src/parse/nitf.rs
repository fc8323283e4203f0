//! NITF 3: an article with everything that an agency says of it, alone or within NewsML.

use super::input::Fault;
use super::names::{self, add, declare};
use super::recognise::Head;
use super::source::Source;
use super::xml::prose::{PAGE, marked, prose};
use super::xml::{self, Cutting, Element, cut};
use super::{Format, paragraphs};
use crate::article::{Kind, RawArticle};
use crate::stage::Code;

/// NITF documents, one or several in a file.
pub(crate) const FORMAT: Format = Format {
    name: "nitf",
    title: "NITF",
    extensions: &["nitf", "xml"],
    recognised: "a root element nitf",
    likeness: |head: &Head<'_>| if xml::root(head) == Some("nitf") { 97 } else { 0 },
    frame: |source: &mut Source<'_, '_, '_>| {
        cut::frame(source, &Cutting { record: "<nitf>", begins: |name, _| name == "nitf", holders: &[] });
    },
    parse: |record| xml::one(record, fill),
};

/// Fills an article from an `nitf` element.
///
/// # Errors
///
/// Where its agency has withdrawn it.
pub(super) fn fill(nitf: &Element, raw: &mut RawArticle) -> Result<(), Fault> {
    let status = nitf.attribute_at("head/docdata", "management-status").unwrap_or_default();
    if ["canceled", "cancelled", "killed"].contains(&&*status) {
        return Err(Fault::new(Code::NotArticle, format!("withdrawn by its agency (status {status})")));
    }
    identity(nitf, raw);
    let title =
        nitf.text_at("body/body.head/hedline/hl1").or_else(|| nitf.text_at("body/body.head/headline/hl1"));
    raw.title =
        title.or_else(|| nitf.text_at("body/body.head/hedline")).or_else(|| nitf.text_at("head/title"));
    let mut opening =
        nitf.each("body/body.head/hedline/hl2").into_iter().map(Element::line).collect::<Vec<_>>();
    opening.extend(nitf.each("body/body.head/abstract").into_iter().map(Element::line));
    opening.retain(|line| !line.is_empty() && raw.title.as_ref() != Some(line));
    raw.standfirst = (!opening.is_empty()).then(|| opening.join("\n"));
    raw.authors = authors(nitf);
    body(nitf, raw);
    subjects(nitf, raw);
    Ok(())
}

/// What names it, dates it and says where it appeared.
fn identity(nitf: &Element, raw: &mut RawArticle) {
    let docdata = |path: &str, name: &str| nitf.attribute_at(&format!("head/docdata/{path}"), name);
    let pubdata = |name: &str| nitf.attribute_at("head/pubdata", name);
    raw.guid = docdata("doc-id", "id-string");
    raw.date = docdata("date.issue", "norm")
        .or_else(|| pubdata("date.publication"))
        .or_else(|| docdata("date.release", "norm"))
        .or_else(|| nitf.attribute_at("body/body.head/dateline/story.date", "norm"));
    raw.source = pubdata("name")
        .or_else(|| docdata("doc-id", "regsrc"))
        .or_else(|| nitf.text_at("body/body.head/distributor"))
        .or_else(|| docdata("doc.copyright", "holder"));
    raw.language = nitf.attribute("lang").or_else(|| nitf.attribute("baselang")).map(str::to_owned);
    raw.language = raw.language.take().or_else(|| nitf.attribute_at("body", "lang"));
    raw.url = pubdata("ex-ref").filter(|url| url.starts_with("http"));
    raw.section = pubdata("position.section");
}

/// The people of the byline, then the agencies that stand beside them, each apart.
pub(super) fn authors(nitf: &Element) -> Vec<String> {
    let mut authors = Vec::new();
    for byline in nitf.each("body/body.head/byline") {
        let people = byline.each("**/person");
        if people.is_empty() {
            // The text of the byline without the titles and agencies in it.
            let plain = byline.own_text();
            for name in names::authors(&paragraphs::one_line(&plain)) {
                add(&mut authors, name);
            }
        }
        for person in people {
            add(&mut authors, person.line());
        }
        for agency in byline.each("**/org") {
            add(&mut authors, agency.line());
        }
    }
    for credit in ["distributor/org", "distributor"] {
        for agency in nitf.each(&format!("body/body.head/{credit}")) {
            add(&mut authors, agency.line());
        }
    }
    authors
}

/// The text, with the names that it marks.
pub(super) fn body(nitf: &Element, raw: &mut RawArticle) {
    let mut text = String::new();
    for content in nitf.each("body/body.content") {
        paragraphs::push_all(&prose(content, &PAGE), &mut text);
        marked(content, &mut raw.entities);
    }
    if text.is_empty() {
        // Some agencies leave body.content out.
        for content in nitf.each("body/block").into_iter().chain(nitf.each("body/p")) {
            paragraphs::push_all(&prose(content, &PAGE), &mut text);
        }
    }
    raw.body = text;
}

/// Subjects, keywords, and the people, organisations and places that the head declares.
fn subjects(nitf: &Element, raw: &mut RawArticle) {
    for keyword in nitf.each("head/docdata/key-list/keyword") {
        add(&mut raw.keywords, keyword.attribute("key").map_or_else(|| keyword.line(), paragraphs::one_line));
    }
    for subject in nitf.each("head/tobject/tobject.subject") {
        for level in ["type", "matter", "detail"] {
            let name = subject.attribute(&format!("tobject.subject.{level}"));
            add(&mut raw.keywords, name.map(paragraphs::one_line).unwrap_or_default());
        }
    }
    let section = nitf.each("head/tobject/tobject.subject");
    let section = section.into_iter().find_map(|subject| subject.attribute("tobject.subject.type"));
    raw.section = raw.section.take().or_else(|| section.map(str::to_owned));
    for (name, kind) in [("person", Kind::Person), ("org", Kind::Organization), ("location", Kind::Place)] {
        for entity in nitf.each(&format!("head/docdata/identified-content/{name}")) {
            let value = entity.attribute("value").map(str::to_owned);
            let line = if kind == Kind::Place { place(entity) } else { entity.line() };
            declare(kind, value.filter(|_| line.is_empty()).unwrap_or(line), &mut raw.entities);
        }
    }
    if let Some(city) = nitf.attribute_at("head/docdata/evloc", "city") {
        declare(Kind::Place, city, &mut raw.entities);
    }
}

/// The narrowest name of a location that lists several.
fn place(location: &Element) -> String {
    ["sublocation", "city", "state", "region", "country"]
        .iter()
        .find_map(|level| location.text_at(level))
        .unwrap_or_else(|| location.line())
}
