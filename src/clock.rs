//! Time, asked in one place, so that a run can be repeated.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Tells the time of day and how long things take.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    fixed: Option<i64>,
    started: Instant,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Clock { fixed: None, started: Instant::now() }
    }

    /// A clock whose time of day stands still, for runs that must come out the same.
    pub fn fixed(nanos_since_1970: i64) -> Self {
        Clock { fixed: Some(nanos_since_1970), started: Instant::now() }
    }

    /// Nanoseconds since 1970.
    #[allow(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
    pub fn now_nanos(&self) -> i64 {
        self.fixed.unwrap_or_else(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
            i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
        })
    }

    /// Time since the clock was made.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}
