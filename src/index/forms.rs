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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Encoded;

    #[test]
    fn a_whole_stands_where_its_first_part_does() {
        let encoded = Encoded::of("le porte-parole a dit « 19h30 »", &mut String::new());
        let mut tokenizer = FormsTokenizer::default();
        let mut seen = Vec::new();
        tokenizer
            .token_stream(&encoded.forms)
            .process(&mut |token| seen.push(format!("{}@{}", token.text, token.position)));
        assert_eq!(seen.join(" "), "le@0 porte-parole@1 porte@1 parole@2 a@3 dit@4 19h30@5 19@5 h@6 30@7");
    }
}
