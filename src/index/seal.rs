//! The seal of a commit: length and hash of every file that it consists of, so that damage shows.
//!
//! It is written once the commit stands, and the seal of the commit before goes only then: a generation
//! that was ever in use has a seal, and one that is a commit behind tells of a process that was killed
//! between the two.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Error;
use super::layout::{Layout, write_durably};

/// What the names of seals begin with; six digits or more of the commit's number follow.
///
/// | line | holds |
/// |---|---|
/// | first | `kiosque seal 1`, a space, the BLAKE3 of all that follows, in hexadecimal digits |
/// | second | `commit`, a space, the number |
/// | each other | BLAKE3, a space, length in bytes, a space, path below the generation; sorted by path |
pub(super) const SEAL: &str = "seal-";

/// Name of the seal of commit `n`.
pub(super) fn name(n: u64) -> String {
    format!("{SEAL}{n:06}")
}
const HEAD: &str = "kiosque seal 1 ";
/// Threads that hash files, where there is so much to hash that they are worth starting.
const THREADS: usize = 4;
const WORTH_THREADS: u64 = 4 << 20;

/// A file as it was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SealedFile {
    pub(super) bytes: u64,
    pub(super) blake3: String,
}

/// Every file of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seal {
    pub(super) commit: u64,
    pub(super) files: BTreeMap<String, SealedFile>,
}

/// What is wrong with a file of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file, below the folder of the index.
    pub file: String,
    /// What is wrong, lower-case, without final period.
    pub what: String,
    /// Whether the file is derived from the others, and can be made again from them.
    pub derived: bool,
}

impl Seal {
    /// Makes the seal of commit `n` from these files. Those that `former` sealed with the same length are
    /// not hashed again: but for the commit record, which is `changing`, no file is ever changed in place.
    pub(super) fn make(
        layout: &Layout,
        n: u64,
        names: &[String],
        changing: &str,
        former: Option<&Seal>,
    ) -> Result<Self, Error> {
        let mut files = BTreeMap::new();
        let mut to_hash = Vec::new();
        for name in names {
            let path = layout.file(name);
            let bytes = fs::metadata(&path).map_err(Error::io(&path))?.len();
            let known = former.and_then(|former| former.files.get(name));
            match known.filter(|known| known.bytes == bytes && name != changing) {
                Some(known) => {
                    files.insert(name.clone(), known.clone());
                }
                None => to_hash.push(name.as_str()),
            }
        }
        for (name, hashed) in hash_all(layout, &to_hash) {
            let sealed = hashed.map_err(Error::io(layout.file(name)))?;
            files.insert(name.to_owned(), sealed);
        }
        Ok(Seal { commit: n, files })
    }

    /// Writes the seal; then removes those of other commits.
    pub(super) fn write(&self, layout: &Layout) -> Result<(), Error> {
        write_durably(&layout.file(&name(self.commit)), self.to_text().as_bytes())?;
        for number in numbers(layout.generation()) {
            if number != self.commit {
                // A stray file costs room, not truth; `gc` tries again.
                let _ = fs::remove_file(layout.file(&name(number)));
            }
        }
        Ok(())
    }

    fn to_text(&self) -> String {
        let mut rest = format!("commit {}\n", self.commit);
        for (name, file) in &self.files {
            rest.push_str(&format!("{} {} {name}\n", file.blake3, file.bytes));
        }
        format!("{HEAD}{}\n{rest}", blake3::hash(rest.as_bytes()).to_hex())
    }

    fn from_text(text: &str) -> Option<Self> {
        let (head, rest) = text.split_once('\n')?;
        if head.strip_prefix(HEAD)? != blake3::hash(rest.as_bytes()).to_hex().as_str() {
            return None;
        }
        let mut lines = rest.lines();
        let commit = lines.next()?.strip_prefix("commit ")?.parse().ok()?;
        let mut files = BTreeMap::new();
        for line in lines {
            let mut parts = line.splitn(3, ' ');
            let blake3 = parts.next()?.to_owned();
            let bytes = parts.next()?.parse().ok()?;
            files.insert(parts.next()?.to_owned(), SealedFile { bytes, blake3 });
        }
        Some(Seal { commit, files })
    }

