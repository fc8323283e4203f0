//! The documents of a commit: where they are, and what is stored of them.

use tantivy::postings::TermInfo;
use tantivy::schema::{Field, Value};
use tantivy::{DocAddress, DocId, Searcher, SegmentReader, TantivyDocument};

use super::super::Error;
use super::super::schema::Fields;
use super::Snapshot;
use crate::article::{ArticleId, Digest};
use crate::document::Document;

impl Snapshot {
    /// Reads a document.
    ///
    /// # Errors
    /// If the store is damaged.
    pub fn document(&self, address: DocAddress) -> Result<Document, Error> {
        let store = match self.stores.get(address.segment_ord as usize) {
            Some(store) => store,
            None => return stored_document(&self.searcher, &self.fields, address),
        };
        let whole = store.get_document_bytes(address.doc_id)?;
        match only_bytes(&whole, self.fields.stored) {
            Some(bytes) => document(bytes),
            None => stored_document(&self.searcher, &self.fields, address),
        }
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
}

/// Reads a document of a commit.
pub(in crate::index) fn stored_document(
    searcher: &Searcher,
    fields: &Fields,
    address: DocAddress,
) -> Result<Document, Error> {
    stored(searcher, fields, address, document)
}

fn document(bytes: &[u8]) -> Result<Document, Error> {
    Document::from_bytes(bytes)
        .map_err(|error| Error::Damaged { path: "tantivy".into(), what: error.to_string() })
}

/// The bytes of a field in the engine's record of a document, where that holds nothing else: read as the engine
/// does, but at once rather than byte by byte, which took longer than to unpack them.
///
/// | bytes | what |
/// |---|---|
/// | 1 | number of values, 1; the high bit ends a number |
/// | 4 | number of the field, little-endian |
/// | 1 | kind of the value, 4 for bytes |
/// | some | their number: seven bits a byte, the lowest first, the high bit ends it |
/// | rest | the bytes |
fn only_bytes(record: &[u8], field: Field) -> Option<&[u8]> {
    const ONE: u8 = 1 | END;
    const BYTES: u8 = 4;
    const END: u8 = 0x80;
    let (head, rest) = record.split_first_chunk::<6>()?;
    let [ONE, id @ .., BYTES] = head else { return None };
    let mut length = 0;
    for (at, byte) in rest.iter().enumerate().take(8) {
        length |= u64::from(byte & !END) << (7 * at);
        if byte & END != 0 {
            let bytes = &rest[at + 1..];
            let is_all = bytes.len() as u64 == length && *id == field.field_id().to_le_bytes();
            return is_all.then_some(bytes);
        }
    }
    None
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
pub(in crate::index) fn address_of(
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

/// Number of the living documents of a term; without deletions it is known.
pub(in crate::index) fn living(
    inverted: &tantivy::InvertedIndexReader,
    segment: &SegmentReader,
    info: &TermInfo,
) -> std::io::Result<u64> {
    match segment.has_deletes() {
        true => Ok(live_postings(inverted, segment, info)?.len() as u64),
        false => Ok(u64::from(info.doc_freq)),
    }
}

/// The living documents of a term.
pub(in crate::index) fn live_postings(
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
