//! Nothing lost, nothing twice: whatever a run meets, what was said to stand is there, each article once, and
//! the next run makes of it what an unharmed one would have made.
//!
//! The short part of the fault campaign; `cargo bench --bench faults` is the long one. Where `strace` may not
//! trace, the faults of single system calls are left out and a line says so.

mod inputs;
mod order;
mod upkeep;

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use kiosque::index::Snapshot;
use rustix::process::{Pid, Signal, kill_process};

use super::support::{
    Article, CALLS, Dice, Losses, Recording, Siege, Workspace, can_strace, end, fail_at, json_lines, kill_at,
    kill_chain, under_limit,
};

const WELL: Losses = Losses { lost: 0, doubled: 0, torn: 0 };

fn send(id: u32, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(id).expect("a process number")).expect("not zero");
    // It may have ended.
    let _ = kill_process(pid, signal);
}

#[test]
fn killed_at_random_moments() {
    let siege = Siege::lay(16);
    let mut dice = Dice::new(1);
    for trial in 0..30 {
        assert_eq!(kill_chain(&siege, &mut dice, 1 + trial % 3), WELL, "trial {trial}");
    }
}

#[test]
fn killed_at_single_system_calls() {
    if !can_strace() {
        println!("skipped: strace is not there, or may not trace");
        return;
    }
    let siege = Siege::lay(12);
    let mut killed = 0;
    for calls in CALLS {
        for n in [1, 2, 5, 11, 23, 47, 95] {
            let Some(losses) = kill_at(&siege, calls, n) else { break };
            assert_eq!(losses, WELL, "killed at {calls} number {n}");
            killed += 1;
        }
    }
    assert!(killed > 20, "{killed} kills prove little");
}

#[test]
fn failing_disks_and_limits() {
    if !can_strace() {
        println!("skipped: strace is not there, or may not trace");
        return;
    }
    let siege = Siege::lay(12);
    let mut felt = 0;
    for (calls, error, lasting) in [
        ("write", "ENOSPC", true),
        ("write", "EIO", false),
        ("fdatasync", "EIO", false),
        ("fsync", "EIO", false),
        (CALLS[3], "EIO", false),
        ("openat", "EMFILE", true),
        ("mmap", "ENOMEM", true),
    ] {
        for n in [1, 3, 9, 20, 40, 80] {
            let losses = fail_at(&siege, calls, error, n, lasting);
            felt += usize::from(losses.is_some());
            assert_eq!(losses.unwrap_or_default(), WELL, "{error} at {calls} number {n}");
        }
    }
    assert!(felt > 15, "{felt} faults that were felt prove little");
}

/// Calls that are interrupted by a signal are no faults, and a lock that cannot be had is told as what it is.
#[test]
fn interrupted_calls_and_locks_that_fail() {
    if !can_strace() {
        println!("skipped: strace is not there, or may not trace");
        return;
    }
    let siege = Siege::lay(8);
    // The first calls are those of the system's loader, which takes an interruption for an error.
    for (calls, numbers) in [("write", [2, 7, 30]), ("read", [25, 40, 60]), ("openat", [25, 40, 60])] {
        for n in numbers {
            assert_eq!(fail_at(&siege, calls, "EINTR", n, false), None, "EINTR at {calls} number {n}");
        }
    }
    siege.restore();
    let inject = "inject=flock:error=ENOLCK";
    let harmed =
        end(siege.run_under("strace", &["-f", "-qq", "-o", "/dev/null", "-e", "trace=flock", "-e", inject]));
    assert_eq!(harmed.status.code(), Some(4), "{}", harmed.stderr);
    assert!(harmed.stderr.contains("No locks available"), "{}", harmed.stderr);
}

/// A limit on the length of files, on memory, on open files: the run fails, and what it had said stands.
#[test]
fn files_and_memory_that_may_not_grow() {
    let siege = Siege::lay(12);
    if Command::new("prlimit").arg("--version").output().is_err() {
        println!("skipped: prlimit is not there");
        return;
    }
    let mut failed = 0;
    for limit in [
        "--fsize=2000",
        "--fsize=6000",
        "--fsize=20000",
        "--as=60000000",
        "--as=300000000",
        "--as=900000000",
        "--nofile=12",
        "--nofile=24",
    ] {
        let losses = under_limit(&siege, limit);
        failed += usize::from(losses.is_some());
        assert_eq!(losses.unwrap_or_default(), WELL, "{limit}");
    }
    assert!(failed >= 3, "{failed} runs met their limit");
}

