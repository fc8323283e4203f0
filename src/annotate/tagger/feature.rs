//! The features of a token: what the model has weights for.
//!
//! Plain features have small numbers and lie in one array; hashed ones (words, endings, pairs) are looked up. The
//! same code makes them for training and for tagging, so that both mean the same. Any change here is a new
//! [version](super::super::model::VERSION) of the model.
//!
//! What was tried and left out, since without it nothing that is measured got worse by more than another seed of the
//! training does: words two places away, pairs of clusters further than one, a neighbour's word with the
//! shape of the token, a neighbour's flags, single bits of evidence.

use super::super::flag::TITLE;
use super::super::table::mix;
use super::sight::{AROUND, COARSE, FINE, PLACES, SHAPES, Sight};

/// Takes the features of a token.
pub(in super::super) trait Take {
    /// A plain feature, below [`PLAIN`].
    fn plain(&mut self, number: usize);
    /// Hashed features.
    fn hashed<const COUNT: usize>(&mut self, features: [u64; COUNT]);
}

const BITS: usize = 32;
const SHAPE: usize = 1;
const NEIGHBOUR: usize = SHAPE + 4 * 2 * SHAPES;
const TRIGRAM: usize = NEIGHBOUR + 4 * SHAPES;
const FINE_AT: usize = TRIGRAM + SHAPES * SHAPES * SHAPES;
const COARSE_AT: usize = FINE_AT + SEEN * FINE;
const PAIR: usize = COARSE_AT + SEEN * COARSE;
const BIT: usize = PAIR + 2 * COARSE * COARSE;
const KNOWN_AT: usize = BIT + BITS;
const EVIDENCE: usize = KNOWN_AT + 3 * PLACES * BITS;
const TITLED: usize = EVIDENCE + 256;
/// The number of plain features.
pub(in super::super) const PLAIN: usize = TITLED + 4;

/// Places of the tokens that a token's features look at: itself, and [`AROUND`] to either side.
pub(in super::super) const SEEN: usize = 2 * AROUND + 1;

/// Hands over the features of the token at a place of the sights.
pub(in super::super) fn features(sights: &[Sight], at: usize, to: &mut impl Take) {
    let around = around(sights, at);
    for (place, sight) in around.iter().enumerate() {
        own(sight, place, to);
    }
    joint(around, to);
}

/// The sights that the features of the token at a place are made of.
#[inline]
pub(super) fn around(sights: &[Sight], at: usize) -> &[Sight; SEEN] {
    sights[at - AROUND..].first_chunk().expect("sights have neighbours to either side")
}

/// Hands over the features of a token that one sight alone gives: the sight of the token itself ([`AROUND`]), or of
/// the neighbour at this place.
///
/// They depend on what a sight says of its word, never on what the article says of it
/// ([`Sight::known`], [`Sight::place`], [`Sight::evidence`]), so that they can be added up once a word.
#[inline]
pub(super) fn own(sight: &Sight, place: usize, to: &mut impl Take) {
    to.plain(FINE_AT + place * FINE + usize::from(sight.cluster.fine));
    to.plain(COARSE_AT + place * COARSE + usize::from(sight.cluster.coarse));
    let shape = usize::from(sight.shape);
    match place {
        AROUND => {
            to.plain(0);
            to.plain(SHAPE + (shape * 2 + usize::from(sight.initial)) * 4 + usize::from(sight.parts));
            each(sight.bits, |bit| to.plain(BIT + bit));
            to.hashed([
                hash(WORD, sight.word),
                hash(HEAD, u64::from(sight.head & 0xff_ffff)),
                hash(TAIL, sight.tail >> 48),
                hash(TAIL + 1, sight.tail >> 40),
                hash(TAIL + 2, sight.tail >> 24),
                hash(BITS_SHAPE, u64::from(sight.bits) | (shape as u64) << 32),
            ]);
        }
        BEFORE => {
            to.plain(NEIGHBOUR + SHAPES + shape);
            to.hashed([hash(WORD_BESIDE, sight.word), hash(TAIL_BESIDE, sight.tail >> 40)]);
        }
        AFTER => {
            to.plain(NEIGHBOUR + 2 * SHAPES + shape);
            to.hashed([hash(WORD_BESIDE + 1, sight.word), hash(TAIL_BESIDE + 1, sight.tail >> 40)]);
        }
        _ => to.plain(NEIGHBOUR + if place < AROUND { 0 } else { 3 * SHAPES } + shape),
    }
}

/// Hands over the features of a token that several sights make together, or that the article gives.
#[inline]
pub(super) fn joint(around: &[Sight; SEEN], to: &mut impl Take) {
    let [before_it, before, here, after, _] = around;
    let shapes = [before, here, after].map(|sight| usize::from(sight.shape));
    to.plain(TRIGRAM + (shapes[0] * SHAPES + shapes[1]) * SHAPES + shapes[2]);
    let coarse = [before, here, after].map(|sight| usize::from(sight.cluster.coarse));
    to.plain(PAIR + coarse[0] * COARSE + coarse[1]);
    to.plain(PAIR + COARSE * COARSE + coarse[1] * COARSE + coarse[2]);
    for (place, sight) in [before, here, after].into_iter().enumerate() {
        let from = KNOWN_AT + (place * PLACES + usize::from(sight.place)) * BITS;
        each(sight.known, |bit| to.plain(from + bit));
    }
    to.plain(EVIDENCE + usize::from(here.evidence));
    let titles = usize::from(before.bits & TITLE != 0) + 2 * usize::from(before_it.bits & TITLE != 0);
    to.plain(TITLED + titles);
    to.hashed([
        hash(BITS_PAIR, pair(before.bits, here.bits)),
        hash(BITS_PAIR + 1, pair(here.bits, after.bits)),
        hash(KNOWN_PLACE, u64::from(here.known) | u64::from(here.place) << 32),
    ]);
}

const BEFORE: usize = AROUND - 1;
const AFTER: usize = AROUND + 1;

/// Templates of the hashed features.
const WORD: usize = 0;
const WORD_BESIDE: usize = 1;
const HEAD: usize = 3;
const TAIL: usize = 4;
const TAIL_BESIDE: usize = 7;
const BITS_SHAPE: usize = 9;
const BITS_PAIR: usize = 10;
const KNOWN_PLACE: usize = 12;

/// The hash of a template's value.
#[inline]
fn hash(template: usize, value: u64) -> u64 {
    let template = template as u64 + 1;
    mix(value.wrapping_add(template << 56 | template))
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
