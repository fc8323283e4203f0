//! Factiva's pages ("Article Format"): a table of codes and values for each article.

use super::code::{CODES, Fields};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::parse::input::Fault;
use crate::parse::pieces::{self, Pieces};
use crate::parse::recognise::Head;
use crate::parse::source::Source;
use crate::parse::{Format, blank, fields, paragraphs};
use crate::stage::Code;

/// Factiva HTML.
pub(crate) const FORMAT: Format = Format {
    name: "factiva-html",
    title: "Factiva HTML",
    extensions: &["html", "htm"],
    recognised: "a page with elements of class article, and of class articleParagraph or a cell HD",
    likeness: |head: &Head<'_>| {
        let is_page = head.text.starts_with('<') && MARKS.iter().any(|mark| head.has(mark));
        if is_page && (head.has("articleParagraph") || head.has("<b>HD</b>")) { 97 } else { 0 }
    },
    frame: |source: &mut Source<'_, '_, '_>| {
        let pieces = Pieces { record: "an article of Factiva", marks: MARKS, ends: &["</table>"] };
        pieces::frame(source, &pieces);
    },
    parse: |record| vec![article(record).map_err(|fault| fault.at(&record.origin))],
};

const MARKS: &[&str] = &["class=\"article ", "class=\"article\""];

fn article(record: &Bounded<'_>) -> Result<RawArticle, Fault> {
    let page = pieces::page(record, "<div ")?;
    let mut all = Fields::default();
    for row in page.select("tr").nodes() {
        let cells: Vec<_> = row.element_children();
        let [code, value, ..] = &cells[..] else { continue };
        let code = paragraphs::one_line(&code.text());
        let code = code.trim();
        if CODES.contains(&code) {
            all.begin(code);
            all.push(&fields::prose(&value.html()));
        }
    }
    if all.is_empty() {
        return Err(Fault::new(
            Code::NotArticle,
            "no fields such as HD: export it in Factiva's Article Format",
        ));
    }
    let mut raw = blank(record, record.origin.ordinal);
    all.fill(&mut raw);
    if raw.language.is_none() {
        // `class="article frArticle"`
        let class =
            page.select("div.article").attr("class").map(|class| class.to_string()).unwrap_or_default();
        let language = class.split_whitespace().find_map(|name| name.strip_suffix("Article"));
        raw.language = language.filter(|code| code.len() == 2).map(str::to_owned);
    }
    if raw.title.is_none() && raw.body.is_empty() {
        return Err(Fault::new(Code::NotArticle, "neither a headline nor any text"));
    }
    Ok(raw)
}
