//! Crawls: WARC files, the texts drawn from them (WET), and ARC files, their elders.
//!
//! A crawl is a row of records, each with its length. The framer cuts them, passes over what carries no page
//! (requests, descriptions of the crawl), refuses what is none (errors, images, pages seen before) with a
//! reason, and hands each page over as it lies there. Reading one opens the HTTP response around it and leaves
//! the page itself to [`html`](super::html). The time of fetching never dates an article.
//!
//! Lengths are not believed blindly: behind each record the next one must begin. Where it does not, the
//! record is refused and the next one looked for, so that damage costs the records that it touches.

mod arc;
mod borders;
mod http;
mod judge;
mod page;

use std::sync::Arc;

use self::borders::{Border, border, find_last_record, find_record};
use self::judge::{Judgement, judge};
use super::Format;
use super::headers::{self, Headers, MediaType};
use super::recognise::Head;
use super::source::Source;
use crate::stage::{Code, Limits};

pub(super) use arc::FORMAT as ARC;

/// WARC and WET.
pub(crate) const FORMAT: Format = Format {
    name: "warc",
    title: "WARC crawl, WET text",
    extensions: &["warc", "wet"],
    recognised: "a first record WARC/0.x or WARC/1.x",
    likeness: |head: &Head<'_>| if head.text.starts_with("WARC/") { 99 } else { 0 },
    frame,
    parse: page::parse,
};

/// Longest header of a record, in bytes.
const HEADER_BYTES: usize = 64 << 10;
/// Bytes behind a record that tell whether it ends there.
const BEHIND: usize = 16;

/// Whether a stream begins as a crawl does, whatever bytes follow.
pub(super) fn is_crawl(text: &str) -> bool {
    text.starts_with("WARC/") || text.starts_with("filedesc://")
}

/// The longest record that is held: a page and what stands before it.
fn record_limit(limits: &Limits) -> u64 {
    limits.page_bytes + 2 * HEADER_BYTES as u64
}

fn frame(source: &mut Source<'_, '_, '_>) {
    let mut cutter = Cutter { source, ordinal: 0, waiting: None };
    while cutter.next() {}
    cutter.release(None);
}

/// A page that waits for what the next record says of it.
struct Waiting {
    ordinal: u32,
    address: String,
    payload: Vec<u8>,
}

struct Cutter<'c, 's, 'r, 'e> {
    source: &'c mut Source<'s, 'r, 'e>,
    ordinal: u32,
    waiting: Option<Waiting>,
}

impl Cutter<'_, '_, '_, '_> {
    /// Takes one record; `false` if there is none, or nobody wants more.
    fn next(&mut self) -> bool {
        if !self.visible() {
            return false;
        }
        if !self.source.input.head(5).starts_with(b"WARC/") {
            return self.refuse(Code::Warc, "bytes that belong to no record") && self.find_next();
        }
        let Some(header) = self.header() else {
            if self.source.input.is_whole() && self.source.input.available().len() < HEADER_BYTES {
                return self.cut_short();
            }
            return self.leave_header(HEADER_BYTES);
        };
        if find_record(&self.source.input.available()[..header]).is_some() {
            return self.leave_header(header);
        }
        let headers = Headers::of(&self.source.input.available()[..header]);
        let Some(length) = headers.get("Content-Length").and_then(|length| length.parse::<u64>().ok()) else {
            self.source.input.skip(header - 1);
            return self.refuse(Code::Warc, "a record without a length") && self.find_next();
        };
        if length > record_limit(self.source.limits) {
            return self.pass(&headers, header, length);
        }
        let total = header + length as usize;
        let available = self.source.input.head(total + BEHIND);
        match border(available, total) {
            Border::Here => {
                let payload = &available[..total];
                let judgement = judge(&headers, &payload[header..]);
                let payload = if matches!(judgement, Judgement::Page | Judgement::Telling) {
                    payload.to_vec()
                } else {
                    Vec::new()
                };
                self.source.input.skip(total);
                self.settle(judgement, &headers, header, payload)
            }
            Border::Unclear => match find_record(&available[header..]) {
                Some(found) => {
                    self.source.input.skip(header + found);
                    self.refuse(Code::Warc, "a record that is shorter than it says")
                }
                None if available.len() <= total => self.cut_short(),
                None => {
                    self.source.input.skip(total);
                    self.refuse(Code::Warc, "a record that is longer than it says") && self.find_next()
                }
            },
        }
    }

    /// Leaves behind a header that does not end where another record begins: the last that begins within the
    /// `searched` bytes may be whole.
    fn leave_header(&mut self, searched: usize) -> bool {
        let head = self.source.input.head(searched);
        let next = find_last_record(head);
        let passed = next.unwrap_or(head.len().saturating_sub(BEHIND).max(1));
        self.source.input.skip(passed);
        self.refuse(Code::Warc, "a record whose header does not end") && (next.is_some() || self.find_next())
    }

