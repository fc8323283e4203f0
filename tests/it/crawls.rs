//! Crawls, feeds, mails and saved pages under the knife: cut anywhere, damaged, lying about lengths and charsets;
//! and the public samples of them.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kiosque::article::RawArticle;
use kiosque::parse::{Options, format_named};
use kiosque::stage::{Code, Rejection};

use crate::formats::read_file;
use crate::support::{Workspace, gz, zst};

type Read = Vec<Result<RawArticle, Rejection>>;

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/formats")
}

/// Reads bytes under a name, as whatever they are taken for, always in the same folder.
fn read(bytes: &[u8], name: &str) -> Read {
    read_as(bytes, name, None)
}

fn read_as(bytes: &[u8], name: &str, format: Option<&str>) -> Read {
    let folder = tempfile::tempdir().expect("made");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    let input_format = format.and_then(format_named).map(|format| format.name);
    read_file(&path, &Options { input_format, ..Options::default() })
}

fn codes(read: &Read) -> Vec<Code> {
    read.iter().filter_map(|one| one.as_ref().err()).map(|rejection| rejection.code).collect()
}

fn articles(read: &Read) -> Vec<&RawArticle> {
    read.iter().filter_map(|one| one.as_ref().ok()).collect()
}

fn titles(read: &Read) -> Vec<&str> {
    articles(read).into_iter().map(|article| article.title.as_deref().unwrap_or_default()).collect()
}

/// Cases that are cut at their bytes, with the format they are read as; `None` where bytes tell.
const CUT: &[(&str, Option<&str>)] = &[
    ("warc/usual.warc.gz", None),
    ("warc/whole.warc.gz", None),
    ("warc/full.warc", Some("warc")),
    ("warc/wet.warc.wet.gz", None),
    ("arc/usual.arc.gz", None),
    ("arc/full.arc", Some("arc")),
    ("archive/wacz.wacz", None),
    ("archive/tar-xz.tar.xz", None),
    ("archive/tar-bzip2.tar.bz2", None),
    ("feed/traps.xml", Some("feed")),
    ("feed/full.xml", Some("feed")),
    ("feed/rss1.rdf", Some("feed")),
    ("feed/atom.atom", Some("feed")),
    ("feed/jsonfeed.json", Some("feed")),
    ("eml/usual.eml", Some("eml")),
    ("eml/full.eml", Some("eml")),
    ("mbox/full.mbox", Some("mbox")),
    ("mhtml/usual.mhtml", Some("mhtml")),
    ("mhtml/full.mht", Some("mhtml")),
];

/// What stands whole before the cut is kept as it is; what the cut costs is told by a line at the end.
#[test]
fn what_stands_before_a_cut_is_kept() {
    for (case, format) in CUT {
        let bytes = std::fs::read(cases().join(case)).expect("there");
        let name = case.rsplit('/').next().expect("a name");
        let whole = read_as(&bytes, name, *format);
        let wanted = articles(&whole);
        // Every byte of short cases; of long ones some hundred, at odd places.
        let step = if bytes.len() > 1_200 { (bytes.len() / 150) | 1 } else { 1 };
        for end in (8..bytes.len()).step_by(step) {
            // Between two records of a crawl nothing is cut.
            let rest = bytes[end..].trim_ascii_start();
            let is_border =
                ["WARC/1.0\r\n", "https://", "\u{1f}"].iter().any(|mark| rest.starts_with(mark.as_bytes()));
            let cut = read_as(&bytes[..end], name, *format);
            let place = format!("{case} cut at {end}");
            assert!(!cut.is_empty(), "{place} leaves no trace");
            assert!(!codes(&cut).contains(&Code::Panic), "{place}: {cut:?}");
            let kept = articles(&cut);
            // A text without a mark of its end may end anywhere: the last mail's, that is in no parts.
            let open_end = matches!(*case, "mbox/full.mbox" | "eml/full.eml");
            for (number, article) in kept.iter().enumerate() {
                if open_end && number + 1 == kept.len() {
                    continue;
                }
                // What the next record says of a page may be cut off.
                let is_same = |other: &&&RawArticle| {
                    RawArticle { date: None, language: None, ..(**other).clone() }
                        == RawArticle { date: None, language: None, ..(*article).clone() }
                };
                assert!(
                    wanted.iter().any(|w| is_same(&w)),
                    "{place}: {article:?} is no article of the whole"
                );
            }
            if kept.len() < wanted.len() && !open_end && !is_border {
                assert!(cut.last().is_some_and(Result::is_err), "{place}: nothing says so");
            }
        }
    }
}

