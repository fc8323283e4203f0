//! Gallica's texteBrut: the OCR text of a newspaper issue or book as one HTML page.
//!
//! A head of lines such as `Titre : …`, a note on the rate of recognition, then the text, parted by rules.

use super::recognise::Head;
use super::source::Source;
use super::{Format, blank, decode, markup, names, paragraphs};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::stage::{Code, Rejection};

/// texteBrut pages.
pub(crate) const FORMAT: Format = Format {
    name: "gallica",
    title: "Gallica texteBrut",
    extensions: &["textebrut", "texte", "html"],
    recognised: "an HTML page with Titre, Identifiant and ark:/12148/…, and a note on its OCR or its Éditeur",
    likeness,
    frame: |source: &mut Source<'_, '_, '_>| source.whole(source.limits.document_bytes, Code::TooBig),
    parse,
};

fn likeness(head: &Head<'_>) -> u8 {
    let has = |text: &str| head.has(text);
    let is_page = head.text.starts_with('<') && has("ark:/12148/") && has("Titre") && has("Identifiant");
    if is_page && (has("taux de reconnaissance") || has("texteBrut") || has("Éditeur") && has("<hr")) {
        96
    } else {
        0
    }
}

/// Names of the lines of the head, in small letters.
const TITLE: &str = "titre";
const AUTHOR: &[&str] = &["auteur", "auteurs", "contributeur"];
const DATE: &[&str] = &["date d'édition", "date d’édition", "date de publication", "date"];

fn parse(record: &Bounded<'_>) -> Vec<Result<RawArticle, Rejection>> {
    vec![match decode::decode(&record.payload, decode::Declares::Html) {
        Ok(text) => article(&text, record),
        Err(fault) => Err(fault.at(&record.origin)),
    }]
}

fn article(page: &str, record: &Bounded<'_>) -> Result<RawArticle, Rejection> {
    let mut raw = blank(record, record.origin.ordinal);
    let page = page.find("<body").map_or(page, |at| &page[at..]);
    let mut text = String::new();
    let mut is_head = true;
    for part in page.split("<hr") {
        let part = part.find('>').filter(|_| !part.starts_with("<body")).map_or(part, |end| &part[end + 1..]);
        let lines = paragraphs::tidy(&markup::opened(part));
        let says = |what: &str| lines.contains(what);
        if is_head && says("Titre") && facts(&lines, &mut raw) {
            continue;
        }
        if says("taux de reconnaissance") || lines.starts_with("Le texte affiché") {
            is_head = false;
            // The note is one paragraph or two; what follows it without a rule is text.
            for line in lines.lines().filter(|line| !is_note(line)) {
                paragraphs::push(line, &mut text);
            }
            continue;
        }
        is_head &= raw.title.is_none();
        paragraphs::push_all(&lines, &mut text);
    }
    raw.body = text;
    if raw.body.is_empty() {
        return Err(Rejection::new(
            record.origin.clone(),
            Code::NotArticle,
            "a page of Gallica without recognised text",
        ));
    }
    Ok(raw)
}

fn is_note(line: &str) -> bool {
    line.starts_with("Le texte affiché")
        || line.contains("taux de reconnaissance")
        || line.starts_with("En savoir plus sur l'OCR")
}

/// Reads the head; `false` if it is none.
fn facts(lines: &str, raw: &mut RawArticle) -> bool {
    let mut is_any = false;
    for line in lines.lines() {
        let Some((name, value)) = line.split_once(':') else { continue };
        let (name, value) = (name.trim().to_lowercase(), value.trim());
        if value.is_empty() {
            continue;
        }
        let is_among = |names: &[&str]| names.contains(&&*name);
        if name == TITLE {
            raw.title.get_or_insert_with(|| value.to_owned());
            is_any = true;
        } else if is_among(AUTHOR) {
            raw.authors.extend(names::authors(value.split('(').next().unwrap_or(value)));
        } else if is_among(DATE) {
            raw.date.get_or_insert_with(|| value.to_owned());
        } else if name == "langue" {
            raw.language = Some(value.to_owned());
        } else if name == "sujet" {
            raw.keywords.push(value.to_owned());
        } else if name == "identifiant"
            && let Some(at) = value.find("ark:/12148/")
        {
            let ark = value[at..].split_whitespace().next().unwrap_or_default();
            raw.url = Some(format!("https://gallica.bnf.fr/{ark}"));
            raw.guid = Some(ark.to_owned());
        } else if name == "relation" || name == "notice du périodique" {
            raw.source.get_or_insert_with(|| value.to_owned());
        } else if name == "type" && value.to_lowercase().contains("série") {
            // Of a periodical the title names the medium.
            raw.source = raw.title.clone();
        }
    }
    is_any
}
