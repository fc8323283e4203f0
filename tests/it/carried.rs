//! Files within files of other kinds: attachments of mails, feeds and documents of crawls, packages that are to be
//! read otherwise than they look, crawls packed with a dictionary of their own.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use kiosque::article::RawArticle;
use kiosque::parse::{Options, format_named};
use kiosque::stage::{Code, Rejection};

use super::formats::read_file;

type Read = Vec<Result<RawArticle, Rejection>>;

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/formats")
}

fn case(path: &str) -> Vec<u8> {
    std::fs::read(cases().join(path)).expect("there")
}

fn read(bytes: &[u8], name: &str) -> Read {
    read_with(bytes, name, &Options::default())
}

fn read_as(bytes: &[u8], name: &str, format: &str) -> Read {
    let format = format_named(format).expect("a format");
    read_with(bytes, name, &Options { input_format: Some(format.name), ..Options::default() })
}

fn read_with(bytes: &[u8], name: &str, options: &Options) -> Read {
    let folder = tempfile::tempdir().expect("made");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    read_file(&path, options)
}

fn articles(read: &Read) -> Vec<&RawArticle> {
    read.iter().filter_map(|one| one.as_ref().ok()).collect()
}

fn titles(read: &Read) -> Vec<&str> {
    articles(read).into_iter().map(|article| article.title.as_deref().unwrap_or_default()).collect()
}

fn codes(read: &Read) -> Vec<Code> {
    read.iter().filter_map(|one| one.as_ref().err()).map(|rejection| rejection.code).collect()
}

/// A mail with a text and these files: type, name, content.
fn mail(files: &[(&str, &str, &[u8])]) -> String {
    let mut mail =
        "From: Le Courrier <lettre@courrier.exemple>\r\nTo: a@b.exemple\r\nSubject: Revue du lundi\r\n\
                    Date: Mon, 11 Mar 2024 08:00:00 +0100\r\nMIME-Version: 1.0\r\n\
                    Content-Type: multipart/mixed; boundary=\"B\"\r\n\r\n--B\r\nContent-Type: text/plain; \
                    charset=utf-8\r\n\r\nBonjour, voici la revue de presse de la semaine.\r\n"
            .to_owned();
    for (kind, name, content) in files {
        let packed = base64::engine::general_purpose::STANDARD.encode(content);
        mail.push_str(&format!(
            "--B\r\nContent-Type: {kind}; name=\"{name}\"\r\nContent-Disposition: attachment; \
             filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        ));
        for line in packed.as_bytes().chunks(76) {
            mail.push_str(std::str::from_utf8(line).expect("base64"));
            mail.push_str("\r\n");
        }
    }
    mail + "--B--\r\n"
}

const PAGE: &str = "<!DOCTYPE html><html lang=\"fr\"><head><title>La halle rouvre</title><meta property=\"og:type\" \
content=\"article\"></head><body><article><h1>La halle rouvre</h1><p>Le conseil a voté lundi soir la reconstruction \
de la halle, fermée depuis l’incendie de l’an passé, et le chantier, confié à trois entreprises du val, doit \
commencer au printemps et durer quatorze mois, si le temps le permet.</p></article></body></html>";

#[test]
fn files_that_a_mail_carries_are_read() {
    let text = "Un pont fermé\n\nLe pont de pierre est fermé depuis hier, dit la mairie.\n";
    let docx = case("docx/usual.docx");
    let files: [(&str, &str, &[u8]); 5] = [
        ("text/plain", "pont.txt", text.as_bytes()),
        ("text/html", "halle.html", PAGE.as_bytes()),
        ("application/octet-stream", "revue.docx", &docx),
        ("text/plain", "pont.txt", b"Un autre pont\n\nIl est ouvert, lui, et le restera."),
        ("application/octet-stream", "rien.bin", b"\x7fELF\0\0\0\0"),
    ];
    let found = read(mail(&files).as_bytes(), "revue.eml");
    let alone = read(&docx, "revue.docx");
    let mut expected = vec!["Revue du lundi", "Un pont fermé", "La halle rouvre"];
    expected.extend(titles(&alone));
    expected.push("Un autre pont");
    assert_eq!(titles(&found), expected);
    assert_eq!(codes(&found), [Code::Binary]);
    let mut places: Vec<_> = found
        .iter()
        .map(|one| match one {
            Ok(article) => article.origin.to_string(),
            Err(rejection) => rejection.origin.to_string(),
        })
        .collect();
    assert!(places[1].ends_with("revue.eml!/pont.txt"), "{}", places[1]);
    let count = places.len();
    places.sort();
    places.dedup();
    assert_eq!(places.len(), count, "two of one place");
}

#[cfg(feature = "pdf")]
#[test]
fn a_pdf_that_a_mail_or_a_crawl_carries_is_read() {
    let pdf = case("pdf/usual.pdf");
    let alone = read(&pdf, "revue.pdf");
    let found = read(mail(&[("application/pdf", "revue.pdf", &pdf)]).as_bytes(), "revue.eml");
    assert_eq!(titles(&found)[1..], titles(&alone));
    let crawl = response("https://courrier.exemple/revue.pdf", "application/pdf", &pdf);
    assert_eq!(titles(&read(&crawl, "a.warc")), titles(&alone));
}

/// Mails within mails as files end where archives within archives do.
#[test]
fn files_within_files_have_an_end() {
    let mut inner = mail(&[]);
    for _ in 0..8 {
        inner = mail(&[("application/octet-stream", "lettre.eml", inner.as_bytes())]);
    }
    let found = read(inner.as_bytes(), "lettre.eml");
    assert_eq!(codes(&found), [Code::Depth]);
    assert!((2..8).contains(&articles(&found).len()), "{}", articles(&found).len());
}

fn response(address: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n", body.len());
    let block = [head.as_bytes(), body].concat();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-03-12T10:00:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), &block, b"\r\n\r\n"].concat()
}

