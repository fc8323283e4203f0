//! The table of names of a commit: made from the dictionaries, kept beside the index, made again when missing.
//!
//! A table follows from the living documents of the segments and the user's aliases; its file is named by a hash
//! of both. So a reader who comes with other aliases has a table of its own, once, and nothing of the corpus is
//! read again.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};
use tantivy::termdict::TermMerger;
use tantivy::{Searcher, SegmentReader};

use super::layout::{Layout, write_durably};
use super::schema::{FacetField, Fields};
use super::snapshot::living;
use super::{Error, Snapshot};
use crate::article::Kind;
use crate::names::{Aliases, Grouping, Merge, Merged, Merger, Table, VERSION, write_table};

/// Folder of the index that holds the tables.
pub(super) const FOLDER: &str = "names";
/// The user's aliases, as they were given.
const ALIASES: &str = "aliases.txt";
/// What the names of tables begin with; the hash of what they follow from comes after it.
const PREFIX: &str = "table-";
/// Bytes at the end of a table: the BLAKE3 of what comes before.
const CHECKSUM: usize = 32;

/// Keeps these rules with the index at `root` for all commands to come; none takes away what is kept. The rules
/// must have been read.
///
/// # Errors
/// If the folder cannot be written.
pub fn keep_aliases(root: &Path, text: Option<&str>) -> Result<(), Error> {
    let folder = root.join(FOLDER);
    let path = folder.join(ALIASES);
    match text {
        Some(text) => {
            fs::create_dir_all(&folder).map_err(Error::io(&folder))?;
            write_durably(&path, text.as_bytes())
        }
        None => match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io(path)(error)),
            _ => Ok(()),
        },
    }
}

/// The rules that are kept with the index at `root`.
///
/// # Errors
/// If they cannot be read.
pub fn kept_aliases(root: &Path) -> Result<Aliases, Error> {
    let path = root.join(FOLDER).join(ALIASES);
    match fs::read_to_string(&path) {
        Ok(text) => Aliases::parse(&text).map_err(|error| Error::Damaged { path, what: error.to_string() }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Aliases::default()),
        Err(error) => Err(Error::io(path)(error)),
    }
}

/// Makes the table of a commit, and removes those of others.
pub(super) fn bring_in_line(layout: &Layout, searcher: &Searcher, fields: &Fields) -> Result<(), Error> {
    let folder = layout.root().join(FOLDER);
    let aliases = kept_aliases(layout.root())?;
    let name = file_name(searcher, &aliases);
    fs::create_dir_all(&folder).map_err(Error::io(&folder))?;
    for entry in fs::read_dir(&folder).map_err(Error::io(&folder))?.flatten() {
        let other = entry.file_name();
        if other.to_str().is_some_and(|other| other.starts_with(PREFIX) && other != name) {
            // A stray table costs room, not truth.
            let _ = fs::remove_file(entry.path());
        }
    }
    if mapped(&folder, &name).is_none_or(|bytes| !is_whole(&bytes)) {
        write_durably(&folder.join(name), &build(searcher, fields, &aliases)?)?;
    }
    Ok(())
}

/// Opens the table of a commit and these aliases, or of those kept with the index.
pub(super) fn open(
    layout: &Layout,
    searcher: &Searcher,
    fields: &Fields,
    aliases: Option<&Aliases>,
) -> Result<Table<OwnedBytes>, Error> {
    let folder = layout.root().join(FOLDER);
    let kept;
    let aliases = match aliases {
        Some(given) => given,
        None => {
            kept = kept_aliases(layout.root())?;
            &kept
        }
    };
    let name = file_name(searcher, aliases);
    // As with every file of the index, a reader looks at lengths; `verify` and whoever writes at all bytes.
    if let Some(table) = mapped(&folder, &name).and_then(table) {
        return Ok(table);
    }
    let bytes = build(searcher, fields, aliases)?;
    // A reader that may not write has its table all the same.
    let _ = fs::create_dir_all(&folder).map(|()| write_durably(&folder.join(name), &bytes));
    table(OwnedBytes::new(bytes))
        .ok_or_else(|| Error::Damaged { path: folder, what: "a table of names cannot be read".into() })
}

fn mapped(folder: &Path, name: &str) -> Option<OwnedBytes> {
    MmapDirectory::open(folder).ok()?.open_read(Path::new(name)).ok()?.read_bytes().ok()
}

/// The table of a file's bytes, if it is as long as was written.
fn table(bytes: OwnedBytes) -> Option<Table<OwnedBytes>> {
    let end = bytes.len().checked_sub(CHECKSUM)?;
    Table::open(bytes.slice(0..end)).ok()
}

