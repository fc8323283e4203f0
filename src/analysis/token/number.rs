//! Numbers: thousands are joined, a decimal part is kept after a comma.
//!
//! | in the text | form |
//! |---|---|
//! | `10 000`, `10.000`, `10'000`, `10000` | `10000` |
//! | `1 234 567,89` | `1234567,89` |
//! | `3,5`, `3.5`, `5,576` | `3,5`, `3,5`, `5,576` |
//! | `30km`, `10 000km`, `5M€` | `30`, `10000`, `5`; the unit is a word behind it |
//! | `1.2.3`, `192.168.1.10`, `1,2,3` | each number by itself |

use super::Rule;
use super::chars::{apostrophe, begins, blank, digits, is_same};
use super::out::Out;
use super::word::{ends_word, word_end};

/// Groups of three that are read as one number; more are no number that anyone writes.
const MAX_GROUPS: usize = 7;

/// Reads a number from its first digits on: tells its tokens, the percent written out behind it among
/// them, and returns its end.
pub(super) fn number(text: &str, start: usize, out: &mut Out<'_>) -> usize {
    out.buffer.clear();
    let end = read(text, start, out.buffer);
    out.tell(&(start..end), Rule::Number, 0);
    spelled_percent(text, end, out).unwrap_or(end)
}

fn read(text: &str, start: usize, form: &mut String) -> usize {
    let bytes = text.as_bytes();
    let len = digits(text, start);
    let mut end = start + len;
    form.push_str(&text[start..end]);
    if is_row(text, start, end) {
        return end;
    }
    if len <= 3 && bytes[start] != b'0' {
        for _ in 0..MAX_GROUPS {
            let Some(group) = thousands_separator(text, end)
                .filter(|at| digits(text, *at) == 3 && ends_number(text, at + 3))
            else {
                break;
            };
            form.push_str(&text[group..group + 3]);
            end = group + 3;
        }
    }
    if matches!(bytes.get(end), Some(b',' | b'.')) {
        let decimals = digits(text, end + 1);
        if decimals > 0 && ends_number(text, end + 1 + decimals) {
            form.push(',');
            form.push_str(&text[end + 1..end + 1 + decimals]);
            end += 1 + decimals;
        }
    }
    end
}

/// Units that are written close to their number, by their forms.
const UNITS: [&str; 36] = [
    "km", "cm", "mm", "km²", "m²", "km2", "m2", "m3", "kg", "mg", "ha", "cl", "ml", "kw", "mw", "gw", "kwh",
    "mwh", "gwh", "twh", "go", "mo", "ko", "to", "ghz", "mhz", "ch", "cv", "mn", "min", "ans", "hab", "euro",
    "euros", "md", "mds",
];

/// Returns the end of the unit that begins at `at`, close behind a number; `m` and `k` are units before the
/// sign of a currency.
pub(super) fn unit(text: &str, at: usize) -> Option<usize> {
    let end = word_end(text, at);
    if end == at || end - at > "km²".len() + 1 {
        return None;
    }
    let word = &text[at..end];
    let is_money =
        || text[end..].starts_with(['€', '$', '£']) && ["m", "k"].iter().any(|unit| is_same(word, unit));
    (UNITS.iter().any(|unit| is_same(word, unit)) || is_money()).then_some(end)
}

/// Whether neither a letter nor a digit stands at `at`, or a unit does.
fn ends_number(text: &str, at: usize) -> bool {
    ends_word(text, at) || unit(text, at).is_some()
}

/// The byte after a sign that may part thousands.
fn thousands_separator(text: &str, at: usize) -> Option<usize> {
    let point = (text.as_bytes().get(at) == Some(&b'.')).then_some(at + 1);
    point.or_else(|| blank(text, at)).or_else(|| apostrophe(text, at))
}

/// Whether digits belong to a row of numbers that points or commas join, as in a version, an address or a
/// list: three or more of them that are no thousands.
fn is_row(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let Some(sign) = bytes.get(end).copied().filter(|byte| matches!(byte, b'.' | b',')) else {
        return false;
    };
    if start > 1 && bytes[start - 1] == sign && bytes[start - 2].is_ascii_digit() {
        return true;
    }
    let mut at = end;
    let mut numbers = 1;
    let (mut are_thousands, mut are_bytes) = (true, true);
    while numbers <= MAX_GROUPS && bytes.get(at) == Some(&sign) && digits(text, at + 1) > 0 {
        let len = digits(text, at + 1);
        are_thousands &= len == 3;
        are_bytes &= len <= 3 && (len == 1 || bytes[at + 1] != b'0');
        numbers += 1;
        at += 1 + len;
    }
    let is_address = sign == b'.' && numbers == 4 && are_bytes;
    numbers > 2 && (!are_thousands || sign == b',' || is_address)
}

/// Reads `pour cent` or `pourcent` behind a number as `%`: tells the tokens and returns their end.
fn spelled_percent(text: &str, at: usize, out: &mut Out<'_>) -> Option<usize> {
    let start = blank(text, at)?;
    if !begins(&text[start..], "pour") {
        return None;
    }
    let first = start..word_end(text, start);
    if is_same(&text[first.clone()], "pourcent") {
        out.form("%", &first, Rule::Percent, 1);
        out.word(text, &first, Rule::Part);
        return Some(first.end);
    }
    let second = blank(text, first.end)?;
    let second = second..word_end(text, second);
    if !is_same(&text[first.clone()], "pour") || !is_same(&text[second.clone()], "cent") {
        return None;
    }
    out.form("%", &(first.start..second.end), Rule::Percent, 2);
    out.word(text, &first, Rule::Part);
    out.word(text, &second, Rule::Part);
    Some(second.end)
}
