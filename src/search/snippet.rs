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

/// Marks of one long sentence that are tried as the beginning of a passage.
const TRIES: usize = 1_000;

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
/// sentences where they are short enough, else words of one. Without marks it is the text's beginning.
///
/// Each sentence with a mark is tried as the beginning; in one too long to be shown, each of its marks.
/// Linear in the text and, beyond that, in the marks times what a passage holds.
pub fn snippet(text: &str, marks: &[Mark]) -> Snippet {
    let sentences = sentences(text);
    let mut best = Best::default();
    for (at, sentence) in sentences.iter().enumerate() {
        if marks.is_empty() {
            let range = whole(text, &sentences[at..]).unwrap_or_else(|| part(text, sentence, sentence.start));
            best.offer(range, &[]);
            break;
        }
        let first = marks.partition_point(|mark| mark.range.start < sentence.start);
        let inside = marks[first..].partition_point(|mark| mark.range.start < sentence.end);
        if inside == 0 {
            continue;
        }
        if let Some(range) = whole(text, &sentences[at..]) {
            best.offer(range, &marks[first..]);
            continue;
        }
        for (ahead, mark) in marks[first..first + inside.min(TRIES)].iter().enumerate() {
            let range = part(text, sentence, mark.range.start);
            // Marks of the lead-in count as well: they are seen.
            let before = marks[first..first + ahead].partition_point(|mark| mark.range.start < range.start);
            best.offer(range, &marks[first + before..]);
        }
    }
    let Some(range) = best.range else { return Snippet::default() };
    cut(text, range, marks, &sentences)
}

/// The best passage so far.
#[derive(Default)]
struct Best {
    range: Option<Range<usize>>,
    different: usize,
    all: usize,
    asked: BTreeSet<usize>,
}

impl Best {
    /// Takes a passage if it is better; `marks` begin with its first.
    fn offer(&mut self, range: Range<usize>, marks: &[Mark]) {
        self.asked.clear();
        let inside = marks.iter().take_while(|mark| mark.range.end <= range.end);
        let mut all = 0;
        for mark in inside {
            all += 1;
            self.asked.insert(mark.asked);
        }
        if self.range.is_none() || (self.asked.len(), all) > (self.different, self.all) {
            (self.range, self.different, self.all) = (Some(range), self.asked.len(), all);
        }
    }
}

/// The bytes of the first sentences that make a passage; `None` if already the first is too long.
fn whole(text: &str, sentences: &[Range<usize>]) -> Option<Range<usize>> {
    let start = sentences.first()?.start;
    let mut end = None;
    let mut length = 0;
    let mut counted = start;
    for sentence in sentences {
        // No more than a passage is counted, however long the sentence.
        length += text[counted..sentence.end].chars().take(LONGEST + 1).count();
        counted = sentence.end;
        if length > LONGEST {
            break;
        }
        end = Some(sentence.end);
        if length >= ENOUGH {
            break;
        }
    }
    end.map(|end| start..end)
}

/// The bytes of a piece of a long sentence: whole words, a few of them before the mark that begins there.
fn part(text: &str, sentence: &Range<usize>, mark: usize) -> Range<usize> {
    let before = &text[sentence.start..mark];
    let from = match before.char_indices().rev().nth(LEAD_IN) {
        None => sentence.start,
        Some((back, _)) => {
            let lead_in = &before[back..];
            let blank = lead_in.char_indices().find(|(_, c)| c.is_whitespace());
            blank.map_or(mark, |(at, c)| sentence.start + back + at + c.len_utf8())
        }
    };
    let rest = &text[from..sentence.end];
    let Some((end, _)) = rest.char_indices().nth(LONGEST) else { return from..sentence.end };
    // The last blank behind the mark's beginning; a word without end is cut.
    let behind = &rest[mark - from..end];
    let blank = behind.rfind(char::is_whitespace).filter(|at| *at > 0);
    from..blank.map_or(from + end, |at| mark + at)
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
            let next = text[end..].trim_start_matches([' ', '\u{a0}', '\u{202f}', '«', '"', '“']);
            let begins = next.starts_with(char::is_uppercase) || next.starts_with("http");
            if closes && !initial && begins && !is_closing(text, end) {
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
    fn of_a_long_sentence_the_densest_part_is_shown() {
        let text =
            format!("Le maire {}parle de la grève du port {}fin.", "mot ".repeat(100), "mot ".repeat(100));
        let mut marks = mark(&text, "maire", 0);
        marks.extend(mark(&text, "grève", 1));
        marks.extend(mark(&text, "port", 2));
        let shown = snippet(&text, &marks);
        let words: Vec<&str> = shown.highlights.iter().map(|range| &shown.text[range.clone()]).collect();
        assert_eq!(words, ["grève", "port"]);
        assert!(shown.text.starts_with("… ") && shown.text.ends_with("mot …"), "{}", shown.text);
    }

    #[test]
    fn an_address_glued_to_a_sentence_is_no_part_of_it() {
        let text = "Il l'a dit à l'AFP.https://video.example/grève La suite.";
        let seen: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(seen, ["Il l'a dit à l'AFP.", "https://video.example/grève La suite."]);
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
            proptest::prop_assert!(shown.text.chars().count() <= LONGEST + 4);
            let is_seen = marks.is_empty() || sentences(&text).is_empty() || !shown.highlights.is_empty();
            proptest::prop_assert!(is_seen, "{:?}", shown);
            shown.highlights_in_chars();
        }
    }
}
