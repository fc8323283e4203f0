//! Words that mean the same to whoever searches: a query's words get the names of the user's file beside them.
//!
//! A tree comes in, a tree goes out. The index knows nothing of synonyms, so a new file needs no new index;
//! the room does not know where the file lies.

mod file;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;

use crate::analysis::{fold_form, forms_of, is_stop_word, units_of};
use crate::query::{Atom, FieldName, How, Node, NodeKind, Note, Query};

/// What a synonym weighs beside the words as typed.
const WEIGHT: f32 = 0.8;
/// Names that one use puts beside the words, at most.
const MOST_NAMES: usize = 16;
/// Names put into one query, at most.
const MOST_IN_QUERY: usize = 256;
/// Notes of one query, at most.
const MOST_NOTES: usize = 16;

/// Names that mean the same.
///
/// ```
/// let synonyms = kiosque::search::Synonyms::parse("sncf, chemins de fer\nps => parti socialiste").unwrap();
/// let query = synonyms.apply(&kiosque::query::parse("grève SNCF").unwrap());
/// assert_eq!(query.to_string(), "grève (SNCF OR \"chemins de fer\"~0^0.8)");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Synonyms {
    /// The names of each line.
    sets: Vec<Vec<Name>>,
    /// For each key, the sets that it stands for.
    keys: HashMap<String, Vec<usize>>,
    /// Words of the longest key.
    longest: usize,
}

/// Why a line is none of a file of synonyms.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct SynonymsError {
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

/// A word or several, as the file has them.
#[derive(Debug, Clone)]
struct Name {
    /// Single spaces between the words.
    text: String,
    /// What names are compared by.
    key: String,
}

/// The folds of a text's forms: elided articles, case and accents aside.
fn folds(text: &str) -> Vec<String> {
    forms_of(text).iter().map(|form| fold_form(form)).collect()
}

impl Synonyms {
    /// Returns the query with synonyms beside its bare words, and a note for each use.
    ///
    /// Of the words of a conjunction or a disjunction the longest row that is a key is taken, from left to
    /// right: there the row is one alternative, here each of its words already is. Exact words, phrases, proximities and the fields
    /// of names stay as typed. What was put in is not looked up again. Spans are those of the words typed.
    pub fn apply(&self, query: &Query) -> Query {
        if self.keys.is_empty() {
            return query.clone();
        }
        let mut rewriting = Rewriting { synonyms: self, notes: query.notes.clone(), left: MOST_IN_QUERY };
        let root = rewriting.node(&query.root);
        let mut notes = rewriting.notes;
        notes.sort_by_key(|note| note.span.start);
        Query { root, notes }
    }

    /// The names that a key stands for, but the key itself.
    fn names(&self, key: &str) -> Vec<&Name> {
        let mut names: Vec<&Name> = Vec::new();
        for name in self.keys.get(key).into_iter().flatten().flat_map(|set| &self.sets[*set]) {
            if names.len() == MOST_NAMES {
                break;
            }
            if name.key != key && names.iter().all(|known| known.key != name.key) {
                names.push(name);
            }
        }
        names
    }
}

/// One query being rewritten.
struct Rewriting<'s> {
    synonyms: &'s Synonyms,
    notes: Vec<Note>,
    /// Names that may still be put in.
    left: usize,
}

