//! Takes out of a page what is no part of its article: what says so, links, and what is left without a use.

use super::{Item, Outline};
use crate::parse::html::loose::Name;

/// Marked elements with more paragraphs than this stay.
const MARKED_PARAGRAPHS: usize = 8;
/// What a class calls a date or a signature has no more letters than this.
const SMALL_LETTERS: usize = 240;
/// Nor has a caption.
const CAPTION_LETTERS: usize = 600;
/// A paragraph with more letters belongs to the article.
const LONG_LETTERS: usize = 120;
/// Nor has a list of links more than this.
const LIST_LETTERS: usize = 4_000;
/// So many elements after a heading are looked at for what stood under it.
const FOLLOWING: usize = 64;

impl Outline<'_> {
    /// Takes out of the page what is no part of the article, and the headings that then stand over nothing.
    pub(in crate::parse::html) fn clean(&self) {
        let Some(page) = self.items.first() else { return };
        // What holds so much of the page's text is the article, whatever it is called.
        let most = (page.letters - page.link_letters) / 3;
        let mut gone = vec![false; self.items.len()];
        let last = self.last_paragraph();
        let mut place = 0;
        while let Some(item) = self.items.get(place) {
            let is_rest = place > last && item.is_reading_list();
            if (item.is_loose() && item.letters - item.link_letters <= most) || item.is_links() || is_rest {
                gone[place] = true;
                item.node.remove_from_parent();
                place = item.end;
            } else {
                place += 1;
            }
        }
        for (place, item) in self.items.iter().enumerate() {
            let is_bereft = item.is_heading() && self.is_bereft(place, &gone);
            if is_bereft || (item.name == Name::Break && self.is_doubled(item)) {
                item.node.remove_from_parent();
            }
        }
    }

    /// Place of the last paragraph of some length, which lists of other articles come after.
    fn last_paragraph(&self) -> usize {
        let is_long = |item: &Item<'_>| {
            item.name == Name::Paragraph
                && item.letters - item.link_letters >= LONG_LETTERS
                && !item.is_loose()
        };
        self.items.iter().rposition(is_long).unwrap_or(self.items.len())
    }

    /// Whether what stood under a heading is gone: a list or a box after it is, and the next that remains within
    /// the same parent is another heading or nothing.
    fn is_bereft(&self, place: usize, gone: &[bool]) -> bool {
        let heading = &self.items[place];
        let Some(parent) = self.items.get(heading.parent) else { return false };
        let mut lost = false;
        let mut next = heading.end;
        for _ in 0..FOLLOWING {
            if next >= parent.end {
                break;
            }
            let item = &self.items[next];
            if gone[next] {
                lost |= item.links > 1 || item.says.apart;
            } else if item.letters > 0 {
                return lost && item.is_heading();
            }
            next = item.end;
        }
        lost
    }

    /// Whether a break follows another in a paragraph: one parts lines as well, and two would have the paragraph
    /// taken to pieces and its pieces weighed by their links.
    fn is_doubled(&self, item: &Item<'_>) -> bool {
        let in_paragraph = self.items.get(item.parent).is_some_and(|parent| parent.name == Name::Paragraph);
        let mut before = item.node.prev_sibling();
        while let Some(node) = before.filter(|node| node.is_text() && node.text().trim().is_empty()) {
            before = node.prev_sibling();
        }
        in_paragraph && before.is_some_and(|node| node.node_name().is_some_and(|name| &*name == "br"))
    }
}

impl Item<'_> {
    /// Whether it is to be taken out for what it is or says it is.
    pub(super) fn is_loose(&self) -> bool {
        if self.holds_article || self.name == Name::Frame {
            return false;
        }
        let is_apart = self.name == Name::Apart || self.says.apart || self.says.hidden;
        is_apart && self.paragraphs <= MARKED_PARAGRAPHS
            || self.says.small && self.letters <= SMALL_LETTERS && self.paragraphs <= 1
            || self.name == Name::Figure && self.letters <= CAPTION_LETTERS && self.paragraphs <= 1
    }

    /// Whether it is a heading, or a short block that calls itself one.
    fn is_heading(&self) -> bool {
        self.name == Name::Heading || (self.is_title && self.letters <= 80)
    }

    /// Whether it is a list each entry of which leads elsewhere, though not every word of it.
    fn is_reading_list(&self) -> bool {
        self.name == Name::List
            && self.links >= 3
            && self.letters <= LIST_LETTERS
            && self.link_letters * 10 >= self.letters * 3
    }

    /// Whether it is a block of links: nearly all of a small one, most of a list of three and more.
    fn is_links(&self) -> bool {
        let is_block = matches!(self.name, Name::Block | Name::Paragraph | Name::List | Name::Heading);
        let all = (13..=400).contains(&self.letters) && self.link_letters * 10 >= self.letters * 9;
        let most = matches!(self.name, Name::List | Name::Block)
            && self.links >= 3
            && self.letters <= LIST_LETTERS
            && !self.holds_article
            && self.link_letters * 10 >= self.letters * 7;
        is_block && (all || most)
    }
}
