//! The tagger by rules: lexicon, capitals and the words beside them.
//!
//! Tokens with their lexicon flags come in, spans go out, in order of place and without overlap. A trained
//! tagger can stand in this room's place: nothing after it knows how a span was found. It prefers silence to
//! a wrong name; what other mentions in the article can settle is left to `settle`.

mod head;
mod run;
mod several;
mod single;

use super::flag::{
    AGENCY, ANY_PLACE, BRAND, CALLED, COMMON, FIRST, FUNCTION, GEO_HEAD, HEAD, MEDIUM, NEVER, ORGANISATION,
    PERSON, PERSON_PREFIX, PLACE, PREFIX, ROLE, SMALL_HEAD, TAIL, TITLE, TOWN,
};
use super::lexicon::Lexicon;
use super::ministry;
use super::span::Match;
use super::span::{MAX_TOKENS, Reading, Span};
use super::token::{CAPITAL, DIGIT, ELIDED, INITIAL, INNER_CAPITAL, Token};
use crate::article::Kind;

/// Appends the spans of an article. Linear in its tokens: each looks at [`MAX_TOKENS`] neighbours at most.
pub(super) fn tag(lexicon: &Lexicon, reading: Reading<'_>, spans: &mut Vec<Span>) {
    let rules = Rules { lexicon, reading };
    let mut at = 0;
    while let Some(passed) = reading.tokens[at..].iter().position(begins) {
        at += passed;
        at = match rules.step(at) {
            Step::Skip(next) => next.max(at + 1),
            Step::Found(span) if reading.is_bounded(span.first, span.last) => {
                spans.push(span);
                span.last
            }
            Step::Found(_) => at + 1,
        };
    }
}

/// What a look at one place yields.
enum Step {
    /// Nothing; go on there.
    Skip(usize),
    /// A span, which may begin later than the place.
    Found(Span),
}

/// Whether a token can begin a name at all. Nearly all words without a capital cannot, and only this is asked of
/// them: of longer names, an article or preposition begins but people's.
#[inline]
fn begins(token: &Token) -> bool {
    let longer = if token.has(FUNCTION) { PERSON_PREFIX } else { PREFIX };
    token.is(CAPITAL | INNER_CAPITAL) || token.has(longer | SMALL_HEAD | GEO_HEAD)
}

struct Rules<'a> {
    lexicon: &'a Lexicon,
    reading: Reading<'a>,
}

