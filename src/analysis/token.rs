//! The tokenizer: one pass over the text, one reused buffer, offsets into what is stored.
//!
//! | in the text | forms |
//! |---|---|
//! | `l'Élysée`, `qu’il`, `lorsqu'on` | `élysée`, `il`, `on` (elision leaves no hole) |
//! | `aujourd'hui`, `presqu'île`, `O'Brien` | whole |
//! | `Otunugal'analyste` (glued) | `otunugal` `analyste` |
//! | `porte-parole`, `Jean-Luc` | `porte` `parole`, `jean` `luc` |
//! | `a-t-il` | `a` `il` |
//! | `S.N.C.F.`, `U.R.S.S.` | `sncf`, `urss` |
//! | `10 000`, `10.000`, `10000` | `10000` |
//! | `3,5`, `3.5`, `5,576` | `3,5`, `3,5`, `5,576` |
//! | `75%`, `19h30`, `1er`, `CO2` | `75`, `19h30`, `1er`, `co2` |

/// Longest form, in bytes; a longer run of letters is no word and gets no token.
pub const MAX_FORM_BYTES: usize = 255;

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'f> {
    /// The word in lower case, accents and `œ` kept, apostrophes made one.
    pub form: &'f str,
    /// First byte of the word in the text; an elided article lies before it.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
}

/// Calls `visit` with each token of a text, in order; its position is its number.
///
/// `buffer` is scratch space, so that many texts cost no allocation: a word that is written as its form, as
/// most are, is not even copied. Linear in the text.
pub fn tokenize(text: &str, buffer: &mut String, mut visit: impl FnMut(Token<'_>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        while bytes.get(at).is_some_and(|byte| CLASSES[usize::from(*byte)] == GAP) {
            at += 1;
        }
        let start = at;
        let Some(first) = bytes.get(start) else { return };
        let (end, is_form) = word(text, start);
        if end == start {
            at += char_len(*first);
            continue;
        }
        at = end;
        // Most words are followed by a blank: then nothing below can apply but numbers and capitals.
        let next = bytes.get(end).copied().unwrap_or(b' ');
        if next == b' ' && is_form && !first.is_ascii_digit() {
            if end - start <= MAX_FORM_BYTES {
                visit(Token { form: &text[start..end], start, end });
            }
            continue;
        }
        let range = start..end;
        if first.is_ascii_digit() && bytes[range.clone()].iter().all(u8::is_ascii_digit) {
            at = number(text, range, buffer);
        } else if let Some(end) = acronym(text, &range, buffer) {
            at = end;
        } else if let Some(after) = apostrophe(text, at) {
            match joint(&text[range.clone()], &text[after..word(text, after).0]) {
                Joint::Elided => {
                    at = after;
                    continue;
                }
                Joint::Whole => {
                    at = word(text, after).0;
                    lower_into(&text[range], buffer);
                    buffer.push('\'');
                    push_lower(&text[after..at], buffer);
                }
                Joint::Parted => lower_into(&text[range], buffer),
            }
        } else if is_euphonic_t(text, &range) {
            continue;
        } else if is_form {
            if end - start <= MAX_FORM_BYTES {
                visit(Token { form: &text[start..end], start, end });
            }
            continue;
        } else {
            lower_into(&text[range], buffer);
        }
        if !buffer.is_empty() && buffer.len() <= MAX_FORM_BYTES {
            visit(Token { form: buffer, start, end: at });
        }
    }
}

/// Returns the forms of a query's text, composed (NFC) first as stored texts are.
pub fn forms_of(text: &str) -> Vec<String> {
    let composed: String = unicode_normalization::UnicodeNormalization::nfc(text).collect();
    let mut forms = Vec::new();
    tokenize(&composed, &mut String::new(), |token| forms.push(token.form.to_owned()));
    forms
}

/// An ASCII byte that belongs to no word.
const GAP: u8 = 0;
/// An ASCII letter or digit that is written as its form.
const FORM: u8 = 1;
/// An ASCII capital.
const CAPITAL: u8 = 2;
/// A byte of a longer character.
const WIDE: u8 = 3;

const CLASSES: [u8; 256] = {
    let mut classes = [GAP; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'0'..=b'9' => FORM,
            b'A'..=b'Z' => CAPITAL,
            0x80.. => WIDE,
            _ => GAP,
        };
        byte += 1;
    }
    classes
};

/// End of the run of letters, digits and marks that begins at `at` (`at` itself if there is none), and
/// whether it is written as its form: in lower case, with nothing to leave out.
fn word(text: &str, mut at: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut is_form = true;
    while let Some(byte) = bytes.get(at) {
        match CLASSES[usize::from(*byte)] {
            FORM => at += 1,
            CAPITAL => {
                is_form = false;
                at += 1;
            }
            GAP => break,
            _ => match (*byte, bytes.get(at + 1)) {
                // `ß` to `ÿ` but the sign `÷`: nearly all that is not ASCII in French words.
                (0xc3, Some(0x9f..=0xb6 | 0xb8..=0xbf)) => at += 2,
                _ => {
                    let Some(c) = text[at..].chars().next().filter(|c| is_word_char(*c)) else { break };
                    is_form &= c == 'œ';
                    at += c.len_utf8();
                }
            },
        }
    }
    (at, is_form)
}

