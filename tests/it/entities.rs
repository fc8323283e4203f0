//! Entities: annotation is measured against press annotated by hand, and survives any text.

use kiosque::annotate::Annotator;
use kiosque::article::{Article, Entity, Field, Kind, Mention};
use std::collections::BTreeSet;
use std::io::BufRead;
use std::path::Path;

use super::support::Workspace;

fn entities(annotator: &Annotator, title: &str, body: &str) -> Vec<Entity> {
    annotator.annotate(Article::of_text(title, body)).entities
}

fn names(entities: &[Entity], kind: Kind) -> Vec<&str> {
    entities.iter().filter(|entity| entity.kind == kind).map(|entity| entity.name.as_str()).collect()
}

/// What every annotation promises, whatever the text.
fn assert_sound(title: &str, body: &str, entities: &[Entity]) {
    assert!(entities.is_sorted_by(|one, other| (one.kind, &one.key) < (other.kind, &other.key)));
    let mut taken = BTreeSet::new();
    for entity in entities {
        assert!(!entity.key.is_empty() && !entity.name.is_empty(), "{entity:?}");
        assert!(entity.mentions.is_sorted(), "{entity:?}");
        for mention in &entity.mentions {
            let text = if mention.field == Field::Title { title } else { body };
            let surface = text.get(mention.start as usize..mention.end as usize);
            assert!(surface.is_some_and(|surface| !surface.is_empty() && surface.len() <= 255), "{entity:?}");
            taken.insert((mention.field, mention.start, mention.end));
        }
    }
    let taken: Vec<_> = taken.into_iter().collect();
    assert!(taken.windows(2).all(|pair| pair[0].0 != pair[1].0 || pair[0].2 <= pair[1].1), "overlap");
    let mentions: usize = entities.iter().map(|entity| entity.mentions.len()).sum();
    assert_eq!(taken.len(), mentions, "one mention in two entities");
}

#[test]
fn an_article_names_people_organisations_and_places() {
    let annotator = Annotator::new();
    let body = "Selon le maire de Rennes, Mme Nathalie Morvan, reçue lundi par M. Macron à l’Élysée, la Covid-19 recule.\n\
                Emmanuel Macron a salué jeudi.Le lendemain, Mme Morvan était à Levens (Alpes-Maritimes).\n\
                La Cour pénale internationale (CPI) siège à La Haye ; la CPI n’a pas répondu, selon l’AFP.";
    let found = entities(&annotator, "Rennes : la visite de Morvan", body);
    assert_sound("Rennes : la visite de Morvan", body, &found);
    assert_eq!(names(&found, Kind::Person), ["Emmanuel Macron", "Nathalie Morvan"]);
    assert_eq!(names(&found, Kind::Organization), ["Cour pénale internationale", "Élysée"]);
    assert_eq!(names(&found, Kind::Place), ["Alpes-Maritimes", "La Haye", "Levens", "Rennes"]);
    let assembly = entities(&annotator, "", "L'Assemblée nationale vote. Puis l'Assemblée se repose.");
    assert_eq!(names(&assembly, Kind::Organization), ["Assemblée nationale"]);
    let macron = &found[0];
    assert_eq!((macron.key.as_str(), macron.mentions.len()), ("emmanuel macron", 2));
}

#[test]
fn a_minister_names_the_ministry_and_an_agency_cited_is_no_subject() {
    let body = "Le ministre de l’Intérieur et la ministre déléguée à la Santé ont parlé, a dit l'un d'eux à l'AFP.\n\
                Le ministère de l'Intérieur confirme, selon Reuters. Reuters a par ailleurs licencié dix personnes.";
    let found = entities(&Annotator::new(), "", body);
    assert_eq!(
        names(&found, Kind::Organization),
        ["ministère de l’Intérieur", "ministère de la Santé", "Reuters"],
    );
    assert_eq!(found[0].mentions.len(), 2);
}

#[test]
fn a_preposition_gives_back_the_article_it_took() {
    let body = "Dans un entretien accordé au Monde, la maire du Mans répond au Canard enchaîné.\n\
                Le Monde du jeudi est au Mans. La ministre des Transports Clémence Aubry s'y rend.";
    let found = entities(&Annotator::new(), "", body);
    assert_eq!(
        names(&found, Kind::Organization),
        ["Le Canard enchaîné", "ministère des Transports", "Le Monde"],
    );
    assert_eq!(names(&found, Kind::Place), ["Le Mans"]);
    assert_eq!(names(&found, Kind::Person), ["Clémence Aubry"]);
}

