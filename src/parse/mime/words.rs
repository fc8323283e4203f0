//! Encoded words of headers: `=?utf-8?Q?L'=C3=A9t=C3=A9?=` is `L'été`.

use encoding_rs::{Encoding, WINDOWS_1252};

use super::transfer::{base64, quoted_printable};

/// Decodes a header's value; blanks between two encoded words part them on the wire only, and a character
/// may be begun in one word and ended in the next. Takes linear time.
pub(in crate::parse) fn decoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut pending: Option<(&'static Encoding, Vec<u8>)> = None;
    let mut rest = value;
    while let Some(at) = rest.find("=?") {
        let Some((encoding, mut bytes, length)) = word(&rest[at..]) else {
            flush(&mut pending, &mut out);
            out.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
            continue;
        };
        let between = &rest[..at];
        match &mut pending {
            Some((before, known)) if *before == encoding && between.trim().is_empty() => {
                known.append(&mut bytes)
            }
            _ => {
                let is_adjacent = pending.is_some() && between.trim().is_empty();
                flush(&mut pending, &mut out);
                if !is_adjacent {
                    out.push_str(between);
                }
                pending = Some((encoding, bytes));
            }
        }
        rest = &rest[at + length..];
    }
    flush(&mut pending, &mut out);
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn flush(pending: &mut Option<(&'static Encoding, Vec<u8>)>, out: &mut String) {
    if let Some((encoding, bytes)) = pending.take() {
        match std::str::from_utf8(&bytes) {
            Ok(text) => out.push_str(text),
            Err(_) => out.push_str(&encoding.decode_without_bom_handling(&bytes).0),
        }
    }
}

/// The encoded word that begins a text: its charset, its bytes, its length.
fn word(text: &str) -> Option<(&'static Encoding, Vec<u8>, usize)> {
    let mut parts = text.get(2..)?.splitn(4, '?');
    let (label, kind, data, after) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    if !after.starts_with('=') || label.len() > 60 || kind.len() != 1 {
        return None;
    }
    // A language may follow the charset.
    let label = label.split('*').next().unwrap_or(label);
    let encoding = Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252);
    let bytes = match kind {
        "Q" | "q" => quoted_printable(data.replace('_', " ").as_bytes())?,
        "B" | "b" => base64(data.as_bytes())?,
        _ => return None,
    };
    Some((encoding, bytes, text.len() - after.len() + 1))
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn words_are_decoded() {
        for (found, text) in [
            ("=?utf-8?Q?L'=C3=A9t=C3=A9_au_val?=", "L'été au val"),
            ("=?UTF-8?B?w6k=?= =?utf-8?B?w6k=?= fin", "éé fin"),
            ("=?utf-8?Q?=C3?=\t=?utf-8?Q?=A9?=", "é"),
            ("=?iso-8859-1*fr?q?=C9t=E9?= =?utf-8?q?=C3=A9?=", "Étéé"),
            ("=?windows-1252?Q?2=80?= et plus", "2€ et plus"),
            ("2 =? 3", "2 =? 3"),
            ("=?utf-8?X?a?=", "=?utf-8?X?a?="),
            ("=?utf-8?Q?a", "=?utf-8?Q?a"),
            ("Sans rien", "Sans rien"),
        ] {
            assert_eq!(decoded(found), text, "{found}");
        }
    }
}
