//! Ministers stand for their ministries: `ministre de l'Intérieur` names the ministère de l'Intérieur.

use super::flag::COMMON;
use super::span::Reading;

/// Returns the token with which the link to a minister begins (`de l'` before `Intérieur`), if the token at a
/// place is the first word of a minister's or state secretary's department.
pub(super) fn link(reading: Reading<'_>, at: usize) -> Option<usize> {
    if !reading.is_name_like(at)
        || !reading.tokens[at].has(COMMON)
        || reading.before(at).is_none()
        || is_state(reading.word(at))
    {
        return None;
    }
    let mut link = at;
    if matches!(reading.word(link - 1), "l'" | "l’" | "la" | "le" | "les") {
        link -= 1;
    }
    link = link.checked_sub(1)?;
    if !matches!(reading.word(link), "de" | "des" | "du" | "d'" | "d’" | "à" | "aux" | "au") {
        return None;
    }
    let mut minister = link.checked_sub(1)?;
    // `ministre déléguée`, `ministre iranien`: one word more.
    if !is_minister(reading.word(minister)) && !reading.is_name_like(minister) && minister > 0 {
        minister -= usize::from(is_minister(reading.word(minister - 1)));
    }
    let found = is_minister(reading.word(minister))
        || is_state(reading.word(minister)) && minister >= 2 && reading.word(minister - 2) == "secrétaire";
    (found && reading.field(minister) == reading.field(at)).then_some(link)
}

fn is_minister(word: &str) -> bool {
    matches!(word, "ministre" | "ministres" | "ex-ministre" | "Ministre")
}

fn is_state(word: &str) -> bool {
    matches!(word, "Etat" | "État")
}

/// Returns the ministry's name: `de` stands for whatever joined the minister to it.
pub(super) fn name(reading: Reading<'_>, link: usize, last: usize) -> String {
    let joined = match reading.word(link) {
        "à" => "de",
        "aux" => "des",
        "au" => "du",
        word => word,
    };
    let space = if joined.ends_with(['\'', '’']) { "" } else { " " };
    format!("ministère {joined}{space}{}", reading.text(link + 1, last))
}
