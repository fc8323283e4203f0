//! French-looking press text made from lists of words: always the same, of any length.
//!
//! The first words of a list come more often, as in real text; about one word in twelve is a name, one in
//! thirty a number, and a paragraph ends every few sentences.

const WORDS: &str = "de la le et les des en un une du que dans qui pour à au sur par plus pas a est ont avec se ce \
    il son mais sont l'État d'une qu'il n’est c’est aujourd'hui lorsqu’elle s'est a-t-il selon après ans \
    gouvernement ville pays président ministre grève grévistes salariés conseil municipal budget élus électeurs \
    côte marée tempête port quai navire éolien énergie usine emplois entreprise marché prix hausse baisse \
    milliards recherche chercheuse hôpital médecins école élèves lycée œuvre cinéma roman équipe match \
    championne victoire défaite procès tribunal enquête police manifestation rassemblement porte-parole \
    sous-préfecture vingt-cinq naïf cœur annonça annoncent annoncé voulaient pourrait finissent chevaux journaux \
    régionales européenne inondations sécheresse vendange pêcheurs dockers syndicat négociations";

const NAMES: &str = "Marie Lefèvre,Jean-Luc Moreau,Mme Roussel,M. Garnier,Hélène Castel,Paris,Marseille,Le Havre,\
    Saint-Nazaire,la SNCF,l'Assemblée nationale,le Sénat,l’ONU,Bruxelles,la Commission européenne,Nadia Benali,\
    Louis Kermadec,Bretagne,Sénégal,Air France";

/// Returns at least so many bytes of text.
pub(crate) fn french(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 512);
    let (words, names) = (WORDS.split(' ').collect::<Vec<_>>(), NAMES.split(',').collect::<Vec<_>>());
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    while text.len() < bytes {
        for sentence in 0..4 + random.below(4) {
            if sentence > 0 {
                text.push(' ');
            }
            write_sentence(&mut text, &words, &names, &mut random);
        }
        text.push('\n');
    }
    text
}

fn write_sentence(text: &mut String, words: &[&str], names: &[&str], random: &mut Random) {
    let length = 8 + random.below(20);
    text.push_str("Hier,");
    for word in 0..length {
        text.push(' ');
        match random.below(60) {
            0..5 => text.push_str(names[random.below(names.len())]),
            5..7 => text.push_str(&(1 + random.below(90_000)).to_string()),
            _ => {
                let among = 1 + random.below(words.len());
                text.push_str(words[random.below(among)]);
            }
        }
        if random.below(9) == 0 && word + 1 < length {
            text.push(',');
        }
    }
    text.push('.');
}

/// Numbers that look random and are always the same (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound
    }
}
