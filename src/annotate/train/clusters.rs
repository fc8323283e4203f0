//! The table of word clusters.

use std::collections::BTreeMap;

use super::super::model::{cluster_key, cluster_row};
use super::super::phrase::phrase_of;
use super::super::table;

/// Words beyond so many are left out: they changed nothing.
const MAX_WORDS: usize = 120_000;

/// Compiles lines `word TAB coarse TAB fine` into the bytes of a table. Of words that fold alike the first wins;
/// lines of other shapes are passed over.
pub(super) fn compile(lines: &str) -> Vec<u8> {
    let mut fold = String::new();
    let mut classes: BTreeMap<u64, (u32, u32)> = BTreeMap::new();
    for line in lines.lines().take(MAX_WORDS) {
        let mut fields = line.split('\t');
        let word = fields.next().unwrap_or_default();
        let mut class =
            |below: u32| fields.next().and_then(|class| class.parse().ok()).filter(|class| *class < below);
        let (Some(coarse), Some(fine)) = (class(64), class(512)) else { continue };
        let phrase = phrase_of(word, &mut fold, false, |_| {});
        if phrase.parts > 0 {
            let capital = word.chars().any(char::is_uppercase);
            classes.entry(cluster_key(phrase.hash ^ u64::from(capital))).or_insert((coarse, fine));
        }
    }
    let entries: Vec<_> =
        classes.into_iter().map(|(key, (coarse, fine))| (key, cluster_row(key, coarse, fine))).collect();
    table::compile(&entries)
}
