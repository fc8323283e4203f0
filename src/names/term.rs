//! Terms of names: one key under which spellings meet, spellings to show, forms that an article used.
//!
//! Beside a facet's keys the index holds terms of key and spelling, so that counts of terms are counts of
//! spellings; and of key and form, where an article calls the same one by something else (`Macron`).

use crate::analysis::fold_into;
use crate::article::Kind;

/// Parts key and spelling in a facet's term.
const SPELLING: char = '\u{1f}';
/// Parts key and form.
const FORM: char = '\u{1e}';

/// Longest key or spelling, in bytes; longer ones are cut at a character.
const MAX_BYTES: usize = 255;

/// What a term of a facet says of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term<'a> {
    /// An article shows it so.
    Spelling(&'a str),
    /// An article calls it so, beside its spelling.
    Form(&'a str),
}

/// Returns a key or spelling as a term can hold it: no control characters, not too long.
pub fn clean(text: &str) -> String {
    let mut term = String::with_capacity(text.len());
    push_clean(text, &mut term);
    term
}

/// Returns the term of a spelling under a key.
pub fn spelling_term(key: &str, spelling: &str) -> String {
    joined(key, SPELLING, spelling)
}

/// Returns the term of a form under a key.
pub fn form_term(key: &str, form: &str) -> String {
    joined(key, FORM, form)
}

/// Returns what every spelling of a key begins with, and no term of another key.
pub fn key_prefix(key: &str) -> String {
    joined(key, SPELLING, "")
}

/// Returns what every form of a key begins with, and no term of another key.
pub fn form_prefix(key: &str) -> String {
    joined(key, FORM, "")
}

/// Returns the key of a term, and what the term says of it.
pub fn read_term(term: &str) -> (&str, Term<'_>) {
    let parted = term.find([SPELLING, FORM]).map(|at| (&term[..at], &term[at..at + 1], &term[at + 1..]));
    match parted {
        Some((key, "\u{1e}", form)) => (key, Term::Form(form)),
        Some((key, _, spelling)) => (key, Term::Spelling(spelling)),
        None => (term, Term::Spelling(term)),
    }
}

fn joined(key: &str, sign: char, rest: &str) -> String {
    let mut term = String::with_capacity(key.len() + rest.len() + 1);
    push_clean(key, &mut term);
    term.push(sign);
    push_clean(rest, &mut term);
    term
}

fn push_clean(text: &str, out: &mut String) {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    out.extend(text[..end].chars().map(|c| if c.is_control() { ' ' } else { c }));
}

/// Returns the key of a name, as the article stage makes it: folded, hyphens and blanks one space, points, commas
/// and quotes off, a final `'s` and (people apart) a leading article. Empty if nothing remains.
pub fn key(kind: Kind, name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    fold_into(name, &mut folded);
    let mut key = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c {
            '.' | '"' | '«' | '»' | '“' | '”' | '!' | ',' => {}
            '-' | '\u{2010}'..='\u{2015}' => space(&mut key),
            c if c.is_whitespace() || c.is_control() => space(&mut key),
            c => key.push(c),
        }
    }
    let mut rest = key.trim_matches([' ', '\'']);
    rest = rest.strip_suffix("'s").unwrap_or(rest);
    if kind != Kind::Person {
        let bare = ["les ", "le ", "la ", "l'"].iter().find_map(|article| rest.strip_prefix(article));
        rest = bare.filter(|bare| !bare.is_empty()).unwrap_or(rest);
    }
    rest.trim().to_owned()
}

fn space(key: &mut String) {
    if !key.is_empty() && !key.ends_with(' ') {
        key.push(' ');
    }
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
        assert_eq!(read_term(&term), ("angela merkel", Term::Spelling("Angela  Merkel")));
        assert!(term.starts_with(&key_prefix("angela merkel")));
        let form = form_term("angela merkel", "Merkel");
        assert_eq!(read_term(&form), ("angela merkel", Term::Form("Merkel")));
        assert_eq!(spelling_term(&"é".repeat(200), "x").len(), 254 + 2);
    }

    #[test]
    fn the_terms_of_a_key_stand_together() {
        let mut terms = [
            spelling_term("abc d", "Abc d"),
            spelling_term("abc", "Abc"),
            form_term("abc d", "x"),
            form_term("abc", "Zbc"),
            spelling_term("abc'd", "Abc'd"),
        ];
        terms.sort();
        let keys: Vec<&str> = terms.iter().map(|term| read_term(term).0).collect();
        assert_eq!(keys, ["abc", "abc", "abc d", "abc d", "abc'd"]);
    }
}
