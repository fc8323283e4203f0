//! What becomes of a text, case by case, and what holds of any text.

use super::*;
use proptest::prelude::*;

/// Parts in order; a whole stands in brackets before its first part.
fn forms(text: &str) -> String {
    let mut out = Vec::new();
    tokenize(text, &mut String::new(), |token| {
        out.push(if token.is_whole() { format!("[{}]", token.form) } else { token.form.to_owned() });
    });
    out.join(" ")
}

fn assert_forms(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(forms(text), *expected, "{text}");
    }
}

#[test]
fn words_are_read_as_a_french_reader_reads_them() {
    assert_forms(&[
        ("Le président de l'Élysée", "le président de élysée"),
        ("mercredi.Le 3,fin", "mercredi le 3 fin"),
        ("Œuvre, cœur, ÆTHER", "œuvre cœur æther"),
        ("CO2, G7, le m² et 1ᵉʳ", "co2 g7 le m² et 1ᵉʳ"),
        ("Les «marchés»… “oui”—non", "les marchés oui non"),
        ("", ""),
    ]);
}

#[test]
fn elision_takes_no_place() {
    assert_forms(&[
        ("L’État d’urgence, qu’il dit", "état urgence il dit"),
        ("l´air d`eau s‘il c＇est jusquʼau l′été dʹor", "air eau il est au été or"),
        ("lorsqu'on, puisqu'elle, quoiqu'il, Ç'aurait", "on elle il aurait"),
        ("d'\"Envoyé spécial\", l'«affaire», L’« État »", "envoyé spécial affaire état"),
        ("l' affaire, près d'1,5 million", "affaire près 1,5 million"),
        ("'l'affaire du siècle', le plan 'D'", "affaire du siècle le plan d"),
        ("j'suis d'la, l'ONU, L'UMP, d'SFR, l'U.R.S.S.", "suis la onu ump sfr urss"),
        ("dit-il.\"C'est", "dit il est"),
        ("d'abord D’ARTAGNAN d'Artagnan", "abord artagnan artagnan"),
        ("'''' d' l'", ""),
    ]);
}

#[test]
fn an_apostrophe_may_belong_to_the_word() {
    assert_forms(&[
        ("aujourd'hui AUJOURD’HUI", "aujourd'hui aujourd'hui"),
        ("la presqu'île et presqu'autant", "la presqu'île et autant"),
        ("quelqu'un, quelqu’une, quelqu'autre", "quelqu'un quelqu'une autre"),
        ("le conseil de prud'hommes, prud’homale", "le conseil de prud'hommes prud'homale"),
        ("l'entr'acte entr'autres", "entr'acte autres"),
        ("O'Brien, o’brien et N'Golo, n’golo, M'Bala", "o'brien o'brien et n'golo n'golo m'bala"),
        ("n'est, n'y, m'habille", "est y habille"),
        ("p'tit, y'a, rock'n'roll, Les Ch'tis", "p'tit y a rock n roll les ch'tis"),
        ("grand'mère", "[grand'mère] grand mère"),
        ("Lukman Otunugal'analyste", "lukman otunugal analyste"),
        (
            "McDonald's, don’t, Christie's-Paris",
            "[mcdonald's] mcdonald s [don't] don t [christie's-paris] christie s paris",
        ),
    ]);
}

#[test]
fn compounds_are_whole_and_parts() {
    assert_forms(&[
        ("Jean-Luc, week‑end, COVID‐19", "[jean-luc] jean luc [week-end] week end [covid-19] covid 19"),
        ("à L'Haÿ-les-Roses ?", "à [haÿ-les-roses] haÿ les roses"),
        ("chef-d'œuvre, Val-d’Oise", "[chef-d'œuvre] chef œuvre [val-d'oise] val oise"),
        ("Villeneuve-d'Ascq-là", "[villeneuve-d'ascq] villeneuve ascq là"),
        ("l'arc-en-ciel", "[arc-en-ciel] arc en ciel"),
        ("dit-il, ira-t-il, a-t’on, a t-il, Y-a-T-elle", "dit il ira il a on a il [y-a] y a elle"),
        ("est-ce, celui-ci, moi-même, ce jour-LÀ", "est ce celui ci moi même ce jour là"),
        (
            "rendez-vous-là, garde-à-vous, allez-vous",
            "[rendez-vous] rendez vous là [garde-à-vous] garde à vous allez vous",
        ),
        ("là-bas, ci-dessous, chez-soi", "[là-bas] là bas [ci-dessous] ci dessous [chez-soi] chez soi"),
        ("3-0, 2019-2020, boeing-737-800", "3 0 2019 2020 [boeing-737] boeing 737 800"),
        ("le 11-Septembre", "le [11-septembre] 11 septembre"),
        ("O'Brien-Smith", "[o'brien-smith] o'brien smith"),
        ("- oui -non gouver- nement", "oui non gouver nement"),
    ]);
    let chain = "a-".repeat(30) + "a";
    assert_eq!(forms(&chain), ["a"; 31].join(" "), "a chain that no one writes");
}

