//! The text of an RTF document: paragraphs, tabs and characters; looks, pictures and tables of styles go.

use encoding_rs::{Encoding, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254};

use crate::parse::input::Fault;
use crate::stage::Code;

/// Groups within groups, at most.
const DEPTH: usize = 1_000;

/// Groups whose content is no text.
const DESTINATIONS: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "header",
    "footer",
    "headerl",
    "headerr",
    "headerf",
    "footerl",
    "footerr",
    "footerf",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "themedata",
    "datastore",
    "generator",
    "fldinst",
    "object",
    "xmlnstbl",
    "latentstyles",
    "filetbl",
    "revtbl",
];

#[derive(Clone, Copy)]
struct Group {
    is_hidden: bool,
    /// Characters that stand in for one that `\u` gives.
    fallback: usize,
}

/// Returns the text, and whether the document ends where it should. Takes linear time.
///
/// # Errors
///
/// Where groups lie deeper within groups than anyone writes.
pub(super) fn read(bytes: &[u8]) -> Result<(String, bool), Fault> {
    let mut out = Writer { text: String::new(), pending: Vec::new(), half: None, encoding: WINDOWS_1252 };
    let mut groups: Vec<Group> = Vec::new();
    let mut group = Group { is_hidden: false, fallback: 1 };
    let mut skipped = 0_usize;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' => {
                if groups.len() >= DEPTH {
                    let limit = Some((DEPTH as u64, groups.len() as u64 + 1));
                    return Err(Fault { code: Code::Depth, detail: "groups within groups".into(), limit });
                }
                groups.push(group);
                skipped = 0;
                at += 1;
            }
            b'}' => {
                at += 1;
                skipped = 0;
                let Some(outer) = groups.pop() else { break };
                group = outer;
                if groups.is_empty() {
                    return Ok((out.finish(), true));
                }
            }
            b'\\' => at += control(bytes, at, &mut group, &mut skipped, &mut out),
            b'\r' | b'\n' => at += 1,
            byte => {
                at += 1;
                if skipped > 0 {
                    skipped -= 1;
                } else if !group.is_hidden {
                    out.byte(byte);
                }
            }
        }
    }
    Ok((out.finish(), groups.is_empty()))
}

