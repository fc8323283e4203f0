//! A group turned into a proximity: `(a (b OR c))~15`.

use std::ops::Range;

use super::parser::Parser;
use super::scan::{is_digits, is_space, run};
use super::{Atom, Error, Node, NodeKind, Part, limits};

/// Words within which the parts of a `NEAR` stand that names no number.
const NEAR_WITHIN: u32 = 15;

impl Parser<'_> {
    /// Reads operands joined by NEAR, which stand within so many words; `by` is the operator that wants them.
    pub(super) fn nearby(&mut self, by: Range<usize>) -> Result<Node, Error> {
        let first = self.signed(by, false)?;
        let mut within: Option<u32> = None;
        let mut children = vec![first];
        while let Some((words, span)) = self.near_operator()? {
            if within.is_some_and(|within| within != words) {
                let message = "one proximity with two distances; write the same behind each NEAR";
                let fix = within.map(|within| (span.clone(), format!("NEAR/{within}")));
                return Err(self.error(span, message, fix));
            }
            within = Some(words);
            self.at = span.end;
            children.push(self.signed(span, false)?);
        }
        let (Some(within), Some(last)) = (within, children.last()) else {
            return Ok(children.swap_remove(0));
        };
        let span = children[0].span.start..last.span.end;
        let mut parts = Vec::with_capacity(children.len());
        for child in children {
            let span = child.span.clone();
            let alternatives = part_of(child).map_err(|(span, what)| {
                let message =
                    format!("{what} beside NEAR, which joins words, prefixes, phrases and (a OR b)");
                self.error(span, message, None)
            })?;
            parts.push(Part { span, alternatives });
        }
        Ok(Node::new(span, NodeKind::Near { parts, within }))
    }

    /// Returns the words of the `NEAR` or `NEAR/5` that comes next with something behind it, and where it
    /// stands; without anything behind it, it is a word.
    fn near_operator(&mut self) -> Result<Option<(u32, Range<usize>)>, Error> {
        self.skip();
        let run = run(self.rest());
        let Some(words) = near_distance(run) else { return Ok(None) };
        let behind = self.rest()[run.len()..].trim_start_matches(is_space);
        if behind.is_empty() || behind.starts_with(')') {
            return Ok(None);
        }
        let span = self.at..self.at + run.len();
        if (1..=limits::WITHIN).contains(&words) {
            return Ok(Some((words, span)));
        }
        let message = format!("NEAR/ takes the words within which all stand, 1 to {}", limits::WITHIN);
        Err(self.error(span.clone(), message, Some((span, format!("NEAR/{NEAR_WITHIN}")))))
    }

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

/// The words within which `NEAR` or `NEAR/5` has its neighbours; `None` of what is a word.
pub(super) fn near_distance(run: &str) -> Option<u32> {
    let rest = run.strip_prefix("NEAR")?;
    if rest.is_empty() {
        return Some(NEAR_WITHIN);
    }
    let digits = rest.strip_prefix('/').filter(|digits| is_digits(digits))?;
    // A number too long to be read is one too great.
    Some(digits.parse().unwrap_or(u32::MAX))
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
