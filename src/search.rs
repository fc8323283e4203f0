//! Answers queries from one snapshot of an index.
//!
//! A typed [`Query`] and conditions come in; ranked [`Hit`]s, their number and counts of facets go out. A
//! query's words become groups of forms (`expand`), groups become the engine's queries (`group_query`,
//! `place_query`), one pass collects (`collect`), and only the hits on the page are read and marked. Before it
//! a query can be given [`Synonyms`], behind it a hit can tell its score (`explain`), and where nothing was
//! found [`Index::suggest`] says what to ask instead. The room does not know how a query is written, nor how an answer is shown.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use kiosque::search::{Index, Request};
//!
//! let index = Index::open("index".as_ref())?;
//! let answer = index.search(&Request::new(kiosque::query::parse("titre:grève date:2020")?))?;
//! for hit in &answer.hits {
//!     println!("{:.2} {}", hit.score, hit.document.title);
//! }
//!
//! // All hits, one at a time, however many there are.
//! let all = Request { top: usize::MAX, ..Request::new(kiosque::query::parse("*")?) };
//! for hit in index.find(&all)?.hits() {
//!     println!("{}", hit?.snippet.text);
//! }
//! # Ok(())
//! # }
//! ```

mod arrangement;
mod batch;
mod best;
mod collect;
mod column_query;
mod compile;
mod entities;
mod expand;
mod explain;
mod facet_counts;
mod facets;
mod filters;
mod floor;
mod found;
mod gathering;
mod group_query;
mod marks;
mod name_counts;
mod naming;
mod near;
mod pattern;
mod place_query;
mod preferring;
mod ranking;
mod reached;
mod score;
mod snippet;
mod spelling;
mod statistics;
mod synonyms;
mod wide;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::OwnedBytes;
use tantivy::query::{BooleanQuery, Occur};

use crate::analysis::Inflection;
use crate::article::{ArticleId, Entity};
use crate::document::{Copy, Document};
use crate::index::{self, Snapshot};
use crate::manifest::{COPIES, CopiesError, CopyTable, ROOTS, Roots, read_roots};
use crate::query::{DateRange, Note, PartialDate, Query};

pub use crate::index::FacetField;
pub use batch::Threads;
pub use best::{OutsideNames, Scored};
pub use collect::Sort;
pub use entities::{
    EntitiesAnswer, EntitiesRequest, EntityCount, Explained, MergedForm, NameError, NameSort, NamesOfKind,
    Period,
};
pub use explain::Explanation;
pub use facets::FacetValue;
pub use found::Found;
pub use marks::{Mark, Marks};
pub use naming::Candidate;
pub use ranking::Ranking;
pub use reached::{Reached, ReachedForm};
pub use snippet::{Snippet, snippet};
pub use spelling::Suggestion;
pub use statistics::Statistics;
pub use synonyms::{Synonyms, SynonymsError};

use collect::Collecting;
use column_query::Condition;
use compile::Compiler;
use facet_counts::FacetAsked;
use filters::NameMatch;
use score::Scale;

/// Why a query got no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The index cannot be read.
    #[error(transparent)]
    Index(#[from] index::Error),
    /// The table of copies is damaged.
    #[error(transparent)]
    Copies(#[from] CopiesError),
    /// The manifest is damaged.
    #[error(transparent)]
    Manifest(#[from] crate::manifest::Error),
    /// The threads cannot be had.
    #[error("no threads to search with: {0}")]
    Threads(String),
}

impl From<tantivy::TantivyError> for Error {
    fn from(error: tantivy::TantivyError) -> Self {
        Error::Index(error.into())
    }
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Request {
    /// The query.
    pub query: Query,
    /// Conditions beside it; all must hold.
    pub filters: Vec<Filter>,
    /// Hits to return.
    pub top: usize,
    /// Hits to leave out before them.
    pub skip: usize,
    /// Their order.
    pub sort: Sort,
    /// Weigh what was published shortly before this day, or before the newest article where that is older, a
    /// little more: half as much again on the day itself, a quarter a year before it, ever less before.
    pub recent: Option<i32>,
    /// Facets to count over all hits.
    pub facets: Vec<FacetRequest>,
    /// Parameters of the score.
    pub ranking: Ranking,
    /// Whether each hit tells how its score adds up.
    pub explain: bool,
}

impl Request {
    /// Asks for the ten best hits of a query.
    pub fn new(query: Query) -> Self {
        Request {
            query,
            filters: Vec::new(),
            top: 10,
            skip: 0,
            sort: Sort::Relevance,
            recent: None,
            facets: Vec::new(),
            ranking: Ranking::default(),
            explain: false,
        }
    }
}

/// A condition beside the query.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// A name in a facet: accents and case aside; where nothing bears it whole, whatever holds its words, else
    /// whatever has words that begin so. A surname alone means whom the corpus calls so, else all who have it.
    Named(FacetField, String),
    /// The date overlaps this day, month or year, or comes later.
    After(PartialDate),
    /// The date overlaps this day, month or year, or comes earlier.
    Before(PartialDate),
    /// Entered the index, or changed there, after this.
    NewSince(Since),
}

/// A moment in the life of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// A run, by its number; what that run itself wrote is not new.
    Run(u64),
    /// A time, in seconds since 1970; what a run wrote that began then is new.
    Seconds(i64),
}

/// A facet to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FacetRequest {
    /// Which.
    pub kind: FacetKind,
    /// How many values; for years and months the most frequent ones, given in order of time.
    pub limit: usize,
}

