//! A word of a query as the engine sees it: a group of forms, in title and body, scored as one term.

use std::fmt;
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, TantivyError, Term};

use super::floor::Floor;
use super::gathering::{Cursor, Documents, Gathered, List};
use super::ranking::Ranking;
use super::score::{Scale, Scoring, does_not_match, weight};
use crate::vocabulary::{Group, Member};

/// The text fields that a word is looked for in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct TextFields {
    pub(super) title: Option<Field>,
    pub(super) body: Option<Field>,
}

impl TextFields {
    /// The fields and whether each is the title.
    pub(super) fn iter(self) -> impl Iterator<Item = (Field, bool)> {
        let title = self.title.map(|field| (field, true));
        title.into_iter().chain(self.body.map(|field| (field, false)))
    }
}

/// Documents that hold a form of the group.
#[derive(Clone)]
pub(super) struct GroupQuery {
    pub(super) group: Arc<Group>,
    /// What is known of it already.
    pub(super) counted: Option<Arc<Counted>>,
    /// Where nothing but this query makes the score: the score that is wanted at least.
    pub(super) floor: Option<Arc<Floor>>,
    pub(super) fields: TextFields,
    pub(super) scale: Scale,
    pub(super) idf: f32,
}

/// What is known of a group before it is searched for.
pub(super) struct Counted {
    /// Number of living documents that hold a form of it.
    pub(super) living: u64,
    segments: Vec<CountedSegment>,
}

/// A group in one segment.
struct CountedSegment {
    id: SegmentId,
    terms: Vec<Located>,
    /// All its documents; `None` where they were too many to keep.
    documents: Option<Arc<Documents>>,
}

/// A form of a group in the dictionary of a field.
struct Located {
    field: Field,
    /// The form's place in the group.
    member: usize,
    info: TermInfo,
}

impl Located {
    /// Looks up the forms of a group, field by field.
    fn all(
        group: &Group,
        segment: &SegmentReader,
        fields: impl Iterator<Item = Field>,
    ) -> Result<Vec<Located>, TantivyError> {
        let mut found = Vec::new();
        for field in fields {
            let inverted = segment.inverted_index(field)?;
            for (member, form) in group.members.iter().enumerate() {
                let info = inverted.terms().get(form.form.as_bytes())?;
                found.extend(info.map(|info| Located { field, member, info }));
            }
        }
        Ok(found)
    }
}

impl Counted {
    /// Counts the documents of a group, and keeps them if they are no more than `room`, which they then take from.
    /// Reads all its postings.
    pub(super) fn of(
        group: &Group,
        fields: TextFields,
        searcher: &Searcher,
        ranking: &Ranking,
        room: &mut usize,
    ) -> Result<Self, TantivyError> {
        let mut counted = Counted { living: 0, segments: Vec::new() };
        for segment in searcher.segment_readers() {
            let terms = Located::all(group, segment, fields.iter().map(|(field, _)| field))?;
            let most: usize = terms.iter().map(|term| term.info.doc_freq as usize).sum();
            let mut kept = CountedSegment { id: segment.segment_id(), terms, documents: None };
            if let ([only], false, true) = (&kept.terms[..], segment.has_deletes(), most > *room) {
                counted.living += u64::from(only.info.doc_freq);
            } else if most <= *room {
                *room -= most;
                let documents = Documents::gather(lists(group, &kept, fields, segment, ranking)?);
                counted.living += match segment.alive_bitset() {
                    None => documents.len() as u64,
                    Some(alive) => documents.iter().filter(|doc| alive.is_alive(*doc)).count() as u64,
                };
                kept.documents = Some(Arc::new(documents));
            } else {
                let mut windows = Gathered::windows(cursors(group, Some(&kept), fields, segment, ranking)?);
                while windows.doc() != TERMINATED {
                    counted.living += u64::from(!segment.is_deleted(windows.doc()));
                    windows.advance();
                }
            }
            counted.segments.push(kept);
        }
        Ok(counted)
    }

    fn of_segment(&self, segment: &SegmentReader) -> Option<&CountedSegment> {
        let id = segment.segment_id();
        self.segments.iter().find(|kept| kept.id == id)
    }
}

impl fmt::Debug for GroupQuery {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("GroupQuery").field("group", &self.group).field("fields", &self.fields).finish()
    }
}

impl Query for GroupQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }

    fn query_terms<'a>(&'a self, _visitor: &mut dyn FnMut(&'a Term, bool)) {}
}

