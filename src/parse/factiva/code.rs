//! What Factiva's two-letter codes say of an article, wherever they stand.

use crate::article::{Kind, RawArticle};
use crate::parse::fields::first;
use crate::parse::names::{self, add, declare};
use crate::parse::paragraphs;

/// The codes that begin a field; any other pair of capitals is text.
pub(super) const CODES: &[&str] = &[
    "CLM", "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD",
    "CT", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "NGC", "GC", "ART", "RST", "CX", "DLN",
];

/// The fields of one article, by code, each on as many lines as it has paragraphs.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Begins a field.
    pub(super) fn begin(&mut self, code: &str) {
        self.0.push((code.to_owned(), String::new()));
    }

    /// Adds paragraphs to the field at hand.
    pub(super) fn push(&mut self, text: &str) {
        if let Some((_, value)) = self.0.last_mut() {
            paragraphs::push_all(text, value);
        }
    }

    /// Whether there is any field.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a field has begun, even if nothing stands in it.
    pub(super) fn has(&self, code: &str) -> bool {
        self.0.iter().any(|(name, _)| name == code)
    }

    fn text(&self, code: &str) -> Option<&str> {
        let found = self.0.iter().find(|(name, value)| name == code && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    fn line(&self, code: &str) -> Option<String> {
        self.text(code).map(paragraphs::one_line)
    }

    /// Fills an article. The time of day (`ET`) goes with the date (`PD`), as written.
    pub(super) fn fill(&self, raw: &mut RawArticle) {
        raw.title = self.line("HD");
        raw.guid = self
            .line("AN")
            .map(|number| number.strip_prefix("Document ").map_or(number.clone(), str::to_owned));
        raw.date = match (self.line("PD"), self.line("ET")) {
            (Some(day), Some(time)) => Some(format!("{day}, {time}")),
            (day, _) => day,
        };
        raw.source = first([self.line("SN"), self.line("PUB"), self.line("SC")]);
        raw.section = first([self.line("SE"), self.line("CLM")]);
        raw.language = self.line("LA");
        let mut body = String::new();
        ["LP", "TD"]
            .iter()
            .filter_map(|code| self.text(code))
            .for_each(|text| paragraphs::push_all(text, &mut body));
        raw.body = body;
        for name in names::authors(&self.line("BY").unwrap_or_default()) {
            add(&mut raw.authors, name);
        }
        add(&mut raw.authors, self.line("CR").unwrap_or_default());
        for code in ["NS", "IN"] {
            self.labels(code).into_iter().for_each(|label| add(&mut raw.keywords, label));
        }
        for word in self.line("IPD").iter().flat_map(|list| list.split([';', '|'])) {
            add(&mut raw.keywords, word.trim().to_owned());
        }
        for (code, kind) in [("CO", Kind::Organization), ("RE", Kind::Place)] {
            self.labels(code).into_iter().for_each(|label| declare(kind, label, &mut raw.entities));
        }
    }

    /// The labels of a list `code : Label | code : Label`.
    fn labels(&self, code: &str) -> Vec<String> {
        let Some(list) = self.line(code) else { return Vec::new() };
        let label = |entry: &str| entry.split_once(" : ").map_or(entry, |(_, label)| label).trim().to_owned();
        list.split(" | ").map(label).filter(|label| !label.is_empty()).collect()
    }
}
