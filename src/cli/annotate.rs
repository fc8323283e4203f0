//! `kiosque annotate`: entity spans of texts, without an index.

mod read;

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;

use serde::Serialize;

use super::args::{AnnotateArgs, TextOrJson};
use super::exit::Exit;
use super::failure::Failure;
use super::marked::{Mentions, short_name};
use super::output::{Err, Out, Paint, safe};
use super::settings::Settings;
use crate::annotate::Annotator;
use crate::article::{Entity, Field};
use crate::names::Aliases;
use crate::pipeline;
use read::{Source, Text};

/// What became of one text: what to print, or where it stood and what is wrong with it.
type Made = Result<String, String>;

#[derive(Serialize)]
struct TextObject<'a> {
    id: &'a serde_json::Value,
    text: &'a str,
    entities: Vec<SpanObject<'a>>,
}

#[derive(Serialize)]
struct SpanObject<'a> {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'a str,
}

pub(super) fn run(args: &AnnotateArgs, settings: &Settings) -> Result<Exit, Failure> {
    let path = args.file.as_deref().filter(|path| *path != Path::new("-"));
    let err = Err::open(settings.color, settings.wishes);
    let aliases = settings.aliases()?.map(|(_, aliases)| aliases).unwrap_or_default();
    let mut source = Source::open(path)?;
    let place = path.map_or("-".to_owned(), |path| path.display().to_string());
    let annotator = Annotator::new();
    let mut out = Out::open(settings.color, settings.wishes);
    let paint = out.paint;
    let make = |text: Result<Text, String>| -> Made {
        let text = text?;
        let entities = annotator.annotate_text(&text.text);
        let names: Vec<&str> = entities.iter().map(|entity| name(&aliases, entity)).collect();
        Ok(match args.format {
            TextOrJson::Json => json(&text, &entities, &names),
            TextOrJson::Text => marked(&text.text, &entities, &names, paint),
        })
    };
    let (mut failed, mut closed) = (false, None);
    pipeline::in_order(
        settings.jobs(args.jobs),
        move || source.next(),
        make,
        |made| {
            let written = match made {
                Ok(line) => writeln!(out, "{line}").and_then(|()| out.flush()),
                Err(what) => {
                    failed = true;
                    let label = err.paint.paint(Paint::WARN, "warning:");
                    err.line(&format!("{label} {}:{}", safe(&place), safe(&what)));
                    Ok(())
                }
            };
            match written {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    closed = Some(error);
                    ControlFlow::Break(())
                }
            }
        },
    )?;
    match closed {
        Some(error) => Err(io::Error::into(error)),
        None => Ok(if failed { Exit::Partial } else { Exit::Done }),
    }
}

/// What the text calls an entity best, or what the user says.
fn name<'a>(aliases: &'a Aliases, entity: &'a Entity) -> &'a str {
    aliases.canonical(entity.kind, &entity.key).map_or(&entity.name, |(_, name)| name)
}

/// The text's object on one line, its spans in order.
fn json(text: &Text, entities: &[Entity], names: &[&str]) -> String {
    let mut spans: Vec<(u32, u32, &Entity, &str)> = Vec::new();
    for (entity, name) in entities.iter().zip(names) {
        spans.extend(entity.mentions.iter().map(|mention| (mention.start, mention.end, entity, *name)));
    }
    spans.sort_by_key(|(start, _, _, _)| *start);
    // Spans are in order and do not overlap: one walk turns bytes into characters.
    let (mut byte, mut character) = (0, 0);
    let mut in_characters = |to: u32| {
        character += text.text.get(byte..to as usize).map_or(0, |between| between.chars().count());
        byte = to as usize;
        character
    };
    let entities = spans
        .into_iter()
        .map(|(start, end, entity, name)| {
            let start = in_characters(start);
            SpanObject { start, end: in_characters(end), kind: short_name(entity.kind), name }
        })
        .collect();
    let object = TextObject { id: &text.id, text: &text.text, entities };
    serde_json::to_string(&object).expect("text and numbers are JSON")
}

fn marked(text: &str, entities: &[Entity], names: &[&str], paint: Paint) -> String {
    let mentions = Mentions::of(Field::Body, entities.iter().zip(names.iter().copied()));
    mentions.line(text, 0..text.trim_end().len(), paint)
}
