//! How the parts of a phrase or proximity stand to one another in one text.

use std::fmt;

/// Words `start..end` of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Where the parts stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrangement {
    /// In order, with at most so many words between them in all.
    InOrder {
        /// Words between.
        slop: u32,
    },
    /// In any order, none on another's words, all within so many words.
    Within {
        /// Words from the first to the last.
        words: u32,
    },
}

impl fmt::Display for Arrangement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Arrangement::InOrder { slop: 0 } => f.write_str("side by side"),
            Arrangement::InOrder { slop } => write!(f, "in this order, at most {slop} words between"),
            Arrangement::Within { words } => write!(f, "within {words} words"),
        }
    }
}

/// Choices that are tried in one window before it is taken for none.
const MOST_TRIES: u32 = 20_000;

impl Arrangement {
    /// How often the parts stand so, each time counted 1/(1 + words between); 0 if never. `spans` holds
    /// the spans of each part, sorted.
    pub(super) fn frequency(self, spans: &[Vec<Span>]) -> f32 {
        match self {
            Arrangement::InOrder { slop } => in_order(spans, slop),
            Arrangement::Within { words } => within(spans, words),
        }
    }
}

/// From each span of the first part on, the other parts are placed as early as they can: no other choice
/// has fewer words between.
fn in_order(spans: &[Vec<Span>], slop: u32) -> f32 {
    let Some((first, others)) = spans.split_first() else { return 0.0 };
    let mut frequency = 0.0;
    'starts: for span in first {
        let mut end = span.end;
        let mut between = 0;
        for part in others {
            let next = part.partition_point(|other| other.start < end);
            let Some(next) = part.get(next) else { break 'starts };
            between += next.start - end;
            end = next.end;
            if between > slop {
                continue 'starts;
            }
        }
        frequency += 1.0 / (1.0 + between as f32);
    }
    frequency
}

/// For each span as the window's first, chooses one span a part, none upon another, that ends soonest.
fn within(spans: &[Vec<Span>], words: u32) -> f32 {
    let mut starts: Vec<u32> = spans.iter().flatten().map(|span| span.start).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut frequency = 0.0;
    for start in starts {
        let end = start.saturating_add(words);
        let inside: Vec<&[Span]> = spans
            .iter()
            .map(|part| {
                let from = part.partition_point(|span| span.start < start);
                let to = part.partition_point(|span| span.start < end);
                &part[from..to]
            })
            .collect();
        if inside.iter().any(|part| part.is_empty()) || !inside.iter().any(|part| part[0].start == start) {
            continue;
        }
        let mut order: Vec<&[Span]> = inside;
        order.sort_by_key(|part| part.len());
        let mut chosen = Vec::with_capacity(order.len());
        let mut tries = 0;
        if choose(&order, start, end, &mut chosen, &mut tries) {
            let last = chosen.iter().map(|span| span.end).max().unwrap_or(start);
            let held: u32 = chosen.iter().map(|span| span.end - span.start).sum();
            frequency += 1.0 / (1.0 + (last - start).saturating_sub(held) as f32);
        }
    }
    frequency
}

/// Chooses a span for each part, none upon another and one at `start`, by trying.
fn choose(parts: &[&[Span]], start: u32, end: u32, chosen: &mut Vec<Span>, tries: &mut u32) -> bool {
    let Some((part, rest)) = parts.split_first() else {
        return chosen.iter().any(|span| span.start == start);
    };
    for span in part.iter().filter(|span| span.end <= end) {
        *tries += 1;
        if *tries > MOST_TRIES {
            return false;
        }
        if chosen.iter().any(|other| span.start < other.end && other.start < span.end) {
            continue;
        }
        chosen.push(*span);
        if choose(rest, start, end, chosen, tries) {
            return true;
        }
        chosen.pop();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(places: &[u32]) -> Vec<Span> {
        places.iter().map(|place| Span { start: *place, end: place + 1 }).collect()
    }

    #[test]
    fn parts_in_order_with_few_words_between() {
        let parts = [words(&[0, 10]), words(&[3, 11]), words(&[4])];
        assert_eq!(Arrangement::InOrder { slop: 1 }.frequency(&parts), 0.0);
        assert!(Arrangement::InOrder { slop: 2 }.frequency(&parts) > 0.0);
        assert_eq!(Arrangement::InOrder { slop: 0 }.frequency(&[words(&[5]), words(&[6])]), 1.0);
        assert_eq!(Arrangement::InOrder { slop: 9 }.frequency(&[words(&[6]), words(&[5])]), 0.0);
    }

    #[test]
    fn one_word_never_serves_two_parts() {
        let within = |words| Arrangement::Within { words };
        assert_eq!(within(10).frequency(&[words(&[4]), words(&[4])]), 0.0);
        assert!(within(2).frequency(&[words(&[4, 5]), words(&[4])]) > 0.0);
        assert!(within(3).frequency(&[words(&[7]), words(&[5])]) > 0.0);
        assert_eq!(within(2).frequency(&[words(&[7]), words(&[5])]), 0.0);
        let long = vec![Span { start: 3, end: 6 }];
        assert!(within(4).frequency(&[long.clone(), words(&[6])]) > 0.0);
        assert_eq!(within(3).frequency(&[long, words(&[6])]), 0.0);
    }
}
