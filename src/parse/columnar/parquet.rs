//! Parquet: read where it lies, one batch of rows after the other.

use std::fs::File;
use std::io::Read;
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::Compression;
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::reader::{ChunkReader, Length};

use super::{cells, choice, pages, thrift, tried};
use crate::parse::input::Fault;
use crate::parse::rows;
use crate::parse::source::Source;
use crate::stage::Code;

/// Rows of a batch.
const BATCH_ROWS: usize = 64;
/// Columns within columns, at most.
const SCHEMA_DEPTH: usize = 64;
/// Longest footer.
const FOOTER_BYTES: usize = 256 << 20;
/// Bytes that are read at a time.
const READ_BYTES: usize = 256 << 10;

/// The bytes of a file, wherever they are; counts those that are read.
#[derive(Clone)]
pub(super) struct Bytes {
    place: Lies,
    length: u64,
    read: Arc<AtomicU64>,
}

#[derive(Clone)]
enum Lies {
    OnDisk(Arc<File>),
    InMemory(bytes::Bytes),
}

impl Bytes {
    /// Their number.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Reads a part, all of which must be there.
    pub(super) fn read(&self, start: u64, length: usize) -> ParquetResult<bytes::Bytes> {
        let end = start.checked_add(length as u64).filter(|end| *end <= self.length);
        let Some(end) = end else {
            return Err(ParquetError::EOF(format!("{length} bytes at {start} are beyond the end")));
        };
        self.read.fetch_add(length as u64, Ordering::Relaxed);
        match &self.place {
            Lies::OnDisk(file) => {
                let mut part = vec![0; length];
                file.read_exact_at(&mut part, start)?;
                Ok(part.into())
            }
            // What fits in memory is counted in its sizes.
            Lies::InMemory(bytes) => Ok(bytes.slice(start as usize..end as usize)),
        }
    }
}

impl Length for Bytes {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Bytes {
    type T = Part;

    fn get_read(&self, start: u64) -> ParquetResult<Part> {
        Ok(Part { bytes: self.clone(), at: start, ahead: bytes::Bytes::new() })
    }

    fn get_bytes(&self, start: u64, length: usize) -> ParquetResult<bytes::Bytes> {
        self.read(start, length)
    }
}

/// Reads on from a place.
pub(super) struct Part {
    bytes: Bytes,
    at: u64,
    ahead: bytes::Bytes,
}

impl Read for Part {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.ahead.is_empty() {
            let left = self.bytes.length.saturating_sub(self.at);
            let count = usize::try_from(left).unwrap_or(usize::MAX).min(READ_BYTES);
            self.ahead = self.bytes.read(self.at, count).map_err(std::io::Error::other)?;
            self.at += count as u64;
        }
        let count = self.ahead.len().min(into.len());
        into[..count].copy_from_slice(&self.ahead.split_to(count));
        Ok(count)
    }
}

/// Cuts a table into rows.
pub(super) fn frame(source: &mut Source<'_, '_, '_>) {
    let bytes = match held(source) {
        Ok(bytes) => bytes,
        Err(None) => return,
        Err(Some(fault)) => return source.fault(0, fault),
    };
    let mut ordinal = 0;
    if let Err(fault) = read(&bytes, source, &mut ordinal) {
        source.fault(ordinal, fault);
    }
}

/// Finds the bytes: of a file of its own where they lie, else all of them in memory. Without a fault where the
/// stream broke off, which is told elsewhere.
fn held(source: &mut Source<'_, '_, '_>) -> Result<Bytes, Option<Fault>> {
    let read = Arc::default();
    if let Some(file) = source.file {
        let file = file.try_clone().map_err(|error| Some(Fault::of(&error)))?;
        let length = file.metadata().map_err(|error| Some(Fault::of(&error)))?.len();
        return Ok(Bytes { place: Lies::OnDisk(file.into()), length, read });
    }
    let limit = source.limits.document_bytes;
    let bytes = source.input.rest(limit).map_err(|seen| {
        let detail = "a Parquet table that is no file of its own, and too long to be held".to_owned();
        Some(Fault { code: Code::TooBig, detail, limit: Some((limit, seen)) })
    })?;
    if source.is_broken() {
        return Err(None);
    }
    Ok(Bytes { length: bytes.len() as u64, place: Lies::InMemory(bytes.into()), read })
}

