//! What a query leaves out, and the notes on how it was read.

use super::error::shown;
use super::parser::Parser;
use super::scan::{is_quote, is_space, is_wordy, run};
use super::{Atom, How, Node, NodeKind};

impl Parser<'_> {
    /// Passes spaces, and words without letter or digit that mean nothing to the language.
    pub(super) fn skip(&mut self) {
        loop {
            self.at += self.rest().len() - self.rest().trim_start_matches(is_space).len();
            if !is_left_out(self.rest()) {
                return;
            }
            let run = run(self.rest());
            let message = match run {
                "-" | "+" => format!("\"{run}\" between spaces means nothing: left out"),
                "&&" => "\"&&\" is written AND: left out".to_owned(),
                "|" => "\"|\" left out; for alternatives write OR".to_owned(),
                _ => format!("\"{}\" has no letter or digit: left out", shown(run)),
            };
            self.note(self.at..self.at + run.len(), message);
            self.at += run.len();
        }
    }

    /// Notes lower-case words that stand where an operator might have been meant.
    pub(super) fn note_plain_operators(&mut self, items: &[Node]) {
        for (place, item) in items.iter().enumerate() {
            let NodeKind::Atom(Atom::Word { text, how: How::Inflected }) = &item.kind else { continue };
            let (first, last) = (place == 0, place + 1 == items.len());
            let message = match text.as_str() {
                "or" | "ou" if !first && !last => {
                    format!("\"{text}\" read as a word; for alternatives write OR")
                }
                "and" if !first && !last => {
                    "\"and\" read as a word; words are all required anyway".to_owned()
                }
                "not" | "sauf" if !last => {
                    format!("\"{text}\" read as a word; to exclude write -mot or NOT mot")
                }
                _ if !last && text.len() > 1 && text.starts_with('\'') => {
                    "a single quotation mark read as an apostrophe; a phrase stands in \"…\"".to_owned()
                }
                _ if text.starts_with('!') => {
                    format!("\"!\" read as punctuation; to exclude write -{}", shown(&text[1..]))
                }
                _ => continue,
            };
            self.note(item.span.clone(), message);
        }
    }
}

/// Whether the word that begins the text is to be passed over: it has no letter or digit, and is no sign
/// of the language.
pub(super) fn is_left_out(text: &str) -> bool {
    let run = run(text);
    if run.is_empty() || is_wordy(run) {
        return false;
    }
    let next = text[run.len()..].chars().next();
    let before_quotation = next.is_some_and(is_quote);
    match run.trim_start_matches(['-', '+']) {
        "" => !(before_quotation || next == Some('(')),
        "=" | "==" => !(before_quotation || next == Some('(')),
        "*" | "*:*" | "||" => false,
        rest => !rest.starts_with(['[', '{']),
    }
}
