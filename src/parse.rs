//! Reads the press's formats: from the bytes of a file to articles as their source wrote them.
//!
//! Two steps, since one is sequential and the other is not. [`frame()`] opens a file, looks through
//! compression and archives, recognises the format by content, and cuts the stream into [`Record`]s in
//! bounded memory. [`parse`] turns one record into [`RawArticle`]s; it is pure, may run in any thread,
//! and turns even a defect of its own into a [`Rejection`]. Whatever was read is one of the two.
//!
//! A format is one constant and one line of [`FORMATS`]. The room judges nothing: dates and languages are
//! handed over as written, and no identity is given.

mod alceste;
mod aliases;
mod alto;
mod archive;
mod carried;
mod carried_page;
mod columnar;
mod compression;
mod dateline;
mod decode;
mod europresse;
mod factiva;
mod feed;
mod fields;
mod frame;
mod gallica;
mod headers;
mod html;
mod impresso;
mod input;
mod issue;
mod json;
mod lexisnexis;
mod mail;
mod markdown;
mod markup;
mod meter;
mod mhtml;
mod mime;
mod names;
mod newsml;
mod newsml_g2;
mod ninjs;
mod nitf;
mod office;
mod paragraphs;
mod pdf;
mod pieces;
mod recognise;
mod rows;
mod rtf;
mod source;
mod table;
mod tei;
mod text;
mod trafilatura;
mod txm;
mod unwrap;
mod warc;
mod written;
mod xml;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::article::{RawArticle, Record};
use crate::stage::{Code, Limits, Rejection};

pub use frame::{Framed, Framing, frame};

/// The formats that are read. Of two that recognise a file equally well the earlier one wins.
pub static FORMATS: &[Format] = &[
    warc::FORMAT,
    warc::ARC,
    newsml_g2::FORMAT,
    newsml::FORMAT,
    nitf::FORMAT,
    ninjs::FORMAT,
    impresso::FORMAT,
    trafilatura::FORMAT,
    txm::FORMAT,
    issue::FORMAT,
    alto::FORMAT,
    tei::FORMAT,
    gallica::FORMAT,
    europresse::FORMAT,
    factiva::HTML,
    factiva::XML,
    rtf::FACTIVA,
    lexisnexis::FORMAT,
    rtf::LEXISNEXIS,
    rtf::FORMAT,
    office::FACTIVA_DOCX,
    office::LEXISNEXIS_DOCX,
    office::DOCX,
    office::ODT,
    office::XLSX,
    office::ODS,
    pdf::FORMAT,
    columnar::PARQUET,
    columnar::ARROW,
    alceste::FORMAT,
    feed::FORMAT,
    mhtml::FORMAT,
    mail::MAILBOX,
    mail::FORMAT,
    html::FORMAT,
    json::LINES,
    json::DOCUMENT,
    markdown::FORMAT,
    table::FORMAT,
    text::FORMAT,
];

/// The features of this build that decide what is read.
pub const FEATURES: &str = match (cfg!(feature = "columnar"), cfg!(feature = "pdf")) {
    (true, true) => "columnar pdf",
    (true, false) => "columnar",
    (false, true) => "pdf",
    (false, false) => "",
};

/// A format: how it is called, recognised, cut and read.
pub struct Format {
    /// Name in reports and for `--input-format`.
    pub name: &'static str,
    /// What it is, in words.
    pub title: &'static str,
    /// Endings of file names, lower-case, without dot.
    pub extensions: &'static [&'static str],
    /// How its content is recognised, in words.
    pub recognised: &'static str,
    /// How surely this is the format, from 0 (no) to 100.
    likeness: fn(&recognise::Head<'_>) -> u8,
    /// Cuts a stream into records.
    frame: fn(&mut source::Source<'_, '_, '_>),
    /// Reads one record.
    parse: fn(&Bounded<'_>) -> Vec<Result<RawArticle, Rejection>>,
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Format").field("name", &self.name).finish_non_exhaustive()
    }
}

/// How to read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Name of the one format to read everything as; `None` recognises each file.
    pub input_format: Option<&'static str>,
    /// How much is too much.
    pub limits: Limits,
}

/// Returns the format of that name.
pub fn format_named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Returns the articles of a record, in order, and a rejection for each that could not be read.
///
/// Never empty, and never panics: a defect met while reading is [`Code::Panic`]. Ordinals of several
/// articles count on from the record's.
pub fn parse(record: Record, limits: &Limits) -> Vec<Result<RawArticle, Rejection>> {
    let Some(format) = format_named(record.format) else {
        let detail = format!("no format is called \"{}\"", record.format);
        return vec![Err(Rejection::new(record.origin, Code::Panic, detail))];
    };
    let mut articles =
        match catch_unwind(AssertUnwindSafe(|| (format.parse)(&Bounded { record: &record, limits }))) {
            Ok(articles) => articles,
            Err(panic) => {
                let reason = reason(&*panic);
                let detail = format!("reading it as {} failed: {reason}", format.name);
                vec![Err(Rejection::new(record.origin.clone(), Code::Panic, detail))]
            }
        };
    if articles.is_empty() {
        articles.push(Err(Rejection::new(record.origin.clone(), Code::Empty, "no article in it")));
    }
    for article in &mut articles {
        let Ok(raw) = article else { continue };
        mend(raw);
        let is_void = raw.body.is_empty() && raw.title.is_none() && raw.standfirst.is_none();
        if is_void {
            let nothing = Rejection::new(raw.origin.clone(), Code::Empty, "neither title nor text");
            *article = Err(nothing);
        }
    }
    articles
}

/// A record, and how much is too much in it.
struct Bounded<'r> {
    record: &'r Record,
    limits: &'r Limits,
}

impl std::ops::Deref for Bounded<'_> {
    type Target = Record;

    fn deref(&self) -> &Record {
        self.record
    }
}

/// What a panic says.
fn reason(panic: &(dyn std::any::Any + Send)) -> &str {
    let owned = panic.downcast_ref::<String>().map(String::as_str);
    owned.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given")
}

/// What is told of a file that only another build of the program reads.
fn without_feature(feature: &str) -> String {
    format!("this build of kiosque is without the feature \"{feature}\"")
}

/// Starts an article of a record: its place and format, nothing read yet.
fn blank(record: &Bounded<'_>, ordinal: u32) -> RawArticle {
    RawArticle { origin: record.origin.at(ordinal), format: record.format, ..RawArticle::default() }
}

/// Mends the fields that were decoded once too often before they came here.
fn mend(raw: &mut RawArticle) {
    let fields = [&mut raw.title, &mut raw.standfirst, &mut raw.source, &mut raw.section];
    for field in fields.into_iter().flatten() {
        decode::mend(field);
    }
    decode::mend(&mut raw.body);
    raw.authors.iter_mut().chain(&mut raw.keywords).for_each(decode::mend);
}
