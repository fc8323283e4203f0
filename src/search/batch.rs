//! Many queries at once: as many threads as are wanted, answers in order.

use rayon::prelude::*;

use super::Error;

/// Threads that search.
pub struct Threads {
    /// None for one.
    pool: Option<rayon::ThreadPool>,
}

impl Threads {
    /// Starts that many threads.
    ///
    /// # Errors
    /// If they cannot be had.
    pub fn start(threads: usize) -> Result<Self, Error> {
        let several = (threads > 1).then(|| {
            rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .thread_name(|number| format!("search-{number}"))
                .build()
                .map_err(|error| Error::Threads(error.to_string()))
        });
        Ok(Threads { pool: several.transpose()? })
    }

    /// Does something with each of several things; what comes out is in their order.
    pub fn each<T: Sync, R: Send>(&self, things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        match &self.pool {
            Some(pool) => pool.install(|| things.par_iter().map(&work).collect()),
            None => things.iter().map(work).collect(),
        }
    }
}
