//! NewsML 1.x: the news items of a delivery, with their text as NITF, XHTML or plain.

use super::fields::{self, first};
use super::input::Fault;
use super::names::{self, add, declare};
use super::recognise::Head;
use super::source::Source;
use super::xml::prose::{PAGE, marked, prose};
use super::xml::{self, Cutting, Element, cut};
use super::{Format, nitf, paragraphs};
use crate::article::{Kind, RawArticle};
use crate::stage::Code;

/// NewsML 1.0 to 1.2.
pub(crate) const FORMAT: Format = Format {
    name: "newsml",
    title: "NewsML 1.2",
    extensions: &["xml", "newsml"],
    recognised: "a root element NewsML",
    likeness: |head: &Head<'_>| if xml::root(head) == Some("NewsML") { 97 } else { 0 },
    frame: |source: &mut Source<'_, '_, '_>| {
        cut::frame(
            source,
            &Cutting { record: "<NewsItem>", begins: |name, _| name == "NewsItem", holders: &[] },
        );
    },
    parse: |record| {
        xml::one(record, |item, raw| {
            fill(item, raw)?;
            if raw.date.is_none() {
                raw.date = xml::surroundings(record)
                    .and_then(|delivery| delivery.text_at("NewsEnvelope/DateAndTime"));
            }
            Ok(())
        })
    },
};

fn fill(item: &Element, raw: &mut RawArticle) -> Result<(), Fault> {
    let status = item.attribute_at("NewsManagement/Status", "FormalName").unwrap_or_default();
    match status.to_ascii_lowercase().as_str() {
        "canceled" | "cancelled" => {
            return Err(Fault::new(Code::NotArticle, format!("withdrawn by its agency (status {status})")));
        }
        "withheld" | "embargoed" => {
            return Err(Fault::new(
                Code::NotArticle,
                format!("not released by its agency (status {status})"),
            ));
        }
        _ => {}
    }
    raw.guid = identity(item);
    raw.local_id = item.text_at("Identification/NewsIdentifier/NewsItemId").filter(|_| raw.guid.is_none());
    raw.date = first([
        item.text_at("NewsManagement/FirstCreated"),
        item.text_at("NewsManagement/ThisRevisionCreated"),
        item.text_at("Identification/NewsIdentifier/DateId"),
    ]);
    raw.language = item
        .attribute_at("**/DescriptiveMetadata/Language", "FormalName")
        .or_else(|| item.attribute("lang").map(str::to_owned));
    raw.source = ["Source", "Provider"]
        .iter()
        .find_map(|party| {
            let name = item.attribute_at(&format!("**/AdministrativeMetadata/{party}/Party"), "FormalName");
            name.or_else(|| item.text_at(&format!("**/AdministrativeMetadata/{party}/Party")))
        })
        .or_else(|| item.text_at("Identification/NewsIdentifier/ProviderId"));
    lines(item, raw);
    subjects(item, raw);
    content(item, raw);
    if raw.body.is_empty() && !item.each("**/ContentItem").is_empty() && item.at("**/DataContent").is_none() {
        return Err(Fault::new(
            Code::NotArticle,
            "an item without text: it refers to pictures or other files",
        ));
    }
    Ok(())
}

/// The identifier that all revisions of an item share.
fn identity(item: &Element) -> Option<String> {
    let part = |name: &str| item.text_at(&format!("Identification/NewsIdentifier/{name}"));
    match (part("ProviderId"), part("DateId"), part("NewsItemId")) {
        (Some(provider), Some(date), Some(item)) => Some(format!("urn:newsml:{provider}:{date}:{item}")),
        _ => part("PublicIdentifier"),
    }
}

