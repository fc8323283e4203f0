//! Addresses of entries: whole, or relative to the feed's.

/// Returns an address whole: as it is if it is so already, else beside `base`; `None` if it is none.
pub(super) fn whole(address: &str, base: Option<&str>) -> Option<String> {
    let address = address.trim();
    if is_web(address) {
        return Some(address.to_owned());
    }
    let scheme = address.split(['/', '?', '#']).next().unwrap_or_default();
    if address.is_empty() || address.starts_with('#') || scheme.contains(':') {
        return None;
    }
    let base = base.filter(|base| is_web(base))?;
    let base = base.split(['?', '#']).next().unwrap_or(base);
    let host = base.find("://")? + 3;
    let path = base[host..].find('/').map_or(base.len(), |at| host + at);
    if let Some(rest) = address.strip_prefix("//") {
        return Some(format!("{}{rest}", &base[..host]));
    }
    let joined = if address.starts_with('/') {
        address.to_owned()
    } else {
        let folder = base[path..].rfind('/').map_or("/", |at| &base[path..=path + at]);
        format!("{folder}{address}")
    };
    Some(format!("{}{}", &base[..path], without_dots(&joined)))
}

/// Whether an address is a whole one of the web.
pub(super) fn is_web(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://")
}

/// Resolves `.` and `..` in a path.
fn without_dots(path: &str) -> String {
    let end = path.find(['?', '#']).unwrap_or(path.len());
    let (path, rest) = path.split_at(end);
    let mut parts: Vec<&str> = Vec::new();
    let mut all = path.split('/').skip(1).peekable();
    while let Some(part) = all.next() {
        match part {
            ".." => {
                parts.pop();
            }
            "." => {}
            part => parts.push(part),
        }
        if matches!(part, "." | "..") && all.peek().is_none() {
            parts.push("");
        }
    }
    format!("/{}{rest}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn addresses_are_made_whole() {
        let base = Some("https://courrier.exemple/val/flux.xml?x=/y");
        for (address, expected) in [
            ("https://a.exemple/b", Some("https://a.exemple/b")),
            ("//a.exemple/b", Some("https://a.exemple/b")),
            ("/b?c=/d", Some("https://courrier.exemple/b?c=/d")),
            ("b", Some("https://courrier.exemple/val/b")),
            ("../b/./c", Some("https://courrier.exemple/b/c")),
            ("../../../b/..", Some("https://courrier.exemple/")),
            ("mailto:a@b", None),
            ("#haut", None),
            ("", None),
        ] {
            assert_eq!(whole(address, base).as_deref(), expected, "{address}");
        }
        assert_eq!(whole("b", None), None);
        assert_eq!(whole("b", Some("https://a.exemple")).as_deref(), Some("https://a.exemple/b"));
    }
}
