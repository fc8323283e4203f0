//! TEI: newspapers encoded by research projects, one article a `div type="article"`, or one a document.
//!
//! An article's own facts come first, those of the document's header stand in. The date is that of the
//! printed source, not of its electronic edition, and never that of a download.

use super::fields::first;
use super::input::Fault;
use super::names::{self, add};
use super::recognise::Head;
use super::source::Source;
use super::xml::prose::{Style, marked, prose};
use super::xml::{self, Cutting, Element, cut};
use super::{Format, paragraphs};
use crate::article::RawArticle;
use crate::stage::Code;

/// TEI P4 and P5.
pub(crate) const FORMAT: Format = Format {
    name: "tei",
    title: "TEI",
    extensions: &["xml", "tei"],
    recognised: "a root element TEI, TEI.2 or teiCorpus",
    likeness: |head: &Head<'_>| match xml::root(head) {
        Some("TEI" | "TEI.2" | "teiCorpus" | "teiCorpus.2") => 97,
        _ => 0,
    },
    frame: |source: &mut Source<'_, '_, '_>| {
        let cutting = Cutting { record: "<TEI>", begins: is_article, holders: &["TEI", "TEI.2"] };
        cut::frame(source, &cutting);
    },
    parse: |record| {
        xml::one(record, |root, raw| {
            if root.name.starts_with("TEI") {
                let header = root.at("teiHeader");
                let text = root.at("text/body").or_else(|| root.at("text")).unwrap_or(root);
                return fill(text, root, header, raw);
            }
            let around = xml::surroundings(record);
            let document = around.as_ref().unwrap_or(root);
            fill(root, document, document.at("**/teiHeader").or(Some(document)), raw)
        })
    },
};

/// Whether a tag begins an article's division.
fn is_article(name: &str, tag: &str) -> bool {
    let is_division = name == "div" || name.strip_prefix("div").is_some_and(|rest| rest.len() == 1);
    is_division
        && ["type=\"article\"", "type='article'", "type=\"Article\""].iter().any(|kind| tag.contains(kind))
}

/// Running heads, pictures and apparatus are no text; a line of print is a blank.
const STYLE: Style = Style {
    hidden: &[
        "teiHeader",
        "fw",
        "figure",
        "graphic",
        "byline",
        "docAuthor",
        "docDate",
        "back",
        "front",
        "facsimile",
        "index",
    ],
    blocks: &[
        "p", "head", "ab", "l", "lg", "list", "item", "div", "div1", "div2", "div3", "opener", "closer",
        "dateline", "signed", "salute", "table", "row", "note", "sp", "speaker", "quote", "trailer",
        "argument", "u",
    ],
    blanks: &["lb", "pb", "cb", "milestone", "cell", "w"],
};

/// Fills an article from its text and the header of its document.
fn fill(
    text: &Element,
    document: &Element,
    header: Option<&Element>,
    raw: &mut RawArticle,
) -> Result<(), Fault> {
    let nothing = Element::default();
    let header = header.unwrap_or(&nothing);
    let is_division = text.name.starts_with("div");
    titles(text, header, is_division, raw);
    raw.body = body(text);
    if raw.body.is_empty() && raw.title.is_none() {
        return Err(Fault::new(Code::NotArticle, "a document without text"));
    }
    marked(text, &mut raw.entities);
    authors(text, header, is_division, raw);
    raw.date = date(text, header);
    raw.source = source(header);
    raw.language = first([
        text.attribute("lang").map(str::to_owned),
        header.attribute_at("profileDesc/langUsage/language", "ident"),
        document.attribute("lang").map(str::to_owned),
        document.attribute_at("text", "lang"),
    ]);
    for term in header.each("profileDesc/textClass/keywords") {
        let is_category = term.attribute("scheme").is_some_and(|scheme| scheme.contains("categor"));
        for term in term.each("**/term") {
            match term.attribute("type") {
                Some("categories" | "category") => raw.section = raw.section.take().or(Some(term.line())),
                Some("pagetype") => {}
                _ if is_category => raw.section = raw.section.take().or(Some(term.line())),
                _ => {
                    names::keywords(&term.line()).into_iter().for_each(|word| add(&mut raw.keywords, word));
                }
            }
        }
    }
    raw.section =
        raw.section.take().or_else(|| text.attribute("subtype").map(str::to_owned).filter(|_| is_division));
    identity(text, document, header, is_division, raw);
    Ok(())
}

/// The heads before the text are its title and its standfirst; else the header has a title.
fn titles(text: &Element, header: &Element, is_division: bool, raw: &mut RawArticle) {
    let heads: Vec<&Element> = leading_heads(text);
    let line = |element: &Element| Some(element.line()).filter(|line| !line.is_empty());
    let is_main = |head: &&&Element| !matches!(head.attribute("type"), Some("sub" | "lead" | "kicker"));
    let main = heads.iter().find(is_main).copied();
    let of_header = || {
        let titles = header.each("fileDesc/titleStmt/title");
        let main = titles.iter().find(|title| title.attribute("type").is_none_or(|kind| kind == "main"));
        first([
            header
                .each("fileDesc/sourceDesc/**/title")
                .into_iter()
                .find(|title| title.attribute("level") == Some("a"))
                .map(Element::line),
            main.or(titles.first()).and_then(|title| line(title)),
        ])
    };
    let own = main.and_then(line);
    raw.title = if is_division { own } else { of_header().or(own) };
    let standfirst: Vec<String> = heads
        .iter()
        .filter(|head| main.is_none_or(|main| !std::ptr::eq(**head, main)))
        .filter_map(|head| line(head))
        .collect();
    raw.standfirst = Some(standfirst.join("\n")).filter(|text| !text.is_empty() && is_division);
    if let Some(summary) = header.text_at("profileDesc/abstract").filter(|_| raw.standfirst.is_none()) {
        raw.standfirst = Some(summary);
    }
}

