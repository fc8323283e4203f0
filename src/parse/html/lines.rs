//! Drops the lines of an extracted text that belong to the page: invitations, credits, dates.

use std::borrow::Cow;

use crate::parse::paragraphs;

/// Longest line that is dropped for its beginning, and for a date in it, in characters.
const OPENING_CHARACTERS: usize = 160;
const DATED_CHARACTERS: usize = 140;

/// Beginnings, in lower case, of lines that are no text.
const OPENINGS: &[&str] = &[
    "à lire aussi",
    "lire aussi",
    "a lire aussi",
    "lire la suite",
    "lire également",
    "à lire également",
    "voir aussi",
    "à voir aussi",
    "sur le même sujet",
    "publicité",
    "suivez-nous",
    "abonnez-vous",
    "inscrivez-vous",
    "newsletter",
    "partager",
    "commentaires",
    "©",
    "copyright",
    "crédit photo",
    "crédits photo",
    "mots-clés",
    "temps de lecture",
    "mis à jour",
    "publié le",
    "read also",
    "read more",
    "read the full",
    "see also",
    "related:",
    "advertisement",
    "follow us",
    "subscribe",
    "sign up",
    "share this",
    "comments",
    "photo credit",
    "tags:",
    "filed under",
    "updated ",
    "published ",
    "originally published",
    "story continues below",
];

/// Verbs that make a short line with a date one of the page.
const DATED: &[&str] = &["publié le", "mis à jour le", "modifié le", "publié à", "mis à jour à", "modifié à"];

/// Ends of paywalled texts.
const WALLS: &[&str] =
    &["de cet article à lire", "réservé aux abonnés", "la suite est réservée", "pour lire la suite"];

/// Returns the lines that are text, one paragraph a line.
pub(super) fn kept(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let line = shortcodes_out(line);
        if !line.is_empty() && !is_of_page(&line) {
            paragraphs::push(&line, &mut out);
        }
    }
    out
}

fn is_of_page(line: &str) -> bool {
    if line.len() > OPENING_CHARACTERS * 4 {
        return false;
    }
    let characters = line.chars().count();
    if characters >= OPENING_CHARACTERS {
        return false;
    }
    let lower = line.to_lowercase();
    let opens = OPENINGS.iter().any(|opening| {
        lower.strip_prefix(opening).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    });
    let is_dated = characters < DATED_CHARACTERS
        && DATED.iter().any(|verb| lower.contains(verb))
        && lower.bytes().any(|byte| byte.is_ascii_digit());
    opens || is_dated || WALLS.iter().any(|wall| lower.contains(wall))
}

/// Takes `[EMBED url=…]` and the like out of a line.
fn shortcodes_out(line: &str) -> Cow<'_, str> {
    let Some(open) = line.find("[EMBED") else { return line.into() };
    let close = line[open..].find(']').map_or(line.len(), |close| open + close + 1);
    format!("{}{}", &line[..open], &line[close..]).trim().to_owned().into()
}
