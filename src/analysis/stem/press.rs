//! Our own stemmer for the French press: verbs by their conjugation, nouns and adjectives by number and
//! gender. It brings together inflections of one word and leaves derivations apart (`nation`, `national`),
//! but for what a verb does (`licenciement`, `licencier`), and the adverb of an adjective.

use super::light::ends;
use super::verb;
use crate::analysis::lexicon::Lexicon;

/// Ends the stems of verbs, so that no noun has the same.
const VERB: char = '/';

/// Returns what the lexicon says of the verb or adjective that a lower-case form belongs to, or puts its stem
/// in `letters`, which hold the form.
pub(super) fn stem<'l>(form: &str, lexicon: &'l Lexicon, letters: &mut Vec<char>) -> Option<&'l str> {
    let mut word = String::new();
    if verb::infinitive_of(form, &mut word) {
        if let Some(stem) = lexicon.stem_of(&word) {
            return Some(stem);
        }
        letters.clear();
        letters.extend(word.chars());
        letters.push(VERB);
        return None;
    }
    for drop in [drop_plural, drop_adverb] {
        if drop(letters) {
            word.clear();
            word.extend(letters.iter());
            if let Some(stem) = lexicon.stem_of(&word) {
                return Some(stem);
            }
        }
    }
    drop_feminine(letters);
    None
}

/// Turns a plural into its singular; false if it is none.
fn drop_plural(word: &mut Vec<char>) -> bool {
    if word.len() > 4 && ends(word, "aux") {
        let eau = ends(word, "eaux");
        word.truncate(word.len() - if eau { 1 } else { 2 });
        if !eau {
            word.push('l');
        }
        return true;
    }
    let plural_x = ["eux", "oux"].iter().any(|ending| ends(word, ending));
    let plural_s = ends(word, "s") && !["ss", "ais", "ois"].iter().any(|ending| ends(word, ending));
    let is_plural = word.len() > 3 && (plural_x || plural_s);
    if is_plural {
        word.pop();
    }
    is_plural
}

/// Endings of feminines, the letters that a word must have for it to be one, and what the masculine has;
/// the first that fits holds.
const FEMININES: [(&str, usize, &str); 20] = [
    ("euse", 6, "eu"),
    ("eure", 6, "eu"),
    ("eur", 5, "eu"),
    ("trice", 6, "teu"),
    ("drice", 6, "deu"),
    ("ière", 6, "ier"),
    ("ère", 6, "er"),
    ("ive", 5, "if"),
    ("ïve", 4, "ïf"),
    ("euve", 5, "euf"),
    ("ouse", 6, "ou"),
    ("elle", 6, "el"),
    ("enne", 6, "en"),
    ("onne", 6, "on"),
    ("ette", 6, "et"),
    ("ète", 6, "et"),
    ("sse", 6, "s"),
    ("ngue", 6, "ng"),
    ("ie", 0, "ie"),
    ("ée", 4, "é"),
];

fn drop_feminine(word: &mut Vec<char>) {
    for (feminine, shortest, masculine) in FEMININES {
        if word.len() >= shortest && ends(word, feminine) {
            word.truncate(word.len() - feminine.chars().count());
            word.extend(masculine.chars());
            return;
        }
    }
    if word.len() >= 5 && ends(word, "e") {
        word.pop();
    }
}

/// Turns an adverb in -ment into its adjective, in the feminine where that is what it is made of; false if it
/// is none.
fn drop_adverb(word: &mut Vec<char>) -> bool {
    if word.len() < 8 || !ends(word, "ment") {
        return false;
    }
    for (ending, adjective) in [("amment", "ant"), ("emment", "ent")] {
        if ends(word, ending) {
            word.truncate(word.len() - ending.len());
            word.extend(adjective.chars());
            return true;
        }
    }
    if ends(word, "ement") {
        word.truncate(word.len() - 4);
        return true;
    }
    false
}
