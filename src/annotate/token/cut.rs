//! Where words begin and end.

use super::super::phrase::{Hasher, Phrase};
use super::{ABBREVIATED, CAPITAL, DIGIT, ELIDED, INITIAL, INNER_CAPITAL, MARK, Token, UPPER};

/// A word longer than this, in bytes, names nothing.
const MAX_WORD_BYTES: usize = 100;

/// Appends the tokens of a text, in order. Linear in its length.
pub(in super::super) fn tokenize(text: &str, hasher: &mut Hasher, tokens: &mut Vec<Token>) {
    let mut cutter = Cutter { text, bytes: text.as_bytes(), at: 0, initial: true, hasher };
    while let Some(token) = cutter.next_token() {
        tokens.push(token);
    }
}

struct Cutter<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// Whether a sentence begins here.
    initial: bool,
    hasher: &'a mut Hasher,
}

/// What a character is to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Small,
    Capital,
    Digit,
    Hyphen,
    Apostrophe,
    Other,
}

impl Cutter<'_> {
    /// The class and length of the character at a place; `Other`, 0 at the end.
    #[inline]
    fn class(&self, at: usize) -> (Class, usize) {
        let Some(&byte) = self.bytes.get(at) else { return (Class::Other, 0) };
        match byte {
            b'a'..=b'z' => (Class::Small, 1),
            b'A'..=b'Z' => (Class::Capital, 1),
            b'0'..=b'9' => (Class::Digit, 1),
            b'-' => (Class::Hyphen, 1),
            b'\'' => (Class::Apostrophe, 1),
            0..=0x7f => (Class::Other, 1),
            _ => self.wide_class(at),
        }
    }

    fn wide_class(&self, at: usize) -> (Class, usize) {
        let Some(c) = self.text[at..].chars().next() else { return (Class::Other, 0) };
        let class = match c {
            '’' | 'ʼ' => Class::Apostrophe,
            '\u{2010}' | '\u{2011}' => Class::Hyphen,
            c if c.is_uppercase() => Class::Capital,
            c if c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c) => Class::Small,
            c if c.is_numeric() => Class::Digit,
            _ => Class::Other,
        };
        (class, c.len_utf8())
    }

    fn next_token(&mut self) -> Option<Token> {
        loop {
            if self.bytes.get(self.at) == Some(&b' ') {
                self.at += 1;
                continue;
            }
            let (class, len) = self.class(self.at);
            match class {
                _ if len == 0 => return None,
                Class::Small | Class::Capital | Class::Digit => return Some(self.word()),
                _ => {
                    if let Some(token) = self.mark(len) {
                        return Some(token);
                    }
                }
            }
        }
    }

    /// Passes one character that is no letter; spaces and controls leave no token.
    fn mark(&mut self, len: usize) -> Option<Token> {
        let start = self.at;
        let byte = self.bytes[start];
        self.at += len;
        match &self.text[start..self.at] {
            "\n" | "." | "!" | "?" | "…" | "«" | "\"" | "“" | ":" | "•" => self.initial = true,
            // These stand between a full stop and the sentence it begins.
            "»" | "”" | ")" | "(" | "[" | "]" | "-" | "–" | "—" | "'" | "’" | "*" | "+" => {}
            blank if blank.chars().all(|c| c.is_whitespace() || c.is_control()) => return None,
            _ => self.initial = false,
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

    fn word(&mut self) -> Token {
        let start = self.at;
        let mut shape = 0;
        let (first, _) = self.class(start);
        match first {
            Class::Capital => shape |= CAPITAL,
            Class::Digit => shape |= DIGIT,
            _ => {}
        }
        if std::mem::replace(&mut self.initial, false) {
            shape |= INITIAL;
        }
        let mut letters = Letters::default();
        loop {
            let run = self.at;
            while let Some(byte @ b'a'..=b'z') = self.bytes.get(self.at) {
                self.hasher.ascii(*byte);
                self.at += 1;
            }
            letters.take_small(self.at - run);
            let (class, len) = self.class(self.at);
            match class {
                Class::Small | Class::Capital | Class::Digit => {
                    if class == Class::Capital && letters.previous == Some(Class::Small) {
                        shape |= INNER_CAPITAL;
                    }
                    if len == 1 {
                        self.hasher.ascii(self.bytes[self.at]);
                    } else {
                        self.hasher.letter(&self.text[self.at..self.at + len]);
                    }
                    letters.take(class, len);
                    self.at += len;
                }
                Class::Hyphen if self.hyphen_joins(first, &self.text[start..self.at], len) => {
                    if first == Class::Small && self.class(self.at + len).0 == Class::Capital {
                        shape |= INNER_CAPITAL;
                    }
                    self.hasher.border();
                    letters.part();
                    self.at += len;
                }
                Class::Apostrophe => {
                    if !self.apostrophe(start, len, &letters, &mut shape) {
                        break;
                    }
                    letters.part();
                }
                Class::Other if len == 1 => {
                    if !self.joins(start, &letters, &mut shape) {
                        break;
                    }
                    letters.part();
                }
                _ => break,
            }
        }
        let phrase = self.hasher.finish();
        if letters.capitals >= 2 && letters.small == 0 {
            shape |= UPPER;
        }
        let len = self.at - start;
        if len > MAX_WORD_BYTES {
            shape = MARK;
        }
        let phrase = if shape == MARK { Phrase::default() } else { phrase };
        // No name lies in such a word, so its recorded length may stop short.
        let len = len.min(usize::from(u16::MAX)) as u16;
        Token { phrase, bits: 0, start: start as u32, len, shape, mark: 0 }
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
    fn apostrophe(&mut self, start: usize, len: usize, letters: &Letters, shape: &mut u8) -> bool {
        let before = &self.text[start..self.at];
        let (next, next_len) = self.class(self.at + len);
        let goes_on = matches!(next, Class::Small | Class::Capital | Class::Digit);
        let whole = before.len() == letters.part_bytes;
        if whole && matches!(before, "N" | "O" | "M" | "K" | "G") && next == Class::Capital {
            self.hasher.border();
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
        let last = &before[before.len() - letters.part_bytes..];
        let inner = !whole && matches!(last, "d" | "D" | "l" | "L") && goes_on;
        let genitive = *shape & CAPITAL != 0
            && self.bytes.get(self.at + len) == Some(&b's')
            && !matches!(
                self.class(self.at + len + next_len).0,
                Class::Small | Class::Capital | Class::Digit
            );
        if inner
            || genitive
            || (goes_on && matches!(before, "aujourd" | "Aujourd" | "prud" | "presqu" | "Presqu"))
        {
            self.hasher.border();
            self.at += len;
            return true;
        }
        false
    }

    /// Passes an ASCII mark inside a word if it belongs to it; says whether the word goes on.
    fn joins(&mut self, start: usize, letters: &Letters, shape: &mut u8) -> bool {
        let before = &self.text[start..self.at];
        let next = self.class(self.at + 1).0;
        match self.bytes[self.at] {
            b'.' if letters.in_part == 1 && letters.previous == Some(Class::Capital) => {
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
                self.hasher.border();
                self.at += 1;
                true
            }
            b'+' if *shape & CAPITAL != 0 && next == Class::Other => {
                self.hasher.ascii(b'+');
                self.at += 1;
                false
            }
            _ => false,
        }
    }
}

/// What a word's letters have been so far.
#[derive(Default)]
struct Letters {
    previous: Option<Class>,
    /// Letters since the last hyphen, apostrophe or full stop,
    in_part: usize,
    /// and their bytes.
    part_bytes: usize,
    capitals: usize,
    small: usize,
}

impl Letters {
    fn take(&mut self, class: Class, len: usize) {
        match class {
            Class::Capital => self.capitals += 1,
            Class::Small => self.small += 1,
            _ => {}
        }
        self.previous = Some(class);
        self.in_part += 1;
        self.part_bytes += len;
    }

    /// Takes a run of small letters of one byte.
    fn take_small(&mut self, letters: usize) {
        if letters > 0 {
            self.small += letters;
            self.previous = Some(Class::Small);
            self.in_part += letters;
            self.part_bytes += letters;
        }
    }

    fn part(&mut self) {
        self.previous = None;
        self.in_part = 0;
        self.part_bytes = 0;
    }
}

fn is_elision(word: &str) -> bool {
    const ELISIONS: [&str; 13] =
        ["l", "d", "qu", "j", "m", "t", "s", "n", "c", "jusqu", "lorsqu", "puisqu", "quoiqu"];
    ELISIONS.iter().any(|elision| word.eq_ignore_ascii_case(elision))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenize(text, &mut Hasher::default(), &mut tokens);
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
            ("\0\u{1}", vec![]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }
}
