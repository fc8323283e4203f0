//! PDF with text: an article or a press review; a scan without text is told as such.
//!
//! The crate `lopdf` reads the file's objects; fonts, positions and paragraphs are read here. Hostile files are
//! met with limits on bytes and nesting, and a panic of the crate is caught at one place, [`read`].

#[cfg(feature = "pdf")]
mod cmap;
#[cfg(feature = "pdf")]
mod document;
#[cfg(feature = "pdf")]
mod font;
#[cfg(feature = "pdf")]
mod layout;
#[cfg(feature = "pdf")]
mod lines;
#[cfg(feature = "pdf")]
mod page;

use super::Format;
#[cfg(feature = "pdf")]
use super::input::Fault;
use super::recognise::Head;
use super::source::Source;
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::stage::{Code, Rejection};

/// PDF documents.
pub(crate) const FORMAT: Format = Format {
    name: "pdf",
    title: "PDF with text: an article or a press review",
    extensions: &["pdf"],
    recognised: "first bytes %PDF-",
    likeness: |head: &Head<'_>| if head.text.starts_with("%PDF-") { 97 } else { 0 },
    frame: |source: &mut Source<'_, '_, '_>| {
        if cfg!(feature = "pdf") {
            source.whole(source.limits.document_bytes, Code::TooBig);
        } else {
            source.without_feature("pdf");
        }
    },
    parse,
};

#[cfg(not(feature = "pdf"))]
fn parse(record: &Bounded<'_>) -> Vec<Result<RawArticle, Rejection>> {
    vec![Err(Rejection::new(record.origin.clone(), Code::NotBuilt, super::without_feature("pdf")))]
}

#[cfg(feature = "pdf")]
fn parse(record: &Bounded<'_>) -> Vec<Result<RawArticle, Rejection>> {
    use super::written::{self, Exports};
    let text = match read(&record.payload) {
        Ok(text) => text,
        Err(fault) => return vec![Err(fault.at(&record.origin))],
    };
    let exports = Exports { factiva: FORMAT.name, lexisnexis: FORMAT.name };
    let mut articles = written::articles(&text.paragraphs, true, record, exports);
    if let Some(fault) = text.lacks {
        let ordinal = record.origin.ordinal.saturating_add(articles.len() as u32);
        articles.push(Err(fault.at(&record.origin.at(ordinal))));
    }
    articles
}

/// Reads a document.
///
/// The crate promises no more than any parser of this format can; a panic of it is a damaged document.
#[cfg(feature = "pdf")]
fn read(bytes: &[u8]) -> Result<document::Text, Fault> {
    let read = std::panic::catch_unwind(|| document::read(bytes));
    read.unwrap_or_else(|panic| {
        let reason = super::reason(&*panic);
        Err(Fault::new(Code::Crc, format!("a damaged PDF: its reader gave up: {reason}")))
    })
}
