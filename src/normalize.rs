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

use self::values::Values;
use crate::article::{Article, Date, Language, Origin, Provenance, RawArticle};
use crate::stage::{Code, Limits, Rejection};

/// First year that can be the date of an article.
const FIRST_YEAR: i32 = 1600;
/// Last year that can be: a later one is a slip of the pen.
const LAST_YEAR: i32 = 2100;

/// How to normalise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Language of an article that declares none.
    pub default_language: Language,
    /// How much is too much.
    pub limits: Limits,
}

impl Default for Options {
    /// Articles are French.
    fn default() -> Self {
        Options { default_language: Language::FRENCH, limits: Limits::default() }
    }
}

/// Returns the clean article.
///
/// Takes linear time; text that is clean already is moved, not copied. What had to be cut or left out of an article
/// that is taken is told in `remarks`.
///
/// # Errors
///
/// A rejection, where the article has neither title nor body, or too much text.
pub fn normalize(
    raw: RawArticle,
    options: &Options,
    remarks: &mut Vec<Rejection>,
) -> Result<Article, Rejection> {
    let text_bytes = [raw.title.as_deref(), raw.standfirst.as_deref(), Some(raw.body.as_str())]
        .into_iter()
        .flatten()
        .map(str::len)
        .sum::<usize>() as u64;
    let limit = options.limits.text_bytes;
    if text_bytes > limit {
        let rejection = Rejection::new(raw.origin, Code::TooBig, "the text is too long");
        return Err(rejection.beyond(limit, text_bytes));
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
    let mut values = Values::new(options.limits.values);
    let date_text = values.short(raw.date);
    let read = date_text.as_deref().and_then(|text| date::read(text, is_french));
    let date = read.filter(is_plausible);
    if let (Some(read), None) = (&read, &date) {
        remarks.push(out_of_years(raw.origin.clone(), read.civil().0));
    }
    let source = values.short(raw.source);
    let authors = values.authors(raw.authors);
    let section = values.short(raw.section);
    let keywords = values.each(raw.keywords);
    let declared_entities = values.entities(raw.entities);
    values.remarks(&raw.origin, remarks);

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
        source,
        authors,
        section,
        keywords,
        url,
        declared_entities,
    })
}

/// Tells that a date is taken for unknown.
fn out_of_years(origin: Origin, year: i32) -> Rejection {
    let limit = if year < FIRST_YEAR { FIRST_YEAR } else { LAST_YEAR };
    let detail = format!("a date in the year {year} is taken for unknown");
    let remark = Rejection::new(origin, Code::FieldRange, detail);
    remark.beyond(limit.unsigned_abs().into(), year.unsigned_abs().into())
}

/// Whether an article can have that date. The time of its file says nothing: copying and unpacking set it.
fn is_plausible(date: &Date) -> bool {
    (FIRST_YEAR..=LAST_YEAR).contains(&date.civil().0)
}
