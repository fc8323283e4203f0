//! Short values: names, sections, keywords.

use std::collections::HashSet;

use super::text;
use crate::article::{Kind, Origin};
use crate::stage::{Code, Rejection};

/// Bytes of a short value; what is longer is cut.
const VALUE_BYTES: usize = 255;

/// What stands before names in bylines.
const BYLINES: [&str; 2] = ["par ", "by "];

/// Makes values clean, and remembers what it had to cut.
pub(super) struct Values {
    /// Values of a kind that are kept.
    most: usize,
    /// Bytes of the longest value that was cut.
    longest: usize,
    /// Number of values of the kind that had the most, where some were left out.
    many: usize,
}

impl Values {
    /// Keeps so many values of a kind.
    pub(super) fn new(most: usize) -> Self {
        Values { most, longest: 0, many: 0 }
    }

    /// Says what was cut of the article from there.
    pub(super) fn remarks(&self, origin: &Origin, remarks: &mut Vec<Rejection>) {
        let mut say = |code, detail, limit: usize, observed: usize| {
            if observed > 0 {
                let remark = Rejection::new(origin.clone(), code, detail);
                remarks.push(remark.beyond(limit as u64, observed as u64));
            }
        };
        say(Code::TermLength, "a name, section or keyword is cut", VALUE_BYTES, self.longest);
        say(Code::FieldRange, "more authors, keywords or declared names than are kept", self.most, self.many);
    }

    /// Returns a value on one clean line, or `None` of an empty one.
    pub(super) fn short(&mut self, value: Option<String>) -> Option<String> {
        let mut value = text::line(value?);
        if value.len() > VALUE_BYTES {
            self.longest = self.longest.max(value.len());
            let end = (0..=VALUE_BYTES).rev().find(|at| value.is_char_boundary(*at)).unwrap_or(0);
            value.truncate(end);
            value.truncate(value.trim_end().len());
        }
        (!value.is_empty()).then_some(value)
    }

    /// Returns clean values in their order, each once.
    pub(super) fn each(&mut self, values: Vec<String>) -> Vec<String> {
        let values = values.into_iter().filter_map(|value| self.short(Some(value))).collect();
        self.few(distinct(values))
    }

    /// Returns the names of authors in their order, each once, without the `Par` of bylines.
    pub(super) fn authors(&mut self, names: Vec<String>) -> Vec<String> {
        let bare = |name: String| {
            let mut bare = name.as_str();
            while let Some(byline) = BYLINES
                .iter()
                .find(|byline| bare.get(..byline.len()).is_some_and(|head| head.eq_ignore_ascii_case(byline)))
            {
                bare = bare[byline.len()..].trim_start();
            }
            if bare.len() == name.len() { name } else { bare.to_owned() }
        };
        let names = names.into_iter().filter_map(|name| self.short(Some(name))).map(bare);
        let names = names.filter(|name| !name.is_empty()).collect();
        self.few(distinct(names))
    }

    /// Returns clean declared entities in their order, each once.
    pub(super) fn entities(&mut self, entities: Vec<(Kind, String)>) -> Vec<(Kind, String)> {
        let short = |(kind, name)| Some((kind, self.short(Some(name))?));
        let entities = entities.into_iter().filter_map(short).collect();
        self.few(distinct(entities))
    }

    /// Leaves out the values that are too many.
    fn few<T>(&mut self, mut values: Vec<T>) -> Vec<T> {
        if values.len() > self.most {
            self.many = self.many.max(values.len());
            values.truncate(self.most);
        }
        values
    }
}

/// Keeps the first of equal values.
fn distinct<T: Clone + Eq + std::hash::Hash>(mut values: Vec<T>) -> Vec<T> {
    if values.len() > 1 {
        let mut seen = HashSet::with_capacity(values.len());
        values.retain(|value| seen.insert(value.clone()));
    }
    values
}
