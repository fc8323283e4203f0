//! The local sink: adds, deletes, commits.

use std::fs;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;

use tantivy::index::SegmentId;
use tantivy::indexer::NoMergePolicy;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexMeta, IndexSettings, IndexWriter, Term};

use super::attachments::Payload;
use super::directory::{COMMIT_RECORD, EngineFolder};
use super::document::{InFlight, Posting};
use super::forms::FormsTokenizer;
use super::layout::{Layout, Writing, sync_folder};
use super::live::Collected;
use super::schema::{FORMS_TOKENIZER, Fields, schema};
use super::seal::Seal;
use super::snapshot::{address_of, stored_document};
use super::{Error, inspect, live, merge, names, vocabularies};
use crate::analysis::Inflection;
use crate::article::ArticleId;
use crate::sink::{self, Amendment, Attachment, Entry, Sink, Standing};

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
///
/// An error of the engine is the end of it: a commit that failed may still be made to stand by a later one,
/// so nothing more is asked of it.
pub struct Writer {
    writing: Writing,
    index: Index,
    fields: Fields,
    inflection: Inflection,
    engine: IndexWriter<Posting>,
    in_flight: Arc<InFlight>,
    payload: Option<Payload>,
    seal: Option<Seal>,
    damaged_vocabularies: usize,
    is_proven: bool,
}

/// Opens the engine of a layout, with our tokenizer.
pub(super) fn open_engine(layout: &Layout) -> Result<(Index, Fields), Error> {
    let index = Index::open(EngineFolder::open(layout.engine())?)?;
    let (schema, fields) = schema();
    if index.schema() != schema {
        return Err(Error::Damaged {
            path: layout.engine().join(COMMIT_RECORD),
            what: "the schema is not ours".into(),
        });
    }
    index.tokenizers().register(FORMS_TOKENIZER, FormsTokenizer::default());
    Ok((index, fields))
}

impl Writer {
    /// Opens an index for writing; [`Writing::begin`] gave the right to.
    ///
    /// Lengths of all files are compared with the seal. Where a process was killed before it sealed its
    /// commit, every file is read and checked by the engine's own checksums, and the seal made up for.
    ///
    /// # Errors
    /// If the index is damaged or of another version.
    pub fn open(writing: Writing, memory: Memory, inflection: &Inflection) -> Result<Self, Error> {
        let layout = writing.layout();
        if writing.is_fresh() {
            let settings = IndexSettings {
                docstore_compression: Compressor::Zstd(ZstdCompressor { compression_level: Some(1) }),
                docstore_blocksize: 16 << 10,
                ..IndexSettings::default()
            };
            let folder = EngineFolder::open(layout.engine())?;
            Index::builder().schema(schema().0).settings(settings).open_or_create(folder)?;
        }
        let (index, fields) = open_engine(layout)?;
        let metas = index.load_metas()?;
        let payload = Payload::read(metas.payload.as_deref(), layout)
            .map_err(|error| inspect::told_by_seal(error, layout))?;
        let trusted =
            payload.as_ref().map(|payload| Trusted::find(layout, &index, &metas, payload)).transpose()?;
        let (whole, damaged_vocabularies) =
            trusted.as_ref().map_or((true, 0), |trusted| (trusted.whole, trusted.damaged_vocabularies));
        let seal = trusted.map(|trusted| trusted.seal);
        let threads = memory.threads.clamp(1, 8);
        let postings_bytes = memory.postings_bytes.clamp(threads * LEAST_BYTES, threads * MOST_BYTES);
        let engine = index.writer_with_num_threads(threads, postings_bytes)?;
        engine.set_merge_policy(Box::new(NoMergePolicy));
        let in_flight = InFlight::new(memory.in_flight_bytes);
        let inflection = inflection.clone();
        let mut writer = Writer {
            writing,
            index,
            fields,
            inflection,
            engine,
            in_flight,
            payload,
            seal,
            damaged_vocabularies,
            is_proven: true,
        };
        if !whole {
            writer.finish()?;
        }
        Ok(writer)
    }

