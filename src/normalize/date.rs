//! A date of publication as sources write it, read or left unknown.
//!
//! In comes a short text, out goes a [`Date`] as precise as the text. Read are ISO 8601 and RFC 3339 in
//! their long and short forms, RFC 2822 and what programs print like it, seconds and milliseconds since
//! 1970 (from 1990 on), and dates in words, French first, with or without weekday, time and a phrase
//! around them (`Publié le mercredi 4 mars 2020 à 10h15`).
//!
//! Rules where a text leaves a choice:
//!
//! - `04/03/2020` puts the day first; if that is no day of the calendar the date is unknown;
//! - a year of two digits behind day and month is 1969 to 1999 from `69` on, else 2000 to 2068;
//! - a month or day `00` lowers the precision, as archives mean it;
//! - of two dates, one behind `mis à jour` or `modifié` is not the one; two dates otherwise are a range,
//!   and a range, a number left over, `vers 1900` or `mars-avril 2020` make the date unknown;
//! - a time in UTC is turned to the day that it was in Paris for a French article; with any other offset,
//!   or none, the day is the one written.

mod clock;
mod forms;
mod names;
mod tokens;

#[cfg(test)]
mod tests;

use crate::article::Date;

use clock::Instant;
use forms::Form;
use names::Meaning;
use tokens::{Kind, Token};

/// Bytes of a text that may be a date; what is longer is a sentence.
const TEXT_BYTES: usize = 200;

/// Reads a date; `french` articles take Paris for the place of a time in UTC.
pub(super) fn read(text: &str, french: bool) -> Option<Date> {
    if text.len() > TEXT_BYTES {
        return None;
    }
    let text = text.trim();
    if let Some(instant) = clock::since_1970(text) {
        return instant.day(french);
    }
    let tokens = tokens::tokens(text);
    let mut found = Sentence::default();
    let mut at = 0;
    while at < tokens.len() {
        at += found.take(&tokens[at..])?;
    }
    found.date(french)
}

/// What a text has said so far.
#[derive(Default)]
struct Sentence {
    /// The date, as a day at midnight where it is one.
    date: Option<Date>,
    /// The time that goes with it.
    time: Option<clock::Time>,
    /// What is being read comes behind `mis à jour`.
    is_updated: bool,
    /// The date kept comes behind `mis à jour`.
    date_is_updated: bool,
    /// Words that say nothing about dates.
    has_unknown_words: bool,
}

impl Sentence {
    /// Takes in what begins the tokens and returns how many they are; `None` makes the date unknown.
    fn take(&mut self, tokens: &[Token]) -> Option<usize> {
        if let Some((form, len)) = forms::date(tokens) {
            return self.take_date(form).then_some(len);
        }
        if let Some((time, len)) = clock::time(tokens) {
            if self.time.is_none() && self.is_updated == self.date_is_updated {
                self.time = Some(time);
            }
            return Some(len);
        }
        match &tokens[0].kind {
            Kind::Number { .. } => return None,
            Kind::Sign(_) => {}
            Kind::Word(word) => match names::meaning(word) {
                Meaning::Month(_) if word != "mar" => return None,
                Meaning::Range => return None,
                Meaning::Updated => self.is_updated = true,
                Meaning::Published => self.is_updated = false,
                Meaning::Unknown => self.has_unknown_words = true,
                Meaning::Nothing | Meaning::Month(_) => {}
            },
        }
        Some(1)
    }

    /// Takes in a date; tells whether the sentence still makes sense.
    fn take_date(&mut self, form: Form) -> bool {
        let Form::Date { date, time } = form else { return false };
        match self.date {
            None => self.date_is_updated = self.is_updated,
            Some(kept) if self.date_is_updated == self.is_updated => return kept == date,
            Some(_) if self.is_updated => return true,
            Some(_) => {
                self.date_is_updated = false;
                self.time = None;
            }
        }
        self.date = Some(date);
        self.time = time.or(self.time);
        true
    }

    fn date(self, french: bool) -> Option<Date> {
        let date = self.date?;
        if date.precision() != crate::article::Precision::Day {
            return (!self.has_unknown_words).then_some(date);
        }
        match self.time {
            Some(time) if time.is_utc => Instant::new(date, time).day(french),
            _ => Some(date),
        }
    }
}
