//! Opens HTML within a field: tags go, paragraphs stay, entities become characters.
//!
//! For fragments in fields, not for pages: no tree is built, one pass, linear in the text.

mod entities;

use std::borrow::Cow;

pub(crate) use entities::resolve;

/// Returns a text with its markup opened, or the text itself if it has none.
///
/// Text that was escaped twice (`&lt;p&gt;`) is opened twice.
pub(crate) fn opened(text: &str) -> Cow<'_, str> {
    if !looks_marked_up(text) {
        return Cow::Borrowed(text);
    }
    let once = open(text);
    if has_tag(text) || !looks_marked_up(&once) { Cow::Owned(once) } else { Cow::Owned(open(&once)) }
}

/// Whether a text holds tags or entities.
fn looks_marked_up(text: &str) -> bool {
    has_tag(text) || has_entity(text)
}

/// Tags that prose does not hold by chance.
const TAGS: &[&str] = &[
    "p",
    "br",
    "div",
    "span",
    "a",
    "b",
    "i",
    "em",
    "strong",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "img",
    "figure",
    "figcaption",
    "blockquote",
    "table",
    "tr",
    "td",
    "th",
    "tbody",
    "thead",
    "section",
    "article",
    "header",
    "footer",
    "aside",
    "html",
    "body",
    "head",
    "script",
    "style",
    "iframe",
    "video",
    "audio",
    "u",
    "s",
    "sup",
    "sub",
    "small",
    "font",
    "center",
    "hr",
    "pre",
    "code",
    "q",
    "cite",
    "mark",
    "dl",
    "dt",
    "dd",
    "picture",
    "source",
    "noscript",
    "svg",
    "time",
    "abbr",
    "main",
    "nav",
    "button",
    "form",
    "input",
    "label",
    "title",
    "link",
    "meta",
    "strike",
    "del",
    "ins",
    "hl",
    "hlt",
    "person",
    "org",
    "location",
];

fn has_tag(text: &str) -> bool {
    tags(text).next().is_some()
}

/// The tags of a text, each looked at once.
fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    let bytes = text.as_bytes();
    let last = memchr::memrchr(b'>', bytes).unwrap_or(0);
    let mut from = 0;
    std::iter::from_fn(move || {
        while from < last {
            let at = from + memchr::memchr(b'<', &bytes[from..last])?;
            let tag = tag_at(text, at);
            from = tag.as_ref().map_or(at + 1, |tag| tag.end);
            if tag.is_some() {
                return tag;
            }
        }
        None
    })
}

fn has_entity(text: &str) -> bool {
    memchr::memchr_iter(b'&', text.as_bytes()).any(|at| entities::at(&text[at..]).is_some())
}

/// A tag of a text.
struct Tag<'t> {
    name: &'t str,
    is_end: bool,
    /// First byte after it.
    end: usize,
}

/// Returns the tag at a `<`, if it is one that is known.
fn tag_at(text: &str, at: usize) -> Option<Tag<'_>> {
    let inner = &text[at + 1..];
    if inner.starts_with("!--") {
        let end = memchr::memmem::find(inner.as_bytes(), b"-->").map_or(text.len(), |end| at + 1 + end + 3);
        return Some(Tag { name: "!", is_end: false, end });
    }
    let is_end = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let length = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = &inner[..length];
    let known = TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name));
    let goes_on = inner[length..].starts_with([' ', '>', '/', '\n', '\t', '\r']);
    if !known || !goes_on {
        return None;
    }
    let start = text.len() - inner.len() + length;
    let close = memchr::memchr(b'>', &text.as_bytes()[start..])?;
    Some(Tag { name, is_end, end: start + close + 1 })
}

/// Whether a tag parts paragraphs.
fn is_block(name: &str) -> bool {
    const INLINE: &[&str] = &[
        "span", "a", "b", "i", "em", "strong", "img", "u", "s", "sup", "sub", "small", "font", "code", "q",
        "cite", "mark", "time", "abbr", "label", "input", "strike", "del", "ins", "hl", "hlt", "person",
        "org", "location", "source", "picture", "button", "!", "link", "meta",
    ];
    !INLINE.iter().any(|inline| inline.eq_ignore_ascii_case(name))
}

/// Replaces tags and entities; a line end within an HTML text is a blank.
fn open(text: &str) -> String {
    let has_blocks = tags(text).any(|tag| is_block(tag.name));
    let last = memchr::memrchr(b'>', text.as_bytes()).unwrap_or(0);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b'<', b'&', &text.as_bytes()[at..]) {
        push_text(&text[at..at + found], has_blocks, &mut out);
        at += found;
        if text.as_bytes()[at] == b'&' {
            match entities::at(&text[at..]) {
                Some((character, length)) => {
                    out.push(character);
                    at += length;
                }
                None => {
                    out.push('&');
                    at += 1;
                }
            }
            continue;
        }
        let Some(tag) = (at < last).then(|| tag_at(text, at)).flatten() else {
            if let Some(data) = text[at..].strip_prefix("<![CDATA[") {
                let end = memchr::memmem::find(data.as_bytes(), b"]]>").unwrap_or(data.len());
                push_text(&data[..end], has_blocks, &mut out);
                at = (at + "<![CDATA[".len() + end + 3).min(text.len());
            } else {
                out.push('<');
                at += 1;
            }
            continue;
        };
        at = tag.end;
        let name = tag.name;
        let hides =
            ["script", "style", "iframe", "svg"].iter().find(|hidden| hidden.eq_ignore_ascii_case(name));
        if let (Some(hidden), false) = (hides, tag.is_end) {
            at = after_end_of(text, at, hidden);
        }
        if is_block(name) {
            out.push('\n');
        }
    }
    push_text(&text[at..], has_blocks, &mut out);
    out
}

fn push_text(text: &str, has_blocks: bool, out: &mut String) {
    if has_blocks && text.contains(['\n', '\r']) {
        out.extend(text.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
    } else {
        out.push_str(text);
    }
}

/// Returns the first byte after the end tag of an element whose content is no text.
fn after_end_of(text: &str, from: usize, name: &str) -> usize {
    for at in memchr::memchr_iter(b'<', &text.as_bytes()[from..]) {
        let Some(rest) = text[from + at..].strip_prefix("</") else { continue };
        if rest.len() >= name.len() && rest.as_bytes()[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            let close = memchr::memchr(b'>', rest.as_bytes()).map_or(rest.len(), |close| close + 1);
            return from + at + 2 + close;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::opened;

    #[test]
    fn markup_opens_to_paragraphs() {
        for (found, text) in [
            ("sans balise, 3 < 4 & 5 > 2", "sans balise, 3 < 4 & 5 > 2"),
            ("l&rsquo;&eacute;t&eacute; &amp; l&#39;hiver &#x20AC;", "l’été & l'hiver €"),
            ("<b>gras</b> et <i>fin</i>", "gras et fin"),
            ("a<script>if (a < b) alert('</p>')</script>b", "a\nb"),
            ("&lt;p&gt;Deux fois&lt;/p&gt;", "\nDeux fois\n"),
            ("<p>Ouvert", "\nOuvert"),
            ("<p", "<p"),
            ("<!-- note -->texte", "texte"),
        ] {
            assert_eq!(opened(found), text, "{found}");
        }
    }
}
