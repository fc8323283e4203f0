//! Which files a commit consists of, and which may go.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tantivy::index::SegmentComponent;
use tantivy::{IndexMeta, SegmentMeta};

use super::attachments::Payload;
use super::directory::COMMIT_RECORD;
use super::layout::{ENGINE, Layout, Writing, is_unfinished};
use super::seal::SEAL;
use super::writer::open_engine;
use super::{Error, names, vocabularies};

/// What was removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Collected {
    /// Files.
    pub files: u64,
    /// Their length in bytes.
    pub bytes: u64,
}

/// Path of the engine's commit record below the generation.
pub(super) fn commit_record() -> String {
    format!("{ENGINE}/{COMMIT_RECORD}")
}

/// Paths of a segment's files below the generation, whether they are there or not.
pub(super) fn segment_files(segment: &SegmentMeta) -> Vec<String> {
    use SegmentComponent::{Delete, FastFields, FieldNorms, Positions, Postings, Store, Terms};
    let mut components = vec![Postings, Positions, FastFields, FieldNorms, Terms, Store];
    components.extend(segment.has_deletes().then_some(Delete));
    let path = |component| format!("{ENGINE}/{}", segment.relative_path(component).display());
    components.into_iter().map(path).collect()
}

/// Paths below the generation of all files of a commit but its seal, sorted; of vocabularies those that are
/// there, since the others are made when they are wanted.
pub(super) fn files_of(layout: &Layout, metas: &IndexMeta, payload: Option<&Payload>) -> Vec<String> {
    let mut files = BTreeSet::from([commit_record()]);
    files.extend(payload.iter().flat_map(|payload| payload.files()).map(str::to_owned));
    for segment in &metas.segments {
        // A segment has no file for what none of its fields asks for.
        files.extend(segment_files(segment).into_iter().filter(|file| layout.file(file).exists()));
    }
    let segments: Vec<_> = metas.segments.iter().map(SegmentMeta::id).collect();
    files.extend(vocabularies::present(layout, &segments));
    files.into_iter().collect()
}

/// Removes from the generation's folder what does not belong to a commit of these files: attachments and
/// vocabularies of former commits, files that were never finished. The engine keeps its own folder.
pub(super) fn sweep(layout: &Layout, live: &[String], into: &mut Collected) {
    let live: BTreeSet<&str> = live.iter().map(String::as_str).collect();
    remove(&layout.engine(), into, is_unfinished);
    remove(layout.generation(), into, |name| {
        name != ENGINE && !name.starts_with(SEAL) && !live.contains(name)
    });
}

/// Removes files that no commit needs: other generations, files of processes that were killed.
///
/// # Errors
/// If the index is damaged, or a folder cannot be read.
pub fn collect(writing: &Writing) -> Result<Collected, Error> {
    let layout = writing.layout();
    let (index, _) = open_engine(layout)?;
    let metas = index.load_metas()?;
    let payload = Payload::read(metas.payload.as_deref(), layout)?;
    let live = files_of(layout, &metas, payload.as_ref());
    let mut collected = Collected::default();
    sweep(layout, &live, &mut collected);
    let live: BTreeSet<&str> = live.iter().map(String::as_str).collect();
    remove(&layout.engine(), &mut collected, |name| !live.contains(format!("{ENGINE}/{name}").as_str()));
    for other in writing.other_generations()? {
        let before = collected;
        remove(&other.join(ENGINE), &mut collected, |_| true);
        remove(&other, &mut collected, |name| name != ENGINE);
        if fs::remove_dir_all(&other).is_err() {
            collected = before;
        }
    }
    remove(layout.root(), &mut collected, is_unfinished);
    remove(&layout.root().join(names::FOLDER), &mut collected, is_unfinished);
    Ok(collected)
}

/// Removes the files of a folder that `wanted` takes by their names. What cannot be removed costs room, not
/// truth, and is not counted.
fn remove(folder: &Path, into: &mut Collected, unwanted: impl Fn(&str) -> bool) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if !is_file || !name.to_str().is_none_or(&unwanted) {
            continue;
        }
        let bytes = entry.metadata().map_or(0, |metadata| metadata.len());
        if fs::remove_file(entry.path()).is_ok() {
            into.files += 1;
            into.bytes += bytes;
        }
    }
}
