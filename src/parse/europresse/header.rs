//! The header line of an article: section, date, time, length and page, in no fixed order.

use crate::parse::dateline;

/// Returns the section and the date, with its time, of a header line, both as written.
///
/// `France, mercredi 11 septembre 2024 10:30 UTC+2 134 mots, p. 11` is in section `France`.
pub(super) fn read(line: &str) -> (Option<String>, Option<String>) {
    let Some(place) = dateline::in_words(line) else { return (None, None) };
    let section = line[..place.start].trim().trim_end_matches([',', ';', '-', ' ']).to_owned();
    (Some(section).filter(|section| !section.is_empty()), Some(line[place].to_owned()))
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
