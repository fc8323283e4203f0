//! What the pages of a Parquet file promise to unpack to, seen before they are.

use super::parquet::Bytes;
use super::thrift::Thrift;
use crate::parse::input::Fault;
use crate::stage::{Code, Limits};

/// Longest page, unpacked.
const PAGE_BYTES: u64 = 256 << 20;
/// Bytes that the header of a page takes, at first glance and at most.
const HEADER_BYTES: [usize; 2] = [8 << 10, 4 << 20];
/// Pages that are looked at, in one column of one group of rows.
const PAGES: usize = 10_000_000;

/// Looks at the pages of a column that lies at `start` and is `length` bytes long; `all` counts what the columns of
/// the file unpack to.
///
/// Cost: a read of 8 KiB a page; a page is 1 MiB by custom.
///
/// # Errors
///
/// Where a page or all of them unpack to too much, or the column to too many times what it takes.
pub(super) fn check(
    bytes: &Bytes,
    start: u64,
    length: u64,
    limits: &Limits,
    all: &mut u64,
) -> Result<(), Fault> {
    let end = start.saturating_add(length).min(bytes.length());
    let mut at = start;
    let mut unpacked = 0_u64;
    for _ in 0..PAGES {
        if at >= end {
            return Ok(());
        }
        // What cannot be read here the crate will tell.
        let Some((header, packed, size)) = header(bytes, at, end) else { return Ok(()) };
        unpacked = unpacked.saturating_add(size);
        *all = all.saturating_add(size);
        let ratio = unpacked / (at.saturating_sub(start) + header + packed).max(1);
        let (limit, observed, what) = if size > PAGE_BYTES {
            (PAGE_BYTES, size, "a page of the table unpacks to too many bytes")
        } else if *all > limits.decompressed_bytes {
            (limits.decompressed_bytes, *all, "decompresses to too many bytes")
        } else if unpacked > limits.ratio_after_bytes && ratio >= limits.ratio {
            (limits.ratio, ratio, "decompresses to too many times its size")
        } else {
            at = at.saturating_add(header).saturating_add(packed);
            continue;
        };
        return Err(Fault { code: Code::Ratio, detail: what.to_owned(), limit: Some((limit, observed)) });
    }
    Ok(())
}

/// Length of a page's header, of the page as it lies, and unpacked.
fn header(bytes: &Bytes, at: u64, end: u64) -> Option<(u64, u64, u64)> {
    for longest in HEADER_BYTES {
        let length = usize::try_from(end - at).unwrap_or(usize::MAX).min(longest);
        let head = bytes.read(at, length).ok()?;
        let (mut packed, mut unpacked) = (None, None);
        let mut thrift = Thrift::new(&head);
        let read = thrift.fields(&mut |thrift, field, kind| {
            match (field, kind) {
                (2, 5) => unpacked = Some(thrift.number()?),
                (3, 5) => packed = Some(thrift.number()?),
                _ => return Some(false),
            }
            Some(true)
        });
        if read.is_some() {
            let packed = u64::try_from(packed?).ok()?;
            return Some((thrift.at() as u64, packed, u64::try_from(unpacked?).ok()?));
        }
        if length < longest {
            return None;
        }
    }
    None
}
