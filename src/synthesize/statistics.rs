//! How a corpus is spread: growth of the vocabulary, frequencies, lengths, postings.

use std::collections::BTreeMap;

/// Counts over texts given one after the other. Memory grows with the vocabulary.
#[derive(Debug, Default)]
pub struct Statistics {
    /// Of each form: occurrences, articles, the last article it was seen in.
    forms: std::collections::HashMap<Box<str>, (u64, u64, u64)>,
    articles: u64,
    bytes: u64,
    tokens: u64,
    lengths: Vec<u32>,
    /// Tokens and forms at each doubling.
    growth: Vec<(u64, u64)>,
}

impl Statistics {
    /// Takes one article: its bytes and its forms.
    pub fn add<'f>(&mut self, bytes: usize, forms: impl Iterator<Item = &'f str>) {
        self.articles += 1;
        self.bytes += bytes as u64;
        let before = self.tokens;
        for form in forms {
            self.tokens += 1;
            if !self.forms.contains_key(form) {
                self.forms.insert(form.into(), (0, 0, 0));
            }
            if let Some((occurrences, articles, last)) = self.forms.get_mut(form) {
                *occurrences += 1;
                if *last != self.articles {
                    *last = self.articles;
                    *articles += 1;
                }
            }
            if self.tokens.is_power_of_two() {
                self.growth.push((self.tokens, self.forms.len() as u64));
            }
        }
        self.lengths.push(u32::try_from(self.tokens - before).unwrap_or(u32::MAX));
    }

    /// The figures, each with its name.
    pub fn figures(&self) -> Vec<(&'static str, f64)> {
        let mut by_occurrences: Vec<u64> =
            self.forms.values().map(|(occurrences, _, _)| *occurrences).collect();
        by_occurrences.sort_unstable_by(|one, other| other.cmp(one));
        let mut lengths = self.lengths.clone();
        lengths.sort_unstable();
        let percentile = |share: f64| {
            lengths.get(((lengths.len() as f64 * share) as usize).min(lengths.len().saturating_sub(1)))
        };
        let length = |share| percentile(share).copied().map_or(0.0, f64::from);
        let forms = self.forms.len().max(1) as f64;
        let at_rank = |rank: usize| by_occurrences.get(rank - 1).map_or(0.0, |n| *n as f64);
        let slope = |from: usize, to: usize| {
            (at_rank(from).ln() - at_rank(to).max(1.0).ln()) / ((to as f64).ln() - (from as f64).ln())
        };
        let mut postings: BTreeMap<u32, u64> = BTreeMap::new();
        self.forms.values().for_each(|(_, articles, _)| {
            *postings.entry(articles.ilog10()).or_default() += articles;
        });
        let all_postings = postings.values().sum::<u64>().max(1) as f64;
        let share = |decade: u32| postings.get(&decade).map_or(0.0, |n| *n as f64 / all_postings);
        let once = self.forms.values().filter(|(occurrences, _, _)| *occurrences == 1).count() as f64;
        vec![
            ("articles", self.articles as f64),
            ("bytes of text an article", self.bytes as f64 / self.articles.max(1) as f64),
            ("tokens an article, mean", self.tokens as f64 / self.articles.max(1) as f64),
            ("tokens an article, p10", length(0.1)),
            ("tokens an article, median", length(0.5)),
            ("tokens an article, p90", length(0.9)),
            ("tokens an article, p99", length(0.99)),
            ("forms", self.forms.len() as f64),
            ("forms seen once, share", once / forms),
            ("Heaps' exponent, last three doublings", self.heaps()),
            ("Zipf's exponent, ranks 10 to 100", slope(10, 100)),
            ("Zipf's exponent, ranks 100 to 1,000", slope(100, 1_000)),
            ("Zipf's exponent, ranks 1,000 to 10,000", slope(1_000, 10_000)),
            ("Zipf's exponent, ranks 10,000 to 50,000", slope(10_000, 50_000)),
            ("postings an article", all_postings / self.articles.max(1) as f64),
            ("postings of forms in fewer than 10 articles, share", share(0)),
            ("postings of forms in 10 to 99, share", share(1)),
            ("postings of forms in 100 to 999, share", share(2)),
            ("postings of forms in 1,000 to 9,999, share", share(3)),
            ("postings of forms in 10,000 and more, share", share(4) + share(5) + share(6) + share(7)),
        ]
    }

    /// Exponent of the vocabulary's growth over the last three doublings.
    fn heaps(&self) -> f64 {
        let [(tokens_before, forms_before), _, _, (tokens, forms)] =
            self.growth[self.growth.len().saturating_sub(4)..]
        else {
            return 0.0;
        };
        (forms as f64 / forms_before as f64).ln() / (tokens as f64 / tokens_before as f64).ln()
    }
}
