//! Hours: `19h30`, `19 h 30`, `19:30`, `19 heures 30` are one whole, `19h30`, of three parts.

use std::ops::Range;

use super::Rule;
use super::chars::{begins, blank, digits, is_same};
use super::out::Out;
use super::word::{ends_word, word_end};

/// An hour as it stands in a text.
struct Hour {
    hours: Range<usize>,
    /// `h`, `heures`, or the colon.
    sign: Range<usize>,
    minutes: Option<Range<usize>>,
    is_colon: bool,
}

/// Reads the hour, or the duration, whose digits begin at `start`: tells its tokens and returns its end.
pub(super) fn hour(text: &str, start: usize, out: &mut Out<'_>) -> Option<usize> {
    let hour = Hour::read(text, start)?;
    let minutes = hour.minutes.clone();
    let end = minutes.as_ref().map_or(hour.sign.end, |minutes| minutes.end);
    out.buffer.clear();
    let hours = &text[hour.hours.clone()];
    out.buffer.push_str(hours.strip_prefix('0').filter(|rest| !rest.is_empty()).unwrap_or(hours));
    out.buffer.push('h');
    out.buffer.push_str(minutes.clone().map_or("", |minutes| &text[minutes]));
    out.tell(&(start..end), Rule::Hour, if minutes.is_some() { 3 } else { 2 });
    out.word(text, &hour.hours, Rule::Part);
    if hour.is_colon {
        out.form("h", &hour.sign, Rule::Part, 0);
    } else {
        out.word(text, &hour.sign, Rule::Part);
    }
    if let Some(minutes) = minutes {
        out.word(text, &minutes, Rule::Part);
    }
    Some(end)
}

impl Hour {
    fn read(text: &str, start: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let len = digits(text, start);
        if !(1..=2).contains(&len) {
            return None;
        }
        let hours = start..start + len;
        if bytes.get(hours.end) == Some(&b':') {
            return Self::with_colon(text, hours);
        }
        let at = blank(text, hours.end).unwrap_or(hours.end);
        if !matches!(bytes.get(at), Some(b'h' | b'H')) {
            return None;
        }
        let word = &text[at..word_end(text, at)];
        let is_spelled = ["heure", "heures"].iter().any(|spelled| is_same(word, spelled));
        let sign = at..if is_spelled { at + word.len() } else { at + 1 };
        let minutes = minutes(text, blank(text, sign.end).unwrap_or(sign.end));
        let is_hour =
            minutes.as_ref().is_some_and(|minutes| minutes.start == sign.end) || ends_word(text, sign.end);
        is_hour.then_some(Hour { hours, sign, minutes, is_colon: false })
    }

    /// `19:30`, but no part of `19:30:45`.
    fn with_colon(text: &str, hours: Range<usize>) -> Option<Self> {
        let bytes = text.as_bytes();
        let value: u32 = text[hours.clone()].parse().ok()?;
        let sign = hours.end..hours.end + 1;
        let minutes = minutes(text, sign.end)?;
        let is_longer = bytes[..hours.start].ends_with(b":") || bytes.get(minutes.end) == Some(&b':');
        (value <= 24 && !is_longer).then_some(Hour { hours, sign, minutes: Some(minutes), is_colon: true })
    }
}

/// Two digits below 60 that are no number's beginning.
fn minutes(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let end = at + 2;
    let is_number = digits(text, at) == 2 && bytes[at] < b'6' && ends_word(text, end);
    let goes_on = blank(text, end)
        .is_some_and(|after| digits(text, after) == 3 && ends_word(text, after + 3))
        || matches!(bytes.get(end), Some(b',' | b'.')) && digits(text, end + 1) > 0
        || begins(text.get(end..).unwrap_or(""), "%");
    (is_number && !goes_on).then_some(at..end)
}
