//! Phrases and proximities as the engine sees them: groups of forms at places of a text.
//!
//! A query has parts; each is filled by one of several runs (words side by side). Where the parts stand is
//! an [`Arrangement`]. Title and body are looked through apart: nothing matches across them.

use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

use super::arrangement::{Arrangement, Span};
use super::group_query::{TextFields, postings_of};
use super::score::{Scale, Scoring, does_not_match};
use super::wide::{Bits, Wide};
use crate::vocabulary::Group;

/// What one word reaches.
#[derive(Clone)]
pub(super) enum Reached {
    /// Few forms.
    Group(Arc<Group>),
    /// Many, gathered and kept.
    Wide(Arc<Wide>),
}

impl Reached {
    fn name(&self) -> &str {
        match self {
            Reached::Group(group) => group.name(),
            Reached::Wide(wide) => wide.name(),
        }
    }

    /// Documents that hold a form in the field.
    fn documents(&self, segment: &SegmentReader, field: Field, in_title: bool) -> Result<Bits, TantivyError> {
        match self {
            Reached::Group(group) => {
                let mut documents = Bits::of(segment.max_doc() as usize);
                for (_, mut postings) in postings_of(group, segment, field, IndexRecordOption::Basic)? {
                    while postings.doc() != TERMINATED {
                        documents.add(postings.doc());
                        postings.advance();
                    }
                }
                Ok(documents)
            }
            Reached::Wide(wide) => {
                Ok(wide.in_segment(segment).map_or(Bits::of(0), |gathered| gathered.documents_in(in_title)))
            }
        }
    }
}

/// Documents in which the parts stand as arranged.
#[derive(Clone)]
pub(super) struct PlaceQuery {
    /// Each part with the runs, words side by side, that may fill it; none is empty.
    pub(super) parts: Vec<Vec<Vec<Reached>>>,
    pub(super) arrangement: Arrangement,
    pub(super) fields: TextFields,
    pub(super) scale: Scale,
    /// Sum of the words' weights.
    pub(super) idf: f32,
}

impl std::fmt::Debug for PlaceQuery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PlaceQuery").field("arrangement", &self.arrangement).finish_non_exhaustive()
    }
}

impl Query for PlaceQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for PlaceQuery {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut matchers = Vec::new();
        for (field, in_title) in self.fields.iter() {
            if let Some(mut matcher) = FieldMatcher::open(self, segment, field, in_title)? {
                matcher.find(0);
                matchers.push(matcher);
            }
        }
        if matchers.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let scoring = Scoring::open(segment, self.scale, self.idf, boost)?;
        let mut scorer = PlaceScorer { matchers, doc: 0, scoring };
        scorer.stand();
        Ok(Box::new(scorer))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut counts = (0.0, 0.0);
        for (field, in_title) in self.fields.iter() {
            let Some(mut matcher) = FieldMatcher::open(self, segment, field, in_title)? else { continue };
            matcher.find(doc);
            if matcher.doc == doc {
                let count = if in_title { &mut counts.0 } else { &mut counts.1 };
                *count += matcher.frequency;
            }
        }
        if counts == (0.0, 0.0) {
            return Err(does_not_match(doc));
        }
        let parts: Vec<String> = self
            .parts
            .iter()
            .map(|runs| {
                let names = runs.first().into_iter().flatten().map(Reached::name);
                names.collect::<Vec<_>>().join(" ")
            })
            .collect();
        let what = format!("{}: {}", parts.join(" + "), self.arrangement);
        Ok(Scoring::open(segment, self.scale, self.idf, 1.0)?.explain(doc, what, counts.0, counts.1))
    }
}

impl PlaceQuery {
    /// Documents that hold a run of each part in the field, wherever it stands; `None` where all words are read as
    /// the documents are gone through.
    fn candidates(
        &self,
        segment: &SegmentReader,
        field: Field,
        in_title: bool,
    ) -> Result<Option<Bits>, TantivyError> {
        let words = || self.parts.iter().flatten().flatten();
        if !words().any(|word| matches!(word, Reached::Wide(_))) {
            return Ok(None);
        }
        let mut candidates: Option<Bits> = None;
        for runs in &self.parts {
            let mut of_part = Bits::of(segment.max_doc() as usize);
            for run in runs {
                let mut of_run: Option<Bits> = None;
                for word in run {
                    let documents = word.documents(segment, field, in_title)?;
                    match &mut of_run {
                        Some(of_run) => of_run.keep(&documents),
                        none => *none = Some(documents),
                    }
                }
                of_part.join(&of_run.unwrap_or(Bits::of(0)));
            }
            match &mut candidates {
                Some(candidates) => candidates.keep(&of_part),
                none => *none = Some(of_part),
            }
        }
        Ok(candidates)
    }
}

