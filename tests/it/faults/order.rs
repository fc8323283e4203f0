//! Power may fail at any moment, and then only what was synced is sure: so before a commit is named, all that
//! it consists of must have been synced, contents and names, and the name before anything is built on it.
//!
//! The system calls of a run are recorded by `strace` and read in their order.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::super::support::{Siege, can_strace, end};

const CALLS: &str =
    "trace=openat,write,pwrite64,fsync,fdatasync,?rename,?renameat,?renameat2,?unlink,?unlinkat";

/// What is not sure yet.
#[derive(Default)]
struct Disk {
    /// Files that were written and not synced.
    written: BTreeSet<PathBuf>,
    /// Folders in which names changed since they were synced.
    renamed: BTreeSet<PathBuf>,
    commits: usize,
    seals: usize,
}

impl Disk {
    fn rename(&mut self, from: PathBuf, to: &Path) {
        let folder = to.parent().expect("below the index").to_path_buf();
        let name = to.file_name().and_then(|name| name.to_str()).expect("a plain name");
        let generation = if name == "meta.json" { folder.parent() } else { Some(&*folder) };
        let unsure = |under: &Path| self.written.iter().find(|path| path.starts_with(under)).cloned();
        match name {
            "meta.json" => {
                let generation = generation.expect("below a generation");
                assert_eq!(unsure(generation), None, "a commit is named before its files are synced");
                assert!(!self.renamed.contains(&folder), "the engine's folder is not synced");
                assert!(!self.renamed.contains(generation), "the attachments' names are not synced");
                self.commits += 1;
            }
            name if name.starts_with("seal-") || name == "CURRENT" => {
                assert_eq!(unsure(&folder), None, "{name} is named before the files are synced");
                let below: Vec<_> =
                    self.renamed.iter().filter(|renamed| renamed.starts_with(&folder)).collect();
                assert!(below.is_empty(), "{name} is named before the commit is sure: {below:?}");
                self.seals += usize::from(name.starts_with("seal-"));
            }
            _ => assert!(!self.written.contains(&from), "{name} is named before it is synced"),
        }
        self.written.remove(&from);
        self.renamed.insert(folder);
    }
}

/// The paths between quotation marks, and those that `-y` tells between angle brackets.
fn paths(line: &str, open: char, close: char) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    let mut rest = line;
    while let Some((_, after)) = rest.split_once(open) {
        let Some((path, after)) = after.split_once(close) else { break };
        paths.push(PathBuf::from(path));
        rest = after;
    }
    paths
}

#[test]
fn what_a_commit_consists_of_is_synced_before_it_is_named() {
    if !can_strace() {
        println!("skipped: strace is not there, or may not trace");
        return;
    }
    let siege = Siege::lay(8);
    siege.restore();
    let log = siege.workspace.path("calls");
    let log_name = log.to_str().expect("a plain name");
    let harmed = end(siege.run_under("strace", &["-f", "-y", "-qq", "-s", "4", "-o", log_name, "-e", CALLS]));
    assert!(harmed.status.success(), "{}", harmed.stderr);
    let home = siege.workspace.path("").canonicalize().expect("there");
    let index = home.join("index");
    let whole = |path: PathBuf| if path.is_absolute() { path } else { home.join(path) };
    let mut disk = Disk::default();
    // Calls of several threads overlap: a write counts from its begin, a sync from its end.
    let mut syncing: HashMap<String, PathBuf> = HashMap::new();
    for line in std::fs::read_to_string(&log).expect("a record").lines() {
        let (thread, call) = line.split_once(' ').expect("a thread");
        let call = call.trim_start();
        if call.contains("sync resumed>") {
            if let (Some(path), true) = (syncing.remove(thread), call.ends_with("= 0")) {
                disk.written.remove(&path);
                disk.renamed.remove(&path);
            }
            continue;
        }
        let Some((name, arguments)) = call.split_once('(') else { continue };
        match name {
            "write" | "pwrite64" => {
                let path = paths(arguments, '<', '>').into_iter().next().unwrap_or_default();
                if path.starts_with(&index) && path.file_name().is_some_and(|name| name != ".lock") {
                    disk.written.insert(path);
                }
            }
            "openat" if arguments.contains("O_CREAT") => {
                let path = whole(paths(arguments, '"', '"').into_iter().next().unwrap_or_default());
                // What is not finished has a name that begins with a dot, and may vanish.
                let is_finished =
                    path.file_name().is_some_and(|name| !name.as_encoded_bytes().starts_with(b"."));
                let folder = path.parent().filter(|folder| is_finished && folder.starts_with(&index));
                disk.renamed.extend(folder.map(Path::to_path_buf));
            }
            "fsync" | "fdatasync" => {
                let path = paths(arguments, '<', '>').into_iter().next().unwrap_or_default();
                if arguments.contains("<unfinished") {
                    syncing.insert(thread.to_owned(), path);
                } else if call.ends_with("= 0") {
                    disk.written.remove(&path);
                    disk.renamed.remove(&path);
                }
            }
            name if name.starts_with("rename") => {
                let [from, to] = &paths(arguments, '"', '"')[..] else { panic!("{line}") };
                disk.rename(whole(from.clone()), &whole(to.clone()));
            }
            name if name.starts_with("unlink") => {
                for path in paths(arguments, '"', '"') {
                    disk.written.remove(&whole(path));
                }
            }
            _ => {}
        }
    }
    assert!(disk.commits > 3 && disk.seals > 3, "{} commits, {} seals", disk.commits, disk.seals);
}
