//! Keys of the same letters, or of all but one.

use std::cmp::Reverse;

use super::Reason;
use super::merge::{Joins, Keys};
use crate::article::Kind;

/// Shortest name, in letters, that spacing does not make another one: `la une`, `laune`.
const LEAST_LETTERS: usize = 6;

/// Of people a spelling must be so many times as frequent: `Pierre le Grand` is no Pierre Legrand.
const PEOPLE_TIMES: u64 = 3;

/// Joins keys that differ in blanks and apostrophes alone to the most frequent of them. Surnames alone are left:
/// `Lemaire` is another one than `Le Maire`.
pub(super) fn spacing(kind: Kind, keys: &Keys, joins: &mut Joins) {
    let is_person = kind == Kind::Person;
    let mut squeezed: Vec<(u64, u32)> = keys
        .iter()
        .filter(|(_, key)| letters_of(key).count() >= LEAST_LETTERS && !(is_person && is_surname(key)))
        .map(|(at, key)| (hash(letters_of(key)), at))
        .collect();
    squeezed.sort_unstable();
    for group in squeezed.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1) {
        let Some(best) = most_frequent(keys, group.iter().map(|(_, at)| *at)) else { continue };
        for (_, at) in group {
            let same = letters_of(keys.get(*at as usize)).eq(letters_of(keys.get(best as usize)));
            let often = keys.articles(best as usize) >= keys.articles(*at as usize) * PEOPLE_TIMES;
            // Equal hashes are hardly ever of other letters.
            if same && (often || !is_person) {
                joins.join(*at, best, Reason::Spacing);
            }
        }
    }
}

/// Whether a key is one word, particles aside.
fn is_surname(key: &str) -> bool {
    key.split(' ')
        .filter(|word| !matches!(*word, "le" | "la" | "de" | "du" | "des" | "di" | "van" | "von"))
        .count()
        < 2
}

fn letters_of(key: &str) -> impl Iterator<Item = char> {
    key.chars().filter(|c| !matches!(c, ' ' | '\''))
}

fn most_frequent(keys: &Keys, group: impl Iterator<Item = u32>) -> Option<u32> {
    let rank = |at: &u32| (keys.articles(*at as usize), Reverse(keys.get(*at as usize).len()), Reverse(*at));
    group.max_by_key(rank)
}

/// A spelling that others may be slips of stands in so many articles,
const LEAST_ARTICLES: u64 = 20;
/// and in so many times those of the slip.
const TIMES: u64 = 20;
/// The word that the slip is in has so many letters.
const LEAST_WORD: usize = 6;

/// Joins rare keys to the frequent one of which all letters but one are theirs.
///
/// A slip stands inside a word, never at its first or last letter, for those part `François` from `Françoise`;
/// in a given name only where both sound alike. Frequent keys are found by the hashes of their text less one
/// letter (SymSpell, Garbe 2012).
pub(super) fn letters(kind: Kind, keys: &Keys, joins: &mut Joins) {
    let frequent =
        |at: u32| keys.articles(at as usize) >= LEAST_ARTICLES && is_judged(kind, keys.get(at as usize));
    let mut lessened: Vec<(u64, u32)> = Vec::new();
    let mut hashes = Vec::new();
    for (at, key) in keys.iter().filter(|(at, _)| frequent(*at)) {
        hash_less_one(key, &mut hashes);
        lessened.extend(hashes.iter().map(|hash| (*hash, at)));
    }
    lessened.sort_unstable();
    lessened.dedup();
    // Nearly all looks are in vain: one bit tells.
    let mut seen = vec![0_u64; SEEN_WORDS];
    let bit = |hash: u64| ((hash >> 6) as usize % SEEN_WORDS, 1_u64 << (hash & 63));
    for (hash, _) in &lessened {
        let (word, mask) = bit(*hash);
        seen[word] |= mask;
    }
    for (at, key) in keys.iter() {
        let articles = keys.articles(at as usize);
        if !is_judged(kind, key) {
            continue;
        }
        let mut best: Option<u32> = None;
        hash_less_one(key, &mut hashes);
        for wanted in &hashes {
            let (word, mask) = bit(*wanted);
            if seen[word] & mask == 0 {
                continue;
            }
            let from = lessened.partition_point(|(hash, _)| hash < wanted);
            for (_, other) in lessened[from..].iter().take_while(|(hash, _)| hash == wanted) {
                let is_slip = keys.articles(*other as usize) >= articles.saturating_mul(TIMES)
                    && differs_by_a_slip(kind, key, keys.get(*other as usize));
                if is_slip {
                    best = most_frequent(keys, best.into_iter().chain([*other]));
                }
            }
        }
        if let Some(best) = best {
            joins.join(at, best, Reason::Spelling);
        }
    }
}

