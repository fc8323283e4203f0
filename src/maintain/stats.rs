//! What is in an index, in numbers.

use std::collections::BTreeMap;

use super::Error;
use crate::analysis::{FORMS_VERSION, STEMS_VERSION};
use crate::index::{FacetField, Snapshot};
use crate::manifest::{COPIES, CopyTable, MANIFEST, Manifest};

/// Numbers of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// Documents.
    pub documents: u64,
    /// Documents that stand for several articles.
    pub with_copies: u64,
    /// Segments.
    pub segments: usize,
    /// Bytes of all files.
    pub size_bytes: u64,
    /// Files that were read.
    pub sources: u64,
    /// Articles that were rejected.
    pub rejected: u64,
    /// Number of the last run that wrote.
    pub run: u64,
    /// Version of the program that wrote.
    pub tool: String,
    /// Versions of forms and stems.
    pub analyzer: (u32, u32),
    /// Roots and where they lay.
    pub roots: BTreeMap<String, String>,
    /// Documents by language.
    pub languages: BTreeMap<String, u64>,
    /// Distinct keys of each facet.
    pub keys: Vec<(FacetField, u64)>,
    /// First and last day of known dates, in days since 1970.
    pub days: Option<(i32, i32)>,
}

/// Counts what is in an index. Reads dictionaries and columns, and the manifest; no document.
///
/// # Errors
/// If the index is damaged.
pub fn stats(snapshot: &Snapshot) -> Result<Stats, Error> {
    let manifest = snapshot.attachment(MANIFEST)?.map(|bytes| Manifest::from_bytes(&bytes)).transpose()?;
    let manifest = manifest.unwrap_or_default();
    let with_copies = match snapshot.mapped_attachment(COPIES) {
        Some(bytes) => CopyTable::open(bytes)?.len() as u64,
        None => 0,
    };
    let mut keys = Vec::new();
    for facet in FacetField::ALL {
        keys.push((facet, snapshot.keys(facet, |_| true)?.len() as u64));
    }
    Ok(Stats {
        documents: snapshot.documents(),
        with_copies,
        segments: snapshot.searcher().segment_readers().len(),
        size_bytes: snapshot.size_bytes(),
        sources: manifest.sources.len() as u64,
        rejected: manifest.sources.values().map(|source| source.refusals.len() as u64).sum(),
        run: manifest.run,
        tool: snapshot.tool().unwrap_or_default().to_owned(),
        analyzer: (FORMS_VERSION, STEMS_VERSION),
        roots: manifest.roots.iter().map(|(name, at)| (name.to_string(), at.clone())).collect(),
        languages: snapshot.keys(FacetField::Language, |_| true)?,
        keys,
        days: snapshot.days()?,
    })
}
