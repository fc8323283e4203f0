//! The words that every room shares: what an article is, how far it has come, where it was found.
//!
//! The data's path is the order of these types: a [`Record`] becomes a [`RawArticle`], an [`Article`],
//! an [`AnnotatedArticle`]. Each stage takes the earlier by value and returns the later. Nothing here
//! knows a file format, an engine or a terminal.

mod calendar;
mod date;
mod entity;
mod id;
mod language;
mod origin;
mod path;

pub use calendar::{ENGLISH_DAYS, ENGLISH_MONTHS, FRENCH_DAYS, FRENCH_MONTHS};
pub use date::{Date, Precision};
pub use entity::{Entity, Field, Kind, Mention};
pub use id::{ArticleId, Digest};
pub use language::{Language, Provenance};
pub use origin::{Origin, SourceFile};
pub use path::{path_of_text, path_to_text, stands_for_byte};

/// One cheap, bounded piece of a source: the bytes of one article, or of one small file of articles.
#[derive(Debug, Clone)]
pub struct Record {
    /// Where the piece begins: for a file of several articles the ordinal of its first one.
    pub origin: Origin,
    /// Name of the format, as in the `FORMATS` table of `parse`.
    pub format: &'static str,
    /// The bytes as found, already decompressed, not yet decoded.
    pub payload: Vec<u8>,
    /// What `parse::frame` learnt from the surroundings and the record alone does not say (a CSV
    /// file's header and delimiter, say); opaque to every other room.
    pub context: Option<std::sync::Arc<[u8]>>,
    /// Bytes of the file that were read when the record was cut, as they lie on the disk.
    pub read_bytes: u64,
}

/// An article as its source wrote it: strings exactly as found, nothing judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawArticle {
    /// Where it was found.
    pub origin: Origin,
    /// Name of the format it was read from.
    pub format: &'static str,
    /// A name that the source promises to be unique everywhere: a feed's guid, an accession number.
    pub guid: Option<String>,
    /// A plain identifier, unique within its file at most.
    pub local_id: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Standfirst (chapo, heading beside a title).
    pub standfirst: Option<String>,
    /// Plain text, one paragraph a line.
    pub body: String,
    /// Date of publication as text, whatever its form.
    pub date: Option<String>,
    /// Language as declared.
    pub language: Option<String>,
    /// Publisher or medium.
    pub source: Option<String>,
    /// Authors and credits.
    pub authors: Vec<String>,
    /// Section.
    pub section: Option<String>,
    /// The source's own keywords.
    pub keywords: Vec<String>,
    /// Entities that the source names itself.
    pub entities: Vec<(Kind, String)>,
}

/// A clean article: NFC text, a date with its precision, an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Hash of the article's own identity, never of its content.
    pub id: ArticleId,
    /// The identifier that the source itself gives, for `source_id` in outputs.
    pub source_id: Option<String>,
    /// Where it was found.
    pub origin: Origin,
    /// Name of the format it was read from.
    pub format: &'static str,
    /// Title on one line; empty where there is none.
    pub title: String,
    /// Paragraphs, one a line; the standfirst is the first of them.
    pub body: String,
    /// Date of publication; unknown is `None`, never invented.
    pub date: Option<Date>,
    /// The date as the source wrote it.
    pub date_text: Option<String>,
    /// Language of the text.
    pub language: Language,
    /// Who said so.
    pub language_from: Provenance,
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
    /// Entities that the source names itself.
    pub declared_entities: Vec<(Kind, String)>,
}

impl Article {
    /// A French article of which nothing is known but its text; its id is of the text, its format `text`.
    pub fn of_text(title: impl Into<String>, body: impl Into<String>) -> Self {
        let (title, body) = (title.into(), body.into());
        Article {
            id: ArticleId::of(&[&title, &body]),
            source_id: None,
            origin: Origin::default(),
            format: "text",
            title,
            body,
            date: None,
            date_text: None,
            language: Language::FRENCH,
            language_from: Provenance::Default,
            source: None,
            authors: Vec::new(),
            section: None,
            keywords: Vec::new(),
            url: None,
            declared_entities: Vec::new(),
        }
    }
}

/// An article and the entities that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnotatedArticle {
    /// The article.
    pub article: Article,
    /// Its entities, in order of kind, then key; each with its mentions in order of place.
    pub entities: Vec<Entity>,
}
