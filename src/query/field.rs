//! The fields that a query can name.

use std::fmt;

/// A field of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldName {
    /// `title:`, `titre:`
    Title,
    /// `body:`, `texte:`
    Body,
    /// `person:`, `personne:`
    Person,
    /// `organization:`, `organisation:`
    Organization,
    /// `place:`, `lieu:`
    Place,
    /// `source:`
    Source,
    /// `author:`, `auteur:`
    Author,
    /// `section:`, `rubrique:`
    Section,
    /// `language:`, `langue:`
    Language,
    /// `url:`
    Url,
    /// `id:`
    Id,
    /// `date:`
    Date,
}

/// Every name and what it means; the first of a field is the one that is printed.
const NAMES: [(&str, FieldName); 20] = [
    ("title", FieldName::Title),
    ("titre", FieldName::Title),
    ("body", FieldName::Body),
    ("texte", FieldName::Body),
    ("person", FieldName::Person),
    ("personne", FieldName::Person),
    ("organization", FieldName::Organization),
    ("organisation", FieldName::Organization),
    ("place", FieldName::Place),
    ("lieu", FieldName::Place),
    ("source", FieldName::Source),
    ("author", FieldName::Author),
    ("auteur", FieldName::Author),
    ("section", FieldName::Section),
    ("rubrique", FieldName::Section),
    ("language", FieldName::Language),
    ("langue", FieldName::Language),
    ("url", FieldName::Url),
    ("id", FieldName::Id),
    ("date", FieldName::Date),
];

impl FieldName {
    /// Reads a name in either language, case aside.
    pub fn from_name(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, field)| *field)
    }

    /// Returns the name, in English.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(_, field)| *field == self).map_or("", |(name, _)| *name)
    }

    /// Returns the name nearest to an unknown one, if two letters' difference or fewer make it.
    pub(super) fn nearest(name: &str) -> Option<&'static str> {
        let typed: Vec<char> = name.chars().take(16).flat_map(char::to_lowercase).collect();
        let furthest = if typed.len() < 5 { 1 } else { 2 };
        NAMES
            .iter()
            .map(|(known, _)| (distance(&typed, known), *known))
            .filter(|(distance, _)| *distance <= furthest)
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, known)| known)
    }

    /// Whether the field's values are addresses, in which no character means anything to the language.
    pub(super) fn is_verbatim(self) -> bool {
        matches!(self, FieldName::Url | FieldName::Id)
    }
}

/// The English name.
impl fmt::Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Letters to add, drop or change between two short words.
fn distance(typed: &[char], known: &str) -> usize {
    let mut row: Vec<usize> = (0..=typed.len()).collect();
    for (i, k) in known.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, t) in typed.iter().enumerate() {
            let changed = diagonal + usize::from(*t != k);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[typed.len()]
}
