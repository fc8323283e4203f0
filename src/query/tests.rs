//! The language by example: each row is a query and the tree that it becomes.

use proptest::prelude::*;

use super::*;

/// A tree in a compact form, more explicit than the query itself.
fn sketch(node: &Node) -> String {
    let list = |nodes: &[Node]| nodes.iter().map(sketch).collect::<Vec<_>>().join(" ");
    let plain = match &node.kind {
        NodeKind::All(children) => format!("all({})", list(children)),
        NodeKind::Any(children) => format!("any({})", list(children)),
        NodeKind::Not(child) => format!("not({})", sketch(child)),
        NodeKind::Atom(atom) => atom_sketch(atom),
        NodeKind::Fuzzy { text, distance } => format!("[{text}]~{distance}"),
        NodeKind::Approximate { text, slop } => format!("{{{text}}}~{slop}"),
        NodeKind::Near { parts, within } => {
            let parts: Vec<String> = parts
                .iter()
                .map(|part| part.alternatives.iter().map(atom_sketch).collect::<Vec<_>>().join("|"))
                .collect();
            format!("near{within}({})", parts.join(" "))
        }
        NodeKind::Field { field, node } => format!("{field}:{}", sketch(node)),
        NodeKind::Date(range) => format!("date {range}"),
        NodeKind::Everything => "everything".to_owned(),
    };
    if node.boost == 1.0 { plain } else { format!("{plain}^{}", node.boost) }
}

fn atom_sketch(atom: &Atom) -> String {
    match atom {
        Atom::Word { text, how: How::Inflected } => format!("[{text}]"),
        Atom::Word { text, how: How::Required } => format!("+[{text}]"),
        Atom::Word { text, how: How::Exact } => format!("=[{text}]"),
        Atom::Word { text, how: How::ToTheLetter } => format!("==[{text}]"),
        Atom::Prefix { text } => format!("[{text}]*"),
        Atom::Phrase { text, how: PhraseHow::AsWritten } => format!("{{{text}}}"),
        Atom::Phrase { text, how: PhraseHow::Exact } => format!("={{{text}}}"),
        Atom::Phrase { text, how: PhraseHow::ToTheLetter } => format!("=={{{text}}}"),
    }
}

