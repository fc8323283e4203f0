//! Paragraphs of an element: XHTML, NITF, TEI and their relatives.

use super::tree::{Child, Element};
use crate::article::Kind;
use crate::parse::names::declare;
use crate::parse::paragraphs;

/// What elements mean to paragraphs; names in none of the lists are passed through.
pub(crate) struct Style {
    /// Hold no text of the article.
    pub(crate) hidden: &'static [&'static str],
    /// Begin and end a paragraph.
    pub(crate) blocks: &'static [&'static str],
    /// Stand for a blank.
    pub(crate) blanks: &'static [&'static str],
}

/// What of a page is no text of its article, and more.
macro_rules! hidden {
    ($($more:literal),*) => {
        &[
            "script", "style", "head", "media", "figure", "figcaption", "img", "iframe", "svg", "aside",
            "video", "audio", "object", "nav", "form", "noscript", "button", $($more),*
        ]
    };
}

/// XHTML and NITF: media with their captions and what serves a page are left out, `br` parts paragraphs.
pub(crate) const PAGE: Style = Style {
    hidden: hidden!(),
    blocks: &[
        "p",
        "div",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hl1",
        "hl2",
        "hedline",
        "block",
        "section",
        "article",
        "header",
        "footer",
        "blockquote",
        "bq",
        "pre",
        "ul",
        "ol",
        "dl",
        "li",
        "dt",
        "dd",
        "table",
        "tr",
        "nitf-table",
        "caption",
        "hr",
        "center",
        "fn",
        "address",
        "abstract",
        "paragraph",
        "body",
    ],
    blanks: &["td", "th"],
};

/// XHTML within a wire item: its header repeats what the item's own fields say.
pub(crate) const INLINE: Style = Style { hidden: hidden!("header", "footer"), ..PAGE };

/// Returns the paragraphs of an element, one a line. Takes linear time.
pub(crate) fn prose(element: &Element, style: &Style) -> String {
    let mut writer = Writer { style, text: String::new(), line: String::new() };
    writer.take(element);
    writer.end_line();
    writer.text
}

struct Writer<'s> {
    style: &'s Style,
    text: String,
    line: String,
}

impl Writer<'_> {
    fn take(&mut self, element: &Element) {
        let is_in = |names: &[&str]| names.iter().any(|name| element.name.eq_ignore_ascii_case(name));
        if is_in(self.style.hidden) {
            return;
        }
        let is_block = is_in(self.style.blocks);
        if is_block {
            self.end_line();
        } else if is_in(self.style.blanks) && element.attribute("break") != Some("no") {
            self.line.push(' ');
        }
        for child in &element.children {
            match child {
                Child::Element(child) => self.take(child),
                Child::Text(text) => {
                    self.line
                        .extend(text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
                }
            }
        }
        if is_block {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        paragraphs::push(&self.line, &mut self.text);
        self.line.clear();
    }
}

/// Elements that mark names in running text, and what they mark.
const MARKED: &[(&str, Kind)] = &[
    ("person", Kind::Person),
    ("persName", Kind::Person),
    ("org", Kind::Organization),
    ("orgName", Kind::Organization),
    ("location", Kind::Place),
    ("placeName", Kind::Place),
    ("geogName", Kind::Place),
];

/// Adds the names that an element marks in its text, each once.
pub(crate) fn marked(element: &Element, into: &mut Vec<(Kind, String)>) {
    for child in element.elements() {
        match MARKED.iter().find(|(name, _)| *child.name == **name) {
            Some((_, kind)) => declare(*kind, child.line(), into),
            None => marked(child, into),
        }
    }
}
