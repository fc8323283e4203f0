//! What a word or name can be known to be: one bit each.
//!
//! The lexicon says which flags a phrase has; taggers and the rooms after them read them off the tokens.

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
/// The name of a [`PERSON`] begins so; always beside [`PREFIX`].
pub(super) const PERSON_PREFIX: u32 = 1 << 27;

/// An inhabitant or member of a people.
pub(super) const DEMONYM: u32 = 1 << 28;
/// A club or team: it may bear a town's name.
pub(super) const CLUB: u32 = 1 << 29;
/// A work, event or thing with a name, none of the three kinds.
pub(super) const THING: u32 = 1 << 30;
/// What the lists say of the word holds wherever it stands alone: `Élysée`, `Renault`, `Covid-19`.
pub(super) const FIXED: u32 = 1 << 31;

/// Any sign of a longer name, which alone makes no name of the words so far.
pub(super) const BEGINNING: u32 = PREFIX | PERSON_PREFIX;
/// Any sign of a place.
pub(super) const ANY_PLACE: u32 = PLACE | TOWN | BIG_TOWN | COMMUNE;
/// Any sign of an organisation.
pub(super) const ANY_ORGANISATION: u32 = ORGANISATION | BRAND | MEDIUM | AGENCY;
