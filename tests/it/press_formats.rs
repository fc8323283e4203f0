//! The press's own formats under the knife: cut anywhere, hostile, edited; and the public samples of them.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kiosque::article::RawArticle;
use kiosque::parse::{Options, format_named};
use kiosque::stage::{Code, Rejection};

use crate::formats::read_file;
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
        ("attributes", text(&many), vec![None, None]),
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

/// Checks the fields of a sample's articles: title, date, language, source, authors, first words, last words.
fn check(path: &str, rows: &[[&str; 7]]) {
    let Some(read) = sample(path) else { return };
    let articles: Vec<&RawArticle> = read.iter().filter_map(|one| one.as_ref().ok()).collect();
    assert_eq!(articles.len(), rows.len(), "{path}: {read:?}");
    for (article, [title, date, language, source, authors, first, last]) in articles.iter().zip(rows) {
        assert_eq!(article.title.as_deref().unwrap_or_default(), *title, "{path}");
        assert_eq!(article.date.as_deref().unwrap_or_default(), *date, "{path}");
        assert_eq!(article.language.as_deref().unwrap_or_default(), *language, "{path}");
        assert_eq!(article.source.as_deref().unwrap_or_default(), *source, "{path}");
        assert_eq!(article.authors.join("; "), *authors, "{path}");
        assert!(article.body.starts_with(first) && article.body.ends_with(last), "{path}: {}", article.body);
    }
}

#[test]
fn public_samples_of_wires_are_read_right() {
    let wire = |name: &str| format!("superdesk-core/fixtures/{name}");
    check(
        &wire("afp20.xml"),
        &[[
            "Décès de Naomi Musenga: l'opératrice du Samu définitivement condamnée",
            "20240710T125902Z",
            "fr",
            "AFP",
            "",
            "L'opératrice du Samu condamnée",
            "L'opératrice, Corinne M.",
        ]],
    );
    check(
        &wire("text.xml"),
        &[[
            "Soccer-Smiling Benitez pleads for support after midweek outburst against opponent",
            "2013-03-01T15:09:04.000Z",
            "en",
            "reuters.com",
            "Reuters",
            "By Toby Davis",
            "By Toby Davis",
        ]],
    );
    check(
        &wire("ansa-newsmlg2-text.xml"),
        &[[
            "Catalan independence declaration unacceptable - Alfano",
            "2017-10-11T10:41:00+0100",
            "it",
            "ansa.it",
            "VRG",
            "(ANSA) - Rome, October 11",
            "allow for negotiations.",
        ]],
    );
    check(
        &wire("ap-nitf.xml"),
        &[[
            "Can trading pollution like stocks help fight climate change?",
            "20151210T191044Z",
            "",
            "AP",
            "BERNARD CONDON; The Associated Press",
            "NEW YORK (AP) —",
            "bernard-condon .",
        ]],
    );
    check(
        &wire("ninjsExMediumText1.json"),
        &[[
            "Captain of wrecked cruise ship on trial in Italy",
            "2013-07-09T10:37:00Z",
            "en",
            "",
            "Paulo Santalucia; Frances d'Emilio",
            "GROSSETO, Italy (AP)",
            "",
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
            [
                "TEST - first test article",
                "2012-01-09T01:35:58Z",
                "EN",
                "My Newspaper",
                "",
                "This is the lead paragraph of the first test article.\n",
                "\nThis is the body of the first test article.",
            ],
            [
                "TEST - second article de test",
                "2012-01-06T01:05:06Z",
                "FR",
                "My Newspaper",
                "",
                "Voici le chapeau",
                "Et un mot accentué.",
            ],
            [
                "TEST - third test article",
                "2012-05-06T01:07:06Z",
                "EN",
                "My Newspaper",
                "",
                "This is the lead",
                "body of the third test article.",
            ],
        ],
    );
    check(
        "exports/alceste_test.txt",
        &[
            ["", "", "", "", "", "Contents of the first text, first theme.", "New line."],
            ["", "", "", "", "", "Contents of the second text.", "Contents of the second text."],
        ],
    );
}

#[test]
fn public_samples_of_exported_pages_are_read_right() {
    check(
        "exports/europresse_test1.html",
        &[
            [
                "A heading: some text",
                "jeudi 5 octobre 2013",
                "",
                "l'Humanité",
                "",
                "Some text, and a few accentuated characters: éèêù. Continuation.",
                "\nTest.",
            ],
            [
                "Another heading with colored text inside",
                "mercredi 3 octobre 2012",
                "",
                "Mag",
                "Second Author",
                "Contents of the article.",
                "\n(1) A note.",
            ],
            [
                "Heading",
                "jeudi 4 octobre 2012",
                "",
                "Magazine 1",
                "Author Name",
                "This is a test: a test",
                "a test",
            ],
        ],
    );
    let language = "ENGLISH; ENGLISHS";
    check(
        "exports/lexisnexis_test_fr.html",
        &[
            [
                "Title of first article",
                "12 April 2013 Tuesday",
                language,
                "My newpaper",
                "",
                "First paragraph. Some accentuated characters: éùàê.\nSecond",
                "spurious line breaks to remove.",
            ],
            [
                "Another title, with accents: éà",
                "14 October 2013 Thursday",
                language,
                "My newpaper",
                "Author 2",
                "Some text.\n",
                "And even more.",
            ],
            [
                "\" A quoted title \"",
                "10 March 2013 Monday",
                language,
                "My newpaper",
                "",
                "Last article.",
                "Last article.",
            ],
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
