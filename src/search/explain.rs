//! How a hit's score adds up: which form of which word, where, and what each counted.

use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::{DocAddress, Searcher, TantivyError};

use super::preferring::SUM;

/// One part of a score, and the parts that it is made of.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
pub struct Explanation {
    /// What it adds, before boosts around it.
    pub value: f32,
    /// What it is.
    #[serde(rename = "description")]
    pub what: String,
    /// What it is made of.
    #[serde(default)]
    pub details: Vec<Explanation>,
}

/// Explains hits of one query.
pub(super) struct Explainer<'s> {
    weight: Box<dyn Weight>,
    searcher: &'s Searcher,
}

impl<'s> Explainer<'s> {
    pub(super) fn of(query: &dyn Query, searcher: &'s Searcher) -> Result<Self, TantivyError> {
        Ok(Explainer { weight: query.weight(EnableScoring::enabled_from_searcher(searcher))?, searcher })
    }

    /// Explains one hit; costs as much as finding it alone.
    pub(super) fn explain(&self, address: DocAddress) -> Result<Explanation, TantivyError> {
        let segment = self.searcher.segment_reader(address.segment_ord);
        let told = self.weight.explain(segment, address.doc_id)?;
        // The engine keeps the parts of its explanations to itself, but writes them as JSON.
        let json = told.to_pretty_json();
        let mut read: Explanation =
            serde_json::from_str(&json).map_err(|error| TantivyError::InternalError(error.to_string()))?;
        read.simplify();
        Ok(read)
    }
}

impl Explanation {
    /// Says what the engine's own nodes are in our words.
    fn simplify(&mut self) {
        if self.what.starts_with("BooleanClause") {
            self.what = "sum".into();
        } else if self.what == SUM {
            self.what = "sum".into();
            // Of the words and of the pairs: one sum.
            if self.details.first().is_some_and(|words| words.what.starts_with("BooleanClause")) {
                let words = self.details.remove(0);
                self.details.splice(0..0, words.details);
            }
        } else if self.what == "Const" {
            self.what = "the condition holds".into();
        } else if let Some(boost) = self.what.strip_prefix("Boost x").and_then(|rest| rest.split(' ').next())
        {
            self.what = format!("× {boost}, as asked");
        }
        self.details.iter_mut().for_each(Explanation::simplify);
    }
}
