//! JSON-LD: the node of the article among all that a page's scripts hold.

use serde_json::{Map, Value};

use super::facts::Facts;
use crate::article::Kind;
use crate::parse::{fields, json, markup};

/// Nodes of a page that are looked at.
const NODES: usize = 2_000;

/// The article's node; of a page without one, an empty node.
#[derive(Debug, Default)]
pub(super) struct Node {
    object: Map<String, Value>,
    /// Nodes that others name by `@id`.
    named: Map<String, Value>,
    /// Whether a node says that the page is one of a site's own: a list, a profile, a search.
    is_listing: bool,
}

/// Returns the article's node: of several the one of this page, else the first.
pub(super) fn article(facts: &Facts) -> Node {
    let mut nodes: Vec<Map<String, Value>> = Vec::new();
    for script in &facts.scripts {
        if let Some(value) = read(script) {
            flatten(value, &mut nodes, 0);
        }
    }
    let page = facts.canonical.as_deref().or_else(|| facts.meta("og:url")).unwrap_or_default();
    let is_article = |object: &&Map<String, Value>| types(object).any(is_article_type);
    let address = |object: &Map<String, Value>| {
        let main = object.get("mainEntityOfPage").or_else(|| object.get("url"))?;
        id_or_text(main)
    };
    let of_page = nodes.iter().position(|object| {
        is_article(&object) && !page.is_empty() && address(object).is_some_and(|address| address == page)
    });
    let place = of_page.or_else(|| nodes.iter().position(|object| is_article(&object)));
    let mut named = Map::new();
    for object in &nodes {
        if let Some(Value::String(id)) = object.get("@id")
            && object.len() > 1
            && !named.contains_key(id)
        {
            named.insert(id.clone(), Value::Object(object.clone()));
        }
    }
    let is_listing = nodes.iter().any(|object| types(object).any(is_listing_type));
    Node { object: place.map(|place| nodes.swap_remove(place)).unwrap_or_default(), named, is_listing }
}

/// Reads a script, leniently: without wrapping, its slips mended, entities opened once.
fn read(script: &str) -> Option<Value> {
    let mut text = script.trim();
    for (open, close) in
        [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("<![CDATA[", "]]>"), ("/*<![CDATA[*/", "/*]]>*/")]
    {
        text = text.strip_prefix(open).unwrap_or(text).trim();
        text = text.strip_suffix(close).unwrap_or(text).trim();
    }
    text = text.trim_end_matches(';').trim_end();
    json::read(text.as_bytes()).ok().or_else(|| {
        let opened = markup::opened(text);
        json::read(opened.as_bytes()).ok()
    })
}

fn flatten(value: Value, nodes: &mut Vec<Map<String, Value>>, depth: u8) {
    if depth > 4 || nodes.len() >= NODES {
        return;
    }
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| flatten(value, nodes, depth + 1)),
        Value::Object(mut object) => {
            let inner: Vec<Value> =
                ["@graph", "mainEntity"].iter().filter_map(|name| object.remove(*name)).collect();
            nodes.push(object);
            inner.into_iter().for_each(|value| flatten(value, nodes, depth + 1));
        }
        _ => {}
    }
}

fn types(object: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let (one, many) = match object.get("@type") {
        Some(Value::String(one)) => (Some(one.as_str()), [].as_slice()),
        Some(Value::Array(many)) => (None, many.as_slice()),
        _ => (None, [].as_slice()),
    };
    one.into_iter().chain(many.iter().filter_map(Value::as_str))
}

fn is_article_type(name: &str) -> bool {
    let name = name.rsplit(['/', '#']).next().unwrap_or(name);
    name == "Article"
        || name.ends_with("Article")
        || matches!(name, "LiveBlogPosting" | "BlogPosting" | "Report")
}

fn is_listing_type(name: &str) -> bool {
    let name = name.rsplit(['/', '#']).next().unwrap_or(name);
    matches!(
        name,
        "CollectionPage"
            | "SearchResultsPage"
            | "ProfilePage"
            | "ContactPage"
            | "AboutPage"
            | "ImageGallery"
            | "VideoGallery"
    )
}

fn id_or_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Object(object) => object.get("@id").or_else(|| object.get("url")).and_then(id_or_text),
        _ => None,
    }
}

impl Node {
    /// Whether the page has an article's node at all.
    pub(super) fn is_article(&self) -> bool {
        !self.object.is_empty()
    }

    /// Whether the page says that it is a list, a profile or the like, and of no article.
    pub(super) fn is_listing(&self) -> bool {
        self.is_listing && self.object.is_empty()
    }

    /// A field as text; of a list the first.
    pub(super) fn first(&self, name: &str) -> Option<String> {
        self.strings(name).into_iter().next()
    }

    /// A field as a list of texts.
    pub(super) fn strings(&self, name: &str) -> Vec<String> {
        let values = match self.object.get(name) {
            Some(Value::Array(values)) => values.as_slice(),
            Some(value) => std::slice::from_ref(value),
            None => &[],
        };
        let texts = values.iter().map(|value| fields::text_of(self.resolved(value)).trim().to_owned());
        texts.filter(|text| !text.is_empty()).collect()
    }

    /// The name of the node in a field.
    pub(super) fn name_of(&self, name: &str) -> Option<String> {
        self.first(name).map(|text| fields::line(&text))
    }

    /// The address that the article's node gives itself.
    pub(super) fn address(&self) -> Option<String> {
        ["url", "mainEntityOfPage"].iter().find_map(|name| self.object.get(*name).and_then(id_or_text))
    }

    /// The people, organisations and places that the node is about.
    pub(super) fn entities(&self) -> Vec<(Kind, String)> {
        let mut entities = Vec::new();
        for field in ["about", "mentions", "contentLocation"] {
            let values = match self.object.get(field) {
                Some(Value::Array(values)) => values.as_slice(),
                Some(value) => std::slice::from_ref(value),
                None => &[],
            };
            for value in values {
                let Value::Object(object) = self.resolved(value) else { continue };
                let kind = types(object).find_map(|name| match name.rsplit('/').next()? {
                    "Person" => Some(Kind::Person),
                    "Organization" | "Corporation" | "NewsMediaOrganization" | "GovernmentOrganization" => {
                        Some(Kind::Organization)
                    }
                    "Place" | "City" | "Country" | "AdministrativeArea" | "State" => Some(Kind::Place),
                    _ => None,
                });
                let name = object.get("name").and_then(Value::as_str).map(fields::line);
                if let (Some(kind), Some(name)) = (kind, name.filter(|name| !name.is_empty()))
                    && !entities.contains(&(kind, name.clone()))
                {
                    entities.push((kind, name));
                }
            }
        }
        entities
    }

    /// The node that a bare `@id` stands for.
    fn resolved<'n>(&'n self, value: &'n Value) -> &'n Value {
        let Value::Object(object) = value else { return value };
        if object.contains_key("name") {
            return value;
        }
        object.get("@id").and_then(Value::as_str).and_then(|id| self.named.get(id)).unwrap_or(value)
    }
}
