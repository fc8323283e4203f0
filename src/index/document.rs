//! A document as the engine takes it: borrowed values, no copy, memory given back when it is posted.

use std::collections::BTreeSet;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use tantivy::schema::Field;
use tantivy::schema::document::{Document, ReferenceValue, ReferenceValueLeaf, Value};

use super::schema::{FacetField, Fields};
use crate::analysis::fold;
use crate::names;
use crate::sink::{Entered, Entry};

/// Bytes that wait for the engine, bounded.
pub(super) struct InFlight {
    limit: usize,
    used: Mutex<usize>,
    freed: Condvar,
}

impl InFlight {
    pub(super) fn new(limit_bytes: usize) -> Arc<Self> {
        Arc::new(InFlight { limit: limit_bytes, used: Mutex::new(0), freed: Condvar::new() })
    }

    /// Waits until there is room. Something larger than the limit enters alone.
    fn enter(self: &Arc<Self>, bytes: usize) -> Permit {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        while *used > 0 && *used + bytes > self.limit {
            used = self.freed.wait(used).unwrap_or_else(PoisonError::into_inner);
        }
        *used += bytes;
        Permit { in_flight: Arc::clone(self), bytes }
    }
}

/// Room taken in [`InFlight`]; dropping it gives it back.
struct Permit {
    in_flight: Arc<InFlight>,
    bytes: usize,
}

impl Drop for Permit {
    fn drop(&mut self) {
        *self.in_flight.used.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.in_flight.freed.notify_all();
    }
}

/// What the engine indexes and stores of one entry.
pub(super) struct Posting {
    fields: Fields,
    id: [u8; 16],
    order: u64,
    entered: Entered,
    title: String,
    body: String,
    lengths: (u64, u64),
    days: Option<(i64, i64)>,
    url: Option<String>,
    facets: Vec<(Field, String)>,
    /// Mentions and weights of the entities, in the order of their keys.
    numbers: Vec<(Field, u64)>,
    stored: Vec<u8>,
    _permit: Permit,
}

impl Posting {
    /// Makes an entry ready to post, once there is room in flight; it is found under these sections beside
    /// its own.
    pub(super) fn new(
        entry: Entry,
        more_sections: &[String],
        fields: Fields,
        in_flight: &Arc<InFlight>,
    ) -> Self {
        let Entry { document, stored, title, body, entered, .. } = entry;
        let mut facets = Vec::with_capacity(2 * (document.entities.len() + document.authors.len() + 3));
        let mut push = |facet: FacetField, key: &str, spelling: &str| {
            facets.push((fields.facet(facet), names::clean(key)));
            facets.push((fields.spelling(facet), names::spelling_term(key, spelling)));
        };
        let mut numbers = Vec::with_capacity(2 * document.entities.len());
        for entity in &document.entities {
            push(entity.kind.into(), &entity.key, &entity.name);
            numbers.push((fields.mentions(entity.kind), entity.mentions.len() as u64));
            numbers.push((fields.salience(entity.kind), document.salience(entity).into()));
        }
        let mut plain = |facet: FacetField, value: &str| push(facet, &fold(value), value);
        if let Some(source) = &document.source {
            plain(FacetField::Source, source);
        }
        for author in &document.authors {
            plain(FacetField::Author, author);
        }
        plain(FacetField::Language, document.language.code());
        let mut keys = BTreeSet::new();
        for section in document.section.iter().chain(more_sections) {
            let key = fold(section);
            let spelling = (fields.spelling(FacetField::Section), names::spelling_term(&key, section));
            // A document is counted once under a key, however often that is spelt.
            if keys.insert(key.clone()) {
                facets.push((fields.facet(FacetField::Section), names::clean(&key)));
            }
            facets.push(spelling);
        }
        for entity in &document.entities {
            for form in document.forms_of(entity) {
                facets.push((fields.spelling(entity.kind.into()), names::form_term(&entity.key, &form)));
            }
        }
        let bytes = stored.len() + title.forms.len() + body.forms.len() + 512;
        Posting {
            fields,
            id: *document.id.bytes(),
            order: document.id.leading(),
            entered,
            lengths: (title.length.into(), body.length.into()),
            title: title.forms,
            body: body.forms,
            days: document.date.map(|date| (date.first_day().into(), date.last_day().into())),
            url: document.url,
            facets,
            numbers,
            stored,
            _permit: in_flight.enter(bytes),
        }
    }
}

/// One borrowed value of a [`Posting`].
#[derive(Debug, Clone, Copy)]
pub(super) enum PostingValue<'a> {
    Text(&'a str),
    Bytes(&'a [u8]),
    Unsigned(u64),
    Signed(i64),
}

impl<'a> Value<'a> for PostingValue<'a> {
    type ArrayIter = std::iter::Empty<Self>;
    type ObjectIter = std::iter::Empty<(&'a str, Self)>;

    fn as_value(&self) -> ReferenceValue<'a, Self> {
        ReferenceValue::Leaf(match *self {
            PostingValue::Text(text) => ReferenceValueLeaf::Str(text),
            PostingValue::Bytes(bytes) => ReferenceValueLeaf::Bytes(bytes),
            PostingValue::Unsigned(number) => ReferenceValueLeaf::U64(number),
            PostingValue::Signed(number) => ReferenceValueLeaf::I64(number),
        })
    }
}

impl Document for Posting {
    type Value<'a> = PostingValue<'a>;
    type FieldsValuesIter<'a> = Box<dyn Iterator<Item = (Field, PostingValue<'a>)> + 'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        let fields = &self.fields;
        let always = [
            (fields.id, PostingValue::Bytes(&self.id)),
            (fields.title, PostingValue::Text(&self.title)),
            (fields.body, PostingValue::Text(&self.body)),
            (fields.title_length, PostingValue::Unsigned(self.lengths.0)),
            (fields.body_length, PostingValue::Unsigned(self.lengths.1)),
            (fields.order, PostingValue::Unsigned(self.order)),
            (fields.entered_run, PostingValue::Unsigned(self.entered.run)),
            (fields.entered_at, PostingValue::Signed(self.entered.seconds)),
            (fields.stored, PostingValue::Bytes(&self.stored)),
        ];
        let days = self.days.map(|(first, last)| {
            [(fields.first_day, PostingValue::Signed(first)), (fields.last_day, PostingValue::Signed(last))]
        });
        let url = self.url.as_deref().map(|url| (fields.url, PostingValue::Text(url)));
        let facets = self.facets.iter().map(|(field, term)| (*field, PostingValue::Text(term)));
        let numbers = self.numbers.iter().map(|(field, number)| (*field, PostingValue::Unsigned(*number)));
        Box::new(always.into_iter().chain(days.into_iter().flatten()).chain(url).chain(facets).chain(numbers))
    }
}
