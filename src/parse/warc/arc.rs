//! ARC: what crawls were stored in before WARC. A record is one line and the response:
//! `address IP date type length`, or with more fields between the type and the length.

use super::judge::{Judgement, judge};
use super::{HEADER_BYTES, page, record_limit};
use crate::parse::Format;
use crate::parse::headers::Headers;
use crate::parse::recognise::Head;
use crate::parse::source::Source;
use crate::stage::Code;

/// ARC.
pub(crate) const FORMAT: Format = Format {
    name: "arc",
    title: "ARC crawl",
    extensions: &["arc"],
    recognised: "a first line that begins with filedesc://",
    likeness: |head: &Head<'_>| if head.text.starts_with("filedesc://") { 99 } else { 0 },
    frame,
    parse: page::parse,
};

fn frame(source: &mut Source<'_, '_, '_>) {
    let mut ordinal = 0;
    while next(source, ordinal) {
        ordinal = ordinal.saturating_add(1);
    }
}

/// The line before a record.
struct Line {
    address: String,
    date: String,
    media: String,
    length: u64,
}

impl Line {
    /// Reads a line. An address may hold blanks; the time, of fourteen digits, stands behind it.
    fn of(line: &[u8]) -> Option<Self> {
        let line = String::from_utf8_lossy(line);
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        let is_time = |word: &&str| word.len() == 14 && word.bytes().all(|byte| byte.is_ascii_digit());
        let time = words.iter().rposition(is_time)?;
        let (length, media) = (words.last()?.parse().ok()?, *words.get(time + 1)?);
        let address = words.get(..time.checked_sub(1)?)?.join("%20");
        let date = words[time];
        let date = format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..8]);
        (time + 2 < words.len()).then(|| Line { address, date, media: media.to_owned(), length })
    }

    /// The line in the shape of a WARC's header.
    fn header(&self) -> Vec<u8> {
        let Line { address, date, media, length } = self;
        let kind = if address.starts_with("filedesc:") { "warcinfo" } else { "response" };
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: {date}\r\n\
             Content-Type: {media}\r\nContent-Length: {length}\r\n\r\n"
        )
        .into_bytes()
    }
}

/// Takes one record; `false` if there is none, or nobody wants more.
fn next(source: &mut Source<'_, '_, '_>, ordinal: u32) -> bool {
    let line = loop {
        match source.next_line(HEADER_BYTES as u64) {
            None => return false,
            Some(Ok(line)) if line.trim_ascii().is_empty() => {}
            Some(Ok(line)) => break Line::of(line),
            Some(Err(_)) => break None,
        }
    };
    let Some(line) = line else {
        return source.reject(ordinal, Code::Warc, "bytes that belong to no record") && find_next(source);
    };
    let header = line.header();
    let headers = Headers::of(&header);
    let limit = record_limit(source.limits);
    if line.length > limit {
        let judgement = judge(&headers, source.input.head(HEADER_BYTES));
        let mut left = line.length;
        while left > 0 {
            let here = source.input.available().len() as u64;
            let passed = here.min(left);
            source.input.skip(passed as usize);
            left -= passed;
            if left > 0 && !source.input.more() {
                return cut_short(source, ordinal);
            }
        }
        return match judgement {
            Judgement::Page => {
                source.beyond(ordinal, Code::TooBig, "the page is too long", limit, line.length)
            }
            Judgement::Refused(code, detail) => source.reject(ordinal, code, detail),
            Judgement::Structure | Judgement::Telling => true,
        };
    }
    let total = line.length as usize;
    let available = source.input.head(total + 1);
    if available.len() < total {
        return cut_short(source, ordinal);
    }
    if available.get(total).is_some_and(|byte| !matches!(byte, b'\r' | b'\n')) {
        return source.reject(ordinal, Code::Warc, "a record that is not as long as it says")
            && find_next(source);
    }
    let block = &available[..total];
    match judge(&headers, block) {
        Judgement::Page => {
            let payload = [&header, block].concat();
            source.input.skip(total);
            source.record(ordinal, payload, None)
        }
        Judgement::Refused(code, detail) => {
            source.input.skip(total);
            source.reject(ordinal, code, detail)
        }
        Judgement::Structure | Judgement::Telling => {
            source.input.skip(total);
            true
        }
    }
}

/// The file ends within a record; if the stream broke off, that is told elsewhere.
fn cut_short(source: &mut Source<'_, '_, '_>, ordinal: u32) -> bool {
    if !source.is_broken() {
        source.reject(ordinal, Code::Truncated, "the file ends within a record");
    }
    source.input.skip_all();
    false
}

/// Leaves everything behind up to the next line that begins a record; `false` if there is none.
fn find_next(source: &mut Source<'_, '_, '_>) -> bool {
    loop {
        let head = source.input.head(HEADER_BYTES);
        if head.is_empty() {
            return false;
        }
        let end = memchr::memchr(b'\n', head).unwrap_or(head.len());
        if head.starts_with(b"http") && Line::of(&head[..end]).is_some() {
            return true;
        }
        let passed = (end + 1).min(head.len());
        source.input.skip(passed);
    }
}
