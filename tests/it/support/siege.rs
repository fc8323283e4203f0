//! An index under siege: one run of `kiosque index` is harmed in some way, and what is left is judged.
//!
//! The run brings an older index in line with an edited corpus, with a checkpoint every few kilobytes, so that
//! adding, replacing, deleting, merging and copies all happen under fire. What is left must prove whole, hold
//! what was acknowledged, and be, once the run is repeated, what an unharmed run makes.

#![allow(clippy::print_stdout, reason = "what is torn is said beside the count, for whoever has to mend it")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use kiosque::index::Snapshot;
use kiosque::maintain::verify;
use kiosque::manifest::{MANIFEST, Manifest};

use super::{Article, Workspace, gz, json_lines};

/// The run that is harmed.
const RUN: &[&str] =
    &["index", "corpus", "--verbose", "--jobs", "2", "--checkpoint", "8000", "--wait=20", "--format", "json"];
/// Another one.
const OPTIMIZE: &[&str] = &["optimize", "--wait=20"];
/// A process that takes longer has hung.
const HUNG: Duration = Duration::from_secs(120);

/// An older index, an edited corpus, and what an unharmed run makes of both.
pub(crate) struct Siege {
    pub(crate) workspace: Workspace,
    run: &'static [&'static str],
    expected: Vec<String>,
    /// What an unharmed run leaves.
    done: Vec<String>,
    /// How long an unharmed run takes.
    pub(crate) unharmed: Duration,
}

/// A harmed run that has ended.
pub(crate) struct Harmed {
    /// As the system tells it.
    pub(crate) status: ExitStatus,
    /// Articles of the last checkpoint that it acknowledged.
    pub(crate) acknowledged: u64,
    /// What it said.
    pub(crate) stderr: String,
    /// From start to end.
    pub(crate) took: Duration,
}

/// What a judgement found; all zero is well.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Losses {
    /// Articles that are not as an unharmed run has them, or not there.
    pub(crate) lost: usize,
    /// Articles too many.
    pub(crate) doubled: usize,
    /// Indexes that did not prove whole, or lacked what was acknowledged, or could not be brought in line.
    pub(crate) torn: usize,
}

fn article(number: usize, version: usize) -> Article {
    let mut article = Article::new(
        &format!("Article {number}"),
        &format!("Le conseil municipal de Nantes a voté le budget {number} du port, version {version}."),
    );
    article.url = format!("https://presse.example/{number}");
    article.date = format!("2024-03-{:02}", 1 + number % 28);
    if number.is_multiple_of(7) {
        // A text of its own length that others have as well.
        article.body =
            format!("La maire de Brest parle du port {}. ", number % 3).repeat(10).trim_end().to_owned();
        article.section = format!("Rubrique {}", number % 4);
    }
    article
}

impl Siege {
    /// Lays siege to a run of `index` over so many files of 25 articles.
    pub(crate) fn lay(files: usize) -> Self {
        Siege::lay_to(RUN, files)
    }

    /// Lays siege to a run of `optimize`.
    pub(crate) fn lay_to_optimize(files: usize) -> Self {
        Siege::lay_to(OPTIMIZE, files)
    }

