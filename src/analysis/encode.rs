//! Forms in the shape that an engine reads: one string, written once in the parallel stage.

use super::{is_stop_word, tokenize};

/// Ends each form in an [`Encoded`] text. No form holds it.
pub const FORM_END: char = '\n';

/// The forms of a text, each ended by [`FORM_END`], and how long the text is for scoring.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Encoded {
    /// `form\nform\n…`; the position of a form is its number.
    pub forms: String,
    /// Number of tokens that are no stop words.
    pub length: u32,
}

impl Encoded {
    /// Returns the forms of a text. `buffer` is scratch space. Linear in the text.
    pub fn of(text: &str, buffer: &mut String) -> Self {
        let mut forms = String::with_capacity(text.len() + text.len() / 8);
        let mut length = 0;
        tokenize(text, buffer, |token| {
            forms.push_str(token.form);
            forms.push(FORM_END);
            length += u32::from(!is_stop_word(token.form));
        });
        Encoded { forms, length }
    }
}

/// Iterates over the forms of an encoded text.
pub fn decode(forms: &str) -> impl Iterator<Item = &str> {
    forms.split_terminator(FORM_END)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_leave_stop_words_out() {
        let encoded = Encoded::of("Le maire de la ville a démissionné", &mut String::new());
        assert_eq!(
            decode(&encoded.forms).collect::<Vec<_>>().join(" "),
            "le maire de la ville a démissionné"
        );
        assert_eq!(encoded.length, 3);
        assert_eq!(Encoded::of("", &mut String::new()), Encoded::default());
    }
}