/// End of the run of letters, digits and marks that begins at `at`; `at` if there is none.
fn word_end(text: &str, at: usize) -> usize {
    word(text, at).0
}

fn is_word_char(c: char) -> bool {
    match c {
        // Latin-1 and Latin Extended-A: all letters but the two signs.
        'À'..='ſ' => c != '×' && c != '÷',
        '\u{ad}' | '\u{200b}'..='\u{200d}' => true,
        // The signs of French typography, which the tables of Unicode would be asked about in vain.
        '\u{2000}'..='\u{206f}' | '«' | '»' | '\u{a0}' | 'ʼ' | '€' => false,
        _ => c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c),
    }
}

fn char_len(first: u8) -> usize {
    match first {
        0xf0.. => 4,
        0xe0.. => 3,
        0xc0.. => 2,
        _ => 1,
    }
}

/// The byte after an apostrophe that stands at `at`.
fn apostrophe(text: &str, at: usize) -> Option<usize> {
    let c = text[at..].chars().next()?;
    matches!(c, '\'' | '’' | 'ʼ' | '´' | '‘' | '＇').then(|| at + c.len_utf8())
}

/// What an apostrophe between two runs of letters means.
enum Joint {
    /// The left part is an elided function word.
    Elided,
    /// Both parts are one word.
    Whole,
    /// Two words, glued or quoted.
    Parted,
}

fn joint(left: &str, right: &str) -> Joint {
    let Some(first) = right.chars().next().filter(|c| c.is_alphabetic()) else {
        return Joint::Parted;
    };
    let starts = |prefix: &str| starts_with_ignoring_case(right, prefix);
    let is = |word: &str| left.len() == word.len() && left.eq_ignore_ascii_case(word);
    if is("aujourd") && starts("hui")
        || is("prud") && starts("hom")
        || is("presqu") && (starts("île") || starts("ile"))
        || is("quelqu") && starts("un")
        || is("entr") && (starts("acte") || starts("ouv"))
    {
        return Joint::Whole;
    }
    const ELIDED: [&str; 17] = [
        "l", "d", "j", "m", "t", "s", "n", "c", "z", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu",
        "quelqu", "entr",
    ];
    if ELIDED.iter().any(|word| is(word)) || left == "ç" || left == "Ç" {
        return Joint::Elided;
    }
    // `O'Brien`, `K'Naan`: one letter that is no elided word, before a capital or in capitals.
    if left.chars().count() == 1 && left.chars().all(char::is_alphabetic) {
        let capital = first.is_uppercase() || left.chars().all(char::is_lowercase);
        return if capital { Joint::Whole } else { Joint::Parted };
    }
    Joint::Parted
}

fn starts_with_ignoring_case(text: &str, prefix: &str) -> bool {
    let mut chars = text.chars().flat_map(char::to_lowercase);
    prefix.chars().all(|p| chars.next() == Some(p))
}

/// `t` in `a-t-il`, `va-t-elle`, `dira-t-on`: a sound, no word.
fn is_euphonic_t(text: &str, word: &std::ops::Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let between_hyphens = word.len() == 1
        && matches!(bytes[word.start], b't' | b'T')
        && word.start > 0
        && bytes[word.start - 1] == b'-'
        && bytes.get(word.end) == Some(&b'-');
    between_hyphens && {
        let next = &text[word.end + 1..word_end(text, word.end + 1)];
        ["il", "elle", "on", "ils", "elles"].iter().any(|pronoun| next.eq_ignore_ascii_case(pronoun))
    }
}

/// Reads `S.N.C.F.` from its first letter on: puts the form in `buffer` and returns its end.
fn acronym(text: &str, first: &std::ops::Range<usize>, buffer: &mut String) -> Option<usize> {
    let bytes = text.as_bytes();
    if first.len() > 4 || bytes.get(first.end) != Some(&b'.') || !is_one_letter(&text[first.clone()]) {
        return None;
    }
    let mut letters = 1;
    let mut end = first.end;
    lower_into(&text[first.clone()], buffer);
    while bytes.get(end) == Some(&b'.') {
        let next = word_end(text, end + 1);
        if !is_one_letter(&text[end + 1..next]) {
            break;
        }
        push_lower(&text[end + 1..next], buffer);
        letters += 1;
        end = next;
    }
    (letters > 1).then_some(end)
}

