//! Folding: what two spellings of one word have in common.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Appends the fold of a text: lower case, no accents, `œ` and `æ` opened, every apostrophe `'`.
///
/// Everything else stays, spaces and hyphens included. One pass; no allocation beyond `out` for
/// Latin text.
pub fn fold_into(text: &str, out: &mut String) {
    for c in text.chars() {
        fold_char(c, out);
    }
}

/// Returns the fold of a text, as [`fold_into`] makes it.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

fn fold_char(c: char, out: &mut String) {
    if let Some(plain) = latin(c) {
        return out.push_str(plain);
    }
    if c.is_ascii() {
        return out.push(c.to_ascii_lowercase());
    }
    for part in c.to_lowercase().flat_map(|lower| lower.nfkd()).filter(|part| !is_combining_mark(*part)) {
        match latin(part) {
            Some(plain) => out.push_str(plain),
            None => out.extend(part.to_lowercase()),
        }
    }
}

/// The fold of the signs that French text is full of, and of letters that have no decomposition.
fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' => "a",
        'ç' | 'Ç' => "c",
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' => "i",
        'ñ' | 'Ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' => "o",
        'ù' | 'ú' | 'û' | 'ü' | 'Ù' | 'Ú' | 'Û' | 'Ü' => "u",
        'ý' | 'ÿ' | 'Ý' | 'Ÿ' => "y",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' => "d",
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        'ß' => "ss",
        'ſ' => "s",
        '’' | 'ʼ' | '´' | '‘' | '＇' => "'",
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_meet() {
        for (one, other) in [
            ("Élysée", "elysee"),
            ("ETATS-UNIS", "États-Unis"),
            ("cœur", "COEUR"),
            ("l’État", "L'ETAT"),
            ("e\u{301}te\u{301}", "été"),
            ("Łódź", "lodz"),
            ("Ἀθῆναι", "αθηναι"),
            ("İstanbul", "istanbul"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(text in "\\PC{0,40}") {
            let once = fold(&text);
            proptest::prop_assert_eq!(fold(&once), once);
        }
    }
}
