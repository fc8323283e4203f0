//! A document as one line of JSON: what `dump` and `extract` print.
//!
//! A contract of version [`VERSION`]: field names are fixed, absent is `null` or `[]`, offsets count
//! characters (Unicode scalars).

use serde::Serialize;

use super::{Copy, Document};
use crate::article::{Entity, Field};

/// Version of the JSON contract.
pub const VERSION: u32 = 1;

/// One document, borrowed, in the order of the contract's fields.
#[derive(Debug, Serialize)]
pub struct Line<'a> {
    v: u32,
    id: String,
    source_id: Option<&'a str>,
    title: &'a str,
    body: &'a str,
    date: Option<String>,
    date_text: Option<&'a str>,
    language: &'a str,
    source: Option<&'a str>,
    authors: &'a [String],
    section: Option<&'a str>,
    keywords: &'a [String],
    url: Option<&'a str>,
    path: &'a str,
    member: Option<&'a str>,
    ordinal: u32,
    format: &'a str,
    entities: Vec<EntityLine<'a>>,
    origins: Vec<OriginLine<'a>>,
}

#[derive(Debug, Serialize)]
struct EntityLine<'a> {
    kind: &'static str,
    key: &'a str,
    name: String,
    mentions: Vec<MentionLine>,
    declared: bool,
}

#[derive(Debug, Serialize)]
struct MentionLine {
    field: &'static str,
    start: usize,
    end: usize,
}

#[derive(Debug, Serialize)]
struct OriginLine<'a> {
    path: &'a str,
    member: Option<&'a str>,
    ordinal: u32,
    title: &'a str,
    date: Option<String>,
    section: Option<&'a str>,
    url: Option<&'a str>,
}

impl<'a> Line<'a> {
    /// Returns the line of a document. `own` is the document's own copy record, `copies` those of the
    /// other articles of equal text; `name` gives an entity's name in the corpus.
    pub fn new(
        document: &'a Document,
        own: &'a Copy,
        copies: &'a [Copy],
        mut name: impl FnMut(&Entity) -> String,
    ) -> Self {
        let title = CharOffsets::of(&document.title);
        let body = CharOffsets::of(&document.body);
        let entities = document
            .entities
            .iter()
            .map(|entity| EntityLine {
                kind: entity.kind.name(),
                key: &entity.key,
                name: name(entity),
                mentions: entity
                    .mentions
                    .iter()
                    .map(|mention| {
                        let offsets = if mention.field == Field::Title { &title } else { &body };
                        MentionLine {
                            field: mention.field.name(),
                            start: offsets.at(mention.start as usize),
                            end: offsets.at(mention.end as usize),
                        }
                    })
                    .collect(),
                declared: entity.declared,
            })
            .collect();
        Line {
            v: VERSION,
            id: document.id.to_string(),
            source_id: document.source_id.as_deref(),
            title: &document.title,
            body: &document.body,
            date: document.date.map(|date| date.to_string()),
            date_text: document.date_text.as_deref(),
            language: document.language.code(),
            source: document.source.as_deref(),
            authors: &document.authors,
            section: document.section.as_deref(),
            keywords: &document.keywords,
            url: document.url.as_deref(),
            path: &document.origin.path,
            member: document.origin.member.as_deref(),
            ordinal: document.origin.ordinal,
            format: &document.format,
            entities,
            origins: std::iter::once(own).chain(copies).map(OriginLine::from).collect(),
        }
    }
}

impl<'a> From<&'a Copy> for OriginLine<'a> {
    fn from(copy: &'a Copy) -> Self {
        OriginLine {
            path: &copy.origin.path,
            member: copy.origin.member.as_deref(),
            ordinal: copy.origin.ordinal,
            title: &copy.title,
            date: copy.date.map(|date| date.to_string()),
            section: copy.section.as_deref(),
            url: copy.url.as_deref(),
        }
    }
}

/// Turns byte offsets of a text into character offsets, in constant time and an eighth of its bytes.
struct CharOffsets<'a> {
    text: &'a str,
    /// Characters before each 64th byte.
    marks: Vec<usize>,
}

impl<'a> CharOffsets<'a> {
    fn of(text: &'a str) -> Self {
        let mut characters = 0;
        let marks = text
            .as_bytes()
            .chunks(64)
            .map(|chunk| {
                let before = characters;
                characters += count_starts(chunk);
                before
            })
            .collect();
        CharOffsets { text, marks }
    }

    fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let Some(before) = self.marks.get(byte / 64) else {
            return self.marks.last().map_or(0, |last| {
                last + count_starts(&self.text.as_bytes()[(self.marks.len() - 1) * 64..byte])
            });
        };
        before + count_starts(&self.text.as_bytes()[byte / 64 * 64..byte])
    }
}

fn count_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn character_offsets_are_counted_right(text in "\\PC{0,200}") {
            let offsets = CharOffsets::of(&text);
            for (expected, (byte, _)) in text.char_indices().enumerate() {
                proptest::prop_assert_eq!(offsets.at(byte), expected);
            }
            proptest::prop_assert_eq!(offsets.at(text.len()), text.chars().count());
        }
    }
}
