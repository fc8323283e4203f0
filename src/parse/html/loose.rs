//! What on a page says of itself that it is no part of the article: by its element, its role, its class.
//!
//! Classes are looked at in two ways: a mark anywhere in a class (`related-box`), and a whole word of a class
//! (`entry-meta`, `date`), which only takes little text away. Words are those of the tools that pages are made
//! with, and of the languages that pages are written in; no site's own.

/// The elements that matter here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    /// Never part of an article: aside, nav and their like.
    Apart,
    /// Holds a picture and its caption.
    Figure,
    /// Of a picture.
    Caption,
    /// A picture.
    Picture,
    /// Words of another, a table, a text set as it is.
    Quote,
    /// What is pressed.
    Control,
    /// The heading of the page.
    Title,
    /// Never taken away: body, article and their like.
    Frame,
    /// May be nothing but links.
    Block,
    /// A list of items.
    List,
    /// A list of terms, or pictures with what is said of each.
    Terms,
    /// A heading within the page.
    Heading,
    /// The end of a line.
    Break,
    Paragraph,
    Link,
    /// Its text is no text.
    Hidden,
    Other,
}

impl Name {
    pub(super) fn of(name: &str) -> Self {
        match name {
            "aside" | "nav" | "footer" | "form" | "noscript" | "iframe" | "select" | "dialog" | "menu"
            | "label" | "textarea" | "object" | "audio" | "video" => Name::Apart,
            "figcaption" => Name::Caption,
            "button" => Name::Control,
            "figure" => Name::Figure,
            "img" | "picture" | "amp-img" => Name::Picture,
            "blockquote" | "table" | "pre" => Name::Quote,
            "h1" => Name::Title,
            "template" | "script" | "style" | "svg" | "title" => Name::Hidden,
            "html" | "head" | "body" | "main" | "article" => Name::Frame,
            "li" | "div" | "section" => Name::Block,
            "dl" => Name::Terms,
            "ul" | "ol" => Name::List,
            "h2" | "h3" | "h4" | "h5" | "h6" => Name::Heading,
            "p" => Name::Paragraph,
            "br" => Name::Break,
            "a" => Name::Link,
            _ => Name::Other,
        }
    }
}

/// Roles of what surrounds an article.
const ROLES: &[&str] = &[
    "alert",
    "alertdialog",
    "complementary",
    "contentinfo",
    "dialog",
    "menu",
    "menubar",
    "navigation",
    "search",
    "toolbar",
    "tooltip",
];

/// Parts of the classes of what is on the page and not of the article.
#[rustfmt::skip]
const MARKS: &[&str] = &[
    "about-author", "about-the-author", "advert", "affiliate", "article-tools", "auteur-bio", "author-bio",
    "author-block", "author-box", "author-card", "author-desc", "author-info", "authorbox", "banner",
    "bildunterschrift", "breadcrumb", "byline", "caption", "comentario", "comment", "compart", "condivid",
    "cookie", "copyright", "correlat", "credit", "didascalia", "disclaimer", "disclosure", "disqus",
    "empfehl", "entry-author", "forum-fil", "forum-message", "gallery", "gerelateerd", "hovercard", "jwplayer", "komentar", "kommentar",
    "lea-tambien", "lees-ook", "legende", "leggi-anche", "leia-tambem", "lesen-sie", "lire-aussi",
    "mais-lidas", "mas-leid", "mehr-zum-thema", "meme-sujet", "more-stories", "most-popular", "most-read",
    "most-viewed", "navigation", "newsletter", "outbrain", "pagination", "partage", "paywall", "piedefoto",
    "piu-letti", "plus-lus", "popover", "popular", "post-author", "post-nav", "print-tools", "promo",
    "pubblicit", "publication-date", "publicid", "reactie", "read-more", "read-next", "readmore", "recirc",
    "recommend", "reklam", "relacionad", "related", "relaterat", "rollover", "screen-reader", "share",
    "sharing", "sidebar", "sign-up", "signup", "skip-link", "slideshow", "social", "souvisej", "sponsor",
    "submenu", "subscribe", "subscription", "sur-le-meme", "taboola", "tags", "teilen", "toolbar", "tooltip",
    "trending", "verwandt", "weitere-artikel", "werbung",
];

/// Whole words of the classes of dates, signatures and tools, which are short.
#[rustfmt::skip]
const SMALL_MARKS: &[&str] = &[
    "author", "authors", "auteur", "autor", "category", "categories", "date", "datetime", "dateline",
    "flyout", "kicker", "meta", "metadata", "posted", "cta", "badge", "counter", "views", "pubdate",
    "published", "signature", "time", "timestamp", "toc", "tool", "tools", "topics", "updated",
];

/// Parts of the classes of what holds a picture or a film.
const PICTURES: &[&str] =
    &["media", "photo", "video", "image", "foto", "bild", "picture", "visuel", "portfolio"];

/// Words in the class of a standfirst.
pub(super) const STANDFIRSTS: &[&str] =
    &["chapo", "chapeau", "standfirst", "article__desc", "article-desc", "article__lead"];

/// What an attribute says of its element.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Says {
    /// It is no part of the article.
    pub(super) apart: bool,
    /// It is none if it is short.
    pub(super) small: bool,
    /// It is not to be seen.
    pub(super) hidden: bool,
    /// It holds a picture or a film.
    pub(super) picture: bool,
}

impl Says {
    /// Adds what an attribute says.
    pub(super) fn hear(&mut self, name: &str, value: &str) {
        match name {
            "class" => {
                self.apart |= holds_any(value, MARKS);
                self.small |= has_any(value, SMALL_MARKS);
                self.picture |= holds_any(value, PICTURES);
            }
            "id" => self.apart |= holds_any(value, &["comment", "disqus"]) || value == "respond",
            "role" => self.apart |= ROLES.iter().any(|role| value.trim().eq_ignore_ascii_case(role)),
            "hidden" => self.hidden = true,
            "style" => {
                let style: String = value.chars().filter(|c| !c.is_whitespace()).take(400).collect();
                let style = style.to_ascii_lowercase();
                self.hidden |= style.contains("display:none") || style.contains("visibility:hidden");
            }
            _ => {}
        }
    }
}

/// Whether a class holds one of these words, in any case. One pass for classes of usual length.
pub(super) fn holds_any(class: &str, words: &[&str]) -> bool {
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

/// Whether one of these words is a word of a class: `entry-meta` and `post__meta` have `meta`.
fn has_any(class: &str, words: &[&str]) -> bool {
    class
        .split(|c: char| !c.is_alphanumeric())
        .any(|part| words.iter().any(|word| word.eq_ignore_ascii_case(part)))
}
