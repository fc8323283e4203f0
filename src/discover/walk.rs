//! The walk through a folder: each entry is a file to read, a rejection, or left out and counted.

use std::fs::Metadata;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::Path;
use std::sync::Arc;

use walkdir::{DirEntry, DirEntryExt as _, WalkDir};

use super::globs::Globs;
use super::{Found, Options, Root};
use crate::article::{Origin, SourceFile, path_to_text};
use crate::stage::{Code, Rejection};

/// Folders held open at a time.
const OPEN_LIMIT: usize = 64;

/// Walks the folder `start` of a root, which lies on that device, and adds what it meets to `found`, in no promised
/// order.
pub(super) fn walk(
    root: &Root,
    start: &Path,
    device: u64,
    globs: &Globs,
    options: &Options,
    found: &mut Found,
) {
    let depth_limit = options.limits.folder_depth.max(1);
    let index = options.index.as_deref().and_then(|path| std::fs::metadata(path).ok());
    let mut entries =
        WalkDir::new(start).follow_links(false).max_open(OPEN_LIMIT).max_depth(depth_limit).into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.rejections.push(walk_error(root, start, &error));
                continue;
            }
        };
        if entry.depth() == 0 {
            continue;
        }
        let relative = below(root, entry.path());
        let is_folder = entry.file_type().is_dir();
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            found.hidden += 1;
            if is_folder {
                entries.skip_current_dir();
            }
        } else if is_folder {
            if index.as_ref().is_some_and(|index| is_same(index, &entry)) {
                entries.skip_current_dir();
            } else if !globs.enter_folder(&relative) {
                found.excluded += 1;
                entries.skip_current_dir();
            } else if !options.cross_devices && is_elsewhere(&entry, device) {
                found.elsewhere.push(origin(root, &relative).path);
                entries.skip_current_dir();
            } else if entry.depth() == depth_limit {
                let detail = "a folder deeper than is entered";
                let origin = origin(root, &relative);
                found.rejections.push(
                    Rejection::new(origin, Code::Depth, detail)
                        .beyond(depth_limit as u64, entry.depth() as u64 + 1),
                );
            }
        } else if !globs.want_file(&relative) {
            found.excluded += 1;
        } else if entry.path_is_symlink() {
            follow(root, &relative, entry.path(), found);
        } else {
            match entry.metadata() {
                Ok(metadata) => take(root, &relative, entry.path(), &metadata, found),
                Err(error) => found.rejections.push(walk_error(root, start, &error)),
            }
        }
    }
}

/// Takes a file, or rejects what is none.
pub(super) fn take(root: &Root, relative: &str, path: &Path, metadata: &Metadata, found: &mut Found) {
    let kind = metadata.file_type();
    if !kind.is_file() {
        let detail = if kind.is_fifo() {
            "a pipe"
        } else if kind.is_socket() {
            "a socket"
        } else {
            "a device"
        };
        found.rejections.push(Rejection::new(origin(root, relative), Code::NotRegular, detail));
        return;
    }
    found.files.push(SourceFile {
        root: Arc::clone(&root.name),
        relative: relative.into(),
        location: path.to_path_buf(),
        size_bytes: metadata.size(),
        modified_nanos: nanos(metadata.mtime(), metadata.mtime_nsec()),
        changed_nanos: nanos(metadata.ctime(), metadata.ctime_nsec()),
        inode: metadata.ino(),
    });
}

/// Looks behind a symbolic link: a file is taken, a folder left alone, a loop or nothing rejected.
fn follow(root: &Root, relative: &str, path: &Path, found: &mut Found) {
    let rejected = match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => {
            let target = path.canonicalize().unwrap_or_default();
            let holder = path.parent().and_then(|parent| parent.canonicalize().ok()).unwrap_or_default();
            if !holder.starts_with(&target) {
                return;
            }
            (Code::Loop, "a link to a folder above it".to_owned())
        }
        Ok(metadata) => return take(root, relative, path, &metadata, found),
        Err(error) if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
            (Code::Loop, "links that lead in a circle".to_owned())
        }
        Err(error) => match error.kind() {
            std::io::ErrorKind::PermissionDenied => (Code::Perm, "permission denied".to_owned()),
            std::io::ErrorKind::NotFound => (Code::Open, "a link to nothing".to_owned()),
            _ => (Code::Open, format!("a link that cannot be followed: {error}")),
        },
    };
    found.rejections.push(Rejection::new(origin(root, relative), rejected.0, rejected.1));
}

fn walk_error(root: &Root, start: &Path, error: &walkdir::Error) -> Rejection {
    let origin = origin(root, &below(root, error.path().unwrap_or(start)));
    let Some(io) = error.io_error() else {
        return Rejection::new(origin, Code::Loop, "a link to a folder above it");
    };
    match io.kind() {
        std::io::ErrorKind::PermissionDenied => Rejection::new(origin, Code::Perm, "permission denied"),
        std::io::ErrorKind::NotFound => Rejection::new(origin, Code::Open, "gone while it was looked at"),
        _ => Rejection::new(origin, Code::Io, io.to_string()),
    }
}

/// Whether a folder lies on another device. One that cannot be asked is met again when it is entered.
fn is_elsewhere(folder: &DirEntry, device: u64) -> bool {
    folder.metadata().is_ok_and(|metadata| metadata.dev() != device)
}

fn is_same(index: &Metadata, entry: &DirEntry) -> bool {
    entry.ino() == index.ino() && entry.metadata().is_ok_and(|folder| folder.dev() == index.dev())
}

fn origin(root: &Root, relative: &str) -> Origin {
    if relative.is_empty() {
        Origin::file(Arc::clone(&root.name))
    } else {
        Origin::file(format!("{}/{relative}", root.name).into())
    }
}

fn below(root: &Root, path: &Path) -> String {
    path_to_text(path.strip_prefix(&root.location).unwrap_or(path))
}

fn nanos(seconds: i64, rest: i64) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(rest)
}
