//! What stands behind `date:`.

use std::ops::Range;

use super::date_text::read;
use super::error::shown;
use super::parser::Parser;
use super::scan::{is_border, is_quote, is_space, quotation, quoted_words, run};
use super::{DateRange, Error, Node, NodeKind, PartialDate};

const FORMS: &str = "write a date as 2020, 2020-03, 2020-03-04 or \"4 mars 2020\"";

impl Parser<'_> {
    /// Reads a date, a comparison or a range; stands at its first character.
    pub(super) fn date_value(&mut self) -> Result<Node, Error> {
        let start = self.at;
        let rest = self.rest();
        let range = if rest.starts_with(['[', '{']) {
            self.bracketed()?
        } else if let Some((sign, len)) = comparison(rest) {
            self.at += len;
            if self.rest().chars().next().is_none_or(|c| is_border(c) && !is_quote(c)) {
                let gap = self.at + self.rest().len() - self.rest().trim_start_matches(is_space).len();
                let fix = (gap > self.at).then(|| (self.at..gap, String::new()));
                return Err(self.error(start..self.at, "no date behind the sign", fix));
            }
            self.compared(sign)?
        } else if run(rest) == "*" {
            self.at += 1;
            DateRange { from: None, to: None }
        } else {
            let date = self.single()?;
            DateRange { from: Some(date), to: Some(date) }
        };
        self.clause(start)?;
        Ok(Node::new(start..self.at, NodeKind::Date(range)))
    }

    fn compared(&mut self, sign: &str) -> Result<DateRange, Error> {
        let start = self.at;
        let date = self.single()?;
        let bound = match sign {
            ">" => date.next(),
            "<" => date.previous(),
            _ => Some(date),
        };
        let Some(bound) = bound else {
            return Err(self.error(start..self.at, "no date lies beyond this one", None));
        };
        Ok(if sign.starts_with(['>', '≥']) {
            DateRange { from: Some(bound), to: None }
        } else {
            DateRange { from: None, to: Some(bound) }
        })
    }

    /// Reads one date, quoted or not.
    fn single(&mut self) -> Result<PartialDate, Error> {
        let start = self.at;
        let rest = self.rest();
        let (inside, len) = match quotation(rest) {
            Some((open, close, whole)) => {
                self.note_open_quotation(whole.is_none());
                (quoted_words(&rest[open..close]), whole.unwrap_or(rest.len()))
            }
            None => (run(rest).to_owned(), run(rest).len()),
        };
        self.at += len;
        match read(&inside) {
            Some(date) => Ok(date),
            None => {
                let (span, fix) = self.likely_date(start..self.at);
                let message = format!("no date: {}; {FORMS}", shown(&inside));
                Err(self.error(start..self.at, message, fix.map(|fix| (span, fix))))
            }
        }
    }

    /// Guesses what was meant where no date can be read: a date of several words that lacks its
    /// quotation marks, two years, or a year with something behind it.
    fn likely_date(&self, span: Range<usize>) -> (Range<usize>, Option<String>) {
        let mut end = span.end;
        for _ in 0..3 {
            let rest = &self.text[end..];
            let gap = rest.len() - rest.trim_start_matches(is_space).len();
            let next = run(&rest[gap..]);
            if next.is_empty() {
                break;
            }
            end += gap + next.len();
            if read(&self.text[span.start..end]).is_some() {
                let quoted = format!("\"{}\"", quoted_words(&self.text[span.start..end]));
                return (span.start..end, Some(quoted));
            }
        }
        let typed = &self.text[span.clone()];
        if let Some((from, to)) = typed.split_once("..").or_else(|| typed.split_once(['-', '/', '–']))
            && read(from).is_some()
            && read(to).is_some()
        {
            return (span, Some(format!("[{from} TO {to}]")));
        }
        let year = typed.get(..4).filter(|year| read(year).is_some()).map(str::to_owned);
        (span, year)
    }

    /// Reads `[a TO b]`.
    fn bracketed(&mut self) -> Result<DateRange, Error> {
        let start = self.at;
        let rest = self.rest();
        let close = rest.find([']', '}']);
        let inside = &rest[1..close.unwrap_or(rest.len())];
        self.at += close.map_or(rest.len(), |close| close + 1);
        let span = start..self.at;
        if rest.starts_with('{') || close.is_some_and(|close| rest.as_bytes()[close] == b'}') {
            let fix = (span.clone(), format!("[{inside}]"));
            return Err(self.error(span, "a range of dates stands in [ ], bounds included", Some(fix)));
        }
        if close.is_none() {
            self.note(span.clone(), "no closing ]: the range ends with the query");
        }
        let words = quoted_words(inside);
        let Some((from, to)) = split_bounds(&words) else {
            let fix = read(&words).map(|date| (span.clone(), date.to_string()));
            return Err(self.error(span, "a range of dates is written [2020-01 TO 2020-03]", fix));
        };
        let bound = |text: &str| match text {
            "*" => Ok(None),
            text => read(text)
                .map(Some)
                .ok_or_else(|| self.error(span.clone(), format!("no date: {}; {FORMS}", shown(text)), None)),
        };
        let (from, to) = (bound(from)?, bound(to)?);
        if let (Some(from), Some(to)) = (from, to)
            && from.first_day() > to.last_day()
        {
            let fix = (span.clone(), format!("[{to} TO {from}]"));
            return Err(self.error(span, "the range ends before it begins", Some(fix)));
        }
        Ok(DateRange { from, to })
    }
}

/// Returns the sign of comparison that begins the text, and its length.
fn comparison(text: &str) -> Option<(&'static str, usize)> {
    [">=", "<=", "≥", "≤", ">", "<"]
        .into_iter()
        .find(|sign| text.starts_with(sign))
        .map(|sign| (sign, sign.len()))
}

/// Parts the two bounds of a range at `TO`, or `À`, `AU` in French.
fn split_bounds(words: &str) -> Option<(&str, &str)> {
    let mut at = 0;
    for word in words.split(' ') {
        let end = at + word.len();
        if matches!(word, "TO" | "to" | "À" | "à" | "A" | "AU" | "au") {
            let (from, to) = (words[..at].trim(), words[end..].trim());
            return (!from.is_empty() && !to.is_empty()).then_some((from, to));
        }
        at = end + 1;
    }
    None
}
