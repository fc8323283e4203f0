//! Words broken at the end of a line, as print and mail break them: `gouver-` and `nement`.
//!
//! A hyphen before a blank does not say whether the word was broken there or is written so. The text
//! itself is asked: where the joined word stands elsewhere in it, the halves are joined.

use std::collections::HashMap;
use std::ops::Range;

/// Two halves of what may be one word.
struct Break {
    /// The hyphen and the blank behind it.
    gap: Range<usize>,
    /// The joined word in small letters.
    joined: String,
}

/// Joins the broken words of a clean text that it also has whole. Takes linear time.
pub(super) fn join(text: String) -> String {
    let breaks = breaks(&text);
    if breaks.is_empty() {
        return text;
    }
    let known = known(&text, &breaks);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for found in &breaks {
        if known.get(found.joined.as_str()) == Some(&true) {
            out.push_str(&text[from..found.gap.start]);
            from = found.gap.end;
        }
    }
    out.push_str(&text[from..]);
    out
}

/// Returns the places where a word may be broken; a half with a break on either side is left alone.
fn breaks(text: &str) -> Vec<Break> {
    let mut found: Vec<Break> = Vec::new();
    let mut last_gap_end = None;
    for (at, hyphen) in text.match_indices(['-', '‐']) {
        let behind = &text[at + hyphen.len()..];
        if !behind.starts_with([' ', '\n']) || !behind[1..].starts_with(char::is_lowercase) {
            continue;
        }
        let gap = at..at + hyphen.len() + 1;
        let left_start = text[..at]
            .rfind(|c: char| !c.is_alphanumeric())
            .map_or(0, |before| before + text[before..].chars().next().map_or(0, char::len_utf8));
        let right_end =
            text[gap.end..].find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |len| gap.end + len);
        let is_chained = last_gap_end == Some(left_start);
        if is_chained && found.last().is_some_and(|last| last.gap.end == left_start) {
            found.pop();
        }
        last_gap_end = Some(gap.end);
        if is_chained || left_start == at {
            continue;
        }
        let joined = [&text[left_start..at], &text[gap.end..right_end]].concat().to_lowercase();
        found.push(Break { gap, joined });
    }
    found
}

/// Tells for each joined word whether the text has it whole.
fn known<'b>(text: &str, breaks: &'b [Break]) -> HashMap<&'b str, bool> {
    let mut known: HashMap<&str, bool> = breaks.iter().map(|found| (found.joined.as_str(), false)).collect();
    let longest = breaks.iter().map(|found| found.joined.len()).max().unwrap_or(0);
    let mut lower = String::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if word.is_empty() || word.len() > longest {
            continue;
        }
        lower.clear();
        lower.extend(word.chars().flat_map(char::to_lowercase));
        if let Some(is_known) = known.get_mut(lower.as_str()) {
            *is_known = true;
        }
    }
    known
}
