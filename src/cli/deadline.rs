//! How long a search may take: one that takes longer ends the process, which holds nothing and writes nothing.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::exit::Exit;
use super::failure::Failure;
use super::output::Err;
use super::settings::Settings;

/// The time of one search.
pub(super) struct Deadline {
    began: Instant,
    allowed: Duration,
    /// Tells the watch, by its end, that the search is over.
    _over: Sender<()>,
}

impl Deadline {
    /// Begins the time of a search.
    ///
    /// # Errors
    /// If that is no time, or the system gives no thread to watch it.
    #[allow(clippy::exit, reason = "a search under way cannot be ended in any other way")]
    pub(super) fn begin(seconds: f64, settings: &Settings) -> Result<Self, Failure> {
        let allowed = Duration::try_from_secs_f64(seconds)
            .map_err(|_| Failure::usage(format!("--timeout: {seconds} is no number of seconds")))?;
        let (over, told) = channel::<()>();
        let err = Err::open(settings.color, settings.wishes);
        let watch = move || {
            if told.recv_timeout(allowed).is_err_and(|error| error == RecvTimeoutError::Timeout) {
                too_long(allowed).print(err);
                std::process::exit(Exit::Stopped.code().into());
            }
        };
        std::thread::Builder::new().name("deadline".into()).spawn(watch)?;
        Ok(Deadline { began: Instant::now(), allowed, _over: over })
    }

    /// Ends it, in time or not.
    ///
    /// # Errors
    /// If the time is over.
    pub(super) fn end(self) -> Result<(), Failure> {
        if self.began.elapsed() < self.allowed { Ok(()) } else { Err(too_long(self.allowed)) }
    }
}

fn too_long(allowed: Duration) -> Failure {
    Failure::stopped(Exit::Stopped, format!("the search took longer than {} s", allowed.as_secs_f64()))
        .hint("narrow the query, or allow more with --timeout SECONDS")
}
