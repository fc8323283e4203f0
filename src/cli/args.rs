//! The command line: syntax only. What it means is `settings`' affair.

mod entities;

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

pub(super) use entities::{
    AnnotateArgs, ConditionArgs, EntitiesArgs, KindArg, NameFormat, NameSortArg, PeriodArg,
};

use super::exit;
use super::output::Color;
use crate::evaluate::tryable;
use crate::search::FacetKind;

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
/// Heading of the conditions beside a query.
const CONDITIONS: &str = "Conditions";

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

/// How inputs are found and read: the same for `index` and `extract`.
#[derive(Debug, Args)]
pub(super) struct InputArgs {
    /// Files, folders, globs, or - for standard input.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<String>,
    /// Threads [default: one a core].
    #[arg(short, long, value_name = "N", env = "KIOSQUE_JOBS", hide_env_values = true, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) jobs: Option<u16>,
    /// Read everything as this format: a name of `kiosque formats`, or auto [default: auto].
    #[arg(long, value_name = "NAME")]
    pub(super) input_format: Option<String>,
    /// Only files that match; a glob without / is matched against names. May be repeated.
    #[arg(long, value_name = "GLOB", action = ArgAction::Append)]
    pub(super) include: Vec<String>,
    /// No files or folders that match. May be repeated.
    #[arg(long, value_name = "GLOB", action = ArgAction::Append)]
    pub(super) exclude: Vec<String>,
    /// Language of articles that declare none [default: fr].
    #[arg(long, value_name = "CODE", env = "KIOSQUE_DEFAULT_LANGUAGE", hide_env_values = true)]
    pub(super) default_language: Option<String>,
}

/// How an index is written: the same for all commands that do.
#[derive(Debug, Args)]
pub(super) struct WriteArgs {
    /// Memory for postings, as 256M or 1G [default: 64M a writing thread].
    #[arg(long, value_name = "SIZE", env = "KIOSQUE_MEMORY", hide_env_values = true)]
    pub(super) memory: Option<String>,
    /// Wait while another process writes the index, at most so many seconds if any are said.
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true)]
    pub(super) wait: Option<Option<u64>>,
}

/// Bring the index in line with files and folders.
///
/// Only what changed is read. Articles whose file is gone leave the index; what other paths brought in
/// stays. Ends with an account of every article.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  kiosque index                        index seeds into index\n  kiosque index corpus archive.tar.zst --index presse\n  kiosque index corpus --exclude '*.html' --jobs 4\n  cat articles.jsonl | kiosque index -\n  kiosque index corpus --dry-run       say what would be done"
)]
pub(super) struct IndexArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    pub(super) write: WriteArgs,
    /// Make what is read so far stand each time so much text was read, as 64M; never: only at the end
    /// [default: 256M, and once a minute].
    #[arg(long, value_name = "SIZE", env = "KIOSQUE_CHECKPOINT", hide_env_values = true)]
    pub(super) checkpoint: Option<String>,
    /// Do not look for people, organisations and places.
    #[arg(long)]
    pub(super) no_entities: bool,
    /// Read and judge everything, write nothing.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Stop at the first file that fails; commit nothing then.
    #[arg(long, conflicts_with = "max_failures")]
    pub(super) strict: bool,
    /// Stop beyond so many failures, or beyond such a share (5%); commit nothing then.
    #[arg(long, value_name = "N|P%")]
    pub(super) max_failures: Option<String>,
    /// Write the report here as well: JSON lines, one for everything that was not taken.
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,
    /// Say where a known root lies now, as presse=/mnt/archive/presse. May be repeated.
    #[arg(long, value_name = "NAME=PATH", action = ArgAction::Append)]
    pub(super) root: Vec<String>,
    /// Keep articles whose file is gone.
    #[arg(long)]
    pub(super) keep_missing: bool,
    /// Read every file, even where size and times say that nothing changed.
    #[arg(long)]
    pub(super) checksum: bool,
    /// Build the index anew, from these paths alone.
    #[arg(long)]
    pub(super) full: bool,
    /// How to end: text, or one JSON object.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub(super) format: TextOrJson,
}

