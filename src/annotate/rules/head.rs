//! Names that begin with a common noun: `ministère de l'Intérieur`, `Union internationale de patinage`,
//! `avenue des Champs-Élysées`.

use super::super::flag::{CALLED, COMMON, FIRST, FUNCTION, GEO_HEAD, HEAD, NEVER, SMALL_HEAD, SPEECH, TITLE};
use super::super::span::{MAX_TOKENS, Span};
use super::super::token::{CAPITAL, DIGIT, ELIDED, INITIAL};
use super::Rules;
use crate::article::Kind;

impl Rules<'_> {
    /// An organisation's name from its head on.
    pub(super) fn head_phrase(&self, at: usize) -> Option<Span> {
        let reading = self.reading;
        let head = &reading.tokens[at];
        let capital = head.is(CAPITAL);
        if !head.has(HEAD) || !capital && !head.has(SMALL_HEAD) {
            return None;
        }
        let mut last = at + 1;
        let mut names = 0;
        let mut described = false;
        while last - at < MAX_TOKENS {
            let Some(token) = reading.next_word(last) else { break };
            if reading.is_name_like(last) && !token.has(NEVER) {
                let complete = names > 0 || capital && last > at + 1;
                if token.has(FUNCTION) || complete && self.is_person_at(last) {
                    break;
                }
                last += 1;
                names += 1;
                continue;
            }
            // `Haut conseil`, `Haute autorité`
            let high = last == at + 1 && token.has(HEAD) && matches!(reading.word(at), "Haut" | "Haute");
            if (high || is_adjective(reading.word(last))) && !token.has(FUNCTION | SPEECH) {
                described = true;
                last += 1;
                continue;
            }
            let joined = self.after_link(last, names > 0);
            if joined == last {
                break;
            }
            names += usize::from(reading.is_name_like(joined - 1));
            last = joined;
        }
        let ends_in_name = reading.is_name_like(last - 1);
        let whole = if capital && !head.is(INITIAL) {
            // `la Banque`, `le Parti` alone say nothing.
            last > at + 1 && !(head.has(CALLED) && names == 0 && !described && last == at + 1)
        } else {
            names > 0 && ends_in_name
        };
        if !whole {
            return None;
        }
        if !capital && !ends_in_name {
            return None;
        }
        Some(Span { first: at, last, kind: Kind::Organization, sure: true })
    }

    /// Whether a given name and another follow: `l'Assemblée nationale Richard Ferrand` is two names.
    fn is_person_at(&self, at: usize) -> bool {
        self.reading.tokens[at].has(FIRST)
            && self.reading.next_word(at + 1).is_some()
            && self.reading.is_name_like(at + 1)
    }

    /// Passes `de la Transition`, `du dialogue`, `d'appel`: a link and its noun. Returns the place itself if
    /// none stands there.
    fn after_link(&self, at: usize, named: bool) -> usize {
        let reading = self.reading;
        let mut next = at;
        let link = reading.word(at);
        if !matches!(link, "de" | "du" | "des" | "d'" | "d’" | "pour" | "aux" | "et") {
            return at;
        }
        if link == "et" {
            // Only `et de la Y`, `et des Y` go on with the same name.
            let second = reading.next_word(at + 1).map(|_| reading.word(at + 1));
            if !matches!(second, Some("de" | "du" | "des" | "d'" | "d’")) || !named {
                return at;
            }
            next += 1;
        }
        next += 1;
        if reading.next_word(next).is_some()
            && matches!(reading.word(next), "la" | "l'" | "l’" | "les" | "le")
        {
            next += 1;
        }
        let Some(noun) = reading.next_word(next) else { return at };
        let name = reading.is_name_like(next);
        // After a first name only another name belongs: `université de Lille de recherche` does not exist.
        let fits = if name { !noun.has(NEVER | TITLE) } else { !named && !noun.has(SPEECH) };
        if !fits || noun.has(FUNCTION) || noun.is(ELIDED | DIGIT) {
            return at;
        }
        next + 1
    }

    /// Where a minister's department ends: `Transition écologique et solidaire`, `Économie et des Finances`.
    pub(super) fn portfolio_end(&self, at: usize) -> usize {
        let reading = self.reading;
        let mut last = at + 1;
        while last - at < MAX_TOKENS && reading.next_word(last).is_some() {
            let word = reading.word(last);
            let token = &reading.tokens[last];
            if reading.is_name_like(last) {
                break;
            }
            let joins = word == "et"
                && reading.next_word(last + 1).is_some_and(|next| !next.has(FUNCTION))
                && is_adjective(reading.word(last + 1));
            if joins || is_adjective(word) && !token.has(FUNCTION | SPEECH) {
                last += 1 + usize::from(joins);
                continue;
            }
            let next = self.after_link(last, true);
            let common =
                next > last && reading.is_name_like(next - 1) && reading.tokens[next - 1].has(COMMON);
            if !common {
                break;
            }
            last = next;
        }
        last
    }

    /// A place's name from its noun on.
    pub(super) fn place_phrase(&self, at: usize) -> Option<Span> {
        let reading = self.reading;
        if !reading.tokens[at].has(GEO_HEAD) || reading.tokens[at].is(INITIAL) {
            return None;
        }
        let mut next = at + 1;
        let linked = reading.next_word(next).is_some()
            && matches!(reading.word(next), "de" | "du" | "des" | "d'" | "d’" | "la");
        if linked {
            next += 1;
            if reading.next_word(next).is_some() && matches!(reading.word(next), "la" | "l'" | "l’") {
                next += 1;
            }
        }
        reading.next_word(next)?;
        let token = &reading.tokens[next];
        if !reading.is_name_like(next) || token.has(NEVER | TITLE) || token.has(FUNCTION) {
            return None;
        }
        Some(Span { first: at, last: self.run_end(next), kind: Kind::Place, sure: true })
    }
}

/// Whether a small word may describe an organisation: by its ending.
fn is_adjective(word: &str) -> bool {
    const ENDINGS: [&str; 25] = [
        "al", "ale", "ales", "aux", "ique", "iques", "ien", "ienne", "iens", "ais", "aise", "aises", "éen",
        "éenne", "el", "elle", "elles", "ain", "aine", "aire", "aires", "if", "ive", "iste", "istes",
    ];
    let known = matches!(
        word,
        "unies"
            | "unis"
            | "publics"
            | "publiques"
            | "civile"
            | "intérieure"
            | "extérieure"
            | "uni"
            | "supérieur"
            | "supérieure"
            | "suprême"
            | "armées"
            | "étrangères"
            | "solidaire"
            | "public"
            | "publique"
            | "libre"
            | "ouvrière"
            | "ouvrier"
            | "turc"
            | "turque"
            | "allemand"
            | "allemande"
            | "espagnol"
            | "espagnole"
            | "russe"
            | "belge"
            | "suisse"
            | "populaire"
            | "vert"
            | "jeune"
            | "insoumise"
            | "syndical"
            | "financiers"
            | "financière"
            | "foncier"
            | "routière"
            | "hospitalier"
            | "arabe"
    );
    known || word.len() > 4 && ENDINGS.iter().any(|ending| word.ends_with(ending))
}
