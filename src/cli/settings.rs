//! From syntax to things: flag, then environment, then `kiosque.toml`, then default.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::args::{Cli, Common, InputArgs};
use super::failure::Failure;
use super::output::{Color, ColorWishes};
use crate::analysis::{Inflection, Stemmer};
use crate::article::Language;
use crate::index::Snapshot;
use crate::names::Aliases;
use crate::parse::FORMATS;
use crate::pipeline::Checkpoints;
use crate::search::{Index, Synonyms};
use crate::stage::Limits;
use crate::{discover, normalize, parse};

/// The settings file: every key is optional, an unknown one is refused.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Config {
    index: Option<PathBuf>,
    color: Option<String>,
    jobs: Option<u16>,
    memory: Option<String>,
    checkpoint: Option<String>,
    default_language: Option<String>,
    lexicon: Option<PathBuf>,
    synonyms: Option<PathBuf>,
    aliases: Option<PathBuf>,
    #[serde(default)]
    limits: Limits,
    #[serde(default)]
    cross_devices: bool,
    #[serde(default)]
    include: Vec<String>,
    #[serde(default)]
    exclude: Vec<String>,
}

/// Name of the settings file that is read where none is named.
const CONFIG: &str = "kiosque.toml";

/// What every command knows.
pub(super) struct Settings {
    pub(super) index: PathBuf,
    /// Whether the index was named, by flag, environment or settings file.
    pub(super) index_is_named: bool,
    pub(super) color: Color,
    pub(super) wishes: ColorWishes,
    pub(super) quiet: bool,
    pub(super) verbose: bool,
    lexicon: Option<PathBuf>,
    aliases: Option<PathBuf>,
    config: Config,
}

/// The environment, read in one place.
#[allow(clippy::disallowed_methods, reason = "this is the room that reads the environment")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// What the environment says about colours.
pub(super) fn colour_wishes() -> ColorWishes {
    ColorWishes {
        none: variable("NO_COLOR").is_some(),
        forced: variable("CLICOLOR_FORCE").is_some_and(|value| value != "0"),
        dumb: variable("TERM").is_some_and(|value| value == "dumb"),
    }
}

/// The pager that the environment asks for, as it was written; empty for none.
pub(super) fn pager() -> Option<String> {
    #[allow(clippy::disallowed_methods, reason = "this is the room that reads the environment")]
    let asked = |name: &str| std::env::var(name).ok();
    asked("KIOSQUE_PAGER").or_else(|| asked("PAGER"))
}

/// Whether the environment says how `less` is to behave.
pub(super) fn less_has_its_settings() -> bool {
    variable("LESS").is_some()
}

impl Settings {
    pub(super) fn assemble(cli: &Cli) -> Result<Self, Failure> {
        let common: &Common = &cli.common;
        let config = Config::read(common.config.as_deref())?;
        let color = match (&common.color, &config.color) {
            (Some(color), _) => *color,
            (None, Some(name)) => <Color as clap::ValueEnum>::from_str(name, true).map_err(|_| {
                Failure::usage(format!("{CONFIG}: color is auto, always or never, not \"{name}\""))
            })?,
            (None, None) => Color::Auto,
        };
        let index = common.index.clone().or(config.index.clone());
        Ok(Settings {
            index_is_named: index.is_some(),
            index: index.unwrap_or_else(|| "index".into()),
            color,
            wishes: colour_wishes(),
            quiet: common.quiet,
            verbose: common.verbose,
            lexicon: common.lexicon.clone().or(config.lexicon.clone()),
            aliases: common.aliases.clone().or(config.aliases.clone()),
            config,
        })
    }

    /// How words are inflected: by our rules and exceptions, and those of the user's lexicon.
    pub(super) fn inflection(&self) -> Result<Inflection, Failure> {
        Ok(self.lexicon()?.map_or_else(Inflection::default, |(_, inflection)| inflection))
    }

    /// The text of the user's lexicon, if there is one, and the inflection that it gives.
    pub(super) fn lexicon(&self) -> Result<Option<(String, Inflection)>, Failure> {
        let Some(path) = &self.lexicon else { return Ok(None) };
        let text = text_of(path, "the lexicon")?;
        let inflection = Inflection::new(Stemmer::default(), Some(&text)).map_err(|error| {
            Failure::usage(format!("{}:{}: {}", path.display(), error.line, error.what))
                .hint("a line holds the forms of one word, as: travail travaux")
        })?;
        Ok(Some((text, inflection)))
    }

    /// The user's aliases, if there are any, and their text.
    pub(super) fn aliases(&self) -> Result<Option<(String, Aliases)>, Failure> {
        let Some(path) = &self.aliases else { return Ok(None) };
        let text = text_of(path, "the aliases")?;
        let aliases = Aliases::parse(&text).map_err(|error| {
            Failure::usage(format!("{}:{}: {}", path.display(), error.line, error.what))
                .hint("a line is a rule, as person: Emmanuel Macron = Macron, Manu; or person: A != B")
        })?;
        Ok(Some((text, aliases)))
    }

    /// The index as it was last committed, its words inflected and its names one as the user says.
    pub(super) fn open_index(&self) -> Result<Index, Failure> {
        let aliases = self.aliases()?;
        let index = Index::open_with(&self.index, &self.inflection()?)?;
        Ok(match aliases {
            Some((_, aliases)) => index.with_aliases(aliases),
            None => index,
        })
    }