/// One word's places in one field.
enum Word {
    /// The postings of each of its forms.
    Postings(Vec<SegmentPostings>),
    /// Document and place, sorted, and the first that has not been passed.
    Places(Vec<(DocId, u32)>, usize),
}

impl Word {
    /// Opens a word; of one that is wide, places are read in candidates alone.
    fn open(
        word: &Reached,
        segment: &SegmentReader,
        field: Field,
        in_title: bool,
        candidates: Option<&Bits>,
    ) -> Result<Option<Self>, TantivyError> {
        Ok(match (word, candidates) {
            (Reached::Group(group), _) => {
                let found = postings_of(group, segment, field, IndexRecordOption::WithFreqsAndPositions)?;
                let postings: Vec<_> = found.into_iter().map(|(_, postings)| postings).collect();
                (!postings.is_empty()).then_some(Word::Postings(postings))
            }
            (Reached::Wide(wide), Some(candidates)) => match wide.in_segment(segment) {
                Some(gathered) => {
                    let places = gathered.places(&*segment.inverted_index(field)?, in_title, candidates)?;
                    (!places.is_empty()).then_some(Word::Places(places, 0))
                }
                None => None,
            },
            (Reached::Wide(_), None) => None,
        })
    }

    fn documents(&self) -> u32 {
        match self {
            Word::Postings(postings) => postings.iter().map(SegmentPostings::doc_freq).sum(),
            Word::Places(places, _) => u32::try_from(places.len()).unwrap_or(u32::MAX),
        }
    }

    /// First document from `target` on.
    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Word::Postings(all) => {
                let mut first = TERMINATED;
                for postings in all {
                    let doc = if postings.doc() < target { postings.seek(target) } else { postings.doc() };
                    first = first.min(doc);
                }
                first
            }
            Word::Places(places, passed) => {
                *passed += places[*passed..].partition_point(|(doc, _)| *doc < target);
                places.get(*passed).map_or(TERMINATED, |(doc, _)| *doc)
            }
        }
    }

    /// Places of the word in a document that [`Word::seek`] stands on, sorted, each once.
    fn places(&mut self, doc: DocId, places: &mut Vec<u32>) {
        places.clear();
        match self {
            Word::Postings(all) => {
                let mut scratch = Vec::new();
                let mut forms = 0;
                for postings in all.iter_mut().filter(|postings| postings.doc() == doc) {
                    postings.positions(&mut scratch);
                    places.extend_from_slice(&scratch);
                    forms += 1;
                }
                if forms > 1 {
                    places.sort_unstable();
                    places.dedup();
                }
            }
            Word::Places(all, passed) => {
                let here = all[*passed..].iter().take_while(|(at, _)| *at == doc);
                places.extend(here.map(|(_, place)| *place));
            }
        }
    }
}

/// A run's words in one field.
struct RunMatcher {
    words: Vec<Word>,
    /// The words' numbers, the rarest first.
    by_rarity: Vec<usize>,
}

impl RunMatcher {
    fn open(
        run: &[Reached],
        segment: &SegmentReader,
        field: Field,
        in_title: bool,
        candidates: Option<&Bits>,
    ) -> Result<Option<Self>, TantivyError> {
        let mut words = Vec::with_capacity(run.len());
        for word in run {
            match Word::open(word, segment, field, in_title, candidates)? {
                Some(word) => words.push(word),
                None => return Ok(None),
            }
        }
        let mut by_rarity: Vec<usize> = (0..words.len()).collect();
        by_rarity.sort_by_key(|at| words[*at].documents());
        Ok(Some(RunMatcher { words, by_rarity }))
    }

