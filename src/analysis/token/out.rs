//! Where the readers of numbers, compounds and addresses put their tokens.

use std::ops::Range;

use super::chars::lower_into;
use super::{MAX_FORM_BYTES, Rule, Token};

/// The visitor of tokens, with scratch space for their forms.
pub(super) struct Out<'o> {
    pub(super) buffer: &'o mut String,
    pub(super) visit: &'o mut dyn FnMut(Token<'_>),
}

impl Out<'_> {
    /// Tells the form that stands in the buffer, unless it is empty or too long.
    ///
    /// `parts` is zero for a part, else the number of parts that follow.
    pub(super) fn tell(&mut self, range: &Range<usize>, rule: Rule, parts: u16) {
        if !self.buffer.is_empty() && self.buffer.len() <= MAX_FORM_BYTES {
            (self.visit)(Token { form: self.buffer, start: range.start, end: range.end, rule, parts });
        }
    }

    /// Tells a word of the text.
    pub(super) fn word(&mut self, text: &str, range: &Range<usize>, rule: Rule) {
        lower_into(&text[range.clone()], self.buffer);
        self.tell(range, rule, 0);
    }

    /// Tells a form that is not as the text has it.
    pub(super) fn form(&mut self, form: &str, range: &Range<usize>, rule: Rule, parts: u16) {
        (self.visit)(Token { form, start: range.start, end: range.end, rule, parts });
    }
}
