//! Where words begin and end.

use super::super::phrase::{Hasher, Phrase};
use super::{ABBREVIATED, CAPITAL, DIGIT, ELIDED, INITIAL, INNER_CAPITAL, MARK, Token, UPPER};

/// A word longer than this, in bytes, names nothing.
const MAX_WORD_BYTES: usize = 100;

/// Appends the tokens of a text, in order; `fold` is overwritten.
///
/// Linear in the text's length: some ten instructions a byte of French.
pub(in super::super) fn tokenize(text: &str, fold: &mut String, tokens: &mut Vec<Token>) {
    let mut cutter = Cutter { text, bytes: text.as_bytes(), at: 0, initial: true, fold };
    while let Some(&byte) = cutter.bytes.get(cutter.at) {
        if byte == b' ' {
            cutter.at += 1;
            continue;
        }
        let (class, len) = match CLASSES[usize::from(byte)] {
            Class::Wide => cutter.wide_class(cutter.at, byte),
            class => (class, 1),
        };
        if class.is_in_word() {
            tokens.push(cutter.word(class));
        } else if let Some(mark) = cutter.mark(len) {
            tokens.push(mark);
        }
    }
}

struct Cutter<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// Whether a sentence begins here.
    initial: bool,
    fold: &'a mut String,
}

/// What a character is to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Small,
    Capital,
    Digit,
    Hyphen,
    Apostrophe,
    /// `.`, `&`, `+`: no part of most words, but of some.
    Joint,
    /// `¬`, soft hyphen: where a line broke inside a word.
    Break,
    Other,
    /// The first byte of a longer character.
    Wide,
}

impl Class {
    fn is_in_word(self) -> bool {
        matches!(self, Class::Small | Class::Capital | Class::Digit)
    }

    const fn of(byte: u8) -> Class {
        match byte {
            b'a'..=b'z' => Class::Small,
            b'A'..=b'Z' => Class::Capital,
            b'0'..=b'9' => Class::Digit,
            b'-' => Class::Hyphen,
            b'\'' => Class::Apostrophe,
            b'.' | b'&' | b'+' => Class::Joint,
            0..=0x7f => Class::Other,
            _ => Class::Wide,
        }
    }
}

/// The class of each byte that a character begins with.
const CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = Class::of(byte as u8);
        byte += 1;
    }
    classes
};

/// The shape that a word has by the class of its first letter: small, capital, digit.
const SHAPES: [u8; 9] = [0, CAPITAL, DIGIT, 0, 0, 0, 0, 0, 0];

/// What a mark says of the word after it.
enum Effect {
    /// A sentence, a line or a quotation begins.
    Opens,
    /// What was begun stays so: these stand between a full stop and the sentence it begins.
    Keeps,
    /// The sentence goes on.
    GoesOn,
    /// Space or control: no mark at all.
    Blank,
}

