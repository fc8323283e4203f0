//! Dates that plain texts carry outside any field: in their dateline, or in the name of their file.

use std::ops::Range;

use crate::article::{ENGLISH_DAYS, ENGLISH_MONTHS, FRENCH_DAYS, FRENCH_MONTHS, Origin};

/// Months as those write them who leave accents out.
const PLAIN_MONTHS: [&str; 3] = ["fevrier", "aout", "decembre"];

/// A dateline ends within so many characters.
const DATELINE_CHARACTERS: usize = 90;

fn is_month(word: &str) -> bool {
    FRENCH_MONTHS.contains(&word) || PLAIN_MONTHS.contains(&word) || is_among(word, &ENGLISH_MONTHS)
}

fn is_day_of_week(word: &str) -> bool {
    FRENCH_DAYS.contains(&word) || is_among(word, &ENGLISH_DAYS)
}

fn is_among(word: &str, names: &[&str]) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(word))
}

/// Returns the date of a text without fields, as written: `PORT-VALLIER, 12 mars 2024. – …` at its
/// beginning, else a date at the beginning of the file's or member's name (`2024-03-12-budget.txt`,
/// `20240312_budget.txt`, `2024-03.md`).
pub(crate) fn date_of(body: &str, origin: &Origin) -> Option<String> {
    in_dateline(body).or_else(|| in_name(origin))
}

/// The place of a date that a line has in words, with its day of the week and its time of day:
/// `mercredi 11 septembre 2024 10:30 UTC+2`, `March 14, 2006`, `mars 2006`.
///
/// Cost: linear in the line.
pub(crate) fn in_words(line: &str) -> Option<Range<usize>> {
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
        if !is_month(&bare(at)) {
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
        if from > 0 && is_day_of_week(&bare(from - 1)) {
            from -= 1;
        }
        let is_time =
            |word: &str| word.contains(':') && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
        if is_time(&bare(to + 1)) {
            to += 1;
            to += usize::from(bare(to + 1).starts_with("utc"));
        }
        let (start, (last, word)) = (words[from].0, words[to]);
        return Some(start..last + word.trim_end_matches(',').len());
    }
    None
}

/// The place of a date in a line: in words, else in digits (`12/03/2024`, `2024-03-12`, `12.03.2024`).
pub(crate) fn stated(line: &str) -> Option<Range<usize>> {
    in_words(line).or_else(|| {
        words(line).into_iter().find_map(|(start, word)| {
            let bare = word.trim_start_matches(['(', '[']);
            let start = start + (word.len() - bare.len());
            let bare = bare.trim_end_matches([')', ']', ',', ';', ':', '.']);
            is_in_digits(bare).then(|| start..start + bare.len())
        })
    })
}

/// Whether a date, as [`stated`] finds it, has a day.
pub(crate) fn has_day(date: &str) -> bool {
    let numbers = date.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    numbers.take(3).count() > 1
}

/// Whether a word is a day, a month and a year in digits, in this order or in the other.
fn is_in_digits(word: &str) -> bool {
    let Some(sign) = word.chars().find(|c| matches!(c, '/' | '-' | '.')) else { return false };
    let parts: Vec<&str> = word.split(sign).collect();
    let [first, month, last] = parts[..] else { return false };
    let number = |part: &str| {
        let is_number = !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| is_number)
    };
    let (Some(one), Some(month), Some(other)) = (number(first), number(month), number(last)) else {
        return false;
    };
    let fits = |day: u32, year: u32| (1..=31).contains(&day) && (1600..2100).contains(&year);
    (1..=12).contains(&month) && (fits(one, other) || fits(other, one))
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

fn in_dateline(body: &str) -> Option<String> {
    let head: String = body.lines().next()?.chars().take(DATELINE_CHARACTERS).collect();
    let (dateline, _) = [" – ", " — ", " - "].iter().find_map(|dash| head.split_once(dash))?;
    let (_, date) = dateline.split_once(", ")?;
    let date = date.split('(').next()?.trim().trim_end_matches('.');
    let words: Vec<&str> = date.split_whitespace().collect();
    let [day, month, year] = words[..] else { return None };
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let is_date = (day == "1er" || (day.len() <= 2 && is_number(day)))
        && month.chars().all(|c| c.is_alphabetic() || c == '.')
        && year.len() == 4
        && is_number(year);
    is_date.then(|| date.to_owned())
}

/// Returns the date at the beginning of the file's or member's name.
pub(crate) fn in_name(origin: &Origin) -> Option<String> {
    let path = origin.member.as_deref().unwrap_or(&origin.path);
    let name = path.rsplit('/').next()?;
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let date = match digits {
        8 => format!("{}-{}-{}", &name[..4], &name[4..6], &name[6..8]),
        4 => {
            let end = name.bytes().take_while(|b| b.is_ascii_digit() || *b == b'-').count();
            name[..end].trim_end_matches('-').to_owned()
        }
        _ => return None,
    };
    let is_plausible = ("1600".."2100").contains(&&date[..4]) && matches!(date.len(), 7 | 10);
    is_plausible.then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_and_names_of_files_date_a_text() {
        for (body, path, date) in [
            ("PORT-VALLIER, 12 mars 2024. – Le maire parle.", "a.txt", Some("12 mars 2024")),
            ("PARIS, 1er août 1914 (Havas) – Les trains partent.", "a.txt", Some("1er août 1914")),
            ("Paris, la ville – 12 mars 2024.", "a.txt", None),
            ("Le maire parle.", "presse/2024-03-12-budget.txt", Some("2024-03-12")),
            ("Le maire parle.", "presse/20240312_budget.txt", Some("2024-03-12")),
            ("Le maire parle.", "presse/2024-03.md", Some("2024-03")),
            ("Le maire parle.", "presse/2024.txt", None),
            ("Le maire parle.", "presse/1234567890.txt", None),
            ("Le maire parle.", "presse/9999-03-12.txt", None),
            ("", "é/2024-03-1", None),
        ] {
            let origin = Origin::file(path.into());
            assert_eq!(date_of(body, &origin).as_deref(), date, "{body} {path}");
        }
    }
}
