//! Which short name means which full one, inside one article.
//!
//! `M. Macron` joins `Emmanuel Macron`; where two people share a surname and the text has met both, the short
//! name stays alone rather than go to the wrong one.

/// A person's full name as keys see it, and where it is first met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person<'a> {
    /// The key, its words parted by single spaces.
    key: &'a str,
    /// Order of its first mention in the article.
    pub(super) first: usize,
    /// Number of its words, and the outer two of them.
    words: usize,
    given: &'a str,
    surname: &'a str,
}

impl<'a> Person<'a> {
    /// Takes a key that is not [short](is_short).
    pub(super) fn new(key: &'a str, first: usize) -> Self {
        let (given, surname) = ends(key);
        Person { key, first, words: key.split(' ').count(), given, surname }
    }
}

/// The first word and the last one of a name.
fn ends(name: &str) -> (&str, &str) {
    let first = name.split_once(' ').map_or(name, |(first, _)| first);
    (first, name.rsplit_once(' ').map_or(name, |(_, last)| last))
}

/// Returns the full name's key that a name joins; `None` leaves it alone. `order` is the place of the first mention.
///
/// Cost: one look at each person of the article, who are known by full names.
pub(super) fn full_name<'a>(name: &str, order: usize, people: &[Person<'a>]) -> Option<&'a str> {
    if let Some(spelled) = initialled(name) {
        return only(people.iter().filter(|full| {
            full.key.len() > name.len() && has_surname(full.key, spelled.1) && full.key.starts_with(spelled.0)
        }));
    }
    if !is_short(name) {
        // `Jean-Bertrand X Aristide`: the same first and last words, or a beginning or ending cut off.
        let (first, last) = ends(name);
        let alike = |full: &&Person<'a>| full.given == first && full.surname == last;
        let words = name.split(' ').count();
        return only(people.iter().filter(alike).filter(|full| full.words > words));
    }
    let full = || people.iter().filter(|full| full.key != name);
    let ending = || full().filter(|full| has_surname(full.key, name));
    if ending().next().is_some() {
        // The only one met before wins over those that come later.
        return only(ending()).or_else(|| only(ending().filter(|full| full.first < order)));
    }
    only(full().filter(|full| {
        full.key.strip_prefix(name).is_some_and(|rest| rest.starts_with(' ')) || holds(full.key, name)
    }))
}

/// Whether a name is a surname or given name alone: one word, or one after particles.
pub(super) fn is_short(name: &str) -> bool {
    let mut words = name.split(' ').skip_while(|word| {
        matches!(
            *word,
            "le" | "la"
                | "de"
                | "du"
                | "des"
                | "van"
                | "von"
                | "der"
                | "den"
                | "el"
                | "al"
                | "ben"
                | "bin"
                | "da"
                | "di"
        )
    });
    words.next();
    words.next().is_none()
}

/// The initial and surname of `n belloubet`.
fn initialled(name: &str) -> Option<(&str, &str)> {
    let (initial, surname) = name.split_once(' ')?;
    (initial.chars().count() == 1).then_some((initial, surname))
}

fn has_surname(full: &str, surname: &str) -> bool {
    full.strip_suffix(surname).is_some_and(|before| before.ends_with(' '))
}

fn holds(full: &str, name: &str) -> bool {
    full.split(' ').any(|word| word == name)
}

fn only<'p, 'a: 'p>(mut found: impl Iterator<Item = &'p Person<'a>>) -> Option<&'a str> {
    let first = found.next()?;
    found.all(|other| other.key == first.key).then_some(first.key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join<'a>(name: &str, order: usize, keys: &[&'a str]) -> Option<&'a str> {
        let people: Vec<Person<'a>> =
            keys.iter().enumerate().map(|(first, key)| Person::new(key, first)).collect();
        full_name(name, order, &people)
    }

    #[test]
    fn a_surname_joins_the_only_full_name() {
        let people = ["emmanuel macron", "marine le pen", "dominique de villepin"];
        assert_eq!(join("macron", 9, &people), Some("emmanuel macron"));
        assert_eq!(join("le pen", 9, &people), Some("marine le pen"));
        assert_eq!(join("marine", 9, &people), Some("marine le pen"));
        assert_eq!(join("e macron", 9, &people), Some("emmanuel macron"));
        assert_eq!(join("hollande", 9, &people), None);
    }

    #[test]
    fn two_people_of_one_surname_stay_apart() {
        let people = ["jacques chirac", "bernadette chirac"];
        assert_eq!(join("chirac", 9, &people), None);
        assert_eq!(join("chirac", 1, &people), Some("jacques chirac"));
        assert_eq!(join("bernadette", 9, &people), Some("bernadette chirac"));
        assert_eq!(join("jacques chirac", 0, &people), None);
    }
}
