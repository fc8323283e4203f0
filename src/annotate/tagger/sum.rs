//! Adds up the weights of features.

use super::super::model::{Sections, WEIGHTS, Weights};
use super::feature::Take;

/// A sum of weights that grows with each feature it takes. Whole numbers: the order does not matter.
///
/// The eight weights of a feature are one number of 64 bits. Made positive, they are added four at a time: every
/// other byte has the byte beside it as room to grow.
pub(super) struct Sum<'s, 'm> {
    sections: &'s Sections<'m>,
    even: u64,
    odd: u64,
    rows: i16,
}

/// What makes a weight positive, in each of eight bytes: 128 more.
const POSITIVE: u64 = 0x8080_8080_8080_8080;
/// Every other byte.
const EVEN: u64 = 0x00ff_00ff_00ff_00ff;
/// So many weights find room in twice their bits.
const MAX_ROWS: i16 = 257;

impl<'s, 'm> Sum<'s, 'm> {
    /// Begins at nothing.
    #[inline]
    pub(super) fn new(sections: &'s Sections<'m>) -> Self {
        Sum { sections, even: 0, odd: 0, rows: 0 }
    }

    #[inline]
    fn add(&mut self, weights: &Weights) {
        let weights = u64::from_le_bytes(*weights) ^ POSITIVE;
        self.even += weights & EVEN;
        self.odd += weights >> 8 & EVEN;
        self.rows += 1;
        debug_assert!(self.rows <= MAX_ROWS, "no token has so many features");
    }

    /// The sums, by label.
    #[inline]
    pub(super) fn total(&self) -> [i16; WEIGHTS] {
        std::array::from_fn(|label| {
            let lanes = if label % 2 == 0 { self.even } else { self.odd };
            (lanes >> (label / 2 * 16)) as i16 - 128 * self.rows
        })
    }
}

/// Adds sums to scores.
#[inline]
pub(super) fn add(scores: &mut [i16; WEIGHTS], sums: &[i16; WEIGHTS]) {
    *scores = std::array::from_fn(|label| scores[label] + sums[label]);
}

impl Take for Sum<'_, '_> {
    #[inline]
    fn plain(&mut self, number: usize) {
        if let Some(weights) = self.sections.plain.get(number) {
            self.add(weights);
        }
    }

    #[inline]
    fn hashed<const COUNT: usize>(&mut self, features: [u64; COUNT]) {
        // All first looks at once, then all weights: they wait for memory together.
        let mut doubtful = 0_u32;
        for (place, feature) in features.iter().enumerate() {
            doubtful |= u32::from(!self.sections.lacks(*feature)) << place;
        }
        while doubtful != 0 {
            if let Some(weights) = self.sections.weights(features[doubtful.trailing_zeros() as usize]) {
                self.add(weights);
            }
            doubtful &= doubtful - 1;
        }
    }
}
