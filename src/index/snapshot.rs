//! What readers get: one commit, its segments and columns, its vocabularies, its attachments.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use tantivy::columnar::{Column, StrColumn};
use tantivy::directory::error::OpenReadError;
use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};
use tantivy::postings::TermInfo;
use tantivy::schema::Value;
use tantivy::{DocAddress, DocId, ReloadPolicy, Searcher, SegmentReader, TantivyDocument};

use super::attachments::Payload;
use super::directory::COMMIT_RECORD;
use super::layout::Layout;
use super::schema::{FacetField, Fields, mentions_column, salience_column};
use super::seal::{SEAL, Seal};
use super::writer::open_engine;
use super::{Error, inspect, vocabularies};
use crate::analysis::Inflection;
use crate::article::{ArticleId, Digest, Entity, Kind};
use crate::document::Document;
use crate::names::{self, Aliases, Table, Term};
use crate::vocabulary::Vocabulary;

/// One commit, open for reading. Opening maps files and reads some kilobytes; nothing written later is
/// seen, and nothing that is removed later is missed.
pub struct Snapshot {
    layout: Layout,
    fields: Fields,
    searcher: Searcher,
    inflection: Inflection,
    vocabularies: Vec<Vocabulary<OwnedBytes>>,
    damaged_vocabularies: usize,
    payload: Option<Payload>,
    attachments: BTreeMap<String, OwnedBytes>,
    /// What the user says of names for this once; else what is kept with the index.
    aliases: Option<Aliases>,
    names: OnceLock<Table<OwnedBytes>>,
}

/// The columns of a segment that counts of names read: its keys, mentions and weights, in one order.
pub struct NameColumns {
    /// The keys.
    pub keys: StrColumn,
    /// Mentions of each.
    pub mentions: Column<u64>,
    /// Weight of each, in tenths.
    pub salience: Column<u64>,
}

impl NameColumns {
    /// Opens the columns of a kind; `None` if no document of the segment has such a name.
    ///
    /// # Errors
    /// If the segment is damaged.
    pub fn open(segment: &SegmentReader, kind: Kind) -> Result<Option<Self>, tantivy::TantivyError> {
        let columns = segment.fast_fields();
        let Some(keys) = columns.str(kind.name())? else { return Ok(None) };
        let mentions = columns.u64(&mentions_column(kind))?;
        let salience = columns.u64(&salience_column(kind))?;
        Ok(Some(NameColumns { keys, mentions, salience }))
    }
}

/// How often an index is looked at again that changes while it is opened, and how long between.
const LOOKS: u32 = 100;
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// What tells one commit from another: the generation and the engine's record.
#[derive(PartialEq, Eq)]
struct Mark {
    layout: Layout,
    record: Vec<u8>,
}

impl Mark {
    fn read(root: &Path) -> Result<Self, Error> {
        let layout = Layout::find(root)?;
        let path = layout.engine().join(COMMIT_RECORD);
        match std::fs::read(&path) {
            Ok(record) => Ok(Mark { layout, record }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(Error::Damaged { path, what: "missing".into() })
            }
            Err(error) => Err(Error::io(path)(error)),
        }
    }
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
    /// Opens the last commit of the index at `root`. Writes nothing but the vocabulary of an inflection that it
    /// was not yet read with (some 4 µs a form, once); takes no lock: while the index changes it is looked at
    /// again.
    ///
    /// Lengths of all files are compared with the commit's seal, where it has one.
    ///
    /// # Errors
    /// [`Error::Absent`], [`Error::Version`], [`Error::Damaged`], or what reading brings.
    pub fn open(root: &Path, inflection: &Inflection) -> Result<Self, Error> {
        Self::look(root, Some(inflection))
    }

    /// Opens the last commit as [`Snapshot::open`] does, but for its articles and attachments alone: it has no
    /// vocabularies, and nothing at all is written.
    ///
    /// # Errors
    /// As [`Snapshot::open`].
    pub fn open_articles(root: &Path) -> Result<Self, Error> {
        Self::look(root, None)
    }

    fn look(root: &Path, inflection: Option<&Inflection>) -> Result<Self, Error> {
        let mut looks = 0;
        loop {
            let before = Mark::read(root);
            let opened = match &before {
                Ok(mark) => Self::open_at(mark, inflection),
                Err(_) => Err(Error::Absent(root.into())),
            };
            let unchanged = match (&before, Mark::read(root)) {
                (Ok(before), Ok(after)) => *before == after,
                (Err(before), Err(after)) => before.to_string() == after.to_string(),
                _ => false,
            };
            looks += 1;
            if unchanged || looks == LOOKS {
                return before.and(opened);
            }
            std::thread::sleep(BETWEEN_LOOKS);
        }
    }