    /// Does what a record's judgement says.
    fn settle(&mut self, judgement: Judgement, headers: &Headers, header: usize, payload: Vec<u8>) -> bool {
        match judgement {
            Judgement::Structure => {
                self.ordinal = self.ordinal.saturating_add(1);
                true
            }
            Judgement::Refused(code, detail) => self.refuse(code, &detail),
            Judgement::Telling => {
                let address = address(headers);
                let is_of_it = self.waiting.as_ref().is_some_and(|waiting| waiting.address == address);
                let context: Option<Arc<[u8]>> = is_of_it.then(|| payload[header..].into());
                self.ordinal = self.ordinal.saturating_add(1);
                self.release(context.as_ref())
            }
            Judgement::Page => {
                let goes_on = self.release(None);
                let ordinal = self.next_ordinal();
                self.waiting = Some(Waiting { ordinal, address: address(headers), payload });
                goes_on
            }
        }
    }

    /// Leaves behind a record that is too long to be held, unless the next one begins within it.
    fn pass(&mut self, headers: &Headers, header: usize, length: u64) -> bool {
        let limit = record_limit(self.source.limits);
        let block = &self.source.input.head(header + HEADER_BYTES)[header..];
        let judgement = judge(headers, block);
        self.source.input.skip(header);
        let mut left = length;
        loop {
            let available = self.source.input.available();
            let here = usize::try_from(left).map_or(available.len(), |left| available.len().min(left));
            if let Some(found) = find_record(&available[..here]) {
                self.source.input.skip(found);
                return self.refuse(Code::Warc, "a record that is shorter than it says");
            }
            if here as u64 == left {
                self.source.input.skip(here);
                break;
            }
            let passed = here.saturating_sub(BEHIND);
            self.source.input.skip(passed);
            left -= passed as u64;
            if !self.source.input.more() {
                return self.cut_short();
            }
        }
        match judgement {
            Judgement::Page => {
                if !self.release(None) {
                    return false;
                }
                let ordinal = self.next_ordinal();
                self.source.beyond(ordinal, Code::TooBig, "the page is too long", limit, length)
            }
            Judgement::Telling => self.settle(Judgement::Structure, headers, header, Vec::new()),
            other => self.settle(other, headers, header, Vec::new()),
        }
    }

    /// Hands over the page that waits, with what was said of it.
    fn release(&mut self, context: Option<&Arc<[u8]>>) -> bool {
        match self.waiting.take() {
            Some(waiting) => self.source.record(waiting.ordinal, waiting.payload, context),
            None => !self.source.sink.stopped,
        }
    }

    fn refuse(&mut self, code: Code, detail: &str) -> bool {
        if !self.release(None) {
            return false;
        }
        let ordinal = self.next_ordinal();
        self.source.reject(ordinal, code, detail)
    }

    /// The file ends within a record; if the stream broke off, that is told elsewhere.
    fn cut_short(&mut self) -> bool {
        if !self.source.is_broken() {
            self.refuse(Code::Truncated, "the file ends within a record");
        }
        self.source.input.skip_all();
        false
    }

    /// Length of the header at hand, or `None` if it does not end.
    fn header(&mut self) -> Option<usize> {
        let mut wanted = 1 << 10;
        loop {
            let head = self.source.input.head(wanted);
            if let Some(end) = headers::end_of(head) {
                return Some(end);
            }
            if head.len() < wanted || wanted >= HEADER_BYTES {
                return None;
            }
            wanted *= 2;
        }
    }

    /// Leaves line ends behind; `false` at the end.
    fn visible(&mut self) -> bool {
        loop {
            let available = self.source.input.available();
            let blank = available.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            let is_visible = blank < available.len();
            self.source.input.skip(blank);
            if is_visible {
                return true;
            }
            if !self.source.input.more() {
                return false;
            }
        }
    }

    /// Leaves everything behind up to the next record; `false` if there is none.
    fn find_next(&mut self) -> bool {
        loop {
            let available = self.source.input.available();
            if let Some(found) = find_record(available) {
                self.source.input.skip(found);
                return true;
            }
            self.source.input.skip(available.len().saturating_sub(BEHIND));
            if !self.source.input.more() {
                return false;
            }
        }
    }

    fn next_ordinal(&mut self) -> u32 {
        let ordinal = self.ordinal;
        self.ordinal = ordinal.saturating_add(1);
        ordinal
    }
}

/// The address that a record is of; some writers set it between angle brackets.
fn address(headers: &Headers) -> String {
    let address = headers.get("WARC-Target-URI").unwrap_or_default();
    address.trim_start_matches('<').trim_end_matches('>').trim().replace(' ', "%20")
}
