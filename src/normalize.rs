//! Makes an article of what a source wrote: clean text, a date, a language, an identity.
//!
//! In comes a [`RawArticle`], out goes an [`Article`], or a [`Rejection`] if nothing is in it or too
//! much. Text stays faithful to what people wrote: characters get one form, but no word is corrected,
//! and what is not known (a date above all) stays unknown. This room deliberately knows no format, no
//! other article and no clock: which years it believes is fixed.

mod date;
mod hyphenation;
mod identity;
mod language_name;
mod signs;
mod standfirst;
mod text;
mod values;

#[cfg(test)]
mod tests;

use crate::article::{Article, Date, Language, Provenance, RawArticle};
use crate::stage::{Code, Rejection};

/// Bytes of title, standfirst and body together, at most.
pub const TEXT_BYTES: usize = 8 << 20;

/// First year that can be the date of an article.
const FIRST_YEAR: i32 = 1600;
/// Last year that can be: a later one is a slip of the pen.
const LAST_YEAR: i32 = 2100;

/// How to normalise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Language of an article that declares none.
    pub default_language: Language,
}

impl Default for Options {
    /// Articles are French.
    fn default() -> Self {
        Options { default_language: Language::FRENCH }
    }
}

/// Returns the clean article.
///
/// Takes linear time; text that is clean already is moved, not copied.
///
/// # Errors
///
/// A rejection, where the article has neither title nor body, or more than [`TEXT_BYTES`] of text.
pub fn normalize(raw: RawArticle, options: &Options) -> Result<Article, Rejection> {
    let text_bytes = [raw.title.as_deref(), raw.standfirst.as_deref(), Some(raw.body.as_str())]
        .into_iter()
        .flatten()
        .map(str::len)
        .sum::<usize>();
    if text_bytes > TEXT_BYTES {
        let rejection = Rejection::new(raw.origin, Code::TooBig, "the text is too long");
        return Err(rejection.beyond(TEXT_BYTES as u64, text_bytes as u64));
    }
    let title = text::line(raw.title.unwrap_or_default());
    let body = match raw.standfirst.map(text::line) {
        Some(opening) => standfirst::before(&opening, raw.body),
        None => raw.body,
    };
    let body = text::paragraphs(body);
    if title.is_empty() && body.is_empty() {
        return Err(Rejection::new(raw.origin, Code::Empty, "neither title nor body"));
    }

    let declared = raw
        .language
        .as_deref()
        .and_then(|text| Language::from_code(text).or_else(|| language_name::read(text)));
    let (language, language_from) = match declared.filter(|language| *language != Language::UNKNOWN) {
        Some(language) => (language, Provenance::Declared),
        None => (options.default_language, Provenance::Default),
    };
    let url = raw.url.map(|url| text::line(identity::address(&url))).filter(|url| !url.is_empty());
    let guid = raw.guid.map(text::line).filter(|guid| !guid.is_empty());
    let local = raw.local_id.map(text::line).filter(|local| !local.is_empty());
    let id = identity::id(guid.as_deref(), url.as_deref(), local.as_deref(), &raw.origin);
    let is_french = language == Language::FRENCH || url.as_deref().is_some_and(identity::is_french);
    let date_text = values::short(raw.date);
    let date = date_text.as_deref().and_then(|text| date::read(text, is_french)).filter(is_plausible);

    Ok(Article {
        id,
        source_id: guid.or(local),
        origin: raw.origin,
        format: raw.format,
        title,
        body,
        date,
        date_text,
        language,
        language_from,
        source: values::short(raw.source),
        authors: values::authors(raw.authors),
        section: values::short(raw.section),
        keywords: values::each(raw.keywords),
        url,
        declared_entities: values::entities(raw.entities),
    })
}

/// Whether an article can have that date. The time of its file says nothing: copying and unpacking set it.
fn is_plausible(date: &Date) -> bool {
    (FIRST_YEAR..=LAST_YEAR).contains(&date.civil().0)
}
