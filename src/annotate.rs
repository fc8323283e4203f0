//! Entities: who, which organisation and what place an article names.
//!
//! An [`Article`] comes in, an [`AnnotatedArticle`] goes out; annotating cannot fail. The path is
//!
//! ```text
//! token     text → words with hash and shape
//! lexicon   words → what they are known to be   (`flag` names it, `data/` holds it)
//! rules     words → spans with a kind           (the tagger; a trained one would replace this room alone)
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
mod name;
mod people;
mod phrase;
mod rules;
mod settle;
mod span;
mod token;

use std::sync::{Mutex, PoisonError};

use crate::article::{AnnotatedArticle, Article};
use lexicon::Lexicon;
use span::{Reading, Span};
use token::Token;

/// Changes whenever the same article could yield other entities: part of an index's fingerprint.
pub const VERSION: u32 = 1;

/// Text beyond this many bytes of a field names nothing: no article is that long, and memory stays bounded.
const MAX_FIELD_BYTES: usize = 8 << 20;

/// A scratch whose token table outgrew this is not kept.
const MAX_KEPT_TOKENS: usize = 1 << 18;

/// Finds the entities of articles. One is enough for all threads.
pub struct Annotator {
    lexicon: Lexicon,
    /// Working memory between articles, one a thread at most.
    idle: Mutex<Vec<Scratch>>,
}

/// The working memory of one article.
#[derive(Default)]
struct Scratch {
    /// One letter folded.
    fold: String,
    tokens: Vec<Token>,
    spans: Vec<Span>,
    surfaces: settle::Surfaces,
}

impl Default for Annotator {
    fn default() -> Self {
        Annotator::new()
    }
}

impl Annotator {
    /// Reads the compiled-in lexicon: 2 MiB of memory and some milliseconds.
    pub fn new() -> Self {
        Annotator { lexicon: Lexicon::new(), idle: Mutex::default() }
    }

    /// Returns the article with its entities, in order of kind, then key, one each; their mentions are byte
    /// ranges on character borders, in order, none overlapping another.
    ///
    /// Linear in the text. The entities that the source declares are among them, without mentions where the
    /// text does not have them.
    pub fn annotate(&self, article: Article) -> AnnotatedArticle {
        let mut scratch = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let Scratch { fold, tokens, spans, surfaces } = &mut scratch;
        tokens.clear();
        spans.clear();
        let (title, body) = (bounded(&article.title), bounded(&article.body));
        token::tokenize(title, fold, tokens);
        let title_tokens = tokens.len();
        token::tokenize(body, fold, tokens);
        for token in tokens.iter_mut().filter(|token| token.phrase.parts > 0) {
            token.bits = self.lexicon.flags_of(token);
        }
        let reading = Reading { title, body, tokens, title_tokens };
        rules::tag(&self.lexicon, reading, spans);
        surfaces.settle(reading, spans);
        declared::find(reading, &article.declared_entities, fold, spans);
        let entities = gather::gather(&self.lexicon, reading, spans, &article.declared_entities);
        if scratch.tokens.capacity() <= MAX_KEPT_TOKENS {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
        }
        AnnotatedArticle { article, entities }
    }
}

/// The beginning of a text that is looked at.
fn bounded(text: &str) -> &str {
    let mut end = text.len().min(MAX_FIELD_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
