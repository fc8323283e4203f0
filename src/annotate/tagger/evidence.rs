//! What an article shows of a capitalised word elsewhere: written small too, after a title, after `à`, in brackets.

use super::super::flag::{CALLED, FIRST, ROLE, SPEECH, TITLE};
use super::super::span::Reading;
use super::super::token::{CAPITAL, ELIDED, INITIAL, MARK};

/// Seen written small.
const SMALL: u8 = 1;
/// Seen with a capital inside a sentence.
const INSIDE: u8 = 2;
/// Seen after a title, role or given name.
const NAMED: u8 = 4;
/// Seen after `à`, `en`.
const PLACED: u8 = 8;
/// Seen after a noun that announces an organisation.
const ANNOUNCED: u8 = 16;
/// Seen alone in brackets.
const BRACKETED: u8 = 32;
/// Seen before a verb of speech.
const SPEAKING: u8 = 64;
/// Seen after an article.
const DEFINITE: u8 = 128;

/// Bits of words by their hash, for one article.
#[derive(Default)]
pub(super) struct Evidence {
    /// Key (0 is an empty slot) and bits.
    slots: Vec<(u32, u8)>,
    /// Which hashes the slots can have, so that small words cost no look at them.
    filter: Vec<u64>,
}

/// Bits of the filter: 4 KiB of memory.
const FILTER: usize = 1 << 15;

impl Evidence {
    /// Reads an article. Linear in its tokens.
    pub(super) fn read(&mut self, reading: Reading<'_>) {
        let tokens = reading.tokens;
        let names = tokens.iter().filter(|token| token.is_name_like()).count();
        self.slots.clear();
        self.slots.resize((names * 2 + 1).next_power_of_two(), (0, 0));
        self.filter.clear();
        self.filter.resize(FILTER / 64, 0);
        for (at, token) in tokens.iter().enumerate() {
            if token.is_name_like() {
                let hash = token.phrase.hash;
                let bits = self.beside(reading, at);
                let slot = self.slot(hash);
                self.slots[slot] = (key(hash), self.slots[slot].1 | bits);
                let bit = hash as usize % FILTER;
                self.filter[bit / 64] |= 1 << (bit % 64);
            }
        }
        for token in tokens {
            let bit = token.phrase.hash as usize % FILTER;
            if self.filter[bit / 64] >> (bit % 64) & 1 != 0 && !token.is(MARK | CAPITAL) {
                let slot = self.slot(token.phrase.hash);
                if self.slots[slot].0 != 0 {
                    self.slots[slot].1 |= SMALL;
                }
            }
        }
    }

    /// Returns what is known of a capitalised word.
    #[inline]
    pub(super) fn of(&self, hash: u64) -> u8 {
        self.slots[self.slot(hash)].1
    }

    fn slot(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = (hash >> 40) as usize & mask;
        while self.slots[slot].0 != 0 && self.slots[slot].0 != key(hash) {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// What one mention shows.
    fn beside(&self, reading: Reading<'_>, at: usize) -> u8 {
        let tokens = reading.tokens;
        let mut bits = if tokens[at].is(INITIAL) { 0 } else { INSIDE };
        if reading.is_mark(at + 1, b')') && at > 0 && reading.is_mark(at - 1, b'(') {
            bits |= BRACKETED;
        }
        if reading.next_word(at + 1).is_some_and(|next| next.has(SPEECH)) {
            bits |= SPEAKING;
        }
        let Some(before) = reading.before(at) else { return bits };
        if before.has(TITLE | ROLE) || before.has(FIRST) && before.is_name_like() {
            bits |= NAMED;
        }
        if before.has(CALLED) {
            bits |= ANNOUNCED;
        }
        if before.is(ELIDED) || before.len <= 3 {
            bits |= match reading.word(at - 1) {
                "à" | "en" | "À" | "En" => PLACED,
                "le" | "la" | "l'" | "l’" | "Le" | "La" | "L'" | "L’" | "du" | "au" => DEFINITE,
                _ => 0,
            };
        }
        bits
    }
}

fn key(hash: u64) -> u32 {
    (hash as u32).max(1)
}
