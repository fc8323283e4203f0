//! Paths as text and back: every name of a file system has its own text, and leads back to its file.
//!
//! A name that is not UTF-8 would otherwise be one text with others like it, and its file could not be opened
//! from what the manifest says.

use std::ffi::OsStr;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

/// Bytes from 0x80 on that are no text are told as the characters from here on: a range that Unicode leaves
/// to private use.
const FIRST: u32 = 0xf780;
const LAST: u32 = FIRST + 0x7f;

/// Returns a path as text, with `/` between its parts. Bytes that are not UTF-8, and characters of the range
/// that stands for them, are told byte by byte, so that no two paths have one text.
pub fn path_to_text(path: &Path) -> String {
    path.iter().map(name_to_text).collect::<Vec<_>>().join("/")
}

fn name_to_text(name: &OsStr) -> String {
    let mut text = String::with_capacity(name.len());
    let push_bytes = |text: &mut String, bytes: &[u8]| {
        text.extend(bytes.iter().filter_map(|byte| char::from_u32(FIRST + u32::from(byte & 0x7f))));
    };
    for chunk in name.as_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            if stands_for_byte(c) {
                push_bytes(&mut text, c.encode_utf8(&mut [0; 4]).as_bytes());
            } else {
                text.push(c);
            }
        }
        push_bytes(&mut text, chunk.invalid());
    }
    text
}

/// Returns the path that [`path_to_text`] told.
pub fn path_of_text(text: &str) -> PathBuf {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        if stands_for_byte(c) {
            bytes.push(0x80 | (u32::from(c) - FIRST) as u8);
        } else {
            bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    std::ffi::OsString::from_vec(bytes).into()
}

/// Whether a character of such a text stands for a byte that is no text.
pub fn stands_for_byte(c: char) -> bool {
    (FIRST..=LAST).contains(&u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn any_name_leads_back_to_its_file(bytes in proptest::collection::vec(1..=255_u8, 1..40)) {
            let path = PathBuf::from(std::ffi::OsString::from_vec(bytes));
            let plain: PathBuf = path.iter().collect();
            proptest::prop_assert_eq!(path_of_text(&path_to_text(&plain)), plain);
        }

        #[test]
        fn a_name_in_utf8_is_told_as_it_is(name in "[a-zà-ÿ0-9 ._]{1,20}") {
            proptest::prop_assert_eq!(path_to_text(Path::new(&name)), name);
        }
    }

    #[test]
    fn no_two_names_have_one_text() {
        let text = |bytes: &[u8]| path_to_text(Path::new(OsStr::from_bytes(bytes)));
        assert_ne!(text(b"caf\xe9"), text(b"caf\xe8"));
        assert_ne!(text("\u{f7e9}".as_bytes()), text(b"\xe9"));
        assert_eq!(text("café".as_bytes()), "café");
    }
}
