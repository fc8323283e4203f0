//! Many experiments at once: every combination of the values to try, each named by its settings.

use super::experiment::{Experiment, Settings};
use crate::analysis::Stemmer;
use crate::query::Operator;

/// Most experiments of one grid.
const EXPERIMENTS: usize = 1_000;

/// A setting that can be tried: its name, what it takes, how it is set and read. One line a setting.
struct Setting {
    name: &'static str,
    takes: Takes,
}

/// What a setting takes.
enum Takes {
    /// A number between these bounds.
    Number(f32, f32, fn(&mut Settings) -> &mut f32),
    /// One of these words.
    Word(fn() -> Vec<&'static str>, fn(&mut Settings, usize), fn(&Settings) -> usize),
}

const SETTINGS: &[Setting] = &[
    Setting {
        name: "stemmer",
        takes: Takes::Word(
            || Stemmer::ALL.map(Stemmer::name).to_vec(),
            |settings, at| settings.stemmer = Stemmer::ALL[at],
            |settings| Stemmer::ALL.iter().position(|stemmer| *stemmer == settings.stemmer).unwrap_or(0),
        ),
    },
    Setting {
        name: "lexicon",
        takes: Takes::Word(
            || vec!["yes", "no"],
            |settings, at| settings.lexicon = at == 0,
            |settings| usize::from(!settings.lexicon),
        ),
    },
    Setting {
        name: "operator",
        takes: Takes::Word(
            || vec!["or", "and"],
            |settings, at| settings.operator = [Operator::Or, Operator::And][at],
            |settings| settings.operator as usize,
        ),
    },
    Setting { name: "k1", takes: Takes::Number(0.01, 100.0, |settings| &mut settings.ranking.saturation) },
    Setting { name: "b", takes: Takes::Number(0.0, 1.0, |settings| &mut settings.ranking.length_share) },
    Setting { name: "title", takes: Takes::Number(0.0, 1000.0, |settings| &mut settings.ranking.title) },
    Setting {
        name: "same-fold",
        takes: Takes::Number(0.0, 10.0, |settings| &mut settings.ranking.same_fold),
    },
    Setting {
        name: "same-stem",
        takes: Takes::Number(0.0, 10.0, |settings| &mut settings.ranking.same_stem),
    },
    Setting { name: "near", takes: Takes::Number(0.0, 10.0, |settings| &mut settings.ranking.near) },
    Setting { name: "nearness", takes: Takes::Number(0.0, 10.0, |settings| &mut settings.ranking.nearness) },
];

/// Why no grid can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// Not of the form `NAME=V1,V2`.
    #[error("\"{0}\" is not of the form NAME=V1,V2")]
    Form(String),
    /// No setting has that name.
    #[error("there is no setting \"{0}\"")]
    Unknown(String),
    /// The setting does not take that value.
    #[error("{name} takes {takes}, not \"{value}\"")]
    Value {
        /// The setting.
        name: &'static str,
        /// What it takes.
        takes: String,
        /// What it was given.
        value: String,
    },
    /// The setting, or one of its values, is there twice.
    #[error("\"{0}\" is there twice")]
    Twice(String),
    /// More combinations than can be looked at.
    #[error("{0} experiments; at most {EXPERIMENTS}")]
    TooMany(usize),
}

/// What can be tried: each setting and what it takes, as `lexicon=yes|no` or `b=0…1`.
pub fn tryable() -> Vec<String> {
    let shown = |setting: &Setting| match setting.takes {
        Takes::Number(least, most, _) => format!("{}={least}…{most}", setting.name),
        Takes::Word(words, ..) => format!("{}={}", setting.name, words().join("|")),
    };
    SETTINGS.iter().map(shown).collect()
}

/// Experiments to make, and which of them is as it would be without trying anything.
#[derive(Debug, Clone, PartialEq)]
pub struct Experiments {
    /// All of them, in the order of their values.
    pub all: Vec<Experiment>,
    /// Place of the one whose settings are those that it all began from.
    pub usual: usize,
}

/// Returns every combination of the values to try, on top of `usual`; each of `tries` is `NAME=V1,V2`.
/// The usual settings come first where no combination is the same.
///
/// # Errors
/// If a setting or value is none, is there twice, or the combinations are too many.
pub fn experiments(usual: Settings, tries: &[String]) -> Result<Experiments, SettingError> {
    let mut tried: Vec<&Setting> = Vec::new();
    let mut all = vec![usual];
    for text in tries {
        let (name, values) = text.split_once('=').ok_or_else(|| SettingError::Form(text.clone()))?;
        let name = name.trim();
        let setting = SETTINGS
            .iter()
            .find(|setting| setting.name == name)
            .ok_or_else(|| SettingError::Unknown(name.to_owned()))?;
        if tried.iter().any(|known| known.name == setting.name) {
            return Err(SettingError::Twice(name.to_owned()));
        }
        let values: Vec<&str> = values.split(',').map(str::trim).collect();
        let many = all.len().saturating_mul(values.len());
        if many > EXPERIMENTS {
            return Err(SettingError::TooMany(many));
        }
        let mut next = Vec::with_capacity(many);
        for settings in &all {
            for value in &values {
                let changed = setting.changed(*settings, value)?;
                if next.contains(&changed) {
                    return Err(SettingError::Twice(format!("{name}={value}")));
                }
                next.push(changed);
            }
        }
        all = next;
        tried.push(setting);
    }
    if !all.contains(&usual) {
        all.insert(0, usual);
    }
    let named = |settings: &Settings| {
        let parts = tried.iter().map(|setting| format!("{}={}", setting.name, setting.value_in(*settings)));
        Experiment { name: parts.collect::<Vec<_>>().join(","), settings: *settings }
    };
    Ok(Experiments {
        usual: all.iter().position(|settings| *settings == usual).unwrap_or(0),
        all: all.iter().map(named).collect(),
    })
}

