//! A page whose carrier (a crawl, a saved page) knows its address: read as any page, with that address where the
//! page does not say its own.

use super::html;
use crate::article::{RawArticle, Record};
use crate::parse::Bounded;
use crate::stage::Rejection;

/// Reads a page. The address is set behind its end, in the words that pages use themselves, so that what the
/// page says of itself goes before it and all that an address tells (a section's, a date) is heard.
pub(super) fn read(
    record: &Bounded<'_>,
    mut page: String,
    address: Option<&str>,
) -> Vec<Result<RawArticle, Rejection>> {
    if let Some(address) = address {
        let escaped = address.replace('&', "&amp;").replace('"', "%22").replace('<', "%3C");
        page.push_str(&format!("\n<meta property=\"og:url\" content=\"{escaped}\">\n"));
    }
    let limits = record.limits;
    let page = Record {
        origin: record.origin.clone(),
        format: record.format,
        payload: page.into_bytes(),
        context: None,
        read_bytes: record.read_bytes,
    };
    let mut articles = (html::FORMAT.parse)(&Bounded { record: &page, limits });
    for raw in articles.iter_mut().flatten() {
        raw.url = raw.url.take().or_else(|| address.map(str::to_owned));
    }
    articles
}
