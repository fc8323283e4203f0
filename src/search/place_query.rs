//! Phrases and proximities as the engine sees them: groups of forms at places of a text.
//!
//! A query has parts; each is filled by one of several runs (words side by side). Where the parts stand is
//! an [`Arrangement`]. Title and body are looked through apart: nothing matches across them.

use std::cmp::Reverse;
use std::fmt;
use std::sync::Arc;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

use super::arrangement::{Arrangement, Span};
use super::group_query::{Counted, TextFields, postings_of};
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
    /// The group, where it is one.
    pub(super) fn group(&self) -> Option<&Arc<Group>> {
        match self {
            Reached::Group(group) => Some(group),
            Reached::Wide(_) => None,
        }
    }

    fn name(&self) -> &str {
        match self {
            Reached::Group(group) => group.name(),
            Reached::Wide(wide) => wide.name(),
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
    /// Groups whose terms were looked up already.
    pub(super) known: Vec<(Arc<Group>, Arc<Counted>)>,
    /// Sum of the words' weights.
    pub(super) idf: f32,
}

impl fmt::Debug for PlaceQuery {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.parts.iter().flatten().flatten().map(Reached::name).collect();
        out.debug_tuple("PlaceQuery").field(&words).field(&self.arrangement).finish()
    }
}

impl Query for PlaceQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for PlaceQuery {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(mut places) = Places::open(self, segment, boost)? else {
            return Ok(Box::new(EmptyScorer));
        };
        places.matchers.iter_mut().for_each(|matcher| matcher.find(0));
        let mut scorer = PlaceScorer { places, doc: 0 };
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
        Ok(Scoring::open(segment, &self.scale, self.idf, 1.0)?.explain(doc, what, counts.0, counts.1))
    }
}

impl PlaceQuery {
    /// What is known of a group already.
    fn known(&self, group: &Arc<Group>) -> Option<&Counted> {
        let known = self.known.iter().find(|(known, _)| Arc::ptr_eq(known, group));
        known.map(|(_, counted)| &**counted)
    }