/// Whether a key is long enough to be judged by its letters.
fn is_judged(kind: Kind, key: &str) -> bool {
    key.len() <= 64 && (kind != Kind::Person || key.contains(' '))
}

/// Words of 64 bits that tell which hashes a frequent key has: 2 MiB.
const SEEN_WORDS: usize = 1 << 18;

/// Hashes of a key, and of it less each of its letters. Linear: a polynomial of the letters is put together of what
/// stands before and after the one left out.
fn hash_less_one(key: &str, hashes: &mut Vec<u64>) {
    hashes.clear();
    let mut whole = 0_u64;
    for c in key.chars() {
        whole = step(whole, c);
    }
    hashes.push(mixed(whole));
    // What stands after a place, and the power of its length.
    let (mut after, mut power) = (0_u64, 1_u64);
    let mut before = whole;
    for c in key.chars().rev() {
        // Takes the last letter of `before` off again: the base is odd.
        before = before.wrapping_sub(letter(c)).wrapping_mul(BASE_INVERSE);
        if c != ' ' {
            hashes.push(mixed(before.wrapping_mul(power).wrapping_add(after)));
        }
        after = letter(c).wrapping_mul(power).wrapping_add(after);
        power = power.wrapping_mul(BASE);
    }
}

const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
/// Its inverse modulo 2⁶⁴ (Newton's iteration).
const BASE_INVERSE: u64 = {
    let mut inverse = BASE;
    let mut round = 0;
    while round < 6 {
        inverse = inverse.wrapping_mul(2_u64.wrapping_sub(BASE.wrapping_mul(inverse)));
        round += 1;
    }
    inverse
};

fn letter(c: char) -> u64 {
    u64::from(u32::from(c)) + 1
}

fn step(hash: u64, c: char) -> u64 {
    hash.wrapping_mul(BASE).wrapping_add(letter(c))
}

/// Spreads a polynomial over all bits (the end of MurmurHash3, Appleby).
fn mixed(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ hash >> 33
}

/// Whether one inner letter of a long word is missing, added, another one or changed places with its neighbour.
fn differs_by_a_slip(kind: Kind, one: &str, other: &str) -> bool {
    let words =
        |key: &str| key.split(' ').map(|word| word.chars().collect::<Vec<char>>()).collect::<Vec<_>>();
    let (one, other) = (words(one), words(other));
    if one.len() != other.len() {
        return false;
    }
    let mut unequal = one.iter().zip(&other).enumerate().filter(|(_, (one, other))| one != other);
    let (Some((at, (one, other))), None) = (unequal.next(), unequal.next()) else { return false };
    if one.len().min(other.len()) < LEAST_WORD || one.iter().chain(other).any(|c| !c.is_alphabetic()) {
        return false;
    }
    let before = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let room = one.len().min(other.len()) - before;
    let after = one.iter().rev().zip(other.iter().rev()).take(room).take_while(|(a, b)| a == b).count();
    let (here, there) = (&one[before..one.len() - after], &other[before..other.len() - after]);
    if before == 0 || after == 0 {
        return false;
    }
    let is_one_letter = here.len() <= 1 && there.len() <= 1;
    let is_turned = here.len() == 2 && there.len() == 2 && here[0] == there[1] && here[1] == there[0];
    let is_given = kind == Kind::Person && at == 0;
    (is_one_letter || is_turned) && (!is_given || sounds_alike(here, there, one[before - 1]))
}

/// Whether letters after another one are mostly heard alike: doubled, `h`, `i` and `y`, `s` and `z`.
fn sounds_alike(here: &[char], there: &[char], before: char) -> bool {
    match (here, there) {
        ([c], []) | ([], [c]) => *c == before || *c == 'h',
        ([a], [b]) => {
            [['i', 'y'], ['s', 'z'], ['c', 'k'], ['c', 'q'], ['k', 'q'], ['v', 'w'], ['e', 'a'], ['j', 'y']]
                .iter()
                .any(|pair| pair.contains(a) && pair.contains(b))
        }
        _ => false,
    }
}

/// A hash of letters.
pub(super) fn hash(letters: impl Iterator<Item = char>) -> u64 {
    mixed(letters.fold(0, step))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_key_less_a_letter_has_the_hash_of_what_remains(key in "[a-zé ]{1,12}") {
            let mut hashes = Vec::new();
            hash_less_one(&key, &mut hashes);
            let mut expected = vec![hash(key.chars())];
            for (at, c) in key.char_indices().rev().filter(|(_, c)| *c != ' ') {
                expected.push(hash(key[..at].chars().chain(key[at + c.len_utf8()..].chars())));
            }
            proptest::prop_assert_eq!(hashes, expected);
        }
    }
}
