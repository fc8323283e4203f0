//! The best documents alone, unread, under the names that the outside world gives them: for whoever asks many
//! queries and needs no text.

use std::sync::Arc;

use tantivy::DocAddress;

use super::collect::Collecting;
use super::compile::Compiler;
use super::score::Scale;
use super::{Error, Index, Ranking, Sort};
use crate::query::Query;

/// A document and its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// Its score.
    pub score: f32,
    /// Where it lies in the snapshot.
    pub(super) address: DocAddress,
}

/// The name of each document outside: the identifier that its source gives it, else its id.
#[derive(Debug, Clone)]
pub struct OutsideNames {
    /// By segment, then by document; empty for the deleted.
    segments: Vec<Vec<Box<str>>>,
}

impl OutsideNames {
    /// The name of a document of the same snapshot.
    pub fn of(&self, scored: &Scored) -> &str {
        let DocAddress { segment_ord, doc_id } = scored.address;
        self.segments
            .get(segment_ord as usize)
            .and_then(|names| names.get(doc_id as usize))
            .map_or("", |name| name)
    }

    /// All names, in no order that means anything; a name that the sources gave twice comes twice.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().flatten().map(|name| &**name).filter(|name| !name.is_empty())
    }
}

impl Index {
    /// Returns the best documents of a query, at most `top`, by score, day and id, as [`Index::search`] ranks
    /// them.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn best(&self, query: &Query, top: usize, ranking: Ranking) -> Result<Vec<Scored>, Error> {
        let mut compiler =
            Compiler::new(&self.snapshot, Scale::new(&self.snapshot, self.statistics, ranking));
        let query = compiler.compile(&query.root)?;
        let collecting = Collecting {
            columns: Arc::clone(self.snapshot.columns()),
            floor: Arc::clone(&compiler.floor),
            sort: Sort::Relevance,
            limit: top.min(self.snapshot.documents() as usize),
            today: None,
            facets: Vec::new(),
            years: false,
            months: false,
        };
        let collected = self.snapshot.searcher().search(&query, &collecting)?;
        Ok(collected.best.into_iter().map(|(_, score, address)| Scored { score, address }).collect())
    }

    /// Returns the outside names of all documents. Reads every document once.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn outside_names(&self) -> Result<OutsideNames, Error> {
        let mut segments = Vec::new();
        for (at, segment) in self.snapshot.searcher().segment_readers().iter().enumerate() {
            let mut names = vec![Box::default(); segment.max_doc() as usize];
            for doc in segment.doc_ids_alive() {
                let document = self.snapshot.document(DocAddress::new(at as u32, doc))?;
                let name = document.source_id.unwrap_or_else(|| document.id.to_string());
                names[doc as usize] = name.into_boxed_str();
            }
            segments.push(names);
        }
        Ok(OutsideNames { segments })
    }
}
