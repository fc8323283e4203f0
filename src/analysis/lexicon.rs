//! Exceptions to the stemmer's rules: families of forms that are one word, whatever their endings say.

mod forms;

use memchr::memchr;

use super::fold_into;
use forms::Forms;

/// How a lexicon is written: families of forms, the forms apart by blanks, the families by `|` or the end of
/// the line; `#` begins a remark.
///
/// The forms of a family meet one another, and nothing that is named elsewhere or stemmed by rule alone: it
/// brings together (`œil yeux`) and keeps apart (`marche marches | marché marchés`). Forms are lower case, with
/// their accents; one typed or printed without them is taken for the only form that it can stand for. Of a form
/// that stands in two families, the later holds: so a user's file overrules ours.
///
/// To our own stemmer, and to no other, a form draws more into its family, unless that is named elsewhere: an
/// infinitive of `data/verbs.txt` all that the stemmer takes for its verb, be it `inquiétait` or
/// `licenciement`; a singular the plural that a rule leads back to it; an adjective its adverb in -ment.
///
/// A form that ends in a paradigm stands for all that the paradigm makes of it (`march(er)`):
///
/// | paradigm | makes |
/// |---|---|
/// | `(er)` | the forms of a regular verb in -er |
/// | `(ir)` | the forms of a regular verb in -ir that takes -iss- |
/// | `(s)`, `(x)` | the word and its plural |
/// | `(es)` | the word, its plural, its feminine, the plural of that |
pub const LEXICON: &str = include_str!("data/lexicon.txt");

/// Begins the stems that a lexicon makes, and no form: so no rule makes one of these.
pub(super) const MARK: char = '=';

/// Forms of regular verbs in -er: what stands instead of `er`, and what goes before it.
const ER: [&str; 35] = [
    "er", "e", "es", "ons", "ez", "ent", "ais", "ait", "ions", "iez", "aient", "ai", "as", "a", "âmes",
    "âtes", "èrent", "erai", "eras", "era", "erons", "erez", "eront", "erais", "erait", "erions", "eriez",
    "eraient", "ant", "é", "ée", "és", "ées", "ât", "assent",
];

/// Forms of regular verbs in -ir with -iss-.
const IR: [&str; 31] = [
    "ir", "is", "it", "issons", "issez", "issent", "issais", "issait", "issions", "issiez", "issaient",
    "îmes", "îtes", "irent", "irai", "iras", "ira", "irons", "irez", "iront", "irais", "irait", "irions",
    "iriez", "iraient", "issant", "i", "ie", "ies", "isse", "ît",
];

/// Why a line is none of a lexicon.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct LexiconError {
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

/// Families of forms. Made in some hundred microseconds by every process that reads a query, so that it
/// allocates a few blocks and none a form.
#[derive(Debug, Clone, Default)]
pub(super) struct Lexicon {
    /// The number of each form's family.
    families: Forms,
    /// The same by the fold of accented forms; [`SEVERAL`] where two families share one.
    folds: Forms,
    /// The stems of the families, one behind the other.
    stems: String,
    /// Where each family's stem ends.
    ends: Vec<u32>,
}

/// Stands for the family of a fold that several families share.
const SEVERAL: u32 = u32::MAX;

impl Lexicon {
    /// Adds the families of a text; they overrule those that stand.
    ///
    /// # Errors
    /// If a line holds a paradigm that there is not, or a form with a capital.
    pub(super) fn extend(&mut self, text: &str) -> Result<(), LexiconError> {
        let mut form = String::new();
        for (at, line) in text.lines().enumerate() {
            let wrong = |what: String| LexiconError { line: at + 1, what };
            let line = memchr(b'#', line.as_bytes()).map_or(line, |remark| &line[..remark]);
            // Most lines do not, and a glance at their bytes tells.
            let may_hold_capitals = line.bytes().any(|b| b.is_ascii_uppercase() || !b.is_ascii());
            let mut family = self.ends.len() as u32;
            for word in line.split_whitespace() {
                if word == "|" {
                    family = self.ends.len() as u32;
                    continue;
                }
                if may_hold_capitals && word.chars().any(char::is_uppercase) {
                    return Err(wrong(format!("\"{word}\" has a capital; forms are lower case")));
                }
                let paradigm = memchr(b'(', word.as_bytes());
                let (base, endings) = match paradigm.map(|at| (&word[..at], &word[at + 1..])) {
                    None => (word, &[""][..]),
                    Some((base, "er)")) => (base, &ER[..]),
                    Some((base, "ir)")) => (base, &IR[..]),
                    Some((base, "s)")) => (base, &["", "s"][..]),
                    Some((base, "x)")) => (base, &["", "x"][..]),
                    Some((base, "es)")) => (base, &["", "s", "e", "es"][..]),
                    Some((_, other)) => {
                        return Err(wrong(format!(
                            "no paradigm is called \"({other}\"; there are (er), (ir), (s), (x), (es)"
                        )));
                    }
                };
                for ending in endings {
                    inflect(base, ending, &mut form);
                    if self.ends.len() as u32 == family {
                        self.add_stem(&form);
                    }
                    self.families.insert(&form, family);
                }
            }
        }
        self.folds = Forms::with_slots(1 << 10);
        for (accented, family) in self.families.iter().filter(|(form, _)| !form.is_ascii()) {
            form.clear();
            fold_into(accented, &mut form);
            let family = match self.folds.get(&form) {
                Some(known) if known != family => SEVERAL,
                _ => family,
            };
            self.folds.insert(&form, family);
        }
        Ok(())
    }

