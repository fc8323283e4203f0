//! What a commit calls things: the keys of its facets, their spellings, and which keys are one name.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use tantivy::SegmentReader;
use tantivy::directory::OwnedBytes;

use super::super::Error;
use super::super::names::{open as open_names, part};
use super::super::schema::FacetField;
use super::Snapshot;
use super::documents::living;
use crate::article::Entity;
use crate::names::{self, Aliases, Table, Term};

impl Snapshot {
    /// The same commit, its names merged and parted so, whatever is kept with the index.
    #[must_use]
    pub fn with_aliases(mut self, aliases: Aliases) -> Self {
        self.aliases = Some(aliases);
        self.names = OnceLock::new();
        self
    }

    /// Which keys are one name. Mapped, or made once from the dictionaries: some microseconds a key.
    ///
    /// # Errors
    /// If the index is damaged, or the aliases kept with it are.
    pub fn names(&self) -> Result<&Table<OwnedBytes>, Error> {
        if let Some(names) = self.names.get() {
            return Ok(names);
        }
        let made = open_names(&self.layout, &self.searcher, &self.fields, self.aliases.as_ref())?;
        Ok(self.names.get_or_init(|| made))
    }

    /// The key that a key of a facet counts as.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn canonical<'k>(&'k self, facet: FacetField, key: &'k str) -> Result<&'k str, Error> {
        let Some(kind) = facet.kind() else { return Ok(key) };
        Ok(self.names()?.canonical(kind, key).map_or(key, |(canonical, _)| canonical))
    }

    /// A canonical key and all that count as it.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn keys_of(&self, facet: FacetField, canonical: &str) -> Result<Vec<String>, Error> {
        let mut keys = vec![canonical.to_owned()];
        if let Some(kind) = facet.kind() {
            keys.extend(self.names()?.members(kind, canonical).into_iter().map(|(key, _)| key.to_owned()));
        }
        Ok(keys)
    }

    /// Numbers of a segment's keys that count as another's, with that one.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn grouping(&self, segment: &SegmentReader, facet: FacetField) -> Result<Vec<(u32, u32)>, Error> {
        let Some(kind) = facet.kind() else { return Ok(Vec::new()) };
        Ok(self.names()?.grouping(&part(segment), kind).collect())
    }

    /// Returns the name under which a canonical key of a facet is shown: what the user says, else the spelling
    /// that follows from all documents that stand. `None` if no document has the key.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn shown_name(&self, facet: FacetField, key: &str) -> Result<Option<String>, Error> {
        if let Some(kind) = facet.kind()
            && let Some(name) = self.names()?.shown(kind, key)
        {
            return Ok(Some(name.to_owned()));
        }
        let spellings = self.spellings(facet, key)?;
        Ok(names::shown(spellings.iter().map(|(name, n)| (name.as_str(), *n))).map(str::to_owned))
    }

    /// Spellings under which articles show a key, with their numbers of documents.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn spellings(&self, facet: FacetField, key: &str) -> Result<BTreeMap<String, u64>, Error> {
        self.terms(facet, &names::key_prefix(key))
    }

    /// What articles call a key beside its spellings, with their numbers of documents.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn forms(&self, facet: FacetField, key: &str) -> Result<BTreeMap<String, u64>, Error> {
        self.terms(facet, &names::form_prefix(key))
    }

    fn terms(&self, facet: FacetField, prefix: &str) -> Result<BTreeMap<String, u64>, Error> {
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        self.visit(
            self.fields.spelling(facet),
            prefix,
            |_| true,
            |term, documents| {
                let (_, Term::Spelling(name) | Term::Form(name)) = names::read_term(term);
                *found.entry(name.to_owned()).or_default() += documents;
            },
        )?;
        Ok(found)
    }

    /// The name of a document's entity in the whole corpus. A look-up in the table of names, but for a merged
    /// key whose canonical one has a single spelling.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn entity_name(&self, entity: &Entity) -> Result<String, Error> {
        let names = self.names()?;
        let canonical = names.canonical(entity.kind, &entity.key).map(|(canonical, _)| canonical);
        if let Some(name) = names.shown(entity.kind, canonical.unwrap_or(&entity.key)) {
            return Ok(name.to_owned());
        }
        let shown = match canonical {
            Some(canonical) => self.shown_name(entity.kind.into(), canonical)?,
            // A key of one spelling: the document's own.
            None => None,
        };
        Ok(shown.unwrap_or_else(|| names::clean(&entity.name)))
    }

    /// Returns the keys of a facet and their numbers of documents, in order of key; those only that
    /// `accept` takes.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn keys(
        &self,
        facet: FacetField,
        mut accept: impl FnMut(&str) -> bool,
    ) -> Result<BTreeMap<String, u64>, Error> {
        let mut keys = BTreeMap::new();
        self.visit(self.fields.facet(facet), "", &mut accept, |key, documents| {
            *keys.entry(key.to_owned()).or_default() += documents;
        })?;
        Ok(keys)
    }

    /// Calls `visit` with each key of a facet that `accept` takes and each of its spellings; a pair comes once a
    /// segment that has it.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn visit_spellings(
        &self,
        facet: FacetField,
        mut accept: impl FnMut(&str) -> bool,
        mut visit: impl FnMut(&str, &str),
    ) -> Result<(), Error> {
        let accepts = |term: &str| accept(names::read_term(term).0);
        self.visit(self.fields.spelling(facet), "", accepts, |term, _| {
            if let (key, Term::Spelling(spelling)) = names::read_term(term) {
                visit(key, spelling);
            }
        })
    }

    /// Whether a document has that key in a facet.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn has_key(&self, facet: FacetField, key: &str) -> Result<bool, Error> {
        let field = self.fields.facet(facet);
        let io = |source| Error::Io { path: self.layout.engine(), source };
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let Some(info) = inverted.terms().get(key.as_bytes()).map_err(io)? else { continue };
            if living(&inverted, segment, &info).map_err(io)? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Calls `visit` with each term of a field that begins so and that `accept` takes, and its number of living
    /// documents in a segment; a term comes once a segment that has it. The documents of terms that are not taken
    /// are not counted, which after deletions would mean reading their postings.
    fn visit(
        &self,
        field: tantivy::schema::Field,
        prefix: &str,
        mut accept: impl FnMut(&str) -> bool,
        mut visit: impl FnMut(&str, u64),
    ) -> Result<(), Error> {
        let io = |source| Error::Io { path: self.layout.engine(), source };
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut stream = inverted.terms().range().ge(prefix.as_bytes()).into_stream().map_err(io)?;
            while stream.advance() {
                if !stream.key().starts_with(prefix.as_bytes()) {
                    break;
                }
                let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                if !accept(term) {
                    continue;
                }
                let documents = living(&inverted, segment, stream.value()).map_err(io)?;
                if documents > 0 {
                    visit(term, documents);
                }
            }
        }
        Ok(())
    }
}
