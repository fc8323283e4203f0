//! Press agencies cited as the source of an article, which are no subject of it.

use super::flag::{AGENCY, SPEECH};
use super::span::{Reading, Span};
use crate::article::Kind;

/// Whether a mention cites a press agency as the source: `selon l'AFP`, `à Reuters`, `un journaliste de l'AFP`,
/// `(AFP)`, `AFP -`.
pub(super) fn is_source(reading: Reading<'_>, span: Span) -> bool {
    let tokens = &reading.tokens[span.first..span.last];
    if span.kind != Kind::Organization || !tokens.iter().any(|token| token.has(AGENCY)) {
        return false;
    }
    let begin = if span.first < reading.title_tokens { 0 } else { reading.title_tokens };
    let mut before = span.first;
    while before > begin
        && matches!(reading.word(before - 1), "l'" | "l’" | "L'" | "L’" | "agence" | "la" | "de")
    {
        before -= 1;
    }
    let opens = before == begin;
    opens
        || CITING.contains(&reading.word(before - 1))
        || reading.is_mark(span.last, b')')
        || reading.is_mark(span.last, b'-')
        || (before.saturating_sub(NEAR).max(begin)..before).any(|at| is_reporting(reading, at))
        || (span.last..span.last + NEAR)
            .any(|at| reading.next_word(at).is_some() && is_reporting(reading, at))
}

/// So many words to either side tell whether an agency reports.
const NEAR: usize = 4;

fn is_reporting(reading: Reading<'_>, at: usize) -> bool {
    reading.tokens[at].has(SPEECH) || REPORTING.contains(&reading.word(at))
}

/// What an agency does, or is given, when it reports.
const REPORTING: &[&str] = &[
    "constaté",
    "révèle",
    "révélé",
    "appris",
    "apprend",
    "obtenu",
    "consulté",
    "consulter",
    "connaissance",
    "signalé",
    "signale",
    "rapporte",
    "rapporté",
    "transmis",
    "équipe",
    "document",
    "message",
    "communiqué",
    "procuré",
    "interrogé",
    "interrogée",
    "interrogés",
    "contacté",
    "contactée",
    "joint",
    "jointe",
    "sollicité",
    "sollicitée",
    "savoir",
    "cité",
    "cités",
    "citée",
    "citant",
    "vu",
    "recueilli",
    "relayé",
    "publié",
    "photo",
    "vidéo",
    "comptage",
    "décompte",
    "bilan",
    "calculs",
    "sources",
    "agences",
    "presse",
    "correspondants",
];

/// What stands before an agency that is cited.
const CITING: &[&str] = &[
    "à",
    "selon",
    "Selon",
    "avec",
    "par",
    "auprès",
    "et",
    "(",
    "/",
    "©",
    "source",
    "dépêche",
    "journaliste",
    "journalistes",
    "correspondant",
    "correspondante",
    "photographe",
    "information",
    "informations",
];
