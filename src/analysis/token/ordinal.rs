//! Ordinal numbers, in digits or Roman figures: their forms are as written; audits tell them apart, and the
//! endings of those in digits meet in one stem.

/// The digits of an ordinal: `1` of `1er`, `2` of `2nde`, `20` of `20ème`.
pub(in super::super) fn ordinal_figures(word: &str) -> Option<&str> {
    let ending = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let figures = &word[..word.len() - ending.len()];
    let is_ordinal =
        !figures.is_empty() && ORDINAL_ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known));
    is_ordinal.then_some(figures)
}

/// Behind digits all of them, behind Roman figures the first five.
const ORDINAL_ENDINGS: [&str; 18] = [
    "e", "er", "ère", "ème", "ième", "es", "ers", "eres", "ères", "ere", "re", "eme", "emes", "èmes", "ieme",
    "ièmes", "nd", "nde",
];

/// `XXe`, `IIIème`, `Ier`: two Roman figures or one of `I V X`, then the ending in small letters.
pub(super) fn is_roman_ordinal(word: &[u8]) -> bool {
    let figures = word.iter().take_while(|byte| b"IVXLCM".contains(byte)).count();
    (figures > 1 || figures == 1 && b"IVX".contains(&word[0]))
        && ORDINAL_ENDINGS[..5].iter().any(|ending| ending.as_bytes() == &word[figures..])
}
