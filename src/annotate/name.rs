//! Keys: what the spellings of one name have in common.

use crate::analysis::fold_into;
use crate::article::Kind;

/// Returns the key of a name: folded, hyphens and blanks one space, quotes, a final `'s` and (people apart) a
/// leading article off. Empty if nothing remains.
pub(super) fn key(kind: Kind, name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    fold_into(name, &mut folded);
    let mut key = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c {
            '-' | '\u{2010}'..='\u{2015}' => space(&mut key),
            c if c.is_whitespace() || c.is_control() => space(&mut key),
            '.' | '"' | '«' | '»' | '“' | '”' | '!' | ',' => {}
            c => key.push(c),
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
    rest.trim().to_owned()
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

/// Whether an acronym's letters are the initials of a long form, its small words counted or not.
pub(super) fn is_acronym_of(acronym: &str, long: &str) -> bool {
    let mut wanted = String::new();
    fold_into(acronym, &mut wanted);
    wanted.retain(char::is_alphanumeric);
    if wanted.len() < 2 {
        return false;
    }
    let mut folded = String::new();
    fold_into(long, &mut folded);
    let words = || folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let small = |word: &str| {
        matches!(
            word,
            "de" | "du"
                | "des"
                | "d"
                | "la"
                | "le"
                | "les"
                | "l"
                | "et"
                | "pour"
                | "of"
                | "the"
                | "and"
                | "a"
        )
    };
    let all = words().filter_map(|word| word.chars().next());
    let great = words().filter(|word| !small(word)).filter_map(|word| word.chars().next());
    wanted.chars().eq(all) || wanted.chars().eq(great)
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

    #[test]
    fn acronyms_are_initials() {
        assert!(is_acronym_of("CPI", "Cour pénale internationale"));
        assert!(is_acronym_of("MNHN", "Muséum national d'histoire naturelle"));
        assert!(is_acronym_of("SDN", "Société des Nations") || is_acronym_of("SN", "Société des Nations"));
        assert!(!is_acronym_of("AFP", "Cour pénale internationale"));
    }
}
