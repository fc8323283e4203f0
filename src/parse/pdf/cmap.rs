//! ToUnicode maps: which characters the codes of a font stand for (ISO 32000-1, 9.10.3).

use std::collections::HashMap;

/// Codes of one map, at most.
const CODES: usize = 200_000;
/// Codes of one range, at most.
const RANGE: u32 = 0xffff;

/// From codes to text.
#[derive(Debug, Default)]
pub(super) struct CMap {
    single: HashMap<u32, String>,
    /// First and last code, and the text of the first; sorted.
    ranges: Vec<(u32, u32, String)>,
    /// Length in bytes, first and last code.
    spaces: Vec<(usize, u32, u32)>,
}

enum Token<'t> {
    Code(usize, u32, Vec<u8>),
    Open,
    Close,
    Word(&'t str),
}

impl CMap {
    /// Reads a map as far as it goes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let mut map = CMap::default();
        let mut codes: Vec<(usize, u32, Vec<u8>)> = Vec::new();
        // Texts of a list, which give the codes of a range one each.
        let mut list: Option<Vec<Vec<u8>>> = None;
        let mut mode = "";
        for token in tokens(&text) {
            match token {
                Token::Word(word) => {
                    codes.clear();
                    list = None;
                    mode = match word {
                        "begincodespacerange" => "space",
                        "beginbfchar" => "char",
                        "beginbfrange" => "range",
                        _ => "",
                    };
                }
                Token::Open => list = Some(Vec::new()),
                Token::Close => {
                    if let (Some(texts), [(_, first, _), ..]) = (list.take(), &codes[..]) {
                        for (at, text) in texts.into_iter().enumerate() {
                            map.insert(first.saturating_add(at as u32), utf16(&text));
                        }
                    }
                    codes.clear();
                }
                Token::Code(length, code, text) => {
                    if let Some(list) = &mut list {
                        if list.len() < CODES {
                            list.push(text);
                        }
                        continue;
                    }
                    codes.push((length, code, text));
                    match (mode, &codes[..]) {
                        ("space", [(length, first, _), (_, last, _)]) => {
                            if map.spaces.len() < 256 {
                                map.spaces.push((*length, *first, *last));
                            }
                            codes.clear();
                        }
                        ("char", [(_, code, _), (_, _, text)]) => {
                            map.insert(*code, utf16(text));
                            codes.clear();
                        }
                        ("range", [(_, first, _), (_, last, _), (_, _, text)]) => {
                            if last >= first && last - first <= RANGE && map.ranges.len() < CODES {
                                map.ranges.push((*first, *last, utf16(text)));
                            }
                            codes.clear();
                        }
                        ("space" | "char" | "range", _) => {}
                        _ => codes.clear(),
                    }
                }
            }
        }
        map.ranges.sort();
        map
    }

    fn insert(&mut self, code: u32, text: String) {
        if self.single.len() < CODES {
            self.single.insert(code, text);
        }
    }

    /// The text of a code.
    pub(super) fn text(&self, code: u32) -> Option<String> {
        if let Some(text) = self.single.get(&code) {
            return Some(text.clone());
        }
        let at = self.ranges.partition_point(|(first, _, _)| *first <= code);
        let (first, last, text) = self.ranges.get(at.checked_sub(1)?)?;
        if code > *last {
            return None;
        }
        let mut chars: Vec<char> = text.chars().collect();
        let end = chars.pop()?;
        chars.push(char::from_u32(end as u32 + (code - first))?);
        Some(chars.into_iter().collect())
    }

    /// The length and the number of the next code; `usual` where the map does not say.
    pub(super) fn next(&self, bytes: &[u8], usual: usize) -> (usize, u32) {
        let number = |length: usize| {
            bytes.iter().take(length).fold(0_u32, |number, byte| (number << 8) | u32::from(*byte))
        };
        for length in 1..=4.min(bytes.len()) {
            let code = number(length);
            let fits =
                |(of, first, last): &(usize, u32, u32)| *of == length && (*first..=*last).contains(&code);
            if self.spaces.iter().any(fits) {
                return (length, code);
            }
        }
        let length = usual.min(bytes.len()).max(1);
        (length, number(length))
    }
}

fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks(2).map(|pair| match pair {
        [high, low] => u16::from_be_bytes([*high, *low]),
        [low, ..] => u16::from(*low),
        [] => 0,
    });
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start();
            let first = rest.chars().next()?;
            match first {
                '%' => rest = rest.split_once(['\n', '\r']).map_or("", |(_, behind)| behind),
                '<' if !rest.starts_with("<<") => {
                    let (inner, behind) = rest[1..].split_once('>').unwrap_or((&rest[1..], ""));
                    rest = behind;
                    let digits: Vec<u8> = inner
                        .chars()
                        .filter_map(|c| c.to_digit(16))
                        .map(|digit| digit as u8)
                        .take(1_024)
                        .collect();
                    let bytes: Vec<u8> = digits
                        .chunks(2)
                        .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
                        .collect();
                    let code =
                        bytes.iter().take(4).fold(0_u32, |number, byte| (number << 8) | u32::from(*byte));
                    return Some(Token::Code(bytes.len(), code, bytes));
                }
                '[' => {
                    rest = &rest[1..];
                    return Some(Token::Open);
                }
                ']' => {
                    rest = &rest[1..];
                    return Some(Token::Close);
                }
                _ => {
                    let end = rest[first.len_utf8()..]
                        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '[' | ']' | '%'))
                        .map_or(rest.len(), |at| at + first.len_utf8());
                    let (word, behind) = rest.split_at(end);
                    rest = behind;
                    // A number tells how many lines follow; they are counted as they come.
                    if !word.bytes().all(|byte| byte.is_ascii_digit()) {
                        return Some(Token::Word(word));
                    }
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::CMap;

    #[test]
    fn codes_are_read_by_range_and_one_by_one() {
        let map = CMap::of(
            b"/CIDInit 1 begincodespacerange <0000> <ffff> endcodespacerange 2 beginbfchar <0003> <0020> \
              <0010> <00660069> endbfchar 2 beginbfrange <0024> <0026> <0041> <0030> <0031> [<00e9> <D83DDE00>] \
              endbfrange",
        );
        let text = |code: u32| map.text(code).unwrap_or_default();
        assert_eq!([text(3), text(0x10), text(0x25)], [" ", "fi", "B"]);
        assert_eq!([text(0x30), text(0x31), text(0x40)], ["é", "😀", ""]);
        assert_eq!(map.next(b"\x00\x24\x00", 1), (2, 0x24));
        assert_eq!(CMap::of(b"").next(b"\x24\x00", 1), (1, 0x24));
        assert!(CMap::of(b"beginbfchar <00> <").text(0).is_none_or(|text| text.is_empty()));
    }
}
