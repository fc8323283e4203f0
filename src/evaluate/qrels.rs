//! Judgements: which documents answer which query, and how well.

use std::collections::BTreeMap;
use std::path::Path;

use super::Error;
use super::lines::each_line;

/// Judgements of one query: grade by document. Above 0 is relevant, and the grade is the gain.
pub type Judged = BTreeMap<String, i32>;

/// Judgements by query.
///
/// | a line | from |
/// |---|---|
/// | `query-id⇥corpus-id⇥score`, the first line may be these words | BEIR |
/// | `query 0 document grade` | TREC |
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Qrels {
    queries: BTreeMap<String, Judged>,
}

impl Qrels {
    /// Reads judgements, in any mixture of the two forms. Columns are parted by tabs where a line has
    /// some, else by white space.
    ///
    /// # Errors
    /// If the file cannot be read, or a line is no judgement or contradicts an earlier one.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let mut qrels = Qrels::default();
        let mut first = true;
        each_line(path, |_, line| {
            let may_be_names = std::mem::take(&mut first);
            let columns: Vec<&str> = if line.contains('\t') {
                line.split('\t').map(str::trim).collect()
            } else {
                line.split_whitespace().collect()
            };
            let (query, document, grade) = match columns[..] {
                [query, document, grade] | [query, _, document, grade] => (query, document, grade),
                _ => {
                    return Err(format!(
                        "{} columns where a judgement has 3 (query document grade) or 4 (query 0 document grade)",
                        columns.len()
                    ));
                }
            };
            match grade.parse::<i32>() {
                Ok(grade) => qrels.judge(query, document, grade),
                Err(_) if may_be_names && grade.contains(char::is_alphabetic) => Ok(()),
                Err(_) => Err(format!("the grade \"{grade}\" is no whole number")),
            }
        })?;
        Ok(qrels)
    }

    fn judge(&mut self, query: &str, document: &str, grade: i32) -> Result<(), String> {
        if query.is_empty() || document.is_empty() {
            return Err("an empty id".to_owned());
        }
        let judged = self.queries.entry(query.to_owned()).or_default();
        match judged.insert(document.to_owned(), grade) {
            Some(earlier) if earlier != grade => {
                Err(format!("{document} was judged {earlier} for {query} before, and {grade} here"))
            }
            _ => Ok(()),
        }
    }

    /// The judged queries, in order of id.
    pub fn queries(&self) -> &BTreeMap<String, Judged> {
        &self.queries
    }

    /// Whether a query has judgements.
    pub fn has(&self, query: &str) -> bool {
        self.queries.contains_key(query)
    }

    /// Number of queries that have judgements.
    pub fn len(&self) -> usize {
        self.queries.len()
    }

    /// Number of queries without a relevant document.
    pub fn without_relevant(&self) -> usize {
        self.queries.values().filter(|judged| judged.values().all(|grade| *grade <= 0)).count()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.queries.is_empty()
    }
}

impl FromIterator<(String, Judged)> for Qrels {
    fn from_iter<I: IntoIterator<Item = (String, Judged)>>(queries: I) -> Self {
        Qrels { queries: queries.into_iter().collect() }
    }
}
