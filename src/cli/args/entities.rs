//! The syntax of `entities` and `annotate`.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum};

use super::{ConditionArgs, TextOrJson};

/// List the people, organisations and places that articles name, the most frequent first.
///
/// Over the whole index, or over a query and conditions. Counts are articles, each once a name, whatever it
/// calls it. A name is the corpus's own: its spellings, initials and short forms count as one; --explain says
/// which and why, --aliases merges and parts names as you say.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  kiosque entities                              the ten first of each kind\n  kiosque entities --kind person -n 50 --after 2024\n  kiosque entities éolien port --sort typical   whom these articles name more than others do\n  kiosque entities --with 'Agathe Delorme'      who stands beside her\n  kiosque entities --name delo                  names with a word that begins so\n  kiosque entities --by month --with Nantes --format csv > nantes.csv\n  kiosque entities --explain delorme\n  kiosque entities --aliases noms.txt\n\nSeveral names: --with A --with B asks for articles that have both; 'person:(A OR B)' in the query\nfor either, '-person:A' for none of A; a name of several words stands in quotation marks:\nperson:\"Agathe Delorme\".\n\nAliases, a line a rule:\n  # what follows = is the name before it, which is shown as written there\n  person: Emmanuel Macron = Macron, Manu Macron\n  organization: Rassemblement national = RN, Front national, FN\n  # no two of these are one, whatever the rules of the corpus say\n  person: Pierre Martin != P. Martin\nA name that holds one of , = # \" stands in quotation marks. Given to `kiosque index` the file is kept\nwith the index, for all commands to come; an empty file takes it away. It is applied to what is\nindexed: no article is read again."
)]
pub(in crate::cli) struct EntitiesArgs {
    /// The query, as for search; without one, all articles.
    #[arg(value_name = "QUERY")]
    pub(in crate::cli) query: Vec<String>,
    /// The kinds to list [default: all]. May be repeated.
    #[arg(short, long, value_enum, value_name = "KIND", action = ArgAction::Append, value_delimiter = ',')]
    pub(in crate::cli) kind: Vec<KindArg>,
    /// Names of each kind.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub(in crate::cli) top: usize,
    /// Their order.
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = NameSortArg::Count)]
    pub(in crate::cli) sort: NameSortArg,
    /// Show how often the articles mention each name.
    #[arg(long)]
    pub(in crate::cli) mentions: bool,
    /// Only names with words that begin so, accents and case aside.
    #[arg(long, value_name = "BEGINNING")]
    pub(in crate::cli) name: Option<String>,
    /// Names beside this one, which is left out: any kind, or person:NAME. May be repeated; all must hold.
    #[arg(long, value_name = "NAME", action = ArgAction::Append)]
    pub(in crate::cli) with: Vec<String>,
    /// Count each name by month or year as well.
    #[arg(long, value_enum, value_name = "PERIOD")]
    pub(in crate::cli) by: Option<PeriodArg>,
    /// Say of one name what counts as it, and why.
    #[arg(
        long,
        value_name = "NAME",
        conflicts_with_all = ["query", "with", "by", "name", "sort", "mentions", "after", "before", "person", "organization", "place", "source", "author", "section", "language"]
    )]
    pub(in crate::cli) explain: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) conditions: ConditionArgs,
    /// How to print.
    #[arg(long, value_enum, default_value_t = NameFormat::Text, value_name = "FORMAT")]
    pub(in crate::cli) format: NameFormat,
}

/// Find the people, organisations and places of texts, without an index.
///
/// JSON lines with id and text, or plain text, which is one text. Answers come in the order of the texts, as
/// soon as they are ready. What cannot be read is told on standard error with its line, and the next line is
/// read.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  echo 'Agathe Delorme est à Nantes.' | kiosque annotate\n  kiosque annotate article.txt\n  kiosque annotate texts.jsonl --format json > spans.jsonl\n\nWith --format json each text is {\"id\",\"text\",\"entities\":[{\"start\",\"end\",\"type\",\"name\"}]}: type is PER,\nORG or LOC, offsets count characters, name is what the text itself calls it best, or what --aliases says.\nA text beyond 8 MiB is read in pieces, each for itself; a name has at most 12 words and 255 bytes."
)]
pub(in crate::cli) struct AnnotateArgs {
    /// The file; - for standard input [default: -].
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: Option<PathBuf>,
    /// Threads [default: one a core].
    #[arg(short, long, value_name = "N", env = "KIOSQUE_JOBS", hide_env_values = true, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(in crate::cli) jobs: Option<u16>,
    /// How to print: text with its names marked, or one JSON object a text.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub(in crate::cli) format: TextOrJson,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum KindArg {
    /// People.
    #[value(aliases = ["people", "persons", "personne", "personnes"])]
    Person,
    /// Organisations.
    #[value(aliases = ["organisation", "organizations", "organisations", "org"])]
    Organization,
    /// Places.
    #[value(aliases = ["places", "lieu", "lieux"])]
    Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum NameSortArg {
    /// By articles.
    Count,
    /// By mentions.
    Mentions,
    /// By weight: titles and first paragraphs count more.
    Salience,
    /// By how much more these articles name them than the others do.
    Typical,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum PeriodArg {
    /// Months.
    #[value(alias = "mois")]
    Month,
    /// Years.
    #[value(alias = "an")]
    Year,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum NameFormat {
    /// For people.
    Text,
    /// One object: the answer.
    Json,
    /// One object a line: the names.
    Jsonl,
    /// A table with commas: the names, or with --by their periods.
    Csv,
}
