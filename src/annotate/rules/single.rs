//! One capitalised word alone: what stands before and after it decides.

use super::super::flag::{
    ANY_ORGANISATION, ANY_PLACE, BIG_TOWN, BRAND, CALLED, COMMON, COMMUNE, FIRST, FUNCTION, GEO, PERSON,
    PLACE, PLATFORM, ROLE, SPEECH, TOWN,
};
use super::super::span::Match;
use super::super::token::{DIGIT, INITIAL, UPPER};
use super::{Rules, Step};
use crate::article::Kind;

impl Rules<'_> {
    pub(super) fn single(&self, at: usize) -> Step {
        let reading = self.reading;
        let token = &reading.tokens[at];
        let before = reading.before(at);
        let alone = Match { last: at + 1, flags: token.bits };
        let called = before.is_some_and(|token| token.has(CALLED));
        let role = before.is_some_and(|token| token.has(ROLE) && !token.has(CALLED));
        let place = |sure| self.found(at, at + 1, Kind::Place, sure);
        let person = |sure| self.found(at, at + 1, Kind::Person, sure);
        let organisation = |sure| self.found(at, at + 1, Kind::Organization, sure);
        let nothing = Step::Skip(at + 1);

        let digits = reading.word(at).bytes().any(|byte| byte.is_ascii_digit());
        if token.is(DIGIT) || digits && !token.has(ANY_ORGANISATION | ANY_PLACE) {
            return nothing;
        }
        if self.is_bracketed(at, alone) && !token.has(COMMON | FIRST) {
            return place(true);
        }
        if token.has(COMMON) && !called && !self.is_word_before(at, &["chez"]) {
            // `Orange`, `Public`, `Avocats`: a word of every day.
            if token.has(ANY_PLACE & !COMMUNE) && self.located(at) {
                return place(true);
            }
            let bare = ["de", "d'", "d’", "à", "par", "pour", "avec", "contre", "selon", "que"];
            let named = token.has(ANY_ORGANISATION) && self.is_word_before(at, &bare);
            return if named { organisation(true) } else { nothing };
        }
        if token.has(PLATFORM) && self.is_word_before(at, &["sur", "Sur", "via", "page", "compte", "réseau"])
            || token.has(BRAND) && self.is_product(at)
            || token.is(UPPER) && reading.tokens.get(at + 1).is_some_and(|next| next.is(DIGIT))
        {
            return nothing;
        }
        if token.has(ANY_ORGANISATION) {
            let given = token.has(FIRST) && !called && !token.has(BRAND);
            return if given { nothing } else { organisation(!token.has(FIRST)) };
        }
        if token.has(PERSON) {
            return person(true);
        }
        if role && !token.has(PLACE) && !token.is(UPPER) {
            return person(true);
        }
        if token.has(PLACE) || token.has(BIG_TOWN) && !token.has(FIRST) {
            // `un Suisse`, `une France`: no country.
            let one = self.is_word_before(at, &["un", "une", "Un", "Une"]);
            return if one { nothing } else { place(true) };
        }
        if called {
            return organisation(false);
        }
        if token.is(UPPER) {
            return if self.is_acronym(at) { organisation(false) } else { nothing };
        }
        if before.is_some_and(|token| token.has(GEO)) {
            return place(false);
        }
        let located = self.located(at) || self.is_near(at);
        if token.has(FIRST) && !(located && token.has(TOWN)) {
            return if token.is(INITIAL) { nothing } else { person(false) };
        }
        if located && !token.has(FUNCTION) {
            return place(token.has(ANY_PLACE));
        }
        if token.has(TOWN) && !token.is(INITIAL) {
            return place(false);
        }
        let speaks = reading.next_word(at + 1).is_some_and(|next| next.has(SPEECH));
        if speaks && !token.is(INITIAL) {
            return person(false);
        }
        nothing
    }

    /// Whether a preposition of place stands before: `à`, `en`, `près de`.
    pub(super) fn located(&self, at: usize) -> bool {
        self.is_word_before(at, &["à", "À", "en", "En", "dans", "vers", "depuis", "A"])
    }

    /// Whether a noun or adverb of place stands before, with its link: `la ville de X`, `près de X`.
    fn is_near(&self, at: usize) -> bool {
        let reading = self.reading;
        if !self.is_word_before(at, &["de", "d'", "d’"]) || at < 2 || reading.next_word(at - 1).is_none() {
            return false;
        }
        let near =
            ["près", "proche", "autour", "loin", "nord", "sud", "est", "ouest", "habitants", "originaire"];
        reading.tokens[at - 2].has(GEO) || near.contains(&reading.word(at - 2))
    }

    fn is_word_before(&self, at: usize, words: &[&str]) -> bool {
        self.reading.before(at).is_some() && words.contains(&self.reading.word(at - 1))
    }

    /// Whether a maker's name stands for a thing it made: `un Airbus A320`, `une Peugeot`.
    fn is_product(&self, at: usize) -> bool {
        let model = self.reading.next_word(at + 1).is_some()
            && self.reading.word(at + 1).bytes().any(|byte| byte.is_ascii_digit());
        model || self.is_word_before(at, &["un", "une", "Un", "Une", "cette", "sa"])
    }

    /// Whether capitals are an organisation's: some of them, no numeral, after an article.
    fn is_acronym(&self, at: usize) -> bool {
        let reading = self.reading;
        let word = reading.word(at);
        if word.len() > 8 || word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C')) {
            return false;
        }
        let article = ["la", "l'", "l’", "le", "du", "au", "La", "L'", "L’", "Le"];
        self.is_word_before(at, &article)
    }
}
