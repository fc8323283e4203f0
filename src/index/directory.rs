//! The engine's folder, with what a trusted index needs beside the engine's own: readers that write nothing,
//! a commit record that others may read, and no second list of files that could disagree with the first.
//!
//! | engine's wish | here |
//! |---|---|
//! | lock for writing | not taken: [`Writing`](super::Writing) holds ours |
//! | lock while a reader opens | not taken: it needs the right to write; [`Snapshot`](super::Snapshot) looks again instead |
//! | `.managed.json`, the files it may remove | what lies in the folder; nothing is written |
//! | `meta.json` | written with the permissions of any file, and the folder synced after the rename |

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

use super::Error;
use super::layout::replace_own_file;

/// The engine's commit record.
pub(super) const COMMIT_RECORD: &str = "meta.json";
/// The engine's list of files that it may remove.
const MANAGED: &str = ".managed.json";

/// The engine's folder.
#[derive(Debug, Clone)]
pub(super) struct EngineFolder {
    maps: MmapDirectory,
    path: PathBuf,
}

impl EngineFolder {
    /// Opens the folder, which must be there.
    pub(super) fn open(path: PathBuf) -> Result<Self, Error> {
        let maps = MmapDirectory::open(&path)
            .map_err(|error| Error::Damaged { path: path.clone(), what: error.to_string() })?;
        Ok(EngineFolder { maps, path })
    }

    /// Names of the files that the engine may have made, as the JSON that it expects.
    fn managed(&self) -> io::Result<Vec<u8>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            let name = entry?.file_name();
            names.extend(name.to_str().filter(|name| !name.starts_with('.')).map(str::to_owned));
        }
        serde_json::to_vec(&names).map_err(io::Error::from)
    }
}

impl Directory for EngineFolder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.maps.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.maps.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.maps.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.maps.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        if path == Path::new(MANAGED) {
            return self.managed().map_err(|error| OpenReadError::wrap_io_error(error, path.into()));
        }
        self.maps.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path == Path::new(MANAGED) {
            return Ok(());
        }
        replace_own_file(&self.path.join(path), data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.maps.sync_directory()
    }

    fn acquire_lock(&self, _lock: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.maps.watch(callback)
    }
}
