//! Verbs: which infinitive a conjugated form belongs to, told by its ending and a list of verbs.

use std::cmp::{Ordering, Reverse};
use std::sync::OnceLock;

/// Infinitives, one a line, in order of bytes, so that they can be looked up where they stand; before them
/// remarks, which begin with `#`, a sign before every letter.
const VERBS: &str = include_str!("../data/verbs.txt");

/// Endings of forms and the ending of the infinitive that each may belong to.
///
/// An ending counts only where what comes out is a verb that we know: so that `vêtement` or `président` is
/// none. Longer endings are tried first. Rare persons (`-ions`, `-iez`, `-ai`) are left out: in the press
/// they are nouns.
const CONJUGATIONS: &[(&str, &[&str])] = &[
    // Regular verbs in -er; their participles; what is done by them (licenciement, expulsion).
    (
        "er",
        &[
            "er", "e", "es", "ent", "ons", "ez", "ais", "ait", "aient", "a", "èrent", "era", "erai", "eras",
            "erons", "erez", "eront", "erais", "erait", "eraient", "ant", "é", "ée", "és", "ées", "ement",
            "ements", "age", "ages", "ation", "ations", "ion", "ions",
        ],
    ),
    ("quer", &["cation", "cations"]),
    ("envoyer", &["enverra", "enverront", "enverrait", "enverraient"]),
    ("ier", &["ication", "ications"]),
    // Verbs in -ir that take -iss-.
    (
        "ir",
        &[
            "ir",
            "is",
            "it",
            "issons",
            "issez",
            "issent",
            "issais",
            "issait",
            "issaient",
            "issant",
            "irent",
            "ira",
            "irai",
            "irons",
            "irez",
            "iront",
            "irais",
            "irait",
            "iraient",
            "i",
            "ie",
            "ies",
            "isse",
            "issement",
            "issements",
        ],
    ),
    // Other verbs in -ir.
    ("artir", &["ars", "art", "artent", "artait", "artaient", "artant", "artons", "arte"]),
    ("ortir", &["ors", "ort", "ortent", "ortait", "ortaient", "ortant", "ortons"]),
    ("entir", &["ens", "ent", "entent", "entait", "entaient", "entant", "entons"]),
    ("ervir", &["ers", "ert", "ervent", "ervait", "ervaient", "ervant", "ervons"]),
    ("dormir", &["dors", "dort", "dorment", "dormait", "dormaient", "dormant"]),
    (
        "vrir",
        &[
            "vre", "vres", "vrent", "vrait", "vraient", "vrant", "vrons", "vert", "verte", "verts", "vertes",
            "vrit",
        ],
    ),
    (
        "ffrir",
        &[
            "ffre", "ffres", "ffrent", "ffrait", "ffraient", "ffrant", "ffrons", "ffert", "fferte", "fferts",
            "ffertes",
        ],
    ),
    (
        "courir",
        &[
            "court",
            "cours",
            "courent",
            "courait",
            "couraient",
            "courant",
            "couru",
            "courue",
            "courus",
            "courut",
            "coururent",
            "courra",
            "courront",
            "courrait",
            "courraient",
        ],
    ),
    (
        "mourir",
        &["meurt", "meurs", "meurent", "meure", "mourait", "mouraient", "mourut", "mourra", "mourront"],
    ),
    ("cueillir", &["cueille", "cueillent", "cueillait", "cueillaient", "cueillant", "cueillera"]),
    ("vêtir", &["vêtu", "vêtue", "vêtus", "vêtues", "vêtait"]),
    ("fuir", &["fuit", "fuient", "fuyait", "fuyaient", "fuyant", "fui"]),
    (
        "enir",
        &[
            "iens",
            "ient",
            "iennent",
            "ienne",
            "int",
            "inrent",
            "iendra",
            "iendront",
            "iendrait",
            "iendraient",
            "enu",
            "enue",
            "enus",
            "enues",
            "enait",
            "enaient",
            "enant",
            "enons",
            "enez",
        ],
    ),
    (
        "quérir",
        &[
            "quiert",
            "quièrent",
            "quis",
            "quise",
            "quises",
            "quit",
            "querra",
            "querront",
            "quérait",
            "quérant",
        ],
    ),
    // Verbs in -re.
    (
        "re",
        &[
            "re", "", "s", "e", "es", "ent", "ons", "ez", "ais", "ait", "aient", "ant", "ra", "rai", "ront",
            "rait", "raient", "u", "ue", "us", "ues", "i", "ie", "is", "ies", "it", "irent", "t",
        ],
    ),
    ("tre", &["", "s"]),
    ("ettre", &["is", "ise", "ises", "it", "irent"]),
    (
        "prendre",
        &[
            "pris",
            "prise",
            "prises",
            "prit",
            "prirent",
            "prennent",
            "prenons",
            "prenez",
            "prenait",
            "prenaient",
            "prenant",
            "prenne",
        ],
    ),
    (
        "uire",
        &[
            "uit", "uite", "uits", "uites", "uis", "uisent", "uisait", "uisaient", "uisant", "uisit",
            "uisirent", "uise",
        ],
    ),
    (
        "crire",
        &[
            "crit",
            "crite",
            "crits",
            "crites",
            "crivent",
            "crivait",
            "crivaient",
            "crivant",
            "crivit",
            "crive",
        ],
    ),
    (
        "dire",
        &["dit", "dite", "dits", "dites", "dis", "disent", "disait", "disaient", "disant", "dirent", "dise"],
    ),
    ("lire", &["lisent", "lisait", "lisaient", "lisant", "lise"]),
    ("ffire", &["ffit", "ffisent", "ffisait", "ffisant"]),
    (
        "faire",
        &[
            "fait",
            "faite",
            "faits",
            "faites",
            "font",
            "faisait",
            "faisaient",
            "faisant",
            "fera",
            "feront",
            "ferait",
            "feraient",
            "fit",
            "firent",
            "fasse",
        ],
    ),
    (
        "aître",
        &["aissent", "aissait", "aissaient", "aissant", "aisse", "aît", "ait", "aitre", "aîtra", "aîtront"],
    ),
    ("naître", &["nu", "nue", "nus", "nues", "nut", "nurent"]),
    ("araître", &["aru", "arue", "arus", "arues", "arut", "arurent"]),
    ("oître", &["oît", "oissent", "oissait", "oissant", "u", "ue", "us", "ues"]),
    (
        "aindre",
        &["aint", "ainte", "aints", "aintes", "ains", "aignent", "aignait", "aignaient", "aignant", "aigne"],
    ),
    (
        "eindre",
        &["eint", "einte", "eints", "eintes", "eins", "eignent", "eignait", "eignaient", "eignant", "eigne"],
    ),
    (
        "oindre",
        &["oint", "ointe", "oints", "ointes", "oins", "oignent", "oignait", "oignaient", "oignant", "oigne"],
    ),
    ("ivre", &["écu", "écue", "écus", "écut", "écurent", "it", "is"]),
    ("cre", &["quent", "quait", "quant", "quit", "que"]),
    ("clure", &["clu", "clue", "clus", "clues", "cluse", "clut", "clurent", "cluent"]),
    ("soudre", &["sous", "soute", "solu", "solue", "solvent", "solvait", "sout"]),
    ("oire", &["oit", "ois", "oient", "oyait", "oyaient", "oyant", "oyons"]),
    // Verbs in -oir.
    (
        "oir",
        &["oir", "oit", "ois", "oient", "oyait", "oyaient", "oyant", "oyons", "oira", "oiront", "oirait"],
    ),
    ("voir", &["vu", "vue", "vus", "vues", "verra", "verront", "verrait", "verraient", "vit", "virent"]),
    (
        "cevoir",
        &[
            "çoit", "çois", "çoivent", "çu", "çue", "çus", "çues", "cevait", "cevaient", "cevant", "cevra",
            "cevront", "çut", "çurent", "çoive",
        ],
    ),
    ("mouvoir", &["mu", "mue", "mus", "mues", "meut", "meuvent", "mouvait"]),
];

