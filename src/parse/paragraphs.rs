//! Paragraphs: one a line, no blank lines, no blanks at the ends.

/// Tidies a text into one paragraph a line; runs of blanks within a line become one.
///
/// No-break spaces stay, since French sets them on purpose.
pub(crate) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let rare = ["\u{2028}", "\u{2029}", "\u{85}"];
    if rare.iter().any(|end| memchr::memmem::find(text.as_bytes(), end.as_bytes()).is_some()) {
        for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}']) {
            push(line, &mut out);
        }
        return out;
    }
    // Bytes suffice for the usual line ends, and every text comes by here.
    let mut start = 0;
    for end in memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()) {
        push(&text[start..end], &mut out);
        start = end + 1;
    }
    push(&text[start..], &mut out);
    out
}

/// Appends one line as a paragraph, if there is anything in it.
pub(crate) fn push(line: &str, out: &mut String) {
    let line = line.trim();
    if line.is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push('\n');
    }
    push_words(line, out);
}

/// Returns the beginning of a text: at most `length` bytes, whole characters.
pub(crate) fn beginning(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Returns a text on one line.
pub(crate) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split(['\n', '\r']) {
        let line = line.trim();
        if !line.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            push_words(line, &mut out);
        }
    }
    out
}

/// Appends a text with its runs of blanks made one.
fn push_words(line: &str, out: &mut String) {
    let bytes = line.as_bytes();
    if memchr::memmem::find(bytes, b"  ").is_none() && memchr::memchr(b'\t', bytes).is_none() {
        out.push_str(line);
        return;
    }
    for (index, word) in line.split([' ', '\t']).filter(|word| !word.is_empty()).enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}

/// Appends a text of paragraphs.
pub(crate) fn push_all(text: &str, out: &mut String) {
    for line in text.lines() {
        push(line, out);
    }
}
