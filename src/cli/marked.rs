//! Text with its names marked: painted where there are colours, in brackets where there are none.

use std::ops::Range;

use anstyle::{AnsiColor, Style};

use super::output::{Paint, safe};
use crate::article::{Entity, Field, Kind};

/// A mention and the name that it stands for.
struct Marked {
    place: Range<usize>,
    kind: Kind,
    name: String,
}

/// The mentions of a field, in order.
pub(super) struct Mentions(Vec<Marked>);

impl Mentions {
    /// The mentions of entities in a field, each with its entity's name.
    pub(super) fn of<'a>(field: Field, entities: impl Iterator<Item = (&'a Entity, &'a str)>) -> Self {
        let mut marked = Vec::new();
        for (entity, name) in entities {
            for mention in entity.mentions.iter().filter(|mention| mention.field == field) {
                let place = mention.start as usize..mention.end as usize;
                marked.push(Marked { place, kind: entity.kind, name: name.to_owned() });
            }
        }
        marked.sort_by_key(|one| one.place.start);
        Mentions(marked)
    }

    /// Where they stand, and how each is painted.
    pub(super) fn styled(&self) -> impl Iterator<Item = (Range<usize>, Style)> {
        self.0.iter().map(|one| (one.place.clone(), style(one.kind)))
    }

    /// A line of the field's text, which lies at this place in it: safe for a terminal, its names marked.
    pub(super) fn line(&self, text: &str, line: Range<usize>, paint: Paint) -> String {
        let mut out = String::new();
        let mut at = line.start;
        let first = self.0.partition_point(|one| one.place.end <= line.start);
        for one in self.0[first..].iter().take_while(|one| one.place.start < line.end) {
            let inside = one.place.start.max(at)..one.place.end.min(line.end);
            let (Some(before), Some(surface)) = (text.get(at..inside.start), text.get(inside.clone())) else {
                continue;
            };
            out.push_str(&safe(before));
            if paint.is_on() {
                out.push_str(&paint.paint(style(one.kind), &safe(surface)));
            } else {
                let opening = if one.place.start >= line.start { "[" } else { "" };
                let closing = if one.place.end <= line.end { label(text, one) } else { String::new() };
                out.push_str(&format!("{opening}{}{closing}", safe(surface)));
            }
            at = inside.end;
        }
        out.push_str(&safe(text.get(at..line.end).unwrap_or_default()));
        out
    }
}

/// `|PER]`, with the name where the text calls it otherwise.
fn label(text: &str, one: &Marked) -> String {
    let kind = short_name(one.kind);
    let is_said = text.get(one.place.clone()).is_some_and(|surface| surface == one.name);
    if is_said { format!("|{kind}]") } else { format!("|{kind} {}]", safe(&one.name)) }
}

/// The kind as annotated corpora call it.
pub(super) fn short_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "PER",
        Kind::Organization => "ORG",
        Kind::Place => "LOC",
    }
}

fn style(kind: Kind) -> Style {
    match kind {
        Kind::Person => AnsiColor::Cyan.on_default(),
        Kind::Organization => AnsiColor::Magenta.on_default(),
        Kind::Place => AnsiColor::Green.on_default(),
    }
}
