//! Judged collections in the layout of BEIR: a folder with its corpus, queries and judgements.
//!
//! | in the folder | holds |
//! |---|---|
//! | `corpus.jsonl`, or any `corpus*.jsonl`, or all files of `corpus/` | documents: `_id`, `title`, `text` |
//! | `queries.jsonl` or `queries.tsv` | queries: `_id` and `text`, or `ID⇥TEXT` |
//! | `qrels.tsv`, `qrels/test.tsv` or `qrels.txt` | judgements, see [`Qrels`](super::Qrels) |
//!
//! Each may be compressed (`.gz`, `.zst`). The corpus is only found here: to read it is the pipeline's work.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Error;
use super::lines::{each_line, find};
use super::qrels::Qrels;
use super::quoted;

/// Where the parts of a collection lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// Files of the corpus, sorted; empty if there are none.
    pub corpus: Vec<PathBuf>,
    /// The queries, if they are there.
    pub queries: Option<PathBuf>,
    /// The judgements, if they are there.
    pub qrels: Option<PathBuf>,
}

impl Collection {
    /// Finds the parts of a collection by their names; opens none.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn find(folder: &Path) -> Result<Self, Error> {
        let first = |names: &[&str]| names.iter().find_map(|name| find(folder, name));
        Ok(Collection {
            corpus: corpus(folder)?,
            queries: first(&["queries.jsonl", "queries.tsv"]),
            qrels: first(&["qrels.tsv", "qrels/test.tsv", "qrels.txt", "qrels/test.txt"]),
        })
    }
}

fn corpus(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = names(folder)?;
    files.retain(|path| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.starts_with("corpus")
            && [".jsonl", ".jsonl.gz", ".jsonl.zst"].iter().any(|end| name.ends_with(end))
    });
    let inside = folder.join("corpus");
    if files.is_empty() && inside.is_dir() {
        files = names(&inside)?;
    }
    files.retain(|path| path.is_file());
    files.sort();
    Ok(files)
}

fn names(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let unreadable = |source| Error::Read { path: folder.into(), source };
    std::fs::read_dir(folder)
        .map_err(unreadable)?
        .map(|entry| entry.map(|entry| entry.path()).map_err(unreadable))
        .collect()
}

/// A query of a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its name in judgements and runs.
    pub id: String,
    /// What is asked, as text.
    pub text: String,
}

/// Reads queries in file order: a JSON object a line with `_id` (or `id`) and `text` (or `query`), or an id, a
/// tab and a text.
///
/// # Errors
/// If the file cannot be read, or a line is no query or has the id of an earlier one.
pub fn read_questions(path: &Path) -> Result<Vec<Question>, Error> {
    let mut questions = Vec::new();
    let mut ids = BTreeSet::new();
    each_line(path, |_, line| {
        let question = if line.trim_start().starts_with('{') { of_json(line)? } else { of_table(line)? };
        if !ids.insert(question.id.clone()) {
            return Err(format!("the query {} stands twice", question.id));
        }
        questions.push(question);
        Ok(())
    })?;
    Ok(questions)
}

fn of_json(line: &str) -> Result<Question, String> {
    let object: Value = serde_json::from_str(line).map_err(|error| format!("no JSON: {error}"))?;
    let field = |names: [&str; 2]| {
        let found = names.iter().find_map(|name| object.get(name));
        match found {
            Some(Value::String(text)) => Ok(text.clone()),
            Some(Value::Number(number)) => Ok(number.to_string()),
            Some(_) => Err(format!("\"{}\" is no text", names[0])),
            None => Err(format!("missing field \"{}\"", names[0])),
        }
    };
    let question = Question { id: field(["_id", "id"])?, text: field(["text", "query"])? };
    if question.id.is_empty() { Err("an empty \"_id\"".to_owned()) } else { Ok(question) }
}

fn of_table(line: &str) -> Result<Question, String> {
    match line.split_once('\t') {
        Some((id, text)) if !id.is_empty() => Ok(Question { id: id.to_owned(), text: text.to_owned() }),
        _ => Err("neither a JSON object nor an id, a tab and a text".to_owned()),
    }
}

/// Which queries and judgements met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Queries without judgements: they are not asked and count nowhere.
    pub unjudged: usize,
    /// Judged queries that are not among the queries: they cannot be asked and count 0.
    pub missing: usize,
}

/// Returns the questions that have judgements, in their order.
///
/// # Errors
/// If none has.
pub fn to_ask(questions: Vec<Question>, qrels: &Qrels) -> Result<(Vec<Question>, Coverage), Error> {
    let stranger = quoted(questions.first().map(|question| &question.id));
    let of_all = questions.len();
    let asked: Vec<Question> = questions.into_iter().filter(|question| qrels.has(&question.id)).collect();
    if asked.is_empty() {
        return Err(Error::Strangers { judged: quoted(qrels.queries().keys().next()), asked: stranger });
    }
    let coverage = Coverage { unjudged: of_all - asked.len(), missing: qrels.len() - asked.len() };
    Ok((asked, coverage))
}
