//! Which spelling a key is shown by, where articles have several.

use super::term::shown;

/// Takes spellings key by key; keeps those of one key, and what the keys before came to.
#[derive(Default)]
pub(super) struct Spelled {
    key: String,
    /// Spellings of the key at hand; strings of earlier keys are used again.
    spellings: Vec<(String, u64)>,
    /// How many of them are the key's.
    number: usize,
    shown: Vec<(String, String)>,
}

impl Spelled {
    /// Takes a spelling and its number of articles; those of a key come together, keys in byte order.
    pub(super) fn add(&mut self, key: &str, spelling: &str, articles: u64) {
        if self.key != key {
            self.close();
            self.key.clear();
            self.key.push_str(key);
        }
        if self.number == self.spellings.len() {
            self.spellings.push((String::new(), 0));
        }
        let (text, of) = &mut self.spellings[self.number];
        text.clear();
        text.push_str(spelling);
        *of = articles;
        self.number += 1;
    }

    /// The keys of several spellings, each with the one to show.
    pub(super) fn finish(mut self) -> Vec<(String, String)> {
        self.close();
        self.shown
    }

    fn close(&mut self) {
        let spellings = self.spellings[..self.number].iter().map(|(text, n)| (text.as_str(), *n));
        if self.number > 1
            && let Some(spelling) = shown(spellings)
        {
            self.shown.push((self.key.clone(), spelling.to_owned()));
        }
        self.number = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_several_spellings_are_kept_with_the_one_to_show() {
        let mut spelled = Spelled::default();
        for (key, spelling, articles) in
            [("a", "A", 1), ("etats unis", "Etats-Unis", 9), ("etats unis", "États-Unis", 4), ("z", "Z", 2)]
        {
            spelled.add(key, spelling, articles);
        }
        assert_eq!(spelled.finish(), [("etats unis".to_owned(), "États-Unis".to_owned())]);
    }
}