#[test]
fn acronyms_are_one_form() {
    assert_forms(&[
        ("la S.N.C.F. et l'U.S.A, M. A. Dupont", "la sncf et usa m a dupont"),
        ("J.-C., J.-L. Borloo, É.D.F", "jc jl borloo édf"),
        ("130 km/h.L'équipe, 30 m.A la fin", "130 km h équipe 30 m a la fin"),
        ("N° 5, n°5, nº 5, n°s 5, № 5, 37°", "n° 5 n° 5 n° 5 n° 5 n° 5 37"),
    ]);
}

#[test]
fn endings_of_several_genders_have_no_token() {
    assert_forms(&[
        ("les étudiant·e·s, ÉLU·E·S et l'élu.e.", "les étudiant élu et élu"),
        ("candidat(e)s, lumière(s), directeur·rice·s", "candidat lumière directeur"),
        ("fin.Elle, mot(e)x9, M.E., pré(nom)", "fin elle mot e x9 me pré nom"),
    ]);
}

#[test]
fn numbers_of_one_value_are_one_form() {
    assert_forms(&[
        (
            "10 000 euros, 10.000, 10\u{a0}000, 10\u{202f}000, 10'000, 10000",
            "10000 euros 10000 10000 10000 10000 10000",
        ),
        ("1 234 567 habitants en 2020 300", "1234567 habitants en 2020 300"),
        ("1 234 567,89 et 3,5 ou 3.5 et 5,576 millions", "1234567,89 et 3,5 ou 3,5 et 5,576 millions"),
        ("1.2.3, 192.168.100.100, 1,2,3, 10.000.000", "1 2 3 192 168 100 100 1 2 3 10000000"),
        ("le 1er, la 1ère, 20ème, XXe", "le 1er la 1ère 20ème xxe"),
        ("007 et 0 123", "007 et 0 123"),
    ]);
}

#[test]
fn signs_of_percent_and_money_are_forms() {
    assert_forms(&[
        ("75%, 3,5 %", "75 % 3,5 %"),
        ("75 pour cent, 3 pourcent", "75 [%] pour cent 3 [%] pourcent"),
        ("10€, 5 M€, €5, $3, 3£", "10 € 5 m € € 5 $ 3 3 £"),
        ("dix pour cent", "dix pour cent"),
        ("5M€, 3Md$, 30km/h, 10 000km, 3,5kg, 18ans", "5 m € 3 md $ 30 km h 10000 km 3,5 kg 18 ans"),
        ("la 5G, 4K et 3D, 30kmx", "la 5g 4k et 3d 30kmx"),
    ]);
}

#[test]
fn dates_and_hours_are_one_whole_in_all_spellings() {
    assert_forms(&[
        ("12/03/2020, 2020-03-12.", "[2020-03-12] 12 03 2020 [2020-03-12] 2020 03 12"),
        ("1.2.2020 12-03-2020T19", "[2020-02-01] 1 2 2020 [2020-03-12] 12 03 2020 t19"),
        ("31/02/2020, 12/03, 1/12/03/2020", "31 02 2020 12 03 1 12 03 2020"),
        ("19h30, 19H30", "[19h30] 19 h 30 [19h30] 19 h 30"),
        ("19 h 30 et 19:30", "[19h30] 19 h 30 et [19h30] 19 h 30"),
        ("19 heures 30, 08h00", "[19h30] 19 heures 30 [8h00] 08 h 00"),
        ("19h, les 35 heures, 3 hommes, 19h5", "[19h] 19 h les [35h] 35 heures 3 hommes 19h5"),
        ("20 heures 15 000 pas", "[20h] 20 heures 15000 pas"),
        ("19:30:45, 2:1", "19 30 45 2 1"),
        ("18h-20h", "[18h] 18 h [20h] 20 h"),
    ]);
}

#[test]
fn tags_and_addresses_are_whole_and_parts() {
    assert_forms(&[
        ("#MeToo #metoo, C# et #", "[#metoo] me too [#metoo] metoo c et"),
        (
            "#BalanceTonPorc #je_suis_Charlie",
            "[#balancetonporc] balance ton porc [#je_suis_charlie] je suis charlie",
        ),
        ("@lemonde, @EmmanuelMacron", "[@lemonde] lemonde [@emmanuelmacron] emmanuel macron"),
        (
            "https://www.lemonde.fr/une/2020-a_b.html?x=1).",
            "[lemonde.fr/une/2020-a_b.html?x=1] lemonde fr une 2020 a b html x 1",
        ),
        ("Voir Franceinfo.fr, www.x.example/.", "voir [franceinfo.fr] franceinfo fr [x.example] x example"),
        ("l'app radio-canada.ca", "app [radio-canada.ca] radio canada ca"),
        ("à Jean.D-P@Lemonde.fr.", "à [jean.d-p@lemonde.fr] jean d p lemonde fr"),
        ("http:// jeudi.Com foo_bar a@b", "http jeudi com foo bar a [@b] b"),
    ]);
    let long = format!("http://a.fr/{}", "b/".repeat(1 << 10));
    assert!(forms(&long).starts_with("a fr b b"), "a long address has parts alone");
}

