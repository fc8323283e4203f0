//! The blocks of a page and their text, read as a stream of tags.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::parse::input::Fault;
use crate::parse::paragraphs;
use crate::parse::xml::{attribute, local};
use crate::stage::{Code, Limits};

/// A page: its blocks in order, each with its text as one paragraph.
#[derive(Debug, Default)]
pub(crate) struct Page {
    blocks: Vec<Block>,
    /// Blocks by the identifier of the page, area or composed block that holds them.
    holders: HashMap<String, Vec<usize>>,
    /// What the page calls its image.
    pub(crate) identifier: Option<String>,
    /// The language that its first block declares.
    pub(crate) language: Option<String>,
}

/// A block of text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    /// Its text on one line.
    text: String,
    /// Its first word is the rest of one that stands whole at the end of the block before.
    goes_on: bool,
}

/// Joins blocks to text, one a paragraph; one that goes on in a broken word goes on in its paragraph.
pub(crate) fn join(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        let (first, rest) = block.text.split_once(' ').unwrap_or((&block.text, ""));
        if block.goes_on && text.rsplit([' ', '\n']).next() == Some(first) {
            text.push_str(if rest.is_empty() { "" } else { " " });
            text.push_str(rest);
        } else {
            paragraphs::push(&block.text, &mut text);
        }
    }
    text
}

/// Where the reader is on the page.
#[derive(Default)]
struct Reading {
    /// Elements within elements, at most.
    depth: usize,
    page: Page,
    /// Elements around, those of them that hold blocks with their identifiers.
    open: Vec<Option<String>>,
    line: Line,
    in_identifier: bool,
    has_spaces: bool,
}

/// The block at hand and what its last word was.
#[derive(Default)]
struct Line {
    in_block: bool,
    text: String,
    /// Right edge of the last word, where it is known.
    edge: Option<f64>,
    /// A blank stands behind the last word.
    spaced: bool,
    /// The last word was the first part of a broken one, and stands there whole already.
    is_half: bool,
    /// A hyphen of print stands behind the last word.
    is_broken: bool,
    /// The block's first word is the second part of a broken one.
    goes_on: bool,
}

impl Page {
    /// Reads a page, as far as it goes: of one that breaks off or is broken within, the blocks before are
    /// kept beside what went wrong. Takes linear time; memory is the text.
    pub(crate) fn read(text: &str, limits: &Limits) -> (Page, Option<Fault>) {
        let has_spaces = text.contains("<SP") || text.contains(":SP ");
        let mut reading = Reading { depth: limits.xml_depth, has_spaces, ..Reading::default() };
        let fault = reading.take(text).err();
        (reading.page, fault)
    }

    /// All its text.
    pub(crate) fn text(&self) -> String {
        join(&self.blocks)
    }

    /// Appends a block, or all blocks of an area; `false` if the page has none of that name.
    pub(crate) fn push(&self, name: &str, into: &mut Vec<Block>) -> bool {
        let Some(places) = self.holders.get(name) else { return false };
        into.extend(places.iter().map(|place| self.blocks[*place].clone()));
        true
    }
}