    /// First document from `target` on that holds all words.
    fn seek(&mut self, mut target: DocId) -> DocId {
        'again: while target != TERMINATED {
            for at in &self.by_rarity {
                let doc = self.words[*at].seek(target);
                if doc > target {
                    target = doc;
                    continue 'again;
                }
            }
            return target;
        }
        TERMINATED
    }

    /// Spans of the run in a document that it stands on, in order.
    fn spans(&mut self, doc: DocId, spans: &mut Vec<Span>) {
        let mut starts = Vec::new();
        let mut places = Vec::new();
        for (nth, at) in self.by_rarity.iter().enumerate() {
            self.words[*at].places(doc, &mut places);
            let offset = *at as u32;
            if nth == 0 {
                starts.extend(places.iter().filter_map(|place| place.checked_sub(offset)));
            } else {
                starts.retain(|start| places.binary_search(&(start + offset)).is_ok());
            }
            if starts.is_empty() {
                return;
            }
        }
        let length = self.words.len() as u32;
        spans.extend(starts.into_iter().map(|start| Span { start, end: start + length }));
    }
}

/// All parts in one field.
struct FieldMatcher {
    parts: Vec<Vec<RunMatcher>>,
    arrangement: Arrangement,
    in_title: bool,
    doc: DocId,
    frequency: f32,
}

impl FieldMatcher {
    fn open(
        query: &PlaceQuery,
        segment: &SegmentReader,
        field: Field,
        in_title: bool,
    ) -> Result<Option<Self>, TantivyError> {
        let candidates = query.candidates(segment, field, in_title)?;
        let mut parts = Vec::with_capacity(query.parts.len());
        for runs in &query.parts {
            let mut alternatives = Vec::new();
            for run in runs {
                alternatives.extend(RunMatcher::open(run, segment, field, in_title, candidates.as_ref())?);
            }
            if alternatives.is_empty() {
                return Ok(None);
            }
            parts.push(alternatives);
        }
        Ok(Some(FieldMatcher { parts, arrangement: query.arrangement, in_title, doc: 0, frequency: 0.0 }))
    }

    /// Stands on the first document from `target` on in which the parts stand as arranged.
    fn find(&mut self, mut target: DocId) {
        let mut spans: Vec<Vec<Span>> = vec![Vec::new(); self.parts.len()];
        loop {
            self.doc = self.with_all_parts(target);
            if self.doc == TERMINATED {
                return;
            }
            for (part, spans) in self.parts.iter_mut().zip(&mut spans) {
                spans.clear();
                for run in part.iter_mut() {
                    if run.seek(self.doc) == self.doc {
                        run.spans(self.doc, spans);
                    }
                }
                // A compound stands there whole and by its parts: it counts once, and takes the parts' places.
                spans.sort_unstable_by_key(|span| (span.start, Reverse(span.end)));
                spans.dedup_by_key(|span| span.start);
            }
            self.frequency = self.arrangement.frequency(&spans);
            if self.frequency > 0.0 {
                return;
            }
            target = self.doc + 1;
        }
    }

    fn with_all_parts(&mut self, mut target: DocId) -> DocId {
        'again: while target < TERMINATED {
            for part in &mut self.parts {
                let doc = part.iter_mut().map(|run| run.seek(target)).min().unwrap_or(TERMINATED);
                if doc > target {
                    target = doc;
                    continue 'again;
                }
            }
            return target;
        }
        TERMINATED
    }
}

struct PlaceScorer {
    matchers: Vec<FieldMatcher>,
    doc: DocId,
    scoring: Scoring,
}

impl PlaceScorer {
    fn stand(&mut self) {
        self.doc = self.matchers.iter().map(|matcher| matcher.doc).min().unwrap_or(TERMINATED);
    }
}

impl DocSet for PlaceScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.seek(self.doc + 1)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for matcher in &mut self.matchers {
            if matcher.doc < target {
                matcher.find(target);
            }
        }
        self.stand();
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let rarest = |part: &Vec<RunMatcher>| -> u32 {
            part.iter().map(|run| run.by_rarity.first().map_or(0, |at| run.words[*at].documents())).sum()
        };
        self.matchers.iter().map(|matcher| matcher.parts.iter().map(rarest).min().unwrap_or(0)).sum()
    }

    /// Places cost more than documents: conjunctions look at the other clauses first.
    fn cost(&self) -> u64 {
        u64::from(self.size_hint()) * 8
    }
}

impl Scorer for PlaceScorer {
    fn score(&mut self) -> Score {
        let frequency = |title: bool| -> f32 {
            let here = self.matchers.iter().filter(|m| m.in_title == title && m.doc == self.doc);
            here.map(|matcher| matcher.frequency).sum()
        };
        self.scoring.score(self.doc, frequency(true), frequency(false))
    }
}
