//! The syntax of `search` and `show`.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{ArgAction, Args, ValueEnum};

use super::ConditionArgs;
use super::conditions::CONDITIONS;
use crate::search::FacetKind;

/// Search the index.
///
/// Words are all required, in any inflection; OR between them for either, - before one to exclude it,
/// "quotation marks" for words as written, word* for a beginning, =word without inflection, titre:word in
/// the title alone. French needs no quoting: l'Élysée, S.N.C.F., 10 000.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  kiosque search éolien port\n  kiosque search '\"conseil municipal\"' --after 2024-01\n  kiosque search 'titre:(éolien* OR solaire)' --facet organization:5\n  kiosque search --person 'Agathe Delorme' --sort newest\n  kiosque search 'date:\"mars 2024\"' --count\n  kiosque search grève --format jsonl | jq .title\n  kiosque search grève -n all -o grève.csv\n  kiosque search '*' -n all --full -o corpus.parquet\n  kiosque search grève --new-since 24h || echo nothing new\n  kiosque search --queries questions.txt --format trec > run.trec\n\nFields: title: body: person: organization: place: source: author: section: language: url: id: date:\n(titre: texte: personne: organisation: lieu: auteur: rubrique: langue:)"
)]
pub(in crate::cli) struct SearchArgs {
    /// The query; beside filters, facets or --sort it may be left out.
    #[arg(value_name = "QUERY")]
    pub(in crate::cli) query: Vec<String>,
    /// Hits to show.
    #[arg(short = 'n', long, value_name = "N|all", default_value = "10")]
    pub(in crate::cli) top: Top,
    /// Hits to leave out before them.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(in crate::cli) skip: usize,
    /// Order of the hits.
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = SortArg::Relevance)]
    pub(in crate::cli) sort: SortArg,
    /// Weigh recent articles a little more.
    #[arg(long)]
    pub(in crate::cli) recent: bool,
    #[command(flatten)]
    pub(in crate::cli) conditions: ConditionArgs,
    /// Entered the index, or changed there, after this run (a number, as stats gives it) or since this time:
    /// 2024-03-12, 2024-03-12T18:30 (UTC), 24h, 7d. Exit code 1 says that nothing is new.
    #[arg(long, value_name = "RUN|DATE", help_heading = CONDITIONS)]
    pub(in crate::cli) new_since: Option<String>,
    /// Names that mean the same to you, a line each: sncf, chemins de fer; or one way: ps => parti socialiste.
    #[arg(long, value_name = "FILE", env = "KIOSQUE_SYNONYMS", hide_env_values = true)]
    pub(in crate::cli) synonyms: Option<PathBuf>,
    /// Count the values of a facet over all hits; with :N the N most frequent [default: 10, of years and months
    /// all]. May be repeated.
    #[arg(long, value_name = "KIND[:N]", action = ArgAction::Append, value_parser = FacetParser)]
    pub(in crate::cli) facet: Vec<String>,
    /// Tell of each hit by which form and field it matched, and how its score adds up.
    #[arg(long)]
    pub(in crate::cli) explain: bool,
    /// Give up after so many seconds; not with --queries.
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0)]
    pub(in crate::cli) timeout: f64,
    /// Print the number of hits alone.
    #[arg(long)]
    pub(in crate::cli) count: bool,
    /// Answer the queries of this file, a line each, as QUERY, or ID, a tab and QUERY; - for standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub(in crate::cli) queries: Option<PathBuf>,
    /// Threads, for --queries [default: one a core].
    #[arg(short, long, value_name = "N", env = "KIOSQUE_JOBS", hide_env_values = true, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(in crate::cli) jobs: Option<u16>,
    /// Whole articles, as jsonl (the lines of dump), csv or parquet.
    #[arg(long)]
    pub(in crate::cli) full: bool,
    /// How to print [default: text, or what the name of the output says].
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(in crate::cli) format: Option<HitFormat>,
    /// Write to this file; its name says the format: .csv .jsonl .json .txt .trec .parquet.
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// On a terminal, print at once what is longer than the screen; else KIOSQUE_PAGER, PAGER or less shows it.
    #[arg(long, hide_short_help = true)]
    pub(in crate::cli) no_pager: bool,
}

/// How many hits: a number, or `all`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) struct Top(pub(in crate::cli) usize);

impl std::str::FromStr for Top {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "all" => Ok(Top(usize::MAX)),
            _ => text.parse().map(Top).map_err(|_| "write a number, or all".to_owned()),
        }
    }
}

/// Reads `--facet`: any text, for it may hold a number and is judged later; what it knows is for completions.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct FacetParser;

impl TypedValueParser for FacetParser {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(FacetKind::all().map(|kind| PossibleValue::new(kind.name()))))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SortArg {
    /// The best first.
    Relevance,
    /// The newest first, unknown dates last.
    Newest,
    /// The oldest first, unknown dates last.
    Oldest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum HitFormat {
    /// For people.
    Text,
    /// One object: the answer.
    Json,
    /// One object a line: the hits.
    Jsonl,
    /// One id a line.
    Ids,
    /// One path a line.
    Paths,
    /// A table for spreadsheets.
    Csv,
    /// A line a hit, as trec_eval reads it.
    Trec,
    /// A typed table: only to a file whose name says so.
    #[value(skip)]
    Parquet,
}

/// Print whole articles.
///
/// Markdown has the facts as front matter, so that what is printed can be indexed again.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  kiosque show 3f2a9c\n  kiosque show 3f2a9c --query 'grève retraites'\n  kiosque search grève --format ids | xargs kiosque show --format json\n  kiosque show 3f2a9c --format md > article.md"
)]
pub(in crate::cli) struct ShowArgs {
    /// Ids, or beginnings of ids that only one article has.
    #[arg(value_name = "ID", required = true)]
    pub(in crate::cli) ids: Vec<String>,
    /// Mark people, organisations and places in the text.
    #[arg(long)]
    pub(in crate::cli) entities: bool,
    /// Mark the words that this query asks for.
    #[arg(long, value_name = "QUERY")]
    pub(in crate::cli) query: Option<String>,
    /// How to print: text, Markdown, or one JSON object a line, as dump does.
    #[arg(long, value_enum, default_value_t = ShowFormat::Text, value_name = "FORMAT")]
    pub(in crate::cli) format: ShowFormat,
    /// On a terminal, print at once what is longer than the screen; else KIOSQUE_PAGER, PAGER or less shows it.
    #[arg(long, hide_short_help = true)]
    pub(in crate::cli) no_pager: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ShowFormat {
    /// For people.
    Text,
    /// For scripts.
    Json,
    /// Markdown with front matter.
    Md,
}