/// What can be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FacetKind {
    /// Values of a field.
    Field(FacetField),
    /// Years of publication.
    Year,
    /// Months of publication, where known.
    Month,
}

impl FacetKind {
    /// All of them, in the order of outputs.
    pub fn all() -> impl Iterator<Item = FacetKind> {
        FacetField::ALL.into_iter().map(FacetKind::Field).chain([FacetKind::Year, FacetKind::Month])
    }

    /// The name in outputs and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            FacetKind::Field(field) => field.name(),
            FacetKind::Year => "year",
            FacetKind::Month => "month",
        }
    }
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Articles that match.
    pub total: u64,
    /// Those of the page asked for.
    pub hits: Vec<Hit>,
    /// The facets, in the order asked for.
    pub facets: Vec<(FacetKind, Vec<FacetValue>)>,
    /// How the query was read, where that could surprise.
    pub notes: Vec<Note>,
}

/// One article that matches.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Its place, from 1.
    pub rank: usize,
    /// Its score.
    pub score: f32,
    /// The article.
    pub document: Document,
    /// The corpus's names of its entities, in the document's order.
    pub names: Vec<String>,
    /// The title and its marked words.
    pub title: Snippet,
    /// A passage of the body and its marked words.
    pub snippet: Snippet,
    /// Other articles of the same text.
    pub copies: Vec<Copy>,
    /// How the score adds up, where that was asked for.
    pub explanation: Option<Explanation>,
}

/// An index, open for searching.
pub struct Index {
    snapshot: Snapshot,
    statistics: Statistics,
    copies: Option<CopyTable<OwnedBytes>>,
}

impl Index {
    /// Opens the last commit of the index at `root`; nothing written later is seen. Some hundred
    /// microseconds on warm files.
    ///
    /// # Errors
    /// If there is no index, or it is damaged or of another version.
    pub fn open(root: &Path) -> Result<Self, Error> {
        Index::open_with(root, &Inflection::default())
    }

    /// Opens the last commit of the index at `root`, its words inflected so. An inflection that the index was
    /// not yet read with costs some 4 µs a form, once.
    ///
    /// # Errors
    /// If there is no index, or it is damaged or of another version.
    pub fn open_with(root: &Path, inflection: &Inflection) -> Result<Self, Error> {
        let snapshot = Snapshot::open(root, inflection)?;
        let statistics = Statistics::of(&snapshot)?;
        let copies = snapshot.mapped_attachment(COPIES).map(CopyTable::open).transpose()?;
        Ok(Index { snapshot, statistics, copies })
    }

    /// The same index, its names merged and parted so, whatever is kept with it.
    #[must_use]
    pub fn with_aliases(mut self, aliases: crate::names::Aliases) -> Self {
        self.snapshot = self.snapshot.with_aliases(aliases);
        self
    }

    /// The snapshot that is searched.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Totals over the documents.
    pub fn statistics(&self) -> Statistics {
        self.statistics
    }

