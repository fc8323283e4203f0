//! Readers that keep account: of real bytes, of how much data unpacks to, of lengths that were promised, of time.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use super::input::{CHUNK, Fault};
use crate::stage::{Code, Limits};

/// A reader that counts the bytes that really come through it.
pub(crate) struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R> Counted<R> {
    /// Counts into `count`.
    pub(crate) fn new(inner: R, count: Rc<Cell<u64>>) -> Self {
        Counted { inner, count }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.count.set(self.count.get() + count as u64);
        Ok(count)
    }
}

impl<R: io::Seek> io::Seek for Counted<R> {
    fn seek(&mut self, position: io::SeekFrom) -> io::Result<u64> {
        self.inner.seek(position)
    }
}

/// The processor time that one file may take, as its limits have it.
#[derive(Debug, Clone)]
pub(crate) struct Allowance<'l> {
    limits: &'l Limits,
    began: Duration,
    raw: Rc<Cell<u64>>,
}

impl<'l> Allowance<'l> {
    /// Time runs from now on; `raw` counts the bytes of the file that are read.
    pub(crate) fn new(limits: &'l Limits, raw: Rc<Cell<u64>>) -> Self {
        Allowance { limits, began: thread_time(), raw }
    }

    /// Returns a fault once the time is over.
    pub(crate) fn check(&self) -> Result<(), Fault> {
        let Limits { seconds, seconds_per_mib, seconds_at_most, .. } = *self.limits;
        let allowed = seconds_per_mib.saturating_mul(self.raw.get() >> 20).saturating_add(seconds);
        let allowed = allowed.min(seconds_at_most);
        let taken = thread_time().saturating_sub(self.began);
        if taken < Duration::from_secs(allowed) {
            return Ok(());
        }
        let detail = "takes too many seconds to read".to_owned();
        let limit = Some((allowed, taken.as_secs()));
        Err(Fault { code: Code::Timeout, detail, limit })
    }
}

/// Processor time of this thread: a machine that sleeps, or a stage that waits, takes none.
fn thread_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// A reader that ends with a fault once the file's time is over.
pub(crate) struct Timed<'l, R> {
    inner: R,
    allowance: Allowance<'l>,
}

impl<'l, R> Timed<'l, R> {
    /// Reads from `inner` as long as the allowance lasts.
    pub(crate) fn new(inner: R, allowance: Allowance<'l>) -> Self {
        Timed { inner, allowance }
    }
}

impl<R: Read> Read for Timed<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.allowance.check().map_err(io::Error::other)?;
        self.inner.read(into)
    }
}

/// A reader of decompressed data that stops where it becomes a bomb.
pub(crate) struct Guarded<'l, R> {
    inner: R,
    limits: &'l Limits,
    raw: Rc<Cell<u64>>,
    raw_before: u64,
    out: u64,
    out_of_all: Rc<Cell<u64>>,
}

/// Compressed bytes that may wait in the buffers of a file's layers.
const BUFFERED: u64 = CHUNK as u64;
/// All layers of a file together may decompress to this many times the ratio of one.
const LAYERS: u64 = 4;

impl<'l, R> Guarded<'l, R> {
    /// Guards `inner`, whose compressed bytes are counted in `raw` from `raw_before` on; what all
    /// layers of the file gave is counted in `out_of_all`.
    pub(crate) fn new(
        inner: R,
        limits: &'l Limits,
        raw: Rc<Cell<u64>>,
        raw_before: u64,
        out_of_all: Rc<Cell<u64>>,
    ) -> Self {
        Guarded { inner, limits, raw, raw_before, out: 0, out_of_all }
    }
}

impl<R: Read> Read for Guarded<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.out += count as u64;
        let all = self.out_of_all.get() + count as u64;
        self.out_of_all.set(all);
        let raw = self.raw.get().saturating_sub(self.raw_before).max(BUFFERED);
        let ratio = (self.out / raw).max(all / self.raw.get().max(BUFFERED) / LAYERS);
        let (limit, observed, detail) = if all > self.limits.decompressed_bytes {
            (self.limits.decompressed_bytes, all, "decompresses to too many bytes")
        } else if all > self.limits.ratio_after_bytes && ratio >= self.limits.ratio {
            (self.limits.ratio, ratio, "decompresses to too many times its size")
        } else {
            return Ok(count);
        };
        let fault = Fault { code: Code::Ratio, detail: detail.to_owned(), limit: Some((limit, observed)) };
        Err(io::Error::other(fault))
    }
}

/// A reader of a part whose length is promised: less of it is an error.
pub(crate) struct Promised<R> {
    inner: R,
    left: u64,
}

impl<R> Promised<R> {
    /// Expects `length` bytes of `inner`.
    pub(crate) fn new(inner: R, length: u64) -> Self {
        Promised { inner, left: length }
    }
}

impl<R: Read> Read for Promised<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        if count == 0 && self.left > 0 && !into.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left = self.left.saturating_sub(count as u64);
        Ok(count)
    }
}
