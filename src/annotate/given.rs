//! Entities of mentions that somebody else found: what canonical names are measured with.
//!
//! Mentions come in, entities go out; the tagger is not asked, so that its faults do not count.

use super::span::{Reading, Span};
use super::{Annotator, bounded, declared, gather, token};
use crate::article::{AnnotatedArticle, Article, Field, Kind, Mention};

impl Annotator {
    /// Returns the article with the entities that these mentions make, in the order of [`annotate`].
    ///
    /// A mention whose ends are not those of words is left out, and so is one that overlaps another before it.
    /// Linear in the text, and in the mentions but for their sorting.
    ///
    /// [`annotate`]: Annotator::annotate
    pub fn annotate_given(&self, article: Article, named: &[(Kind, Mention)]) -> AnnotatedArticle {
        let (mut fold, mut tokens) = (String::new(), Vec::new());
        let lexicon = self.model.sections().lexicon;
        let (title, body) = (bounded(&article.title), bounded(&article.body));
        token::tokenize(title, &mut fold, &mut tokens);
        let title_tokens = tokens.len();
        token::tokenize(body, &mut fold, &mut tokens);
        for token in tokens.iter_mut().filter(|token| token.phrase.parts > 0) {
            token.bits = lexicon.flags_of(token);
        }
        let reading = Reading { title, body, tokens: &tokens, title_tokens };
        let mut spans: Vec<Span> = named.iter().filter_map(|named| span(reading, *named)).collect();
        spans.sort_unstable_by_key(|span| (span.first, span.last));
        let mut end = 0;
        spans.retain(|span| {
            let follows = span.first >= end;
            end = end.max(span.last);
            follows
        });
        let entities =
            gather::gather(&lexicon, reading, &spans, &declared::names(&article.declared_entities));
        AnnotatedArticle { article, entities }
    }
}

/// The tokens of a mention, if it begins and ends where they do.
fn span(reading: Reading<'_>, (kind, mention): (Kind, Mention)) -> Option<Span> {
    let (from, to) = match mention.field {
        Field::Title => (0, reading.title_tokens),
        Field::Body => (reading.title_tokens, reading.tokens.len()),
    };
    let tokens = &reading.tokens[from..to];
    let first = tokens.binary_search_by_key(&mention.start, |token| token.start).ok()?;
    let last = tokens.binary_search_by_key(&mention.end, |token| token.end()).ok()?;
    (first <= last).then_some(Span { first: from + first, last: from + last + 1, kind, sure: true })
}
