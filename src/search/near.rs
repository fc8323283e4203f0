//! Forms whose spelling is near another's: an automaton led along the dictionaries, whose branches that cannot
//! match are not read.

use std::collections::BTreeSet;
use std::sync::Arc;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy::{InvertedIndexReader, SegmentReader, TantivyError};

use crate::analysis::fold_form;
use crate::index::Snapshot;

/// The automaton of all folds at most so many letters (added, dropped, changed, swapped; two at most) from a fold.
pub(super) fn automaton(fold: &str, distance: u8) -> DFA {
    LevenshteinAutomatonBuilder::new(distance.min(2), true).build_dfa(fold)
}

/// Calls `visit` with every form whose fold the automaton takes, that fold, and the dictionaries of the segment
/// that has it, once for each segment.
///
/// A form that is its own fold stands in the dictionaries alone, any other in the vocabulary under its fold.
pub(super) fn visit(
    snapshot: &Snapshot,
    near: &DFA,
    visit: &mut dyn FnMut(&str, &str, &Dictionaries) -> Result<(), TantivyError>,
) -> Result<(), TantivyError> {
    let segments = snapshot.searcher().segment_readers().iter();
    for (segment, vocabulary) in segments.zip(snapshot.vocabularies()) {
        let dictionaries = Dictionaries::of(snapshot, segment)?;
        let mut found: BTreeSet<(String, String)> = BTreeSet::new();
        for dictionary in &dictionaries.0 {
            let mut stream = dictionary.terms().search(Near(near)).into_stream()?;
            while stream.advance() {
                if let Ok(form) = std::str::from_utf8(stream.key())
                    && fold_form(form) == form
                {
                    found.insert((form.to_owned(), form.to_owned()));
                }
            }
        }
        vocabulary.with_folds_like(Near(near), |fold, form| {
            found.insert((form.to_owned(), fold.to_owned()));
        });
        for (form, fold) in &found {
            visit(form, fold, &dictionaries)?;
        }
    }
    Ok(())
}

/// The dictionaries of a segment's titles and bodies.
pub(super) struct Dictionaries([Arc<InvertedIndexReader>; 2]);

impl Dictionaries {
    /// Opens those of a segment.
    pub(super) fn of(snapshot: &Snapshot, segment: &SegmentReader) -> Result<Self, TantivyError> {
        let fields = snapshot.fields();
        Ok(Dictionaries([segment.inverted_index(fields.title)?, segment.inverted_index(fields.body)?]))
    }

    /// Documents that have a form, the deleted as well and those of title and body twice.
    pub(super) fn frequency(&self, form: &str) -> Result<u32, TantivyError> {
        let mut documents = 0;
        for dictionary in &self.0 {
            documents += dictionary.terms().get(form.as_bytes())?.map_or(0, |info| info.doc_freq);
        }
        Ok(documents)
    }
}

/// Takes what lies within the automaton's distance.
#[derive(Clone, Copy)]
pub(super) struct Near<'a>(pub(super) &'a DFA);

/// The engine's dictionaries and our vocabularies walk by the same trait, each of a crate of its own.
macro_rules! walks {
    ($automaton:path) => {
        impl $automaton for Near<'_> {
            type State = u32;

            fn start(&self) -> u32 {
                self.0.initial_state()
            }

            fn is_match(&self, state: &u32) -> bool {
                matches!(self.0.distance(*state), Distance::Exact(_))
            }

            fn can_match(&self, state: &u32) -> bool {
                *state != SINK_STATE
            }

            fn accept(&self, state: &u32, byte: u8) -> u32 {
                self.0.transition(*state, byte)
            }
        }
    };
}
walks!(tantivy_fst::Automaton);
walks!(fst::Automaton);
