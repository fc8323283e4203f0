//! What the codes of a font mean, and how wide they are.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Object};

use super::cmap::CMap;
use super::document::number;

/// Longest ToUnicode map, unpacked.
const CMAP_BYTES: usize = 4 << 20;
/// Widths that a font gives one by one, at most.
const WIDTHS: usize = 200_000;

/// A font as far as its text goes.
pub(super) struct Font {
    to_unicode: CMap,
    /// Texts of the codes of a simple font; `None` of a composite one.
    simple: Option<Vec<Option<String>>>,
    widths: HashMap<u32, f64>,
    default_width: f64,
    /// Whether its name says that it is bold.
    pub(super) is_bold: bool,
}

/// One code of a string.
pub(super) struct Glyph {
    pub(super) text: Option<String>,
    /// Width in thousandths of the font's size.
    pub(super) width: f64,
    /// Whether it is the single byte 32, which words are spaced at.
    pub(super) is_space: bool,
}

impl Font {
    fn of(document: &Document, font: &Dictionary) -> Self {
        let name = font.get(b"BaseFont").and_then(Object::as_name).unwrap_or_default();
        let is_bold = String::from_utf8_lossy(name).to_lowercase().contains("bold");
        let map = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream);
        let map = map.and_then(|stream| stream.get_plain_content_with_limit(CMAP_BYTES));
        let to_unicode = map.map(|bytes| CMap::of(&bytes)).unwrap_or_default();
        let is_composite = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type0");
        let mut read = Font {
            to_unicode,
            simple: (!is_composite).then(|| simple_encoding(document, font)),
            widths: HashMap::new(),
            default_width: if is_composite { 1_000.0 } else { 500.0 },
            is_bold,
        };
        if is_composite {
            read.composite_widths(document, font)
        } else {
            read.simple_widths(document, font)
        }
        read
    }

    fn simple_widths(&mut self, document: &Document, font: &Dictionary) {
        let first = font.get_deref(b"FirstChar", document).ok().and_then(number).unwrap_or(0.0) as u32;
        if let Ok(widths) = font.get_deref(b"Widths", document).and_then(Object::as_array) {
            for (at, width) in widths.iter().take(WIDTHS).enumerate() {
                let width = document.dereference(width).ok().and_then(|(_, width)| number(width));
                self.widths.insert(first.saturating_add(at as u32), width.unwrap_or(0.0));
            }
        }
        // Type 3 fonts measure in units of their own.
        if let Ok(matrix) = font.get_deref(b"FontMatrix", document).and_then(Object::as_array)
            && let Some(scale) = matrix.first().and_then(number)
        {
            self.widths.values_mut().for_each(|width| *width *= scale.abs() * 1_000.0);
        }
    }

    fn composite_widths(&mut self, document: &Document, font: &Dictionary) {
        let descendant = font
            .get_deref(b"DescendantFonts", document)
            .and_then(Object::as_array)
            .ok()
            .and_then(|fonts| document.dereference(fonts.first()?).ok())
            .and_then(|(_, font)| font.as_dict().ok());
        let Some(descendant) = descendant else { return };
        if let Some(width) = descendant.get_deref(b"DW", document).ok().and_then(number) {
            self.default_width = width;
        }
        let Ok(list) = descendant.get_deref(b"W", document).and_then(Object::as_array) else { return };
        // `first [widths…]` or `first last width`.
        let mut at = 0;
        while at + 1 < list.len() && self.widths.len() < WIDTHS {
            let Some(first) = number(&list[at]).map(|first| first as u32) else { return };
            match document.dereference(&list[at + 1]).map(|(_, object)| object) {
                Ok(Object::Array(widths)) => {
                    for (offset, width) in widths.iter().take(WIDTHS).enumerate() {
                        self.widths.insert(first.saturating_add(offset as u32), number(width).unwrap_or(0.0));
                    }
                    at += 2;
                }
                Ok(last) => {
                    let width = list.get(at + 2).and_then(number);
                    let (Some(last), Some(width)) = (number(last), width) else { return };
                    for code in first..=(last as u32).min(first.saturating_add(0xffff)) {
                        if self.widths.len() >= WIDTHS {
                            return;
                        }
                        self.widths.insert(code, width);
                    }
                    at += 3;
                }
                Err(_) => return,
            }
        }
    }

    /// The codes of a string, in order.
    pub(super) fn glyphs<'f>(&'f self, bytes: &'f [u8]) -> impl Iterator<Item = Glyph> + 'f {
        let mut rest = bytes;
        std::iter::from_fn(move || {
            let first = *rest.first()?;
            let (length, code) = match &self.simple {
                Some(_) => (1, u32::from(first)),
                None => self.to_unicode.next(rest, 2),
            };
            rest = &rest[length.min(rest.len())..];
            let told = self.to_unicode.text(code).filter(|text| !text.is_empty() && text != "\0");
            let text = told.or_else(|| self.simple.as_ref()?.get(code as usize)?.clone());
            let width = match self.widths.get(&code) {
                Some(width) => *width,
                None if self.widths.is_empty() && self.simple.is_some() => usual_width(text.as_deref()),
                None => self.default_width,
            };
            Some(Glyph { text, width, is_space: length == 1 && code == 32 })
        })
    }
}

