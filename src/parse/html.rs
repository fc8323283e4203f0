//! HTML pages: the one article of a page, or why there is none.
//!
//! A byte scan refuses what would choke a parser; the page is then parsed once. What the head and the
//! page's JSON-LD say comes first, the text is found by `dom_smoothie` after what is no text has been
//! taken out, and lines that belong to the page rather than to the article are dropped at the end.

mod author;
mod body;
mod date;
mod edges;
mod facts;
pub(super) mod guard;
mod jsonld;
mod lines;
mod loose;
mod outline;
mod title;
mod verdict;

use dom_query::Document;

use self::facts::Facts;
use self::outline::Outline;
use super::input::Fault;
use super::paragraphs::beginning;
use super::recognise::{self, Head};
use super::source::Source;
use super::{Format, blank, decode, fields, names};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::stage::{Code, Rejection};

/// HTML pages.
pub(crate) const FORMAT: Format = Format {
    name: "html",
    title: "HTML page",
    extensions: &["html", "htm", "xhtml", "shtml"],
    recognised: "a doctype or root element html, else a first tag of HTML, else the name",
    likeness,
    frame: |source: &mut Source<'_, '_, '_>| source.whole(source.limits.page_bytes, Code::HtmlLarge),
    parse,
};

fn likeness(head: &Head<'_>) -> u8 {
    let named = head.is_named(&FORMAT);
    let start = beginning(head.text, 4_096).to_ascii_lowercase();
    if start.starts_with("<!doctype html") {
        return 92;
    }
    let first = if start.starts_with('<') { recognise::root(&start) } else { None };
    match first {
        Some("html") => 92,
        Some("head" | "body" | "meta" | "title") => 85,
        Some("article" | "div" | "p" | "h1" | "h2" | "section" | "main" | "script" | "header") => {
            if named {
                85
            } else {
                60
            }
        }
        _ if named && start.contains('<') => 75,
        _ if named => 20,
        _ if !start.starts_with("<?xml") && start.contains("<html") && start.contains("<head") => 55,
        _ => 0,
    }
}

fn parse(record: &Bounded<'_>) -> Vec<Result<RawArticle, Rejection>> {
    vec![page(record)]
}

fn page(record: &Bounded<'_>) -> Result<RawArticle, Rejection> {
    let refuse = |fault: Fault| fault.at(&record.origin);
    let text = decode::decode(&record.payload, decode::Declares::Html).map_err(refuse)?;
    let text = guard::checked(&text, record.limits).map_err(refuse)?;
    let document = Document::from(&*text);
    let mut facts = Facts::default();
    let outline = Outline::of(&document, &mut facts);
    let node = jsonld::article(&facts);
    let chapo = outline.standfirst();
    let links = outline.link_share();
    let letters = outline.paragraph_letters();
    let led_headings = outline.led_headings();
    outline.clean();
    drop(outline);
    let texts = body::extract(&text, document, letters, &node);
    let mut raw = blank(record, record.origin.ordinal);
    raw.url = facts.address(&node);
    raw.title = title::of(&facts, &node);
    raw.body = texts.body;
    raw.date = date::published(&facts, &node, raw.url.as_deref());
    raw.authors = author::of(&facts, &node, texts.byline.as_deref());
    raw.source = facts.meta("og:site_name").map(str::to_owned).or_else(|| node.name_of("publisher"));
    raw.section = node.first("articleSection").or_else(|| facts.meta("article:section").map(str::to_owned));
    raw.keywords = keywords(&facts, &node);
    raw.language = facts.language(&node);
    raw.entities = node.entities();
    let page = verdict::Page { facts: &facts, node: &node, links, led_headings };
    if let Some((code, detail)) = verdict::no_article(&page, &raw) {
        return Err(Rejection::new(record.origin.clone(), code, detail));
    }
    edges::trim(&mut raw);
    body::part_standfirst(&mut raw, chapo, facts.description());
    for field in [&mut raw.title, &mut raw.source, &mut raw.section].into_iter().flatten() {
        *field = fields::line(field);
    }
    Ok(raw)
}

fn keywords(facts: &Facts, node: &jsonld::Node) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut add = |list: &str| {
        for word in names::keywords(&fields::line(list)) {
            names::add(&mut all, word);
        }
    };
    for list in node.strings("keywords") {
        add(&list);
    }
    for name in ["article:tag", "news_keywords", "keywords"] {
        for list in facts.metas(name) {
            add(list);
        }
    }
    all
}
