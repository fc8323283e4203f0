//! A word of a query as the engine sees it: a group of forms, in title and body, scored as one term.

use std::sync::Arc;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, TantivyError, Term};

use super::score::{Scale, Scoring, does_not_match};
use crate::vocabulary::{Grade, Group, Member};

/// Documents that are gathered at once when reading on.
const WIDEST: u32 = 4096;
/// Documents that are gathered after a jump.
const NARROWEST: u32 = 128;

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
#[derive(Debug, Clone)]
pub(super) struct GroupQuery {
    pub(super) group: Arc<Group>,
    pub(super) fields: TextFields,
    pub(super) scale: Scale,
    pub(super) idf: f32,
}

/// Number of living documents that hold a form of the group.
pub(super) fn documents_with(
    group: &Group,
    fields: TextFields,
    searcher: &Searcher,
) -> Result<u64, TantivyError> {
    let mut documents = 0;
    for segment in searcher.segment_readers() {
        let cursors = Cursor::open_all(group, fields, segment, IndexRecordOption::Basic, |_| 1.0)?;
        if let ([only], false) = (&cursors[..], segment.has_deletes()) {
            documents += u64::from(only.postings.doc_freq());
            continue;
        }
        let mut gathered = Gathered::new(cursors);
        while gathered.doc != TERMINATED {
            documents += u64::from(!segment.is_deleted(gathered.doc));
            gathered.advance();
        }
    }
    Ok(documents)
}

impl Query for GroupQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }

    fn query_terms<'a>(&'a self, _visitor: &mut dyn FnMut(&'a Term, bool)) {}
}

impl Weight for GroupQuery {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let option = IndexRecordOption::WithFreqs;
        let weight = |grade| self.scale.weight(grade);
        let cursors = Cursor::open_all(&self.group, self.fields, segment, option, weight)?;
        if cursors.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let scoring = Scoring::open(segment, self.scale, self.idf, boost)?;
        Ok(Box::new(GroupScorer { gathered: Gathered::new(cursors), scoring }))
    }

    fn explain(&self, segment: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut forms = Vec::new();
        let mut counts = (0.0, 0.0);
        for (field, in_title) in self.fields.iter() {
            for (member, mut postings) in
                postings_of(&self.group, segment, field, IndexRecordOption::WithFreqs)?
            {
                if postings.doc() > doc || (postings.doc() < doc && postings.seek(doc) != doc) {
                    continue;
                }
                let times = postings.term_freq();
                let weight = self.scale.weight(member.grade);
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
        let scoring = Scoring::open(segment, self.scale, self.idf, 1.0)?;
        let mut told = scoring.explain(doc, self.group.name().to_owned(), counts.0, counts.1);
        for (form, value) in forms {
            told.add_detail(Explanation::new_with_string(form, value));
        }
        Ok(told)
    }
}

/// The postings of a group's forms in one field, of those that the segment holds.
pub(super) fn postings_of<'g>(
    group: &'g Group,
    segment: &SegmentReader,
    field: Field,
    option: IndexRecordOption,
) -> Result<Vec<(&'g Member, SegmentPostings)>, TantivyError> {
    let inverted = segment.inverted_index(field)?;
    let mut found = Vec::new();
    for member in &group.members {
        if let Some(info) = inverted.terms().get(member.form.as_bytes())? {
            found.push((member, inverted.read_postings_from_terminfo(&info, option)?));
        }
    }
    Ok(found)
}

/// The postings of one form in one field.
struct Cursor {
    postings: SegmentPostings,
    weight: f32,
    in_title: bool,
}

impl Cursor {
    fn open_all(
        group: &Group,
        fields: TextFields,
        segment: &SegmentReader,
        option: IndexRecordOption,
        weight: impl Fn(Grade) -> f32,
    ) -> Result<Vec<Cursor>, TantivyError> {
        let mut cursors = Vec::new();
        for (field, in_title) in fields.iter() {
            for (member, postings) in postings_of(group, segment, field, option)? {
                cursors.push(Cursor { postings, weight: weight(member.grade), in_title });
            }
        }
        Ok(cursors)
    }
}