#[test]
fn power_fails_or_the_process_is_killed_after_any_step() {
    if !can_strace() {
        println!("skipped: strace is not there, or may not trace");
        return;
    }
    let siege = Siege::lay(8);
    let recording = Recording::of(&siege);
    let judged = recording.fail(&mut Dice::new(3), 150, 15);
    assert!(judged.iter().all(|losses| *losses == WELL), "{judged:?}");
    // A kill takes nothing back: each step of all threads, in their order, was the last one.
    let steps: Vec<usize> = (0..=recording.steps()).step_by(recording.steps() / 25).collect();
    let judged = recording.kill(&steps);
    assert!(judged.iter().all(|losses| *losses == WELL), "{judged:?}");
    // What holds because it was synced does not hold where nothing is.
    let judged = recording.on_a_disk_that_lies().fail(&mut Dice::new(3), 40, usize::MAX);
    assert!(judged.iter().any(|losses| *losses != WELL), "such a disk is no trial");
}

#[test]
fn interrupts_make_a_checkpoint_and_end_soon() {
    let siege = Siege::lay(16);
    let mut dice = Dice::new(2);
    let mut seen = BTreeSet::new();
    for trial in 0..24 {
        siege.restore();
        let child = siege.run();
        let id = child.id();
        std::thread::sleep(Duration::from_micros(dice.below(siege.unharmed.as_micros() as usize) as u64));
        let (signal, code) = if trial % 2 == 0 { (Signal::INT, 130) } else { (Signal::TERM, 143) };
        send(id, signal);
        if trial % 5 == 4 {
            send(id, signal);
        }
        let harmed = end(child);
        assert!(harmed.took < Duration::from_secs(5), "it took {:?}", harmed.took);
        // Before the program listens, a signal ends it as any other; after its end it is not heard.
        assert!(
            matches!(harmed.status.code(), None | Some(0)) || harmed.status.code() == Some(code),
            "{}",
            harmed.stderr
        );
        seen.insert(harmed.status.code());
        if harmed.stderr.contains("what was read so far is in the index") {
            let verification =
                kiosque::maintain::verify(&siege.workspace.path("index"), true).expect("an index");
            assert!(verification.unfinished && verification.files.sealed);
        }
        assert_eq!(siege.judge(harmed.acknowledged), WELL, "trial {trial}");
    }
    assert!(seen.contains(&Some(130)) && seen.contains(&Some(143)), "{seen:?}");
}

/// A run that waits for its input hears an interrupt as well, and a second one at once.
#[test]
fn interrupts_reach_a_run_that_waits_for_its_input() {
    for (signals, within) in [(1, Duration::from_secs(6)), (2, Duration::from_secs(1))] {
        let workspace = Workspace::new();
        let mut child = workspace
            .command()
            .args(["index", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("starts");
        let mut stdin = child.stdin.take().expect("piped");
        let line = json_lines(&[Article::new("Un vote", "Le conseil a voté.")]);
        std::io::Write::write_all(&mut stdin, line.repeat(8_000).as_bytes()).expect("read");
        std::thread::sleep(Duration::from_millis(700));
        let began = Instant::now();
        for _ in 0..signals {
            send(child.id(), Signal::INT);
            std::thread::sleep(Duration::from_millis(50));
        }
        let status = child.wait().expect("ends");
        assert_eq!(status.code(), Some(130));
        assert!(began.elapsed() < within, "{:?}", began.elapsed());
        if signals == 1 {
            assert!(!workspace.dump().is_empty(), "what was read so far is in the index");
            workspace.kiosque("verify --deep").succeeds();
        }
        drop(stdin);
    }
}

#[test]
fn of_eight_writers_one_works() {
    for _ in 0..4 {
        let workspace = Workspace::new();
        let mut writers: Vec<_> = (0..8)
            .map(|_| {
                let mut command = workspace.command();
                command
                    .args(["index", "-"])
                    .stdin(Stdio::piped())
                    .stderr(Stdio::piped())
                    .stdout(Stdio::null());
                command.spawn().expect("starts")
            })
            .collect();
        let began = Instant::now();
        // The winner waits for its input; all others must leave.
        while writers.len() > 1 {
            assert!(began.elapsed() < Duration::from_secs(20), "{} writers", writers.len());
            let mut at = 0;
            while at < writers.len() {
                match writers[at].try_wait().expect("asked") {
                    Some(status) => {
                        assert_eq!(status.code(), Some(75));
                        let output = writers.remove(at).wait_with_output().expect("ended");
                        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
                        assert!(stderr.contains("writes this index"), "{stderr}");
                    }
                    None => at += 1,
                }
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let winner = writers.remove(0);
        let output = winner.wait_with_output().expect("its input is closed");
        assert!(matches!(output.status.code(), Some(0 | 3)), "{output:?}");
    }
}

/// Readers see one commit after another, whole, while runs add, merge, and build anew.
#[test]
fn readers_are_never_disturbed() {
    let workspace = Workspace::new();
    let write = |files: usize| {
        for file in 0..files {
            let articles: Vec<Article> = (0..40)
                .map(|n| Article::new(&format!("Vote {file} {n}"), "Le conseil a voté le budget du port."))
                .collect();
            workspace.write(&format!("corpus/{file:02}.jsonl"), json_lines(&articles));
        }
    };
    write(1);
    workspace.kiosque("index corpus -q").succeeds();
    let done = AtomicBool::new(false);
    let looks: usize = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let (mut before, mut looks) = (0, 0);
                    while !done.load(Ordering::Relaxed) {
                        let snapshot = Snapshot::open_articles(&workspace.path("index")).expect("a commit");
                        let mut documents = 0;
                        kiosque::maintain::dump(&snapshot, |_| {
                            documents += 1;
                            Ok(())
                        })
                        .expect("whole");
                        assert_eq!(documents, snapshot.documents(), "a commit is seen whole");
                        assert!(documents >= before, "{documents} documents after {before}");
                        before = documents;
                        looks += 1;
                    }
                    looks
                })
            })
            .collect();
        let writer = scope.spawn(|| {
            for round in 2..7 {
                write(round * 2);
                workspace.kiosque("index corpus -q --checkpoint 1500").succeeds();
                workspace.kiosque("optimize -q").succeeds();
                workspace.kiosque("index corpus -q --full --checkpoint 1500").succeeds();
                workspace.kiosque("gc -q").succeeds();
            }
        });
        let written = writer.join();
        done.store(true, Ordering::Relaxed);
        written.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        readers.into_iter().map(|reader| reader.join().expect("no reader failed")).sum()
    });
    assert!(looks > 20, "{looks} looks prove little");
}

