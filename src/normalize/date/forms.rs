//! The forms of a date, as they begin a row of tokens.

use crate::article::Date;

use super::clock::{self, Time};
use super::names;
use super::tokens::{Kind, Token};

/// A date in one of its forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A date, with the time that stands within it.
    Date {
        /// The date.
        date: Date,
        /// Its time, in forms that have it before the year or without a sign between.
        time: Option<Time>,
    },
    /// It has the form of a date, but the calendar has it not.
    NoSuchDay,
}

/// Reads a date that begins the tokens, and returns how many they are.
pub(super) fn date(tokens: &[Token]) -> Option<(Form, usize)> {
    compact(tokens)
        .or_else(|| year_first(tokens))
        .or_else(|| day_first(tokens))
        .or_else(|| day_and_name(tokens))
        .or_else(|| name_and_day(tokens))
        .or_else(|| month_and_year(tokens))
}

fn form(date: Option<Date>, len: usize) -> Option<(Form, usize)> {
    Some((date.map_or(Form::NoSuchDay, |date| Form::Date { date, time: None }), len))
}

/// Returns the date of these numbers; 0 for a day or month means that it is not known.
fn calendar(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = year as i32;
    match (month, day) {
        (0, 0) => Date::year(year),
        (month, 0) => Date::month(year, month),
        (month, day) => Date::day(year, month, day),
    }
}

/// `20200304`, `20200304T101500Z`, `20200304101500`.
fn compact(tokens: &[Token]) -> Option<(Form, usize)> {
    let Kind::Number { value, digits: digits @ (8 | 12 | 14) } = tokens.first()?.kind else { return None };
    let day = match digits {
        8 => value,
        12 => value / 10_000,
        _ => value / 1_000_000,
    };
    let (form, len) = form(calendar((day / 10_000) as u32, (day / 100 % 100) as u32, (day % 100) as u32), 1)?;
    if let (Form::Date { date, .. }, Some("t")) = (form, tokens.get(1).and_then(Token::word))
        && let Some((time, time_len)) = clock::short_time(&tokens[2..])
    {
        return Some((Form::Date { date, time: Some(time) }, 2 + time_len));
    }
    Some((form, len))
}

/// `2020-03-04`, `2020/03/04`, `2020-03`, `2020`.
fn year_first(tokens: &[Token]) -> Option<(Form, usize)> {
    let year = tokens.first()?.number(4)?;
    let Some((sign, month)) = numeric(tokens, 1) else { return form(Date::year(year as i32), 1) };
    match numeric(tokens, 3) {
        Some((second, day)) if second == sign => form(calendar(year, month, day), 5),
        _ if sign == '.' => None,
        _ => form(calendar(year, month, 0), 3),
    }
}

/// `04/03/2020`, `4.3.20`, `03/2020`.
fn day_first(tokens: &[Token]) -> Option<(Form, usize)> {
    let day = tokens.first()?.small()?;
    let sign = joint(tokens, 1)?;
    if let Some(year) = tokens.get(2)?.number(4) {
        return if sign == '.' { None } else { form(Date::month(year as i32, day), 3) };
    }
    let month = tokens.get(2)?.small()?;
    let year = joint(tokens, 3).filter(|second| *second == sign).and_then(|_| year(tokens.get(4)?))?;
    form(calendar(year, month, day), 5)
}

/// `4 mars 2020`, `1er août 1914`, `04-Mar-2020`, `4 mars 20`.
fn day_and_name(tokens: &[Token]) -> Option<(Form, usize)> {
    let day = tokens.first()?.small().filter(|day| *day > 0)?;
    let mut at = ordinal(tokens, 1);
    at += usize::from(joint(tokens, at).is_some() && tokens[at].is_glued);
    at += usize::from(matches!(tokens.get(at).and_then(Token::word), Some("de" | "of")));
    let month = names::month(tokens.get(at)?.word()?)?;
    at = passed(tokens, at + 1, &['.', ',', '-', '/']);
    at = passed(tokens, at, &[',', '-']);
    at += usize::from(matches!(tokens.get(at).and_then(Token::word), Some("de" | "of")));
    let year = year(tokens.get(at)?).filter(|_| !is_hour(tokens, at))?;
    form(calendar(year, month, day), at + 1)
}

/// `March 4, 2020`, `Mar 4 10:15:00 CET 2020`.
fn name_and_day(tokens: &[Token]) -> Option<(Form, usize)> {
    let month = names::month(tokens.first()?.word()?)?;
    let mut at = passed(tokens, 1, &['.']);
    let day = tokens.get(at)?.small().filter(|day| *day > 0)?;
    at = passed(tokens, ordinal(tokens, at + 1), &[',']);
    if let Some(year) = tokens.get(at)?.number(4) {
        return form(calendar(year, month, day), at + 1);
    }
    let (time, len) = clock::time(&tokens[at..])?;
    at += len;
    at += usize::from(tokens.get(at)?.word().is_some());
    let year = tokens.get(at)?.number(4)?;
    let date = calendar(year, month, day);
    Some((date.map_or(Form::NoSuchDay, |date| Form::Date { date, time: Some(time) }), at + 1))
}

/// `mars 2020`, `déc. 1905`, `mars-2020`.
fn month_and_year(tokens: &[Token]) -> Option<(Form, usize)> {
    let month = names::month(tokens.first()?.word()?)?;
    let mut at = passed(tokens, 1, &['.', ',', '-', '/']);
    at += usize::from(matches!(tokens.get(at).and_then(Token::word), Some("de" | "of")));
    form(Date::month(tokens.get(at)?.number(4)? as i32, month), at + 1)
}

/// Returns the sign between two numbers of a date.
fn joint(tokens: &[Token], at: usize) -> Option<char> {
    ['-', '/', '.', '‑', '–']
        .into_iter()
        .find(|sign| tokens.get(at).is_some_and(|token| token.is_sign(*sign)))
}

/// Returns a sign and the small number against it.
fn numeric(tokens: &[Token], at: usize) -> Option<(char, u32)> {
    let sign = joint(tokens, at).filter(|_| tokens[at].is_glued)?;
    let number = tokens.get(at + 1).filter(|number| number.is_glued)?.small()?;
    Some((sign, number))
}

/// Reads a year of four digits, or of two by the rule of the room.
fn year(token: &Token) -> Option<u32> {
    token
        .number(4)
        .or_else(|| token.number(2).map(|short| if short >= 69 { 1900 + short } else { 2000 + short }))
}

/// Whether a number is the hour of a time rather than a year.
fn is_hour(tokens: &[Token], at: usize) -> bool {
    tokens[at].number(2).is_some() && clock::time(&tokens[at..]).is_some()
}

/// Passes what makes a number an ordinal: `1er`, `4th`.
fn ordinal(tokens: &[Token], at: usize) -> usize {
    let is_ordinal =
        matches!(tokens.get(at).and_then(Token::word), Some("er" | "st" | "nd" | "rd" | "th" | "ere"));
    at + usize::from(is_ordinal)
}

/// Passes one sign of these.
fn passed(tokens: &[Token], at: usize, signs: &[char]) -> usize {
    at + usize::from(signs.iter().any(|sign| tokens.get(at).is_some_and(|token| token.is_sign(*sign))))
}
