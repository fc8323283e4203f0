//! Parentheses and quotation marks, and what stands behind them: `~3`, `^2`.

use std::ops::Range;

use super::error::shown;
use super::parser::Parser;
use super::scan::{is_border, is_wordy, quotation, quoted_words};
use super::{Atom, Error, Node, NodeKind, PhraseHow, limits};

/// What may follow a closing sign.
#[derive(Default)]
struct Suffixes<'t> {
    /// The number behind `~`, as typed, and where both stand.
    tilde: Option<(&'t str, Range<usize>)>,
    /// The weight behind `^`, and where both stand.
    boost: Option<(f32, Range<usize>)>,
}

impl<'t> Parser<'t> {
    /// Reads a phrase that began there; stands at its opening mark.
    pub(super) fn phrase(&mut self, start: usize, how: PhraseHow) -> Result<Node, Error> {
        let rest = self.rest();
        let (open, close, whole) = quotation(rest).unwrap_or((0, rest.len(), None));
        let text = quoted_words(&rest[open..close]);
        self.note_open_quotation(whole.is_none());
        self.at += whole.unwrap_or(rest.len());
        let quoted = start..self.at;
        if !is_wordy(&text) {
            let fix = (quoted.clone(), String::new());
            return Err(self.error(quoted, "an empty phrase", Some(fix)));
        }
        let words = text.split(' ').filter(|word| is_wordy(word)).count();
        if words > limits::PHRASE_WORDS {
            let message = format!("a phrase of {words} words; at most {}", limits::PHRASE_WORDS);
            let kept: Vec<&str> = text.split(' ').take(limits::PHRASE_WORDS).collect();
            let fix = format!("\"{}\"", kept.join(" "));
            return Err(self.error(quoted.clone(), message, Some((quoted, fix))));
        }
        self.bounded_runs(&text, quoted.clone())?;
        let suffixes = self.suffixes("a phrase")?;
        self.clause(start)?;
        let kind = match suffixes.tilde {
            None => NodeKind::Atom(Atom::Phrase { text, how }),
            Some((_, span)) if how != PhraseHow::AsWritten => {
                let fix = (span.clone(), String::new());
                return Err(self.error(span, "= and ~ do not go together", Some(fix)));
            }
            Some((typed, span)) => {
                let slop = self.number(typed, span, "the words that may stand between", 0, limits::SLOP)?;
                NodeKind::Approximate { text, slop }
            }
        };
        let boost = suffixes.boost.map_or(1.0, |(boost, _)| boost);
        Ok(Node { span: start..self.at, kind, boost })
    }

    /// Notes that a quotation ends with the query, if it does.
    pub(super) fn note_open_quotation(&mut self, is_open: bool) {
        if is_open {
            self.note(self.at..self.text.len(), "no closing quotation mark: the phrase ends with the query");
        }
    }

    /// Reads a group; stands at its opening parenthesis.
    pub(super) fn group(&mut self) -> Result<Node, Error> {
        let start = self.at;
        self.depth += 1;
        if self.depth > limits::DEPTH {
            let message = format!("parentheses {} deep; at most {}", self.depth, limits::DEPTH);
            return Err(self.error(start..start + 1, message, None));
        }
        self.at += 1;
        let inner = self.sequence()?;
        self.depth -= 1;
        if self.at < self.text.len() {
            self.at += 1;
        } else {
            self.note(start..start + 1, "no closing parenthesis: the group ends with the query");
        }
        let span = start..self.at;
        let Some(inner) = inner else {
            return Err(self.error(span.clone(), "empty parentheses", Some((span, " ".into()))));
        };
        let suffixes = self.suffixes("a group")?;
        let mut node = match suffixes.tilde {
            None => inner,
            Some((typed, tilde)) => self.near(inner, span, typed, tilde)?,
        };
        if matches!(node.kind, NodeKind::All(_) | NodeKind::Any(_) | NodeKind::Near { .. }) {
            node.span = start..self.at;
        }
        if let Some((boost, span)) = suffixes.boost {
            node.boost *= boost;
            if node.boost > limits::BOOST || node.boost == 0.0 {
                let message = format!("a weight of {}; above 0, at most {}", node.boost, limits::BOOST);
                return Err(self.error(span.clone(), message, Some((span, String::new()))));
            }
        }
        Ok(node)
    }

    /// Reads `~` and `^` behind a closing sign, in either order.
    fn suffixes(&mut self, what: &str) -> Result<Suffixes<'t>, Error> {
        let mut found = Suffixes::default();
        loop {
            let rest = self.rest();
            let Some(sign @ ('~' | '^' | '*')) = rest.chars().next() else { return Ok(found) };
            let typed = &rest[1..];
            let typed =
                &typed[..typed.find(|c| is_border(c) || matches!(c, '~' | '^')).unwrap_or(typed.len())];
            let span = self.at..self.at + 1 + typed.len();
            let is_second = match sign {
                '~' => found.tilde.is_some(),
                '^' => found.boost.is_some(),
                _ => true,
            };
            if is_second {
                let message = format!("{what} takes no {sign} here");
                return Err(self.error(span.clone(), message, Some((span, String::new()))));
            }
            if sign == '~' {
                found.tilde = Some((typed, span.clone()));
            } else {
                found.boost = Some((self.weight(typed, span.clone())?, span.clone()));
            }
            self.at = span.end;
        }
    }

    /// Reads the number behind `~`.
    pub(super) fn number(
        &self,
        typed: &str,
        span: Range<usize>,
        what: &str,
        least: u32,
        most: u32,
    ) -> Result<u32, Error> {
        let digits = typed.bytes().all(|b| b.is_ascii_digit());
        if typed.is_empty() || !digits {
            let message = format!("~ takes a number: {what}");
            let fix = if typed.is_empty() { if least == 0 { "~3" } else { "~15" } } else { "" };
            return Err(self.error(span.clone(), message, Some((span, fix.to_owned()))));
        }
        match typed.parse() {
            Ok(number) if (least..=most).contains(&number) => Ok(number),
            _ => {
                let message = format!("~{}: {what} are {least} to {most}", shown(typed));
                let fix = if typed.bytes().all(|b| b == b'0') { least } else { most };
                Err(self.error(span.clone(), message, Some((span, format!("~{fix}")))))
            }
        }
    }
}
