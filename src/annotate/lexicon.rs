//! What single words and whole names are known to be, compiled into the program.
//!
//! The lists under `data/` are readable text, a name a line, each with its source and licence; at start they
//! become one open-addressed table of hashes. No name is kept: a slot holds 36 bits of a phrase's hash and 28
//! flags, 2 MiB in all, and the place in the table is told by other bits of the hash, so that a name
//! never seen passes for a known one about once in 10^10 look-ups.

mod list;

use super::flag::{BEGINNING, COMMON, MEDIUM, NEVER, PERSON, PLACE, PREFIX, TITLE, TOWN};
use super::phrase::{Phrase, phrase_of};
use super::span::{MAX_TOKENS, Match, Reading};
use super::token::{ABBREVIATED, Token};
use list::LISTS;

const SLOTS: usize = 1 << 18;
const FLAG_BITS: u32 = 28;

/// The table.
pub(super) struct Lexicon {
    slots: Box<[u64; SLOTS]>,
    /// The phrase `le`.
    article: Phrase,
}

impl Lexicon {
    /// Reads the compiled-in lists: some 100,000 names, a few milliseconds.
    pub(super) fn new() -> Self {
        let mut fold = String::new();
        let article = phrase_of("le", &mut fold, false, |_| {});
        let slots = vec![0; SLOTS].into_boxed_slice();
        let mut lexicon =
            Lexicon { slots: slots.try_into().expect("a slice of SLOTS is an array of SLOTS"), article };
        for list in LISTS {
            // The beginnings of 35,000 hyphenated communes are not worth their slots.
            let at_hyphens = list.flags & (PLACE | MEDIUM) != 0;
            let beginning = if list.flags & PERSON != 0 { BEGINNING } else { PREFIX };
            for (name, mark) in list.lines() {
                let own = list.marks.iter().find(|(known, _)| *known == mark);
                let whole = phrase_of(name, &mut fold, at_hyphens, |prefix| lexicon.add(prefix, beginning));
                lexicon.add(whole, list.flags | own.map_or(0, |(_, flags)| *flags));
            }
        }
        lexicon
    }

    fn add(&mut self, phrase: Phrase, flags: u32) {
        if phrase.parts == 0 {
            return;
        }
        let slot = self.find(phrase);
        self.slots[slot] = kept(phrase) | (self.slots[slot] & FLAGS) | u64::from(flags);
    }

    /// Returns what is known of a phrase, 0 if nothing.
    #[inline]
    pub(super) fn look_up(&self, phrase: Phrase) -> u32 {
        (self.slots[self.find(phrase)] & FLAGS) as u32
    }

    /// Returns the medium or town that the words from a token on are with the article `le` before them.
    pub(super) fn with_article(&self, reading: Reading<'_>, at: usize) -> Option<Match> {
        let mut phrase = self.article;
        let mut best = None;
        for last in at + 1..=at + MAX_TOKENS {
            let token = if last == at + 1 { reading.tokens.get(at) } else { reading.next_word(last - 1) };
            let Some(token) = token else { break };
            phrase = phrase.join(token.phrase);
            let flags = self.look_up(phrase);
            let everyday = last == at + 1 && token.bits & COMMON != 0;
            if flags & MEDIUM != 0 || flags & (TOWN | PLACE) != 0 && flags & NEVER == 0 && !everyday {
                best = Some(Match { last, flags });
            }
            if flags & PREFIX == 0 {
                break;
            }
        }
        best
    }

    /// Returns what is known of one token: an initial (`N.`) is no word of that letter.
    #[inline]
    pub(super) fn flags_of(&self, token: &Token) -> u32 {
        let flags = self.look_up(token.phrase);
        if token.is(ABBREVIATED) && token.len <= 4 { flags & (TITLE | PREFIX) } else { flags }
    }

    /// The slot of a phrase, or the empty one where it would go.
    #[inline]
    fn find(&self, phrase: Phrase) -> usize {
        let tag = kept(phrase) >> FLAG_BITS;
        let mask = SLOTS - 1;
        let mut slot = (phrase.hash >> 7) as usize & mask;
        // An array and a mask of one size: no look-up checks its bounds.
        while self.slots[slot] >> FLAG_BITS != tag && self.slots[slot] != 0 {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

const FLAGS: u64 = (1 << FLAG_BITS) - 1;

/// The bits of a phrase's hash that a slot keeps, moved to their place; never 0. The place of the slot is told by
/// others.
#[inline]
fn kept(phrase: Phrase) -> u64 {
    phrase.hash >> FLAG_BITS << FLAG_BITS | 1 << FLAG_BITS
}

#[cfg(test)]
mod tests {
    use super::super::flag::{BIG_TOWN, COMMON, FIRST, NEVER, ORGANISATION};
    use super::*;

    fn bits(lexicon: &Lexicon, name: &str) -> u32 {
        lexicon.look_up(phrase_of(name, &mut String::new(), false, |_| {}))
    }

    #[test]
    fn lists_are_read_with_their_marks() {
        let lexicon = Lexicon::new();
        for (name, flag) in [
            ("Emmanuel", FIRST),
            ("maison", COMMON),
            ("ETATS UNIS", PLACE),
            ("Villeurbanne", BIG_TOWN),
            ("Nations unies", ORGANISATION),
            ("Nations", PREFIX),
            ("L’Équipe", MEDIUM),
            ("lundi", NEVER),
            ("Mme", TITLE),
        ] {
            assert_ne!(bits(&lexicon, name) & flag, 0, "{name}");
        }
        assert_eq!(bits(&lexicon, "Zzyzx"), 0);
    }

    #[test]
    fn every_list_names_its_source_is_sorted_and_uses_known_marks() {
        for list in LISTS {
            let mut lines = list.text.lines();
            assert!(lines.clone().any(|line| line.starts_with("# Source: ")), "{}", &list.text[..60]);
            let names: Vec<&str> = lines.by_ref().filter(|line| !line.starts_with('#')).collect();
            assert!(names.is_sorted(), "{}", &list.text[..60]);
            for (name, mark) in names.iter().filter_map(|line| line.split_once('\t')) {
                assert!(list.marks.iter().any(|(known, _)| *known == mark), "{name} {mark}");
            }
        }
    }

    #[test]
    fn the_table_stays_sparse() {
        let used = Lexicon::new().slots.iter().filter(|slot| **slot != 0).count();
        assert!(used * 3 < SLOTS * 2, "{used}");
    }
}