    /// Reads the seal of commit `n`; `None` if there is none.
    pub(super) fn read(layout: &Layout, n: u64) -> Result<Option<Self>, Error> {
        let path = layout.file(&name(n));
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io(path)(error)),
        };
        let seal = std::str::from_utf8(&bytes).ok().and_then(Seal::from_text);
        match seal.filter(|seal| seal.commit == n) {
            Some(seal) => Ok(Some(seal)),
            None => Err(Error::Damaged { path, what: "its checksum does not agree".into() }),
        }
    }

    /// Whether a generation's folder has a seal: it was in use once.
    pub(super) fn is_in(generation: &Path) -> bool {
        !numbers(generation).is_empty()
    }

    /// Checks the engine's record of the commit, whose bytes these are.
    pub(super) fn check_record(&self, layout: &Layout, record: &[u8]) -> Result<(), Error> {
        let name = super::live::commit_record();
        match self.files.get(&name) {
            Some(sealed) if blake3::hash(record).to_hex().as_str() == sealed.blake3 => Ok(()),
            _ => Err(Error::Damaged {
                path: layout.file(&name),
                what: "not what was committed: its checksum does not agree".into(),
            }),
        }
    }

    /// Compares the lengths alone of all files but those that `except` takes. A few microseconds a file.
    pub(super) fn check_lengths(&self, layout: &Layout, except: impl Fn(&str) -> bool) -> Result<(), Error> {
        for (name, sealed) in self.files.iter().filter(|(name, _)| !except(name)) {
            let path = layout.file(name);
            match fs::metadata(&path) {
                Ok(metadata) if metadata.len() == sealed.bytes => {}
                Ok(metadata) => {
                    let what = wrong_length(metadata.len(), sealed.bytes);
                    return Err(Error::Damaged { path, what });
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    return Err(Error::Damaged { path, what: "missing".into() });
                }
                Err(error) => return Err(Error::io(path)(error)),
            }
        }
        Ok(())
    }

    /// Reads and hashes these files, and says which are not as they were committed.
    pub(super) fn check<'a>(
        &self,
        layout: &Layout,
        names: impl Iterator<Item = &'a str>,
    ) -> Vec<(String, String)> {
        let names: Vec<&str> = names.collect();
        let mut wrong = Vec::new();
        for (name, hashed) in hash_all(layout, &names) {
            let Some(sealed) = self.files.get(name) else { continue };
            let what = match hashed {
                Ok(found) if found == *sealed => continue,
                Ok(found) if found.bytes != sealed.bytes => wrong_length(found.bytes, sealed.bytes),
                Ok(_) => "not what was committed: its checksum does not agree".to_owned(),
                Err(error) if error.kind() == io::ErrorKind::NotFound => "missing".to_owned(),
                Err(error) => format!("cannot be read: {error}"),
            };
            wrong.push((name.to_owned(), what));
        }
        wrong
    }
}

fn wrong_length(found: u64, sealed: u64) -> String {
    format!("{found} bytes long, {sealed} were committed")
}

/// The commits that have a seal here, in order.
pub(super) fn numbers(generation: &Path) -> Vec<u64> {
    let Ok(entries) = fs::read_dir(generation) else { return Vec::new() };
    let mut numbers: Vec<u64> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.strip_prefix(SEAL)?.parse().ok())
        .collect();
    numbers.sort_unstable();
    numbers
}

/// Hashes files on several threads; results in the order of the names.
fn hash_all<'a>(layout: &Layout, names: &[&'a str]) -> Vec<(&'a str, io::Result<SealedFile>)> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(name) = names.get(at) else { break };
            done.push((at, hash(&layout.file(name))));
        }
        done
    };
    let bytes: u64 =
        names.iter().map(|name| fs::metadata(layout.file(name)).map_or(0, |metadata| metadata.len())).sum();
    let threads = if bytes >= WORTH_THREADS { THREADS.min(names.len()) } else { 1 };
    let mut hashed: Vec<(usize, io::Result<SealedFile>)> = std::thread::scope(|scope| {
        // Where no thread can be started, this one does it all.
        let spawn = |_| std::thread::Builder::new().spawn_scoped(scope, work).ok();
        let threads: Vec<_> = (1..threads).filter_map(spawn).collect();
        let mut all = work();
        for thread in threads {
            all.extend(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        all
    });
    hashed.sort_by_key(|(at, _)| *at);
    hashed.into_iter().map(|(at, file)| (names[at], file)).collect()
}

fn hash(path: &Path) -> io::Result<SealedFile> {
    let mut hasher = blake3::Hasher::new();
    let mut file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("no file"));
    }
    hasher.update_reader(&mut file)?;
    Ok(SealedFile { bytes: hasher.count(), blake3: hasher.finalize().to_hex().to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_reads_back_and_any_other_byte_is_damage() {
        let file = |bytes, blake3: &str| SealedFile { bytes, blake3: blake3.to_owned() };
        let files =
            BTreeMap::from([("a b".to_owned(), file(1, "00")), ("tantivy/c".to_owned(), file(2, "ff"))]);
        let seal = Seal { commit: 7, files };
        let text = seal.to_text();
        assert_eq!(Seal::from_text(&text), Some(seal));
        for at in 0..text.len() {
            for flip in [0x01, 0x20] {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= flip;
                let read = std::str::from_utf8(&bytes).ok().and_then(Seal::from_text);
                assert_eq!(read, None, "byte {at}");
            }
            assert_eq!(Seal::from_text(&text[..at]), None);
        }
    }
}
