//! ODT: the paragraphs of an OpenDocument text, packed or flat; notes, comments and what was deleted are
//! left out.

use std::collections::HashMap;

use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::parse::recognise::Head;
use crate::parse::source::Source;
use crate::parse::written::{self, Exports, Paragraph};
use crate::parse::xml::walk::{Step, walk};
use crate::parse::xml::{self, attribute};
use crate::parse::{Format, decode};
use crate::stage::{Code, Rejection};

/// OpenDocument texts.
pub(crate) const FORMAT: Format = Format {
    name: "odt",
    title: "OpenDocument text (ODT): an article or a press review",
    extensions: &["odt", "ott", "fodt"],
    recognised: "a zip archive whose mimetype is that of an OpenDocument text, or such a text in one XML file",
    likeness: |head: &Head<'_>| {
        let is_document = matches!(xml::root(head), Some("document" | "document-content"));
        let is_text = !head.has("office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet");
        if is_document && is_text && head.has("urn:oasis:names:tc:opendocument:") { 96 } else { 0 }
    },
    frame: |source: &mut Source<'_, '_, '_>| source.whole(source.limits.document_bytes, Code::TooBig),
    parse,
};

fn parse(record: &Bounded<'_>) -> Vec<Result<RawArticle, Rejection>> {
    let text = match decode::decode(&record.payload, decode::Declares::Xml) {
        Ok(text) => text,
        Err(fault) => return vec![Err(fault.at(&record.origin))],
    };
    let mut reading = Reading::default();
    let broken = walk(text.as_bytes(), record.limits, |step| {
        reading.take(&step);
        Ok(())
    });
    let exports = Exports { factiva: FORMAT.name, lexisnexis: FORMAT.name };
    let mut articles = written::articles(&reading.document, broken.is_ok(), record, exports);
    if let (Err(fault), Some(Err(cut))) = (broken, articles.last_mut()) {
        *cut = fault.at(&cut.origin);
    }
    articles
}

/// Elements whose text is no text of the document.
const HIDDEN: &[&str] = &[
    "note",
    "annotation",
    "tracked-changes",
    "table-of-content",
    "title",
    "desc",
    "forms",
    "script",
    "meta",
    "settings",
    "master-styles",
    "font-face-decls",
    "binary-data",
];

#[derive(Default)]
struct Reading {
    document: Vec<Paragraph>,
    /// Texts and ranks of the paragraphs that are open.
    open: Vec<(String, Option<u8>)>,
    /// The style that each style rests on.
    styles: HashMap<String, String>,
    /// Rows that are open: where each began, cells so far, whether the cell at hand has a paragraph.
    rows: Vec<(usize, usize, bool)>,
    hidden: usize,
}

impl Reading {
    fn take(&mut self, step: &Step<'_>) {
        match step {
            Step::Begin(name, _) if self.hidden > 0 => self.hidden += usize::from(HIDDEN.contains(name)),
            Step::End(name) if self.hidden > 0 => self.hidden -= usize::from(HIDDEN.contains(name)),
            Step::Begin(name, _) if HIDDEN.contains(name) => self.hidden = 1,
            Step::Begin(name, tag) => match *name {
                "style" => {
                    if let (Some(name), Some(parent)) =
                        (attribute(tag, "name"), attribute(tag, "parent-style-name"))
                    {
                        self.styles.insert(name, parent);
                    }
                }
                "h" => {
                    let level = attribute(tag, "outline-level").and_then(|level| level.parse().ok());
                    self.open.push((String::new(), level.or(Some(1))));
                }
                "p" => {
                    let level = attribute(tag, "style-name").and_then(|style| self.rank(&style));
                    self.open.push((String::new(), level));
                }
                "s" => {
                    let count = attribute(tag, "c").and_then(|count| count.parse::<usize>().ok());
                    self.push(&" ".repeat(count.unwrap_or(1).min(16)));
                }
                "tab" => self.push("\t"),
                "line-break" => self.push("\n"),
                "table-row" => self.rows.push((self.document.len(), 0, false)),
                "table-cell" => {
                    if let Some((_, cells, has_paragraph)) = self.rows.last_mut() {
                        *cells += 1;
                        *has_paragraph = false;
                    }
                }
                _ => {}
            },
            Step::End("h" | "p") => self.close(),
            Step::End("table-row") => drop(self.rows.pop()),
            Step::End(_) => {}
            Step::Text(text) if self.hidden == 0 && !self.open.is_empty() => {
                let text: String =
                    text.chars().map(|c| if c.is_ascii_whitespace() { ' ' } else { c }).collect();
                self.push(&text);
            }
            Step::Text(_) => {}
        }
    }

    /// The rank of a paragraph of this style, or of the one it rests on.
    fn rank(&self, style: &str) -> Option<u8> {
        let parent = self.styles.get(style).map_or(style, String::as_str);
        (style == "Title" || parent == "Title").then_some(0)
    }

    fn push(&mut self, text: &str) {
        if let Some((open, _)) = self.open.last_mut() {
            open.push_str(text);
        }
    }

    fn close(&mut self) {
        let Some((text, level)) = self.open.pop() else { return };
        if let Some((began, cells, has_paragraph)) = self.rows.last_mut() {
            let joins = *cells > 1 && !*has_paragraph && self.document.len() > *began;
            *has_paragraph = true;
            if let Some(before) = self.document.last_mut().filter(|_| joins) {
                before.text.push('\t');
                before.text.push_str(text.trim());
                return;
            }
        }
        written::push(&text, level, &mut self.document);
    }
}
