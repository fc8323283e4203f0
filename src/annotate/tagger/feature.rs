//! The features of a token: what the model has weights for.
//!
//! Plain features have small numbers and lie in one array; hashed ones (words, endings, pairs) are looked up. The
//! same code makes them for training and for tagging, so that both mean the same. Any change here is a new
//! [version](super::super::model::VERSION) of the model.

use super::super::flag::TITLE;
use super::super::table::mix;
use super::sight::{AROUND, COARSE, FINE, PLACES, SHAPES, Sight};

/// Takes the features of a token.
pub(in super::super) trait Take {
    /// A plain feature, below [`PLAIN`].
    fn plain(&mut self, number: usize);
    /// The hashed features.
    fn hashed(&mut self, features: &[u64; HASHED]);
}

const BITS: usize = 32;
const SHAPE: usize = 1;
const NEIGHBOUR: usize = SHAPE + 4 * 2 * SHAPES;
const TRIGRAM: usize = NEIGHBOUR + 4 * SHAPES;
const FINE_AT: usize = TRIGRAM + SHAPES * SHAPES * SHAPES;
const COARSE_AT: usize = FINE_AT + 5 * FINE;
const PAIR: usize = COARSE_AT + 5 * COARSE;
const BIT_AT: usize = PAIR + 5 * COARSE * COARSE;
const KNOWN_AT: usize = BIT_AT + 5 * BITS;
const EVIDENCE: usize = KNOWN_AT + 3 * PLACES * BITS;
const EVIDENCE_BIT: usize = EVIDENCE + 256;
const TITLED: usize = EVIDENCE_BIT + 8;
/// The number of plain features.
pub(in super::super) const PLAIN: usize = TITLED + 4;

/// Hands over the features of the token at a place of the sights.
#[inline]
pub(in super::super) fn features(sights: &[Sight], at: usize, to: &mut impl Take) {
    let around: &[Sight; 2 * AROUND + 1] =
        sights[at - AROUND..].first_chunk().expect("sights have neighbours to either side");
    let [_, before, here, after, _] = around;
    to.plain(0);
    to.plain(SHAPE + (usize::from(here.shape) * 2 + usize::from(here.initial)) * 4 + usize::from(here.parts));
    for (place, other) in [(0, 0), (1, 1), (2, 3), (3, 4)] {
        to.plain(NEIGHBOUR + place * SHAPES + usize::from(around[other].shape));
    }
    let shapes = [before, here, after].map(|sight| usize::from(sight.shape));
    to.plain(TRIGRAM + (shapes[0] * SHAPES + shapes[1]) * SHAPES + shapes[2]);
    for (place, sight) in around.iter().enumerate() {
        to.plain(FINE_AT + place * FINE + usize::from(sight.cluster.fine));
        to.plain(COARSE_AT + place * COARSE + usize::from(sight.cluster.coarse));
        each(sight.bits, |bit| to.plain(BIT_AT + place * BITS + bit));
    }
    for (place, (one, other)) in [(0, 1), (1, 2), (2, 3), (3, 4), (1, 3)].into_iter().enumerate() {
        let pair =
            usize::from(around[one].cluster.coarse) * COARSE + usize::from(around[other].cluster.coarse);
        to.plain(PAIR + place * COARSE * COARSE + pair);
    }
    for (place, sight) in [before, here, after].into_iter().enumerate() {
        let from = KNOWN_AT + (place * PLACES + usize::from(sight.place)) * BITS;
        each(sight.known, |bit| to.plain(from + bit));
    }
    to.plain(EVIDENCE + usize::from(here.evidence));
    each(here.evidence.into(), |bit| to.plain(EVIDENCE_BIT + bit));
    to.plain(TITLED + usize::from(before.bits & TITLE != 0) + 2 * usize::from(around[0].bits & TITLE != 0));
    hashed(around, to);
}

/// The number of hashed features of a token.
pub(in super::super) const HASHED: usize = 17;

#[inline]
fn hashed(around: &[Sight; 2 * AROUND + 1], to: &mut impl Take) {
    let [before_it, before, here, after, after_it] = around;
    let shape = u64::from(here.shape) << 48;
    let mut features = [
        before_it.word,
        before.word,
        here.word,
        after.word,
        after_it.word,
        before.word ^ shape,
        after.word ^ shape,
        u64::from(here.head & 0xff_ffff),
        here.tail >> 48,
        here.tail >> 40,
        here.tail >> 24,
        before.tail >> 40,
        after.tail >> 40,
        u64::from(here.bits) ^ shape,
        pair(before.bits, here.bits),
        pair(here.bits, after.bits),
        u64::from(here.known) ^ u64::from(here.place) << 40,
    ];
    for (feature, template) in features.iter_mut().zip(1_u64..) {
        *feature = mix(feature.wrapping_add(template << 56 | template));
    }
    to.hashed(&features);
}

#[inline]
fn pair(one: u32, other: u32) -> u64 {
    u64::from(one) << 32 | u64::from(other)
}

/// Calls with the number of each bit that is set.
#[inline]
fn each(mut bits: u32, mut call: impl FnMut(usize)) {
    while bits != 0 {
        call(bits.trailing_zeros() as usize);
        bits &= bits - 1;
    }
}
