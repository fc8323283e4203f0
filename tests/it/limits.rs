//! Whatever an input can grow has a limit, which is a setting, and the report names it with what was met.

use std::collections::BTreeSet;
use std::process::Command;

use super::support::{Article, Workspace, gz, json_lines, tar, zst};

const PARAGRAPH: &str = "Le conseil a voté lundi soir la reconstruction de la halle, fermée depuis l’incendie de \
l’an passé, et le chantier, confié à trois entreprises du val, doit commencer au printemps.";

fn page(head: &str, body: &str) -> Vec<u8> {
    let text = format!("<p>{PARAGRAPH}</p>").repeat(4);
    format!(
        "<!DOCTYPE html><html lang=\"fr\"><head><title>La halle</title>{head}</head><body><article>\
         <h1>La halle</h1>{text}{body}</article></body></html>"
    )
    .into_bytes()
}

/// A crawl of one page, packed as servers pack it.
fn crawl(page: &[u8]) -> Vec<u8> {
    let packed = gz(page);
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n\
         Content-Length: {}\r\n\r\n",
        packed.len()
    );
    let block = [head.as_bytes(), &packed].concat();
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://courrier.exemple/halle\r\n\
         WARC-Date: 2024-03-12T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n\
         Content-Length: {}\r\n\r\n",
        block.len()
    );
    [record.as_bytes(), &block, b"\r\n\r\n"].concat()
}

fn saved(page: &[u8]) -> Vec<u8> {
    let head = "From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; \
                boundary=\"--b\"; type=\"text/html\"\r\nSnapshot-Content-Location: https://courrier.exemple/halle\r\n\r\n\
                ----b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: binary\r\n\r\n";
    [head.as_bytes(), page, b"\r\n----b--\r\n"].concat()
}

fn feed(item: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Le Val</title><item><title>La halle</title>\
         <guid>https://courrier.exemple/halle</guid><description>{PARAGRAPH}</description>{item}</item></channel></rss>"
    )
    .into_bytes()
}

/// A limit, a value of it, a file that passes it, and the code that tells.
type Case = (&'static str, u64, &'static str, Vec<u8>, &'static str);

fn cases() -> Vec<Case> {
    let article = Article::new("La halle", PARAGRAPH);
    let long = Article::new("La halle", &PARAGRAPH.repeat(40));
    let nested = |count: usize| "<div>".repeat(count) + "x" + &"</div>".repeat(count);
    let xml = |count: usize| "<b>".repeat(count) + "x" + &"</b>".repeat(count);
    let attributes: String = (0..12).map(|n| format!(" a{n}=\"1\"")).collect();
    let inner = tar(&[("a.txt", article.txt().as_bytes())]);
    let table = format!("title,body,a,b,c\nLa halle,\"{PARAGRAPH}\",1,2,3\n").into_bytes();
    let keywords =
        "{\"title\": \"La halle\", \"body\": \"Elle rouvre.\", \"keywords\": [\"a\", \"b\", \"c\", \"d\"]}\n";
    // Noise, so that it does not get shorter than its window.
    let mut state = 1_u32;
    let noise: Vec<u8> = (0..300_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            b'a' + (state >> 24) as u8 % 26
        })
        .collect();
    let parquet = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/formats/parquet/full.parquet");
    let mut cases: Vec<Case> = vec![
        ("document-bytes", 100, "a.txt", article.txt().into_bytes(), "E_TOO_BIG"),
        ("text-bytes", 1_000, "a.txt", long.txt().into_bytes(), "E_TOO_BIG"),
        ("values", 3, "a.jsonl", keywords.as_bytes().to_vec(), "E_FIELD_RANGE"),
        ("page-bytes", 500, "a.html", page("", ""), "E_HTML_LARGE"),
        ("page-bytes", 500, "a.warc", crawl(&page("", "")), "E_HTML_LARGE"),
        ("page-bytes", 500, "a.mhtml", saved(&page("", "")), "E_HTML_LARGE"),
        ("page-depth", 20, "a.html", page("", &nested(40)), "E_HTML_DEPTH"),
        ("page-depth", 20, "a.warc", crawl(&page("", &nested(40))), "E_HTML_DEPTH"),
        ("page-elements", 50, "a.html", page("", &"<i>x</i>".repeat(60)), "E_HTML_LARGE"),
        (
            "page-tag-bytes",
            200,
            "a.html",
            page("", &format!("<b a=\"{}\">x</b>", "y".repeat(300))),
            "E_HTML_LARGE",
        ),
        ("xml-depth", 10, "a.xml", feed(&xml(20)), "E_DEPTH"),
        ("xml-attributes", 5, "a.xml", feed(&format!("<b{attributes}>x</b>")), "E_XML"),
        ("xml-parts", 20, "a.xml", feed(&"<b>x</b>".repeat(40)), "E_TOO_BIG"),
        ("xml-tag-bytes", 200, "a.xml", feed(&format!("<b a=\"{}\">x</b>", "y".repeat(300))), "E_XML"),
        (
            "line-bytes",
            50,
            "a.jsonl",
            json_lines(&[Article::new("La halle", PARAGRAPH)]).into_bytes(),
            "E_LINE_LEN",
        ),
        ("row-bytes", 100, "a.csv", table.clone(), "E_CSV"),
        ("cell-bytes", 100, "a.csv", table.clone(), "E_CSV"),
        ("columns", 3, "a.csv", table, "E_CSV"),
        ("decompressed-bytes", 100, "a.txt.gz", gz(article.txt().as_bytes()), "E_RATIO"),
        ("ratio", 2, "a.txt.gz", gz(&vec![b'a'; 17 << 20]), "E_RATIO"),
        ("ratio-after-bytes", 1_000, "a.txt.gz", gz(&vec![b'a'; 40 << 20]), "E_RATIO"),
        ("window-bytes", 65_536, "a.txt.zst", zst(&noise), "E_MEMORY"),
        ("nesting", 1, "a.tar", tar(&[("b.tar", &inner)]), "E_DEPTH"),
        ("entries", 1, "a.tar", tar(&[("a.txt", b"un"), ("b.txt", b"deux")]), "E_ENTRIES"),
        ("name-bytes", 10, "a.tar", tar(&[("un-nom-trop-long.txt", b"un")]), "E_NAME"),
        ("folder-depth", 2, "a/b/c/d/e.txt", article.txt().into_bytes(), "E_DEPTH"),
        ("seconds", 0, "a.txt", article.txt().into_bytes(), "E_TIMEOUT"),
        ("seconds-at-most", 0, "a.txt", article.txt().into_bytes(), "E_TIMEOUT"),
    ];
    if cfg!(feature = "columnar") {
        let bytes = std::fs::read(parquet).expect("a sample");
        cases.push(("decompressed-bytes", 100, "a.parquet", bytes, "E_RATIO"));
    }
    cases
}

