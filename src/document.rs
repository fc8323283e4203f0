//! The document: an annotated article at rest, in the one shape that is stored, dumped and sent.
//!
//! An [`AnnotatedArticle`] comes in; bytes ([`Document::to_bytes`]) and JSON ([`line::Line`]) come out,
//! both versioned. The room knows no engine: what is indexed of a document is the sink's affair.

pub mod line;
mod mentions;
mod salience;
mod stored;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::article::{AnnotatedArticle, ArticleId, Date, Entity, Kind, Language, Origin, Provenance};

pub use stored::{Error, STORED_VERSION};

/// An article as it stands in an index, with its entities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Hash of the article's own identity.
    pub id: ArticleId,
    /// The identifier that the source itself gives.
    pub source_id: Option<String>,
    /// Where it was found.
    pub origin: Origin,
    /// Name of the format it was read from.
    pub format: Cow<'static, str>,
    /// Title; may be empty.
    pub title: String,
    /// Paragraphs, one a line.
    pub body: String,
    /// Date of publication.
    pub date: Option<Date>,
    /// The date as the source wrote it.
    pub date_text: Option<String>,
    /// Language of the text.
    pub language: Language,
    /// Whether the source declared the language.
    pub language_declared: bool,
    /// Publisher or medium.
    pub source: Option<String>,
    /// Authors and credits.
    pub authors: Vec<String>,
    /// Section.
    pub section: Option<String>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// Entities with their mentions.
    pub entities: Vec<Entity>,
}

impl From<AnnotatedArticle> for Document {
    fn from(annotated: AnnotatedArticle) -> Self {
        let AnnotatedArticle { article, entities } = annotated;
        Document {
            id: article.id,
            source_id: article.source_id,
            origin: article.origin,
            format: Cow::Borrowed(article.format),
            title: article.title,
            body: article.body,
            date: article.date,
            date_text: article.date_text,
            language: article.language,
            language_declared: article.language_from == Provenance::Declared,
            source: article.source,
            authors: article.authors,
            section: article.section,
            keywords: article.keywords,
            url: article.url,
            entities,
        }
    }
}

impl Document {
    /// Returns the document's entities of one kind, in order of key.
    pub fn entities_of(&self, kind: Kind) -> impl Iterator<Item = &Entity> {
        self.entities.iter().filter(move |entity| entity.kind == kind)
    }

    /// Returns what a copy of this document keeps of itself.
    pub fn copy(&self) -> Copy {
        Copy {
            origin: self.origin.clone(),
            title: self.title.clone(),
            date: self.date,
            section: self.section.clone(),
            url: self.url.clone(),
        }
    }
}

/// One of several articles of equal text: what is its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Copy {
    /// Where it was found.
    pub origin: Origin,
    /// Its title.
    pub title: String,
    /// Its date.
    pub date: Option<Date>,
    /// Its section.
    pub section: Option<String>,
    /// Its address.
    pub url: Option<String>,
}
