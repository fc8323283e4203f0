//! Trains the tagger of `annotate` on published corpora, and scores it.
//!
//! `cargo bench --bench train -- MODEL CLUSTERS CORPUS… [--score CORPUS…]` writes the model file and prints its
//! hash; the same corpora in the same order give the same bytes. A corpus is JSON lines (`.jsonl`, `.jsonl.zst`:
//! `id`, `text`, `entities` of `start`, `end`, `type`, offsets in characters) or two columns in the layout of HIPE
//! (`.conll`). `src/annotate/data/README.md` has the command that made the model in the program.

mod corpus;
mod score;

use std::io::{self, Write};
use std::path::Path;

use kiosque::annotate::Annotator;
use kiosque::annotate::train::{Settings, train};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let mut out = io::stdout();
    let parts: Vec<&[String]> = arguments.split(|argument| argument == "--score").collect();
    let [model, clusters, corpora @ ..] = parts[0] else {
        return writeln!(out, "nothing trained: cargo bench --bench train -- MODEL CLUSTERS CORPUS…");
    };
    let mut examples = Vec::new();
    for path in corpora {
        let texts = corpus::read(Path::new(path))?;
        examples.extend(texts.into_iter().map(corpus::mended));
    }
    let clusters = corpus::text_of(Path::new(clusters))?;
    let started = std::time::Instant::now();
    let bytes = train(&examples, &clusters, &Settings::default());
    std::fs::write(model, &bytes)?;
    let seconds = started.elapsed().as_secs_f64();
    writeln!(out, "{model}: {} bytes, BLAKE3 {}, {seconds:.1} s", bytes.len(), blake3::hash(&bytes))?;
    let annotator = Annotator::with_model(bytes).map_err(io::Error::other)?;
    for path in parts.get(1).copied().unwrap_or_default() {
        let old = path.ends_with(".conll");
        let figures = score::score(&annotator, &corpus::read(Path::new(path))?, old);
        writeln!(out, "{path}: {figures}")?;
    }
    Ok(())
}