    /// Adds a stem that no other family has: the family's first form, with a number where an earlier family
    /// holds that form.
    fn add_stem(&mut self, form: &str) {
        self.stems.push(MARK);
        self.stems.push_str(form);
        if self.families.get(form).is_some() {
            self.stems.push('.');
            self.stems.push_str(&self.ends.len().to_string());
        }
        self.ends.push(self.stems.len() as u32);
    }

    /// The stem of the family that a form stands in: [`MARK`] and what names the family. What is written
    /// without accents, as in capitals, is in the family of the only form that it can stand for.
    pub(super) fn stem_of(&self, form: &str) -> Option<&str> {
        let family = match self.families.get(form) {
            Some(family) => Some(family),
            None if form.is_ascii() => self.folds.get(form).filter(|family| *family != SEVERAL),
            None => None,
        };
        let family = family? as usize;
        let start = family.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.stems[start as usize..self.ends[family] as usize])
    }
}

/// Writes a base and an ending over `form`, spelled as French spells them: `plaçons`, `mangeait`.
fn inflect(base: &str, ending: &str, form: &mut String) {
    form.clear();
    form.push_str(base);
    if ending.starts_with(['a', 'o', 'â']) {
        if form.ends_with('c') {
            form.pop();
            form.push('ç');
        } else if form.ends_with('g') {
            form.push('e');
        }
    }
    form.push_str(ending);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon(text: &str) -> Lexicon {
        let mut lexicon = Lexicon::default();
        lexicon.extend(text).expect("a lexicon");
        lexicon
    }

    #[test]
    fn families_meet_and_stay_apart() {
        let lexicon = lexicon("œil yeux # irregular\nmarch(er) | marche(s)\n\nplac(er)\nmang(er)");
        let same = |one, other| {
            let stem = lexicon.stem_of(one);
            stem.is_some() && stem == lexicon.stem_of(other)
        };
        assert!(same("œil", "yeux") && same("marcher", "marchait") && same("marche", "marches"));
        assert!(!same("marche", "marcher"));
        assert!(same("placer", "plaçait") && same("mangeons", "mangé"));
        assert_eq!(lexicon.stem_of("marché"), Some("=marcher"));
        assert_eq!(lexicon.stem_of("yeuxs"), None);
    }

    #[test]
    fn the_later_line_holds() {
        let lexicon = lexicon("pen stylo\npen lepen");
        assert_eq!(lexicon.stem_of("pen"), lexicon.stem_of("lepen"));
        assert_ne!(lexicon.stem_of("pen"), lexicon.stem_of("stylo"));
    }

    #[test]
    fn a_form_without_accents_follows_when_its_own_is_overruled() {
        let lexicon = lexicon("œil yeux\ncôte | côté\nœil oculaire\ncôte rive");
        assert_eq!(lexicon.stem_of("oeil"), lexicon.stem_of("oculaire"));
        assert_eq!(lexicon.stem_of("cote"), None, "it may be côté as well");
    }

    #[test]
    fn a_wrong_line_is_named() {
        let wrong = |text: &str| Lexicon::default().extend(text).expect_err("refused");
        assert_eq!(wrong("a b\nfin(re)").line, 2);
        assert_eq!(wrong("Macron").line, 1);
    }

    #[test]
    fn our_own_lexicon_can_be_read() {
        assert_eq!(lexicon(LEXICON).stem_of("yeux"), Some("=œil"));
    }
}
