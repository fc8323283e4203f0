//! The syntax of the commands that read articles: `index`, `extract`, and what all that write an index take.

use std::path::PathBuf;

use clap::{ArgAction, Args};

use super::TextOrJson;

/// How inputs are found and read: the same for `index` and `extract`.
#[derive(Debug, Args)]
pub(in crate::cli) struct InputArgs {
    /// Files, folders, globs, or - for standard input.
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<String>,
    /// Threads [default: one a core].
    #[arg(short, long, value_name = "N", env = "KIOSQUE_JOBS", hide_env_values = true, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(in crate::cli) jobs: Option<u16>,
    /// Read everything as this format: a name of `kiosque formats`, or auto [default: auto].
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) input_format: Option<String>,
    /// Only files that match; a glob without / is matched against names. May be repeated.
    #[arg(long, value_name = "GLOB", action = ArgAction::Append)]
    pub(in crate::cli) include: Vec<String>,
    /// No files or folders that match. May be repeated.
    #[arg(long, value_name = "GLOB", action = ArgAction::Append)]
    pub(in crate::cli) exclude: Vec<String>,
    /// Enter folders that lie on another file system than their root.
    #[arg(long)]
    pub(in crate::cli) cross_devices: bool,
    /// Language of articles that declare none [default: fr].
    #[arg(long, value_name = "CODE", env = "KIOSQUE_DEFAULT_LANGUAGE", hide_env_values = true)]
    pub(in crate::cli) default_language: Option<String>,
}

/// How an index is written: the same for all commands that do.
#[derive(Debug, Args)]
pub(in crate::cli) struct WriteArgs {
    /// Memory for postings, as 256M or 1G [default: 64M a writing thread].
    #[arg(long, value_name = "SIZE", env = "KIOSQUE_MEMORY", hide_env_values = true)]
    pub(in crate::cli) memory: Option<String>,
    /// Wait while another process writes the index, at most so many seconds if any are said.
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true)]
    pub(in crate::cli) wait: Option<Option<u64>>,
}

/// Bring the index in line with files and folders.
///
/// Only what changed is read. Articles whose file is gone leave the index; what other paths brought in
/// stays. Ends with an account of every article.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  kiosque index                        index seeds into index\n  kiosque index corpus archive.tar.zst --index presse\n  kiosque index corpus --exclude '*.html' --jobs 4\n  cat articles.jsonl | kiosque index -\n  kiosque index corpus --dry-run       say what would be done"
)]
pub(in crate::cli) struct IndexArgs {
    #[command(flatten)]
    pub(in crate::cli) input: InputArgs,
    #[command(flatten)]
    pub(in crate::cli) write: WriteArgs,
    /// Make what is read so far stand each time so much text was read, as 64M; never: only at the end
    /// [default: 256M, and once a minute].
    #[arg(long, value_name = "SIZE", env = "KIOSQUE_CHECKPOINT", hide_env_values = true)]
    pub(in crate::cli) checkpoint: Option<String>,
    /// Do not look for people, organisations and places.
    #[arg(long)]
    pub(in crate::cli) no_entities: bool,
    /// Read and judge everything, write nothing.
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    /// Stop at the first file that fails; commit nothing then.
    #[arg(long, conflicts_with = "max_failures")]
    pub(in crate::cli) strict: bool,
    /// Stop beyond so many failures, or beyond such a share (5%); commit nothing then.
    #[arg(long, value_name = "N|P%")]
    pub(in crate::cli) max_failures: Option<String>,
    /// Write the report here as well: JSON lines, one for everything that was not taken.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) report: Option<PathBuf>,
    /// Say where a known root lies now, as presse=/mnt/archive/presse. May be repeated.
    #[arg(long, value_name = "NAME=PATH", action = ArgAction::Append)]
    pub(in crate::cli) root: Vec<String>,
    /// Keep articles whose file is gone.
    #[arg(long)]
    pub(in crate::cli) keep_missing: bool,
    /// Read every file, even where size and times say that nothing changed.
    #[arg(long)]
    pub(in crate::cli) checksum: bool,
    /// Build the index anew, from these paths alone.
    #[arg(long)]
    pub(in crate::cli) full: bool,
    /// How to end: text, or one JSON object.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub(in crate::cli) format: TextOrJson,
}

/// Read articles without an index: one JSON line each.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  kiosque extract pages/*.html > articles.jsonl\n  kiosque extract crawl.tar.zst --entities\n  kiosque extract corpus --text-field text | other-tool"
)]
pub(in crate::cli) struct ExtractArgs {
    #[command(flatten)]
    pub(in crate::cli) input: InputArgs,
    /// Look for people, organisations and places as well.
    #[arg(long)]
    pub(in crate::cli) entities: bool,
    /// Call the body so.
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) text_field: Option<String>,
}