impl Cutter<'_> {
    /// The class and length of the character at a place; `Other`, 0 at the end.
    #[inline]
    fn class(&self, at: usize) -> (Class, usize) {
        let Some(&byte) = self.bytes.get(at) else { return (Class::Other, 0) };
        match CLASSES[usize::from(byte)] {
            Class::Wide => self.wide_class(at, byte),
            class => (class, 1),
        }
    }

    fn wide_class(&self, at: usize, first: u8) -> (Class, usize) {
        // U+00C0 to U+00FF: capitals, then small letters, one sign in the midst of each.
        if first == 0xc3 {
            return match self.bytes.get(at + 1) {
                Some(0x97 | 0xb7) => (Class::Other, 2),
                Some(0x80..=0x9e) => (Class::Capital, 2),
                _ => (Class::Small, 2),
            };
        }
        let Some(c) = self.text[at..].chars().next() else { return (Class::Other, 0) };
        let class = match c {
            '’' | 'ʼ' => Class::Apostrophe,
            '\u{2010}' | '\u{2011}' => Class::Hyphen,
            '\u{ac}' | '\u{ad}' => Class::Break,
            // General punctuation has neither letters nor digits.
            '\u{2000}'..='\u{206f}' => Class::Other,
            c if c.is_uppercase() => Class::Capital,
            c if c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c) => Class::Small,
            c if c.is_numeric() => Class::Digit,
            _ => Class::Other,
        };
        (class, c.len_utf8())
    }

    /// Passes one character that is no letter; spaces and controls leave no token.
    fn mark(&mut self, len: usize) -> Option<Token> {
        let start = self.at;
        let byte = self.bytes[start];
        self.at += len;
        let effect = match byte {
            b'\n' | b'.' | b'!' | b'?' | b'"' | b':' => Effect::Opens,
            b')' | b'(' | b'[' | b']' | b'-' | b'\'' | b'*' | b'+' => Effect::Keeps,
            0..=b' ' | 0x7f => Effect::Blank,
            0x80.. => wide_effect(&self.text[start..self.at]),
            _ => Effect::GoesOn,
        };
        match effect {
            Effect::Opens => self.initial = true,
            Effect::Keeps => {}
            Effect::GoesOn => self.initial = false,
            Effect::Blank => return None,
        }
        Some(Token {
            phrase: Phrase::default(),
            bits: 0,
            start: start as u32,
            len: len as u16,
            shape: MARK,
            mark: byte,
        })
    }

    #[inline]
    fn word(&mut self, first: Class) -> Token {
        let start = self.at;
        let mut shape = SHAPES[first as usize];
        if std::mem::replace(&mut self.initial, false) {
            shape |= INITIAL;
        }
        let mut hasher = Hasher::default();
        let capital = self.bytes[start].is_ascii_uppercase();
        self.at = hasher.small_letters(self.bytes, start, if capital { 0x20 } else { 0 });
        // Most words end here, at a blank or a mark.
        let ends = match self.bytes.get(self.at) {
            None | Some(b' ' | b',' | b'\n' | b')' | b':' | b'"') => true,
            Some(b'.') => first == Class::Small && self.bytes.get(self.at + 1) == Some(&b' '),
            _ => false,
        };
        let mut phrase = if ends {
            hasher.finish_one()
        } else {
            self.rest_of_word(start, capital, first, &mut shape, hasher)
        };
        let mut len = self.at - start;
        if len > MAX_WORD_BYTES {
            (phrase, shape) = (Phrase::default(), MARK);
            // No name lies in such a word, so its recorded length may stop short.
            len = len.min(usize::from(u16::MAX));
        }
        Token { phrase, bits: 0, start: start as u32, len: len as u16, shape, mark: 0 }
    }

    /// Goes on with a word of which a capital, then small letters, are passed, or one of both, or nothing.
    fn rest_of_word(
        &mut self,
        start: usize,
        capital: bool,
        first: Class,
        shape: &mut u8,
        mut hasher: Hasher,
    ) -> Phrase {
        let mut letters = Letters { part: start, previous: None, capitals: 0, small: false };
        if capital {
            letters.take(Class::Capital);
        }
        letters.take_small(self.at > start + usize::from(capital));
        loop {
            let (class, len) = self.class(self.at);
            match class {
                Class::Small | Class::Capital | Class::Digit => {
                    if class == Class::Capital && letters.previous == Some(Class::Small) {
                        *shape |= INNER_CAPITAL;
                    }
                    if len == 1 {
                        hasher.ascii(self.bytes[self.at]);
                    } else {
                        hasher.letter(&self.text[self.at..self.at + len], self.fold);
                    }
                    letters.take(class);
                    self.at += len;
                }
                Class::Hyphen if self.hyphen_joins(first, &self.text[start..self.at], len) => {
                    if first == Class::Small && self.class(self.at + len).0 == Class::Capital {
                        *shape |= INNER_CAPITAL;
                    }
                    hasher.border();
                    self.at += len;
                    letters.new_part(self.at);
                }
                Class::Break if self.class(self.at + len).0.is_in_word() => self.at += len,
                Class::Apostrophe if self.apostrophe(start, len, &letters, shape, &mut hasher) => {
                    letters.new_part(self.at);
                }
                Class::Joint if self.joins(start, &letters, shape, &mut hasher) => {
                    letters.new_part(self.at);
                }
                _ => break,
            }
            let run = self.at;
            self.at = hasher.small_letters(self.bytes, run, 0);
            letters.take_small(self.at > run);
        }
        if letters.capitals >= 2 && !letters.small {
            *shape |= UPPER;
        }
        hasher.finish()
    }

    /// Whether a hyphen goes on with the word: `Jean-Luc`, `al-Assad`, not `pro-Moscou`.
    fn hyphen_joins(&self, first: Class, before: &str, len: usize) -> bool {
        match self.class(self.at + len).0 {
            Class::Small | Class::Digit => true,
            Class::Capital => {
                first != Class::Small
                    || matches!(before, "al" | "el" | "ad" | "ar" | "as" | "an" | "at" | "ash" | "ez")
            }
            _ => false,
        }
    }

    /// Passes an apostrophe if it belongs to the word; says whether the word goes on.
    fn apostrophe(
        &mut self,
        start: usize,
        len: usize,
        letters: &Letters,
        shape: &mut u8,
        hasher: &mut Hasher,
    ) -> bool {
        let before = &self.text[start..self.at];
        let (next, next_len) = self.class(self.at + len);
        let goes_on = next.is_in_word();
        let whole = letters.part == start;
        if whole && matches!(before, "N" | "O" | "M" | "K" | "G") && next == Class::Capital {
            hasher.border();
            self.at += len;
            return true;
        }
        // Wiki text has a space after it: `l' Algérie`.
        let spaced = next == Class::Other && self.bytes.get(self.at + len) == Some(&b' ');
        if whole && is_elision(before) && (goes_on || spaced) {
            *shape |= ELIDED;
            self.at += len;
            return false;
        }
        let last = &self.text[letters.part..self.at];
        let inner = !whole && matches!(last, "d" | "D" | "l" | "L") && goes_on;
        let genitive = *shape & CAPITAL != 0
            && self.bytes.get(self.at + len) == Some(&b's')
            && !self.class(self.at + len + next_len).0.is_in_word();
        if inner
            || genitive
            || (goes_on && matches!(before, "aujourd" | "Aujourd" | "prud" | "presqu" | "Presqu"))
        {
            hasher.border();
            self.at += len;
            return true;
        }
        false
    }

    /// Passes an ASCII mark inside a word if it belongs to it; says whether the word goes on.
    fn joins(&mut self, start: usize, letters: &Letters, shape: &mut u8, hasher: &mut Hasher) -> bool {
        let before = &self.text[start..self.at];
        let next = self.class(self.at + 1).0;
        match self.bytes[self.at] {
            b'.' if self.class(letters.part) == (Class::Capital, self.at - letters.part) => {
                *shape |= ABBREVIATED;
                self.at += 1;
                // `J.-C.` goes on at its hyphen, `U.R.` at a capital alone before a full stop.
                next == Class::Hyphen
                    || (next == Class::Capital && self.bytes.get(self.at + 1) == Some(&b'.'))
            }
            b'.' if matches!(before, "MM" | "Dr" | "Pr" | "Mgr" | "St" | "Jr") => {
                self.at += 1;
                false
            }
            b'.' if matches!(next, Class::Small) => {
                let rest = &self.bytes[self.at + 1..];
                let end = rest.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
                let known: [&[u8]; 8] = [b"com", b"fr", b"org", b"net", b"ru", b"io", b"tv", b"eu"];
                if end <= 3 && known.contains(&&rest[..end]) {
                    self.at += 1;
                    return true;
                }
                false
            }
            b'&' if matches!(next, Class::Small | Class::Capital) => {
                hasher.border();
                self.at += 1;
                true
            }
            b'+' if *shape & CAPITAL != 0 && matches!(next, Class::Joint | Class::Other) => {
                hasher.ascii(b'+');
                self.at += 1;
                false
            }
            _ => false,
        }
    }
}

