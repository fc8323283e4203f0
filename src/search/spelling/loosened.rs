//! The same query with its phrases inflected and its proximities wider.

use super::super::{Error, Index, Request};
use super::Suggestion;
use crate::query::{self, Atom, Node, NodeKind, PhraseHow, Query};

/// Words that may stand between those of a phrase, step by step.
const SLOPS: [u32; 2] = [0, 3];
/// Words that a proximity is widened to.
const WIDE: u32 = 30;

impl Index {
    /// The least change of phrases and proximities that finds something, if one does.
    pub(super) fn loosened(
        &self,
        request: &Request,
        typed: &str,
        read: &dyn Fn(&str) -> Option<Query>,
    ) -> Result<Option<Suggestion>, Error> {
        for slop in SLOPS {
            let Ok(mut query) = query::parse(typed) else { return Ok(None) };
            if !loosen(&mut query.root, slop) {
                continue;
            }
            let text = query.to_string();
            let Some(query) = read(&text) else { continue };
            let articles = self.count(Request { query, ..request.clone() })?;
            if articles > 0 {
                return Ok(Some(Suggestion::Corrected { query: text, articles }));
            }
        }
        Ok(None)
    }
}

/// Lets phrases inflect, with so many words between theirs, and proximities grow; false if there is none. Recurses
/// as deep as the tree, which the parser bounds.
fn loosen(node: &mut Node, slop: u32) -> bool {
    match &mut node.kind {
        NodeKind::All(children) | NodeKind::Any(children) => {
            children.iter_mut().fold(false, |found, child| loosen(child, slop) | found)
        }
        NodeKind::Field { node, .. } => loosen(node, slop),
        NodeKind::Atom(Atom::Phrase { text, how: PhraseHow::AsWritten }) if text.contains(' ') => {
            node.kind = NodeKind::Approximate { text: std::mem::take(text), slop };
            true
        }
        NodeKind::Approximate { slop: narrow, .. } if *narrow < slop => {
            *narrow = slop;
            true
        }
        NodeKind::Near { within, .. } if *within < WIDE => {
            *within = WIDE;
            true
        }
        _ => false,
    }
}
