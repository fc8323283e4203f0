//! Texts as they come: JSON lines, or one plain text.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use serde::Deserialize;

use super::super::failure::Failure;
use crate::pipeline::Next;

/// Bytes read at once.
const BUFFER: usize = 256 << 10;
/// Longest line or plain text.
const LONGEST: usize = 64 << 20;

/// A text and what its source calls it.
pub(super) struct Text {
    pub(super) id: serde_json::Value,
    pub(super) text: String,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: serde_json::Value,
    text: String,
}

/// Where texts come from.
pub(super) struct Source {
    from: BufReader<Box<dyn Read + Send>>,
    line: usize,
    /// Whether the source holds JSON lines; unknown before the first sign.
    is_json: Option<bool>,
    has_ended: bool,
}

impl Source {
    /// Opens a file, or standard input.
    pub(super) fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let from: Box<dyn Read + Send> = match path {
            None => Box::new(io::stdin()),
            Some(path) => {
                let unreadable = |error: io::Error| {
                    Failure::usage(format!("{}: cannot be read: {error}", path.display()))
                        .hint("name a file of JSON lines or plain text, or - for standard input")
                };
                let file = File::open(path).map_err(unreadable)?;
                if file.metadata().map_err(unreadable)?.is_dir() {
                    return Err(unreadable(io::Error::from(io::ErrorKind::IsADirectory)));
                }
                Box::new(file)
            }
        };
        let from = BufReader::with_capacity(BUFFER, from);
        Ok(Source { from, line: 0, is_json: None, has_ended: false })
    }

    /// The next text, or where it stands and what is wrong with it.
    pub(super) fn next(&mut self) -> Next<Result<Text, String>> {
        while !self.has_ended {
            let read = match self.is_json {
                Some(true) => self.json_line(),
                Some(false) => self.plain(),
                None => match self.first_sign() {
                    Ok(sign) => {
                        self.is_json = Some(sign == Some(b'{'));
                        continue;
                    }
                    Err(error) => Err(error),
                },
            };
            match read {
                Ok(Some((text, bytes))) => {
                    return Next::Item(text, bytes, !self.from.buffer().is_empty());
                }
                Ok(None) => {}
                Err(error) => {
                    self.has_ended = true;
                    return Next::Item(Err(format!("{}: cannot be read: {error}", self.line + 1)), 0, false);
                }
            }
        }
        Next::End
    }

    /// The first byte that is no blank; blanks before it are taken, and a byte order mark.
    fn first_sign(&mut self) -> io::Result<Option<u8>> {
        if self.from.fill_buf()?.starts_with("\u{feff}".as_bytes()) {
            self.from.consume(3);
        }
        loop {
            let buffer = self.from.fill_buf()?;
            let Some(first) = buffer.first().copied() else { return Ok(None) };
            // Blanks before a plain text are a part of it: offsets count them.
            match buffer.iter().find(|byte| !byte.is_ascii_whitespace()) {
                Some(b'{') if first.is_ascii_whitespace() => {
                    self.line += usize::from(first == b'\n');
                    self.from.consume(1);
                }
                Some(sign) => return Ok(Some(*sign)),
                None => return Ok(Some(b' ')),
            }
        }
    }

    /// The next line that is not empty.
    fn json_line(&mut self) -> io::Result<Option<(Result<Text, String>, usize)>> {
        let mut line = Vec::new();
        let Some(bytes) = take_line(&mut self.from, &mut line)? else {
            self.has_ended = true;
            return Ok(None);
        };
        self.line += 1;
        if bytes > LONGEST {
            let what = format!("{}: a line of {bytes} bytes; the limit is {LONGEST}", self.line);
            return Ok(Some((Err(what), 0)));
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            return Ok(None);
        }
        let read = serde_json::from_slice::<Line>(&line);
        let text = read
            .map(|Line { id, text }| Text { id, text })
            .map_err(|error| format!("{}: no JSON object with a \"text\": {error}", self.line));
        Ok(Some((text, bytes)))
    }

    /// The whole rest as one text.
    fn plain(&mut self) -> io::Result<Option<(Result<Text, String>, usize)>> {
        self.has_ended = true;
        let mut bytes = Vec::new();
        self.from.by_ref().take(LONGEST as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let size = bytes.len();
        let text = if size > LONGEST {
            Err(format!("1: a text of more than {LONGEST} bytes; give JSON lines, a text each"))
        } else {
            String::from_utf8(bytes)
                .map(|text| Text { id: serde_json::Value::Null, text })
                .map_err(|error| format!("1: byte {} is no UTF-8", error.utf8_error().valid_up_to() + 1))
        };
        Ok(Some((text, size)))
    }
}

/// Reads a line to its end, which is left out, and returns its bytes; of one beyond the limit nothing is kept.
fn take_line(from: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<usize>> {
    let mut bytes = 0;
    loop {
        let buffer = from.fill_buf()?;
        if buffer.is_empty() {
            return Ok((bytes > 0).then_some(bytes));
        }
        let end = memchr::memchr(b'\n', buffer);
        let piece = &buffer[..end.unwrap_or(buffer.len())];
        bytes += piece.len();
        if bytes <= LONGEST {
            line.extend_from_slice(piece);
        }
        let taken = piece.len() + usize::from(end.is_some());
        from.consume(taken);
        if end.is_some() {
            return Ok(Some(bytes));
        }
    }
}
