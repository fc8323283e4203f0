//! What single words and whole names are known to be.
//!
//! The lists under `data/` are readable text, a name a line, each with its source and licence. Training
//! compiles them into one [table](super::table) of the model file, so that nothing is read at start. No name is
//! kept: a slot holds 32 bits of a phrase's hash above 32 flags, and the place in the table is told by other bits
//! of the hash, so that a name never seen passes for a known one about once in 10^9 look-ups.

mod list;

use std::collections::BTreeMap;

use super::flag::{BEGINNING, COMMON, MEDIUM, NEVER, PERSON, PLACE, PREFIX, TITLE, TOWN};
use super::phrase::{Phrase, phrase_of};
use super::span::{MAX_TOKENS, Reading};
use super::table::{home, places, slots_for};
use super::token::{ABBREVIATED, Token};
use list::LISTS;

/// The table, where it lies.
#[derive(Clone, Copy)]
pub(super) struct Lexicon<'m> {
    slots: &'m [[u8; 8]],
}

/// The phrase `le`.
fn article() -> Phrase {
    phrase_of("le", &mut String::new(), false, |_| {})
}

/// The bits of a hash that a slot keeps; never 0.
#[inline]
fn fingerprint(hash: u64) -> u32 {
    (hash as u32).max(1)
}

/// Compiles the lists into the bytes of a table.
pub(super) fn compile() -> Vec<u8> {
    let mut fold = String::new();
    let mut flags: BTreeMap<u64, u32> = BTreeMap::new();
    for list in LISTS {
        // The beginnings of 35,000 hyphenated communes are not worth their slots.
        let at_hyphens = list.flags & (PLACE | MEDIUM) != 0;
        let beginning = if list.flags & PERSON != 0 { BEGINNING } else { PREFIX };
        for (name, mark) in list.lines() {
            let own = list.marks.iter().find(|(known, _)| *known == mark);
            let mut add = |phrase: Phrase, bits: u32| {
                if phrase.parts > 0 {
                    *flags.entry(phrase.hash).or_default() |= bits;
                }
            };
            let whole = phrase_of(name, &mut fold, at_hyphens, |prefix| add(prefix, beginning));
            add(whole, list.flags | own.map_or(0, |(_, flags)| *flags));
        }
    }
    let (keys, flags): (Vec<u64>, Vec<u32>) = flags.into_iter().unzip();
    let mut bytes = Vec::new();
    for place in places(&keys, slots_for(keys.len())) {
        let slot = place.map_or(0, |at| u64::from(fingerprint(keys[at])) << 32 | u64::from(flags[at]));
        bytes.extend(slot.to_le_bytes());
    }
    bytes
}

impl<'m> Lexicon<'m> {
    /// Takes the bytes that [`compile`] made.
    #[inline]
    pub(super) fn new(slots: &'m [[u8; 8]]) -> Self {
        Lexicon { slots }
    }

    /// Returns what is known of a phrase, 0 if nothing.
    #[inline]
    pub(super) fn look_up(self, phrase: Phrase) -> u32 {
        let wanted = fingerprint(phrase.hash);
        let from = home(phrase.hash, self.slots.len());
        // Round the end once at most: a table keeps empty slots.
        for slot in self.slots[from..].iter().chain(self.slots) {
            let slot = u64::from_le_bytes(*slot);
            if (slot >> 32) as u32 == wanted {
                return slot as u32;
            }
            if slot == 0 {
                return 0;
            }
        }
        0
    }

    /// Returns the first token after the medium or town that the words from a token on are with the article `le`
    /// before them.
    pub(super) fn with_article(self, reading: Reading<'_>, at: usize) -> Option<usize> {
        let mut phrase = article();
        let mut best = None;
        for last in at + 1..=at + MAX_TOKENS {
            let token = if last == at + 1 { reading.tokens.get(at) } else { reading.next_word(last - 1) };
            let Some(token) = token else { break };
            phrase = phrase.join(token.phrase);
            let flags = self.look_up(phrase);
            let everyday = last == at + 1 && token.bits & COMMON != 0;
            if flags & MEDIUM != 0 || flags & (TOWN | PLACE) != 0 && flags & NEVER == 0 && !everyday {
                best = Some(last);
            }
            if flags & PREFIX == 0 {
                break;
            }
        }
        best
    }

    /// Returns what is known of one token: an initial (`N.`) is no word of that letter.
    #[inline]
    pub(super) fn flags_of(self, token: &Token) -> u32 {
        let flags = self.look_up(token.phrase);
        if token.is(ABBREVIATED) && token.len <= 4 { flags & (TITLE | PREFIX) } else { flags }
    }
}

#[cfg(test)]
mod tests {
    use super::super::flag::{BIG_TOWN, COMMON, FIRST, NEVER, ORGANISATION};
    use super::super::model::Model;
    use super::*;

    fn bits(lexicon: Lexicon<'_>, name: &str) -> u32 {
        lexicon.look_up(phrase_of(name, &mut String::new(), false, |_| {}))
    }

    #[test]
    fn lists_are_read_with_their_marks() {
        let model = Model::compiled();
        let lexicon = Lexicon::new(model.sections().lexicon);
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
            assert_ne!(bits(lexicon, name) & flag, 0, "{name}");
        }
        assert_eq!(bits(lexicon, "Zzyzx"), 0);
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
    fn the_model_holds_the_lists_as_they_are_now() {
        let model = Model::compiled();
        let same = compile() == model.sections().lexicon.as_flattened();
        assert!(same, "the lists have changed since the model was trained: data/README.md has the command");
    }
}
