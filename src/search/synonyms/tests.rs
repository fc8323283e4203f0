//! What a query becomes with synonyms beside its words.

use proptest::prelude::*;

use super::*;
use crate::query::parse;

const FILE: &str = "# press\nsncf, chemins de fer\nps => parti socialiste # one way\nÉlysée, présidence\n";

fn applied(query: &str) -> String {
    let synonyms = Synonyms::parse(FILE).expect("reads");
    synonyms.apply(&parse(query).expect("a query")).to_string()
}

#[test]
fn bare_words_get_their_synonyms() {
    for (typed, read) in [
        ("sncf", "sncf OR \"chemins de fer\"~0^0.8"),
        ("chemins de fer", "(chemins de fer) OR sncf^0.8"),
        ("grève chemins de fer", "grève ((chemins de fer) OR sncf^0.8)"),
        ("l'elysee", "l'elysee OR présidence^0.8"),
        ("ps OR sncf", "ps OR \"parti socialiste\"~0^0.8 OR sncf OR \"chemins de fer\"~0^0.8"),
        ("grève OR chemins OR de OR fer", "grève OR chemins OR de OR fer OR sncf^0.8"),
        ("titre:ps", "title:(ps OR \"parti socialiste\"~0^0.8)"),
        ("sncf^2 grève", "(sncf OR \"chemins de fer\"~0^0.8)^2 grève"),
    ] {
        assert_eq!(applied(typed), parse(read).expect("a query").to_string(), "{typed}");
    }
    for typed in ["parti socialiste", "=sncf", "\"chemins de fer\"", "person:ps", "chemins", "fer chemins de"]
    {
        assert_eq!(applied(typed), parse(typed).expect("a query").to_string(), "{typed}");
    }
}

#[test]
fn spans_are_those_of_the_typed_words_and_each_use_is_noted() {
    let synonyms = Synonyms::parse(FILE).expect("reads");
    let query = synonyms.apply(&parse("grève chemins de fer").expect("a query"));
    let spans: Vec<_> = query.positive().map(|positive| positive.span).collect();
    assert_eq!(spans.last(), Some(&(7.."grève chemins de fer".len())));
    let [note] = &query.notes[..] else { panic!("one note: {:?}", query.notes) };
    assert_eq!(
        note.message,
        "\"chemins de fer\" stands for \"sncf\" as well; for it alone write \"chemins de fer\" in quotation marks"
    );
}

#[test]
fn a_broken_line_is_named_with_what_is_wrong() {
    for (text, line, what) in [
        ("a, b\nsncf", 2, "\"sncf\" stands alone: a synonym takes two names"),
        ("a,, b", 1, "a name is missing beside a comma"),
        ("=> b", 1, "nothing stands before =>"),
        ("#\n\na => ", 3, "nothing stands after =>"),
        ("a, \"b c\"", 1, "\"\"b c\"\" holds \", but names are plain words"),
        ("a, ?", 1, "\"?\" holds no word"),
    ] {
        let error = Synonyms::parse(text).expect_err(text);
        assert_eq!((error.line, &*error.what), (line, what), "{text}");
    }
}

#[test]
fn what_is_put_in_is_bounded() {
    let many: Vec<String> = (0..5000).map(|n| format!("nom{n}")).collect();
    let synonyms = Synonyms::parse(&many.join(",")).expect("reads");
    let query = synonyms.apply(&parse(&many[..100].join(" ")).expect("a query"));
    assert_eq!(query.positive().count(), 100 + MOST_IN_QUERY);
    assert_eq!(query.notes.len(), MOST_NOTES);
}

#[test]
fn a_word_without_forms_stays() {
    let synonyms = Synonyms::parse(FILE).expect("reads");
    for text in ["?", ""] {
        let word = NodeKind::Atom(Atom::Word { text: text.to_owned(), how: How::Inflected });
        for boost in [1.0, 2.0] {
            let query = Query { root: Node { span: 0..0, kind: word.clone(), boost }, notes: Vec::new() };
            assert_eq!(synonyms.apply(&query), query);
        }
    }
}

proptest! {
    #[test]
    fn any_file_and_any_query_are_read(file in "([a-c '=>,#é\\n]|sncf){0,40}", typed in "([a-c '\"()^~-]|OR |sncf){0,30}") {
        if let (Ok(synonyms), Ok(query)) = (Synonyms::parse(&file), parse(&typed)) {
            let applied = synonyms.apply(&query);
            prop_assert!(applied.positive().count() >= query.positive().count());
            for positive in applied.positive() {
                prop_assert!(typed.get(positive.span).is_some());
            }
        }
    }
}
