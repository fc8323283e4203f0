//! Texts without an index: made in parallel, handed on in their order, as soon as they are ready.
//!
//! ```text
//! read (one thread) ──batches──▶ make (rayon) ──batches──▶ emit (caller)
//! ```
//! A batch is closed when it is large enough or when nothing more is there to read at once, so that a slow
//! source is answered as it speaks. At most three batches wait.

use std::ops::ControlFlow;
use std::sync::mpsc::sync_channel;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::Error;
use super::run::threads;

/// A batch is closed when its texts reach so many bytes.
const BATCH_BYTES: usize = 1 << 20;
/// Batches that may wait between two threads.
const BATCHES_WAITING: usize = 1;

/// What comes next of a source.
#[derive(Debug)]
pub enum Next<T> {
    /// Something of so many bytes; whether more can be read at once.
    Item(T, usize, bool),
    /// Nothing more.
    End,
}

/// Makes something of everything that a source gives, side by side, and emits it in order. Ends early when `emit`
/// says so; the source is then read no further than the batches that wait.
///
/// # Errors
/// If threads cannot be started.
pub fn in_order<T: Send, R: Send>(
    jobs: usize,
    mut next: impl FnMut() -> Next<T> + Send,
    make: impl Fn(T) -> R + Sync,
    mut emit: impl FnMut(R) -> ControlFlow<()>,
) -> Result<(), Error> {
    let pool = threads(jobs)?;
    std::thread::scope(|scope| {
        let (read, to_make) = sync_channel::<Vec<T>>(BATCHES_WAITING);
        let (made, to_emit) = sync_channel::<Vec<R>>(BATCHES_WAITING);
        scope.spawn(move || {
            let (mut batch, mut bytes) = (Vec::new(), 0);
            while let Next::Item(item, size, more) = next() {
                batch.push(item);
                bytes += size;
                if bytes >= BATCH_BYTES || !more {
                    bytes = 0;
                    // Nobody listening is no fault.
                    if read.send(std::mem::take(&mut batch)).is_err() {
                        return;
                    }
                }
            }
            let _ = read.send(batch);
        });
        let (pool, make) = (&pool, &make);
        scope.spawn(move || {
            for batch in to_make {
                let batch = pool.install(|| batch.into_par_iter().map(make).collect());
                if made.send(batch).is_err() {
                    return;
                }
            }
        });
        for result in to_emit.into_iter().flatten() {
            if emit(result).is_break() {
                break;
            }
        }
    });
    Ok(())
}
