//! DOCX: the paragraphs of a Word document; what was deleted, notes, comments and headers are left out.

use std::collections::HashMap;
use std::io::{Read, Seek};

use super::{Package, Place, relations};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::parse::input::Fault;
use crate::parse::recognise::Head;
use crate::parse::source::Source;
use crate::parse::written::{self, Exports, Paragraph};
use crate::parse::xml::walk::{Step, walk};
use crate::parse::xml::{self, attribute};
use crate::parse::{Format, decode};
use crate::stage::{Code, Limits, Rejection};

/// Word documents.
pub(crate) const FORMAT: Format = Format {
    name: "docx",
    title: "Word document (DOCX): an article or a press review",
    extensions: &["docx", "docm", "dotx"],
    recognised: "a zip archive with [Content_Types].xml and a part of Word's text",
    likeness: |head: &Head<'_>| {
        let is_text = xml::root(head) == Some("document") && head.has("/wordprocessingml/");
        if is_text { 96 } else { 0 }
    },
    frame,
    parse,
};

/// Factiva DOCX.
pub(crate) const FACTIVA: Format = Format {
    name: "factiva-docx",
    title: "Factiva DOCX",
    recognised: "a Word document with fields such as HD, SN, PD",
    likeness: |_| 0,
    ..FORMAT
};

/// LexisNexis DOCX.
pub(crate) const LEXISNEXIS: Format = Format {
    name: "lexisnexis-docx",
    title: "LexisNexis DOCX",
    recognised: "a Word document with lines such as End of Document or 1 of 3 DOCUMENTS",
    likeness: |_| 0,
    ..FORMAT
};

/// Styles that a style may rest on, one on the other.
const STYLE_CHAIN: usize = 16;

/// A text's part that lies alone.
fn frame(source: &mut Source<'_, '_, '_>) {
    source.whole(source.limits.document_bytes, Code::TooBig);
}

/// Sends the text of a package, with its styles as context.
pub(super) fn read<R: Read + Seek>(
    package: &mut Package<'_, R>,
    main: &str,
    place: &mut Place<'_, '_, '_>,
) -> Result<(), Fault> {
    let format = place.format(&[&FORMAT, &FACTIVA, &LEXISNEXIS])?;
    let text = package.part(main, place)?;
    let relations = relations::of(package, main, place)?;
    let styles = relations.iter().find(|relation| relation.is("styles")).map(|relation| &relation.target);
    // Without styles the headings are unknown, and the text is read all the same.
    let styles = match styles {
        Some(part) if place.has(package, part)? => package.part(part, place).ok(),
        _ => None,
    };
    place.record(format, text, styles);
    Ok(())
}

fn parse(record: &Bounded<'_>) -> Vec<Result<RawArticle, Rejection>> {
    let exports = Exports { factiva: FACTIVA.name, lexisnexis: LEXISNEXIS.name };
    match paragraphs(record) {
        Ok((document, broken)) => {
            let mut articles = written::articles(&document, broken.is_none(), record, exports);
            // What exactly is wrong is known better here.
            if let (Some(fault), Some(Err(cut))) = (broken, articles.last_mut()) {
                *cut = fault.at(&cut.origin);
            }
            articles
        }
        Err(fault) => vec![Err(fault.at(&record.origin))],
    }
}

/// The paragraphs up to where the text breaks off, and why it does.
fn paragraphs(record: &Bounded<'_>) -> Result<(Vec<Paragraph>, Option<Fault>), Fault> {
    let text = decode::decode(&record.payload, decode::Declares::Xml)?;
    let styles = Styles::of(record.context.as_deref().unwrap_or_default(), record.limits);
    let mut reading = Reading { styles: &styles, ..Reading::new(&styles) };
    let broken = walk(text.as_bytes(), record.limits, |step| {
        reading.take(&step);
        Ok(())
    });
    Ok((reading.document, broken.err()))
}

/// The rank of each style, by its id.
struct Styles(HashMap<String, Option<u8>>);

/// A paragraph of a table of contents.
const CONTENTS: u8 = u8::MAX;

impl Styles {
    /// Reads the part of styles as far as it goes.
    fn of(bytes: &[u8], limits: &Limits) -> Self {
        let mut styles: HashMap<String, (Option<u8>, String)> = HashMap::new();
        let mut id = String::new();
        let text = String::from_utf8_lossy(bytes);
        // A part that breaks off has told the styles before.
        let _broken = walk(text.as_bytes(), limits, |step| {
            if let Step::Begin(name, tag) = step {
                let value = attribute(tag, "val").unwrap_or_default();
                match name {
                    "style" => {
                        id = attribute(tag, "styleId").unwrap_or_default();
                        styles.insert(id.clone(), (None, String::new()));
                    }
                    "name" => styles.entry(id.clone()).or_default().0 = rank(&value),
                    "basedOn" => styles.entry(id.clone()).or_default().1 = value,
                    "outlineLvl" => {
                        let (level, _) = styles.entry(id.clone()).or_default();
                        *level = level.or_else(|| outline(&value));
                    }
                    _ => {}
                }
            }
            Ok(())
        });
        let level_of = |id: &String| {
            let mut id = id;
            for _ in 0..STYLE_CHAIN {
                let (level, based_on) = styles.get(id)?;
                if level.is_some() {
                    return *level;
                }
                id = based_on;
            }
            None
        };
        Styles(styles.keys().map(|id| (id.clone(), level_of(id))).collect())
    }

