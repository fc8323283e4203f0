//! Where an article was found: file, member of an archive, place in it.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// A file that a run is to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Short name of the root that holds it, unique in the index.
    pub root: Arc<str>,
    /// Path below the root as [`path_to_text`](super::path_to_text) tells it; empty if the root is the file
    /// itself.
    pub relative: Arc<str>,
    /// Where the file lies; `-` is standard input.
    pub location: PathBuf,
    /// Length in bytes; 0 for standard input.
    pub size_bytes: u64,
    /// Time of modification, in nanoseconds since 1970.
    pub modified_nanos: i64,
    /// Time of the last change of the file's record, in nanoseconds since 1970.
    pub changed_nanos: i64,
    /// Number of the file on its device.
    pub inode: u64,
}

impl SourceFile {
    /// The name under which the index knows the file: root and relative path.
    pub fn path(&self) -> Arc<str> {
        if self.relative.is_empty() {
            Arc::clone(&self.root)
        } else {
            format!("{}/{}", self.root, self.relative).into()
        }
    }
}

/// The place of one article: the same wherever the corpus lies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Origin {
    /// Root name and relative path, as [`SourceFile::path`] gives it.
    pub path: Arc<str>,
    /// Name of the archive member, the levels of nested archives joined by `!/`.
    pub member: Option<Arc<str>>,
    /// Number of the record in its file or member, from 0 (a line for line formats).
    pub ordinal: u32,
}

impl Default for Origin {
    fn default() -> Self {
        Origin::file("".into())
    }
}

impl Origin {
    /// The origin of a file's first record.
    pub fn file(path: Arc<str>) -> Self {
        Origin { path, member: None, ordinal: 0 }
    }

    /// The same place, another record.
    #[must_use]
    pub fn at(&self, ordinal: u32) -> Self {
        Origin { ordinal, ..self.clone() }
    }
}

/// `path`, `path!/member` or either with `:record`, records counted from 1; the first record of a
/// file is the file.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some(member) = &self.member {
            write!(f, "!/{member}")?;
        }
        if self.ordinal > 0 {
            write!(f, ":{}", self.ordinal + 1)?;
        }
        Ok(())
    }
}
