//! Names that nobody bears: put together from parts by their number, the most popular first.

use super::random::Random;

const FIRST: [&str; 48] = [
    "Marie",
    "Jean",
    "Camille",
    "Louis",
    "Agathe",
    "Karim",
    "Hélène",
    "Paul",
    "Nadia",
    "Victor",
    "Inès",
    "Thomas",
    "Sophie",
    "Hugo",
    "Amina",
    "Luc",
    "Claire",
    "Youssef",
    "Élodie",
    "Marc",
    "Fatou",
    "Benoît",
    "Lucie",
    "Antoine",
    "Chloé",
    "Mehdi",
    "Margaux",
    "Julien",
    "Aïcha",
    "Simon",
    "Jeanne",
    "Rémi",
    "Léa",
    "Bruno",
    "Manon",
    "Olivier",
    "Noémie",
    "François",
    "Anne",
    "Didier",
    "Zoé",
    "Xavier",
    "Alice",
    "Samir",
    "Pauline",
    "Gérard",
    "Irène",
    "Yann",
];
const STARTS: [&str; 32] = [
    "Ber", "Cha", "Del", "Gar", "Lam", "Mar", "Per", "Rou", "Ser", "Val", "Bon", "Cor", "Fau", "Gui", "Lef",
    "Mon", "Pel", "Ric", "Tis", "Vau", "Bel", "Cle", "Dur", "Fer", "Jou", "Mal", "Nor", "Pra", "Sau", "Tou",
    "Ver", "Bri",
];
const MIDDLES: [&str; 16] =
    ["", "an", "el", "in", "on", "ar", "er", "ol", "ill", "ett", "and", "ent", "iss", "ouv", "ign", "ac"];
const ENDS: [&str; 16] =
    ["ot", "ier", "eau", "ard", "in", "on", "et", "aud", "ois", "ac", "ec", "ault", "ert", "as", "el", "ain"];
const SAINTS: [&str; 16] = [
    "Martin", "Pierre", "Germain", "Aubin", "Denis", "Hilaire", "Léger", "Maur", "Clair", "Cyr", "Brieuc",
    "Affrique", "Gilles", "Omer", "Valery", "Yrieix",
];
const TRADES: [&str; 16] = [
    "transports",
    "pêcheurs",
    "hôpitaux",
    "libraires",
    "mineurs",
    "éleveurs",
    "cheminots",
    "architectes",
    "imprimeurs",
    "vignerons",
    "dockers",
    "meuniers",
    "pharmaciens",
    "apiculteurs",
    "géomètres",
    "bateliers",
];
const BODIES: [&str; 8] = [
    "Fédération des",
    "Syndicat national des",
    "Union des",
    "Comité des",
    "Institut des",
    "Association des",
    "Conseil des",
    "Office des",
];

/// One of a list, by number.
fn of<'l>(list: &[&'l str], number: u64) -> &'l str {
    list[(number % list.len() as u64) as usize]
}

/// A number of its own for each rank, spread over all bits.
fn mixed(rank: u64, kind: u64) -> u64 {
    Random::of(kind, rank).next_u64()
}

fn surname(number: u64, out: &mut String) {
    out.push_str(of(&STARTS, number));
    out.push_str(of(&MIDDLES, number >> 5));
    // Two middles where the number is large: some 2 million surnames.
    out.push_str(of(&MIDDLES, (number >> 9) & (number >> 17)));
    out.push_str(of(&ENDS, number >> 13));
}

/// Appends a person's name, or the surname alone.
pub(super) fn person(rank: u64, whole: bool, out: &mut String) {
    let number = mixed(rank, 1);
    if whole {
        out.push_str(of(&FIRST, number >> 40));
        out.push(' ');
    }
    surname(number, out);
}

/// Appends a place's name.
pub(super) fn place(rank: u64, out: &mut String) {
    let number = mixed(rank, 2);
    match number >> 62 {
        0 => {
            out.push_str("Saint-");
            out.push_str(of(&SAINTS, number >> 20));
            out.push_str(["-sur-", "-en-", "-lès-"][(number >> 30) as usize % 3]);
            surname(number, out);
        }
        1 => {
            surname(number, out);
            out.push_str("ville");
        }
        _ => surname(number, out),
    }
}

/// Appends an organisation's name: spelled out, or letters.
pub(super) fn organisation(rank: u64, out: &mut String) {
    let number = mixed(rank, 3);
    match number >> 62 {
        0 => {
            out.push_str(of(&BODIES, number >> 10));
            out.push(' ');
            out.push_str(of(&TRADES, number >> 20));
            out.push_str(" de ");
            place(rank / 3, out);
        }
        1 => {
            surname(number, out);
            out.push_str(" Industries");
        }
        _ => {
            for letter in 0..3 + (number >> 50) % 3 {
                out.push(char::from(b'A' + ((number >> (6 * letter)) % 26) as u8));
            }
        }
    }
}

/// Appends the name of a newspaper.
pub(super) fn source(number: u64, out: &mut String) {
    out.push_str(of(&["La Gazette de", "Le Courrier de", "Les Nouvelles de", "L'Écho de"], number));
    out.push(' ');
    place(number / 4, out);
}
