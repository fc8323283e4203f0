//! Many queries at once: as many threads as are wanted, answers in order.

use rayon::prelude::*;

use super::Error;

/// Threads that search.
pub struct Threads(rayon::ThreadPool);

impl Threads {
    /// Starts so many, at least one.
    ///
    /// # Errors
    /// If the system starts none.
    pub fn start(threads: usize) -> Result<Self, Error> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.max(1))
            .thread_name(|number| format!("search-{number}"))
            .build()
            .map_err(|error| Error::Threads(error.to_string()))?;
        Ok(Threads(pool))
    }

    /// Works on them.
    pub fn work<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.0.install(work)
    }

    /// Does something with each of several things; what comes out is in their order.
    pub fn each<T: Sync, R: Send>(&self, things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        self.work(|| things.par_iter().map(&work).collect())
    }
}
