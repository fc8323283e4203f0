//! The words of lines that say when, and by whom, an article was published.
//!
//! The lists are packed by hand, `rustfmt` left out: a word a line would be pages of nothing.

/// What a word does in such a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A date in numbers.
    Date,
    /// A year.
    Year,
    /// Another number: a day, an hour.
    Number,
    /// A month, a weekday, a zone, a unit of time.
    Time,
    /// To publish, to change; the act of reading.
    Verb,
    /// `By` and what follows it.
    Signs,
    /// What stands between the others.
    Links,
    /// No word of such lines.
    Other,
}

/// The words of a line in lower case; a date in numbers is one word.
pub(super) fn of(line: &str) -> Vec<String> {
    line.split(|c: char| {
        c.is_whitespace() || matches!(c, '|' | '•' | '·' | '(' | ')' | '@' | '–' | '—' | '‧' | '\u{a0}')
    })
    .flat_map(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        // A hyphen parts words, not the numbers of a date.
        let parts: Vec<String> = if word.starts_with(|c: char| c.is_ascii_digit()) {
            vec![word]
        } else {
            word.split('-').map(str::to_owned).collect()
        };
        parts.into_iter().filter(|part| !part.is_empty())
    })
    .collect()
}

/// Says what a word in lower case does.
pub(super) fn sort(word: &str) -> Sort {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if digits > 0 {
        return number(word, digits);
    }
    let begins = |words: &[&str]| words.iter().any(|known| word.starts_with(known));
    if LINKS.contains(&word) {
        Sort::Links
    } else if TIMES.contains(&word) || (word.chars().count() <= 12 && begins(MONTHS)) {
        Sort::Time
    } else if VERBS.contains(&word) {
        Sort::Verb
    } else if SIGNS.contains(&word) {
        Sort::Signs
    } else {
        Sort::Other
    }
}

/// A number of a date or an hour: digits, the marks of either, and at most a short ending (`20th`, `18h`, `2018年`).
fn number(word: &str, digits: usize) -> Sort {
    let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    let known = [
        "", "st", "nd", "rd", "th", "er", "e", "h", "u", "am", "pm", "t", "tz", "z", "min", "mn", "ч", "г",
        "hrs",
    ];
    let is_dated = letters.chars().all(|c| "年月日時分오전후년월일시분".contains(c));
    let marks =
        word.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '.' | '/' | '-' | ',' | '+' | '\''));
    if digits > 14 || !marks || !(is_dated || known.contains(&letters.as_str())) {
        return Sort::Other;
    }
    let year = |part: &str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    let mut parts = word.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let count = parts.clone().count();
    let is_date =
        count == 3 && (word.contains(['/', '.', '-']) || !letters.is_empty()) && !word.contains(':');
    match parts.any(year) {
        _ if is_date => Sort::Date,
        true => Sort::Year,
        false => Sort::Number,
    }
}

/// Beginnings of the names of months and weekdays. Short ones are complete words in [`TIMES`].
#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "januar", "janv", "jänner", "januári", "janeiro", "genna", "enero", "ianuar", "stycz", "leden", "ledna",
    "tammik", "ocak", "январ", "февр", "февраля", "februar", "févr", "fevr", "febr", "fevereiro", "lutego",
    "únor", "şubat", "march", "märz", "marzo", "março", "marca", "maart", "марта", "april", "avril", "abril",
    "aprile", "kwiet", "dubna", "апрел", "mayo", "maggio", "maio", "junio", "junho", "giugno", "июня", "juin",
    "juillet", "juli", "julio", "julho", "luglio", "июля", "lipca", "août", "aout", "august", "agosto",
    "авгус", "sierp", "septem", "sept", "setem", "settem", "сентяб", "wrześ", "octob", "oktob", "octub",
    "outub", "ottob", "октяб", "paźdz", "novem", "noviem", "ноябр", "listopad", "decem", "décem", "dezem",
    "dicie", "dezemb", "dicem", "декаб", "grud", "monday", "tuesday", "wednes", "thursd", "friday", "saturd",
    "sunday", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "montag", "dienstag",
    "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "lunes", "martes", "miércoles", "miercoles",
    "jueves", "viernes", "sábado", "sabado", "domingo", "segunda", "terça", "quarta", "quinta", "sexta",
    "feira", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica", "maandag",
    "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", "понедель", "вторник", "четверг",
    "пятниц", "суббот", "воскрес",
];

