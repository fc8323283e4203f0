//! Where articles lie on this machine, as a person would type it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::article::{Origin, path_of_text};
use crate::search::{Error, Index};

/// Turns the corpus's own paths into paths on this machine.
pub(super) struct Paths {
    roots: BTreeMap<Arc<str>, PathBuf>,
    here: Option<PathBuf>,
}

impl Paths {
    /// Reads where the roots lay when they were last indexed.
    pub(super) fn of(index: &Index) -> Result<Self, Error> {
        let roots = index.roots()?.into_iter().map(|(name, at)| (name, PathBuf::from(at))).collect();
        let here = std::env::current_dir().ok().and_then(|here| here.canonicalize().ok());
        Ok(Paths { roots, here })
    }

    /// The file of an article: below the current folder relative to it, else whole.
    pub(super) fn shown(&self, origin: &Origin) -> String {
        let (root, relative) = origin.path.split_once('/').unwrap_or((&origin.path, ""));
        let Some(at) = self.roots.get(root) else { return origin.path.to_string() };
        let whole = if relative.is_empty() { at.clone() } else { at.join(path_of_text(relative)) };
        let path: &Path = match &self.here {
            Some(here) => whole.strip_prefix(here).unwrap_or(&whole),
            None => &whole,
        };
        path.display().to_string()
    }
}
