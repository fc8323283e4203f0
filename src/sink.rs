//! What an engine promises: to take documents, to forget them, and to make both stand at once.
//!
//! An [`Entry`] is a document made ready in the parallel stage, so that the engine's own threads only
//! post. A commit carries named [`Attachment`]s: whatever must move with the documents (the manifest,
//! the copies) stands or falls with them.

use crate::analysis::Encoded;
use crate::article::{ArticleId, Digest};
use crate::document::Document;

/// A document ready to be indexed.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The document.
    pub document: Document,
    /// The document as bytes.
    pub stored: Vec<u8>,
    /// Digest of `stored`: equal means nothing changed.
    pub digest: Digest,
    /// Forms of the title.
    pub title: Encoded,
    /// Forms of the body.
    pub body: Encoded,
    /// When it entered the index.
    pub entered: Entered,
}

/// When a document, as it stands, entered an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Entered {
    /// Number of the run that wrote it, from 1.
    pub run: u64,
    /// When that run began, in seconds since 1970.
    pub seconds: i64,
}

impl Entry {
    /// Makes a document ready. Linear in its text; `buffer` is scratch space.
    pub fn prepare(document: Document, buffer: &mut String) -> Self {
        let stored = document.to_bytes();
        let digest = Digest::of_bytes(&stored);
        let title = Encoded::of(&document.title, buffer);
        let body = Encoded::of(&document.body, buffer);
        Entry { document, stored, digest, title, body, entered: Entered::default() }
    }

    /// Bytes that the entry keeps in memory until it is indexed.
    pub fn size_bytes(&self) -> usize {
        let text = self.document.title.len() + self.document.body.len();
        self.stored.len() + self.title.forms.len() + self.body.forms.len() + text
    }
}

/// A named blob that a commit carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attachment<'a> {
    /// Its name, the same from commit to commit.
    pub name: &'a str,
    /// Its content.
    pub bytes: &'a [u8],
}

/// A document that is found under more sections than its own: those of its copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// Its id.
    pub id: ArticleId,
    /// The further sections, sorted; none take the former away.
    pub sections: Vec<String>,
}

/// What stands after a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Documents.
    pub documents: u64,
    /// Segments (or shards) that hold them.
    pub segments: usize,
}

/// Why an engine could not do what it promises. The run is broken; what was committed before stands.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub struct Error {
    /// What failed.
    pub what: String,
    /// Why.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// An engine that documents are given to.
pub trait Sink {
    /// Takes an entry. It may wait until memory is free.
    ///
    /// # Errors
    /// If the engine is broken; the sink is of no more use.
    fn add(&mut self, entry: Entry) -> Result<(), Error>;

    /// Forgets the document of that id, if there is one.
    ///
    /// # Errors
    /// If the engine is broken; the sink is of no more use.
    fn delete(&mut self, id: ArticleId) -> Result<(), Error>;

    /// Makes everything so far stand in the midst of a run: should the process end now, the next one goes on
    /// from here. These attachments take the place of the former of the same name; the others stay. Nothing is
    /// merged or tidied, so that it takes as short as it can.
    ///
    /// Returns whether it stands: an engine that builds anew beside an index in use shows nothing before the
    /// last commit.
    ///
    /// # Errors
    /// If it does not stand; the former commit does, and the sink is of no more use.
    fn checkpoint(&mut self, attachments: &[Attachment<'_>]) -> Result<bool, Error>;

    /// Makes everything so far stand as a checkpoint does, be it seen or not, and then indexes these documents
    /// as before, but under further sections. Their bytes stay.
    ///
    /// # Errors
    /// If the engine is broken, or a document is not there; the sink is of no more use.
    fn amend(&mut self, attachments: &[Attachment<'_>], amendments: &[Amendment]) -> Result<(), Error>;

    /// Makes everything since the last commit stand, with these attachments in the place of the former.
    ///
    /// # Errors
    /// If it does not stand; the former commit does, and the sink is of no more use.
    fn commit(&mut self, attachments: &[Attachment<'_>]) -> Result<Standing, Error>;
}
