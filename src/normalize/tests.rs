//! Articles by example, and what holds for any article.

use proptest::prelude::*;
use unicode_normalization::is_nfc;

use super::*;
use crate::article::{Kind, Origin};

fn raw(body: &str) -> RawArticle {
    RawArticle { body: body.to_owned(), ..RawArticle::default() }
}

fn normalized(raw: RawArticle) -> Article {
    normalize(raw, &Options::default(), &mut Vec::new()).unwrap()
}

#[test]
fn text_gets_one_form_and_keeps_its_words() {
    let rows = [
        ("Déjà propre.\nDeux paragraphes – « oui ».", "Déjà propre.\nDeux paragraphes – « oui »."),
        ("  Un\t mot \r\n\r\n  deux\u{a0}: \u{202f}trois  \n", "Un mot\ndeux : trois"),
        ("e\u{301}te\u{301} A\u{30a}", "été Å"),
        ("e\u{200b}\u{301}", "é"),
        ("ef\u{ad}fi\u{200b}cace \u{feff}ﬁn ﬂot oﬀre", "efficace fin flot offre"),
        ("l\u{92}\u{c9}tat \u{85} 10 \u{80} \u{81}", "l’État … 10 €"),
        ("nul\0 et \u{1b}[31mrouge", "nul et [31mrouge"),
        ("gouver\u{ad}\n nement", "gouvernement"),
        ("gouver¬\r\nnement ¬ non", "gouvernement ¬ non"),
        ("Le gouver-\nnement. Gouvernement.", "Le gouvernement. Gouvernement."),
        ("Le gouver- nement. Le Gouvernement.", "Le gouvernement. Le Gouvernement."),
        ("Le gouver‐\nnement. Le gouvernement.", "Le gouvernement. Le gouvernement."),
        ("porte-\nparole", "porte-\nparole"),
        ("ab-\nab-\nab abab", "ab-\nab-\nab abab"),
        ("pré- et post-opératoire", "pré- et post-opératoire"),
        ("ligne\u{2028}ligne\u{c}page", "ligne\nligne\npage"),
        ("👩\u{200d}🚀 \u{301}a", "👩🚀 \u{301}a"),
    ];
    for (written, expected) in rows {
        assert_eq!(normalized(raw(written)).body, expected, "{written:?}");
    }
}

#[test]
fn a_standfirst_is_the_first_paragraph_once() {
    let with = |standfirst: &str, body: &str| {
        normalized(RawArticle { standfirst: Some(standfirst.to_owned()), ..raw(body) }).body
    };
    assert_eq!(with("Le chapô.", "Le corps."), "Le chapô.\nLe corps.");
    assert_eq!(with("LE CHAPO", "« Le chapô », dit-il."), "« Le chapô », dit-il.");
    assert_eq!(with("Un cœur …", "Un coeur bat."), "Un coeur bat.");
    assert_eq!(with("Deux\nlignes", ""), "Deux lignes");
    assert_eq!(with(" … ", "Corps."), "Corps.");
}

#[test]
fn an_article_without_text_or_with_too_much_is_rejected() {
    let rejected = |raw| normalize(raw, &Options::default(), &mut Vec::new()).unwrap_err();
    assert_eq!(rejected(raw(" \u{200b}\n")).code, Code::Empty);
    let long = rejected(raw(&"a".repeat((8 << 20) + 1)));
    assert_eq!((long.code, long.limit), (Code::TooBig, Some((8 << 20, (8 << 20) + 1))));
    let title_only = RawArticle { title: Some("Un\n titre".to_owned()), ..raw("") };
    assert_eq!(normalized(title_only).title, "Un titre");
}

#[test]
fn values_are_trimmed_distinct_and_short() {
    let article = normalized(RawArticle {
        authors: ["Par Zoé Martin", " Zoé  Martin", "", "par", "Par "].map(str::to_owned).into(),
        section: Some(" \u{a0} ".to_owned()),
        source: Some("é".repeat(200)),
        keywords: ["grève", "grève ", "SNCF"].map(str::to_owned).into(),
        entities: vec![(Kind::Person, " Zoé\u{a0}Martin".to_owned()), (Kind::Place, "\t".to_owned())],
        language: Some("en-GB".to_owned()),
        ..raw("a")
    });
    assert_eq!(article.authors, ["Zoé Martin", "par", "Par"]);
    assert_eq!(article.section, None);
    assert_eq!(article.source, Some("é".repeat(127)));
    assert_eq!(article.keywords, ["grève", "SNCF"]);
    assert_eq!(article.declared_entities, [(Kind::Person, "Zoé Martin".to_owned())]);
    assert_eq!((article.language.code(), article.language_from), ("en", Provenance::Declared));
    for no_code in ["klingonien", "und", ""] {
        let silent = normalized(RawArticle { language: Some(no_code.to_owned()), ..raw("a") });
        assert_eq!((silent.language, silent.language_from), (Language::FRENCH, Provenance::Default));
    }
}

#[test]
fn a_date_lies_between_1600_and_2100() {
    let dated = |date: &str| normalized(RawArticle { date: Some(date.to_owned()), ..raw("a") });
    assert_eq!(dated("1631-05-30").date, Date::day(1631, 5, 30));
    assert_eq!(dated("2099-12-31").date, Date::day(2099, 12, 31));
    for (wrong, why) in [("1599", "before the press"), ("2101-01-01", "a slip of the pen")] {
        let article = dated(wrong);
        assert_eq!((article.date, article.date_text.as_deref()), (None, Some(wrong)), "{why}");
    }
}

