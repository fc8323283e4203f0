//! Addresses of the web and of mail: a whole, and its words at the same place.
//!
//! | in the text | whole | parts |
//! |---|---|---|
//! | `https://www.lemonde.fr/politique/`, `lemonde.fr/politique` | `lemonde.fr/politique` | `lemonde` `fr` `politique` |
//! | `Franceinfo.fr` | `franceinfo.fr` | `franceinfo` `fr` |
//! | `Jean.Dupont@lemonde.fr` | `jean.dupont@lemonde.fr` | `jean` `dupont` `lemonde` `fr` |
//!
//! Without a scheme and without `www.` a name is an address if it ends in one of [`TOP_LEVEL`]: a full
//! stop glued to the next sentence is common.

use std::ops::Range;

use super::chars::{char_at, hyphen, push_lower};
use super::out::Out;
use super::word::word_end;
use super::{MAX_FORM_BYTES, Rule};

/// Top-level domains that the French press writes and that are no French words.
const TOP_LEVEL: [&str; 41] = [
    "fr", "com", "org", "net", "eu", "info", "gouv", "be", "ch", "ca", "uk", "io", "tv", "edu", "gov", "int",
    "re", "nc", "pf", "bzh", "paris", "news", "lu", "tn", "dz", "sn", "biz", "co", "app", "dev", "it", "us",
    "ru", "cn", "jp", "br", "nl", "pl", "pt", "radio", "online",
];

/// Longest name of a host, and of what stands before the `@`.
const MAX_HOST: usize = 100;

/// Reads the address that begins with a word: tells its tokens and returns its end, or `None` if it is
/// none.
pub(super) fn address(text: &str, start: usize, word_end: usize, out: &mut Out<'_>) -> Option<usize> {
    let bytes = text.as_bytes();
    let word = &text[start..word_end];
    if bytes[word_end] == b':' {
        let is_scheme = ["http", "https", "ftp"].iter().any(|scheme| word.eq_ignore_ascii_case(scheme));
        if !is_scheme || !text[word_end..].starts_with("://") {
            return None;
        }
        let host = word_end + "://".len();
        let host_end = host_end(text, host, false)?;
        return Some(web(text, start, host, host_end, out));
    }
    if let Some(at) = sign_of_mail(bytes, word_end) {
        let end = host_end(text, at + 1, false)?;
        return text[at + 1..end].contains('.').then(|| {
            tell(text, start..end, start..end, Rule::Email, out);
            end
        });
    }
    let end = host_end(text, start, !word.eq_ignore_ascii_case("www"))?;
    text[start..end].contains('.').then(|| web(text, start, start, end, out))
}

/// The `@` behind the first word of a mail address.
fn sign_of_mail(bytes: &[u8], word_end: usize) -> Option<usize> {
    let rest = &bytes[word_end..bytes.len().min(word_end + MAX_HOST)];
    let is_local = |byte: &u8| byte.is_ascii_alphanumeric() || b"._+-".contains(byte);
    let at = rest.iter().position(|byte| !is_local(byte))?;
    (rest[at] == b'@').then_some(word_end + at)
}

/// End of the name of a host: words joined by points and hyphens. A bare one ends in the last label that
/// is a top-level domain.
fn host_end(text: &str, start: usize, is_bare: bool) -> Option<usize> {
    let mut label = start;
    let mut end = None;
    while label - start <= MAX_HOST {
        let mut label_end = word_end(text, label);
        if label_end == label {
            break;
        }
        while let Some(after) = hyphen(text, label_end)
            && label_end - start <= MAX_HOST
            && word_end(text, after) > after
        {
            label_end = word_end(text, after);
        }
        if !is_bare || label > start && is_top_level(text, start, label..label_end) {
            end = Some(label_end);
        }
        if text.as_bytes().get(label_end) != Some(&b'.') {
            break;
        }
        label = label_end + 1;
    }
    end.filter(|end| end - start <= MAX_HOST)
}

/// In small letters, or in capitals behind capitals: `Fin.Info` and `bout.PARIS` are two sentences.
fn is_top_level(text: &str, start: usize, label: Range<usize>) -> bool {
    let name = &text[label.clone()];
    let is_even = name.bytes().all(|byte| byte.is_ascii_lowercase())
        || !text[start..label.end].contains(|c: char| c.is_lowercase());
    is_even && TOP_LEVEL.iter().any(|domain| name.eq_ignore_ascii_case(domain))
}

/// Tells a web address and returns its end.
fn web(text: &str, start: usize, host: usize, host_end: usize, out: &mut Out<'_>) -> usize {
    let bytes = text.as_bytes();
    let mut end = host_end;
    if bytes.get(end) == Some(&b':') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end += 1;
        while bytes.get(end).is_some_and(u8::is_ascii_digit) {
            end += 1;
        }
    }
    if matches!(bytes.get(end), Some(b'/' | b'?')) {
        end = path_end(text, end);
    }
    let has_www = bytes[host..host_end].get(..4).is_some_and(|head| head.eq_ignore_ascii_case(b"www."));
    let named = host + if has_www { 4 } else { 0 };
    tell(text, start..end, named..end, Rule::Url, out);
    end
}

/// End of a path: before the next blank or quotation mark, less the punctuation of the sentence.
fn path_end(text: &str, start: usize) -> usize {
    let ends = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '«' | '»' | '“' | '”' | '’')
    };
    let path = &text[start..];
    let path = &path[..path.find(ends).unwrap_or(path.len())];
    let has_open = path.contains('(');
    let is_punctuation = |c: char| {
        matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | ']' | '}' | '*' | '…') || c == ')' && !has_open
    };
    start + path.trim_end_matches(is_punctuation).len()
}

/// Tells the whole of an address, what it is called by, and the words of that.
fn tell(text: &str, range: Range<usize>, named: Range<usize>, rule: Rule, out: &mut Out<'_>) {
    let mut rule_of_parts = rule;
    let name = text[named.clone()].trim_end_matches('/');
    if name.len() <= MAX_FORM_BYTES {
        let parts = words(text, named.clone()).count();
        out.buffer.clear();
        push_lower(name, out.buffer);
        if parts > 1 && out.buffer.len() <= MAX_FORM_BYTES {
            out.tell(&range, rule, parts as u16);
            rule_of_parts = Rule::Part;
        }
    }
    for word in words(text, named) {
        out.word(text, &word, rule_of_parts);
    }
}

/// The runs of letters and digits in a range.
fn words(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = range.start;
    std::iter::from_fn(move || {
        while at < range.end {
            let start = at;
            let end = word_end(text, start).min(range.end);
            if end > start {
                at = end;
                return Some(start..end);
            }
            at += char_at(text, at).map_or(1, char::len_utf8);
        }
        None
    })
}
