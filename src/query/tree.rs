//! The tree of a query.

use std::ops::Range;

use super::{DateRange, FieldName};

/// A part of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it stands in the text: bytes, on borders of characters.
    pub span: Range<usize>,
    /// What it asks for.
    pub kind: NodeKind,
    /// How much it weighs: above 0, at most 1000, 1 where nothing is written.
    pub boost: f32,
}

/// What a node asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// Every child; two or more, none of them an unboosted `All`.
    All(Vec<Node>),
    /// At least one child; two or more, none of them an unboosted `Any`.
    Any(Vec<Node>),
    /// Everything but the child, which is no unboosted `Not`.
    Not(Box<Node>),
    /// A word, a prefix or a phrase as written.
    Atom(Atom),
    /// `mot~1`: a word spelt nearly so.
    Fuzzy {
        /// The word as typed, with at least 3 letters or digits.
        text: String,
        /// Letters to add, drop, change or swap: 1 or 2.
        distance: u8,
    },
    /// `"presque une phrase"~3`: inflected words in this order.
    Approximate {
        /// The words, single spaces between them.
        text: String,
        /// Words that may stand between them, 0 to 32.
        slop: u32,
    },
    /// `(a (b OR c))~15`: every part within so many words, in any order.
    Near {
        /// Two or more.
        parts: Vec<Part>,
        /// Words from the first to the last, 1 to 100.
        within: u32,
    },
    /// The child, looked for in one field; holds neither fields nor dates.
    Field {
        /// Which one; never [`FieldName::Date`], which gives [`NodeKind::Date`].
        field: FieldName,
        /// What to find there; [`NodeKind::Everything`] means any value.
        node: Box<Node>,
    },
    /// Publication within a range; open at both ends it means a known date.
    Date(DateRange),
    /// `*`: every article; in a field every article that has one.
    Everything,
}

/// What can stand in a proximity, or alone: it matches words at places of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Atom {
    /// A word as typed; it may hold what the analysis takes for several (`l'Élysée`, `10:30`).
    Word {
        /// The characters as typed, spaces only within a number (`10 000`).
        text: String,
        /// How near its forms must come.
        how: How,
    },
    /// `mot*`: words that begin so.
    Prefix {
        /// What stands before the star, with at least 2 letters or digits.
        text: String,
    },
    /// Words side by side in this order.
    Phrase {
        /// The words, single spaces between them, quotation marks left out.
        text: String,
        /// How near their forms must come.
        how: PhraseHow,
    },
}

/// How near a form must come to a word of the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// `mot`: any inflection.
    Inflected,
    /// `+mot`: any inflection, and required even if it is a stop word.
    Required,
    /// `=mot`: no inflection; accents only where typed.
    Exact,
    /// `==mot`: this very form, case aside.
    ToTheLetter,
}

/// How near forms must come to the words of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhraseHow {
    /// `"…"`: no inflection, any accents.
    AsWritten,
    /// `="…"`: no inflection; accents only where typed.
    Exact,
    /// `=="…"`: these very forms, case aside.
    ToTheLetter,
}

/// One part of a proximity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Where it stands in the text.
    pub span: Range<usize>,
    /// One of these fills it; never empty.
    pub alternatives: Vec<Atom>,
}

impl Node {
    /// Returns an unboosted node.
    pub fn new(span: Range<usize>, kind: NodeKind) -> Self {
        Node { span, kind, boost: 1.0 }
    }

    /// Whether a boost sets the node apart from its neighbours.
    pub(super) fn is_boosted(&self) -> bool {
        self.boost != 1.0
    }

    /// Returns what excludes a node: what a double negation excludes is the node itself.
    pub(super) fn negated(self, span: Range<usize>) -> Self {
        match self.kind {
            NodeKind::Not(child) if self.boost == 1.0 => *child,
            _ => Node::new(span, NodeKind::Not(Box::new(self))),
        }
    }

    /// Returns the conjunction of nodes, a lone one as it is.
    pub(super) fn all(first: Node, more: impl IntoIterator<Item = Node>) -> Self {
        gather(first, more, NodeKind::All, |kind| match kind {
            NodeKind::All(children) => Ok(children),
            kind => Err(kind),
        })
    }

    /// Returns the disjunction of nodes, a lone one as it is.
    pub(super) fn any(first: Node, more: impl IntoIterator<Item = Node>) -> Self {
        gather(first, more, NodeKind::Any, |kind| match kind {
            NodeKind::Any(children) => Ok(children),
            kind => Err(kind),
        })
    }
}

/// Builds one node of several, taking in the children of those of its own kind.
fn gather(
    first: Node,
    more: impl IntoIterator<Item = Node>,
    make: fn(Vec<Node>) -> NodeKind,
    open: fn(NodeKind) -> Result<Vec<Node>, NodeKind>,
) -> Node {
    let mut more = more.into_iter().peekable();
    if more.peek().is_none() {
        return first;
    }
    let mut span = first.span.clone();
    let mut children = Vec::new();
    for node in std::iter::once(first).chain(more) {
        span.end = node.span.end;
        if node.is_boosted() {
            children.push(node);
            continue;
        }
        match open(node.kind) {
            Ok(inner) => children.extend(inner),
            Err(kind) => children.push(Node::new(node.span, kind)),
        }
    }
    Node::new(span, make(children))
}
