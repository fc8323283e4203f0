//! The words around and in dates.

/// What a word means to a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A month, 1 to 12.
    Month(u32),
    /// What follows is the date of a change.
    Updated,
    /// What follows is the date of publication.
    Published,
    /// The date is none of a day: a range, a guess.
    Range,
    /// Stands in dates and changes nothing.
    Nothing,
    /// Any other word.
    Unknown,
}

/// Names and abbreviations of the months, without accents; French, English, then other neighbours.
const MONTHS: [&[&str]; 12] = [
    &["janvier", "janv", "jan", "january", "januar", "enero", "gennaio", "janeiro"],
    &["fevrier", "fevr", "fev", "february", "feb", "februar", "febrero", "febbraio", "fevereiro"],
    &["mars", "mar", "march", "marz", "marzo", "marco"],
    &["avril", "avr", "april", "apr", "abril", "aprile"],
    &["mai", "may", "mayo", "maggio", "maio"],
    &["juin", "june", "jun", "juni", "junio", "giugno", "junho"],
    &["juillet", "juil", "juill", "july", "jul", "juli", "julio", "luglio", "julho"],
    &["aout", "aou", "august", "aug", "agosto"],
    &["septembre", "sept", "sep", "september", "septiembre", "settembre", "setembro"],
    &["octobre", "oct", "october", "oktober", "octubre", "ottobre", "outubro"],
    &["novembre", "nov", "november", "noviembre", "novembro"],
    &["decembre", "dec", "december", "dezember", "diciembre", "dicembre", "dezembro"],
];

const UPDATED: [&str; 12] = [
    "jour",
    "modifie",
    "modifiee",
    "actualise",
    "actualisee",
    "update",
    "updated",
    "modified",
    "maj",
    "corrige",
    "revise",
    "modification",
];

const PUBLISHED: [&str; 14] = [
    "publie",
    "publiee",
    "publies",
    "paru",
    "parue",
    "ligne",
    "cree",
    "creee",
    "poste",
    "published",
    "posted",
    "created",
    "publication",
    "parution",
];

const RANGES: [&str; 20] = [
    "au", "aux", "avant", "apres", "depuis", "jusque", "jusqu", "entre", "vers", "environ", "circa", "ca",
    "before", "after", "since", "until", "between", "ago", "to", "through",
];

const NOTHING: [&str; 56] = [
    "le",
    "la",
    "du",
    "de",
    "des",
    "en",
    "mis",
    "mise",
    "date",
    "er",
    "the",
    "of",
    "on",
    "at",
    "in",
    "et",
    "edition",
    "numero",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lun",
    "mer",
    "jeu",
    "ven",
    "sam",
    "dim",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "am",
    "pm",
    "cet",
    "cest",
    "utc",
    "gmt",
    "year",
    "annee",
];

/// Returns what a word means; it is small and without accents, U+FFFD stands for a letter or none.
pub(super) fn meaning(word: &str) -> Meaning {
    if word.len() == 1 {
        return if matches!(word, "a" | "d" | "l" | "t") { Meaning::Nothing } else { Meaning::Unknown };
    }
    if let Some(month) = month(word) {
        return Meaning::Month(month);
    }
    let lists = [
        (Meaning::Nothing, NOTHING.as_slice()),
        (Meaning::Updated, &UPDATED),
        (Meaning::Published, &PUBLISHED),
        (Meaning::Range, &RANGES),
    ];
    let found = lists.into_iter().find(|(_, words)| is_among(word, words));
    found.map_or(Meaning::Unknown, |(meaning, _)| meaning)
}

/// Returns the month of a name, 1 to 12.
pub(super) fn month(word: &str) -> Option<u32> {
    let place = MONTHS.iter().position(|names| is_among(word, names))?;
    Some(place as u32 + 1)
}

/// Whether a word is one of these, where a run of U+FFFD hides one letter of three or more.
fn is_among(word: &str, known: &[&str]) -> bool {
    let Some((head, tail)) = word.split_once('\u{fffd}') else { return known.contains(&word) };
    let tail = tail.trim_start_matches('\u{fffd}');
    let letters = head.len() + 1 + tail.len();
    letters > 2
        && known
            .iter()
            .any(|known| known.len() == letters && known.starts_with(head) && known.ends_with(tail))
}