/// Whoever may read an index can search it.
#[test]
fn an_index_that_may_not_be_written_can_be_searched() {
    let workspace = Workspace::with_seeds_indexed();
    let search = "search océan --count";
    let found = workspace.kiosque(search).succeeds().stdout;
    let mode = |mode| std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(workspace.path(""), mode(0o755)).expect("set");
    for folder in ["index", "index/gen-000001", "index/gen-000001/tantivy"] {
        std::fs::set_permissions(workspace.path(folder), mode(0o555)).expect("set");
    }
    let mut command = workspace.command();
    // Root may write anywhere; nobody may not.
    if std::fs::write(workspace.path("index/probe"), "").is_ok() {
        let program = command.get_program().to_owned();
        let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
        let tried = Command::new("setpriv").args(nobody).arg(&program).arg("--version").output();
        if !tried.is_ok_and(|output| output.status.success()) {
            println!("skipped: this user writes everywhere and cannot become another");
            return;
        }
        command = Command::new("setpriv");
        command.current_dir(workspace.path("")).env("NO_COLOR", "1").args(nobody).arg(program);
    }
    let output = workspace.run_command(command.args(search.split(' '))).succeeds();
    assert_eq!(output.stdout, found);
}

/// Whoever stops reading stops the program, quietly; a full disk behind standard output is told.
#[test]
fn closed_and_full_outputs() {
    let workspace = Workspace::with_seeds_indexed();
    for line in ["dump", "search * --format json -n 100", "extract seeds"] {
        let mut child = workspace
            .command()
            .args(line.split(' '))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("ends");
        assert!(matches!(output.status.code(), Some(0 | 1 | 141)), "{line}: {output:?}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("panic"), "{line}: {output:?}");
        if let Ok(full) = std::fs::File::options().write(true).open("/dev/full") {
            let output = workspace.command().args(line.split(' ')).stdout(full).output().expect("ends");
            assert_eq!(output.status.code(), Some(4), "{line}: {output:?}");
        }
    }
}

/// A run that was stopped says so, and `verify` does.
#[test]
fn a_stopped_run_says_how_to_go_on() {
    let siege = Siege::lay(16);
    for _ in 0..20 {
        siege.restore();
        let child = siege.run();
        std::thread::sleep(siege.unharmed / 3);
        send(child.id(), Signal::INT);
        let harmed = end(child);
        if harmed.status.code() == Some(130) && harmed.stderr.contains("stopped, as asked") {
            assert!(harmed.stderr.contains("hint: run the same command again: it goes on from there"));
            let told = siege.workspace.kiosque("verify").succeeds();
            assert!(told.stdout.contains("last run      not at its end"), "{told}");
            return;
        }
    }
    panic!("no run was stopped in its midst");
}
