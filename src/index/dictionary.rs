//! Which forms titles and bodies hold, and in how many living documents.

use tantivy::termdict::TermMerger;
use tantivy::{DocId, InvertedIndexReader, SegmentReader};

use super::snapshot::{live_postings, living};
use super::{Error, FacetField, Snapshot};

/// Living documents that hold a form, or one of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Occurrences {
    /// In the title, the body, or both.
    pub documents: u64,
    /// In the title.
    pub titles: u64,
    /// In the body.
    pub bodies: u64,
}

impl Snapshot {
    /// Counts the living documents that hold one of these forms. Reads their postings: some microseconds a
    /// form and segment, and some nanoseconds a document.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn occurrences<'f>(
        &self,
        forms: impl Iterator<Item = &'f str> + Clone,
    ) -> Result<Occurrences, Error> {
        let mut counted = Occurrences::default();
        for segment in self.searcher().segment_readers() {
            let titles = self.holding(segment, self.fields().title, forms.clone())?;
            let mut either = self.holding(segment, self.fields().body, forms.clone())?;
            counted.titles += titles.len() as u64;
            counted.bodies += either.len() as u64;
            either.extend(titles);
            counted.documents += distinct(either).len() as u64;
        }
        Ok(counted)
    }

    /// Counts the living documents that have one of these keys in a facet. Reads their postings.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn documents_named(&self, facet: FacetField, keys: &[String]) -> Result<u64, Error> {
        let mut documents = 0;
        for segment in self.searcher().segment_readers() {
            let keys = keys.iter().map(String::as_str);
            documents += self.holding(segment, self.fields().facet(facet), keys)?.len() as u64;
        }
        Ok(documents)
    }

    /// The living documents of a segment that hold one of these forms in a field, in order.
    fn holding<'f>(
        &self,
        segment: &SegmentReader,
        field: tantivy::schema::Field,
        forms: impl Iterator<Item = &'f str>,
    ) -> Result<Vec<DocId>, Error> {
        let inverted = segment.inverted_index(field)?;
        let io = |source| Error::Io { path: self.root().into(), source };
        let mut found = Vec::new();
        for form in forms {
            if let Some(info) = inverted.terms().get(form.as_bytes()).map_err(io)? {
                found.append(&mut live_postings(&inverted, segment, &info).map_err(io)?);
            }
        }
        Ok(distinct(found))
    }

    /// Calls `visit` with each form that a living document holds in its title or body, once, in byte order.
    /// One pass over the dictionaries; where documents were deleted, a look into the postings of each form.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn visit_forms(&self, mut visit: impl FnMut(&str)) -> Result<(), Error> {
        let io = |source| Error::Io { path: self.root().into(), source };
        let mut fields = Vec::new();
        for segment in self.searcher().segment_readers() {
            for field in [self.fields().title, self.fields().body] {
                fields.push((segment, segment.inverted_index(field)?));
            }
        }
        let streams = fields.iter().map(|(_, inverted)| inverted.terms().stream()).collect::<Result<_, _>>();
        let mut forms = TermMerger::new(streams.map_err(io)?);
        let has_deletes = self.searcher().segment_readers().iter().any(SegmentReader::has_deletes);
        while forms.advance() {
            let form = forms.key();
            if has_deletes && !lives(&fields, form).map_err(io)? {
                continue;
            }
            if let Ok(form) = std::str::from_utf8(form) {
                visit(form);
            }
        }
        Ok(())
    }
}

/// Whether a living document holds a form in one of these fields of segments.
fn lives(
    fields: &[(&SegmentReader, std::sync::Arc<InvertedIndexReader>)],
    form: &[u8],
) -> std::io::Result<bool> {
    for (segment, inverted) in fields {
        if let Some(info) = inverted.terms().get(form)?
            && living(inverted, segment, &info)? > 0
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn distinct(mut documents: Vec<DocId>) -> Vec<DocId> {
    documents.sort_unstable();
    documents.dedup();
    documents
}
