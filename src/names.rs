//! Names of facets: one key under which spellings meet, one spelling to show.
//!
//! Beside a facet's keys the index holds terms of key and spelling, so that counts of terms are counts of
//! spellings: whatever is shown follows from the articles that stand in the index, never from the order
//! in which they came. (The merging of
//! names across articles will live here.)

/// Parts key and spelling in a facet's term.
const SEPARATOR: char = '\u{1f}';

/// Longest key or spelling, in bytes; longer ones are cut at a character.
const MAX_BYTES: usize = 255;

/// Returns a key or spelling as a term can hold it: no control characters, not too long.
pub fn clean(text: &str) -> String {
    let mut term = String::with_capacity(text.len());
    push_clean(text, &mut term);
    term
}

/// Returns the term of a spelling under a key.
pub fn spelling_term(key: &str, spelling: &str) -> String {
    let mut term = String::with_capacity(key.len() + spelling.len() + 1);
    push_clean(key, &mut term);
    term.push(SEPARATOR);
    push_clean(spelling, &mut term);
    term
}

/// Returns what every term of a key begins with, and no term of another key.
pub fn key_prefix(key: &str) -> String {
    let mut prefix = String::with_capacity(key.len() + 1);
    push_clean(key, &mut prefix);
    prefix.push(SEPARATOR);
    prefix
}

/// Returns the key of a term that [`spelling_term`] made.
pub fn key_of(term: &str) -> &str {
    term.split_once(SEPARATOR).map_or(term, |(key, _)| key)
}

/// Returns the spelling of a term that [`spelling_term`] made.
pub fn spelling_of(term: &str) -> &str {
    term.split_once(SEPARATOR).map_or(term, |(_, spelling)| spelling)
}

fn push_clean(text: &str, out: &mut String) {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    out.extend(text[..end].chars().map(|c| if c.is_control() { ' ' } else { c }));
}

/// An accented spelling is shown although one without accents is so many times as frequent: capitals
/// often lose theirs (`Etats-Unis`), and a reader misses them.
const ACCENTS_OUTWEIGH: u64 = 4;

/// Of spellings with their numbers of articles, returns the one to show: the most frequent that is not
/// all capitals where another is not, accented ones preferred; ties go to the one with more accents, then
/// to byte order.
pub fn shown<'a>(spellings: impl IntoIterator<Item = (&'a str, u64)>) -> Option<&'a str> {
    spellings
        .into_iter()
        .max_by_key(|(spelling, articles)| {
            let accents = accents(spelling);
            let weight = if accents > 0 { articles * ACCENTS_OUTWEIGH } else { *articles };
            (is_readable(spelling), weight, accents, std::cmp::Reverse(*spelling))
        })
        .map(|(spelling, _)| spelling)
}

/// Acronyms of up to five letters are readable in capitals, longer words are not.
fn is_readable(spelling: &str) -> bool {
    spelling.chars().any(char::is_lowercase) || spelling.chars().count() <= 5
}

fn accents(spelling: &str) -> usize {
    spelling.chars().filter(|c| !c.is_ascii()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shown_spelling_is_the_one_a_reader_expects() {
        assert_eq!(shown([("Etats-Unis", 1673), ("États-Unis", 610)]), Some("États-Unis"));
        assert_eq!(shown([("Merkel", 800), ("Mérkel", 3)]), Some("Merkel"));
        assert_eq!(shown([("ETATS-UNIS", 9), ("Etats-Unis", 1)]), Some("Etats-Unis"));
        assert_eq!(shown([("AFP", 9), ("Afp", 1)]), Some("AFP"));
        assert_eq!(shown(std::iter::empty()), None);
    }

    #[test]
    fn a_term_splits_into_what_made_it() {
        let term = spelling_term("angela merkel", "Angela\u{1f}\nMerkel");
        assert_eq!(spelling_of(&term), "Angela  Merkel");
        assert!(term.starts_with(&key_prefix("angela merkel")));
        assert_eq!(spelling_term(&"é".repeat(200), "x").len(), 254 + 2);
    }
}
