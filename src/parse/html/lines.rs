//! Drops the lines of an extracted text that belong to the page: invitations, credits of pictures, dates.

mod phrases;

use std::borrow::Cow;

use self::phrases::{
    COOKIES, DATED, INVITATIONS, LETTERS, NOTICES, OPENINGS, PICTURE_ENDS, PICTURES, WALLS, WHOLE,
};
use crate::parse::paragraphs;

/// Longest line that is dropped for its beginning, and for a date in it, in characters.
const OPENING_CHARACTERS: usize = 160;
const DATED_CHARACTERS: usize = 140;
/// Longest line that is dropped for what it invites to, or for the picture that it tells of.
const INVITING_CHARACTERS: usize = 300;

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
    if line.len() > INVITING_CHARACTERS * 4 {
        return false;
    }
    let characters = line.chars().count();
    if characters >= INVITING_CHARACTERS {
        return false;
    }
    let lower = line.to_lowercase();
    if characters < OPENING_CHARACTERS {
        let opens = |opening: &&str| {
            lower.strip_prefix(*opening).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
        };
        let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
        if OPENINGS.iter().any(opens) || WHOLE.contains(&bare) || holds(&lower, WALLS) {
            return true;
        }
    }
    let is_dated = characters < DATED_CHARACTERS
        && holds(&lower, DATED)
        && lower.bytes().any(|byte| byte.is_ascii_digit());
    is_dated
        || (holds(&lower, LETTERS) && holds(&lower, INVITATIONS))
        || (lower.contains("cookies") && holds(&lower, COOKIES))
        || holds(&lower, NOTICES)
        || is_credit(&lower)
}

fn holds(line: &str, words: &[&str]) -> bool {
    words.iter().any(|word| line.contains(word))
}

/// Whether a line ends as the credit of a picture does.
fn is_credit(lower: &str) -> bool {
    let end = lower.trim_end_matches(|c: char| !c.is_alphanumeric());
    if PICTURE_ENDS.iter().any(|tail| end.ends_with(tail)) {
        return true;
    }
    // The sign stands within the last words.
    let tail = lower.char_indices().rev().nth(79).map_or(0, |(at, _)| at);
    PICTURES.iter().any(|sign| lower[tail..].contains(sign))
}

/// Takes `[EMBED url=…]`, `[button link="…"]…[/button]` and the like out of a line.
fn shortcodes_out(line: &str) -> Cow<'_, str> {
    let mut rest = line;
    let mut out = String::new();
    while let Some(open) = rest.find('[') {
        let Some((name, length)) = shortcode(&rest[open..]) else {
            out.push_str(&rest[..=open]);
            rest = &rest[open + 1..];
            continue;
        };
        out.push_str(&rest[..open]);
        rest = &rest[open + length..];
        let close = format!("[/{name}]");
        if let Some(end) = rest.find(&close) {
            rest = &rest[end + close.len()..];
        }
    }
    if out.is_empty() && rest.len() == line.len() {
        return line.into();
    }
    out.push_str(rest);
    out.trim().to_owned().into()
}

/// The name and the length of the shortcode that a text begins with: a word and what is assigned in it.
fn shortcode(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix('[')?;
    let name = inner.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).next()?;
    let close = inner.find(']')?;
    let assigns = inner[name.len()..close].trim_start().split('=').next().is_some_and(|first| {
        !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
    });
    (!name.is_empty() && assigns && inner[..close].contains('=')).then_some((name, close + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcodes_go_and_brackets_stay() {
        for (line, kept) in [
            ("avant [EMBED url=https://exemple.fr/v] après", "avant  après"),
            ("[button link=”https://exemple.fr” type=”big”] Cliquez ici[/button]", ""),
            ("Il a dit : « [le maire] viendra ».", "Il a dit : « [le maire] viendra »."),
            ("[sic] et [...] restent, a = b", "[sic] et [...] restent, a = b"),
            ("[ouvert", "[ouvert"),
        ] {
            assert_eq!(shortcodes_out(line), kept, "{line}");
        }
    }

    #[test]
    fn lines_of_the_page_go_and_text_stays() {
        for line in [
            "Lire aussi : Au port, la grève continue",
            "Das könnte Sie auch interessieren",
            "Inscrivez-vous à notre newsletter pour recevoir l'essentiel chaque matin.",
            "Every morning the day's news, delivered to your inbox: subscribe now.",
            "This website uses cookies to improve your experience.",
            "Le port du Havre, mardi. (AP Photo/Jeanne Martin)",
            "Le maire à son bureau. Jeanne Martin / AFP",
            "Il vous reste 75 % de cet article à lire.",
            "We may earn a commission.",
            "Publicité",
        ] {
            assert!(kept(line).is_empty(), "{line}");
        }
        for line in [
            "La newsletter du maire fait débat.",
            "Les cookies sont cuits au four.",
            "La publicité des débats est un principe.",
            "Le maire a lu la dépêche, indique l'AFP.",
            "« Partager la richesse, c'est le but », dit-elle.",
        ] {
            assert_eq!(kept(line).trim(), line);
        }
    }
}
