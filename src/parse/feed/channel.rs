//! What a feed says once for all of its entries.

use std::cell::RefCell;
use std::sync::Arc;

use super::address;
use crate::article::Record;
use crate::parse::xml::{self, Element};
use crate::parse::{fields, names};

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
pub(super) fn of(record: &Record) -> Channel {
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
    let title = plain("title").map(|title| fields::line(&title.line())).find(|title| !title.is_empty());
    let language = plain("language").map(Element::line).find(|code| !code.is_empty());
    let declared = channel.attribute("lang").or(root.attribute("lang")).map(str::to_owned);
    let link = plain("link").find_map(|link| {
        let is_page = matches!(link.attribute("rel"), None | Some("alternate"));
        let address = link.attribute("href").map(str::to_owned).unwrap_or_else(|| link.line());
        (is_page && address::is_web(&address)).then_some(address)
    });
    let base = channel.attribute("base").or(root.attribute("base")).map(str::to_owned);
    let mut authors = Vec::new();
    for author in plain("author").filter_map(|author| author.text_at("name")) {
        for name in names::authors(&author) {
            names::add(&mut authors, name);
        }
    }
    Channel {
        title,
        language: language.or(declared),
        base: base.filter(|base| address::is_web(base)).or(link),
        authors,
    }
}