const PARAGRAPH: &str = "Le conseil a voté lundi soir la reconstruction de la halle, fermée depuis l’incendie de \
l’an passé, et le chantier, confié à trois entreprises du val, doit commencer au printemps et durer quatorze mois, \
si le temps le permet.";

fn page(title: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"fr\"><head><title>{title}</title><meta property=\"og:type\" content=\"article\">\
         </head><body><article><h1>{title}</h1><p>{PARAGRAPH}</p><p>{PARAGRAPH} Suite de {title}.</p></article></body></html>"
    )
}

fn http(body: &[u8], headers: &str) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\n{headers}\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn record(address: &str, block: &[u8], length: &str) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-03-12T10:00:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn whole_record(number: usize) -> Vec<u8> {
    let block = http(page(&format!("Article {number}")).as_bytes(), "Content-Type: text/html; charset=utf-8");
    record(&format!("https://courrier.exemple/a/{number}"), &block, &block.len().to_string())
}

/// Lengths lie, line ends are missing, bytes stand between: only the records that are touched are lost.
#[test]
fn damage_costs_the_records_that_it_touches() {
    const RECORDS: usize = 30;
    let block = http(page("Touché").as_bytes(), "Content-Type: text/html; charset=utf-8");
    let length = i64::try_from(block.len()).expect("short");
    let touched: Vec<(&str, Vec<u8>)> = vec![
        ("one more", record("https://courrier.exemple/t", &block, &(length + 1).to_string())),
        ("one less", record("https://courrier.exemple/t", &block, &(length - 1).to_string())),
        ("many more", record("https://courrier.exemple/t", &block, &(length + 5_000).to_string())),
        ("many less", record("https://courrier.exemple/t", &block, &(length - 300).to_string())),
        ("huge", record("https://courrier.exemple/t", &block, "18446744073709551615")),
        ("too huge", record("https://courrier.exemple/t", &block, "99999999999999999999999")),
        ("negative", record("https://courrier.exemple/t", &block, "-1")),
        ("no number", record("https://courrier.exemple/t", &block, "beaucoup")),
        ("no header's end", b"WARC/1.0\r\nWARC-Type: response\r\n".repeat(4_000)),
        ("noise", b"\x00\xff bruit\n".repeat(3_000)),
        ("no line ends", {
            let mut bytes = record("https://courrier.exemple/t", &block, &length.to_string());
            bytes.truncate(bytes.len() - 4);
            bytes
        }),
    ];
    for (name, touched) in touched {
        for packed in [false, true] {
            let mut bytes = Vec::new();
            for number in 0..RECORDS {
                let one = if number == RECORDS / 2 { touched.clone() } else { whole_record(number) };
                if packed { bytes.extend(gz(&one)) } else { bytes.extend(one) }
            }
            let read = read(&bytes, if packed { "a.warc.gz" } else { "a.warc" });
            let found = titles(&read);
            for number in (0..RECORDS).filter(|number| *number != RECORDS / 2) {
                let title = format!("Article {number}");
                assert!(
                    found.contains(&&*title),
                    "{name}, packed {packed}: {title} is lost: {:?}",
                    codes(&read)
                );
            }
            let is_told = found.len() == RECORDS || !codes(&read).is_empty();
            assert!(is_told && codes(&read).len() <= 2, "{name}, packed {packed}: {:?}", codes(&read));
        }
    }
}

/// A byte changed in one gzip member: that record alone is lost, and one line says so.
#[test]
fn a_damaged_member_costs_its_record() {
    let members: Vec<Vec<u8>> = (0..12).map(|number| gz(&whole_record(number))).collect();
    let (start, length) = (members[..5].iter().map(Vec::len).sum::<usize>(), members[5].len());
    let whole = members.concat();
    for at in (0..length).step_by(3) {
        let mut bytes = whole.clone();
        bytes[start + at] ^= 0x5a;
        let read = read(&bytes, "a.warc.gz");
        let found = titles(&read);
        let untouched = (0..12).filter(|number| *number != 5).map(|number| format!("Article {number}"));
        for title in untouched {
            assert!(found.contains(&&*title), "byte {at}: {title} is lost: {:?}", codes(&read));
        }
        let is_harmless = found.len() == 12;
        assert!(is_harmless || codes(&read) == [Code::Crc], "byte {at}: {:?}", codes(&read));
    }
}

