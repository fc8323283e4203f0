//! What a page shows: strings with their places, in the order in which they are drawn (ISO 32000-1, 9.4).

use std::rc::Rc;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::document::{CONTENT_BYTES, number};
use super::font::{Font, Fonts};
use crate::parse::input::Fault;
use crate::stage::Code;

/// Forms within forms, at most.
const FORM_DEPTH: usize = 8;
/// Saved states, at most.
const STATES: usize = 512;
/// Strings of one page, at most.
const RUNS: usize = 1_000_000;

/// A string on a page; units are those of the page, from its lower left corner.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) x: f64,
    /// Where the next one would begin.
    pub(super) end: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) is_bold: bool,
    pub(super) text: String,
}

/// What was read of a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) runs: Vec<Run>,
    /// Codes that were shown, and those of them without a meaning.
    pub(super) shown: usize,
    pub(super) lost: usize,
    pub(super) has_images: bool,
}

type Matrix = [f64; 6];

const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// The matrix that does `first`, then `then`.
fn joined(first: &Matrix, then: &Matrix) -> Matrix {
    let [a, b, c, d, e, f] = *first;
    let [p, q, r, s, t, u] = *then;
    [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u]
}

#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    character_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

/// Reads a page; what its content costs is taken off `left`.
pub(super) fn read<'d>(
    document: &'d Document,
    id: ObjectId,
    fonts: &mut Fonts<'d>,
    left: &mut usize,
) -> Result<Page, Fault> {
    let limit = CONTENT_BYTES.min(*left);
    let content = document.get_page_content_with_limit(id, limit).map_err(|_| too_much(limit))?;
    *left = left.saturating_sub(content.len());
    let mut resources: Vec<&Dictionary> = Vec::new();
    if let Ok((own, referred)) = document.get_page_resources(id) {
        resources.extend(own);
        resources.extend(referred.iter().filter_map(|id| document.get_dictionary(*id).ok()));
    }
    let mut reader = Reader { document, fonts, left, page: Page::default() };
    let state = State {
        ctm: turned(document, id),
        font: None,
        size: 1.0,
        character_space: 0.0,
        word_space: 0.0,
        stretch: 1.0,
        leading: 0.0,
        rise: 0.0,
    };
    reader.content(&content, &resources, state, 0)?;
    Ok(reader.page)
}

fn too_much(limit: usize) -> Fault {
    let limit = limit as u64;
    let detail = "the content of a page is too long".to_owned();
    Fault { code: Code::Ratio, detail, limit: Some((limit, limit + 1)) }
}

/// How a page is turned before it is shown.
fn turned(document: &Document, id: ObjectId) -> Matrix {
    let mut node = document.get_dictionary(id).ok();
    for _ in 0..32 {
        let Some(dictionary) = node else { break };
        if let Some(turn) = dictionary.get_deref(b"Rotate", document).ok().and_then(number) {
            return match (turn as i64).rem_euclid(360) {
                90 => [0.0, -1.0, 1.0, 0.0, 0.0, 0.0],
                180 => [-1.0, 0.0, 0.0, -1.0, 0.0, 0.0],
                270 => [0.0, 1.0, -1.0, 0.0, 0.0, 0.0],
                _ => UNIT,
            };
        }
        node = dictionary.get_deref(b"Parent", document).and_then(Object::as_dict).ok();
    }
    UNIT
}

struct Reader<'r, 'd> {
    document: &'d Document,
    fonts: &'r mut Fonts<'d>,
    left: &'r mut usize,
    page: Page,
}

