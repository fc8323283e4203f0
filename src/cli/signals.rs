//! Interrupts: the first asks for an end, the second makes one.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::flag;

use super::exit::Exit;

/// A run that is told to stop has so long to make its checkpoint; what it has committed by then stands.
const PATIENCE: Duration = Duration::from_millis(4_500);
/// How often the watch over that time looks.
const LOOK: Duration = Duration::from_millis(50);

/// Hears the interrupts of this process.
#[derive(Debug, Clone, Default)]
pub(super) struct Signals {
    stop: Arc<AtomicBool>,
    code: Arc<AtomicUsize>,
}

impl Signals {
    /// Listens from now on. The first interrupt sets [`Signals::stop`]; the second, or the end of some
    /// seconds, ends the process at once, which costs nothing that was committed.
    ///
    /// # Errors
    /// If the system refuses.
    pub(super) fn listen() -> std::io::Result<Self> {
        let signals = Signals::default();
        for (signal, exit) in [(SIGINT, Exit::Interrupted), (SIGTERM, Exit::Terminated)] {
            flag::register_conditional_shutdown(signal, exit.code().into(), Arc::clone(&signals.stop))?;
            flag::register_usize(signal, Arc::clone(&signals.code), usize::from(exit.code()))?;
            flag::register(signal, Arc::clone(&signals.stop))?;
        }
        // A file size limit is an error of the write that passes it, not the end of the process.
        flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
        let watched = signals.clone();
        std::thread::Builder::new().name("interrupts".into()).spawn(move || watched.watch())?;
        Ok(signals)
    }

    /// Whether an end was asked for.
    pub(super) fn stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// How the process ends after an interrupt.
    pub(super) fn exit(&self) -> Exit {
        if self.code.load(Ordering::Relaxed) == usize::from(Exit::Terminated.code()) {
            Exit::Terminated
        } else {
            Exit::Interrupted
        }
    }

    #[allow(clippy::exit, reason = "a reader that waits for its input cannot be ended in any other way")]
    fn watch(&self) {
        while !self.stop() {
            std::thread::sleep(LOOK);
        }
        std::thread::sleep(PATIENCE);
        std::process::exit(self.exit().code().into());
    }
}
