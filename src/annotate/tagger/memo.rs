//! What words add to the scores around them, remembered from one token to the next.
//!
//! Of a token's features most are given by one word alone, its own or a neighbour's
//! ([`own`](super::feature::own)). A word that comes again adds the same to the same places: its sums are kept,
//! and some thirty look-ups in the model, which lie far apart in memory, become one. A newer word takes the slot
//! of an older one; nothing else is forgotten or counted, and what is found never depends on it.

use super::super::model::{Cluster, Sections, WEIGHTS};
use super::super::table::mix;
use super::feature::{SEEN, own};
use super::sight::Sight;
use super::sum::{Sum, add};

/// Words kept: with their sums a megabyte, where four in five tokens of press find theirs.
const SLOTS: usize = 1 << 13;

/// The words seen last.
#[derive(Default)]
pub(super) struct Memo {
    /// Empty before the first word.
    slots: Vec<Slot>,
}

/// One word, as it was seen. Two lines of the processor's cache.
#[derive(Clone, Copy, Default)]
#[repr(align(64))]
struct Slot {
    key: Key,
    cluster: Cluster,
    /// What it adds to the token two places after it, one after it, itself, and before it.
    sums: [[i16; WEIGHTS]; SEEN],
}

/// All that [`own`] reads of a sight but its cluster, which follows from it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Key {
    word: u64,
    tail: u64,
    head: u32,
    bits: u32,
    shape: u8,
    parts: u8,
    initial: bool,
    /// Told from the default.
    taken: bool,
}

impl Key {
    #[inline]
    fn of(sight: &Sight) -> Key {
        Key {
            word: sight.word,
            tail: sight.tail,
            head: sight.head & 0xff_ffff,
            bits: sight.bits,
            shape: sight.shape,
            parts: sight.parts,
            initial: sight.initial,
            taken: true,
        }
    }

    #[inline]
    fn slot(&self) -> usize {
        let spelling = u64::from(self.shape) << 8 | u64::from(self.initial);
        (mix(self.word ^ self.tail.rotate_left(17) ^ spelling) >> 32) as usize % SLOTS
    }
}

impl Memo {
    /// Fills in the clusters of sights, and adds to the scores of the tokens between the outer ones what each sight
    /// alone adds to them.
    pub(super) fn add_own(
        &mut self,
        sections: &Sections<'_>,
        sights: &mut [Sight],
        scores: &mut [[i16; WEIGHTS]],
    ) {
        self.slots.resize(SLOTS, Slot::default());
        for (at, sight) in sights.iter_mut().enumerate() {
            let key = Key::of(sight);
            let slot = &mut self.slots[key.slot()];
            if slot.key != key {
                sight.cluster = sight.cluster_in(sections);
                *slot = Slot { key, cluster: sight.cluster, sums: sums(sections, sight) };
            }
            sight.cluster = slot.cluster;
            for (place, sums) in slot.sums.iter().enumerate() {
                let Some(scores) = at.checked_sub(place).and_then(|at| scores.get_mut(at)) else { continue };
                add(scores, sums);
            }
        }
    }
}

/// What a sight adds, by the place at which a token sees it.
fn sums(sections: &Sections<'_>, sight: &Sight) -> [[i16; WEIGHTS]; SEEN] {
    std::array::from_fn(|place| {
        let mut sum = Sum::new(sections);
        own(sight, place, &mut sum);
        sum.total()
    })
}
