//! What single words and whole names are known to be, compiled into the program.
//!
//! The lists under `data/` are readable text, a name a line, each with its source and licence; at start they
//! become one open-addressed table of hashes. No name is kept: a slot holds 36 bits of a phrase's hash and 28
//! flags, 2 MiB in all, and the place in the table is told by other bits of the hash, so that a name
//! never seen passes for a known one about once in 10^10 look-ups.

use super::phrase::{Hasher, Phrase, phrase_of};
use super::token::{ABBREVIATED, Token};

/// A given name.
pub(super) const FIRST: u32 = 1;
/// Written small far more often than with a capital.
pub(super) const COMMON: u32 = 1 << 1;
/// A country, region, department, river: a place wherever it stands.
pub(super) const PLACE: u32 = 1 << 2;
/// A town of the world, or a French one of 5,000 people and more.
pub(super) const TOWN: u32 = 1 << 3;
/// A French town of 30,000 people and more.
pub(super) const BIG_TOWN: u32 = 1 << 4;
/// A smaller French commune: a place only where something beside it says so.
pub(super) const COMMUNE: u32 = 1 << 5;
/// An institution, party, union, club, international organisation.
pub(super) const ORGANISATION: u32 = 1 << 6;
/// A company or brand.
pub(super) const BRAND: u32 = 1 << 7;
/// A medium.
pub(super) const MEDIUM: u32 = 1 << 8;
/// A press agency.
pub(super) const AGENCY: u32 = 1 << 9;
/// Never an entity.
pub(super) const NEVER: u32 = 1 << 10;
/// A person known by this one name.
pub(super) const PERSON: u32 = 1 << 11;
/// A title before a person's name.
pub(super) const TITLE: u32 = 1 << 12;
/// A role or relation before a person's name.
pub(super) const ROLE: u32 = 1 << 13;
/// A verb of which people are the subject.
pub(super) const SPEECH: u32 = 1 << 14;
/// First word of an organisation's name, and part of it.
pub(super) const HEAD: u32 = 1 << 15;
/// Last word of an organisation's name.
pub(super) const TAIL: u32 = 1 << 16;
/// A noun before a place's name.
pub(super) const GEO: u32 = 1 << 17;
/// A noun before a place's name, and part of it.
pub(super) const GEO_HEAD: u32 = 1 << 18;
/// Article, preposition, pronoun, adverb.
pub(super) const FUNCTION: u32 = 1 << 19;
/// A small word inside a person's name.
pub(super) const PARTICLE: u32 = 1 << 20;
/// A noun before an organisation's name, not part of it.
pub(super) const CALLED: u32 = 1 << 21;
/// A French department or region: in brackets it makes a place of what precedes.
pub(super) const DEPARTMENT: u32 = 1 << 22;
/// Some longer name begins so.
pub(super) const PREFIX: u32 = 1 << 23;
/// A [`HEAD`] that may be written small: `tribunal de Paris`.
pub(super) const SMALL_HEAD: u32 = 1 << 24;
/// A place on the web, where things are said more often than it is spoken of.
pub(super) const PLATFORM: u32 = 1 << 25;
/// An English word: what it stands in is rather a title than a person.
pub(super) const ENGLISH: u32 = 1 << 26;

/// Any sign of a place.
pub(super) const ANY_PLACE: u32 = PLACE | TOWN | BIG_TOWN | COMMUNE;
/// Any sign of an organisation.
pub(super) const ANY_ORGANISATION: u32 = ORGANISATION | BRAND | MEDIUM | AGENCY;

/// One list: its text, the flags of every line of it, and those of each mark after a tab.
struct List {
    text: &'static str,
    flags: u32,
    marks: &'static [(&'static str, u32)],
}

