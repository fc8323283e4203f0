//! Dates that plain texts carry outside any field: in their dateline, or in the name of their file.

use crate::article::Origin;

/// A dateline ends within so many characters.
const DATELINE_CHARACTERS: usize = 90;

/// Returns the date of a text without fields, as written: `PORT-VALLIER, 12 mars 2024. – …` at its
/// beginning, else a date at the beginning of the file's or member's name (`2024-03-12-budget.txt`,
/// `20240312_budget.txt`, `2024-03.md`).
pub(crate) fn date_of(body: &str, origin: &Origin) -> Option<String> {
    in_dateline(body).or_else(|| in_name(origin))
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