impl<'d> Reader<'_, 'd> {
    fn content(
        &mut self,
        content: &[u8],
        resources: &[&'d Dictionary],
        mut state: State,
        depth: usize,
    ) -> Result<(), Fault> {
        let mut saved: Vec<State> = Vec::new();
        let (mut line, mut text) = (UNIT, UNIT);
        for operation in Content::decode_iter(content) {
            // What follows a fault of the content's syntax cannot be told from text.
            let Ok(operation) = operation else { break };
            let operands = &operation.operands;
            let numbers = || -> Vec<f64> { operands.iter().filter_map(number).collect() };
            match &*operation.operator {
                "q" if saved.len() < STATES => saved.push(state.clone()),
                "Q" => {
                    if let Some(before) = saved.pop() {
                        state = before;
                    }
                }
                "cm" => {
                    if let [a, b, c, d, e, f] = numbers()[..] {
                        state.ctm = joined(&[a, b, c, d, e, f], &state.ctm);
                    }
                }
                "BT" => (line, text) = (UNIT, UNIT),
                "Tf" => {
                    if let [Object::Name(name), size, ..] = &operands[..] {
                        state.font = self.font(name, resources);
                        state.size = number(size).unwrap_or(1.0);
                    }
                }
                "Tc" => state.character_space = first(&numbers()),
                "Tw" => state.word_space = first(&numbers()),
                "Tz" => state.stretch = first(&numbers()) / 100.0,
                "TL" => state.leading = first(&numbers()),
                "Ts" => state.rise = first(&numbers()),
                "Td" | "TD" => {
                    if let [x, y] = numbers()[..] {
                        if operation.operator == "TD" {
                            state.leading = -y;
                        }
                        line = joined(&[1.0, 0.0, 0.0, 1.0, x, y], &line);
                        text = line;
                    }
                }
                "Tm" => {
                    if let [a, b, c, d, e, f] = numbers()[..] {
                        line = [a, b, c, d, e, f];
                        text = line;
                    }
                }
                "T*" => next_line(&mut line, &mut text, state.leading),
                "Tj" => self.show(operands.first(), &state, &mut text)?,
                "'" => {
                    next_line(&mut line, &mut text, state.leading);
                    self.show(operands.first(), &state, &mut text)?;
                }
                "\"" => {
                    if let [words, characters, string] = &operands[..] {
                        state.word_space = number(words).unwrap_or(0.0);
                        state.character_space = number(characters).unwrap_or(0.0);
                        next_line(&mut line, &mut text, state.leading);
                        self.show(Some(string), &state, &mut text)?;
                    }
                }
                "TJ" => {
                    for part in operands.first().and_then(|list| list.as_array().ok()).into_iter().flatten() {
                        match number(part) {
                            Some(back) => {
                                let move_by = -back / 1_000.0 * state.size * state.stretch;
                                text = joined(&[1.0, 0.0, 0.0, 1.0, move_by, 0.0], &text);
                            }
                            None => self.show(Some(part), &state, &mut text)?,
                        }
                    }
                }
                "Do" => {
                    if let Some(Object::Name(name)) = operands.first() {
                        self.form(name, resources, &state, depth)?;
                    }
                }
                "BI" => self.page.has_images = true,
                _ => {}
            }
        }
        Ok(())
    }

    /// Draws a form, or notes an image.
    fn form(
        &mut self,
        name: &[u8],
        resources: &[&'d Dictionary],
        state: &State,
        depth: usize,
    ) -> Result<(), Fault> {
        let document = self.document;
        let object = resources.iter().find_map(|resources| {
            let forms = resources.get_deref(b"XObject", document).and_then(Object::as_dict).ok()?;
            forms.get_deref(name, document).and_then(Object::as_stream).ok()
        });
        let Some(stream) = object else { return Ok(()) };
        let kind = stream.dict.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
        if kind == b"Image" {
            self.page.has_images = true;
        }
        if kind != b"Form" || depth >= FORM_DEPTH {
            return Ok(());
        }
        let limit = CONTENT_BYTES.min(*self.left);
        let content = match stream.get_plain_content_with_limit(limit) {
            Ok(content) => content,
            Err(lopdf::Error::Decompress(_)) => return Err(too_much(limit)),
            Err(_) => return Ok(()),
        };
        // A form drawn again and again costs each time, at least a little.
        let cost = content.len().max(1_024);
        if cost > *self.left {
            return Err(too_much(limit));
        }
        *self.left -= cost;
        let mut state = state.clone();
        if let Ok(matrix) = stream.dict.get_deref(b"Matrix", document).and_then(Object::as_array) {
            let matrix: Vec<f64> = matrix.iter().filter_map(number).collect();
            if let [a, b, c, d, e, f] = matrix[..] {
                state.ctm = joined(&[a, b, c, d, e, f], &state.ctm);
            }
        }
        let own = stream.dict.get_deref(b"Resources", document).and_then(Object::as_dict).ok();
        let resources: Vec<&Dictionary> = own.into_iter().chain(resources.iter().copied()).collect();
        self.content(&content, &resources, state, depth + 1)
    }

    fn font(&mut self, name: &[u8], resources: &[&'d Dictionary]) -> Option<Rc<Font>> {
        let document = self.document;
        let font = resources.iter().find_map(|resources| {
            let fonts = resources.get_deref(b"Font", document).and_then(Object::as_dict).ok()?;
            fonts.get_deref(name, document).and_then(Object::as_dict).ok()
        })?;
        Some(self.fonts.get(font))
    }

    fn show(&mut self, string: Option<&Object>, state: &State, text: &mut Matrix) -> Result<(), Fault> {
        let (Some(Object::String(bytes, _)), Some(font)) = (string, &state.font) else { return Ok(()) };
        let (mut advance, mut shown) = (0.0, String::new());
        for glyph in font.glyphs(bytes) {
            self.page.shown += 1;
            match &glyph.text {
                Some(glyph) => shown.push_str(glyph),
                None => {
                    self.page.lost += 1;
                    shown.push(char::REPLACEMENT_CHARACTER);
                }
            }
            let space = if glyph.is_space { state.word_space } else { 0.0 };
            advance += (glyph.width / 1_000.0 * state.size + state.character_space + space) * state.stretch;
        }
        let place = |text: &Matrix| {
            let glyph = [state.size * state.stretch, 0.0, 0.0, state.size, 0.0, state.rise];
            joined(&joined(&glyph, text), &state.ctm)
        };
        let start = place(text);
        *text = joined(&[1.0, 0.0, 0.0, 1.0, advance, 0.0], text);
        let end = place(text);
        // What runs up a margin or across a page is no line of its text.
        let is_level = start[0] > 0.0 && start[1].abs() < 0.2 * start[0];
        if !is_level || shown.is_empty() || !start.iter().chain(&end).all(|number| number.is_finite()) {
            return Ok(());
        }
        if self.page.runs.len() >= RUNS {
            let limit = Some((RUNS as u64, RUNS as u64 + 1));
            return Err(Fault { code: Code::TooBig, detail: "too many strings on a page".to_owned(), limit });
        }
        self.page.runs.push(Run {
            x: start[4],
            end: end[4],
            y: start[5],
            size: start[2].hypot(start[3]).max(0.1),
            is_bold: font.is_bold,
            text: shown,
        });
        Ok(())
    }
}

fn first(numbers: &[f64]) -> f64 {
    numbers.first().copied().unwrap_or(0.0)
}

fn next_line(line: &mut Matrix, text: &mut Matrix, leading: f64) {
    *line = joined(&[1.0, 0.0, 0.0, 1.0, 0.0, -leading], line);
    *text = *line;
}
