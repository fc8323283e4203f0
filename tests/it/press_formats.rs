//! The press's own formats under the knife: cut anywhere, hostile, edited; and the public samples of them.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kiosque::article::RawArticle;
use kiosque::parse::{Options, format_named};
use kiosque::stage::{Code, Rejection};

use crate::formats::{is_built, read_file};
use crate::support::Workspace;

type Read = Vec<Result<RawArticle, Rejection>>;

/// Formats whose full case is cut at each byte, with the name of that case.
const CUT: &[(&str, &str)] = &[
    ("newsml-g2", "full.xml"),
    ("newsml", "full.xml"),
    ("nitf", "full.xml"),
    ("ninjs", "full.json"),
    ("impresso", "usual.jsonl"),
    ("trafilatura", "full.xml"),
    ("txm", "full.xml"),
    ("tei", "full.xml"),
    ("tei", "usual.xml"),
    ("factiva", "full.xml"),
    ("alto", "full.xml"),
    ("iramuteq", "full.txt"),
    ("gallica", "usual.html"),
    ("europresse", "usual.html"),
    ("europresse", "old.html"),
    ("lexisnexis", "usual.html"),
    ("factiva-html", "usual.html"),
    ("factiva-rtf", "usual.rtf"),
    ("lexisnexis-rtf", "usual.rtf"),
    ("lexisnexis-rtf", "full.rtf"),
    ("rtf", "usual.rtf"),
    ("docx", "usual.docx"),
    ("docx", "full.docx"),
    ("factiva-docx", "usual.docx"),
    ("lexisnexis-docx", "usual.docx"),
    ("odt", "usual.odt"),
    ("odt", "flat.fodt"),
    ("xlsx", "usual.xlsx"),
    ("ods", "usual.ods"),
    ("pdf", "usual.pdf"),
    ("pdf", "full.pdf"),
    ("parquet", "usual.parquet"),
    ("parquet", "full.parquet"),
    ("arrow", "usual.arrow"),
    ("arrow", "full.feather"),
];

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/formats")
}

/// Reads bytes as one format, always under the same name.
fn read(bytes: &[u8], format: &str) -> Read {
    let folder = tempfile::tempdir().expect("made");
    let path = folder.path().join("case");
    std::fs::write(&path, bytes).expect("written");
    let input_format = format_named(format).map(|format| format.name);
    assert!(input_format.is_some(), "{format} is read");
    read_file(&path, &Options { input_format, ..Options::default() })
}

/// What stands whole before the cut is kept as it is; what the cut costs is told by one line at the end.
#[test]
fn articles_before_a_cut_are_kept() {
    for (format, case) in CUT {
        if !is_built(Path::new(format)) {
            continue;
        }
        let bytes = std::fs::read(cases().join(format).join(case)).expect("there");
        let whole = read(&bytes, format);
        let articles = |read: &Read| read.iter().filter(|one| one.is_ok()).count();
        let step = if bytes.len() > 2_000 { 7 } else { 1 };
        for end in (0..bytes.len()).step_by(step) {
            let cut = read(&bytes[..end], format);
            assert!(!cut.is_empty(), "{format} cut at {end} leaves no trace");
            let place = format!("{format} cut at {end}");
            for (place_in_file, one) in cut.iter().enumerate() {
                match (one, whole.get(place_in_file)) {
                    (Err(rejection), _) => assert_ne!(rejection.code, Code::Panic, "{place}: {rejection}"),
                    // A text without marks of its end may end anywhere.
                    (Ok(_), _)
                        if matches!(*format, "iramuteq" | "gallica") && place_in_file + 1 == cut.len() => {}
                    (Ok(article), Some(Ok(wanted))) => assert_eq!(article, wanted, "{place}"),
                    (Ok(article), _) => panic!("{place}: {article:?} is no article of the whole"),
                }
            }
            // Between two lines nothing is cut; a text without marks of its end may end anywhere.
            let between_lines = *case == "usual.jsonl" && bytes[..end].trim_ascii_end().ends_with(b"}");
            let tells = !between_lines && !matches!(*format, "iramuteq" | "gallica");
            if articles(&cut) < articles(&whole) && tells {
                assert!(cut.last().is_some_and(Result::is_err), "{place}: nothing says so");
            }
        }
    }
}

