//! A document as paragraphs, and what of it cannot be read.

use lopdf::{Document, LoadOptions, Object};

use super::font::Fonts;
use super::layout;
use super::page::{self, Run};
use crate::parse::input::Fault;
use crate::parse::written::Paragraph;
use crate::stage::Code;

/// Longest stream of objects, unpacked.
const OBJECT_STREAM_BYTES: usize = 16 << 20;
/// Longest content of one page or form, unpacked.
pub(super) const CONTENT_BYTES: usize = 64 << 20;
/// Longest content of all pages, unpacked.
const ALL_CONTENT_BYTES: usize = 512 << 20;
/// Pages of a document, at most.
const PAGES: usize = 20_000;
/// The mark of the end must stand in so many last bytes.
const END_BYTES: usize = 64 << 10;
/// Letters of a page that is no scan, at least.
const PAGE_LETTERS: usize = 8;

/// The text of a document.
pub(super) struct Text {
    pub(super) paragraphs: Vec<Paragraph>,
    /// Whether the document ends where it should.
    pub(super) is_whole: bool,
    /// What of it could not be read, where other parts could.
    pub(super) lacks: Option<Fault>,
}

/// Reads a document. Takes time linear in what its pages draw.
pub(super) fn read(bytes: &[u8]) -> Result<Text, Fault> {
    let end = &bytes[bytes.len().saturating_sub(END_BYTES)..];
    let is_whole = memchr::memmem::find(end, b"%%EOF").is_some();
    let options =
        LoadOptions { max_decompressed_size: Some(OBJECT_STREAM_BYTES), ..LoadOptions::with_password("") };
    let document = match Document::load_mem_with_options(bytes, options) {
        Ok(document) => document,
        Err(error) => return Err(unreadable(&error, is_whole)),
    };
    if document.is_encrypted() && !document.was_encrypted() {
        return Err(encrypted());
    }
    let mut fonts = Fonts::new(&document);
    let mut left = ALL_CONTENT_BYTES;
    let mut pages: Vec<Vec<Run>> = Vec::new();
    let mut without_text: Vec<usize> = Vec::new();
    let (mut shown, mut lost) = (0, 0);
    let mut broken: Option<Fault> = None;
    for (number, id) in document.page_iter().enumerate() {
        if number >= PAGES {
            let limit = Some((PAGES as u64, number as u64 + 1));
            broken = Some(Fault { code: Code::TooBig, detail: "too many pages".to_owned(), limit });
            break;
        }
        let page = match page::read(&document, id, &mut fonts, &mut left) {
            Ok(page) => page,
            Err(fault) => {
                broken = broken.or(Some(fault));
                continue;
            }
        };
        shown += page.shown;
        lost += page.lost;
        let letters: usize =
            page.runs.iter().map(|run| run.text.chars().filter(|c| c.is_alphanumeric()).count()).sum();
        if letters < PAGE_LETTERS && page.has_images {
            without_text.push(number + 1);
        }
        pages.push(page.runs);
    }
    let count = pages.len();
    if count == 0 {
        return Err(broken.unwrap_or_else(|| {
            let (code, detail) = if is_whole {
                (Code::Empty, "a PDF without pages")
            } else {
                (Code::Truncated, "the document ends too early")
            };
            Fault::new(code, detail)
        }));
    }
    if lost * 2 > shown {
        let detail =
            format!("the fonts of the PDF do not tell which characters they show ({lost} of {shown})");
        return Err(Fault::new(Code::Encoding, detail));
    }
    let paragraphs = layout::paragraphs(pages);
    if paragraphs.is_empty() {
        return Err(match (without_text.len(), broken) {
            (_, Some(fault)) => fault,
            (0, None) if is_whole => Fault::new(Code::Empty, "a PDF without text"),
            (0, None) => Fault::new(Code::Truncated, "the document ends too early"),
            (scans, None) => Fault::new(Code::Scan, scan(scans, count)),
        });
    }
    let lacks = broken.or_else(|| {
        (!without_text.is_empty()).then(|| {
            let some: Vec<String> = without_text.iter().take(12).map(usize::to_string).collect();
            let more = if without_text.len() > some.len() { ", …" } else { "" };
            let detail = format!("{}: {}{more}", scan(without_text.len(), count), some.join(", "));
            Fault::new(Code::Scan, detail)
        })
    });
    Ok(Text { paragraphs, is_whole, lacks })
}

fn scan(scans: usize, pages: usize) -> String {
    match (scans, pages) {
        (1, 1) => "a scan without text".to_owned(),
        (scans, pages) if scans == pages => format!("a scan without text, {pages} pages"),
        (scans, pages) => format!("{scans} of {pages} pages are scans without text"),
    }
}

fn encrypted() -> Fault {
    Fault::new(Code::Encrypted, "an encrypted PDF that needs a password")
}

fn unreadable(error: &lopdf::Error, is_whole: bool) -> Fault {
    use lopdf::{DecompressError, Error};
    match error {
        Error::InvalidPassword | Error::Decryption(_) => encrypted(),
        Error::Decompress(DecompressError::MemoryLimitExceeded { limit }) => {
            let detail = "a part of the PDF decompresses to too many bytes".to_owned();
            Fault { code: Code::Ratio, detail, limit: Some((*limit as u64, *limit as u64 + 1)) }
        }
        _ if !is_whole => Fault::new(Code::Truncated, "the document ends too early"),
        error => Fault::new(Code::Crc, format!("a damaged PDF: {error}")),
    }
}

/// A number of the document, whichever way it is written.
pub(super) fn number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(number) => Some(*number as f64),
        Object::Real(number) => Some(f64::from(*number)),
        _ => None,
    }
}