impl Reading {
    fn take(&mut self, text: &str) -> Result<(), Fault> {
        let mut reader = Reader::from_str(text);
        loop {
            let event = reader.read_event().map_err(|error| {
                let what = paragraphs::one_line(&error.to_string());
                Fault::new(Code::Xml, format!("not well-formed: {}", paragraphs::beginning(&what, 160)))
            })?;
            match event {
                Event::Start(start) => self.start(&start, false)?,
                Event::Empty(start) => self.start(&start, true)?,
                Event::End(end) => self.end(local(end.name().as_ref())),
                Event::Text(text) if self.in_identifier => {
                    let text = text.into_inner();
                    let text = text.trim();
                    if !text.is_empty() {
                        self.page.identifier.get_or_insert_with(|| text.to_owned());
                    }
                }
                Event::DocType(declaration) if declaration.contains('[') => {
                    return Err(Fault::new(Code::Dtd, "a document type with declarations of its own"));
                }
                Event::Eof if self.open.is_empty() => return Ok(()),
                Event::Eof => return Err(Fault::new(Code::Truncated, "the page ends within an element")),
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, is_empty: bool) -> Result<(), Fault> {
        let name = tag.name();
        let name = local(name.as_ref());
        match name {
            "String" => self.word(tag),
            "SP" => self.line.spaced = true,
            "HYP" => self.line.is_broken = !self.line.is_half,
            "TextLine" => {
                self.line.edge = None;
                self.line.spaced = true;
            }
            "TextBlock" => {
                self.line = Line { in_block: !is_empty, ..Line::default() };
                let id = attribute(tag, "ID").unwrap_or_default();
                self.page.language = self
                    .page
                    .language
                    .take()
                    .or_else(|| attribute(tag, "LANG").or_else(|| attribute(tag, "language")));
                let place = self.page.blocks.len();
                for holder in self.open.iter().flatten().chain([&id]) {
                    self.page.holders.entry(holder.clone()).or_default().push(place);
                }
                self.page.blocks.push(Block::default());
            }
            "fileIdentifier" => self.in_identifier = !is_empty,
            _ => {}
        }
        if !is_empty {
            if self.open.len() >= self.depth {
                let limit = Some((self.depth as u64, self.open.len() as u64 + 1));
                return Err(Fault { code: Code::Depth, detail: "elements within elements".into(), limit });
            }
            let holds = matches!(name, "Page" | "PrintSpace" | "ComposedBlock");
            self.open.push(if holds { attribute(tag, "ID") } else { None });
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        self.open.pop();
        match name {
            "TextBlock" => {
                let line = std::mem::take(&mut self.line);
                if let Some(block) = self.page.blocks.last_mut() {
                    *block = Block { text: paragraphs::one_line(&line.text), goes_on: line.goes_on };
                }
            }
            "fileIdentifier" => self.in_identifier = false,
            _ => {}
        }
    }

    /// Takes in a word. Of a broken one the whole stands where its first part does; its second part is passed.
    fn word(&mut self, tag: &BytesStart<'_>) {
        if !self.line.in_block {
            return;
        }
        let part = attribute(tag, "SUBS_TYPE");
        let whole = attribute(tag, "SUBS_CONTENT").filter(|whole| !whole.is_empty());
        // Where words lie says something only where no blanks are marked.
        let place = |name: &str| -> Option<f64> {
            if self.has_spaces { None } else { attribute(tag, name)?.parse().ok() }
        };
        let left = place("HPOS");
        let edge = left.zip(place("WIDTH")).map(|(left, width)| left + width);
        if part.as_deref() == Some("HypPart2") && self.line.is_half {
            self.line.is_half = false;
            self.line.spaced = false;
            self.line.edge = edge;
            return;
        }
        let is_first = part.as_deref() == Some("HypPart1");
        let content = attribute(tag, "CONTENT").unwrap_or_default();
        self.line.goes_on |=
            self.line.text.is_empty() && part.as_deref() == Some("HypPart2") && whole.is_some();
        self.line.is_half = is_first && whole.is_some();
        let word = if part.is_some() { whole.unwrap_or(content) } else { content };
        // Where a page marks no blanks, a sign against the word before it belongs to that.
        let touches = self.line.edge.zip(left).is_some_and(|(edge, left)| left <= edge + 1.0);
        let is_sign = word.starts_with(['.', ',', ')', ']', '…', '-', '\'', '’'])
            || self.line.text.ends_with(['\'', '’', '(', '[']);
        let is_apart = self.line.spaced || !(self.has_spaces || touches && is_sign);
        let is_rest = std::mem::take(&mut self.line.is_broken) && word.starts_with(char::is_lowercase);
        if is_apart && !is_rest && !self.line.text.is_empty() {
            self.line.text.push(' ');
        }
        self.line.text.push_str(&word);
        self.line.spaced = false;
        self.line.edge = edge;
    }
}