/// Each is refused with one line, at once, and in little memory.
#[test]
fn hostile_xml_is_refused_at_once() {
    let deep = format!("{}{}", "<p>".repeat(100_000), "</p>".repeat(100_000));
    let text = |body: &str| {
        format!(
            "<corpus><text titre=\"T\" date=\"2024\">{body}</text><text titre=\"Suite\" date=\"2024\">Texte.</text></corpus>"
        )
    };
    let entities = "<!DOCTYPE corpus [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let external = "<!DOCTYPE corpus [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    let long = format!("<p x=\"{}\">a</p>", "y".repeat(10 << 20));
    let many = format!("<p {}>a</p>", "a=\"\" ".repeat(150_000));
    let wide = "<i/>".repeat(1_200_000);
    for (name, bytes, codes) in [
        ("depth", text(&deep), vec![Some(Code::Depth), None]),
        ("entities", format!("{entities}{}", text("&b;")), vec![Some(Code::Dtd)]),
        ("external", format!("{external}{}", text("&x;")), vec![Some(Code::Dtd)]),
        ("long tag", text(&long), vec![Some(Code::Xml)]),
        ("attributes", text(&many), vec![Some(Code::Xml), None]),
        ("elements", text(&wide), vec![Some(Code::TooBig), None]),
        ("tags without end", format!("<corpus>{}", "<text a=\"".repeat(50_000)), vec![Some(Code::Truncated)]),
        ("quotes", format!("<corpus>{}", "<text '".repeat(50_000)), vec![Some(Code::Truncated)]),
        ("comments", format!("<corpus>{}", "<!--".repeat(100_000)), vec![Some(Code::Truncated)]),
        ("doctype", format!("<!DOCTYPE {}", "a".repeat(1_000_000)), vec![Some(Code::Xml)]),
    ] {
        let start = Instant::now();
        let read = read(bytes.as_bytes(), "txm");
        let found: Vec<Option<Code>> =
            read.iter().map(|one| one.as_ref().err().map(|rejection| rejection.code)).collect();
        assert_eq!(found, codes, "{name}");
        assert!(start.elapsed() < Duration::from_secs(10), "{name} took {:?}", start.elapsed());
    }
}

/// A record beyond the limit costs itself; the next one is read.
#[test]
fn an_article_too_long_costs_itself() {
    let body = "<p>mot</p>".repeat(1_000);
    let corpus = format!(
        "<corpus><text titre=\"A\" date=\"2024\">{body}</text><text titre=\"B\" date=\"2024\">{}</text><text titre=\"C\" date=\"2024\">Fin.</text></corpus>",
        "mot ".repeat(100_000)
    );
    let mut file = tempfile::Builder::new().suffix(".xml").tempfile().expect("made");
    file.write_all(corpus.as_bytes()).expect("written");
    let mut options = Options::default();
    options.limits.line_bytes = 50_000;
    let read = read_file(file.path(), &options);
    let codes: Vec<Option<Code>> =
        read.iter().map(|one| one.as_ref().err().map(|rejection| rejection.code)).collect();
    assert_eq!(codes, [None, Some(Code::TooBig), None]);
}

/// An issue's articles follow its pages, though the issue's own file stays as it is.
#[test]
fn an_edited_page_changes_its_issue() {
    let workspace = Workspace::new();
    let source = cases().join("mets/usual");
    for file in ["19050305_1-METS.xml", "ALTO/19050305_1-0001.xml", "ALTO/19050305_1-0002.xml"] {
        let text = std::fs::read_to_string(source.join(file)).expect("there");
        workspace.write(&format!("presse/{file}"), &text);
    }
    workspace.run(&["index", "presse"]).exits(0);
    let titles = |query: &str| workspace.run(&["search", query, "--format", "jsonl"]).stdout;
    assert!(titles("dockers").contains("LA GRÈVE") && titles("pêcheurs").is_empty());
    let page = std::fs::read_to_string(source.join("ALTO/19050305_1-0001.xml")).expect("there");
    workspace.write("presse/ALTO/19050305_1-0001.xml", page.replace("dockers", "pêcheurs"));
    workspace.run(&["index", "presse"]).exits(0);
    assert!(titles("pêcheurs").contains("LA GRÈVE") && titles("dockers").is_empty());
}

/// The public samples, where they lie beside the repository.
#[expect(clippy::print_stdout, reason = "a skipped check says so")]
fn sample(path: &str) -> Option<Read> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/formats").join(path);
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(read_file(&path, &Options::default()))
}

/// The first twelve digits of a text's BLAKE3: what others wrote stands here by its name alone.
fn name_of(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..12].to_owned()
}

/// Checks the fields of a sample's articles: title and body by their [`name_of`], date, language, source,
/// authors.
fn check(path: &str, rows: &[[&str; 6]]) {
    let Some(read) = sample(path) else { return };
    let articles: Vec<&RawArticle> = read.iter().filter_map(|one| one.as_ref().ok()).collect();
    let found: Vec<[String; 6]> = articles
        .iter()
        .map(|article| {
            let text = |value: &Option<String>| value.as_deref().unwrap_or_default().to_owned();
            [
                name_of(&text(&article.title)),
                name_of(&article.body),
                text(&article.date),
                text(&article.language),
                text(&article.source),
                article.authors.join("; "),
            ]
        })
        .collect();
    assert_eq!(found, rows, "{path}: {read:?}");
}

