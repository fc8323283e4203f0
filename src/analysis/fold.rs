//! Folding: what two spellings of one word have in common.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::token::{is_apostrophe, is_hyphen};

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

/// Appends the fold of a form: what the spellings of one word have in common.
///
/// Beside what [`fold_into`] does, apostrophes and hyphens inside the word go, and the sign before a tag:
/// `week-end` meets `weekend`, `o'brien` `obrien`, `#metoo` `metoo`; a hyphen between two digits stays, for
/// a date is no number. `€` is `euros`, `$` `dollars`, `n°` `numero`. Allocates only where such a sign stands.
pub fn fold_form_into(form: &str, out: &mut String) {
    let from = out.len();
    fold_into(form, out);
    let is_sign = |c: char| is_apostrophe(c) || is_hyphen(c) || matches!(c, '#' | '@' | '€' | '$' | '°');
    if !out[from..].contains(is_sign) {
        return;
    }
    let folded = out.split_off(from);
    let mut rest = folded.chars();
    while let Some(c) = rest.next() {
        match c {
            '#' | '@' if out.len() == from => {}
            '€' => out.push_str("euros"),
            '$' => out.push_str("dollars"),
            c if is_hyphen(c) => {
                let is_number = out[from..].ends_with(|c: char| c.is_ascii_digit())
                    && rest.as_str().starts_with(|c: char| c.is_ascii_digit());
                if is_number {
                    out.push('-');
                }
            }
            c if is_apostrophe(c) => {}
            c => out.push(c),
        }
    }
    if out[from..] == *"n°" {
        out.truncate(from);
        out.push_str("numero");
    }
}

/// Returns the fold of a form, as [`fold_form_into`] makes it.
pub fn fold_form(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    fold_form_into(form, &mut out);
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

    #[test]
    fn spellings_of_one_form_meet() {
        for (one, other) in [
            ("week-end", "weekend"),
            ("covid-19", "COVID19"),
            ("o'brien", "obrien"),
            ("aujourd'hui", "aujourdhui"),
            ("chef-d'œuvre", "chefdoeuvre"),
            ("#metoo", "metoo"),
            ("@lemonde", "lemonde"),
            ("€", "euros"),
            ("$", "dollars"),
            ("n°", "numéro"),
        ] {
            assert_eq!(fold_form(one), fold_form(other), "{one} {other}");
        }
        assert_eq!(fold_form("2020-03-12"), "2020-03-12");
        assert_eq!(fold_form("a@b.fr"), "a@b.fr");
    }

    proptest::proptest! {
        #[test]
        fn folding_a_form_twice_changes_nothing_more(form in "(\\PC|[#@€$n°º'’‐0-9-]){0,20}") {
            let once = fold_form(&form);
            proptest::prop_assert_eq!(fold_form(&once), once);
        }

        #[test]
        fn folding_twice_changes_nothing_more(text in "\\PC{0,40}") {
            let once = fold(&text);
            proptest::prop_assert_eq!(fold(&once), once);
        }
    }
}
