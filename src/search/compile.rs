//! From the tree of a query to the engine's queries.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::query::{BooleanQuery, BoostQuery, EmptyQuery, Occur, Query as EngineQuery};

use super::Error;
use super::arrangement::Arrangement;
use super::column_query::{ColumnQuery, Condition};
use super::expand::{self, Asked, Forms};
use super::filters::{self, NameMatch};
use super::floor::Floor;
use super::group_query::{Counted, GroupQuery, TextFields};
use super::pattern::Pattern;
use super::place_query::{PlaceQuery, Reached};
use super::preferring::PreferringQuery;
use super::score::Scale;
use super::wide::{Wide, WideQuery};
use crate::analysis::{forms_of, is_stop_word};
use crate::index::{FacetField, Snapshot};
use crate::query::{Atom, FieldName, How, Node, NodeKind, Note, Part};
use crate::vocabulary::{Group, Reach};

type Boxed = Box<dyn EngineQuery>;
/// Clauses, and the pairs of words that are preferred to stand together.
type Clauses = (Vec<(Occur, Boxed)>, Vec<PlaceQuery>);

/// Runs, one of which is to stand in a text, and what they weigh.
#[derive(Clone, Default)]
struct Weighed {
    runs: Vec<Vec<Reached>>,
    idf: f32,
}

/// Postings of a query that are kept between counting and searching; 12 bytes each.
const KEPT: usize = 4 << 20;

