//! LexisNexis HTML: documents one after the other, their fields behind labels in the language of the user.

use super::input::Fault;
use super::names::{self, add, declare};
use super::pieces::{self, Pieces};
use super::recognise::Head;
use super::source::Source;
use super::{Format, blank, fields, paragraphs};
use crate::article::{Kind, RawArticle, Record};
use crate::stage::Code;

/// LexisNexis exports.
pub(crate) const FORMAT: Format = Format {
    name: "lexisnexis",
    title: "LexisNexis HTML",
    extensions: &["html", "htm"],
    recognised: "a page with anchors DOC_ID, and marks DOCFULL or LXNComment",
    likeness: |head: &Head<'_>| {
        let is_page = head.text.starts_with('<') && head.has("name=\"DOC_ID_");
        if is_page && (head.has("<DOCFULL>") || head.has("LXNComment")) { 97 } else { 0 }
    },
    frame: |source: &mut Source<'_, '_, '_>| {
        let pieces = Pieces {
            record: "a document of LexisNexis",
            marks: &["name=\"DOC_ID_"],
            ends: &["</DOC>", "</DOCFULL>"],
        };
        pieces::frame(source, &pieces);
    },
    parse: |record| vec![article(record).map_err(|fault| fault.at(&record.origin))],
};

/// What a field is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
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
fn label(text: &str) -> Option<(Field, &str)> {
    let (name, value) = text.split_once(':')?;
    let (_, field) = LABELS.iter().find(|(label, _)| *label == name.trim())?;
    Some((*field, value.trim()))
}

fn article(record: &Record) -> Result<RawArticle, Fault> {
    let page = pieces::page(record, "<a ")?;
    let mut raw = blank(record, record.origin.ordinal);
    let mut place = 0;
    let mut body = String::new();
    for node in page.select("div").nodes() {
        // Divisions within divisions are read with the outer one.
        if node.ancestors(None).iter().any(|around| around.is("div")) {
            continue;
        }
        let text = fields::prose(&node.html());
        if text.is_empty() || is_count(&text) || is_rights(&text) {
            continue;
        }
        if let Some((field, value)) = label(&text) {
            place = place.max(2);
            take(field, value, &mut raw);
        } else if place == 0 {
            raw.source = Some(paragraphs::one_line(&text));
            place = 1;
        } else if place == 1 {
            raw.date = Some(paragraphs::one_line(&text));
            place = 2;
        } else if raw.title.is_none() && body.is_empty() {
            raw.title = Some(paragraphs::one_line(&text));
        } else {
            paragraphs::push_all(&text, &mut body);
        }
    }
    raw.body = body;
    if raw.title.is_none() && raw.body.is_empty() {
        return Err(Fault::new(Code::NotArticle, "neither a title nor any text"));
    }
    Ok(raw)
}

/// Whether a text counts the documents: `1 of 3 DOCUMENTS`.
fn is_count(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    words.len() == 4
        && words.iter().filter(|word| is_number(word)).count() == 2
        && text.to_uppercase().contains("DO")
}

fn is_rights(text: &str) -> bool {
    ["Copyright", "©", "Tous droits réservés", "All Rights Reserved"]
        .iter()
        .any(|mark| text.starts_with(mark))
}

fn take(field: Field, value: &str, raw: &mut RawArticle) {
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
