//! One process from start to end: how long, how much CPU, what it printed.

use std::error::Error;
use std::ffi::OsStr;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Ticks a second in `/proc`; the same on every Linux that people run.
const TICKS_A_SECOND: f64 = 100.0;

/// A process that has ended.
pub(crate) struct Run {
    /// From start to end.
    pub(crate) wall: Duration,
    /// User and system time of all its threads, to 10 ms.
    pub(crate) cpu_seconds: Option<f64>,
    /// Cores that other processes used meanwhile, on average.
    pub(crate) others_cores: Option<f64>,
    /// What it printed.
    pub(crate) stdout: Vec<u8>,
}

/// Runs the program with these arguments.
///
/// # Errors
/// If it cannot be started or ends with another code than these.
pub(crate) fn run(arguments: &[&OsStr], codes: &[i32]) -> Result<Run, Box<dyn Error>> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kiosque"));
    command.args(arguments).stdin(Stdio::null()).env("NO_COLOR", "1");
    for name in ["KIOSQUE_INDEX", "KIOSQUE_JOBS", "KIOSQUE_MEMORY", "KIOSQUE_DEFAULT_LANGUAGE"] {
        command.env_remove(name);
    }
    let (children_before, machine_before) = (children_ticks(), machine_ticks());
    let started = Instant::now();
    let output = command.output()?;
    let wall = started.elapsed();
    let seconds = |before: Option<u64>, after: Option<u64>| {
        Some(after?.saturating_sub(before?) as f64 / TICKS_A_SECOND)
    };
    let cpu_seconds = seconds(children_before, children_ticks());
    let machine_seconds = seconds(machine_before, machine_ticks());
    let others_cores =
        machine_seconds.zip(cpu_seconds).map(|(all, own)| (all - own).max(0.0) / wall.as_secs_f64());
    if !output.status.code().is_some_and(|code| codes.contains(&code)) {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("kiosque {arguments:?}: {}: {said}", output.status).into());
    }
    Ok(Run { wall, cpu_seconds, others_cores, stdout: output.stdout })
}

/// CPU ticks of all children that have ended: fields 16 and 17 of `/proc/self/stat`.
fn children_ticks() -> Option<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is the name in parentheses, which may hold anything.
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut ticks = fields.split(' ').skip(13).map(str::parse::<u64>);
    Some(ticks.next()?.ok()? + ticks.next()?.ok()?)
}

/// CPU ticks that all cores worked: user, nice, system, interrupts of the first line of `/proc/stat`.
fn machine_ticks() -> Option<u64> {
    let stat = std::fs::read_to_string("/proc/stat").ok()?;
    let fields: Vec<u64> =
        stat.lines().next()?.split_ascii_whitespace().skip(1).map_while(|f| f.parse().ok()).collect();
    let [user, nice, system, _idle, _waiting, interrupts, soft_interrupts, ..] = fields[..] else {
        return None;
    };
    Some(user + nice + system + interrupts + soft_interrupts)
}
