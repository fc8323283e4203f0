//! Words of a query that stand in no article, and where they were typed.

use std::ops::Range;

use super::super::group_query::{Counted, TextFields};
use super::super::{Error, Ranking};
use crate::analysis::{fold_form, tokenize};
use crate::index::Snapshot;
use crate::query::{Atom, FieldName, How, Node, NodeKind, PhraseHow, Query, Term};
use crate::vocabulary::{Group, Reach};

/// Missing words that are corrected, at most.
const MOST: usize = 4;
/// Words of a query that are looked up, at most.
const MOST_LOOKED_UP: usize = 64;
/// Letters of a word that can be corrected: a shorter one is near to anything, a longer one is none.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=40;

/// A word that stands in no article.
#[derive(Debug, Clone)]
pub(super) struct Missing {
    /// Its fold.
    pub(super) fold: String,
    /// Its form, accents kept.
    pub(super) form: String,
    /// Where it was typed, in order: bytes, apart from one another.
    pub(super) places: Vec<(Range<usize>, Parting)>,
}

/// How two words may stand where one was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parting {
    /// Side by side: in a phrase, or where all of the query's words are required.
    Beside,
    /// As a phrase, so that a sign, a field or an operator beside them holds for both.
    Quoted,
    /// Not at all: the word is part of a longer one.
    Never,
}

impl Parting {
    /// A correction as it is written there, if it can be.
    pub(super) fn written(self, correction: String) -> Option<String> {
        match self {
            _ if !correction.contains(' ') => Some(correction),
            Parting::Beside => Some(correction),
            Parting::Quoted => Some(format!("\"{correction}\"")),
            Parting::Never => None,
        }
    }
}

/// The missing words of bare words and plain phrases, each once.
pub(super) fn words(snapshot: &Snapshot, query: &Query, typed: &str) -> Result<Vec<Missing>, Error> {
    let mut missing: Vec<Missing> = Vec::new();
    let mut looked_up = 0;
    let mut behind = 0;
    for positive in query.positive() {
        if !matches!(positive.field, None | Some(FieldName::Title | FieldName::Body)) {
            continue;
        }
        let (text, reach) = match positive.term {
            Term::Atom(Atom::Word { text, how: How::Inflected | How::Required }) => {
                (text.as_str(), Reach::Stem)
            }
            Term::Atom(Atom::Phrase { text, how: PhraseHow::AsWritten }) => (text.as_str(), Reach::Fold),
            Term::Approximate { text, .. } => (text, Reach::Stem),
            Term::Atom(_) | Term::Fuzzy { .. } => continue,
        };
        // A synonym has the place of other words, where it does not stand.
        let Some(start) = place(typed, &positive.span, behind, text) else { continue };
        behind = start + text.len();
        let is_word = matches!(positive.term, Term::Atom(Atom::Word { .. }));
        let is_required = is_word && stands_among_all(&query.root, &positive.span);
        let mut found: Vec<(String, (Range<usize>, Parting))> = Vec::new();
        tokenize(text, &mut String::new(), |token| {
            let letters = token.form.chars().count();
            if !token.is_whole() && LETTERS.contains(&letters) && token.form.chars().all(char::is_alphabetic)
            {
                let parting = match is_word {
                    true if token.start > 0 || token.end < text.len() => Parting::Never,
                    true if !is_required => Parting::Quoted,
                    _ => Parting::Beside,
                };
                found.push((token.form.to_owned(), (start + token.start..start + token.end, parting)));
            }
        });
        for (form, place) in found {
            if let Some(known) = missing.iter_mut().find(|known| known.form == form) {
                known.places.push(place);
                continue;
            }
            looked_up += 1;
            if missing.len() == MOST || looked_up > MOST_LOOKED_UP {
                continue;
            }
            if !stands(snapshot, &form, reach)? {
                missing.push(Missing { fold: fold_form(&form), form, places: vec![place] });
            }
        }
    }
    Ok(missing)
}

/// Whether a word stands there as the whole query, or as one of those that are all required.
fn stands_among_all(root: &Node, span: &Range<usize>) -> bool {
    let is_it = |node: &Node| matches!(node.kind, NodeKind::Atom(_)) && node.span == *span;
    match &root.kind {
        NodeKind::All(children) => children.iter().any(is_it),
        _ => is_it(root),
    }
}

/// Where a text stands in the typed piece as a word of its own, not before what was placed already.
fn place(typed: &str, span: &Range<usize>, behind: usize, text: &str) -> Option<usize> {
    let from = span.start.max(behind);
    let piece = typed.get(from..span.end)?;
    let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    piece.match_indices(text).map(|(at, _)| from + at).find(|at| {
        !in_word(typed[..*at].chars().next_back()) && !in_word(typed[at + text.len()..].chars().next())
    })
}

/// Whether a living article holds a form or what it reaches.
fn stands(snapshot: &Snapshot, form: &str, reach: Reach) -> Result<bool, Error> {
    let fields = snapshot.fields();
    let fields = TextFields { title: Some(fields.title), body: Some(fields.body) };
    let group = Group::of(form, reach, snapshot.vocabularies(), snapshot.inflection());
    let counted = Counted::of(&group, fields, snapshot.searcher(), &Ranking::default(), &mut 0)?;
    Ok(counted.living > 0)
}