/// What the news lines of the outermost component that has them say.
fn lines(item: &Element, raw: &mut RawArticle) {
    let all = item.each("**/NewsLines");
    let line = |name: &str| {
        let texts = all.iter().flat_map(|lines| lines.each(name)).map(Element::line);
        texts.map(|text| fields::line(&text)).find(|text| !text.is_empty())
    };
    raw.title =
        line("HeadLine").or_else(|| item.text_at("Identification/NameLabel").filter(|_| all.is_empty()));
    raw.standfirst = line("SubHeadLine");
    for name in names::authors(&line("ByLine").unwrap_or_default()) {
        add(&mut raw.authors, name);
    }
    add(&mut raw.authors, line("CreditLine").unwrap_or_default());
    for lines in &all {
        for keyword in lines.each("KeywordLine") {
            names::keywords(&keyword.line()).into_iter().for_each(|word| add(&mut raw.keywords, word));
        }
    }
}

/// Keywords, subjects by name, section, places.
fn subjects(item: &Element, raw: &mut RawArticle) {
    let property = |name: &'static str| {
        item.each("**/DescriptiveMetadata")
            .into_iter()
            .flat_map(|metadata| metadata.each("Property"))
            .filter(move |property| property.attribute("FormalName") == Some(name))
            .filter_map(|property| property.attribute("Value"))
            .map(paragraphs::one_line)
    };
    property("Keyword").for_each(|word| add(&mut raw.keywords, word));
    let topics = item.each("**/TopicSet/Topic");
    let is_french = |description: &&&Element| {
        description
            .attribute("lang")
            .is_some_and(|lang| raw.language.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(lang)))
    };
    let mut names = Vec::new();
    for topic in topics {
        let all = topic.each("Description");
        let named: Vec<&Element> = all
            .into_iter()
            .filter(|one| one.attribute("Variant").is_none_or(|variant| variant == "Name"))
            .collect();
        let description = named.iter().find(is_french).or(named.first());
        names.extend(description.map(|one| one.line()));
    }
    names.into_iter().for_each(|name| add(&mut raw.keywords, name));
    // Names that are no codes: 04000000 says nothing to a reader.
    for subject in item.each("**/DescriptiveMetadata/SubjectCode").into_iter().flat_map(Element::elements) {
        let name = subject.attribute("FormalName").unwrap_or_default();
        if !name.bytes().all(|byte| byte.is_ascii_digit()) {
            add(&mut raw.keywords, paragraphs::one_line(name));
        }
    }
    if raw.keywords.is_empty() {
        let slug = item.text_at("**/NewsLines/SlugLine");
        slug.into_iter().for_each(|slug| add(&mut raw.keywords, slug));
    }
    let department = item.each("**/AdministrativeMetadata/Property").into_iter();
    let department = department.filter(|one| one.attribute("FormalName") == Some("Department"));
    let department = department.filter_map(|one| one.attribute("Value")).next().map(str::to_owned);
    raw.section = property("Category").next().or(department);
    raw.section = raw.section.take().or_else(|| {
        let genre = item.attribute_at("**/DescriptiveMetadata/Genre", "FormalName");
        genre.filter(|name| name.contains(char::is_alphabetic))
    });
    for location in item.each("**/DescriptiveMetadata/Location") {
        // Where it was written is no place that it is about.
        if location.attribute("HowPresent") == Some("Origin") {
            continue;
        }
        for level in ["City", "CountryArea", "Country"] {
            let value =
                location.each("Property").into_iter().find(|one| one.attribute("FormalName") == Some(level));
            if let Some(value) = value.and_then(|one| one.attribute("Value")) {
                declare(Kind::Place, value.to_owned(), &mut raw.entities);
                break;
            }
        }
    }
}

/// The text of the first content that has any.
fn content(item: &Element, raw: &mut RawArticle) {
    for content in item.each("**/ContentItem/DataContent") {
        let nitf = content.at("nitf");
        if let Some(nitf) = nitf {
            nitf::body(nitf, raw);
            if raw.authors.is_empty() {
                raw.authors = nitf::authors(nitf);
            }
            raw.title = raw.title.take().or_else(|| nitf.text_at("body/body.head/hedline/hl1"));
        } else if content.elements().next().is_some() {
            let body = content.at("html/body").or_else(|| content.at("body/body.content")).unwrap_or(content);
            raw.body = prose(body, &PAGE);
            marked(body, &mut raw.entities);
        } else {
            let text = content.own_text();
            raw.body = fields::prose(&text);
        }
        if !raw.body.is_empty() {
            return;
        }
    }
}