/// Search the index.
///
/// Words are all required, in any inflection; OR between them for either, - before one to exclude it,
/// "quotation marks" for words as written, word* for a beginning, =word without inflection, titre:word in
/// the title alone. French needs no quoting: l'Élysée, S.N.C.F., 10 000.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  kiosque search éolien port\n  kiosque search '\"conseil municipal\"' --after 2024-01\n  kiosque search 'titre:(éolien* OR solaire)' --facet organization:5\n  kiosque search --person 'Agathe Delorme' --sort newest\n  kiosque search 'date:\"mars 2024\"' --count\n  kiosque search grève --format jsonl | jq .title\n  kiosque search grève -n all -o grève.csv\n  kiosque search grève --new-since 24h || echo nothing new\n  kiosque search --queries questions.txt --format trec > run.trec\n\nFields: title: body: person: organization: place: source: author: section: language: url: id: date:\n(titre: texte: personne: organisation: lieu: auteur: rubrique: langue:)"
)]
pub(super) struct SearchArgs {
    /// The query; beside filters, facets or --sort it may be left out.
    #[arg(value_name = "QUERY")]
    pub(super) query: Vec<String>,
    /// Hits to show.
    #[arg(short = 'n', long, value_name = "N|all", default_value = "10")]
    pub(super) top: Top,
    /// Hits to leave out before them.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) skip: usize,
    /// Order of the hits.
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = SortArg::Relevance)]
    pub(super) sort: SortArg,
    /// Weigh recent articles a little more.
    #[arg(long)]
    pub(super) recent: bool,
    /// Published then or later: 2024, 2024-03, 2024-03-12.
    #[arg(long, value_name = "DATE", help_heading = CONDITIONS)]
    pub(super) after: Option<String>,
    /// Published then or earlier.
    #[arg(long, value_name = "DATE", help_heading = CONDITIONS)]
    pub(super) before: Option<String>,
    /// Names this person. May be repeated; all must hold, as for the next ones.
    #[arg(long, value_name = "NAME", action = ArgAction::Append, help_heading = CONDITIONS)]
    pub(super) person: Vec<String>,
    /// Names this organisation.
    #[arg(long, value_name = "NAME", action = ArgAction::Append, help_heading = CONDITIONS)]
    pub(super) organization: Vec<String>,
    /// Names this place.
    #[arg(long, value_name = "NAME", action = ArgAction::Append, help_heading = CONDITIONS)]
    pub(super) place: Vec<String>,
    /// Published by this source.
    #[arg(long, value_name = "NAME", action = ArgAction::Append, help_heading = CONDITIONS)]
    pub(super) source: Vec<String>,
    /// Written by this author.
    #[arg(long, value_name = "NAME", action = ArgAction::Append, help_heading = CONDITIONS)]
    pub(super) author: Vec<String>,
    /// Published in this section.
    #[arg(long, value_name = "NAME", action = ArgAction::Append, help_heading = CONDITIONS)]
    pub(super) section: Vec<String>,
    /// In this language.
    #[arg(long, value_name = "CODE", action = ArgAction::Append, help_heading = CONDITIONS)]
    pub(super) language: Vec<String>,
    /// Entered the index, or changed there, after this run (a number, as stats gives it) or since this time:
    /// 2024-03-12, 2024-03-12T18:30 (UTC), 24h, 7d. Exit code 1 says that nothing is new.
    #[arg(long, value_name = "RUN|DATE", help_heading = CONDITIONS)]
    pub(super) new_since: Option<String>,
    /// Names that mean the same to you, a line each: sncf, chemins de fer; or one way: ps => parti socialiste.
    #[arg(long, value_name = "FILE", env = "KIOSQUE_SYNONYMS", hide_env_values = true)]
    pub(super) synonyms: Option<PathBuf>,
    /// Count the values of a facet over all hits; with :N the N most frequent [default: 10, of years and months
    /// all]. May be repeated.
    #[arg(long, value_name = "KIND[:N]", action = ArgAction::Append, value_parser = FacetParser)]
    pub(super) facet: Vec<String>,
    /// Tell of each hit by which form and field it matched, and how its score adds up.
    #[arg(long)]
    pub(super) explain: bool,
    /// Give up after so many seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0)]
    pub(super) timeout: f64,
    /// Print the number of hits alone.
    #[arg(long)]
    pub(super) count: bool,
    /// Answer the queries of this file, a line each, as QUERY, or ID, a tab and QUERY; - for standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub(super) queries: Option<PathBuf>,
    /// Threads, for --queries [default: one a core].
    #[arg(short, long, value_name = "N", env = "KIOSQUE_JOBS", hide_env_values = true, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) jobs: Option<u16>,
    /// Whole articles, as jsonl (the lines of dump) or csv.
    #[arg(long)]
    pub(super) full: bool,
    /// How to print [default: text, or what the name of the output says].
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) format: Option<HitFormat>,
    /// Write to this file; its name says the format: .csv .jsonl .json .txt .trec.
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// On a terminal, print at once what is longer than the screen; else KIOSQUE_PAGER, PAGER or less shows it.
    #[arg(long, hide_short_help = true)]
    pub(super) no_pager: bool,
}

