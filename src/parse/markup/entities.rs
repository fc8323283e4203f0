//! Named and numbered entities: those of Latin-1, and what typesetting adds.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Names of U+00A0 to U+00FF, in order.
const LATIN: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo",
    "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot",
    "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",
    "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute",
    "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash",
    "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute", "acirc", "atilde",
    "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc",
    "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave",
    "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
];

/// Names beyond Latin-1 that texts hold.
const OTHERS: &[(&str, char)] = &[
    ("quot", '"'),
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("apos", '\''),
    ("OElig", 'Œ'),
    ("oelig", 'œ'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("Yuml", 'Ÿ'),
    ("fnof", 'ƒ'),
    ("circ", 'ˆ'),
    ("tilde", '˜'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("nnbsp", '\u{202f}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("dagger", '†'),
    ("Dagger", '‡'),
    ("bull", '•'),
    ("hellip", '…'),
    ("permil", '‰'),
    ("prime", '′'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("euro", '€'),
    ("trade", '™'),
    ("larr", '←'),
    ("rarr", '→'),
    ("minus", '−'),
    ("le", '≤'),
    ("ge", '≥'),
    ("ne", '≠'),
    ("asymp", '≈'),
    ("infin", '∞'),
];

static TABLE: LazyLock<HashMap<&'static str, char>> = LazyLock::new(|| {
    let latin = LATIN.iter().zip('\u{a0}'..).map(|(name, c)| (*name, c));
    latin.chain(OTHERS.iter().copied()).collect()
});

/// Returns the entity that a text begins with, and its length in bytes.
pub(super) fn at(text: &str) -> Option<(char, usize)> {
    let inner = text.strip_prefix('&')?;
    let end = inner.as_bytes().iter().take(12).position(|&byte| byte == b';')?;
    let name = &inner[..end];
    let found = match name.strip_prefix('#') {
        None => TABLE.get(name).copied()?,
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            scalar(code)
        }
    };
    Some((found, end + 2))
}

/// The character of a number; those of C1 are windows-1252, as browsers read them.
fn scalar(code: u32) -> char {
    if let byte @ 0x80..=0x9f = code {
        let bytes = [byte as u8];
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
        return text.chars().next().unwrap_or('\u{fffd}');
    }
    match code {
        0 => '\u{fffd}',
        _ => char::from_u32(code).unwrap_or('\u{fffd}'),
    }
}

/// Whether a `<` begins no markup: `2 < 3`.
fn is_bare(rest: &str) -> bool {
    !rest[1..].starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | '!' | '?' | '_' | ':'))
}

/// Replaces the named entities that XML does not know, outside of CDATA, and escapes a bare `&` or `<`.
pub(crate) fn resolve(xml: &str) -> Cow<'_, str> {
    let has_bare = || memchr::memchr_iter(b'<', xml.as_bytes()).any(|at| is_bare(&xml[at..]));
    if memchr::memchr(b'&', xml.as_bytes()).is_none() && !has_bare() {
        return Cow::Borrowed(xml);
    }
    let mut out = String::with_capacity(xml.len());
    let mut from = 0;
    while let Some(found) = memchr::memchr2(b'&', b'<', &xml.as_bytes()[from..]) {
        out.push_str(&xml[from..from + found]);
        from += found;
        let rest = &xml[from..];
        if rest.starts_with("<![CDATA[") {
            let end = memchr::memmem::find(rest.as_bytes(), b"]]>").map_or(rest.len(), |end| end + 3);
            out.push_str(&rest[..end]);
            from += end;
        } else if rest.starts_with('<') {
            out.push_str(if is_bare(rest) { "&lt;" } else { "<" });
            from += 1;
        } else {
            match at(rest) {
                Some((c, length)) => {
                    match c {
                        '&' => out.push_str("&amp;"),
                        '<' => out.push_str("&lt;"),
                        '>' => out.push_str("&gt;"),
                        '"' => out.push_str("&quot;"),
                        '\'' => out.push_str("&apos;"),
                        _ => out.push(c),
                    }
                    from += length;
                }
                None => {
                    out.push_str("&amp;");
                    from += 1;
                }
            }
        }
    }
    out.push_str(&xml[from..]);
    Cow::Owned(out)
}
