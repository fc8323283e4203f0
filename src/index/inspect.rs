//! Proves that the files of a commit are what was committed, and names those that are not.

use std::fs;
use std::path::Path;

use tantivy::Index;

use super::attachments::Payload;
use super::directory::COMMIT_RECORD;
use super::layout::{ENGINE, Layout};
use super::seal::{self, Finding, Seal};
use super::writer::open_engine;
use super::{Error, live, names, vocabularies};

/// What an inspection found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inspection {
    /// Number of the commit, if it can be told.
    pub commit: Option<u64>,
    /// Files that were read and compared.
    pub files: u64,
    /// Their length in bytes.
    pub bytes: u64,
    /// Whether the commit has its seal. Without it files were checked by the engine's own checksums, which
    /// see less; a process that was killed leaves such a commit, and the next run seals it.
    pub sealed: bool,
    /// Names of the attachments.
    pub attachments: Vec<String>,
    /// What is damaged, in order of file.
    pub findings: Vec<Finding>,
}

/// Reads every file of the last commit and compares it with the seal. Nothing is opened, nothing changed.
///
/// # Errors
/// [`Error::Absent`], [`Error::Version`], or what reading brings; damage is a finding.
pub fn inspect(root: &Path) -> Result<Inspection, Error> {
    let layout = match Layout::find(root) {
        Ok(layout) => layout,
        Err(Error::Damaged { path, what }) => {
            let findings = vec![finding(root, &path, what)];
            return Ok(Inspection { findings, ..Inspection::default() });
        }
        Err(error) => return Err(error),
    };
    let mut inspection = Inspection::default();
    let payload = match record(&layout) {
        Ok(payload) => payload,
        Err(Error::Damaged { path, what }) => {
            inspection.findings.push(finding(root, &path, what));
            None
        }
        Err(error) => return Err(error),
    };
    inspection.attachments = payload.iter().flat_map(Payload::names).map(str::to_owned).collect();
    inspection.commit = payload.as_ref().map(|payload| payload.n);
    let seal = newest_seal(&layout, &mut inspection);
    match (seal, payload) {
        (Some(seal), payload) if payload.as_ref().is_none_or(|payload| seal.commit >= payload.n) => {
            inspection.sealed = true;
            inspection.files = seal.files.len() as u64;
            inspection.bytes = seal.files.values().map(|file| file.bytes).sum();
            let wrong = seal.check(&layout, seal.files.keys().map(String::as_str));
            // The hash of the commit record says more than that it cannot be read.
            if wrong.iter().any(|(name, _)| *name == live::commit_record()) {
                inspection.findings.clear();
            }
            for (name, what) in wrong {
                let derived = vocabularies::is_vocabulary(&name);
                inspection.findings.push(Finding { derived, ..finding(root, &layout.file(&name), what) });
            }
        }
        (_, Some(payload)) => without_seal(root, &layout, &payload, &mut inspection)?,
        (_, None) => {}
    }
    inspection.findings.extend(unsealed(root, &layout));
    inspection.findings.sort_by(|one, other| one.file.cmp(&other.file));
    inspection.findings.dedup_by(|one, other| one.file == other.file);
    Ok(inspection)
}

/// Checks what readers may have written, vocabularies and tables of names, by the checksums that they carry.
fn unsealed(root: &Path, layout: &Layout) -> Vec<Finding> {
    let entries = fs::read_dir(layout.generation()).into_iter().flatten().flatten();
    let vocabularies = entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| vocabularies::is_vocabulary(name))
        .map(|name| (layout.file(&name), vocabularies::is_whole as fn(&[u8]) -> bool));
    let tables =
        names::present(root).into_iter().map(|name| (root.join(name), names::is_whole as fn(&[u8]) -> bool));
    let mut findings = Vec::new();
    for (path, is_whole) in vocabularies.chain(tables) {
        if fs::read(&path).is_ok_and(|bytes| !is_whole(&bytes)) {
            let what = "not what was committed: its checksum does not agree".to_owned();
            findings.push(Finding { derived: true, ..finding(root, &path, what) });
        }
    }
    findings
}