    fn lay_to(run: &'static [&'static str], files: usize) -> Self {
        let workspace = Workspace::new();
        let write = |file: usize, version: usize| {
            let articles: Vec<Article> = (0..25).map(|n| article(25 * file + n, version)).collect();
            let lines = json_lines(&articles);
            match file % 3 {
                0 => workspace.write(&format!("corpus/{file:03}.jsonl.gz"), gz(lines.as_bytes())),
                _ => workspace.write(&format!("corpus/{file:03}.jsonl"), lines),
            };
            let path = format!("corpus/{file:03}.jsonl{}", if file.is_multiple_of(3) { ".gz" } else { "" });
            workspace.date(&path, version as u64 * 60);
        };
        (0..files / 2).for_each(|file| write(file, 1));
        workspace.kiosque("index corpus -q --index older").succeeds();
        (0..files / 4).for_each(|file| write(file, 2));
        (files / 2..files).for_each(|file| write(file, 1));
        workspace.remove(&format!(
            "corpus/{:03}.jsonl",
            if (files / 4).is_multiple_of(3) { files / 4 + 1 } else { files / 4 }
        ));
        workspace.kiosque("index corpus -q --index fresh").succeeds();
        let expected = workspace.dump_of("fresh");
        if run == OPTIMIZE {
            workspace.kiosque("index corpus -q --index older").succeeds();
        }
        let mut siege = Siege { workspace, run, expected, done: Vec::new(), unharmed: Duration::ZERO };
        siege.restore();
        let began = Instant::now();
        let output = siege.run().wait_with_output().expect("ends");
        siege.unharmed = began.elapsed();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        siege.done = siege.workspace.dump();
        assert_eq!(siege.judge(0), Losses::default(), "an unharmed run");
        siege
    }

    /// The index that is harmed.
    pub(crate) fn index(&self) -> PathBuf {
        self.workspace.path("index")
    }

    /// Puts the older index in its place again.
    pub(crate) fn restore(&self) {
        let index = self.index();
        if index.exists() {
            std::fs::remove_dir_all(&index).expect("removed");
        }
        assert!(self.fill(), "no room for the older index");
    }

    /// Puts the older index into the folder that is there; `false` if it has no room.
    pub(crate) fn fill(&self) -> bool {
        copy_folder(&self.workspace.path("older"), &self.index()).is_ok()
    }

    /// Starts the run.
    pub(crate) fn run(&self) -> Child {
        spawn(self.workspace.command().args(self.run))
    }

    /// Starts the run under another program, as `strace` with these arguments.
    pub(crate) fn run_under(&self, program: &str, arguments: &[&str]) -> Child {
        let kiosque = self.workspace.command().get_program().to_owned();
        let mut command = Command::new(program);
        command.current_dir(self.workspace.path("")).env("NO_COLOR", "1").stdin(Stdio::null());
        spawn(command.args(arguments).arg(kiosque).args(self.run))
    }

    /// Judges what is left in the index, repeats the run, and judges what that made.
    pub(crate) fn judge(&self, acknowledged: u64) -> Losses {
        let mut losses = Losses::default();
        let mut torn = |bad: bool, what: &str| {
            if bad {
                println!("torn: {what}");
                losses.torn = 1;
            }
        };
        torn(!is_whole(&self.index()), "what is left is not whole");
        torn(claims(&self.index()) < acknowledged, "what was acknowledged is not there");
        let output = self.workspace.kiosque("index corpus -q --wait=20");
        torn(output.code != 0, &output.to_string());
        torn(!is_whole(&self.index()), "what the next run made is not whole");
        let found = self.workspace.dump();
        let mut count: BTreeMap<&str, isize> = BTreeMap::new();
        self.expected.iter().for_each(|line| *count.entry(line).or_default() += 1);
        found.iter().for_each(|line| *count.entry(line).or_default() -= 1);
        losses.lost = count.values().filter(|n| **n > 0).map(|n| n.unsigned_abs()).sum();
        losses.doubled = count.values().filter(|n| **n < 0).map(|n| n.unsigned_abs()).sum();
        losses
    }

    /// Whether the index is, without another run, what an unharmed one makes.
    pub(crate) fn is_done(&self) -> bool {
        self.workspace.dump() == self.done
    }
}

/// Waits for the end of a run, and reads what it acknowledged.
pub(crate) fn end(child: Child) -> Harmed {
    let began = Instant::now();
    let id = child.id();
    let watch = std::thread::spawn(move || child.wait_with_output().expect("ends"));
    while !watch.is_finished() {
        assert!(began.elapsed() < HUNG, "process {id} hangs");
        std::thread::sleep(Duration::from_millis(2));
    }
    let output = watch.join().expect("no panic");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    let last =
        stderr.lines().filter_map(|line| line.strip_prefix("checkpoint: ")?.split(' ').next()).next_back();
    let acknowledged = last.map_or(0, |n| n.replace([',', '\u{202f}'], "").parse().expect("a number"));
    Harmed { status: output.status, acknowledged, stderr, took: began.elapsed() }
}

fn spawn(command: &mut Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
}

/// Whether every file and every document of an index is as it was committed.
pub(crate) fn is_whole(index: &Path) -> bool {
    match verify(index, true) {
        Ok(verification) if verification.findings.is_empty() => true,
        other => {
            println!("{other:?}");
            false
        }
    }
}

/// Number of articles that the manifest knows; none of one that cannot be read.
pub(crate) fn claims(index: &Path) -> u64 {
    let bytes = Snapshot::open_articles(index).and_then(|snapshot| snapshot.attachment(MANIFEST));
    let manifest = bytes.ok().flatten().and_then(|bytes| Manifest::from_bytes(&bytes).ok());
    manifest
        .iter()
        .flat_map(|manifest| manifest.sources.values())
        .map(|source| source.claims.len() as u64)
        .sum()
}

fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to.join(entry.file_name()))?;
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
