//! Factiva's documents of text (RTF, DOCX): articles one after the other, each field behind its code.
//!
//! A code begins a line, a tab or the end of the line stands behind it: `HD\tTitre` or `HD` alone.

use super::code::{CODES, Fields};
use crate::article::RawArticle;
use crate::parse::Bounded;
use crate::parse::blank;
use crate::parse::written::Line;

/// Returns the articles of a document; none where it is no export of Factiva.
pub(crate) fn articles(lines: &[Line<'_>], record: &Bounded<'_>, format: &'static str) -> Vec<RawArticle> {
    let mut found = Vec::new();
    let mut all = Fields::default();
    let mut finish = |fields: Fields| {
        // A table of contents and a list of searches have codes, but no headline.
        if fields.has("HD") && ["AN", "PD", "SN", "TD", "LP"].iter().any(|code| fields.has(code)) {
            let mut raw = blank(record, record.origin.ordinal.saturating_add(found.len() as u32));
            raw.format = format;
            fields.fill(&mut raw);
            if raw.title.is_some() || !raw.body.is_empty() {
                found.push(raw);
            }
        }
    };
    for (line, _) in lines {
        let (head, value) = line.split_once('\t').unwrap_or((line, ""));
        let head = head.trim();
        if CODES.contains(&head) {
            if all.has("AN") || head == "HD" && all.has("HD") {
                finish(std::mem::take(&mut all));
            }
            all.begin(head);
            all.push(value);
        } else {
            all.push(line);
        }
    }
    finish(all);
    found
}