#[test]
fn what_only_looks_like_a_name_is_none() {
    let body = "Lundi, la Covid-19 recule. Selon les Allemands, la TVA baisse. Noël approche, à 18h GMT.\n\
                UN TITRE EN CAPITALES SANS NOM\nSur Twitter, un Airbus A320. Le maire, le Président.";
    assert_eq!(entities(&Annotator::new(), "Selon Eux", body), []);
}

#[test]
fn two_people_of_one_surname_stay_apart() {
    let body = "Jacques Chirac a reçu Bernadette Chirac. Hier, Chirac a parlé à Paris.";
    let found = entities(&Annotator::new(), "", body);
    assert_eq!(names(&found, Kind::Person), ["Bernadette Chirac", "Chirac", "Jacques Chirac"]);
}

#[test]
fn what_the_source_declares_wins_over_what_rules_find() {
    let mut declaring =
        Article::of_text("", "La société Martine Dupuis a fermé. Martine Dupuis compte dix salariés.");
    declaring.declared_entities =
        vec![(Kind::Organization, "Martine Dupuis".to_owned()), (Kind::Place, "Trifouillis".to_owned())];
    let found = Annotator::new().annotate(declaring).entities;
    assert_eq!(names(&found, Kind::Person), [""; 0]);
    assert_eq!(names(&found, Kind::Organization), ["Martine Dupuis"]);
    assert_eq!(found[0].mentions.len(), 2);
    assert_eq!((found[1].name.as_str(), found[1].mentions.len()), ("Trifouillis", 0));
}

#[test]
fn hostile_texts_take_linear_time() {
    let annotator = Annotator::new();
    let long_name = "Jean ".repeat(1_000);
    for body in [
        "a".repeat(8 << 20),
        "A ".repeat(100_000),
        "Jean-".repeat(200_000),
        long_name,
        "Le ministère de la ".repeat(50_000),
        "l'".repeat(200_000),
        "(M. A.".repeat(100_000),
        "\0\u{1}\u{202e}É\u{301}".repeat(50_000),
        (0..60_000).map(|n| format!("Jean Xa{n} et Ya{n} dit. ")).collect(),
    ] {
        let start = std::time::Instant::now();
        assert_sound("", &body, &entities(&annotator, "", &body));
        let seconds = start.elapsed().as_secs_f64();
        assert!(seconds < 20.0, "{} bytes took {seconds} s", body.len());
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_annotated_soundly(title in ".{0,40}", body in ".{0,300}") {
        assert_sound(&title, &body, &entities(shared(), &title, &body));
    }

    #[test]
    fn any_mix_of_names_and_marks_is_annotated_soundly(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60),
    ) {
        let body = pieces.concat();
        assert_sound("", &body, &entities(shared(), "", &body));
    }
}

const PIECES: &[&str] = &[
    "M. ",
    "Mme ",
    "Jean",
    "Paris",
    " de ",
    " d’",
    "l'",
    "Le ",
    "Le Pen",
    " (",
    ")",
    "ONU",
    "É",
    "-",
    "’",
    ".",
    " ",
    "\n",
    "ministère ",
    "Union ",
    "Macron",
    "à ",
    "NATIONS",
    " unies",
    "«",
    "\u{301}",
    "AFP",
    "&",
    "20 ",
    "rue ",
    "+",
];

fn shared() -> &'static Annotator {
    static ANNOTATOR: std::sync::LazyLock<Annotator> = std::sync::LazyLock::new(Annotator::new);
    &ANNOTATOR
}

type Spans = BTreeSet<(usize, usize, Kind)>;

/// Strict F1 over annotated press: same start, same end, same kind.
#[test]
fn press_annotated_by_hand_keeps_its_score() {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/ner/winer_fr_dev.jsonl.zst");
    let Ok(file) = std::fs::File::open(&gold) else {
        println!("skipped: {} is not there", gold.display());
        return;
    };
    let lines = std::io::BufReader::new(zstd::Decoder::new(file).expect("a zstd file"));
    let annotator = Annotator::new();
    let mut tallies = [[0_usize; 3]; 3];
    for line in lines.lines() {
        let row: serde_json::Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        let text = row["text"].as_str().expect("a text");
        let wanted = gold_spans(&row);
        let mut found = Spans::new();
        for entity in entities(&annotator, "", text) {
            for mention in entity.mentions {
                found.insert((mention.start as usize, mention.end as usize, entity.kind));
            }
        }
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let wanted: Spans =
            wanted.into_iter().map(|(start, end, kind)| (starts[start], starts[end], kind)).collect();
        for kind in Kind::ALL {
            let of = |spans: &Spans| spans.iter().filter(|span| span.2 == kind).count();
            let both = wanted.intersection(&found).filter(|span| span.2 == kind).count();
            for (tally, count) in tallies[kind as usize].iter_mut().zip([both, of(&found), of(&wanted)]) {
                *tally += count;
            }
        }
    }
    let f1 = |[both, found, wanted]: [usize; 3]| 200.0 * both as f64 / (found + wanted).max(1) as f64;
    let micro = f1(std::array::from_fn(|n| tallies.iter().map(|tally| tally[n]).sum()));
    let [person, organization, place] = tallies.map(f1);
    println!(
        "strict F1: micro {micro:.1}, person {person:.1}, organization {organization:.1}, place {place:.1}"
    );
    assert!(micro >= FLOOR_MICRO, "{micro:.1}");
}

