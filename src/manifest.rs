//! The manifest: which sources an index has read, and what it found in each.
//!
//! It stands under the same commit as the documents. By it the next run knows what is unchanged without
//! reading it, which articles a vanished file takes with it, and which copy steps forward when another
//! goes. The room knows no engine and no file: bytes come in and go out.

mod copies;
mod pending;

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::article::{ArticleId, Digest, Origin, SourceFile};
use crate::stage::{Code, Rejection};

pub use copies::{COPIES, CopiesError, CopyTable, write_copies};
pub use pending::{Held, PENDING, Pending};

/// Name of the manifest's attachment.
pub const MANIFEST: &str = "manifest";

/// Name of the attachment that holds the roots alone, as JSON: `{"name":"location"}`. Whoever searches
/// needs them, and should not have to read the whole manifest.
pub const ROOTS: &str = "roots";

/// Short name of each root and where it last lay.
pub type Roots = BTreeMap<Arc<str>, String>;

/// Returns the roots as bytes.
pub fn write_roots(roots: &Roots) -> Vec<u8> {
    serde_json::to_vec(roots).unwrap_or_default()
}

/// Reads roots back.
///
/// # Errors
/// If the bytes are damaged.
pub fn read_roots(bytes: &[u8]) -> Result<Roots, Error> {
    serde_json::from_slice(bytes).map_err(|_| Error::Damaged)
}

/// First bytes of a manifest. Then zstd of `postcard` (wire format 1.0) of [`Manifest`], fields in the
/// order of declaration; another order is another mark.
const MAGIC: &[u8; 8] = b"KQMANIF2";

/// Why bytes are no manifest.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Written by another version.
    #[error("the manifest was written by another version of Kiosque")]
    Foreign,
    /// Cut or damaged.
    #[error("the manifest is damaged")]
    Damaged,
}

/// What an index has read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Number of the run that wrote it, from 1.
    pub run: u64,
    /// When that run began, in nanoseconds since 1970.
    pub started_nanos: i64,
    /// Digest of everything that decides what an article becomes; another digest, and all is read anew.
    pub settings: Digest,
    /// Short name of each root and where it last lay.
    pub roots: Roots,
    /// Sources by path (root name and relative path).
    pub sources: BTreeMap<Arc<str>, Source>,
}

/// One file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Name of its root.
    pub root: Arc<str>,
    /// Path below the root.
    pub relative: Arc<str>,
    /// What tells a change.
    pub stamp: Stamp,
    /// What was found in it, in order.
    pub claims: Vec<Claim>,
    /// What could not be taken from it, in order.
    pub refusals: Vec<Refusal>,
}

impl Source {
    /// Makes sure that the next run reads the source again, whatever its stamp.
    pub fn forget_stamp(&mut self) {
        self.stamp.size_bytes = u64::MAX;
    }
}

/// What the file system says of a file: equal stamps, same content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Length.
    pub size_bytes: u64,
    /// Time of modification.
    pub modified_nanos: i64,
    /// Time of the last change of the file's record.
    pub changed_nanos: i64,
    /// Number on its device.
    pub inode: u64,
}

impl From<&SourceFile> for Stamp {
    fn from(file: &SourceFile) -> Self {
        Stamp {
            size_bytes: file.size_bytes,
            modified_nanos: file.modified_nanos,
            changed_nanos: file.changed_nanos,
            inode: file.inode,
        }
    }
}

/// One article of a source: its identity and what decides whether it stands in the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The article's id.
    #[serde(with = "id_bytes")]
    pub id: ArticleId,
    /// Digest of its document.
    pub digest: Digest,
    /// Articles of equal key are copies of one text.
    pub copy_key: Option<Digest>,
    /// First day of its date.
    pub first_day: Option<i32>,
    /// Archive member.
    pub member: Option<Arc<str>>,
    /// Number in the file or member.
    pub ordinal: u32,
    /// What tells its section from others.
    pub section: Option<u32>,
    /// Whether its document stands in the index.
    pub stands: bool,
    /// Digest of the sections that its document, if it stands, has from its copies.
    pub sections: Option<Digest>,
}

impl Claim {
    /// What tells a section from others.
    pub fn section_mark(section: &str) -> u32 {
        let digest = Digest::of(&[section]).0;
        u32::from_le_bytes([digest[0], digest[1], digest[2], digest[3]])
    }
}

/// One rejection of a source, kept so that unread sources are counted and reported as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    member: Option<Arc<str>>,
    ordinal: u32,
    code: Code,
    detail: String,
    limit: Option<(u64, u64)>,
}

impl Refusal {
    /// Its reason.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The rejection of that source.
    pub fn rejection(&self, path: &Arc<str>) -> Rejection {
        Rejection {
            origin: Origin { path: Arc::clone(path), member: self.member.clone(), ordinal: self.ordinal },
            code: self.code,
            detail: self.detail.clone(),
            limit: self.limit,
        }
    }
}

