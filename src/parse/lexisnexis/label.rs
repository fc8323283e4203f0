//! The labels of fields, and what stands behind them; the order of what stands behind none.

use crate::article::{Kind, RawArticle};
use crate::parse::names::{self, add, declare};
use crate::parse::paragraphs;

/// What a field is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Section,
    Author,
    Standfirst,
    Subject,
    Language,
    Place,
    Organization,
    Person,
    Title,
    /// Known, and of no use here.
    Other,
}

/// The labels in French, English, German and Spanish.
const LABELS: &[(&str, Field)] = &[
    ("SECTION", Field::Section),
    ("RUBRIQUE", Field::Section),
    ("RUBRIK", Field::Section),
    ("SECCION", Field::Section),
    ("BYLINE", Field::Author),
    ("AUTEUR", Field::Author),
    ("AUTOR", Field::Author),
    ("HIGHLIGHT", Field::Standfirst),
    ("ENCART", Field::Standfirst),
    ("HEADLINE", Field::Title),
    ("TITRE", Field::Title),
    ("SUBJECT", Field::Subject),
    ("SUJET", Field::Subject),
    ("THEMA", Field::Subject),
    ("LANGUAGE", Field::Language),
    ("LANGUE", Field::Language),
    ("SPRACHE", Field::Language),
    ("GEOGRAPHIC", Field::Place),
    ("LOCALISATION-GEO", Field::Place),
    ("COUNTRY", Field::Place),
    ("CITY", Field::Place),
    ("COMPANY", Field::Organization),
    ("SOCIETE", Field::Organization),
    ("ORGANIZATION", Field::Organization),
    ("ORGANISATION", Field::Organization),
    ("PERSON", Field::Person),
    ("PERSONNE", Field::Person),
    ("LENGTH", Field::Other),
    ("LONGUEUR", Field::Other),
    ("LÄNGE", Field::Other),
    ("DATELINE", Field::Other),
    ("LOAD-DATE", Field::Other),
    ("DATE-CHARGEMENT", Field::Other),
    ("UPDATE", Field::Other),
    ("PUBLICATION-TYPE", Field::Other),
    ("TYPE-PUBLICATION", Field::Other),
    ("ZEITUNGS-CODE", Field::Other),
    ("JOURNAL-CODE", Field::Other),
    ("CODE-JOURNAL", Field::Other),
    ("TICKER", Field::Other),
    ("SYMBOLE-BOURSIER", Field::Other),
    ("INDUSTRY", Field::Other),
    ("SECTEUR-ACTIVITE", Field::Other),
    ("STATE", Field::Other),
    ("GRAPHIC", Field::Other),
    ("ILLUSTRATION", Field::Other),
    ("NOTES", Field::Other),
    ("SERIES", Field::Other),
    ("TYPE", Field::Other),
    ("DISTRIBUTION", Field::Other),
];

/// The label that a text begins with, and what stands behind it.
pub(super) fn label(text: &str) -> Option<(Field, &str)> {
    let (name, value) = text.split_once(':')?;
    let name = name.trim();
    // Since about 2018 labels are no longer in capitals; one word then tells too little to be a label in a text.
    let folded = name.to_uppercase().replace(' ', "-");
    let (_, field) = LABELS.iter().find(|(label, _)| *label == name || *label == folded)?;
    Some((*field, value.trim_matches(|c: char| c.is_whitespace())))
}

/// An article read paragraph by paragraph, in the order of pages and of older documents: source, date, then
/// title and text, with labels between them.
#[derive(Default)]
pub(super) struct Ordered {
    place: u8,
    body: String,
}

impl Ordered {
    /// Takes the next paragraph.
    pub(super) fn take(&mut self, text: &str, raw: &mut RawArticle) {
        if text.is_empty() || is_count(text) || is_rights(text) {
            return;
        }
        let is_capital = |text: &str| text.split(':').next().is_some_and(|name| name == name.to_uppercase());
        if let Some((field, value)) = label(text).filter(|_| is_capital(text)) {
            self.place = self.place.max(2);
            take(field, value, raw);
        } else if self.place == 0 {
            raw.source = Some(paragraphs::one_line(text));
            self.place = 1;
        } else if self.place == 1 {
            raw.date = Some(paragraphs::one_line(text));
            self.place = 2;
        } else if raw.title.is_none() && self.body.is_empty() {
            raw.title = Some(paragraphs::one_line(text));
        } else {
            paragraphs::push_all(text, &mut self.body);
        }
    }

    /// The text, when all is taken.
    pub(super) fn into_body(self) -> String {
        self.body
    }
}

/// Whether a text counts the documents: `1 of 3 DOCUMENTS`.
pub(super) fn is_count(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    words.len() == 4
        && words.iter().filter(|word| is_number(word)).count() == 2
        && text.to_uppercase().contains("DO")
}

pub(super) fn is_rights(text: &str) -> bool {
    ["Copyright", "©", "Tous droits réservés", "All Rights Reserved"]
        .iter()
        .any(|mark| text.starts_with(mark))
}

/// Puts what stands behind a label where it belongs.
pub(super) fn take(field: Field, value: &str, raw: &mut RawArticle) {
    let value = paragraphs::one_line(value);
    // `ÉNERGIE (90%); EUROPE (55%)`
    let list = || value.split(';').map(|entry| entry.split(" (").next().unwrap_or(entry).trim().to_owned());
    match field {
        Field::Section => raw.section = value.split(';').next().map(|section| section.trim().to_owned()),
        Field::Author => names::authors(&value).into_iter().for_each(|name| add(&mut raw.authors, name)),
        Field::Standfirst => raw.standfirst = Some(value).filter(|value| !value.is_empty()),
        Field::Title => raw.title = Some(value).filter(|value| !value.is_empty()),
        Field::Language => raw.language = Some(value),
        Field::Subject => list().for_each(|subject| add(&mut raw.keywords, subject)),
        Field::Place => list().for_each(|place| declare(Kind::Place, place, &mut raw.entities)),
        Field::Organization => list().for_each(|name| declare(Kind::Organization, name, &mut raw.entities)),
        Field::Person => list().for_each(|name| declare(Kind::Person, name, &mut raw.entities)),
        Field::Other => {}
    }
}
