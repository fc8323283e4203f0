//! Europresse (Eureka.cc): pages of many articles, in the three forms that the database has exported.

mod header;
mod old;

use dom_query::Document;

use super::input::Fault;
use super::pieces::{self, Pieces};
use super::recognise::Head;
use super::source::Source;
use super::{Format, blank, names, paragraphs};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::stage::Code;

/// Europresse exports.
pub(crate) const FORMAT: Format = Format {
    name: "europresse",
    title: "Europresse HTML",
    extensions: &["html", "htm"],
    recognised: "a page with marks such as DocPublicationName, docOcurrContainer, TitreArticleVisu",
    likeness: |head: &Head<'_>| {
        let is_page = head.text.starts_with('<');
        let known =
            ["DocPublicationName", "docOcurrContainer", "www.cedrom-sni.com/schema", "TitreArticleVisu"];
        if is_page && known.into_iter().any(|mark| head.has(mark)) { 97 } else { 0 }
    },
    frame: |source: &mut Source<'_, '_, '_>| {
        let pieces = Pieces {
            record: "an article of Europresse",
            marks: &["<article", old::MARK],
            ends: &["</article>"],
        };
        pieces::frame(source, &pieces);
    },
    parse: |record| vec![article(record).map_err(|fault| fault.at(&record.origin))],
};

fn article(record: &Bounded<'_>) -> Result<RawArticle, Fault> {
    let mut raw = blank(record, record.origin.ordinal);
    if record.payload.starts_with(b"<article") {
        fill(&pieces::page(record, "")?, &mut raw);
    } else {
        old::fill(record, &mut raw)?;
    }
    if raw.title.is_none() && raw.body.is_empty() {
        return Err(Fault::new(Code::NotArticle, "neither a title nor any text"));
    }
    Ok(raw)
}

/// Reads the forms of 2014 and later: one `article` element each.
fn fill(page: &Document, raw: &mut RawArticle) {
    let first = |selectors: &[&str]| selectors.iter().find_map(|selector| pieces::line(page, selector));
    raw.guid = document_number(page);
    let publication = [".rdp__DocPublicationName .DocPublicationName", ".DocPublicationName"];
    raw.source = first(&publication).map(|name| publication_name(&name));
    let header = first(&[".rdp__DocHeader .DocHeader", ".rdp__DocHeader", ".DocHeader"]);
    let header = header.or_else(|| first(&[".DocTitreSousSection + span"]));
    if let Some(header) = header.as_deref() {
        (raw.section, raw.date) = header::read(header);
    }
    raw.section = raw.section.take().or_else(|| first(&[".DocTitreSousSection"]));
    raw.standfirst = first(&[".rdp__subtitle"]);
    page.select(".rdp__subtitle").remove();
    let title = [
        ".rdp__articletitle",
        "p.titreArticleVisu",
        "div.titreArticleVisu",
        ".titreArticleVisu",
        ".TitreArticleVisu",
    ];
    raw.title = first(&title).or_else(|| {
        page.select("div.titreArticle p.sm-margin-bottomNews").remove();
        first(&["div.titreArticle"])
    });
    let author = first(&[
        ".docAuthors",
        "div.titreArticle + p.sm-margin-bottomNews",
        "div.titreArticle + div.sm-margin-bottomNews",
    ]);
    raw.authors = names::authors(&author.unwrap_or_default());
    for link in page.select("a").nodes().iter() {
        if link.text().contains("Cet article est paru dans") {
            raw.url = link.attr("href").map(|href| href.to_string()).filter(|href| href.starts_with("http"));
            link.remove_from_parent();
        }
    }
    page.select("aside, footer, .rdp__certificat, .rdp__attachnews, .ImageAttach, .ImageAttachFont, #entityList, .icon-logo-container, .Doc-LegalInfo, .apd-wrapper").remove();
    raw.body = pieces::prose(page, ".docOcurrContainer");
    if raw.body.is_empty() {
        raw.body = pieces::prose(page, ".DocText");
    }
    // Of badly nested articles a part lies beside its container.
    let section = pieces::prose(page, "section");
    if section.len() > raw.body.len() {
        raw.body = section;
    }
}

/// The number that stands in a text: its kind, day, source and the rest, as `news·20060315·LM·0q1503_1256056`;
/// kinds are news, web, tvn and others.
fn number(text: &str) -> Option<String> {
    text.split(|c: char| c.is_whitespace() || c == '<').find_map(|word| {
        let mut parts = word.split('·');
        let (kind, day, source) = (parts.next()?, parts.next()?, parts.next()?);
        let is_number = !kind.is_empty()
            && kind.bytes().all(|byte| byte.is_ascii_lowercase())
            && day.len() == 8
            && day.bytes().all(|byte| byte.is_ascii_digit())
            && !source.is_empty()
            && parts.next().is_some();
        is_number.then(|| word.to_owned())
    })
}

/// The number of a document.
fn document_number(page: &Document) -> Option<String> {
    let told = ["#PubliC_lblNodoc", "td[align=center]", "footer"];
    told.iter()
        .flat_map(|selector| page.select(selector).nodes().iter().map(|node| node.text()).collect::<Vec<_>>())
        .find_map(|text| number(&text))
        .or_else(|| number(&page.root().text()))
}

/// The name of a publication without its number, edition and site: `Le Monde, no. 19043` is `Le Monde`.
pub(super) fn publication_name(text: &str) -> String {
    let mut name = text;
    for end in ["(", " -", ", no.", ", n°", "  ", " ;", ".fr"] {
        name = name.split(end).next().unwrap_or(name);
    }
    let name = name.trim().trim_end_matches(',');
    // What only those signs made up is kept as it is: `(sud)ouest`, `.fr`.
    if name.is_empty() { paragraphs::one_line(text) } else { name.to_owned() }
}
