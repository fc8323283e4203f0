//! The parts of a document, each read by its name.

use std::io::{self, Read, Seek};

use ::zip::ZipArchive;

use super::Place;
use crate::parse::input::{Fault, Input};
use crate::parse::meter::Promised;
use crate::stage::Code;

/// A package of parts.
pub(crate) enum Package<'p, R> {
    /// An archive with its directory.
    Archive(&'p mut ZipArchive<R>),
    /// The members before the break of an archive without one.
    Held(&'p [(String, Vec<u8>)]),
}

impl<R: Read + Seek> Package<'_, R> {
    /// Whether a part is there.
    pub(super) fn has(&self, name: &str) -> bool {
        match self {
            Package::Archive(archive) => archive.index_for_name(name).is_some(),
            Package::Held(parts) => parts.iter().any(|(part, _)| part == name),
        }
    }

    /// Opens a part; `None` where it is not there.
    pub(super) fn open(&mut self, name: &str) -> Result<Option<Box<dyn Read + '_>>, Fault> {
        match self {
            Package::Archive(archive) => {
                if archive.index_for_name(name).is_none() {
                    return Ok(None);
                }
                let part = archive.by_name(name).map_err(|error| crate::parse::archive::zip_fault(&error))?;
                let length = part.size();
                Ok(Some(Box::new(Promised::new(part, length))))
            }
            Package::Held(parts) => {
                let part = parts.iter().find(|(part, _)| part == name);
                Ok(part.map(|(_, bytes)| Box::new(&bytes[..]) as Box<dyn Read + '_>))
            }
        }
    }

    /// Reads a part that must be there, whole, up to the limit for documents.
    pub(super) fn part(&mut self, name: &str, place: &Place<'_, '_, '_>) -> Result<Vec<u8>, Fault> {
        let Some(part) = self.open(name)? else {
            return Err(Fault::new(Code::Truncated, format!("a document without its part {name}")));
        };
        let mut guarded = place.unwrapping.guard(part, place.layer.raw_before);
        let mut input = Input::new(&mut guarded);
        let limit = place.unwrapping.limits().document_bytes;
        let bytes = input.rest(limit).map_err(|seen| {
            let detail = format!("the part {name} is too long");
            Fault { code: Code::TooBig, detail, limit: Some((limit, seen)) }
        })?;
        match input.health().fault() {
            Some(fault) => Err(fault),
            None => Ok(bytes),
        }
    }
}

/// A reader of which no more than a budget may be taken between two renewals.
pub(super) struct Budgeted<'b, R> {
    pub(super) inner: R,
    pub(super) left: &'b std::cell::Cell<u64>,
    pub(super) budget: u64,
}

impl<R: io::BufRead> Read for Budgeted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let available = io::BufRead::fill_buf(self)?;
        let count = available.len().min(into.len());
        into[..count].copy_from_slice(&available[..count]);
        io::BufRead::consume(self, count);
        Ok(count)
    }
}

impl<R: io::BufRead> io::BufRead for Budgeted<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left.get() == 0 {
            let limit = Some((self.budget, self.budget + 1));
            let detail = "the row is too long".to_owned();
            return Err(io::Error::other(Fault { code: Code::Csv, detail, limit }));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.left.set(self.left.get().saturating_sub(amount as u64));
        self.inner.consume(amount);
    }
}
