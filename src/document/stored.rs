//! A document as bytes: what an index stores.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Document, mentions};
use crate::article::{ArticleId, Date, Entity, Kind, Language, Origin};

/// First byte of a stored document. What follows is `postcard` (its wire format 1.0) of `Fields`, in
/// the order of its declaration; a change of that order is another version.
pub const STORED_VERSION: u8 = 2;

/// Why bytes are no document.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Written by another version of Kiosque.
    #[error("a stored document has version {0}, this program reads {STORED_VERSION}")]
    Version(u8),
    /// Cut or damaged.
    #[error("a stored document is damaged")]
    Damaged,
}

#[derive(Serialize, Deserialize)]
struct Fields<'a> {
    id: [u8; 16],
    source_id: Option<Cow<'a, str>>,
    path: Cow<'a, str>,
    member: Option<Cow<'a, str>>,
    ordinal: u32,
    format: Cow<'a, str>,
    title: Cow<'a, str>,
    body: Cow<'a, str>,
    date: Option<Date>,
    date_text: Option<Cow<'a, str>>,
    language: Cow<'a, str>,
    language_declared: bool,
    source: Option<Cow<'a, str>>,
    authors: Vec<Cow<'a, str>>,
    section: Option<Cow<'a, str>>,
    keywords: Vec<Cow<'a, str>>,
    url: Option<Cow<'a, str>>,
    entities: Vec<EntityFields<'a>>,
}

#[derive(Serialize, Deserialize)]
struct EntityFields<'a> {
    kind: Kind,
    key: Cow<'a, str>,
    name: Cow<'a, str>,
    mentions: Vec<u32>,
    declared: bool,
}

fn opt(text: &Option<String>) -> Option<Cow<'_, str>> {
    text.as_deref().map(Cow::Borrowed)
}

fn list(texts: &[String]) -> Vec<Cow<'_, str>> {
    texts.iter().map(|text| Cow::Borrowed(text.as_str())).collect()
}

fn owned(texts: Vec<Cow<'_, str>>) -> Vec<String> {
    texts.into_iter().map(Cow::into_owned).collect()
}

impl Document {
    /// Returns the document as bytes, the same for equal documents.
    ///
    /// # Panics
    /// Never: memory takes what is written.
    pub fn to_bytes(&self) -> Vec<u8> {
        let fields = Fields {
            id: *self.id.bytes(),
            source_id: opt(&self.source_id),
            path: Cow::Borrowed(&self.origin.path),
            member: self.origin.member.as_deref().map(Cow::Borrowed),
            ordinal: self.origin.ordinal,
            format: Cow::Borrowed(&self.format),
            title: Cow::Borrowed(&self.title),
            body: Cow::Borrowed(&self.body),
            date: self.date,
            date_text: opt(&self.date_text),
            language: Cow::Borrowed(self.language.code()),
            language_declared: self.language_declared,
            source: opt(&self.source),
            authors: list(&self.authors),
            section: opt(&self.section),
            keywords: list(&self.keywords),
            url: opt(&self.url),
            entities: self
                .entities
                .iter()
                .map(|entity| EntityFields {
                    kind: entity.kind,
                    key: Cow::Borrowed(&entity.key),
                    name: Cow::Borrowed(&entity.name),
                    mentions: mentions::pack(&entity.mentions),
                    declared: entity.declared,
                })
                .collect(),
        };
        let mut bytes = Vec::with_capacity(self.title.len() + self.body.len() + 512);
        bytes.push(STORED_VERSION);
        postcard::to_extend(&fields, bytes).expect("postcard writes any value to memory")
    }

    /// Reads a document back.
    ///
    /// # Errors
    /// If the bytes are cut, damaged or of another version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let (version, rest) = bytes.split_first().ok_or(Error::Damaged)?;
        if *version != STORED_VERSION {
            return Err(Error::Version(*version));
        }
        let fields: Fields<'_> = postcard::from_bytes(rest).map_err(|_| Error::Damaged)?;
        Ok(Document {
            id: ArticleId::from_bytes(fields.id),
            source_id: fields.source_id.map(Cow::into_owned),
            origin: Origin {
                path: Arc::from(fields.path),
                member: fields.member.map(Arc::from),
                ordinal: fields.ordinal,
            },
            format: Cow::Owned(fields.format.into_owned()),
            title: fields.title.into_owned(),
            body: fields.body.into_owned(),
            date: fields.date,
            date_text: fields.date_text.map(Cow::into_owned),
            language: Language::from_code(&fields.language).unwrap_or(Language::UNKNOWN),
            language_declared: fields.language_declared,
            source: fields.source.map(Cow::into_owned),
            authors: owned(fields.authors),
            section: fields.section.map(Cow::into_owned),
            keywords: owned(fields.keywords),
            url: fields.url.map(Cow::into_owned),
            entities: fields
                .entities
                .into_iter()
                .map(|entity| Entity {
                    kind: entity.kind,
                    key: entity.key.into_owned(),
                    name: entity.name.into_owned(),
                    mentions: mentions::unpack(&entity.mentions),
                    declared: entity.declared,
                })
                .collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Field, Mention};

    fn document() -> Document {
        Document {
            id: ArticleId::of(&["place", "a"]),
            source_id: Some("7".into()),
            origin: Origin { path: "a/b.zip".into(), member: Some("c.txt".into()), ordinal: 4 },
            format: "text".into(),
            title: "Titre".into(),
            body: "Un corps.\nDeux.".into(),
            date: Date::from_iso("1631-05"),
            date_text: Some("mai 1631".into()),
            language: Language::FRENCH,
            language_declared: true,
            source: None,
            authors: vec!["Théophraste".into()],
            section: Some("Cour".into()),
            keywords: vec![],
            url: None,
            entities: vec![Entity {
                kind: Kind::Place,
                key: "paris".into(),
                name: "Paris".into(),
                mentions: vec![Mention { field: Field::Body, start: 3, end: 8 }],
                declared: true,
            }],
        }
    }

    #[test]
    fn a_document_reads_back_whole() {
        let document = document();
        assert_eq!(Document::from_bytes(&document.to_bytes()).expect("reads back"), document);
    }

    #[test]
    fn damaged_bytes_are_an_error_never_a_panic() {
        let bytes = document().to_bytes();
        for cut in 0..bytes.len() {
            assert!(Document::from_bytes(&bytes[..cut]).is_err());
        }
        assert!(matches!(Document::from_bytes(&[9, 9]), Err(Error::Version(9))));
    }
}
