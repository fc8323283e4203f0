//! Strict span F1: same start, same end, same kind.

use std::collections::BTreeSet;

use kiosque::annotate::Annotator;
use kiosque::annotate::train::{Class, Example};
use kiosque::article::{Article, Kind};

use crate::corpus::without_titles;

/// Returns a line of figures. Old press is compared without titles, leading articles and marks at the edges.
pub(crate) fn score(annotator: &Annotator, examples: &[Example], old: bool) -> String {
    let mut tallies = [[0_usize; 3]; 3];
    for example in examples {
        let bare =
            |start: usize, end: usize| if old { bare(&example.text, start, end) } else { (start, end) };
        let mut wanted = BTreeSet::new();
        for (start, end, class) in &example.names {
            if *class != Class::Thing {
                wanted.insert((bare(*start, *end), *class as usize));
            }
        }
        let mut found = BTreeSet::new();
        for entity in annotator.annotate(Article::of_text("", &example.text)).entities {
            for mention in entity.mentions {
                found.insert((bare(mention.start as usize, mention.end as usize), entity.kind as usize));
            }
        }
        for kind in Kind::ALL {
            let of = |spans: &BTreeSet<_>| spans.iter().filter(|(_, other)| *other == kind as usize).count();
            let both = wanted.intersection(&found).filter(|(_, other)| *other == kind as usize).count();
            for (tally, count) in tallies[kind as usize].iter_mut().zip([both, of(&found), of(&wanted)]) {
                *tally += count;
            }
        }
    }
    let f1 = |[both, found, wanted]: [usize; 3]| 200.0 * both as f64 / (found + wanted).max(1) as f64;
    let micro = f1(std::array::from_fn(|n| tallies.iter().map(|tally| tally[n]).sum()));
    let [person, organization, place] = tallies.map(f1);
    format!("person {person:.1}, organization {organization:.1}, place {place:.1}, micro {micro:.2}")
}

fn bare(text: &str, start: usize, end: usize) -> (usize, usize) {
    let edge = |c: char| c.is_whitespace() || "«»\"“”()[],;:.".contains(c);
    let mut name = &text[start..end];
    loop {
        let mut less = without_titles(name.trim_start_matches(edge));
        for article in ["les ", "le ", "la ", "l'", "l’", "d'", "d’", "Les ", "Le ", "La ", "L'", "L’"]
        {
            less = less.strip_prefix(article).filter(|rest| !rest.is_empty()).unwrap_or(less);
        }
        if less.is_empty() || less.len() == name.len() {
            break;
        }
        name = less;
    }
    let trimmed = name.trim_end_matches(edge);
    let first = end - name.len();
    (first, if trimmed.is_empty() { end } else { first + trimmed.len() })
}
