//! What readers get: one commit, its segments and columns, its vocabularies, its attachments.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tantivy::columnar::{Column, StrColumn};
use tantivy::directory::OwnedBytes;
use tantivy::postings::TermInfo;
use tantivy::schema::Value;
use tantivy::{DocAddress, DocId, ReloadPolicy, Searcher, SegmentReader, TantivyDocument};

use super::attachments::Payload;
use super::layout::Layout;
use super::schema::{FacetField, Fields};
use super::writer::open_engine;
use super::{Error, vocabularies};
use crate::analysis::Inflection;
use crate::article::{ArticleId, Entity};
use crate::document::Document;
use crate::names;
use crate::vocabulary::Vocabulary;

/// One commit, open for reading. Opening maps files and reads some kilobytes; nothing written later is
/// seen.
pub struct Snapshot {
    layout: Layout,
    fields: Fields,
    searcher: Searcher,
    inflection: Inflection,
    vocabularies: Vec<Vocabulary<OwnedBytes>>,
    payload: Option<Payload>,
}

/// The columns of a segment that ranking and filters read.
pub struct SegmentColumns {
    /// Tokens of the title that are no stop words.
    pub title_length: Column<u64>,
    /// Tokens of the body that are no stop words.
    pub body_length: Column<u64>,
    /// First day of the date, if known.
    pub first_day: Column<i64>,
    /// Last day of the date, if known.
    pub last_day: Column<i64>,
    /// First eight bytes of the id.
    pub order: Column<u64>,
}

impl SegmentColumns {
    /// Opens the columns of a segment.
    ///
    /// # Errors
    /// If the segment is damaged.
    pub fn open(segment: &SegmentReader) -> Result<Self, tantivy::TantivyError> {
        let columns = segment.fast_fields();
        Ok(SegmentColumns {
            title_length: columns.u64("title_length")?,
            body_length: columns.u64("body_length")?,
            first_day: columns.i64("first_day")?,
            last_day: columns.i64("last_day")?,
            order: columns.u64("order")?,
        })
    }
}

/// The columns of a segment that say when its documents entered the index.
pub struct EntryColumns {
    /// Number of the run that wrote them.
    pub run: Column<u64>,
    /// When that run began, in seconds since 1970.
    pub seconds: Column<i64>,
}

impl EntryColumns {
    /// Opens the columns of a segment.
    ///
    /// # Errors
    /// If the segment is damaged.
    pub fn open(segment: &SegmentReader) -> Result<Self, tantivy::TantivyError> {
        let columns = segment.fast_fields();
        Ok(EntryColumns { run: columns.u64("entered_run")?, seconds: columns.i64("entered_at")? })
    }
}

impl Snapshot {
    /// Opens the last commit of the index at `root`. An inflection that it was not yet read with costs some
    /// 4 µs a form, once.
    ///
    /// # Errors
    /// [`Error::Absent`], [`Error::Version`], [`Error::Damaged`], or what reading brings.
    pub fn open(root: &Path, inflection: &Inflection) -> Result<Self, Error> {
        let layout = Layout::find(root)?;
        let (index, fields) = open_engine(&layout)?;
        let payload = Payload::read(index.load_metas()?.payload.as_deref(), &layout)?;
        let reader: tantivy::IndexReader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let searcher = reader.searcher();
        let vocabularies = searcher
            .segment_readers()
            .iter()
            .map(|segment| vocabularies::open(&layout, segment, &fields, inflection))
            .collect::<Result<_, _>>()?;
        Ok(Snapshot { layout, fields, searcher, inflection: inflection.clone(), vocabularies, payload })
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

    /// The segments' vocabularies, in the searcher's order.
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
    /// If it is missing or not what was committed.
    pub fn attachment(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        match &self.payload {
            Some(payload) => payload.attachment(name, &self.layout),
            None => Ok(None),
        }
    }

    /// Maps an attachment without reading it.
    ///
    /// # Errors
    /// If it is missing.
    pub fn mapped_attachment(&self, name: &str) -> Result<Option<OwnedBytes>, Error> {
        use tantivy::directory::{Directory, MmapDirectory};
        let Some(file) = self.payload.as_ref().and_then(|payload| payload.file(name)) else {
            return Ok(None);
        };
        let damaged = |what: String| Error::Damaged { path: self.layout.file(file), what };
        let folder = MmapDirectory::open(self.layout.generation()).map_err(|e| damaged(e.to_string()))?;
        let file = folder.open_read(Path::new(file)).map_err(|e| damaged(e.to_string()))?;
        Ok(Some(file.read_bytes().map_err(|e| damaged(e.to_string()))?))
    }

    /// Reads a document.
    ///
    /// # Errors
    /// If the store is damaged.
    pub fn document(&self, address: DocAddress) -> Result<Document, Error> {
        let damaged = |what: String| Error::Damaged { path: self.layout.engine(), what };
        let stored: TantivyDocument = self.searcher.doc(address)?;
        let bytes = stored
            .get_first(self.fields.stored)
            .and_then(|value| value.as_bytes())
            .ok_or_else(|| damaged("a document without its bytes".into()))?;
        Document::from_bytes(bytes).map_err(|error| damaged(error.to_string()))
    }

    /// Returns the ids that begin with these hexadecimal digits, and where their documents are, sorted by
    /// id; at most `limit`.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn ids_with_prefix(&self, digits: &str, limit: usize) -> Result<Vec<(ArticleId, DocAddress)>, Error> {
        let Some((low, high)) = id_range(digits) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for (at, segment) in self.searcher.segment_readers().iter().enumerate() {
            let ids = segment.inverted_index(self.fields.id)?;
            let io = |source| Error::Io { path: self.layout.engine(), source };
            let mut stream = ids.terms().range().ge(low).le(high).into_stream().map_err(io)?;
            let mut in_segment = 0;
            while in_segment < limit && stream.advance() {
                let Ok(id) = <[u8; 16]>::try_from(stream.key()) else { continue };
                for doc in live_postings(&ids, segment, stream.value()).map_err(io)? {
                    found.push((ArticleId::from_bytes(id), DocAddress::new(at as u32, doc)));
                    in_segment += 1;
                }
            }
        }
        found.sort_unstable();
        found.truncate(limit);
        Ok(found)
    }

