//! Factiva's XML, as its interface delivers it.

use crate::article::{Kind, RawArticle};
use crate::parse::fields::first;
use crate::parse::input::Fault;
use crate::parse::names::{self, add, declare};
use crate::parse::recognise::Head;
use crate::parse::source::Source;
use crate::parse::xml::prose::{Style, prose};
use crate::parse::xml::{self, Cutting, Element, cut};
use crate::parse::{Format, paragraphs};
use crate::stage::Code;

/// Factiva XML.
pub(crate) const FORMAT: Format = Format {
    name: "factiva",
    title: "Factiva XML",
    extensions: &["xml"],
    recognised: "a root element such as PPSResponse, or accessionNo and the namespace global.factiva.com",
    likeness: |head: &Head<'_>| match xml::root(head) {
        Some("PPSResponse" | "ppsArticleResponse" | "ppsarticleResultSet") => 97,
        Some(_) if head.text.contains("http://global.factiva.com/") && head.text.contains("accessionNo") => {
            95
        }
        _ => 0,
    },
    frame: |source: &mut Source<'_, '_, '_>| {
        cut::frame(
            source,
            &Cutting { record: "<article>", begins: |name, _| name == "article", holders: &[] },
        );
    },
    parse: |record| xml::one(record, fill),
};

const STYLE: Style = Style { hidden: &["logo"], blocks: &["paragraph"], blanks: &[] };

fn fill(article: &Element, raw: &mut RawArticle) -> Result<(), Fault> {
    let text = |path: &str| article.text_at(path);
    raw.guid = text("accessionNo");
    raw.title = text("headline");
    raw.language = text("baseLanguage");
    raw.date =
        first([text("publicationDate/dateTime"), text("publicationDate/date"), text("publicationDate")]);
    raw.source = first([text("sourceName"), text("publisherName"), text("sourceCode")]);
    raw.section = text("sectionName");
    let parts =
        ["leadParagraph", "tailParagraphs"].map(|part| article.at(part).map(|part| prose(part, &STYLE)));
    let mut body = String::new();
    parts.into_iter().flatten().for_each(|part| paragraphs::push_all(&part, &mut body));
    raw.body = body;
    for byline in article.each("byline") {
        names::authors(&byline.line()).into_iter().for_each(|name| add(&mut raw.authors, name));
    }
    add(&mut raw.authors, text("credit").unwrap_or_default());
    for list in ["newsSubject", "industry"] {
        article
            .each(list)
            .into_iter()
            .filter_map(|one| one.text_at("name"))
            .for_each(|name| add(&mut raw.keywords, name));
    }
    for (list, kind) in [("company", Kind::Organization), ("region", Kind::Place), ("person", Kind::Person)] {
        article
            .each(list)
            .into_iter()
            .filter_map(|one| one.text_at("name"))
            .for_each(|name| declare(kind, name, &mut raw.entities));
    }
    if raw.title.is_none() && raw.body.is_empty() {
        return Err(Fault::new(Code::NotArticle, "neither a headline nor any text"));
    }
    Ok(())
}
