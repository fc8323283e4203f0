//! The files of an index: generations, the lock, the directory of the engine.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::Error;
use super::seal::Seal;

/// Names the generation in use, replaced by a rename: `gen-000007`, a space, the first 16 hexadecimal digits
/// of the name's BLAKE3, a line end; nothing else, so that no damage leads to another generation.
const CURRENT: &str = "CURRENT";
/// Held by whoever writes; the file stays, the lock goes with the process. It says who holds it, for people;
/// the lock itself is the truth.
const LOCK: &str = ".lock";
/// What the name of a file ends with while it is written; it begins with a dot.
const UNFINISHED: &str = ".new";

/// Files that this process has begun to write, so that none of them meets another under its first name.
static WRITTEN: AtomicU64 = AtomicU64::new(0);

/// Where the parts of an index lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    root: PathBuf,
    generation: PathBuf,
}

/// The right to write an index, given back when dropped.
#[derive(Debug)]
pub struct Writing {
    layout: Layout,
    fresh: bool,
    /// Whether a generation is in use that readers have.
    in_use: bool,
    _lock: File,
}

impl Layout {
    /// Finds the generation in use. Reads one small file.
    ///
    /// # Errors
    /// [`Error::Absent`] if there is no index at `root`; [`Error::Damaged`] if the file names no generation.
    pub fn find(root: &Path) -> Result<Self, Error> {
        let current = root.join(CURRENT);
        let text = match fs::read(&current) {
            Ok(text) => text,
            Err(error) if is_absent(&error) => return absent(root),
            Err(error) => return Err(Error::io(current)(error)),
        };
        let damaged = |what: &str| Error::Damaged { path: current.clone(), what: what.into() };
        let text = String::from_utf8(text).map_err(|_| damaged("names no generation"))?;
        let name =
            text.split_once(' ').map(|(name, _)| name).filter(|name| generation_number(name).is_some());
        let name = name.ok_or_else(|| damaged("names no generation"))?;
        if text != current_line(name) {
            return Err(damaged("its checksum does not agree"));
        }
        let generation = root.join(name);
        if !generation.is_dir() {
            return Err(Error::Damaged { path: generation, what: "missing".into() });
        }
        Ok(Layout { root: root.into(), generation })
    }

    /// The index's own folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The engine's folder.
    pub(super) fn engine(&self) -> PathBuf {
        self.generation.join(ENGINE)
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

/// The engine's folder in a generation.
pub(super) const ENGINE: &str = "tantivy";

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Tells an index that is not there from one whose `CURRENT` is gone.
fn absent(root: &Path) -> Result<Layout, Error> {
    let has_generation = fs::read_dir(root).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let of_generation = entry.file_name().to_str().and_then(generation_number).is_some();
            of_generation && Seal::is_in(&entry.path())
        })
    });
    if has_generation {
        return Err(Error::Damaged { path: root.join(CURRENT), what: "missing".into() });
    }
    Err(Error::Absent(root.into()))
}

fn current_line(name: &str) -> String {
    let check = blake3::hash(name.as_bytes()).to_hex();
    format!("{name} {}\n", &check.as_str()[..16])
}

impl Writing {
    /// Takes the right to write the index at `root`, made if absent; `anew` begins a generation beside
    /// the one in use, which readers keep until the first commit. `holder` says for people who writes.
    ///
    /// # Errors
    /// [`Error::Locked`] if another process holds it, with what that one said of itself;
    /// [`Error::Io`] if the folder cannot be made; [`Error::Damaged`] unless `anew`.
    pub fn begin(root: &Path, anew: bool, holder: &str) -> Result<Self, Error> {
        fs::create_dir_all(root).map_err(Error::io(root))?;
        let lock = take_lock(root, holder)?;
        let found = match Layout::find(root) {
            Ok(layout) => Some(layout),
            Err(Error::Absent(_)) => None,
            // What is damaged is built anew beside it.
            Err(Error::Damaged { .. }) if anew => None,
            Err(error) => return Err(error),
        };
        let in_use = found.is_some();
        if let Some(layout) = found.filter(|_| !anew) {
            return Ok(Writing { layout, fresh: false, in_use, _lock: lock });
        }
        let number = last_generation(root)? + 1;
        let generation = root.join(format!("gen-{number:06}"));
        let layout = Layout { root: root.into(), generation };
        fs::create_dir_all(layout.engine()).map_err(Error::io(layout.engine()))?;
        sync_folder(&layout.generation)?;
        sync_folder(root)?;
        Ok(Writing { layout, fresh: true, in_use, _lock: lock })
    }