/// The header of a response names the encoding of its page, whatever the page says; UTF-8 needs no name.
#[test]
fn the_carrier_names_the_encoding() {
    let title = "Été à Besançon, cœur léger";
    let plain = page(title);
    let lying = plain.replace("<head>", "<head><meta charset=\"utf-8\">");
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&plain);
    let (lying_latin, _, _) = encoding_rs::WINDOWS_1252.encode(&lying);
    let greek_title = "Ένα άρθρο για το λιμάνι";
    let greek =
        page(greek_title).replace(PARAGRAPH, &format!("{greek_title}, και το έργο του λιμανιού. ").repeat(6));
    let (greek, _, _) = encoding_rs::ISO_8859_7.encode(&greek);
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(plain.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (body, charset, title) in [
        (plain.as_bytes(), "text/html; charset=utf-8", title),
        (plain.as_bytes(), "text/html; charset=ISO-8859-1", title),
        (&latin, "text/html; charset=ISO-8859-1", title),
        (&latin, "text/html; charset=\"windows-1252\"", title),
        (&latin, "text/html", title),
        (&latin, "text/html; charset=utf-8", title),
        (&lying_latin, "text/html; charset=ISO-8859-1", title),
        (&greek, "text/html; charset=iso-8859-7", greek_title),
        (&wide, "text/html; charset=utf-16", title),
        (&latin, "text/html; charset=inconnu", title),
    ] {
        let block = http(body, &format!("Content-Type: {charset}"));
        let bytes = record("https://courrier.exemple/a", &block, &block.len().to_string());
        assert_eq!(titles(&read(&bytes, "a.warc")), [title], "{charset}");
        if title == greek_title || charset.ends_with("utf-16") {
            continue;
        }
        let head = format!(
            "MIME-Version: 1.0\r\nSnapshot-Content-Location: https://courrier.exemple/a\r\nContent-Type: {charset}\r\n\r\n"
        );
        let saved = [head.as_bytes(), body].concat();
        assert_eq!(titles(&read(&saved, "a.mhtml")), [title], "{charset}, saved");
    }
}

/// A page that opens to too much is refused by itself; what follows it is read.
#[test]
fn a_bomb_in_a_crawl_costs_itself() {
    let zeros = vec![b' '; 64 << 20];
    let mut deflate = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    deflate.write_all(&zeros).expect("written");
    let bombs =
        [(gz(&zeros), "gzip"), (deflate.finish().expect("finished"), "deflate"), (zst(&zeros), "zstd")];
    for (bomb, encoding) in bombs {
        let headers = format!("Content-Type: text/html\r\nContent-Encoding: {encoding}");
        let block = http(&bomb, &headers);
        let mut bytes = record("https://courrier.exemple/bombe", &block, &block.len().to_string());
        bytes.extend(whole_record(1));
        let read = read(&bytes, "a.warc");
        assert_eq!((codes(&read), titles(&read)), (vec![Code::HtmlLarge], vec!["Article 1"]), "{encoding}");
    }
}

#[test]
fn bombs_of_bzip2_and_xz_are_told_and_left() {
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    bzip2.write_all(&vec![b' '; 64 << 20]).expect("written");
    let bzip2 = bzip2.finish().expect("finished");
    let hostile = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/hostile/spaces.txt.xz");
    let xz = std::fs::read(hostile).expect("there");
    for (bomb, name) in [(bzip2, "a.txt.bz2"), (xz, "a.txt.xz")] {
        let start = Instant::now();
        assert_eq!(codes(&read(&bomb, name)), [Code::Ratio], "{name}");
        assert!(start.elapsed() < Duration::from_secs(20), "{name} took {:?}", start.elapsed());
    }
}

/// Compressions around compressions have an end, whichever they are.
#[test]
fn wrappings_have_an_end() {
    let bz2 = |bytes: &[u8]| {
        let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        encoder.write_all(bytes).expect("written");
        encoder.finish().expect("finished")
    };
    let mut bytes = "Titre\n\nTexte.".as_bytes().to_vec();
    for level in 0..6 {
        bytes = match level % 3 {
            0 => bz2(&bytes),
            1 => gz(&bytes),
            _ => zst(&bytes),
        };
        let read = read(&bytes, "a.txt");
        match level {
            0..4 => assert_eq!(titles(&read), ["Titre"], "level {level}"),
            _ => assert_eq!(codes(&read), [Code::Depth], "level {level}"),
        }
    }
}

