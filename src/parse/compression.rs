//! gzip and zstd: several members or frames, read to the end.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

use super::input::{Fault, Input};
use super::unwrap::{Layer, Unwrapping, unwrap};
use crate::stage::Code;

/// The largest zstd window that is read, as a power of two: 128 MiB.
const WINDOW_LOG: u32 = 27;

/// Reads what a gzip stream holds.
pub(crate) fn gzip(input: &mut Input<'_>, layer: Layer, unwrapping: &mut Unwrapping<'_, '_>) {
    inside(Members::new(input), layer, unwrapping);
}

/// Reads what a zstd stream holds.
pub(crate) fn zstd(input: &mut Input<'_>, layer: Layer, unwrapping: &mut Unwrapping<'_, '_>) {
    let decoder = zstd::stream::read::Decoder::with_buffer(input).and_then(|mut decoder| {
        decoder.window_log_max(WINDOW_LOG)?;
        Ok(decoder)
    });
    match decoder {
        Ok(decoder) => inside(decoder, layer, unwrapping),
        Err(error) => unwrapping.fault(&layer.origin, Fault::new(Code::Io, error.to_string())),
    }
}

fn inside(decoder: impl Read, mut layer: Layer, unwrapping: &mut Unwrapping<'_, '_>) {
    layer.compressions += 1;
    let mut guarded = unwrapping.guard(decoder, layer.raw_before);
    unwrap(&mut Input::new(&mut guarded), None, layer, unwrapping);
}

/// The members of a gzip stream, one after the other; what follows the last of them is padding.
struct Members<R> {
    decoder: Option<GzDecoder<R>>,
}

impl<R: BufRead> Members<R> {
    fn new(reader: R) -> Self {
        Members { decoder: Some(GzDecoder::new(reader)) }
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while let Some(decoder) = &mut self.decoder {
            let count = decoder.read(into)?;
            if count > 0 || into.is_empty() {
                return Ok(count);
            }
            let Some(mut reader) = self.decoder.take().map(GzDecoder::into_inner) else { break };
            if reader.fill_buf()?.starts_with(&[0x1f]) {
                self.decoder = Some(GzDecoder::new(reader));
            }
        }
        Ok(0)
    }
}
