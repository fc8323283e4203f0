//! The date of publication, as the page writes it; a date of change never stands in for it.

use super::facts::Facts;
use super::jsonld::Node;

/// Returns the date of publication, from the surest place that gives one: JSON-LD, the head, marked
/// elements, the address, Dublin Core, and at last the visible text.
pub(super) fn published(facts: &Facts, node: &Node, address: Option<&str>) -> Option<String> {
    let meta = |names: &[&str]| names.iter().find_map(|name| facts.meta(name)).map(str::to_owned);
    let marked =
        || facts.times.iter().find(|(_, is_publication)| *is_publication).map(|(time, _)| time.clone());
    let is_date = |text: &String| text.bytes().any(|byte| byte.is_ascii_digit());
    node.first("datePublished")
        .filter(is_date)
        .or_else(|| meta(&["article:published_time", "og:published_time", "og:article:published_time"]))
        .or_else(|| meta(&["datepublished", "date_published", "pubdate", "publishdate", "publication_date"]))
        .or_else(|| meta(&["parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime"]))
        .or_else(marked)
        .or_else(|| node.first("dateCreated").filter(is_date))
        .or_else(|| address.and_then(in_address))
        .or_else(|| meta(&["dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created"]))
        .or_else(|| meta(&["date"]))
        .or_else(|| visible(&facts.opening))
        .or_else(|| facts.times.first().map(|(time, _)| time.clone()))
}

/// The date in an address: `/2020/03/04/`, `/2020-03-04-`, `/20200304`.
fn in_address(address: &str) -> Option<String> {
    let path = address.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map(|(_, path)| path)?;
    let bytes = path.as_bytes();
    for at in 0..bytes.len() {
        if at > 0 && bytes[at - 1].is_ascii_alphanumeric() {
            continue;
        }
        let number = |from: usize, length: usize| -> Option<u32> {
            let digits = bytes.get(at + from..at + from + length)?;
            digits
                .iter()
                .all(u8::is_ascii_digit)
                .then(|| digits.iter().fold(0, |n, d| n * 10 + u32::from(d - b'0')))
        };
        let separated = matches!(bytes.get(at + 4), Some(b'/' | b'-'))
            && bytes.get(at + 4) == bytes.get(at + 7)
            && !bytes.get(at + 10).is_some_and(u8::is_ascii_digit);
        let places = if separated { [5, 8] } else { [4, 6] };
        let goes_on = !separated && bytes.get(at + 8).is_some_and(u8::is_ascii_digit);
        if let (Some(year @ 1900..=2100), Some(month @ 1..=12), Some(day @ 1..=31), false) =
            (number(0, 4), number(places[0], 2), number(places[1], 2), goes_on)
        {
            return Some(format!("{year:04}-{month:02}-{day:02}"));
        }
    }
    None
}

/// Words that say what a date beside them is of.
const PUBLISHED: &[&str] = &["publi", "paru", "mis en ligne", "mise en ligne", "posté", "posted"];
const MODIFIED: &[&str] = &["modifi", "mis à jour", "mise à jour", "actualisé", "updated", "màj"];

/// The beginnings of the months' names.
const MONTHS: [&str; 14] = [
    "janv", "févr", "fevr", "mars", "avril", "mai", "juin", "juil", "août", "aout", "sept", "octo", "nove",
    "déce",
];

/// Finds a French date that the visible text says it was published on, and returns it as written.
fn visible(text: &str) -> Option<String> {
    for line in text.lines() {
        let lower = line.to_lowercase();
        // Case may change lengths; the lower form is what is handed over then.
        let line = if lower.len() == line.len() { line } else { &lower };
        for verb in PUBLISHED {
            let Some(at) = lower.find(verb) else { continue };
            let rest = &line[at..];
            let until = MODIFIED.iter().filter_map(|verb| lower[at..].find(verb)).min().unwrap_or(rest.len());
            if let Some(date) = written(&rest[..until]) {
                return Some(date);
            }
        }
    }
    let lines: Vec<&str> = text.lines().collect();
    // The verb and the date may stand in elements of their own.
    for pair in lines.windows(2) {
        let verb = pair[0].to_lowercase();
        let says = |verbs: &[&str]| verb.len() <= 40 && verbs.iter().any(|known| verb.contains(known));
        if says(PUBLISHED)
            && !says(MODIFIED)
            && let Some(date) = written(pair[1])
        {
            return Some(date);
        }
    }
    None
}

/// Returns the first `26 juillet 2018 à 18h50` or `03/03/2020 à 14:05` of a text, as written.
fn written(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().take(24).collect();
    for (place, word) in words.iter().enumerate() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let length = if is_numeric_date(bare) {
            1
        } else if is_day(bare) && words.get(place + 1).is_some_and(|month| is_month(month)) {
            let is_year = |year: &&&str| {
                let year = year.trim_matches(|c: char| !c.is_ascii_digit());
                year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())
            };
            if words.get(place + 2).filter(is_year).is_none() {
                continue;
            }
            3
        } else {
            continue;
        };
        let mut end = place + length;
        if words.get(end).is_some_and(|word| matches!(*word, "à" | "-" | "," | "at")) {
            end += 1;
        }
        let is_time = |word: &&&str| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            word.as_bytes().first().is_some_and(u8::is_ascii_digit) && word.contains(['h', ':', 'H'])
        };
        let end = if words.get(end).filter(is_time).is_some() { end + 1 } else { place + length };
        let date = words[place..end].join(" ");
        return Some(date.trim_matches([',', '.', ';', ')', '(']).to_owned());
    }
    None
}

fn is_day(word: &str) -> bool {
    let digits = word.strip_suffix("er").unwrap_or(word);
    matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_month(word: &str) -> bool {
    let word = word.to_lowercase();
    word == "dec."
        || word == "oct."
        || word == "nov."
        || word == "dec"
        || word.starts_with("déc")
        || MONTHS.iter().any(|month| word.starts_with(month))
        || word.starts_with("dece")
        || word == "avr."
}

fn is_numeric_date(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['/', '.']).collect();
    let digits = |part: &str, lengths: &[usize]| {
        lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    matches!(parts[..], [day, month, year] if digits(day, &[1, 2]) && digits(month, &[1, 2]) && digits(year, &[4]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visible_dates_are_those_of_publication() {
        for (text, date) in [
            ("AFP, publié le jeudi 26 juillet 2018 à 18h50", Some("26 juillet 2018 à 18h50")),
            ("Publié le 1er février 2020, mis à jour le 3 mars 2020", Some("1er février 2020")),
            ("Mis à jour le 3 mars 2020 à 10h", None),
            ("Publié le 03/03/2020 à 14:05", Some("03/03/2020 à 14:05")),
            ("Publié le\n4 déc. 2019", Some("4 déc. 2019")),
            ("Publié hier à 19h25", None),
            ("Le 14 juillet 1789, le peuple", None),
        ] {
            assert_eq!(visible(text).as_deref(), date, "{text}");
        }
    }

    #[test]
    fn addresses_may_hold_a_date() {
        for (address, date) in [
            ("https://exemple.fr/monde/2020/03/04/titre.html", Some("2020-03-04")),
            ("https://exemple.fr/a-2020-03-04-titre", Some("2020-03-04")),
            ("https://exemple.fr/20200304-titre", Some("2020-03-04")),
            ("https://exemple.fr/article/202003041", None),
            ("https://2020/03/04", None),
        ] {
            assert_eq!(in_address(address).as_deref(), date, "{address}");
        }
    }
}
