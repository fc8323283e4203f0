//! What becomes of each character of a text.

/// What becomes of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// Nothing.
    Kept,
    /// A space.
    Space,
    /// The end of a paragraph.
    LineBreak,
    /// It goes.
    Dropped,
    /// Another character.
    Became(char),
    /// The letters of a ligature.
    Opened(&'static str),
}

/// The characters of windows-1252 at 0x80 to 0x9F; U+FFFD where it has none.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}',
    '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
];

/// Returns what becomes of a character.
pub(super) fn sign(c: char) -> Sign {
    match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' => Sign::LineBreak,
        '\t'
        | ' '
        | '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => Sign::Space,
        '\u{80}'..='\u{9f}' => match WINDOWS_1252[c as usize - 0x80] {
            '\u{fffd}' => Sign::Dropped,
            read => Sign::Became(read),
        },
        '\u{0}'..='\u{1f}' | '\u{7f}' | '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' => Sign::Dropped,
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => {
            Sign::Dropped
        }
        'ﬀ' => Sign::Opened("ff"),
        'ﬁ' => Sign::Opened("fi"),
        'ﬂ' => Sign::Opened("fl"),
        'ﬃ' => Sign::Opened("ffi"),
        'ﬄ' => Sign::Opened("ffl"),
        'ﬅ' | 'ﬆ' => Sign::Opened("st"),
        _ => Sign::Kept,
    }
}
