//! A word that reaches many forms: gathered once, document by document, in one pass over their postings.
//!
//! A group ([`super::group_query`]) holds postings open for each of its forms, some kilobytes each, and asks all of
//! them for every document: right for dozens, not for the ten thousand forms that `pr*` reaches in a badly scanned
//! corpus. Here one reused cursor runs through the postings of each form in turn and adds up, for every document,
//! how often the forms stand in its title and its body. So a word costs its postings and 8 bytes a document,
//! whatever the number of forms, and what it scores is what the same group would: sums of weights are exact
//! ([`weight`]), so that no score shows by which way it came, and forms that only dead articles hold
//! change nothing.

use std::ops::ControlFlow;
use std::sync::Arc;

use rayon::prelude::*;
use tantivy::directory::OwnedBytes;
use tantivy::index::SegmentId;
use tantivy::postings::{BlockSegmentPostings, Postings, TermInfo};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, Score, SegmentReader, TERMINATED, TantivyError};

use super::floor::Floor;
use super::group_query::TextFields;
use super::pattern::{Pattern, visit_others};
use super::ranking::Ranking;
use super::score::{Scale, Scoring, does_not_match, weight};
use crate::index::Snapshot;
use crate::vocabulary::{Grade, Vocabulary};

/// What all forms of a pattern have in an index.
pub(super) struct Wide {
    name: String,
    segments: Vec<(SegmentId, Gathered)>,
    /// Living documents that hold a form.
    documents: u64,
}

/// What they have in one segment.
pub(super) struct Gathered {
    /// Which documents hold a form, a bit each.
    present: Bits,
    /// How often the forms stand in each title, weighed.
    title: Vec<f32>,
    /// The same of bodies.
    body: Vec<f32>,
    /// The forms in titles and in bodies, where they are kept.
    forms: [Vec<Form>; 2],
}

/// A form of one field of a segment.
struct Form {
    form: Box<str>,
    grade: Grade,
    postings: TermInfo,
}

impl Wide {
    /// Gathers a pattern's forms in an index. With `keep`, the forms are kept as well, for their places or to tell
    /// of them: some 100 bytes each.
    pub(super) fn gather(
        pattern: &Pattern,
        fields: TextFields,
        snapshot: &Snapshot,
        ranking: Ranking,
        keep: bool,
    ) -> Result<Self, TantivyError> {
        let segments: Vec<_> =
            snapshot.searcher().segment_readers().iter().zip(snapshot.vocabularies()).collect();
        // Segments are gathered side by side: each is a walk of its own, and what it gives depends on no other.
        let gathered: Result<Vec<Gathered>, TantivyError> = segments
            .par_iter()
            .map(|(segment, vocabulary)| Gathered::of(pattern, fields, segment, vocabulary, &ranking, keep))
            .collect();
        let mut wide = Wide { name: pattern.name().to_owned(), segments: Vec::new(), documents: 0 };
        for ((segment, _), gathered) in segments.iter().zip(gathered?) {
            wide.documents += match segment.alive_bitset() {
                Some(alive) => gathered.present.iter().filter(|doc| alive.is_alive(*doc)).count() as u64,
                None => gathered.present.len(),
            };
            wide.segments.push((segment.segment_id(), gathered));
        }
        Ok(wide)
    }

    /// Living documents that hold a form.
    pub(super) fn documents(&self) -> u64 {
        self.documents
    }

    /// The word as typed, in forms.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// What is gathered of a segment.
    pub(super) fn in_segment(&self, segment: &SegmentReader) -> Option<&Gathered> {
        self.segments.iter().find(|(id, _)| *id == segment.segment_id()).map(|(_, gathered)| gathered)
    }
}

