//! Ordinal numbers, in digits or Roman figures: told apart for audits alone, their forms are as written.

/// Digits and the ending of an ordinal: `1er`, `2nde`, `20ème`.
pub(super) fn is_ordinal(word: &str) -> bool {
    let suffix = word.trim_start_matches(|c: char| c.is_ascii_digit());
    suffix.len() < word.len() && ORDINAL_ENDINGS.iter().any(|ending| suffix.eq_ignore_ascii_case(ending))
}

const ORDINAL_ENDINGS: [&str; 13] =
    ["e", "er", "ère", "ème", "ième", "eme", "ere", "es", "èmes", "ers", "re", "nd", "nde"];

/// `XXe`, `IIIème`, `Ier`: two Roman figures or one of `I V X`, then the ending in small letters.
pub(super) fn is_roman_ordinal(word: &[u8]) -> bool {
    let figures = word.iter().take_while(|byte| b"IVXLCM".contains(byte)).count();
    (figures > 1 || figures == 1 && b"IVX".contains(&word[0]))
        && ORDINAL_ENDINGS[..5].iter().any(|ending| ending.as_bytes() == &word[figures..])
}
