//! What a page says about its article: `meta` elements, titles, times, JSON-LD.

use dom_query::NodeRef;

use super::jsonld::Node;
use crate::parse::paragraphs::beginning;

/// Bytes of visible text that are kept for a date to be found in.
const OPENING_BYTES: usize = 32 << 10;
/// Values of one kind that are kept.
const KEPT: usize = 400;

/// Facts in document order, gathered while the page is walked over.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Names in lower case, contents trimmed, none empty.
    metas: Vec<(String, String)>,
    pub(super) scripts: Vec<String>,
    pub(super) title: Option<String>,
    pub(super) headings: Vec<String>,
    pub(super) canonical: Option<String>,
    html_language: Option<String>,
    /// `datetime` of `time` elements; whether they say that it is the time of publication.
    pub(super) times: Vec<(String, bool)>,
    /// Text of elements that call themselves the author.
    pub(super) authors: Vec<String>,
    /// The page's visible text, its beginning.
    pub(super) opening: String,
}

impl Facts {
    /// Notes what an element says.
    pub(super) fn element(&mut self, node: NodeRef<'_>) {
        let Some(name) = node.node_name() else { return };
        match &*name {
            "meta" => self.meta_element(node),
            "link" => {
                let is_canonical = node.attr("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
                if is_canonical && self.canonical.is_none() {
                    self.canonical = node.attr("href").map(|href| href.trim().to_owned());
                }
            }
            "script" => {
                if node
                    .attr("type")
                    .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
                    && self.scripts.len() < KEPT
                {
                    self.scripts.push(node.text().to_string());
                }
            }
            "title" => {
                if self.title.is_none() {
                    self.title = Some(node.text().trim().to_owned());
                }
            }
            "h1" => {
                if self.headings.len() < 8 {
                    self.headings.push(node.text().trim().to_owned());
                }
            }
            "html" => {
                let language = node.attr("lang").or_else(|| node.attr("xml:lang"));
                self.html_language = language.map(|language| language.trim().to_owned());
            }
            "time" => self.time_element(node),
            _ => {
                if matches!(&*name, "abbr" | "span" | "a") {
                    self.microformat(node);
                }
                let Some(property) = node.attr("itemprop").or_else(|| node.attr("rel")) else { return };
                if property.split_ascii_whitespace().any(|word| word == "author") && self.authors.len() < 16 {
                    self.authors.push(node.text().trim().to_owned());
                }
                if &*property == "datePublished"
                    && let Some(content) = node.attr("content").or_else(|| node.attr("datetime"))
                {
                    self.metas.push(("datepublished".to_owned(), content.trim().to_owned()));
                }
            }
        }
    }

    /// Notes what the classes of microformats say (hAtom, hCard, h-entry): who wrote it, and when.
    fn microformat(&mut self, node: NodeRef<'_>) {
        let Some(class) = node.attr("class") else { return };
        let has = |name: &str| class.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(name));
        if (has("published") || has("dt-published"))
            && let Some(time) = node.attr("title").or_else(|| node.attr("datetime"))
            && self.metas.len() < KEPT
        {
            self.metas.push(("datepublished".to_owned(), time.trim().to_owned()));
        }
        let is_card = has("vcard") || has("h-card") || has("hcard");
        if (has("p-author") || (has("author") && is_card)) && self.authors.len() < 16 {
            self.authors.push(node.text().trim().to_owned());
        }
    }

    fn meta_element(&mut self, node: NodeRef<'_>) {
        let Some(content) = node.attr("content") else { return };
        let content = content.trim();
        if content.is_empty() || self.metas.len() >= KEPT {
            return;
        }
        for attribute in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = node.attr(attribute) {
                for name in name.split_ascii_whitespace() {
                    self.metas.push((name.to_ascii_lowercase(), content.to_owned()));
                }
                return;
            }
        }
    }

    fn time_element(&mut self, node: NodeRef<'_>) {
        let Some(time) = node.attr("datetime").filter(|time| !time.trim().is_empty()) else { return };
        let says = |name: &str| node.attr(name).unwrap_or_default().to_ascii_lowercase();
        let (property, class) = (says("itemprop"), says("class"));
        if property.contains("modified") || class.contains("updated") || class.contains("modif") {
            return;
        }
        let is_publication =
            node.has_attr("pubdate") || property.contains("published") || class.contains("publi");
        if self.times.len() < KEPT {
            self.times.push((time.trim().to_owned(), is_publication));
        }
    }

    /// Notes a piece of visible text.
    pub(super) fn text(&mut self, text: &str) {
        let text = text.trim();
        if !text.is_empty() && self.opening.len() < OPENING_BYTES {
            self.opening.push_str(beginning(text, OPENING_BYTES));
            self.opening.push('\n');
        }
    }

    /// The first content of a name.
    pub(super) fn meta(&self, name: &str) -> Option<&str> {
        self.metas.iter().find(|(known, _)| known == name).map(|(_, content)| content.as_str())
    }

    /// All contents of a name.
    pub(super) fn metas<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.metas.iter().filter(move |(known, _)| known == name).map(|(_, content)| content.as_str())
    }

    /// The page's own description.
    pub(super) fn description(&self) -> Option<&str> {
        self.meta("og:description").or_else(|| self.meta("description"))
    }

    /// The canonical address.
    pub(super) fn address(&self, node: &Node) -> Option<String> {
        let is_address = |address: &&str| address.starts_with("http://") || address.starts_with("https://");
        let page = node.address();
        [self.canonical.as_deref(), self.meta("og:url"), page.as_deref()]
            .into_iter()
            .flatten()
            .find(is_address)
            .map(str::to_owned)
    }

    /// The language that the page declares.
    pub(super) fn language(&self, node: &Node) -> Option<String> {
        let html = self.html_language.clone().filter(|language| !language.is_empty());
        html.or_else(|| self.meta("og:locale").map(str::to_owned))
            .or_else(|| node.first("inLanguage"))
            .or_else(|| self.meta("content-language").map(str::to_owned))
    }
}
