//! Characters: what joins words, and how a word becomes its form.

/// The character at a byte, if it is inside the text.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The character before a byte.
pub(super) fn char_before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// Length of the character that begins with this byte.
pub(super) fn char_len(first: u8) -> usize {
    match first {
        0xf0.. => 4,
        0xe0.. => 3,
        0xc0.. => 2,
        _ => 1,
    }
}

/// Whether a character is one of the signs that are written for an apostrophe.
pub(in super::super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '‛' | 'ʼ' | 'ʻ' | 'ʽ' | 'ʹ' | '´' | '`' | '′' | '＇')
}

/// The byte after an apostrophe that stands at `at`.
pub(super) fn apostrophe(text: &str, at: usize) -> Option<usize> {
    char_at(text, at).filter(|c| is_apostrophe(*c)).map(|c| at + c.len_utf8())
}

/// Whether a character is a hyphen, breaking or not.
pub(in super::super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// The byte after a hyphen that stands at `at`.
pub(super) fn hyphen(text: &str, at: usize) -> Option<usize> {
    char_at(text, at).filter(|c| is_hyphen(*c)).map(|c| at + c.len_utf8())
}

/// The byte after a space, of those that do not end a line, that stands at `at`.
pub(super) fn blank(text: &str, at: usize) -> Option<usize> {
    let c = char_at(text, at)?;
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}').then(|| at + c.len_utf8())
}

/// Number of ASCII digits from `at` on.
pub(super) fn digits(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Whether two words differ in case alone.
pub(super) fn is_same(one: &str, lower: &str) -> bool {
    one.eq_ignore_ascii_case(lower) || one.len() == lower.len() && !one.is_ascii() && begins(one, lower)
}

/// Whether a text begins so, case aside; the beginning is given in lower case.
pub(super) fn begins(text: &str, lower: &str) -> bool {
    let mut chars = text.chars().flat_map(char::to_lowercase);
    lower.chars().all(|wanted| chars.next() == Some(wanted))
}

/// Puts the form of a run of words, joined by apostrophes and hyphens, into the buffer.
pub(super) fn lower_into(word: &str, buffer: &mut String) {
    buffer.clear();
    push_lower(word, buffer);
}

/// Appends the form of a run of words.
pub(super) fn push_lower(word: &str, buffer: &mut String) {
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
            // What cannot be seen: soft hyphens, zero widths, choices among drawings of one character.
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}' => {}
            c if is_apostrophe(c) => buffer.push('\''),
            c if is_hyphen(c) => buffer.push('-'),
            _ => buffer.extend(c.to_lowercase()),
        }
    }
}
