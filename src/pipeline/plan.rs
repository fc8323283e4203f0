//! The plan of a run: which roots, which files, what to read, what is gone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::report::{Notice, NoticeKind, SourceTally};
use super::{Error, Request};
use crate::article::{SourceFile, path_of_text, path_to_text};
use crate::discover::{self, Root, discover, split_glob};
use crate::manifest::{Manifest, Source, Stamp};
use crate::stage::Rejection;

/// A file whose time of modification lies so shortly before the last run may have changed after it was
/// read without a trace; it is read again.
const RACY_NANOS: i64 = 2_000_000_000;

/// What a run will do.
pub(super) struct Plan {
    /// Files to read, in byte order of their paths.
    pub(super) to_read: Vec<SourceFile>,
    /// Sources that stay as the manifest has them, with whether they lie under this run's roots.
    pub(super) kept: Vec<(Arc<str>, Source, Scope)>,
    /// Earlier records of the files to read.
    pub(super) earlier: BTreeMap<Arc<str>, Source>,
    /// Names of roots and where they lie now.
    pub(super) roots: BTreeMap<Arc<str>, String>,
    /// What cannot be read at all.
    pub(super) rejections: Vec<Rejection>,
    pub(super) notices: Vec<Notice>,
    pub(super) tally: SourceTally,
    /// Bytes on disk of the files to read.
    pub(super) bytes: u64,
}

/// Whether a source lies under the roots of this run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Inside,
    Outside,
}

impl Plan {
    /// Compares what is on disk with what the manifest knows. Reads no file.
    pub(super) fn make(request: &Request, manifest: Manifest) -> Result<Self, Error> {
        let other_settings = manifest.settings != request.settings();
        let everything_anew = request.reread || other_settings;
        let racy_since = manifest.started_nanos - RACY_NANOS;
        let mut plan = Plan {
            to_read: Vec::new(),
            kept: Vec::new(),
            earlier: BTreeMap::new(),
            roots: manifest.roots,
            rejections: Vec::new(),
            notices: Vec::new(),
            tally: SourceTally::default(),
            bytes: 0,
        };
        plan.move_roots(&request.moved)?;
        let mut known = manifest.sources;
        plan.kept.reserve_exact(known.len());
        // Under one path nothing is found twice, and nothing need be remembered.
        let is_alone = request.paths.len() == 1;
        let mut seen = BTreeSet::new();
        let mut missing = 0;
        for path in outer_first(&request.paths) {
            let Some(root) = plan.resolve(path, request, &mut known) else {
                missing += 1;
                continue;
            };
            let found = match discover(&root, &request.discover) {
                Ok(found) => found,
                Err(error @ discover::Error::Glob { .. }) => return Err(Error::Discover(error)),
                Err(discover::Error::Missing { source, .. }) => {
                    plan.notice(path, NoticeKind::Missing, &source.to_string());
                    missing += 1;
                    continue;
                }
            };
            plan.tally.hidden += found.hidden;
            plan.tally.excluded += found.excluded;
            for folder in &found.elsewhere {
                plan.notice(folder, NoticeKind::Elsewhere, "lies on another file system and is not entered");
            }
            if found.files.is_empty() && found.rejections.is_empty() && found.elsewhere.is_empty() {
                plan.notice(path, NoticeKind::Empty, "no file to read");
            }
            for rejection in found.rejections {
                if is_alone || seen.insert(Arc::clone(&rejection.origin.path)) {
                    plan.rejections.push(rejection);
                }
            }
            for file in found.files {
                let name = file.path();
                if !is_alone && !seen.insert(Arc::clone(&name)) {
                    continue;
                }
                plan.tally.found += 1;
                match known.remove_entry(&name) {
                    Some((name, source))
                        if !everything_anew
                            && source.stamp == Stamp::from(&file)
                            && source.stamp.modified_nanos < racy_since
                            && file.location != Path::new("-") =>
                    {
                        plan.tally.unchanged += 1;
                        plan.kept.push((name, source, Scope::Inside));
                    }
                    earlier => {
                        plan.bytes += file.size_bytes;
                        plan.to_read.push(file);
                        if let Some((name, earlier)) = earlier {
                            plan.earlier.insert(name, earlier);
                        }
                    }
                }
            }
            plan.part_the_gone(&root, request.keep_missing, &mut known);
        }
        if missing == request.paths.len() {
            return Err(Error::NothingThere(plan.notices));
        }
        plan.kept.extend(known.into_iter().map(|(path, source)| (path, source, Scope::Outside)));
        if other_settings {
            // What is not read now was read in another way; it is read again when its turn comes.
            plan.kept.iter_mut().for_each(|(_, source, _)| source.forget_stamp());
        }
        plan.to_read.sort_by_key(SourceFile::path);
        plan.rejections.sort_by(|one, other| one.origin.cmp(&other.origin));
        Ok(plan)
    }

