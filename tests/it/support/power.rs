//! Power that fails: what may then be on a disk, told from a record of a run's system calls.
//!
//! A disk keeps what was synced: a file's bytes up to its last sync, a folder's names up to the folder's. Of
//! what came later any part may be there or not: of a file any beginning, the rest zeros or nothing, of a
//! folder's changes any beginning. Folders and files know nothing of one another. Where the process alone is
//! killed, all that it did so far is there: the record tells that as well, of all its threads in their order.

#![allow(clippy::print_stdout, reason = "what is torn is said beside the count, for whoever has to mend it")]

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use super::Dice;
use super::siege::{Losses, Siege, claims, end, is_whole};

const CALLS: &str =
    "trace=openat,write,pwrite64,fsync,fdatasync,?rename,?renameat,?renameat2,?unlink,?unlinkat";

/// What a run did to its index, and what it said, in order.
pub(crate) struct Recording<'s> {
    siege: &'s Siege,
    steps: Vec<Step>,
}

enum Step {
    Create(PathBuf),
    Write(PathBuf, Vec<u8>),
    SyncBegins(String, PathBuf),
    SyncEnds(String),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
    /// So many articles were said to stand.
    Acknowledge(u64),
}

impl<'s> Recording<'s> {
    /// Records one unharmed run; `None` where the record cannot be read.
    pub(crate) fn of(siege: &'s Siege) -> Self {
        siege.restore();
        let log = siege.workspace.path("power");
        let name = log.to_str().expect("a plain name");
        let arguments = ["-f", "-y", "-qq", "-xx", "-s", "100000000", "-o", name, "-e", CALLS];
        let harmed = end(siege.run_under("strace", &arguments));
        assert!(harmed.status.success(), "{}", harmed.stderr);
        let home = siege.workspace.path("").canonicalize().expect("there");
        let text = std::fs::read_to_string(&log).expect("a record");
        let index = home.join("index");
        Recording { siege, steps: text.lines().filter_map(|line| step(line, &home, &index)).collect() }
    }

    /// The same on a disk that makes nothing sure, whatever it is asked.
    pub(crate) fn on_a_disk_that_lies(mut self) -> Self {
        self.steps.retain(|step| !matches!(step, Step::SyncBegins(..) | Step::SyncEnds(_)));
        self
    }

    /// Number of steps.
    pub(crate) fn steps(&self) -> usize {
        self.steps.len()
    }

    /// Lets power fail so many times, each at a random step, and judges what is left; one in `thorough` is also
    /// brought in line and compared with what an unharmed run makes.
    pub(crate) fn fail(&self, dice: &mut Dice, times: usize, thorough: usize) -> Vec<Losses> {
        let mut moments: Vec<usize> = (0..times).map(|_| dice.below(self.steps.len() + 1)).collect();
        moments.sort_unstable();
        self.at(&moments, |disk, index, acknowledged| {
            disk.leave(Some(dice));
            if dice.one_in(thorough) {
                return self.siege.judge(acknowledged);
            }
            let whole = is_whole(index) && claims(index) >= acknowledged;
            Losses { torn: usize::from(!whole), ..Losses::default() }
        })
    }

    /// Kills the run after each of these steps, in order, and judges what is left.
    pub(crate) fn kill(&self, moments: &[usize]) -> Vec<Losses> {
        self.at(moments, |disk, _, acknowledged| {
            disk.leave(None);
            self.siege.judge(acknowledged)
        })
    }

    fn at(&self, moments: &[usize], mut judge: impl FnMut(&Disk, &Path, u64) -> Losses) -> Vec<Losses> {
        self.siege.restore();
        let index = self.siege.index().canonicalize().expect("there");
        let mut disk = Disk::default();
        disk.load(&index);
        let mut acknowledged = 0;
        let mut done = 0;
        let mut judged = Vec::with_capacity(moments.len());
        for &moment in moments {
            for step in &self.steps[done..moment] {
                match step {
                    Step::Acknowledge(articles) => acknowledged = *articles,
                    step => disk.apply(step),
                }
            }
            done = moment;
            let losses = judge(&disk, &index, acknowledged);
            if losses != Losses::default() {
                println!("after step {moment} of {}: {losses:?}", self.steps.len());
            }
            judged.push(losses);
        }
        judged
    }
}