/// Whether the bytes of a table's file are what was written.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let Some((content, checksum)) = bytes.split_last_chunk::<CHECKSUM>() else { return false };
    blake3::hash(content) == *checksum
}

/// Names of the tables that are there, below the folder of the index.
pub(super) fn present(root: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(root.join(FOLDER)) else { return Vec::new() };
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> =
        names.filter(|name| name.starts_with(PREFIX)).map(|name| format!("{FOLDER}/{name}")).collect();
    names.sort_unstable();
    names
}

/// What tells a segment from others.
pub(super) fn part(segment: &SegmentReader) -> [u8; 16] {
    let mut part = [0; 16];
    let hash = blake3::hash(segment.segment_id().uuid_string().as_bytes());
    part.copy_from_slice(&hash.as_bytes()[..16]);
    part
}

/// Name of the table of these segments, deletions and aliases.
fn file_name(searcher: &Searcher, aliases: &Aliases) -> String {
    let mut segments: Vec<String> = searcher
        .segment_readers()
        .iter()
        .map(|segment| format!("{} {:?}", segment.segment_id().uuid_string(), segment.delete_opstamp()))
        .collect();
    segments.sort();
    let all = format!("{VERSION}\n{}\n{aliases:?}", segments.join("\n"));
    format!("{PREFIX}{}", &blake3::hash(all.as_bytes()).to_hex()[..32])
}

/// Makes a table, checksum and all. One kind at a time is in memory.
fn build(searcher: &Searcher, fields: &Fields, aliases: &Aliases) -> Result<Vec<u8>, Error> {
    let mut merges: Vec<(Kind, Merge)> = Vec::new();
    let mut spellings: Vec<(Kind, String, String)> = Vec::new();
    for kind in Kind::ALL {
        let Merged { merges: of_kind, shown } = counted(searcher, fields, kind)?.finish(aliases);
        merges.extend(of_kind.into_iter().map(|merge| (kind, merge)));
        spellings.extend(shown.into_iter().map(|(key, name)| (kind, key, name)));
    }
    let mut groupings = Vec::new();
    for segment in searcher.segment_readers() {
        for kind in Kind::ALL {
            let pairs = pairs(segment, kind, &merges)?;
            groupings.push(Grouping { part: part(segment), kind, pairs });
        }
    }
    let mut bytes = write_table(&merges, &spellings, aliases, &groupings);
    let checksum = blake3::hash(&bytes);
    bytes.extend_from_slice(checksum.as_bytes());
    Ok(bytes)
}

/// Counts the living documents of each term of a kind.
fn counted(searcher: &Searcher, fields: &Fields, kind: Kind) -> Result<Merger, Error> {
    let io = |source| Error::Io { path: "names".into(), source };
    let mut merger = Merger::new(kind);
    let mut parts = Vec::new();
    for segment in searcher.segment_readers() {
        parts.push((segment, segment.inverted_index(fields.spelling(kind.into()))?));
    }
    let streams = parts.iter().map(|(_, inverted)| inverted.terms().stream()).collect::<Result<_, _>>();
    let mut terms = TermMerger::new(streams.map_err(io)?);
    while terms.advance() {
        let mut documents = 0;
        for (at, info) in terms.current_segment_ords_and_term_infos() {
            let Some((segment, inverted)) = parts.get(at) else { continue };
            documents += living(inverted, segment, &info).map_err(io)?;
        }
        if let (Ok(term), true) = (std::str::from_utf8(terms.key()), documents > 0) {
            merger.add(term, documents);
        }
    }
    Ok(merger)
}

/// Numbers of a segment's keys that are merged, each with the one that its group counts under: the canonical
/// key's, or the least of those that the segment has.
fn pairs(segment: &SegmentReader, kind: Kind, merges: &[(Kind, Merge)]) -> Result<Vec<(u32, u32)>, Error> {
    let Some(column) = Snapshot::facet_column(segment, FacetField::from(kind))? else {
        return Ok(Vec::new());
    };
    let io = |source| Error::Io { path: "names".into(), source };
    let number = |key: &str| -> Result<Option<u32>, Error> {
        let number = column.dictionary().term_ord(key.as_bytes()).map_err(io)?;
        Ok(number.and_then(|number| u32::try_from(number).ok()))
    };
    let mut groups: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (_, merge) in merges.iter().filter(|(of, _)| *of == kind) {
        if let Some(number) = number(&merge.from)? {
            groups.entry(&merge.to).or_default().push(number);
        }
    }
    let mut pairs = Vec::new();
    for (canonical, mut members) in groups {
        members.sort_unstable();
        let under = number(canonical)?.unwrap_or(members[0]);
        pairs.extend(members.into_iter().filter(|member| *member != under).map(|member| (member, under)));
    }
    pairs.sort_unstable();
    Ok(pairs)
}
