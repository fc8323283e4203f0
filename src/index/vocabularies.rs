//! One vocabulary a segment and inflection: written after the commit, mapped by readers, rebuilt when missing.

use std::collections::BTreeSet;
use std::fs;
use std::panic::resume_unwind;
use std::path::Path;

use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};
use tantivy::index::SegmentId;
use tantivy::{Searcher, SegmentReader};

use super::Error;
use super::layout::{Layout, write_durably};
use super::schema::Fields;
use crate::analysis::Inflection;
use crate::vocabulary::{Builder, Vocabulary};

/// What the names of these files begin with; the segment's id and the inflection's fingerprint follow.
const PREFIX: &str = "vocabulary-";

/// Bytes at the end of each file: the BLAKE3 of the vocabulary, since readers may write one that no seal
/// vouches for.
const CHECKSUM: usize = 32;

fn file_name(segment: SegmentId, inflection: &Inflection) -> String {
    format!("{PREFIX}{}-{:016x}", segment.uuid_string(), inflection.fingerprint())
}

/// Names of the vocabularies of these segments that are there, in any inflection.
pub(super) fn present(layout: &Layout, segments: &[SegmentId]) -> Vec<String> {
    let Ok(entries) = fs::read_dir(layout.generation()) else { return Vec::new() };
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let of_these = |name: &String| {
        segments
            .iter()
            .any(|id| name.strip_prefix(PREFIX).is_some_and(|rest| rest.starts_with(&id.uuid_string())))
    };
    names.filter(of_these).collect()
}

/// Whether the bytes of a vocabulary's file end with the checksum of what comes before it.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let Some((content, checksum)) = bytes.split_last_chunk::<CHECKSUM>() else { return false };
    blake3::hash(content) == *checksum
}

/// Whether a file of that name is a vocabulary: derived, and made again when it is missing or damaged.
pub(super) fn is_vocabulary(name: &str) -> bool {
    name.starts_with(PREFIX)
}

/// Writes the vocabularies that are missing and removes those of segments that are gone.
pub(super) fn bring_in_line(
    layout: &Layout,
    searcher: &Searcher,
    fields: &Fields,
    inflection: &Inflection,
) -> Result<(), Error> {
    let wanted: BTreeSet<String> =
        searcher.segment_readers().iter().map(|segment| segment.segment_id().uuid_string()).collect();
    std::thread::scope(|scope| {
        let mut building = Vec::new();
        for segment in searcher.segment_readers() {
            let path = layout.file(&file_name(segment.segment_id(), inflection));
            if !path.exists() {
                let place = path.clone();
                let write = move || write_durably(&path, &build(segment, fields, inflection)?);
                let thread = std::thread::Builder::new().spawn_scoped(scope, write);
                building.push(thread.map_err(Error::io(place))?);
            }
        }
        building.into_iter().try_for_each(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })?;
    let folder = layout.generation();
    for entry in fs::read_dir(folder).map_err(Error::io(folder))? {
        let entry = entry.map_err(Error::io(folder))?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let Some((segment, _)) =
            name.strip_prefix(PREFIX).map(|rest| rest.split_once('-').unwrap_or((rest, "")))
        else {
            continue;
        };
        if !wanted.contains(segment) {
            fs::remove_file(entry.path()).map_err(Error::io(entry.path()))?;
        }
    }
    Ok(())
}

/// Opens a segment's vocabulary: mapped if it is there and, as far as its length tells, as it was sealed;
/// else built, and kept beside the others for the next reader where this one may write. Returns whether one
/// that was sealed was not as it should be.
pub(super) fn open(
    layout: &Layout,
    segment: &SegmentReader,
    fields: &Fields,
    inflection: &Inflection,
    sealed_bytes: &impl Fn(&str) -> Option<u64>,
) -> Result<(Vocabulary<OwnedBytes>, bool), Error> {
    let name = file_name(segment.segment_id(), inflection);
    let mapped = MmapDirectory::open(layout.generation())
        .ok()
        .and_then(|folder| folder.open_read(Path::new(&name)).ok())
        .and_then(|file| file.read_bytes().ok())
        .filter(|bytes| bytes.len() >= CHECKSUM)
        .filter(|bytes| sealed_bytes(&name).is_none_or(|sealed| sealed == bytes.len() as u64))
        .and_then(|bytes| Vocabulary::open(bytes.slice(0..bytes.len() - CHECKSUM), inflection).ok());
    if let Some(vocabulary) = mapped {
        return Ok((vocabulary, false));
    }
    let mut bytes = build(segment, fields, inflection)?;
    // A reader that may not write, or whose disk is full, has its vocabulary all the same.
    let _ = write_durably(&layout.file(&name), &bytes);
    bytes.truncate(bytes.len() - CHECKSUM);
    let built = Vocabulary::open(OwnedBytes::new(bytes), inflection);
    built.map(|vocabulary| (vocabulary, sealed_bytes(&name).is_some())).map_err(|error| Error::Damaged {
        path: layout.engine(),
        what: format!("vocabulary of segment {}: {error}", segment.segment_id().short_uuid_string()),
    })
}

/// Builds a segment's vocabulary from its dictionaries, checksum and all; some 4 µs a form.
fn build(segment: &SegmentReader, fields: &Fields, inflection: &Inflection) -> Result<Vec<u8>, Error> {
    let io = |source| Error::Io { path: segment.segment_id().uuid_string().into(), source };
    let (titles, bodies) = (segment.inverted_index(fields.title)?, segment.inverted_index(fields.body)?);
    let mut titles = titles.terms().stream().map_err(io)?;
    let mut bodies = bodies.terms().stream().map_err(io)?;
    let mut builder = Builder::new(inflection);
    let mut add = |form: &[u8]| {
        if let Ok(form) = std::str::from_utf8(form) {
            builder.add(form);
        }
    };
    // Both dictionaries are sorted: a form of both is added once.
    let mut in_titles = titles.advance();
    while bodies.advance() {
        while in_titles && titles.key() < bodies.key() {
            add(titles.key());
            in_titles = titles.advance();
        }
        if in_titles && titles.key() == bodies.key() {
            in_titles = titles.advance();
        }
        add(bodies.key());
    }
    while in_titles {
        add(titles.key());
        in_titles = titles.advance();
    }
    let total = |name: &str| -> Result<u64, Error> {
        let lengths = segment.fast_fields().u64(name)?;
        Ok((0..segment.max_doc()).filter_map(|doc| lengths.first(doc)).sum())
    };
    let mut bytes = builder.finish(total("title_length")?, total("body_length")?);
    let checksum = blake3::hash(&bytes);
    bytes.extend_from_slice(checksum.as_bytes());
    Ok(bytes)
}
