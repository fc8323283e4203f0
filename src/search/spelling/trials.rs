//! Which condition or part of a request, left out, leaves something to be found.

use super::super::compile::is_bare_stop_word;
use super::super::{Error, Index, Request};
use super::Suggestion;
use crate::query::{Node, NodeKind};

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
        // Bare stop words are left out of the search already.
        let counts = |(_, child): &(usize, &Node)| {
            !is_bare_stop_word(child) && typed.get(child.span.clone()).is_some()
        };
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
