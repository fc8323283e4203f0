//! What an issue's bibliographic records (MODS) say of it and of its articles.

use std::collections::HashMap;

use crate::article::Origin;
use crate::parse::dateline;
use crate::parse::fields::first;
use crate::parse::names::add;
use crate::parse::xml::Element;

/// An issue's facts, and the records of its parts.
pub(super) struct Issue<'d> {
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
    pub(super) language: Option<String>,
    records: HashMap<&'d str, &'d Element>,
}

/// The facts of one article.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) title: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) language: Option<String>,
}

impl<'d> Issue<'d> {
    /// Gathers them; where no record has the date, the name of the file may begin with it.
    pub(super) fn of(document: &'d Element, origin: &Origin) -> Self {
        let sections = document.each("dmdSec");
        let records: HashMap<&str, &Element> =
            sections.iter().filter_map(|section| Some((section.attribute("ID")?, *section))).collect();
        let of_issue: Vec<&Element> = sections
            .iter()
            .filter(|section| !section.attribute("ID").unwrap_or_default().to_lowercase().contains("article"))
            .copied()
            .collect();
        let text = |path: &str| {
            let texts = of_issue.iter().flat_map(|section| section.each(path)).map(Element::line);
            texts.into_iter().find(|text| !text.is_empty() && !is_placeholder(text))
        };
        let label = document.attribute("LABEL").filter(|label| !is_placeholder(label)).map(str::to_owned);
        Issue {
            title: first([
                text("**/relatedItem/titleInfo/title"),
                text("**/mods/titleInfo/title"),
                text("**/titleInfo/title"),
                label,
            ]),
            date: first([
                text("**/originInfo/dateIssued"),
                text("**/dateIssued"),
                text("**/originInfo/dateCreated"),
                dateline::in_name(origin),
            ]),
            language: text("**/languageTerm"),
            records,
        }
    }

    /// Returns what the records of these identifiers, parted by blanks, say.
    pub(super) fn facts(&self, ids: &str) -> Facts {
        let mut facts = Facts::default();
        for record in ids.split_whitespace().filter_map(|id| self.records.get(id)) {
            let title = record.text_at("**/titleInfo/title").filter(|title| !is_placeholder(title));
            facts.title = facts.title.take().or(title);
            facts.language = facts.language.take().or_else(|| record.text_at("**/languageTerm"));
            for name in record.each("**/name") {
                let parts: Vec<String> = name.each("namePart").into_iter().map(Element::line).collect();
                add(&mut facts.authors, parts.join(" ").trim().to_owned());
            }
        }
        facts
    }
}

/// Whether a label stands for none.
pub(super) fn is_placeholder(label: &str) -> bool {
    let label = label.trim();
    let is_word = label.chars().any(char::is_alphanumeric);
    !is_word
        || ["UNKNOWN", "UNTITLED", "[untitled]", "[sans titre]"].contains(&label)
        || label.contains("PLACEHOLDER")
}
