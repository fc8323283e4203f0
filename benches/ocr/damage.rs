//! The corpus, its repetitions, and what a bad scan makes of them.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use serde_json::Value;

/// Of a hundred characters so many are damaged.
pub(crate) const PERCENT: u64 = 5;

/// What a letter is taken for, or what is read where nothing stands.
const LETTERS: &[char] = &[
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u',
    'v', 'w', 'x', 'y', 'z', 'é', 'è', 'ê', 'à', 'ç', 'I', '1', '.', ' ',
];

/// Dice of a seed (SplitMix64; Steele, Lea and Flood 2014).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn of(seed: u64) -> Self {
        Dice(seed)
    }

    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }
}

/// The text with one character in twenty changed, added to or dropped, whatever it is.
pub(crate) fn damaged(text: &str, dice: &mut Dice) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    for c in text.chars() {
        if dice.below(100) >= PERCENT {
            out.push(c);
            continue;
        }
        let other = LETTERS[dice.below(LETTERS.len() as u64) as usize];
        match dice.below(3) {
            0 => out.push(other),
            1 => out.extend([c, other]),
            _ => {}
        }
    }
    out
}

/// The text with one word in twelve and its neighbour changing places, so that a repetition is no copy.
fn stirred(text: &str, dice: &mut Dice) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    for at in 1..words.len() {
        if dice.below(12) == 0 {
            words.swap(at - 1, at);
        }
    }
    words.join(" ")
}

/// Writes so many articles of a corpus (JSON lines, plain or `.zst`), beginning anew where it ends: those of a
/// repetition are stirred and have addresses of their own. `dice` damages them all. Returns bytes written.
pub(crate) fn write(corpus: &Path, to: &Path, articles: usize, mut dice: Option<Dice>) -> io::Result<u64> {
    let mut out = BufWriter::new(File::create(to)?);
    let mut written = 0;
    let mut bytes = 0;
    for round in 0_u64.. {
        let mut stir = Dice::of(round);
        let before = written;
        for line in lines(corpus)? {
            if written == articles {
                out.flush()?;
                return Ok(bytes);
            }
            let mut article: Value = serde_json::from_str(&line?)?;
            if let Some(url) = article.get_mut("url")
                && round > 0
            {
                *url = format!("{}?{round}", url.as_str().unwrap_or_default()).into();
            }
            for field in ["title", "heading", "body"] {
                let Some(text) = article[field].as_str() else { continue };
                let mut text = if round > 0 { stirred(text, &mut stir) } else { text.to_owned() };
                if let Some(dice) = &mut dice {
                    text = damaged(&text, dice);
                }
                article[field] = text.into();
            }
            let line = article.to_string();
            bytes += line.len() as u64 + 1;
            writeln!(out, "{line}")?;
            written += 1;
        }
        if written == before {
            break;
        }
    }
    Err(io::Error::new(io::ErrorKind::InvalidData, "the corpus is empty"))
}

fn lines(corpus: &Path) -> io::Result<io::Lines<Box<dyn BufRead>>> {
    let file = File::open(corpus)?;
    let reader: Box<dyn Read> = match corpus.extension() {
        Some(extension) if extension == "zst" => Box::new(zstd::Decoder::new(file)?),
        _ => Box::new(file),
    };
    let reader: Box<dyn BufRead> = Box::new(BufReader::new(reader));
    Ok(reader.lines())
}
