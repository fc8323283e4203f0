//! Text for people: numbers, sizes, times, lines of a width.

use unicode_width::UnicodeWidthStr;

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

/// Breaks a text at spaces into lines of at most `width` cells; a longer word gets a line of its own.
/// Returns the byte ranges of the lines, so that marks keep their places.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<std::ops::Range<usize>> {
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
        used += cells(word);
        end += word.len();
    }
    if end > start || lines.is_empty() {
        lines.push(start..end);
    }
    for line in &mut lines {
        line.end = line.start + text[line.clone()].trim_end().len();
    }
    lines
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
}
