//! NewsML-G2: news items, alone or in a message, with their text as XHTML, NITF or plain.

use super::fields::{self, first};
use super::input::Fault;
use super::names::{self, add, declare};
use super::recognise::Head;
use super::source::Source;
use super::xml::prose::{INLINE, PAGE, marked, prose};
use super::xml::{self, Cutting, Element, cut};
use super::{Format, nitf, paragraphs};
use crate::article::{Kind, RawArticle};
use crate::stage::Code;

/// News messages and items.
pub(crate) const FORMAT: Format = Format {
    name: "newsml-g2",
    title: "NewsML-G2",
    extensions: &["xml"],
    recognised: "a root element newsMessage, newsItem or packageItem, or their namespace in an envelope",
    likeness,
    frame: |source: &mut Source<'_, '_, '_>| {
        let begins = |name: &str, _: &str| matches!(name, "newsItem" | "packageItem");
        cut::frame(source, &Cutting { record: "<newsItem>", begins, holders: &[] });
    },
    parse: |record| {
        xml::one(record, |item, raw| {
            fill(item, raw)?;
            if raw.date.is_none() {
                raw.date = xml::surroundings(record).and_then(|message| message.text_at("header/sent"));
            }
            Ok(())
        })
    },
};

fn likeness(head: &Head<'_>) -> u8 {
    match xml::root(head) {
        Some("newsMessage" | "newsItem" | "packageItem") => 97,
        None | Some("rss" | "feed" | "nitf") => 0,
        // Envelopes of agencies around a message.
        Some(_) if head.has("http://iptc.org/std/nar/2006-10-01/") => 90,
        Some(_) => 0,
    }
}

fn fill(item: &Element, raw: &mut RawArticle) -> Result<(), Fault> {
    check(item)?;
    let itemmeta = |path: &str| item.text_at(&format!("itemMeta/{path}"));
    let meta = |path: &str| item.text_at(&format!("contentMeta/{path}"));
    raw.guid = item.attribute("guid").map(str::to_owned);
    raw.language = item
        .attribute_at("contentMeta/language", "tag")
        .or_else(|| item.attribute("lang").map(str::to_owned));
    raw.date = first([itemmeta("firstCreated"), meta("contentCreated"), itemmeta("versionCreated")]);
    raw.source = first(
        [
            "itemMeta/provider",
            "contentMeta/infoSource",
            "contentMeta/creditline",
            "rightsInfo/copyrightHolder",
        ]
        .map(|path| item.each(path).into_iter().find_map(|party| label(party, raw.language.as_deref()))),
    );
    titles(item, raw);
    authors(item, raw);
    subjects(item, raw);
    content(item, raw);
    let link = item.each("itemMeta/link").into_iter().chain(item.each("contentSet/remoteContent"));
    let page = link.filter(|link| {
        let is_html = link.attribute("contenttype").is_some_and(|kind| kind.contains("html"));
        is_html || link.attribute("rel").is_some_and(|rel| rel.ends_with(":hasWebPage"))
    });
    let page = page.filter_map(|link| link.attribute("href")).find(|href| href.starts_with("http"));
    raw.url = page.map(str::to_owned);
    Ok(())
}

/// Refuses what is no text, and what its provider has taken back or not yet released.
fn check(item: &Element) -> Result<(), Fault> {
    let no_article = |detail: String| Err(Fault::new(Code::NotArticle, detail));
    if &*item.name == "packageItem" {
        return no_article("a package: it lists items and has no text of its own".into());
    }
    let class = item.attribute_at("itemMeta/itemClass", "qcode").unwrap_or_default();
    if let what @ ("picture" | "graphic" | "video" | "audio" | "animation" | "composite") = xml::local(&class)
    {
        return no_article(format!("an item of class {what}, no text"));
    }
    let status = item.attribute_at("itemMeta/pubStatus", "qcode").unwrap_or_default();
    match xml::local(&status) {
        "canceled" | "cancelled" => no_article(format!("withdrawn by its agency (status {status})")),
        "withheld" => no_article(format!("not released by its agency (status {status})")),
        _ => Ok(()),
    }
}

/// The headline, and below it the sub-headline and the summary.
fn titles(item: &Element, raw: &mut RawArticle) {
    let is_sub = |headline: &&Element| {
        headline.attribute("role").is_some_and(|role| role.to_ascii_lowercase().contains("sub"))
    };
    let headlines = item.each("contentMeta/headline");
    let (sub, main): (Vec<&Element>, Vec<&Element>) = headlines.into_iter().partition(is_sub);
    let line = |element: &Element| paragraphs::one_line(&fields::line(&element.line()));
    raw.title = main.into_iter().map(line).find(|line| !line.is_empty());
    let is_summary = |description: &&Element| {
        description
            .attribute("role")
            .is_none_or(|role| role.ends_with("summary") || role.ends_with("abstract"))
    };
    let summary = item.each("contentMeta/description").into_iter().filter(is_summary);
    let mut opening: Vec<String> = sub.into_iter().chain(summary).map(line).collect();
    opening.retain(|line| !line.is_empty() && raw.title.as_ref() != Some(line));
    opening.dedup();
    raw.standfirst = (!opening.is_empty()).then(|| opening.join("\n"));
}

