//! How the process ends, and what each code means.

use std::process::ExitCode;

/// The exit codes, as `--help` prints them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    Done,
    NoHit,
    Usage,
    Partial,
    Stopped,
    Damaged,
    Bug,
    Locked,
    Interrupted,
    ClosedPipe,
    Terminated,
}

/// Every code and its meaning, one table for `--help` and for the process.
const TABLE: [(Exit, u8, &str); 11] = [
    (Exit::Done, 0, "done"),
    (Exit::NoHit, 1, "search, entities: nothing found; show: no such article"),
    (Exit::Usage, 2, "wrong usage or query, or no index"),
    (Exit::Partial, 3, "done in part: a file failed, was cut or is missing; the report says which"),
    (
        Exit::Stopped,
        4,
        "stopped by a failing disk, too many failures or too little time; the last commit stands",
    ),
    (Exit::Damaged, 5, "the index is damaged or of another version"),
    (Exit::Bug, 70, "a defect of Kiosque"),
    (Exit::Locked, 75, "another process writes the index; try again, or wait with --wait"),
    (Exit::Interrupted, 130, "interrupted; what was read so far is in the index"),
    (Exit::ClosedPipe, 141, "whoever read the output has gone"),
    (Exit::Terminated, 143, "terminated; as 130"),
];

impl Exit {
    /// The number that the process ends with.
    pub(super) fn code(self) -> u8 {
        TABLE.iter().find(|(known, _, _)| *known == self).map_or(70, |(_, code, _)| *code)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

/// The table as lines of text.
pub(super) fn table() -> String {
    let lines: Vec<String> =
        TABLE.iter().map(|(_, code, meaning)| format!("  {code:>3}  {meaning}")).collect();
    format!("Exit codes:\n{}", lines.join("\n"))
}
