//! Mentions, packed: most take three bytes.

use crate::article::{Field, Mention};

/// Packs mentions in order of place as pairs (distance from the last start, doubled, plus one in the
/// title; length). A change of field starts the distances anew.
pub(super) fn pack(mentions: &[Mention]) -> Vec<u32> {
    let mut packed = Vec::with_capacity(mentions.len() * 2);
    let mut last = (Field::Title, 0);
    for mention in mentions {
        if mention.field != last.0 {
            last = (mention.field, 0);
        }
        let distance = mention.start.saturating_sub(last.1);
        packed.push(distance << 1 | u32::from(mention.field == Field::Title));
        packed.push(mention.end.saturating_sub(mention.start));
        last.1 = mention.start;
    }
    packed
}

/// The inverse of [`pack`].
pub(super) fn unpack(packed: &[u32]) -> Vec<Mention> {
    let mut mentions = Vec::with_capacity(packed.len() / 2);
    let mut last = (Field::Title, 0u32);
    for pair in packed.chunks_exact(2) {
        let field = if pair[0] & 1 == 1 { Field::Title } else { Field::Body };
        if field != last.0 {
            last = (field, 0);
        }
        let start = last.1.saturating_add(pair[0] >> 1);
        mentions.push(Mention { field, start, end: start.saturating_add(pair[1]) });
        last.1 = start;
    }
    mentions
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn packing_loses_nothing(places in proptest::collection::vec((proptest::bool::ANY, 0u32..1 << 20, 0u32..99), 0..20)) {
            let mut mentions: Vec<Mention> = places
                .into_iter()
                .map(|(title, start, len)| Mention {
                    field: if title { Field::Title } else { Field::Body },
                    start,
                    end: start + len,
                })
                .collect();
            mentions.sort_unstable();
            proptest::prop_assert_eq!(unpack(&pack(&mentions)), mentions);
        }
    }
}
