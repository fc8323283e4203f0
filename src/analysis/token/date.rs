//! Days in digits: `12/03/2020`, `12.03.2020`, `12-03-2020`, `2020-03-12` are one whole, the ISO date, of
//! three parts.

use std::fmt::Write;
use std::ops::Range;

use super::Rule;
use super::chars::digits;
use super::out::Out;
use super::word::ends_word;

/// Reads the date whose digits begin at `start`: tells its tokens and returns its end.
pub(super) fn date(text: &str, start: usize, out: &mut Out<'_>) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_sign = |byte: u8| matches!(byte, b'/' | b'.' | b'-');
    let first = start..start + digits(text, start);
    let sign = *bytes.get(first.end).filter(|byte| is_sign(**byte))?;
    let second = run(text, first.end + 1);
    if second.is_empty() || second.len() > 2 || bytes.get(second.end) != Some(&sign) {
        return None;
    }
    let third = run(text, second.end + 1);
    let (year, month, day) = match (first.len(), third.len()) {
        (4, 1..=2) => (&first, &second, &third),
        (1..=2, 4) => (&third, &second, &first),
        _ => return None,
    };
    let number = |range: &Range<usize>| text[range.clone()].parse::<u32>().ok();
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    let end = third.end;
    let follows = bytes.get(end).copied().unwrap_or(b' ');
    let goes_on = is_sign(follows) && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    // A time may stand behind the date: `2020-03-12T19:30`.
    let is_timed = matches!(follows, b'T' | b't') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    let is_inside = start > 1 && is_sign(bytes[start - 1]) && bytes[start - 2].is_ascii_digit();
    if !is_day(year, month, day) || goes_on || is_inside || !(is_timed || ends_word(text, end)) {
        return None;
    }
    out.buffer.clear();
    write!(out.buffer, "{year:04}-{month:02}-{day:02}").expect("a string takes all that is written");
    out.tell(&(start..end), Rule::Date, 3);
    for part in [first, second, third] {
        out.word(text, &part, Rule::Part);
    }
    Some(end)
}

fn run(text: &str, at: usize) -> Range<usize> {
    at..at + digits(text, at)
}

fn is_day(year: u32, month: u32, day: u32) -> bool {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    (1000..3000).contains(&year) && (1..=days).contains(&day)
}
