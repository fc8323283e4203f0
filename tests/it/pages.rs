//! Pages that hold an article and pages that hold none are told apart.
//!
//! `tests/data/pages` has 65 of the one and 101 of the other, written for this test in five languages: homes,
//! sections, lists of a tag or an author, archives, results of a search, galleries, errors, walls of consent,
//! of log-in and of offers, legal notices, empty shells; and beside them articles with and without a head, in
//! paragraphs, blocks and breaks, behind a wall, amid more links than text, and some whose titles look like errors.

use std::path::Path;

use kiosque::parse::Options;
use kiosque::stage::Code;

use super::formats::{read_file, sorted};

/// The pages of a folder, and of each what was read: the letters of its article, or why it has none.
fn read(folder: &str) -> Vec<(String, Result<usize, Code>)> {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pages").join(folder);
    let read_page = |path: &std::path::PathBuf| {
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        let mut read = read_file(path, &Options::default());
        assert_eq!(read.len(), 1, "{name}");
        (name, read.remove(0).map(|article| article.body.len()).map_err(|rejection| rejection.code))
    };
    sorted(&pages).iter().map(read_page).collect()
}

#[test]
fn pages_without_an_article_are_told_from_those_with_one() {
    let (articles, others) = (read("article"), read("none"));
    assert!(articles.len() >= 60 && others.len() >= 60, "{} {}", articles.len(), others.len());
    let lost: Vec<_> = articles.iter().filter(|(_, read)| read.is_err()).collect();
    let taken: Vec<_> = others.iter().filter(|(_, read)| read.is_ok()).collect();
    let refused = others.len() - taken.len();
    let precision = refused as f64 / (refused + lost.len()) as f64;
    let recall = refused as f64 / others.len() as f64;
    println!("no article: precision {precision:.3}, recall {recall:.3}");
    assert!(lost.is_empty(), "articles refused: {lost:?}");
    assert!(recall >= 0.98, "taken for articles: {taken:?}");
}

#[test]
fn an_error_and_a_wall_are_called_so() {
    for (name, read) in read("none") {
        let code = read.expect_err(&name);
        let expected = match name.split('-').next() {
            Some("missing" | "error" | "robot") => Code::ErrorPage,
            Some("consent") => Code::ConsentWall,
            _ => continue,
        };
        assert_eq!(code, expected, "{name}");
    }
}

#[test]
fn an_article_keeps_its_text_and_loses_the_page() {
    for (name, read) in read("article") {
        // The shortest are two sentences; a wall ends one after two paragraphs.
        let least = if name.starts_with("brief") { 120 } else { 500 };
        assert!(read.is_ok_and(|letters| letters >= least), "{name}");
    }
}
