//! Acronyms and what they stand for.

use super::fold::fold_into;

/// Whether an acronym's letters are the initials of a long form, its small words counted or not.
pub fn is_acronym_of(acronym: &str, long: &str) -> bool {
    let mut wanted = String::new();
    fold_into(acronym, &mut wanted);
    wanted.retain(char::is_alphanumeric);
    if wanted.len() < 2 {
        return false;
    }
    let mut folded = String::new();
    fold_into(long, &mut folded);
    let words = || folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let small = |word: &str| {
        matches!(
            word,
            "de" | "du"
                | "des"
                | "d"
                | "la"
                | "le"
                | "les"
                | "l"
                | "et"
                | "pour"
                | "of"
                | "the"
                | "and"
                | "a"
        )
    };
    let all = words().filter_map(|word| word.chars().next());
    let great = words().filter(|word| !small(word)).filter_map(|word| word.chars().next());
    wanted.chars().eq(all) || wanted.chars().eq(great)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_initials_with_small_words_or_without() {
        assert!(is_acronym_of("CPI", "Cour pénale internationale"));
        assert!(is_acronym_of("MNHN", "Muséum national d'histoire naturelle"));
        assert!(is_acronym_of("SDN", "Société des Nations"));
        assert!(is_acronym_of("SN", "Société des Nations"));
        assert!(!is_acronym_of("AFP", "Cour pénale internationale"));
    }
}
