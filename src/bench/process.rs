//! One process from start to end: how long, how much CPU, how many bytes, what it printed.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::Error;
use super::machine::{bytes_moved, children_seconds, machine_seconds};

/// A process that has ended.
pub(super) struct Run {
    pub(super) wall_seconds: f64,
    /// User and system time of all its threads, to 10 ms.
    pub(super) cpu_seconds: Option<f64>,
    /// Cores that other processes used meanwhile, on average.
    pub(super) others_cores: Option<f64>,
    /// Bytes read and written.
    pub(super) moved: Option<(u64, u64)>,
    pub(super) stdout: Vec<u8>,
}

/// What the environment can say to `kiosque`.
const SETTINGS: [&str; 10] = [
    "ALIASES",
    "CHECKPOINT",
    "COLOR",
    "DEFAULT_LANGUAGE",
    "INDEX",
    "JOBS",
    "LEXICON",
    "MEMORY",
    "PAGER",
    "SYNONYMS",
];
/// A file of settings without any.
const NO_SETTINGS: &str = "/dev/null";

/// Runs a program, its settings taken from these arguments alone.
///
/// # Errors
/// If it cannot be started or ends with another code than these.
pub(super) fn run(program: &Path, arguments: &[&OsStr], codes: &[i32]) -> Result<Run, Error> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).env("NO_COLOR", "1");
    for name in SETTINGS {
        command.env_remove(format!("KIOSQUE_{name}"));
    }
    command.env("KIOSQUE_CONFIG", NO_SETTINGS);
    let (children, machine, moved) = (children_seconds(), machine_seconds(), bytes_moved());
    let started = Instant::now();
    let output = command.output().map_err(Error::io(program))?;
    let wall_seconds = started.elapsed().as_secs_f64();
    let since = |before: Option<f64>, after: Option<f64>| Some((after? - before?).max(0.0));
    let cpu_seconds = since(children, children_seconds());
    let others_cores = since(machine, machine_seconds())
        .zip(cpu_seconds)
        .map(|(all, own)| (all - own).max(0.0) / wall_seconds.max(0.001));
    let moved = moved.zip(bytes_moved()).map(|((read, written), (read_after, written_after))| {
        // What it printed was read by us as well.
        let printed = (output.stdout.len() + output.stderr.len()) as u64;
        ((read_after - read).saturating_sub(printed), (written_after - written).saturating_sub(printed))
    });
    if !output.status.code().is_some_and(|code| codes.contains(&code)) {
        let said = String::from_utf8_lossy(&output.stderr);
        let arguments: Vec<_> = arguments.iter().map(|argument| argument.to_string_lossy()).collect();
        return Err(Error::Process(format!("{} ({}): {}", arguments.join(" "), output.status, said.trim())));
    }
    Ok(Run { wall_seconds, cpu_seconds, others_cores, moved, stdout: output.stdout })
}
