//! Is anything lost, or there twice, whatever a run meets?
//!
//! ```text
//! cargo bench --bench faults
//! KIOSQUE_FAULTS_SEED=7 KIOSQUE_FAULTS_KILLS=1000 KIOSQUE_FAULTS_RECORD=rows.jsonl cargo bench --bench faults
//! ```
//!
//! | variable | says | default |
//! |---|---|---|
//! | `KIOSQUE_FAULTS_SEED` | the seed of the moments of kills | 1 |
//! | `KIOSQUE_FAULTS_KILLS` | kills at random moments, one to five before each judgement | 1,000 |
//! | `KIOSQUE_FAULTS_MOST` | system calls of each kind that are tried, from the first on | all, until a run feels none |
//! | `KIOSQUE_FAULTS_RECORD` | where the rows go, one JSON object a line | `benches/runs/faults.jsonl` |
//!
//! Each trial begins with an older index and an edited corpus. `tried` counts trials, `felt` those in which the
//! run did not come to its end, `lost` and `doubled` articles that are missing or too many after the run was
//! repeated, `torn` indexes that did not prove whole or lacked what was acknowledged. The last four stages
//! need `strace`; disks that are full need the right to mount. What cannot be tried is said.

#![allow(clippy::print_stdout, reason = "a bench prints its table")]

#[path = "../whole/rows.rs"]
mod rows;
#[allow(dead_code, unused_imports, reason = "the tests' own support: a bench needs a part of it")]
#[path = "../../tests/it/support/mod.rs"]
mod support;

use std::error::Error;
use std::process::Command;
use std::time::Instant;

use rows::Rows;
use serde_json::json;
use support::{CALLS, Dice, Losses, Siege, can_strace, end, fail_at, kill_at, kill_chain, variable};

/// Files of the corpus, of 25 articles each.
const FILES: usize = 16;
/// Where rows go unless somebody says otherwise.
const RECORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/runs/faults.jsonl");

/// The account of one kind of fault.
#[derive(Default)]
struct Account {
    tried: usize,
    felt: usize,
    losses: Losses,
}

impl Account {
    fn add(&mut self, losses: Option<Losses>) {
        self.tried += 1;
        let Some(Losses { lost, doubled, torn }) = losses else { return };
        self.felt += 1;
        self.losses.lost += lost;
        self.losses.doubled += doubled;
        self.losses.torn += torn;
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let number = |name: &str, usual: usize| -> Result<usize, Box<dyn Error>> {
        Ok(variable(name).map(|text| text.parse()).transpose()?.unwrap_or(usual))
    };
    let seed = number("KIOSQUE_FAULTS_SEED", 1)?;
    let kills = number("KIOSQUE_FAULTS_KILLS", 1_000)?;
    let most = number("KIOSQUE_FAULTS_MOST", usize::MAX)?;
    let mut rows = Rows::open(Some(&variable("KIOSQUE_FAULTS_RECORD").unwrap_or_else(|| RECORD.to_owned())))?;
    let siege = Siege::lay(FILES);
    println!("machine   {}\nseed      {seed}\nunharmed  {:?}\n", rows::machine(), siege.unharmed);
    println!(
        "{:<40}{:>8}{:>8}{:>8}{:>8}{:>8}{:>10}",
        "fault", "tried", "felt", "lost", "doubled", "torn", "seconds"
    );
    let mut all_well = true;
    let mut record = |fault: &str, stage: &mut dyn FnMut(&mut Account)| -> Result<(), Box<dyn Error>> {
        let began = Instant::now();
        let mut account = Account::default();
        stage(&mut account);
        let Account { tried, felt, losses } = account;
        let seconds = began.elapsed().as_secs_f64();
        let Losses { lost, doubled, torn } = losses;
        println!("{fault:<40}{tried:>8}{felt:>8}{lost:>8}{doubled:>8}{torn:>8}{seconds:>10.0}");
        all_well &= losses == Losses::default();
        rows.write(&json!({
            "measure": "faults", "fault": fault, "seed": seed, "tried": tried, "felt": felt, "lost": lost,
            "doubled": doubled, "torn": torn, "seconds": seconds,
        }))?;
        Ok(())
    };

    let mut dice = Dice::new(seed as u64);
    record("kill at random moments", &mut |account| {
        while account.tried < kills {
            let times = 1 + dice.below(5);
            account.add(Some(kill_chain(&siege, &mut dice, times)));
            account.tried += times - 1;
            account.felt += times - 1;
        }
    })?;
    if can_strace() {
        for calls in CALLS {
            record(&format!("kill at {}", shown(calls)), &mut |account| {
                for n in 1..=most {
                    let losses = kill_at(&siege, calls, n);
                    account.add(losses);
                    if losses.is_none() {
                        break;
                    }
                }
            })?;
        }
        for (calls, error, lasting) in [
            ("write", "ENOSPC", true),
            ("write", "ENOSPC", false),
            ("write", "EIO", false),
            ("fdatasync", "EIO", false),
            ("fsync", "EIO", false),
            (CALLS[3], "EIO", false),
            (CALLS[3], "EACCES", true),
            ("openat", "EMFILE", true),
            ("mmap", "ENOMEM", true),
        ] {
            let lasts = if lasting { " from then on" } else { "" };
            record(&format!("{error} at {}{lasts}", shown(calls)), &mut |account| {
                for n in 1..=most.min(120) {
                    account.add(fail_at(&siege, calls, error, n, lasting));
                }
            })?;
        }
    } else {
        println!("strace is not there, or may not trace: no faults of single system calls");
    }
    record("disk full", &mut |account| full_disks(&siege, account))?;
    if all_well { Ok(()) } else { Err("something was lost, doubled or torn".into()) }
}

/// The first of several names of a call.
fn shown(calls: &str) -> &str {
    calls.split(',').next().unwrap_or(calls).trim_start_matches('?')
}

/// Runs on disks in memory that are too small, in steps of 8 KiB of room and of one file more.
fn full_disks(siege: &Siege, account: &mut Account) {
    let index = siege.workspace.path("index");
    let at = index.to_str().expect("a plain name");
    let mount =
        |options: &str| Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs", at]).output();
    let sizes = (8..=160).map(|step| format!("size={}k", 8 * step));
    let inodes = (20..=70).map(|files| format!("size=64m,nr_inodes={files}"));
    for options in sizes.chain(inodes) {
        if index.exists() {
            std::fs::remove_dir_all(&index).expect("removed");
        }
        std::fs::create_dir(&index).expect("made");
        if !mount(&options).is_ok_and(|output| output.status.success()) {
            println!("no right to mount: no full disks");
            return;
        }
        if siege.fill() {
            let harmed = end(siege.run());
            let felt = !harmed.status.success();
            let refused = matches!(harmed.status.code(), Some(0 | 3 | 4));
            assert!(refused, "{options}: {:?} {}", harmed.status, harmed.stderr);
            let room = mount("remount,size=64m,nr_inodes=1000").expect("mount starts");
            assert!(room.status.success(), "{}", String::from_utf8_lossy(&room.stderr));
            let losses = siege.judge(harmed.acknowledged);
            account.add(felt.then_some(losses));
        }
        let gone = Command::new("umount").arg(at).output().expect("umount starts");
        assert!(gone.status.success(), "{}", String::from_utf8_lossy(&gone.stderr));
    }
}