    /// Documents that hold a form of a word in the field.
    fn documents(
        &self,
        word: &Reached,
        segment: &SegmentReader,
        field: Field,
        in_title: bool,
    ) -> Result<Bits, TantivyError> {
        match word {
            Reached::Group(group) => {
                let mut documents = Bits::of(segment.max_doc() as usize);
                let option = IndexRecordOption::Basic;
                for (_, mut postings) in postings_of(group, self.known(group), segment, field, option)? {
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

    /// Documents that hold a run of each part in the field, wherever it stands; `None` where all words are read as
    /// the documents are gone through.
    fn candidates(
        &self,
        segment: &SegmentReader,
        field: Field,
        in_title: bool,
    ) -> Result<Option<Bits>, TantivyError> {
        if self.parts.iter().flatten().flatten().all(|word| matches!(word, Reached::Group(_))) {
            return Ok(None);
        }
        let mut candidates: Option<Bits> = None;
        for runs in &self.parts {
            let mut of_part = Bits::of(segment.max_doc() as usize);
            for run in runs {
                let mut of_run: Option<Bits> = None;
                for word in run {
                    let documents = self.documents(word, segment, field, in_title)?;
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
        query: &PlaceQuery,
        word: &Reached,
        segment: &SegmentReader,
        field: Field,
        in_title: bool,
        candidates: Option<&Bits>,
    ) -> Result<Option<Self>, TantivyError> {
        Ok(match (word, candidates) {
            (Reached::Group(group), _) => {
                let option = IndexRecordOption::WithFreqsAndPositions;
                let found = postings_of(group, query.known(group), segment, field, option)?;
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
                let mut forms = 0;
                for postings in all.iter_mut().filter(|postings| postings.doc() == doc) {
                    postings.append_positions_with_offset(0, places);
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
    /// Scratch space.
    places: Vec<u32>,
    starts: Vec<u32>,
}

impl RunMatcher {
    fn open(
        query: &PlaceQuery,
        run: &[Reached],
        segment: &SegmentReader,
        field: Field,
        in_title: bool,
        candidates: Option<&Bits>,
    ) -> Result<Option<Self>, TantivyError> {
        let mut words = Vec::with_capacity(run.len());
        for word in run {
            match Word::open(query, word, segment, field, in_title, candidates)? {
                Some(word) => words.push(word),
                None => return Ok(None),
            }
        }
        let mut by_rarity: Vec<usize> = (0..words.len()).collect();
        by_rarity.sort_by_key(|at| words[*at].documents());
        Ok(Some(RunMatcher { words, by_rarity, places: Vec::new(), starts: Vec::new() }))
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

    /// Whether a document holds all words; documents are asked for in order.
    fn holds(&mut self, doc: DocId) -> bool {
        let words = &mut self.words;
        self.by_rarity.iter().all(|at| words[*at].seek(doc) == doc)
    }

    /// Spans of the run in a document that holds all words, in order.
    fn spans(&mut self, doc: DocId, spans: &mut Vec<Span>) {
        let RunMatcher { words, by_rarity, places, starts } = self;
        starts.clear();
        for (nth, at) in by_rarity.iter().enumerate() {
            words[*at].places(doc, places);
            let offset = *at as u32;
            if nth == 0 {
                starts.extend(places.iter().filter_map(|place| place.checked_sub(offset)));
            } else {
                // Both are sorted: each is gone through once.
                let mut rest = &places[..];
                starts.retain(|start| {
                    let wanted = start + offset;
                    while let [place, behind @ ..] = rest
                        && *place < wanted
                    {
                        rest = behind;
                    }
                    rest.first() == Some(&wanted)
                });
            }
            if starts.is_empty() {
                return;
            }
        }
        let length = words.len() as u32;
        spans.extend(starts.iter().map(|start| Span { start: *start, end: start + length }));
    }
}

/// All parts in one field.
struct FieldMatcher {
    parts: Vec<Vec<RunMatcher>>,
    arrangement: Arrangement,
    in_title: bool,
    doc: DocId,
    frequency: f32,
    /// Scratch space: the spans of each part.
    spans: Vec<Vec<Span>>,
}

impl FieldMatcher {
    fn open(
        query: &PlaceQuery,
        segment: &SegmentReader,
        field: Field,
        in_title: bool,
    ) -> Result<Option<Self>, TantivyError> {
        let candidates = query.candidates(segment, field, in_title)?;
        let candidates = candidates.as_ref();
        let mut parts = Vec::with_capacity(query.parts.len());
        for runs in &query.parts {
            let mut alternatives = Vec::new();
            for run in runs {
                alternatives.extend(RunMatcher::open(query, run, segment, field, in_title, candidates)?);
            }
            if alternatives.is_empty() {
                return Ok(None);
            }
            parts.push(alternatives);
        }
        let spans = vec![Vec::new(); parts.len()];
        let arrangement = query.arrangement;
        Ok(Some(FieldMatcher { parts, arrangement, in_title, doc: 0, frequency: 0.0, spans }))
    }

    /// Stands on the first document from `target` on in which the parts stand as arranged.
    fn find(&mut self, mut target: DocId) {
        loop {
            self.doc = self.with_all_parts(target);
            if self.doc == TERMINATED {
                return;
            }
            self.frequency = self.frequency_at(self.doc);
            if self.frequency > 0.0 {
                return;
            }
            target = self.doc + 1;
        }
    }

    /// How often the parts stand as arranged in a document; documents are asked for in order.
    fn frequency_at(&mut self, doc: DocId) -> f32 {
        for (part, spans) in self.parts.iter_mut().zip(&mut self.spans) {
            spans.clear();
            let runs = part.len();
            for run in part {
                if run.holds(doc) {
                    run.spans(doc, spans);
                }
            }
            if spans.is_empty() {
                return 0.0;
            }
            if runs > 1 {
                // A compound stands there whole and by its parts: it counts once, and takes the parts' places.
                spans.sort_unstable_by_key(|span| (span.start, Reverse(span.end)));
                spans.dedup_by_key(|span| span.start);
            }
        }
        self.arrangement.frequency(&self.spans)
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

/// The parts in title and body of one segment.
pub(super) struct Places {
    matchers: Vec<FieldMatcher>,
    scoring: Scoring,
}

impl Places {
    /// Opens the postings; `None` where the segment lacks a part.
    pub(super) fn open(
        query: &PlaceQuery,
        segment: &SegmentReader,
        boost: Score,
    ) -> Result<Option<Self>, TantivyError> {
        let mut matchers = Vec::new();
        for (field, in_title) in query.fields.iter() {
            matchers.extend(FieldMatcher::open(query, segment, field, in_title)?);
        }
        if matchers.is_empty() {
            return Ok(None);
        }
        Ok(Some(Places { matchers, scoring: Scoring::open(segment, &query.scale, query.idf, boost)? }))
    }

    /// The most that a document can score.
    pub(super) fn most(&self) -> Score {
        self.scoring.most()
    }

    /// The score of a document, 0 where the parts do not stand as arranged; documents are asked for in order.
    pub(super) fn score_at(&mut self, doc: DocId) -> Score {
        let (mut title, mut body) = (0.0, 0.0);
        for matcher in &mut self.matchers {
            let frequency = matcher.frequency_at(doc);
            *(if matcher.in_title { &mut title } else { &mut body }) += frequency;
        }
        if title + body > 0.0 { self.scoring.score(doc, title, body) } else { 0.0 }
    }
}

struct PlaceScorer {
    places: Places,
    doc: DocId,
}

impl PlaceScorer {
    fn stand(&mut self) {
        self.doc = self.places.matchers.iter().map(|matcher| matcher.doc).min().unwrap_or(TERMINATED);
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
        for matcher in &mut self.places.matchers {
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
        let matchers = &self.places.matchers;
        matchers.iter().map(|matcher| matcher.parts.iter().map(rarest).min().unwrap_or(0)).sum()
    }

    /// Places cost more than documents: conjunctions look at the other clauses first.
    fn cost(&self) -> u64 {
        u64::from(self.size_hint()) * 8
    }
}

impl Scorer for PlaceScorer {
    fn score(&mut self) -> Score {
        let frequency = |title: bool| -> f32 {
            let here = self.places.matchers.iter().filter(|m| m.in_title == title && m.doc == self.doc);
            here.map(|matcher| matcher.frequency).sum()
        };
        self.places.scoring.score(self.doc, frequency(true), frequency(false))
    }
}
