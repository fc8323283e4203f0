//! The command line: syntax only. What it means is `settings`' affair.

mod about;
mod conditions;
mod entities;
mod inputs;
mod measure;
mod search;
mod upkeep;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(super) use about::{CompletionsArgs, FormatsArgs, ManArgs};
pub(super) use conditions::ConditionArgs;
pub(super) use entities::{AnnotateArgs, EntitiesArgs, KindArg, NameFormat, NameSortArg, PeriodArg};
pub(super) use inputs::{ExtractArgs, IndexArgs, InputArgs, WriteArgs};
pub(super) use measure::{AnalyzeArgs, BenchArgs, BenchPart, EvalArgs, OperatorArg};
pub(super) use search::{HitFormat, SearchArgs, ShowArgs, ShowFormat, SortArg};
pub(super) use upkeep::{DumpArgs, GcArgs, OptimizeArgs, StatsArgs, VerifyArgs};

use super::exit;
use super::output::Color;

/// Marks an argument that is a word of a query although it begins with a hyphen. No argument of the system
/// holds this character.
const QUERY_WORD: char = '\0';

/// Lets a query exclude words without quoting: `kiosque search grève -sncf`. What is no flag of `search` but
/// begins with one hyphen is marked as a word; [`query_text`] takes the marks away.
pub(super) fn mark_query_words(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut searching = false;
    arguments
        .into_iter()
        .map(|argument| {
            let Some(text) = argument.to_str() else { return argument };
            if searching && is_excluded_word(text) {
                return format!("{QUERY_WORD}{text}").into();
            }
            searching |= matches!(text, "search" | "entities");
            argument
        })
        .collect()
}

fn is_excluded_word(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('-').filter(|rest| !rest.is_empty() && !rest.starts_with('-')) else {
        return false;
    };
    let is_flag = matches!(rest, "q" | "v" | "h" | "V" | "n" | "j" | "o" | "k" | "nall");
    let is_number_flag =
        rest.strip_prefix(['n', 'j']).is_some_and(|n| n.trim_start_matches('=').parse::<usize>().is_ok());
    !is_flag && !is_number_flag
}

/// The query as typed.
pub(super) fn query_text(words: &[String]) -> String {
    words.join(" ").replace(QUERY_WORD, "")
}

/// Index folders of press articles, search them: French full text, people, organisations, places.
#[derive(Debug, Parser)]
#[command(
    name = "kiosque",
    bin_name = "kiosque",
    version,
    max_term_width = 100,
    after_help = "Try:\n  kiosque index seeds\n  kiosque search \"conseil municipal\"\n\nThe whole of a command: kiosque help COMMAND",
    after_long_help = format!("Examples:\n  kiosque index seeds\n  kiosque search 'port -budget' --after 2020 --facet person:5\n  kiosque search titre:budget --format json\n\n{}", exit::table()),
    disable_help_subcommand = false,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) common: Common,
}

/// Heading of the options that every command takes.
const EVERYWHERE: &str = "Everywhere";

/// What every command takes.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// The folder of the index [default: index].
    #[arg(help_heading = EVERYWHERE, long, value_name = "DIR", global = true, env = "KIOSQUE_INDEX", hide_env_values = true)]
    pub(super) index: Option<PathBuf>,
    /// When to colour; NO_COLOR and CLICOLOR_FORCE are heeded [default: auto].
    #[arg(
        help_heading = EVERYWHERE,
        long,
        value_enum,
        value_name = "WHEN",
        global = true,
        env = "KIOSQUE_COLOR",
        hide_env_values = true
    )]
    pub(super) color: Option<Color>,
    /// Say nothing but results and errors.
    #[arg(help_heading = EVERYWHERE, short, long, global = true)]
    pub(super) quiet: bool,
    /// Print every line about what was not taken, and traces of defects.
    #[arg(help_heading = EVERYWHERE, short, long, global = true, conflicts_with = "quiet")]
    pub(super) verbose: bool,
    /// Families of words that your corpus inflects in its own way; they overrule ours.
    #[arg(help_heading = EVERYWHERE, long, value_name = "FILE", global = true, env = "KIOSQUE_LEXICON", hide_env_values = true)]
    pub(super) lexicon: Option<PathBuf>,
    /// Names that you say are one, or are not; `kiosque help entities` shows how. With `index` they are kept.
    #[arg(help_heading = EVERYWHERE, long, value_name = "FILE", global = true, env = "KIOSQUE_ALIASES", hide_env_values = true)]
    pub(super) aliases: Option<PathBuf>,
    /// Read settings from this file [default: kiosque.toml, where there is one].
    #[arg(help_heading = EVERYWHERE, long, value_name = "FILE", global = true, env = "KIOSQUE_CONFIG", hide_env_values = true)]
    pub(super) config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Index(IndexArgs),
    Search(SearchArgs),
    Show(ShowArgs),
    Entities(EntitiesArgs),
    Annotate(AnnotateArgs),
    Extract(ExtractArgs),
    Analyze(AnalyzeArgs),
    Dump(DumpArgs),
    Stats(StatsArgs),
    Verify(VerifyArgs),
    Optimize(OptimizeArgs),
    Gc(GcArgs),
    Eval(EvalArgs),
    Bench(BenchArgs),
    Formats(FormatsArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TextOrJson {
    /// For people.
    Text,
    /// For scripts.
    Json,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_syntax_is_sound() {
        <Cli as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn words_may_be_excluded_without_quotes() {
        let parse = |line: &str| {
            let arguments = mark_query_words(line.split(' ').map(OsString::from));
            match Cli::try_parse_from(arguments).expect("a good line").command {
                Command::Search(args) => (query_text(&args.query), args.top.0),
                _ => unreachable!("the line searches"),
            }
        };
        assert_eq!(parse("kiosque search grève -sncf -nord -n 3"), ("grève -sncf -nord".to_owned(), 3));
        assert_eq!(parse("kiosque search -sncf -n5 --facet person"), ("-sncf".to_owned(), 5));
        assert_eq!(parse("kiosque -q search -- -n"), ("-n".to_owned(), 10));
    }
}
