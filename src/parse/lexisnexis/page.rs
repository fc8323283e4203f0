//! LexisNexis HTML: documents one after the other.

use super::label::Ordered;
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::parse::input::Fault;
use crate::parse::pieces::{self, Pieces};
use crate::parse::recognise::Head;
use crate::parse::source::Source;
use crate::parse::{Format, blank, fields};
use crate::stage::Code;

/// LexisNexis exports.
pub(crate) const FORMAT: Format = Format {
    name: "lexisnexis",
    title: "LexisNexis HTML",
    extensions: &["html", "htm"],
    recognised: "a page with anchors DOC_ID, and marks DOCFULL or LXNComment",
    likeness: |head: &Head<'_>| {
        let is_page = head.text.starts_with('<') && head.has("name=\"DOC_ID_");
        if is_page && (head.has("<DOCFULL>") || head.has("LXNComment")) { 97 } else { 0 }
    },
    frame: |source: &mut Source<'_, '_, '_>| {
        let pieces = Pieces {
            record: "a document of LexisNexis",
            marks: &["name=\"DOC_ID_"],
            ends: &["</DOC>", "</DOCFULL>"],
        };
        pieces::frame(source, &pieces);
    },
    parse: |record| vec![article(record).map_err(|fault| fault.at(&record.origin))],
};

fn article(record: &Bounded<'_>) -> Result<RawArticle, Fault> {
    let page = pieces::page(record, "<a ")?;
    let mut raw = blank(record, record.origin.ordinal);
    let mut ordered = Ordered::default();
    for node in page.select("div").nodes() {
        // Divisions within divisions are read with the outer one.
        if node.ancestors(None).iter().any(|around| around.is("div")) {
            continue;
        }
        ordered.take(&fields::prose(&node.html()), &mut raw);
    }
    raw.body = ordered.into_body();
    if raw.title.is_none() && raw.body.is_empty() {
        return Err(Fault::new(Code::NotArticle, "neither a title nor any text"));
    }
    Ok(raw)
}