    /// A snapshot whose names are one as the user says.
    pub(super) fn naming(&self, snapshot: Snapshot) -> Result<Snapshot, Failure> {
        Ok(match self.aliases()? {
            Some((_, aliases)) => snapshot.with_aliases(aliases),
            None => snapshot,
        })
    }

    /// The user's synonyms, if there are any.
    pub(super) fn synonyms(&self, flag: Option<&Path>) -> Result<Option<Synonyms>, Failure> {
        let Some(path) = flag.or(self.config.synonyms.as_deref()) else { return Ok(None) };
        let text = text_of(path, "the synonyms")?;
        let synonyms = Synonyms::parse(&text).map_err(|error| {
            Failure::usage(format!("{}:{}: {}", path.display(), error.line, error.what))
                .hint("a line holds names that mean the same, as: sncf, chemins de fer; or one way, as: ps => parti socialiste")
        })?;
        Ok(Some(synonyms))
    }

    /// Threads that work.
    pub(super) fn jobs(&self, flag: Option<u16>) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        flag.or(self.config.jobs).map_or_else(cores, usize::from).max(1)
    }

    /// Memory for postings, in bytes, of so many writing threads.
    pub(super) fn memory_bytes(&self, flag: Option<&str>, threads: usize) -> Result<usize, Failure> {
        match flag.or(self.config.memory.as_deref()) {
            Some(text) => size_bytes(text),
            None => Ok(threads * (64 << 20)),
        }
    }

    /// How often a run makes what it has read stand.
    pub(super) fn checkpoints(&self, flag: Option<&str>) -> Result<Checkpoints, Failure> {
        match flag.or(self.config.checkpoint.as_deref()) {
            None => Ok(Checkpoints::default()),
            Some("never") => {
                Ok(Checkpoints { bytes: u64::MAX, time: Duration::MAX, ..Checkpoints::default() })
            }
            Some(text) => {
                Ok(Checkpoints { bytes: size_bytes(text)? as u64, apart: 0, ..Checkpoints::default() })
            }
        }
    }

    pub(super) fn discover(&self, input: &InputArgs) -> discover::Options {
        let or = |flag: &[String], config: &[String]| {
            if flag.is_empty() { config.to_vec() } else { flag.to_vec() }
        };
        discover::Options {
            include: or(&input.include, &self.config.include),
            exclude: or(&input.exclude, &self.config.exclude),
            index: Some(self.index.clone()),
            cross_devices: input.cross_devices || self.config.cross_devices,
            limits: self.config.limits,
        }
    }

    pub(super) fn normalize(&self, flag: Option<&String>) -> Result<normalize::Options, Failure> {
        let code = flag.or(self.config.default_language.as_ref());
        let default_language = match code {
            None => Language::FRENCH,
            Some(code) => Language::from_code(code).ok_or_else(|| {
                Failure::usage(format!("\"{code}\" is no language code"))
                    .hint("write two letters, as fr, en, de")
            })?,
        };
        Ok(normalize::Options { default_language, limits: self.config.limits })
    }

    pub(super) fn parse(&self, input: &InputArgs) -> Result<parse::Options, Failure> {
        let input_format = match input.input_format.as_deref() {
            None | Some("auto") => None,
            Some(name) => match parse::format_named(name) {
                Some(format) => Some(format.name),
                None => {
                    let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
                    return Err(Failure::usage(format!("no format is called \"{name}\""))
                        .hint(format!("auto, or one of: {}", names.join(", "))));
                }
            },
        };
        Ok(parse::Options { input_format, limits: self.config.limits })
    }
}

/// The text of a file that the user names.
fn text_of(path: &Path, what: &str) -> Result<String, Failure> {
    std::fs::read_to_string(path)
        .map_err(|error| Failure::usage(format!("{}: {what} cannot be read: {error}", path.display())))
}

impl Config {
    fn read(named: Option<&Path>) -> Result<Self, Failure> {
        let path = named.unwrap_or(Path::new(CONFIG));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Config::default());
            }
            Err(error) => {
                return Err(Failure::usage(format!("{}: settings cannot be read: {error}", path.display())));
            }
        };
        toml::from_str(&text).map_err(|error| {
            Failure::usage(format!("{}: {}", path.display(), error.message())).hint(
                "keys: index, color, jobs, memory, checkpoint, default-language, lexicon, synonyms, aliases, limits, cross-devices, include, exclude",
            )
        })
    }
}

/// Reads `64M`, `1G`, `500000`: powers of 1024.
fn size_bytes(text: &str) -> Result<usize, Failure> {
    let wrong =
        || Failure::usage(format!("\"{text}\" is no size")).hint("write 256M, 1G or a number of bytes");
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor = match text[digits.len()..].to_ascii_lowercase().trim_end_matches('b').trim_end_matches('i') {
        "" => 1,
        "k" => 1 << 10,
        "m" => 1 << 20,
        "g" => 1 << 30,
        _ => return Err(wrong()),
    };
    digits
        .trim()
        .parse::<usize>()
        .ok()
        .and_then(|n| n.checked_mul(factor))
        .filter(|n| *n > 0)
        .ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, bytes) in [("1024", 1024), ("64M", 64 << 20), ("1 GiB", 1 << 30), ("2kb", 2048)] {
            assert_eq!(size_bytes(text).ok(), Some(bytes), "{text}");
        }
        for text in ["", "M", "12X", "-1", "0"] {
            assert!(size_bytes(text).is_err(), "{text}");
        }
    }
}