const LISTS: &[List] = &[
    List { text: include_str!("data/common-words.txt"), flags: COMMON, marks: &[] },
    List { text: include_str!("data/first-names.txt"), flags: FIRST, marks: &[] },
    List {
        text: include_str!("data/communes.txt"),
        flags: 0,
        marks: &[("", COMMUNE), ("+", TOWN), ("++", TOWN | BIG_TOWN)],
    },
    List { text: include_str!("data/cities.txt"), flags: 0, marks: &[("", TOWN), ("^", TOWN)] },
    List { text: include_str!("data/territories.txt"), flags: PLACE, marks: &[] },
    List { text: include_str!("data/departments.txt"), flags: PLACE | DEPARTMENT, marks: &[] },
    List { text: include_str!("data/places.txt"), flags: PLACE, marks: &[] },
    List { text: include_str!("data/companies.txt"), flags: BRAND, marks: &[] },
    List {
        text: include_str!("data/organisations.txt"),
        flags: 0,
        marks: &[
            ("a", AGENCY),
            ("b", BRAND),
            ("c", ORGANISATION),
            ("i", ORGANISATION),
            ("m", MEDIUM),
            ("n", ORGANISATION),
            ("p", ORGANISATION),
            ("w", BRAND | PLATFORM),
        ],
    },
    List { text: include_str!("data/people.txt"), flags: PERSON, marks: &[] },
    List { text: include_str!("data/never.txt"), flags: NEVER, marks: &[] },
    List {
        text: include_str!("data/cues.txt"),
        flags: 0,
        marks: &[
            ("t", TITLE),
            ("r", ROLE),
            ("s", SPEECH),
            ("h", HEAD),
            ("i", HEAD | SMALL_HEAD),
            ("e", TAIL),
            ("g", GEO),
            ("k", GEO_HEAD),
            ("f", FUNCTION),
            ("q", PARTICLE),
            ("o", CALLED),
            ("w", ENGLISH),
        ],
    },
];

const SLOT_BITS: u32 = 18;
const FLAG_BITS: u32 = 28;

/// The table.
pub(super) struct Lexicon {
    slots: Vec<u64>,
}

impl Lexicon {
    /// Reads the compiled-in lists: some 100,000 names, a few milliseconds.
    pub(super) fn new() -> Self {
        let mut lexicon = Lexicon { slots: vec![0; 1 << SLOT_BITS] };
        let mut hasher = Hasher::default();
        for list in LISTS {
            // The beginnings of 35,000 hyphenated communes are not worth their slots.
            let at_hyphens = list.flags & (PLACE | MEDIUM) != 0;
            for line in list.text.lines().filter(|line| !line.starts_with('#')) {
                let (name, mark) = line.split_once('\t').unwrap_or((line, ""));
                let own = list.marks.iter().find(|(known, _)| *known == mark).map_or(0, |(_, flags)| *flags);
                let whole = phrase_of(name, &mut hasher, at_hyphens, |prefix| lexicon.add(prefix, PREFIX));
                lexicon.add(whole, list.flags | own);
            }
        }
        lexicon
    }

    fn add(&mut self, phrase: Phrase, flags: u32) {
        if phrase.parts == 0 {
            return;
        }
        let slot = self.find(phrase);
        self.slots[slot] =
            (mixed(phrase) >> FLAG_BITS << FLAG_BITS) | (self.slots[slot] & FLAGS) | u64::from(flags);
    }

    /// Returns what is known of a phrase, 0 if nothing.
    #[inline]
    pub(super) fn look_up(&self, phrase: Phrase) -> u32 {
        (self.slots[self.find(phrase)] & FLAGS) as u32
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
        let mixed = mixed(phrase);
        let tag = mixed >> FLAG_BITS;
        let mask = (1 << SLOT_BITS) - 1;
        let mut slot = (phrase.hash >> 7) as usize & mask;
        while self.slots[slot] != 0 && self.slots[slot] >> FLAG_BITS != tag {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

const FLAGS: u64 = (1 << FLAG_BITS) - 1;

/// Spreads a phrase's hash over the upper bits, from which the tag is cut.
#[inline]
fn mixed(phrase: Phrase) -> u64 {
    (phrase.hash ^ (phrase.hash >> 31)).wrapping_mul(0xd6e8_feb8_6659_fd93) | 1 << FLAG_BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(lexicon: &Lexicon, name: &str) -> u32 {
        lexicon.look_up(phrase_of(name, &mut Hasher::default(), false, |_| {}))
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
                let known = list.marks.iter().any(|(known, _)| *known == mark) || list.flags != 0;
                assert!(known, "{name} {mark}");
            }
        }
    }

    #[test]
    fn the_table_stays_sparse() {
        let used = Lexicon::new().slots.iter().filter(|slot| **slot != 0).count();
        assert!(used * 3 < (1 << SLOT_BITS) * 2, "{used}");
    }
}
