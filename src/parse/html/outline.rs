//! One walk over a parsed page: how much text and how much of links each element holds, and on the way
//! what its head says.

mod clean;

use dom_query::{Document, Element, NodeData, NodeRef};

use super::facts::Facts;
use super::loose::{Name, STANDFIRSTS, Says, holds_any};

/// An element of the page.
struct Item<'d> {
    node: NodeRef<'d>,
    /// Place of its parent in the outline.
    parent: usize,
    /// First place behind its descendants.
    end: usize,
    name: Name,
    /// What its attributes say of it.
    says: Says,
    /// Letters of text within, and how many of them stand in links.
    letters: usize,
    link_letters: usize,
    /// Number of `p` within, itself counted.
    paragraphs: usize,
    /// Number of links within.
    links: usize,
    /// What else is within, itself counted.
    holds: Holds,
    /// Whether it is, or holds, what calls itself the article or its text.
    holds_article: bool,
    is_standfirst: bool,
    /// Whether its class calls it a heading.
    is_title: bool,
}

/// How many elements of some kinds an element is or holds.
#[derive(Debug, Default, Clone, Copy)]
struct Holds {
    headings: u32,
    pictures: u32,
    quotes: u32,
    controls: u32,
}

impl Holds {
    fn of(name: Name) -> Self {
        let one = |of: Name| u32::from(name == of);
        Holds {
            headings: one(Name::Heading),
            pictures: one(Name::Picture),
            quotes: one(Name::Quote),
            controls: one(Name::Control),
        }
    }

    fn add(&mut self, other: Holds) {
        self.headings += other.headings;
        self.pictures += other.pictures;
        self.quotes += other.quotes;
        self.controls += other.controls;
    }
}

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
                item.links = 1;
            }
            let (letters, link_letters, end, links) = (item.letters, item.link_letters, item.end, item.links);
            let (paragraphs, holds_article, parent) = (item.paragraphs, item.holds_article, item.parent);
            let holds = item.holds;
            if let Some(parent) = self.items.get_mut(parent) {
                parent.letters += letters;
                parent.link_letters += link_letters;
                parent.paragraphs += paragraphs;
                parent.links += links;
                parent.holds.add(holds);
                parent.holds_article |= holds_article;
                parent.end = parent.end.max(end);
            }
        }
    }

    /// Letters in links, and letters altogether.
    pub(super) fn link_share(&self) -> (usize, usize) {
        self.items.first().map_or((0, 0), |page| (page.link_letters, page.letters))
    }

    /// Number of headings outside of what is apart that are links, or stand in one.
    pub(super) fn led_headings(&self) -> usize {
        let mut sum = 0;
        let mut place = 0;
        while let Some(item) = self.items.get(place) {
            if item.is_loose() {
                place = item.end;
                continue;
            }
            let in_link = self.items.get(item.parent).is_some_and(|parent| parent.name == Name::Link);
            let leads = in_link || item.link_letters * 10 >= item.letters * 9;
            sum += usize::from(item.name == Name::Heading && item.letters > 12 && leads);
            place += 1;
        }
        sum
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
}

impl<'d> Item<'d> {
    fn of(node: NodeRef<'d>, parent: usize, element: &Element) -> Self {
        let name = Name::of(&element.name.local);
        let mut item = Item {
            node,
            parent,
            end: 0,
            name,
            says: Says::default(),
            letters: 0,
            link_letters: 0,
            paragraphs: 0,
            links: 0,
            holds: Holds::of(name),
            holds_article: &*element.name.local == "article",
            is_standfirst: false,
            is_title: false,
        };
        for attribute in &element.attrs {
            item.says.hear(&attribute.name.local, &attribute.value);
            match &*attribute.name.local {
                "class" => {
                    item.is_standfirst = holds_any(&attribute.value, STANDFIRSTS);
                    item.is_title = holds_any(&attribute.value, &["heading", "title"]);
                }
                "itemprop" => item.holds_article |= attribute.value.contains("articleBody"),
                _ => {}
            }
        }
        item
    }
}

/// Number of characters without the blanks around and runs of blanks within.
fn letters(text: &str) -> usize {
    if text.bytes().all(|byte| byte.is_ascii_whitespace()) {
        return 0;
    }
    text.split_ascii_whitespace().map(|word| word.chars().count() + 1).sum()
}
