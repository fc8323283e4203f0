//! The light stemmer for French of Jacques Savoy (UniNE): plural, feminine and the press's commonest
//! derivations, written from the rules that he published ("Light Stemming Approaches for the French,
//! Portuguese, German and Hungarian Languages", SAC 2006).

/// Makes the stem of a lower-case word, accents partly kept.
pub(super) fn stem(word: &mut Vec<char>) {
    drop_plural(word);
    rewrite_suffix(word);
    simplify(word);
}

pub(super) fn ends(word: &[char], suffix: &str) -> bool {
    let mut letters = word.iter().rev();
    suffix.chars().rev().all(|wanted| letters.next() == Some(&wanted))
}

fn drop_plural(word: &mut Vec<char>) {
    if word.len() > 5 && ends(word, "x") {
        if ends(word, "aux") && !ends(word, "eaux") {
            let u = word.len() - 2;
            word[u] = 'l';
        }
        word.pop();
    }
    if word.len() > 3 && ends(word, "x") {
        word.pop();
    }
    if word.len() > 3 && ends(word, "s") {
        word.pop();
    }
}

/// A suffix, the length that a word must exceed for it to be one, what replaces it, and whether the
/// rule is the last one to look at.
struct Rule(&'static str, usize, &'static str, bool);

const RULES: [Rule; 26] = [
    Rule("issement", 9, "ir", true),
    Rule("issant", 8, "ir", true),
    Rule("ivement", 6, "if", true),
    Rule("ement", 6, "e", true),
    Rule("ficatrice", 11, "fier", true),
    Rule("ficateur", 10, "fier", true),
    Rule("catrice", 9, "quer", true),
    Rule("cateur", 8, "quer", true),
    Rule("atrice", 8, "er", true),
    Rule("ateur", 7, "er", true),
    Rule("trice", 6, "teur", false),
    Rule("ième", 5, "", true),
    Rule("teuse", 7, "ter", true),
    Rule("teur", 6, "ter", true),
    Rule("euse", 5, "eu", true),
    Rule("ère", 8, "er", true),
    Rule("ive", 7, "if", true),
    Rule("folle", 4, "fou", true),
    Rule("molle", 4, "mou", true),
    Rule("nnelle", 9, "n", true),
    Rule("nnel", 9, "n", true),
    Rule("ète", 4, "et", false),
    Rule("ique", 8, "", false),
    Rule("esse", 8, "e", true),
    Rule("inage", 7, "in", true),
    Rule("ualisation", 12, "uel", true),
];

const DROPPED: [Rule; 4] = [
    Rule("isation", 9, "", true),
    Rule("isateur", 9, "", true),
    Rule("ation", 8, "", true),
    Rule("ition", 8, "", true),
];

fn rewrite_suffix(word: &mut Vec<char>) {
    for Rule(suffix, longer_than, replacement, last) in RULES.iter().chain(&DROPPED) {
        if word.len() > *longer_than && ends(word, suffix) {
            word.truncate(word.len() - suffix.chars().count());
            word.extend(replacement.chars());
            if *last {
                return;
            }
        }
    }
}

/// Accents off, doubled letters made one, and the endings that inflection adds.
fn simplify(word: &mut Vec<char>) {
    if word.len() > 4 {
        for c in word.iter_mut() {
            *c = match *c {
                'à' | 'á' | 'â' => 'a',
                'ô' => 'o',
                'è' | 'é' | 'ê' => 'e',
                'ù' | 'û' => 'u',
                'î' => 'i',
                'ç' => 'c',
                other => other,
            };
        }
        word.dedup_by(|next, kept| next == kept && kept.is_alphabetic());
    }
    if word.len() > 4 && ends(word, "ie") {
        word.truncate(word.len() - 2);
    }
    if word.len() > 4 {
        for ending in ['r', 'e', 'e'] {
            if word.last() == Some(&ending) {
                word.pop();
            }
        }
        if word.len() > 1 && word[word.len() - 1] == word[word.len() - 2] {
            word.pop();
        }
    }
}