/// Reads what begins with a backslash and returns its length.
fn control(bytes: &[u8], at: usize, group: &mut Group, skipped: &mut usize, out: &mut Writer) -> usize {
    let rest = &bytes[at + 1..];
    let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    if letters == 0 {
        return symbol(rest, group, skipped, out);
    }
    let name = std::str::from_utf8(&rest[..letters]).unwrap_or_default();
    let is_negative = rest.get(letters) == Some(&b'-');
    let from = letters + usize::from(is_negative);
    let digits = rest[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let number: Option<i64> =
        std::str::from_utf8(&rest[from..from + digits.min(9)]).ok().and_then(|text| text.parse().ok());
    let number = number.map(|number| if is_negative { -number } else { number });
    let mut length = 1 + if digits > 0 { from + digits } else { letters };
    length += usize::from(bytes.get(at + length) == Some(&b' '));
    match (name, number) {
        ("bin", Some(count)) => {
            let rest = bytes.len().saturating_sub(at + length);
            length += usize::try_from(count).unwrap_or(0).min(rest);
        }
        ("ansicpg", Some(page)) => out.encoding = code_page(page),
        ("uc", Some(count)) => group.fallback = usize::try_from(count).unwrap_or(1).min(16),
        ("u", Some(unit)) => {
            *skipped = group.fallback;
            if !group.is_hidden {
                out.unit(u32::try_from(unit.rem_euclid(65_536)).unwrap_or(0xfffd));
            }
        }
        _ if DESTINATIONS.contains(&name) => group.is_hidden = true,
        _ if group.is_hidden => {}
        ("par" | "line" | "row" | "sect" | "page", _) => out.push('\n'),
        ("tab" | "cell" | "nestcell", _) => out.push('\t'),
        ("emdash", _) => out.push('—'),
        ("endash", _) => out.push('–'),
        ("lquote", _) => out.push('‘'),
        ("rquote", _) => out.push('’'),
        ("ldblquote", _) => out.push('“'),
        ("rdblquote", _) => out.push('”'),
        ("bullet", _) => out.push('•'),
        _ => {}
    }
    length
}

/// Reads a control symbol and returns its length with the backslash.
fn symbol(rest: &[u8], group: &mut Group, skipped: &mut usize, out: &mut Writer) -> usize {
    match rest {
        [b'\'', high, low, ..] => {
            let digits = [*high, *low];
            let byte =
                std::str::from_utf8(&digits).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
            if *skipped > 0 {
                *skipped -= 1;
            } else if let Some(byte) = byte.filter(|_| !group.is_hidden) {
                out.byte(byte);
            }
            4
        }
        [b'*', ..] => {
            group.is_hidden = true;
            2
        }
        [] => 1,
        [sign, ..] => {
            if !group.is_hidden {
                match sign {
                    b'~' => out.push('\u{a0}'),
                    b'_' => out.push('-'),
                    b'{' | b'}' | b'\\' => out.byte(*sign),
                    b'\r' | b'\n' => out.push('\n'),
                    _ => {}
                }
            }
            2
        }
    }
}

struct Writer {
    text: String,
    /// First half of a pair of UTF-16 that waits for its second.
    half: Option<u32>,
    /// Bytes behind that which are not decoded yet.
    pending: Vec<u8>,
    encoding: &'static Encoding,
}

impl Writer {
    fn byte(&mut self, byte: u8) {
        self.pending.push(byte);
    }

    fn flush(&mut self) {
        if self.half.take().is_some() {
            self.text.push('\u{fffd}');
        }
        if !self.pending.is_empty() {
            let (text, _) = self.encoding.decode_without_bom_handling(&self.pending);
            self.text.push_str(&text);
            self.pending.clear();
        }
    }

    fn push(&mut self, c: char) {
        self.flush();
        self.text.push(c);
    }

    /// A unit of UTF-16; of a pair the halves are joined.
    fn unit(&mut self, unit: u32) {
        let high = self.half.filter(|_| self.pending.is_empty() && (0xdc00..=0xdfff).contains(&unit));
        if let Some(high) = high {
            self.half = None;
            let scalar = 0x1_0000 + ((high - 0xd800) << 10) + (unit - 0xdc00);
            self.text.extend(char::from_u32(scalar));
            return;
        }
        self.flush();
        if (0xd800..=0xdbff).contains(&unit) {
            self.half = Some(unit);
        } else {
            self.text.push(char::from_u32(unit).unwrap_or('\u{fffd}'));
        }
    }

    fn finish(mut self) -> String {
        self.flush();
        self.text
    }
}

fn code_page(number: i64) -> &'static Encoding {
    match number {
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1253 => WINDOWS_1253,
        1254 => WINDOWS_1254,
        _ => WINDOWS_1252,
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn halves_of_characters_are_joined_or_lost() {
        for (rtf, text) in [
            (r"{\rtf1 a\u-10179?\u-8704?b}", "a\u{1f600}b"),
            (r"{\rtf1 a\u-10179?b}", "a\u{fffd}b"),
            (r"{\rtf1 a\u-10179?\u-10179?\u-8704?}", "a\u{fffd}\u{1f600}"),
            (r"{\rtf1 a\u-10179?b\u-8704?}", "a\u{fffd}b\u{fffd}"),
            (r"{\rtf1 a\u-10179?\par}", "a\u{fffd}\n"),
            (r"{\rtf1 a\u-10179?", "a\u{fffd}"),
        ] {
            assert_eq!(read(rtf.as_bytes()).map(|(text, _)| text).ok().as_deref(), Some(text), "{rtf}");
        }
    }
}
