//! Full names of people written otherwise: surname first, given names as initials.

use super::Reason;
use super::merge::{Joins, Keys};
use super::spelling::hash;

/// A name that another one turns around stands in so many articles, and in so many times those of the other.
const TURNED_ARTICLES: u64 = 3;
/// See above.
const TURNED_TIMES: u64 = 3;
/// So many different names begin with a given name.
const GIVEN_NAMES: usize = 3;
/// People of one surname that initials are compared with; where there are more, nobody is the only one.
const MAX_NAMESAKES: usize = 512;

/// Whether several people of the corpus have this word first.
pub(super) fn is_given(keys: &Keys, word: &str) -> bool {
    let beginning = format!("{word} ");
    let from = keys.lower_bound(&beginning);
    (from..keys.len()).take(GIVEN_NAMES).filter(|at| keys.get(*at).starts_with(&beginning)).count()
        == GIVEN_NAMES
}

/// Joins names with the surname first to the same name with the surname last.
pub(super) fn order(keys: &Keys, joins: &mut Joins) {
    for (at, key) in keys.iter() {
        let Some((surname, given)) = key.split_once(' ') else { continue };
        if surname.chars().count() < 2 || given.split(' ').any(|word| word.chars().count() < 2) {
            continue;
        }
        let Some(turned) = keys.find(&format!("{given} {surname}")) else { continue };
        let (here, there) = (keys.articles(at as usize), keys.articles(turned));
        // `Martin Thomas` may well be another one than `Thomas Martin`.
        if there >= TURNED_ARTICLES && there >= here * TURNED_TIMES && !is_given(keys, surname) {
            joins.join(at, turned as u32, Reason::Order);
        }
    }
}

/// Joins names with an initial for the given name to the only full name that fits.
pub(super) fn initials(keys: &Keys, joins: &mut Joins) {
    let mut by_surname: Vec<(u64, u32)> =
        keys.iter().filter(|(_, key)| key.contains(' ')).map(|(at, key)| (last_word(key), at)).collect();
    by_surname.sort_unstable();
    for (at, key) in keys.iter() {
        let Some(spelled) = Initialled::of(key) else { continue };
        let wanted = last_word(key);
        let from = by_surname.partition_point(|(hash, _)| *hash < wanted);
        let namesakes = by_surname[from..].iter().take_while(|(hash, _)| *hash == wanted).map(|(_, at)| *at);
        let mut fitting = std::collections::BTreeSet::new();
        let mut most = 0;
        for (seen, other) in namesakes.enumerate() {
            if seen == MAX_NAMESAKES {
                fitting.clear();
                break;
            }
            if other != at && spelled.fits(keys.get(other as usize)) {
                fitting.insert(joins.canonical(other));
                most = most.max(keys.articles(other as usize));
            }
        }
        if let (1, Some(only)) = (fitting.len(), fitting.first())
            && most >= keys.articles(at as usize)
        {
            joins.join(at, *only, Reason::Initials);
        }
    }
}

fn last_word(key: &str) -> u64 {
    hash(key.rsplit(' ').next().unwrap_or(key).chars())
}

/// Initials and a surname: `n belloubet`, `jl borloo`, `j l borloo`.
struct Initialled<'a> {
    initials: Vec<char>,
    surname: &'a str,
}

impl<'a> Initialled<'a> {
    fn of(key: &'a str) -> Option<Self> {
        let mut initials: Vec<char> = Vec::new();
        let mut surname = key;
        while let Some((word, rest)) = surname.split_once(' ') {
            let mut letters = word.chars();
            match (letters.next(), letters.next(), letters.next()) {
                (Some(letter), None, _) => initials.push(letter),
                // `J.-L.` is one word of a key; `le`, `de` are none.
                (Some(one), Some(two), None) if initials.is_empty() && is_consonants(one, two) => {
                    initials.extend([one, two]);
                }
                _ => break,
            }
            surname = rest;
        }
        let is_name = !initials.is_empty() && surname.chars().count() > 2;
        (is_name && initials.iter().all(|c| c.is_alphabetic())).then_some(Initialled { initials, surname })
    }

    /// Whether a full name has this surname after given names of these initials, the first at least.
    fn fits(&self, full: &str) -> bool {
        let Some(given) = full.strip_suffix(self.surname).and_then(|given| given.strip_suffix(' ')) else {
            return false;
        };
        let words: Vec<&str> = given.split(' ').collect();
        let is_full = words.iter().all(|word| word.chars().nth(2).is_some());
        is_full
            && words.len() >= self.initials.len()
            && self.initials.iter().zip(&words).all(|(initial, word)| word.starts_with(*initial))
    }
}

fn is_consonants(one: char, two: char) -> bool {
    [one, two].iter().all(|c| c.is_ascii_alphabetic() && !"aeiouy".contains(*c))
}
