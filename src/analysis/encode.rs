//! Forms in the shape that an engine reads: one string, written once in the parallel stage.

use super::{is_stop_word, tokenize};

/// Ends each form in an [`Encoded`] text. No form holds it.
pub const FORM_END: char = '\n';

/// Begins each form in an [`Encoded`] text that stands at the place of the form behind it, a whole before its
/// first part. No form holds it: forms have no control characters.
pub const SAME_PLACE: char = '\u{1}';

/// The forms of a text, each ended by [`FORM_END`], and how long the text is for scoring.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Encoded {
    /// `form\nform\n…`, wholes as `\u{1}form\n`; the position of a form is the number of parts before it.
    pub forms: String,
    /// Number of parts that are no stop words.
    pub length: u32,
}

impl Encoded {
    /// Returns the forms of a text. `buffer` is scratch space. Linear in the text.
    pub fn of(text: &str, buffer: &mut String) -> Self {
        let mut forms = String::with_capacity(text.len() + text.len() / 8);
        let mut length = 0;
        tokenize(text, buffer, |token| {
            if token.is_whole() {
                forms.push(SAME_PLACE);
            } else {
                length += u32::from(!is_stop_word(token.form));
            }
            forms.push_str(token.form);
            forms.push(FORM_END);
        });
        Encoded { forms, length }
    }
}

/// Iterates over the parts of an encoded text, in order; wholes are passed.
pub fn decode(forms: &str) -> impl Iterator<Item = &str> {
    forms.split_terminator(FORM_END).filter(|form| !form.starts_with(SAME_PLACE))
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

    #[test]
    fn wholes_are_marked_and_do_not_lengthen() {
        let encoded = Encoded::of("le porte-parole", &mut String::new());
        assert_eq!(encoded.forms, "le\n\u{1}porte-parole\nporte\nparole\n");
        assert_eq!(encoded.length, 2);
        assert_eq!(decode(&encoded.forms).collect::<Vec<_>>(), ["le", "porte", "parole"]);
    }
}
