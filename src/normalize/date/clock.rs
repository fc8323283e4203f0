//! Times of day, and the day that a moment was in Paris.

use jiff::tz::TimeZone;

use crate::article::{Date, Precision};

use super::tokens::{Kind, Token};

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time {
    hour: u32,
    minute: u32,
    /// Whether it is said to be in universal time.
    pub(super) is_utc: bool,
}

/// A minute in universal time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Instant {
    date: Date,
    hour: u32,
    minute: u32,
}

impl Instant {
    /// Returns that time on that day.
    pub(super) fn new(date: Date, time: Time) -> Self {
        Instant { date, hour: time.hour, minute: time.minute }
    }

    /// Returns the day that it was in Paris for `french` articles, else in universal time.
    ///
    /// Paris has never been more than two hours ahead, nor behind since 1891: only late evenings change
    /// their day, so that the zone's tables are seldom asked.
    pub(super) fn day(self, french: bool) -> Option<Date> {
        if !french || self.hour < 21 {
            return Some(self.date);
        }
        self.day_in_paris().or(Some(self.date))
    }

    fn day_in_paris(self) -> Option<Date> {
        let (year, month, day) = self.date.civil();
        let paris = TimeZone::get("Europe/Paris").ok()?;
        let date = jiff::civil::Date::new(year as i16, month as i8, day as i8).ok()?;
        let moment = TimeZone::UTC.to_timestamp(date.at(self.hour as i8, self.minute as i8, 0, 0)).ok()?;
        let there = paris.to_datetime(moment);
        Date::day(there.year().into(), there.month().unsigned_abs().into(), there.day().unsigned_abs().into())
    }
}

/// Moments that a bare number is taken for: from 1990 to 2100, in seconds since 1970.
const SECONDS: std::ops::Range<u64> = 631_152_000..4_102_444_800;

/// Reads a lone number of ten digits as seconds since 1970, of thirteen as milliseconds.
pub(super) fn since_1970(text: &str) -> Option<Instant> {
    let whole = text
        .split_once('.')
        .map_or(text, |(whole, part)| if part.bytes().all(|b| b.is_ascii_digit()) { whole } else { text });
    if !whole.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let seconds = match whole.len() {
        9 | 10 => whole.parse::<u64>().ok()?,
        12 | 13 => whole.parse::<u64>().ok()? / 1000,
        _ => return None,
    };
    if !SECONDS.contains(&seconds) {
        return None;
    }
    let date = Date::from_first_day((seconds / 86_400) as i32, Precision::Day);
    let minute_of_day = (seconds % 86_400 / 60) as u32;
    Some(Instant { date, hour: minute_of_day / 60, minute: minute_of_day % 60 })
}

/// Reads a time with its zone that begins the tokens, and returns how many they are:
/// `10:15`, `10:15:00.5+01:00`, `10h15`, `10 heures`, `10:15 PM GMT`.
pub(super) fn time(tokens: &[Token]) -> Option<(Time, usize)> {
    let mut hour = tokens.first()?.small()?;
    let mut at = 1;
    let mut minute = 0;
    if is_sign(tokens, at, ':') {
        minute = tokens.get(at + 1)?.small()?;
        at += 2;
        if is_sign(tokens, at, ':') && tokens.get(at + 1).is_some_and(|token| token.small().is_some()) {
            at += 2;
            if (is_sign(tokens, at, '.') || is_sign(tokens, at, ','))
                && tokens
                    .get(at + 1)
                    .is_some_and(|token| token.is_glued && matches!(token.kind, Kind::Number { .. }))
            {
                at += 2;
            }
        }
    } else if matches!(tokens.get(at)?.word()?, "h" | "heures" | "heure" | "hrs" | "hr") {
        at += 1;
        if let Some(minutes) = tokens.get(at).and_then(Token::small) {
            minute = minutes;
            at += 1;
            at += usize::from(matches!(tokens.get(at).and_then(Token::word), Some("min" | "mn" | "minutes")));
        }
    } else {
        return None;
    }
    let half = tokens.get(at).and_then(Token::word).filter(|word| matches!(*word, "am" | "pm"));
    match half {
        Some("pm") if hour < 12 => hour += 12,
        Some("am") if hour == 12 => hour = 0,
        _ => {}
    }
    finished(hour, minute, tokens, at + usize::from(half.is_some()))
}

/// Reads the short time behind `T`, as in `20200304T101500Z`: four or six digits.
pub(super) fn short_time(tokens: &[Token]) -> Option<(Time, usize)> {
    let token = tokens.first()?;
    let hour_minute = token.number(4).or_else(|| token.number(6).map(|number| number / 100))?;
    finished(hour_minute / 100, hour_minute % 100, tokens, 1)
}

fn finished(hour: u32, minute: u32, tokens: &[Token], at: usize) -> Option<(Time, usize)> {
    if hour > 24 || minute > 59 {
        return None;
    }
    let (is_utc, zone_len) = zone(&tokens[at..]);
    Some((Time { hour: hour % 24, minute, is_utc: is_utc && hour < 24 }, at + zone_len))
}

fn is_sign(tokens: &[Token], at: usize, sign: char) -> bool {
    tokens.get(at).is_some_and(|token| token.is_sign(sign))
}

/// Reads a zone; tells whether it is universal time, and how many tokens it takes.
fn zone(tokens: &[Token]) -> (bool, usize) {
    let (names_utc, at) = match tokens.first().and_then(Token::word) {
        Some("z" | "utc" | "gmt" | "ut") => (true, 1),
        _ => (false, 0),
    };
    let is_offset = |at: usize| ['+', '-', '−'].iter().any(|sign| is_sign(tokens, at, *sign));
    let Some(number) = tokens.get(at + 1).filter(|number| number.is_glued && is_offset(at)) else {
        return (names_utc, at);
    };
    if let Some(offset) = number.number(4) {
        return (offset == 0, at + 2);
    }
    // `UTC+2`, as databases print it.
    if let Some(hours) = number.number(1).filter(|_| names_utc) {
        return (hours == 0, at + 2);
    }
    let Some(hours) = number.number(2).filter(|_| tokens[at].is_glued || is_sign(tokens, at, '+')) else {
        return (names_utc, at);
    };
    match tokens.get(at + 3).and_then(|token| token.number(2)) {
        Some(minutes) if is_sign(tokens, at + 2, ':') => (hours == 0 && minutes == 0, at + 4),
        _ => (hours == 0, at + 2),
    }
}
