//! The title: of several wordings the one that stands above the article.

use super::facts::Facts;
use super::jsonld::Node;
use crate::parse::fields;

/// What parts a title from the name of its site.
const SEPARATORS: [&str; 7] = [" | ", " – ", " — ", " - ", " : ", " · ", " • "];

/// Returns the title of a page's article.
///
/// The first `h1` if another wording equals or contains it, else JSON-LD's headline, `og:title`, `title`,
/// the `h1`; the site's name is cut off.
pub(super) fn of(facts: &Facts, node: &Node) -> Option<String> {
    let site = facts.meta("og:site_name").map(fields::line);
    let clean = |text: &str| without_site(&fields::line(text), site.as_deref());
    let headline = node.first("headline").as_deref().map(clean);
    let shared = facts.meta("og:title").or_else(|| facts.meta("twitter:title")).map(clean);
    let document = facts.title.as_deref().map(clean);
    let others: Vec<String> =
        [headline, shared, document].into_iter().flatten().filter(|t| !t.is_empty()).collect();
    let headings: Vec<String> =
        facts.headings.iter().map(|text| clean(text)).filter(|t| !t.is_empty()).collect();
    let agreed = headings.iter().find(|heading| {
        let heading = folded(heading);
        others.iter().any(|other| folded(other).contains(&heading)) && heading.len() > 3
    });
    agreed.or_else(|| others.first()).or_else(|| headings.first()).cloned()
}

/// Cuts the site's name off either end.
fn without_site(title: &str, site: Option<&str>) -> String {
    let Some(site) = site.map(folded).filter(|site| !site.is_empty()) else { return title.to_owned() };
    for separator in SEPARATORS {
        if let Some((kept, tail)) = title.rsplit_once(separator)
            && folded(tail) == site
            && !kept.trim().is_empty()
        {
            return kept.trim().to_owned();
        }
        if let Some((head, kept)) = title.split_once(separator)
            && folded(head) == site
            && !kept.trim().is_empty()
        {
            return kept.trim().to_owned();
        }
    }
    title.to_owned()
}

/// Letters and digits alone, in lower case.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