/// The heads with which a division begins.
fn leading_heads(text: &Element) -> Vec<&Element> {
    text.elements()
        .take_while(|child| matches!(&*child.name, "head" | "pb" | "lb" | "cb" | "milestone"))
        .filter(|child| &*child.name == "head")
        .collect()
}

/// The paragraphs without the heads before them; comments of readers are left out.
fn body(text: &Element) -> String {
    let heads = leading_heads(text);
    let mut body = String::new();
    let mut loose = Element::default();
    for child in &text.children {
        match child {
            xml::tree::Child::Element(element) => {
                if heads.iter().any(|head| std::ptr::eq(*head, element))
                    || element.attribute("type") == Some("comments")
                {
                    continue;
                }
                paragraphs::push_all(&prose(element, &STYLE), &mut body);
            }
            xml::tree::Child::Text(text) if !text.trim().is_empty() => {
                loose.children = vec![xml::tree::Child::Text(text.clone())];
                paragraphs::push_all(&prose(&loose, &STYLE), &mut body);
            }
            xml::tree::Child::Text(_) => {}
        }
    }
    body
}

fn authors(text: &Element, header: &Element, is_division: bool, raw: &mut RawArticle) {
    for path in ["**/byline/docAuthor", "**/docAuthor", "**/byline"] {
        for author in text.each(path) {
            names::authors(&author.line()).into_iter().for_each(|name| add(&mut raw.authors, name));
        }
        if !raw.authors.is_empty() {
            return;
        }
    }
    if is_division {
        return;
    }
    for path in ["fileDesc/titleStmt/author", "fileDesc/sourceDesc/**/author"] {
        for author in header.each(path) {
            let names = author.each("**/persName");
            if names.is_empty() {
                names::authors(&author.line()).into_iter().for_each(|name| add(&mut raw.authors, name));
            }
            names.into_iter().for_each(|name| add(&mut raw.authors, name.line()));
        }
        if !raw.authors.is_empty() {
            return;
        }
    }
}

/// The date of the article, else of the printed source, else of the edition.
fn date(text: &Element, header: &Element) -> Option<String> {
    let written = |element: &&Element| {
        let when = ["when", "when-iso", "value", "notBefore"].iter().find_map(|name| element.attribute(name));
        when.map(str::to_owned).or_else(|| Some(element.line())).filter(|date| !date.is_empty())
    };
    let is_date =
        |element: &&Element| !matches!(element.attribute("type"), Some("download" | "encoding" | "access"));
    let places = [
        (text, "**/docDate"),
        (text, "dateline/date"),
        (text, "opener/**/date"),
        (header, "fileDesc/sourceDesc/**/date"),
        (header, "profileDesc/creation/date"),
        (header, "fileDesc/publicationStmt/date"),
    ];
    let own = text.attribute("when").map(str::to_owned);
    own.or_else(|| {
        places.into_iter().find_map(|(element, path)| {
            let dates = element.each(path);
            dates.iter().filter(|date| is_date(date)).find_map(written)
        })
    })
}

fn source(header: &Element) -> Option<String> {
    let titles = header.each("fileDesc/sourceDesc/**/title");
    let journal = titles.iter().find(|title| matches!(title.attribute("level"), Some("j" | "s")));
    first([
        journal.map(|title| title.line()),
        header.text_at("fileDesc/sourceDesc/**/publisher"),
        header.text_at("fileDesc/publicationStmt/publisher"),
        header.text_at("fileDesc/sourceDesc/**/title"),
    ])
}

/// Addresses and numbers; a document's number names its article only where there is but one.
fn identity(text: &Element, document: &Element, header: &Element, is_division: bool, raw: &mut RawArticle) {
    raw.local_id = text.attribute("id").map(str::to_owned);
    if is_division {
        return;
    }
    let mut addresses = header.each("fileDesc/**/ptr").into_iter().filter_map(|ptr| ptr.attribute("target"));
    raw.url = addresses.find(|target| target.starts_with("http")).map(str::to_owned);
    for number in header.each("fileDesc/**/idno") {
        let line = number.line();
        if line.starts_with("http") {
            raw.url.get_or_insert(line);
        } else if !line.is_empty() {
            raw.local_id.get_or_insert(line);
        }
    }
    let note = header.each("fileDesc/notesStmt/note").into_iter();
    let note = note.filter(|note| matches!(note.attribute("type"), Some("id" | "fingerprint")));
    raw.local_id = first([raw.local_id.take(), document.attribute("id").map(str::to_owned)]);
    raw.local_id = raw.local_id.take().or_else(|| note.map(Element::line).find(|line| !line.is_empty()));
}
