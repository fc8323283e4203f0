//! The hash under which one name meets its spellings: folded letters, borders of words, nothing else.
//!
//! `Burkina Faso` and `Burkina-Faso`, `L’Équipe` and `l'equipe`, `U.R.S.S.` and `URSS` hash alike. The hash
//! of a sequence is a polynomial over the hashes of its parts, so that tokens join without being read again.

use crate::analysis::fold_into;

const BYTE: u64 = 0x0000_0100_0000_01b3;
const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const PART: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of a sequence of parts, and how many they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) hash: u64,
    pub(super) parts: u8,
}

impl Phrase {
    /// Returns the phrase that this one and the next make together.
    pub(super) fn join(self, next: Phrase) -> Phrase {
        let mut hash = self.hash;
        for _ in 0..next.parts {
            hash = hash.wrapping_mul(PART);
        }
        Phrase { hash: hash.wrapping_add(next.hash), parts: self.parts.saturating_add(next.parts) }
    }
}

/// Hashes letters as they come, without keeping them.
#[derive(Debug)]
pub(super) struct Hasher {
    done: Phrase,
    /// The open part; [`SEED`] while it has no letter.
    part: u64,
    folded: String,
}

impl Default for Hasher {
    fn default() -> Self {
        Hasher { done: Phrase::default(), part: SEED, folded: String::new() }
    }
}

impl Hasher {
    /// Takes one letter or digit.
    #[inline]
    pub(super) fn ascii(&mut self, byte: u8) {
        self.part = (self.part ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(BYTE);
    }

    /// Takes one letter of any alphabet, as a slice of the text.
    pub(super) fn letter(&mut self, letter: &str) {
        self.folded.clear();
        fold_into(letter, &mut self.folded);
        for byte in self.folded.bytes() {
            self.part = (self.part ^ u64::from(byte)).wrapping_mul(BYTE);
        }
    }

    /// Ends a part; nothing if none is open.
    #[inline]
    pub(super) fn border(&mut self) {
        if self.part != SEED {
            let mixed = (self.part ^ (self.part >> 29)).wrapping_mul(PART);
            self.part = SEED;
            self.done = self.done.join(Phrase { hash: mixed ^ (mixed >> 32), parts: 1 });
        }
    }

    /// What has been taken so far, ended parts only.
    pub(super) fn so_far(&self) -> Phrase {
        self.done
    }

    /// Ends the sequence and makes ready for the next.
    #[inline]
    pub(super) fn finish(&mut self) -> Phrase {
        self.border();
        std::mem::take(&mut self.done)
    }
}

/// Returns the phrase of a whole name; `prefix` is called with each shorter beginning that ends at a space,
/// and at a hyphen too if `at_hyphens`.
pub(super) fn phrase_of(
    name: &str,
    hasher: &mut Hasher,
    at_hyphens: bool,
    mut prefix: impl FnMut(Phrase),
) -> Phrase {
    let bytes = name.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let mut len = 1;
        if byte.is_ascii_alphanumeric() || byte == b'+' {
            hasher.ascii(byte);
        } else if byte.is_ascii() {
            if byte != b'.' {
                hasher.border();
                if byte != b'-' || at_hyphens {
                    prefix(hasher.so_far());
                }
            }
        } else {
            let letter = name[at..].chars().next().unwrap_or(' ');
            len = letter.len_utf8();
            if letter.is_alphanumeric() {
                hasher.letter(&name[at..at + len]);
            } else {
                hasher.border();
                prefix(hasher.so_far());
            }
        }
        at += len;
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(name: &str) -> Phrase {
        phrase_of(name, &mut Hasher::default(), false, |_| {})
    }

    #[test]
    fn spellings_meet_and_borders_count() {
        assert_eq!(whole("Burkina Faso"), whole("BURKINA-FASO"));
        assert_eq!(whole("L’Équipe"), whole("l'equipe"));
        assert_eq!(whole("U.R.S.S."), whole("URSS"));
        assert_ne!(whole("Le Mans"), whole("Lemans"));
    }

    #[test]
    fn phrases_join_as_if_read_at_once() {
        assert_eq!(whole("Côte").join(whole("d'Ivoire")), whole("Côte d'Ivoire"));
    }
}
