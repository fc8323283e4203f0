//! The syntax of the commands about the program: `formats`, `completions`, `man`.

use clap::Args;

use super::TextOrJson;

/// List the formats that are read, and how each is recognised.
#[derive(Debug, Args)]
pub(in crate::cli) struct FormatsArgs {
    /// How to print.
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub(in crate::cli) format: TextOrJson,
}

/// Print completions for a shell.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  kiosque completions bash > ~/.local/share/bash-completion/completions/kiosque\n  kiosque completions fish > ~/.config/fish/completions/kiosque.fish"
)]
pub(in crate::cli) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub(in crate::cli) shell: clap_complete::Shell,
}

/// Print a manual page.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:\n  kiosque man | man -l -\n  kiosque man search | man -l -")]
pub(in crate::cli) struct ManArgs {
    /// The page of this command; without one, of kiosque.
    #[arg(value_name = "COMMAND")]
    pub(in crate::cli) command: Option<String>,
}