/// Compiles trees against one snapshot.
pub(super) struct Compiler<'a> {
    snapshot: &'a Snapshot,
    scale: Scale,
    /// The groups that were counted, in these fields.
    counted: Vec<(Arc<Group>, TextFields, Arc<Counted>)>,
    /// Wide words of the query, each gathered once: by name, where, and with what.
    wide: HashMap<(String, TextFields, bool), Arc<Wide>>,
    /// Whether hits are to be explained.
    explains: bool,
    /// Postings that may yet be kept of those.
    room: usize,
    /// Raised by the pass that takes the query's score as it is.
    pub(super) floor: Arc<Floor>,
    /// Whether the next node is the whole query, of which the score is no part of another one.
    at_root: bool,
    /// What was left out of the query.
    pub(super) notes: Vec<Note>,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, scale: Scale) -> Self {
        Compiler {
            snapshot,
            scale,
            counted: Vec::new(),
            wide: HashMap::new(),
            explains: false,
            room: KEPT,
            floor: Arc::default(),
            at_root: false,
            notes: Vec::new(),
        }
    }

    /// The same, for hits that are to be explained or not.
    pub(super) fn explaining(self, explains: bool) -> Self {
        Compiler { explains, ..self }
    }

    /// The engine's query of a whole tree.
    pub(super) fn compile(&mut self, root: &Node) -> Result<Boxed, Error> {
        let fields = self.snapshot.fields();
        self.at_root = true;
        self.node(root, TextFields { title: Some(fields.title), body: Some(fields.body) })
    }

    /// Recurses as deep as the tree, which the parser bounds.
    fn node(&mut self, node: &Node, fields: TextFields) -> Result<Boxed, Error> {
        let is_root = std::mem::take(&mut self.at_root) && node.boost == 1.0;
        let floor = is_root.then(|| Arc::clone(&self.floor));
        let query = match &node.kind {
            NodeKind::All(children) => self.all(children, fields, floor)?,
            NodeKind::Any(children) => self.any(children, fields, floor)?,
            NodeKind::Not(child) => {
                let excluded = self.node(child, fields)?;
                Box::new(BooleanQuery::new(vec![
                    (Occur::Must, filters::everything()),
                    (Occur::MustNot, excluded),
                ]))
            }
            NodeKind::Atom(atom) => {
                let asked = self.weighed(expand::atom(self.snapshot, atom)?, fields, false)?;
                self.one(asked, fields, floor)
            }
            NodeKind::Fuzzy { text, distance } => {
                let asked = self.weighed(expand::fuzzy(self.snapshot, text, *distance)?, fields, false)?;
                self.one(asked, fields, floor)
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

    fn all(
        &mut self,
        children: &[Node],
        fields: TextFields,
        floor: Option<Arc<Floor>>,
    ) -> Result<Boxed, Error> {
        let (mut clauses, pairs) = self.clauses(children, Occur::Must, fields)?;
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, filters::everything()));
        }
        Ok(preferring(BooleanQuery::new(clauses), pairs, floor))
    }

    fn any(
        &mut self,
        children: &[Node],
        fields: TextFields,
        floor: Option<Arc<Floor>>,
    ) -> Result<Boxed, Error> {
        let (clauses, pairs) = self.clauses(children, Occur::Should, fields)?;
        Ok(preferring(BooleanQuery::new(clauses), pairs, floor))
    }

    /// A clause for each child that counts, and the pairs of neighbouring words.
    ///
    /// A pair adds to the score where its words stand in a text as they do in the query: in that order, with
    /// no more words between them than the stop words between them there (the ordered pairs of the sequential
    /// dependence model, Metzler and Croft 2005).
    fn clauses(&mut self, children: &[Node], occur: Occur, fields: TextFields) -> Result<Clauses, Error> {
        let mut clauses = Vec::with_capacity(children.len() + 1);
        let mut pairs = Vec::new();
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
                    clauses.push((occur, self.one(asked.clone(), fields, None)));
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
                pairs.extend(self.place_query(pair.into(), Arrangement::InOrder { slop: between }, fields));
            }
            before = word;
            between = 0;
        }
        Ok((clauses, pairs))
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

    /// The query of one word or phrase; a single word is scored as one term.
    fn one(&self, asked: Weighed, fields: TextFields, floor: Option<Arc<Floor>>) -> Boxed {
        if let [run] = &asked.runs[..]
            && let [word] = &run[..]
        {
            let (scale, idf) = (self.scale.clone(), asked.idf);
            return match word {
                Reached::Group(group) => {
                    let (group, counted) = (Arc::clone(group), self.known(group, fields));
                    Box::new(GroupQuery { group, counted, floor, fields, scale, idf })
                }
                Reached::Wide(wide) => {
                    Box::new(WideQuery { wide: Arc::clone(wide), floor, fields, scale, idf })
                }
            };
        }
        self.places(vec![asked], Arrangement::InOrder { slop: 0 }, fields)
    }

    /// The query of parts as arranged.
    fn places(&self, mut parts: Vec<Weighed>, arrangement: Arrangement, fields: TextFields) -> Boxed {
        if parts.len() == 1 && matches!(&parts[0].runs[..], [run] if run.len() == 1) {
            return self.one(parts.remove(0), fields, None);
        }
        match self.place_query(parts, arrangement, fields) {
            Some(query) => Box::new(query),
            None => Box::new(EmptyQuery),
        }
    }

    /// The same; `None` where a part holds no word.
    fn place_query(
        &self,
        parts: Vec<Weighed>,
        arrangement: Arrangement,
        fields: TextFields,
    ) -> Option<PlaceQuery> {
        let idf = parts.iter().map(|part| part.idf).sum();
        let parts: Vec<Vec<Vec<Reached>>> = parts.into_iter().map(|part| part.runs).collect();
        if parts.is_empty() || parts.iter().any(Vec::is_empty) {
            return None;
        }
        let groups = parts.iter().flatten().flatten().filter_map(Reached::group);
        let known =
            groups.filter_map(|group| Some((Arc::clone(group), self.known(group, fields)?))).collect();
        Some(PlaceQuery { parts, arrangement, fields, scale: self.scale.clone(), known, idf })
    }

    /// Weighs what is asked for by its rarity; counts documents, which costs as much as a search. `placed` where
    /// the words stand among others.
    fn weighed(&mut self, asked: Asked, fields: TextFields, placed: bool) -> Result<Weighed, Error> {
        let placed = placed || asked.runs.iter().any(|run| run.len() > 1);
        let mut idf = 0.0;
        // A stop word of a phrase is in nearly every article: it would add next to nothing, and to count it costs most.
        let says_much = |forms: &Forms| match forms {
            Forms::Group(group) => !is_stop_word(group.name()),
            Forms::Pattern(_) => true,
        };
        let some_do = asked.weighed.iter().any(says_much);
        for forms in asked.weighed.iter().filter(|forms| !some_do || says_much(forms)) {
            let documents = match forms {
                Forms::Group(group) => self.counted(group, fields)?.living,
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
        let wide = Arc::new(Wide::gather(pattern, fields, self.snapshot, self.scale.ranking, keep)?);
        self.wide.insert(key, Arc::clone(&wide));
        Ok(wide)
    }

    /// What is known of a group that was counted.
    fn known(&self, group: &Arc<Group>, fields: TextFields) -> Option<Arc<Counted>> {
        let mut all = self.counted.iter();
        let known = all.find(|(other, of, _)| Arc::ptr_eq(other, group) && *of == fields)?;
        Some(Arc::clone(&known.2))
    }

    /// Counts the documents of a group, once.
    fn counted(&mut self, group: &Arc<Group>, fields: TextFields) -> Result<Arc<Counted>, Error> {
        if let Some(known) = self.known(group, fields) {
            return Ok(known);
        }
        let (searcher, ranking) = (self.snapshot.searcher(), &self.scale.ranking);
        let counted = Arc::new(Counted::of(group, fields, searcher, ranking, &mut self.room)?);
        self.counted.push((Arc::clone(group), fields, Arc::clone(&counted)));
        Ok(counted)
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
                return self
                    .whole(node, &|_, text, how| Ok(filters::addressed(text, how != NameMatch::Prefix)));
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
            Ok(filters::named(compiler.snapshot, facet, text, how, &mut compiler.notes)?)
        })
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

/// A query that prefers documents in which pairs of its words stand together.
fn preferring(required: BooleanQuery, pairs: Vec<PlaceQuery>, floor: Option<Arc<Floor>>) -> Boxed {
    if pairs.is_empty() {
        return Box::new(required);
    }
    Box::new(PreferringQuery { required: Box::new(required), pairs, floor })
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
