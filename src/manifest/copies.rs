//! The table of copies: for each document of several articles, the others' own titles, dates, places.

use std::collections::BTreeMap;
use std::ops::Deref;

use crate::article::ArticleId;
use crate::document::Copy;

/// Name of the table's attachment.
///
/// | bytes | what |
/// |---|---|
/// | 8 | mark and version |
/// | 8 | number of documents, little-endian |
/// | 24 each | id (16), place of its rows from the end of this table (8); sorted by id |
/// | rest | rows: `postcard` of the copies, in order of origin |
pub const COPIES: &str = "copies";

const MAGIC: &[u8; 8] = b"KQCOPIE1";
const HEADER: usize = 16;
const ROW: usize = 24;

/// The table is damaged or of another version.
#[derive(Debug, thiserror::Error)]
#[error("the table of copies is damaged")]
pub struct CopiesError;

/// Returns the table of these copies, by the id of the document that stands for them.
///
/// # Panics
/// Never: memory takes what is written.
pub fn write_copies(copies: &BTreeMap<ArticleId, Vec<Copy>>) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend_from_slice(&(copies.len() as u64).to_le_bytes());
    let mut rows = Vec::new();
    for (id, copies) in copies {
        out.extend_from_slice(id.bytes());
        out.extend_from_slice(&(rows.len() as u64).to_le_bytes());
        rows = postcard::to_extend(copies, rows).expect("postcard writes any value to memory");
    }
    out.extend_from_slice(&rows);
    out
}

/// A table of copies over bytes `D`, mapped or in memory. Looking up is a binary search.
pub struct CopyTable<D> {
    bytes: D,
    documents: usize,
}

impl<D: Deref<Target = [u8]>> CopyTable<D> {
    /// Opens a table. Constant time.
    ///
    /// # Errors
    /// If the bytes are cut or of another version.
    pub fn open(bytes: D) -> Result<Self, CopiesError> {
        let count = bytes.strip_prefix(MAGIC).and_then(|rest| rest.first_chunk::<8>()).ok_or(CopiesError)?;
        let documents = usize::try_from(u64::from_le_bytes(*count)).map_err(|_| CopiesError)?;
        let table = documents.checked_mul(ROW).and_then(|bytes| bytes.checked_add(HEADER));
        if table.is_none_or(|end| end > bytes.len()) {
            return Err(CopiesError);
        }
        Ok(CopyTable { bytes, documents })
    }

    /// Number of documents that have copies.
    pub fn len(&self) -> usize {
        self.documents
    }

    /// Whether no document has copies.
    pub fn is_empty(&self) -> bool {
        self.documents == 0
    }

    /// Returns the copies of a document beside itself, in order of origin.
    ///
    /// # Errors
    /// If the table is damaged.
    pub fn of(&self, id: ArticleId) -> Result<Vec<Copy>, CopiesError> {
        let rows: &[[u8; ROW]] = self.bytes[HEADER..HEADER + self.documents * ROW].as_chunks().0;
        let Ok(at) = rows.binary_search_by(|row| row[..16].cmp(id.bytes())) else {
            return Ok(Vec::new());
        };
        let place = rows[at][16..].first_chunk::<8>().ok_or(CopiesError)?;
        let start = usize::try_from(u64::from_le_bytes(*place)).map_err(|_| CopiesError)?;
        let rows = &self.bytes[HEADER + self.documents * ROW..];
        let rows = rows.get(start..).ok_or(CopiesError)?;
        let (copies, _) = postcard::take_from_bytes::<Vec<Copy>>(rows).map_err(|_| CopiesError)?;
        Ok(copies)
    }

    /// Returns all ids that have copies, in order.
    pub fn ids(&self) -> impl Iterator<Item = ArticleId> {
        self.bytes[HEADER..HEADER + self.documents * ROW].chunks_exact(ROW).map(|row| {
            let mut id = [0; 16];
            id.copy_from_slice(&row[..16]);
            ArticleId::from_bytes(id)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;

    #[test]
    fn copies_are_found_by_the_id_that_stands_for_them() {
        let copy = |path: &str| Copy {
            origin: Origin::file(path.into()),
            title: "Titre".into(),
            date: None,
            section: Some("Monde".into()),
            url: None,
        };
        let id = ArticleId::of(&["a"]);
        let mut copies = BTreeMap::from([(id, vec![copy("a"), copy("b")])]);
        copies.insert(ArticleId::of(&["z"]), vec![copy("y")]);
        let bytes = write_copies(&copies);
        let table = CopyTable::open(&bytes[..]).expect("opens");
        assert_eq!(table.of(id).expect("reads"), copies[&id]);
        assert_eq!(table.of(ArticleId::of(&["x"])).expect("reads"), vec![]);
        assert_eq!(table.ids().collect::<Vec<_>>(), copies.keys().copied().collect::<Vec<_>>());
        for cut in 0..bytes.len() {
            if let Ok(table) = CopyTable::open(&bytes[..cut]) {
                assert!(copies.keys().any(|id| table.of(*id).is_err()));
            }
        }
    }
}
