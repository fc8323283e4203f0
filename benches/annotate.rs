//! How many bytes of text are searched for people, organisations and places a second, on one thread?
//!
//! `cargo bench --bench annotate`

mod text;

use divan::Bencher;
use divan::counter::BytesCount;
use kiosque::annotate::Annotator;
use kiosque::article::{Article, ArticleId, Language, Origin, Provenance};

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
    Article {
        id: ArticleId::of(&["bench"]),
        source_id: None,
        origin: Origin::default(),
        format: "txt",
        title: "Le Havre : Marie Lefèvre quitte le conseil municipal".to_owned(),
        body: text::french(bytes),
        date: None,
        date_text: None,
        language: Language::FRENCH,
        language_from: Provenance::Default,
        source: None,
        authors: Vec::new(),
        section: None,
        keywords: Vec::new(),
        url: None,
        declared_entities: Vec::new(),
    }
}