/// Reads a line of the record.
fn step(line: &str, home: &Path, index: &Path) -> Option<Step> {
    let (thread, call) = line.split_once(' ')?;
    let call = call.trim_start();
    if call.contains("sync resumed>") {
        return call.ends_with("= 0").then(|| Step::SyncEnds(thread.to_owned()));
    }
    let (name, arguments) = call.split_once('(')?;
    let failed = call.contains(" = -1 ");
    let below = |path: PathBuf| {
        let path = if path.is_absolute() { path } else { home.join(path) };
        let is_data = path.strip_prefix(index).is_ok_and(|rest| {
            rest.starts_with("CURRENT") || rest.to_str().is_some_and(|rest| rest.starts_with("gen-"))
        });
        is_data.then_some(path)
    };
    let named = |at: usize| Some(PathBuf::from(OsString::from_vec(between(arguments, '"', '"', at)?)));
    let opened = || Some(PathBuf::from(OsString::from_vec(between(arguments, '<', '>', 0)?)));
    match name {
        "write" if arguments.starts_with("2<") => {
            let said = String::from_utf8(between(arguments, '"', '"', 0)?).ok()?;
            let articles =
                said.strip_prefix("checkpoint: ")?.split(' ').next()?.replace([',', '\u{202f}'], "");
            Some(Step::Acknowledge(articles.parse().ok()?))
        }
        "write" | "pwrite64" => Some(Step::Write(below(opened()?)?, between(arguments, '"', '"', 0)?)),
        "openat" if arguments.contains("O_CREAT") && !failed => Some(Step::Create(below(named(0)?)?)),
        "fsync" | "fdatasync" => {
            let path = below(opened()?)?;
            let thread = if arguments.contains("<unfinished") { thread } else { "" };
            Some(Step::SyncBegins(thread.to_owned(), path))
        }
        name if name.starts_with("rename") && !failed => {
            Some(Step::Rename(below(named(0)?)?, below(named(1)?)?))
        }
        name if name.starts_with("unlink") && !failed => Some(Step::Remove(below(named(0)?)?)),
        _ => None,
    }
}

/// The bytes of the `at`th piece between these marks, written as `\x2f\x74`.
fn between(text: &str, open: char, close: char, at: usize) -> Option<Vec<u8>> {
    let mut rest = text;
    let mut piece = "";
    for _ in 0..=at {
        let (_, after) = rest.split_once(open)?;
        (piece, rest) = after.split_once(close)?;
    }
    piece.split("\\x").skip(1).map(|digits| u8::from_str_radix(digits, 16).ok()).collect()
}

type FileId = usize;

/// A disk, and how much of it is sure.
#[derive(Default)]
struct Disk {
    files: Vec<Bytes>,
    folders: BTreeMap<PathBuf, Folder>,
    syncing: HashMap<String, Synced>,
}

#[derive(Default)]
struct Bytes {
    all: Vec<u8>,
    sure: usize,
}

/// A folder's names as they are sure, and what changed since.
#[derive(Default)]
struct Folder {
    sure: BTreeMap<OsString, FileId>,
    /// How many changes became sure.
    settled: usize,
    changes: Vec<Change>,
    now: BTreeMap<OsString, FileId>,
}

#[derive(Clone)]
enum Change {
    Add(OsString, FileId),
    Remove(OsString),
    Rename(OsString, OsString),
}

enum Synced {
    File(FileId, usize),
    Folder(PathBuf, usize),
}

fn change(names: &mut BTreeMap<OsString, FileId>, change: Change) {
    match change {
        Change::Add(name, file) => {
            names.insert(name, file);
        }
        Change::Remove(name) => {
            names.remove(&name);
        }
        Change::Rename(from, to) => {
            if let Some(file) = names.remove(&from) {
                names.insert(to, file);
            }
        }
    }
}

fn split(path: &Path) -> (PathBuf, OsString) {
    let folder = path.parent().expect("below the index").to_path_buf();
    (folder, path.file_name().expect("a name").to_owned())
}

