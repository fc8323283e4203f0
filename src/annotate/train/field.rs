//! Fitting the field: gradients by the forward-backward algorithm, steps by AdaGrad.

use super::super::model::LABELS;
use super::super::tagger::feature::PLAIN;
use super::super::tagger::may_follow;
use super::Settings;
use super::corpus::Corpus;
use super::exponential::exponential;

/// Fitted weights.
pub(super) struct Field {
    /// From label (row) to label.
    pub(super) transitions: [[f32; LABELS]; LABELS],
    /// A row a feature, plain ones first.
    pub(super) weights: Vec<[f32; LABELS]>,
}

impl Field {
    fn zero(features: usize) -> Field {
        Field { transitions: [[0.0; LABELS]; LABELS], weights: vec![[0.0; LABELS]; features] }
    }
}

/// Fits a field to a corpus, several times, and returns the mean: fits that differ by chance alone differ in what
/// they get wrong.
pub(super) fn fit(corpus: &Corpus, settings: &Settings) -> Field {
    let mut sum = Field::zero(PLAIN + corpus.hashed.len());
    let mut averaged = 0.0;
    for number in 0..settings.fits {
        averaged += fit_once(corpus, settings, settings.seed + u64::from(number), &mut sum);
    }
    // Of a feature that is there but for the dropout, training saw `keep` of the weight.
    let share = (1.0 - settings.dropout) / averaged;
    sum.weights.iter_mut().flatten().for_each(|weight| *weight *= share);
    sum.transitions.iter_mut().flatten().for_each(|weight| *weight /= averaged);
    sum
}

/// Adds the field as it is after each epoch of the second half to the sum; returns how many those were.
fn fit_once(corpus: &Corpus, settings: &Settings, seed: u64, sum: &mut Field) -> f32 {
    let features = sum.weights.len();
    let mut fit = Fit {
        field: Field::zero(features),
        squares: Field::zero(features),
        rate: settings.rate,
        random: Random(seed),
        keep: ((1.0 - settings.dropout) * 65_536.0) as u64,
        scores: Vec::new(),
        forward: Vec::new(),
        taken: Vec::new(),
    };
    let mut order: Vec<usize> = (0..corpus.runs.len()).collect();
    let mut averaged = 0.0;
    for epoch in 0..settings.epochs {
        for at in (1..order.len()).rev() {
            order.swap(at, fit.random.below(at as u64 + 1) as usize);
        }
        for run in &order {
            fit.step(corpus, corpus.runs[*run]);
        }
        if 2 * (epoch + 1) > settings.epochs {
            averaged += 1.0;
            add(&mut sum.transitions, &fit.field.transitions);
            add(&mut sum.weights, &fit.field.weights);
        }
    }
    averaged
}

fn add(sum: &mut [[f32; LABELS]], weights: &[[f32; LABELS]]) {
    for (sum, weight) in sum.iter_mut().flatten().zip(weights.iter().flatten()) {
        *sum += weight;
    }
}

/// A field while it is fitted.
struct Fit {
    field: Field,
    /// AdaGrad's sums of squared gradients.
    squares: Field,
    rate: f32,
    random: Random,
    /// Of 65,536 features so many are kept.
    keep: u64,
    scores: Vec<[f32; LABELS]>,
    forward: Vec<[f32; LABELS]>,
    /// Features of the run that were kept, and where each token's end.
    taken: Vec<(u32, u32)>,
}

impl Fit {
    /// One step up the gradient of one run.
    fn step(&mut self, corpus: &Corpus, (first, last): (usize, usize)) {
        self.score(corpus, first, last);
        let mut transitions = [[0.0; LABELS]; LABELS];
        for (from, row) in transitions.iter_mut().enumerate() {
            for (label, factor) in row.iter_mut().enumerate() {
                *factor = if may_follow(from, label) {
                    exponential(self.field.transitions[from][label])
                } else {
                    0.0
                };
            }
        }
        let expected = self.pass(&transitions);
        let mut gradient = expected.map(|row| row.map(|probability: f32| -probability));
        let mut from = 0;
        for at in first..last {
            let right = usize::from(corpus.labels[at]);
            gradient[from][right] += 1.0;
            from = right;
        }
        for (from, gradient) in gradient.iter().enumerate() {
            climb(
                &mut self.field.transitions[from],
                &mut self.squares.transitions[from],
                gradient,
                self.rate,
            );
        }
        // After `pass` the scores are each label's probability.
        for place in 0..self.taken.len() {
            let (feature, token) = self.taken[place];
            let mut gradient = self.scores[token as usize].map(|probability| -probability);
            gradient[usize::from(corpus.labels[first + token as usize])] += 1.0;
            let feature = feature as usize;
            climb(&mut self.field.weights[feature], &mut self.squares.weights[feature], &gradient, self.rate);
        }
    }