/// Print whole articles.
///
/// Markdown has the facts as front matter, so that what is printed can be indexed again.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  kiosque show 3f2a9c\n  kiosque show 3f2a9c --query 'grève retraites'\n  kiosque search grève --format ids | xargs kiosque show --format json\n  kiosque show 3f2a9c --format md > article.md"
)]
pub(super) struct ShowArgs {
    /// Ids, or beginnings of ids that only one article has.
    #[arg(value_name = "ID", required = true)]
    pub(super) ids: Vec<String>,
    /// Mark people, organisations and places in the text.
    #[arg(long)]
    pub(super) entities: bool,
    /// Mark the words that this query asks for.
    #[arg(long, value_name = "QUERY")]
    pub(super) query: Option<String>,
    /// How to print: text, Markdown, or one JSON object a line, as dump does.
    #[arg(long, value_enum, default_value_t = ShowFormat::Text, value_name = "FORMAT")]
    pub(super) format: ShowFormat,
    /// On a terminal, print at once what is longer than the screen; else KIOSQUE_PAGER, PAGER or less shows it.
    #[arg(long, hide_short_help = true)]
    pub(super) no_pager: bool,
}

/// Read articles without an index: one JSON line each.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  kiosque extract pages/*.html > articles.jsonl\n  kiosque extract crawl.tar.zst --entities\n  kiosque extract corpus --text-field text | other-tool"
)]
pub(super) struct ExtractArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// Look for people, organisations and places as well.
    #[arg(long)]
    pub(super) entities: bool,
    /// Call the body so.
    #[arg(long, value_name = "NAME")]
    pub(super) text_field: Option<String>,
}

/// Show how a text is read: every token with its fold, its stem and the rule that made it.
///
/// Where there is an index, each word is followed by the forms that it reaches there, and the articles that
/// hold them in their title and in their body. The audit of tokenizer, stemmer and lexicon.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  kiosque analyze \"L'État vend 10 000 chevaux\"\n  kiosque analyze yeux --lexicon mine.txt\n  kiosque analyze --format json - < article.txt\n\nA stem that begins with = comes from the lexicon. A token that takes several places is a whole; its\nparts follow. Of the forms that a word reaches the twelve most frequent are shown; --verbose shows all,\nand those of stop words."
)]
pub(super) struct AnalyzeArgs {
    /// The text; - for standard input.
    #[arg(value_name = "TEXT", required = true)]
    pub(super) text: Vec<String>,
    /// How to print: text, or one JSON object.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub(super) format: TextOrJson,
}

/// Print every document as a JSON line, sorted by id.
///
/// Two indexes of equal dump hold the same articles.
#[derive(Debug, Args)]
pub(super) struct DumpArgs {}

/// Say what is in the index, how big it is, by which version it was built.
#[derive(Debug, Args)]
pub(super) struct StatsArgs {
    /// The vocabulary instead: how many forms, folds and stems, and the stems of most forms.
    #[arg(long)]
    pub(super) forms: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub(super) format: TextOrJson,
}

/// Prove that the index is whole.
///
/// Reads every file and compares it with what was committed: any other byte, a file that is cut, missing or
/// in the place of another is named, and ends it with 5.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  kiosque verify\n  kiosque verify --deep --index presse && cp -a presse /backup/"
)]
pub(super) struct VerifyArgs {
    /// Read every article as well: each is there once, in the version that the manifest has.
    #[arg(long)]
    pub(super) deep: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub(super) format: TextOrJson,
}

/// Merge the index into one segment, and make again what is derived and damaged.
///
/// Searches are faster afterwards. It needs as much free room as the index takes.
#[derive(Debug, Args)]
pub(super) struct OptimizeArgs {
    #[command(flatten)]
    pub(super) write: WriteArgs,
}

