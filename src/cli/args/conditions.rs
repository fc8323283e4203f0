//! The conditions beside a query, the same for `search` and `entities`.

use clap::{ArgAction, Args};

/// Heading of the conditions.
pub(super) const CONDITIONS: &str = "Conditions";

/// Conditions beside a query.
#[derive(Debug, Args)]
pub(in crate::cli) struct ConditionArgs {
    /// Published then or later: 2024, 2024-03, 2024-03-12.
    #[arg(long, value_name = "DATE", help_heading = CONDITIONS)]
    pub(in crate::cli) after: Option<String>,
    /// Published then or earlier.
    #[arg(long, value_name = "DATE", help_heading = CONDITIONS)]
    pub(in crate::cli) before: Option<String>,
    /// Names this person. May be repeated; all must hold, as for the next ones.
    #[arg(long, value_name = "NAME", action = ArgAction::Append, help_heading = CONDITIONS)]
    pub(in crate::cli) person: Vec<String>,
    /// Names this organisation.
    #[arg(long, value_name = "NAME", action = ArgAction::Append, help_heading = CONDITIONS)]
    pub(in crate::cli) organization: Vec<String>,
    /// Names this place.
    #[arg(long, value_name = "NAME", action = ArgAction::Append, help_heading = CONDITIONS)]
    pub(in crate::cli) place: Vec<String>,
    /// Published by this source.
    #[arg(long, value_name = "NAME", action = ArgAction::Append, help_heading = CONDITIONS)]
    pub(in crate::cli) source: Vec<String>,
    /// Written by this author.
    #[arg(long, value_name = "NAME", action = ArgAction::Append, help_heading = CONDITIONS)]
    pub(in crate::cli) author: Vec<String>,
    /// Published in this section.
    #[arg(long, value_name = "NAME", action = ArgAction::Append, help_heading = CONDITIONS)]
    pub(in crate::cli) section: Vec<String>,
    /// In this language.
    #[arg(long, value_name = "CODE", action = ArgAction::Append, help_heading = CONDITIONS)]
    pub(in crate::cli) language: Vec<String>,
}
