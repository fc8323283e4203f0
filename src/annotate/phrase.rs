//! The hash under which one name meets its spellings: folded letters, borders of words, nothing else.
//!
//! `Burkina Faso` and `Burkina-Faso`, `L’Équipe` and `l'equipe`, `U.R.S.S.` and `URSS` hash alike. The hash
//! of a sequence is a polynomial over the hashes of its parts, so that tokens join without being read again.

use crate::analysis::fold_into;

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
///
/// Folded letters are packed eight to a number, which one multiplication takes in: words come in runs of small
/// letters that fit one or two such numbers, and a run is found and packed without a branch a letter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hasher {
    done: Phrase,
    /// The open part's full numbers; [`SEED`] while there are none.
    part: u64,
    /// Its letters after them, the first lowest,
    packed: u64,
    /// and their bits, under 64.
    bits: u32,
}

impl Default for Hasher {
    fn default() -> Self {
        Hasher { done: Phrase::default(), part: SEED, packed: 0, bits: 0 }
    }
}

impl Hasher {
    /// Takes one byte of a folded letter or digit.
    #[inline]
    pub(super) fn folded(&mut self, byte: u8) {
        self.pack(byte.into(), 8);
    }

    /// Takes bytes as they are.
    #[inline]
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        let (whole, rest) = bytes.as_chunks();
        for eight in whole {
            self.pack(u64::from_le_bytes(*eight), 64);
        }
        for byte in rest {
            self.folded(*byte);
        }
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

    /// Takes the small letters from a place on, with French accents; returns the place after them. Of the first
    /// byte these bits are set before: 0x20 makes a capital small.
    // Called for every word, it would spend more on keeping the hasher in memory than on the letters.
    #[inline(always)]
    pub(super) fn small_letters(&mut self, bytes: &[u8], mut at: usize, mut first: u8) -> usize {
        loop {
            if let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
                let eight = u64::from_le_bytes(*eight) | u64::from(first);
                let run = small_bits(eight);
                if run == 64 {
                    self.pack(eight, 64);
                    (at, first) = (at + 8, 0);
                    continue;
                }
                self.pack(eight & ((1 << run) - 1), run);
                at += run as usize / 8;
            } else {
                while let Some(letter @ b'a'..=b'z') = bytes.get(at).map(|byte| byte | first) {
                    self.folded(letter);
                    (at, first) = (at + 1, 0);
                }
            }
            if bytes.get(at) != Some(&0xc3) {
                return at;
            }
            let Some(second @ 0xa0..) = bytes.get(at + 1) else { return at };
            let Some(fold) = latin(*second) else { return at };
            self.folded(fold);
            (at, first) = (at + 2, 0);
        }
    }

    /// Takes letters that are packed already: `bits` of them, under which lies nothing else.
    #[inline]
    fn pack(&mut self, letters: u64, bits: u32) {
        self.packed |= letters << self.bits;
        let total = self.bits + bits;
        if total < 64 {
            self.bits = total;
            return;
        }
        self.part = mix(self.part ^ self.packed);
        // What found no room; shifted twice, since no shift is by all 64 bits.
        self.packed = letters >> 1 >> (63 - self.bits);
        self.bits = total - 64;
    }

    /// Ends a part; nothing if none is open.
    #[inline]
    pub(super) fn border(&mut self) {
        if self.bits == 0 && self.part == SEED {
            return;
        }
        let hash = mix(self.part ^ self.packed);
        (self.part, self.packed, self.bits) = (SEED, 0, 0);
        self.done = self.done.join(Phrase { hash, parts: 1 });
    }

    /// Ends the first part, which is the whole sequence and has letters.
    #[inline]
    pub(super) fn finish_one(self) -> Phrase {
        Phrase { hash: mix(self.part ^ self.packed), parts: 1 }
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

/// Multiplies to twice the width and folds that: every bit of the result depends on every bit given.
#[inline]
fn mix(number: u64) -> u64 {
    let wide = u128::from(number) * u128::from(PART);
    wide as u64 ^ (wide >> 64) as u64
}

/// How many bits of a number, from the lowest on, are bytes from `a` to `z`.
#[inline]
fn small_bits(eight: u64) -> u32 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let low = eight & (0x7f * EACH);
    // The top bit of each byte tells: of the sums, whether it is at least `a`, and whether it is past `z`.
    let from_a = low + (0x80 - b'a' as u64) * EACH;
    let past_z = low + (0x80 - (b'z' as u64 + 1)) * EACH;
    let other = !(from_a & !past_z & !eight) & (0x80 * EACH);
    other.trailing_zeros() & !7
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
    fn runs_of_letters_hash_like_their_letters() {
        for text in
            ["", "a", "zythums", "abcdefgh", "abcdefghi", "anticonstitutionnellement", "été à", "où`{"]
        {
            for first in 0..=3 {
                let (mut run, mut single) = (Hasher::default(), Hasher::default());
                (0..first).for_each(|_| run.folded(b'x'));
                (0..first).for_each(|_| single.folded(b'x'));
                let end = run.small_letters(text.as_bytes(), 0, 0);
                for letter in text[..end].chars() {
                    single.letter(letter.encode_utf8(&mut [0; 4]), &mut String::new());
                }
                assert_eq!(run.finish(), single.finish(), "{text}");
                assert!(!text[end..].starts_with(|c: char| c.is_ascii_lowercase()), "{text}");
            }
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
