//! The form of 2013 and earlier: tables and line breaks, no element around an article.

use super::{document_number, header, publication_name};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::parse::input::Fault;
use crate::parse::{fields, names, paragraphs, pieces};

/// What each article begins with.
pub(super) const MARK: &str = "class=\"DocPublicationName\"";

/// Words of a line that may be authors.
const AUTHOR_WORDS: usize = 10;

/// Reads an article: publication, header, perhaps a line above the title, title, author, text, rights.
pub(super) fn fill(record: &Bounded<'_>, raw: &mut RawArticle) -> Result<(), Fault> {
    let page = pieces::page(record, "<span ")?;
    raw.guid = document_number(&page);
    raw.source = pieces::line(&page, ".DocPublicationName").map(|name| publication_name(&name));
    let headers: String =
        page.select(".DocHeader").nodes().iter().map(|node| node.text().to_string()).collect();
    (raw.section, raw.date) = header::read(&paragraphs::one_line(&headers));
    raw.title = pieces::line(&page, ".TitreArticleVisu");
    let whole = page.select("body").html();
    let (before, after) = match page.select(".TitreArticleVisu").nodes().first().map(|title| title.html()) {
        Some(title) => whole.split_once(&*title).unwrap_or((&whole, "")),
        None => ("", &*whole),
    };
    let last_header = page.select(".DocHeader").nodes().last().map(|node| node.html().to_string());
    let above =
        last_header.and_then(|header| before.rsplit_once(&*header)).map(|(_, above)| fields::line(above));
    raw.standfirst = above.filter(|above| !above.is_empty() && !above.starts_with(','));
    let text = fields::prose(after);
    let mut lines = text.lines().take_while(|line| !is_end(line)).peekable();
    let is_author = |line: &&str| {
        line.split_whitespace().count() <= AUTHOR_WORDS && !line.ends_with(['.', '!', '?', '»', '"', ':'])
    };
    if raw.title.is_some()
        && let Some(author) = lines.next_if(is_author)
    {
        raw.authors = names::authors(author);
    }
    let mut body = String::new();
    lines.for_each(|line| paragraphs::push(line, &mut body));
    // A lone line is the text, not who wrote it.
    if body.is_empty() && !raw.authors.is_empty() {
        raw.authors.clear();
        body = text.lines().next().unwrap_or_default().to_owned();
    }
    raw.body = body;
    Ok(())
}

/// Whether a line is the first behind the text: rights, the document's number, its certificate.
fn is_end(line: &str) -> bool {
    let rights = ["Copyright ©", "Copyright", "©"].iter().find_map(|mark| line.strip_prefix(mark));
    let is_rights = rights.is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    is_rights
        || line.starts_with("Numéro de document")
        || super::number(line).is_some_and(|number| line.starts_with(&number))
}