    /// Takes the right to write an index that is there.
    ///
    /// # Errors
    /// As [`Writing::begin`], and [`Error::Absent`].
    pub fn resume(root: &Path, holder: &str) -> Result<Self, Error> {
        if let Err(error @ Error::Absent(_)) = Layout::find(root) {
            return Err(error);
        }
        Self::begin(root, false, holder)
    }

    /// Where to write.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Whether the generation is new: nothing was ever published of it.
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// Whether readers have another generation until this one is published.
    pub(super) fn is_rebuild(&self) -> bool {
        self.fresh && self.in_use
    }

    /// Makes a new generation the one in use, and removes the others.
    pub(super) fn publish(&mut self) -> Result<(), Error> {
        if !self.fresh {
            return Ok(());
        }
        let name = self.layout.generation.file_name().unwrap_or_default().display().to_string();
        write_durably(&self.layout.root.join(CURRENT), current_line(&name).as_bytes())?;
        self.fresh = false;
        for other in self.other_generations()? {
            // A reader may hold it open: on this system its maps outlive the name.
            fs::remove_dir_all(&other).map_err(Error::io(other))?;
        }
        Ok(())
    }

    /// The folders of generations that are not this one.
    pub(super) fn other_generations(&self) -> Result<Vec<PathBuf>, Error> {
        let root = &self.layout.root;
        let mut others = Vec::new();
        for entry in fs::read_dir(root).map_err(Error::io(root))? {
            let path = entry.map_err(Error::io(root))?.path();
            let name = path.file_name().and_then(|name| name.to_str());
            if path != self.layout.generation && name.and_then(generation_number).is_some() {
                others.push(path);
            }
        }
        Ok(others)
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

/// Locks the index and says in the lock's file who did.
fn take_lock(root: &Path, holder: &str) -> Result<File, Error> {
    let path = root.join(LOCK);
    let mut lock = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&path)
        .map_err(Error::io(&path))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // Who holds it is said for people; without it they are told that somebody does.
            let _ = lock.take(256).read_to_string(&mut holder);
            return Err(Error::Locked { path: root.into(), holder: holder.trim().to_owned() });
        }
        Err(TryLockError::Error(error)) => return Err(Error::io(path)(error)),
    }
    // Where it cannot be said, the lock holds all the same.
    let _ = lock.set_len(0).and_then(|()| writeln!(lock, "{holder}"));
    Ok(lock)
}

fn generation_number(name: &str) -> Option<u64> {
    let digits = name.strip_prefix("gen-").filter(|digits| digits.len() >= 6)?;
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

fn last_generation(root: &Path) -> Result<u64, Error> {
    let mut last = 0;
    for entry in fs::read_dir(root).map_err(Error::io(root))? {
        let name = entry.map_err(Error::io(root))?.file_name();
        last = last.max(name.to_str().and_then(generation_number).unwrap_or(0));
    }
    Ok(last)
}

/// Whether a name is that of a file that was never finished.
pub(super) fn is_unfinished(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(UNFINISHED)
}

/// Writes a file whole or not at all: beside it first, synced, then renamed over it, folder synced.
pub(super) fn replace_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // A reader may write the same vocabulary at the same time.
    let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
    let beside = format!(".{name}.{}-{number}{UNFINISHED}", std::process::id());
    rename_over(path, folder, &beside, bytes)
}

/// [`replace_file`] for what only the holder of the lock writes: its first name is always the same.
pub(super) fn replace_own_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    rename_over(path, folder, &format!(".{name}{UNFINISHED}"), bytes)
}

fn rename_over(path: &Path, folder: &Path, beside: &str, bytes: &[u8]) -> io::Result<()> {
    let beside = folder.join(beside);
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    File::open(folder)?.sync_all()
}

/// [`replace_file`], with the path in the error.
pub(super) fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    replace_file(path, bytes).map_err(Error::io(path))
}

/// Makes renames in a folder durable.
pub(super) fn sync_folder(folder: &Path) -> Result<(), Error> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(Error::io(folder))
}
