//! The language of a text, and who said so.

use std::fmt;

/// An ISO 639 code of two or three lower-case letters; `und` where nobody knows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 3]);

impl Language {
    /// French.
    pub const FRENCH: Language = Language(*b"fr\0");
    /// Not known.
    pub const UNKNOWN: Language = Language(*b"und");

    /// Reads a code or a locale (`fr`, `FR`, `fr-FR`, `fr_CA`, `fra`); `None` if it is none.
    pub fn from_code(text: &str) -> Option<Self> {
        let head = text.trim().split(['-', '_']).next()?;
        if !(2..=3).contains(&head.len()) || !head.bytes().all(|b| b.is_ascii_alphabetic()) {
            return None;
        }
        let mut code = [0; 3];
        for (to, from) in code.iter_mut().zip(head.bytes()) {
            *to = from.to_ascii_lowercase();
        }
        Some(match &code {
            b"fra" | b"fre" => Language::FRENCH,
            b"eng" => Language(*b"en\0"),
            b"deu" | b"ger" => Language(*b"de\0"),
            b"spa" => Language(*b"es\0"),
            b"ita" => Language(*b"it\0"),
            _ => Language(code),
        })
    }

    /// Returns the code.
    pub fn code(&self) -> &str {
        let len = if self.0[2] == 0 { 2 } else { 3 };
        std::str::from_utf8(&self.0[..len]).unwrap_or("und")
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({})", self.code())
    }
}

/// How a fact about an article came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provenance {
    /// The source says so.
    Declared,
    /// Nobody says; the run's default stands in.
    Default,
}
