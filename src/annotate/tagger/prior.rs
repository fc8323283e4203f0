//! What the lists are sure of: a push towards their kind where they know a name that means one thing only.

use super::super::flag::{
    AGENCY, ANY_ORGANISATION, ANY_PLACE, BRAND, COMMON, COMMUNE, FIRST, FIXED, FUNCTION, MEDIUM, NEVER,
    ORGANISATION, PERSON, PLACE, ROLE, TITLE,
};
use super::super::ministry;
use super::super::model::{CLASSES, WEIGHTS};
use super::super::span::Reading;
use super::sight::Sight;

/// Adds to the scores of a token what the lists say of it.
#[inline]
pub(super) fn push(reading: Reading<'_>, at: usize, sight: &Sight, scores: &mut [i16; WEIGHTS]) {
    if ministry::link(reading, at).is_some() {
        scores[1] += FIXED_WORD;
    }
    let person_follows = sight.bits & (FIRST | COMMON) == FIRST && reading.is_name_like(at + 1);
    if person_follows && at > 0 && ministry::link(reading, at - 1).is_some() {
        scores[0] += PERSON_AFTER;
    }
    let titled = reading.before(at).is_some_and(|before| before.has(TITLE));
    if titled && reading.is_name_like(at) && sight.bits & (TITLE | ROLE) == 0 {
        scores[0] += TITLED;
    }
    if sight.place == 0 {
        return;
    }
    let flags = sight.known;
    let single = sight.place == 1;
    let after_name = reading.before(at).is_some_and(|before| before.is_name_like() || before.has(TITLE));
    let fixed = flags & FIXED != 0 && !after_name;
    if flags & NEVER != 0 {
        if fixed || !single && flags & (ANY_ORGANISATION | PLACE) == 0 {
            let less = if fixed { FIXED_WORD } else { THING_PHRASE };
            for class in 0..CLASSES - 1 {
                scores[class] -= less;
                scores[CLASSES + class] -= less;
            }
        }
        return;
    }
    let doubtful = COMMON | FUNCTION | TITLE | ROLE;
    let organisation = flags & (ORGANISATION | MEDIUM | AGENCY | BRAND) != 0
        && (fixed || flags & (doubtful | ANY_PLACE & !COMMUNE | FIRST | PERSON) == 0);
    if organisation {
        let inner = if sight.place > 2 { CLASSES } else { 0 };
        scores[1 + inner] += if fixed {
            FIXED_WORD
        } else if single {
            ORGANISATION_WORD
        } else {
            LONG_ORGANISATION
        };
    }
}

/// Of a name of several words that only an organisation has,
const LONG_ORGANISATION: i16 = 160;
/// of what stands for one thing only;
const FIXED_WORD: i16 = 240;
/// of a given name behind a minister's department, `ministre des Transports Clémence Aubry`;
const PERSON_AFTER: i16 = 160;
/// of a name behind a title;
const TITLED: i16 = 96;
/// or of one word;
const ORGANISATION_WORD: i16 = 24;
/// against all kinds, of what several words say to be none.
const THING_PHRASE: i16 = 48;
