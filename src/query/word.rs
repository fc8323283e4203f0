//! One word of a query: its exactness, and what stands behind it (`*`, `~1`, `^2`).

use std::ops::Range;

use super::error::shown;
use super::parser::Parser;
use super::scan::{is_quote, is_space, is_wordy, word_or_number, wordy_chars, wordy_runs};
use super::{Atom, Error, FieldName, How, Node, NodeKind, PhraseHow, limits};

impl Parser<'_> {
    /// Reads a word, or a number of several; stands at its first character, which may come after a
    /// sign that began earlier.
    pub(super) fn word(&mut self, start: usize, how: How, glued: bool) -> Result<Node, Error> {
        let typed = word_or_number(self.rest());
        let whole = self.at..self.at + typed.len();
        let (body, boost) = self.boost_behind(typed)?;
        let body_span = self.at..self.at + body.len();
        self.at = whole.end;
        self.clause(start)?;
        let kind = self.word_kind(body, body_span, how)?;
        if !glued && how == How::Inflected && asks_for_wildcard(body) {
            self.note(whole.clone(), "\"?\" is no wildcard: read as punctuation; a star ends a prefix, mot*");
        }
        Ok(Node { span: start..whole.end, kind, boost })
    }

    fn word_kind(&self, body: &str, span: Range<usize>, how: How) -> Result<NodeKind, Error> {
        let refuse_exact = |sign: &str| {
            if matches!(how, How::Exact | How::ToTheLetter) {
                let signs = span.start - if how == How::Exact { 1 } else { 2 }..span.start;
                let message = format!("= and {sign} do not go together");
                return Err(self.error(span.clone(), message, Some((signs, String::new()))));
            }
            Ok(())
        };
        if body == "*" || body == "*:*" {
            refuse_exact("*")?;
            return Ok(NodeKind::Everything);
        }
        if let Some((text, distance)) = fuzzy_parts(body) {
            refuse_exact("~")?;
            return self.fuzzy(text, distance, span);
        }
        let (text, is_prefix) = body.strip_suffix('*').map_or((body, false), |text| (text, true));
        if let Some(star) = text.find('*') {
            let prefix = &text[..star];
            let fix = if wordy_chars(prefix) >= limits::PREFIX_CHARS {
                format!("{prefix}*")
            } else {
                format!("\"{body}\"")
            };
            let message = "a star stands only at the end of a word";
            return Err(self.error(span.start + star..span.start + star + 1, message, Some((span, fix))));
        }
        if text.contains('^') || !is_wordy(text) {
            let message = "^ stands behind a word and before its weight, as in mot^2";
            return Err(self.error(span.clone(), message, Some((span, format!("\"{body}\"")))));
        }
        self.bounded_runs(text, span.clone())?;
        let spaced = text.split(is_space).collect::<Vec<_>>().join(" ");
        if !is_prefix {
            return Ok(NodeKind::Atom(Atom::Word { text: spaced, how }));
        }
        refuse_exact("*")?;
        let length = wordy_chars(text);
        if length < limits::PREFIX_CHARS {
            let message = format!(
                "a prefix of {length} letter; at least {} stand before the star",
                limits::PREFIX_CHARS
            );
            return Err(self.error(span.clone(), message, Some((span, text.to_owned()))));
        }
        Ok(NodeKind::Atom(Atom::Prefix { text: spaced }))
    }

    fn fuzzy(&self, text: &str, distance: &str, span: Range<usize>) -> Result<NodeKind, Error> {
        let letters = wordy_chars(text);
        let chars = text.chars().count();
        let tail = span.start + text.len()..span.end;
        let fail = |message: String, with: &str| {
            Err(self.error(span.clone(), message, Some((tail.clone(), with.into()))))
        };
        if text.contains(['*', '^']) {
            return fail("* and ^ do not go before ~".to_owned(), "");
        }
        if letters < limits::FUZZY_CHARS_LEAST {
            let least = limits::FUZZY_CHARS_LEAST;
            return fail(format!("an approximate word of {letters} letters; at least {least}"), "");
        }
        if chars > limits::FUZZY_CHARS {
            let most = limits::FUZZY_CHARS;
            return fail(format!("an approximate word of {chars} characters; at most {most}"), "");
        }
        match distance {
            "" | "1" => Ok(NodeKind::Fuzzy { text: text.to_owned(), distance: 1 }),
            "2" => Ok(NodeKind::Fuzzy { text: text.to_owned(), distance: 2 }),
            "0" => fail("a distance of 0; to take the word as written put = before it".to_owned(), ""),
            _ => {
                let most = limits::DISTANCE;
                fail(
                    format!("a distance of {}; a word may differ by 1 or {most} letters", shown(distance)),
                    "~2",
                )
            }
        }
    }

    /// Parts a word from its weight.
    fn boost_behind<'t>(&self, typed: &'t str) -> Result<(&'t str, f32), Error> {
        let Some(sign) = typed.rfind('^').filter(|_| is_wordy(typed) || typed.starts_with('*')) else {
            return Ok((typed, 1.0));
        };
        let boost = self.weight(&typed[sign + 1..], self.at + sign..self.at + typed.len())?;
        Ok((&typed[..sign], boost))
    }

    /// Reads a weight; the span holds its sign too.
    pub(super) fn weight(&self, typed: &str, span: Range<usize>) -> Result<f32, Error> {
        let plain =
            !typed.is_empty() && typed.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
        let weight = if plain { typed.replace(',', ".").parse::<f32>().ok() } else { None };
        match weight {
            Some(weight) if weight > 0.0 && weight <= limits::BOOST => Ok(weight),
            Some(_) => {
                let message = format!("a weight of {}; above 0, at most {}", shown(typed), limits::BOOST);
                Err(self.error(span.clone(), message, Some((span, String::new()))))
            }
            None => {
                let message = "^ takes a weight above 0, as in mot^2.5";
                Err(self.error(span.clone(), message, Some((span, String::new()))))
            }
        }
    }

    /// Reads what follows one or two `=`; stands at the first.
    pub(super) fn exact(&mut self, run: &str) -> Result<Node, Error> {
        let start = self.at;
        let body = run.trim_start_matches('=');
        let signs = run.len() - body.len();
        self.at += signs;
        if signs > 2 {
            let span = start..self.at;
            return Err(self.error(span.clone(), "at most two = before a word", Some((span, "==".into()))));
        }
        let (how, phrase) = match signs {
            1 => (How::Exact, PhraseHow::Exact),
            _ => (How::ToTheLetter, PhraseHow::ToTheLetter),
        };
        match self.peek() {
            Some('(') => {
                let message = "= stands before a word or a phrase, not before a group";
                Err(self.error(start..self.at, message, Some((start..self.at, String::new()))))
            }
            Some(c) if is_quote(c) => self.phrase(start, phrase),
            _ => {
                if let Some((name, value)) = body.split_once(':')
                    && FieldName::from_name(name).is_some()
                    && !value.is_empty()
                {
                    let fix = format!("{name}:{}{value}", &run[..signs]);
                    let span = start..start + run.len();
                    return Err(self.error(start..self.at, "= stands behind the field", Some((span, fix))));
                }
                self.word(start, how, true)
            }
        }
    }

    /// Refuses a word or phrase of too many parts.
    pub(super) fn bounded_runs(&self, text: &str, span: Range<usize>) -> Result<(), Error> {
        let runs = wordy_runs(text);
        if runs <= limits::RUNS {
            return Ok(());
        }
        Err(self.error(span, format!("one word or phrase of {runs} parts; at most {}", limits::RUNS), None))
    }
}

/// Parts a word from the `~` behind it and its distance.
fn fuzzy_parts(body: &str) -> Option<(&str, &str)> {
    let (text, distance) = body.rsplit_once('~')?;
    let numeric = distance.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
    (numeric && is_wordy(text)).then_some((text, distance))
}

/// Whether a question mark stands between letters, as in a pattern, and in no address.
fn asks_for_wildcard(word: &str) -> bool {
    !word.contains('/')
        && word.match_indices('?').any(|(at, _)| {
            word[..at].ends_with(char::is_alphabetic) && word[at + 1..].starts_with(char::is_alphabetic)
        })
}
