//! Why two keys are one name.

/// The rule that joins a key to its canonical key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The user's file says so.
    Alias,
    /// The same letters, otherwise parted: `BFM TV`, `BFMTV`.
    Spacing,
    /// One letter differs, and the other spelling is far more frequent.
    Spelling,
    /// The surname stands first.
    Order,
    /// Initials of a given name that only one full name has.
    Initials,
    /// A surname alone, which articles with the full name use of one person only.
    Surname,
    /// An acronym, or the head of a longer name, which articles with both use of one name only.
    ShortForm,
    /// The list of well-known short names.
    Known,
}

impl Reason {
    /// All of them; the place in this list is the number at rest.
    pub(super) const ALL: [Reason; 8] = [
        Reason::Alias,
        Reason::Spacing,
        Reason::Spelling,
        Reason::Order,
        Reason::Initials,
        Reason::Surname,
        Reason::ShortForm,
        Reason::Known,
    ];

    /// The reason's name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Alias => "alias",
            Reason::Spacing => "spacing",
            Reason::Spelling => "spelling",
            Reason::Order => "order",
            Reason::Initials => "initials",
            Reason::Surname => "surname",
            Reason::ShortForm => "short-form",
            Reason::Known => "known",
        }
    }

    /// The reason in words.
    pub fn told(self) -> &'static str {
        match self {
            Reason::Alias => "your aliases say so",
            Reason::Spacing => "the same letters, otherwise parted",
            Reason::Spelling => "one letter differs from a far more frequent name",
            Reason::Order => "the same name, surname first",
            Reason::Initials => "initials that only this full name has",
            Reason::Surname => "articles that give a full name mean this one",
            Reason::ShortForm => "articles that give the long form mean this one",
            Reason::Known => "a well-known short name",
        }
    }
}
