//! A field before its value, and the values in which no sign means anything: addresses and ids.

use super::error::shown;
use super::parser::{Parser, Scope};
use super::reading::is_left_out;
use super::scan::{address, is_quote, is_space, is_wordy, wordy_chars};
use super::{Atom, Error, FieldName, How, Node, NodeKind, PhraseHow, limits};

impl Parser<'_> {
    /// Reads an address or an id, in which only a last star means something; a `=` before a phrase says
    /// nothing new there.
    pub(super) fn verbatim(&mut self) -> Result<Node, Error> {
        let start = self.at;
        let behind_signs = self.rest().trim_start_matches('=');
        if behind_signs.starts_with(is_quote) {
            self.at = self.text.len() - behind_signs.len();
            return self.phrase(start, PhraseHow::AsWritten);
        }
        let typed = address(self.rest());
        self.at += typed.len();
        self.clause(start)?;
        let span = start..self.at;
        let kind = match typed.strip_suffix('*') {
            Some("") => NodeKind::Everything,
            _ if !is_wordy(typed) => {
                let fix = Some((span.clone(), String::new()));
                return Err(self.error(span, "an address without letter or digit", fix));
            }
            Some(text) if wordy_chars(text) < limits::PREFIX_CHARS => {
                let message = format!("a prefix has at least {} letters", limits::PREFIX_CHARS);
                return Err(self.error(span.clone(), message, Some((span, text.to_owned()))));
            }
            Some(text) => NodeKind::Atom(Atom::Prefix { text: text.to_owned() }),
            None => NodeKind::Atom(Atom::Word { text: typed.to_owned(), how: How::Inflected }),
        };
        Ok(Node::new(span, kind))
    }

    /// Reads a field and what it holds; `None`, perhaps with a note, if the word names no field.
    pub(super) fn field(&mut self, run: &str) -> Result<Option<Node>, Error> {
        let Some((name, behind)) = run.split_once(':') else { return Ok(None) };
        if name.is_empty() || !name.chars().all(char::is_alphabetic) {
            return Ok(None);
        }
        let start = self.at;
        let colon = start..start + name.len() + 1;
        let Some(field) = FieldName::from_name(name) else {
            if self.scope == Scope::Everywhere && self.takes_notes() {
                self.note(colon, unknown_field(name, behind));
            }
            return Ok(None);
        };
        let after = &self.text[colon.end..];
        if after.chars().next().is_none_or(|c| is_space(c) || c == ')') {
            self.note(
                colon,
                format!("\"{name}:\" read as a word: a field stands against its value, {name}:mot"),
            );
            return Ok(None);
        }
        if self.scope != Scope::Everywhere {
            let fix = (colon.clone(), String::new());
            return Err(self.error(colon, "a field stands within another field", Some(fix)));
        }
        if field != FieldName::Date && is_left_out(after) {
            let value = colon.end - 1..start + run.len();
            let message = format!("nothing to look for behind \"{name}:\"");
            return Err(self.error(start..value.end, message, Some((value, String::new()))));
        }
        self.at = colon.end;
        self.scope = if field == FieldName::Date { Scope::Dates } else { Scope::Within(field) };
        let mut node = self.signed(colon, true)?;
        self.scope = Scope::Everywhere;
        let span = start..node.span.end;
        if field == FieldName::Date {
            node.span = span;
            return Ok(Some(node));
        }
        Ok(Some(Node::new(span, NodeKind::Field { field, node: Box::new(node) })))
    }
}

/// The note on a name before a colon that is no field.
fn unknown_field(name: &str, behind: &str) -> String {
    let name_shown = shown(name);
    if behind.starts_with("//") {
        return format!("an address read as text; url:{name_shown}://… looks among addresses");
    }
    match FieldName::nearest(name) {
        Some(near) => format!("no field is named \"{name_shown}\": read as text; did you mean {near}:?"),
        None => format!("no field is named \"{name_shown}\": read as text"),
    }
}
