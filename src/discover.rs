//! Finds the files of a root: what is there to read, and what cannot be read and why.
//!
//! In comes a [`Root`] with the user's globs, out go [`SourceFile`]s in byte order of their paths. The
//! room looks at names and file types only: it opens no file and knows no format.
//!
//! Folders are never entered through symbolic links, nor where another file system is mounted unless it is the
//! root or the user says so; a link to a file is read as that file. Names that begin with a dot are
//! left out below the root, and so is the index, wherever it lies.

mod globs;
mod walk;

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::article::{Origin, SourceFile, path_of_text, path_to_text};
use crate::stage::{Code, Limits, Rejection};

pub use globs::split_glob;

/// What to leave out.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Only files that match one of these globs; empty means all. A glob without `/` is matched
    /// against the name at any depth, one with `/` against the path below the root.
    pub include: Vec<String>,
    /// Files and folders that match one of these are left out.
    pub exclude: Vec<String>,
    /// The folder of the index, which is never entered.
    pub index: Option<PathBuf>,
    /// Whether folders on other file systems than the root's are entered.
    pub cross_devices: bool,
    /// How much is too much.
    pub limits: Limits,
}

/// A place named by the user.
#[derive(Debug, Clone)]
pub struct Root {
    /// Its short name in the index.
    pub name: Arc<str>,
    /// A file, a folder, or `-` for standard input.
    pub location: PathBuf,
    /// The part of the folder to look at, as a path with `/`; empty means all of it.
    pub within: String,
    /// A glob that paths below the location must match.
    pub pattern: Option<String>,
}

/// What a root holds.
#[derive(Debug, Default)]
pub struct Found {
    /// The files, in byte order of their paths.
    pub files: Vec<SourceFile>,
    /// What can be seen but not read.
    pub rejections: Vec<Rejection>,
    /// Number of files and folders left out because their name begins with a dot.
    pub hidden: u64,
    /// Number of files and folders left out by globs.
    pub excluded: u64,
    /// Folders that are not entered since they lie on another file system, as paths of their files begin.
    pub elsewhere: Vec<Arc<str>>,
    /// Sum of the files' lengths in bytes.
    pub bytes: u64,
}

/// Why a root cannot be looked at.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A glob that is not one.
    #[error("bad glob \"{glob}\": {reason}")]
    Glob {
        /// The glob.
        glob: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The root, or the part to look at, is not there.
    #[error("{}: {source}", .path.display())]
    Missing {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

/// Returns the files of a root.
///
/// Cost: one walk over the folder; memory in proportion to the number of files.
///
/// # Errors
///
/// A glob that cannot be read, or a root that is not there. Everything met below an existing root is
/// a [`Rejection`] instead.
pub fn discover(root: &Root, options: &Options) -> Result<Found, Error> {
    let globs = globs::Globs::new(root.pattern.as_deref(), options)?;
    if root.location == Path::new("-") {
        return Ok(Found { files: vec![standard_input(root)], ..Found::default() });
    }
    let start = if root.within.is_empty() {
        root.location.clone()
    } else {
        root.location.join(path_of_text(&root.within))
    };
    let metadata = match std::fs::metadata(&start) {
        Ok(metadata) => metadata,
        Err(source) if source.kind() == std::io::ErrorKind::PermissionDenied => {
            let path = if root.within.is_empty() {
                Arc::clone(&root.name)
            } else {
                format!("{}/{}", root.name, root.within).into()
            };
            let denied = Rejection::new(Origin::file(path), Code::Perm, "permission denied");
            return Ok(Found { rejections: vec![denied], ..Found::default() });
        }
        Err(source) => return Err(Error::Missing { path: start, source }),
    };
    let mut found = Found::default();
    if metadata.is_dir() {
        walk::walk(root, &start, metadata.dev(), &globs, options, &mut found);
    } else {
        let relative = start.strip_prefix(&root.location).unwrap_or(Path::new(""));
        walk::take(root, &path_to_text(relative), &start, &metadata, &mut found);
    }
    found.files.sort_by(|one, other| one.relative.as_bytes().cmp(other.relative.as_bytes()));
    found.rejections.sort_by(|one, other| one.origin.cmp(&other.origin));
    found.bytes = found.files.iter().map(|file| file.size_bytes).sum();
    Ok(found)
}

fn standard_input(root: &Root) -> SourceFile {
    SourceFile {
        root: Arc::clone(&root.name),
        relative: "".into(),
        location: root.location.clone(),
        size_bytes: 0,
        modified_nanos: 0,
        changed_nanos: 0,
        inode: 0,
    }
}
