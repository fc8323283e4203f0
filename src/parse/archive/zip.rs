//! zip: members in the order of the directory, or as they lie where the directory is no help.

use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::rc::Rc;

use ::zip::result::ZipError;

use super::{CRAWLS, Names};
use crate::parse::input::{Fault, Input};
use crate::parse::meter::{Counted, Promised};
use crate::parse::office::{self, Package};
use crate::parse::recognise;
use crate::parse::unwrap::{Layer, Unwrapping, unwrap};
use crate::stage::Code;

/// Reads the members of a zip archive in the order of its directory.
///
/// An archive that is no file of its own is held in memory, up to the limit for documents.
pub(crate) fn read(
    input: &mut Input<'_>,
    file: Option<&File>,
    layer: Layer,
    unwrapping: &mut Unwrapping<'_, '_>,
) {
    if let Some(file) = file {
        return members(Counted::new(file, Rc::clone(&unwrapping.raw)), &layer, unwrapping);
    }
    let limit = unwrapping.limits().document_bytes;
    match input.rest(limit) {
        Err(seen) => {
            let detail = "an archive within an archive that is too long to be held".to_owned();
            let limit = Some((limit, seen));
            unwrapping.fault(&layer.origin, Fault { code: Code::TooBig, detail, limit });
        }
        Ok(bytes) => {
            let fault = input.health().fault();
            if let Some(fault) = fault {
                streamed(&mut Cursor::new(bytes), &layer, Some(fault), unwrapping);
            } else {
                members(Cursor::new(bytes), &layer, unwrapping);
            }
        }
    }
}

fn members<R: Read + Seek>(mut reader: R, layer: &Layer, unwrapping: &mut Unwrapping<'_, '_>) {
    let mut archive = match ::zip::ZipArchive::new(&mut reader) {
        Ok(archive) => archive,
        Err(error) => {
            let fault = match error {
                ZipError::Io(error) if error.raw_os_error().is_some() => {
                    return unwrapping.fault(&layer.origin, Fault::new(Code::Io, error.to_string()));
                }
                _ => Fault::new(Code::Truncated, "the archive ends too early: its directory is missing"),
            };
            if reader.rewind().is_ok() {
                streamed(&mut reader, layer, Some(fault), unwrapping);
            } else {
                unwrapping.fault(&layer.origin, fault);
            }
            return;
        }
    };
    let limit = unwrapping.limits().entries;
    if archive.len() as u64 > limit {
        let limit = Some((limit, archive.len() as u64));
        let detail = "too many members".to_owned();
        return unwrapping.fault(&layer.origin, Fault { code: Code::Entries, detail, limit });
    }
    if archive.has_overlapping_files().unwrap_or(false) {
        let detail = "members that overlap";
        return unwrapping.fault(&layer.origin, Fault::new(Code::Ratio, detail));
    }
    if archive.has_duplicate_names() {
        // The directory would show one member of each name only.
        drop(archive);
        if reader.rewind().is_ok() {
            streamed(&mut reader, layer, None, unwrapping);
        }
        return;
    }
    let is_wacz = archive.index_for_name("datapackage.json").is_some()
        && archive.file_names().any(|name| name.is_ok_and(|name| name.starts_with(CRAWLS)));
    let mut names = Names { is_wacz, ..Names::default() };
    if office::read(&mut Package::Archive(&mut archive), None, layer, unwrapping) {
        return;
    }
    for index in 0..archive.len() {
        let name = archive.name_for_index(index).and_then(Result::ok).unwrap_or_default().into_owned();
        match archive.by_index(index) {
            Ok(entry) if !entry.is_file() => {}
            Ok(entry) => {
                let length = entry.size();
                member(entry, length, &name, &mut names, layer, unwrapping);
            }
            Err(error) => {
                if let Some(member) = names.member(layer, &name, unwrapping) {
                    unwrapping.fault(&member.origin, zip_fault(&error));
                }
            }
        }
        if unwrapping.is_over() {
            return;
        }
    }
}

