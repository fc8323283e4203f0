//! An article as Markdown: its facts as front matter, its title as a heading, its paragraphs. `kiosque index`
//! reads it back as the same text.

use std::io::{self, Write};

use crate::document::Document;

/// Prints one article.
pub(super) fn print(out: &mut dyn Write, document: &Document) -> io::Result<()> {
    writeln!(out, "---")?;
    let mut fact = |name: &str, value: Option<&str>| match value {
        // A string of JSON is one of YAML.
        Some(value) => writeln!(out, "{name}: {}", serde_json::Value::from(value)),
        None => Ok(()),
    };
    fact("title", Some(&document.title).filter(|title| !title.is_empty()).map(String::as_str))?;
    fact("date", document.date.map(|date| date.to_string()).as_deref())?;
    fact("source", document.source.as_deref())?;
    fact("section", document.section.as_deref())?;
    fact("language", Some(document.language.code()).filter(|_| document.language_declared))?;
    fact("url", document.url.as_deref())?;
    fact("id", document.source_id.as_deref())?;
    for (name, list) in [("authors", &document.authors), ("keywords", &document.keywords)] {
        if !list.is_empty() {
            writeln!(out, "{name}: {}", serde_json::Value::from(list.clone()))?;
        }
    }
    writeln!(out, "---")?;
    if !document.title.is_empty() {
        writeln!(out, "\n# {}", escaped(&document.title))?;
    }
    for paragraph in document.body.lines() {
        writeln!(out, "\n{}", escaped(paragraph))?;
    }
    Ok(())
}

/// A line of text in which nothing means anything to Markdown.
fn escaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let line = line.trim();
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in line.char_indices() {
        let at_start = at == 0 && matches!(c, '#' | '>' | '-' | '+' | '=' | '|' | ':');
        let of_a_list = digits > 0 && at == digits && matches!(c, '.' | ')');
        if at_start
            || of_a_list
            || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|')
        {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
