//! The reading of a text as JSON: a contract of version 1.

use std::io::Write;

use serde::Serialize;

use super::super::failure::Failure;
use super::super::output::Out;
use super::Word;
use crate::analysis::{Audit, Inflection};

const VERSION: u32 = 1;

#[derive(Serialize)]
struct AuditObject<'a> {
    v: u32,
    /// As it was read, composed; offsets are characters of it.
    text: &'a str,
    stemmer: &'static str,
    tokens: Vec<TokenObject<'a>>,
    /// `null` without an index.
    words: Option<Vec<WordObject<'a>>>,
}

#[derive(Serialize)]
struct TokenObject<'a> {
    place: usize,
    /// Places that it takes: more than one of a whole.
    places: u16,
    start: usize,
    end: usize,
    text: &'a str,
    form: &'a str,
    fold: &'a str,
    stem: &'a str,
    stem_by: &'static str,
    stop_word: bool,
    whole: bool,
    rule: &'static str,
}

#[derive(Serialize)]
struct WordObject<'a> {
    form: &'a str,
    articles: u64,
    titles: u64,
    bodies: u64,
    forms: Vec<FormObject<'a>>,
}

#[derive(Serialize)]
struct FormObject<'a> {
    form: &'a str,
    grade: &'static str,
    articles: u64,
    titles: u64,
    bodies: u64,
}

/// Prints one object.
pub(super) fn print(
    out: &mut Out,
    audit: &Audit,
    inflection: &Inflection,
    words: Option<&[Word<'_>]>,
) -> Result<(), Failure> {
    let object = AuditObject {
        v: VERSION,
        text: &audit.text,
        stemmer: inflection.stemmer().name(),
        tokens: tokens(audit),
        words: words.map(|words| words.iter().map(WordObject::of).collect()),
    };
    serde_json::to_writer(&mut *out, &object).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

/// The tokens, their offsets counted in characters in one pass: starts never go back.
fn tokens(audit: &Audit) -> Vec<TokenObject<'_>> {
    let (mut byte, mut char) = (0, 0);
    let mut objects = Vec::with_capacity(audit.tokens.len());
    for token in &audit.tokens {
        char += audit.text[byte..token.start].chars().count();
        byte = token.start;
        let text = &audit.text[token.start..token.end];
        objects.push(TokenObject {
            place: token.place,
            places: token.parts.max(1),
            start: char,
            end: char + text.chars().count(),
            text,
            form: &token.form,
            fold: &token.fold,
            stem: &token.stem,
            stem_by: if token.is_exception { "lexicon" } else { "rule" },
            stop_word: token.is_stop_word,
            whole: token.parts > 0,
            rule: token.rule.name(),
        });
    }
    objects
}

impl<'a> WordObject<'a> {
    fn of(word: &'a Word<'_>) -> Self {
        let all = word.reached.occurrences;
        let forms = word.reached.forms.iter().map(|form| FormObject {
            form: &form.form,
            grade: form.grade.name(),
            articles: form.occurrences.documents,
            titles: form.occurrences.titles,
            bodies: form.occurrences.bodies,
        });
        WordObject {
            form: word.form,
            articles: all.documents,
            titles: all.titles,
            bodies: all.bodies,
            forms: forms.collect(),
        }
    }
}
