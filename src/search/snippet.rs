//! The passage of a text that says most about why it was found.

use std::collections::BTreeSet;
use std::ops::Range;

use super::marks::Mark;

/// A passage in characters: no longer than this, ellipses aside.
const LONGEST: usize = 280;
/// Sentences are added until a passage has so many characters.
const ENOUGH: usize = 150;
/// Characters before the first mark where a sentence must be cut.
const LEAD_IN: usize = 60;

/// A passage with its marked words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    /// One line of text; `…` at an end where a sentence is cut.
    pub text: String,
    /// Marked words as ranges of bytes of `text`.
    pub highlights: Vec<Range<usize>>,
}

impl Snippet {
    /// The highlights as ranges of characters (Unicode scalars).
    pub fn highlights_in_chars(&self) -> Vec<[usize; 2]> {
        let count = |byte: usize| self.text[..byte].chars().count();
        self.highlights.iter().map(|range| [count(range.start), count(range.end)]).collect()
    }
}

/// Returns the passage with the most different marks, then the most marks, then the earliest: whole
/// sentences where they are short enough. Without marks it is the text's beginning.
pub fn snippet(text: &str, marks: &[Mark]) -> Snippet {
    let sentences = sentences(text);
    let mut best: Option<(usize, usize, Range<usize>)> = None;
    for (at, sentence) in sentences.iter().enumerate() {
        let first = marks.partition_point(|mark| mark.range.start < sentence.start);
        if !marks.is_empty() && marks.get(first).is_none_or(|mark| mark.range.start >= sentence.end) {
            continue;
        }
        let range = passage(text, &sentences[at..], marks.get(first));
        let inside = marks[first..].iter().take_while(|mark| mark.range.end <= range.end);
        let different: BTreeSet<usize> = inside.clone().map(|mark| mark.asked).collect();
        let worth = (different.len(), inside.count());
        if best.as_ref().is_none_or(|(words, all, _)| worth > (*words, *all)) {
            best = Some((worth.0, worth.1, range));
        }
        if marks.is_empty() {
            break;
        }
    }
    let Some((_, _, range)) = best else { return Snippet::default() };
    cut(text, range, marks, &sentences)
}

/// The bytes from the first sentence on that make a passage.
fn passage(text: &str, sentences: &[Range<usize>], first_mark: Option<&Mark>) -> Range<usize> {
    let start = sentences[0].start;
    let mut end = start;
    for sentence in sentences {
        let length = text[start..sentence.end].chars().count();
        if length > LONGEST {
            break;
        }
        end = sentence.end;
        if length >= ENOUGH {
            break;
        }
    }
    if end > start {
        return start..end;
    }
    // One sentence too long: words around the first mark.
    let mark = first_mark.map_or(start, |mark| mark.range.start.max(start));
    let from = if text[start..mark].chars().count() <= LEAD_IN {
        start
    } else {
        let back = text[..mark].char_indices().rev().nth(LEAD_IN).map_or(start, |(at, _)| at);
        let space = text[back..mark].char_indices().find(|(_, c)| c.is_whitespace());
        space.map_or(mark, |(at, c)| back + at + c.len_utf8())
    };
    let sentence_end = sentences[0].end;
    let to = text[from..sentence_end].char_indices().nth(LONGEST).map_or(sentence_end, |(at, _)| from + at);
    if to == sentence_end {
        return from..to;
    }
    let word_end = text[from..to].rfind(char::is_whitespace).map_or(to, |space| from + space);
    let keeps_mark = first_mark.is_none_or(|mark| mark.range.end <= word_end);
    from..if word_end > from && keeps_mark { word_end } else { to }
}

fn cut(text: &str, range: Range<usize>, marks: &[Mark], sentences: &[Range<usize>]) -> Snippet {
    let mut snippet = Snippet::default();
    if !sentences.iter().any(|sentence| sentence.start == range.start) {
        snippet.text.push_str("… ");
    }
    let shift = snippet.text.len();
    // Paragraph ends become spaces of the same length in bytes, so that places stay.
    snippet.text.extend(text[range.clone()].chars().map(|c| if c.is_control() { ' ' } else { c }));
    while snippet.text.ends_with(' ') {
        snippet.text.pop();
    }
    for mark in marks.iter().filter(|mark| mark.range.start >= range.start && mark.range.end <= range.end) {
        snippet.highlights.push(mark.range.start - range.start + shift..mark.range.end - range.start + shift);
    }
    if !sentences.iter().any(|sentence| sentence.end == range.end) {
        snippet.text.push_str(" …");
    }
    snippet
}