#[test]
fn feeds_of_a_crawl_are_read_and_site_maps_are_not() {
    let feed = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Le Courrier</title>\
                <item><title>Un</title><link>https://courrier.exemple/1</link><description>Premier texte.</description></item>\
                <item><title>Deux</title><link>https://courrier.exemple/2</link><description>Second texte.</description></item>\
                </channel></rss>";
    let map = "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>https://courrier.exemple/1</loc></url></urlset>";
    let crawl = [
        response("https://courrier.exemple/a", "text/html; charset=utf-8", PAGE.as_bytes()),
        response("https://courrier.exemple/feed/", "application/rss+xml", feed.as_bytes()),
        response("https://courrier.exemple/rss.xml?x=1", "text/xml; charset=utf-8", feed.as_bytes()),
        response("https://courrier.exemple/sitemap.xml", "application/xml", map.as_bytes()),
    ]
    .concat();
    let found = read(&crawl, "a.warc");
    assert_eq!(titles(&found), ["La halle rouvre", "Un", "Deux", "Un", "Deux"]);
    assert_eq!(codes(&found), [Code::NotArticle]);
    let addresses: Vec<_> = articles(&found).iter().map(|article| article.url.clone()).collect();
    assert_eq!(addresses[1].as_deref(), Some("https://courrier.exemple/1"));
    assert_eq!(addresses[2].as_deref(), Some("https://courrier.exemple/2"));
}

/// The dictionary stands in a frame before the records, as it is or packed itself.
#[test]
fn a_crawl_packed_with_its_own_dictionary_is_read() {
    let record = |n: usize| {
        let page = PAGE.replace("rouvre", &format!("rouvre {n}"));
        response(&format!("https://courrier.exemple/{n}"), "text/html; charset=utf-8", page.as_bytes())
    };
    let dictionary = record(0);
    let mut frames = Vec::new();
    for n in 1..4 {
        let mut encoder = zstd::Encoder::with_dictionary(Vec::new(), 3, &dictionary).expect("an encoder");
        encoder.write_all(&record(n)).expect("written");
        frames.extend(encoder.finish().expect("finished"));
    }
    for dictionary in [dictionary.clone(), zstd::encode_all(&dictionary[..], 3).expect("packed")] {
        let length = u32::try_from(dictionary.len()).expect("short").to_le_bytes();
        let crawl = [&[0x5d, 0x2a, 0x4d, 0x18], &length[..], &dictionary, &frames].concat();
        let found = read(&crawl, "a.warc.zst");
        assert_eq!(titles(&found), ["La halle rouvre 1", "La halle rouvre 2", "La halle rouvre 3"]);
        assert_eq!(codes(&read(&crawl[..40], "a.warc.zst")), [Code::Truncated]);
    }
    // Without it the frames cannot be opened, and say so.
    assert_eq!(codes(&read(&frames, "a.warc.zst")), [Code::Crc]);
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("begun");
        archive.write_all(content).expect("written");
    }
    archive.finish().expect("finished").into_inner()
}

