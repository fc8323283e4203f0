//! The syntax of the commands about the index itself: `dump`, `stats`, `verify`, `optimize`, `gc`.

use clap::Args;

use super::{TextOrJson, WriteArgs};

/// Print every document as a JSON line, sorted by id.
///
/// Two indexes of equal dump hold the same articles.
#[derive(Debug, Args)]
pub(in crate::cli) struct DumpArgs {}

/// Say what is in the index, how big it is, by which version it was built.
#[derive(Debug, Args)]
pub(in crate::cli) struct StatsArgs {
    /// The vocabulary instead: how many forms, folds and stems, and the stems of most forms.
    #[arg(long)]
    pub(in crate::cli) forms: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub(in crate::cli) format: TextOrJson,
}

/// Prove that the index is whole.
///
/// Reads every file and compares it with what was committed: any other byte, a file that is cut, missing or
/// in the place of another is named, and ends it with 5.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  kiosque verify\n  kiosque verify --deep --index presse && cp -a presse /backup/"
)]
pub(in crate::cli) struct VerifyArgs {
    /// Read every article as well: each is there once, in the version that the manifest has.
    #[arg(long)]
    pub(in crate::cli) deep: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub(in crate::cli) format: TextOrJson,
}

/// Merge the index into one segment, and make again what is derived and damaged.
///
/// Searches are faster afterwards. It needs as much free room as the index takes.
#[derive(Debug, Args)]
pub(in crate::cli) struct OptimizeArgs {
    #[command(flatten)]
    pub(in crate::cli) write: WriteArgs,
}

/// Remove files that no commit needs, left behind by processes that were killed.
#[derive(Debug, Args)]
pub(in crate::cli) struct GcArgs {
    #[command(flatten)]
    pub(in crate::cli) write: WriteArgs,
}
