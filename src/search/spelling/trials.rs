//! Which condition or part of a request, left out, leaves something to be found.

use super::super::{Error, Index, Request};
use super::Suggestion;
use crate::analysis::{forms_of, is_stop_word};
use crate::query::{Atom, How, Node, NodeKind};

/// Conditions left out by turns, at most.
const MOST_FILTERS: usize = 8;
/// Parts of the query left out by turns, at most.
const MOST_PARTS: usize = 6;

impl Index {
    /// The conditions that alone exclude everything.
    pub(super) fn without_filters(&self, request: &Request) -> Result<Vec<Suggestion>, Error> {
        let mut found = Vec::new();
        for (at, filter) in request.filters.iter().enumerate().take(MOST_FILTERS) {
            let mut less = request.clone();
            less.filters.remove(at);
            let articles = self.count(less)?;
            if articles > 0 {
                found.push(Suggestion::WithoutFilter { filter: filter.clone(), articles });
            }
        }
        Ok(found)
    }

    /// The parts of a conjunction without which it finds something.
    pub(super) fn without_parts(&self, request: &Request, typed: &str) -> Result<Vec<Suggestion>, Error> {
        let mut found = Vec::new();
        let NodeKind::All(children) = &request.query.root.kind else { return Ok(found) };
        let counts =
            |(_, child): &(usize, &Node)| !is_left_out(child) && typed.get(child.span.clone()).is_some();
        for (at, child) in children.iter().enumerate().filter(counts).take(MOST_PARTS) {
            let mut less = request.clone();
            if let NodeKind::All(children) = &mut less.query.root.kind {
                children.remove(at);
            }
            let articles = self.count(less)?;
            if articles > 0 {
                found.push(Suggestion::WithoutPart { span: child.span.clone(), articles });
            }
        }
        Ok(found)
    }
}

/// Whether a word is a bare stop word: the search leaves it out already.
fn is_left_out(node: &Node) -> bool {
    let NodeKind::Atom(Atom::Word { text, how: How::Inflected }) = &node.kind else { return false };
    forms_of(text).iter().all(|form| is_stop_word(form))
}
