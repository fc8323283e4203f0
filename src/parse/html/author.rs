//! The authors: people and credits, from the surest place that names any.

use super::facts::Facts;
use super::jsonld::Node;
use crate::parse::{fields, names};

/// Returns the authors of a page's article.
pub(super) fn of(facts: &Facts, node: &Node, byline: Option<&str>) -> Vec<String> {
    let mut authors = Vec::new();
    let mut add = |text: &str| {
        for name in names::authors(&fields::line(text)) {
            if !authors.contains(&name) {
                authors.push(name);
            }
        }
        !authors.is_empty()
    };
    let mut found = false;
    for author in node.strings("author") {
        found |= add(&author);
    }
    if found {
        return authors;
    }
    // The head may name the agency in one place and the reporter in another: both are true.
    for name in ["author", "article:author"] {
        for author in facts.metas(name) {
            found |= add(author);
        }
    }
    if found {
        return authors;
    }
    for name in ["dc.creator", "dcterms.creator", "parsely-author", "sailthru.author"] {
        for author in facts.metas(name) {
            found |= add(author);
        }
        if found {
            return authors;
        }
    }
    for author in facts.authors.iter().map(String::as_str).chain(byline) {
        if author.len() <= 200 && add(author) {
            break;
        }
    }
    authors
}
