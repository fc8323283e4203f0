//! The set of a segment's forms by fold and by stem, as bytes.

use std::ops::Deref;

use fst::{IntoStreamer, Set, Streamer};

use crate::analysis::{FORMS_VERSION, Inflection, fold_form_into};

/// First bytes of a vocabulary.
///
/// | bytes | what |
/// |---|---|
/// | 8 | this mark |
/// | 8 | version of forms, little-endian |
/// | 8 | fingerprint of the inflection, likewise |
/// | 8 + 8 | tokens that are no stop words in all titles and all bodies of the segment |
/// | 16 | BLAKE3 of the rest, first half |
/// | rest | an `fst` set of keys `F fold \0 n rest` and `S stem \0 n rest` |
///
/// The form is the first `n` bytes (one byte, at most 255) of the fold or stem and the rest: endings are few, so
/// that most keys share theirs, and the set is smaller and sooner built than with whole forms.
///
/// A form that is its own fold has no `F` key, one that is its own stem no `S` key: whoever looks up a
/// fold or stem tries it as a form as well.
pub const MAGIC: &[u8; 8] = b"KQVOCAB3";

const HEADER: usize = 8 + 8 + 8 + 16 + 16;

/// Why bytes are no vocabulary.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    /// Cut or of another origin.
    #[error("not a vocabulary")]
    Foreign,
    /// Built by another version of forms or another inflection.
    #[error("built by another analysis")]
    Stale,
    /// The bytes are damaged.
    #[error("damaged")]
    Damaged,
}

/// Collects the forms of a segment.
#[derive(Debug)]
pub struct Builder {
    inflection: Inflection,
    keys: Vec<u8>,
    ends: Vec<usize>,
    /// Scratch space.
    letters: Vec<char>,
    name: String,
}

impl Builder {
    /// Begins a vocabulary of this inflection.
    pub fn new(inflection: &Inflection) -> Self {
        Builder {
            inflection: inflection.clone(),
            keys: Vec::new(),
            ends: Vec::new(),
            letters: Vec::new(),
            name: String::new(),
        }
    }

    /// Adds a form; once is enough, more does no harm.
    pub fn add(&mut self, form: &str) {
        self.name.clear();
        fold_form_into(form, &mut self.name);
        self.push(b'F', form);
        self.name.clear();
        self.inflection.stem_into(form, &mut self.letters, &mut self.name);
        self.push(b'S', form);
    }

    /// Adds the key of a form under the name at hand, unless that is the form itself.
    fn push(&mut self, class: u8, form: &str) {
        if self.name == form {
            return;
        }
        self.keys.push(class);
        self.keys.extend_from_slice(self.name.as_bytes());
        let shared = shared_bytes(&self.name, form);
        self.keys.extend([0, shared]);
        self.keys.extend_from_slice(&form.as_bytes()[usize::from(shared)..]);
        self.ends.push(self.keys.len());
    }

    /// Returns the vocabulary's bytes. `title_tokens` and `body_tokens` are the segment's lengths.
    ///
    /// About 3 µs a form; memory is twice the forms' bytes and the result.
    ///
    /// # Panics
    /// Never: keys are sorted and written to memory.
    pub fn finish(self, title_tokens: u64, body_tokens: u64) -> Vec<u8> {
        let mut start = 0;
        let mut keys: Vec<&[u8]> = Vec::with_capacity(self.ends.len());
        for end in &self.ends {
            keys.push(&self.keys[start..*end]);
            start = *end;
        }
        keys.sort_unstable();
        keys.dedup();
        let set = Set::from_iter(keys).expect("sorted keys make a set in memory");
        let set = set.as_fst().as_bytes();
        let mut out = Vec::with_capacity(HEADER + set.len());
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&u64::from(FORMS_VERSION).to_le_bytes());
        out.extend_from_slice(&self.inflection.fingerprint().to_le_bytes());
        out.extend_from_slice(&title_tokens.to_le_bytes());
        out.extend_from_slice(&body_tokens.to_le_bytes());
        out.extend_from_slice(&blake3::hash(set).as_bytes()[..16]);
        out.extend_from_slice(set);
        out
    }
}

/// A segment's vocabulary over bytes `D`, mapped or in memory.
pub struct Vocabulary<D> {
    set: Set<Tail<D>>,
    title_tokens: u64,
    body_tokens: u64,
}

/// The bytes after the header.
pub(super) struct Tail<D>(D);

impl<D: Deref<Target = [u8]>> AsRef<[u8]> for Tail<D> {
    fn as_ref(&self) -> &[u8] {
        &self.0[HEADER..]
    }
}

impl<D: Deref<Target = [u8]>> Vocabulary<D> {
    /// Opens a vocabulary. Constant time: looks at the header and the set's own frame only.
    ///
    /// # Errors
    /// If the bytes are of another kind, of another version of forms or another inflection.
    pub fn open(bytes: D, inflection: &Inflection) -> Result<Self, Error> {
        if bytes.len() < HEADER || !bytes.starts_with(MAGIC) {
            return Err(Error::Foreign);
        }
        let number = |at: usize| -> u64 {
            let mut value = [0; 8];
            value.copy_from_slice(&bytes[at..at + 8]);
            u64::from_le_bytes(value)
        };
        if (number(8), number(16)) != (u64::from(FORMS_VERSION), inflection.fingerprint()) {
            return Err(Error::Stale);
        }
        let (title_tokens, body_tokens) = (number(24), number(32));
        let set = Set::new(Tail(bytes)).map_err(|_| Error::Damaged)?;
        Ok(Vocabulary { set, title_tokens, body_tokens })
    }

