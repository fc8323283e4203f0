//! Proves that an index is whole: its files as they were committed, its documents as the manifest has them.

use std::collections::BTreeMap;
use std::path::Path;

use super::Error;
use crate::article::{ArticleId, Digest};
use crate::index::{Finding, Inspection, Snapshot, inspect};
use crate::manifest::{COPIES, CopyTable, MANIFEST, Manifest, PENDING, Pending};

/// What was looked at, and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// The files.
    pub files: Inspection,
    /// Number of documents that were read, if any were.
    pub documents: Option<u64>,
    /// Whether the last run did not get to its end; the next one goes on from there.
    pub unfinished: bool,
    /// What is damaged, in order of file.
    pub findings: Vec<Finding>,
}

/// Compares every file with the seal of its commit; if `deep`, and all are whole, reads every document as well
/// and compares it with the manifest.
///
/// Cost: reads each file once; deep, each document once, and some 100 bytes of memory a document.
///
/// # Errors
/// If there is no index, or one of another version, or reading fails; damage is a finding.
pub fn verify(root: &Path, deep: bool) -> Result<Verification, Error> {
    let mut files = inspect(root)?;
    let unfinished = files.attachments.iter().any(|name| name == PENDING);
    let mut findings = std::mem::take(&mut files.findings);
    let mut documents = None;
    if deep && findings.is_empty() {
        let snapshot = Snapshot::open_articles(root)?;
        documents = Some(snapshot.documents());
        findings = compare(&snapshot)?;
    }
    Ok(Verification { files, documents, unfinished, findings })
}

/// Compares each document with the manifest: each that it names is there once, and no other.
fn compare(snapshot: &Snapshot) -> Result<Vec<Finding>, Error> {
    let mut expected: BTreeMap<ArticleId, Digest> = BTreeMap::new();
    if let Some(bytes) = snapshot.attachment(MANIFEST)? {
        let manifest = Manifest::from_bytes(&bytes)?;
        let claims = manifest.sources.values().flat_map(|source| &source.claims);
        expected.extend(claims.filter(|claim| claim.stands).map(|claim| (claim.id, claim.digest)));
    }
    if let Some(bytes) = snapshot.attachment(PENDING)? {
        expected.extend(Pending::from_bytes(&bytes)?.held.iter().map(|held| (held.id, held.digest)));
    }
    let mut findings = Vec::new();
    let mut wrong = |id: ArticleId, what: &str| {
        let file = format!("article {id}");
        findings.push(Finding { file, what: what.to_owned(), derived: false });
    };
    if let Some(bytes) = snapshot.attachment(COPIES)? {
        let unknown = CopyTable::open(&bytes[..])?.ids().filter(|id| !expected.contains_key(id)).count();
        // A run that is not at its end has the table of the one before.
        if unknown > 0 && snapshot.mapped_attachment(PENDING).is_none() {
            let what = format!("names {unknown} articles that are not in the index");
            findings.push(Finding { file: COPIES.to_owned(), what, derived: false });
            return Ok(findings);
        }
    }
    let mut before = None;
    for (id, address) in snapshot.ids()? {
        if before == Some(id) {
            wrong(id, "in the index twice");
            continue;
        }
        before = Some(id);
        match (expected.remove(&id), snapshot.digest(address)) {
            (None, _) => wrong(id, "in the index, but not in the manifest"),
            (Some(digest), Ok(stored)) if digest == stored => {}
            (Some(_), Ok(_)) => wrong(id, "not the version that the manifest has"),
            (Some(_), Err(error)) => wrong(id, &error.to_string()),
        }
    }
    expected.keys().for_each(|id| wrong(*id, "in the manifest, but not in the index"));
    Ok(findings)
}
