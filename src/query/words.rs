//! A text that is no query, asked for by its words: a question, a title, a sentence of a judged collection.

use super::scan::{is_border, is_wordy, word_or_number, wordy_runs};
use super::{Atom, How, Node, NodeKind, Note, Query, limits};

/// How the words of a text are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Operator {
    /// One of them at least.
    #[default]
    Or,
    /// All of them.
    And,
}

impl Query {
    /// Returns the query for the words of a text, or `None` if no word has a letter or digit.
    ///
    /// Nothing in the text is an operator: quotation marks and parentheses part words, every other sign
    /// belongs to its word, and `10 000` is one number. What the words are in the end is the analysis's
    /// affair, as for a typed query. At most 1,024 words count; a note says where more were left out.
    ///
    /// ```
    /// use kiosque::query::{Operator, Query};
    ///
    /// let query = Query::of_words("Qui a dit \"oui\" (en 2020) ?", Operator::Or).unwrap();
    /// assert_eq!(query.to_string(), "Qui OR a OR dit OR oui OR en OR 2020");
    /// ```
    pub fn of_words(text: &str, operator: Operator) -> Option<Query> {
        let mut nodes = Vec::new();
        let mut notes = Vec::new();
        let mut at = 0;
        while let Some(start) = text[at..].find(|c| !is_border(c)).map(|ahead| at + ahead) {
            let word = word_or_number(&text[start..]);
            at = start + word.len();
            if !is_wordy(word) {
                continue;
            }
            if nodes.len() == limits::WORDS {
                let message = format!("only the first {} words count", limits::WORDS);
                notes.push(Note { span: start..text.len(), message });
                break;
            }
            if wordy_runs(word) > limits::RUNS {
                let message = format!("a word of more than {} parts was left out", limits::RUNS);
                notes.push(Note { span: start..at, message });
                continue;
            }
            let atom = Atom::Word {
                text: word.split_whitespace().collect::<Vec<_>>().join(" "),
                how: How::Inflected,
            };
            nodes.push(Node::new(start..at, NodeKind::Atom(atom)));
        }
        notes.truncate(limits::NOTES);
        let mut nodes = nodes.into_iter();
        let first = nodes.next()?;
        let root = match operator {
            Operator::Or => Node::any(first, nodes),
            Operator::And => Node::all(first, nodes),
        };
        Some(Query { root, notes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let Some(query) = Query::of_words(text, Operator::Or) else { return Vec::new() };
        let word = |node: &Node| match &node.kind {
            NodeKind::Atom(Atom::Word { text, how: How::Inflected }) => text.clone(),
            other => panic!("no word: {other:?}"),
        };
        match &query.root.kind {
            NodeKind::Any(children) => children.iter().map(word).collect(),
            _ => vec![word(&query.root)],
        }
    }

    #[test]
    fn signs_of_the_language_mean_nothing_in_a_text() {
        assert_eq!(words("titre:x -y +z w* v~1 u^2"), ["titre:x", "-y", "+z", "w*", "v~1", "u^2"]);
        assert_eq!(words("« l'Élysée » (AND) \"OU\"?"), ["l'Élysée", "AND", "OU"]);
        assert_eq!(words("les 10 000 pas, 75 %"), ["les", "10 000", "pas,", "75", "%"]);
        assert_eq!(words(" ? !\u{a0}… \n"), Vec::<String>::new());
    }

    #[test]
    fn the_operator_joins_all_words() {
        let kind = |operator| Query::of_words("un deux", operator).map(|query| query.root.kind);
        assert!(matches!(kind(Operator::Or), Some(NodeKind::Any(children)) if children.len() == 2));
        assert!(matches!(kind(Operator::And), Some(NodeKind::All(children)) if children.len() == 2));
    }

    #[test]
    fn a_long_text_is_cut_and_says_so() {
        let query = Query::of_words(&"mot ".repeat(limits::WORDS + 9), Operator::Or).expect("words");
        assert!(matches!(&query.root.kind, NodeKind::Any(children) if children.len() == limits::WORDS));
        assert_eq!(query.notes.len(), 1);
        assert_eq!(words(&format!("a{} fin", "-b".repeat(limits::RUNS))), ["fin"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_its_words_in_place(text in "[a-zé0-9 \"()'+*:~^«»\u{a0}-]{0,60}") {
            let Some(query) = Query::of_words(&text, Operator::Or) else { return Ok(()) };
            let leaves = query.positive().count();
            proptest::prop_assert!(leaves > 0);
            let mut last = 0;
            for leaf in query.positive() {
                proptest::prop_assert!(last <= leaf.span.start && text.get(leaf.span.clone()).is_some());
                last = leaf.span.end;
            }
        }
    }
}
