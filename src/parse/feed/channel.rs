//! What a feed says once for all of its entries.

use std::cell::RefCell;
use std::sync::Arc;

use super::address;
use crate::parse::Bounded;
use crate::parse::paragraphs::beginning;
use crate::parse::xml::{self, Element};
use crate::parse::{fields, names};

/// Longest name of a feed, in bytes: it goes into each of its articles.
const NAME_BYTES: usize = 400;

/// Authors that a feed names for all of its entries, at most.
const AUTHORS: usize = 8;

/// Facts of a feed.
#[derive(Debug, Clone, Default)]
pub(super) struct Channel {
    pub(super) title: Option<String>,
    pub(super) language: Option<String>,
    /// What relative addresses are relative to.
    pub(super) base: Option<String>,
    /// The authors of entries that name none.
    pub(super) authors: Vec<String>,
}

thread_local! {
    /// The surroundings read last, so that a feed's are read once and not for each of its entries.
    static LAST: RefCell<Option<(Arc<[u8]>, Channel)>> = const { RefCell::new(None) };
}

/// Reads what stood before the first entry.
pub(super) fn of(record: &Bounded<'_>) -> Channel {
    let Some(context) = &record.context else { return Channel::default() };
    LAST.with_borrow_mut(|last| {
        if let Some((known, channel)) = last
            && Arc::ptr_eq(known, context)
        {
            return channel.clone();
        }
        let channel = xml::surroundings(record).map(|root| read(&root)).unwrap_or_default();
        *last = Some((Arc::clone(context), channel.clone()));
        channel
    })
}

fn read(root: &Element) -> Channel {
    // RSS has a channel, Atom is one.
    let channel = root.at("channel").unwrap_or(root);
    let plain = |name: &'static str| {
        channel.elements().filter(move |child| *child.name == *name && !super::entry::is_foreign(child))
    };
    let short = |text: String| beginning(&text, NAME_BYTES).to_owned();
    let title =
        plain("title").map(|title| short(fields::line(&title.line()))).find(|title| !title.is_empty());
    let language = plain("language").map(|code| short(code.line())).find(|code| !code.is_empty());
    let declared = channel.attribute("lang").or(root.attribute("lang")).map(str::to_owned);
    let link = |rels: &[Option<&str>]| {
        let mut links = plain("link").filter(|link| rels.contains(&link.attribute("rel")));
        links.find_map(|link| {
            let address = link.attribute("href").map_or_else(|| link.line(), str::to_owned);
            address::is_web(&address).then_some(address)
        })
    };
    let link = link(&[None, Some("alternate")]).or_else(|| link(&[Some("self")]));
    let base = channel.attribute("base").or(root.attribute("base")).map(str::to_owned);
    let mut authors = Vec::new();
    for author in plain("author").filter_map(|author| author.text_at("name")) {
        for name in names::authors(beginning(&author, NAME_BYTES)) {
            if authors.len() < AUTHORS {
                names::add(&mut authors, name);
            }
        }
    }
    Channel {
        title,
        language: language.or(declared),
        base: base.filter(|base| address::is_web(base)).or(link),
        authors,
    }
}
