//! One article's element as a tree, within limits: depth, elements, attributes, length of a tag.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

use super::local;
use crate::parse::input::Fault;
use crate::parse::paragraphs;
use crate::stage::{Code, Limits};

/// An element: its name and prefix, its attributes and what lies in it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: Box<str>,
    /// The prefix that stood before the name; empty if there was none.
    pub(crate) prefix: Box<str>,
    attributes: Vec<(Box<str>, Box<str>)>,
    pub(crate) children: Vec<Child>,
}

/// What lies in an element.
#[derive(Debug)]
pub(crate) enum Child {
    Element(Element),
    Text(String),
}

impl Element {
    /// The value of an attribute by its name without prefix, if there is anything in it.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let value = self.attributes.iter().find(|(other, _)| **other == *name)?.1.trim();
        (!value.is_empty()).then_some(value)
    }

    /// All attributes, in order.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|(name, value)| (&**name, &**value))
    }

    /// The elements right below, in order.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// The elements that a path of names, parted by `/`, leads to, in order; a part `**` is any depth.
    pub(crate) fn each(&self, path: &str) -> Vec<&Element> {
        let mut here = vec![self];
        let mut anywhere = false;
        for name in path.split('/') {
            if name == "**" {
                anywhere = true;
                continue;
            }
            let mut next = Vec::new();
            for element in here {
                if anywhere {
                    element.gather(name, &mut next);
                } else {
                    next.extend(element.elements().filter(|child| *child.name == *name));
                }
            }
            anywhere = false;
            here = next;
        }
        here
    }

    /// Collects the outermost elements of a name below, in order.
    fn gather<'e>(&'e self, name: &str, into: &mut Vec<&'e Element>) {
        for child in self.elements() {
            if *child.name == *name {
                into.push(child);
            } else {
                child.gather(name, into);
            }
        }
    }

    /// The first element that a path leads to.
    pub(crate) fn at(&self, path: &str) -> Option<&Element> {
        self.each(path).into_iter().next()
    }

    /// The text right below, as it stands, without that of the elements in it.
    pub(crate) fn own_text(&self) -> String {
        let texts = self.children.iter().filter_map(|child| match child {
            Child::Text(text) => Some(text.as_str()),
            Child::Element(_) => None,
        });
        texts.collect()
    }

    /// The text within, on one line.
    pub(crate) fn line(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        paragraphs::one_line(&text)
    }

    fn push_text(&self, into: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(text) => into.push_str(text),
                Child::Element(element) => element.push_text(into),
            }
        }
    }

    /// The text of the first element of a path that has any, on one line.
    pub(crate) fn text_at(&self, path: &str) -> Option<String> {
        self.each(path).into_iter().map(Element::line).find(|text| !text.is_empty())
    }

    /// An attribute of the first element of a path that has it.
    pub(crate) fn attribute_at(&self, path: &str, name: &str) -> Option<String> {
        self.each(path).into_iter().find_map(|element| element.attribute(name)).map(str::to_owned)
    }
}

/// Reads the one element of a text. Takes linear time.
pub(crate) fn read(text: &str, limits: &Limits) -> Result<Element, Fault> {
    let (root, open) = build(text, limits)?;
    match open {
        None => root.ok_or_else(|| Fault::new(Code::Xml, "no element in it")),
        Some(name) => Err(Fault::new(Code::Truncated, format!("ends within <{name}>"))),
    }
}

/// Reads as much as there is of an element that need not end, and may be cut anywhere.
pub(crate) fn read_open(text: &str, limits: &Limits) -> Result<Element, Fault> {
    let end = memchr::memrchr(b'>', text.as_bytes()).map_or(0, |at| at + 1);
    let (root, _) = build(&text[..end], limits)?;
    root.ok_or_else(|| Fault::new(Code::Xml, "no element in it"))
}

