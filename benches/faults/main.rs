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
//! | `KIOSQUE_FAULTS_POWER` | failures of power at random moments | 10,000 |
//! | `KIOSQUE_FAULTS_HISTORIES` | random histories, numbered from a million times the seed | 2,000 |
//! | `KIOSQUE_FAULTS_ONLY` | names of the faults to try, as the table has them, with commas | all |
//! | `KIOSQUE_FAULTS_RECORD` | where the rows go, one JSON object a line | `benches/runs/faults.jsonl` |
//!
//! Each trial begins with an older index and an edited corpus. `tried` counts trials, `felt` those in which the
//! run did not come to its end, `lost` and `doubled` articles that are missing or too many after the run was
//! repeated, `torn` indexes that did not prove whole or lacked what was acknowledged. Of histories, `felt` are
//! the runs in them that were stopped or cut, and `torn` those that differ from a fresh index. Faults of system
//! calls and of power need `strace`; disks that are full need the right to mount. What cannot be tried is said.
//! All of it takes hours on a disk that syncs; with `TMPDIR` in memory, where a kill leaves just the same, half an
//! hour or so.

#![allow(clippy::print_stdout, reason = "a bench prints its table")]

#[allow(dead_code, unused_imports, reason = "the tests' own histories")]
#[path = "../../tests/it/history.rs"]
mod history;
#[path = "../whole/rows.rs"]
mod rows;
#[allow(dead_code, unused_imports, reason = "the tests' own support: a bench needs a part of it")]
#[path = "../../tests/it/support/mod.rs"]
mod support;

use std::error::Error;
use std::time::Instant;

use history::Tried;
use rows::Rows;
use serde_json::json;
use support::{
    CALLS, Dice, Losses, Recording, Siege, can_strace, fail_at, kill_at, kill_chain, on_small_disk,
    under_limit, variable,
};

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
    let power = number("KIOSQUE_FAULTS_POWER", 10_000)?;
    let histories = number("KIOSQUE_FAULTS_HISTORIES", 2_000)?;
    let only = variable("KIOSQUE_FAULTS_ONLY").unwrap_or_default();
    let mut rows = Rows::open(Some(&variable("KIOSQUE_FAULTS_RECORD").unwrap_or_else(|| RECORD.to_owned())))?;
    let siege = Siege::lay(FILES);
    println!("machine   {}\nseed      {seed}\nunharmed  {:?}\n", rows::machine(), siege.unharmed);
    println!(
        "{:<40}{:>8}{:>8}{:>8}{:>8}{:>8}{:>10}",
        "fault", "tried", "felt", "lost", "doubled", "torn", "seconds"
    );
    let mut all_well = true;
    let mut record = |fault: &str, stage: &mut dyn FnMut(&mut Account)| -> Result<(), Box<dyn Error>> {
        if !only.is_empty() && !only.split(',').any(|name| name == fault) {
            return Ok(());
        }
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
                until_none(account, most, |n| kill_at(&siege, calls, n));
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
        let recording = Recording::of(&siege);
        record("kill after every step", &mut |account| {
            let steps: Vec<usize> = (0..=recording.steps().min(most)).collect();
            recording.kill(&steps).into_iter().for_each(|losses| account.add(Some(losses)));
        })?;
        record("power fails", &mut |account| {
            let thorough = (power / 100).max(1);
            let judged = recording.fail(&mut Dice::new(seed as u64), power, thorough);
            judged.into_iter().for_each(|losses| account.add(Some(losses)));
        })?;
    } else {
        println!("strace is not there, or may not trace: no faults of single system calls");
    }
    record("limits of memory and files", &mut |account| {
        let memory = (1..=20).map(|step| format!("--as={}", step * 50_000_000));
        let files = (4..=32).map(|files| format!("--nofile={}", 2 * files));
        let lengths = (1..=20).map(|step| format!("--fsize={}", step * 1_500));
        memory.chain(files).chain(lengths).for_each(|limit| account.add(under_limit(&siege, &limit)));
    })?;
    record("disk full", &mut |account| {
        let sizes = (8..=160).map(|step| format!("size={}k", 8 * step));
        let inodes = (20..=70).map(|files| format!("size=64m,nr_inodes={files}"));
        full_disks(&siege, sizes.chain(inodes), account);
    })?;
    drop(siege);
    let siege = Siege::lay_to_optimize(FILES);
    record("optimize: kill at random moments", &mut |account| {
        for _ in 0..kills.div_ceil(5) {
            account.add(Some(kill_chain(&siege, &mut dice, 1)));
        }
    })?;
    if can_strace() {
        for calls in CALLS {
            record(&format!("optimize: kill at {}", shown(calls)), &mut |account| {
                until_none(account, most, |n| kill_at(&siege, calls, n));
            })?;
        }
        for (calls, error, lasting) in [("write", "ENOSPC", true), ("fsync,fdatasync", "EIO", false)] {
            record(&format!("optimize: {error} at {}", shown(calls)), &mut |account| {
                (1..=most.min(60)).for_each(|n| account.add(fail_at(&siege, calls, error, n, lasting)));
            })?;
        }
    }
    record("optimize: disk full", &mut |account| {
        full_disks(&siege, (10..=40).map(|step| format!("size={}k", 8 * step)), account);
    })?;
    record("histories", &mut |account| {
        let first = seed * 1_000_000;
        let Tried { stopped, killed, differing } = history::try_all(first..first + histories);
        differing.iter().for_each(|differing| println!("{differing}"));
        account.tried = histories;
        account.felt = stopped + killed;
        account.losses.torn = differing.len();
    })?;
    if all_well { Ok(()) } else { Err("something was lost, doubled or torn".into()) }
}

/// The first of several names of a call.
fn shown(calls: &str) -> &str {
    calls.split(',').next().unwrap_or(calls).trim_start_matches('?')
}

/// Tries one number after the other until the run does not feel it.
fn until_none(account: &mut Account, most: usize, attempt: impl Fn(usize) -> Option<Losses>) {
    for n in 1..=most {
        let losses = attempt(n);
        account.add(losses);
        if losses.is_none() {
            break;
        }
    }
}

/// Runs on disks in memory that are mounted so.
fn full_disks(siege: &Siege, mut disks: impl Iterator<Item = String>, account: &mut Account) {
    let all_mounted = disks.all(|options| match on_small_disk(siege, &options) {
        Some(losses) => {
            account.add(losses);
            true
        }
        None => false,
    });
    if !all_mounted {
        println!("no right to mount: no full disks");
    }
}
