//! One walk over a parsed page: how much text and how much of links each element holds, and on the way
//! what its head says.

use dom_query::{Document, Element, NodeData, NodeRef};

use super::facts::Facts;

/// An element of the page.
struct Item<'d> {
    node: NodeRef<'d>,
    /// Place of its parent in the outline.
    parent: usize,
    /// First place behind its descendants.
    end: usize,
    name: Name,
    /// Whether its class or id says that it is no part of the article.
    is_marked: bool,
    /// Letters of text within, and how many of them stand in links.
    letters: usize,
    link_letters: usize,
    /// Number of `p` within, itself counted.
    paragraphs: usize,
    /// Whether it is, or holds, what calls itself the article or its text.
    holds_article: bool,
    is_standfirst: bool,
}

/// The elements that matter here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    /// Never part of an article: figcaption, aside, nav and their like.
    Apart,
    /// Never taken away: body, article and their like.
    Frame,
    /// May be nothing but links.
    Block,
    Paragraph,
    Link,
    /// Its text is no text.
    Hidden,
    Other,
}

impl Name {
    fn of(name: &str) -> Self {
        match name {
            "figcaption" | "aside" | "nav" | "footer" | "form" | "noscript" | "iframe" | "button"
            | "select" => Name::Apart,
            "template" | "script" | "style" | "svg" | "title" => Name::Hidden,
            "html" | "head" | "body" | "main" | "article" => Name::Frame,
            "li" | "h2" | "h3" | "h4" | "div" => Name::Block,
            "p" => Name::Paragraph,
            "a" => Name::Link,
            _ => Name::Other,
        }
    }
}

/// Words in the class of what is on the page and not of the article.
const MARKS: &[&str] = &[
    "advert",
    "author-bio",
    "breadcrumb",
    "byline",
    "caption",
    "comment",
    "cookie",
    "copyright",
    "credit",
    "gallery",
    "lire-aussi",
    "newsletter",
    "outbrain",
    "paywall",
    "promo",
    "publication-date",
    "read-more",
    "recirc",
    "related",
    "share",
    "slideshow",
    "social",
    "sponsor",
    "subscribe",
    "taboola",
    "tags",
];

/// Words in the class of a standfirst.
const STANDFIRSTS: &[&str] =
    &["chapo", "chapeau", "standfirst", "article__desc", "article-desc", "article__lead"];

/// Marked elements with more paragraphs than this stay.
const MARKED_PARAGRAPHS: usize = 8;

/// The elements of a page in document order.
pub(super) struct Outline<'d> {
    items: Vec<Item<'d>>,
}

