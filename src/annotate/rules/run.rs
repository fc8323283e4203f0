//! How far a name reaches: the longest phrase of the lexicon, the run of capitalised words.

use super::super::flag::{
    ANY_ORGANISATION, BEGINNING, COMMON, COMMUNE, DEPARTMENT, FIRST, FUNCTION, NEVER, PARTICLE, PERSON,
    PLACE, PREFIX, TOWN,
};
use super::super::phrase::Phrase;
use super::super::span::MAX_TOKENS;
use super::super::span::Match;
use super::super::token::{CAPITAL, ELIDED, INITIAL, MARK, UPPER};
use super::Rules;

impl Rules<'_> {
    /// Returns the longest phrase from a place on that the lexicon has as a whole.
    pub(super) fn longest(&self, at: usize) -> Option<Match> {
        let tokens = self.reading.tokens;
        let mut phrase = tokens[at].phrase;
        let mut flags = tokens[at].bits;
        let mut best = (flags & !BEGINNING != 0).then_some(Match { last: at + 1, flags });
        let mut last = at + 1;
        while flags & PREFIX != 0 && last - at < MAX_TOKENS && last != self.reading.title_tokens {
            let Some(token) = tokens.get(last) else { break };
            last += 1;
            if token.is(MARK) {
                // `Pierre & Vacances`, `Europe Écologie - Les Verts`
                if matches!(token.mark, b'&' | b'-' | 0xe2) && token.len <= 3 {
                    continue;
                }
                break;
            }
            phrase = Phrase::join(phrase, token.phrase);
            flags = self.lexicon.look_up(phrase);
            if flags & !BEGINNING != 0 && !token.is(ELIDED) && self.is_written_as_name(at, last, flags) {
                best = Some(Match { last, flags });
            }
        }
        best
    }

    /// Returns the name whose article a preposition has taken in: `au Monde`, `du Canard enchaîné`, `du Mans`.
    pub(super) fn contracted(&self, at: usize) -> Option<Match> {
        let reading = self.reading;
        let takes_in = reading.before(at).is_some() && matches!(reading.word(at - 1), "au" | "du");
        takes_in.then(|| self.lexicon.with_article(reading, at)).flatten()
    }

    /// Whether a known phrase has the capitals that make it a name: `La Garde`, `Le Maire`, not `la garde`, `Le maire`.
    fn is_written_as_name(&self, first: usize, last: usize, flags: u32) -> bool {
        let reading = self.reading;
        let article = matches!(reading.word(first), "Le" | "La" | "Les" | "L'" | "L’" | "l'" | "l’");
        let second = first + 1;
        if article && !(reading.is_name_like(second) || reading.tokens[second].is(ELIDED)) {
            return false;
        }
        let every = flags & (PERSON | TOWN | COMMUNE) != 0 && flags & (PLACE | ANY_ORGANISATION) == 0;
        let small = |at: usize| !reading.is_name_like(at) && !reading.tokens[at].has(FUNCTION | PARTICLE);
        !every || !(first..last).any(small)
    }

    /// Returns the first token after the run of capitalised words that begins here, particles inside.
    pub(super) fn run_end(&self, at: usize) -> usize {
        let reading = self.reading;
        let mut last = at + 1;
        if reading.tokens[at].is(ELIDED) {
            return last;
        }
        let mut given_only = reading.tokens[at].has(FIRST) && !reading.tokens[at].has(PLACE);
        while let Some(token) = reading.next_word(last) {
            if token.is(CAPITAL) && !token.is(ELIDED) || reading.is_name_like(last) {
                if token.has(NEVER) || token.has(FUNCTION) && !self.name_follows(last + 1) {
                    break;
                }
                given_only &= token.has(FIRST);
                last += 1;
                continue;
            }
            let next = self.after_particles(last, given_only);
            if next == last {
                break;
            }
            last = next + 1;
            given_only = false;
        }
        last
    }

    fn is_known_at(&self, at: usize) -> bool {
        self.reading.tokens.get(at).is_none_or(|token| token.has(PLACE | TOWN | ANY_ORGANISATION | COMMON))
    }

    fn name_follows(&self, at: usize) -> bool {
        self.reading.next_word(at).is_some() && self.reading.is_name_like(at)
    }

    /// Passes the small particles inside a name: `Dominique de Villepin`, `Oussama ben Laden`. French ones join
    /// given names only, since `Emmanuel Macron de Paris` is two names.
    fn after_particles(&self, at: usize, given_only: bool) -> usize {
        let mut next = at;
        while next < at + 2 {
            let Some(token) = self.reading.next_word(next) else { return at };
            if !token.has(PARTICLE) || token.is(CAPITAL) {
                break;
            }
            let french = matches!(
                self.reading.word(next),
                "de" | "du" | "des" | "d'" | "d’" | "la" | "le" | "y" | "al" | "el"
            );
            // `Giscard d'Estaing` is one name for all that.
            let noble = matches!(self.reading.word(next), "d'" | "d’") && !self.is_known_at(next + 1);
            if french && !given_only && !noble {
                return at;
            }
            next += 1;
        }
        if next > at && self.name_follows(next) && !self.reading.tokens[next].has(PLACE) { next } else { at }
    }

    /// Whether a department, region or country in brackets follows: `Levens (Alpes-Maritimes)`; or stands here.
    pub(super) fn is_bracketed(&self, at: usize, known: Match) -> bool {
        let reading = self.reading;
        if known.flags & DEPARTMENT != 0
            && at > 0
            && reading.is_mark(at - 1, b'(')
            && reading.is_mark(known.last, b')')
        {
            return true;
        }
        if !reading.is_mark(known.last, b'(') {
            return false;
        }
        let inside = known.last + 1;
        let Some(token) = reading.tokens.get(inside) else { return false };
        token.is(CAPITAL) && self.longest(inside).is_some_and(|inner| inner.flags & (DEPARTMENT | PLACE) != 0)
    }

    /// Whether a token stands in a line in capitals.
    pub(super) fn is_heading(&self, at: usize) -> bool {
        let tokens = self.reading.tokens;
        let upper = |index: usize| {
            tokens.get(index).is_some_and(|token| token.is(UPPER)) && self.reading.next_word(index).is_some()
        };
        if !tokens[at].is(UPPER) {
            return false;
        }
        let ahead = usize::from(upper(at + 1)) + usize::from(upper(at + 1) && upper(at + 2));
        let behind = at > 0 && !tokens[at].is(INITIAL) && tokens[at - 1].is(UPPER);
        let further = behind && at > 1 && tokens[at - 2].is(UPPER) && !tokens[at - 1].is(INITIAL);
        ahead + usize::from(behind) + usize::from(further) >= 2
    }
}
