//! The engine's tokenizer: splits encoded forms, which the parallel stage made.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::analysis::{FORM_END, SAME_PLACE};

/// Hands the engine one token a form; its position is the number of parts before it, so that a whole stands
/// where its first part does.
#[derive(Clone, Default)]
pub(super) struct FormsTokenizer {
    token: Token,
}

/// The forms of one field.
pub(super) struct FormsStream<'a> {
    rest: &'a str,
    parts: usize,
    token: &'a mut Token,
}

impl Tokenizer for FormsTokenizer {
    type TokenStream<'a> = FormsStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FormsStream<'a> {
        self.token.reset();
        FormsStream { rest: text, parts: 0, token: &mut self.token }
    }
}

impl TokenStream for FormsStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(end) = memchr::memchr(FORM_END as u8, self.rest.as_bytes()) else {
            return false;
        };
        let form = &self.rest[..end];
        self.token.position = self.parts;
        let part = match form.strip_prefix(SAME_PLACE) {
            Some(whole) => whole,
            None => {
                self.parts += 1;
                form
            }
        };
        self.token.text.clear();
        self.token.text.push_str(part);
        self.rest = &self.rest[end + 1..];
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
