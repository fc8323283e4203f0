//! What single words and whole names are known to be.
//!
//! The lists under `data/` are readable text, a name a line, each with its source and licence. Training
//! compiles them into one [table](super::table) of the model file, so that nothing is read at start. No name is
//! kept: a row holds 32 bits of a phrase's hash and 32 flags, and the place in the table is told by other bits of the hash, so that a name never seen passes for a known one about once in 10^9 look-ups.

mod list;

use std::collections::BTreeMap;

use super::flag::{BEGINNING, COMMON, MEDIUM, NEVER, PERSON, PLACE, PREFIX, TITLE, TOWN};
use super::phrase::{Phrase, phrase_of};
use super::span::{MAX_TOKENS, Reading};
use super::table::{self, Table};
use super::token::{ABBREVIATED, Token};
use list::LISTS;

/// The table, where it lies.
#[derive(Clone, Copy)]
pub(super) struct Lexicon<'m> {
    table: Table<'m, 8>,
}

/// The phrase `le`.
fn article() -> Phrase {
    phrase_of("le", &mut String::new(), false, |_| {})
}

/// A row of the table: the lower bits of a phrase's hash, and its flags.
#[inline]
fn row(hash: u64, flags: u32) -> [u8; 8] {
    (hash << 32 | u64::from(flags)).to_le_bytes()
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
    let entries: Vec<_> = flags.into_iter().map(|(hash, flags)| (hash, row(hash, flags))).collect();
    table::compile(&entries)
}

impl<'m> Lexicon<'m> {
    /// Takes the table that [`compile`] made.
    #[inline]
    pub(super) fn new(table: Table<'m, 8>) -> Self {
        Lexicon { table }
    }

    /// Returns what is known of a phrase, 0 if nothing.
    #[inline]
    pub(super) fn look_up(self, phrase: Phrase) -> u32 {
        let found = self.table.find(phrase.hash, |found| found[4..] == row(phrase.hash, 0)[4..]);
        found.map_or(0, |row| u64::from_le_bytes(*row) as u32)
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
        let lexicon = model.sections().lexicon;
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
        let same = model.lexicon_bytes() == compile();
        assert!(same, "the lists have changed since the model was trained: data/README.md has the command");
    }
}
