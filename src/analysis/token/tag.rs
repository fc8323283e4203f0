//! `#hashtags` and `@handles`: a whole, and its words at the same place.
//!
//! Words are parted by `_` and by capitals: `#BalanceTonPorc` holds `balance` `ton` `porc`.

use std::ops::Range;

use super::chars::push_lower;
use super::out::Out;
use super::word::word_end;
use super::{MAX_FORM_BYTES, Rule};

/// Reads the tag whose sign stands at `start`: tells its tokens and returns its end, or `None` if no word
/// follows.
pub(super) fn tag(text: &str, start: usize, rule: Rule, out: &mut Out<'_>) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = start + 1;
    loop {
        let next = word_end(text, end);
        if next > end {
            end = next;
        } else if bytes.get(end) == Some(&b'_') {
            end += 1;
        } else {
            break;
        }
    }
    while bytes[end - 1] == b'_' {
        end -= 1;
    }
    let range = start + 1..end;
    let parts = pieces(text, range.clone()).take(MAX_FORM_BYTES + 1).count();
    if parts == 0 {
        return None;
    }
    let mut rule_of_parts = Rule::Word;
    if range.len() < MAX_FORM_BYTES {
        out.buffer.clear();
        push_lower(&text[start..end], out.buffer);
        if out.buffer.len() <= MAX_FORM_BYTES {
            out.tell(&(start..end), rule, parts as u16);
            rule_of_parts = Rule::Part;
        }
    }
    for piece in pieces(text, range) {
        out.word(text, &piece, rule_of_parts);
    }
    Some(end)
}

/// The words of a tag, none of them empty.
fn pieces(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = range.start;
    std::iter::from_fn(move || {
        loop {
            if at >= range.end {
                return None;
            }
            let word = at..word_end(text, at).min(range.end);
            if word.is_empty() {
                at += 1;
                continue;
            }
            at = word.start + first_of_camel(&text[word.clone()]);
            return Some(word.start..at);
        }
    })
}

/// Length of the first word of `BalanceTonPorc`, `CNNNews`, `Macron2022Oui`.
fn first_of_camel(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let mut before = None;
    while let Some((at, c)) = chars.next() {
        if let Some(before) = before
            && c.is_uppercase()
            && (!char::is_uppercase(before) || chars.peek().is_some_and(|(_, next)| next.is_lowercase()))
        {
            return at;
        }
        before = Some(c);
    }
    text.len()
}