impl Setting {
    fn changed(&self, mut settings: Settings, value: &str) -> Result<Settings, SettingError> {
        match self.takes {
            Takes::Number(least, most, place) => {
                let number = value.parse::<f32>().ok().filter(|number| (least..=most).contains(number));
                *place(&mut settings) =
                    number.ok_or_else(|| self.refusal(format!("a number from {least} to {most}"), value))?;
            }
            Takes::Word(words, set, _) => {
                let words = words();
                let at = words.iter().position(|word| *word == value);
                set(&mut settings, at.ok_or_else(|| self.refusal(words.join(" or "), value))?);
            }
        }
        Ok(settings)
    }

    fn refusal(&self, takes: String, value: &str) -> SettingError {
        SettingError::Value { name: self.name, takes, value: value.to_owned() }
    }

    fn value_in(&self, mut settings: Settings) -> String {
        match self.takes {
            Takes::Number(_, _, place) => place(&mut settings).to_string(),
            Takes::Word(words, _, at) => words()[at(&settings)].to_owned(),
        }
    }
}

impl Settings {
    /// All settings with their values as text, in the order of the table; what is a number is told apart.
    pub fn values(&self) -> Vec<(&'static str, String, Option<f32>)> {
        let one = |setting: &Setting| {
            let mut settings = *self;
            let number = match setting.takes {
                Takes::Number(_, _, place) => Some(*place(&mut settings)),
                Takes::Word(..) => None,
            };
            (setting.name, setting.value_in(*self), number)
        };
        SETTINGS.iter().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(tries: &[&str]) -> Result<(Vec<String>, usize), SettingError> {
        let tries: Vec<String> = tries.iter().map(|text| (*text).to_owned()).collect();
        let Experiments { all, usual } = experiments(Settings::default(), &tries)?;
        Ok((all.into_iter().map(|experiment| experiment.name).collect(), usual))
    }

    #[test]
    fn every_combination_is_named_by_what_was_tried() {
        let (grid, usual) = names(&["lexicon=no,yes", "operator=or,and"]).expect("a grid");
        let expected = ["no,operator=or", "no,operator=and", "yes,operator=or", "yes,operator=and"];
        assert_eq!(grid, expected.map(|rest| format!("lexicon={rest}")));
        assert_eq!(usual, 2);
        let (grid, usual) = names(&["operator=and"]).expect("a grid");
        assert_eq!((grid, usual), (vec!["operator=or".to_owned(), "operator=and".to_owned()], 0));
        assert_eq!(names(&[]).expect("a grid"), (vec![String::new()], 0));
    }

    #[test]
    fn every_setting_takes_its_own_value_back() {
        for (name, value, _) in Settings::default().values() {
            let (grid, usual) = names(&[&format!("{name}={value}")]).expect("a grid");
            assert_eq!((grid, usual), (vec![format!("{name}={value}")], 0));
        }
        for stemmer in Stemmer::ALL {
            let tried = format!("stemmer={}", stemmer.name());
            let all = experiments(Settings::default(), std::slice::from_ref(&tried)).expect("a grid").all;
            assert!(all.iter().any(|one| one.name == tried && one.settings.stemmer == stemmer));
        }
    }

    #[test]
    fn what_cannot_be_tried_is_refused() {
        let error = |tries: &[&str]| names(tries).expect_err("refused");
        assert_eq!(error(&["title"]), SettingError::Form("title".into()));
        assert_eq!(error(&["titel=1"]), SettingError::Unknown("titel".into()));
        assert_eq!(error(&["b=1", "b=0"]), SettingError::Twice("b".into()));
        assert_eq!(error(&["b=1,1.0"]), SettingError::Twice("b=1.0".into()));
        for wrong in ["b=2", "b=", "b=nan", "k1=0", "stemmer=Light", "lexicon=maybe", "title=1,,2"] {
            assert!(matches!(error(&[wrong]), SettingError::Value { .. }), "{wrong}");
        }
        let many = |name: &str| {
            format!(
                "{name}={}",
                (1..=40).map(|n| (n as f32 / 40.0).to_string()).collect::<Vec<_>>().join(",")
            )
        };
        assert_eq!(error(&[&many("b"), &many("near")]), SettingError::TooMany(1600));
    }
}
