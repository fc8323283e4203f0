//! By which rule a token was made: what an audit prints beside it.

/// The rule that made a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A run of letters, digits and marks.
    Word,
    /// A word behind an elided one, which has no token.
    Elision,
    /// A word that holds an apostrophe.
    Apostrophe,
    /// Words joined by hyphens.
    Compound,
    /// A word with endings of several genders, which have no token.
    Inclusive,
    /// Letters with points.
    Acronym,
    /// A cardinal or decimal number.
    Number,
    /// An ordinal number.
    Ordinal,
    /// A time of day, or a duration of hours.
    Hour,
    /// A day in digits.
    Date,
    /// `%`, or what is written for it.
    Percent,
    /// The sign of a currency.
    Currency,
    /// `n°`.
    NumberSign,
    /// `#` and words.
    Hashtag,
    /// `@` and a name.
    Handle,
    /// An address of the web.
    Url,
    /// An address of mail.
    Email,
    /// A part of the whole that was told before it.
    Part,
}

impl Rule {
    /// Its name for people and scripts; it does not change.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Word => "word",
            Rule::Elision => "elision",
            Rule::Apostrophe => "apostrophe",
            Rule::Compound => "compound",
            Rule::Inclusive => "inclusive",
            Rule::Acronym => "acronym",
            Rule::Number => "number",
            Rule::Ordinal => "ordinal",
            Rule::Hour => "hour",
            Rule::Date => "date",
            Rule::Percent => "percent",
            Rule::Currency => "currency",
            Rule::NumberSign => "number sign",
            Rule::Hashtag => "hashtag",
            Rule::Handle => "handle",
            Rule::Url => "url",
            Rule::Email => "e-mail",
            Rule::Part => "part",
        }
    }
}