/// Remove files that no commit needs, left behind by processes that were killed.
#[derive(Debug, Args)]
pub(super) struct GcArgs {
    #[command(flatten)]
    pub(super) write: WriteArgs,
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
pub(super) struct EvalArgs {
    /// A judged collection.
    #[arg(value_name = "FOLDER")]
    pub(super) folder: Option<PathBuf>,
    /// Queries: JSON lines with _id and text, or ID, tab, text [default: those of FOLDER].
    #[arg(long, value_name = "FILE")]
    pub(super) queries: Option<PathBuf>,
    /// Judgements: query, document, grade; or of TREC [default: those of FOLDER].
    #[arg(long, value_name = "FILE")]
    pub(super) qrels: Option<PathBuf>,
    /// Judge this TREC run instead of asking.
    #[arg(long, value_name = "RUN", conflicts_with_all = ["queries", "operator", "depth", "run", "tries"])]
    pub(super) score: Option<PathBuf>,
    /// Compare with this TREC run, query by query.
    #[arg(long, value_name = "RUN")]
    pub(super) baseline: Option<PathBuf>,
    /// How the words of a query are joined [default: or].
    #[arg(long, value_enum, value_name = "OPERATOR")]
    pub(super) operator: Option<OperatorArg>,
    /// Documents of an answer at most [default: 100].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(super) depth: Option<u32>,
    /// Try these values of a setting. May be repeated: every combination is an experiment.
    #[arg(long = "try", value_name = "NAME=V1,V2", action = ArgAction::Append, conflicts_with_all = ["run", "per_query"])]
    pub(super) tries: Vec<String>,
    /// Write the answers here, as a TREC run.
    #[arg(long, value_name = "FILE")]
    pub(super) run: Option<PathBuf>,
    /// Write the measures of each query here: a table with tabs, or JSON lines (.jsonl).
    #[arg(long, value_name = "FILE")]
    pub(super) per_query: Option<PathBuf>,
    /// Threads [default: one a core].
    #[arg(short, long, value_name = "N", env = "KIOSQUE_JOBS", hide_env_values = true, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) jobs: Option<u16>,
    /// How to print: text, or JSON, one object (with --try, one a line for each experiment).
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub(super) format: TextOrJson,
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
pub(super) struct BenchArgs {
    /// Files, folders, globs to index.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<String>,
    /// Queries to ask, a line each [default: some made of titles].
    #[arg(long, value_name = "FILE")]
    pub(super) queries: Option<PathBuf>,
    /// Measure only these parts [default: index,stages,search].
    #[arg(long, value_enum, value_name = "PART", value_delimiter = ',')]
    pub(super) only: Vec<BenchPart>,
    /// Runs of each setting.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(super) repeat: u16,
    /// Numbers of threads to measure with [default: 1 and one a core].
    #[arg(short, long, value_name = "N,N", value_delimiter = ',', value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) jobs: Vec<u16>,
    /// Index made corpora of so many articles as well.
    #[arg(long, value_name = "N,N", value_delimiter = ',', value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) scale: Vec<u64>,
    /// Keep indexes in this folder meanwhile [default: the system's temporary one].
    #[arg(long, value_name = "DIR")]
    pub(super) folder: Option<PathBuf>,
    /// Write a page with plots here.
    #[arg(long, value_name = "FILE")]
    pub(super) html: Option<PathBuf>,
    /// Compare with the lines of an older run.
    #[arg(long, value_name = "FILE")]
    pub(super) compare: Option<PathBuf>,
    /// Print so many made articles as JSON lines, and measure nothing.
    #[arg(long, value_name = "N", conflicts_with_all = ["paths", "statistics", "html", "compare"])]
    pub(super) synthesize: Option<u64>,
    /// What made articles come from: the same seed, the same articles.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    /// Print how the corpus is spread (lengths, vocabulary, postings), and measure nothing.
    #[arg(long, conflicts_with_all = ["html", "compare"])]
    pub(super) statistics: bool,
    /// How to print: text, or one JSON object a figure.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub(super) format: TextOrJson,
}

/// What `bench` measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum BenchPart {
    /// Whole runs of indexing.
    Index,
    /// Each stage alone.
    Stages,
    /// Queries, cold and warm.
    Search,
    /// 1, 10 and 100 % of the corpus.
    Growth,
}

/// List the formats that are read, and how each is recognised.
#[derive(Debug, Args)]
pub(super) struct FormatsArgs {
    /// How to print.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub(super) format: TextOrJson,
}

/// Print completions for a shell.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  kiosque completions bash > ~/.local/share/bash-completion/completions/kiosque\n  kiosque completions fish > ~/.config/fish/completions/kiosque.fish"
)]
pub(super) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

/// Print a manual page.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:\n  kiosque man | man -l -\n  kiosque man search | man -l -")]
pub(super) struct ManArgs {
    /// The page of this command; without one, of kiosque.
    #[arg(value_name = "COMMAND")]
    pub(super) command: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TextOrJson {
    /// For people.
    Text,
    /// For scripts.
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ShowFormat {
    /// For people.
    Text,
    /// For scripts.
    Json,
    /// Markdown with front matter.
    Md,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum OperatorArg {
    /// One of them at least.
    Or,
    /// All of them.
    And,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum HitFormat {
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
}

/// How many hits: a number, or `all`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Top(pub(super) usize);

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
pub(super) struct FacetParser;

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
pub(super) enum SortArg {
    /// The best first.
    Relevance,
    /// The newest first, unknown dates last.
    Newest,
    /// The oldest first, unknown dates last.
    Oldest,
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
