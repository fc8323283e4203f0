//! How long does it take to build the vocabulary of a segment of 500,000 forms?
//!
//! `cargo bench --bench vocabulary`

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use kiosque::analysis::Inflection;
use kiosque::vocabulary::Builder;

/// Nearly four times as many as 25,000 press articles have.
const FORMS: usize = 500_000;

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 20)]
fn build(bencher: Bencher<'_, '_>) {
    let forms = forms();
    bencher.counter(ItemsCount::new(forms.len())).bench_local(|| {
        let mut builder = Builder::new(&Inflection::default());
        for form in black_box(&forms) {
            builder.add(form);
        }
        builder.finish(0, 0)
    });
}

/// Words of two or three syllables and their inflections, accents among them, in byte order as a dictionary
/// has them.
fn forms() -> Vec<String> {
    const PREFIXES: [&str; 4] = ["", "re", "dé", "sur"];
    const ONSETS: [&str; 14] = ["b", "c", "ch", "d", "f", "gr", "l", "m", "n", "p", "r", "s", "tr", "v"];
    const VOWELS: [&str; 8] = ["a", "e", "é", "i", "o", "ou", "u", "œ"];
    const ENDINGS: [&str; 10] =
        ["er", "ation", "ations", "ement", "eur", "euse", "ées", "aient", "isme", "iques"];
    let mut forms = Vec::with_capacity(FORMS);
    for prefix in PREFIXES {
        for first in ONSETS {
            for vowel in VOWELS {
                for second in ONSETS {
                    for other in VOWELS {
                        let base = format!("{prefix}{first}{vowel}{second}{other}");
                        forms.extend(ENDINGS.iter().map(|ending| format!("{base}{ending}")));
                    }
                }
            }
        }
    }
    assert!(forms.len() >= FORMS, "only {} forms", forms.len());
    forms.truncate(FORMS);
    forms.sort_unstable();
    forms
}
