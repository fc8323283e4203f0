//! How many bytes of text become encoded forms a second, on one thread?
//!
//! `cargo bench --bench tokenize`

mod text;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use kiosque::analysis::Encoded;

fn main() {
    divan::main();
}

/// A standfirst, an article, a long document.
#[divan::bench(args = [300, 3_000, 300_000])]
fn encode(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = text::french(bytes);
    let mut buffer = String::new();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| Encoded::of(black_box(&text), &mut buffer));
}