    /// Answers a request.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn search(&self, request: &Request) -> Result<Answer, Error> {
        let mut found = self.find(request)?;
        let hits = found.hits().collect::<Result<_, _>>()?;
        Ok(Answer {
            total: found.total,
            hits,
            facets: std::mem::take(&mut found.facets),
            notes: std::mem::take(&mut found.notes),
        })
    }

    /// Answers a request but for its hits, which are read one by one as they are asked for: so any number of
    /// them can be gone through. Keeps 32 bytes a hit.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn find(&self, request: &Request) -> Result<Found<'_>, Error> {
        let scale = Scale::new(&self.snapshot, self.statistics, request.ranking);
        let mut compiler = Compiler::new(&self.snapshot, scale).explaining(request.explain);
        let mut clauses = vec![(Occur::Must, compiler.compile(&request.query.root)?)];
        let mut notes = request.query.notes.clone();
        notes.extend(compiler.notes);
        for filter in &request.filters {
            clauses.push((Occur::Must, self.filter(filter, &mut notes)?));
        }
        let query =
            if clauses.len() == 1 { clauses.remove(0).1 } else { Box::new(BooleanQuery::new(clauses)) };

        let mut fields = Vec::new();
        for facet in &request.facets {
            if let FacetKind::Field(field) = facet.kind {
                fields.push(FacetAsked::of(&self.snapshot, field)?);
            }
        }
        let asks = |kind| request.facets.iter().any(|facet| facet.kind == kind);
        let limit = match request.top {
            0 => 0,
            top => top.saturating_add(request.skip).min(self.snapshot.documents() as usize),
        };
        let today = match request.recent {
            Some(today) => Some(self.snapshot.newest_day()?.map_or(today, |newest| newest.min(today))),
            None => None,
        };
        let collecting = Collecting {
            columns: Arc::clone(self.snapshot.columns()),
            floor: compiler.floor,
            sort: request.sort,
            limit,
            today,
            facets: fields,
            years: asks(FacetKind::Year),
            months: asks(FacetKind::Month),
        };
        let collected = self.snapshot.searcher().search(&query, &collecting)?;
        let facets = self.facets(request, &collected)?;
        Found::new(self, request, today, query, collected, facets, notes)
    }

    /// The facets of a request, as its pass counted them.
    fn facets(
        &self,
        request: &Request,
        collected: &collect::Collected,
    ) -> Result<Vec<(FacetKind, Vec<FacetValue>)>, Error> {
        let mut facets = Vec::with_capacity(request.facets.len());
        let mut counts = collected.facets.iter();
        for facet in &request.facets {
            let values = match facet.kind {
                FacetKind::Field(field) => {
                    let counts = counts.next().map_or(&[][..], Vec::as_slice);
                    facets::most_frequent(&self.snapshot, field, counts, facet.limit)?
                }
                FacetKind::Year => {
                    let years = collected.years.iter().map(|(year, count)| (format!("{year:04}"), *count));
                    in_time(years, facet.limit)
                }
                FacetKind::Month => {
                    let months = collected
                        .months
                        .iter()
                        .map(|((year, month), count)| (format!("{year:04}-{month:02}"), *count));
                    in_time(months, facet.limit)
                }
            };
            facets.push((facet.kind, values));
        }
        Ok(facets)
    }

    /// The engine's query of a condition; `notes` take what its name means, where that could surprise.
    fn filter(
        &self,
        filter: &Filter,
        notes: &mut Vec<Note>,
    ) -> Result<Box<dyn tantivy::query::Query>, Error> {
        Ok(match filter {
            Filter::Named(facet, name) => {
                filters::named(&self.snapshot, *facet, name, NameMatch::Loose, notes)?
            }
            Filter::After(date) => filters::dated(&DateRange { from: Some(*date), to: None }),
            Filter::Before(date) => filters::dated(&DateRange { from: None, to: Some(*date) }),
            Filter::NewSince(Since::Run(run)) => filters::entered(Condition::EnteredAfterRun(*run)),
            Filter::NewSince(Since::Seconds(seconds)) => filters::entered(Condition::EnteredSince(*seconds)),
        })
    }

    /// The corpus's name of an entity.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn name_of(&self, entity: &Entity) -> Result<String, Error> {
        Ok(self.snapshot.entity_name(entity)?)
    }

    /// The other articles of a document's text, in order of origin.
    ///
    /// # Errors
    /// If the table of copies is damaged.
    pub fn copies_of(&self, id: ArticleId) -> Result<Vec<Copy>, Error> {
        match &self.copies {
            Some(copies) => Ok(copies.of(id)?),
            None => Ok(Vec::new()),
        }
    }

    /// Returns the documents whose id begins with these hexadecimal digits, sorted by id, at most `limit`.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn documents_with_id(&self, digits: &str, limit: usize) -> Result<Vec<Document>, Error> {
        let found = self.snapshot.ids_with_prefix(digits, limit)?;
        found.into_iter().map(|(_, address)| Ok(self.snapshot.document(address)?)).collect()
    }

    /// Short name of each root, and where it lay when it was last indexed. Reads one small file.
    ///
    /// # Errors
    /// If it is damaged.
    pub fn roots(&self) -> Result<Roots, Error> {
        Ok(match self.snapshot.attachment(ROOTS)? {
            Some(bytes) => read_roots(&bytes)?,
            None => Roots::default(),
        })
    }

    /// The index's folder.
    pub fn root(&self) -> PathBuf {
        self.snapshot.root().into()
    }
}

/// The most frequent values, given in order of time.
fn in_time(values: impl Iterator<Item = (String, u64)>, limit: usize) -> Vec<FacetValue> {
    let mut values: Vec<FacetValue> = values.map(|(value, count)| FacetValue { value, count }).collect();
    values.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
    values.truncate(limit);
    values.sort_by(|one, other| one.value.cmp(&other.value));
    values
}
