//! The text of a page's article.

use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};

use super::jsonld::Node;
use super::lines;
use crate::article::RawArticle;
use crate::parse::{fields, paragraphs};

/// Fewer words than this are a failed extraction.
const FEW_WORDS: usize = 60;

/// What extraction found.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) body: String,
    pub(super) byline: Option<String>,
}

/// Extracts the text of a page that has been cleaned; `page` is the page as it was.
///
/// `letters` is how much text the page's paragraphs hold: where the clean page gives less than half of it,
/// the page is read once more as it was. Of a page without a readable text, what calls itself
/// `articleBody` is the text; JSON-LD's own text is taken where it is as long as what was found.
pub(super) fn extract(page: &str, clean: Document, letters: usize, node: &Node) -> Text {
    let mut text = smoothed(clean);
    let found = text.body.chars().count();
    if found * 2 < letters || words(&text.body) < FEW_WORDS {
        let whole = smoothed(Document::from(page));
        if words(&text.body) * 2 < words(&whole.body) {
            text = whole;
        }
    }
    if words(&text.body) < FEW_WORDS {
        let marked = marked(page);
        if words(&marked) > words(&text.body) {
            text.body = marked;
        }
    }
    if let Some(told) = node.first("articleBody").map(|told| lines::kept(&fields::prose(&told))) {
        let (told_words, found_words) = (words(&told), words(&text.body));
        let as_long = told_words * 10 >= found_words * 7 && told_words * 10 <= found_words * 15;
        if as_long || (found_words < FEW_WORDS && told_words > found_words) {
            text.body = told;
        }
    }
    text
}

fn smoothed(document: Document) -> Text {
    let config = Config { disable_json_ld: true, text_mode: TextMode::Formatted, ..Config::default() };
    let article = Readability::with_document(document, None, Some(config)).and_then(|mut page| page.parse());
    match article {
        Ok(article) => Text { body: lines::kept(&article.text_content), byline: article.byline },
        Err(_) => Text::default(),
    }
}

/// The text of the elements that call themselves the article's.
fn marked(page: &str) -> String {
    let document = Document::from(page);
    document.select("script, style, noscript, template").remove();
    let mut text = String::new();
    for node in document.select("[itemprop~=\"articleBody\"]").nodes().iter().take(4) {
        text.push_str(&node.formatted_text());
        text.push('\n');
    }
    lines::kept(&text)
}

pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Parts the standfirst from the text, and the title where the text begins with it.
///
/// `chapo` is what the page shows as standfirst, `description` what its head says. The description is a
/// standfirst only where there is hardly any text.
pub(super) fn part_standfirst(raw: &mut RawArticle, chapo: Option<String>, description: Option<&str>) {
    if let Some(title) = &raw.title {
        let (first, rest) = raw.body.split_once('\n').unwrap_or((&raw.body, ""));
        if !rest.is_empty() && first == title {
            raw.body = rest.to_owned();
        }
    }
    if let Some(chapo) = chapo.map(|chapo| paragraphs::one_line(&chapo)) {
        let repeated = raw.body.lines().take(4).position(|line| line == chapo);
        if let Some(place) = repeated {
            let kept: Vec<&str> =
                raw.body.lines().enumerate().filter(|(at, _)| *at != place).map(|(_, l)| l).collect();
            raw.body = kept.join("\n");
        }
        if repeated.is_some() || !raw.body.contains(&chapo) {
            raw.standfirst = Some(chapo);
        }
    }
    if raw.standfirst.is_none() && words(&raw.body) < FEW_WORDS {
        let description = description.map(fields::line);
        raw.standfirst = description.filter(|text| !text.is_empty() && !raw.body.contains(text.as_str()));
    }
}