/// What a WACZ says of its crawl is no article, though it comes first, the directory is lost and the name tells
/// nothing.
#[test]
fn a_wacz_cut_short_is_known_by_its_crawl() {
    let crawl = response("https://courrier.exemple/a", "text/html; charset=utf-8", PAGE.as_bytes());
    let pages = b"{\"format\":\"json-pages-1.0\",\"title\":\"All Pages\"}\n{\"url\":\"https://courrier.exemple/a\",\"title\":\"La halle\",\"text\":\"Le texte de la page.\"}\n";
    let whole =
        zip(&[("pages/pages.jsonl", pages), ("archive/data.warc", &crawl), ("datapackage.json", b"{}")]);
    assert_eq!(titles(&read(&whole, "a.zip")), ["La halle rouvre"]);
    let directory = memchr::memmem::rfind(&whole, b"PK\x05\x06").expect("a directory");
    let cut = read(&whole[..directory], "a.zip");
    assert_eq!((titles(&cut), codes(&cut)), (vec!["La halle rouvre"], vec![Code::Truncated]));
    // Without a crawl they are files like others.
    let other = zip(&[("pages/pages.jsonl", pages), ("autre.txt", "Un titre\n\nUn texte.\n".as_bytes())]);
    let directory = memchr::memmem::rfind(&other, b"PK\x05\x06").expect("a directory");
    assert!(titles(&read(&other[..directory], "a.zip")).contains(&"La halle"));
}

#[test]
fn the_format_asked_for_goes_before_what_a_package_looks_like() {
    let docx = case("docx/usual.docx");
    let named = |format: &str| {
        let read = read_as(&docx, "revue.docx", format);
        let formats: Vec<_> = articles(&read).iter().map(|article| article.format).collect();
        (formats, codes(&read))
    };
    let count = articles(&read(&docx, "revue.docx")).len();
    assert_eq!(named("docx"), (vec!["docx"; count], vec![]));
    assert_eq!(named("factiva-docx"), (vec!["factiva-docx"; count], vec![]));
    assert_eq!(named("xlsx"), (vec![], vec![Code::Binary]));
    assert_eq!(named("odt"), (vec![], vec![Code::Binary]));
    // Anything else is asked of its members.
    assert!(named("txt").0.iter().all(|format| *format == "txt"));
    let odt = read_as(&case("odt/usual.odt"), "revue.odt", "odt");
    assert!(!articles(&odt).is_empty() && codes(&odt).is_empty());
}

/// A workbook with one sheet that names no column fails alike, whoever wrote it.
#[test]
fn a_lone_sheet_without_named_columns_fails() {
    let content = "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
        xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\
        <office:body><office:spreadsheet>SHEETS</office:spreadsheet></office:body></office:document-content>";
    let sheet = |name: &str, cells: [&str; 2]| {
        let row: String = cells
            .iter()
            .map(|cell| format!("<table:table-cell><text:p>{cell}</text:p></table:table-cell>"))
            .collect();
        let rows = format!("<table:table-row>{row}</table:table-row>").repeat(3);
        format!("<table:table table:name=\"{name}\">{rows}</table:table>")
    };
    let book = |sheets: String| {
        let content = content.replace("SHEETS", &sheets);
        zip(&[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", content.as_bytes()),
        ])
    };
    assert_eq!(codes(&read(&book(sheet("A", ["12", "13"])), "a.ods")), [Code::Csv]);
    let two = book(sheet("A", ["12", "13"]) + &sheet("B", ["14", "15"]));
    assert_eq!(codes(&read(&two, "a.ods")), [Code::NotArticle, Code::NotArticle]);
}

/// A mail of a mailbox may be as long as any document.
#[test]
fn a_mail_of_a_mailbox_may_be_longer_than_a_line() {
    let mut options = Options::default();
    options.limits.line_bytes = 1_000;
    let long = "Une ligne de texte du courrier.\n".repeat(100);
    let mail = |n: usize| {
        format!(
            "From a@b.exemple Mon Mar 11 08:00:00 2024\nFrom: a@b.exemple\nTo: c@d.exemple\nSubject: Lettre {n}\n\
             Date: Mon, 11 Mar 2024 08:00:00 +0100\nMessage-ID: <{n}@b.exemple>\n\n{long}\n"
        )
    };
    let found = read_with((mail(1) + &mail(2)).as_bytes(), "a.mbox", &options);
    assert_eq!(titles(&found), ["Lettre 1", "Lettre 2"]);
    options.limits.document_bytes = 1_000;
    let found = read_with((mail(1) + &mail(2)).as_bytes(), "a.mbox", &options);
    assert_eq!(codes(&found), [Code::TooBig, Code::TooBig]);
}