impl From<&Rejection> for Refusal {
    fn from(rejection: &Rejection) -> Self {
        Refusal {
            member: rejection.origin.member.clone(),
            ordinal: rejection.origin.ordinal,
            code: rejection.code,
            detail: rejection.detail.clone(),
            limit: rejection.limit,
        }
    }
}

/// Writes a manifest source by source, so that it is never in memory twice.
pub struct ManifestWriter {
    out: zstd::stream::write::Encoder<'static, Vec<u8>>,
    buffer: Vec<u8>,
}

impl ManifestWriter {
    /// Begins a manifest that says the same as `head`, whose sources do not count, and will hold so many.
    ///
    /// # Panics
    /// Never: memory takes what is written.
    pub fn new(head: &Manifest, sources: usize) -> Self {
        let out = zstd::stream::write::Encoder::new(MAGIC.to_vec(), 1).expect("memory takes it");
        let mut writer = ManifestWriter { out, buffer: Vec::new() };
        writer.push(&(head.run, head.started_nanos, &head.settings, &head.roots, sources as u64));
        writer
    }

    /// Adds a source; in order of path.
    pub fn add(&mut self, path: &str, source: &Source) {
        self.push(&(path, source));
    }

    /// Returns the manifest as bytes.
    ///
    /// # Panics
    /// Never: memory takes what is written.
    pub fn finish(self) -> Vec<u8> {
        self.out.finish().expect("memory takes it")
    }

    /// Fields follow one another without mark in `postcard`, and a map is its number of pairs and they.
    fn push(&mut self, value: &impl Serialize) {
        self.buffer.clear();
        let buffer = std::mem::take(&mut self.buffer);
        self.buffer = postcard::to_extend(value, buffer).expect("postcard writes any value to memory");
        self.out.write_all(&self.buffer).expect("memory takes it");
    }
}

impl Manifest {
    /// Returns the manifest as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = ManifestWriter::new(self, self.sources.len());
        for (path, source) in &self.sources {
            writer.add(path, source);
        }
        writer.finish()
    }

    /// Reads a manifest back. About a second for three million articles.
    ///
    /// # Errors
    /// If the bytes are cut, damaged or of another version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let packed = bytes.strip_prefix(MAGIC).ok_or(Error::Foreign)?;
        let plain = zstd::stream::decode_all(packed).map_err(|_| Error::Damaged)?;
        let (head, mut rest) = postcard::take_from_bytes(&plain).map_err(|_| Error::Damaged)?;
        let (run, started_nanos, settings, roots, count): (u64, i64, Digest, Roots, u64) = head;
        let mut sources: Vec<(Arc<str>, Source)> = Vec::new();
        for _ in 0..count {
            let (mut pair, after): ((Arc<str>, Source), _) =
                postcard::take_from_bytes(rest).map_err(|_| Error::Damaged)?;
            rest = after;
            // All sources of a root share its name.
            if let Some((name, _)) = roots.get_key_value(&pair.1.root) {
                pair.1.root = Arc::clone(name);
            }
            sources.push(pair);
        }
        if !rest.is_empty() {
            return Err(Error::Damaged);
        }
        drop(plain);
        // Built at once, a map has no half-empty nodes.
        Ok(Manifest { run, started_nanos, settings, roots, sources: sources.into_iter().collect() })
    }
}

/// An id as its sixteen bytes.
mod id_bytes {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::article::ArticleId;

    pub(super) fn serialize<S: Serializer>(id: &ArticleId, serializer: S) -> Result<S::Ok, S::Error> {
        id.bytes().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ArticleId, D::Error> {
        Ok(ArticleId::from_bytes(<[u8; 16]>::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_back_and_damage_is_an_error() {
        let mut manifest = Manifest { run: 3, ..Manifest::default() };
        manifest.roots.insert("presse".into(), "/corpus/presse".into());
        manifest.sources.insert(
            "presse/a.jsonl".into(),
            Source {
                root: "presse".into(),
                relative: "a.jsonl".into(),
                stamp: Stamp { size_bytes: 1, modified_nanos: -2, changed_nanos: 3, inode: 4 },
                claims: vec![Claim {
                    id: ArticleId::of(&["a"]),
                    digest: Digest::of(&["b"]),
                    copy_key: None,
                    first_day: Some(-120_000),
                    member: None,
                    ordinal: 7,
                    section: Some(Claim::section_mark("Monde")),
                    stands: true,
                    sections: None,
                }],
                refusals: vec![],
            },
        );
        let bytes = manifest.to_bytes();
        assert_eq!(Manifest::from_bytes(&bytes).expect("reads back"), manifest);
        for cut in 0..bytes.len() {
            assert!(Manifest::from_bytes(&bytes[..cut]).is_err());
        }
    }
}
