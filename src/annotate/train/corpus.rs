//! Annotated texts as the numbers that training works on.

use std::collections::{BTreeMap, HashMap};

use super::super::model::{CLASSES, Sections};
use super::super::span::Reading;
use super::super::tagger::Tagger;
use super::super::tagger::feature::{PLAIN, Take, features};
use super::super::tagger::sight::AROUND;
use super::super::token::{self, Token};
use super::Example;

/// Runs of tokens with their labels and features.
pub(super) struct Corpus {
    /// Bounds of each run among the tokens.
    pub(super) runs: Vec<(usize, usize)>,
    /// The right label of each token.
    pub(super) labels: Vec<u8>,
    /// Where each token's features begin, and where the last one's end.
    pub(super) begins: Vec<usize>,
    /// Numbers of features: plain ones below [`PLAIN`], hashed ones above it.
    pub(super) features: Vec<u32>,
    /// The hashed features, in order.
    pub(super) hashed: Vec<u64>,
}

/// Gathers the features of a token.
#[derive(Default)]
struct Gathered {
    plain: Vec<u32>,
    hashed: Vec<u64>,
}

impl Take for Gathered {
    fn plain(&mut self, number: usize) {
        self.plain.push(number as u32);
    }

    fn hashed<const COUNT: usize>(&mut self, features: [u64; COUNT]) {
        self.hashed.extend(features);
    }
}

impl Corpus {
    /// Reads texts; hashed features seen fewer times than `least` are left out.
    pub(super) fn read(examples: &[Example], sections: &Sections<'_>, least: u32) -> Corpus {
        let lexicon = sections.lexicon;
        let mut tagger = Tagger::default();
        let mut runs = Vec::new();
        let mut labels = Vec::new();
        let mut tokens_of: Vec<Gathered> = Vec::new();
        let mut tokens = Vec::new();
        for example in examples {
            tokens.clear();
            token::tokenize(&example.text, &mut String::new(), &mut tokens);
            for token in tokens.iter_mut().filter(|token| token.phrase.parts > 0) {
                token.bits = lexicon.flags_of(token);
            }
            let right = right_labels(example, &tokens);
            let reading = Reading { title: "", body: &example.text, tokens: &tokens, title_tokens: 0 };
            tagger.each_run(sections, reading, |(first, last), sights| {
                runs.push((labels.len(), labels.len() + last - first));
                for (place, right) in right[first..last].iter().enumerate() {
                    let mut gathered = Gathered::default();
                    features(sights, place + AROUND, &mut gathered);
                    tokens_of.push(gathered);
                    // What begins before the run cannot be found.
                    let inner = usize::from(*right) > CLASSES;
                    let lost = inner && (place == 0 || labels.last() == Some(&0));
                    labels.push(if lost { 0 } else { *right });
                }
            });
        }
        let mut counts: BTreeMap<u64, u32> = BTreeMap::new();
        for feature in tokens_of.iter().flat_map(|token| &token.hashed) {
            *counts.entry(*feature).or_default() += 1;
        }
        let hashed: Vec<u64> =
            counts.into_iter().filter(|(_, count)| *count >= least).map(|(feature, _)| feature).collect();
        let numbers: HashMap<u64, u32> =
            hashed.iter().enumerate().map(|(number, feature)| (*feature, (PLAIN + number) as u32)).collect();
        let mut corpus = Corpus { runs, labels, begins: vec![0], features: Vec::new(), hashed };
        for token in &tokens_of {
            corpus.features.extend(&token.plain);
            corpus.features.extend(token.hashed.iter().filter_map(|feature| numbers.get(feature)));
            corpus.begins.push(corpus.features.len());
        }
        corpus
    }
}

/// The label of each token of a text. A name whose borders lie inside words takes the words that lie in it.
fn right_labels(example: &Example, tokens: &[Token]) -> Vec<u8> {
    let mut labels = vec![0; tokens.len()];
    for (start, end, class) in &example.names {
        let first = tokens.partition_point(|token| (token.start as usize) < *start);
        let last = tokens.partition_point(|token| token.end() as usize <= *end);
        for (place, label) in labels.iter_mut().take(last).skip(first).enumerate() {
            let inner = if place == 0 { 0 } else { CLASSES };
            *label = (1 + *class as usize + inner) as u8;
        }
    }
    labels
}
