//! From the tree of a query to the engine's queries.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::query::{BooleanQuery, BoostQuery, EmptyQuery, Occur, Query as EngineQuery};

use super::Error;
use super::arrangement::Arrangement;
use super::column_query::{ColumnQuery, Condition};
use super::expand::{self, Asked, Forms};
use super::filters::{self, NameMatch};
use super::group_query::{GroupQuery, TextFields, documents_with};
use super::naming;
use super::pattern::Pattern;
use super::place_query::{PlaceQuery, Reached};
use super::score::Scale;
use super::wide::{Wide, WideQuery};
use crate::analysis::{forms_of, is_stop_word};
use crate::index::{FacetField, Snapshot};
use crate::query::{Atom, FieldName, How, Node, NodeKind, Note, Part};
use crate::vocabulary::Reach;

type Boxed = Box<dyn EngineQuery>;

/// Runs, one of which is to stand in a text, and what they weigh.
#[derive(Clone, Default)]
struct Weighed {
    runs: Vec<Vec<Reached>>,
    idf: f32,
}

/// Compiles trees against one snapshot.
pub(super) struct Compiler<'a> {
    snapshot: &'a Snapshot,
    scale: Scale,
    /// Whether hits are to be explained.
    explains: bool,
    /// Wide words of the query, each gathered once: by name, where, and with what.
    wide: HashMap<(String, TextFields, bool), Arc<Wide>>,
    /// What was left out of the query.
    pub(super) notes: Vec<Note>,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, scale: Scale) -> Self {
        Compiler { snapshot, scale, explains: false, wide: HashMap::new(), notes: Vec::new() }
    }

    /// The same, for hits that are to be explained or not.
    pub(super) fn explaining(self, explains: bool) -> Self {
        Compiler { explains, ..self }
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
                let asked = self.weighed(expand::atom(self.snapshot, atom)?, fields, false)?;
                self.places(vec![asked], Arrangement::InOrder { slop: 0 }, fields)
            }
            NodeKind::Fuzzy { text, distance } => {
                let asked = self.weighed(expand::fuzzy(self.snapshot, text, *distance)?, fields, false)?;
                self.places(vec![asked], Arrangement::InOrder { slop: 0 }, fields)
            }
            NodeKind::Approximate { text, slop } => {
                let mut parts = Vec::new();
                for asked in expand::each_word(self.snapshot, text, Reach::Stem) {
                    parts.push(self.weighed(asked, fields, true)?);
                }
                self.places(parts, Arrangement::InOrder { slop: *slop }, fields)
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
        let mut clauses = self.clauses(children, Occur::Must, fields)?;
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, filters::everything()));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn any(&mut self, children: &[Node], fields: TextFields) -> Result<Boxed, Error> {
        Ok(Box::new(BooleanQuery::new(self.clauses(children, Occur::Should, fields)?)))
    }

    /// A clause for each child that counts, and one for each pair of neighbouring words.
    ///
    /// A pair adds to the score where its words stand in a text as they do in the query: in that order, with
    /// no more words between them than the stop words between them there (the ordered pairs of the sequential
    /// dependence model, Metzler and Croft 2005).
    fn clauses(
        &mut self,
        children: &[Node],
        occur: Occur,
        fields: TextFields,
    ) -> Result<Vec<(Occur, Boxed)>, Error> {
        let mut clauses = Vec::with_capacity(2 * children.len() + 1);
        let leaves_stop_words = self.leaves_stop_words(children);
        let mut before: Option<Weighed> = None;
        let mut between = 0;
        for child in children {
            if leaves_stop_words && is_bare_stop_word(child) {
                between += 1;
                continue;
            }
            let mut word = None;
            match &child.kind {
                NodeKind::Atom(atom @ Atom::Word { .. }) if child.boost == 1.0 => {
                    let asked = self.weighed(expand::atom(self.snapshot, atom)?, fields, false)?;
                    let alone = self.places(vec![asked.clone()], Arrangement::InOrder { slop: 0 }, fields);
                    clauses.push((occur, alone));
                    word = Some(asked);
                }
                NodeKind::Not(excluded) if child.boost == 1.0 && occur == Occur::Must => {
                    clauses.push((Occur::MustNot, self.node(excluded, fields)?));
                }
                _ => clauses.push((occur, self.node(child, fields)?)),
            }
            let share = self.scale.ranking.nearness;
            if let (Some(before), Some(word)) = (before, &word)
                && share > 0.0
            {
                let mut pair = [before, word.clone()];
                pair.iter_mut().for_each(|word| word.idf *= share / 2.0);
                clauses.push((
                    Occur::Should,
                    self.places(pair.into(), Arrangement::InOrder { slop: between }, fields),
                ));
            }
            before = word;
            between = 0;
        }
        Ok(clauses)
    }

    /// Whether bare stop words are left out: one is neither required nor scored, unless all are.
    fn leaves_stop_words(&mut self, children: &[Node]) -> bool {
        let left: Vec<&Node> = children.iter().filter(|child| is_bare_stop_word(child)).collect();
        let counts = |child: &Node| !is_bare_stop_word(child) && !matches!(child.kind, NodeKind::Not(_));
        if left.is_empty() || !children.iter().any(counts) {
            return false;
        }
        for child in left {
            if let NodeKind::Atom(Atom::Word { text, .. }) = &child.kind {
                self.notes.push(Note {
                    span: child.span.clone(),
                    message: format!(
                        "\"{text}\" is too common to count; to require it write +{text} or a phrase in quotation marks"
                    ),
                });
            }
        }
        true
    }

    fn near(&mut self, parts: &[Part], within: u32, fields: TextFields) -> Result<Boxed, Error> {
        let mut filled = Vec::with_capacity(parts.len());
        for part in parts {
            let mut alternatives = Weighed::default();
            for atom in &part.alternatives {
                let asked = self.weighed(expand::atom(self.snapshot, atom)?, fields, true)?;
                alternatives.runs.extend(asked.runs);
                alternatives.idf = alternatives.idf.max(asked.idf);
            }
            filled.push(alternatives);
        }
        Ok(self.places(filled, Arrangement::Within { words: within }, fields))
    }

    /// The query of parts as arranged; a single word is scored as one term.
    fn places(&self, parts: Vec<Weighed>, arrangement: Arrangement, fields: TextFields) -> Boxed {
        let idf = parts.iter().map(|part| part.idf).sum();
        let parts: Vec<Vec<Vec<Reached>>> = parts.into_iter().map(|part| part.runs).collect();
        let scale = self.scale;
        if let [alternatives] = &parts[..]
            && let [run] = &alternatives[..]
            && let [word] = &run[..]
        {
            return match word {
                Reached::Group(group) => {
                    Box::new(GroupQuery { group: Arc::clone(group), fields, scale, idf })
                }
                Reached::Wide(wide) => Box::new(WideQuery { wide: Arc::clone(wide), fields, scale, idf }),
            };
        }
        if parts.is_empty() || parts.iter().any(Vec::is_empty) {
            return Box::new(EmptyQuery);
        }
        Box::new(PlaceQuery { parts, arrangement, fields, scale, idf })
    }

    /// Weighs what is asked for by its rarity; counts documents, which costs as much as a search. `placed` where
    /// the words stand among others.
    fn weighed(&mut self, asked: Asked, fields: TextFields, placed: bool) -> Result<Weighed, Error> {
        let placed = placed || asked.runs.iter().any(|run| run.len() > 1);
        let mut idf = 0.0;
        for forms in &asked.weighed {
            let documents = match forms {
                Forms::Group(group) => documents_with(group, fields, self.snapshot.searcher())?,
                Forms::Pattern(pattern) => self.gathered(pattern, fields, placed)?.documents(),
            };
            idf += self.scale.statistics.idf(documents);
        }
        let mut runs = Vec::with_capacity(asked.runs.len());
        for run in asked.runs {
            let mut reached = Vec::with_capacity(run.len());
            for forms in run {
                reached.push(match forms {
                    Forms::Group(group) => Reached::Group(group),
                    Forms::Pattern(pattern) => Reached::Wide(self.gathered(&pattern, fields, placed)?),
                });
            }
            runs.push(reached);
        }
        Ok(Weighed { runs, idf })
    }

    /// A pattern's forms, gathered once a query.
    fn gathered(&mut self, pattern: &Pattern, fields: TextFields, placed: bool) -> Result<Arc<Wide>, Error> {
        let key = (pattern.name().to_owned(), fields, placed);
        if let Some(wide) = self.wide.get(&key) {
            return Ok(Arc::clone(wide));
        }
        let keep = placed || self.explains;
        let wide = Arc::new(Wide::gather(pattern, fields, self.snapshot, self.scale, keep)?);
        self.wide.insert(key, Arc::clone(&wide));
        Ok(wide)
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
        self.whole(node, &move |compiler, text, how| {
            compiler.note_name(facet, text, how)?;
            Ok(filters::named(compiler.snapshot, facet, text, how)?)
        })
    }

    /// Tells what a name means, where that could surprise.
    fn note_name(&mut self, facet: FacetField, name: &str, how: NameMatch) -> Result<(), Error> {
        if how == NameMatch::Loose {
            let asked = naming::asked(self.snapshot, facet, name, how)?;
            let note = naming::note(self.snapshot, facet, name, &asked)?;
            self.notes.extend(note.map(|message| Note { span: 0..0, message }));
        }
        Ok(())
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

/// Whether a word counts only where all are such.
pub(super) fn is_bare_stop_word(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Atom(Atom::Word { text, how: How::Inflected }) => {
            let forms = forms_of(text);
            !forms.is_empty() && forms.iter().all(|form| is_stop_word(form))
        }
        _ => false,
    }
}
