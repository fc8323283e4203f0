//! Columnar tables: Parquet and Arrow, as data sets of the press are handed around.
//!
//! The crates of Apache Arrow read the columns; only those that may hold something of an article are asked
//! for. What a file promises of its sizes is checked here before anything is allocated for it, and a panic of
//! the crates is caught at one place, [`tried`].

#[cfg(feature = "columnar")]
mod arrow;
#[cfg(feature = "columnar")]
mod cells;
#[cfg(feature = "columnar")]
mod choice;
#[cfg(feature = "columnar")]
mod pages;
#[cfg(feature = "columnar")]
mod parquet;
#[cfg(feature = "columnar")]
mod thrift;

#[cfg(feature = "columnar")]
use super::input::Fault;
use super::recognise::Head;
#[cfg(not(feature = "columnar"))]
use super::source::Source;
use super::{Format, rows};
#[cfg(feature = "columnar")]
use crate::stage::Code;

/// Parquet.
pub(crate) const PARQUET: Format = Format {
    name: "parquet",
    title: "Parquet table",
    extensions: &["parquet", "pq"],
    recognised: "first bytes PAR1; columns that name a text or title",
    likeness: |head: &Head<'_>| if head.text.starts_with("PAR1") { 97 } else { 0 },
    #[cfg(feature = "columnar")]
    frame: parquet::frame,
    #[cfg(not(feature = "columnar"))]
    frame: without,
    parse: rows::parse,
};

/// Arrow, as a file (Feather) or a stream.
pub(crate) const ARROW: Format = Format {
    name: "arrow",
    title: "Arrow table (file, stream, Feather)",
    extensions: &["arrow", "feather", "arrows", "ipc"],
    recognised: "first bytes ARROW1, or those of a stream's schema; columns that name a text or title",
    likeness: |head: &Head<'_>| if head.text.starts_with("ARROW1") { 97 } else { 0 },
    #[cfg(feature = "columnar")]
    frame: arrow::frame,
    #[cfg(not(feature = "columnar"))]
    frame: without,
    parse: rows::parse,
};

#[cfg(not(feature = "columnar"))]
fn without(source: &mut Source<'_, '_, '_>) {
    source.without_feature("columnar");
}

/// Whether a stream begins as the messages of Arrow do: the mark of a message, its length, a table.
pub(crate) fn is_arrow_stream(head: &[u8]) -> bool {
    let number = |at: usize| head.get(at..at + 4).map(|bytes| bytes.try_into().map_or(0, u32::from_le_bytes));
    let (Some(u32::MAX), Some(length), Some(root)) = (number(0), number(4), number(8)) else { return false };
    length > 16 && length % 4 == 0 && length < 16 << 20 && (4..64).contains(&root)
}

/// Runs what a crate does; a panic of it is a damaged file.
#[cfg(feature = "columnar")]
fn tried<T, E: std::fmt::Display>(read: impl FnOnce() -> Result<T, E>) -> Result<T, Fault> {
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read));
    let what = match result {
        Ok(Ok(read)) => return Ok(read),
        Ok(Err(error)) => error.to_string(),
        Err(panic) => format!("its reader gave up: {}", super::reason(&*panic)),
    };
    let what = super::paragraphs::one_line(super::paragraphs::beginning(&what, 200));
    // The crates hand a failing disk's error on as text, as the system's words with its number.
    if what.contains("(os error ") {
        return Err(Fault::new(Code::Io, what));
    }
    Err(Fault::new(Code::Crc, format!("a damaged table: {what}")))
}
