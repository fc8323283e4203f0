//! Mends text that was UTF-8, read as windows-1252: `Ã©` for `é`.

use encoding_rs::WINDOWS_1252;

/// Mends a field if it is certain: all of it was read wrongly, and at least two characters show it.
///
/// Never by fragments, so that a text about mojibake stays as it is.
pub(crate) fn mend(field: &mut String) {
    if field.is_ascii() || signs(field) < 2 {
        return;
    }
    if let Some(mended) = read_again(field) {
        *field = mended;
    }
}

/// Number of pairs that UTF-8 read as windows-1252 is full of: `Ã` or `Â` before a character that is not
/// ASCII, `â€`. All three begin with the same byte, which is looked for alone: every text comes by here.
fn signs(text: &str) -> usize {
    let bytes = text.as_bytes();
    memchr::memchr_iter(0xc3, bytes)
        .filter(|at| match bytes[at + 1..] {
            [0x82 | 0x83, next, ..] => next >= 0x80,
            [0xa2, 0xe2, 0x82, 0xac, ..] => true,
            _ => false,
        })
        .count()
}

fn read_again(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut buffer = [0; 4];
    for c in text.chars() {
        match c {
            '\0'..='\u{9f}' => bytes.push(c as u8),
            _ => {
                let (encoded, _, lossy) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
                if lossy {
                    return None;
                }
                bytes.extend_from_slice(&encoded);
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn a_field_read_wrongly_is_mended_and_no_other() {
        for (found, mended) in [
            ("L\u{e2}\u{20ac}\u{2122}\u{c3}\u{a9}t\u{c3}\u{a9}", "L’été"),
            ("\u{c3}\u{a0} No\u{c3}\u{ab}l", "à Noël"),
            ("un seul signe : \u{c3}\u{a9}", "un seul signe : \u{c3}\u{a9}"),
            ("L’été et Ã© et Ã¨", "L’été et Ã© et Ã¨"),
            ("SÃO PAULO", "SÃO PAULO"),
        ] {
            let mut field = found.to_owned();
            mend(&mut field);
            assert_eq!(field, mended);
        }
    }
}