/// The sentences of a text: each ends after `.`, `!`, `?` or `…` (and closing quotes) before a capital,
/// with or without a space between (`jeudi.Le`), or at the end of its paragraph.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut previous = ' ';
    let mut before = ' ';
    let mut visible = ' ';
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if c == '\n' {
            push(text, start..at, &mut sentences);
            start = end;
        } else if matches!(c, '.' | '!' | '?' | '…' | '"' | '»' | '”') {
            let closes = matches!(c, '.' | '!' | '?' | '…') || matches!(visible, '.' | '!' | '?' | '…');
            // `M. Dupont`, `S.N.C.F.`: a point after a lone capital ends nothing.
            let initial = c == '.' && previous.is_uppercase() && !before.is_alphanumeric();
            let next = text[end..]
                .chars()
                .find(|next| !matches!(next, ' ' | '\u{a0}' | '\u{202f}' | '«' | '"' | '“'));
            if closes && !initial && next.is_some_and(char::is_uppercase) && !is_closing(text, end) {
                push(text, start..end, &mut sentences);
                start = end;
            }
        }
        before = previous;
        previous = c;
        if !matches!(c, ' ' | '\u{a0}' | '\u{202f}') {
            visible = c;
        }
    }
    push(text, start..text.len(), &mut sentences);
    sentences
}

/// Whether a closing quote follows, which belongs to the sentence.
fn is_closing(text: &str, at: usize) -> bool {
    let mut chars = text[at..].chars();
    match chars.next() {
        Some('»' | '”' | '"') => true,
        Some('\u{a0}' | '\u{202f}' | ' ') => matches!(chars.next(), Some('»' | '”')),
        _ => false,
    }
}

fn push(text: &str, range: Range<usize>, sentences: &mut Vec<Range<usize>>) {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    let end = range.start + piece.trim_end().len();
    if start < end {
        sentences.push(start..end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(text: &str, word: &str, asked: usize) -> Vec<Mark> {
        text.match_indices(word).map(|(at, _)| Mark { range: at..at + word.len(), asked }).collect()
    }

    #[test]
    fn sentences_end_where_a_reader_sees_it() {
        let text = "M. Dupont a parlé jeudi.Le maire, non. « Oui ! » La S.N.C.F. se tait.\nFin";
        let seen: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(
            seen,
            ["M. Dupont a parlé jeudi.", "Le maire, non.", "« Oui ! »", "La S.N.C.F. se tait.", "Fin"]
        );
    }

    #[test]
    fn the_densest_passage_is_shown_whole() {
        let filler =
            "Rien de neuf sous le soleil du port ce matin, disent les pêcheurs venus de loin. ".repeat(4);
        let text = format!("Le maire parle. {filler}Le maire et la grève se croisent. {filler}");
        let mut marks = mark(&text, "maire", 0);
        marks.extend(mark(&text, "grève", 1));
        marks.sort_by_key(|mark| mark.range.start);
        let shown = snippet(&text, &marks);
        assert!(shown.text.starts_with("Le maire et la grève"), "{}", shown.text);
        let words: Vec<&str> = shown.highlights.iter().map(|range| &shown.text[range.clone()]).collect();
        assert_eq!(words, ["maire", "grève"]);
    }

    #[test]
    fn a_long_sentence_is_cut_at_words_and_says_so() {
        let text = format!("{}grève {}", "mot ".repeat(200), "encore ".repeat(200));
        let shown = snippet(&text, &mark(&text, "grève", 0));
        assert!(shown.text.starts_with("… mot") && shown.text.ends_with("encore …"), "{}", shown.text);
        assert_eq!(&shown.text[shown.highlights[0].clone()], "grève");
        assert!(shown.text.chars().count() <= LONGEST + 4);
    }

    #[test]
    fn a_cut_falls_behind_a_blank_of_several_bytes() {
        let text = format!("{}grève {}", "mot\u{a0}".repeat(200), "encore ".repeat(200));
        let shown = snippet(&text, &mark(&text, "grève", 0));
        assert!(shown.text.starts_with("… mot\u{a0}"), "{}", shown.text);
        assert_eq!(&shown.text[shown.highlights[0].clone()], "grève");
    }

    proptest::proptest! {
        #[test]
        fn highlights_lie_within(text in "\\PC{0,400}", words in proptest::collection::vec("\\w{1,4}", 0..4)) {
            let mut marks: Vec<Mark> =
                words.iter().enumerate().flat_map(|(at, word)| mark(&text, word, at)).collect();
            marks.sort_by_key(|mark| mark.range.start);
            let shown = snippet(&text, &marks);
            for range in &shown.highlights {
                proptest::prop_assert!(shown.text.get(range.clone()).is_some());
            }
            shown.highlights_in_chars();
        }
    }
}
