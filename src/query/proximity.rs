//! A group turned into a proximity: `(a (b OR c))~15`.

use std::ops::Range;

use super::parser::Parser;
use super::{Atom, Error, Node, NodeKind, Part, limits};

impl Parser<'_> {
    /// Turns a group into a proximity; the spans are those of the group, and of `~` and its number.
    pub(super) fn near(
        &self,
        group: Node,
        span: Range<usize>,
        typed: &str,
        tilde: Range<usize>,
    ) -> Result<Node, Error> {
        let within =
            self.number(typed, tilde.clone(), "the words within which all stand", 1, limits::WITHIN)?;
        let without_tilde = Some((tilde, String::new()));
        let children = match group.kind {
            NodeKind::All(children) if group.boost == 1.0 => children,
            _ => {
                let message = "a proximity needs two parts or more, as in (a b)~15";
                return Err(self.error(span, message, without_tilde));
            }
        };
        let mut parts = Vec::with_capacity(children.len());
        for child in children {
            let span = child.span.clone();
            let alternatives = part_of(child).map_err(|(span, what)| {
                let message =
                    format!("{what} within a proximity, which holds words, prefixes, phrases and (a OR b)");
                self.error(span, message, without_tilde.clone())
            })?;
            parts.push(Part { span, alternatives });
        }
        Ok(Node::new(span, NodeKind::Near { parts, within }))
    }
}

/// Returns the alternatives that a node offers to a proximity, or where and what it is instead.
fn part_of(node: Node) -> Result<Vec<Atom>, (Range<usize>, &'static str)> {
    if node.boost != 1.0 {
        return Err((node.span, "a weight"));
    }
    let what = match node.kind {
        NodeKind::Atom(atom) => return Ok(vec![atom]),
        NodeKind::Any(children) => {
            let mut atoms = Vec::with_capacity(children.len());
            for child in children {
                if let NodeKind::All(_) | NodeKind::Any(_) = child.kind {
                    return Err((child.span, "an AND within alternatives"));
                }
                atoms.append(&mut part_of(child)?);
            }
            return Ok(atoms);
        }
        NodeKind::All(_) => "a weighted group",
        NodeKind::Not(_) => "an exclusion",
        NodeKind::Fuzzy { .. } => "an approximate word",
        NodeKind::Approximate { .. } => "an approximate phrase",
        NodeKind::Near { .. } => "another proximity",
        NodeKind::Field { .. } => "a field",
        NodeKind::Date(_) => "a date",
        NodeKind::Everything => "a lone star",
    };
    Err((node.span, what))
}