    /// Leaves attachments and seals out from now on, so that a bench can tell what they cost. What is written so
    /// cannot be opened again.
    #[doc(hidden)]
    #[must_use]
    pub fn without_proof(mut self) -> Self {
        self.is_proven = false;
        self
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

    /// Number of vocabularies that were missing or damaged when the index was opened, and are made again.
    pub fn damaged_vocabularies(&self) -> usize {
        self.damaged_vocabularies
    }

    /// Where the index lies.
    pub fn layout(&self) -> &Layout {
        self.writing.layout()
    }

    /// Merges all segments into one without deleted documents, and makes damaged vocabularies again.
    ///
    /// # Errors
    /// If a file is damaged, or writing fails; the former commit stands then.
    pub fn optimize(&mut self) -> Result<Standing, Error> {
        let layout = self.writing.layout();
        let mut attachments = Vec::new();
        if let Some(payload) = &self.payload {
            for name in payload.names() {
                attachments.extend(payload.attachment(name, layout)?.map(|bytes| (name.to_owned(), bytes)));
            }
        }
        let attachments: Vec<Attachment<'_>> =
            attachments.iter().map(|(name, bytes)| Attachment { name, bytes }).collect();
        self.drop_damaged_vocabularies();
        self.stand(&attachments, None)?;
        // Whoever holds the engine's word for a segment keeps its files: ids are enough.
        let segments: Vec<(SegmentId, bool)> = self
            .index
            .searchable_segment_metas()?
            .iter()
            .map(|segment| (segment.id(), segment.has_deletes()))
            .collect();
        if segments.len() > 1 || segments.iter().any(|(_, has_deletes)| *has_deletes) {
            self.merge(&segments.iter().map(|(id, _)| *id).collect::<Vec<_>>())?;
        }
        self.finish()
    }

    /// The commit point: everything so far stands once the engine's record is renamed into its place.
    fn stand(&mut self, attachments: &[Attachment<'_>], kept: Option<&Payload>) -> Result<(), Error> {
        let attachments = if self.is_proven { attachments } else { &[] };
        let n = self.payload.as_ref().map_or(0, |payload| payload.n) + 1;
        let payload = Payload::write(n, attachments, kept, self.writing.layout())?;
        let mut prepared = self.engine.prepare_commit()?;
        prepared.set_payload(&payload.to_json());
        prepared.commit()?;
        self.payload = Some(payload);
        Ok(())
    }

    /// Merges segments into one, once those of former commits are proven to be what was committed.
    fn merge(&mut self, chosen: &[SegmentId]) -> Result<(), Error> {
        let layout = self.writing.layout();
        if let Some(seal) = &self.seal {
            let of_chosen = |name: &&str| chosen.iter().any(|id| name.contains(&id.uuid_string()));
            let names = seal.files.keys().map(String::as_str).filter(of_chosen);
            // A `.del` file of the former commit may have been replaced by a later one.
            let names = names.filter(|name| layout.file(name).exists() || !name.ends_with(".del"));
            let wrong = seal.check(layout, names.filter(|name| !vocabularies::is_vocabulary(name)));
            if let Some((name, what)) = wrong.into_iter().next() {
                return Err(Error::Damaged { path: layout.file(&name), what });
            }
        }
        self.engine.merge(chosen).wait()?;
        Ok(())
    }

    /// Tidies, makes the missing vocabularies, seals the commit, and lets readers have it.
    fn finish(&mut self) -> Result<Standing, Error> {
        self.engine.garbage_collect_files().wait()?;
        sync_folder(&self.writing.layout().engine())?;
        let searcher =
            self.index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual).try_into()?.searcher();
        self.drop_unsealed_vocabularies()?;
        let (layout, fields) = (self.writing.layout(), &self.fields);
        thread::scope(|scope| {
            let named = || names::bring_in_line(layout, &searcher, fields);
            let names =
                thread::Builder::new().spawn_scoped(scope, named).map_err(Error::io(layout.root()))?;
            vocabularies::bring_in_line(layout, &searcher, fields, &self.inflection)?;
            names.join().unwrap_or_else(|panic| resume_unwind(panic))
        })?;
        self.seal(true)?;
        Ok(Standing { documents: searcher.num_docs(), segments: searcher.segment_readers().len() })
    }

    /// Seals the commit; with the vocabularies of this moment, or those alone that were sealed before.
    fn seal(&mut self, vocabularies_too: bool) -> Result<(), Error> {
        if !self.is_proven {
            return self.writing.publish();
        }
        let layout = self.writing.layout();
        let n = self.payload.as_ref().map_or(0, |payload| payload.n);
        let live = live::files_of(layout, &self.index.load_metas()?, self.payload.as_ref());
        let former = self.seal.as_ref();
        let was_sealed = |name: &str| former.is_some_and(|former| former.files.contains_key(name));
        let mut names = live.clone();
        names.retain(|name| vocabularies_too || !vocabularies::is_vocabulary(name) || was_sealed(name));
        let seal = Seal::make(layout, n, &names, &live::commit_record(), former)?;
        seal.write(layout)?;
        live::sweep(layout, &live, &mut Collected::default());
        self.seal = Some(seal);
        self.writing.publish()
    }

    /// Removes the vocabularies that are not as they were sealed; those missing are made by [`Self::finish`].
    fn drop_damaged_vocabularies(&mut self) {
        let Some(seal) = &self.seal else { return };
        let layout = self.writing.layout();
        let names = seal.files.keys().map(String::as_str).filter(|name| vocabularies::is_vocabulary(name));
        let damaged = seal.check(layout, names);
        for (name, _) in &damaged {
            // One that cannot be removed is found again.
            let _ = fs::remove_file(layout.file(name));
        }
        self.damaged_vocabularies += damaged.len();
    }

    /// Removes the vocabularies that readers wrote: nothing vouches for them but themselves.
    fn drop_unsealed_vocabularies(&self) -> Result<(), Error> {
        let layout = self.writing.layout();
        for name in vocabularies::present(layout, &self.index.searchable_segment_ids()?) {
            if self.seal.as_ref().is_none_or(|seal| !seal.files.contains_key(&name)) {
                // One that cannot be removed is whole as far as it says itself.
                let _ = fs::remove_file(layout.file(&name));
            }
        }
        Ok(())
    }

    fn commit_all(&mut self, attachments: &[Attachment<'_>]) -> Result<Standing, Error> {
        self.stand(attachments, None)?;
        loop {
            let chosen = merge::to_merge(&self.index.searchable_segment_metas()?);
            if chosen.is_empty() {
                break;
            }
            self.merge(&chosen)?;
        }
        self.finish()
    }

    fn amend_all(&mut self, attachments: &[Attachment<'_>], amendments: &[Amendment]) -> Result<(), Error> {
        let kept = self.payload.clone();
        self.stand(attachments, kept.as_ref())?;
        let searcher =
            self.index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual).try_into()?.searcher();
        let mut found = Vec::with_capacity(amendments.len());
        for amendment in amendments {
            let address =
                address_of(&searcher, &self.fields, amendment.id)?.ok_or_else(|| Error::Damaged {
                    path: self.writing.layout().engine(),
                    what: format!("article {} is not there", amendment.id),
                })?;
            found.push((address, amendment));
        }
        // In their order on the disk, so that each block of documents is unpacked once.
        found.sort_unstable_by_key(|(address, _)| *address);
        let mut buffer = String::new();
        for (address, amendment) in found {
            let document = stored_document(&searcher, &self.fields, address)?;
            let entry = Entry::prepare(document, &mut buffer);
            self.engine.delete_term(Term::from_field_bytes(self.fields.id, amendment.id.bytes()));
            let posting = Posting::new(entry, &amendment.sections, self.fields, &self.in_flight);
            self.engine.add_document(posting)?;
        }
        Ok(())
    }

    fn checkpoint_all(&mut self, attachments: &[Attachment<'_>]) -> Result<bool, Error> {
        if self.writing.is_rebuild() {
            return Ok(false);
        }
        let kept = self.payload.clone();
        self.stand(attachments, kept.as_ref())?;
        self.seal(false)?;
        Ok(true)
    }
}

/// The seal of a commit that may be built upon.
struct Trusted {
    seal: Seal,
    /// Whether it and all that it seals were there.
    whole: bool,
    damaged_vocabularies: usize,
}

impl Trusted {
    /// The seal of the commit, once all lengths agree with it. One that is missing or damaged is made anew
    /// after every file has passed the checks of the engine. Vocabularies that are not as they were are
    /// removed: they are derived, and made again.
    fn find(layout: &Layout, index: &Index, metas: &IndexMeta, payload: &Payload) -> Result<Self, Error> {
        let Ok(Some(mut seal)) = Seal::read(layout, payload.n) else {
            if let Some((file, what)) = inspect::by_engine(layout, index, payload)?.into_iter().next() {
                return Err(Error::Damaged { path: layout.file(&file), what });
            }
            let mut names = live::files_of(layout, metas, Some(payload));
            names.retain(|name| {
                // Nothing tells whether it is whole. One that cannot be removed stays out of the seal.
                let is_vocabulary = vocabularies::is_vocabulary(name);
                let _ = is_vocabulary.then(|| fs::remove_file(layout.file(name)));
                !is_vocabulary
            });
            let seal = Seal::make(layout, payload.n, &names, &live::commit_record(), None)?;
            return Ok(Trusted { seal, whole: false, damaged_vocabularies: 0 });
        };
        seal.check_lengths(layout, vocabularies::is_vocabulary)?;
        let record = live::commit_record();
        if let Some((name, what)) = seal.check(layout, [record.as_str()].into_iter()).into_iter().next() {
            return Err(Error::Damaged { path: layout.file(&name), what });
        }
        let before = seal.files.len();
        seal.files.retain(|name, file| {
            let path = layout.file(name);
            let is_whole = fs::metadata(&path).is_ok_and(|metadata| metadata.len() == file.bytes);
            // It may be missing altogether.
            let _ = (!is_whole).then(|| fs::remove_file(&path));
            is_whole
        });
        let damaged_vocabularies = before - seal.files.len();
        Ok(Trusted { seal, whole: damaged_vocabularies == 0, damaged_vocabularies })
    }
}

impl From<Error> for sink::Error {
    fn from(error: Error) -> Self {
        sink::Error { what: "the index cannot be written".into(), source: Some(Box::new(error)) }
    }
}

impl Sink for Writer {
    fn add(&mut self, entry: Entry) -> Result<(), sink::Error> {
        let posting = Posting::new(entry, &[], self.fields, &self.in_flight);
        self.engine.add_document(posting).map_err(Error::from)?;
        Ok(())
    }

    fn delete(&mut self, id: ArticleId) -> Result<(), sink::Error> {
        self.engine.delete_term(Term::from_field_bytes(self.fields.id, id.bytes()));
        Ok(())
    }

    fn checkpoint(&mut self, attachments: &[Attachment<'_>]) -> Result<bool, sink::Error> {
        Ok(self.checkpoint_all(attachments)?)
    }

    fn amend(&mut self, attachments: &[Attachment<'_>], amendments: &[Amendment]) -> Result<(), sink::Error> {
        Ok(self.amend_all(attachments, amendments)?)
    }

    fn commit(&mut self, attachments: &[Attachment<'_>]) -> Result<Standing, sink::Error> {
        Ok(self.commit_all(attachments)?)
    }
}
