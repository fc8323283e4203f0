//! The words that stages share: what becomes of an article that goes no further.
//!
//! A bad article is data: a [`Rejection`] with its origin and reason, counted, and the run goes on.

mod limits;

use crate::article::Origin;

pub use limits::Limits;

/// Why something was not indexed, or not whole: a closed list, each code with what to do. Manifests keep the
/// place in this list: new ones come last.
///
/// A process that runs out of memory is ended by the system and gives no code: [`Code::Memory`] is told where an
/// input says beforehand what it will take. What was committed stands, and the next run goes on from there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Code {
    /// The path is not there, or cannot be opened.
    Open,
    /// Reading is not permitted.
    Perm,
    /// Neither a file nor a folder: a pipe, a socket, a device.
    NotRegular,
    /// A symbolic link that leads back to a folder above it.
    Loop,
    /// The file changed while it was read.
    Changed,
    /// Larger than a limit.
    TooBig,
    /// Nothing in it.
    Empty,
    /// Not text and of no known format.
    Binary,
    /// No character encoding gives readable text.
    Encoding,
    /// The file ends too early.
    Truncated,
    /// A checksum does not agree.
    Crc,
    /// Decompresses to suspiciously much.
    Ratio,
    /// Archives within archives, or elements within elements, beyond the limit.
    Depth,
    /// More archive members than the limit.
    Entries,
    /// Encrypted.
    Encrypted,
    /// XML with a document type of its own.
    Dtd,
    /// Not well-formed XML, or no feed.
    Xml,
    /// Not JSON, or JSON that is no article.
    Json,
    /// JSON nested too deep.
    JsonDepth,
    /// A table row that cannot be read.
    Csv,
    /// A line longer than the limit.
    LineLength,
    /// A page without an article.
    NotArticle,
    /// A page that reports an error.
    ErrorPage,
    /// A page that asks for consent.
    ConsentWall,
    /// HTML nested too deep.
    HtmlDepth,
    /// A page or tag larger than the limit.
    HtmlLarge,
    /// A defect of Kiosque met while reading this record.
    Panic,
    /// The disk or network failed while reading.
    Io,
    /// A record of a crawl that does not end where it says.
    Warc,
    /// A part of something that is read from another file.
    Part,
    /// An archive member whose name is longer than the limit.
    Name,
    /// Packed in a way that is not read.
    Feature,
    /// Reading took longer than the limit.
    Timeout,
    /// Read only by a build with one more feature.
    NotBuilt,
    /// Pictures of pages, without their text.
    Scan,
    /// Asks for more memory to unpack than the limit.
    Memory,
    /// A name, section or keyword longer than is kept, cut: the article is indexed.
    TermLength,
    /// More values of a kind than are kept, or a date in no year that an article can have, left out: the article is
    /// indexed.
    FieldRange,
    /// Articles of one file under one identity and with other content: one of them is indexed.
    DuplicateId,
}