/// Checks rows of query and tree; the tree's own printed form must read back as it.
fn check(rows: &[(&str, &str)]) {
    let mut wrong = String::new();
    for (text, expected) in rows {
        let found = match parse(text) {
            Ok(query) => {
                check_round_trip(&query);
                sketch(&query.root)
            }
            Err(error) => format!("error: {error}"),
        };
        if found != *expected {
            wrong.push_str(&format!("{text}\n  expected {expected}\n  found    {found}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn check_round_trip(query: &Query) {
    let printed = query.to_string();
    match parse(&printed) {
        Ok(again) => {
            assert_eq!(sketch(&again.root), sketch(&query.root), "printed as {printed}");
            assert_eq!(again.to_string(), printed);
        }
        Err(error) => panic!("printed as {printed}: {error}"),
    }
}

#[test]
fn words_stand_side_by_side_or_are_joined() {
    check(&[
        ("grève", "[grève]"),
        ("grève des transports", "all([grève] [des] [transports])"),
        ("  grève\t\u{a0}transports\n", "all([grève] [transports])"),
        ("a AND b", "all([a] [b])"),
        ("a ET b c", "all([a] [b] [c])"),
        ("a OR b", "any([a] [b])"),
        ("a OU b OU c", "any([a] [b] [c])"),
        ("a OR (b OR c)", "any([a] [b] [c])"),
        ("a b OR c", "all([a] any([b] [c]))"),
        ("a OR b c", "all(any([a] [b]) [c])"),
        ("a AND b OR c", "any(all([a] [b]) [c])"),
        ("a OR b AND c d", "all(any([a] all([b] [c])) [d])"),
        ("(a b) OR c", "any(all([a] [b]) [c])"),
        ("a (b c)", "all([a] [b] [c])"),
        ("((a))", "[a]"),
        ("a(b OR c)d", "all([a] any([b] [c]) [d])"),
        ("or et sauf and", "all([or] [et] [sauf] [and])"),
        ("Or Et AND Ou", "all([Or] [Et] [Ou])"),
        ("*", "everything"),
        ("*:*", "everything"),
    ]);
}

#[test]
fn signs_and_words_exclude_and_require() {
    check(&[
        ("-b", "not([b])"),
        ("a -b", "all([a] not([b]))"),
        ("a NOT b c", "all([a] not([b]) [c])"),
        ("a AND NOT b", "all([a] not([b]))"),
        ("a SAUF (b OU c)", "all([a] not(any([b] [c])))"),
        ("a OR -b", "any([a] not([b]))"),
        ("--b", "[b]"),
        ("NOT -b", "[b]"),
        ("-(-b)", "[b]"),
        ("+le monde", "all(+[le] [monde])"),
        ("+\"le monde\"", "{le monde}"),
        ("-+le", "not(+[le])"),
        ("a -\"b c\" -(d e)", "all([a] not({b c}) not(all([d] [e])))"),
        ("a - b", "all([a] [b])"),
        ("-* a", "all(not(everything) [a])"),
        ("-titre:a", "not(title:[a])"),
        ("titre:-a", "title:not([a])"),
        ("+AND -OR", "all(+[AND] not([OR]))"),
        ("NOT(a b)", "not(all([a] [b]))"),
    ]);
}

#[test]
fn french_and_signs_of_every_day_need_no_quoting() {
    check(&[
        ("l'Élysée", "[l'Élysée]"),
        ("l’Élysée d’airain", "all([l’Élysée] [d’airain])"),
        ("aujourd'hui", "[aujourd'hui]"),
        ("S.N.C.F.", "[S.N.C.F.]"),
        ("porte-parole Jean-Luc", "all([porte-parole] [Jean-Luc])"),
        ("10 000 euros", "all([10 000] [euros])"),
        ("10\u{202f}000\u{a0}000", "[10 000 000]"),
        ("10 000€ 2020 000", "all([10 000€] [2020] [000])"),
        ("(10) 000 1000 000", "all([10] [000] [1000] [000])"),
        ("-10 000 titre:10 000", "all(not([10 000]) title:[10 000])"),
        ("10:30", "[10:30]"),
        ("Paris: la ville", "all([Paris:] [la] [ville])"),
        ("titre: Macron", "all([titre:] [Macron])"),
        ("http://exemple.fr/a?b=c", "[http://exemple.fr/a?b=c]"),
        ("AT&T C++ 75% n°5", "all([AT&T] [C++] [75%] [n°5])"),
        ("#hashtag @compte", "all([#hashtag] [@compte])"),
        ("Canal + Qui ? moi !", "all([Canal] [Qui] [moi])"),
        ("Paris – Nice && rouge | noir", "all([Paris] [Nice] [rouge] [noir])"),
        ("E=mc2 ~50", "all([E=mc2] [~50])"),
    ]);
}

#[test]
fn phrases_take_any_quotation_marks() {
    check(&[
        ("\"une phrase\"", "{une phrase}"),
        ("« une  phrase »", "{une phrase}"),
        ("“une phrase”", "{une phrase}"),
        ("„une phrase“", "{une phrase}"),
        ("« il dit \"non\" et « oui » »", "{il dit non et oui}"),
        ("l'\"affaire\"", "all([l'] {affaire})"),
        ("\"a b\"~3", "{a b}~3"),
        ("\"a b\"~0", "{a b}~0"),
        ("\"a b\"~3^2 c", "all({a b}~3^2 [c])"),
        ("\"a b\"^2~3", "{a b}~3^2"),
        ("\"a OR (b\"", "{a OR (b}"),
        ("\"un deux", "{un deux}"),
        ("=\"à côté\"", "={à côté}"),
        ("==\"à cote\"", "=={à cote}"),
    ]);
}

#[test]
fn a_word_says_how_near_its_forms_must_come() {
    check(&[
        ("gouv*", "[gouv]*"),
        ("l'Élys*", "[l'Élys]*"),
        ("10 000*", "[10 000]*"),
        ("Merkle~1", "[Merkle]~1"),
        ("Merkle~", "[Merkle]~1"),
        ("Merkle~2^0.5", "[Merkle]~2^0.5"),
        ("=mot ==cote =Élysée", "all(=[mot] ==[cote] =[Élysée])"),
        ("-=mot", "not(=[mot])"),
        ("=OR", "=[OR]"),
        ("mot^2.5", "[mot]^2.5"),
        ("mot^2,5", "[mot]^2.5"),
        ("(a b)^2 c", "all(all([a] [b])^2 [c])"),
        ("(a^2)^3", "[a]^6"),
        ("(-a)^2", "not([a])^2"),
        ("AND^1 AND^2", "all([AND] [AND]^2)"),
        ("*^2", "everything^2"),
    ]);
}

#[test]
fn proximities_hold_alternatives() {
    check(&[
        ("(\"sans emploi\" (immigr* OR migr*))~15", "near15({sans emploi} [immigr]*|[migr]*)"),
        ("(a b OR c)~5", "near5([a] [b]|[c])"),
        ("(a b c)~5^2", "near5([a] [b] [c])^2"),
        ("titre:(=a b)~5 d", "all(title:near5(=[a] [b]) [d])"),
    ]);
}

#[test]
fn fields_hold_words_phrases_and_groups() {
    check(&[
        ("titre:grève TITLE:x", "all(title:[grève] title:[x])"),
        ("person:\"Angela Merkel\"", "person:{Angela Merkel}"),
        ("personne:merkel lieu:Paris", "all(person:[merkel] place:[Paris])"),
        ("organisation:onu organization:onu", "all(organization:[onu] organization:[onu])"),
        ("titre:(a OR b) c", "all(title:any([a] [b]) [c])"),
        ("titre:(a -b)", "title:all([a] not([b]))"),
        ("titre:=Élysée texte:gouv*", "all(title:=[Élysée] body:[gouv]*)"),
        ("titre:a^2", "title:[a]^2"),
        ("(titre:a)^2", "title:[a]^2"),
        ("titre:AND", "title:[AND]"),
        ("rubrique:\"à la une\" langue:fr", "all(section:{à la une} language:[fr])"),
        (
            "url:https://fr.exemple.org/Paris_(ville)?a=b^c a",
            "all(url:[https://fr.exemple.org/Paris_(ville)?a=b^c] [a])",
        ),
        ("url:https://exemple.fr/*", "url:[https://exemple.fr/]*"),
        ("url:(a)^2 url:((b)^2 c(d)", "all(url:[a]^2 url:all([b]^2 [c(d)]))"),
        ("id:0a1b*", "id:[0a1b]*"),
        ("person:*", "person:everything"),
        ("titre:http://a.fr", "title:[http://a.fr]"),
    ]);
}

#[test]
fn dates_are_as_precise_as_written() {
    check(&[
        ("date:2020", "date 2020"),
        ("date:2020-03", "date 2020-03"),
        ("date:2020-03-04", "date 2020-03-04"),
        ("date:20200304", "date 2020-03-04"),
        ("date:2020/3/4", "date 2020-03-04"),
        ("date:04/03/2020", "date 2020-03-04"),
        ("date:4.3.2020", "date 2020-03-04"),
        ("date:03/2020", "date 2020-03"),
        ("date:\"mars 2020\"", "date 2020-03"),
        ("date:\"4 mars 2020\"", "date 2020-03-04"),
        ("date:« mercredi 1er avril 2020 »", "date 2020-04-01"),
        ("date:\"4 déc. 1905\"", "date 1905-12-04"),
        ("date:\"March 4, 2020\"", "date 2020-03-04"),
        ("date:août-1914", "date 1914-08"),
        ("date:[2020-01-01 TO 2020-03-31]", "date [2020-01-01 TO 2020-03-31]"),
        ("date:[janvier 2020 À 31/03/2020]", "date [2020-01 TO 2020-03-31]"),
        ("date:[\"4 mars 2020\" TO *]", "date >=2020-03-04"),
        ("date:[* TO 2020]", "date <=2020"),
        ("date:[* TO *] date:*", "all(date * date *)"),
        ("date:[2020 TO 2020]", "date 2020"),
        ("date:[2020 TO 2021", "date [2020 TO 2021]"),
        ("date:>=2020-03", "date >=2020-03"),
        ("date:>2020-12", "date >=2021-01"),
        ("date:<2020-03-01", "date <=2020-02-29"),
        ("date:≤\"mars 2020\"", "date <=2020-03"),
        ("a -date:2020", "all([a] not(date 2020))"),
        ("date:(2019 OR >=2021)", "any(date 2019 date >=2021)"),
    ]);
}

#[test]
fn an_error_points_and_says_what_to_write() {
    let rows = [
        ("", "0..0 an empty query; write a word, or * for every article"),
        (" \t", "0..2 an empty query; write a word, or * for every article"),
        ("?!", "0..2 nothing to look for: no letter or digit"),
        (
            "AND",
            "0..3 \"AND\" lacks a word on one side; to find the word write \"AND\" in quotation marks -> \"AND\"",
        ),
        (
            "a AND",
            "2..5 \"AND\" lacks a word on one side; to find the word write \"AND\" in quotation marks -> a",
        ),
        (
            "OR b",
            "0..2 \"OR\" lacks a word on one side; to find the word write \"OR\" in quotation marks -> b",
        ),
        (
            "a OR OR b",
            "2..4 \"OR\" lacks a word on one side; to find the word write \"OR\" in quotation marks -> a OR b",
        ),
        ("a NOT", "2..5 \"NOT\" lacks a word behind it -> a"),
        (
            "a AND ?",
            "2..5 \"AND\" lacks a word on one side; to find the word write \"AND\" in quotation marks -> a ?",
        ),
        ("()", "0..2 empty parentheses"),
        ("a () b", "2..4 empty parentheses -> a b"),
        ("a )b", "2..3 \")\" closes nothing -> a b"),
        ("a \"\" b", "2..4 an empty phrase -> a b"),
        ("mot »", "4..6 an empty phrase -> mot"),
        ("a^-1", "1..4 ^ takes a weight above 0, as in mot^2.5 -> a"),
        ("a^0", "1..3 a weight of 0; above 0, at most 1000 -> a"),
        ("a^b", "1..3 ^ takes a weight above 0, as in mot^2.5 -> a"),
        ("[a]", "0..3 brackets stand behind date: only -> \"[a]\""),
        ("a || b", "2..4 \"||\" is written OR -> a OR b"),
        ("f**k", "1..2 a star stands only at the end of a word -> \"f**k\""),
        ("march*es", "5..6 a star stands only at the end of a word -> march*"),
        ("a*", "0..2 a prefix of 1 letter; at least 2 stand before the star -> a"),
        ("mot~3", "0..5 a distance of 3; a word may differ by 1 or 2 letters -> mot~2"),
        ("mot~0", "0..5 a distance of 0; to take the word as written put = before it -> mot"),
        ("le~1", "0..4 an approximate word of 2 letters; at least 3 -> le"),
        ("=mot*", "1..5 = and * do not go together -> mot*"),
        ("==mot~1", "2..7 = and ~ do not go together -> mot~1"),
        ("=\"a b\"~3", "6..8 = and ~ do not go together -> =\"a b\""),
        ("=(a b)", "0..1 = stands before a word or a phrase, not before a group -> (a b)"),
        ("===a", "0..3 at most two = before a word -> ==a"),
        ("=titre:mot", "0..1 = stands behind the field -> titre:=mot"),
        ("\"a b\"*", "5..6 a phrase takes no * here -> \"a b\""),
        ("\"a b\"~", "5..6 ~ takes a number: the words that may stand between -> \"a b\"~3"),
        ("\"a b\"~33", "5..8 ~33: the words that may stand between are 0 to 32 -> \"a b\"~32"),
        ("(a b)~0", "5..7 ~0: the words within which all stand are 1 to 100 -> (a b)~1"),
        ("(a)~5", "0..3 a proximity needs two parts or more, as in (a b)~15 -> (a)"),
        (
            "(a -b)~5",
            "3..5 an exclusion within a proximity, which holds words, prefixes, phrases and (a OR b) -> (a -b)",
        ),
        (
            "(a titre:b)~5",
            "3..10 a field within a proximity, which holds words, prefixes, phrases and (a OR b) -> (a titre:b)",
        ),
        ("titre:(auteur:b)", "7..14 a field stands within another field -> titre:(b)"),
        ("titre:?", "0..7 nothing to look for behind \"titre:\" -> titre"),
        ("titre:()", "6..8 empty parentheses -> titre:"),
        ("date:hier", "5..9 no date: hier; write a date as 2020, 2020-03, 2020-03-04 or \"4 mars 2020\""),
        (
            "date:2020-13",
            "5..12 no date: 2020-13; write a date as 2020, 2020-03, 2020-03-04 or \"4 mars 2020\" -> date:2020",
        ),
        (
            "date:2019-2020",
            "5..14 no date: 2019-2020; write a date as 2020, 2020-03, 2020-03-04 or \"4 mars 2020\" -> date:[2019 TO 2020]",
        ),
        (
            "date:4 mars 2020",
            "5..6 no date: 4; write a date as 2020, 2020-03, 2020-03-04 or \"4 mars 2020\" -> date:\"4 mars 2020\"",
        ),
        ("date:>= 2020", "5..7 no date behind the sign -> date:>=2020"),
        (
            "date:{2019 TO 2020}",
            "5..19 a range of dates stands in [ ], bounds included -> date:[2019 TO 2020]",
        ),
        ("date:[2021 TO 2020]", "5..19 the range ends before it begins -> date:[2020 TO 2021]"),
        ("date:[2020]", "5..11 a range of dates is written [2020-01 TO 2020-03] -> date:2020"),
    ];
    let mut wrong = String::new();
    for (text, expected) in rows {
        let found = match parse(text) {
            Ok(query) => format!("read as {}", sketch(&query.root)),
            Err(Error { span, message, suggestion }) => {
                let suggestion = suggestion.map(|text| format!(" -> {text}")).unwrap_or_default();
                format!("{}..{} {message}{suggestion}", span.start, span.end)
            }
        };
        if found != expected {
            wrong.push_str(&format!("{text}\n  expected {expected}\n  found    {found}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_note_says_how_a_surprising_query_was_read() {
    let rows = [
        ("a b c", ""),
        ("noir or blanc", "\"or\" read as a word; for alternatives write OR"),
        ("or noir", ""),
        ("a not b", "\"not\" read as a word; to exclude write -mot or NOT mot"),
        ("a b OR c", "OR joins its two neighbours only: read as (b OR c)"),
        ("titel:x", "no field is named \"titel\": read as text; did you mean title:?"),
        ("foo:x", "no field is named \"foo\": read as text"),
        ("10:30", ""),
        ("http://a.fr", "an address read as text; url:http://… looks among addresses"),
        ("titre: x", "\"titre:\" read as a word: a field stands against its value, titre:mot"),
        ("\"a b", "no closing quotation mark: the phrase ends with the query"),
        ("(a b", "no closing parenthesis: the group ends with the query"),
        ("a - b", "\"-\" between spaces means nothing: left out"),
        ("a !b", "\"!\" read as punctuation; to exclude write -b"),
        ("fem?e", "\"?\" is no wildcard: read as punctuation; a star ends a prefix, mot*"),
        ("'a b'", "a single quotation mark read as an apostrophe; a phrase stands in \"…\""),
    ];
    for (text, expected) in rows {
        let notes = parse(text).unwrap().notes;
        let found: Vec<&str> = notes.iter().map(|note| note.message.as_str()).collect();
        assert_eq!(found.join(" / "), expected, "{text}");
    }
}

#[test]
fn limits_name_themselves_and_the_value() {
    let rows = [
        ("é".repeat(2049), "a query of 4098 bytes; at most 4096"),
        ("(".repeat(40) + "a", "parentheses 33 deep; at most 32"),
        ("ab ".repeat(257), "more than 256 words, phrases and dates"),
        ("-".repeat(9) + "a", "9 signs before one word; at most 8"),
        (format!("\"{}\"", "a ".repeat(65)), "a phrase of 65 words; at most 64"),
        (format!("{}~1", "a".repeat(65)), "an approximate word of 65 characters; at most 64"),
        ("a-".repeat(129), "one word or phrase of 129 parts; at most 128"),
    ];
    for (text, expected) in rows {
        let error = parse(&text).unwrap_err();
        assert_eq!(error.message, expected);
        if let Some(suggestion) = error.suggestion {
            parse(&suggestion).unwrap();
        }
    }
    check_round_trip(&parse(&("(a OR -".repeat(31) + "(b c OR d" + &")".repeat(32))).unwrap());
}

#[test]
fn what_is_excluded_is_not_highlighted() {
    let query = parse("a -b titre:(\"c d\" OR -e) NOT(-f) (g (h OR ii*))~5 kkk~1 date:2020").unwrap();
    let found: Vec<String> = query
        .positive()
        .map(|positive| match positive.term {
            Term::Atom(atom) => atom_sketch(atom),
            Term::Fuzzy { text, .. } | Term::Approximate { text, .. } => text.to_owned(),
        })
        .collect();
    assert_eq!(found.join(" "), "[a] {c d} [f] [g] [h] [ii]* kkk");
}

#[test]
fn near_is_a_proximity_of_its_neighbours() {
    let rows = [
        ("grève NEAR/5 sncf", "(grève sncf)~5"),
        ("grève NEAR sncf", "(grève sncf)~15"),
        ("a NEAR/3 (b OR \"c d\") NEAR/3 ee* f", "(a (b OR \"c d\") ee*)~3 f"),
        ("a AND b NEAR c OR d", "(a AND (b c)~15) OR d"),
        ("titre:(a NEAR/2 b)", "title:(a b)~2"),
        ("-(a NEAR b)", "-(a b)~15"),
        ("le magasin NEAR", "le magasin NEAR"),
        ("NEAR ici", "NEAR ici"),
        ("a NEAR/x b", "a NEAR/x b"),
    ];
    for (text, printed) in rows {
        let query = parse(text).unwrap();
        assert_eq!(parse(printed).unwrap().to_string(), query.to_string(), "{text}");
        check_round_trip(&query);
        check_spans(text, &query.root);
    }
    for (text, suggestion) in [
        ("a NEAR/0 b", Some("a NEAR/15 b")),
        ("a NEAR/99999999999 b", Some("a NEAR/15 b")),
        ("a NEAR/2 b NEAR/3 c", Some("a NEAR/2 b NEAR/2 c")),
        ("a NEAR titre:b", None),
    ] {
        assert_eq!(parse(text).unwrap_err().suggestion.as_deref(), suggestion, "{text}");
    }
}

/// Pieces that make the grammar work hard when strung together.
fn piece() -> impl Strategy<Value = String> {
    let fixed = [
        "a", "le", "été", "10", "000", "2020", "mot", "AND", "OR", "NOT", "ET", "OU", "SAUF", "(", ")", "(",
        ")", "\"", "«", "»", "“", "”", "-", "+", "=", "==", "~", "~2", "~15", "^", "^2", "^0.5", "*",
        "titre:", "url:", "date:", "person:", "[", "]", "{", " TO ", "2020-03", ">=", "<", "mars", "?", "'",
        "’", ":", "|", "||", "\u{a0}", "\u{301}", "\0", "foo:", "NEAR", " NEAR/3 ", " ", " ", " ", " ",
    ];
    prop_oneof![8 => prop::sample::select(fixed.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,3}"]
}

fn node() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "a",
        "l'été",
        "10 000",
        "12",
        "345",
        "+le",
        "=mot",
        "==mot",
        "gouv*",
        "mot~2",
        "\"a b\"",
        "\"a b\"~3",
        "=\"a b\"",
        "titre:x",
        "titre:(a OR -b)",
        "url:http://a.fr/(x)",
        "person:*",
        "date:2020",
        "*",
        "OR^1",
        "date:[2019 TO *]",
        "(a (b OR cc*) \"d e\")~9",
        "titre:",
        "mot^3",
        "(titre:)^2",
        "-AND",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(5, 40, 4, |inner| {
        let many = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            many.clone().prop_map(|nodes| format!("({})", nodes.join(" "))),
            many.clone().prop_map(|nodes| format!("({})", nodes.join(" OR "))),
            many.prop_map(|nodes| format!("({})^1.5", nodes.join(" AND "))),
            inner.prop_map(|node| format!("(NOT {node})")),
        ]
    })
}

/// Checks that every span lies on borders of characters within the text.
fn check_spans(text: &str, node: &Node) {
    assert!(text.get(node.span.clone()).is_some(), "{:?} in {text:?}", node.span);
    match &node.kind {
        NodeKind::All(children) | NodeKind::Any(children) => {
            for child in children {
                check_spans(text, child);
                assert!(node.span.start <= child.span.start && child.span.end <= node.span.end);
            }
        }
        NodeKind::Not(child) | NodeKind::Field { node: child, .. } => check_spans(text, child),
        NodeKind::Near { parts, .. } => {
            assert!(parts.iter().all(|part| text.get(part.span.clone()).is_some()));
        }
        _ => {}
    }
}

fn check_any(text: &str) {
    match parse(text) {
        Ok(query) => {
            check_spans(text, &query.root);
            for note in &query.notes {
                assert!(text.get(note.span.clone()).is_some());
                assert!(!note.message.contains(char::is_control));
            }
            check_round_trip(&query);
        }
        Err(error) => {
            assert!(text.get(error.span.clone()).is_some());
            assert!(!error.message.contains(char::is_control));
            if let Some(suggestion) = error.suggestion {
                assert!(!suggestion.contains(char::is_control));
                parse(&suggestion).unwrap();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused(text in "(?s).{0,60}") {
        check_any(&text);
    }

    #[test]
    fn any_string_of_signs_is_read_or_refused(pieces in prop::collection::vec(piece(), 0..24)) {
        check_any(&pieces.concat());
    }

    #[test]
    fn a_printed_tree_reads_back(text in node()) {
        check_any(&text);
        prop_assert!(parse(&text).is_ok() || text.len() > 4096, "{}", text);
    }
}