/// The union of several postings, gathered window by window: which documents, and how often the forms
/// stand in their titles and bodies, each occurrence weighed by its form's grade.
struct Gathered {
    cursors: Vec<Cursor>,
    doc: DocId,
    /// First document of the window.
    start: DocId,
    /// Number of documents in the window.
    width: u32,
    present: Vec<u64>,
    title: Vec<f32>,
    body: Vec<f32>,
    size_hint: u32,
}

impl Gathered {
    fn new(cursors: Vec<Cursor>) -> Self {
        let size_hint = cursors.iter().map(|cursor| cursor.postings.doc_freq()).sum();
        let mut gathered = Gathered {
            cursors,
            doc: 0,
            start: 0,
            width: 0,
            present: vec![0; WIDEST as usize / 64],
            title: vec![0.0; WIDEST as usize],
            body: vec![0.0; WIDEST as usize],
            size_hint,
        };
        gathered.fill(NARROWEST);
        gathered
    }

    /// Gathers the next `width` documents from the cursors' first one on, and stands on the first.
    fn fill(&mut self, width: u32) {
        let Some(first) = self.cursors.iter().map(|cursor| cursor.postings.doc()).min() else {
            self.doc = TERMINATED;
            return;
        };
        if first == TERMINATED {
            self.doc = TERMINATED;
            return;
        }
        self.present[..width as usize / 64].fill(0);
        self.title[..width as usize].fill(0.0);
        self.body[..width as usize].fill(0.0);
        (self.start, self.width, self.doc) = (first, width, first);
        let end = first.saturating_add(width).min(TERMINATED);
        for cursor in &mut self.cursors {
            let counts = if cursor.in_title { &mut self.title } else { &mut self.body };
            let mut doc = cursor.postings.doc();
            while doc < end {
                let at = (doc - first) as usize;
                self.present[at / 64] |= 1 << (at % 64);
                counts[at] += cursor.weight * cursor.postings.term_freq() as f32;
                doc = cursor.postings.advance();
            }
        }
    }

    /// Stands on the first document of the window from `at` on; false if there is none.
    fn stand_from(&mut self, at: u32) -> bool {
        let mut word = at as usize / 64;
        if at >= self.width {
            return false;
        }
        let mut bits = self.present[word] & (!0 << (at % 64));
        while bits == 0 {
            word += 1;
            if word >= self.width as usize / 64 {
                return false;
            }
            bits = self.present[word];
        }
        self.doc = self.start + word as u32 * 64 + bits.trailing_zeros();
        true
    }

    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED && !self.stand_from(self.doc - self.start + 1) {
            self.fill((self.width * 4).min(WIDEST));
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc || self.doc == TERMINATED {
            return self.doc;
        }
        if target >= TERMINATED {
            self.doc = TERMINATED;
            return self.doc;
        }
        if target - self.start < self.width && self.stand_from(target - self.start) {
            return self.doc;
        }
        let near = target - self.start < 2 * self.width;
        for cursor in &mut self.cursors {
            if cursor.postings.doc() < target {
                cursor.postings.seek(target);
            }
        }
        self.fill(if near { self.width } else { (self.width / 2).max(NARROWEST) });
        self.doc
    }

    fn counts(&self) -> (f32, f32) {
        let at = (self.doc - self.start) as usize;
        (self.title[at], self.body[at])
    }
}

struct GroupScorer {
    gathered: Gathered,
    scoring: Scoring,
}

impl DocSet for GroupScorer {
    fn advance(&mut self) -> DocId {
        self.gathered.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.gathered.seek(target)
    }

    fn doc(&self) -> DocId {
        self.gathered.doc
    }

    fn size_hint(&self) -> u32 {
        self.gathered.size_hint
    }
}

impl Scorer for GroupScorer {
    fn score(&mut self) -> Score {
        let (title, body) = self.gathered.counts();
        self.scoring.score(self.gathered.doc, title, body)
    }
}