/// Each is refused with a line, at once.
#[test]
fn hostile_feeds_and_mails_are_refused_at_once() {
    let feed = |inner: &str| {
        format!(
            "<rss version=\"2.0\"><channel><title>F</title>{inner}<item><title>Suite</title></item></channel></rss>"
        )
    };
    let deep = format!(
        "<item><title>Profond</title><description>{}{}</description></item>",
        "<p>".repeat(100_000),
        "</p>".repeat(100_000)
    );
    let many = "<item/>".repeat(50_000);
    let head = "x".repeat(200_000);
    let long_head = format!(
        "<rss><channel><title>{head}</title>{}</channel></rss>",
        "<item><title>a</title></item>".repeat(20_000)
    );
    let parts = format!(
        "From: a@exemple.org\nTo: b@exemple.org\nSubject: Parts\nContent-Type: multipart/mixed; boundary=b\n\n{}--b--\n",
        "--b\n\n".repeat(200_000)
    );
    let boundaries = format!(
        "From: a@exemple.org\nTo: b@exemple.org\nSubject: Parts\nContent-Type: multipart/mixed; boundary=b\n\n{}",
        "--bb\n".repeat(400_000)
    );
    let words = format!(
        "From: a@exemple.org\nTo: b@exemple.org\nSubject: {}\n\nTexte.\n",
        "=?utf-8?Q?".repeat(100_000)
    );
    let names = format!("From: a@exemple.org\nTo: b@exemple.org\n{}\nTexte.\n", "X: y\n".repeat(200_000));
    for (name, bytes, least) in [
        ("a.rss", feed(&deep), 1),
        ("b.rss", feed(&many), 50_000),
        ("c.rss", long_head, 0),
        ("d.rss", feed("<![CDATA["), 1),
        ("e.eml", parts, 1),
        ("f.eml", boundaries, 1),
        ("g.eml", words, 0),
        ("h.eml", names, 0),
        (
            "i.mbox",
            format!(
                "From a@b Tue Mar 12 08:30:00 2024\n{}",
                "\nFrom a@b Tue Mar 12 08:30:00 2024\n".repeat(50_000)
            ),
            50_000,
        ),
    ] {
        let start = Instant::now();
        let read = read(bytes.as_bytes(), name);
        assert!(codes(&read).len() >= least, "{name}: {} refused", codes(&read).len());
        assert!(!codes(&read).contains(&Code::Panic), "{name}");
        assert!(start.elapsed() < Duration::from_secs(20), "{name} took {:?}", start.elapsed());
    }
}

/// Of a crawl pages that are articles go in, under their addresses; everything else is counted with a reason.
#[test]
fn no_page_of_a_crawl_that_is_no_article_is_indexed() {
    let workspace = Workspace::new();
    let crawl = std::fs::read(cases().join("warc/full.warc")).expect("there");
    let lengths = std::fs::read(cases().join("warc/usual.warc.gz")).expect("there");
    workspace.write("corpus/a.warc", crawl).write("corpus/b.warc.gz", lengths);
    let output = workspace.kiosque("index corpus --format json").exits(3);
    let account = output.account();
    assert_eq!(account.rejections.get("E_NOT_ARTICLE"), Some(&7), "{output}");
    assert_eq!(account.rejections.get("E_EMPTY"), Some(&1), "{output}");
    assert_eq!(account.rejections.get("E_CRC"), Some(&1), "{output}");
    let titles = workspace.titles();
    assert!(
        !titles.iter().any(|title| title.contains("introuvable") || title == "Le Courrier du Val"),
        "{titles:?}"
    );
    let dump = workspace.dump().join("\n");
    assert!(
        dump.contains("https://courrier.exemple/a/gzip") && !dump.contains("2024-03-12T10:00:00Z"),
        "{dump}"
    );
    // A page met twice is one article.
    workspace.write("corpus/c.warc.gz", gz(&whole_record(1))).write("corpus/d.warc.gz", gz(&whole_record(1)));
    workspace.kiosque("index corpus -q").exits(3);
    assert_eq!(workspace.titles().iter().filter(|title| *title == "Article 1").count(), 1);
}

