//! The tokenizer: one pass over the text, one reused buffer, offsets into what is stored.
//!
//! | in the text | forms |
//! |---|---|
//! | `l'Élysée`, `qu’il`, `lorsqu'on`, `d'« Envoyé spécial »` | `élysée`, `il`, `on`, `envoyé` `spécial` (elision leaves no hole) |
//! | `aujourd'hui`, `presqu'île`, `O'Brien`, `N'Golo` | whole |
//! | `Otunugal'analyste` (glued) | `otunugal` `analyste` |
//! | `porte-parole`, `Jean-Luc` | **`porte-parole`** `porte` `parole`, **`jean-luc`** `jean` `luc` |
//! | `chef-d'œuvre`, `L'Haÿ-les-Roses` | **`chef-d'œuvre`** `chef` `œuvre`, **`haÿ-les-roses`** `haÿ` `les` `roses` |
//! | `a-t-il`, `celui-ci`, `3-0` | `a` `il`, `celui` `ci`, `3` `0` |
//! | `McDonald's` | **`mcdonald's`** `mcdonald` `s` |
//! | `étudiant·e·s`, `élu.e`, `candidat(e)s` | `étudiant`, `élu`, `candidat` |
//! | `S.N.C.F.`, `U.S.A`, `J.-C.` | `sncf`, `usa`, `jc` |
//! | `10 000`, `10.000`, `10000` | `10000` |
//! | `3,5`, `3.5`, `5,576`; `1.2.3` | `3,5`, `3,5`, `5,576`; `1` `2` `3` |
//! | `1er`, `XXe`, `CO2`, `n° 5` | `1er`, `xxe`, `co2`, `n°` `5` |
//! | `75%`, `75 pour cent` | `75` `%`, `75` **`%`** `pour` `cent` |
//! | `10€`, `5 M€`, `5M€`, `$` | `10` `€`, `5` `m` `€` twice, `$` |
//! | `30km`, `30 km` | `30` `km` |
//! | `19h30`, `19 h 30`, `19:30`, `19 heures 30` | **`19h30`** `19` `h` `30` (the last one: `heures`) |
//! | `12/03/2020`, `2020-03-12` | **`2020-03-12`** `12` `03` `2020`, **`2020-03-12`** `2020` `03` `12` |
//! | `#BalanceTonPorc`, `@lemonde` | **`#balancetonporc`** `balance` `ton` `porc`, **`@lemonde`** `lemonde` |
//! | `https://www.lemonde.fr/une/`, `a.b@c.fr` | **`lemonde.fr/une`** `lemonde` `fr` `une`, **`a.b@c.fr`** `a` `b` `c` `fr` |
//! | `北京` | `北` `京` |
//!
//! Bold is a *whole*: it stands at the place of the part behind it and takes no place itself. So a phrase
//! counts parts alone, and a whole is found as one word.
//!
//! Scripts that part no words (Chinese, Japanese, Thai, …) get a token a character: what is asked for is
//! found inside longer runs. A run of letters longer than [`MAX_FORM_BYTES`] is no word that anyone asks for
//! (a key, an attachment): it has no token and takes no place, though it stays in the stored text. Marks
//! without a letter to bear them, emoji and other signs have none either.

mod acronym;
mod address;
mod chars;
mod compound;
mod date;
mod elision;
mod hour;
mod inclusive;
mod number;
mod ordinal;
mod out;
mod rule;
mod tag;
#[cfg(test)]
mod tests;
mod unit;
mod word;

use chars::{apostrophe, char_at, char_len, lower_into};
use elision::Joint;
use ordinal::is_roman_ordinal;
use out::Out;
use word::{CLASSES, GAP, WIDE, word, word_end};

pub(super) use chars::{is_apostrophe, is_hyphen};
pub(super) use ordinal::ordinal_figures;
pub use rule::Rule;
pub use unit::{Unit, forms_of, units_of};

/// Longest form, in bytes; a longer run of letters is no word and gets no token.
pub const MAX_FORM_BYTES: usize = 255;

/// One word of a text, or a whole of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'f> {
    /// The word in lower case, accents and `œ` kept, apostrophes and hyphens made one.
    pub form: &'f str,
    /// First byte of the word in the text; an elided article lies before it.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
    /// What made it.
    pub rule: Rule,
    /// Of a whole, how many of the tokens behind it are its parts; 0 of a part.
    pub parts: u16,
}

impl Token<'_> {
    /// Whether it stands at the place of the token behind it, and takes none itself.
    pub fn is_whole(&self) -> bool {
        self.parts > 0
    }
}

