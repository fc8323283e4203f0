//! Where articles lie on this machine, as a person would type it and as a terminal opens it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::article::{Origin, path_of_text};
use crate::search::{Error, Index};

/// Turns the corpus's own paths into paths on this machine.
pub(in crate::cli) struct Paths {
    roots: BTreeMap<Arc<str>, PathBuf>,
    here: Option<PathBuf>,
}

impl Paths {
    /// Reads where the roots lay when they were last indexed.
    pub(in crate::cli) fn of(index: &Index) -> Result<Self, Error> {
        let roots = index.roots()?.into_iter().map(|(name, at)| (name, PathBuf::from(at))).collect();
        Ok(Paths { roots, here: std::env::current_dir().ok() })
    }

    /// The file of an article, whole; `None` if its root is unknown.
    fn whole(&self, origin: &Origin) -> Option<PathBuf> {
        let (root, relative) = origin.path.split_once('/').unwrap_or((&origin.path, ""));
        let at = self.roots.get(root)?;
        Some(if relative.is_empty() { at.clone() } else { at.join(path_of_text(relative)) })
    }

    /// The file of an article: below the current folder relative to it, else whole.
    pub(in crate::cli) fn shown(&self, origin: &Origin) -> String {
        let Some(whole) = self.whole(origin) else { return origin.path.to_string() };
        let path: &Path = match &self.here {
            Some(here) => whole.strip_prefix(here).unwrap_or(&whole),
            None => &whole,
        };
        path.display().to_string()
    }

    /// The file of an article, its member of an archive, and its number there, from 1.
    pub(in crate::cli) fn place(&self, origin: &Origin) -> String {
        let mut place = self.shown(origin);
        if let Some(member) = &origin.member {
            place.push_str(&format!("!/{member}"));
        }
        if origin.ordinal > 0 {
            place.push_str(&format!(":{}", origin.ordinal + 1));
        }
        place
    }

    /// The file of an article as an address that a terminal opens.
    pub(in crate::cli) fn address(&self, origin: &Origin) -> Option<String> {
        let whole = self.whole(origin).filter(|whole| whole.is_absolute())?;
        Some(format!("file://{}", escaped(whole.to_str()?)))
    }
}

/// A path as addresses have it: bytes beyond letters, digits and `/-._~` by their number.
fn escaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                out.push(byte.into())
            }
            // Writing to a string does not fail.
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// Whether an address is one of the web, so that nothing else is opened by a click.
pub(in crate::cli) fn is_web_address(address: &str) -> bool {
    ["https://", "http://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_no_sign_that_ends_them() {
        assert_eq!(escaped("/corpus/é b\u{1b}%;.txt"), "/corpus/%C3%A9%20b%1B%25%3B.txt");
        assert!(is_web_address("HTTPS://presse.example/a") && !is_web_address("javascript:alert(1)"));
    }
}
