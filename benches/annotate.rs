//! How many bytes of text are searched for people, organisations and places a second, on one thread?
//!
//! `cargo bench --bench annotate`

mod text;

use divan::Bencher;
use divan::counter::BytesCount;
use kiosque::annotate::Annotator;
use kiosque::article::Article;

fn main() {
    divan::main();
}

/// A brief, an article, a long document.
#[divan::bench(args = [300, 3_000, 300_000])]
fn annotate(bencher: Bencher<'_, '_>, bytes: usize) {
    let annotator = Annotator::new();
    let article = article(bytes);
    bencher
        .counter(BytesCount::new(article.title.len() + article.body.len()))
        .with_inputs(|| article.clone())
        .bench_local_values(|article| annotator.annotate(article));
}

/// Taking the compiled-in model, which is read where it lies: paid once a run.
#[divan::bench]
fn open() -> Annotator {
    Annotator::new()
}

fn article(bytes: usize) -> Article {
    Article::of_text("Le Havre : Marie Lefèvre quitte le conseil municipal", text::french(bytes))
}
