//! Rare words of one ending: those that were seen, and behind them as many as anyone asks for.

/// What may stand before a stem.
const PREFIXES: [&str; 40] = [
    "re", "dé", "sur", "pré", "inter", "contre", "co", "auto", "micro", "multi", "néo", "sous", "extra",
    "hyper", "poly", "télé", "ultra", "trans", "anti", "euro", "agro", "bio", "géo", "hydro", "photo",
    "radio", "socio", "thermo", "mono", "péri", "archi", "pseudo", "électro", "aéro", "franco", "rétro",
    "super", "semi", "infra", "post",
];

/// Words of one ending, by rank.
pub(super) struct Class {
    ending: Box<str>,
    stems: Vec<Box<str>>,
}

impl Class {
    pub(super) fn new(ending: &str, stems: &[&str]) -> Self {
        let stems = if stems.is_empty() { &["parl"][..] } else { stems };
        Class { ending: ending.into(), stems: stems.iter().map(|stem| Box::from(*stem)).collect() }
    }

    /// Stems that were seen.
    pub(super) fn seen(&self) -> usize {
        self.stems.len()
    }

    /// Appends the word of a rank; ranks beyond the stems put prefixes before them, one, then two, and so on.
    pub(super) fn write(&self, rank: u64, out: &mut String) {
        let stems = self.stems.len() as u64;
        let mut prefix = rank / stems;
        while prefix > 0 {
            out.push_str(PREFIXES[((prefix - 1) % PREFIXES.len() as u64) as usize]);
            prefix = (prefix - 1) / PREFIXES.len() as u64;
        }
        out.push_str(&self.stems[(rank % stems) as usize]);
        out.push_str(&self.ending);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn words_do_not_end() {
        let class = Class::new("ations", &["déclar", "négoci"]);
        let words: BTreeSet<String> = (0..5_000)
            .map(|rank| {
                let mut word = String::new();
                class.write(rank, &mut word);
                word
            })
            .collect();
        assert_eq!(words.len(), 5_000);
        assert!(words.contains("renégociations"));
    }
}