#[test]
fn every_limit_is_a_setting_and_is_told_with_what_was_met() {
    let mut tried: BTreeSet<&str> = BTreeSet::from(["seconds-per-mib"]);
    for (name, value, file, bytes, code) in cases() {
        let workspace = Workspace::new();
        workspace.write("kiosque.toml", format!("[limits]\n{name} = {value}\n"));
        workspace.write(&format!("corpus/{file}"), bytes);
        workspace.run(&["index", "corpus", "-q"]);
        let rows = workspace.report();
        let told =
            rows.iter().find(|row| row.code == code).unwrap_or_else(|| panic!("{name} {file}: {rows:?}"));
        let what_limits = if name == "ratio-after-bytes" { 200 } else { value };
        assert_eq!(told.limit, Some(what_limits), "{name} {file}: {told:?}");
        assert!(told.observed >= told.limit, "{name} {file}: {told:?}");
        workspace.remove("kiosque.toml");
        workspace.run(&["index", "corpus", "-q", "--full"]);
        let told = workspace.report().into_iter().find(|row| row.code == code);
        assert!(told.is_none_or(|told| told.limit != Some(value)), "{name} {file}: without a setting");
        tried.insert(name);
    }
    let workspace = Workspace::new();
    workspace.write("kiosque.toml", "[limits]\nnothing = 1\n");
    let refused = workspace.kiosque("index corpus").exits(2).stderr;
    let (_, names) = refused.split_once("expected one of").expect("the names");
    let names: BTreeSet<&str> = names.lines().next().expect("a line").split('`').skip(1).step_by(2).collect();
    assert_eq!(tried, names, "a limit without a case, or a case without a limit");
}

