//! The header line of an article: section, date, time, length and page, in no fixed order.

/// Names of months, as header lines have them.
const MONTHS: &[&str] = &[
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
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
    "fevrier",
    "aout",
    "decembre",
];
/// Days of the week before a date.
const DAYS: &[&str] = &[
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Returns the section and the date, with its time, of a header line, both as written.
///
/// `France, mercredi 11 septembre 2024 10:30 UTC+2 134 mots, p. 11` is in section `France`.
pub(super) fn read(line: &str) -> (Option<String>, Option<String>) {
    let words: Vec<(usize, &str)> = words(line);
    let bare =
        |at: usize| words.get(at).map(|(_, word)| word.trim_matches(',').to_lowercase()).unwrap_or_default();
    let is_year = |at: usize| bare(at).len() == 4 && bare(at).bytes().all(|byte| byte.is_ascii_digit());
    let is_day = |at: usize| {
        let day = bare(at);
        let digits = day.strip_suffix("er").unwrap_or(&day);
        matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    for at in 0..words.len() {
        if !MONTHS.contains(&&*bare(at)) {
            continue;
        }
        let (mut from, mut to) = if at > 0 && is_day(at - 1) && is_year(at + 1) {
            (at - 1, at + 1)
        } else if is_day(at + 1) && is_year(at + 2) {
            (at, at + 2)
        } else if is_year(at + 1) {
            (at, at + 1)
        } else {
            continue;
        };
        if from > 0 && DAYS.contains(&&*bare(from - 1)) {
            from -= 1;
        }
        let is_time =
            |word: &str| word.contains(':') && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
        if is_time(&bare(to + 1)) {
            to += 1;
            to += usize::from(bare(to + 1).starts_with("utc"));
        }
        let (start, (last, word)) = (words[from].0, words[to]);
        let end = last + word.trim_end_matches(',').len();
        let section = line[..start].trim().trim_end_matches([',', ';', '-', ' ']).to_owned();
        return (Some(section).filter(|section| !section.is_empty()), Some(line[start..end].to_owned()));
    }
    (None, None)
}

/// The words of a line with their places.
fn words(line: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut at = 0;
    for word in line.split(char::is_whitespace) {
        if !word.is_empty() {
            words.push((at, word));
        }
        at += word.len() + line[at + word.len()..].chars().next().map_or(0, char::len_utf8);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn the_date_is_found_wherever_it_stands() {
        for (line, section, date) in [
            ("Communication, mardi 14 mars 2006, p. 16", Some("Communication"), Some("mardi 14 mars 2006")),
            (
                "France, mercredi 11 septembre 2024 134 mots, p. 11",
                Some("France"),
                Some("mercredi 11 septembre 2024"),
            ),
            ("jeudi 1er août 2024 10:30 UTC+2 96 mots", None, Some("jeudi 1er août 2024 10:30 UTC+2")),
            ("Une, Tuesday, March 14, 2006, p. MDE6", Some("Une"), Some("Tuesday, March 14, 2006")),
            (
                "Débats\u{a0}; mai 68, samedi 4 mai 2008",
                Some("Débats\u{a0}; mai 68"),
                Some("samedi 4 mai 2008"),
            ),
            ("Mensuel, mars 2006", Some("Mensuel"), Some("mars 2006")),
            ("p. 16", None, None),
            ("", None, None),
        ] {
            assert_eq!(read(line), (section.map(str::to_owned), date.map(str::to_owned)), "{line}");
        }
    }
}