    /// The keys.
    pub(super) fn set(&self) -> &Set<Tail<D>> {
        &self.set
    }

    /// Bytes of the whole.
    pub fn size_bytes(&self) -> usize {
        HEADER + self.set.as_fst().as_bytes().len()
    }

    /// Tokens that are no stop words in the titles of the segment, deleted articles included.
    pub fn title_tokens(&self) -> u64 {
        self.title_tokens
    }

    /// Tokens that are no stop words in the bodies of the segment, deleted articles included.
    pub fn body_tokens(&self) -> u64 {
        self.body_tokens
    }

    /// Calls `visit` with every form of that fold which is not the fold itself.
    pub fn with_fold(&self, fold: &str, visit: impl FnMut(&str)) {
        self.with(b'F', fold, visit);
    }

    /// Calls `visit` with every form of that stem which is not the stem itself.
    pub fn with_stem(&self, stem: &str, visit: impl FnMut(&str)) {
        self.with(b'S', stem, visit);
    }

    /// Calls `visit` with each form whose fold begins so; forms that are their own fold are not among them.
    pub fn with_fold_prefix(&self, prefix: &str, mut visit: impl FnMut(&str)) {
        let mut low = vec![b'F'];
        low.extend_from_slice(prefix.as_bytes());
        let mut stream = self.set.range().ge(&low).into_stream();
        let mut form = String::new();
        while let Some(key) = stream.next() {
            if !key.starts_with(&low) {
                break;
            }
            if let Some(zero) = key.iter().position(|b| *b == 0)
                && join(&key[1..zero], &key[zero + 1..], &mut form)
            {
                visit(&form);
            }
        }
    }

    fn with(&self, class: u8, name: &str, mut visit: impl FnMut(&str)) {
        let mut low = Vec::with_capacity(name.len() + 2);
        low.push(class);
        low.extend_from_slice(name.as_bytes());
        low.push(0);
        let mut high = low.clone();
        if let Some(last) = high.last_mut() {
            *last = 1;
        }
        let mut stream = self.set.range().ge(&low).lt(&high).into_stream();
        let mut form = String::new();
        while let Some(key) = stream.next() {
            if join(name.as_bytes(), &key[low.len()..], &mut form) {
                visit(&form);
            }
        }
    }
}

/// Bytes that two words begin with in common, at most 255 of them, whole letters.
fn shared_bytes(one: &str, other: &str) -> u8 {
    let same = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let mut shared = same.min(usize::from(u8::MAX));
    while !one.is_char_boundary(shared) || !other.is_char_boundary(shared) {
        shared -= 1;
    }
    shared as u8
}

/// Puts a form together from its fold or stem and what a key holds behind it; false where that makes none.
pub(super) fn join(name: &[u8], behind: &[u8], form: &mut String) -> bool {
    form.clear();
    let Some((shared, rest)) = behind.split_first() else { return false };
    let parts = name.get(..usize::from(*shared)).map(|start| [start, rest].map(std::str::from_utf8));
    let Some([Ok(start), Ok(rest)]) = parts else { return false };
    form.push_str(start);
    form.push_str(rest);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Stemmer;

    fn vocabulary(forms: &[&str]) -> Vocabulary<Vec<u8>> {
        let mut builder = Builder::new(&Inflection::default());
        for form in forms {
            builder.add(form);
        }
        Vocabulary::open(builder.finish(3, 40), &Inflection::default()).expect("what the builder makes opens")
    }

    #[test]
    fn forms_are_found_by_fold_and_by_stem() {
        let vocabulary =
            vocabulary(&["élysée", "elysee", "élysées", "président", "présidents", "presidents"]);
        let mut folds = Vec::new();
        vocabulary.with_fold("elysee", |form| folds.push(form.to_owned()));
        assert_eq!(folds, ["élysée"]);
        let mut stems = Vec::new();
        vocabulary.with_stem(&Inflection::default().stem("président"), |form| stems.push(form.to_owned()));
        stems.sort_unstable();
        assert_eq!(stems, ["presidents", "président", "présidents"]);
        let mut begun = Vec::new();
        vocabulary.with_fold_prefix("elys", |form| begun.push(form.to_owned()));
        begun.sort_unstable();
        assert_eq!(begun, ["élysée", "élysées"]);
        assert_eq!((vocabulary.title_tokens(), vocabulary.body_tokens()), (3, 40));
    }

    #[test]
    fn strange_bytes_are_refused() {
        let open = |bytes: Vec<u8>| Vocabulary::open(bytes, &Inflection::default());
        assert_eq!(open(vec![0; 100]).err(), Some(Error::Foreign));
        assert_eq!(open(MAGIC.to_vec()).err(), Some(Error::Foreign));
        let mut stale = Builder::new(&Inflection::default()).finish(0, 0);
        stale[8] ^= 1;
        assert_eq!(open(stale).err(), Some(Error::Stale));
        let other = Builder::new(&Inflection::of_rules(Stemmer::None)).finish(0, 0);
        assert_eq!(open(other).err(), Some(Error::Stale));
        let mut cut = Builder::new(&Inflection::default()).finish(0, 0);
        cut.truncate(HEADER + 3);
        assert_eq!(open(cut).err(), Some(Error::Damaged));
    }
}
