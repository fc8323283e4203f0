//! Names: splits credits and lists (`Jean Dupont et Marie Durand`, `élections; Sénat`), and gathers each once.

use crate::article::Kind;

/// Names that are agencies rather than people: a comma beside one of them parts credits.
const AGENCIES: &[&str] = &[
    "AFP",
    "Reuters",
    "AP",
    "EFE",
    "ANSA",
    "DPA",
    "Belga",
    "ATS",
    "Bloomberg",
    "Relaxnews",
    "Media Services",
];

/// Longest credit that is taken for a name, in bytes.
const LONGEST_NAME: usize = 120;

/// Splits a credit into names, in order, each once.
///
/// `;`, `/`, `|`, line ends, ` et `, ` avec `, ` and `, ` & ` part names; a comma does unless it parts
/// a family name from its first name. The credit of two houses, `La Dépêche avec AFP`, is one name: there is
/// no person to be told apart from an agency.
///
/// Takes linear time.
pub(crate) fn authors(credit: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let credit = without_lead(credit.trim());
    let is_address = credit.starts_with('/');
    for part in credit.split(|c| matches!(c, ';' | '|' | '\n' | '\r') || (c == '/' && !is_address)) {
        for part in split_words(part) {
            for part in split_commas(part) {
                let name = tidy(part);
                if name.len() <= LONGEST_NAME && name.chars().any(char::is_alphabetic) {
                    add(&mut names, name);
                }
            }
        }
    }
    names
}

/// Splits a list of keywords at `;`, `|`, line ends and, where none of them is, at commas.
pub(crate) fn keywords(list: &str) -> Vec<String> {
    let strong = [';', '|', '\n'];
    let parts: Vec<&str> =
        if list.contains(strong) { list.split(strong).collect() } else { list.split(',').collect() };
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Names of an article that another is compared with, so that long lists cost no more than they are long; `normalize`
/// tells equal ones in any list.
const COMPARED: usize = 1_000;

/// Adds a name to a list unless it is there or empty.
pub(crate) fn add(list: &mut Vec<String>, name: String) {
    if !name.is_empty() && !list.iter().take(COMPARED).any(|known| *known == name) {
        list.push(name);
    }
}

/// Adds an entity that its source names, unless it is there or empty.
pub(crate) fn declare(kind: Kind, name: String, into: &mut Vec<(Kind, String)>) {
    let is_there = |(other, known): &(Kind, String)| *other == kind && *known == name;
    if !name.is_empty() && !into.iter().take(COMPARED).any(is_there) {
        into.push((kind, name));
    }
}

/// A credit without the `Par` before it and the address in it.
fn without_lead(credit: &str) -> &str {
    if credit.starts_with("http://") || credit.starts_with("https://") {
        return "";
    }
    for lead in ["Par ", "par ", "PAR ", "By ", "by ", "Propos recueillis par ", "Publié par "] {
        if let Some(rest) = credit.strip_prefix(lead) {
            return rest;
        }
    }
    credit
}

fn split_words(part: &str) -> Vec<&str> {
    if part.split_once(" avec ").is_some_and(|(one, other)| is_house(one) && is_house(other)) {
        return vec![part];
    }
    let mut parts = vec![part];
    for word in [" et ", " avec ", " and ", " & "] {
        parts = parts.into_iter().flat_map(|part| part.split(word)).collect();
    }
    parts
}

/// What names of houses have and names of people have not.
#[rustfmt::skip]
const HOUSE_WORDS: &[&str] = &[
    "le", "la", "les", "the", "agence", "agences", "agency", "agencies", "média", "médias", "media", "medias",
    "presse", "press", "news", "rédaction", "service", "services",
];

/// Whether a credit is rather a medium's or an agency's than a person's: one word, or a word of houses in it.
fn is_house(name: &str) -> bool {
    let name = name.trim();
    let of_house = |word: &str| {
        let word = word.to_lowercase();
        HOUSE_WORDS.contains(&word.as_str()) || word.starts_with("l'") || word.starts_with("l’")
    };
    !name.is_empty()
        && (!name.contains(' ')
            || AGENCIES.iter().any(|agency| agency.eq_ignore_ascii_case(name))
            || name.bytes().any(|byte| byte.is_ascii_digit())
            || name.split(' ').any(of_house))
}

fn split_commas(part: &str) -> Vec<&str> {
    let parts: Vec<&str> = part.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_agency = |part: &&str| AGENCIES.iter().any(|agency| agency.eq_ignore_ascii_case(part));
    let is_inverted = parts.len() == 2 && !parts[0].contains(' ') && !parts.iter().any(is_agency);
    if is_inverted { vec![part] } else { parts }
}

/// `j.dupont@exemple.fr (Jean Dupont)` is `Jean Dupont`; blanks are one.
fn tidy(name: &str) -> String {
    let name = name.trim();
    let named = match (name.find('('), name.rfind(')')) {
        (Some(open), Some(close)) if open < close && name[..open].contains('@') => &name[open + 1..close],
        _ => name,
    };
    let words: Vec<&str> = named.split_whitespace().filter(|word| !word.contains('@')).collect();
    words.join(" ").trim_matches([',', '.', '-', '–', ' ', '*']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_parted_where_names_are() {
        for (credit, names) in [
            ("Par Jean Dupont et Marie Durand", vec!["Jean Dupont", "Marie Durand"]),
            ("Dupont, Jean", vec!["Dupont, Jean"]),
            ("Dupont, Jean; Durand, Marie", vec!["Dupont, Jean", "Durand, Marie"]),
            ("Jean Dupont, Marie Durand, Luc Petit", vec!["Jean Dupont", "Marie Durand", "Luc Petit"]),
            ("La Dépêche avec AFP", vec!["La Dépêche avec AFP"]),
            ("Ouest-France avec l'AFP", vec!["Ouest-France avec l'AFP"]),
            ("Gazette avec Media Services", vec!["Gazette avec Media Services"]),
            ("Jean Dupont avec AFP", vec!["Jean Dupont", "AFP"]),
            ("Gazette avec Jean Dupont", vec!["Gazette", "Jean Dupont"]),
            ("AFP, Reuters", vec!["AFP", "Reuters"]),
            ("redaction@exemple.fr (Jean Dupont)", vec!["Jean Dupont"]),
            ("https://exemple.fr/jean", vec![]),
            ("/u/jean", vec!["/u/jean"]),
            ("  ", vec![]),
            ("AFP ; AFP", vec!["AFP"]),
        ] {
            assert_eq!(authors(credit), names, "{credit}");
        }
        assert_eq!(keywords("élections; Sénat, Paris ;"), ["élections", "Sénat, Paris"]);
        assert_eq!(keywords("élections, Sénat"), ["élections", "Sénat"]);
    }
}
