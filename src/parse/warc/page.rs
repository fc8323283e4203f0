//! Reads a page of a crawl: what lies around it is opened, then it is read as a page or as a text.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::http::Response;
use super::{Headers, MediaType, address};
use crate::article::{Origin, RawArticle};
use crate::parse::Bounded;
use crate::parse::fields::{Fields, is_url};
use crate::parse::input::Fault;
use crate::parse::{blank, carried, carried_page, dateline, decode, headers, json, paragraphs};
use crate::stage::{Code, Rejection};

/// Reads a record: a header as in WARC, then its block.
pub(super) fn parse(record: &Bounded<'_>) -> Vec<Result<RawArticle, Rejection>> {
    let end = headers::end_of(&record.payload).unwrap_or(record.payload.len());
    let crawled =
        Crawled { headers: Headers::of(&record.payload[..end]), block: &record.payload[end..], record };
    let mut articles = match crawled.articles() {
        Ok(articles) => articles,
        Err(fault) => vec![Err(fault.at(&record.origin))],
    };
    // The address of a feed or a review is none of its articles'.
    let is_alone = articles.len() == 1;
    for raw in articles.iter_mut().flatten() {
        crawled.complete(raw, is_alone);
    }
    articles
}

/// A record of a crawl that holds a page.
struct Crawled<'r> {
    headers: Headers,
    block: &'r [u8],
    record: &'r Bounded<'r>,
}

impl Crawled<'_> {
    fn articles(&self) -> Result<Vec<Result<RawArticle, Rejection>>, Fault> {
        let media = MediaType::of(self.headers.get("Content-Type").unwrap_or_default());
        if self.headers.get("WARC-Type").is_some_and(|kind| kind.eq_ignore_ascii_case("conversion")) {
            let text = decode::labelled(self.block, media.parameter("charset"), decode::Declares::Nothing)?;
            return Ok(vec![self.text(&text)]);
        }
        let Some(response) = Response::of(self.block) else {
            return self.page(self.block, &media);
        };
        let was_cut = self.headers.get("WARC-Truncated").is_some();
        let body = response.body(self.record.limits.page_bytes, was_cut)?;
        let media = MediaType::of(response.headers.get("Content-Type").unwrap_or_default());
        self.page(&body, &media)
    }

    /// Reads a page, or the feed or document that stands in its place.
    fn page(&self, body: &[u8], media: &MediaType) -> Result<Vec<Result<RawArticle, Rejection>>, Fault> {
        if body.trim_ascii().is_empty() {
            return Err(Fault::new(Code::Empty, "a page without content"));
        }
        let address = address(&self.headers);
        if media.is_document() {
            let path = address.split(['?', '#']).next().unwrap_or_default();
            let name = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or("document");
            return Ok(carried::read(self.record, name, body));
        }
        let page = decode::labelled(body, media.parameter("charset"), decode::Declares::Html)?.into_owned();
        let address = Some(&*address).filter(|address| is_url(address));
        Ok(carried_page::read(self.record, page, address))
    }

    /// Reads the text of a page, as a crawl's makers drew it from the page, menus and all.
    ///
    /// The first line is the title; the text is what stands from the first sentence to the last.
    fn text(&self, text: &str) -> Result<RawArticle, Rejection> {
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let mut raw = blank(self.record, self.record.origin.ordinal);
        let (title, rest) = lines.split_first().unwrap_or((&"", &[]));
        raw.title = Some(paragraphs::one_line(title)).filter(|title| !title.is_empty());
        let first = rest.iter().position(|line| is_prose(line)).unwrap_or(rest.len());
        let last = rest.iter().rposition(|line| is_prose(line)).map_or(first, |last| last + 1);
        for line in &rest[first..last] {
            paragraphs::push(line, &mut raw.body);
        }
        let has_paragraph = raw.body.lines().any(|line| line.chars().nth(LONG_CHARACTERS).is_some());
        let words = raw.body.split_whitespace().count();
        if !has_paragraph || words < ARTICLE_WORDS {
            let detail = format!("a text without a long paragraph, or of few words ({words})");
            return Err(Rejection::new(self.record.origin.clone(), Code::NotArticle, detail));
        }
        let address = address(&self.headers);
        raw.date = dateline::date_of(&raw.body, &self.record.origin).or_else(|| date_in(&address));
        let languages = self.headers.get("WARC-Identified-Content-Language").unwrap_or_default();
        raw.language = languages.split(',').next().map(str::to_owned).filter(|code| !code.is_empty());
        Ok(raw)
    }

    /// Adds what the crawl knows of a page.
    fn complete(&self, raw: &mut RawArticle, is_alone: bool) {
        let told = self.record.context.as_deref().and_then(|json| json::read(json).ok());
        if let Some(Value::Object(told)) = told {
            complete_as_told(&told, raw);
        }
        let address = address(&self.headers);
        if raw.url.is_none() && is_alone && is_url(&address) {
            raw.url = Some(address.clone());
        }
        raw.source = raw.source.take().or_else(|| host(&address).map(str::to_owned));
        let fetched = self.headers.get("WARC-Date").and_then(day);
        if let (Some(published), Some(fetched)) = (raw.date.as_deref().and_then(day), fetched)
            && fetched.tomorrow().is_ok_and(|tomorrow| published > tomorrow)
        {
            // What comes after the fetching is a date of something else.
            raw.date = None;
        }
    }
}

/// A paragraph of an article has more characters than this, once at least.
const LONG_CHARACTERS: usize = 200;
/// The text of an article has at least so many words.
const ARTICLE_WORDS: usize = 60;

/// Whether a line of a page's text is prose and not a menu: a long one, or a sentence.
fn is_prose(line: &str) -> bool {
    let ends = line.ends_with(['.', '!', '?', '…', '»', '”', '"']);
    line.chars().nth(if ends { 50 } else { 120 }).is_some()
}

/// Fills what the page leaves open with what Media Cloud's crawler read of it.
fn complete_as_told(told: &Map<String, Value>, raw: &mut RawArticle) {
    let Some(Value::Object(content)) = told.get("content_metadata") else { return };
    let mut fields = RawArticle::default();
    Fields::of(content).fill(&mut fields);
    raw.title = raw.title.take().or(fields.title);
    raw.date = raw.date.take().or(fields.date);
    raw.language = raw.language.take().or(fields.language);
    raw.url = raw.url.take().or(fields.url);
}

/// The host of an address, without its port and the `www.` before it.
fn host(address: &str) -> Option<&str> {
    let rest = address.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| !host.is_empty())
}

/// The date in an address: `/2020/03/04/`, `/2020-03-04-`, `/20200304`.
fn date_in(address: &str) -> Option<String> {
    let path = address.split_once("://")?.1.split_once('/')?.1;
    let parts: Vec<&str> = path.split('/').collect();
    (0..parts.len().min(16)).find_map(|from| {
        let name: Cow<'_, str> = match &parts[from..] {
            [year, month, day, ..] if year.len() == 4 && month.len() == 2 && day.len() == 2 => {
                format!("{year}-{month}-{day}").into()
            }
            [part, ..] => Cow::Borrowed(*part),
            [] => return None,
        };
        dateline::in_name(&Origin::file(name.as_ref().into()))
            .filter(|date| date.len() == 10 && day(date).is_some())
    })
}

/// The day at the beginning of a date that is written year first.
fn day(date: &str) -> Option<jiff::civil::Date> {
    date.get(..10)?.parse().ok()
}