    /// Returns every id and where its document is, sorted by id. 24 bytes a document.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn ids(&self) -> Result<Vec<(ArticleId, DocAddress)>, Error> {
        self.ids_with_prefix("", usize::MAX)
    }

    /// Returns the spelling under which a key of a facet is shown: it depends on all documents that
    /// stand, and on nothing else. The key is one that a living document has; of any other the answer means
    /// nothing. Most keys have one spelling, whose documents need not be counted.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn shown_name(&self, facet: FacetField, key: &str) -> Result<Option<String>, Error> {
        let io = |source| Error::Io { path: self.layout.engine(), source };
        let prefix = names::key_prefix(key).into_bytes();
        // The prefix ends with a sign of its own: its successor is beyond every term of the key.
        let mut beyond = prefix.clone();
        if let Some(last) = beyond.last_mut() {
            *last += 1;
        }
        let mut spellings: BTreeMap<String, Vec<(usize, TermInfo)>> = BTreeMap::new();
        for (at, segment) in self.searcher.segment_readers().iter().enumerate() {
            let inverted = segment.inverted_index(self.fields.spelling(facet))?;
            let mut stream = inverted.terms().range().ge(&prefix).lt(&beyond).into_stream().map_err(io)?;
            while stream.advance() {
                let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                let spelling = names::spelling_of(term);
                match spellings.get_mut(spelling) {
                    Some(infos) => infos.push((at, stream.value().clone())),
                    None => {
                        spellings.insert(spelling.to_owned(), vec![(at, stream.value().clone())]);
                    }
                }
            }
        }
        if spellings.len() == 1 {
            return Ok(spellings.pop_first().map(|(spelling, _)| spelling));
        }
        let mut counted = Vec::with_capacity(spellings.len());
        for (spelling, infos) in &spellings {
            let mut articles = 0;
            for (at, info) in infos {
                let segment = self.searcher.segment_reader(*at as u32);
                articles += if segment.has_deletes() {
                    let inverted = segment.inverted_index(self.fields.spelling(facet))?;
                    live_postings(&inverted, segment, info).map_err(io)?.len() as u64
                } else {
                    u64::from(info.doc_freq)
                };
            }
            if articles > 0 {
                counted.push((spelling.as_str(), articles));
            }
        }
        Ok(names::shown(counted).map(str::to_owned))
    }

    /// The name of a document's entity in the whole corpus.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn entity_name(&self, entity: &Entity) -> Result<String, Error> {
        let shown = self.shown_name(entity.kind.into(), &entity.key)?;
        Ok(shown.unwrap_or_else(|| entity.name.clone()))
    }

    /// Returns the keys of a facet and their numbers of documents, in order of key; those only that
    /// `accept` takes.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn keys(
        &self,
        facet: FacetField,
        mut accept: impl FnMut(&str) -> bool,
    ) -> Result<BTreeMap<String, u64>, Error> {
        let mut keys = BTreeMap::new();
        self.visit(self.fields.facet(facet), "", |key, documents| {
            if accept(key) {
                *keys.entry(key.to_owned()).or_default() += documents;
            }
        })?;
        Ok(keys)
    }

    /// Returns the keys of a facet of which `accept` takes the key with one of its spellings, in order.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn keys_spelt(
        &self,
        facet: FacetField,
        mut accept: impl FnMut(&str, &str) -> bool,
    ) -> Result<BTreeSet<String>, Error> {
        let mut keys = BTreeSet::new();
        self.visit(self.fields.spelling(facet), "", |term, _| {
            let (key, spelling) = (names::key_of(term), names::spelling_of(term));
            if accept(key, spelling) && !keys.contains(key) {
                keys.insert(key.to_owned());
            }
        })?;
        Ok(keys)
    }

    /// Whether a document has that key in a facet.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn has_key(&self, facet: FacetField, key: &str) -> Result<bool, Error> {
        let field = self.fields.facet(facet);
        let io = |source| Error::Io { path: self.layout.engine(), source };
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let Some(info) = inverted.terms().get(key.as_bytes()).map_err(io)? else { continue };
            if !segment.has_deletes() || !live_postings(&inverted, segment, &info).map_err(io)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Calls `visit` with each term of a field that begins so, and its number of living documents in a
    /// segment; a term comes once a segment that has it.
    fn visit(
        &self,
        field: tantivy::schema::Field,
        prefix: &str,
        mut visit: impl FnMut(&str, u64),
    ) -> Result<(), Error> {
        let io = |source| Error::Io { path: self.layout.engine(), source };
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut stream = inverted.terms().range().ge(prefix.as_bytes()).into_stream().map_err(io)?;
            while stream.advance() {
                if !stream.key().starts_with(prefix.as_bytes()) {
                    break;
                }
                let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                let documents = if segment.has_deletes() {
                    live_postings(&inverted, segment, stream.value()).map_err(io)?.len() as u64
                } else {
                    u64::from(stream.value().doc_freq)
                };
                if documents > 0 {
                    visit(term, documents);
                }
            }
        }
        Ok(())
    }

    /// The keys of a facet in one segment, as a column of ordinals.
    ///
    /// # Errors
    /// If the segment is damaged.
    pub fn facet_column(segment: &SegmentReader, facet: FacetField) -> Result<Option<StrColumn>, Error> {
        Ok(segment.fast_fields().str(facet.name())?)
    }

    /// First and last day of the known dates of living documents, in days since 1970.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn days(&self) -> Result<Option<(i32, i32)>, Error> {
        let mut days: Option<(i64, i64)> = None;
        for segment in self.searcher.segment_readers() {
            let columns = SegmentColumns::open(segment)?;
            for doc in segment.doc_ids_alive() {
                let (Some(first), Some(last)) = (columns.first_day.first(doc), columns.last_day.first(doc))
                else {
                    continue;
                };
                days = Some(days.map_or((first, last), |(low, high)| (low.min(first), high.max(last))));
            }
        }
        Ok(days.and_then(|(low, high)| Some((i32::try_from(low).ok()?, i32::try_from(high).ok()?))))
    }

    /// The newest first day of a living document, in days since 1970. Reads a number a segment without
    /// deletions, else its column.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn newest_day(&self) -> Result<Option<i32>, Error> {
        let mut newest = None;
        for segment in self.searcher.segment_readers() {
            let days = SegmentColumns::open(segment)?.first_day;
            let day = if segment.has_deletes() {
                segment.doc_ids_alive().filter_map(|doc| days.first(doc)).max()
            } else {
                (days.values.num_vals() > 0).then(|| days.max_value())
            };
            newest = newest.max(day.and_then(|day| i32::try_from(day).ok()));
        }
        Ok(newest)
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

/// The lowest and highest id that begin with these digits.
fn id_range(digits: &str) -> Option<([u8; 16], [u8; 16])> {
    if digits.len() > 32 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let fill = |digit: char| -> Option<ArticleId> {
        let mut whole = digits.to_ascii_lowercase();
        whole.extend(std::iter::repeat_n(digit, 32 - digits.len()));
        whole.parse().ok()
    };
    Some((*fill('0')?.bytes(), *fill('f')?.bytes()))
}

/// The living documents of a term.
pub(super) fn live_postings(
    inverted: &tantivy::InvertedIndexReader,
    segment: &SegmentReader,
    info: &TermInfo,
) -> std::io::Result<Vec<DocId>> {
    use tantivy::DocSet;
    let mut postings =
        inverted.read_postings_from_terminfo(info, tantivy::schema::IndexRecordOption::Basic)?;
    let mut docs = Vec::new();
    let mut doc = postings.doc();
    while doc != tantivy::TERMINATED {
        if !segment.is_deleted(doc) {
            docs.push(doc);
        }
        doc = postings.advance();
    }
    Ok(docs)
}
