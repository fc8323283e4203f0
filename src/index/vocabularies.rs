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

fn file_name(segment: SegmentId, inflection: &Inflection) -> String {
    format!("{PREFIX}{}-{:016x}", segment.uuid_string(), inflection.fingerprint())
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
        let building: Vec<_> = searcher
            .segment_readers()
            .iter()
            .map(|segment| (segment, layout.file(&file_name(segment.segment_id(), inflection))))
            .filter(|(_, path)| !path.exists())
            .map(|(segment, path)| {
                scope.spawn(move || write_durably(&path, &build(segment, fields, inflection)?))
            })
            .collect();
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

/// Opens a segment's vocabulary: mapped if it is there, else built, and kept beside the others for the next
/// reader where this one may write.
pub(super) fn open(
    layout: &Layout,
    segment: &SegmentReader,
    fields: &Fields,
    inflection: &Inflection,
) -> Result<Vocabulary<OwnedBytes>, Error> {
    let name = file_name(segment.segment_id(), inflection);
    let mapped = MmapDirectory::open(layout.generation())
        .ok()
        .and_then(|folder| folder.open_read(Path::new(&name)).ok())
        .and_then(|file| file.read_bytes().ok())
        .and_then(|bytes| Vocabulary::open(bytes, inflection).ok());
    if let Some(vocabulary) = mapped {
        return Ok(vocabulary);
    }
    let bytes = build(segment, fields, inflection)?;
    // A reader that may not write, or whose disk is full, has its vocabulary all the same.
    let _ = write_durably(&layout.file(&name), &bytes);
    Vocabulary::open(OwnedBytes::new(bytes), inflection).map_err(|error| Error::Damaged {
        path: layout.engine(),
        what: format!("vocabulary of segment {}: {error}", segment.segment_id().short_uuid_string()),
    })
}

/// Builds a segment's vocabulary from its dictionaries; some 4 µs a form.
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
    Ok(builder.finish(total("title_length")?, total("body_length")?))
}
