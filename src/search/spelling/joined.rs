//! Neighbours that are one word in the index: `porte feuille`, typed for `portefeuille`.

use super::super::{Error, Index, Request};
use super::{MOST_PROPOSED, Suggestion, like, replaced};
use crate::query::{Atom, How, Node, NodeKind, Query};
use crate::vocabulary::{Group, Reach};

/// Pairs of neighbours that are joined by turns, at most.
const MOST_PAIRS: usize = 8;

impl Index {
    /// The queries with two required neighbours joined, where that finds something.
    pub(super) fn joined(
        &self,
        request: &Request,
        typed: &str,
        read: &dyn Fn(&str) -> Option<Query>,
    ) -> Result<Vec<Suggestion>, Error> {
        let mut proposed = Vec::new();
        // As it was typed: synonyms stand beside the words of the request's own tree.
        let Some(Query { root: Node { kind: NodeKind::All(children), .. }, .. }) =
            crate::query::parse(typed).ok()
        else {
            return Ok(proposed);
        };
        for pair in children.windows(2).take(MOST_PAIRS) {
            let (Some(one), Some(other)) = (plain_word(&pair[0]), plain_word(&pair[1])) else { continue };
            let span = pair[0].span.start..pair[1].span.end;
            let Some(word) = self.spelt(&format!("{one}{other}"))? else { continue };
            let word = like(&word, typed.get(span.clone()).unwrap_or_default());
            let text = replaced(typed, vec![(span, word)]);
            let Some(query) = read(&text) else { continue };
            let articles = self.count(Request { query, ..request.clone() })?;
            if articles > 0 {
                proposed.push(Suggestion::Corrected { query: text, articles });
            }
            if proposed.len() == MOST_PROPOSED {
                break;
            }
        }
        Ok(proposed)
    }

    /// The most frequent spelling of a word in the index, accents and hyphens aside.
    fn spelt(&self, word: &str) -> Result<Option<String>, Error> {
        let form = word.to_lowercase();
        let group = Group::of(&form, Reach::Fold, self.snapshot.vocabularies(), self.snapshot.inflection());
        let mut best: Option<(u64, String)> = None;
        for member in group.members {
            let documents = self.snapshot.occurrences(std::iter::once(&*member.form))?.documents;
            if documents > best.as_ref().map_or(0, |(most, _)| *most) {
                best = Some((documents, member.form));
            }
        }
        Ok(best.map(|(_, form)| form))
    }
}

/// The letters of a bare word.
fn plain_word(node: &Node) -> Option<&str> {
    match &node.kind {
        NodeKind::Atom(Atom::Word { text, how: How::Inflected })
            if node.boost == 1.0 && text.chars().all(char::is_alphabetic) =>
        {
            Some(text)
        }
        _ => None,
    }
}