#[test]
fn other_scripts_are_found_by_their_own_words() {
    assert_forms(&[
        ("Москва القاهرة à 北京", "москва القاهرة à 北 京"),
        ("เด็ก カタ", "เ ด็ ก カ タ"),
        ("\u{200f}שלום\u{200f} \u{301}e\u{301} 👩\u{200d}👧 1\u{fe0f}\u{20e3}", "שלום e\u{301} 1\u{20e3}"),
    ]);
    assert_eq!(forms(&"語".repeat(1000)).split(' ').count(), 1000);
}

#[test]
fn hostile_text_costs_itself() {
    assert_eq!(forms(&"x".repeat(1 << 20)), "");
    assert_eq!(forms(&"a'".repeat(100_000)).len(), 100_000 * 2 - 1);
    for unit in [
        "l'", "'", "a-", "a.", "1.", "1:", "a@", "#", "a_", "1 000 ", "l'a-", "é-'", "-", "http://",
        "a\u{301}",
    ] {
        let mut last = 0;
        tokenize(&unit.repeat(100_000), &mut String::new(), |token| last = token.end);
        assert!(last <= unit.len() * 100_000);
    }
}

#[test]
fn offsets_point_at_the_word_without_its_article() {
    let text = "de l’Élysée aux 10 000 S.N.C.F. du porte-parole-là à 19:30";
    let mut seen = Vec::new();
    tokenize(text, &mut String::new(), |token| seen.push(&text[token.start..token.end]));
    assert_eq!(
        seen,
        [
            "de",
            "Élysée",
            "aux",
            "10 000",
            "S.N.C.F",
            "du",
            "porte-parole",
            "porte",
            "parole",
            "là",
            "à",
            "19:30",
            "19",
            ":",
            "30"
        ]
    );
}

#[test]
fn units_hold_parts_and_wholes() {
    let unit = |parts: &[&str], whole: Option<&str>| Unit {
        parts: parts.iter().map(|part| (*part).to_owned()).collect(),
        whole: whole.map(str::to_owned),
    };
    assert_eq!(
        units_of("le porte-parole de l'Élysée a-t-il"),
        [
            unit(&["le"], None),
            unit(&["porte", "parole"], Some("porte-parole")),
            unit(&["de"], None),
            unit(&["élysée"], None),
            unit(&["a"], None),
            unit(&["il"], None),
        ]
    );
    assert_eq!(forms_of("porte-parole e\u{301}lu"), ["porte", "parole", "élu"]);
}

proptest! {
    #[test]
    fn tokens_are_ordered_inside_the_text_and_on_borders(
        text in "(\\PC|[a-zé'’.0-9 -]|[#@:/_%€hœ-]|\\.fr|-t-il|l'|19h|pour cent|\u{301}|\u{200d}|[A-Z]){0,60}"
    ) {
        let (mut start, mut end) = (0, 0);
        let (mut whole, mut parts) = (0..text.len(), 0);
        tokenize(&text, &mut String::new(), |token| {
            assert!(text.is_char_boundary(token.start) && text.is_char_boundary(token.end));
            assert!(token.start >= start && token.end > token.start && token.end <= text.len());
            assert!(!token.form.is_empty() && token.form.len() <= MAX_FORM_BYTES);
            assert!(!token.form.contains(char::is_control) && !token.form.contains(char::is_whitespace));
            assert!(!token.form.chars().any(|c| is_hyphen(c) && c != '-' || is_apostrophe(c) && !"'`".contains(c)));
            start = token.start;
            if token.is_whole() {
                assert_eq!(parts, 0, "a whole inside another");
                assert!(token.start >= end);
                (whole, parts) = (token.start..token.end, token.parts);
                return;
            }
            assert!(token.start >= end, "parts do not overlap");
            end = token.end;
            if parts > 0 {
                parts -= 1;
                assert!(whole.start <= token.start && token.end <= whole.end);
            }
        });
        assert_eq!(parts, 0, "parts that did not come");
    }

    #[test]
    fn a_form_that_is_asked_for_is_read_as_itself(text in "[a-zé'’ .0-9h:/-]{0,30}") {
        for unit in units_of(&text) {
            if let Some(whole) = unit.whole.filter(|whole| whole != "%") {
                let again = units_of(&whole);
                prop_assert_eq!(again.len(), 1, "{}", &whole);
                prop_assert_eq!(again[0].whole.as_ref(), Some(&whole));
                prop_assert_eq!(again[0].parts.len(), unit.parts.len());
            }
        }
    }
}