/// Endings and the ending of the infinitive of each, made once.
struct Endings {
    /// By their last byte, the longest first; the empty one under 0.
    by_last: Vec<Vec<(&'static str, &'static str)>>,
}

impl Endings {
    fn of_this_house() -> &'static Endings {
        static ENDINGS: OnceLock<Endings> = OnceLock::new();
        ENDINGS.get_or_init(|| {
            let mut by_last: Vec<Vec<(&str, &str)>> = vec![Vec::new(); 256];
            for (infinitive, forms) in CONJUGATIONS {
                for form in *forms {
                    let last = form.bytes().last().unwrap_or(0);
                    by_last[usize::from(last)].push((form, infinitive));
                }
            }
            for endings in &mut by_last {
                endings.sort_by_key(|(form, _)| Reverse(form.len()));
            }
            Endings { by_last }
        })
    }
}

/// Whether a word is one of the [`VERBS`]: a search by halves in their text, of some hundred nanoseconds, which
/// spares every process a table of them.
fn is_verb(word: &str) -> bool {
    let text = VERBS.as_bytes();
    let (mut low, mut high) = (0, text.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = memchr::memrchr(b'\n', &text[low..middle]).map_or(low, |at| low + at + 1);
        let end = memchr::memchr(b'\n', &text[middle..high]).map_or(high, |at| middle + at);
        match text[start..end].cmp(word.as_bytes()) {
            Ordering::Less => low = end + 1,
            Ordering::Greater => high = start,
            Ordering::Equal => return true,
        }
    }
    false
}