impl Disk {
    /// Takes in what lies there; all of it is sure.
    fn load(&mut self, path: &Path) {
        for entry in std::fs::read_dir(path).expect("a folder") {
            let entry = entry.expect("an entry");
            if entry.path().is_dir() {
                self.load(&entry.path());
                continue;
            }
            let all = std::fs::read(entry.path()).expect("a file");
            self.files.push(Bytes { sure: all.len(), all });
            let folder = self.folders.entry(path.to_path_buf()).or_default();
            folder.sure.insert(entry.file_name(), self.files.len() - 1);
            folder.now.insert(entry.file_name(), self.files.len() - 1);
        }
    }

    fn alter(&mut self, folder: PathBuf, what: Change) {
        let folder = self.folders.entry(folder).or_default();
        change(&mut folder.now, what.clone());
        folder.changes.push(what);
    }

    fn file(&self, path: &Path) -> Option<FileId> {
        let (folder, name) = split(path);
        self.folders.get(&folder)?.now.get(&name).copied()
    }

    fn apply(&mut self, step: &Step) {
        match step {
            Step::Create(path) => {
                if self.file(path).is_none() {
                    let (folder, name) = split(path);
                    self.files.push(Bytes::default());
                    self.alter(folder, Change::Add(name, self.files.len() - 1));
                }
            }
            Step::Write(path, bytes) => {
                if let Some(file) = self.file(path) {
                    self.files[file].all.extend_from_slice(bytes);
                }
            }
            Step::SyncBegins(thread, path) => {
                let begun = match (self.folders.get(path), self.file(path)) {
                    (Some(folder), _) => Synced::Folder(path.clone(), folder.settled + folder.changes.len()),
                    (None, Some(file)) => Synced::File(file, self.files[file].all.len()),
                    (None, None) => return,
                };
                self.syncing.insert(thread.clone(), begun);
                if thread.is_empty() {
                    self.sync(thread);
                }
            }
            Step::SyncEnds(thread) => self.sync(thread),
            Step::Rename(from, to) => {
                let ((folder, from), (_, to)) = (split(from), split(to));
                self.alter(folder, Change::Rename(from, to));
            }
            Step::Remove(path) => {
                let (folder, name) = split(path);
                self.alter(folder, Change::Remove(name));
            }
            Step::Acknowledge(_) => {}
        }
    }

    fn sync(&mut self, thread: &str) {
        match self.syncing.remove(thread) {
            Some(Synced::File(file, bytes)) => self.files[file].sure = self.files[file].sure.max(bytes),
            Some(Synced::Folder(path, changes)) => {
                let folder = self.folders.get_mut(&path).expect("known");
                // Another sync may have been faster.
                let count = changes.saturating_sub(folder.settled);
                folder.settled += count;
                for sure in folder.changes.drain(..count) {
                    change(&mut folder.sure, sure);
                }
            }
            None => {}
        }
    }

    /// Writes what a disk may have kept as the dice fall; without dice, all.
    fn leave(&self, mut dice: Option<&mut Dice>) {
        for (path, folder) in &self.folders {
            std::fs::create_dir_all(path).expect("made");
            for entry in std::fs::read_dir(path).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_file() {
                    std::fs::remove_file(path).expect("removed");
                }
            }
            let mut names = folder.sure.clone();
            let changes = folder.changes.len();
            let kept = dice.as_deref_mut().map_or(changes, |dice| dice.below(changes + 1));
            folder.changes[..kept].iter().cloned().for_each(|kept| change(&mut names, kept));
            for (name, file) in names {
                let file = &self.files[file];
                let left = dice.as_deref_mut().map_or_else(|| file.all.clone(), |dice| file.left(dice));
                std::fs::write(path.join(name), left).expect("written");
            }
        }
    }
}

impl Bytes {
    fn left(&self, dice: &mut Dice) -> Vec<u8> {
        let unsure = self.all.len() - self.sure;
        let kept = self.sure + if unsure > 0 { dice.below(unsure + 1) } else { 0 };
        let mut left = self.all[..kept].to_vec();
        if dice.one_in(3) {
            left.resize(self.all.len(), 0);
        }
        left
    }
}