/// Reads the members of a zip archive without its directory, then reports why, if that is a fault.
fn streamed<R: Read>(
    reader: &mut R,
    layer: &Layer,
    mut fault: Option<Fault>,
    unwrapping: &mut Unwrapping<'_, '_>,
) {
    let name = layer.origin.member.as_deref().unwrap_or(&layer.origin.path);
    let mut names = Names { is_wacz: name.ends_with(".wacz"), ..Names::default() };
    // The parts of what may be an office document are of use together only.
    let mut parts: Option<Vec<(String, Vec<u8>)>> = None;
    let mut held = 0;
    // What a WACZ says of itself is known by its crawl, which may come behind.
    let mut waiting: Vec<(String, Vec<u8>)> = Vec::new();
    let mut is_first = true;
    loop {
        let mut entry = match ::zip::read::read_zipfile_from_stream(reader) {
            Ok(Some(entry)) => entry,
            Ok(None) => break,
            Err(error) => {
                fault = fault.or_else(|| Some(zip_fault(&error)));
                break;
            }
        };
        let name = entry.name().unwrap_or_default().into_owned();
        if std::mem::take(&mut is_first) && recognise::begins_document(&name) {
            parts = Some(Vec::new());
        }
        if !entry.is_file() {
            continue;
        }
        // Whether a member is whole is known before it is read; of one that is not, its beginning is.
        let mut bytes = Vec::new();
        names.is_wacz |= is_crawl(&name);
        if names.is_wacz {
            waiting.clear();
        }
        let limit = unwrapping.limits().document_bytes.saturating_sub(held);
        let whole = entry.by_ref().take(limit + 1).read_to_end(&mut bytes);
        let size = entry.size();
        drop(entry);
        if bytes.len() as u64 > limit {
            let detail = format!("the member {name} is too long to be held");
            let limit = Some((limit, bytes.len() as u64));
            fault = fault.or(Some(Fault { code: Code::TooBig, detail, limit }));
            break;
        }
        if bytes.len() as u64 != size || whole.is_err() {
            let is_cut = !bytes.is_empty() && (bytes.len() as u64) < size;
            if parts.is_none() && is_cut && matches!(reader.read(&mut [0]), Ok(0)) {
                // That the archive ends there is told at the member.
                release(waiting, &mut names, layer, unwrapping);
                return member(Cursor::new(bytes), size, &name, &mut names, layer, unwrapping);
            }
            fault = fault.or_else(|| Some(Fault::new(Code::Crc, format!("damaged member {name}"))));
            break;
        }
        let length = bytes.len() as u64;
        if let Some(parts) = &mut parts {
            held += length;
            parts.push((name, bytes));
            continue;
        }
        if !names.is_wacz && describes_crawl(&name) {
            held += length;
            waiting.push((name, bytes));
            continue;
        }
        member(Cursor::new(bytes), length, &name, &mut names, layer, unwrapping);
        if unwrapping.is_over() {
            return;
        }
    }
    release(waiting, &mut names, layer, unwrapping);
    if let Some(parts) = parts {
        let mut package: Package<'_, Cursor<Vec<u8>>> = Package::Held(&parts);
        if office::read(&mut package, fault.as_ref(), layer, unwrapping) {
            return;
        }
        // No document after all.
        release(parts, &mut names, layer, unwrapping);
    }
    if let Some(fault) = fault {
        unwrapping.fault(&layer.origin, fault);
    }
}

/// Whether a member is a crawl in the folder where a WACZ has its own.
fn is_crawl(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with(CRAWLS) && [".warc", ".warc.gz", ".warc.zst"].iter().any(|ending| name.ends_with(ending))
}

/// Whether a member is named as what describes and indexes the crawls of a WACZ.
fn describes_crawl(name: &str) -> bool {
    name.starts_with("pages/") || name.starts_with("indexes/") || name.starts_with("datapackage")
}

/// Reads members that were held.
fn release(
    held: Vec<(String, Vec<u8>)>,
    names: &mut Names,
    layer: &Layer,
    unwrapping: &mut Unwrapping<'_, '_>,
) {
    for (name, bytes) in held {
        if unwrapping.is_over() {
            return;
        }
        let length = bytes.len() as u64;
        member(Cursor::new(bytes), length, &name, names, layer, unwrapping);
    }
}

fn member(
    reader: impl Read,
    length: u64,
    name: &str,
    names: &mut Names,
    layer: &Layer,
    unwrapping: &mut Unwrapping<'_, '_>,
) {
    let Some(member) = names.member(layer, name, unwrapping) else { return };
    let mut guarded = unwrapping.guard(Promised::new(reader, length), member.raw_before);
    unwrap(&mut Input::new(&mut guarded), None, member, unwrapping);
}

/// What is wrong with an archive, in the words of a rejection.
pub(in crate::parse) fn zip_fault(error: &ZipError) -> Fault {
    match error {
        ZipError::UnsupportedArchive(text) if text.to_lowercase().contains("password") => {
            Fault::new(Code::Encrypted, "an encrypted member")
        }
        ZipError::InvalidPassword => Fault::new(Code::Encrypted, "an encrypted member"),
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            Fault::new(Code::Feature, format!("a member that is packed in an unknown way: {error}"))
        }
        ZipError::Io(error) if error.raw_os_error().is_some() => Fault::new(Code::Io, error.to_string()),
        _ => Fault::new(Code::Crc, format!("damaged archive: {error}")),
    }
}
