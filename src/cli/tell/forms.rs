//! `kiosque stats --forms`: the vocabulary, for people and scripts.

use std::io::{self, Write};

use serde_json::json;

use super::super::output::{Out, Paint};
use super::super::table::{Align, Table};
use super::super::text::{number, size};
use crate::analysis::Inflection;
use crate::maintain::{Family, FormStats};

/// Families that are told.
pub(super) const FAMILIES: usize = 20;

pub(super) fn object(stats: &FormStats, inflection: &Inflection) -> serde_json::Value {
    let family = |family: &Family| {
        let examples: Vec<serde_json::Value> = family
            .examples
            .iter()
            .map(|(form, articles)| json!({ "form": form, "articles": articles }))
            .collect();
        json!({
            "stem": family.stem,
            "forms": family.forms,
            "articles": family.documents,
            "examples": examples,
        })
    };
    json!({
        "v": 1,
        "stemmer": inflection.stemmer().name(),
        "forms": stats.forms,
        "form_bytes": stats.form_bytes,
        "folds": stats.folds,
        "stems": stats.stems,
        "exceptions": stats.exceptions,
        "vocabulary_bytes": stats.vocabulary_bytes,
        "widest": stats.widest.iter().map(family).collect::<Vec<_>>(),
    })
}

pub(super) fn text(out: &mut Out, stats: &FormStats, inflection: &Inflection) -> io::Result<()> {
    let mut row = |label: &str, value: String| writeln!(out, "{label:<12}{value}");
    row("forms", format!("{}, {}", number(stats.forms), size(stats.form_bytes)))?;
    row("folds", number(stats.folds))?;
    row("stems", format!("{}, by the stemmer {}", number(stats.stems), inflection.stemmer().name()))?;
    row("exceptions", format!("{} forms, by the lexicon", number(stats.exceptions)))?;
    row("vocabulary", size(stats.vocabulary_bytes))?;
    if stats.widest.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", out.paint.paint(Paint::TITLE, "widest families"))?;
    let mut table = Table::new(&[
        ("forms", Align::Right),
        ("articles", Align::Right),
        ("stem", Align::Left),
        ("the most frequent", Align::Left),
    ]);
    for family in &stats.widest {
        let examples: Vec<String> =
            family.examples.iter().map(|(form, articles)| format!("{form} {}", number(*articles))).collect();
        let more = if family.forms > examples.len() as u64 { ", …" } else { "" };
        table.row(
            vec![
                number(family.forms),
                number(family.documents),
                family.stem.clone(),
                format!("{}{more}", examples.join(", ")),
            ],
            None,
        );
    }
    table.print(out)
}
