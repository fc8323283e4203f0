//! From the tree of a query to the engine's queries.

use std::sync::Arc;

use tantivy::query::{BooleanQuery, BoostQuery, EmptyQuery, Occur, Query as EngineQuery};

use super::Error;
use super::arrangement::Arrangement;
use super::column_query::{ColumnQuery, Condition};
use super::expand::{self, Run};
use super::filters::{self, NameMatch};
use super::group_query::{GroupQuery, TextFields, documents_with};
use super::place_query::PlaceQuery;
use super::score::Scale;
use crate::analysis::{forms_of, is_stop_word};
use crate::index::{FacetField, Snapshot};
use crate::query::{Atom, FieldName, How, Node, NodeKind, Note, Part};
use crate::vocabulary::{Group, Reach};

type Boxed = Box<dyn EngineQuery>;

/// Compiles trees against one snapshot.
pub(super) struct Compiler<'a> {
    snapshot: &'a Snapshot,
    scale: Scale,
    /// What was left out of the query.
    pub(super) notes: Vec<Note>,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, scale: Scale) -> Self {
        Compiler { snapshot, scale, notes: Vec::new() }
    }

    /// The engine's query of a whole tree.
    pub(super) fn compile(&mut self, root: &Node) -> Result<Boxed, Error> {
        let fields = self.snapshot.fields();
        self.node(root, TextFields { title: Some(fields.title), body: Some(fields.body) })
    }

    /// Recurses as deep as the tree, which the parser bounds.
    fn node(&mut self, node: &Node, fields: TextFields) -> Result<Boxed, Error> {
        let query = match &node.kind {
            NodeKind::All(children) => self.all(children, fields)?,
            NodeKind::Any(children) => self.any(children, fields)?,
            NodeKind::Not(child) => {
                let excluded = self.node(child, fields)?;
                Box::new(BooleanQuery::new(vec![
                    (Occur::Must, filters::everything()),
                    (Occur::MustNot, excluded),
                ]))
            }
            NodeKind::Atom(atom) => {
                let run = expand::atom(self.snapshot, atom)?;
                self.places(vec![vec![run]], Arrangement::InOrder { slop: 0 }, fields)?
            }
            NodeKind::Fuzzy { text, distance } => {
                self.group(expand::fuzzy(self.snapshot, text, *distance)?, fields)?
            }
            NodeKind::Approximate { text, slop } => {
                let run = expand::words(self.snapshot, text, Reach::Stem);
                let parts = run.into_iter().map(|group| vec![vec![group]]).collect();
                self.places(parts, Arrangement::InOrder { slop: *slop }, fields)?
            }
            NodeKind::Near { parts, within } => self.near(parts, *within, fields)?,
            NodeKind::Field { field, node } => self.field(*field, node, fields)?,
            NodeKind::Date(range) => filters::dated(range),
            NodeKind::Everything => filters::everything(),
        };
        if node.boost == 1.0 {
            return Ok(query);
        }
        Ok(Box::new(BoostQuery::new(query, node.boost)))
    }

    fn all(&mut self, children: &[Node], fields: TextFields) -> Result<Boxed, Error> {
        let mut clauses = Vec::with_capacity(children.len() + 1);
        for child in self.without_stop_words(children) {
            match &child.kind {
                NodeKind::Not(excluded) if child.boost == 1.0 => {
                    clauses.push((Occur::MustNot, self.node(excluded, fields)?));
                }
                _ => clauses.push((Occur::Must, self.node(child, fields)?)),
            }
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, filters::everything()));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn any(&mut self, children: &[Node], fields: TextFields) -> Result<Boxed, Error> {
        let mut clauses = Vec::with_capacity(children.len());
        for child in self.without_stop_words(children) {
            clauses.push((Occur::Should, self.node(child, fields)?));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// The children that count: a bare stop word is neither required nor scored, unless all are.
    fn without_stop_words<'n>(&mut self, children: &'n [Node]) -> Vec<&'n Node> {
        let kept: Vec<&Node> = children.iter().filter(|child| !is_bare_stop_word(child)).collect();
        let only_exclusions = kept.iter().all(|child| matches!(child.kind, NodeKind::Not(_)));
        if kept.len() == children.len() || only_exclusions {
            return children.iter().collect();
        }
        for child in children.iter().filter(|child| is_bare_stop_word(child)) {
            if let NodeKind::Atom(Atom::Word { text, .. }) = &child.kind {
                self.notes.push(Note {
                    span: child.span.clone(),
                    message: format!(
                        "\"{text}\" is too common to count; to require it write +{text} or a phrase in quotation marks"
                    ),
                });
            }
        }
        kept
    }

    fn near(&mut self, parts: &[Part], within: u32, fields: TextFields) -> Result<Boxed, Error> {
        let mut filled = Vec::with_capacity(parts.len());
        for part in parts {
            let mut runs = Vec::with_capacity(part.alternatives.len());
            for atom in &part.alternatives {
                runs.push(expand::atom(self.snapshot, atom)?);
            }
            filled.push(runs);
        }
        self.places(filled, Arrangement::Within { words: within }, fields)
    }

    /// The query of parts as arranged; a single word is scored as one term.
    fn places(
        &mut self,
        mut parts: Vec<Vec<Run>>,
        arrangement: Arrangement,
        fields: TextFields,
    ) -> Result<Boxed, Error> {
        if let [alternatives] = &parts[..]
            && let [run] = &alternatives[..]
            && let [group] = &run[..]
        {
            return self.group(Arc::clone(group), fields);
        }
        parts.iter_mut().for_each(|runs| runs.retain(|run| !run.is_empty()));
        if parts.is_empty() || parts.iter().any(Vec::is_empty) {
            return Ok(Box::new(EmptyQuery));
        }
        let mut idf = 0.0;
        for part in &parts {
            let mut best = 0.0f32;
            for run in part {
                let mut of_run = 0.0;
                for group in run {
                    let documents = documents_with(group, fields, self.snapshot.searcher())?;
                    of_run += self.scale.statistics.idf(documents);
                }
                best = best.max(of_run);
            }
            idf += best;
        }
        Ok(Box::new(PlaceQuery { parts, arrangement, fields, scale: self.scale, idf }))
    }

    fn group(&mut self, group: Arc<Group>, fields: TextFields) -> Result<Boxed, Error> {
        Ok(Box::new(GroupQuery::new(group, fields, self.scale, self.snapshot.searcher())?))
    }

    fn field(&mut self, field: FieldName, node: &Node, fields: TextFields) -> Result<Boxed, Error> {
        let facet = match field {
            FieldName::Title if node.kind != NodeKind::Everything => {
                return self.node(node, TextFields { body: None, ..fields });
            }
            FieldName::Body if node.kind != NodeKind::Everything => {
                return self.node(node, TextFields { title: None, ..fields });
            }
            FieldName::Title => return Ok(Box::new(ColumnQuery(Condition::Titled))),
            FieldName::Body => return Ok(Box::new(ColumnQuery(Condition::Bodied))),
            FieldName::Url => {
                return self.whole(node, &|compiler, text, how| {
                    Ok(filters::addressed(compiler.snapshot, text, how != NameMatch::Prefix)?)
                });
            }
            FieldName::Id => {
                return self
                    .whole(node, &|compiler, text, _| Ok(filters::identified(compiler.snapshot, text)?));
            }
            FieldName::Date => return Ok(Box::new(EmptyQuery)),
            FieldName::Person => FacetField::Person,
            FieldName::Organization => FacetField::Organization,
            FieldName::Place => FacetField::Place,
            FieldName::Source => FacetField::Source,
            FieldName::Author => FacetField::Author,
            FieldName::Section => FacetField::Section,
            FieldName::Language => FacetField::Language,
        };
        if node.kind == NodeKind::Everything {
            return Ok(filters::any_name(facet));
        }
        self.whole(node, &move |compiler, text, how| Ok(filters::named(compiler.snapshot, facet, text, how)?))
    }

    /// Compiles a tree whose leaves are whole values rather than words of a text.
    fn whole(
        &mut self,
        node: &Node,
        leaf: &dyn Fn(&mut Self, &str, NameMatch) -> Result<Boxed, Error>,
    ) -> Result<Boxed, Error> {
        match &node.kind {
            NodeKind::All(children) => {
                let mut clauses = Vec::with_capacity(children.len());
                for child in children {
                    clauses.push((Occur::Must, self.whole(child, leaf)?));
                }
                Ok(Box::new(BooleanQuery::new(clauses)))
            }
            NodeKind::Any(children) => {
                let mut clauses = Vec::with_capacity(children.len());
                for child in children {
                    clauses.push((Occur::Should, self.whole(child, leaf)?));
                }
                Ok(Box::new(BooleanQuery::new(clauses)))
            }
            NodeKind::Not(child) => {
                let excluded = self.whole(child, leaf)?;
                Ok(Box::new(BooleanQuery::new(vec![
                    (Occur::Must, filters::everything()),
                    (Occur::MustNot, excluded),
                ])))
            }
            NodeKind::Atom(Atom::Word { text, how }) => {
                let how = match how {
                    How::Inflected | How::Required => NameMatch::Loose,
                    How::Exact | How::ToTheLetter => NameMatch::Exact,
                };
                leaf(self, text, how)
            }
            NodeKind::Atom(Atom::Phrase { text, .. }) | NodeKind::Approximate { text, .. } => {
                leaf(self, text, NameMatch::Loose)
            }
            NodeKind::Atom(Atom::Prefix { text }) => leaf(self, text, NameMatch::Prefix),
            NodeKind::Fuzzy { text, .. } => leaf(self, text, NameMatch::Loose),
            NodeKind::Near { parts, .. } => {
                let mut clauses = Vec::new();
                for atom in parts.iter().flat_map(|part| &part.alternatives) {
                    let node = Node::new(node.span.clone(), NodeKind::Atom(atom.clone()));
                    clauses.push((Occur::Must, self.whole(&node, leaf)?));
                }
                Ok(Box::new(BooleanQuery::new(clauses)))
            }
            NodeKind::Everything => Ok(filters::everything()),
            NodeKind::Field { .. } | NodeKind::Date(_) => Ok(Box::new(EmptyQuery)),
        }
    }
}

fn is_bare_stop_word(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Atom(Atom::Word { text, how: How::Inflected }) => {
            let forms = forms_of(text);
            !forms.is_empty() && forms.iter().all(|form| is_stop_word(form))
        }
        _ => false,
    }
}
