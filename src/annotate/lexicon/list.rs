//! The lists that make up the lexicon: readable files, compiled in, each naming its source and licence.

use memchr::{memchr, memchr2};

use super::super::flag::{
    AGENCY, BIG_TOWN, BRAND, CALLED, CLUB, COMMON, COMMUNE, DEMONYM, DEPARTMENT, ENGLISH, FIRST, FIXED,
    FUNCTION, GEO, GEO_HEAD, HEAD, MEDIUM, NEVER, ORGANISATION, PARTICLE, PERSON, PLACE, PLATFORM, ROLE,
    SMALL_HEAD, SPEECH, TAIL, THING, TITLE, TOWN,
};

/// One list: its text, the flags of every line of it, and those of each mark after a tab.
pub(super) struct List {
    pub(super) text: &'static str,
    pub(super) flags: u32,
    pub(super) marks: &'static [(&'static str, u32)],
}

impl List {
    /// The names of the list, each with its mark, empty if it has none. Comments stand before the first name.
    pub(super) fn lines(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let mut rest = self.text;
        while rest.starts_with('#') {
            rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
        }
        std::iter::from_fn(move || {
            // Names are short: one search ends most lines.
            let border = memchr2(b'\t', b'\n', rest.as_bytes())?;
            let name = &rest[..border];
            let marked = rest.as_bytes()[border] == b'\t';
            rest = &rest[border + 1..];
            if !marked {
                return Some((name, ""));
            }
            let end = memchr(b'\n', rest.as_bytes())?;
            let mark = &rest[..end];
            rest = &rest[end + 1..];
            Some((name, mark))
        })
    }
}

/// All lists. A name may stand in several.
pub(super) const LISTS: &[List] = &[
    List { text: include_str!("../data/common-words.txt"), flags: COMMON, marks: &[] },
    List { text: include_str!("../data/first-names.txt"), flags: FIRST, marks: &[] },
    List {
        text: include_str!("../data/communes.txt"),
        flags: 0,
        marks: &[("", COMMUNE), ("+", TOWN), ("++", TOWN | BIG_TOWN)],
    },
    List { text: include_str!("../data/cities.txt"), flags: 0, marks: &[("", TOWN), ("^", TOWN)] },
    List { text: include_str!("../data/territories.txt"), flags: PLACE, marks: &[("~", 0)] },
    List { text: include_str!("../data/departments.txt"), flags: PLACE | DEPARTMENT, marks: &[] },
    List { text: include_str!("../data/places.txt"), flags: PLACE, marks: &[] },
    List { text: include_str!("../data/companies.txt"), flags: BRAND, marks: &[] },
    List {
        text: include_str!("../data/organisations.txt"),
        flags: 0,
        marks: &[
            ("a", AGENCY),
            ("b", BRAND),
            ("c", ORGANISATION | CLUB),
            ("i", ORGANISATION),
            ("k", BRAND | FIXED),
            ("m", MEDIUM),
            ("n", ORGANISATION),
            ("p", ORGANISATION),
            ("s", ORGANISATION | FIXED),
            ("w", BRAND | PLATFORM),
        ],
    },
    List { text: include_str!("../data/people.txt"), flags: PERSON, marks: &[] },
    List {
        text: include_str!("../data/never.txt"),
        flags: NEVER,
        marks: &[("d", DEMONYM), ("n", THING), ("x", THING | FIXED)],
    },
    List {
        text: include_str!("../data/cues.txt"),
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
