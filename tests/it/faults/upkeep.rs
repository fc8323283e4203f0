//! Merging and optimizing under fire, and commits that fail: the former commit stands, and nothing that failed
//! is made to stand later.

use std::collections::BTreeSet;

use kiosque::maintain::verify;

use super::super::support::{
    CALLS, Dice, Siege, can_strace, fail_at, kill_at, kill_chain, on_small_disk, strike,
};
use super::WELL;

#[test]
fn optimize_may_be_killed_at_any_moment() {
    let siege = Siege::lay_to_optimize(12);
    let mut dice = Dice::new(4);
    for trial in 0..10 {
        assert_eq!(kill_chain(&siege, &mut dice, 1 + trial % 3), WELL, "trial {trial}");
    }
    if !can_strace() {
        println!("skipped: strace is not there, or may not trace");
        return;
    }
    for calls in CALLS {
        for n in [1, 3, 8, 20] {
            let Some(losses) = kill_at(&siege, calls, n) else { break };
            assert_eq!(losses, WELL, "killed at {calls} number {n}");
        }
    }
}

/// A merge that fails is told; what stood before stands.
#[test]
fn a_merge_that_fails_is_told() {
    if !can_strace() {
        println!("skipped: strace is not there, or may not trace");
        return;
    }
    let siege = Siege::lay_to_optimize(12);
    let mut felt = 0;
    for (calls, error, lasting) in [
        ("write", "ENOSPC", true),
        ("write", "EIO", false),
        ("fsync,fdatasync", "EIO", false),
        ("openat", "EMFILE", true),
    ] {
        for n in [1, 2, 4, 8, 16] {
            // One that ends with 0 has done all, or the trial fails.
            let losses = fail_at(&siege, calls, error, n, lasting);
            felt += usize::from(losses.is_some());
            assert_eq!(losses.unwrap_or_default(), WELL, "{error} at {calls} number {n}");
        }
    }
    assert!(felt > 8, "{felt} faults that were felt prove little");
}

#[test]
fn a_disk_that_is_full_when_segments_are_merged() {
    let siege = Siege::lay_to_optimize(12);
    let mut felt = 0;
    for size in [96, 112, 128, 144, 160, 192] {
        let Some(losses) = on_small_disk(&siege, &format!("size={size}k")) else {
            println!("skipped: no right to mount");
            return;
        };
        felt += usize::from(losses.is_some());
        assert_eq!(losses.unwrap_or_default(), WELL, "{size} KiB");
    }
    println!("{felt} disks were full");
}

/// The engine's record of a commit cannot be written, synced or put in its place, or the process is killed there:
/// the commit is not there, now or later, or it is there whole.
#[test]
fn a_commit_that_fails_is_never_made_to_stand() {
    if !can_strace() {
        println!("skipped: strace is not there, or may not trace");
        return;
    }
    let siege = Siege::lay(12);
    // As the program names it, and as the system knows it once it is open.
    let record = "index/gen-000001/tantivy/.meta.json.new";
    let open = siege.workspace.path(record);
    let record = [record, open.to_str().expect("a plain name")];
    let folder = siege.workspace.path("index/gen-000001/tantivy");
    let folder = folder.to_str().expect("a plain name");
    let commit = || verify(&siege.index(), true).expect("an index").files.commit.expect("a commit");
    siege.restore();
    let before = commit();
    for nth in [1, 2, 4] {
        for calls in ["openat", "write", "fsync", "rename"] {
            let harmed = strike(&siege, &record, calls, &format!("error=EIO:when={nth}"));
            assert_eq!(harmed.status.code(), Some(4), "{calls} {nth}: {}", harmed.stderr);
            assert_eq!(commit(), before + nth - 1, "{calls} {nth}: those before it, and no other");
            assert_eq!(siege.judge(harmed.acknowledged), WELL, "{calls} of commit {nth}");

            let harmed = strike(&siege, &record, calls, &format!("signal=KILL:when={nth}"));
            assert!(!harmed.status.success(), "{calls} {nth}");
            assert_eq!(commit(), before + nth - 1, "{calls} {nth}: those before it, and no other");
            assert_eq!(siege.judge(harmed.acknowledged), WELL, "killed at {calls} of commit {nth}");
        }
    }
    // Before and after the name is changed, the folder is synced.
    let mut commits = BTreeSet::new();
    for nth in 1..=8 {
        for how in ["signal=KILL", "error=EIO"] {
            let harmed = strike(&siege, &[folder], "fsync,fdatasync", &format!("{how}:when={nth}"));
            assert!(!harmed.status.success(), "{how} {nth}");
            commits.insert(commit());
            assert_eq!(siege.judge(harmed.acknowledged), WELL, "{how} at sync {nth} of the engine's folder");
        }
    }
    assert!(commits.len() > 2, "{commits:?}");
}
