//! People, organisations, places, and where a text names them.

use serde::{Deserialize, Serialize};

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A person.
    Person,
    /// A company, party, institution, club, medium.
    Organization,
    /// A country, region, town, river, building.
    Place,
}

impl Kind {
    /// All kinds, in the order of outputs.
    pub const ALL: [Kind; 3] = [Kind::Person, Kind::Organization, Kind::Place];

    /// The name of the kind in outputs, facets and queries.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Organization => "organization",
            Kind::Place => "place",
        }
    }
}

/// The part of an article that a mention stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// The title.
    Title,
    /// The body.
    Body,
}

impl Field {
    /// The name of the field in outputs and queries.
    pub fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Body => "body",
        }
    }
}

/// One place in the text that names an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mention {
    /// Title or body.
    pub field: Field,
    /// First byte of the mention in that field.
    pub start: u32,
    /// First byte after it.
    pub end: u32,
}

/// An entity of one article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entity {
    /// What it is.
    pub kind: Kind,
    /// The folded name under which mentions of one article, and articles among themselves, meet.
    pub key: String,
    /// The name as this article spells it best.
    pub name: String,
    /// Where the text names it; empty if only the source's own fields do.
    pub mentions: Vec<Mention>,
    /// Whether the source itself names it, in its own fields or marks.
    pub declared: bool,
}