impl Gathered {
    fn of(
        pattern: &Pattern,
        fields: TextFields,
        segment: &SegmentReader,
        vocabulary: &Vocabulary<OwnedBytes>,
        ranking: &Ranking,
        keep: bool,
    ) -> Result<Self, TantivyError> {
        let documents = segment.max_doc() as usize;
        let mut gathered = Gathered {
            present: Bits::of(documents),
            title: Vec::new(),
            body: Vec::new(),
            forms: [Vec::new(), Vec::new()],
        };
        let others = pattern.others(vocabulary);
        for (field, in_title) in fields.iter() {
            let dictionary = segment.inverted_index(field)?;
            let mut counts = vec![0.0; documents];
            let mut cursor = BlockSegmentPostings::empty();
            let mut is_fresh = true;
            let mut failed = None;
            let mut add = |form: &str, grade: Grade, info: &TermInfo| {
                let opened = match is_fresh {
                    true => dictionary
                        .read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)
                        .map(|opened| cursor = opened),
                    false => dictionary.reset_block_postings_from_terminfo(info, &mut cursor),
                };
                is_fresh = false;
                if let Err(error) = opened {
                    failed = Some(error);
                    return ControlFlow::Break(());
                }
                gathered.present.add_all(&mut cursor, weight(ranking, grade), &mut counts);
                if keep {
                    gathered.forms[usize::from(!in_title)].push(Form {
                        form: form.into(),
                        grade,
                        postings: info.clone(),
                    });
                }
                ControlFlow::Continue(())
            };
            if pattern.visit_own(&dictionary, &mut add)?.is_continue() {
                let _ = visit_others(&others, &dictionary, &mut add)?;
            }
            if let Some(error) = failed {
                return Err(error.into());
            }
            *(if in_title { &mut gathered.title } else { &mut gathered.body }) = counts;
        }
        Ok(gathered)
    }

    /// Documents whose title, or whose body, holds a form.
    pub(super) fn documents_in(&self, in_title: bool) -> Bits {
        let counts = if in_title { &self.title } else { &self.body };
        let mut bits = Bits::of(counts.len());
        for (doc, _) in counts.iter().enumerate().filter(|(_, count)| **count > 0.0) {
            bits.add(doc as DocId);
        }
        bits
    }

    /// Where the forms stand in the titles, or the bodies, of some documents: document and place, sorted, each
    /// once. The forms must have been kept.
    pub(super) fn places(
        &self,
        dictionary: &InvertedIndexReader,
        in_title: bool,
        documents: &Bits,
    ) -> Result<Vec<(DocId, u32)>, TantivyError> {
        let mut places = Vec::new();
        let mut here = Vec::new();
        let mut cursor = BlockSegmentPostings::empty();
        for (nth, form) in self.forms[usize::from(!in_title)].iter().enumerate() {
            if nth == 0 {
                cursor =
                    dictionary.read_block_postings_from_terminfo(&form.postings, IndexRecordOption::Basic)?;
            } else {
                dictionary.reset_block_postings_from_terminfo(&form.postings, &mut cursor)?;
            }
            if !documents.hold_any(&mut cursor) {
                continue;
            }
            let option = IndexRecordOption::WithFreqsAndPositions;
            let mut postings = dictionary.read_postings_from_terminfo(&form.postings, option)?;
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                if documents.hold(doc) {
                    postings.positions(&mut here);
                    places.extend(here.iter().map(|place| (doc, *place)));
                }
                postings.advance();
            }
        }
        places.sort_unstable();
        places.dedup();
        Ok(places)
    }
}

/// A set of documents, a bit each.
#[derive(Debug, Clone)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// None of so many.
    pub(super) fn of(documents: usize) -> Self {
        Bits(vec![0; documents.div_ceil(64)])
    }

    pub(super) fn add(&mut self, doc: DocId) {
        self.0[doc as usize / 64] |= 1 << (doc % 64);
    }

    /// Adds all documents of postings, and how often the form stands in each to the counts.
    fn add_all(&mut self, postings: &mut BlockSegmentPostings, weight: f32, counts: &mut [f32]) {
        while !postings.docs().is_empty() {
            for (doc, times) in postings.docs().iter().zip(postings.freqs()) {
                counts[*doc as usize] += weight * *times as f32;
                self.0[*doc as usize / 64] |= 1 << (doc % 64);
            }
            postings.advance();
        }
    }

    /// Whether postings have one of the documents.
    fn hold_any(&self, postings: &mut BlockSegmentPostings) -> bool {
        while !postings.docs().is_empty() {
            if postings.docs().iter().any(|doc| self.hold(*doc)) {
                return true;
            }
            postings.advance();
        }
        false
    }

    pub(super) fn hold(&self, doc: DocId) -> bool {
        self.0.get(doc as usize / 64).is_some_and(|word| word & (1 << (doc % 64)) != 0)
    }

    /// Keeps those that the other has as well.
    pub(super) fn keep(&mut self, other: &Bits) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    /// Adds those of the other.
    pub(super) fn join(&mut self, other: &Bits) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }

    fn len(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// The first document from one on.
    fn from(&self, doc: DocId) -> DocId {
        let mut at = doc as usize / 64;
        let Some(word) = self.0.get(at) else { return TERMINATED };
        let mut bits = word & (!0 << (doc % 64));
        while bits == 0 {
            at += 1;
            match self.0.get(at) {
                Some(word) => bits = *word,
                None => return TERMINATED,
            }
        }
        at as DocId * 64 + bits.trailing_zeros()
    }

    fn iter(&self) -> impl Iterator<Item = DocId> {
        let first = self.from(0);
        let next = |doc: &DocId| Some(self.from(doc + 1)).filter(|doc| *doc != TERMINATED);
        std::iter::successors((first != TERMINATED).then_some(first), next)
    }
}

