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
    #[inline]
    pub(super) fn join(self, next: Phrase) -> Phrase {
        let mut hash = self.hash;
        for _ in 0..next.parts {
            hash = hash.wrapping_mul(PART);
        }
        Phrase { hash: hash.wrapping_add(next.hash), parts: self.parts.saturating_add(next.parts) }
    }
}

/// The folds of U+00C0 to U+00FF, which UTF-8 writes as 0xC3 and one byte more; `.` where a fold is not one letter.
const LATIN: &[u8; 64] = b"aaaaaa.ceeeeiiii.nooooo.ouuuuy..aaaaaa.ceeeeiiii.nooooo.ouuuuy.y";

/// Returns the fold of the letter that 0xC3 and this byte write, if it is one letter.
#[inline]
pub(super) fn latin(second: u8) -> Option<u8> {
    let fold = LATIN[usize::from(second & 63)];
    (fold != b'.').then_some(fold)
}

/// Hashes letters as they come, without keeping them. Small enough to live in registers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hasher {
    done: Phrase,
    /// The open part; [`SEED`] while it has no letter.
    part: u64,
}

impl Default for Hasher {
    fn default() -> Self {
        Hasher { done: Phrase::default(), part: SEED }
    }
}

impl Hasher {
    /// Takes one byte of a folded letter or digit.
    #[inline]
    pub(super) fn folded(&mut self, byte: u8) {
        self.part = (self.part ^ u64::from(byte)).wrapping_mul(BYTE);
    }

    /// Takes one letter or digit.
    #[inline]
    pub(super) fn ascii(&mut self, byte: u8) {
        self.folded(byte.to_ascii_lowercase());
    }

    /// Takes one letter of any alphabet, as a slice of the text; `fold` is overwritten.
    pub(super) fn letter(&mut self, letter: &str, fold: &mut String) {
        fold.clear();
        fold_into(letter, fold);
        for byte in fold.bytes() {
            self.folded(byte);
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
    #[inline]
    pub(super) fn so_far(&self) -> Phrase {
        self.done
    }

    /// Ends the sequence.
    #[inline]
    pub(super) fn finish(mut self) -> Phrase {
        self.border();
        self.done
    }
}

/// What each byte is to a name: the fold of an ASCII letter, digit or `+`, else one of the three below.
const NAME_BYTES: [u8; 256] = {
    let mut bytes = [BORDER; 256];
    let mut byte = 0;
    while byte < 256 {
        let one = byte as u8;
        if one.is_ascii_alphanumeric() || one == b'+' {
            bytes[byte] = one.to_ascii_lowercase();
        } else if one == b'.' {
            bytes[byte] = NOTHING;
        } else if !one.is_ascii() {
            bytes[byte] = WIDE;
        }
        byte += 1;
    }
    bytes
};
const NOTHING: u8 = 0;
const BORDER: u8 = 1;
const WIDE: u8 = 2;

/// Returns the phrase of a whole name; `prefix` is called with each shorter beginning that ends at a space,
/// and at a hyphen too if `at_hyphens`. `fold` is overwritten.
#[inline]
pub(super) fn phrase_of(
    name: &str,
    fold: &mut String,
    at_hyphens: bool,
    mut prefix: impl FnMut(Phrase),
) -> Phrase {
    let bytes = name.as_bytes();
    let mut hasher = Hasher::default();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match NAME_BYTES[usize::from(byte)] {
            NOTHING => {}
            BORDER => {
                hasher.border();
                if byte != b'-' || at_hyphens {
                    prefix(hasher.so_far());
                }
            }
            WIDE => {
                if byte == 0xc3
                    && let Some(fold) = bytes.get(at).and_then(|second| latin(*second))
                {
                    hasher.folded(fold);
                    at += 1;
                    continue;
                }
                let letter = name[start..].chars().next().unwrap_or(' ');
                at = start + letter.len_utf8();
                if letter.is_alphanumeric() {
                    hasher.letter(&name[start..at], fold);
                } else {
                    hasher.border();
                    prefix(hasher.so_far());
                }
            }
            folded => hasher.folded(folded),
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(name: &str) -> Phrase {
        phrase_of(name, &mut String::new(), false, |_| {})
    }

    #[test]
    fn the_table_of_latin_letters_folds_as_the_analysis_does() {
        for letter in '\u{c0}'..='\u{ff}' {
            let mut fold = String::new();
            fold_into(letter.encode_utf8(&mut [0; 2]), &mut fold);
            let single = matches!(fold.as_bytes(), [one] if one.is_ascii_lowercase());
            let mut second = [0; 2];
            letter.encode_utf8(&mut second);
            assert_eq!(latin(second[1]), single.then(|| fold.as_bytes()[0]), "{letter}");
        }
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
