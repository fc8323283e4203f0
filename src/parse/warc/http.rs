//! The HTTP response around a page: its status, what it declares, and its body without the wrappings of
//! the wire.

use std::borrow::Cow;
use std::io::Read;

use crate::parse::headers::{self, Headers};
use crate::parse::input::Fault;
use crate::stage::Code;

/// A response, as it came over the wire.
pub(super) struct Response<'b> {
    pub(super) status: u16,
    pub(super) headers: Headers,
    body: &'b [u8],
}

impl<'b> Response<'b> {
    /// Reads the head of a response; `None` if it is none.
    pub(super) fn of(block: &'b [u8]) -> Option<Self> {
        let line = block.split(|&byte| byte == b'\n').next()?;
        let line = std::str::from_utf8(line).ok()?;
        let mut words = line.split_ascii_whitespace();
        words.next().filter(|word| word.starts_with("HTTP/"))?;
        let status = words.next()?.parse().ok()?;
        let end = headers::end_of(block).unwrap_or(block.len());
        Some(Response { status, headers: Headers::of(&block[..end]), body: &block[end..] })
    }

    /// The body as it lies there.
    pub(super) fn packed(&self) -> &'b [u8] {
        self.body
    }

    /// Whether the body, as it lies there, begins as a page does.
    pub(super) fn begins_as_page(&self) -> bool {
        let start = self.body[..self.body.len().min(1 << 10)].trim_ascii_start().to_ascii_lowercase();
        start.starts_with(b"<!doctype html") || start.starts_with(b"<html")
    }

    /// Returns the body without chunks and compression, at most `limit` bytes of it. One that breaks off
    /// is taken as far as it goes if `may_break_off`, as where a crawler has cut it.
    ///
    /// A wrapping that is declared and not there is none: crawlers open them and keep the declaration.
    pub(super) fn body(&self, limit: u64, may_break_off: bool) -> Result<Cow<'b, [u8]>, Fault> {
        let mut body = Cow::Borrowed(self.body);
        let is_chunked = |value: &str| value.to_ascii_lowercase().contains("chunked");
        if self.headers.all("Transfer-Encoding").any(is_chunked)
            && let Some(whole) = dechunked(self.body, may_break_off)?
        {
            body = Cow::Owned(whole);
        }
        let encodings: Vec<String> = self
            .headers
            .all("Content-Encoding")
            .flat_map(|value| value.split(','))
            .map(|name| name.trim().to_ascii_lowercase())
            .collect();
        for encoding in encodings.iter().rev().take(4) {
            if let Some(opened) = opened(&body, encoding, limit, may_break_off)? {
                body = Cow::Owned(opened);
            }
        }
        if body.len() as u64 > limit {
            return Err(too_long(limit, body.len() as u64));
        }
        Ok(body)
    }
}

fn too_long(limit: u64, seen: u64) -> Fault {
    Fault { code: Code::HtmlLarge, detail: "the page is too long".to_owned(), limit: Some((limit, seen)) }
}

/// Joins chunks; `None` if the body is not in chunks at all.
fn dechunked(body: &[u8], may_break_off: bool) -> Result<Option<Vec<u8>>, Fault> {
    let mut whole = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let line = rest.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let size = std::str::from_utf8(line).ok().and_then(|line| {
            let digits = line.split(';').next()?.trim();
            (digits.len() <= 8).then(|| usize::from_str_radix(digits, 16).ok()).flatten()
        });
        match size {
            None if whole.is_empty() => return Ok(None),
            Some(0) => return Ok(Some(whole)),
            Some(size) => {
                let data = rest.get(line.len() + 1..).unwrap_or_default();
                whole.extend_from_slice(&data[..size.min(data.len())]);
                rest = data.get(size..).unwrap_or_default();
                rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
                if data.len() >= size {
                    continue;
                }
            }
            None => {}
        }
        if may_break_off {
            return Ok(Some(whole));
        }
        return Err(Fault::new(Code::Truncated, "the page breaks off within a chunk of its transfer"));
    }
}

/// Opens one compression; `None` if the body is not in it.
fn opened(body: &[u8], encoding: &str, limit: u64, may_break_off: bool) -> Result<Option<Vec<u8>>, Fault> {
    let reader: Box<dyn Read + '_> = match encoding {
        "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
            Box::new(flate2::bufread::MultiGzDecoder::new(body))
        }
        "deflate" if body.first().is_some_and(|byte| byte & 0x0f == 8) => {
            Box::new(flate2::bufread::ZlibDecoder::new(body))
        }
        "deflate" if !is_text(body) => Box::new(flate2::bufread::DeflateDecoder::new(body)),
        "br" if !is_text(body) => Box::new(brotli_decompressor::Decompressor::new(body, 4 << 10)),
        "zstd" if body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => {
            match zstd::stream::read::Decoder::with_buffer(body) {
                Ok(mut decoder) => {
                    // What browsers take, at most: 8 MiB.
                    let _ = decoder.window_log_max(23);
                    Box::new(decoder)
                }
                Err(_) => return Ok(None),
            }
        }
        _ => return Ok(None),
    };
    let mut whole = Vec::new();
    let read = reader.take(limit + 1).read_to_end(&mut whole);
    if whole.len() as u64 > limit {
        return Err(too_long(limit, whole.len() as u64));
    }
    match read {
        Ok(_) => Ok(Some(whole)),
        Err(_) if may_break_off && !whole.is_empty() => Ok(Some(whole)),
        Err(_) => Err(Fault::new(Code::Crc, format!("the page's {encoding} compression is damaged"))),
    }
}

/// Whether a body is a page already, whatever compression is declared.
fn is_text(body: &[u8]) -> bool {
    let start = body[..body.len().min(256)].trim_ascii_start();
    start.first() == Some(&b'<') && start.iter().all(|byte| *byte >= b' ' || byte.is_ascii_whitespace())
}
