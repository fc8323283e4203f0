//! Entities: who, which organisation and what place an article names.
//!
//! An [`Article`] comes in, an [`AnnotatedArticle`] goes out; annotating cannot fail. The path is
//!
//! ```text
//! token     text → words with hash and shape
//! lexicon   words → what they are known to be   (`flag` names it, `data/` holds it)
//! tagger    words → spans with a kind           (trained; `model` holds its weights, `train` makes them)
//! settle    spans ↔ spans of the same article   (one kind a surface, surnames, names found again)
//! declared  names that the source gives itself
//! gather    spans → entities                    (`name`: keys; `people`: short names with their full ones;
//!                                                `ministry`, `agency`: who stands for what)
//! ```
//!
//! Only the article itself is read: no other article, no network, no clock. That `Macron` alone is Emmanuel
//! Macron in a whole corpus is for the corpus's alias table to say. Text in other languages than French is read
//! by the same rules, and yields less.

mod agency;
mod declared;
mod flag;
mod gather;
mod given;
mod lexicon;
mod ministry;
mod model;
mod name;
mod people;
mod phrase;
mod settle;
mod span;
mod table;
mod tagger;
mod token;
pub mod train;

use std::sync::{Mutex, PoisonError};

use crate::article::{AnnotatedArticle, Article, Entity, Field, Kind};
use flag::NEVER;
use model::Model;
use span::{Reading, Span};
use tagger::Tagger;
use token::Token;

pub use model::ModelError;

/// Changes whenever the same article could yield other entities: part of an index's fingerprint.
pub const VERSION: u32 = 4;

/// A field is read in pieces of at most so many bytes: no article is that long, and memory stays bounded.
const MAX_PIECE_BYTES: usize = 8 << 20;
/// A piece ends at a line or word that ends at most so many bytes before.
const NEAR_BYTES: usize = 64 << 10;

/// A scratch whose token table outgrew this is not kept.
const MAX_KEPT_TOKENS: usize = 1 << 18;

/// Finds the entities of articles. One is enough for all threads.
pub struct Annotator {
    model: Model,
    /// Working memory between articles, one a thread at most.
    idle: Mutex<Vec<Scratch>>,
}

/// The working memory of one article.
#[derive(Default)]
struct Scratch {
    /// One letter folded.
    fold: String,
    tokens: Vec<Token>,
    tagger: Tagger,
    /// Runs of tokens that name a thing of none of the kinds.
    things: Vec<(usize, usize)>,
    spans: Vec<Span>,
    surfaces: settle::Surfaces,
}

impl Default for Annotator {
    fn default() -> Self {
        Annotator::new()
    }
}

impl Annotator {
    /// Takes the compiled-in model, which is read where it lies: no memory, no time.
    pub fn new() -> Self {
        Annotator { model: Model::compiled(), idle: Mutex::default() }
    }

    /// Takes a model that [`train`](train::train) made.
    ///
    /// # Errors
    ///
    /// If the bytes are no model, or one of another version.
    pub fn with_model(bytes: Vec<u8>) -> Result<Self, ModelError> {
        Ok(Annotator { model: Model::new(bytes)?, idle: Mutex::default() })
    }

    /// Returns the article with its entities, in order of kind, then key, one each; their mentions are byte
    /// ranges on character borders, in order, none overlapping another.
    ///
    /// Linear in the text. The entities that the source declares are among them, without mentions where the
    /// text does not have them.
    pub fn annotate(&self, article: Article) -> AnnotatedArticle {
        let declared = declared::names(&article.declared_entities);
        let entities = self.entities(&article.title, &article.body, &declared);
        AnnotatedArticle { article, entities }
    }

    /// Returns the entities of a text without a title, as [`annotate`](Self::annotate) does.
    pub fn annotate_text(&self, text: &str) -> Vec<Entity> {
        self.entities("", text, &[])
    }

    /// A field that is too long to be read at once is read in pieces, each for itself.
    fn entities(&self, title: &str, body: &str, declared: &[(Kind, String)]) -> Vec<Entity> {
        let (title, rest) = title.split_at(bounded(title).len());
        let (piece, mut after) = body.split_at(bounded(body).len());
        let mut entities = self.piece(title, piece, declared);
        if rest.is_empty() && after.is_empty() {
            return entities;
        }
        let shift = |found: Vec<Entity>, from: Field, to: Field, by: usize| {
            found.into_iter().map(move |mut entity| {
                entity.mentions.retain(|mention| mention.field == from);
                for mention in &mut entity.mentions {
                    mention.field = to;
                    mention.start = mention.start.saturating_add(by as u32);
                    mention.end = mention.end.saturating_add(by as u32);
                }
                entity
            })
        };
        let mut more: Vec<Entity> = Vec::new();
        let mut at = title.len();
        let mut rest = rest;
        while !rest.is_empty() {
            let (piece, next) = rest.split_at(bounded(rest).len());
            more.extend(shift(self.piece("", piece, &[]), Field::Body, Field::Title, at));
            at += piece.len();
            rest = next;
        }
        at = piece.len();
        while !after.is_empty() {
            let (piece, next) = after.split_at(bounded(after).len());
            more.extend(shift(self.piece("", piece, &[]), Field::Body, Field::Body, at));
            at += piece.len();
            after = next;
        }
        entities.extend(more);
        gather::joined(entities)
    }

    fn piece(&self, title: &str, body: &str, declared: &[(Kind, String)]) -> Vec<Entity> {
        let mut scratch = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let Scratch { fold, tokens, tagger, things, spans, surfaces } = &mut scratch;
        let sections = self.model.sections();
        let lexicon = sections.lexicon;
        tokens.clear();
        spans.clear();
        things.clear();
        token::tokenize(title, fold, tokens);
        let title_tokens = tokens.len();
        token::tokenize(body, fold, tokens);
        for token in tokens.iter_mut().filter(|token| token.phrase.parts > 0) {
            token.bits = lexicon.flags_of(token);
        }
        tagger.tag(&sections, Reading { title, body, tokens, title_tokens }, spans, things);
        for (first, last) in things.iter() {
            // Nothing is found again in them.
            tokens[*first..*last].iter_mut().for_each(|token| token.bits |= NEVER);
        }
        let reading = Reading { title, body, tokens, title_tokens };
        surfaces.settle(reading, spans);
        declared::find(reading, declared, fold, spans);
        let entities = gather::gather(&lexicon, reading, spans, declared);
        if scratch.tokens.capacity() <= MAX_KEPT_TOKENS {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
        }
        entities
    }
}

/// The first piece of a text: all of it, or as far as the limit, to the end of a line or word where one is near.
fn bounded(text: &str) -> &str {
    if text.len() <= MAX_PIECE_BYTES {
        return text;
    }
    let mut end = MAX_PIECE_BYTES;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut near = end.saturating_sub(NEAR_BYTES);
    while !text.is_char_boundary(near) {
        near -= 1;
    }
    let tail = &text[near..end];
    &text[..tail.rfind('\n').or_else(|| tail.rfind(' ')).map_or(end, |at| near + at + 1)]
}
