//! What to ask instead, where a search finds nothing.

use super::super::output::{Err, Paint, safe};
use super::super::text::{cells, counted};
use crate::search::{Filter, Suggestion};

/// Columns of a query that are shown.
const WIDTH: usize = 200;

/// Says what would find something, a line each.
pub(super) fn say(err: Err, typed: &str, suggestions: &[Suggestion]) {
    let number = |articles: u64| counted(articles, "article", "articles");
    for suggestion in suggestions {
        let line = match suggestion {
            Suggestion::Corrected { query, articles } => {
                format!("did you mean: {} ({})", one_line(query), number(*articles))
            }
            Suggestion::WithoutFilter { filter, articles } => {
                format!("{} excludes everything: {} without it", flag(filter), number(*articles))
            }
            Suggestion::Absent { word } => format!("no article has the word {}", one_line(word)),
            Suggestion::WithoutPart { span, articles } => {
                let part = one_line(typed.get(span.clone()).unwrap_or_default());
                format!("without {part}: {}", number(*articles))
            }
        };
        err.line(&err.paint.paint(Paint::DIM, &safe(&line)));
    }
}

/// A condition as it was typed on the command line.
fn flag(filter: &Filter) -> String {
    match filter {
        Filter::Named(facet, name) => format!("--{} \"{}\"", facet.name(), one_line(name)),
        Filter::After(date) => format!("--after {date}"),
        Filter::Before(date) => format!("--before {date}"),
        Filter::NewSince(_) => "--new-since".to_owned(),
    }
}

/// A piece of a query in one line, cut where it is long.
fn one_line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if cells(&text) <= WIDTH {
        return text;
    }
    text.chars().take(WIDTH).chain(['…']).collect()
}