fn is_one_letter(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// Reads a number from its first digits on: groups of thousands are joined, a decimal part is kept
/// after a comma. Puts the form in `buffer` and returns its end.
fn number(text: &str, first: std::ops::Range<usize>, buffer: &mut String) -> usize {
    let bytes = text.as_bytes();
    let digits = |at: usize| bytes[at.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
    let ends_word = |at: usize| word_end(text, at) == at;
    buffer.clear();
    buffer.push_str(&text[first.clone()]);
    let mut end = first.end;
    if first.len() <= 3 && bytes[first.start] != b'0' {
        while let Some(group) =
            thousands_separator(text, end).filter(|at| digits(*at) == 3 && ends_word(at + 3))
        {
            buffer.push_str(&text[group..group + 3]);
            end = group + 3;
        }
    }
    if matches!(bytes.get(end), Some(b',' | b'.')) {
        let decimals = digits(end + 1);
        if decimals > 0 && ends_word(end + 1 + decimals) {
            buffer.push(',');
            buffer.push_str(&text[end + 1..end + 1 + decimals]);
            end += 1 + decimals;
        }
    }
    end
}

/// The byte after a space or point that may part thousands.
fn thousands_separator(text: &str, at: usize) -> Option<usize> {
    let c = text[at..].chars().next()?;
    matches!(c, ' ' | '.' | '\u{a0}' | '\u{202f}').then(|| at + c.len_utf8())
}

fn lower_into(word: &str, buffer: &mut String) {
    buffer.clear();
    push_lower(word, buffer);
}

fn push_lower(word: &str, buffer: &mut String) {
    if word.is_ascii() {
        let from = buffer.len();
        buffer.push_str(word);
        buffer[from..].make_ascii_lowercase();
        return;
    }
    for c in word.chars() {
        match c {
            'a'..='z' | '0'..='9' | 'ß'..='ÿ' | 'œ' => buffer.push(c),
            'A'..='Z' => buffer.push(c.to_ascii_lowercase()),
            '\u{ad}' | '\u{200b}'..='\u{200d}' => {}
            _ => buffer.extend(c.to_lowercase()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn forms(text: &str) -> String {
        let mut out = Vec::new();
        tokenize(text, &mut String::new(), |token| out.push(token.form.to_owned()));
        out.join(" ")
    }

    #[test]
    fn words_are_read_as_a_french_reader_reads_them() {
        for (text, expected) in [
            ("Le président de l'Élysée", "le président de élysée"),
            ("L’État d’urgence, qu’il dit", "état urgence il dit"),
            ("aujourd'hui AUJOURD’HUI", "aujourd'hui aujourd'hui"),
            ("la presqu'île et presqu'autant", "la presqu'île et autant"),
            ("quelqu'un, quelqu'autre", "quelqu'un autre"),
            ("le conseil de prud'hommes", "le conseil de prud'hommes"),
            ("O'Brien et N'Golo", "o'brien et golo"),
            ("Lukman Otunugal'analyste", "lukman otunugal analyste"),
            ("mercredi.Le porte-parole", "mercredi le porte parole"),
            ("Jean-Luc ira-t-il à L'Haÿ-les-Roses ?", "jean luc ira il à haÿ les roses"),
            ("la S.N.C.F. et l'U.R.S.S., M. A. Dupont", "la sncf et urss m a dupont"),
            ("10 000 euros, 10.000, 10\u{a0}000, 10000", "10000 euros 10000 10000 10000"),
            ("1 234 567 habitants en 2020 300", "1234567 habitants en 2020 300"),
            ("3,5 % ou 3.5%, 5,576 millions", "3,5 ou 3,5 5,576 millions"),
            ("à 19h30 le 1er, CO2, G7", "à 19h30 le 1er co2 g7"),
            ("007 et 0 123", "007 et 0 123"),
            ("Œuvre, cœur, ÆTHER", "œuvre cœur æther"),
            ("#MeToo @lemonde", "metoo lemonde"),
            ("Les «marchés»… “oui”—non", "les marchés oui non"),
            ("Москва 北京 القاهرة", "москва 北京 القاهرة"),
            ("'''' d' l'", "d l"),
            ("dit-il.\"C'est", "dit il est"),
        ] {
            assert_eq!(forms(text), expected, "{text}");
        }
    }

    #[test]
    fn offsets_point_at_the_word_without_its_article() {
        let text = "de l’Élysée aux 10 000 S.N.C.F.";
        let mut seen = Vec::new();
        tokenize(text, &mut String::new(), |token| seen.push(&text[token.start..token.end]));
        assert_eq!(seen, ["de", "Élysée", "aux", "10 000", "S.N.C.F"]);
    }

    #[test]
    fn a_word_that_is_none_gets_no_token() {
        assert_eq!(forms(&"x".repeat(1 << 20)), "");
        assert_eq!(forms(&"a'".repeat(100_000)).len(), 100_000 * 2 - 1);
    }

    proptest! {
        #[test]
        fn offsets_are_ordered_and_on_borders(text in "(\\PC|[a-zé'’.0-9 -]){0,60}") {
            let mut last = 0;
            tokenize(&text, &mut String::new(), |token| {
                assert!(token.start >= last && token.end > token.start);
                assert!(text.is_char_boundary(token.start) && text.is_char_boundary(token.end));
                assert!(!token.form.contains(['\n', '\0']));
                last = token.end;
            });
        }
    }
}
