//! Markdown: front matter in YAML or TOML, then a text whose first heading may be the title.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde_json::{Map, Value};

use super::fields::Fields;
use super::recognise::Head;
use super::source::Source;
use super::{Format, blank, dateline, decode, markup, paragraphs};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::stage::{Code, Rejection};

/// Markdown.
pub(crate) const FORMAT: Format = Format {
    name: "md",
    title: "Markdown with front matter",
    extensions: &["md", "markdown", "mdown", "mkd"],
    recognised: "front matter between --- or +++ lines, else the name",
    likeness,
    frame: |source: &mut Source<'_, '_, '_>| source.whole(source.limits.document_bytes, Code::TooBig),
    parse,
};

/// Longest front matter, in bytes.
const FRONT_BYTES: usize = 64 << 10;

fn likeness(head: &Head<'_>) -> u8 {
    let named = head.is_named(&FORMAT);
    match Front::of(head.text) {
        Some(front) if front.text.contains([':', '=']) => 80,
        _ if named => 70,
        _ => 0,
    }
}

/// Front matter and what follows it.
struct Front<'t> {
    is_toml: bool,
    text: &'t str,
    rest: &'t str,
}

impl<'t> Front<'t> {
    fn of(text: &'t str) -> Option<Self> {
        let first = text.lines().next()?;
        let fence = first.trim_end();
        if fence != "---" && fence != "+++" {
            return None;
        }
        let start = (first.len() + 1).min(text.len());
        let mut at = start;
        for line in text[start..].split_inclusive('\n') {
            if at - start > FRONT_BYTES {
                return None;
            }
            let closes = line.trim_end();
            if closes == fence || (fence == "---" && closes == "...") {
                let rest = &text[at + line.len()..];
                return Some(Front { is_toml: fence == "+++", text: &text[start..at], rest });
            }
            at += line.len();
        }
        None
    }

    fn fields(&self) -> Map<String, Value> {
        let value = if self.is_toml {
            toml::from_str::<Value>(self.text).ok()
        } else {
            serde_saphyr::from_str::<Value>(self.text).ok()
        };
        match value {
            Some(Value::Object(object)) => object,
            _ => self.lines(),
        }
    }

    /// Reads what is no YAML or TOML line by line: `title: Le pont: la suite` is what people write.
    fn lines(&self) -> Map<String, Value> {
        let sign = if self.is_toml { '=' } else { ':' };
        let mut object = Map::new();
        for line in self.text.lines().filter(|line| !line.starts_with([' ', '\t', '#', '-', '['])) {
            let Some((name, value)) = line.split_once(sign) else { continue };
            let value = value.trim().trim_matches(['"', '\'']);
            if !value.starts_with(['[', '{', '|', '>', '&', '*']) {
                object.insert(name.trim().to_owned(), Value::String(value.to_owned()));
            }
        }
        object
    }
}

fn parse(record: &Bounded<'_>) -> Vec<Result<RawArticle, Rejection>> {
    let article = decode::decode(&record.payload, decode::Declares::Nothing)
        .map(|text| article(text.trim_start(), record))
        .map_err(|fault| fault.at(&record.origin));
    vec![article]
}

fn article(text: &str, record: &Bounded<'_>) -> RawArticle {
    let front = Front::of(text);
    let rest = front.as_ref().map_or(text, |front| front.rest);
    let fields = front.as_ref().map(Front::fields).unwrap_or_default();
    let rendered = render(rest);
    let mut raw = blank(record, record.origin.ordinal);
    Fields::of(&fields).fill(&mut raw);
    raw.body = rendered.body;
    raw.date = raw.date.or_else(|| dateline::date_of(&raw.body, &raw.origin));
    if raw.title.is_none() {
        raw.title = rendered.title;
    } else if let Some(title) = rendered.title.filter(|title| Some(title) != raw.title.as_ref()) {
        raw.body.insert_str(0, &format!("{title}\n"));
    }
    raw
}

#[derive(Default)]
struct Rendered {
    title: Option<String>,
    body: String,
}

/// Renders Markdown as paragraphs: links as their text, images not at all, a list's items a line each.
fn render(text: &str) -> Rendered {
    let mut rendered = Rendered::default();
    let mut line = String::new();
    let mut in_title = false;
    let mut images = 0_u32;
    let mut hidden = 0_u32;
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) if rendered.title.is_none() => {
                rendered.flush(&mut line);
                in_title = rendered.body.is_empty();
            }
            Event::End(TagEnd::Heading(HeadingLevel::H1)) if in_title => {
                in_title = false;
                let title = paragraphs::one_line(&line);
                rendered.title = (!title.is_empty()).then_some(title);
                line.clear();
            }
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images = images.saturating_sub(1),
            Event::Start(Tag::MetadataBlock(_)) => hidden += 1,
            Event::End(TagEnd::MetadataBlock(_)) => hidden = hidden.saturating_sub(1),
            _ if images > 0 || hidden > 0 => {}
            Event::Text(text) | Event::Code(text) => line.push_str(&text),
            Event::InlineHtml(html) => line.push_str(&markup::opened(&html)),
            Event::Html(html) => {
                rendered.flush(&mut line);
                line.push_str(&markup::opened(&html));
            }
            Event::SoftBreak => line.push(' '),
            Event::HardBreak => line.push('\n'),
            Event::End(TagEnd::TableCell) => line.push(' '),
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::Item
                | Tag::CodeBlock(_)
                | Tag::TableRow
                | Tag::TableHead,
            )
            | Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::TableRow
                | TagEnd::TableHead
                | TagEnd::HtmlBlock,
            ) => rendered.flush(&mut line),
            _ => {}
        }
    }
    rendered.flush(&mut line);
    rendered
}

impl Rendered {
    fn flush(&mut self, line: &mut String) {
        for part in line.split('\n') {
            paragraphs::push(part, &mut self.body);
        }
        line.clear();
    }
}
