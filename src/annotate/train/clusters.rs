//! The table of word clusters.

use std::collections::BTreeMap;

use super::super::model::{cluster_fingerprint, cluster_key};
use super::super::phrase::phrase_of;
use super::super::table::{places, slots_for};

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
            classes.entry(cluster_key(phrase.hash, capital)).or_insert((coarse, fine));
        }
    }
    let (keys, classes): (Vec<u64>, Vec<(u32, u32)>) = classes.into_iter().unzip();
    let mut bytes = Vec::new();
    for place in places(&keys, slots_for(keys.len())) {
        let slot =
            place.map_or(0, |at| cluster_fingerprint(keys[at]) << 15 | classes[at].0 << 9 | classes[at].1);
        bytes.extend(slot.to_le_bytes());
    }
    bytes
}