impl Rewriting<'_> {
    /// Recurses as deep as the tree, which the parser bounds.
    fn node(&mut self, node: &Node) -> Node {
        let kind = match &node.kind {
            NodeKind::All(children) => {
                let mut rewritten = self.row(children, NodeKind::All);
                match rewritten.len() {
                    // The whole conjunction is one key.
                    1 => {
                        let only = rewritten.remove(0);
                        return Node { span: node.span.clone(), kind: only.kind, boost: node.boost };
                    }
                    _ => NodeKind::All(rewritten),
                }
            }
            NodeKind::Any(children) => {
                let mut rewritten = Vec::with_capacity(children.len());
                for child in self.row(children, NodeKind::Any) {
                    match child {
                        Node { kind: NodeKind::Any(more), boost: 1.0, .. } => rewritten.extend(more),
                        child => rewritten.push(child),
                    }
                }
                NodeKind::Any(rewritten)
            }
            NodeKind::Not(child) => NodeKind::Not(Box::new(self.node(child))),
            NodeKind::Field { field: field @ (FieldName::Title | FieldName::Body), node } => {
                NodeKind::Field { field: *field, node: Box::new(self.node(node)) }
            }
            NodeKind::Atom(_) if bare(node).is_some() => {
                let plain = Node { boost: 1.0, ..node.clone() };
                let mut rewritten = self.row(std::slice::from_ref(&plain), NodeKind::All);
                rewritten.remove(0).kind
            }
            _ => return node.clone(),
        };
        Node { span: node.span.clone(), kind, boost: node.boost }
    }

    /// Nodes that are joined so, with names beside the longest keys among them.
    fn row(&mut self, children: &[Node], join: fn(Vec<Node>) -> NodeKind) -> Vec<Node> {
        let words: Vec<Option<Vec<String>>> = children
            .iter()
            .map(|child| {
                bare(child).filter(|_| child.boost == 1.0).map(folds).filter(|folds| !folds.is_empty())
            })
            .collect();
        let mut rewritten = Vec::with_capacity(children.len());
        let mut at = 0;
        while at < children.len() {
            let (taken, names) = self.longest(&words[at..]);
            let typed = &children[at..at + taken.max(1)];
            match typed {
                // A bare word without forms is no key, and nothing stands below it.
                [one] if words[at].is_none() && (one.boost != 1.0 || bare(one).is_none()) => {
                    rewritten.push(self.node(one));
                }
                _ if names.is_empty() => rewritten.extend_from_slice(typed),
                _ => rewritten.push(self.beside(typed, &names, join)),
            }
            at += typed.len();
        }
        rewritten
    }

    /// How many words at the front are the longest key, and what it stands for.
    fn longest(&self, words: &[Option<Vec<String>>]) -> (usize, Vec<Name>) {
        let mut key = String::new();
        let mut forms = 0;
        let mut found = (0, Vec::new());
        for (at, folds) in words.iter().map_while(Option::as_ref).enumerate() {
            forms += folds.len();
            if forms > self.synonyms.longest {
                break;
            }
            for fold in folds {
                if !key.is_empty() {
                    key.push(' ');
                }
                key.push_str(fold);
            }
            let names = self.synonyms.names(&key);
            if !names.is_empty() {
                found = (at + 1, names.into_iter().cloned().collect());
            }
        }
        found.1.truncate(self.left);
        found
    }

    /// The typed words, or one of those names.
    fn beside(&mut self, typed: &[Node], names: &[Name], join: fn(Vec<Node>) -> NodeKind) -> Node {
        let span = typed[0].span.start..typed[typed.len() - 1].span.end;
        self.left -= names.len();
        self.note(&span, typed, names);
        let mut alternatives = match typed {
            [one] => vec![required(one)],
            several => match join(several.to_vec()) {
                NodeKind::Any(several) => several,
                all => vec![Node::new(span.clone(), all)],
            },
        };
        alternatives.extend(names.iter().map(|name| {
            let text = name.text.clone();
            let kind = match &units_of(&text)[..] {
                [_] => NodeKind::Atom(Atom::Word { how: how(&text), text }),
                _ => NodeKind::Approximate { text, slop: 0 },
            };
            Node { span: span.clone(), kind, boost: WEIGHT }
        }));
        Node::new(span, NodeKind::Any(alternatives))
    }

    fn note(&mut self, span: &Range<usize>, typed: &[Node], names: &[Name]) {
        if self.notes.len() >= MOST_NOTES {
            return;
        }
        let typed: Vec<&str> = typed.iter().filter_map(bare).collect();
        let typed = typed.join(" ");
        let names: Vec<String> = names.iter().map(|name| format!("\"{}\"", name.text)).collect();
        let alone =
            if typed.contains(' ') { format!("\"{typed}\" in quotation marks") } else { format!("={typed}") };
        self.notes.push(Note {
            span: span.clone(),
            message: format!(
                "\"{typed}\" stands for {} as well; for it alone write {alone}",
                names.join(", ")
            ),
        });
    }
}

/// The text of a bare word.
fn bare(node: &Node) -> Option<&str> {
    match &node.kind {
        NodeKind::Atom(Atom::Word { text, how: How::Inflected | How::Required }) => Some(text),
        _ => None,
    }
}

/// How a word among alternatives is asked for: one that has synonyms counts, however common it is.
fn how(text: &str) -> How {
    if forms_of(text).iter().all(|form| is_stop_word(form)) { How::Required } else { How::Inflected }
}

fn required(node: &Node) -> Node {
    match bare(node) {
        Some(text) if how(text) == How::Required => {
            let word = Atom::Word { text: text.to_owned(), how: How::Required };
            Node { kind: NodeKind::Atom(word), ..node.clone() }
        }
        _ => node.clone(),
    }
}
