//! Languages by name, as databases and catalogues declare them: `Français`, `ENGLISH`, `Deutsch`.

use super::standfirst::letters;
use crate::article::Language;

/// Names in French, English and the language itself, in small letters without accents, with their code.
const NAMES: &[(&str, &str)] = &[
    ("francais", "fr"),
    ("french", "fr"),
    ("franzosisch", "fr"),
    ("frances", "fr"),
    ("francese", "fr"),
    ("anglais", "en"),
    ("english", "en"),
    ("englisch", "en"),
    ("ingles", "en"),
    ("inglese", "en"),
    ("allemand", "de"),
    ("german", "de"),
    ("deutsch", "de"),
    ("espagnol", "es"),
    ("spanish", "es"),
    ("espanol", "es"),
    ("italien", "it"),
    ("italian", "it"),
    ("italiano", "it"),
    ("neerlandais", "nl"),
    ("dutch", "nl"),
    ("nederlands", "nl"),
    ("portugais", "pt"),
    ("portuguese", "pt"),
    ("portugues", "pt"),
    ("catalan", "ca"),
    ("breton", "br"),
    ("occitan", "oc"),
    ("arabe", "ar"),
    ("arabic", "ar"),
    ("russe", "ru"),
    ("russian", "ru"),
    ("polonais", "pl"),
    ("polish", "pl"),
    ("latin", "la"),
];

/// Returns the language of that name; of several (`English; French`) the first.
pub(super) fn read(text: &str) -> Option<Language> {
    let first = text.trim().split([';', ',', '/', '(', ' ']).next()?;
    let name: String = letters(first).collect();
    let (_, code) = NAMES.iter().find(|(known, _)| *known == name)?;
    Language::from_code(code)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn languages_are_known_by_their_names() {
        for (text, code) in [
            ("Français", Some("fr")),
            ("ENGLISH; ENGLISHS", Some("en")),
            ("Español", Some("es")),
            ("français", Some("fr")),
            ("klingon", None),
            ("", None),
        ] {
            assert_eq!(read(text).map(|language| language.code().to_owned()).as_deref(), code, "{text}");
        }
    }
}