impl Weight for GroupQuery {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let known = self.counted.as_ref().and_then(|counted| counted.of_segment(segment));
        let gathered = match known.and_then(|known| known.documents.as_ref()) {
            Some(documents) => Gathered::all(Arc::clone(documents)),
            None => {
                Gathered::windows(cursors(&self.group, known, self.fields, segment, &self.scale.ranking)?)
            }
        };
        if gathered.doc() == TERMINATED {
            return Ok(Box::new(EmptyScorer));
        }
        let scoring = Scoring::open(segment, &self.scale, self.idf, boost)?;
        Ok(Box::new(GroupScorer { gathered, scoring, floor: self.floor.clone() }))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut forms = Vec::new();
        let mut counts = (0.0, 0.0);
        for (field, in_title) in self.fields.iter() {
            for (member, mut postings) in postings_of(
                &self.group,
                self.counted.as_deref(),
                segment,
                field,
                IndexRecordOption::WithFreqs,
            )? {
                if postings.doc() > doc || (postings.doc() < doc && postings.seek(doc) != doc) {
                    continue;
                }
                let times = postings.term_freq();
                let weight = weight(&self.scale.ranking, member.grade);
                let place = if in_title { "title" } else { "body" };
                let count = if in_title { &mut counts.0 } else { &mut counts.1 };
                *count += weight * times as f32;
                forms.push((
                    format!("{} ({}): {times} in the {place}", member.form, member.grade.name()),
                    weight * times as f32,
                ));
            }
        }
        if forms.is_empty() {
            return Err(does_not_match(doc));
        }
        let scoring = Scoring::open(segment, &self.scale, self.idf, 1.0)?;
        let mut told = scoring.explain(doc, self.group.name().to_owned(), counts.0, counts.1);
        for (form, value) in forms {
            told.add_detail(Explanation::new_with_string(form, value));
        }
        Ok(told)
    }
}

/// The postings of a group's forms in one field, of those that the segment holds; what is `known` of the group, in
/// this field among others, is not looked up again.
pub(super) fn postings_of<'g>(
    group: &'g Group,
    known: Option<&Counted>,
    segment: &SegmentReader,
    field: Field,
    option: IndexRecordOption,
) -> Result<Vec<(&'g Member, SegmentPostings)>, TantivyError> {
    postings_in(group, known.and_then(|known| known.of_segment(segment)), segment, field, option)
}

fn postings_in<'g>(
    group: &'g Group,
    known: Option<&CountedSegment>,
    segment: &SegmentReader,
    field: Field,
    option: IndexRecordOption,
) -> Result<Vec<(&'g Member, SegmentPostings)>, TantivyError> {
    let looked_up;
    let terms = match known {
        Some(known) => &known.terms,
        None => {
            looked_up = Located::all(group, segment, std::iter::once(field))?;
            &looked_up
        }
    };
    let inverted = segment.inverted_index(field)?;
    let mut found = Vec::with_capacity(terms.len());
    for term in terms.iter().filter(|term| term.field == field) {
        let postings = inverted.read_postings_from_terminfo(&term.info, option)?;
        found.push((&group.members[term.member], postings));
    }
    Ok(found)
}

fn cursors(
    group: &Group,
    known: Option<&CountedSegment>,
    fields: TextFields,
    segment: &SegmentReader,
    ranking: &Ranking,
) -> Result<Vec<Cursor>, TantivyError> {
    let mut cursors = Vec::new();
    for (field, in_title) in fields.iter() {
        for (member, postings) in postings_in(group, known, segment, field, IndexRecordOption::WithFreqs)? {
            cursors.push(Cursor { postings, weight: weight(ranking, member.grade), in_title });
        }
    }
    Ok(cursors)
}

/// The postings of a group's forms, title first, a block at a time.
fn lists(
    group: &Group,
    known: &CountedSegment,
    fields: TextFields,
    segment: &SegmentReader,
    ranking: &Ranking,
) -> Result<Vec<List>, TantivyError> {
    let mut lists = Vec::with_capacity(known.terms.len());
    for (field, in_title) in fields.iter() {
        let inverted = segment.inverted_index(field)?;
        for term in known.terms.iter().filter(|term| term.field == field) {
            let option = IndexRecordOption::WithFreqs;
            let block = inverted.read_block_postings_from_terminfo(&term.info, option)?;
            lists.push(List::new(block, weight(ranking, group.members[term.member].grade), in_title));
        }
    }
    Ok(lists)
}

struct GroupScorer {
    gathered: Gathered,
    scoring: Scoring,
    floor: Option<Arc<Floor>>,
}

impl DocSet for GroupScorer {
    fn advance(&mut self) -> DocId {
        self.gathered.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.gathered.seek(target)
    }

    fn doc(&self) -> DocId {
        self.gathered.doc()
    }

    fn size_hint(&self) -> u32 {
        self.gathered.size_hint()
    }
}

impl Scorer for GroupScorer {
    /// The score; of a document that is not wanted no more than that.
    fn score(&mut self) -> Score {
        let (title, body) = self.gathered.counts();
        if let Some(floor) = &self.floor {
            let most = self.scoring.bound(title, body);
            if most < floor.get() {
                return most;
            }
        }
        self.scoring.score(self.gathered.doc(), title, body)
    }
}
