//! What every test needs: a folder of its own, the program in a fixed environment, its whole output.
//!
//! A test reads as a paragraph: write files into a [`Workspace`], run `kiosque` there, look at the
//! [`Output`]. Nothing of the machine comes in: the environment is empty but for the path, files are dated,
//! and what differs from run to run (times, rates, ids, the folder's name) is replaced before it is shown.

mod faults;
mod output;
mod power;
mod press;
mod siege;
mod workspace;

pub(crate) use faults::{
    CALLS, can_strace, fail_at, kill_at, kill_chain, on_small_disk, strike, under_limit,
};
pub(crate) use output::{Output, ReportRow};
pub(crate) use power::Recording;
pub(crate) use press::{Article, gz, json_lines, tar, zst};
pub(crate) use siege::{Losses, Siege, end};
pub(crate) use workspace::Workspace;

/// What the environment says for whoever runs the tests; the program itself never sees it.
#[allow(clippy::disallowed_methods, reason = "a person may ask for more histories, or for the help anew")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Numbers that look random and are the same in every run (xorshift, Marsaglia 2003).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n
    }

    /// True once in `n` throws.
    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of these.
    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}
