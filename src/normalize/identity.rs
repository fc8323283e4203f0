//! What names an article: its own identity where it has one, else its place.

use crate::article::{ArticleId, Origin};

/// Parameters that say how a reader came to a page, not which page it is; those that begin with `utm_`
/// too.
const TRACKING: [&str; 20] = [
    "_ga",
    "_gl",
    "at_campaign",
    "at_creation",
    "at_emission",
    "at_medium",
    "at_platform",
    "at_source",
    "at_variant",
    "cmpid",
    "dclid",
    "fbclid",
    "gbraid",
    "gclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "msclkid",
    "wbraid",
    "xtor",
];

/// Returns an address in one form: trimmed, scheme and host in small letters, without fragment and
/// tracking parameters, otherwise as written. What is not `http` or `https` stays as it is.
pub(super) fn address(url: &str) -> String {
    let url: String = url.trim().chars().filter(|c| !c.is_control()).collect();
    let Some((scheme, rest)) = web_scheme(&url) else { return url };
    let rest = rest.split('#').next().unwrap_or(rest);
    let host_end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(host_end);
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    let mut out = String::with_capacity(url.len());
    out.push_str(scheme);
    let user_end = host.rfind('@').map_or(0, |at| at + 1);
    out.push_str(&host[..user_end]);
    out.push_str(&host[user_end..].to_lowercase());
    out.push_str(path);
    let kept = query.into_iter().flat_map(|query| query.split('&')).filter(|part| !is_tracking(part));
    for (place, parameter) in kept.enumerate() {
        out.push(if place == 0 { '?' } else { '&' });
        out.push_str(parameter);
    }
    out
}

/// Whether an address in one form is French by its host.
pub(super) fn is_french(address: &str) -> bool {
    web_scheme(address).is_some_and(|(_, rest)| {
        let host = rest.split(['/', '?', ':']).next().unwrap_or(rest);
        host.ends_with(".fr")
    })
}

/// Returns the id of an article: of its guid, else of its address, else of its name within its file,
/// else of its place. The address is one in one form; a site's bare home page names no article.
pub(super) fn id(
    guid: Option<&str>,
    address: Option<&str>,
    local: Option<&str>,
    origin: &Origin,
) -> ArticleId {
    let member = origin.member.as_deref().unwrap_or("");
    if let Some(guid) = guid {
        ArticleId::of(&["guid", guid])
    } else if let Some(address) = address.filter(|address| names_a_page(address)) {
        ArticleId::of(&["url", address])
    } else if let Some(local) = local {
        ArticleId::of(&["local", &origin.path, member, local])
    } else {
        ArticleId::of(&["place", &origin.path, member, &origin.ordinal.to_string()])
    }
}

fn names_a_page(address: &str) -> bool {
    web_scheme(address).is_some_and(|(_, rest)| {
        rest.find(['/', '?']).is_some_and(|host_end| !matches!(&rest[host_end..], "/" | "?" | "/?"))
    })
}

/// Parts a web address from its scheme, which is returned in small letters.
fn web_scheme(url: &str) -> Option<(&'static str, &str)> {
    ["https://", "http://"].into_iter().find_map(|scheme| {
        let head = url.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then(|| (scheme, &url[scheme.len()..]))
    })
}

fn is_tracking(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or(parameter);
    name.is_empty() || name.starts_with("utm_") || TRACKING.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_has_one_address() {
        for (written, expected) in [
            (" HTTPS://WWW.Exemple.FR/Une/Page?id=3#haut ", "https://www.exemple.fr/Une/Page?id=3"),
            ("https://exemple.fr/a?utm_source=x&id=3&fbclid=y", "https://exemple.fr/a?id=3"),
            ("https://exemple.fr/a?xtor=RSS-1", "https://exemple.fr/a"),
            ("http://Exemple.fr?p=3", "http://exemple.fr?p=3"),
            ("http://Moi@Exemple.fr:80/", "http://Moi@exemple.fr:80/"),
            ("urn:exemple:A#b", "urn:exemple:A#b"),
            ("/relatif?utm_source=x", "/relatif?utm_source=x"),
            ("", ""),
        ] {
            assert_eq!(address(written), expected);
            assert_eq!(address(expected), expected);
        }
        assert!(is_french("https://exemple.fr:80/a") && is_french("http://exemple.fr?a"));
        assert!(!is_french("https://exemple.org/a.fr"));
    }

    #[test]
    fn the_most_own_name_wins() {
        let origin = Origin::file("presse/a.xml".into());
        let page = Some("https://exemple.fr/a");
        assert_eq!(id(Some("g"), page, Some("1"), &origin), ArticleId::of(&["guid", "g"]));
        assert_eq!(id(None, page, Some("1"), &origin), ArticleId::of(&["url", "https://exemple.fr/a"]));
        for no_page in ["https://exemple.fr", "https://exemple.fr/", "a/b.html"] {
            let local = ArticleId::of(&["local", "presse/a.xml", "", "1"]);
            assert_eq!(id(None, Some(no_page), Some("1"), &origin), local);
        }
        assert_eq!(id(None, None, None, &origin.at(4)), ArticleId::of(&["place", "presse/a.xml", "", "4"]));
    }
}