/// About how wide a character is in the fonts that every reader has, which files need not describe.
fn usual_width(text: Option<&str>) -> f64 {
    match text.and_then(|text| text.chars().next()) {
        Some(
            'i' | 'j' | 'l' | 't' | 'f' | 'I' | ' ' | '.' | ',' | ';' | ':' | '!' | '|' | '\'' | '’' | '('
            | ')',
        ) => 270.0,
        Some('r' | '-') => 340.0,
        Some('m' | 'w' | 'M' | 'W' | '—' | 'œ' | 'Œ' | '…') => 850.0,
        Some(c) if c.is_uppercase() => 680.0,
        _ => 520.0,
    }
}

/// The texts of a simple font's 256 codes: its encoding, and where that differs.
fn simple_encoding(document: &Document, font: &Dictionary) -> Vec<Option<String>> {
    let encoding = font.get_deref(b"Encoding", document).ok();
    let base = match encoding {
        Some(Object::Name(name)) => Some(&name[..]),
        Some(Object::Dictionary(dictionary)) => {
            dictionary.get(b"BaseEncoding").and_then(Object::as_name).ok()
        }
        _ => None,
    };
    let base = base.filter(|name| {
        [&b"WinAnsiEncoding"[..], b"MacRomanEncoding", b"StandardEncoding", b"MacExpertEncoding"]
            .contains(name)
    });
    let mut table = named_encoding(document, base.unwrap_or(b"StandardEncoding"));
    let differences = match encoding {
        Some(Object::Dictionary(dictionary)) => dictionary.get_deref(b"Differences", document).ok(),
        _ => None,
    };
    let mut code = 0_usize;
    for entry in differences.and_then(|list| list.as_array().ok()).into_iter().flatten().take(4_096) {
        match entry {
            Object::Integer(number) => code = usize::try_from(*number).unwrap_or(usize::MAX),
            Object::Name(name) => {
                if let Some(slot) = table.get_mut(code) {
                    *slot = glyph_text(document, name);
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    table
}

/// A font that has nothing but an encoding, which the crate then reads.
fn stand_in(encoding: Object) -> Dictionary {
    let mut font = Dictionary::new();
    font.set("Type", Object::Name(b"Font".to_vec()));
    font.set("Encoding", encoding);
    font
}

fn named_encoding(document: &Document, name: &[u8]) -> Vec<Option<String>> {
    let font = stand_in(Object::Name(name.to_vec()));
    let Ok(encoding) = font.get_font_encoding(document) else { return vec![None; 256] };
    let text = |code: u8| encoding.bytes_to_string(&[code]).ok().filter(|text| !text.is_empty());
    (0..=255).map(text).collect()
}

/// The text of a glyph by its name: of the list that fonts share, `uni20AC`, `u1F600`, `f_i`, `a.alt`.
fn glyph_text(document: &Document, name: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    let mut text = String::new();
    for part in name.split('_').take(8) {
        let scalar = part
            .strip_prefix("uni")
            .filter(|hex| hex.len() >= 4)
            .or_else(|| part.strip_prefix('u').filter(|hex| hex.len() >= 4))
            .and_then(|hex| u32::from_str_radix(hex.get(..hex.len().min(6))?, 16).ok())
            .and_then(char::from_u32);
        match scalar {
            Some(scalar) => text.push(scalar),
            None => {
                let mut differences = Dictionary::new();
                let list = vec![Object::Integer(1), Object::Name(part.as_bytes().to_vec())];
                differences.set("Differences", Object::Array(list));
                let font = stand_in(Object::Dictionary(differences));
                text.push_str(&font.get_font_encoding(document).ok()?.bytes_to_string(&[1]).ok()?);
            }
        }
    }
    (!text.is_empty()).then_some(text)
}

/// The fonts of a document, each read once.
pub(super) struct Fonts<'d> {
    document: &'d Document,
    read: HashMap<usize, std::rc::Rc<Font>>,
}

impl<'d> Fonts<'d> {
    /// None is read yet.
    pub(super) fn new(document: &'d Document) -> Self {
        Fonts { document, read: HashMap::new() }
    }

    /// The font that a dictionary describes.
    pub(super) fn get(&mut self, font: &'d Dictionary) -> std::rc::Rc<Font> {
        let place = std::ptr::from_ref(font) as usize;
        let read = self.read.entry(place).or_insert_with(|| Font::of(self.document, font).into());
        std::rc::Rc::clone(read)
    }
}
