//! The files of an index: generations, the lock, the directory of the engine.

use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::Error;

/// Names the generation in use: one line, replaced by a rename.
const CURRENT: &str = "CURRENT";
/// Held by whoever writes; the file stays, the lock goes with the process.
const LOCK: &str = ".lock";

/// Where the parts of an index lie.
#[derive(Debug, Clone)]
pub struct Layout {
    root: PathBuf,
    generation: PathBuf,
}

/// The right to write an index, given back when dropped.
#[derive(Debug)]
pub struct Writing {
    layout: Layout,
    fresh: bool,
    _lock: File,
}

impl Layout {
    /// Finds the generation in use. Reads one small file.
    ///
    /// # Errors
    /// [`Error::Absent`] if there is no index at `root`.
    pub fn find(root: &Path) -> Result<Self, Error> {
        let current = root.join(CURRENT);
        let name = match fs::read_to_string(&current) {
            Ok(name) => name,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Error::Absent(root.into()));
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
                return Err(Error::Absent(root.into()));
            }
            Err(error) => return Err(Error::io(current)(error)),
        };
        let name = name.trim_end();
        if generation_number(name).is_none() {
            return Err(Error::Damaged { path: current, what: "names no generation".into() });
        }
        Ok(Layout { root: root.into(), generation: root.join(name) })
    }

    /// The index's own folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The engine's folder.
    pub(super) fn engine(&self) -> PathBuf {
        self.generation.join("tantivy")
    }

    /// A file of the generation.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.generation.join(name)
    }

    /// The generation's folder.
    pub(super) fn generation(&self) -> &Path {
        &self.generation
    }
}

impl Writing {
    /// Takes the right to write the index at `root`, made if absent; `anew` begins a generation beside
    /// the one in use, which readers keep until the first commit.
    ///
    /// # Errors
    /// [`Error::Locked`] if another process holds it; [`Error::Io`] if the folder cannot be made.
    pub fn begin(root: &Path, anew: bool) -> Result<Self, Error> {
        fs::create_dir_all(root).map_err(Error::io(root))?;
        let lock_path = root.join(LOCK);
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(Error::io(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Locked(root.into())),
            Err(TryLockError::Error(error)) => return Err(Error::io(lock_path)(error)),
        }
        let found = match Layout::find(root) {
            Ok(layout) => Some(layout),
            Err(Error::Absent(_)) => None,
            Err(error) => return Err(error),
        };
        if let Some(layout) = found.filter(|_| !anew) {
            return Ok(Writing { layout, fresh: false, _lock: lock });
        }
        let number = last_generation(root)? + 1;
        let generation = root.join(format!("gen-{number:06}"));
        let layout = Layout { root: root.into(), generation };
        fs::create_dir_all(layout.engine()).map_err(Error::io(layout.engine()))?;
        Ok(Writing { layout, fresh: true, _lock: lock })
    }

    /// Where to write.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Whether the generation is new: nothing was ever committed in it.
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// Makes a new generation the one in use, and removes the others.
    pub(super) fn publish(&mut self) -> Result<(), Error> {
        if !self.fresh {
            return Ok(());
        }
        let root = &self.layout.root;
        let name = self.layout.generation.file_name().unwrap_or_default().to_owned();
        write_durably(&root.join(CURRENT), format!("{}\n", name.display()).as_bytes())?;
        self.fresh = false;
        for entry in fs::read_dir(root).map_err(Error::io(root))? {
            let entry = entry.map_err(Error::io(root))?;
            let other = entry.file_name();
            if other != name && other.to_str().and_then(generation_number).is_some() {
                // A reader may hold it open: on this system its maps outlive the name.
                fs::remove_dir_all(entry.path()).map_err(Error::io(entry.path()))?;
            }
        }
        Ok(())
    }
}

/// A new generation that was never published leaves nothing behind.
impl Drop for Writing {
    fn drop(&mut self) {
        if self.fresh {
            // What cannot be removed now is a stray folder that the next generation steps over.
            let _ = fs::remove_dir_all(&self.layout.generation);
        }
    }
}

fn generation_number(name: &str) -> Option<u64> {
    name.strip_prefix("gen-").filter(|digits| digits.len() >= 6)?.parse().ok()
}

fn last_generation(root: &Path) -> Result<u64, Error> {
    let mut last = 0;
    for entry in fs::read_dir(root).map_err(Error::io(root))? {
        let name = entry.map_err(Error::io(root))?.file_name();
        last = last.max(name.to_str().and_then(generation_number).unwrap_or(0));
    }
    Ok(last)
}

/// Writes a file whole or not at all: beside it first, synced, then renamed over it, folder synced.
pub(super) fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let beside = path.with_extension("new");
    let mut file = File::create(&beside).map_err(Error::io(&beside))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(Error::io(&beside))?;
    fs::rename(&beside, path).map_err(Error::io(path))?;
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Makes renames in a folder durable.
pub(super) fn sync_folder(folder: &Path) -> Result<(), Error> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(Error::io(folder))
}
