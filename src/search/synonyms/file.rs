//! How a file of synonyms is written.

use super::{Name, Synonyms, SynonymsError, folds};

/// Words of a name, at most.
const MOST_WORDS: usize = 16;
/// Signs of the query language and of this file, which no name can hold.
const SIGNS: [char; 11] = ['"', '«', '»', '“', '”', '(', ')', '*', '=', '>', '^'];

impl Synonyms {
    /// Reads a file of synonyms. Linear in the text.
    ///
    /// | a line | means |
    /// |---|---|
    /// | `sncf, chemins de fer` | each of these for all the others |
    /// | `ps => parti socialiste` | who types the left means the right as well |
    /// | `# remark` | nothing, at the end of a line too |
    ///
    /// A name that stands in several lines has the synonyms of all.
    ///
    /// # Errors
    /// At the first line that is none of these, with its number.
    pub fn parse(text: &str) -> Result<Self, SynonymsError> {
        let mut synonyms = Synonyms::default();
        for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            synonyms.line(line).map_err(|what| SynonymsError { line: at + 1, what })?;
        }
        Ok(synonyms)
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        let line = without_remark(line);
        if line.is_empty() {
            return Ok(());
        }
        let (keys, names) = match line.split_once("=>") {
            Some((keys, _)) if keys.trim().is_empty() => return Err("nothing stands before =>".to_owned()),
            Some((_, names)) if names.trim().is_empty() => return Err("nothing stands after =>".to_owned()),
            Some((keys, names)) => (names_of(keys)?, names_of(names)?),
            None => {
                let names = names_of(line)?;
                if let [only] = &names[..] {
                    return Err(format!("\"{}\" stands alone: a synonym takes two names", only.text));
                }
                (names.clone(), names)
            }
        };
        let set = self.sets.len();
        self.sets.push(names);
        for name in keys {
            self.longest = self.longest.max(name.key.split(' ').count());
            let sets = self.keys.entry(name.key).or_default();
            if sets.last() != Some(&set) {
                sets.push(set);
            }
        }
        Ok(())
    }
}

fn names_of(list: &str) -> Result<Vec<Name>, String> {
    list.split(',').map(name_of).collect()
}

fn name_of(text: &str) -> Result<Name, String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err("a name is missing beside a comma".to_owned());
    }
    if let Some(sign) = text.chars().find(|c| SIGNS.contains(c)) {
        return Err(format!("\"{text}\" holds {sign}, but names are plain words"));
    }
    let folds = folds(&text);
    match folds.len() {
        0 => Err(format!("\"{text}\" holds no word")),
        1..=MOST_WORDS => Ok(Name { text, key: folds.join(" ") }),
        words => Err(format!("a name of {words} words; the limit is {MOST_WORDS}")),
    }
}

/// A remark begins a line or stands behind a blank, so that `F#` is a name.
fn without_remark(line: &str) -> &str {
    let begins = |(at, _): &(usize, &str)| line[..*at].chars().next_back().is_none_or(char::is_whitespace);
    line.match_indices('#').find(begins).map_or(line, |(at, _)| &line[..at]).trim()
}
