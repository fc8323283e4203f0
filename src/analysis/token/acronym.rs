//! Letters with points: `S.N.C.F.`, `U.S.A`, `J.-C.`.

use super::chars::{apostrophe, char_at, char_before, lower_into, push_lower};
use super::word::word_end;

/// A longer row of letters is read as several acronyms.
const MAX_LETTERS: usize = 12;

/// Reads `S.N.C.F.` from its first letter on: puts the form in the buffer and returns the end of its last
/// letter.
pub(super) fn acronym(text: &str, start: usize, first_end: usize, buffer: &mut String) -> Option<usize> {
    let bytes = text.as_bytes();
    if bytes.get(first_end) != Some(&b'.') || !is_one_letter(&text[start..first_end]) {
        return None;
    }
    lower_into(&text[start..first_end], buffer);
    let mut letters = 1;
    let mut end = first_end;
    while letters < MAX_LETTERS && bytes.get(end) == Some(&b'.') {
        // `J.-C.`: the hyphen of a first name or of an era.
        let next = end + 1 + usize::from(bytes.get(end + 1) == Some(&b'-'));
        let next_end = word_end(text, next);
        if !is_one_letter(&text[next..next_end]) || is_new_sentence(text, end, next, next_end) {
            break;
        }
        push_lower(&text[next..next_end], buffer);
        letters += 1;
        end = next_end;
    }
    (letters > 1).then_some(end)
}

/// `130 km/h.Les`, `130 km/h.L'équipe`: a full stop glued to the next sentence.
fn is_new_sentence(text: &str, end: usize, next: usize, next_end: usize) -> bool {
    char_before(text, end).is_some_and(char::is_lowercase)
        && char_at(text, next).is_some_and(char::is_uppercase)
        || apostrophe(text, next_end).is_some_and(|after| word_end(text, after) > after)
}

fn is_one_letter(text: &str) -> bool {
    let mut chars = text.chars();
    text.len() <= 4 && chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}
