//! Text for people: numbers, sizes, times, lines of a width.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::output::safe;
use crate::article::{Date, ENGLISH_MONTHS, FRENCH_MONTHS, Precision};

/// A number with a thin group mark: `26,988`.
pub(super) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number of bytes in the unit that reads best, powers of a thousand.
pub(super) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut value = bytes as f64 / 1000.0;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    let digits = if value < 9.95 { 1 } else { 0 };
    format!("{value:.digits$} {}", UNITS[unit])
}

/// A time in the unit that reads best.
pub(super) fn seconds(seconds: f64) -> String {
    if seconds < 1.0 {
        format!("{:.0} ms", seconds * 1000.0)
    } else if seconds < 100.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{} min {:02} s", seconds as u64 / 60, seconds as u64 % 60)
    }
}

/// `1 article`, `2 articles`.
pub(super) fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// Cells that a text takes on a terminal.
pub(super) fn cells(text: &str) -> usize {
    text.width()
}

/// Breaks a text at spaces into lines of at most `width` cells, a word that is longer between its characters
/// as a reader sees them. Returns the byte ranges of the lines, so that marks keep their places.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut end = 0;
    let mut used = 0;
    for word in text.split_inclusive(' ') {
        let shown = cells(word.trim_end());
        if used > 0 && used + shown > width {
            lines.push(start..end);
            start = end;
            used = 0;
        }
        if shown > width {
            for grapheme in word.graphemes(true) {
                let cells = cells(grapheme);
                if used > 0 && used + cells > width && grapheme != " " {
                    lines.push(start..end);
                    start = end;
                    used = 0;
                }
                used += cells;
                end += grapheme.len();
            }
        } else {
            used += cells(word);
            end += word.len();
        }
    }
    if end > start || lines.is_empty() {
        lines.push(start..end);
    }
    for line in &mut lines {
        line.end = line.start + text[line.clone()].trim_end().len();
    }
    lines
}

/// Cuts a text to one line of at most `width` cells, between characters as a reader sees them.
pub(super) fn one_line(text: &str, width: usize) -> String {
    let text = safe(text).replace('\n', " ");
    if cells(&text) <= width {
        return text;
    }
    let mut line = String::new();
    let mut used = 1;
    for grapheme in text.graphemes(true) {
        used += cells(grapheme);
        if used > width {
            break;
        }
        line.push_str(grapheme);
    }
    line + "…"
}

/// A date in the words of the article's readers, French unless it is English, and in ISO 8601:
/// `4 mars 2020 (2020-03-04)`. A year is the same in both.
pub(super) fn date_in_words(date: Date, language: &str) -> String {
    let (year, month, day) = date.civil();
    let english = language == "en";
    let months = if english { ENGLISH_MONTHS } else { FRENCH_MONTHS };
    let month = months[month as usize - 1];
    match date.precision() {
        Precision::Year => date.to_string(),
        Precision::Month => format!("{month} {year} ({date})"),
        Precision::Day if day == 1 && !english => format!("1er {month} {year} ({date})"),
        Precision::Day => format!("{day} {month} {year} ({date})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(number(26988), "26,988");
        assert_eq!(number(7), "7");
        assert_eq!(size(999), "999 B");
        assert_eq!(size(1_234), "1.2 kB");
        assert_eq!(size(73_800_000), "74 MB");
        assert_eq!(size(999_800), "1.0 MB");
        assert_eq!(seconds(0.25), "250 ms");
        assert_eq!(seconds(125.0), "2 min 05 s");
        assert_eq!(counted(1, "article", "articles"), "1 article");
    }

    #[test]
    fn lines_break_at_spaces() {
        let text = "le maire de la ville parle";
        let lines: Vec<&str> = wrapped(text, 11).into_iter().map(|range| &text[range]).collect();
        assert_eq!(lines, ["le maire de", "la ville", "parle"]);
        assert_eq!(wrapped("", 10), vec![0..0]);
    }

    #[test]
    fn a_longer_word_breaks_between_characters() {
        let lines = |text: &'static str, width| -> Vec<&str> {
            wrapped(text, width).into_iter().map(|range| &text[range]).collect()
        };
        assert_eq!(
            lines("voir https://presse.example/a fin", 10),
            ["voir", "https://pr", "esse.examp", "le/a fin"]
        );
        // A letter and its accent, a family of three, a flag: each is one character to a reader.
        assert_eq!(lines("e\u{301}e\u{301}e\u{301}", 2), ["e\u{301}e\u{301}", "e\u{301}"]);
        assert_eq!(lines("👩‍👩‍👧🇫🇷", 2), ["👩‍👩‍👧", "🇫🇷"]);
        assert_eq!(lines("漢字漢字", 5), ["漢字", "漢字"]);
    }

    #[test]
    fn dates_are_said_in_words() {
        let words = |text, language| date_in_words(Date::from_iso(text).expect("a date"), language);
        assert_eq!(words("2020-03-04", "fr"), "4 mars 2020 (2020-03-04)");
        assert_eq!(words("2020-08-01", "fr"), "1er août 2020 (2020-08-01)");
        assert_eq!(words("2020-03-01", "en"), "1 March 2020 (2020-03-01)");
        assert_eq!(words("1914-08", "fr"), "août 1914 (1914-08)");
        assert_eq!(words("1631", "fr"), "1631");
    }

    proptest::proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_word_is_lost(text in "(\\PC|[a-z] ?|\u{301}|👩|漢){0,60}", width in 2usize..30) {
            let lines = wrapped(&text, width);
            for line in &lines {
                let line = &text[line.clone()];
                let several = line.graphemes(true).nth(1).is_some();
                proptest::prop_assert!(cells(line) <= width || !several, "{:?}", line);
            }
            let joined: String = lines.iter().map(|line| &text[line.clone()]).collect();
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            proptest::prop_assert_eq!(bare(&joined), bare(&text));
            proptest::prop_assert!(cells(&one_line(&text, width)) <= width);
        }
    }
}
