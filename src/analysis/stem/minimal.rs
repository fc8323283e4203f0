//! The minimal stemmer for French of Jacques Savoy: plural and feminine only (the "minimal" of his "A
//! Stemming Procedure and Stopword List for General French Corpora", JASIS 1999).

use super::light::ends;

/// Makes the stem of a lower-case word, accents kept.
pub(super) fn stem(word: &mut Vec<char>) {
    if word.len() < 6 {
        return;
    }
    if ends(word, "x") {
        if ends(word, "aux") {
            let u = word.len() - 2;
            word[u] = 'l';
        }
        word.pop();
        return;
    }
    for ending in ['s', 'r', 'e', 'é'] {
        if word.last() == Some(&ending) {
            word.pop();
        }
    }
    if word[word.len() - 1] == word[word.len() - 2] {
        word.pop();
    }
}
