//! Whether a page holds an article at all.
//!
//! No single sign decides: a page is none where two hold of these: nothing says that it is an article; it says
//! that it is something else; its address is a home's or a section's; its title is that of a page about the site;
//! several headings in it lead to articles; most of its text stands in links, and fewer than three of its
//! paragraphs are long; no paragraph is over 200 characters; it has under 60 words and no date. One that
//! calls itself an article needs three, and is one in any case if it is dated as well and does not stand at a
//! home's address. Pages of errors and of consent are told by their titles, unless they call themselves articles
//! and are dated.

mod titles;

use self::titles::{ABOUT_SITE, CONSENTS, ERRORS};
use super::body::words;
use super::facts::Facts;
use super::jsonld::Node;
use super::title::folded;
use crate::article::RawArticle;
use crate::parse::paragraphs::beginning;
use crate::stage::Code;

/// What the page says beside the article that was read from it.
pub(super) struct Page<'p> {
    pub(super) facts: &'p Facts,
    pub(super) node: &'p Node,
    /// Letters of the page in links, and altogether.
    pub(super) links: (usize, usize),
    /// Number of headings that are links, and so titles of what stands elsewhere.
    pub(super) led_headings: usize,
}

/// Words of a page below which a title of an error is believed.
const SHORT_WORDS: usize = 150;
/// So many headings that lead elsewhere make a list.
const LED_HEADINGS: usize = 4;
/// A page's own heading with so many words is an article's title rather than a section's name.
const HEADED_WORDS: usize = 4;

/// Returns why a page holds no article, or `None` if it holds one.
pub(super) fn no_article(page: &Page<'_>, raw: &RawArticle) -> Option<(Code, String)> {
    let is_typed = page.node.is_article()
        || page.facts.metas("og:type").any(|kind| kind.eq_ignore_ascii_case("article"));
    let count = words(&raw.body);
    let at_home = raw.url.as_deref().is_some_and(is_home);
    let is_sure = is_typed && raw.date.is_some() && !at_home;
    if count < SHORT_WORDS && !is_sure {
        let titles = [raw.title.as_deref(), page.facts.title.as_deref()];
        let titles = titles.into_iter().flatten().chain(page.facts.headings.iter().map(String::as_str));
        for title in titles {
            let title = title.to_lowercase().replace('’', "'");
            let says = |words: &[&str]| words.iter().any(|word| title.contains(word));
            if says(CONSENTS) {
                return Some((
                    Code::ConsentWall,
                    format!("a page that asks for consent: \"{}\"", cut(&title)),
                ));
            }
            if says(ERRORS) || title.trim() == "erreur" {
                return Some((Code::ErrorPage, format!("an error page: \"{}\"", cut(&title))));
            }
        }
    }
    let mut signs: Vec<&str> = Vec::new();
    if !is_typed {
        signs.push("nothing calls it an article");
    }
    let says_other = page.facts.metas("og:type").any(|kind| kind.eq_ignore_ascii_case("profile"));
    if page.node.is_listing() || says_other {
        signs.push("it calls itself a list or a profile");
    }
    // No article stands at a site's root: that counts twice.
    let at_root = raw.url.as_deref().is_some_and(is_root);
    if at_home {
        signs.push(if at_root { "its address is the site's own" } else { "its address is a section's" });
    }
    let titles = [raw.title.as_deref(), page.facts.title.as_deref()];
    let titles = titles.into_iter().flatten().chain(page.facts.headings.iter().map(String::as_str));
    if titles.map(folded).any(|title| ABOUT_SITE.contains(&title.as_str())) {
        signs.push("its title is one of a page about the site");
    }
    let is_headed = page.facts.headings.iter().any(|heading| words(heading) >= HEADED_WORDS);
    if page.led_headings >= LED_HEADINGS && !is_headed {
        signs.push("its headings lead to articles");
    }
    let (links, letters) = page.links;
    let long = raw.body.lines().filter(|line| line.chars().nth(200).is_some()).count();
    if links * 2 > letters && long < 3 {
        signs.push("most of its text is links");
    }
    if long == 0 {
        signs.push("no long paragraph");
    }
    if count < 60 && raw.date.is_none() {
        signs.push("little text and no date");
    }
    let nothing = raw.title.is_none() && raw.body.is_empty();
    let enough = if is_typed { 3 } else { 2 };
    if nothing || (signs.len() + usize::from(at_root) >= enough && !is_sure) {
        let detail = if nothing { "neither title nor text".to_owned() } else { signs.join(", ") };
        return Some((Code::NotArticle, detail));
    }
    None
}

/// Whether an address is one of a home or of a section: no path, or one word and a slash.
fn is_home(address: &str) -> bool {
    let path = path(address);
    let parts = path.split('/').filter(|part| !part.is_empty()).count();
    parts == 0 || (path.ends_with('/') && parts < 2 && !path.contains('-'))
}

fn is_root(address: &str) -> bool {
    path(address).is_empty() && !address.contains('?')
}

/// The path of an address, without its first slash.
fn path(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['?', '#']).next().unwrap_or(rest).split_once('/').map_or("", |(_, path)| path)
}

fn cut(title: &str) -> &str {
    beginning(title, 80).trim()
}
