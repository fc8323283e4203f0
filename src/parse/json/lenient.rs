//! Rewrites almost-JSON as JSON.

/// Returns a text with the usual slips mended, or `None` if it has none of them.
///
/// Lone surrogates become U+FFFD; raw control characters in strings are escaped; `NaN` and `Infinity`
/// become `null`; a comma before a closing bracket goes. One pass.
pub(crate) fn mended(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len() + 16);
    let mut changed = false;
    let mut copied = 0;
    let mut at = 0;
    let mut in_string = false;
    while at < bytes.len() {
        let from = at;
        let replaced = if in_string {
            match bytes[at] {
                b'"' => {
                    in_string = false;
                    at += 1;
                    continue;
                }
                b'\\' => match surrogate(bytes, at) {
                    Some(length @ 6) => {
                        at += length;
                        "\u{fffd}".to_owned()
                    }
                    Some(length) => {
                        at += length;
                        continue;
                    }
                    None => {
                        at += 2;
                        continue;
                    }
                },
                byte @ 0..0x20 => {
                    at += 1;
                    format!("\\u{byte:04x}")
                }
                _ => {
                    at += 1;
                    continue;
                }
            }
        } else {
            match bytes[at] {
                b'"' => {
                    in_string = true;
                    at += 1;
                    continue;
                }
                b',' if closes(&bytes[at + 1..]) => {
                    at += 1;
                    String::new()
                }
                b'N' | b'I' | b'-' => match constant(&bytes[at..]) {
                    Some(length) => {
                        at += length;
                        "null".to_owned()
                    }
                    None => {
                        at += 1;
                        continue;
                    }
                },
                _ => {
                    at += 1;
                    continue;
                }
            }
        };
        out.push_str(&text[copied..from]);
        out.push_str(&replaced);
        copied = at;
        changed = true;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    changed.then_some(out)
}

/// Length of the surrogate escapes at a backslash: 12 for a pair, 6 for a lone one.
fn surrogate(bytes: &[u8], at: usize) -> Option<usize> {
    let unit = |at: usize| -> Option<u32> {
        let escape = bytes.get(at..at + 6)?;
        let digits = std::str::from_utf8(escape.strip_prefix(b"\\u")?).ok()?;
        u32::from_str_radix(digits, 16).ok()
    };
    match unit(at)? {
        0xd800..=0xdbff if matches!(unit(at + 6), Some(0xdc00..=0xdfff)) => Some(12),
        0xd800..=0xdfff => Some(6),
        _ => None,
    }
}

/// Whether the next visible byte closes a list or object.
fn closes(rest: &[u8]) -> bool {
    rest.iter()
        .take(256)
        .find(|byte| !byte.is_ascii_whitespace())
        .is_some_and(|byte| matches!(byte, b']' | b'}'))
}

/// Length of a number that JSON does not know.
fn constant(rest: &[u8]) -> Option<usize> {
    ["NaN", "Infinity", "-Infinity"]
        .iter()
        .find(|name| rest.starts_with(name.as_bytes()))
        .map(|name| name.len())
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn the_usual_slips_are_mended() {
        for (found, mend) in [
            (r#"{"a":"\ud800 b"}"#, Some("{\"a\":\"\u{fffd} b\"}")),
            (r#"{"a":"\ud83d\ude00"}"#, None),
            ("{\"a\":\"x\ny\"}", Some(r#"{"a":"x\u000ay"}"#)),
            (r#"{"a":NaN,"b":-Infinity}"#, Some(r#"{"a":null,"b":null}"#)),
            (r#"{"a":[1,2, ],}"#, Some(r#"{"a":[1,2 ]}"#)),
            (r#"{"a":"NaN,]"}"#, None),
            (r#"{"a":"\"#, None),
        ] {
            assert_eq!(mended(found).as_deref(), mend, "{found}");
        }
    }
}
