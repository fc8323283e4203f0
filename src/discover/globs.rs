//! Globs: which paths below a root are wanted.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::{Error, Options};

/// The globs of a run, compiled.
pub(super) struct Globs {
    pattern: Option<GlobSet>,
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Globs {
    /// Compiles the pattern of a root and the globs of the run.
    pub(super) fn new(pattern: Option<&str>, options: &Options) -> Result<Self, Error> {
        let pattern = pattern.map(|glob| compile([glob].into_iter(), true)).transpose()?;
        let include = if options.include.is_empty() {
            None
        } else {
            Some(compile(options.include.iter().map(String::as_str), false)?)
        };
        let exclude = compile(options.exclude.iter().map(String::as_str), false)?;
        Ok(Globs { pattern, include, exclude })
    }

    /// Whether a file with this path below the root is wanted.
    pub(super) fn want_file(&self, relative: &str) -> bool {
        self.pattern.as_ref().is_none_or(|glob| glob.is_match(relative))
            && self.include.as_ref().is_none_or(|globs| globs.is_match(relative))
            && !self.exclude.is_match(relative)
    }

    /// Whether a folder with this path below the root is to be entered.
    pub(super) fn enter_folder(&self, relative: &str) -> bool {
        !self.exclude.is_match(relative)
    }
}

/// Compiles globs; one without `/` holds at any depth unless it is anchored.
fn compile<'a>(globs: impl Iterator<Item = &'a str>, anchored: bool) -> Result<GlobSet, Error> {
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        let bad =
            |error: globset::Error| Error::Glob { glob: glob.to_owned(), reason: error.kind().to_string() };
        let bare = glob.trim_end_matches('/').trim_start_matches("./");
        let rooted = bare.trim_start_matches('/');
        let deep = if anchored || bare.contains('/') { rooted.to_owned() } else { format!("**/{rooted}") };
        set.add(GlobBuilder::new(&deep).literal_separator(true).build().map_err(bad)?);
    }
    set.build().map_err(|error| Error::Glob {
        glob: error.glob().unwrap_or_default().to_owned(),
        reason: error.kind().to_string(),
    })
}

/// Splits a path as typed into the folder to walk and the glob below it.
///
/// A path that exists under that very name is no glob, whatever characters it holds.
///
/// ```
/// use kiosque::discover::split_glob;
/// let (folder, glob) = split_glob("nowhere/1914/*.json");
/// assert_eq!(folder.to_str(), Some("nowhere/1914"));
/// assert_eq!(glob.as_deref(), Some("*.json"));
/// ```
pub fn split_glob(path: &str) -> (PathBuf, Option<String>) {
    let whole = Path::new(path);
    let special = |part: &str| part.contains(['*', '?', '[', '{']);
    if !special(path) || whole.symlink_metadata().is_ok() {
        return (whole.to_path_buf(), None);
    }
    let mut folder = PathBuf::new();
    let mut glob: Vec<&str> = Vec::new();
    for part in whole.components() {
        let text = part.as_os_str().to_str().unwrap_or_default();
        if glob.is_empty() && !(matches!(part, Component::Normal(_)) && special(text)) {
            folder.push(part);
        } else {
            glob.push(text);
        }
    }
    if folder.as_os_str().is_empty() {
        folder.push(".");
    }
    (folder, Some(glob.join("/")))
}
