//! The words, numbers and signs of a text that may be a date.

/// A piece of the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: Kind,
    /// Whether it stands against the piece before it.
    pub(super) is_glued: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number of so many digits, at most 18.
    Number { value: u64, digits: usize },
    /// A word in small letters without accents; what was lost in decoding is U+FFFD.
    Word(String),
    /// Any other character but a space.
    Sign(char),
}

impl Token {
    /// The value of a number of one or two digits.
    pub(super) fn small(&self) -> Option<u32> {
        match self.kind {
            Kind::Number { value, digits: 1 | 2 } => u32::try_from(value).ok(),
            _ => None,
        }
    }

    /// The value of a number of so many digits.
    pub(super) fn number(&self, width: usize) -> Option<u32> {
        match self.kind {
            Kind::Number { value, digits } if digits == width => u32::try_from(value).ok(),
            _ => None,
        }
    }

    pub(super) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }
}

/// Returns the pieces of a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::with_capacity(16);
    let mut is_glued = false;
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            is_glued = false;
            continue;
        }
        let same: fn(char) -> bool = if c.is_ascii_digit() { |c| c.is_ascii_digit() } else { is_letter };
        let mut end = start + c.len_utf8();
        if same(c) {
            while let Some((_, c)) = chars.next_if(|(_, c)| same(*c)) {
                end += c.len_utf8();
            }
        }
        let piece = &text[start..end];
        let kind = if !same(c) {
            Kind::Sign(c)
        } else if let (Ok(value), true) = (piece.parse(), end - start <= 18) {
            Kind::Number { value, digits: end - start }
        } else if c.is_ascii_digit() {
            Kind::Number { value: u64::MAX, digits: end - start }
        } else {
            Kind::Word(piece.chars().flat_map(char::to_lowercase).filter_map(unaccented).collect())
        };
        found.push(Token { kind, is_glued });
        is_glued = true;
    }
    found
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{fffd}' | '\u{300}'..='\u{36f}')
}

/// Returns a small letter without its accent; `None` for an accent that stands alone.
fn unaccented(c: char) -> Option<char> {
    Some(match c {
        'à' | 'â' | 'ä' | 'á' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ô' | 'ö' | 'ó' => 'o',
        'û' | 'ù' | 'ü' | 'ú' => 'u',
        'ç' => 'c',
        '\u{300}'..='\u{36f}' => return None,
        c => c,
    })
}