/// Two feeds that both call an entry `1` do not take its place from each other; an entry that one feed
/// publishes again does take its own.
#[test]
fn entries_of_feeds_keep_their_identity() {
    let workspace = Workspace::new();
    let feed = |host: &str, title: &str, text: &str| {
        format!(
            "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"F\",\"items\":[{{\"id\":\"1\",\"url\":\"https://{host}/1\",\"title\":\"{title}\",\"content_text\":\"{text}\"}}]}}"
        )
    };
    workspace
        .write("corpus/a.json", feed("un.exemple", "Premier", "Un texte."))
        .write("corpus/b.json", feed("deux.exemple", "Second", "Un autre texte."));
    workspace.kiosque("index corpus -q").succeeds();
    assert_eq!(workspace.titles(), ["Premier", "Second"]);
    workspace.write("corpus/c.json", feed("un.exemple", "Premier, corrigé", "Un texte revu."));
    workspace.date("corpus/c.json", 60);
    workspace.kiosque("index corpus -q").succeeds();
    assert_eq!(workspace.titles(), ["Premier, corrigé", "Second"]);
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

/// The pages of these crawls are no articles, and each says so; what is broken costs itself.
#[test]
fn public_samples_of_crawls_are_read_right() {
    let no = "E_NOT_ARTICLE";
    for (name, expected) in [
        ("bad.arc", vec!["E_WARC", no, "E_WARC"]),
        ("example-bad-non-chunked.warc.gz", vec![no, no]),
        ("example-bad.warc.gz.bad", vec![no, no, no]),
        ("example-digest.warc", vec!["E_EMPTY"]),
        ("example-iana.org-chunked.warc", vec![no]),
        ("example-resource.warc.gz", vec![no]),
        ("example-space-in-target-uri.warc.gz", vec![no]),
        ("example-space-in-url.arc", vec!["E_TRUNCATED"]),
        ("example-trunc.warc", vec!["E_WARC"]),
        ("example-wget-bad-target-uri.warc.gz", vec![no, no, no]),
        ("example-wrong-chunks.warc.gz", vec![no]),
        ("example.arc", vec![no]),
        ("example.arc.gz", vec![no]),
        ("example.warc", vec![no, no]),
        ("example.warc.gz", vec![no, no]),
        ("post-test.warc.gz", vec![no, no, no]),
    ] {
        let Some(read) = sample(&format!("warcio/test/data/{name}")) else { return };
        let found: Vec<&str> = codes(&read).into_iter().map(Code::name).collect();
        assert_eq!(found, expected, "{name}");
        assert!(articles(&read).is_empty(), "{name}");
    }
}

/// Each feed beside which its reading is stored has as many entries as that says, under the same titles.
#[test]
fn public_samples_of_feeds_are_read_right() {
    let folder = "feed-rs/feed-rs/fixture";
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/formats").join(folder);
    let mut feeds = 0;
    for kind in ["rss0", "rss1", "rss2", "atom", "jsonfeed"] {
        let Ok(entries) = std::fs::read_dir(root.join(kind)) else {
            println!("skipped: {} is not there", root.display());
            return;
        };
        for path in entries.map(|entry| entry.expect("readable").path()) {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let stem = name.split('.').next().unwrap_or_default().to_owned();
            let stored = path
                .with_file_name(name.rsplit_once('.').map_or(stem, |(stem, _)| format!("{stem}.serde.json")));
            if name.ends_with(".serde.json") || !stored.exists() {
                continue;
            }
            feeds += 1;
            let stored = std::fs::read(&stored).expect("readable");
            let stored: serde_json::Value = serde_json::from_slice(&stored).expect("JSON");
            let stored = stored["entries"].as_array().expect("entries");
            let Some(read) = sample(&format!("{folder}/{kind}/{name}")) else { return };
            let found = titles(&read);
            assert_eq!(found.len(), stored.len(), "{name}: {:?}", codes(&read));
            for (title, stored) in found.iter().zip(stored) {
                let wanted = stored["title"]["content"].as_str().unwrap_or_default();
                let is_plain = !wanted.contains(['<', '&', '\u{a0}']);
                let wanted: Vec<&str> = wanted.split_whitespace().collect();
                let title: Vec<&str> = title.split_whitespace().collect();
                assert!(!is_plain || title == wanted, "{name}: {title:?} for {wanted:?}");
            }
        }
    }
    assert!(feeds > 40, "only {feeds} feeds");
}

/// Date, sender and length of the text of mails.
#[test]
fn public_samples_of_mails_are_read_right() {
    for (name, date, source, letters) in [
        ("simple_email.txt", "Thu, 19 Feb 2015 17:18:40 +1100", "a sender", 9),
        ("composite_email.txt", "Tue, 3 Mar 2015 11:27:36 +1100", "someone", 32),
        ("charset_in_subject_email.txt", "Thu, 19 Feb 2015 17:18:40 +1100", "a sender", 9),
    ] {
        let Some(read) = sample(&format!("superdesk-core/fixtures/{name}")) else { return };
        let article = articles(&read).into_iter().next().expect("a mail");
        assert_eq!(
            (article.date.as_deref(), article.source.as_deref()),
            (Some(date), Some(source)),
            "{name}"
        );
        assert_eq!(article.body.chars().count(), letters, "{name}");
    }
}
