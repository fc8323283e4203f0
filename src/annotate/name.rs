//! Keys: what the spellings of one name have in common.

use super::phrase::latin;
use crate::analysis::fold_into;
use crate::article::Kind;

/// Returns the key of a name: folded, hyphens and blanks one space, quotes, a final `'s` and (people apart) a
/// leading article off. Empty if nothing remains.
pub(super) fn key(kind: Kind, name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let bytes = name.as_bytes();
    let mut fold = String::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_alphabetic() {
            key.push(byte.to_ascii_lowercase().into());
            at += 1;
        } else if byte.is_ascii() {
            take(byte.to_ascii_lowercase().into(), &mut key);
            at += 1;
        } else if byte == 0xc3
            && let Some(letter) = bytes.get(at + 1).and_then(|second| latin(*second))
        {
            key.push(letter.into());
            at += 2;
        } else {
            // Names of other alphabets are rare enough to be folded a letter at a time.
            let len = name[at..].chars().next().map_or(1, char::len_utf8);
            fold.clear();
            fold_into(&name[at..at + len], &mut fold);
            fold.chars().for_each(|c| take(c, &mut key));
            at += len;
        }
    }
    let mut rest = key.trim_matches([' ', '\'']);
    rest = rest.strip_suffix("'s").unwrap_or(rest);
    if kind != Kind::Person {
        for article in ["les ", "le ", "la ", "l'"] {
            if let Some(bare) = rest.strip_prefix(article).filter(|bare| !bare.is_empty()) {
                rest = bare;
                break;
            }
        }
    }
    rest = rest.trim();
    if rest.len() == key.len() { key } else { rest.to_owned() }
}

/// Adds a folded character to a key.
fn take(c: char, key: &mut String) {
    match c {
        '-' | '\u{2010}'..='\u{2015}' => space(key),
        '.' | '"' | '«' | '»' | '“' | '”' | '!' | ',' => {}
        c if c.is_whitespace() || c.is_control() => space(key),
        c => key.push(c),
    }
}

fn space(key: &mut String) {
    if !key.is_empty() && !key.ends_with(' ') {
        key.push(' ');
    }
}

/// Whether a spelling is in capitals alone.
pub(super) fn is_shouted(name: &str) -> bool {
    !name.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet_in_one_key() {
        for (kind, one, other) in [
            (Kind::Place, "ETATS-UNIS", "États-Unis"),
            (Kind::Organization, "Le Monde", "Monde"),
            (Kind::Place, "La Havane", "Havane"),
            (Kind::Organization, "O.N.U.", "ONU"),
            (Kind::Person, "Jean‑Luc  Mélenchon", "jean-luc melenchon"),
            (Kind::Organization, "l’Équipe", "L'Equipe"),
        ] {
            assert_eq!(key(kind, one), key(kind, other), "{one} {other}");
        }
        assert_eq!(key(Kind::Person, "Le Pen"), "le pen");
        assert_eq!(key(Kind::Place, "..."), "");
    }
}