/// Names of any length and number, with any sign in them: nothing is lost unsaid, and no article for a name.
#[test]
fn values_that_are_too_long_or_too_many_are_cut_and_told() {
    let workspace = Workspace::new();
    let ninjs = |number: usize, people: &[String]| {
        let people: Vec<serde_json::Value> =
            people.iter().map(|name| serde_json::json!({ "name": name })).collect();
        serde_json::json!({
            "uri": format!("urn:agence:{number}"), "versioncreated": "2024-03-12T10:00:00Z", "pubstatus": "usable",
            "type": "text", "headline": format!("Dépêche {number}"),
            "body_text": format!("Jeanne Durand et Nom 400 ont parlé à la halle de Nantes ({number})."),
            "person": people,
        })
        .to_string()
    };
    let odd: Vec<String> = ["/", "\0", "", " ", "\u{1f}", "a/b", "\u{202e}"].map(str::to_owned).to_vec();
    let lists = [
        vec!["é".repeat(50_000)],
        (0..100_000).map(|n| format!("Nom {n}")).collect(),
        (0..500).map(|n| format!("Nom {n}")).collect(),
        odd,
        vec!["Jeanne Durand".to_owned()],
    ];
    for (number, people) in lists.iter().enumerate() {
        workspace.write(&format!("corpus/{number}.json"), ninjs(number, people));
    }
    for _ in 0..2 {
        let account = workspace.kiosque("index corpus --format json").exits(0).account();
        assert_eq!(
            (account.articles.seen, account.articles.rejected),
            (5, 0),
            "no article is lost for a name"
        );
        let told: Vec<_> = account.remarks.iter().map(|(code, count)| (&**code, *count)).collect();
        assert_eq!(told, [("E_FIELD_RANGE", 1), ("E_TERM_LEN", 1)], "also of files that are not read again");
        let rows: Vec<_> = workspace
            .report()
            .into_iter()
            .map(|row| (row.path, row.status, row.limit, row.observed))
            .collect();
        let row = |path: &str, limit, observed| {
            (path.to_owned(), "repaired".to_owned(), Some(limit), Some(observed))
        };
        assert_eq!(rows, [row("corpus/0.json", 255, 100_000), row("corpus/1.json", 10_000, 100_000)]);
        // The tree is as it was: whatever is not read is told all the same.
        workspace.kiosque("index corpus").exits(0);
    }
    for person in ["Nom 400", "Nom 499", "Nom 9999", "Jeanne Durand"] {
        assert!(
            workspace.run(&["search", "*", "--person", person, "--count"]).code == 0,
            "{person} is found"
        );
    }
    workspace.kiosque("verify --deep").succeeds();
}

/// One file that gives several articles one identity: one of them stands, and the file is named.
#[test]
fn identities_that_a_file_gives_twice_are_told() {
    let workspace = Workspace::new();
    let line = |id: &str, text: &str| {
        format!("{{\"id\": \"{id}\", \"title\": \"La halle\", \"text\": \"{text}\"}}\n")
    };
    workspace.write(
        "corpus/a.jsonl",
        line("1", "Un.") + &line("2", "Deux.") + &line("1", "Trois.") + &line("1", "Un."),
    );
    for _ in 0..2 {
        let account = workspace.kiosque("index corpus --format json").exits(0).account();
        assert_eq!((account.documents.unwrap_or(2), account.articles.duplicates), (2, 2));
        let rows = workspace.report();
        let shown: Vec<_> = rows.iter().map(|row| (&*row.code, &*row.status, row.ordinal)).collect();
        assert_eq!(shown, [("E_DUP_ID", "skipped", Some(2))], "{rows:?}");
    }
    workspace.write("corpus/a.jsonl", line("1", "Un.") + &line("2", "Deux."));
    assert!(workspace.kiosque("index corpus --format json").succeeds().account().remarks.is_empty());
}

/// What is mounted below a root is not entered, unless it is a root itself or the user says so.
#[test]
fn other_file_systems_are_not_entered() {
    let workspace = Workspace::new();
    let article = Article::new("La halle", PARAGRAPH);
    workspace.write("corpus/a.txt", article.txt());
    std::fs::create_dir(workspace.path("corpus/disque")).expect("made");
    let at = workspace.path("corpus/disque");
    let mounted = Command::new("mount").args(["-t", "tmpfs", "tmpfs"]).arg(&at).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        println!("skipped: no right to mount");
        return;
    }
    let _mount = Mount(at);
    workspace.write("corpus/disque/b.txt", Article::new("Le pont", PARAGRAPH).txt());
    let output = workspace.kiosque("index corpus").exits(0);
    assert!(
        output.stderr.contains("corpus/disque: lies on another file system and is not entered"),
        "{output}"
    );
    assert_eq!(workspace.titles(), ["La halle"]);
    let rows = workspace.report();
    assert!(
        rows.len() == 1 && rows[0].status == "skipped" && rows[0].advice.contains("--cross-devices"),
        "{rows:?}"
    );
    workspace.kiosque("index corpus/disque --index named -q").succeeds();
    assert_eq!(workspace.dump_of("named").len(), 1, "a root of its own");
    workspace.kiosque("index corpus --cross-devices -q --index all").succeeds();
    assert_eq!(workspace.dump_of("all").len(), 1, "copies of one text");
    workspace.write("kiosque.toml", "cross-devices = true\n");
    let account = workspace.kiosque("index corpus --format json").succeeds().account();
    assert_eq!(account.sources.found, 2);
    workspace.remove("kiosque.toml");
    let account = workspace.kiosque("index corpus --format json").exits(0).account();
    assert_eq!((account.sources.found, account.articles.removed), (1, 0), "what is still there stays");
}

/// A file system that goes with the test.
struct Mount(std::path::PathBuf);

impl Drop for Mount {
    fn drop(&mut self) {
        // Should it stay, the folder cannot be removed, and that is seen.
        let _ = Command::new("umount").arg(&self.0).output();
    }
}
