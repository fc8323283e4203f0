//! The local sink: adds, deletes, commits.

use std::sync::Arc;

use tantivy::indexer::NoMergePolicy;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, IndexWriter, Term};

use super::attachments::Payload;
use super::document::{InFlight, Posting};
use super::forms::FormsTokenizer;
use super::layout::{Layout, Writing, sync_folder};
use super::schema::{FORMS_TOKENIZER, Fields, schema};
use super::{Error, merge, vocabularies};
use crate::analysis::Inflection;
use crate::article::ArticleId;
use crate::sink::{self, Attachment, Entry, Sink, Standing};

/// Memory that a writer may use, in bytes, and its threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory {
    /// Threads that post, from 1 to 8.
    pub threads: usize,
    /// Postings in memory, over all threads; each gets at least 15 MB and at most 4 GB.
    pub postings_bytes: usize,
    /// Documents that wait to be posted.
    pub in_flight_bytes: usize,
}

impl Default for Memory {
    fn default() -> Self {
        Memory { threads: 2, postings_bytes: 128 << 20, in_flight_bytes: 24 << 20 }
    }
}

/// The engine takes no less memory a thread.
const LEAST_BYTES: usize = 15_000_000;
/// Nor more: its places in memory are 32-bit numbers.
const MOST_BYTES: usize = 4_000_000_000;

/// The sink of this machine.
pub struct Writer {
    writing: Writing,
    index: Index,
    fields: Fields,
    inflection: Inflection,
    engine: IndexWriter<Posting>,
    in_flight: Arc<InFlight>,
    payload: Option<Payload>,
}

/// Opens the engine of a layout, with our tokenizer.
pub(super) fn open_engine(layout: &Layout) -> Result<(Index, Fields), Error> {
    let index = Index::open_in_dir(layout.engine())?;
    let (schema, fields) = schema();
    if index.schema() != schema {
        return Err(Error::Damaged {
            path: layout.engine().join("meta.json"),
            what: "the schema is not ours".into(),
        });
    }
    index.tokenizers().register(FORMS_TOKENIZER, FormsTokenizer::default());
    Ok((index, fields))
}

impl Writer {
    /// Opens an index for writing; [`Writing::begin`] gave the right to.
    ///
    /// # Errors
    /// If the index is damaged or of another version.
    pub fn open(writing: Writing, memory: Memory, inflection: &Inflection) -> Result<Self, Error> {
        let layout = writing.layout();
        if writing.is_fresh() {
            let settings = IndexSettings {
                docstore_compression: Compressor::Zstd(ZstdCompressor { compression_level: Some(3) }),
                docstore_blocksize: 16 << 10,
                ..IndexSettings::default()
            };
            Index::builder().schema(schema().0).settings(settings).create_in_dir(layout.engine())?;
        }
        let (index, fields) = open_engine(layout)?;
        let payload = Payload::read(index.load_metas()?.payload.as_deref(), layout)?;
        let threads = memory.threads.clamp(1, 8);
        let postings_bytes = memory.postings_bytes.clamp(threads * LEAST_BYTES, threads * MOST_BYTES);
        let engine = index.writer_with_num_threads(threads, postings_bytes)?;
        engine.set_merge_policy(Box::new(NoMergePolicy));
        let in_flight = InFlight::new(memory.in_flight_bytes);
        Ok(Writer { writing, index, fields, inflection: inflection.clone(), engine, in_flight, payload })
    }

    /// Reads an attachment of the last commit; `None` if there is none of that name.
    ///
    /// # Errors
    /// If it is missing or not what was committed.
    pub fn attachment(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        match &self.payload {
            Some(payload) => payload.attachment(name, self.writing.layout()),
            None => Ok(None),
        }
    }

    /// Where the index lies.
    pub fn layout(&self) -> &Layout {
        self.writing.layout()
    }

    fn commit_all(&mut self, attachments: &[Attachment<'_>]) -> Result<Standing, Error> {
        let layout = self.writing.layout();
        let n = self.payload.as_ref().map_or(0, |payload| payload.n) + 1;
        let payload = Payload::write(n, attachments, layout)?;
        let mut prepared = self.engine.prepare_commit()?;
        prepared.set_payload(&payload.to_json());
        prepared.commit()?;
        sync_folder(&layout.engine())?;
        loop {
            let chosen = merge::to_merge(&self.index.searchable_segment_metas()?);
            if chosen.is_empty() {
                break;
            }
            self.engine.merge(&chosen).wait()?;
        }
        self.engine.garbage_collect_files().wait()?;
        sync_folder(&layout.engine())?;
        let searcher =
            self.index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual).try_into()?.searcher();
        vocabularies::bring_in_line(layout, &searcher, &self.fields, &self.inflection)?;
        payload.sweep(layout);
        self.payload = Some(payload);
        self.writing.publish()?;
        Ok(Standing { documents: searcher.num_docs(), segments: searcher.segment_readers().len() })
    }
}

impl From<Error> for sink::Error {
    fn from(error: Error) -> Self {
        sink::Error { what: "the index cannot be written".into(), source: Some(Box::new(error)) }
    }
}

impl Sink for Writer {
    fn add(&mut self, entry: Entry) -> Result<(), sink::Error> {
        let posting = Posting::new(entry, self.fields, &self.in_flight);
        self.engine.add_document(posting).map_err(Error::from)?;
        Ok(())
    }

    fn delete(&mut self, id: ArticleId) -> Result<(), sink::Error> {
        self.engine.delete_term(Term::from_field_bytes(self.fields.id, id.bytes()));
        Ok(())
    }

    fn commit(&mut self, attachments: &[Attachment<'_>]) -> Result<Standing, sink::Error> {
        Ok(self.commit_all(attachments)?)
    }
}