#[rustfmt::skip]
const TIMES: &[&str] = &[
    "jan", "feb", "fév", "mar", "apr", "avr", "may", "mai", "mei", "mag", "gen", "lug", "ago", "ott", "set",
    "jun", "jul", "aug", "sep", "oct", "okt", "out", "nov", "dec", "déc", "dez", "dic", "dicembre", "mars",
    "juni", "june", "july", "maja", "мая", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat",
    "sun", "lun", "mer", "jeu", "ven", "sam", "dim", "am", "pm", "a.m", "p.m", "uhr", "heure", "heures",
    "hour", "hours", "hora", "horas", "ore", "uur", "stunden", "stunde", "minute", "minutes", "minuten",
    "minuti", "minutos", "min", "mins", "mn", "hrs", "ago", "gmt", "utc", "est", "edt", "cet", "cest", "pst",
    "pdt", "cst", "cdt", "bst", "ist", "aest", "msk", "today", "yesterday", "aujourd'hui", "hier", "heute",
    "gestern", "hoy", "ayer", "ieri", "oggi", "года", "час", "часов", "назад", "jours", "days", "day", "jour",
    "tagen", "días", "dias", "giorni", "week", "weeks", "semaine", "semaines",
];

#[rustfmt::skip]
const VERBS: &[&str] = &[
    "published", "updated", "posted", "modified", "created", "publié", "publiée", "publie", "paru", "modifié",
    "modifiée", "actualisé", "màj", "veröffentlicht", "aktualisiert", "erstellt", "stand", "publicado",
    "publicada", "actualizado", "actualizada", "atualizado", "atualizada", "pubblicato", "pubblicata",
    "aggiornato", "gepubliceerd", "bijgewerkt", "geplaatst", "opublikowano", "aktualizacja", "publicerad",
    "uppdaterad", "publisert", "oppdatert", "udgivet", "opdateret", "julkaistu", "päivitetty", "опубликовано",
    "обновлено", "publikováno", "lecture", "read", "reading", "lesezeit", "leestijd", "lectura", "leitura",
    "lettura", "ligne",
];

#[rustfmt::skip]
const SIGNS: &[&str] = &[
    "by", "par", "von", "por", "di", "door", "av", "af", "przez", "автор", "autor", "autora", "autorin",
    "author", "authors", "auteur", "autore", "written", "writer", "reporter", "editor", "correspondent",
    "staff", "journaliste", "rédaction", "redaktion", "redacción", "redação", "redazione", "redactie", "afp",
    "ap", "reuters", "dpa", "efe", "ansa", "lusa", "belga", "agencies", "agences", "agencias", "agenturen",
    "wires", "services",
];

#[rustfmt::skip]
const LINKS: &[&str] = &[
    "le", "la", "les", "l", "à", "a", "the", "at", "on", "of", "in", "de", "del", "der", "den", "dem", "am",
    "um", "im", "as", "às", "al", "alle", "il", "el", "em", "en", "op", "om", "kl", "o", "w", "v", "в", "от",
    "for", "to", "with", "avec", "mit", "con", "com", "and", "und", "y", "e", "et", "i", "first", "last",
    "original", "originally", "date", "datum", "fecha", "data", "time", "temps", "heure", "mis", "mise",
    "jour", "dernière", "letzte", "última", "ultimo", "ultima", "this", "article", "il", "y", "vor", "hace",
    "há", "fa", "geleden", "zuletzt", "das", "s", "d", "was", "has", "been",
];

/// What one says of an author, after the name.
#[rustfmt::skip]
pub(super) const LIVES: &[&str] = &[
    "is ", "was ", "covers ", "has been ", "has written", "writes ", "reports ", "works ", "joined ", "est ",
    "a rejoint", "couvre ", "ist ", "schreibt ", "arbeitet ", "es ", "escribe ", "é ", "escreve ", "è ",
    "scrive ", "schrijft ", "är ",
];