    /// Opens the commit of that mark. What the engine makes of damaged files may be a panic.
    fn open_at(mark: &Mark, inflection: Option<&Inflection>) -> Result<Self, Error> {
        let layout = &mark.layout;
        catch_unwind(AssertUnwindSafe(|| Self::open_now(mark, inflection))).unwrap_or_else(|_| {
            Err(Error::Damaged { path: layout.engine(), what: "the engine cannot read it".into() })
        })
    }

    fn open_now(mark: &Mark, inflection: Option<&Inflection>) -> Result<Self, Error> {
        let layout = mark.layout.clone();
        let (index, fields) = open_engine(&layout)?;
        let payload = Payload::read(index.load_metas()?.payload.as_deref(), &layout)
            .map_err(|error| inspect::told_by_seal(error, &layout))?;
        let seal = match &payload {
            Some(payload) => Seal::read(&layout, payload.n)?,
            None => None,
        };
        match &seal {
            Some(seal) => {
                seal.check_record(&layout, &mark.record)?;
                seal.check_lengths(&layout, vocabularies::is_vocabulary)?;
            }
            // A process that was killed leaves the seal of the commit before.
            None if !Seal::is_in(layout.generation()) => {
                let n = payload.as_ref().map_or(0, |payload| payload.n);
                let path = layout.file(&format!("{SEAL}{n:06}"));
                return Err(Error::Damaged { path, what: "missing".into() });
            }
            None => {}
        }
        let attachments = map_attachments(&layout, payload.as_ref())?;
        let reader: tantivy::IndexReader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let searcher = reader.searcher();
        let sealed_bytes = |name: &str| Some(seal.as_ref()?.files.get(name)?.bytes);
        let mut vocabularies = Vec::new();
        let mut damaged_vocabularies = 0;
        for (segment, inflection) in searcher.segment_readers().iter().zip(inflection.into_iter().cycle()) {
            let (vocabulary, damaged) =
                vocabularies::open(&layout, segment, &fields, inflection, &sealed_bytes)?;
            damaged_vocabularies += usize::from(damaged);
            vocabularies.push(vocabulary);
        }
        let inflection = inflection.cloned().unwrap_or_default();
        Ok(Snapshot {
            layout,
            fields,
            searcher,
            inflection,
            vocabularies,
            damaged_vocabularies,
            payload,
            attachments,
            aliases: None,
            names: OnceLock::new(),
        })
    }

    /// Number of segments whose vocabulary was missing or damaged, and is built anew from the dictionaries.
    pub fn damaged_vocabularies(&self) -> usize {
        self.damaged_vocabularies
    }

    /// The same commit, its names merged and parted so, whatever is kept with the index.
    #[must_use]
    pub fn with_aliases(mut self, aliases: Aliases) -> Self {
        self.aliases = Some(aliases);
        self.names = OnceLock::new();
        self
    }

    /// Which keys are one name. Mapped, or made once from the dictionaries: some microseconds a key.
    ///
    /// # Errors
    /// If the index is damaged, or the aliases kept with it are.
    pub fn names(&self) -> Result<&Table<OwnedBytes>, Error> {
        if let Some(names) = self.names.get() {
            return Ok(names);
        }
        let made = super::names::open(&self.layout, &self.searcher, &self.fields, self.aliases.as_ref())?;
        Ok(self.names.get_or_init(|| made))
    }

