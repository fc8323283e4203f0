//! Reads annotated corpora.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use kiosque::annotate::train::{Class, Example};
use serde_json::Value;

/// Returns the text of a file, decompressed where its name ends in `.zst`.
pub(crate) fn text_of(path: &Path) -> io::Result<String> {
    let file = File::open(path).map_err(|error| io::Error::other(format!("{}: {error}", path.display())))?;
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "zst") {
        zstd::Decoder::new(file)?.read_to_string(&mut text)?;
    } else {
        io::BufReader::new(file).read_to_string(&mut text)?;
    }
    Ok(text)
}

/// Returns the documents of a corpus.
pub(crate) fn read(path: &Path) -> io::Result<Vec<Example>> {
    let text = text_of(path)?;
    if path.extension().is_some_and(|extension| extension == "conll") {
        return Ok(columns(&text));
    }
    json_lines(&text)
        .ok_or_else(|| io::Error::other(format!("{}: not lines of texts and entities", path.display())))
}

fn class(name: &str) -> Option<Class> {
    match name {
        "PER" => Some(Class::Person),
        "ORG" => Some(Class::Organization),
        "LOC" => Some(Class::Place),
        "PROD" | "EVE" | "MISC" => Some(Class::Thing),
        _ => None,
    }
}

/// Segments with ids `DOCUMENT#NUMBER` are lines of one document.
fn json_lines(text: &str) -> Option<Vec<Example>> {
    let mut documents: Vec<Example> = Vec::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).ok()?;
        let id = row["id"].as_str().or(row["sent_id"].as_str())?;
        let number = *numbers.entry(id.split('#').next()?.to_owned()).or_insert(documents.len());
        if number == documents.len() {
            documents.push(Example { text: String::new(), names: Vec::new() });
        }
        let document = &mut documents[number];
        if !document.text.is_empty() {
            document.text.push('\n');
        }
        let from = document.text.len();
        let text = row["text"].as_str()?;
        document.text.push_str(text);
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for entity in row["entities"].as_array()? {
            let place = |name: &str| bytes.get(entity[name].as_u64()? as usize).copied();
            if let Some(class) = class(entity["type"].as_str()?) {
                document.names.push((from + place("start")?, from + place("end")?, class));
            }
        }
    }
    Some(documents)
}

/// Two columns, a token a line; documents begin at a comment, lines of text end at an empty line.
fn columns(text: &str) -> Vec<Example> {
    let mut documents: Vec<Example> = Vec::new();
    let mut before = "";
    for line in text.lines() {
        if line.starts_with("# hipe2022:document_id") {
            documents.push(Example { text: String::new(), names: Vec::new() });
        }
        let Some(document) = documents.last_mut().filter(|_| !line.starts_with('#')) else { continue };
        let Some((token, label)) = line.split_once('\t') else {
            if !document.text.is_empty() {
                document.text.push('\n');
            }
            continue;
        };
        let opens = document.text.is_empty() || document.text.ends_with('\n');
        let sticks = matches!(token, "'" | "’" | "," | "." | ")" | "-");
        let held = matches!(before, "'" | "’" | "(" | "-") || before.ends_with('¬');
        if !opens && !sticks && !held {
            document.text.push(' ');
        }
        let start = document.text.len();
        document.text.push_str(token);
        let end = document.text.len();
        before = token;
        if let Some(class) = label.strip_prefix("B-").and_then(class) {
            document.names.push((start, end, class));
        } else if label.starts_with("I-")
            && let Some(name) = document.names.last_mut()
        {
            name.1 = end;
        }
    }
    documents
}

/// Brings names to one guideline: a word broken at a line's end is one word, and titles and what follows a
/// comma (`M. Jules Siegfried, doyen`) are no part of a person's name.
pub(crate) fn mended(example: Example) -> Example {
    let Example { text, names } = example;
    let mut mended: Vec<(usize, usize, Class)> = Vec::new();
    for (mut start, mut end, class) in names {
        if mended.last().is_some_and(|last| start < last.1) {
            continue;
        }
        if text[..end].ends_with('¬') || text[end..].starts_with('¬') {
            let rest = &text[end..];
            end += rest.find(|c: char| !c.is_alphanumeric() && c != '¬').unwrap_or(rest.len());
        }
        if class == Class::Person {
            let name = &text[start..end];
            let more =
                name.match_indices(", ").find(|(at, _)| name[at + 2..].starts_with(char::is_lowercase));
            end = more.map_or(end, |(at, _)| start + at);
            start = end - without_titles(&text[start..end]).len();
        }
        mended.push((start, end, class));
    }
    Example { text, names: mended }
}

const TITLES: [&str; 11] =
    ["MM", "Mmes", "Mme", "Mlle", "Mgr", "Me", "Dr", "Pr", "monsieur", "madame", "mademoiselle"];

/// Returns a name without the titles before it.
pub(crate) fn without_titles(mut name: &str) -> &str {
    loop {
        let after = |title: &str| {
            let head = name.get(..title.len())?;
            let rest = name.get(title.len()..).filter(|_| head.eq_ignore_ascii_case(title))?.trim_start();
            let rest = rest.strip_prefix('.').unwrap_or(rest);
            let bare = rest.trim_start();
            (bare.len() < rest.len() && !bare.is_empty()).then_some(bare)
        };
        match TITLES.iter().copied().chain(["M"]).find_map(after) {
            Some(rest) => name = rest,
            None => return name,
        }
    }
}