impl Code {
    /// The code in reports.
    pub fn name(self) -> &'static str {
        match self {
            Code::Open => "E_OPEN",
            Code::Perm => "E_PERM",
            Code::NotRegular => "E_NOTREG",
            Code::Loop => "E_LOOP",
            Code::Changed => "E_CHANGED",
            Code::TooBig => "E_TOO_BIG",
            Code::Empty => "E_EMPTY",
            Code::Binary => "E_BINARY",
            Code::Encoding => "E_ENCODING",
            Code::Truncated => "E_TRUNCATED",
            Code::Crc => "E_CRC",
            Code::Ratio => "E_RATIO",
            Code::Depth => "E_DEPTH",
            Code::Entries => "E_ENTRIES",
            Code::Name => "E_NAME",
            Code::Encrypted => "E_ENCRYPTED",
            Code::Dtd => "E_DTD",
            Code::Xml => "E_XML",
            Code::Json => "E_JSON",
            Code::JsonDepth => "E_JSON_DEPTH",
            Code::Csv => "E_CSV",
            Code::LineLength => "E_LINE_LEN",
            Code::NotArticle => "E_NOT_ARTICLE",
            Code::ErrorPage => "E_ERROR_PAGE",
            Code::ConsentWall => "E_CONSENT_WALL",
            Code::HtmlDepth => "E_HTML_DEPTH",
            Code::HtmlLarge => "E_HTML_LARGE",
            Code::Feature => "E_FEATURE",
            Code::Timeout => "E_TIMEOUT",
            Code::Panic => "E_PANIC",
            Code::Io => "E_IO",
            Code::Warc => "E_WARC",
            Code::Part => "E_PART",
            Code::NotBuilt => "E_NOT_BUILT",
            Code::Scan => "E_SCAN",
            Code::Memory => "E_MEMORY",
            Code::TermLength => "E_TERM_LEN",
            Code::FieldRange => "E_FIELD_RANGE",
            Code::DuplicateId => "E_DUP_ID",
        }
    }

    /// What a person can do about it, as an imperative without final period.
    pub fn advice(self) -> &'static str {
        match self {
            Code::Open => "check the path",
            Code::Perm => "make the file readable for this user",
            Code::NotRegular => "leave it out with --exclude, or copy its content to a file",
            Code::Loop => "remove the link or exclude it",
            Code::Changed => "run again once nothing writes to it",
            Code::TooBig => "split the file, or raise the limit",
            Code::Empty => "nothing to do, or restore the content",
            Code::Binary => "exclude it, or convert it to a format that `kiosque formats` lists",
            Code::Encoding => "save it as UTF-8",
            Code::Truncated => "fetch or copy the file again; what was complete is indexed",
            Code::Crc => "fetch or copy the file again",
            Code::Ratio => "unpack it by hand if you trust it",
            Code::Depth => "unpack the inner archive, or flatten the file",
            Code::Entries => "split the archive",
            Code::Name => "give the member a shorter name, or raise the limit",
            Code::Encrypted => "decrypt it first",
            Code::Dtd => "remove the DOCTYPE declaration",
            Code::Xml => "repair the markup",
            Code::Json => "repair that record",
            Code::JsonDepth => "flatten that record",
            Code::Csv => "repair that row",
            Code::LineLength => "break the line, or store one article a line",
            Code::NotArticle => "nothing to do if it is a home or section page",
            Code::ErrorPage => "fetch the page again",
            Code::ConsentWall => "fetch the page again, after consent",
            Code::HtmlDepth => "clean the page",
            Code::HtmlLarge => "clean or split the page",
            Code::Feature => "pack it again with deflate or zstd",
            Code::Timeout => "split the file, or raise the limit; what was read in time is indexed",
            Code::Panic => "please report it with the file; the other articles are safe",
            Code::Io => "check the disk and run again",
            Code::Warc => "fetch or copy the file again; its other records are read",
            Code::Part => "nothing to do",
            Code::NotBuilt => "build kiosque with that feature, which its default build has",
            Code::Memory => "compress it again with a smaller window, or raise the limit",
            Code::TermLength => "nothing to do, or shorten the value at its source",
            Code::FieldRange => "nothing to do, or correct the value at its source",
            Code::DuplicateId => "give each article an identifier or address of its own",
            Code::Scan => "recognise its characters (OCR) and save it with its text",
        }
    }

    /// Whether this is told of what is indexed all the same, or of copies: neither a failure nor a rejection.
    pub fn is_remark(self) -> bool {
        matches!(self, Code::TermLength | Code::FieldRange | Code::DuplicateId)
    }

    /// Whether this is plainly no article (counted and reported, but no failure of the source).
    pub fn is_no_article(self) -> bool {
        matches!(
            self,
            Code::Empty | Code::Binary | Code::NotArticle | Code::ErrorPage | Code::ConsentWall | Code::Part
        )
    }
}

/// Something that was read and is not in the index: where, why, in which words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The place.
    pub origin: Origin,
    /// The reason.
    pub code: Code,
    /// What happened, lower-case, without final period.
    pub detail: String,
    /// The limit that was passed and the value observed, where there is one.
    pub limit: Option<(u64, u64)>,
}

impl Rejection {
    /// Returns a rejection without a limit.
    pub fn new(origin: Origin, code: Code, detail: impl Into<String>) -> Self {
        Rejection { origin, code, detail: detail.into(), limit: None }
    }

    /// The same, because a limit was passed.
    #[must_use]
    pub fn beyond(mut self, limit: u64, observed: u64) -> Self {
        self.limit = Some((limit, observed));
        self
    }
}

/// `path:record: what; what to do`
impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.origin, self.detail)?;
        if let Some((limit, observed)) = self.limit {
            write!(f, " ({observed}, limit {limit})")?;
        }
        write!(f, "; {}", self.code.advice())
    }
}
