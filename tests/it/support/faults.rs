//! Ways to harm a run: kills, system calls that fail, limits, disks that are full.

use std::process::Command;
use std::time::Duration;

use super::Dice;
use super::siege::{Harmed, Losses, Siege, end};

/// The system calls that a run is harmed at, each with its variants.
pub(crate) const CALLS: [&str; 8] = [
    "write",
    "fdatasync",
    "fsync",
    "?rename,?renameat,?renameat2",
    "?unlink,?unlinkat",
    "openat",
    "mmap",
    "ftruncate",
];

/// Whether `strace` is there and may trace.
pub(crate) fn can_strace() -> bool {
    let tried = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).output();
    tried.is_ok_and(|output| output.status.success())
}

/// Runs with these calls altered, of all files or, if any are named, of those alone.
pub(crate) fn strike(siege: &Siege, files: &[&str], calls: &str, how: &str) -> Harmed {
    siege.restore();
    let (trace, inject) = (format!("trace={calls}"), format!("inject={calls}:{how}"));
    let mut arguments = vec!["-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject];
    arguments.extend(files.iter().flat_map(|file| ["-P", *file]));
    end(siege.run_under("strace", &arguments))
}

/// Kills the run at the `n`th of these calls of a thread; `None` if it came to its end before.
pub(crate) fn kill_at(siege: &Siege, calls: &str, n: usize) -> Option<Losses> {
    let harmed = strike(siege, &[], calls, &format!("signal=KILL:when={n}"));
    if harmed.status.success() {
        return None;
    }
    Some(siege.judge(harmed.acknowledged))
}

/// Lets the `n`th of these calls fail, and all after it if `lasting`; `None` if the run did not feel it.
/// A run that says all is done must have done all.
pub(crate) fn fail_at(siege: &Siege, calls: &str, error: &str, n: usize, lasting: bool) -> Option<Losses> {
    let lasts = if lasting { "+" } else { "" };
    let harmed = strike(siege, &[], calls, &format!("error={error}:when={n}{lasts}"));
    if harmed.status.success() {
        assert!(siege.is_done(), "{error} at {calls} {n}: it ended with 0, and not all is done");
        return None;
    }
    // Where memory ends the process may as well; nothing is lost all the same.
    let panicked = harmed.status.code() == Some(70) || harmed.stderr.contains("panicked");
    assert!(!panicked || error == "ENOMEM", "{error} at {calls} {n}: {}", harmed.stderr);
    Some(siege.judge(harmed.acknowledged))
}

/// Kills the run at random moments, so many times in a row, before it is judged.
pub(crate) fn kill_chain(siege: &Siege, dice: &mut Dice, times: usize) -> Losses {
    siege.restore();
    let mut acknowledged = 0;
    for _ in 0..times {
        let mut child = siege.run();
        let within = siege.unharmed.as_micros() as usize + 1;
        std::thread::sleep(Duration::from_micros(dice.below(within) as u64));
        // It may have ended before.
        let _ = child.kill();
        acknowledged = end(child).acknowledged;
    }
    siege.judge(acknowledged)
}

/// Lets the run meet a limit of the system, as `prlimit` writes it; `None` if it did not feel it.
pub(crate) fn under_limit(siege: &Siege, limit: &str) -> Option<Losses> {
    siege.restore();
    let harmed = end(siege.run_under("prlimit", &[limit]));
    if harmed.status.success() {
        assert!(siege.is_done(), "{limit}: it ended with 0, and not all is done");
        return None;
    }
    // Where memory ends, the process may as well.
    let stopped = harmed.status.code() == Some(4) || limit.starts_with("--as");
    assert!(stopped, "{limit}: {:?} {}", harmed.status, harmed.stderr);
    Some(siege.judge(harmed.acknowledged))
}

/// Lets the run meet the end of its disk, a disk in memory mounted with these options. The outer `None` says
/// that there is no right to mount, the inner one that the run did not feel it.
pub(crate) fn on_small_disk(siege: &Siege, options: &str) -> Option<Option<Losses>> {
    let index = siege.index();
    let at = index.to_str().expect("a plain name");
    let mount =
        |options: &str| Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs", at]).output();
    if index.exists() {
        std::fs::remove_dir_all(&index).expect("removed");
    }
    std::fs::create_dir(&index).expect("made");
    if !mount(options).is_ok_and(|output| output.status.success()) {
        return None;
    }
    let mut losses = None;
    if siege.fill() {
        let harmed = end(siege.run());
        assert!(
            matches!(harmed.status.code(), Some(0 | 3 | 4)),
            "{options}: {:?} {}",
            harmed.status,
            harmed.stderr
        );
        let is_done = harmed.status.success();
        let room = mount("remount,size=64m,nr_inodes=1000").expect("mount starts");
        assert!(room.status.success(), "{}", String::from_utf8_lossy(&room.stderr));
        assert!(!is_done || siege.is_done(), "{options}: it ended with 0, and not all is done");
        let judged = siege.judge(harmed.acknowledged);
        losses = (!is_done || judged != Losses::default()).then_some(judged);
    }
    let gone = Command::new("umount").arg(at).output().expect("umount starts");
    assert!(gone.status.success(), "{}", String::from_utf8_lossy(&gone.stderr));
    Some(losses)
}
