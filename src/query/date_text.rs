//! A date as people write it in a query, French forms first.

use super::PartialDate;
use super::scan::{is_digits, is_space};

/// Beginnings of the months' names, French and English, accents aside; `juil` and `juin` need four.
const MONTHS: [(&str, u32); 17] = [
    ("janv", 1),
    ("jan", 1),
    ("fev", 2),
    ("feb", 2),
    ("mars", 3),
    ("mar", 3),
    ("avr", 4),
    ("apr", 4),
    ("mai", 5),
    ("may", 5),
    ("juin", 6),
    ("jun", 6),
    ("juil", 7),
    ("jul", 7),
    ("aou", 8),
    ("aug", 8),
    ("sep", 9),
];
const LATE_MONTHS: [(&str, u32); 3] = [("oct", 10), ("nov", 11), ("dec", 12)];

/// Whole names, to tell `mars` from `marseille`.
const NAMES: [&str; 24] = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];

/// Reads `2020`, `2020-03`, `2020-03-04`, `20200304`, `04/03/2020` (day first), `03/2020`, `mars 2020`,
/// `4 mars 2020`, `mercredi 1er avril 2020`, `March 4, 2020`, with `-`, `/` or `.` between numbers.
pub(super) fn read(text: &str) -> Option<PartialDate> {
    let text: String = text.chars().flat_map(char::to_lowercase).map(unaccented).collect();
    if text.len() == 8 && is_digits(&text) {
        return date(&text[..4], Some(&text[4..6]), Some(&text[6..]));
    }
    let mut parts: Vec<&str> = text
        .split(|c: char| is_space(c) || matches!(c, '-' | '/' | '.' | ','))
        .filter(|part| !part.is_empty())
        .take(6)
        .collect();
    if parts.first().is_some_and(|first| WEEKDAYS.contains(first)) {
        parts.remove(0);
    }
    let is_year = |part: &str| part.len() == 4 && is_digits(part);
    match parts[..] {
        [year] if is_year(year) => date(year, None, None),
        [year, month] if is_year(year) => date(year, Some(month), None),
        [month, year] if is_year(year) => date(year, Some(month), None),
        [year, month, day] if is_year(year) => date(year, Some(month), Some(day)),
        [month, day, year] if is_year(year) && month_named(month).is_some() => {
            date(year, Some(month), Some(day))
        }
        [day, month, year] if is_year(year) => date(year, Some(month), Some(day)),
        _ => None,
    }
}

fn date(year: &str, month: Option<&str>, day: Option<&str>) -> Option<PartialDate> {
    let small = |part: &str| (part.len() <= 2 && is_digits(part)).then(|| part.parse::<u32>().ok()).flatten();
    let month = match month {
        None => None,
        Some(part) => Some(small(part).or_else(|| month_named(part))?),
    };
    let day = match day {
        None => None,
        Some("1er") => Some(1),
        Some(part) => Some(small(part)?),
    };
    PartialDate::new(year.parse().ok()?, month, day)
}

/// Returns the month of a name or of an abbreviation of it that leaves no doubt.
fn month_named(name: &str) -> Option<u32> {
    if !NAMES.iter().any(|known| known.starts_with(name)) {
        return None;
    }
    MONTHS.iter().chain(&LATE_MONTHS).find(|(start, _)| name.starts_with(start)).map(|(_, month)| *month)
}

fn unaccented(c: char) -> char {
    match c {
        'é' | 'è' => 'e',
        'û' | 'ù' => 'u',
        c => c,
    }
}
