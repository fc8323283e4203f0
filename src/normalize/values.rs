//! Short values: names, sections, keywords.

use std::collections::HashSet;

use crate::article::Kind;

use super::text;

/// Bytes of a short value; what is longer is cut.
const VALUE_BYTES: usize = 255;

/// What stands before names in bylines.
const BYLINES: [&str; 2] = ["par ", "by "];

/// Returns a value on one clean line, or `None` of an empty one.
pub(super) fn short(value: Option<String>) -> Option<String> {
    let mut value = text::line(value?);
    if value.len() > VALUE_BYTES {
        let end = (0..=VALUE_BYTES).rev().find(|at| value.is_char_boundary(*at)).unwrap_or(0);
        value.truncate(end);
        value.truncate(value.trim_end().len());
    }
    (!value.is_empty()).then_some(value)
}

/// Returns clean values in their order, each once.
pub(super) fn each(values: Vec<String>) -> Vec<String> {
    distinct(values.into_iter().filter_map(|value| short(Some(value))).collect())
}

/// Returns the names of authors in their order, each once, without the `Par` of bylines.
pub(super) fn authors(names: Vec<String>) -> Vec<String> {
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
    let names = names.into_iter().filter_map(|name| short(Some(name))).map(bare);
    distinct(names.filter(|name| !name.is_empty()).collect())
}

/// Returns clean declared entities in their order, each once.
pub(super) fn entities(entities: Vec<(Kind, String)>) -> Vec<(Kind, String)> {
    distinct(entities.into_iter().filter_map(|(kind, name)| Some((kind, short(Some(name))?))).collect())
}

/// Keeps the first of equal values.
fn distinct<T: Clone + Eq + std::hash::Hash>(mut values: Vec<T>) -> Vec<T> {
    if values.len() > 1 {
        let mut seen = HashSet::with_capacity(values.len());
        values.retain(|value| seen.insert(value.clone()));
    }
    values
}
