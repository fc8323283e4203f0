//! A tree written as a query again, in one canonical way.

use std::fmt::{self, Write};

use super::proximity::near_distance;
use super::{Atom, How, Node, NodeKind, Part, PhraseHow, Query};

/// Trees deeper than this are written without the parentheses that only make an `OR` easier to see, so
/// that no tree needs more levels than the text it came from.
const CLEAR_DEPTH: usize = 16;

/// The query in one canonical form: English names, dates in ISO 8601, no needless signs.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

/// The part of a query in one canonical form.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut printer =
            Printer { out: String::new(), is_clear: depth(self) <= CLEAR_DEPTH, is_verbatim: false };
        printer.sequence(self)?;
        f.write_str(&printer.out)
    }
}

/// An atom in one canonical form.
impl fmt::Display for Atom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Atom::Word { text, how } => {
                let sign = match how {
                    How::Inflected => "",
                    How::Required => "+",
                    How::Exact => "=",
                    How::ToTheLetter => "==",
                };
                write!(f, "{sign}{text}")
            }
            Atom::Prefix { text } => write!(f, "{text}*"),
            Atom::Phrase { text, how } => {
                let sign = match how {
                    PhraseHow::AsWritten => "",
                    PhraseHow::Exact => "=",
                    PhraseHow::ToTheLetter => "==",
                };
                write!(f, "{sign}\"{text}\"")
            }
        }
    }
}

struct Printer {
    out: String,
    /// Whether an `OR` beside other words gets parentheses.
    is_clear: bool,
    /// Whether words are addresses, which take in a weight written against them.
    is_verbatim: bool,
}

impl Printer {
    /// Writes a node where a whole query may stand.
    fn sequence(&mut self, node: &Node) -> fmt::Result {
        if node.is_boosted() { self.operand(node, false) } else { self.unweighted(node) }
    }

    /// Writes a node without its weight, where a whole query may stand.
    fn unweighted(&mut self, node: &Node) -> fmt::Result {
        match &node.kind {
            NodeKind::All(children) => self.beside(children, |printer, child| match &child.kind {
                NodeKind::Any(_) if !printer.is_clear => printer.sequence(child),
                _ => printer.operand(child, false),
            }),
            NodeKind::Any(children) => self.joined(children, " OR ", |printer, child| match &child.kind {
                NodeKind::All(inner) if !child.is_boosted() => {
                    printer.joined(inner, " AND ", |printer, node| printer.operand(node, false))
                }
                _ => printer.operand(child, false),
            }),
            _ => self.unweighted_operand(node, false),
        }
    }

    /// Writes a node where one operand stands. Glued, it follows a sign or a colon, so that a word
    /// spelt like an operator is none.
    fn operand(&mut self, node: &Node, glued: bool) -> fmt::Result {
        if !node.is_boosted() {
            return self.unweighted_operand(node, glued);
        }
        let takes_weight = match &node.kind {
            NodeKind::Atom(Atom::Word { text, .. }) => !self.is_verbatim && !text.ends_with(':'),
            NodeKind::Atom(Atom::Prefix { .. }) => !self.is_verbatim,
            NodeKind::Not(_) | NodeKind::Field { .. } | NodeKind::Date(_) | NodeKind::Everything => false,
            _ => true,
        };
        if takes_weight {
            self.unweighted_operand(node, true)?;
        } else {
            self.parenthesised(|printer| printer.unweighted_operand(node, false))?;
        }
        write!(self.out, "^{}", node.boost)
    }

    /// Writes a node without its weight, where one operand stands.
    fn unweighted_operand(&mut self, node: &Node, glued: bool) -> fmt::Result {
        match &node.kind {
            NodeKind::All(_) | NodeKind::Any(_) => self.parenthesised(|printer| printer.unweighted(node)),
            NodeKind::Near { parts, within } => {
                self.parenthesised(|printer| printer.beside(parts, Printer::part))?;
                write!(self.out, "~{within}")
            }
            NodeKind::Atom(atom) => self.atom(atom, glued),
            NodeKind::Fuzzy { text, distance } => write!(self.out, "{text}~{distance}"),
            NodeKind::Approximate { text, slop } => write!(self.out, "\"{text}\"~{slop}"),
            NodeKind::Not(child) => {
                self.out.push('-');
                self.operand(child, true)
            }
            NodeKind::Field { field, node } => {
                write!(self.out, "{field}:")?;
                self.is_verbatim = field.is_verbatim();
                let written = self.operand(node, true);
                self.is_verbatim = false;
                written
            }
            NodeKind::Date(range) => write!(self.out, "date:{range}"),
            NodeKind::Everything => self.out.write_char('*'),
        }
    }

    /// Writes an atom; a bare word spelt like an operator gets a weight of 1, which makes it a word.
    fn atom(&mut self, atom: &Atom, glued: bool) -> fmt::Result {
        write!(self.out, "{atom}")?;
        match atom {
            Atom::Word { text, how: How::Inflected } if !glued && is_operator(text) => {
                self.out.write_str("^1")
            }
            _ => Ok(()),
        }
    }

    fn part(&mut self, part: &Part) -> fmt::Result {
        match part.alternatives.as_slice() {
            [atom] => self.atom(atom, false),
            atoms => self.parenthesised(|printer| {
                printer.joined(atoms, " OR ", |printer, atom| printer.atom(atom, false))
            }),
        }
    }

    fn parenthesised(&mut self, inside: impl FnOnce(&mut Self) -> fmt::Result) -> fmt::Result {
        self.out.push('(');
        inside(self)?;
        self.out.push(')');
        Ok(())
    }

    fn joined<T>(
        &mut self,
        items: &[T],
        between: &str,
        write: impl Fn(&mut Self, &T) -> fmt::Result,
    ) -> fmt::Result {
        for (place, item) in items.iter().enumerate() {
            if place > 0 {
                self.out.push_str(between);
            }
            write(self, item)?;
        }
        Ok(())
    }

    /// Writes items side by side; keeps digits apart that would read as one number.
    fn beside<T>(&mut self, items: &[T], write: impl Fn(&mut Self, &T) -> fmt::Result) -> fmt::Result {
        for (place, item) in items.iter().enumerate() {
            if place > 0 {
                self.out.push(' ');
            }
            let start = self.out.len();
            write(self, item)?;
            if place > 0 && reads_as_number(&self.out, start) {
                self.out.insert(start, '(');
                self.out.push(')');
            }
        }
        Ok(())
    }
}

/// Whether one to three digits before the space at `start` and three behind it would be one number.
fn reads_as_number(out: &str, start: usize) -> bool {
    let digits = |text: &mut dyn Iterator<Item = u8>| text.take_while(u8::is_ascii_digit).count();
    let before = digits(&mut out.as_bytes()[..start - 1].iter().rev().copied());
    let behind = digits(&mut out.as_bytes()[start..].iter().copied());
    (1..=3).contains(&before) && behind == 3
}

fn is_operator(word: &str) -> bool {
    matches!(word, "AND" | "ET" | "OR" | "OU" | "NOT" | "SAUF") || near_distance(word).is_some()
}

/// Levels of nodes; recurses as deep as the tree.
fn depth(node: &Node) -> usize {
    match &node.kind {
        NodeKind::All(children) | NodeKind::Any(children) => {
            1 + children.iter().map(depth).max().unwrap_or(0)
        }
        NodeKind::Not(child) | NodeKind::Field { node: child, .. } => 1 + depth(child),
        _ => 1,
    }
}