/// Calls `visit` with each token of a text, in order; its position is the number of parts before it.
///
/// Starts never go back, and the parts of a whole lie inside it. `buffer` is scratch space, so that many
/// texts cost no allocation: a word that is written as its form, as most are, is not even copied. Linear
/// in the text.
pub fn tokenize(text: &str, buffer: &mut String, mut visit: impl FnMut(Token<'_>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    // Where the word begins before which something was elided.
    let mut behind_elided = usize::MAX;
    loop {
        while bytes.get(at).is_some_and(|byte| CLASSES[usize::from(*byte)] == GAP) {
            at += 1;
        }
        let start = at;
        let Some(first) = bytes.get(start).copied() else { return };
        let (end, is_form) = word(text, start);
        if end == start {
            at = sign(text, start, &mut Out { buffer, visit: &mut visit });
            continue;
        }
        at = end;
        let rule = if start == behind_elided { Rule::Elision } else { Rule::Word };
        // Most words are followed by a sign that joins nothing: then it is told as it stands.
        let next = bytes.get(end).copied().unwrap_or(b' ');
        let is_joined = JOINS[usize::from(next)] && !(next == b'.' && is_full_stop(bytes, end));
        if !is_joined && !first.is_ascii_digit() {
            if end - start > MAX_FORM_BYTES {
                continue;
            }
            if is_form {
                visit(Token { form: &text[start..end], start, end, rule, parts: 0 });
            } else {
                lower_into(&text[start..end], buffer);
                let rule = if is_roman_ordinal(&bytes[start..end]) { Rule::Ordinal } else { rule };
                visit(Token { form: buffer, start, end, rule, parts: 0 });
            }
            continue;
        }
        let mut out = Out { buffer, visit: &mut visit };
        if let Some(after) = apostrophe(text, end).filter(|_| !first.is_ascii_digit()) {
            match elision::joint(text, start..end, after) {
                Joint::Elided => {
                    at = after;
                    behind_elided = after;
                }
                Joint::Parted => out.word(text, &(start..end), rule),
                Joint::Whole | Joint::Compound => {
                    at = compound::compound(text, start, &mut out).unwrap_or_else(|| {
                        let end = word_end(text, after);
                        out.word(text, &(start..end), Rule::Apostrophe);
                        end
                    });
                }
            }
        } else if let Some(read_end) = joined(text, start, end, &mut out) {
            at = read_end;
        } else {
            let rule = if ordinal_figures(&text[start..end]).is_some() { Rule::Ordinal } else { rule };
            out.word(text, &(start..end), rule);
        }
    }
}

/// Whether a sign behind a word may join it to what follows.
const JOINS: [bool; 256] = {
    let mut joins = [false; 256];
    let mut byte = 0x80;
    while byte < 256 {
        joins[byte] = true;
        byte += 1;
    }
    let signs = b"'`-.:@_+(";
    let mut at = 0;
    while at < signs.len() {
        joins[signs[at] as usize] = true;
        at += 1;
    }
    joins
};

/// Whether the point at `at` has no word behind it.
fn is_full_stop(bytes: &[u8], at: usize) -> bool {
    bytes.get(at + 1).is_none_or(|byte| CLASSES[usize::from(*byte)] == GAP && *byte != b'-')
}

/// Reads what begins with the word at `start` and is more than a word: a number, an address, an acronym,
/// a compound. Tells its tokens and returns its end.
fn joined(text: &str, start: usize, end: usize, out: &mut Out<'_>) -> Option<usize> {
    let bytes = text.as_bytes();
    let next = bytes.get(end).copied().unwrap_or(b' ');
    if bytes[start].is_ascii_digit() {
        if let Some(end) = date::date(text, start, out).or_else(|| hour::hour(text, start, out)) {
            return Some(end);
        }
        let digits_end = start + chars::digits(text, start);
        let is_number = digits_end == end || number::unit(text, digits_end).is_some();
        if is_number && next == b'-' && digits_end == end {
            return compound::compound(text, start, out).or_else(|| Some(number::number(text, start, out)));
        }
        if is_number {
            return Some(number::number(text, start, out));
        }
    }
    match next {
        b'.' => acronym(text, start, end, out)
            .or_else(|| address::address(text, start, end, out))
            .or_else(|| inclusive(text, start, end, out)),
        b'-' => address::address(text, start, end, out).or_else(|| compound::compound(text, start, out)),
        b':' | b'@' | b'_' | b'+' => address::address(text, start, end, out),
        b'(' => inclusive(text, start, end, out),
        0x80.. => match char_at(text, end) {
            Some(sign @ ('°' | 'º')) if text[start..end].eq_ignore_ascii_case("n") => {
                let end = end + sign.len_utf8();
                out.form("n°", &(start..end), Rule::NumberSign, 0);
                // `n°s 5 et 6`
                let plural = word_end(text, end);
                Some(if &text[end..plural] == "s" { plural } else { end })
            }
            Some(c) if is_hyphen(c) => compound::compound(text, start, out),
            Some('·' | '•' | '‧' | '⋅') => inclusive(text, start, end, out),
            _ => None,
        },
        _ => None,
    }
}

/// Tells an acronym and returns its end.
fn acronym(text: &str, start: usize, end: usize, out: &mut Out<'_>) -> Option<usize> {
    let end = acronym::acronym(text, start, end, out.buffer)?;
    out.tell(&(start..end), Rule::Acronym, 0);
    Some(end)
}

/// Tells a word that bears the endings of several genders, and returns their end.
fn inclusive(text: &str, start: usize, end: usize, out: &mut Out<'_>) -> Option<usize> {
    let endings_end = inclusive::inclusive(text, start, end)?;
    lower_into(&text[start..end], out.buffer);
    out.tell(&(start..endings_end), Rule::Inclusive, 0);
    Some(endings_end)
}

/// Reads what stands at `at` and is no word: tells its tokens, if it has any, and returns its end.
fn sign(text: &str, at: usize, out: &mut Out<'_>) -> usize {
    let first = text.as_bytes()[at];
    if CLASSES[usize::from(first)] != WIDE {
        let rule = match first {
            b'#' => Rule::Hashtag,
            b'@' => Rule::Handle,
            b'%' => {
                out.form("%", &(at..at + 1), Rule::Percent, 0);
                return at + 1;
            }
            _ => {
                out.form("$", &(at..at + 1), Rule::Currency, 0);
                return at + 1;
            }
        };
        return tag::tag(text, at, rule, out).unwrap_or(at + 1);
    }
    let end = at + char_len(first);
    match &text[at..end] {
        money @ ("€" | "£" | "¥") => out.form(money, &(at..end), Rule::Currency, 0),
        "№" => out.form("n°", &(at..end), Rule::NumberSign, 0),
        _ => {}
    }
    end
}
