//! What readers get: one commit, its segments and columns, its vocabularies, its attachments.

mod addresses;
mod columns;
mod documents;
mod naming;
mod opening;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use tantivy::Searcher;
use tantivy::directory::OwnedBytes;
use tantivy::store::StoreReader;

use super::Error;
use super::attachments::Payload;
use super::layout::Layout;
use super::schema::Fields;
use crate::analysis::Inflection;
use crate::names::{Aliases, Table};
use crate::vocabulary::Vocabulary;

pub use addresses::Addresses;
pub use columns::{CommitColumns, EntryColumns, NameColumns, SegmentColumns};
pub(super) use documents::{address_of, live_postings, living, stored_document};

/// One commit, open for reading. Opening maps files and reads some kilobytes; nothing written later is
/// seen, and nothing that is removed later is missed.
pub struct Snapshot {
    layout: Layout,
    fields: Fields,
    searcher: Searcher,
    columns: Arc<CommitColumns>,
    /// What is stored of each segment's documents.
    stores: Vec<StoreReader>,
    inflection: Inflection,
    vocabularies: Vec<Vocabulary<OwnedBytes>>,
    damaged_vocabularies: usize,
    payload: Option<Payload>,
    attachments: BTreeMap<String, OwnedBytes>,
    /// What the user says of names for this once; else what is kept with the index.
    aliases: Option<Aliases>,
    names: OnceLock<Table<OwnedBytes>>,
}

impl Snapshot {
    /// Number of segments whose vocabulary was missing or damaged, and is built anew from the dictionaries.
    pub fn damaged_vocabularies(&self) -> usize {
        self.damaged_vocabularies
    }

    /// Handles of the fields.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The engine's searcher over this commit.
    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// The inflection that the vocabularies are of.
    pub fn inflection(&self) -> &Inflection {
        &self.inflection
    }

    /// The segments' vocabularies, in the searcher's order; none where articles alone were asked for.
    pub fn vocabularies(&self) -> &[Vocabulary<OwnedBytes>] {
        &self.vocabularies
    }

    /// Number of documents.
    pub fn documents(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// Number of the commit, 0 before the first one.
    pub fn commit(&self) -> u64 {
        self.payload.as_ref().map_or(0, |payload| payload.n)
    }

    /// Version of the program that wrote the commit.
    pub fn tool(&self) -> Option<&str> {
        self.payload.as_ref().map(Payload::tool)
    }

    /// Where the index lies.
    pub fn root(&self) -> &Path {
        self.layout.root()
    }

    /// Reads an attachment whole and checks its hash.
    ///
    /// # Errors
    /// If it is not what was committed.
    pub fn attachment(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let (Some(bytes), Some(payload)) = (self.attachments.get(name), &self.payload) else {
            return Ok(None);
        };
        payload.check(name, bytes, &self.layout)?;
        Ok(Some(bytes.to_vec()))
    }

    /// An attachment as it is mapped, unread.
    pub fn mapped_attachment(&self, name: &str) -> Option<OwnedBytes> {
        self.attachments.get(name).cloned()
    }

    /// Bytes of all files of the index's generation.
    pub fn size_bytes(&self) -> u64 {
        fn folder_size(folder: &Path) -> u64 {
            let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
            entries
                .flatten()
                .map(|entry| match entry.metadata() {
                    Ok(metadata) if metadata.is_dir() => folder_size(&entry.path()),
                    Ok(metadata) => metadata.len(),
                    Err(_) => 0,
                })
                .sum()
        }
        folder_size(self.layout.generation())
    }
}
