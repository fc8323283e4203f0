//! Trafilatura's XML: a page's article with its facts as attributes.

use serde_json::{Map, Value};

use super::Format;
use super::fields::Fields;
use super::input::Fault;
use super::recognise::Head;
use super::source::Source;
use super::xml::prose::{Style, prose};
use super::xml::{self, Cutting, Element, cut};
use crate::article::RawArticle;
use crate::stage::Code;

/// Documents of trafilatura.
pub(crate) const FORMAT: Format = Format {
    name: "trafilatura",
    title: "Trafilatura XML",
    extensions: &["xml"],
    recognised: "elements doc with attributes such as sitename or fingerprint, and main in them",
    likeness,
    frame: |source: &mut Source<'_, '_, '_>| {
        cut::frame(source, &Cutting { record: "<doc>", begins: |name, _| name == "doc", holders: &[] });
    },
    parse: |record| xml::one(record, fill),
};

/// Its elements: `head` is a subheading, `lb` a line, `graphic` a picture.
const STYLE: Style = Style {
    hidden: &["graphic", "comments", "media"],
    blocks: &["p", "head", "list", "item", "quote", "code", "lb", "table", "row", "ab", "div", "main"],
    blanks: &["cell"],
};

fn likeness(head: &Head<'_>) -> u8 {
    let names = [" sitename=", " hostname=", " fingerprint=", " categories=", " description=", " title="];
    let tag = head.text.find("<doc ").map(|at| &head.text[at..]);
    let tag = tag.and_then(|tag| tag.split('>').next()).unwrap_or_default();
    let is_root = matches!(xml::root(head), Some("doc" | "docs" | "corpus" | "documents"));
    let known = names.iter().filter(|name| tag.contains(**name)).count();
    if is_root && (known > 1 || known == 1 && head.text.contains("<main")) { 96 } else { 0 }
}

fn fill(doc: &Element, raw: &mut RawArticle) -> Result<(), Fault> {
    let attributes = doc.attributes().filter(|(name, _)| *name != "source" && *name != "text");
    let facts: Map<String, Value> = attributes.map(|(name, value)| (name.into(), value.into())).collect();
    Fields::of(&facts).fill(raw);
    // The host stands for a site without a name; `source` has been the page's address.
    let address = doc.attribute("source").filter(|source| source.starts_with("http"));
    raw.url = raw.url.take().or_else(|| address.map(str::to_owned));
    raw.body = doc.each("main").into_iter().map(|main| prose(main, &STYLE)).collect::<Vec<_>>().join("\n");
    if raw.body.is_empty() && raw.title.is_none() {
        return Err(Fault::new(Code::NotArticle, "a page of which nothing was extracted"));
    }
    Ok(())
}
