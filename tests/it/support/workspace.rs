//! A folder of its own, and the program run in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use super::Output;

/// When files of a test were written, in seconds since 1970, unless it says otherwise: 1 June 2024. It lies
/// in the past, so that no file counts as just written.
const WRITTEN: u64 = 1_717_200_000;

/// A folder that goes when the test ends.
pub(crate) struct Workspace {
    folder: tempfile::TempDir,
}

impl Workspace {
    pub(crate) fn new() -> Self {
        Workspace { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A workspace with the repository's `seeds/`.
    pub(crate) fn with_seeds() -> Self {
        let workspace = Workspace::new();
        workspace.copy_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds"), "seeds");
        workspace
    }

    /// A workspace with `seeds/` indexed into `index/`.
    pub(crate) fn with_seeds_indexed() -> Self {
        let workspace = Workspace::with_seeds();
        workspace.kiosque("index -q").succeeds();
        workspace
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let whole = self.path(path);
        std::fs::create_dir_all(whole.parent().expect("below the workspace")).expect("folders made");
        std::fs::write(&whole, content).expect("written");
        self.date(path, 0)
    }

    /// Sets a file's time of modification, in seconds after that of all others.
    pub(crate) fn date(&self, path: &str, seconds_later: u64) -> &Self {
        self.date_at(path, SystemTime::UNIX_EPOCH + Duration::from_secs(WRITTEN + seconds_later));
        self
    }

    fn date_at(&self, path: &str, time: SystemTime) {
        let file = std::fs::File::options().append(true).open(self.path(path)).expect("there");
        file.set_modified(time).expect("dated");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).expect("a text file")
    }

    pub(crate) fn exists(&self, path: &str) -> bool {
        self.path(path).symlink_metadata().is_ok()
    }

    pub(crate) fn remove(&self, path: &str) -> &Self {
        let whole = self.path(path);
        if whole.is_dir() {
            std::fs::remove_dir_all(whole).expect("removed");
        } else {
            std::fs::remove_file(whole).expect("removed");
        }
        self
    }

    pub(crate) fn rename(&self, from: &str, to: &str) -> &Self {
        let target = self.path(to);
        std::fs::create_dir_all(target.parent().expect("below the workspace")).expect("folders made");
        std::fs::rename(self.path(from), target).expect("renamed");
        self
    }

    /// Copies a folder of the machine to `to`, dated as a clone of this morning is.
    #[allow(clippy::disallowed_methods, reason = "a test asks for the time to date files by")]
    fn copy_in(&self, from: &Path, to: &str) {
        let an_hour_ago = SystemTime::now() - Duration::from_secs(3_600);
        for entry in std::fs::read_dir(from).expect("a folder") {
            let entry = entry.expect("an entry");
            let inside = format!("{to}/{}", entry.file_name().to_str().expect("a plain name"));
            if entry.path().is_dir() {
                self.copy_in(&entry.path(), &inside);
            } else {
                self.write(&inside, std::fs::read(entry.path()).expect("a readable file"));
                self.date_at(&inside, an_hour_ago);
            }
        }
    }

    /// The program, not yet run: in this folder, with nothing of this machine's environment.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kiosque"));
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", super::variable("PATH").unwrap_or_default())
            .env("NO_COLOR", "1")
            .stdin(Stdio::null());
        command
    }

    /// Runs `kiosque` with these words, parted by spaces.
    pub(crate) fn kiosque(&self, line: &str) -> Output {
        self.run(&line.split_whitespace().collect::<Vec<_>>())
    }

    /// Runs `kiosque` with these arguments.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.run_command(self.command().args(arguments))
    }

    /// Runs a command made by [`Workspace::command`].
    pub(crate) fn run_command(&self, command: &mut Command) -> Output {
        Output::of(command.output().expect("the program starts"), self.folder.path())
    }

    /// Runs `kiosque` with this on standard input.
    pub(crate) fn feed(&self, line: &str, input: &[u8]) -> Output {
        let mut child = self
            .command()
            .args(line.split_whitespace())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("piped");
        std::io::Write::write_all(&mut stdin, input).expect("read by the program");
        drop(stdin);
        Output::of(child.wait_with_output().expect("the program ends"), self.folder.path())
    }

    /// The lines of `kiosque dump` on the index of that name.
    pub(crate) fn dump_of(&self, index: &str) -> Vec<String> {
        let output = self.kiosque(&format!("dump --index {index}")).succeeds();
        output.stdout.lines().map(str::to_owned).collect()
    }

    /// The lines of `kiosque dump`.
    pub(crate) fn dump(&self) -> Vec<String> {
        self.dump_of("index")
    }

    /// Titles of the indexed articles, sorted.
    pub(crate) fn titles(&self) -> Vec<String> {
        let mut titles: Vec<String> = self
            .dump()
            .iter()
            .map(|line| {
                let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
                line["title"].as_str().expect("a title").to_owned()
            })
            .collect();
        titles.sort();
        titles
    }

    /// The rows of the last run's report.
    pub(crate) fn report(&self) -> Vec<super::ReportRow> {
        super::ReportRow::read(&self.read("index/report.jsonl"))
    }
}
