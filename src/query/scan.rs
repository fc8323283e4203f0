//! Characters of a query: what parts words, what quotes, what is a word at all.

/// Whether a character parts words.
pub(super) fn is_space(c: char) -> bool {
    if c.is_ascii() { c <= ' ' || c == '\x7f' } else { c.is_whitespace() || c.is_control() }
}

/// Whether a character is a quotation mark; an apostrophe is none.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// Whether a character ends a word.
pub(super) fn is_border(c: char) -> bool {
    matches!(c, '(' | ')') || is_quote(c) || is_space(c)
}

/// Returns the word that begins the text, perhaps empty.
pub(super) fn run(text: &str) -> &str {
    let end = text.find(is_border).unwrap_or(text.len());
    &text[..end]
}

/// Returns the address that begins the text: as a word, but with the parentheses that close in it.
pub(super) fn address(text: &str) -> &str {
    let mut open = 0usize;
    let mut outermost = 0;
    let mut end = text.len();
    for (at, c) in text.char_indices() {
        match c {
            '(' => {
                outermost = if open == 0 { at } else { outermost };
                open += 1;
            }
            ')' if open > 0 => open -= 1,
            c if is_border(c) => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    if open > 0 { &text[..outermost] } else { &text[..end] }
}

/// Returns the word or number that begins the text: one to three digits and, each after one space,
/// groups of three are one number.
pub(super) fn word_or_number(text: &str) -> &str {
    let first = run(text);
    if !(1..=3).contains(&first.len()) || !is_digits(first) {
        return first;
    }
    let mut end = first.len();
    loop {
        let rest = &text[end..];
        let Some(space) = rest.chars().next().filter(|c| is_space(*c)) else { break };
        let group = run(&rest[space.len_utf8()..]);
        let digits = group.bytes().take_while(u8::is_ascii_digit).count();
        if digits != 3 {
            break;
        }
        end += space.len_utf8() + group.len();
        if digits < group.len() {
            break;
        }
    }
    &text[..end]
}

/// Whether a text is digits alone.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a text holds a letter or a digit, or a sign that is a word by itself: of a percentage or of money.
pub(super) fn is_wordy(text: &str) -> bool {
    text.contains(|c: char| c.is_alphanumeric() || matches!(c, '%' | '€' | '$' | '£' | '¥'))
}

/// Returns the number of letters and digits.
pub(super) fn wordy_chars(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Returns the number of runs of letters and digits.
pub(super) fn wordy_runs(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).count()
}

/// Appends the words of a quotation, single spaces between them, its quotation marks left out.
pub(super) fn quoted_words(inside: &str) -> String {
    let mut out = String::with_capacity(inside.len());
    for word in inside.split(|c| is_space(c) || is_quote(c)).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Returns the lengths of a quotation that begins the text: what stands inside, and the whole with its
/// marks; `None` for the whole if it is not closed.
pub(super) fn quotation(text: &str) -> Option<(usize, usize, Option<usize>)> {
    let mut chars = text.char_indices();
    let (_, opening) = chars.next().filter(|(_, c)| is_quote(*c))?;
    let start = opening.len_utf8();
    let mut nested = 0usize;
    for (at, c) in chars {
        let closes = match (opening, c) {
            ('«', '«') => {
                nested += 1;
                false
            }
            ('«', '»') if nested > 0 => {
                nested -= 1;
                false
            }
            ('«', c) => c == '»',
            ('»', c) => c == '«',
            (_, c) => matches!(c, '"' | '“' | '”' | '„'),
        };
        if closes {
            return Some((start, at, Some(at + c.len_utf8())));
        }
    }
    Some((start, text.len(), None))
}
