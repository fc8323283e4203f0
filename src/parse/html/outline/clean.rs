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
/// Nor what announces another article.
const TEASER_LETTERS: usize = 400;
/// Nor a section above the title, and the way to it from the home.
const SECTION_LETTERS: usize = 40;
const WAY_LETTERS: usize = 240;
/// Nor what stands beside a button.
const CONTROL_LETTERS: usize = 60;
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
        let title = self.items.iter().position(|item| item.name == Name::Title).unwrap_or(0);
        let teasers = self.teasers(most);
        let mut place = 0;
        while let Some(item) = self.items.get(place) {
            let is_rest = place > last && item.is_reading_list();
            let is_way = place < title && self.leads_here(item);
            let is_teaser = teasers.contains(&place);
            if (item.is_loose() && item.letters - item.link_letters <= most)
                || item.is_links()
                || is_rest
                || is_way
                || is_teaser
            {
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

    /// Places of what announces other articles: a heading that leads there and a few words, two of them at least, and
    /// all together no more than `most` letters.
    fn teasers(&self, most: usize) -> Vec<usize> {
        let mut teasers = Vec::new();
        let mut letters = 0;
        let mut place = 0;
        while let Some(item) = self.items.get(place) {
            if item.is_teaser() && self.leads_away(place) {
                teasers.push(place);
                letters += item.letters - item.link_letters;
                place = item.end;
            } else {
                place += 1;
            }
        }
        if teasers.len() < 2 || letters > most {
            teasers.clear();
        }
        teasers
    }

    /// Whether the only heading within is a link, or stands in one.
    fn leads_away(&self, place: usize) -> bool {
        let within = place + 1..self.items[place].end;
        within.map(|at| &self.items[at]).find(|item| item.name == Name::Heading).is_some_and(|heading| {
            let in_link = self.items.get(heading.parent).is_some_and(|parent| parent.name == Name::Link);
            in_link || heading.link_letters * 10 >= heading.letters * 9
        })
    }

    /// Whether something above the title leads to where it stands: a section alone, or the way from the home.
    fn leads_here(&self, item: &Item<'_>) -> bool {
        let in_text = self
            .items
            .get(item.parent)
            .is_some_and(|parent| matches!(parent.name, Name::Paragraph | Name::Heading | Name::Link));
        match item.name {
            Name::Link => !in_text && item.letters <= SECTION_LETTERS,
            Name::Paragraph | Name::Block | Name::List => item.links >= 2 && item.letters <= WAY_LETTERS,
            _ => false,
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
        let is_apart = matches!(self.name, Name::Apart | Name::Control)
            || self.says.apart
            || self.says.hidden
            // Under a heading of its own it is an entry of a story in pictures.
            || self.name == Name::Caption && self.holds.headings == 0;
        is_apart && self.paragraphs <= MARKED_PARAGRAPHS
            || self.says.small && self.letters <= SMALL_LETTERS && self.paragraphs <= 1
            || self.name == Name::Figure && self.is_captioned(CAPTION_LETTERS)
            || self.name == Name::Terms && self.holds.pictures > 0 && self.is_captioned(CAPTION_LETTERS)
            || self.name == Name::Block && self.says.picture && self.is_captioned(SMALL_LETTERS)
            || self.name == Name::Block
                && self.holds.controls > 0
                && self.letters <= CONTROL_LETTERS
                && self.paragraphs == 0
    }

    /// Whether it is a picture with a few words rather than words in a frame.
    fn is_captioned(&self, letters: usize) -> bool {
        self.letters <= letters
            && self.paragraphs <= 1
            && self.holds.headings == 0
            && (self.holds.quotes == 0 || self.holds.pictures > 0)
    }

    /// Whether it may announce another article: few words under one heading.
    fn is_teaser(&self) -> bool {
        matches!(self.name, Name::Block | Name::Frame)
            && self.holds.headings == 1
            && self.paragraphs <= 2
            && (13..=TEASER_LETTERS).contains(&self.letters)
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
        let is_block =
            matches!(self.name, Name::Block | Name::Terms | Name::Paragraph | Name::List | Name::Heading);
        let all = (13..=400).contains(&self.letters) && self.link_letters * 10 >= self.letters * 9;
        let most = matches!(self.name, Name::List | Name::Terms | Name::Block)
            && self.links >= 3
            && self.letters <= LIST_LETTERS
            && !self.holds_article
            && self.link_letters * 10 >= self.letters * 7;
        is_block && (all || most)
    }
}
