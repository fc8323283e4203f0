//! Does a press search put the article that a journalist remembers first?
//!
//! `cargo bench --bench press -- CORPUS FOLDER` makes two retrieval sets of a press corpus and the judged
//! queries of `tests/data/press`, `FOLDER/settle` and `FOLDER/report`, in the layout that `kiosque eval` reads,
//! and asks Kiosque both. Parameters are settled on the first alone.
//!
//! CORPUS is JSON lines with `url`, `title`, `heading` and `body` (plain or `.zst`); the judgements name
//! articles by [`name_of`] their address, so nothing of a text stands in the project. Of articles with the same
//! body the first is kept, or the one that is judged.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

const JUDGED: [&str; 2] = ["settle", "report"];

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [corpus, folder] = &arguments[..] else {
        return writeln!(io::stdout(), "nothing measured: cargo bench --bench press -- CORPUS FOLDER");
    };
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/press");
    let mut judged = HashSet::new();
    for set in JUDGED {
        let folder = Path::new(folder).join(set);
        fs::create_dir_all(&folder)?;
        let qrels = fs::read_to_string(data.join("qrels").join(format!("{set}.tsv")))?;
        judged.extend(qrels.lines().skip(1).filter_map(|line| line.split('\t').nth(1)).map(str::to_owned));
        fs::write(folder.join("qrels.tsv"), qrels)?;
        fs::copy(data.join("queries.jsonl"), folder.join("queries.jsonl"))?;
    }
    let written = Path::new(folder).join(JUDGED[0]).join("corpus.jsonl");
    write_corpus(Path::new(corpus), &written, &judged)?;
    fs::copy(&written, Path::new(folder).join(JUDGED[1]).join("corpus.jsonl"))?;
    for set in JUDGED {
        Command::new(env!("CARGO_BIN_EXE_kiosque")).arg("eval").arg(Path::new(folder).join(set)).status()?;
    }
    Ok(())
}

/// What an article is called: the first 16 hexadecimal digits of the BLAKE3 of its address.
fn name_of(url: &str) -> String {
    blake3::hash(url.as_bytes()).to_hex()[..16].to_owned()
}

/// Writes the articles in the order of the corpus, the judged ones first, each body once.
fn write_corpus(from: &Path, to: &Path, judged: &HashSet<String>) -> io::Result<()> {
    let file = File::open(from)?;
    let reader: Box<dyn Read> = match from.extension() {
        Some(extension) if extension == "zst" => Box::new(zstd::Decoder::new(file)?),
        _ => Box::new(file),
    };
    let mut articles: Vec<(String, Value)> = Vec::new();
    for line in BufReader::new(reader).lines() {
        let article: Value = serde_json::from_str(&line?)?;
        articles.push((name_of(text(&article, "url")), article));
    }
    articles.sort_by_key(|(name, _)| !judged.contains(name));
    let mut bodies = HashSet::new();
    let mut out = BufWriter::new(File::create(to)?);
    for (name, article) in &articles {
        let body = text(article, "body").trim();
        if bodies.insert(body) {
            let whole = format!("{}\n{body}", text(article, "heading"));
            let line = json!({"_id": name, "title": text(article, "title"), "text": whole.trim()});
            writeln!(out, "{line}")?;
        }
    }
    out.flush()
}

fn text<'a>(article: &'a Value, field: &str) -> &'a str {
    article[field].as_str().unwrap_or_default()
}