#[test]
fn a_time_in_utc_is_turned_to_paris_for_french_articles() {
    let dated = |language: &str, url: &str| {
        let article = RawArticle {
            date: Some("2018-07-25T22:30:00Z".to_owned()),
            language: Some(language.to_owned()),
            url: Some(url.to_owned()),
            ..raw("a")
        };
        normalized(article).date.unwrap().to_string()
    };
    assert_eq!(dated("fr", "https://exemple.com/a"), "2018-07-26");
    assert_eq!(dated("en", "https://exemple.fr/a"), "2018-07-26");
    assert_eq!(dated("en", "https://exemple.com/a"), "2018-07-25");
}

#[test]
fn the_source_id_is_the_guid_or_the_local_id() {
    let named = |guid: Option<&str>, local: Option<&str>| {
        let named = RawArticle {
            guid: guid.map(str::to_owned),
            local_id: local.map(str::to_owned),
            origin: Origin::file("presse/a.jsonl".into()),
            ..raw("a")
        };
        normalized(named).source_id
    };
    assert_eq!(named(Some("g"), Some("7")).as_deref(), Some("g"));
    assert_eq!(named(Some(" "), Some("7")).as_deref(), Some("7"));
    assert_eq!(named(None, None), None);
}

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a", "ab", "Ab", "é", "e", "\u{301}", "\u{323}", "-", "-", " ", " ", "\n", "\n", "\r\n", "\t",
        "\u{a0}", "\u{ad}", "¬", "\u{200b}", "ﬁ", "\u{92}", "\u{9c}", "\u{0}", "\u{7f}", "œ", "«", "…",
        "\u{2028}", "한", "\u{1100}", "\u{1161}", "\u{212a}", "\u{feff}", "€", "👩", "\u{345}", "ſ",
    ]);
    prop_oneof![
        2 => prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat()),
        1 => "(?s).{0,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_article_comes_out_clean(
        texts in prop::collection::vec(text(), 10),
        names in prop::collection::vec(text(), 0..4),
    ) {
        let field = |place: usize| Some(texts[place].clone());
        let article = RawArticle {
            guid: field(0),
            local_id: field(1),
            url: field(2),
            title: field(3),
            standfirst: field(4),
            body: texts[5].clone(),
            date: field(6),
            language: field(7),
            source: field(8),
            section: field(9),
            authors: names.clone(),
            entities: names.iter().map(|name| (Kind::Place, name.clone())).collect(),
            keywords: names,
            ..RawArticle::default()
        };
        let Ok(article) = normalize(article, &Options::default(), &mut Vec::new()) else { return Ok(()) };
        let lines = [&article.source_id, &article.date_text, &article.source, &article.section, &article.url];
        let lines = lines.into_iter().flatten().chain(&article.authors).chain(&article.keywords);
        let lines = lines.chain(article.declared_entities.iter().map(|(_, name)| name));
        for line in lines.chain([&article.title]) {
            prop_assert!(is_nfc(line) && !line.contains(char::is_control), "{:?}", line);
            prop_assert!(line.trim() == line && !line.contains("  "), "{:?}", line);
        }
        let body = &article.body;
        prop_assert!(is_nfc(body) && !body.contains(|c: char| c.is_control() && c != '\n'), "{:?}", body);
        for paragraph in body.split('\n').filter(|_| !body.is_empty()) {
            prop_assert!(!paragraph.is_empty() && paragraph.trim() == paragraph, "{:?}", body);
        }
        let again = RawArticle {
            title: Some(article.title.clone()),
            authors: article.authors.clone(),
            url: article.url.clone(),
            guid: article.source_id.clone(),
            ..raw(body)
        };
        let again = normalized(again);
        prop_assert_eq!(&again.body, body);
        prop_assert_eq!(again.title, article.title);
        prop_assert_eq!(again.authors, article.authors);
        prop_assert_eq!(again.url, article.url);
        prop_assert_eq!(again.source_id, article.source_id);
    }

    #[test]
    fn any_date_text_is_read_or_left_alone(pieces in prop::collection::vec(prop::sample::select(vec![
        "4", "04", "2020", "20200304", "99", "00", "-", "/", ".", ":", "T", "Z", "+", "0100", "h", " ", " ", "mars",
        "déc", "lundi", "er", "à", ",", "é", "\u{fffd}", "1583312100", "1583312100000", "18446744073709551616",
    ]), 0..14)) {
        date::read(&pieces.concat(), true);
    }
}

#[test]
fn what_is_cut_or_left_out_is_told() {
    let options = Options { limits: Limits { values: 3, ..Limits::default() }, ..Options::default() };
    let told = |raw: RawArticle| {
        let mut remarks = Vec::new();
        let article = normalize(raw, &options, &mut remarks).unwrap();
        (article, remarks.into_iter().map(|remark| (remark.code, remark.limit)).collect::<Vec<_>>())
    };
    let (article, remarks) = told(RawArticle { section: Some("é".repeat(200)), ..raw("Corps.") });
    assert_eq!(article.section.map(|section| section.len()), Some(254));
    assert_eq!(remarks, [(Code::TermLength, Some((255, 400)))]);
    let keywords: Vec<String> = (0..5).map(|n| format!("mot {n}")).collect();
    let (article, remarks) = told(RawArticle { keywords, ..raw("Corps.") });
    assert_eq!((article.keywords.len(), remarks), (3, vec![(Code::FieldRange, Some((3, 5)))]));
    let (article, remarks) = told(RawArticle { date: Some("3024-05-06".into()), ..raw("Corps.") });
    assert_eq!((article.date, article.date_text.as_deref()), (None, Some("3024-05-06")));
    assert_eq!(remarks, [(Code::FieldRange, Some((2100, 3024)))]);
    assert_eq!(told(raw("Corps.")).1, []);
}
