//! How inflections are brought together: a stemmer's rules and a lexicon of exceptions.

use std::sync::{Arc, OnceLock};

use super::STEMS_VERSION;
use super::lexicon::{LEXICON, Lexicon, LexiconError};
use super::stem::Stemmer;

/// A stemmer and its exceptions; cheap to clone.
#[derive(Debug, Clone)]
pub struct Inflection {
    stemmer: Stemmer,
    lexicon: Option<Arc<Lexicon>>,
    fingerprint: u64,
}

impl Default for Inflection {
    fn default() -> Self {
        static DEFAULT: OnceLock<Inflection> = OnceLock::new();
        DEFAULT
            .get_or_init(|| Inflection::new(Stemmer::default(), None).expect("our own lexicon can be read"))
            .clone()
    }
}

impl Inflection {
    /// Returns a stemmer with our exceptions and those of a user's lexicon, which overrule ours
    /// ([`LEXICON`] says how one is written).
    ///
    /// # Errors
    /// If a line of `user` is none of a lexicon.
    pub fn new(stemmer: Stemmer, user: Option<&str>) -> Result<Self, LexiconError> {
        let mut lexicon = Lexicon::default();
        lexicon
            .extend(LEXICON)
            .map_err(|error| LexiconError { what: format!("of our own lexicon: {}", error.what), ..error })?;
        if let Some(user) = user {
            lexicon.extend(user)?;
        }
        let fingerprint = fingerprint(stemmer, Some(user.unwrap_or_default()));
        Ok(Inflection { stemmer, lexicon: Some(Arc::new(lexicon)), fingerprint })
    }

    /// Returns a stemmer alone, to be measured beside the others.
    pub fn of_rules(stemmer: Stemmer) -> Self {
        Inflection { stemmer, lexicon: None, fingerprint: fingerprint(stemmer, None) }
    }

    /// The stemmer.
    pub fn stemmer(&self) -> Stemmer {
        self.stemmer
    }

    /// Names the rules and the exceptions: vocabularies of another fingerprint are of another inflection.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// Returns the stem of a form: two forms of equal stem are inflections of one word.
    pub fn stem(&self, form: &str) -> String {
        let mut stem = String::with_capacity(form.len() + 4);
        self.stem_into(form, &mut Vec::new(), &mut stem);
        stem
    }

    /// Appends the stem of a form. `letters` is scratch space; a few hundred nanoseconds.
    pub fn stem_into(&self, form: &str, letters: &mut Vec<char>, out: &mut String) {
        static NONE: OnceLock<Lexicon> = OnceLock::new();
        let lexicon = self.lexicon.as_deref().unwrap_or_else(|| NONE.get_or_init(Lexicon::default));
        self.stemmer.stem_into(form, lexicon, letters, out);
    }

    /// Whether the lexicon names a form, accents aside. A form that it does not name can have its stem all the
    /// same, through the verb or singular that a rule leads it back to.
    pub fn is_exception(&self, form: &str) -> bool {
        self.lexicon.as_deref().is_some_and(|lexicon| lexicon.stem_of(form).is_some())
    }
}

/// What a fingerprint is made of:
///
/// | enters | because |
/// |---|---|
/// | [`STEMS_VERSION`] | rules, folds and our own lexicon are code |
/// | the stemmer's name | rules differ |
/// | the user's lexicon, and whether there is any | exceptions differ |
fn fingerprint(stemmer: Stemmer, lexicon: Option<&str>) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&STEMS_VERSION.to_le_bytes()).update(stemmer.name().as_bytes());
    if let Some(user) = lexicon {
        hasher.update(b"\n").update(LEXICON.as_bytes()).update(b"\n").update(user.as_bytes());
    }
    let hash = hasher.finalize();
    hash.as_bytes()[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lexicon_overrules_the_stemmer_and_changes_the_fingerprint() {
        let ours = Inflection::default();
        assert_eq!(ours.stem("travaux"), ours.stem("travail"));
        assert!(ours.is_exception("yeux") && !ours.is_exception("grèves"));
        assert_eq!(ours.stem("inquiétait"), ours.stem("inquiète"));
        let theirs = Inflection::new(Stemmer::default(), Some("grève gréviste")).expect("a lexicon");
        assert_eq!(theirs.stem("gréviste"), theirs.stem("grève"));
        assert_ne!(theirs.fingerprint(), ours.fingerprint());
        assert_ne!(Inflection::of_rules(Stemmer::Light).fingerprint(), ours.fingerprint());
    }
}
