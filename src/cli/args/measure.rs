//! The syntax of the commands that measure: `analyze` reading, `eval` finding, `bench` speed.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum};

use super::TextOrJson;
use crate::evaluate::tryable;

/// Show how a text is read: every token with its fold, its stem and the rule that made it.
///
/// Where there is an index, each word is followed by the forms that it reaches there, and the articles that
/// hold them in their title and in their body. The audit of tokenizer, stemmer and lexicon.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  kiosque analyze \"L'État vend 10 000 chevaux\"\n  kiosque analyze yeux --lexicon mine.txt\n  kiosque analyze --format json - < article.txt\n\nA stem that begins with = comes from the lexicon. A token that takes several places is a whole; its\nparts follow. Of the forms that a word reaches the twelve most frequent are shown; --verbose shows all,\nand those of stop words."
)]
pub(in crate::cli) struct AnalyzeArgs {
    /// The text; - for standard input.
    #[arg(value_name = "TEXT", required = true)]
    pub(in crate::cli) text: Vec<String>,
    /// How to print: text, or one JSON object.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub(in crate::cli) format: TextOrJson,
}

/// Measure how well the search finds, on judged queries.
///
/// FOLDER is a collection in the layout of BEIR: corpus.jsonl, queries.jsonl, qrels.tsv (or qrels/test.tsv),
/// plain or .gz or .zst. Its corpus is indexed aside, once, equal texts kept apart; every judged query is
/// asked, its words joined by OR. Without FOLDER the queries are asked of the index. nDCG@10, MRR@10,
/// Recall@100 and MAP are counted as trec_eval counts them, over all judged queries.
#[derive(Debug, Args)]
#[command(
    after_long_help = format!("Examples:\n  kiosque eval collection\n  kiosque eval collection --run ours.trec --baseline theirs.trec\n  kiosque eval collection --try title=1,2,4 --try stemmer=light,snowball\n  kiosque eval --index presse --queries questions.tsv --qrels qrels.txt\n  kiosque eval --qrels qrels.txt --score theirs.trec\n\nSettings to try:\n  {}", tryable().join("\n  "))
)]
pub(in crate::cli) struct EvalArgs {
    /// A judged collection.
    #[arg(value_name = "FOLDER")]
    pub(in crate::cli) folder: Option<PathBuf>,
    /// Queries: JSON lines with _id and text, or ID, tab, text [default: those of FOLDER].
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) queries: Option<PathBuf>,
    /// Judgements: query, document, grade; or of TREC [default: those of FOLDER].
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) qrels: Option<PathBuf>,
    /// Judge this TREC run instead of asking.
    #[arg(long, value_name = "RUN", conflicts_with_all = ["queries", "operator", "depth", "run", "tries"])]
    pub(in crate::cli) score: Option<PathBuf>,
    /// Compare with this TREC run, query by query.
    #[arg(long, value_name = "RUN")]
    pub(in crate::cli) baseline: Option<PathBuf>,
    /// How the words of a query are joined [default: or].
    #[arg(long, value_enum, value_name = "OPERATOR")]
    pub(in crate::cli) operator: Option<OperatorArg>,
    /// Documents of an answer at most [default: 100].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(in crate::cli) depth: Option<u32>,
    /// Try these values of a setting. May be repeated: every combination is an experiment.
    #[arg(long = "try", value_name = "NAME=V1,V2", action = ArgAction::Append, conflicts_with_all = ["run", "per_query"])]
    pub(in crate::cli) tries: Vec<String>,
    /// Write the answers here, as a TREC run.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) run: Option<PathBuf>,
    /// Write the measures of each query here: a table with tabs, or JSON lines (.jsonl).
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) per_query: Option<PathBuf>,
    /// Threads [default: one a core].
    #[arg(short, long, value_name = "N", env = "KIOSQUE_JOBS", hide_env_values = true, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(in crate::cli) jobs: Option<u16>,
    /// How to print: text, or JSON, one object (with --try, one a line for each experiment).
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub(in crate::cli) format: TextOrJson,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum OperatorArg {
    /// One of them at least.
    Or,
    /// All of them.
    And,
}

/// Measure how fast indexing and searching are, on your own corpus and machine.
///
/// Indexes PATH (default: seeds) again and again into a folder that is removed at the end; your index is not
/// touched. Measures each stage, searches cold and warm, and, with --only growth or --scale, how speed changes
/// with size. Keep the lines of --format json to compare with later.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  kiosque bench corpus --html speed.html\n  kiosque bench corpus --queries queries.txt --format json > before.json\n  kiosque bench corpus --compare before.json\n  kiosque bench seeds --only growth --scale 10000,100000\n  kiosque bench --synthesize 1000000 > million.jsonl\n  kiosque bench --statistics corpus"
)]
pub(in crate::cli) struct BenchArgs {
    /// Files, folders, globs to index.
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<String>,
    /// Queries to ask, a line each [default: some made of titles].
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) queries: Option<PathBuf>,
    /// Measure only these parts [default: index,stages,search].
    #[arg(long, value_enum, value_name = "PART", value_delimiter = ',')]
    pub(in crate::cli) only: Vec<BenchPart>,
    /// Runs of each setting.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(in crate::cli) repeat: u16,
    /// Numbers of threads to measure with [default: 1 and one a core].
    #[arg(short, long, value_name = "N,N", value_delimiter = ',', value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(in crate::cli) jobs: Vec<u16>,
    /// Index made corpora of so many articles as well.
    #[arg(long, value_name = "N,N", value_delimiter = ',', value_parser = clap::value_parser!(u64).range(1..))]
    pub(in crate::cli) scale: Vec<u64>,
    /// Keep indexes in this folder meanwhile [default: the system's temporary one].
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) folder: Option<PathBuf>,
    /// Write a page with plots here.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) html: Option<PathBuf>,
    /// Compare with the lines of an older run.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) compare: Option<PathBuf>,
    /// Print so many made articles as JSON lines, and measure nothing.
    #[arg(long, value_name = "N", conflicts_with_all = ["paths", "statistics", "html", "compare"])]
    pub(in crate::cli) synthesize: Option<u64>,
    /// What made articles come from: the same seed, the same articles.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(in crate::cli) seed: u64,
    /// Print how the corpus is spread (lengths, vocabulary, postings), and measure nothing.
    #[arg(long, conflicts_with_all = ["html", "compare"])]
    pub(in crate::cli) statistics: bool,
    /// How to print: text, or one JSON object a figure.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub(in crate::cli) format: TextOrJson,
}

/// What `bench` measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum BenchPart {
    /// Whole runs of indexing.
    Index,
    /// Each stage alone.
    Stages,
    /// Queries, cold and warm.
    Search,
    /// 1, 10 and 100 % of the corpus.
    Growth,
}