    fn notice(&mut self, root: &str, kind: NoticeKind, detail: &str) {
        self.notices.push(Notice { root: root.to_owned(), kind, detail: detail.to_owned() });
    }

    /// Notes where roots lie now.
    fn move_roots(&mut self, moved: &[(String, PathBuf)]) -> Result<(), Error> {
        for (name, path) in moved {
            let Some(at) = self.roots.get_mut(name.as_str()) else {
                let known = self.roots.keys().map(|name| name.to_string()).collect();
                return Err(Error::UnknownRoot { name: name.clone(), known });
            };
            let location =
                path.canonicalize().map_err(|source| Error::NoRoot { path: path.clone(), source })?;
            *at = location.to_string_lossy().into_owned();
        }
        Ok(())
    }

    /// Gives a path its root: a known one that holds it, or a new one with a short name of its own.
    ///
    /// A new root takes in the known ones below it, so that no file is read under two names: what they
    /// brought in is found again as part of it. Where globs leave files out, or gone ones are to be kept, it
    /// cannot, and they stay apart.
    fn resolve(
        &mut self,
        path: &str,
        request: &Request,
        known: &mut BTreeMap<Arc<str>, Source>,
    ) -> Option<Root> {
        if path == "-" {
            let name: Arc<str> = "stdin".into();
            self.roots.insert(Arc::clone(&name), "-".into());
            return Some(Root { name, location: "-".into(), within: String::new(), pattern: None });
        }
        let (base, pattern) = split_glob(path);
        let location = match base.canonicalize() {
            Ok(location) => location,
            Err(error) => {
                self.notice(path, NoticeKind::Missing, &error.to_string());
                return None;
            }
        };
        let holder = self
            .roots
            .iter()
            .filter(|(_, at)| location.starts_with(at.as_str()))
            .max_by_key(|(_, at)| at.len())
            .map(|(name, at)| (Arc::clone(name), PathBuf::from(at)));
        if let Some((name, at)) = holder {
            let within = location.strip_prefix(&at).unwrap_or(Path::new(""));
            let within = path_to_text(within);
            return Some(Root { name, location: at, within, pattern });
        }
        let globs = &request.discover;
        let is_whole = pattern.is_none()
            && globs.include.is_empty()
            && globs.exclude.is_empty()
            && !request.keep_missing;
        if is_whole {
            self.roots.retain(|name, at| {
                let below = Path::new(at.as_str()).starts_with(&location);
                if below {
                    known.retain(|_, source| source.root != *name);
                }
                !below
            });
        }
        let name = self.name_for(&location);
        self.roots.insert(Arc::clone(&name), location.to_string_lossy().into_owned());
        Some(Root { name, location, within: String::new(), pattern })
    }

    /// The last part of the path, unless another root that still exists has that name.
    fn name_for(&self, location: &Path) -> Arc<str> {
        let last = location.file_name().map_or("root".into(), |name| name.to_string_lossy());
        let is_free = |name: &str| self.roots.get(name).is_none_or(|at| !Path::new(at).exists());
        if is_free(&last) {
            return last.into();
        }
        (2..)
            .map(|number| format!("{last}-{number}"))
            .find(|name| is_free(name))
            .map_or_else(|| "root".into(), Arc::from)
    }

    /// Parts the known sources of a root that were not found: gone, or still there and left out.
    fn part_the_gone(&mut self, root: &Root, keep_missing: bool, known: &mut BTreeMap<Arc<str>, Source>) {
        let unseen: Vec<Arc<str>> = known
            .iter()
            .filter(|(_, source)| source.root == root.name && lies_within(&source.relative, &root.within))
            .map(|(path, _)| Arc::clone(path))
            .collect();
        for path in unseen {
            let Some(source) = known.remove(&path) else { continue };
            let location = if source.relative.is_empty() {
                root.location.clone()
            } else {
                root.location.join(path_of_text(&source.relative))
            };
            let gone = match std::fs::metadata(&location) {
                Ok(metadata) => metadata.is_dir(),
                Err(error) => {
                    matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
                }
            };
            if gone && !keep_missing {
                self.tally.removed += 1;
            } else {
                self.kept.push((path, source, Scope::Inside));
            }
        }
    }
}

/// The paths, a folder before what lies in it: then the folder is the root of both.
fn outer_first(paths: &[String]) -> Vec<&String> {
    let mut paths: Vec<&String> = paths.iter().collect();
    paths.sort_by_cached_key(|path| {
        split_glob(path).0.canonicalize().map_or(0, |location| location.components().count())
    });
    paths
}

fn lies_within(relative: &str, within: &str) -> bool {
    within.is_empty()
        || relative == within
        || relative.strip_prefix(within).is_some_and(|rest| rest.starts_with('/'))
}
