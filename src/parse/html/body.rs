//! The text of a page's article.

use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};

use super::jsonld::Node;
use super::lines;
use super::title::folded;
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

/// Lines of a text among which the page's head may be repeated.
const HEAD_LINES: usize = 5;

/// Parts the standfirst from the text, and the title and the byline where the text begins with them.
///
/// `chapo` is what the page shows as standfirst, `description` what its head says. The description is a
/// standfirst only where there is hardly any text.
pub(super) fn part_standfirst(raw: &mut RawArticle, chapo: Option<String>, description: Option<&str>) {
    let title = raw.title.as_deref().map(folded);
    let chapo = chapo.map(|chapo| paragraphs::one_line(&chapo));
    let chapo_folded = chapo.as_deref().map(folded);
    let bylines: Vec<String> = raw.authors.iter().map(|author| format!("par{}", folded(author))).collect();
    let lines: Vec<&str> = raw.body.lines().collect();
    let mut repeated = false;
    let mut kept = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let line_folded = if at < HEAD_LINES { folded(line) } else { String::new() };
        if line_folded.is_empty() {
            kept.push(*line);
        } else if chapo_folded.as_ref() == Some(&line_folded) {
            repeated = true;
        } else if title.as_ref() != Some(&line_folded) && !bylines.contains(&line_folded) {
            kept.push(*line);
        }
    }
    if kept.len() < lines.len() && (!kept.is_empty() || repeated) {
        raw.body = kept.join("\n");
    }
    if let Some(chapo) = chapo.filter(|chapo| repeated || !raw.body.contains(chapo.as_str())) {
        raw.standfirst = Some(chapo);
    }
    if raw.standfirst.is_none() && words(&raw.body) < FEW_WORDS {
        let description = description.map(fields::line);
        raw.standfirst = description.filter(|text| !text.is_empty() && !raw.body.contains(text.as_str()));
    }
}