/// Documents that hold a form of a wide word.
#[derive(Clone)]
pub(super) struct WideQuery {
    pub(super) wide: Arc<Wide>,
    /// Where nothing but this query makes the score: the score that is wanted at least.
    pub(super) floor: Option<Arc<Floor>>,
    pub(super) fields: TextFields,
    pub(super) scale: Scale,
    pub(super) idf: f32,
}

impl std::fmt::Debug for WideQuery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WideQuery").field("name", &self.wide.name).finish_non_exhaustive()
    }
}

impl Query for WideQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for WideQuery {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(at) = self.wide.segments.iter().position(|(id, _)| *id == segment.segment_id()) else {
            return Ok(Box::new(EmptyScorer));
        };
        let scoring = Scoring::open(segment, &self.scale, self.idf, boost)?;
        let present = &self.wide.segments[at].1.present;
        let (doc, size_hint) = (present.from(0), present.len() as u32);
        Ok(Box::new(WideScorer {
            wide: Arc::clone(&self.wide),
            at,
            doc,
            size_hint,
            scoring,
            floor: self.floor.clone(),
        }))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let gathered = self.wide.in_segment(segment).filter(|gathered| gathered.present.hold(doc));
        let gathered = gathered.ok_or_else(|| does_not_match(doc))?;
        let (title, body) = gathered.counts(doc);
        let scoring = Scoring::open(segment, &self.scale, self.idf, 1.0)?;
        let mut told = scoring.explain(doc, self.wide.name.clone(), title, body);
        for (field, in_title) in self.fields.iter() {
            for (form, times) in gathered.forms_of(doc, segment, field, in_title)? {
                let place = if in_title { "title" } else { "body" };
                told.add_detail(Explanation::new_with_string(
                    format!("{} ({}): {times} in the {place}", form.form, form.grade.name()),
                    weight(&self.scale.ranking, form.grade) * times as f32,
                ));
            }
        }
        Ok(told)
    }
}

impl Gathered {
    fn counts(&self, doc: DocId) -> (f32, f32) {
        let of = |counts: &[f32]| counts.get(doc as usize).copied().unwrap_or(0.0);
        (of(&self.title), of(&self.body))
    }

    /// The forms of one document's title or body and how often each stands there. Looks through the postings of
    /// all forms.
    fn forms_of(
        &self,
        doc: DocId,
        segment: &SegmentReader,
        field: Field,
        in_title: bool,
    ) -> Result<Vec<(&Form, u32)>, TantivyError> {
        let dictionary = segment.inverted_index(field)?;
        let mut found = Vec::new();
        for form in &self.forms[usize::from(!in_title)] {
            let option = IndexRecordOption::WithFreqs;
            let mut postings = dictionary.read_block_postings_from_terminfo(&form.postings, option)?;
            let at = postings.seek(doc);
            if postings.docs().get(at) == Some(&doc) {
                found.push((form, postings.freq(at)));
            }
        }
        Ok(found)
    }
}

struct WideScorer {
    wide: Arc<Wide>,
    /// Which segment.
    at: usize,
    doc: DocId,
    size_hint: u32,
    scoring: Scoring,
    floor: Option<Arc<Floor>>,
}

impl WideScorer {
    fn gathered(&self) -> &Gathered {
        &self.wide.segments[self.at].1
    }
}

impl DocSet for WideScorer {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            self.doc = self.gathered().present.from(self.doc + 1);
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target > self.doc {
            self.doc = self.gathered().present.from(target);
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.size_hint
    }
}

impl Scorer for WideScorer {
    /// The score; of a document that is not wanted no more than that.
    fn score(&mut self) -> Score {
        let (title, body) = self.gathered().counts(self.doc);
        if let Some(floor) = &self.floor {
            let most = self.scoring.bound(title, body);
            if most < floor.get() {
                return most;
            }
        }
        self.scoring.score(self.doc, title, body)
    }
}
