//! Transfer encodings: quoted-printable and base64, read leniently.

use std::borrow::Cow;

/// Opens an encoding (in small letters; any other is none); `None` if the text breaks off within a group.
pub(super) fn opened<'b>(body: &'b [u8], encoding: &str) -> Option<Cow<'b, [u8]>> {
    match encoding {
        "quoted-printable" => quoted_printable(body).map(Cow::Owned),
        "base64" => base64(body).map(Cow::Owned),
        _ => Some(Cow::Borrowed(body)),
    }
}

/// Opens `=C3=A9` and joins lines that end in `=`; what is no such group stays as it is.
pub(super) fn quoted_printable(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(found) = memchr::memchr(b'=', rest) {
        out.extend_from_slice(&rest[..found]);
        let after = &rest[found + 1..];
        let blank = after.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        match (after.get(blank), hex(after)) {
            (Some(b'\n'), _) => rest = &after[blank + 1..],
            (_, Some(byte)) => {
                out.push(byte);
                rest = &after[2..];
            }
            _ if after.len() < 2 => return None,
            _ => {
                out.push(b'=');
                rest = after;
            }
        }
    }
    out.extend_from_slice(rest);
    Some(out)
}

fn hex(text: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(*text.first()?)? << 4 | digit(*text.get(1)?)?)
}

/// Opens base64; characters that are none of it are passed over, and its padding ends it.
pub(super) fn base64(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut group, mut count) = (0_u32, 0_u32);
    let mut is_padded = false;
    for &byte in body {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                is_padded = true;
                break;
            }
            _ => continue,
        };
        group = group << 6 | u32::from(value);
        count += 1;
        if count == 4 {
            out.extend_from_slice(&group.to_be_bytes()[1..]);
            (group, count) = (0, 0);
        }
    }
    match count {
        2 => out.push((group >> 4) as u8),
        3 => out.extend_from_slice(&((group >> 2) as u16).to_be_bytes()),
        _ => {}
    }
    (count == 0 || is_padded).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_opened() {
        for (found, opened) in [
            ("caf=C3=A9 =\r\nnoir", Some("café noir")),
            ("fin =  \nde ligne", Some("fin de ligne")),
            ("2 = 2 =XY", Some("2 = 2 =XY")),
            ("coup=C", None),
            ("coup=", None),
        ] {
            let text = quoted_printable(found.as_bytes());
            assert_eq!(text.as_deref(), opened.map(str::as_bytes), "{found}");
        }
        for (found, opened) in [
            ("Y2Fmw6k=", Some("café")),
            ("Y2\r\nFmw6kh", Some("café!")),
            ("YQ==reste", Some("a")),
            ("Y2Fmw", None),
            ("", Some("")),
        ] {
            assert_eq!(base64(found.as_bytes()).as_deref(), opened.map(str::as_bytes), "{found}");
        }
    }
}
