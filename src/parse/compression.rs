//! gzip, zstd, bzip2 and xz: several members, frames or streams, read to the end.

mod members;
mod window;

use std::cell::Cell;
use std::io::Read;
use std::rc::Rc;

use bzip2::bufread::MultiBzDecoder;
use lzma_rust2::XzReader;

use self::members::Members;
use super::input::{Fault, Input};
use super::unwrap::{Layer, Unwrapping, unwrap};
use crate::stage::Code;

/// Bytes before the dictionary of a crawl: a magic number, its length.
const DICTIONARY_HEADER: usize = 8;
/// Longest dictionary of a crawl, in bytes; those of real ones have some hundred kilobytes.
const DICTIONARY_BYTES: usize = 16 << 20;
/// What an xz stream needs beside its dictionary, in KiB.
const XZ_BESIDE_KIB: u64 = 512;

/// Reads what a gzip stream holds. Of a crawl, damaged members are left out and told once, at the end.
pub(crate) fn gzip(input: &mut Input<'_>, layer: Layer, unwrapping: &mut Unwrapping<'_, '_>) {
    let damaged: Rc<Cell<u64>> = Rc::default();
    let origin = layer.origin.clone();
    inside(Members::new(input, Rc::clone(&damaged)), layer, unwrapping);
    match damaged.get() {
        0 => {}
        1 => unwrapping.fault(&origin, Fault::new(Code::Crc, "a damaged gzip member, left out")),
        count => {
            unwrapping
                .fault(&origin, Fault::new(Code::Crc, format!("{count} damaged gzip members, left out")));
        }
    }
}

/// Reads what a zstd stream holds.
pub(crate) fn zstd(input: &mut Input<'_>, layer: Layer, unwrapping: &mut Unwrapping<'_, '_>) {
    let dictionary = match dictionary(input) {
        Ok(dictionary) => dictionary.unwrap_or_default(),
        Err(fault) => return unwrapping.fault(&layer.origin, fault),
    };
    let limit = unwrapping.limits().window_bytes;
    let asked = window::of_zstd(input.head(window::HEADER_BYTES)).unwrap_or(0);
    if asked > limit {
        return unwrapping.fault(&layer.origin, too_wide(limit, asked));
    }
    let decoder = zstd::stream::read::Decoder::with_dictionary(input, &dictionary).and_then(|mut decoder| {
        // The least and the most that the library takes. Later frames are held to it as well.
        let log = limit.checked_next_power_of_two().map_or(u32::MAX, u64::ilog2);
        decoder.window_log_max(log.clamp(10, 31))?;
        Ok(decoder)
    });
    match decoder {
        Ok(decoder) => inside(decoder, layer, unwrapping),
        Err(error) => unwrapping.fault(&layer.origin, Fault::new(Code::Io, error.to_string())),
    }
}

/// Takes the dictionary that a crawl's stream begins with, in a frame that others pass over (`.warc.zst`
/// specification, IIPC 2021): as it is, or packed itself.
fn dictionary(input: &mut Input<'_>) -> Result<Option<Vec<u8>>, Fault> {
    let [0x5d, 0x2a, 0x4d, 0x18, a, b, c, d] = *input.head(DICTIONARY_HEADER) else { return Ok(None) };
    let length = u32::from_le_bytes([a, b, c, d]) as usize;
    if length > DICTIONARY_BYTES {
        let limit = Some((DICTIONARY_BYTES as u64, length as u64));
        let detail = "a dictionary that is too long".to_owned();
        return Err(Fault { code: Code::TooBig, detail, limit });
    }
    let frame = input.head(DICTIONARY_HEADER + length);
    if frame.len() < DICTIONARY_HEADER + length {
        return Err(Fault::new(Code::Truncated, "the data ends too early"));
    }
    let packed = frame[DICTIONARY_HEADER..].to_vec();
    input.skip(DICTIONARY_HEADER + length);
    if !packed.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        return Ok(Some(packed));
    }
    let mut dictionary = Vec::new();
    let read = zstd::stream::read::Decoder::with_buffer(&packed[..])
        .and_then(|decoder| decoder.take(DICTIONARY_BYTES as u64).read_to_end(&mut dictionary));
    read.map_err(|error| Fault::new(Code::Crc, format!("a damaged dictionary: {error}")))?;
    Ok(Some(dictionary))
}

/// Reads what a bzip2 stream holds.
pub(crate) fn bzip2(input: &mut Input<'_>, layer: Layer, unwrapping: &mut Unwrapping<'_, '_>) {
    inside(MultiBzDecoder::new(input), layer, unwrapping);
}

/// Reads what an xz stream holds.
pub(crate) fn xz(input: &mut Input<'_>, layer: Layer, unwrapping: &mut Unwrapping<'_, '_>) {
    let limit = unwrapping.limits().window_bytes;
    let asked = window::of_xz(input.head(window::HEADER_BYTES)).unwrap_or(0);
    if asked > limit {
        return unwrapping.fault(&layer.origin, too_wide(limit, asked));
    }
    let kibibytes = (limit >> 10).saturating_add(XZ_BESIDE_KIB);
    let kibibytes = u32::try_from(kibibytes).unwrap_or(u32::MAX);
    inside(XzReader::new_mem_limit(input, true, kibibytes), layer, unwrapping);
}

fn too_wide(limit: u64, asked: u64) -> Fault {
    let detail = "asks for too much memory to look back into".to_owned();
    Fault { code: Code::Memory, detail, limit: Some((limit, asked)) }
}

fn inside(decoder: impl Read, mut layer: Layer, unwrapping: &mut Unwrapping<'_, '_>) {
    layer.compressions += 1;
    let mut guarded = unwrapping.guard(decoder, layer.raw_before);
    unwrap(&mut Input::new(&mut guarded), None, layer, unwrapping);
}