/// What a word's letters have been so far.
struct Letters {
    /// Where the part after the last hyphen, apostrophe or full stop begins,
    part: usize,
    /// and its last letter, if it has one.
    previous: Option<Class>,
    capitals: usize,
    small: bool,
}

impl Letters {
    fn take(&mut self, class: Class) {
        self.capitals += usize::from(class == Class::Capital);
        self.small |= class == Class::Small;
        self.previous = Some(class);
    }

    /// Takes a run of small letters, if there is one.
    fn take_small(&mut self, any: bool) {
        if any {
            self.take(Class::Small);
        }
    }

    fn new_part(&mut self, at: usize) {
        self.part = at;
        self.previous = None;
    }
}

/// What a mark longer than one byte says of the word after it.
fn wide_effect(mark: &str) -> Effect {
    match mark {
        "…" | "«" | "“" | "•" => Effect::Opens,
        "»" | "”" | "–" | "—" | "’" => Effect::Keeps,
        blank if blank.chars().all(|c| c.is_whitespace() || c.is_control()) => Effect::Blank,
        _ => Effect::GoesOn,
    }
}

fn is_elision(word: &str) -> bool {
    const LONG: [&str; 5] = ["qu", "jusqu", "lorsqu", "puisqu", "quoiqu"];
    match word.as_bytes() {
        [letter] => b"ldjmtsnc".contains(&letter.to_ascii_lowercase()),
        _ => LONG.iter().any(|elision| word.eq_ignore_ascii_case(elision)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenize(text, &mut String::new(), &mut tokens);
        tokens.iter().map(|t| &text[t.start as usize..t.end() as usize]).collect()
    }

    #[test]
    fn words_come_apart_where_french_does() {
        for (text, expected) in [
            ("l’Élysée d'Anne", vec!["l’", "Élysée", "d'", "Anne"]),
            ("jeudi.Le maire", vec!["jeudi", ".", "Le", "maire"]),
            ("Otunugal'analyste", vec!["Otunugal", "'", "analyste"]),
            ("O'Brien, N'Golo", vec!["O'Brien", ",", "N'Golo"]),
            ("pro-Moscou, Jean-Luc", vec!["pro", "-", "Moscou", ",", "Jean-Luc"]),
            ("Bachar al-Assad", vec!["Bachar", "al-Assad"]),
            ("l'U.R.S.S. de M. Dupont", vec!["l'", "U.R.S.S.", "de", "M.", "Dupont"]),
            ("dans le Val-d'Oise aujourd'hui", vec!["dans", "le", "Val-d'Oise", "aujourd'hui"]),
            ("Booking.com et H&M", vec!["Booking.com", "et", "H&M"]),
            ("McDonald's", vec!["McDonald's"]),
            ("M. Poin¬caré ¬", vec!["M.", "Poin¬caré", "¬"]),
            ("\0\u{1}", vec![]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }
}
