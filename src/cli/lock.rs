//! The right to write the index: taken at once, or waited for; and what is said of whoever has it.

use std::time::Duration;

use super::args::WriteArgs;
use super::failure::Failure;
use super::output::{Err, Paint, safe};
use super::settings::Settings;
use super::signals::Signals;
use crate::clock::Clock;
use crate::index::{Error, Writing};

/// How often a busy index is asked again.
const BETWEEN: Duration = Duration::from_millis(200);

/// Takes the right to write, as `begin` does; waits for it as long as the arguments say.
pub(super) fn take(
    args: &WriteArgs,
    settings: &Settings,
    clock: &Clock,
    signals: &Signals,
    begin: impl Fn(&str) -> Result<Writing, Error>,
) -> Result<Writing, Failure> {
    let holder = holder(clock);
    let patience = args.wait.map(|seconds| seconds.map_or(Duration::MAX, Duration::from_secs));
    let began = clock.elapsed();
    let mut told = false;
    loop {
        let error = match begin(&holder) {
            Ok(writing) => return Ok(writing),
            Err(error) => error,
        };
        let waits = matches!(error, Error::Locked { .. })
            && patience.is_some_and(|patience| clock.elapsed() - began < patience);
        if signals.stop() {
            return Err(Failure::stopped(signals.exit(), "stopped while waiting for the index"));
        }
        if !waits {
            return Err(error.into());
        }
        if !told && !settings.quiet {
            let err = Err::open(settings.color, settings.wishes);
            err.line(&err.paint.paint(Paint::DIM, &safe(&format!("waiting: {error}"))));
            told = true;
        }
        std::thread::sleep(BETWEEN);
    }
}

/// Says who writes: process, machine, since when.
fn holder(clock: &Clock) -> String {
    let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
    let since = jiff::Timestamp::from_nanosecond(clock.now_nanos().into())
        .map_or_else(|_| String::new(), |time| time.strftime(", since %Y-%m-%d %H:%M:%S UTC").to_string());
    format!("process {} on {host}{since}", std::process::id())
}
