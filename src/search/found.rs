//! What a request found, its hits unread: each is read, marked and named when it is asked for.

use std::cell::RefCell;
use std::collections::HashMap;

use tantivy::query::Query as EngineQuery;
use tantivy::{DocAddress, Score};

use super::collect::{Collected, Rank, freshness};
use super::explain::{Explainer, Explanation};
use super::marks::Marks;
use super::snippet::{Snippet, snippet};
use super::{Error, FacetKind, FacetValue, Hit, Index, Request};
use crate::article::{Entity, Field, Kind};
use crate::document::Document;
use crate::query::{Note, Query};

/// Names of entities that are kept: most stand in many hits.
const NAMES: usize = 1 << 15;

/// An answer whose hits are yet to be read.
pub struct Found<'i> {
    /// Articles that match.
    pub total: u64,
    /// The facets, in the order asked for.
    pub facets: Vec<(FacetKind, Vec<FacetValue>)>,
    /// How the query was read, where that could surprise.
    pub notes: Vec<Note>,
    index: &'i Index,
    query: Query,
    skip: usize,
    today: Option<i32>,
    best: Vec<(Rank, Score, DocAddress)>,
    explainer: Option<Explainer<'i>>,
    names: RefCell<HashMap<(Kind, String), String>>,
}

impl<'i> Found<'i> {
    pub(super) fn new(
        index: &'i Index,
        request: &Request,
        today: Option<i32>,
        query: Box<dyn EngineQuery>,
        collected: Collected,
        facets: Vec<(FacetKind, Vec<FacetValue>)>,
        notes: Vec<Note>,
    ) -> Result<Self, Error> {
        let explainer = match request.explain {
            true => Some(Explainer::of(&query, index.snapshot.searcher())?),
            false => None,
        };
        Ok(Found {
            total: collected.total,
            facets,
            notes,
            index,
            query: request.query.clone(),
            skip: request.skip,
            today,
            best: collected.best,
            explainer,
            names: RefCell::default(),
        })
    }

    /// Number of hits of the page asked for.
    pub fn len(&self) -> usize {
        self.best.len().saturating_sub(self.skip)
    }

    /// Whether the page asked for has no hit.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the page asked for begins behind the last hit.
    pub fn is_beyond(&self) -> bool {
        self.skip > 0 && self.is_empty()
    }

    /// Rank of the first hit of the page and of the last.
    pub fn ranks(&self) -> Option<(usize, usize)> {
        (!self.is_empty()).then_some((self.skip + 1, self.best.len()))
    }

    /// The hits, each read when its turn comes: some 50 µs.
    pub fn hits(&self) -> impl Iterator<Item = Result<Hit, Error>> {
        let mut marks = None;
        self.places().map(move |(rank, score, address)| {
            let marks = match &mut marks {
                Some(marks) => marks,
                none => none.insert(Marks::of(&self.query, &self.index.snapshot)?),
            };
            self.hit(rank, score, address, marks)
        })
    }

    /// The hits' ranks, scores and articles alone, with nothing marked and nothing named.
    pub fn documents(&self) -> impl Iterator<Item = Result<(usize, f32, Document), Error>> {
        self.places().map(|(rank, score, address)| Ok((rank, score, self.index.snapshot.document(address)?)))
    }

    fn places(&self) -> impl Iterator<Item = (usize, f32, DocAddress)> {
        let best = self.best.iter().enumerate().skip(self.skip);
        best.map(|(at, (_, score, address))| (at + 1, *score, *address))
    }

    fn hit(&self, rank: usize, score: f32, address: DocAddress, marks: &Marks) -> Result<Hit, Error> {
        let document = self.index.snapshot.document(address)?;
        let names = document.entities.iter().map(|entity| self.name_of(entity)).collect::<Result<_, _>>()?;
        let title = Snippet {
            text: document.title.clone(),
            highlights: marks.in_text(&document.title, Field::Title).into_iter().map(|m| m.range).collect(),
        };
        let snippet = snippet(&document.body, &marks.in_text(&document.body, Field::Body));
        let copies = self.index.copies_of(document.id)?;
        let mut explanation =
            self.explainer.as_ref().map(|explainer| explainer.explain(address)).transpose()?;
        if let (Some(today), Some(whole)) = (self.today, &mut explanation) {
            let day = document.date.map(|date| i64::from(date.first_day()));
            let fresh = Explanation {
                value: freshness(today, day),
                what: "times: how recent it is".into(),
                details: Vec::new(),
            };
            let plain = std::mem::replace(
                whole,
                Explanation { value: score, what: "recent articles weigh more".into(), details: vec![fresh] },
            );
            whole.details.push(plain);
        }
        Ok(Hit { rank, score, document, names, title, snippet, copies, explanation })
    }

    fn name_of(&self, entity: &Entity) -> Result<String, Error> {
        let mut names = self.names.borrow_mut();
        let key = (entity.kind, entity.key.clone());
        if let Some(name) = names.get(&key) {
            return Ok(name.clone());
        }
        let name = self.index.name_of(entity)?;
        if names.len() >= NAMES {
            names.clear();
        }
        names.insert(key, name.clone());
        Ok(name)
    }
}
