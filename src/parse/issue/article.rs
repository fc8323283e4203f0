//! The articles of an issue: divisions of its logical map, and the blocks that they point to.

use std::collections::BTreeMap;

use super::facts::Issue;
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::parse::alto::page::{Block, Page, join};
use crate::parse::xml::Element;
use crate::parse::{blank, paragraphs};

/// Divisions that hold articles.
const FRAMES: &[&str] =
    &["newspaper", "volume", "issue", "content", "section", "supplement", "periodical", "edition"];
/// Divisions that are no articles and hold none.
const NO_ARTICLES: &[&str] = &[
    "title_section",
    "titlesection",
    "headline",
    "masthead",
    "frontmatter",
    "page",
    "ornament",
    "contents_section",
];
/// Divisions of an article that hold its title, not its text.
const HEADINGS: &[&str] = &["heading", "title", "subheading", "overline", "subtitle", "headline"];
/// Divisions of an article that are pictures.
const PICTURES: &[&str] = &["illustration", "image", "picture", "ornament"];
/// Divisions that are text without being told what it is.
const PLAIN: &[&str] = &["article", "body", "body_content", "paragraph", "text", "textblock"];
/// Divisions within divisions that are looked into.
const DEPTH: usize = 64;

struct Walk<'w> {
    issue: Issue<'w>,
    pages: &'w BTreeMap<&'w str, Page>,
    record: &'w Bounded<'w>,
    articles: Vec<RawArticle>,
}

/// Returns the articles of an issue that have any text, in the order of its logical map.
pub(super) fn all(document: &Element, pages: &BTreeMap<&str, Page>, record: &Bounded<'_>) -> Vec<RawArticle> {
    let issue = Issue::of(document, &record.origin);
    let mut walk = Walk { issue, pages, record, articles: Vec::new() };
    for map in document.each("structMap") {
        if map.attribute("TYPE").is_some_and(|kind| kind.eq_ignore_ascii_case("logical")) {
            map.elements().for_each(|div| walk.take(div, None, DEPTH));
        }
    }
    walk.articles
}

fn kind(div: &Element) -> String {
    div.attribute("TYPE").unwrap_or_default().to_lowercase()
}

/// Whether a division is an article, or one lies in it.
fn holds_article(div: &Element) -> bool {
    kind(div) == "article" || div.elements().any(holds_article)
}

impl Walk<'_> {
    fn take(&mut self, div: &Element, section: Option<&str>, depth: usize) {
        let kind = kind(div);
        if depth == 0 || &*div.name != "div" || NO_ARTICLES.contains(&&*kind) {
            return;
        }
        let holds_articles = || div.each("**/div").into_iter().any(holds_article);
        if FRAMES.contains(&&*kind) || kind.is_empty() || kind != "article" && holds_articles() {
            let section = if kind == "section" { label(div).or(section) } else { section };
            div.elements().for_each(|child| self.take(child, section, depth - 1));
            return;
        }
        let mut article =
            blank(self.record, self.record.origin.ordinal.saturating_add(self.articles.len() as u32));
        article.body = self.body(div);
        if article.body.is_empty() {
            return;
        }
        let facts = self.issue.facts(div.attribute("DMDID").unwrap_or_default());
        let heading = self.heading(div);
        let named = label(div).map(str::to_owned).or(heading).or(facts.title);
        article.title = named
            .or_else(|| section.map(str::to_owned))
            .map(|title| title.trim_start_matches(['–', '-', '—', ' ', '.']).trim().to_owned());
        article.title = article.title.take().filter(|title| !title.is_empty());
        article.section = section.map(str::to_owned);
        article.authors = facts.authors;
        article.language = facts.language.or_else(|| self.issue.language.clone());
        article.date = self.issue.date.clone();
        article.source = self.issue.title.clone();
        article.local_id = div.attribute("ID").map(str::to_owned);
        if !PLAIN.contains(&&*kind) {
            article.keywords = div.attribute("TYPE").map(str::to_owned).into_iter().collect();
        }
        self.articles.push(article);
    }

    fn body(&self, div: &Element) -> String {
        let mut blocks = Vec::new();
        let bodies: Vec<&Element> = div.elements().filter(|child| kind(child) == "body").collect();
        if bodies.is_empty() {
            self.blocks(div, &mut blocks, DEPTH);
        } else {
            bodies.into_iter().for_each(|body| self.blocks(body, &mut blocks, DEPTH));
        }
        join(&blocks)
    }

    /// Appends the blocks that a division points to, those of its headings and pictures left out.
    fn blocks(&self, div: &Element, into: &mut Vec<Block>, depth: usize) {
        for child in div.elements() {
            let kind = kind(child);
            if depth == 0 || HEADINGS.contains(&&*kind) || PICTURES.contains(&&*kind) {
                continue;
            }
            if &*child.name == "area" {
                self.area(child, into);
            } else {
                self.blocks(child, into, depth - 1);
            }
        }
    }

    fn area(&self, area: &Element, into: &mut Vec<Block>) {
        let (file, begin) =
            (area.attribute("FILEID").unwrap_or_default(), area.attribute("BEGIN").unwrap_or_default());
        if let Some(page) = self.pages.get(file) {
            page.push(begin, into);
        }
    }

    /// The text of the blocks that an article's heading points to.
    fn heading(&self, div: &Element) -> Option<String> {
        let mut blocks = Vec::new();
        for heading in div.elements().filter(|child| HEADINGS.contains(&&*kind(child))) {
            heading.each("**/area").into_iter().for_each(|area| self.area(area, &mut blocks));
        }
        let text = paragraphs::one_line(&join(&blocks));
        (!text.is_empty() && text.len() < 400).then_some(text)
    }
}

/// The label of a division, unless it stands for none.
fn label(div: &Element) -> Option<&str> {
    div.attribute("LABEL").filter(|label| !super::facts::is_placeholder(label))
}