/// The people of the byline or the creators, then the agency's credit, each apart.
fn authors(item: &Element, raw: &mut RawArticle) {
    let mut authors = Vec::new();
    for by in item.each("contentMeta/by") {
        for name in names::authors(&by.line()) {
            add(&mut authors, name);
        }
    }
    if authors.is_empty() {
        for creator in item.each("contentMeta/creator") {
            add(&mut authors, creator.text_at("name").unwrap_or_default());
        }
    }
    for credit in item.each("contentMeta/creditline") {
        add(&mut authors, credit.line());
    }
    raw.authors = authors;
}

/// The name of a thing in the item's language, else its first; else its literal, else its code.
fn label(thing: &Element, language: Option<&str>) -> Option<String> {
    let names = thing.each("name");
    let in_language = |name: &&&Element| match (name.attribute("lang"), language) {
        (Some(of_name), Some(of_item)) => of_name.get(..2) == of_item.get(..2),
        _ => false,
    };
    let name = names.iter().find(in_language).or(names.first());
    let name = name.map(|name| name.line()).filter(|name| !name.is_empty());
    let literal = thing.attribute("literal").map(paragraphs::one_line);
    let code = thing.attribute("qcode").map(|code| xml::local(code).to_owned());
    let text = Some(thing.line()).filter(|text| !text.is_empty() && names.is_empty());
    first([name, literal, text, code])
}

/// Subjects: people, organisations and places are entities, all else keywords; the first of these is the
/// section.
fn subjects(item: &Element, raw: &mut RawArticle) {
    let mut keywords = Vec::new();
    for keyword in item.each("contentMeta/keyword") {
        add(&mut keywords, keyword.line());
    }
    for subject in item.each("contentMeta/subject") {
        let kind =
            match subject.attribute("type").map(|kind| xml::local(kind).to_ascii_lowercase()).as_deref() {
                Some("person") => Some(Kind::Person),
                Some("organisation" | "organization") => Some(Kind::Organization),
                Some("geoarea" | "poi" | "place" | "city" | "country" | "statprov" | "5") => {
                    Some(Kind::Place)
                }
                _ => None,
            };
        // A code without a name says nothing to a reader, nor does what stands beside it.
        let is_coded = subject.attribute("qcode").is_some();
        let has_name = subject.at("name").is_some() || subject.attribute("literal").is_some() && !is_coded;
        let Some(name) = label(subject, raw.language.as_deref()).filter(|_| has_name) else { continue };
        match kind {
            Some(kind) => declare(kind, name, &mut raw.entities),
            None => {
                raw.section.get_or_insert_with(|| name.clone());
                add(&mut keywords, name);
            }
        }
    }
    for service in item.each("itemMeta/service") {
        if let Some(name) = service.text_at("name").filter(|_| raw.section.is_none()) {
            raw.section = Some(name);
        }
    }
    if keywords.is_empty() {
        add(&mut keywords, item.text_at("contentMeta/slugline").unwrap_or_default());
    }
    raw.keywords = keywords;
}

/// The text: the first rendition that has any.
fn content(item: &Element, raw: &mut RawArticle) {
    for inline in item.each("contentSet/inlineXML") {
        if let Some(nitf) = inline.at("nitf") {
            nitf::body(nitf, raw);
            raw.title = raw.title.take().or_else(|| nitf.text_at("body/body.head/**/hl1"));
            raw.title = raw.title.take().or_else(|| nitf.text_at("head/title"));
            let opening = nitf.text_at("body/body.head/abstract");
            raw.standfirst = raw.standfirst.take().or(opening);
            if raw.authors.is_empty() {
                raw.authors = nitf::authors(nitf);
            }
        } else {
            let body = inline.at("html/body").unwrap_or(inline);
            raw.body = prose(body, &INLINE);
            marked(body, &mut raw.entities);
            raw.title = raw.title.take().or_else(|| inline.text_at("html/head/title"));
        }
        if !raw.body.is_empty() {
            return;
        }
    }
    for inline in item.each("contentSet/inlineData") {
        let is_text = inline.attribute("contenttype").is_none_or(|kind| kind.starts_with("text/"));
        if is_text && inline.attribute("encoding").is_none() {
            raw.body = inline_data(inline);
            if !raw.body.is_empty() {
                return;
            }
        }
    }
}

/// Paragraphs of inline data: elements, or text whose markup is escaped or in CDATA.
fn inline_data(inline: &Element) -> String {
    if inline.elements().next().is_some() {
        return prose(inline, &PAGE);
    }
    fields::prose(&inline.own_text())
}
