//! The grammar: sequences of alternatives of conjunctions of signed operands.
//!
//! Scannerless: the parser walks the text once, with a cursor. It recurses for parentheses alone, which
//! are bounded, so that the stack is too.

use std::ops::Range;

use super::error::{replaced, shown};
use super::scan::{is_quote, is_space, run};
use super::{Atom, Error, FieldName, How, Node, NodeKind, Note, PhraseHow, Query, limits};

/// A reading under way.
pub(super) struct Parser<'t> {
    /// The whole query.
    pub(super) text: &'t str,
    /// The byte that comes next.
    pub(super) at: usize,
    /// Open parentheses.
    pub(super) depth: usize,
    /// What the words belong to.
    pub(super) scope: Scope,
    clauses: usize,
    notes: Vec<Note>,
}

/// What the words being read belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// The text at large.
    Everywhere,
    /// A field.
    Within(FieldName),
    /// `date:`, whose words are dates.
    Dates,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    And,
    Or,
    Not,
}

/// Reads a query; the error's suggestion is a first guess that may itself have errors.
pub(super) fn parse_once(text: &str) -> Result<Query, Error> {
    if text.len() > limits::BYTES {
        let end = (0..=limits::BYTES).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let message = format!("a query of {} bytes; at most {}", text.len(), limits::BYTES);
        return Err(Error { span: end..text.len(), message, suggestion: None });
    }
    let mut parser =
        Parser { text, at: 0, depth: 0, scope: Scope::Everywhere, clauses: 0, notes: Vec::new() };
    let root = parser.sequence()?;
    if parser.at < text.len() {
        let span = parser.at..parser.at + 1;
        return Err(parser.error(span.clone(), "\")\" closes nothing", Some((span, " ".into()))));
    }
    let Some(root) = root else {
        let message = if text.trim_matches(is_space).is_empty() {
            "an empty query; write a word, or * for every article"
        } else {
            "nothing to look for: no letter or digit"
        };
        return Err(Error { span: 0..text.len(), message: message.into(), suggestion: None });
    };
    parser.notes.sort_by_key(|note| (note.span.start, note.span.end));
    Ok(Query { root, notes: parser.notes })
}

impl<'t> Parser<'t> {
    /// What is still to be read.
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// The character that comes next.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Returns an error; the fix is a range of the query and what to write there.
    pub(super) fn error(
        &self,
        span: Range<usize>,
        message: impl Into<String>,
        fix: Option<(Range<usize>, String)>,
    ) -> Error {
        let suggestion = fix.and_then(|(range, with)| replaced(self.text, range, &with));
        Error { span, message: message.into(), suggestion }
    }

    /// Keeps a note, unless there are enough.
    pub(super) fn note(&mut self, span: Range<usize>, message: impl Into<String>) {
        if self.takes_notes() {
            self.notes.push(Note { span, message: message.into() });
        }
    }

    /// Whether there are not yet enough notes.
    pub(super) fn takes_notes(&self) -> bool {
        self.notes.len() < limits::NOTES
    }

    /// Counts a leaf that began there and ends here.
    pub(super) fn clause(&mut self, start: usize) -> Result<(), Error> {
        self.clauses += 1;
        if self.clauses <= limits::CLAUSES {
            return Ok(());
        }
        let message = format!("more than {} words, phrases and dates", limits::CLAUSES);
        Err(self.error(start..self.at, message, Some((start..self.text.len(), String::new()))))
    }

    /// Reads up to the end or a closing parenthesis; `None` if nothing stands there.
    pub(super) fn sequence(&mut self) -> Result<Option<Node>, Error> {
        let mut items = Vec::new();
        let mut joined = Vec::new();
        loop {
            self.skip();
            if matches!(self.peek(), None | Some(')')) {
                break;
            }
            if let Some((Operator::And | Operator::Or, span)) = self.operator() {
                return Err(self.stray(span));
            }
            let (node, is_joined) = self.alternatives()?;
            if is_joined {
                joined.push(node.span.clone());
            }
            items.push(node);
        }
        if items.len() > 1 {
            for span in joined {
                let reading = shown(&self.text[span.clone()]);
                self.note(span, format!("OR joins its two neighbours only: read as ({reading})"));
            }
        }
        self.note_plain_operators(&items);
        let mut items = items.into_iter();
        Ok(items.next().map(|first| Node::all(first, items)))
    }

