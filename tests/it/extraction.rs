//! The text of an article is all there, and nothing else of its page is, whatever the page was made with.
//!
//! `tests/data/extraction` has pages in the manner of a dozen tools and genres, written for this test in five
//! languages. Beside each lies what a reader would call its article: title, day and authors, a line each, a blank
//! line, then the standfirst and the text, a paragraph a line.

use std::fmt::Write as _;
use std::path::Path;

use kiosque::article::RawArticle;
use kiosque::parse::Options;

use super::formats::{read_file, sorted};

/// Lines with blanks made one, so that the wrapping of a page does not count.
fn lines(text: &str) -> Vec<String> {
    let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    text.lines().map(line).filter(|line| !line.is_empty()).collect()
}

fn head(article: &RawArticle) -> [String; 3] {
    let title = article.title.clone().unwrap_or_default();
    let day = article.date.as_deref().and_then(|date| date.get(..10)).unwrap_or_default().to_owned();
    [title, day, article.authors.join("; ")]
}

#[test]
fn the_text_of_an_article_is_all_there_and_nothing_else() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/extraction");
    let mut wrong = String::new();
    let mut pages = 0;
    for page in sorted(&folder) {
        if page.extension().is_none_or(|extension| extension != "html") {
            continue;
        }
        pages += 1;
        let name = page.file_stem().expect("a name").to_string_lossy().into_owned();
        let expected = std::fs::read_to_string(page.with_extension("txt")).expect("what is expected");
        let (expected_head, expected_text) = expected.split_once("\n\n").expect("a head and a text");
        let mut read = read_file(&page, &Options::default());
        let article = match read.remove(0) {
            Ok(article) => article,
            Err(rejection) => {
                let _ = writeln!(wrong, "{name}: {rejection}");
                continue;
            }
        };
        let expected_head: Vec<&str> = expected_head.lines().collect();
        for (found, expected) in head(&article).iter().zip(expected_head.iter().chain([&"", &"", &""])) {
            if found != expected {
                let _ = writeln!(wrong, "{name}: {found:?} is not {expected:?}");
            }
        }
        let found = lines(&format!("{}\n{}", article.standfirst.unwrap_or_default(), article.body));
        let expected = lines(expected_text);
        for line in expected.iter().filter(|line| !found.contains(line)) {
            let _ = writeln!(wrong, "{name}: lacks {line}");
        }
        for line in found.iter().filter(|line| !expected.contains(line)) {
            let _ = writeln!(wrong, "{name}: adds  {line}");
        }
        if wrong.is_empty() {
            assert_eq!(found, expected, "{name}: the order");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(pages >= 12, "{pages} pages");
}
