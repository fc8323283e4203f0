//! Large corpora made honestly: any number of French-like press articles from a language model of counts.
//!
//! A seed and a number come in; articles as JSON lines go out, the same for ever, each made from its number
//! alone, so that they can be made in any order and on any number of threads. The room knows nothing of the
//! rest of the program: what it makes is read as any corpus is.
//!
//! # The model
//!
//! | part | made so |
//! |---|---|
//! | sentences | a chain of form after form, by the counts of French Wikinews (`data/french.zst`, 4,969 forms) |
//! | rare words | a class of the chain (`~ations`) and a rank drawn from a power law: the stems that Wikinews has, behind them stems put together from prefixes, so that the vocabulary never ends and endings agree |
//! | names | people, organisations and places, invented; popularity falls with a power of the rank |
//! | an article | has its own cast of names and its own words, which come again |
//! | lengths | log-normal |
//! | dates | 1990 to 2024, more in late years, fewer on weekends |
//! | near copies | 8 of 100 articles repeat one of the 2,000 before them: another source, some words changed, a sentence dropped |
//!
//! The counts were made by `benches/synthesis/learn.py` from WiNER-fr: texts of French Wikinews (CC BY 2.5),
//! annotations by Yoann Dupont (CC BY 4.0). No sentence is kept, only which form follows which how often.
//!
//! # Beside a real corpus
//!
//! `kiosque bench --statistics PATH` prints these figures ([`Statistics`]) for any corpus. Of 26,988 articles
//! of news (2010 to 2020) and 27,000 made with seed 1. What is made is somewhat shorter and has more rare forms,
//! which is the harder case for dictionaries:
//!
//! | | real | made |
//! |---|---|---|
//! | articles | 26,988 | 27,000 |
//! | bytes of text an article | 2,364 | 2,054 |
//! | tokens an article, mean | 372 | 304 |
//! | tokens an article, p10 | 177 | 126 |
//! | tokens an article, median | 331 | 258 |
//! | tokens an article, p90 | 666 | 537 |
//! | tokens an article, p99 | 895 | 984 |
//! | forms | 121,814 | 196,130 |
//! | forms seen once, share | 0.36 | 0.50 |
//! | Heaps' exponent, last three doublings | 0.46 | 0.66 |
//! | Zipf's exponent, ranks 10 to 100 | 1.23 | 1.12 |
//! | Zipf's exponent, ranks 100 to 1,000 | 0.87 | 0.90 |
//! | Zipf's exponent, ranks 1,000 to 10,000 | 1.19 | 1.60 |
//! | Zipf's exponent, ranks 10,000 to 50,000 | 1.79 | 1.32 |
//! | postings an article | 197 | 184 |
//! | postings of forms in fewer than 10 articles, share | 0.04 | 0.07 |
//! | postings of forms in 10 to 99, share | 0.13 | 0.05 |
//! | postings of forms in 100 to 999, share | 0.31 | 0.29 |
//! | postings of forms in 1,000 to 9,999, share | 0.34 | 0.41 |
//! | postings of forms in 10,000 and more, share | 0.18 | 0.18 |

mod article;
mod model;
mod names;
mod random;
mod statistics;
mod words;

use std::io::{self, Write};

pub use random::Random;
pub use statistics::Statistics;

use model::Model;

/// Share of near copies.
const NEAR_COPIES: f64 = 0.08;
/// Articles back that a near copy may reach.
const COPY_REACH: u64 = 2_000;
/// Articles that a thread makes at once.
const CHUNK: u64 = 256;

/// A corpus of one seed.
pub struct Corpus {
    seed: u64,
    model: Model,
}

impl Corpus {
    /// Opens the model; some 10 ms.
    pub fn new(seed: u64) -> Self {
        Corpus { seed, model: Model::french() }
    }

    /// Appends one article as a JSON line: `id url title date source section author body`. Some 40 µs.
    pub fn article(&self, number: u64, line: &mut String) {
        article::Maker { seed: self.seed, model: &self.model }.write(number, line);
    }

    /// Writes the first `count` articles, made on so many threads. Memory is bounded by a few hundred
    /// articles a thread.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn write(&self, count: u64, jobs: usize, to: &mut dyn Write) -> io::Result<()> {
        let jobs = jobs.max(1) as u64;
        let mut first = 0;
        while first < count {
            let chunks: Vec<String> = std::thread::scope(|scope| {
                let starts = (0..jobs).map(|job| first + job * CHUNK).filter(|start| *start < count);
                let making: Vec<_> = starts
                    .map(|start| scope.spawn(move || self.chunk(start..count.min(start + CHUNK))))
                    .collect();
                let join = |thread: std::thread::ScopedJoinHandle<'_, String>| {
                    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                };
                making.into_iter().map(join).collect()
            });
            for chunk in chunks {
                to.write_all(chunk.as_bytes())?;
            }
            first += jobs * CHUNK;
        }
        to.flush()
    }

    fn chunk(&self, numbers: std::ops::Range<u64>) -> String {
        let mut lines = String::new();
        for number in numbers {
            self.article(number, &mut lines);
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_threads_makes_the_same_articles() {
        let corpus = Corpus::new(7);
        let of = |count, jobs| {
            let mut bytes = Vec::new();
            corpus.write(count, jobs, &mut bytes).expect("memory takes it");
            String::from_utf8(bytes).expect("text")
        };
        let one = of(700, 1);
        assert_eq!(one, of(700, 3));
        assert!(one.starts_with(&of(300, 2)), "a smaller corpus begins a larger one");
        assert_eq!(one.lines().count(), 700);
        let mut other = String::new();
        Corpus::new(8).article(0, &mut other);
        assert!(!one.starts_with(&other), "another seed, another corpus");
    }

    #[test]
    fn some_articles_are_near_copies() {
        let corpus = Corpus::new(1);
        let maker = article::Maker { seed: 1, model: &corpus.model };
        let copies = (0..4_000).filter(|number| maker.copied(*number).is_some()).count();
        assert!((250..400).contains(&copies), "{copies} of 4,000");
    }
}
