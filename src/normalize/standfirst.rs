//! The standfirst as the body's first paragraph.

use unicode_normalization::UnicodeNormalization;

/// Returns the body with its standfirst before it, unless it already begins so.
///
/// Letters and digits are compared, accents and case aside; a standfirst that breaks off (`…`) is met
/// by the body that goes on. The standfirst is clean, the body need not be.
pub(super) fn before(standfirst: &str, body: String) -> String {
    if begins(&body, standfirst) {
        return body;
    }
    [standfirst, "\n", &body].concat()
}

fn begins(body: &str, standfirst: &str) -> bool {
    let mut body = letters(body);
    letters(standfirst).all(|letter| body.next() == Some(letter))
}

/// Returns the letters and digits of a text, small, without accents, ligatures opened.
pub(super) fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase).nfd().flat_map(|c| {
        let opened = match c {
            'œ' => ['o', 'e'],
            'æ' => ['a', 'e'],
            c => [c, '\0'],
        };
        opened.into_iter().filter(|c| c.is_alphanumeric())
    })
}