#[test]
fn public_samples_of_wires_are_read_right() {
    let wire = |name: &str| format!("superdesk-core/fixtures/{name}");
    check(&wire("afp20.xml"), &[["95033be6f43a", "aa07eb11b369", "20240710T125902Z", "fr", "AFP", ""]]);
    check(
        &wire("text.xml"),
        &[["c958c3b4e0ff", "6f26fd89ba6e", "2013-03-01T15:09:04.000Z", "en", "reuters.com", "Reuters"]],
    );
    check(
        &wire("ansa-newsmlg2-text.xml"),
        &[["63ac81690901", "b002939810bc", "2017-10-11T10:41:00+0100", "it", "ansa.it", "VRG"]],
    );
    check(
        &wire("ap-nitf.xml"),
        &[[
            "008dd87b166e",
            "10bc92974422",
            "20151210T191044Z",
            "",
            "AP",
            "BERNARD CONDON; The Associated Press",
        ]],
    );
    check(
        &wire("ninjsExMediumText1.json"),
        &[[
            "84465d3cb053",
            "2ae74fef9b20",
            "2013-07-09T10:37:00Z",
            "en",
            "",
            "Paulo Santalucia; Frances d'Emilio",
        ]],
    );
    for (name, codes) in [("picture.xml", [Code::NotArticle]), ("nitf-fishing.xml", [Code::NotArticle])] {
        let Some(read) = sample(&wire(name)) else { continue };
        let found: Vec<Code> =
            read.into_iter().filter_map(Result::err).map(|rejection| rejection.code).collect();
        assert_eq!(found, codes, "{name}");
    }
}

#[test]
fn public_samples_of_databases_are_read_right() {
    check(
        "exports/factiva_test.xml",
        &[
            ["97cc4a4d669e", "e8a4c7efd32b", "2012-01-09T01:35:58Z", "EN", "My Newspaper", ""],
            ["e08f9ff5d994", "99dea16bd0b0", "2012-01-06T01:05:06Z", "FR", "My Newspaper", ""],
            ["96cfe4efeeba", "9043fe2a0e3e", "2012-05-06T01:07:06Z", "EN", "My Newspaper", ""],
        ],
    );
    check(
        "exports/alceste_test.txt",
        &[["af1349b9f5f9", "f69cc748781f", "", "", "", ""], ["af1349b9f5f9", "f8d93e854e0b", "", "", "", ""]],
    );
}

#[test]
fn public_samples_of_exported_pages_are_read_right() {
    check(
        "exports/europresse_test1.html",
        &[
            ["a2d7e5b8ccd6", "33eebedf24c8", "jeudi 5 octobre 2013", "", "l'Humanité", ""],
            ["e294a5f348da", "8353905f01f2", "mercredi 3 octobre 2012", "", "Mag", "Second Author"],
            ["97a6f34d367b", "6de3bf705cdf", "jeudi 4 octobre 2012", "", "Magazine 1", "Author Name"],
        ],
    );
    let language = "ENGLISH; ENGLISHS";
    check(
        "exports/lexisnexis_test_fr.html",
        &[
            ["0b7deaf45d36", "8dec27c6ccdf", "12 April 2013 Tuesday", language, "My newpaper", ""],
            ["bda64f76fc70", "50545d516276", "14 October 2013 Thursday", language, "My newpaper", "Author 2"],
            ["63798b45d73d", "06fa855e4c79", "10 March 2013 Monday", language, "My newpaper", ""],
        ],
    );
}

#[test]
fn public_samples_of_scanned_papers_are_read_right() {
    let Some(read) = sample("alto-mets/BNF-EN/JDPL/18210801_1") else { return };
    let (articles, rejected): (Vec<_>, Vec<_>) = read.into_iter().partition(Result::is_ok);
    let articles: Vec<RawArticle> = articles.into_iter().filter_map(Result::ok).collect();
    assert_eq!((articles.len(), rejected.len()), (11, 4));
    let first = &articles[0];
    assert_eq!(first.title.as_deref(), Some("ALLEMAGNE."));
    assert_eq!(first.date.as_deref(), Some("01.08.1821"));
    assert_eq!(first.source.as_deref(), Some("Le Journal des Débats politiques et littéraires"));
    assert!(first.body.contains("l'insurrection") && !first.body.contains("surrection surrection"));
    let Some(read) = sample("alto-mets/RERO2/LLE-1930-1959/data/LLE/19460902_01") else { return };
    let articles = read.iter().filter(|one| one.is_ok()).count();
    assert!(articles > 100, "{articles}");
}
