//! What a query looks for, without what it excludes: for highlights and explanations.

use std::ops::Range;

use super::{Atom, FieldName, Node, NodeKind, Query};

/// Something that a query looks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Positive<'q> {
    /// Where it stands in the query; for a part of a proximity, where the part stands.
    pub span: Range<usize>,
    /// The field that it was asked in; `None` for the text at large.
    pub field: Option<FieldName>,
    /// What it is.
    pub term: Term<'q>,
}

/// A leaf of a query that matches words of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term<'q> {
    /// A word, a prefix or a phrase as written.
    Atom(&'q Atom),
    /// A word spelt nearly so.
    Fuzzy {
        /// The word as typed.
        text: &'q str,
        /// 1 or 2.
        distance: u8,
    },
    /// Inflected words in this order.
    Approximate {
        /// The words.
        text: &'q str,
        /// Words that may stand between them.
        slop: u32,
    },
}

impl Query {
    /// Returns what the query looks for, in its order, leaving out what stands under a `Not`.
    ///
    /// What a double negation excludes counts as looked for.
    pub fn positive(&self) -> impl Iterator<Item = Positive<'_>> {
        let mut found = Vec::new();
        collect(&self.root, None, true, &mut found);
        found.into_iter()
    }
}

/// Recurses as deep as the tree, which the parser bounds.
fn collect<'q>(node: &'q Node, field: Option<FieldName>, wanted: bool, found: &mut Vec<Positive<'q>>) {
    let mut push = |span: &Range<usize>, term| {
        if wanted {
            found.push(Positive { span: span.clone(), field, term });
        }
    };
    match &node.kind {
        NodeKind::All(children) | NodeKind::Any(children) => {
            for child in children {
                collect(child, field, wanted, found);
            }
        }
        NodeKind::Not(child) => collect(child, field, !wanted, found),
        NodeKind::Field { field, node } => collect(node, Some(*field), wanted, found),
        NodeKind::Atom(atom) => push(&node.span, Term::Atom(atom)),
        NodeKind::Fuzzy { text, distance } => push(&node.span, Term::Fuzzy { text, distance: *distance }),
        NodeKind::Approximate { text, slop } => {
            push(&node.span, Term::Approximate { text, slop: *slop });
        }
        NodeKind::Near { parts, .. } => {
            for part in parts {
                for atom in &part.alternatives {
                    push(&part.span, Term::Atom(atom));
                }
            }
        }
        NodeKind::Date(_) | NodeKind::Everything => {}
    }
}