/// Builds the tree; what is still open at the end is closed, and its innermost name handed over.
fn build(text: &str, limits: &Limits) -> Result<(Option<Element>, Option<String>), Fault> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root: Option<Element> = None;
    let mut parts = 0;
    loop {
        let event =
            reader.read_event().map_err(|error| not_well_formed(text, &reader, &error.to_string()))?;
        match event {
            Event::Start(start) => {
                if open.len() >= limits.xml_depth {
                    let limit = Some((limits.xml_depth as u64, open.len() as u64 + 1));
                    return Err(Fault {
                        code: Code::Depth,
                        detail: "elements within elements".into(),
                        limit,
                    });
                }
                open.push(element(&start, &mut parts, limits)?);
            }
            Event::Empty(start) => {
                let element = element(&start, &mut parts, limits)?;
                close(element, &mut open, &mut root);
            }
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    close(element, &mut open, &mut root);
                }
            }
            Event::Text(text) => push(&text.into_inner(), &mut open),
            Event::CData(data) => push(&data.into_inner(), &mut open),
            Event::GeneralRef(name) => {
                let escaped = format!("&{};", &*name.into_inner());
                push(unescape(&escaped).as_deref().unwrap_or(&escaped), &mut open);
            }
            Event::DocType(declaration) if declaration.contains('[') => {
                return Err(Fault::new(Code::Dtd, "a document type with declarations of its own"));
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    let innermost = open.last().map(|element| element.name.to_string());
    while let Some(element) = open.pop() {
        close(element, &mut open, &mut root);
    }
    Ok((root, innermost))
}

fn element(start: &BytesStart<'_>, parts: &mut usize, limits: &Limits) -> Result<Element, Fault> {
    if start.len() > limits.xml_tag_bytes {
        let limit = Some((limits.xml_tag_bytes as u64, start.len() as u64));
        return Err(Fault { code: Code::Xml, detail: "too long a tag".into(), limit });
    }
    *parts += 1;
    let name = start.name();
    let name: &str = name.as_ref();
    let prefix = name.rsplit_once(':').map_or("", |(prefix, _)| prefix);
    let mut element = Element { name: local(name).into(), prefix: prefix.into(), ..Element::default() };
    for attribute in start.attributes().with_checks(false) {
        let attribute =
            attribute.map_err(|error| Fault::new(Code::Xml, format!("a broken attribute: {error}")))?;
        let name: &str = attribute.key.as_ref();
        if name == "xmlns" || name.starts_with("xmlns:") {
            continue;
        }
        *parts += 1;
        if element.attributes.len() == limits.xml_attributes {
            let limit = Some((limits.xml_attributes as u64, limits.xml_attributes as u64 + 1));
            return Err(Fault { code: Code::Xml, detail: "too many attributes".into(), limit });
        }
        let value = unescape(&attribute.value).unwrap_or_else(|_| attribute.value.clone());
        element.attributes.push((local(name).into(), value.as_ref().into()));
    }
    if *parts > limits.xml_parts {
        let limit = Some((limits.xml_parts as u64, *parts as u64));
        return Err(Fault { code: Code::TooBig, detail: "too many elements in one article".into(), limit });
    }
    Ok(element)
}

fn close(element: Element, open: &mut [Element], root: &mut Option<Element>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(Child::Element(element)),
        None if root.is_none() => *root = Some(element),
        None => {}
    }
}

fn push(text: &str, open: &mut [Element]) {
    let Some(parent) = open.last_mut() else { return };
    match parent.children.last_mut() {
        Some(Child::Text(before)) => before.push_str(text),
        _ => parent.children.push(Child::Text(text.to_owned())),
    }
}

fn not_well_formed(text: &str, reader: &Reader<&[u8]>, what: &str) -> Fault {
    let place = usize::try_from(reader.error_position()).unwrap_or(text.len()).min(text.len());
    let line = memchr::memchr_iter(b'\n', &text.as_bytes()[..place]).count() + 1;
    let what =
        what.strip_prefix("syntax error: ").or(what.strip_prefix("ill-formed document: ")).unwrap_or(what);
    let what = paragraphs::one_line(paragraphs::beginning(what, 160));
    Fault::new(Code::Xml, format!("not well-formed in line {line} of the article: {what}"))
}
