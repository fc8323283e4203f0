//! `kiosque analyze`: how a text is read, and what its words reach in an index.

mod json;
mod text;

use std::collections::BTreeSet;
use std::io::{Read, Write};

use super::args::{AnalyzeArgs, TextOrJson};
use super::exit::Exit;
use super::failure::Failure;
use super::output::Out;
use super::settings::Settings;
use crate::analysis::{Audit, Inflection};
use crate::index;
use crate::search::{Error, Index, Reached};

/// Longest text, in bytes: a table of more lines is no reading.
const LONGEST: u64 = 16 << 20;

/// A word of the text and what it reaches.
struct Word<'a> {
    form: &'a str,
    is_stop_word: bool,
    reached: Reached,
}

pub(super) fn run(args: &AnalyzeArgs, settings: &Settings) -> Result<Exit, Failure> {
    let text = match &args.text[..] {
        [only] if only == "-" => standard_input()?,
        words => words.join(" "),
    };
    let inflection = settings.inflection()?;
    let audit = Audit::of(&text, &inflection);
    let words = match open(settings, &inflection)? {
        Some(index) => Some(reach(&audit, &index)?),
        None => None,
    };
    let mut out = Out::open(settings.color, settings.wishes);
    match args.format {
        TextOrJson::Json => json::print(&mut out, &audit, &inflection, words.as_deref())?,
        TextOrJson::Text => text::print(&mut out, &audit, words.as_deref(), settings.verbose)?,
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn standard_input() -> Result<String, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(LONGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::usage(format!("standard input cannot be read: {error}")))?;
    if bytes.len() as u64 > LONGEST {
        return Err(Failure::usage(format!("standard input is longer than {} MB", LONGEST >> 20))
            .hint("analyze one article, or a part of it"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::usage(format!("standard input: byte {} is not UTF-8", at + 1))
            .hint("convert it first, as with `iconv -f WINDOWS-1252 -t UTF-8`")
    })
}

/// The index, unless there is none and none was named.
fn open(settings: &Settings, inflection: &Inflection) -> Result<Option<Index>, Failure> {
    match Index::open_with(&settings.index, inflection) {
        Ok(index) => Ok(Some(index)),
        Err(Error::Index(index::Error::Absent(_))) if !settings.index_is_named => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What each distinct word reaches, in the text's order.
fn reach<'a>(audit: &'a Audit, index: &Index) -> Result<Vec<Word<'a>>, Failure> {
    let mut seen = BTreeSet::new();
    let mut words = Vec::new();
    for token in audit.tokens.iter().filter(|token| seen.insert(&*token.form)) {
        let reached = index.reached(&token.form)?;
        words.push(Word { form: &token.form, is_stop_word: token.is_stop_word, reached });
    }
    Ok(words)
}
