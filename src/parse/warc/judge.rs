//! What a record of a crawl is, told from its header and the beginning of its block.

use super::http::Response;
use super::{Headers, MediaType};
use crate::parse::recognise;
use crate::stage::Code;

/// What a record is.
#[derive(Debug)]
pub(super) enum Judgement {
    /// It describes the crawl or asks for a page: nothing is lost with it.
    Structure,
    /// A page, or a page's text.
    Page,
    /// It says more of the page before it.
    Telling,
    /// No page, and why.
    Refused(Code, String),
}

/// Judges a record by its header and its block, or the beginning of it.
pub(super) fn judge(headers: &Headers, block: &[u8]) -> Judgement {
    let media = MediaType::of(headers.get("Content-Type").unwrap_or_default());
    let kind = headers.get("WARC-Type").unwrap_or_default().to_ascii_lowercase();
    let refused = |detail: String| Judgement::Refused(Code::NotArticle, detail);
    match &*kind {
        "response" if media.name == "application/http" || block.starts_with(b"HTTP/") => {
            response(headers, block)
        }
        "response" | "resource" if media.is_page() || is_document(&media, block) => Judgement::Page,
        "response" | "resource" => refused(no_page(&media)),
        "conversion" if media.name == "text/plain" => Judgement::Page,
        "conversion" => refused(no_page(&media)),
        "revisit" => refused("a page unchanged since an earlier visit: that one stands for it".to_owned()),
        "continuation" => refused("the further part of a page that is stored in parts".to_owned()),
        "metadata" if media.name == MEDIA_CLOUD => Judgement::Telling,
        _ => Judgement::Structure,
    }
}

/// What Media Cloud's crawls say of a page, in a record behind it.
pub(super) const MEDIA_CLOUD: &str = "application/x.mediacloud-indexer+json";

fn response(headers: &Headers, block: &[u8]) -> Judgement {
    let refused = |detail: String| Judgement::Refused(Code::NotArticle, detail);
    let Some(response) = Response::of(block) else {
        return refused("an answer that is not HTTP".to_owned());
    };
    if response.status != 200 {
        return refused(format!("HTTP status {}", response.status));
    }
    let told = response.headers.get("Content-Type").or(headers.get("WARC-Identified-Payload-Type"));
    match told.map(MediaType::of) {
        Some(media) if media.is_page() => Judgement::Page,
        Some(media) if is_document(&media, response.packed()) => Judgement::Page,
        Some(media) if !media.name.is_empty() => refused(no_page(&media)),
        _ if response.begins_as_page() => Judgement::Page,
        _ => refused("of no declared kind, and no page".to_owned()),
    }
}

/// Whether a body of that kind holds articles as a feed or a document does. Of XML in general, which site maps are
/// as well, its first element decides, where it is not compressed.
fn is_document(media: &MediaType, body: &[u8]) -> bool {
    if !matches!(&*media.name, "application/xml" | "text/xml") {
        return media.is_document();
    }
    let start = String::from_utf8_lossy(&body[..body.len().min(BEGINNING)]);
    matches!(recognise::root(&start), Some("rss" | "rdf:RDF" | "feed"))
}

/// Bytes of a body in which its first element begins.
const BEGINNING: usize = 4 << 10;

fn no_page(media: &MediaType) -> String {
    let name: String = media.name.chars().take(80).collect();
    if name.is_empty() { "of no declared kind: no page".to_owned() } else { format!("{name}: no page") }
}