impl Rules<'_> {
    fn step(&self, at: usize) -> Step {
        let token = &self.reading.tokens[at];
        if token.is(CAPITAL | INNER_CAPITAL) {
            return self.capitalised(at);
        }
        self.small_start(at)
    }

    /// A name that begins with a small letter or a digit: `hôtel Matignon`, `20 Minutes`, `cour d'appel de Lyon`.
    fn small_start(&self, at: usize) -> Step {
        let token = &self.reading.tokens[at];
        // `la radio France Inter`: the noun is no part of it.
        let longer = self.longest(at).filter(|known| known.last > at + 1 && !token.has(CALLED));
        if let Some(known) = longer {
            let capital = (at..known.last).any(|token| self.reading.is_name_like(token));
            let kind = self.kind_of(known.flags);
            if let Some(kind) = kind
                && capital
                && (!token.has(FUNCTION) || kind == Kind::Person)
            {
                return self.found(at, known.last, kind, true);
            }
            if known.flags & NEVER != 0 && !token.has(FUNCTION) {
                return Step::Skip(known.last);
            }
        }
        if token.is(DIGIT) {
            return Step::Skip(at + 1);
        }
        let phrase = self.head_phrase(at).or_else(|| self.place_phrase(at));
        phrase.map_or(Step::Skip(at + 1), Step::Found)
    }

    fn capitalised(&self, at: usize) -> Step {
        let reading = self.reading;
        let token = &reading.tokens[at];
        let run = self.run_end(at);
        if run - at > MAX_TOKENS {
            return Step::Skip(run);
        }
        if self.is_heading(at) {
            return self.in_heading(at);
        }
        let known = self.longest(at).unwrap_or(Match { last: at + 1, flags: 0 });
        let whole = known.last >= run;
        if let Some(full) = self.contracted(at)
            && let Some(kind) = self.kind_of(full.flags)
            && full.last >= known.last
        {
            return self.found(at, full.last, kind, true);
        }
        if ministry::link(reading, at).is_some() {
            return self.found(at, self.portfolio_end(at), Kind::Organization, true);
        }
        if token.has(HEAD)
            && let Some(span) = self.head_phrase(at).filter(|span| span.last > known.last)
        {
            return Step::Found(span);
        }
        let named_so = token.has(FIRST) && !whole;
        if known.flags & NEVER != 0 && !named_so && !self.is_bracketed(at, known) {
            // `L'Union` is none, `l'Union européenne` may be one.
            return Step::Skip(if token.has(FUNCTION) { at + 1 } else { known.last });
        }
        if self.is_title_word(at) && known.last == at + 1 {
            return Step::Skip(at + 1);
        }
        let bare_function = token.has(FUNCTION) && run == at + 1;
        if self.titled(at) && !bare_function {
            return self.found(at, run.max(self.person_match(known)), Kind::Person, true);
        }
        if known.last > at + 1
            && (whole || !token.has(FIRST))
            && let Some(step) = self.known_phrase(at, run, known)
        {
            return step;
        }
        if let Some(span) = self.place_phrase(at) {
            return Step::Found(span);
        }
        if token.has(FUNCTION) && (token.is(INITIAL | ELIDED) || run == at + 1) {
            return Step::Skip(at + 1);
        }
        if run > at + 1 { self.long_run(at, run, known) } else { self.single(at) }
    }

    #[inline]
    fn found(&self, first: usize, last: usize, kind: Kind, sure: bool) -> Step {
        Step::Found(Span { first, last, kind, sure })
    }

    /// The end of a match that names a person, else 0.
    fn person_match(&self, known: Match) -> usize {
        if known.flags & PERSON != 0 { known.last } else { 0 }
    }

    /// The kind that flags alone give.
    fn kind_of(&self, flags: u32) -> Option<Kind> {
        if flags & NEVER != 0 {
            None
        } else if flags & PERSON != 0 {
            Some(Kind::Person)
        } else if flags & (ORGANISATION | MEDIUM | AGENCY) != 0 {
            Some(Kind::Organization)
        } else if flags & PLACE != 0 {
            Some(Kind::Place)
        } else if flags & BRAND != 0 {
            Some(Kind::Organization)
        } else if flags & ANY_PLACE != 0 {
            Some(Kind::Place)
        } else {
            None
        }
    }

    /// A name of several words that the lexicon has.
    fn known_phrase(&self, at: usize, run: usize, known: Match) -> Option<Step> {
        let kind = self.kind_of(known.flags)?;
        // `Le Bourget a dit`: a small town that begins with an article needs its preposition.
        let weak = kind == Kind::Place && known.flags & (PLACE | TOWN) == 0;
        if weak && !self.located(at) && !self.is_bracketed(at, known) {
            return None;
        }
        // `New York Rangers` is no place, `Renault Sport` no mere Renault.
        let tail = run > known.last && self.reading.tokens[run - 1].has(TAIL);
        if tail {
            return Some(self.found(at, run, Kind::Organization, true));
        }
        Some(self.found(at, known.last, kind, true))
    }

    /// Inside a line in capitals only whole known names count.
    fn in_heading(&self, at: usize) -> Step {
        let Some(known) = self.longest(at) else { return Step::Skip(at + 1) };
        let plain = known.flags & (COMMON | FUNCTION | NEVER | FIRST) == 0;
        let strong = known.flags & (PLACE | ORGANISATION) != 0;
        match self.kind_of(known.flags) {
            Some(kind) if plain && strong => self.found(at, known.last, kind, true),
            _ => Step::Skip(at + 1),
        }
    }

    /// Whether a title stands before: `M.`, `Mme`, `le roi`.
    fn titled(&self, at: usize) -> bool {
        let tokens = self.reading.tokens;
        at > 0 && at != self.reading.title_tokens && tokens[at - 1].has(TITLE) && !tokens[at].is(ELIDED)
    }

    /// Whether a capitalised token is a title before a name, and no name: `Monsieur`, `Me`, `Président`.
    fn is_title_word(&self, at: usize) -> bool {
        let token = &self.reading.tokens[at];
        token.has(TITLE) || token.has(ROLE) && !token.has(FIRST | PERSON | ANY_PLACE)
    }
}