/// Reads the engine's record of the last commit.
fn record(layout: &Layout) -> Result<Option<Payload>, Error> {
    let path = layout.engine().join(COMMIT_RECORD);
    let damaged = |what: String| Error::Damaged { path: path.clone(), what };
    let bytes = fs::read(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => damaged("missing".into()),
        _ => Error::Io { path: path.clone(), source: error },
    })?;
    let metas: serde_json::Value =
        serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
    let payload = metas["payload"].as_str().ok_or_else(|| damaged("names no commit".into()))?;
    Payload::read(Some(payload), layout).map_err(|error| told_by_seal(error, layout))
}

/// An error of version, or of damage where the seal tells that the record is not what was committed.
pub(super) fn told_by_seal(error: Error, layout: &Layout) -> Error {
    if !matches!(error, Error::Version { .. }) {
        return error;
    }
    let Some(newest) = seal::numbers(layout.generation()).pop() else { return error };
    let Ok(Some(seal)) = Seal::read(layout, newest) else { return error };
    let record = live::commit_record();
    match seal.check(layout, [record.as_str()].into_iter()).pop() {
        Some((name, what)) => Error::Damaged { path: layout.file(&name), what },
        None => error,
    }
}

/// Reads the seal of the highest number; that there is none, or that it is damaged, is a finding.
fn newest_seal(layout: &Layout, inspection: &mut Inspection) -> Option<Seal> {
    let Some(newest) = seal::numbers(layout.generation()).pop() else {
        let path = layout.file(&seal::name(inspection.commit.unwrap_or(0)));
        inspection.findings.push(of_seal(layout, &path, "missing".into()));
        return None;
    };
    match Seal::read(layout, newest) {
        Ok(seal) => seal,
        Err(Error::Damaged { path, what }) => {
            inspection.findings.push(of_seal(layout, &path, what));
            None
        }
        Err(error) => {
            let path = layout.file(&seal::name(newest));
            inspection.findings.push(of_seal(layout, &path, error.to_string()));
            None
        }
    }
}

fn without_seal(
    root: &Path,
    layout: &Layout,
    payload: &Payload,
    inspection: &mut Inspection,
) -> Result<(), Error> {
    let checked = open_engine(layout).and_then(|(index, _)| {
        inspection.files = index.load_metas()?.segments.len() as u64;
        by_engine(layout, &index, payload)
    });
    match checked {
        Ok(wrong) => {
            for (name, what) in wrong {
                inspection.findings.push(finding(root, &layout.file(&name), what));
            }
            Ok(())
        }
        Err(Error::Damaged { path, what }) => {
            inspection.findings.push(finding(root, &path, what));
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Checks attachments by the hashes in the payload, and segments by the engine's own checksums, which miss
/// damage to their own footers.
pub(super) fn by_engine(
    layout: &Layout,
    index: &Index,
    payload: &Payload,
) -> Result<Vec<(String, String)>, Error> {
    let mut wrong = Vec::new();
    for name in payload.names() {
        if let Err(Error::Damaged { path, what }) = payload.attachment(name, layout) {
            wrong.push((below(layout.generation(), &path), what));
        }
    }
    for segment in &index.load_metas()?.segments {
        let files = live::segment_files(segment);
        let present: Vec<&String> = files.iter().filter(|file| layout.file(file).exists()).collect();
        // A segment lacks the file of what no field asks for; without its documents it is none.
        if !present.iter().any(|file| file.ends_with(".store")) {
            wrong.push((files[files.len() - 1].clone(), "missing".into()));
        }
        for file in present {
            let name = Path::new(file.strip_prefix(ENGINE).unwrap_or(file).trim_start_matches('/'));
            match index.directory().validate_checksum(name) {
                Ok(true) => {}
                Ok(false) => wrong.push((file.clone(), "its checksum does not agree".into())),
                Err(error) => wrong.push((file.clone(), error.to_string())),
            }
        }
    }
    Ok(wrong)
}

fn finding(root: &Path, path: &Path, what: String) -> Finding {
    Finding { file: below(root, path), what, derived: false }
}

/// A seal can be made again: the engine's own checksums then vouch for the rest.
fn of_seal(layout: &Layout, path: &Path, what: String) -> Finding {
    Finding { derived: true, ..finding(layout.root(), path, what) }
}

fn below(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).display().to_string()
}
