//! One experiment: every query of a collection, asked of one index under one set of settings.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::collection::Question;
use super::subject::Subject;
use super::trec_run::{Retrieved, Run};
use super::{Error, Watch};
use crate::analysis::{Inflection, Stemmer};
use crate::query::{Operator, Query};
use crate::search::Ranking;

/// How words are inflected, joined and weighed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// The rules of inflection.
    pub stemmer: Stemmer,
    /// Whether the lexicon's exceptions overrule them.
    pub lexicon: bool,
    /// How the words of a query are joined.
    pub operator: Operator,
    /// Parameters of the score.
    pub ranking: Ranking,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            stemmer: Stemmer::default(),
            lexicon: true,
            operator: Operator::default(),
            ranking: Ranking::default(),
        }
    }
}

impl Settings {
    /// The inflection of these settings; `lexicon` is the user's.
    ///
    /// # Panics
    /// Never where `lexicon` was read before: then each of its lines is one of a lexicon.
    pub fn inflection(&self, lexicon: Option<&str>) -> Inflection {
        if self.lexicon {
            Inflection::new(self.stemmer, lexicon).expect("a lexicon that was read before")
        } else {
            Inflection::of_rules(self.stemmer)
        }
    }
}

/// Settings under a name that tells them from those of other experiments.
#[derive(Debug, Clone, PartialEq)]
pub struct Experiment {
    /// `title=2,stemmer=light`: what was tried, in the order asked for; empty for a lone experiment.
    pub name: String,
    /// The settings.
    pub settings: Settings,
}

impl Experiment {
    /// Asks the questions of an index that was opened with the inflection of these settings, and returns the
    /// answers, at most `depth` documents each. Works on the threads that it is called on; the
    /// answers do not depend on their number. A question without a word is answered with nothing.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn run(
        &self,
        subject: &Subject,
        questions: &[Question],
        depth: usize,
        watch: &dyn Watch,
    ) -> Result<Run, Error> {
        let Settings { operator, ranking, .. } = self.settings;
        let answers: Vec<Vec<Retrieved>> = questions
            .par_iter()
            .map(|question| {
                let answer = match Query::of_words(&question.text, operator) {
                    Some(query) => subject.index.best(&query, depth, ranking)?,
                    None => Vec::new(),
                };
                watch.answered();
                let named =
                    |scored| Retrieved { document: subject.names.of(scored).to_owned(), score: scored.score };
                Ok(answer.iter().map(named).collect())
            })
            .collect::<Result<_, Error>>()?;
        let mut run = Run::default();
        for (question, answer) in questions.iter().zip(answers) {
            run.insert(question.id.clone(), answer);
        }
        Ok(run)
    }
}
