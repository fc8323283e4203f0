//! XML of texts with their facts as attributes: TXM, and the exports of press scrapers in that shape.
//!
//! `<text identifiant="1" titre="…" date="2024-03-12" journal="…">…<lb/>…</text>`, one element an article.

use serde_json::{Map, Value};

use super::Format;
use super::fields::Fields;
use super::input::Fault;
use super::recognise::Head;
use super::source::Source;
use super::xml::prose::{Style, marked, prose};
use super::xml::{self, Cutting, Element, cut};
use super::{aliases, markup};
use crate::article::RawArticle;
use crate::stage::Code;

/// Texts with facts as attributes.
pub(crate) const FORMAT: Format = Format {
    name: "txm",
    title: "TXM XML",
    extensions: &["xml"],
    recognised: "elements text with attributes such as titre, date, journal",
    likeness: |head: &Head<'_>| if is_txm(head) { 95 } else { 0 },
    frame: |source: &mut Source<'_, '_, '_>| {
        cut::frame(source, &Cutting { record: "<text>", begins: |name, _| name == "text", holders: &[] });
    },
    parse: |record| xml::one(record, fill),
};

/// Elements of TXM: a line break parts paragraphs, a word stands apart, its analyses are no text.
const STYLE: Style = Style {
    hidden: &["ana", "interp", "figure", "teiHeader"],
    blocks: &[
        "p", "lb", "div", "head", "ab", "s", "seg", "br", "l", "lg", "item", "list", "row", "titre", "title",
    ],
    blanks: &["w", "cell"],
};

fn is_txm(head: &Head<'_>) -> bool {
    let is_other = matches!(
        xml::root(head),
        None | Some("TEI" | "TEI.2" | "teiCorpus" | "html" | "svg" | "rss" | "feed")
    );
    if is_other {
        return false;
    }
    head.text.match_indices("<text ").take(4).any(|(at, _)| {
        let tag = head.text[at..].split('>').next().unwrap_or_default();
        let names = tag.split('=').filter_map(|part| part.rsplit(|c: char| c.is_whitespace()).next());
        names.filter(|name| aliases::is_known(name)).count() > 1
    })
}

fn fill(text: &Element, raw: &mut RawArticle) -> Result<(), Fault> {
    let facts: Map<String, Value> = text
        .attributes()
        .filter(|(name, _)| *name != "text")
        .map(|(name, value)| (name.into(), Value::from(markup::opened(value).into_owned())))
        .collect();
    Fields::of(&facts).fill(raw);
    raw.body = prose(text, &STYLE);
    marked(text, &mut raw.entities);
    if raw.body.is_empty() && raw.title.is_none() {
        return Err(Fault::new(Code::NotArticle, "neither a title nor any text"));
    }
    Ok(())
}
