//! Several capitalised words in a row that no list has as a whole: whose name, and where it begins and ends.

use super::super::flag::{
    ANY_ORGANISATION, ANY_PLACE, CALLED, COMMON, ENGLISH, FIRST, FUNCTION, GEO, HEAD, NEVER, PERSON, PLACE,
    ROLE, TAIL,
};
use super::super::span::Match;
use super::super::token::{INITIAL, Token, UPPER};
use super::{Rules, Step};
use crate::article::Kind;

impl Rules<'_> {
    /// Two capitalised words and more that no list has as a whole.
    pub(super) fn long_run(&self, at: usize, run: usize, known: Match) -> Step {
        let reading = self.reading;
        let tokens = &reading.tokens[at..run];
        let first = &tokens[0];
        let before = reading.before(at);
        let is_first_name = first.has(FIRST) && !first.has(FUNCTION);
        let role = before.is_some_and(|token| token.has(ROLE) && !token.has(CALLED));
        if tokens.last().is_some_and(|last| last.has(TAIL)) && !(is_first_name && role) {
            let initial = first.is(INITIAL) && first.has(FUNCTION);
            return self.found(at + usize::from(initial), run, Kind::Organization, true);
        }
        if first.is(INITIAL) && first.has(COMMON) && !is_first_name {
            return Step::Skip(at + 1);
        }
        if first.has(FUNCTION) && !role && !is_name_article(reading.word(at)) {
            return Step::Skip(at + 1);
        }
        let people = ["ien", "ienne", "ais", "aise", "éri", "ain", "aine"];
        if !first.has(FIRST)
            && tokens[1].has(FIRST)
            && people.iter().any(|end| reading.word(at).ends_with(end))
        {
            return Step::Skip(at + 1);
        }
        if let Some(step) = self.before_a_person(at, run) {
            return step;
        }
        if is_first_name && !(first.has(COMMON) && tokens[1].has(COMMON)) {
            return self.found(at, self.person_end(at, run), Kind::Person, true);
        }
        if role || reading.is_abbreviated(at) {
            return self.found(at, run, Kind::Person, true);
        }
        if before.is_some_and(|token| token.has(CALLED)) {
            return self.found(at, run, Kind::Organization, true);
        }
        if first.has(ANY_ORGANISATION) && !first.has(COMMON) {
            return self.found(at, at + 1, Kind::Organization, true);
        }
        if first.has(PLACE) && !first.has(COMMON | NEVER) {
            return self.found(at, known.last.min(run), Kind::Place, true);
        }
        if before.is_some_and(|token| token.has(GEO)) || self.located(at) && !first.has(COMMON) {
            return self.found(at, run, Kind::Place, false);
        }
        // `FC Nantes`, `HBC Nantes`
        if tokens.len() == 2 && first.is(UPPER) && tokens[1].has(ANY_PLACE) && !first.has(COMMON) {
            return self.found(at, run, Kind::Organization, true);
        }
        let strange =
            |token: &Token| token.has(COMMON | HEAD | NEVER | ENGLISH | FUNCTION) || token.is(UPPER);
        let letter = tokens.iter().any(|token| token.len == 1);
        if tokens.len() <= 4 && !letter && !tokens.iter().any(strange) {
            return self.found(at, run, Kind::Person, false);
        }
        if first.has(COMMON | FUNCTION) || first.is(UPPER) {
            return self.single(at);
        }
        Step::Skip(run)
    }

    /// `LREM Aurélien Taché`, `Rouen Dominique Lebrun`: what stands before a given name is a name of its own.
    fn before_a_person(&self, at: usize, run: usize) -> Option<Step> {
        let tokens = self.reading.tokens;
        let other = tokens[at].has(ANY_PLACE | ANY_ORGANISATION | PERSON) || tokens[at].is(UPPER);
        let given = tokens[at + 1].has(FIRST) && !tokens[at + 1].has(COMMON);
        let parts = other && given && run > at + 2 && (!tokens[at].has(FIRST) || tokens[at].has(PLACE));
        parts.then(|| self.single(at))
    }

    /// Where a person's name ends in a run that begins with a given name: before a trailing common word or rank.
    fn person_end(&self, at: usize, run: usize) -> usize {
        let mut end = run;
        while end > at + 1 && self.reading.tokens[end - 1].has(NEVER | FUNCTION) {
            end -= 1;
        }
        end
    }
}

/// Whether an article can begin a person's name: `Le Foll`, `De Gendt`, `El Khomri`.
fn is_name_article(word: &str) -> bool {
    matches!(word, "Le" | "La" | "De" | "Du" | "Des" | "El" | "Al")
}