/// Shortest form that is taken for one of a verb, in characters.
const SHORTEST: usize = 3;

/// Puts the infinitive of a lower-case form in `infinitive` and returns true, or returns false if it is the
/// form of no verb that we know. Looks at some tens of endings.
pub(super) fn infinitive_of(form: &str, infinitive: &mut String) -> bool {
    if form.chars().nth(SHORTEST - 1).is_none() {
        return false;
    }
    let by_last = &Endings::of_this_house().by_last;
    let last = form.bytes().last().unwrap_or(0);
    for (ending, of_infinitive) in by_last[usize::from(last)].iter().chain(&by_last[0]) {
        if let Some(base) = form.strip_suffix(ending)
            && known(base, ending, of_infinitive, infinitive)
        {
            return true;
        }
    }
    false
}

/// Tries a base as it stands, then as it was before the ending changed its spelling: `plaçait`, `mangeait`,
/// `mène`, `protège`, `appelle`, `jette`, `emploie`.
fn known(base: &str, ending: &str, of_infinitive: &str, infinitive: &mut String) -> bool {
    let mut is_verb_of = |parts: [&str; 4]| {
        infinitive.clear();
        parts.iter().for_each(|part| infinitive.push_str(part));
        is_verb(infinitive)
    };
    if is_verb_of([base, of_infinitive, "", ""]) {
        return true;
    }
    if of_infinitive != "er" {
        return false;
    }
    if ending.starts_with(['a', 'o']) {
        return base.strip_suffix('ç').is_some_and(|base| is_verb_of([base, "c", "er", ""]))
            || base.strip_suffix("ge").is_some_and(|base| is_verb_of([base, "g", "er", ""]));
    }
    if !ending.starts_with('e') {
        return false;
    }
    if let Some(base) = base.strip_suffix("ll") {
        return is_verb_of([base, "l", "er", ""]);
    }
    if let Some(base) = base.strip_suffix("tt") {
        return is_verb_of([base, "t", "er", ""]);
    }
    if let Some(base) = base.strip_suffix('i') {
        return is_verb_of([base, "y", "er", ""]);
    }
    base.rfind('è').is_some_and(|at| {
        let (before, after) = (&base[..at], &base[at + 'è'.len_utf8()..]);
        after.chars().count() <= 2
            && (is_verb_of([before, "e", after, "er"]) || is_verb_of([before, "é", after, "er"]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_is_found_where_it_stands() {
        let verbs: Vec<&str> = VERBS.lines().skip_while(|line| line.starts_with('#')).collect();
        assert!(verbs.is_sorted() && verbs[0] > "#~", "verbs.txt is in order of bytes, its remarks first");
        assert!(verbs.iter().all(|verb| is_verb(verb)));
        for word in ["", "a", "zzz", "abaisse", "abaisserr", "été", "\n"] {
            assert!(!is_verb(word), "{word}");
        }
    }

    #[test]
    fn forms_belong_to_their_infinitives() {
        for (form, infinitive) in [
            ("manifestaient", "manifester"),
            ("démissionné", "démissionner"),
            ("annonçait", "annoncer"),
            ("mangeait", "manger"),
            ("mènent", "mener"),
            ("protège", "protéger"),
            ("rejettent", "rejeter"),
            ("emploie", "employer"),
            ("finissent", "finir"),
            ("dorment", "dormir"),
            ("obtenu", "obtenir"),
            ("vendu", "vendre"),
            ("comprennent", "comprendre"),
            ("soumise", "soumettre"),
            ("détruit", "détruire"),
            ("inscrivent", "inscrire"),
            ("éteinte", "éteindre"),
            ("reçu", "recevoir"),
            ("prévu", "prévoir"),
            ("découverte", "découvrir"),
            ("licenciements", "licencier"),
            ("expulsion", "expulser"),
            ("investissement", "investir"),
            ("publication", "publier"),
        ] {
            let mut found = String::new();
            assert!(infinitive_of(form, &mut found), "{form}");
            assert_eq!(found, infinitive, "{form}");
        }
        for form in ["maire", "moment", "argent", "village", "nation", "le", "été", "suisse", "grandes"] {
            assert!(!infinitive_of(form, &mut String::new()), "{form}");
        }
    }
}
