//! One entry of a feed, whichever vocabulary it is written in.
//!
//! The text is `content:encoded`, else Atom's `content`, else the description; the shorter of two is the
//! standfirst. What players and shops are told (`media`, `itunes`) is not asked where the feed's own words say
//! it.

use super::address;
use super::channel::Channel;
use crate::article::RawArticle;
use crate::parse::names::{self, add};
use crate::parse::xml::Element;
use crate::parse::xml::prose::{PAGE, prose};
use crate::parse::{fields, paragraphs};

/// Vocabularies that say the same of other things: of a picture, of an episode.
const FOREIGN: &[&str] =
    &["media", "itunes", "googleplay", "yt", "georss", "image", "podcast", "sy", "slash", "wfw", "thr"];

/// Whether an element speaks of something beside the article.
pub(super) fn is_foreign(element: &Element) -> bool {
    FOREIGN.contains(&&*element.prefix)
}

/// Fills an article from an `item` or `entry`.
pub(super) fn fill(entry: &Element, channel: &Channel, raw: &mut RawArticle) {
    let entry = Entry { element: entry };
    raw.title = entry.first("title", text).map(|title| paragraphs::one_line(&title));
    entry.texts(raw);
    entry.identity(channel, raw);
    raw.date = ["pubDate", "published", "issued", "date", "created", "updated", "modified"]
        .iter()
        .find_map(|name| entry.first(name, Element::line));
    entry.authors(raw);
    if raw.authors.is_empty() {
        raw.authors.clone_from(&channel.authors);
    }
    for category in entry.all("category").chain(entry.all("subject")) {
        let term = category.attribute("label").or(category.attribute("term"));
        add(&mut raw.keywords, fields::line(&term.map_or_else(|| category.line(), str::to_owned)));
    }
    raw.section = raw.keywords.first().cloned();
    let source = entry.first("source", |source| source.text_at("title").unwrap_or_else(|| source.own_text()));
    let source = source.map(|source| fields::line(&source)).filter(|source| !address::is_web(source));
    raw.source = source.filter(|source| !source.is_empty()).or_else(|| channel.title.clone());
    let declared = entry.element.attribute("lang").map(str::to_owned);
    raw.language = entry
        .first("language", Element::line)
        .or(declared)
        .or_else(|| entry.all("content").find_map(|content| content.attribute("lang")).map(str::to_owned))
        .or_else(|| channel.language.clone());
}

struct Entry<'e> {
    element: &'e Element,
}

impl<'e> Entry<'e> {
    /// The entry's own elements of a name.
    fn all(&self, name: &'static str) -> impl Iterator<Item = &'e Element> {
        self.element.elements().filter(move |child| *child.name == *name && !is_foreign(child))
    }

    /// What is read from the first of them that has anything.
    fn first(&self, name: &'static str, read: impl Fn(&Element) -> String) -> Option<String> {
        self.all(name).map(read).map(|text| text.trim().to_owned()).find(|text| !text.is_empty())
    }

    /// Text and standfirst.
    fn texts(&self, raw: &mut RawArticle) {
        let content = self
            .first("encoded", text)
            .or_else(|| self.first("content", text))
            .or_else(|| self.first("body", text))
            .or_else(|| self.first("fulltext", text));
        let summary = self.first("description", text).or_else(|| self.first("summary", text));
        match (content, summary) {
            (Some(content), summary) => {
                raw.standfirst = summary.filter(|summary| summary.len() < content.len());
                raw.body = content;
            }
            (None, Some(summary)) => raw.body = summary,
            (None, None) => {
                // All that some feeds say of a film or an episode.
                let said =
                    self.element.each("**/description").into_iter().chain(self.element.each("summary"));
                raw.body = said.map(text).find(|text| !text.is_empty()).unwrap_or_default();
            }
        }
    }

    /// Guid and address.
    fn identity(&self, channel: &Channel, raw: &mut RawArticle) {
        let base = self.element.attribute("base").or(channel.base.as_deref());
        let guid = self.all("guid").find(|guid| !guid.line().is_empty());
        raw.guid = guid.map(Element::line).or_else(|| self.first("id", Element::line));
        let link = |link: &Element| {
            let is_page = matches!(link.attribute("rel"), None | Some("alternate"));
            let address = link.attribute("href").map_or_else(|| link.line(), str::to_owned);
            is_page.then(|| address::whole(&address, link.attribute("base").or(base))).flatten()
        };
        raw.url = self
            .first("origLink", Element::line)
            .filter(|address| address::is_web(address))
            .or_else(|| self.all("link").find_map(link))
            .or_else(|| {
                let is_address = |guid: &&Element| guid.attribute("isPermaLink") != Some("false");
                guid.filter(is_address).map(Element::line).filter(|guid| address::is_web(guid))
            })
            .or_else(|| {
                self.element.attribute("about").filter(|about| address::is_web(about)).map(str::to_owned)
            });
    }

    fn authors(&self, raw: &mut RawArticle) {
        for author in self.all("author").chain(self.all("creator")) {
            let credit = author.text_at("name").unwrap_or_else(|| author.own_text());
            for name in names::authors(&fields::line(&credit)) {
                add(&mut raw.authors, name);
            }
        }
    }
}

/// The text of an element, by what it says of itself: plain, HTML that is escaped, or XHTML.
fn text(element: &Element) -> String {
    let kind = element.attribute("type").unwrap_or_default();
    if element.elements().next().is_some() {
        return prose(element, &PAGE);
    }
    let text = element.own_text();
    match kind {
        "text" | "text/plain" => paragraphs::tidy(&text),
        "" | "html" | "xhtml" | "text/html" | "application/xhtml+xml" | "escaped" => fields::prose(&text),
        kind if kind.starts_with("text/") => paragraphs::tidy(&text),
        kind if kind.contains('/') => String::new(),
        _ => fields::prose(&text),
    }
}