    /// Reads operands joined by OR; tells whether there was more than one.
    fn alternatives(&mut self) -> Result<(Node, bool), Error> {
        let first = self.conjunction(self.at..self.at)?;
        let mut more = Vec::new();
        while let Some((Operator::Or, span)) = self.operator() {
            self.at = span.end;
            more.push(self.conjunction(span)?);
        }
        let is_joined = !more.is_empty();
        Ok((Node::any(first, more), is_joined))
    }

    /// Reads operands joined by AND; `by` is the operator that wants them.
    fn conjunction(&mut self, by: Range<usize>) -> Result<Node, Error> {
        let first = self.nearby(by)?;
        let mut more = Vec::new();
        while let Some((Operator::And, span)) = self.operator() {
            self.at = span.end;
            more.push(self.nearby(span)?);
        }
        Ok(Node::all(first, more))
    }

    /// Reads an operand with the signs before it; `by` is the operator that wants it. A glued operand
    /// follows a sign or a colon, so that it is a word even if it spells an operator.
    pub(super) fn signed(&mut self, mut by: Range<usize>, mut glued: bool) -> Result<Node, Error> {
        let (mut negative, mut required, mut signs) = (false, false, 0);
        let mut start = None;
        loop {
            if !glued {
                self.skip();
            }
            let start = *start.get_or_insert(self.at);
            let sign = match self.peek() {
                None | Some(')') => return Err(self.stray(by)),
                Some('-') => self.at..self.at + 1,
                Some('+') => {
                    required = true;
                    self.at..self.at + 1
                }
                Some(_) if glued => break,
                Some(_) => match self.operator() {
                    None => break,
                    Some((Operator::Not, span)) => span,
                    Some(_) => return Err(self.stray(by)),
                },
            };
            signs += 1;
            if signs > limits::SIGNS {
                let message = format!("{signs} signs before one word; at most {}", limits::SIGNS);
                return Err(self.error(start..sign.end, message, Some((start..sign.end, "-".into()))));
            }
            let typed = &self.text[sign.clone()];
            negative ^= typed != "+";
            glued = typed.len() == 1;
            self.at = sign.end;
            by = sign;
        }
        let start = start.unwrap_or(self.at);
        let mut node = self.operand(glued)?;
        if let NodeKind::Atom(Atom::Word { how: how @ How::Inflected, .. }) = &mut node.kind
            && required
        {
            *how = How::Required;
        }
        let span = start..node.span.end;
        Ok(if negative { node.negated(span) } else { node })
    }

    /// Reads one operand; stands at its first character.
    fn operand(&mut self, glued: bool) -> Result<Node, Error> {
        match self.peek() {
            Some('(') => return self.group(),
            _ if self.scope == Scope::Dates => return self.date_value(),
            Some(c) if is_quote(c) => return self.phrase(self.at, PhraseHow::AsWritten),
            _ => {}
        }
        if matches!(self.scope, Scope::Within(field) if field.is_verbatim()) {
            return self.verbatim();
        }
        let run = run(self.rest());
        let span = self.at..self.at + run.len();
        if run.starts_with(['[', '{']) {
            let fix = (span.clone(), format!("\"{run}\""));
            return Err(self.error(span, "brackets stand behind date: only", Some(fix)));
        }
        if run == "||" {
            return Err(self.error(span.clone(), "\"||\" is written OR", Some((span, "OR".into()))));
        }
        if run.starts_with('=') {
            return self.exact(run);
        }
        match self.field(run)? {
            Some(node) => Ok(node),
            None => self.word(self.at, How::Inflected, glued),
        }
    }

    /// Returns the operator that comes next, after what is to be skipped.
    fn operator(&mut self) -> Option<(Operator, Range<usize>)> {
        self.skip();
        let run = run(self.rest());
        let operator = match run {
            "AND" | "ET" => Operator::And,
            "OR" | "OU" => Operator::Or,
            "NOT" | "SAUF" => Operator::Not,
            _ => return None,
        };
        Some((operator, self.at..self.at + run.len()))
    }

    /// The error of an operator that lacks an operand.
    fn stray(&self, span: Range<usize>) -> Error {
        let typed = &self.text[span.clone()];
        let fix = replaced(self.text, span.clone(), "").map_or(format!("\"{typed}\""), |_| String::new());
        let message = match typed {
            "NOT" | "SAUF" | "-" | "+" => format!("\"{typed}\" lacks a word behind it"),
            _ => format!(
                "\"{typed}\" lacks a word on one side; to find the word write \"{typed}\" in quotation marks"
            ),
        };
        self.error(span.clone(), message, Some((span, fix)))
    }
}
