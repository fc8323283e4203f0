//! impresso: content items of digitised newspapers, rebuilt or as pages of tokens, in JSON.

use serde_json::{Map, Value};

use super::fields::text_of;
use super::input::Fault;
use super::recognise::Head;
use super::source::Source;
use super::{Format, blank, json, paragraphs};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::stage::Code;

/// impresso's JSON and JSON Lines.
pub(crate) const FORMAT: Format = Format {
    name: "impresso",
    title: "impresso JSON",
    extensions: &["jsonl", "json"],
    recognised: "JSON with ft and ci_id, or ft, id and lg or pp; with content_txt_fr or meta_journal_s; or pages with r, cdt, id, tx",
    likeness: |head: &Head<'_>| if is_impresso(head) { 97 } else { 0 },
    frame: |source: &mut Source<'_, '_, '_>| json::frame_any(source),
    parse: |record| vec![article(record).map_err(|fault| fault.at(&record.origin))],
};

fn is_impresso(head: &Head<'_>) -> bool {
    let has = |name: &str| head.has(name);
    let is_item = has("\"ft\"") && (has("\"ci_id\"") || has("\"id\"") && (has("\"lg\"") || has("\"pp\"")));
    let is_solr = has("\"content_txt_fr\"") || has("\"meta_journal_s\"");
    let is_page = has("\"r\"") && has("\"cdt\"") && has("\"id\"") && has("\"tx\"");
    head.text.starts_with(['{', '[']) && (is_item || is_solr || is_page)
}

fn article(record: &Bounded<'_>) -> Result<RawArticle, Fault> {
    let value = json::read(&record.payload)?;
    let item =
        value.as_object().ok_or_else(|| Fault::new(Code::Json, "no object where an item was expected"))?;
    let line = |names: &[&str]| {
        let texts = names.iter().filter_map(|name| item.get(*name)).map(text_of);
        texts.map(|text| paragraphs::one_line(&text)).find(|text| !text.is_empty())
    };
    let mut raw = blank(record, record.origin.ordinal);
    raw.guid = line(&["ci_id", "id"]);
    let parts = raw.guid.as_deref().and_then(parts);
    raw.title = line(&["title", "t", "title_txt_fr"]).filter(|title| !is_no_title(title));
    raw.language = line(&["lg", "lang", "lg_s"]);
    raw.date = line(&["d", "date", "meta_date_dt"]).or_else(|| parts.as_ref().map(|(_, date)| date.clone()));
    raw.source = line(&["meta_journal_s"]).or_else(|| parts.map(|(journal, _)| journal));
    raw.body = item.get("ft").or_else(|| item.get("content_txt_fr")).map(text_of).unwrap_or_default();
    raw.body = match (raw.body.is_empty(), item.get("r").and_then(Value::as_array)) {
        (true, Some(regions)) => page(regions),
        _ => with_breaks(item, &raw.body),
    };
    if raw.body.is_empty() && raw.title.is_none() {
        let kind = line(&["tp", "item_type_s"]).unwrap_or_else(|| "unknown".into());
        return Err(Fault::new(Code::NotArticle, format!("an item of type {kind} without text")));
    }
    Ok(raw)
}

/// The journal and the day in an identifier such as `GDL-1900-01-02-a-i0001`.
fn parts(id: &str) -> Option<(String, String)> {
    let parts: Vec<&str> = id.rsplitn(6, '-').collect();
    let [_, _, day, month, year, journal] = parts[..] else { return None };
    let is =
        |text: &str, digits: usize| text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    (is(year, 4) && is(month, 2) && is(day, 2) && !journal.is_empty())
        .then(|| (journal.to_owned(), format!("{year}-{month}-{day}")))
}

/// What OCR pipelines write where a title is not known.
fn is_no_title(title: &str) -> bool {
    ["UNKNOWN", "UNTITLED", "null", "None"].contains(&title)
}

/// The text with the breaks of paragraphs (`pb`, in characters) that stand beside it.
fn with_breaks(item: &Map<String, Value>, text: &str) -> String {
    let breaks = item.get("pb").and_then(Value::as_array);
    let mut breaks: Vec<u64> = breaks.into_iter().flatten().filter_map(Value::as_u64).collect();
    breaks.sort_unstable();
    let mut breaks = breaks.into_iter().peekable();
    let mut broken = String::with_capacity(text.len() + 64);
    for (at, c) in (0_u64..).zip(text.chars()) {
        while breaks.next_if(|place| *place <= at).is_some() {
            if at > 0 {
                broken.push('\n');
            }
        }
        broken.push(c);
    }
    paragraphs::tidy(&broken)
}

/// The values of a list of that name, none if there is no such list.
fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The text of a page: regions of paragraphs of lines of tokens; a word broken over two lines is one.
fn page(regions: &[Value]) -> String {
    let mut text = String::new();
    for paragraph in regions.iter().flat_map(|region| list(region, "p")) {
        let mut words = String::new();
        let mut half: Option<usize> = None;
        for token in list(paragraph, "l").iter().flat_map(|line| list(line, "t")) {
            let word = |name: &str| token.get(name).and_then(Value::as_str);
            let is = |name: &str| token.get(name).and_then(Value::as_bool) == Some(true);
            if is("hy") {
                half = Some(words.len());
                words.push_str(word("tx").unwrap_or_default().trim_end_matches(['-', '¬', '\u{ad}']));
                continue;
            }
            match (half.take(), word("nf")) {
                (Some(half), Some(whole)) => {
                    words.truncate(half);
                    words.push_str(whole);
                }
                _ => words.push_str(word("tx").unwrap_or_default()),
            }
            if !is("gn") {
                words.push(' ');
            }
        }
        paragraphs::push(&words, &mut text);
    }
    text
}