fn read(bytes: &Bytes, source: &mut Source<'_, '_, '_>, ordinal: &mut u32) -> Result<(), Fault> {
    check_footer(bytes)?;
    let description = tried(|| ArrowReaderMetadata::load(bytes, ArrowReaderOptions::default()))?;
    let columns = choice::columns(description.schema().fields())?;
    let mask = ProjectionMask::roots(description.parquet_schema(), columns);
    let metadata = Arc::clone(description.metadata());
    let mut unpacked = 0;
    // Groups of rows one by one, so that a damaged one costs itself and what it takes is seen before.
    for group in 0..metadata.num_row_groups() {
        for (place, column) in metadata.row_group(group).columns().iter().enumerate() {
            if mask.leaf_included(place) {
                let packing = match column.compression() {
                    Compression::BROTLI(_) => Some("brotli"),
                    Compression::LZO => Some("LZO"),
                    _ => None,
                };
                if let Some(packing) = packing {
                    let detail = format!("columns that are packed with {packing}: not read by this version");
                    return Err(Fault::new(Code::Feature, detail));
                }
                let (start, length) = tried(|| Ok::<_, std::fmt::Error>(column.byte_range()))?;
                source.allowance.check()?;
                pages::check(bytes, start, length, source.limits, &mut unpacked)?;
            }
        }
        let reader = tried(|| -> ParquetResult<_> {
            let builder =
                ParquetRecordBatchReaderBuilder::new_with_metadata(bytes.clone(), description.clone());
            builder
                .with_projection(mask.clone())
                .with_row_groups(vec![group])
                .with_batch_size(BATCH_ROWS)
                .build()
        });
        let rows = metadata.row_group(group).num_rows();
        let sent = reader.and_then(|reader| batches(reader, bytes, source, ordinal));
        match sent {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(fault) if fault.code == Code::Timeout || group + 1 == metadata.num_row_groups() => {
                return Err(fault);
            }
            Err(mut fault) => {
                fault.detail = format!("{} (a group of {rows} rows)", fault.detail);
                source.fault(*ordinal, fault);
                *ordinal = ordinal.saturating_add(1);
            }
        }
    }
    if *ordinal == 0 {
        return Err(Fault::new(Code::Empty, "a table without rows"));
    }
    Ok(())
}

/// Sends the rows of a group; `false` if nobody wants more.
fn batches(
    mut reader: ParquetRecordBatchReader,
    bytes: &Bytes,
    source: &mut Source<'_, '_, '_>,
    ordinal: &mut u32,
) -> Result<bool, Fault> {
    while let Some(batch) = tried(|| reader.next().transpose())? {
        source.allowance.check()?;
        source.sink.has_read(bytes.read.swap(0, Ordering::Relaxed));
        for at in 0..batch.num_rows() {
            let row = tried(|| Ok::<_, std::fmt::Error>(cells::row(&batch, at)))?;
            if !source.record(*ordinal, rows::payload(row), None) {
                return Ok(false);
            }
            *ordinal = ordinal.saturating_add(1);
        }
    }
    Ok(true)
}

/// Looks at the end of the file, where its description lies.
fn check_footer(bytes: &Bytes) -> Result<(), Fault> {
    let cut = || Fault::new(Code::Truncated, "the table ends too early: its footer is missing");
    let end = bytes.length().checked_sub(8).filter(|_| bytes.length() >= 12).ok_or_else(cut)?;
    let tail = bytes.read(end, 8).map_err(|_| cut())?;
    let (length, magic) = tail.split_at(4);
    if magic == b"PARE" {
        return Err(Fault::new(Code::Encrypted, "an encrypted table"));
    }
    if magic != b"PAR1" {
        return Err(cut());
    }
    let length = u32::from_le_bytes([length[0], length[1], length[2], length[3]]);
    let start = end.checked_sub(u64::from(length)).ok_or_else(cut)?;
    if length as usize > FOOTER_BYTES {
        let limit = Some((FOOTER_BYTES as u64, length.into()));
        return Err(Fault {
            code: Code::TooBig,
            detail: "the footer of the table is too long".into(),
            limit,
        });
    }
    let footer = bytes.read(start, length as usize).map_err(|_| cut())?;
    if thrift::is_sound_schema(&footer, SCHEMA_DEPTH) {
        Ok(())
    } else {
        Err(Fault::new(Code::Crc, "a damaged table: its schema makes no sense"))
    }
}