    /// Adds up the weights of the features that dropout leaves.
    fn score(&mut self, corpus: &Corpus, first: usize, last: usize) {
        self.scores.clear();
        self.taken.clear();
        for at in first..last {
            let mut scores = [0.0; LABELS];
            for feature in &corpus.features[corpus.begins[at]..corpus.begins[at + 1]] {
                if self.random.below(65_536) >= self.keep {
                    continue;
                }
                for (score, weight) in scores.iter_mut().zip(&self.field.weights[*feature as usize]) {
                    *score += weight;
                }
                self.taken.push((*feature, (at - first) as u32));
            }
            self.scores.push(scores);
        }
    }

    /// Forward and backward over the run: the scores become probabilities; returns how often each transition is
    /// expected.
    fn pass(&mut self, transitions: &[[f32; LABELS]; LABELS]) -> [[f32; LABELS]; LABELS] {
        self.forward.clear();
        let mut before = [0.0; LABELS];
        before[0] = 1.0;
        for scores in &mut self.scores {
            let most = scores.iter().copied().fold(f32::MIN, f32::max);
            for score in scores.iter_mut() {
                *score = exponential(*score - most);
            }
            let mut now = [0.0; LABELS];
            for (from, row) in transitions.iter().enumerate() {
                for (sum, factor) in now.iter_mut().zip(row) {
                    *sum += before[from] * factor;
                }
            }
            for (sum, score) in now.iter_mut().zip(scores.iter()) {
                *sum *= score;
            }
            let total: f32 = now.iter().sum();
            now.iter_mut().for_each(|sum| *sum /= total.max(f32::MIN_POSITIVE));
            self.forward.push(now);
            before = now;
        }
        let mut expected = [[0.0; LABELS]; LABELS];
        let mut after = [1.0; LABELS];
        for at in (0..self.scores.len()).rev() {
            let mut start = [0.0; LABELS];
            start[0] = 1.0;
            let before = if at == 0 { start } else { self.forward[at - 1] };
            let scores = self.scores[at];
            let mut joint = [[0.0; LABELS]; LABELS];
            let mut total = 0.0;
            for from in 0..LABELS {
                for label in 0..LABELS {
                    joint[from][label] =
                        before[from] * transitions[from][label] * scores[label] * after[label];
                    total += joint[from][label];
                }
            }
            let mut probability = [0.0; LABELS];
            for from in 0..LABELS {
                for label in 0..LABELS {
                    let share = joint[from][label] / total.max(f32::MIN_POSITIVE);
                    expected[from][label] += share;
                    probability[label] += share;
                }
            }
            let mut ahead = [0.0; LABELS];
            for from in 0..LABELS {
                for label in 0..LABELS {
                    ahead[from] += transitions[from][label] * scores[label] * after[label];
                }
            }
            let most = ahead.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
            after = ahead.map(|sum| sum / most);
            self.scores[at] = probability;
        }
        expected
    }
}

/// One AdaGrad step of one row.
#[inline]
fn climb(weights: &mut [f32; LABELS], squares: &mut [f32; LABELS], gradient: &[f32; LABELS], rate: f32) {
    for ((weight, square), gradient) in weights.iter_mut().zip(squares).zip(gradient) {
        *square += gradient * gradient;
        *weight += rate * gradient / (square.sqrt() + 1e-6);
    }
}

/// Xorshift64*: numbers that look random and are always the same.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
        (number * bound) >> 32
    }
}