    /// The rank of a paragraph of this style; a style that is not described is known by its id.
    fn level(&self, id: &str) -> Option<u8> {
        self.0.get(id).copied().unwrap_or_else(|| rank(id))
    }
}

/// The rank that the name of a built-in style means, in English or as ids have it in French.
fn rank(name: &str) -> Option<u8> {
    let name = name.to_lowercase().replace(' ', "");
    if name == "title" || name == "titre" {
        return Some(0);
    }
    if name.starts_with("toc") || name.starts_with("tm") && name[2..].bytes().all(|b| b.is_ascii_digit()) {
        return Some(CONTENTS);
    }
    let number = name.strip_prefix("heading").or_else(|| name.strip_prefix("titre"))?;
    number.parse().ok().filter(|level| (1..=9).contains(level))
}

/// The rank of an outline level, which counts from 0; 9 is text.
fn outline(value: &str) -> Option<u8> {
    value.parse::<u8>().ok().filter(|level| *level < 9).map(|level| level + 1)
}

/// Elements whose text is no text of the document.
const HIDDEN: &[&str] = &["del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "sectPr", "tblPr"];

struct Reading<'s> {
    styles: &'s Styles,
    document: Vec<Paragraph>,
    /// Paragraphs that are open; those of a text box lie within another.
    open: Vec<Open>,
    /// Rows of tables that are open: where each began in the document, and cells so far.
    rows: Vec<Row>,
    hidden: usize,
    in_text: bool,
}

struct Open {
    text: String,
    level: Option<u8>,
}

struct Row {
    began: usize,
    cells: usize,
    /// Whether a paragraph of the cell at hand is there.
    has_paragraph: bool,
}

impl<'s> Reading<'s> {
    fn new(styles: &'s Styles) -> Self {
        Reading {
            styles,
            document: Vec::new(),
            open: Vec::new(),
            rows: Vec::new(),
            hidden: 0,
            in_text: false,
        }
    }

    fn take(&mut self, step: &Step<'_>) {
        match step {
            Step::Begin(name, _) if self.hidden > 0 => self.hidden += usize::from(HIDDEN.contains(name)),
            Step::End(name) if self.hidden > 0 => self.hidden -= usize::from(HIDDEN.contains(name)),
            Step::Begin(name, _) if HIDDEN.contains(name) => self.hidden = 1,
            Step::Begin(name, tag) => match *name {
                "p" => self.open.push(Open { text: String::new(), level: None }),
                "pStyle" => {
                    let id = attribute(tag, "val").unwrap_or_default();
                    self.rank(self.styles.level(&id));
                }
                "outlineLvl" => {
                    let level = attribute(tag, "val").and_then(|value| outline(&value));
                    if level.is_some() {
                        self.rank(level);
                    }
                }
                "t" => self.in_text = true,
                "tab" if self.open.last().is_some_and(|open| !open.text.is_empty()) => self.push("\t"),
                "br" | "cr" => self.push("\n"),
                "noBreakHyphen" => self.push("-"),
                "tr" => self.rows.push(Row { began: self.document.len(), cells: 0, has_paragraph: false }),
                "tc" => {
                    if let Some(row) = self.rows.last_mut() {
                        row.cells += 1;
                        row.has_paragraph = false;
                    }
                }
                _ => {}
            },
            Step::End("t") => self.in_text = false,
            Step::End("p") => self.close(),
            Step::End("tr") => drop(self.rows.pop()),
            Step::End(_) => {}
            Step::Text(text) if self.in_text && self.hidden == 0 => self.push(text),
            Step::Text(_) => {}
        }
    }

    fn rank(&mut self, level: Option<u8>) {
        if let Some(open) = self.open.last_mut() {
            open.level = level;
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            open.text.push_str(text);
        }
    }

    /// Ends a paragraph. The first one of a row's further cells goes on behind a tab.
    fn close(&mut self) {
        let Some(Open { text, level }) = self.open.pop() else { return };
        if level == Some(CONTENTS) {
            return;
        }
        if let Some(row) = self.rows.last_mut() {
            let joins = row.cells > 1 && !row.has_paragraph && self.document.len() > row.began;
            row.has_paragraph = true;
            if let Some(before) = self.document.last_mut().filter(|_| joins) {
                before.text.push('\t');
                before.text.push_str(text.trim());
                return;
            }
        }
        written::push(&text, level, &mut self.document);
    }
}
