//! Mends an entry whose texts hold markup or ampersands that nobody escaped: each text is set in CDATA.

use memchr::memmem;

/// Elements that hold text, and may hold HTML.
const TEXTS: &[&str] = &["title", "description", "content:encoded", "summary", "content", "dc:description"];

/// Returns the entry with the content of its texts quoted, but for those that are quoted already.
///
/// An element ends where its end tag first stands. Takes linear time.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
        let start = at + found;
        let rest = &text[start..];
        let Some((name, content)) = text_element(rest) else {
            out.push_str(&text[at..=start]);
            at = start + 1;
            continue;
        };
        let end = memmem::find(&rest.as_bytes()[content..], format!("</{name}>").as_bytes());
        let Some(length) = end else {
            out.push_str(&text[at..start + content]);
            at = start + content;
            continue;
        };
        out.push_str(&text[at..start + content]);
        let inner = &rest[content..content + length];
        if inner.contains("<![CDATA[") || inner.contains("]]>") {
            out.push_str(inner);
        } else {
            out.push_str("<![CDATA[");
            out.push_str(inner);
            out.push_str("]]>");
        }
        at = start + content + length;
    }
    out.push_str(&text[at..]);
    out
}

/// The name of the text's element that begins here, and where its content does.
fn text_element(rest: &str) -> Option<(&'static str, usize)> {
    let inner = &rest[1..];
    let name = TEXTS.iter().find(|name| {
        inner.starts_with(**name) && inner[name.len()..].starts_with(['>', ' ', '\n', '\r', '\t'])
    })?;
    let close = memchr::memchr(b'>', rest.as_bytes())?;
    (!rest[..close].ends_with('/')).then_some((*name, close + 1))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn texts_are_taken_as_they_stand() {
        for (found, mended) in [
            ("<item><title>A & B<br></title></item>", "<item><title><![CDATA[A & B<br>]]></title></item>"),
            ("<title type=\"html\">a</title>", "<title type=\"html\"><![CDATA[a]]></title>"),
            ("<title><![CDATA[a]]></title>", "<title><![CDATA[a]]></title>"),
            ("<title/><titles>&</titles><title>", "<title/><titles>&</titles><title>"),
        ] {
            assert_eq!(quoted(found), mended);
        }
    }
}