/// Measured 85.6 on the day of writing; a drop of more than 1.5 is a fault.
const FLOOR_MICRO: f64 = 84.1;

fn gold_spans(row: &serde_json::Value) -> Vec<(usize, usize, Kind)> {
    let mut spans = Vec::new();
    for entity in row["entities"].as_array().expect("entities") {
        let kind = match entity["type"].as_str() {
            Some("PER") => Kind::Person,
            Some("ORG") => Kind::Organization,
            Some("LOC") => Kind::Place,
            _ => continue,
        };
        let place = |name: &str| entity[name].as_u64().expect("an offset") as usize;
        spans.push((place("start"), place("end"), kind));
    }
    spans
}

/// Whatever a source declares, its article is in the index, and found.
#[test]
fn declared_names_of_any_kind_cost_no_article() {
    let workspace = Workspace::new();
    let many: Vec<String> = (0..100_000).map(|n| format!("Organisme Numéro {n}")).collect();
    let names: [Vec<String>; 8] = [
        vec!["Anne ".repeat(20_000)],
        vec!["a/b/c".into(), "/".into(), "//".into()],
        vec!["Anne\u{0}Hidalgo".into(), "\u{0}".into()],
        vec![String::new(), " ".into(), "\u{feff}".into()],
        vec!["é".repeat(70_000)],
        vec!["\u{1}\n\u{2028}".into()],
        many,
        vec!["Jeanne Martin".into()],
    ];
    for (number, names) in names.iter().enumerate() {
        let about: Vec<serde_json::Value> =
            names.iter().map(|name| serde_json::json!({"@type": "Person", "name": name})).collect();
        let body =
            format!("Le conseil numéro {number} a voté le budget du port, après de longs débats. ").repeat(8);
        let data = serde_json::json!({
            "@type": "NewsArticle", "headline": format!("Vote {number}"), "articleBody": body, "about": about,
            "articleSection": names[0], "author": {"@type": "Person", "name": names[0]},
        });
        let page = format!(
            "<!doctype html><html lang=\"fr\"><head><title>Vote {number}</title><script \
             type=\"application/ld+json\">{}</script></head><body><article><h1>Vote \
             {number}</h1><p>{body}</p></article></body></html>",
            data.to_string().replace("</", "<\\/"),
        );
        workspace.write(&format!("corpus/{number}.html"), page);
    }
    workspace.kiosque("index corpus -q").succeeds();
    assert_eq!(workspace.kiosque("search conseil --count").succeeds().stdout, "8\n");
    assert_eq!(workspace.dump().len(), 8);
    let found = workspace.run(&["search", "conseil", "--person", "Jeanne Martin", "--count"]).succeeds();
    assert_eq!(found.stdout, "1\n");
    workspace.kiosque("verify --deep").succeeds();
}

#[test]
fn names_found_by_others_are_brought_together_without_asking_the_tagger() {
    let annotator = Annotator::new();
    let body = "Le bourgmestre zébulon vauquelin rit. Vauquelin part avec la guilde des zinzolins.";
    let at = |name: &str| {
        let start = body.find(name).expect("in the body");
        Mention { field: Field::Body, start: start as u32, end: (start + name.len()) as u32 }
    };
    let given = [
        (Kind::Organization, at("guilde des zinzolins")),
        (Kind::Person, at("zébulon vauquelin")),
        (Kind::Person, at("Vauquelin")),
        // Cuts a word; overlaps a mention before it.
        (Kind::Place, at("bourg")),
        (Kind::Place, at("zinzolins")),
    ];
    let annotated = annotator.annotate_given(Article::of_text("", body), &given);
    assert_sound("", body, &annotated.entities);
    let met: Vec<_> =
        annotated.entities.iter().map(|one| (one.kind, &*one.key, one.mentions.len())).collect();
    let expected = [(Kind::Person, "zebulon vauquelin", 2), (Kind::Organization, "guilde des zinzolins", 1)];
    assert_eq!(met, expected);
}
