//! A query's text as the tokenizer reads it: words, each of one part or of several.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::tokenize;

/// A word of a query: what stands side by side, and the one form that stands for all of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unit {
    /// The parts in order, one of them for a plain word.
    pub parts: Vec<String>,
    /// The form of the whole: it stands at the place of the first part.
    pub whole: Option<String>,
}

/// Returns the forms of a query's text, parts alone, composed (NFC) first as stored texts are.
pub fn forms_of(text: &str) -> Vec<String> {
    let mut forms = Vec::new();
    tokenize(&composed(text), &mut String::new(), |token| {
        if !token.is_whole() {
            forms.push(token.form.to_owned());
        }
    });
    forms
}

/// Returns the words of a query's text in order, composed (NFC) first as stored texts are.
pub fn units_of(text: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut parts_to_come = 0;
    tokenize(&composed(text), &mut String::new(), |token| {
        if token.is_whole() {
            parts_to_come = token.parts;
            units.push(Unit { parts: Vec::new(), whole: Some(token.form.to_owned()) });
            return;
        }
        if parts_to_come > 0 {
            parts_to_come -= 1;
        } else {
            units.push(Unit::default());
        }
        if let Some(unit) = units.last_mut() {
            unit.parts.push(token.form.to_owned());
        }
    });
    units
}

fn composed(text: &str) -> Cow<'_, str> {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect()),
    }
}
