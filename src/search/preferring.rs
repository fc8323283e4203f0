//! A query whose documents score more where neighbouring words of it stand together.
//!
//! What matches is the required query's affair alone: places are looked at of its documents only, and of those only
//! that could still come among the best.

use std::sync::Arc;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader};

use super::floor::Floor;
use super::place_query::{PlaceQuery, Places};

/// What the explanation of such a sum is called; `explain` tells it as one sum.
pub(super) const SUM: &str = "sum with pairs";

/// A required query and what is preferred.
#[derive(Debug)]
pub(super) struct PreferringQuery {
    pub(super) required: Box<dyn Query>,
    pub(super) pairs: Vec<PlaceQuery>,
    /// Where nothing but this query makes the score: the score that is wanted at least.
    pub(super) floor: Option<Arc<Floor>>,
}

impl Clone for PreferringQuery {
    fn clone(&self) -> Self {
        PreferringQuery {
            required: self.required.box_clone(),
            pairs: self.pairs.clone(),
            floor: self.floor.clone(),
        }
    }
}

impl Query for PreferringQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let required = self.required.weight(scoring)?;
        if !scoring.is_scoring_enabled() {
            return Ok(required);
        }
        let (pairs, floor) = (self.pairs.clone(), self.floor.clone());
        Ok(Box::new(PreferringWeight { required, pairs, floor }))
    }
}

struct PreferringWeight {
    required: Box<dyn Weight>,
    pairs: Vec<PlaceQuery>,
    floor: Option<Arc<Floor>>,
}

impl Weight for PreferringWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let required = self.required.scorer(segment, boost)?;
        let mut pairs = Vec::with_capacity(self.pairs.len());
        for pair in &self.pairs {
            pairs.extend(Places::open(pair, segment, boost)?);
        }
        if pairs.is_empty() {
            return Ok(required);
        }
        let most = pairs.iter().map(Places::most).sum();
        Ok(Box::new(PreferringScorer { required, pairs, most, floor: self.floor.clone() }))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let required = self.required.explain(segment, doc)?;
        let mut value = required.value();
        // Pairs that do not stand there explain nothing.
        let pairs: Vec<Explanation> =
            self.pairs.iter().filter_map(|pair| Weight::explain(pair, segment, doc).ok()).collect();
        value += pairs.iter().map(Explanation::value).sum::<Score>();
        let mut told = Explanation::new(SUM, value);
        told.add_detail(required);
        pairs.into_iter().for_each(|pair| told.add_detail(pair));
        Ok(told)
    }
}

struct PreferringScorer {
    required: Box<dyn Scorer>,
    pairs: Vec<Places>,
    /// What the pairs add at most.
    most: Score,
    floor: Option<Arc<Floor>>,
}

impl DocSet for PreferringScorer {
    fn advance(&mut self) -> DocId {
        self.required.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.required.seek(target)
    }

    fn doc(&self) -> DocId {
        self.required.doc()
    }

    fn size_hint(&self) -> u32 {
        self.required.size_hint()
    }

    fn cost(&self) -> u64 {
        self.required.cost()
    }
}

impl Scorer for PreferringScorer {
    /// The score; too low a one of a document that is not wanted, whatever the pairs add.
    fn score(&mut self) -> Score {
        let score = self.required.score();
        if self.floor.as_ref().is_some_and(|floor| score + self.most < floor.get()) {
            return score;
        }
        let doc = self.required.doc();
        score + self.pairs.iter_mut().map(|pair| pair.score_at(doc)).sum::<Score>()
    }
}
