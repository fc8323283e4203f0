//! Runs: what a system answered to each query, in the form of TREC.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write;
use std::path::Path;

use super::Error;
use super::lines::each_line;

/// One document of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Retrieved {
    /// Its name in judgements.
    pub document: String,
    /// The more the better. Single precision, as trec_eval keeps it: what differs only beyond is equal.
    pub score: f32,
}

/// Answers by query, each in the order in which trec_eval judges them: score falling, of equal scores the
/// document whose name sorts last by bytes first. Ranks and the order of lines say nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    queries: BTreeMap<String, Vec<Retrieved>>,
}

impl Run {
    /// Enters the answer to a query; a document that comes twice counts where it comes first.
    pub fn insert(&mut self, query: String, answer: impl IntoIterator<Item = Retrieved>) {
        let mut seen = HashSet::new();
        let mut answer: Vec<Retrieved> =
            answer.into_iter().filter(|one| seen.insert(one.document.clone())).collect();
        answer.sort_by(in_order);
        self.queries.insert(query, answer);
    }

    /// The answer to a query, the best first; empty if there is none.
    pub fn answer(&self, query: &str) -> &[Retrieved] {
        self.queries.get(query).map_or(&[], Vec::as_slice)
    }

    /// All answers, in order of query.
    pub fn queries(&self) -> &BTreeMap<String, Vec<Retrieved>> {
        &self.queries
    }

    /// Reads a run: `query Q0 document rank score name` a line, parted by white space.
    ///
    /// # Errors
    /// If the file cannot be read, a line is of another form, or a document stands twice for a query.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let mut run = Run::default();
        let mut seen: HashMap<String, HashMap<String, usize>> = HashMap::new();
        each_line(path, |number, line| {
            let columns: Vec<&str> = line.split_whitespace().collect();
            let [query, _, document, _, score, _] = columns[..] else {
                return Err(format!(
                    "{} columns where a run has 6: query Q0 document rank score name",
                    columns.len()
                ));
            };
            let finite = score.parse::<f64>().ok().filter(|score| score.is_finite());
            let Some(value) = finite else { return Err(format!("the score \"{score}\" is no number")) };
            let lines = seen.entry(query.to_owned()).or_default();
            if let Some(earlier) = lines.insert(document.to_owned(), number) {
                return Err(format!("{document} stands twice for {query}, first in line {earlier}"));
            }
            let answer = run.queries.entry(query.to_owned()).or_default();
            answer.push(Retrieved { document: document.to_owned(), score: value as f32 });
            Ok(())
        })?;
        run.queries.values_mut().for_each(|answer| answer.sort_by(in_order));
        Ok(run)
    }

    /// Writes the run under the name `name`. Ranks follow the order that is judged, so that readers that go
    /// by rank and readers that go by score see the same answer.
    ///
    /// # Errors
    /// If it cannot be written, or if an id holds white space, which the form does not allow.
    pub fn write(&self, name: &str, to: &mut dyn Write) -> std::io::Result<()> {
        for (query, answer) in &self.queries {
            for (rank, Retrieved { document, score }) in (1..).zip(answer) {
                if let Some(id) = [query, document].into_iter().find(|id| id.contains(char::is_whitespace)) {
                    let what = format!("the id \"{id}\" holds white space and cannot stand in a TREC run");
                    return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, what));
                }
                writeln!(to, "{query} Q0 {document} {rank} {score} {name}")?;
            }
        }
        Ok(())
    }
}

fn in_order(one: &Retrieved, other: &Retrieved) -> Ordering {
    other.score.total_cmp(&one.score).then_with(|| other.document.cmp(&one.document))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn retrieved(answer: &[(&str, f32)]) -> Vec<Retrieved> {
        let one =
            |(document, score): &(&str, f32)| Retrieved { document: (*document).to_owned(), score: *score };
        answer.iter().map(one).collect()
    }

    #[test]
    fn of_equal_scores_the_last_name_comes_first() {
        let mut run = Run::default();
        run.insert("q".into(), retrieved(&[("d1", 1.0), ("d10", 2.0), ("d9", 1.0), ("D9", 1.0), ("é", 1.0)]));
        let order: Vec<&str> = run.answer("q").iter().map(|one| &*one.document).collect();
        assert_eq!(order, ["d10", "é", "d9", "d1", "D9"]);
    }

    #[test]
    fn a_run_reads_back_as_it_was_written() {
        let mut run = Run::default();
        run.insert("q2".into(), retrieved(&[("a", 0.1), ("b", 1.0 / 3.0), ("c", 1e-20)]));
        run.insert("q1".into(), retrieved(&[("a", -4.0)]));
        let file = tempfile::NamedTempFile::new().expect("a file");
        run.write("essai", &mut file.as_file()).expect("written");
        assert_eq!(Run::read(file.path()).expect("read"), run);
    }

    #[test]
    fn an_id_that_would_break_a_line_is_refused() {
        let mut run = Run::default();
        run.insert("q".into(), retrieved(&[("a b", 1.0)]));
        assert!(run.write("essai", &mut Vec::new()).is_err());
    }
}
