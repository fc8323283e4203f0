//! Arrow's messages one after the other: a stream, or a file, which holds one behind its mark.
//!
//! A file's footer is not asked, so that a file that breaks off gives what came before. Memory is one message.

use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::reader::StreamDecoder;
use arrow_ipc::{Message, MessageHeader, RecordBatch as Description};
use arrow_schema::SchemaRef;

use super::{cells, choice, tried};
use crate::parse::input::Fault;
use crate::parse::rows;
use crate::parse::source::Source;
use crate::stage::Code;

/// Mark of a file, with its padding.
const MARK: &[u8] = b"ARROW1\0\0";
/// Longest description of a message.
const DESCRIPTION_BYTES: usize = 16 << 20;
/// Messages without rows that follow each other, at most.
const IDLE_MESSAGES: usize = 100_000;

/// Cuts a table into rows.
pub(super) fn frame(source: &mut Source<'_, '_, '_>) {
    if source.input.head(MARK.len()) == MARK {
        source.input.skip(MARK.len());
    }
    let mut ordinal = 0;
    let read = read(source, &mut ordinal);
    // Why the stream broke off is told elsewhere.
    if let Err(fault) = read
        && !source.is_broken()
    {
        source.fault(ordinal, fault);
    }
}

fn read(source: &mut Source<'_, '_, '_>, ordinal: &mut u32) -> Result<(), Fault> {
    let mut decoder = StreamDecoder::new();
    let mut columns: Option<Vec<usize>> = None;
    let mut idle = 0;
    let mut is_blank = true;
    while let Some(mut message) = message(source)? {
        idle += 1;
        is_blank = false;
        if idle > IDLE_MESSAGES {
            let limit = Some((IDLE_MESSAGES as u64, idle as u64));
            return Err(Fault { code: Code::TooBig, detail: "too many messages without rows".into(), limit });
        }
        while !message.is_empty() {
            let before = message.len();
            let batch = tried(|| decoder.decode(&mut message))?;
            if let (None, Some(schema)) = (&columns, decoder.schema()) {
                columns = Some(chosen(&schema)?);
            }
            let Some(batch) = batch else {
                if message.len() == before {
                    break;
                }
                continue;
            };
            idle = 0;
            let columns = columns.as_deref().unwrap_or_default();
            let batch = tried(|| batch.project(columns))?;
            if !send(&batch, source, ordinal)? {
                return Ok(());
            }
        }
    }
    if is_blank {
        return Err(Fault::new(Code::Truncated, "the table ends too early: its schema is missing"));
    }
    if *ordinal == 0 && !source.is_broken() {
        return Err(Fault::new(Code::Empty, "a table without rows"));
    }
    Ok(())
}

fn chosen(schema: &SchemaRef) -> Result<Vec<usize>, Fault> {
    choice::columns(schema.fields())
}

fn send(batch: &RecordBatch, source: &mut Source<'_, '_, '_>, ordinal: &mut u32) -> Result<bool, Fault> {
    for at in 0..batch.num_rows() {
        let row = tried(|| Ok::<_, std::fmt::Error>(cells::row(batch, at)))?;
        if !source.record(*ordinal, rows::payload(row), None) {
            return Ok(false);
        }
        *ordinal = ordinal.saturating_add(1);
    }
    Ok(true)
}

/// Takes the next message, its sizes checked; `None` where the stream ends as it should.
///
/// A message is a mark of four bytes, which old files lack, the length of its description, the description and
/// its body.
fn message(source: &mut Source<'_, '_, '_>) -> Result<Option<Buffer>, Fault> {
    let cut = || Fault::new(Code::Truncated, "the table ends within a batch of rows");
    let head = source.input.head(8).to_vec();
    let number =
        |at: usize| -> Option<u32> { Some(u32::from_le_bytes(head.get(at..at + 4)?.try_into().ok()?)) };
    let (mark, length) = match (number(0), number(4)) {
        (Some(u32::MAX), Some(length)) => (8, length),
        (Some(u32::MAX), None) => return Err(cut()),
        (Some(length), _) => (4, length),
        (None, _) => return Err(cut()),
    };
    if length == 0 {
        return Ok(None);
    }
    let length = length as usize;
    if length > DESCRIPTION_BYTES {
        return Err(Fault::new(Code::Crc, "a damaged table: a message without sense"));
    }
    let whole = source.input.head(mark + length);
    let Some(description) = whole.get(mark..mark + length) else { return Err(cut()) };
    let limit = source.limits.document_bytes;
    let description = description.to_vec();
    let body = body_bytes(&description, limit)?;
    let total = mark + length + body;
    if source.input.head(total).len() < total {
        return Err(cut());
    }
    let bytes = source.input.take_bytes(total);
    check_unpacked(&description, &bytes[mark + length..], limit.saturating_mul(2))?;
    // The crate wants the mark that old files lack.
    let mut message = Vec::with_capacity(total + 4);
    if mark == 4 {
        message.extend_from_slice(&[0xff; 4]);
    }
    message.extend_from_slice(bytes);
    Ok(Some(Buffer::from_vec(message)))
}

/// The length of a message's body, where it is no more than `limit`.
fn body_bytes(description: &[u8], limit: u64) -> Result<usize, Fault> {
    let message = tried(|| arrow_ipc::root_as_message(description))?;
    let body = u64::try_from(message.bodyLength()).unwrap_or(u64::MAX);
    let rows = description_of(&message).map_or(0, |rows| u64::try_from(rows.length()).unwrap_or(u64::MAX));
    match usize::try_from(body) {
        Ok(length) if body <= limit && rows <= limit => Ok(length),
        _ => Err(too_big(limit, body.max(rows))),
    }
}

fn too_big(limit: u64, seen: u64) -> Fault {
    let detail = "a batch of rows is too long".to_owned();
    Fault { code: Code::TooBig, detail, limit: Some((limit, seen)) }
}

/// Checks what the buffers of a compressed batch promise to unpack to: each tells it in its first 8 bytes.
fn check_unpacked(description: &[u8], body: &[u8], limit: u64) -> Result<(), Fault> {
    let message = tried(|| arrow_ipc::root_as_message(description))?;
    let Some(rows) = description_of(&message).filter(|rows| rows.compression().is_some()) else {
        return Ok(());
    };
    let mut unpacked = 0_u64;
    for buffer in rows.buffers().iter().flatten() {
        let start = usize::try_from(buffer.offset()).unwrap_or(usize::MAX);
        let Some(size) = body.get(start..start.saturating_add(8)).filter(|_| buffer.length() >= 8) else {
            continue;
        };
        let size = i64::from_le_bytes(size.try_into().unwrap_or_default());
        // -1 stands for a buffer that is not compressed after all.
        unpacked = unpacked.saturating_add(u64::try_from(size).unwrap_or(0));
    }
    if unpacked <= limit {
        return Ok(());
    }
    let detail = "a batch of rows unpacks to too many bytes".to_owned();
    Err(Fault { code: Code::Ratio, detail, limit: Some((limit, unpacked)) })
}

fn description_of<'m>(message: &Message<'m>) -> Option<Description<'m>> {
    match message.header_type() {
        MessageHeader::RecordBatch => message.header_as_record_batch(),
        MessageHeader::DictionaryBatch => message.header_as_dictionary_batch()?.data(),
        _ => None,
    }
}