    /// The key that a key of a facet counts as.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn canonical<'k>(&'k self, facet: FacetField, key: &'k str) -> Result<&'k str, Error> {
        let Some(kind) = facet.kind() else { return Ok(key) };
        Ok(self.names()?.canonical(kind, key).map_or(key, |(canonical, _)| canonical))
    }

    /// A canonical key and all that count as it.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn keys_of(&self, facet: FacetField, canonical: &str) -> Result<Vec<String>, Error> {
        let mut keys = vec![canonical.to_owned()];
        if let Some(kind) = facet.kind() {
            keys.extend(self.names()?.members(kind, canonical).into_iter().map(|(key, _)| key.to_owned()));
        }
        Ok(keys)
    }

    /// Numbers of a segment's keys that count as another's, with that one.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn grouping(&self, segment: &SegmentReader, facet: FacetField) -> Result<Vec<(u32, u32)>, Error> {
        let Some(kind) = facet.kind() else { return Ok(Vec::new()) };
        Ok(self.names()?.grouping(&super::names::part(segment), kind).collect())
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
    ///
    /// # Errors
    /// None as yet: attachments are mapped when the snapshot is opened.
    pub fn mapped_attachment(&self, name: &str) -> Result<Option<OwnedBytes>, Error> {
        Ok(self.attachments.get(name).cloned())
    }

    /// Reads a document.
    ///
    /// # Errors
    /// If the store is damaged.
    pub fn document(&self, address: DocAddress) -> Result<Document, Error> {
        stored_document(&self.searcher, &self.fields, address)
    }

    /// Returns the digest of a document's bytes.
    ///
    /// # Errors
    /// If the store is damaged.
    pub fn digest(&self, address: DocAddress) -> Result<Digest, Error> {
        stored(&self.searcher, &self.fields, address, |bytes| Ok(Digest::of_bytes(bytes)))
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

    /// Returns the name under which a canonical key of a facet is shown: what the user says, else the spelling
    /// that follows from all documents that stand. `None` if no document has the key.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn shown_name(&self, facet: FacetField, key: &str) -> Result<Option<String>, Error> {
        if let Some(kind) = facet.kind()
            && let Some(name) = self.names()?.shown(kind, key)
        {
            return Ok(Some(name.to_owned()));
        }
        let spellings = self.spellings(facet, key)?;
        Ok(names::shown(spellings.iter().map(|(name, n)| (name.as_str(), *n))).map(str::to_owned))
    }

    /// Spellings under which articles show a key, with their numbers of documents.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn spellings(&self, facet: FacetField, key: &str) -> Result<BTreeMap<String, u64>, Error> {
        self.terms(facet, &names::key_prefix(key))
    }

    /// What articles call a key beside its spellings, with their numbers of documents.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn forms(&self, facet: FacetField, key: &str) -> Result<BTreeMap<String, u64>, Error> {
        self.terms(facet, &names::form_prefix(key))
    }

    fn terms(&self, facet: FacetField, prefix: &str) -> Result<BTreeMap<String, u64>, Error> {
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        self.visit(self.fields.spelling(facet), prefix, |term, documents| {
            let (_, Term::Spelling(name) | Term::Form(name)) = names::read_term(term);
            *found.entry(name.to_owned()).or_default() += documents;
        })?;
        Ok(found)
    }

    /// The name of a document's entity in the whole corpus.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn entity_name(&self, entity: &Entity) -> Result<String, Error> {
        let facet = FacetField::from(entity.kind);
        let shown = self.shown_name(facet, self.canonical(facet, &entity.key)?)?;
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
            let (key, Term::Spelling(spelling)) = names::read_term(term) else { return };
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

/// Reads a document of a commit.
pub(super) fn stored_document(
    searcher: &Searcher,
    fields: &Fields,
    address: DocAddress,
) -> Result<Document, Error> {
    stored(searcher, fields, address, |bytes| {
        Document::from_bytes(bytes)
            .map_err(|error| Error::Damaged { path: "tantivy".into(), what: error.to_string() })
    })
}

fn stored<T>(
    searcher: &Searcher,
    fields: &Fields,
    address: DocAddress,
    read: impl FnOnce(&[u8]) -> Result<T, Error>,
) -> Result<T, Error> {
    let stored: TantivyDocument = searcher.doc(address)?;
    match stored.get_first(fields.stored).and_then(|value| value.as_bytes()) {
        Some(bytes) => read(bytes),
        None => Err(Error::Damaged { path: "tantivy".into(), what: "a document without its bytes".into() }),
    }
}

/// Where the living document of that id is.
pub(super) fn address_of(
    searcher: &Searcher,
    fields: &Fields,
    id: ArticleId,
) -> Result<Option<DocAddress>, Error> {
    let io = |source| Error::Io { path: "tantivy".into(), source };
    for (at, segment) in searcher.segment_readers().iter().enumerate() {
        let ids = segment.inverted_index(fields.id)?;
        let Some(info) = ids.terms().get(id.bytes()).map_err(io)? else { continue };
        if let Some(doc) = live_postings(&ids, segment, &info).map_err(io)?.first() {
            return Ok(Some(DocAddress::new(at as u32, *doc)));
        }
    }
    Ok(None)
}

/// Maps the attachments of a commit.
fn map_attachments(
    layout: &Layout,
    payload: Option<&Payload>,
) -> Result<BTreeMap<String, OwnedBytes>, Error> {
    let mut attachments = BTreeMap::new();
    let Some(payload) = payload else { return Ok(attachments) };
    let folder = MmapDirectory::open(layout.generation())
        .map_err(|error| Error::Damaged { path: layout.generation().into(), what: error.to_string() })?;
    for name in payload.names() {
        let Some(file) = payload.file(name) else { continue };
        let damaged = |what: String| Error::Damaged { path: layout.file(file), what };
        let mapped = folder.open_read(Path::new(file)).map_err(|error| match error {
            OpenReadError::FileDoesNotExist(_) => damaged("missing".into()),
            other => damaged(other.to_string()),
        })?;
        attachments.insert(name.to_owned(), mapped.read_bytes().map_err(|e| damaged(e.to_string()))?);
    }
    Ok(attachments)
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
