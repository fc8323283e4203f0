//! The machine, and whether others keep it busy.

use serde::{Deserialize, Serialize};

/// Ticks a second in `/proc`; the same on every Linux that people run.
const TICKS_A_SECOND: f64 = 100.0;

/// Facts about the machine; empty where the system does not tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Machine {
    /// The processor's name.
    pub processor: String,
    /// Cores that this process may use.
    pub cores: usize,
    /// Memory in bytes.
    pub memory_bytes: u64,
    /// The system and its version.
    pub system: String,
}

impl Machine {
    /// Asks the system.
    pub fn find() -> Self {
        let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        let value = |text: &str, name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name)?.split_once(':'))
                .map_or_else(String::new, |(_, value)| value.trim().to_owned())
        };
        let memory = value(&read("/proc/meminfo"), "MemTotal");
        let kibibytes = memory.split(' ').next().and_then(|n| n.parse::<u64>().ok()).unwrap_or(0);
        Machine {
            processor: value(&read("/proc/cpuinfo"), "model name"),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory_bytes: kibibytes * 1024,
            system: ["ostype", "osrelease"]
                .map(|name| read(&format!("/proc/sys/kernel/{name}")).trim().to_owned())
                .join(" ")
                .trim()
                .to_owned(),
        }
    }
}

/// CPU seconds that all processes of the machine have used.
pub(super) fn machine_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/stat").ok()?;
    let fields: Vec<u64> =
        stat.lines().next()?.split_ascii_whitespace().skip(1).map_while(|f| f.parse().ok()).collect();
    let [user, nice, system, _idle, _waiting, interrupts, soft_interrupts, ..] = fields[..] else {
        return None;
    };
    Some((user + nice + system + interrupts + soft_interrupts) as f64 / TICKS_A_SECOND)
}

/// CPU seconds of this process's children that have ended: fields 16 and 17 of `/proc/self/stat`.
pub(super) fn children_seconds() -> Option<f64> {
    ticks(13)
}

/// CPU seconds of all threads of this process, ended ones too: fields 14 and 15.
pub(super) fn process_seconds() -> Option<f64> {
    ticks(11)
}

/// Two fields of `/proc/self/stat`, this one (counted from 0 behind the name) and the next, in seconds.
fn ticks(first: usize) -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is the name in parentheses, which may hold anything.
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut ticks = fields.split(' ').skip(first).map(str::parse::<u64>);
    Some((ticks.next()?.ok()? + ticks.next()?.ok()?) as f64 / TICKS_A_SECOND)
}

/// CPU seconds of this thread: the first number of its `schedstat`, nanoseconds.
pub(super) fn thread_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split(' ').next()?.parse::<u64>().ok()? as f64 / 1e9)
}

/// Bytes that this process and its ended children read and wrote, by system calls.
pub(super) fn bytes_moved() -> Option<(u64, u64)> {
    let io = std::fs::read_to_string("/proc/self/io").ok()?;
    let value = |name: &str| io.lines().find_map(|line| line.strip_prefix(name)?.trim().parse::<u64>().ok());
    Some((value("rchar:")?, value("wchar:")?))
}
