//! Training: annotated texts in, a model file out.
//!
//! A conditional random field is fitted by stochastic gradient ascent on the log-likelihood, with AdaGrad's steps
//! and feature dropout; the weights are averaged over the second halves of several fits, pruned and rounded to bytes. Everything is
//! deterministic: own random numbers, own exponential, one thread, so that the same corpora and the same settings
//! give the same file byte for byte, on any machine.

mod clusters;
mod corpus;
mod exponential;
mod field;

use super::lexicon;
use super::model::{LABELS, Model, Parts, WEIGHTS, hashed_row};
use super::table;
use super::tagger::feature::PLAIN;
use corpus::Corpus;

/// A text and its names.
#[derive(Debug, Clone)]
pub struct Example {
    /// The text.
    pub text: String,
    /// The names in it: byte ranges that do not overlap, and what they name.
    pub names: Vec<(usize, usize, Class)>,
}

/// What a name in a training text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A person.
    Person,
    /// An organisation.
    Organization,
    /// A place.
    Place,
    /// Some other thing: a work, an event, a product.
    Thing,
}

/// How to train.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Times that the whole is fitted, each with other random numbers; the weights are averaged.
    pub fits: u32,
    /// Times that every text is seen in a fit.
    pub epochs: u32,
    /// The first steps' length.
    pub rate: f32,
    /// Share of a token's features that is left out each time, from 0 to 1.
    pub dropout: f32,
    /// Hashed features seen less often are left out.
    pub least: u32,
    /// Features whose weights all stay below are left out.
    pub smallest: f32,
    /// Weight that one unit of the file stands for.
    pub unit: f32,
    /// Start of the random numbers.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            fits: 5,
            epochs: 20,
            rate: 0.1,
            dropout: 0.7,
            least: 2,
            smallest: 0.05,
            unit: 1.0 / 48.0,
            seed: 1,
        }
    }
}

/// Trains a model and returns its file, with the compiled-in lexicon.
///
/// `clusters` has lines `word TAB coarse TAB fine`, classes from 0 to 63 and 0 to 511, the most frequent word
/// first; words beyond the first 120,000 are left out. Half a minute for 300,000 words.
///
/// # Panics
///
/// If there are more than 2^32 features.
pub fn train(examples: &[Example], clusters: &str, settings: &Settings) -> Vec<u8> {
    let mut parts = Parts {
        transitions: [[0; LABELS]; LABELS],
        lexicon: lexicon::compile(),
        clusters: clusters::compile(clusters),
        plain: Vec::new(),
        hashed: table::compile::<{ 4 + WEIGHTS }>(&[]),
    };
    let bare = Model::new(parts.to_bytes()).expect("a model without weights is a model");
    let corpus = Corpus::read(examples, &bare.sections(), settings.least);
    let field = field::fit(&corpus, settings);

    let rounded = |weight: f32| (weight / settings.unit).round().clamp(-127.0, 127.0);
    parts.transitions = field.transitions.map(|row| row.map(|weight| rounded(weight) as i16));
    let row = |weights: &[f32; LABELS]| -> [i8; WEIGHTS] {
        std::array::from_fn(|label| rounded(weights[label + 1] - weights[0]) as i8)
    };
    parts.plain = field.weights[..PLAIN].iter().map(row).collect();
    let kept: Vec<_> = corpus
        .hashed
        .iter()
        .zip(&field.weights[PLAIN..])
        .filter(|(_, weights)| weights.iter().any(|weight| (weight - weights[0]).abs() >= settings.smallest))
        .map(|(feature, weights)| (*feature, hashed_row(*feature, row(weights))))
        .collect();
    parts.hashed = table::compile(&kept);
    parts.to_bytes()
}
