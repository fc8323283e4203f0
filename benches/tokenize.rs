//! How many bytes of text become encoded forms a second, on one thread?
//!
//! `cargo bench --bench tokenize`. The made-up text is always there; real articles are read from the shared
//! corpus where a folder above has it.

mod text;

use std::path::Path;

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

/// The bodies of 3,000 press articles, one after the other.
#[divan::bench]
fn encode_articles(bencher: Bencher<'_, '_>) {
    let bodies = articles();
    let bytes = bodies.iter().map(String::len).sum::<usize>();
    let mut buffer = String::new();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for body in black_box(&bodies) {
            black_box(Encoded::of(body, &mut buffer));
        }
    });
}

/// Bodies of real articles; none where no folder above holds the shared corpus.
fn articles() -> Vec<String> {
    let file = "shared/data/orangesum_dev.jsonl.zst";
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let Some(path) = above.map(|folder| folder.join(file)).find(|path| path.exists()) else {
        return Vec::new();
    };
    let packed = std::fs::File::open(path).expect("the corpus opens");
    let lines = zstd::decode_all(packed).expect("the corpus unpacks");
    let body = |line: &[u8]| {
        let article: serde_json::Value = serde_json::from_slice(line).expect("JSON");
        article["body"].as_str().unwrap_or("").to_owned()
    };
    lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).take(3_000).map(body).collect()
}
