//! The score below which no document is wanted any more.
//!
//! The pass over the documents learns it as it goes, and whoever scores may read it: a document whose score cannot
//! reach it need not be scored to the end, for it is counted and no more.

use std::sync::atomic::{AtomicU32, Ordering};

/// Rises from 0 within one search.
#[derive(Debug, Default)]
pub(super) struct Floor(AtomicU32);

impl Floor {
    /// The score; documents of just this one may still be wanted.
    pub(super) fn get(&self) -> f32 {
        f32::from_bits(self.0.load(Ordering::Relaxed))
    }

    /// Says that enough documents of this score or more are known.
    pub(super) fn raise(&self, score: f32) {
        if score > self.get() {
            self.0.store(score.to_bits(), Ordering::Relaxed);
        }
    }
}