impl<'d> Outline<'d> {
    /// Walks over a page once, and notes what its head says.
    pub(super) fn of(document: &'d Document, facts: &mut Facts) -> Self {
        let mut items: Vec<Item<'d>> = Vec::new();
        let mut waiting: Vec<(NodeRef<'d>, usize)> = vec![(document.root(), usize::MAX)];
        while let Some((node, parent)) = waiting.pop() {
            let place = items.len();
            let seen = node.query(|inner| match &inner.data {
                NodeData::Text { contents } => {
                    if let Some(item) = items.get_mut(parent).filter(|item| item.name != Name::Hidden) {
                        item.letters += letters(contents);
                        facts.text(contents);
                    }
                    None
                }
                NodeData::Element(element) => Some(Item::of(node, parent, element)),
                NodeData::Document | NodeData::Fragment => None,
                _ => None,
            });
            match seen {
                Some(Some(item)) => {
                    facts.element(node);
                    let is_hidden = item.name == Name::Hidden;
                    items.push(item);
                    if !is_hidden {
                        waiting.extend(node.children_it(true).map(|child| (child, place)));
                    }
                }
                _ if parent == usize::MAX => {
                    waiting.extend(node.children_it(true).map(|child| (child, usize::MAX - 1)));
                }
                _ => {}
            }
        }
        let mut outline = Outline { items };
        outline.sum_up();
        outline
    }

    /// Adds each element's numbers to those of its parent, the last one first.
    fn sum_up(&mut self) {
        for place in (0..self.items.len()).rev() {
            let item = &mut self.items[place];
            item.end = item.end.max(place + 1);
            item.paragraphs += usize::from(item.name == Name::Paragraph);
            if item.name == Name::Link {
                item.link_letters = item.letters;
            }
            let (letters, link_letters, end) = (item.letters, item.link_letters, item.end);
            let (paragraphs, holds_article, parent) = (item.paragraphs, item.holds_article, item.parent);
            if let Some(parent) = self.items.get_mut(parent) {
                parent.letters += letters;
                parent.link_letters += link_letters;
                parent.paragraphs += paragraphs;
                parent.holds_article |= holds_article;
                parent.end = parent.end.max(end);
            }
        }
    }

    /// Letters in links, and letters altogether.
    pub(super) fn link_share(&self) -> (usize, usize) {
        self.items.first().map_or((0, 0), |page| (page.link_letters, page.letters))
    }

    /// Letters of the page's own paragraphs: what an article should give at least half of.
    pub(super) fn paragraph_letters(&self) -> usize {
        let mut sum = 0;
        let mut place = 0;
        while let Some(item) = self.items.get(place) {
            if item.is_loose() {
                place = item.end;
            } else if item.name == Name::Paragraph {
                sum += item.letters - item.link_letters;
                place = item.end;
            } else {
                place += 1;
            }
        }
        sum
    }

    /// The text of the first element that calls itself a standfirst.
    pub(super) fn standfirst(&self) -> Option<String> {
        let item =
            self.items.iter().find(|item| item.is_standfirst && (20..2_000).contains(&item.letters))?;
        Some(item.node.text().to_string())
    }

    /// Takes out of the page what is no part of the article.
    pub(super) fn clean(&self) {
        let mut place = 0;
        while let Some(item) = self.items.get(place) {
            if item.is_loose() || item.is_links() {
                item.node.remove_from_parent();
                place = item.end;
            } else {
                place += 1;
            }
        }
    }
}

impl<'d> Item<'d> {
    fn of(node: NodeRef<'d>, parent: usize, element: &Element) -> Self {
        let name = Name::of(&element.name.local);
        let mut item = Item {
            node,
            parent,
            end: 0,
            name,
            is_marked: false,
            letters: 0,
            link_letters: 0,
            paragraphs: 0,
            holds_article: &*element.name.local == "article",
            is_standfirst: false,
        };
        for attribute in &element.attrs {
            match &*attribute.name.local {
                "class" => {
                    item.is_marked |= holds_any(&attribute.value, MARKS);
                    item.is_standfirst = holds_any(&attribute.value, STANDFIRSTS);
                }
                "id" => item.is_marked |= holds_any(&attribute.value, &["comment"]),
                "itemprop" => item.holds_article |= attribute.value.contains("articleBody"),
                _ => {}
            }
        }
        item
    }

    /// Whether it is to be taken out for what it is or says it is.
    fn is_loose(&self) -> bool {
        (self.name == Name::Apart || (self.is_marked && self.name != Name::Frame))
            && self.paragraphs <= MARKED_PARAGRAPHS
            && !self.holds_article
    }

    /// Whether it is a block of links.
    fn is_links(&self) -> bool {
        matches!(self.name, Name::Block | Name::Paragraph)
            && (13..=400).contains(&self.letters)
            && self.link_letters * 10 >= self.letters * 9
    }
}

/// Whether a class holds one of these words, in any case. One pass for classes of usual length.
fn holds_any(class: &str, words: &[&str]) -> bool {
    let class = class.as_bytes();
    (0..class.len()).any(|at| {
        let first = class[at].to_ascii_lowercase();
        words.iter().any(|word| {
            word.as_bytes()[0] == first
                && class.len() - at >= word.len()
                && class[at..at + word.len()].eq_ignore_ascii_case(word.as_bytes())
        })
    })
}

/// Number of characters without the blanks around and runs of blanks within.
fn letters(text: &str) -> usize {
    if text.bytes().all(|byte| byte.is_ascii_whitespace()) {
        return 0;
    }
    text.split_ascii_whitespace().map(|word| word.chars().count() + 1).sum()
}
