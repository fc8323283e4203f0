//! Commands that tell what is there: `dump`, `stats`, `formats`, `completions`, `man`.

mod forms;

use std::io::{self, Write};

use clap::CommandFactory;
use serde_json::json;

use super::args::{Cli, CompletionsArgs, FormatsArgs, ManArgs, StatsArgs, TextOrJson};
use super::exit::Exit;
use super::failure::Failure;
use super::output::{Out, Paint, safe};
use super::settings::Settings;
use super::text::{counted, number, size};
use crate::analysis::Inflection;
use crate::article::{Date, Precision};
use crate::index::{FacetField, Snapshot};
use crate::maintain::{self, Stats};
use crate::parse::FORMATS;

pub(super) fn dump(settings: &Settings) -> Result<Exit, Failure> {
    let snapshot = settings.naming(Snapshot::open_articles(&settings.index)?)?;
    let mut out = Out::open(settings.color, settings.wishes);
    maintain::dump(&snapshot, |line| {
        serde_json::to_writer(&mut out, line)?;
        out.write_all(b"\n")
    })?;
    out.flush()?;
    Ok(Exit::Done)
}

pub(super) fn stats(args: &StatsArgs, settings: &Settings) -> Result<Exit, Failure> {
    if args.forms {
        let inflection = settings.inflection()?;
        let snapshot = Snapshot::open(&settings.index, &inflection)?;
        return form_stats(args, settings, &snapshot, &inflection);
    }
    let snapshot = Snapshot::open_articles(&settings.index)?;
    let stats = maintain::stats(&snapshot)?;
    let mut out = Out::open(settings.color, settings.wishes);
    match args.format {
        TextOrJson::Json => {
            serde_json::to_writer(&mut out, &stats_object(&stats)).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        TextOrJson::Text => stats_text(&mut out, settings, &stats)?,
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn form_stats(
    args: &StatsArgs,
    settings: &Settings,
    snapshot: &Snapshot,
    inflection: &Inflection,
) -> Result<Exit, Failure> {
    let stats = maintain::form_stats(snapshot, forms::FAMILIES)?;
    let mut out = Out::open(settings.color, settings.wishes);
    match args.format {
        TextOrJson::Json => {
            serde_json::to_writer(&mut out, &forms::object(&stats, inflection)).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        TextOrJson::Text => forms::text(&mut out, &stats, inflection)?,
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn days(stats: &Stats) -> Option<(String, String)> {
    let day = |day| Date::from_first_day(day, Precision::Day).to_string();
    stats.days.map(|(first, last)| (day(first), day(last)))
}

fn stats_object(stats: &Stats) -> serde_json::Value {
    let keys: serde_json::Map<String, serde_json::Value> =
        stats.keys.iter().map(|(facet, n)| (facet.name().to_owned(), json!(n))).collect();
    json!({
        "v": 1,
        "articles": stats.documents,
        "with_copies": stats.with_copies,
        "segments": stats.segments,
        "size_bytes": stats.size_bytes,
        "sources": stats.sources,
        "rejected": stats.rejected,
        "first_day": days(stats).map(|(first, _)| first),
        "last_day": days(stats).map(|(_, last)| last),
        "languages": stats.languages,
        "names": keys,
        "roots": stats.roots,
        "run": stats.run,
        "tool": stats.tool,
        "analyzer": { "forms": stats.analyzer.0, "stems": stats.analyzer.1 },
    })
}

fn stats_text(out: &mut Out, settings: &Settings, stats: &Stats) -> io::Result<()> {
    let paint = out.paint;
    writeln!(out, "{}", paint.paint(Paint::TITLE, &safe(&settings.index.display().to_string())))?;
    let mut row = |label: &str, value: String| writeln!(out, "  {label:<14}{}", safe(&value));
    row("articles", number(stats.documents))?;
    row("  with copies", number(stats.with_copies))?;
    row(
        "sources",
        format!("{}, {} rejected", counted(stats.sources, "file", "files"), number(stats.rejected)),
    )?;
    if let Some((first, last)) = days(stats) {
        row("dates", format!("{first} to {last}"))?;
    }
    let languages: Vec<String> =
        stats.languages.iter().map(|(code, n)| format!("{code} {}", number(*n))).collect();
    row("languages", languages.join(", "))?;
    for (facet, n) in stats.keys.iter().filter(|(facet, _)| *facet != FacetField::Language) {
        row(&format!("{}s", facet.name()), number(*n))?;
    }
    row(
        "size",
        format!("{} in {}", size(stats.size_bytes), counted(stats.segments as u64, "segment", "segments")),
    )?;
    row(
        "built by",
        format!(
            "kiosque {}, run {}, forms {}, stems {}",
            stats.tool, stats.run, stats.analyzer.0, stats.analyzer.1
        ),
    )?;
    for (name, at) in &stats.roots {
        row("root", format!("{name} at {at}"))?;
    }
    Ok(())
}

pub(super) fn formats(args: &FormatsArgs, settings: &Settings) -> Result<Exit, Failure> {
    let mut out = Out::open(settings.color, settings.wishes);
    match args.format {
        TextOrJson::Json => {
            for format in FORMATS {
                let object = json!({
                    "v": 1,
                    "name": format.name,
                    "title": format.title,
                    "extensions": format.extensions,
                    "recognised": format.recognised,
                });
                serde_json::to_writer(&mut out, &object).map_err(io::Error::from)?;
                writeln!(out)?;
            }
        }
        TextOrJson::Text => {
            let longest = FORMATS.iter().map(|format| format.name.len()).max().unwrap_or(0);
            for format in FORMATS {
                let name = out.paint.paint(Paint::TITLE, &format!("{:<longest$}", format.name));
                let endings = format.extensions.join(" .");
                writeln!(out, "{name}  {} (.{endings})", format.title)?;
                let indent = " ".repeat(longest + 2);
                for line in super::text::wrapped(format.recognised, out.width - indent.len()) {
                    let text = out.paint.paint(Paint::DIM, &format.recognised[line]);
                    writeln!(out, "{indent}{text}")?;
                }
            }
            writeln!(out)?;
            writeln!(
                out,
                "Each also as .gz and .zst, and in .tar and .zip archives, nested up to four times."
            )?;
            writeln!(out, "Formats are recognised by content first, by name second.")?;
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

pub(super) fn completions(args: &CompletionsArgs, settings: &Settings) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "kiosque", &mut script);
    print(settings, &script)
}

pub(super) fn man(args: &ManArgs, settings: &Settings) -> Result<Exit, Failure> {
    let mut kiosque = Cli::command();
    kiosque.build();
    let command = match &args.command {
        None => kiosque,
        Some(name) => {
            let Some(found) = kiosque.get_subcommands().find(|command| command.get_name() == name) else {
                return Err(Failure::usage(format!("there is no command \"{name}\""))
                    .hint("kiosque --help lists them"));
            };
            found.clone()
        }
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    print(settings, &page)
}

fn print(settings: &Settings, bytes: &[u8]) -> Result<Exit, Failure> {
    let mut out = Out::open(settings.color, settings.wishes);
    out.write_all(bytes)?;
    out.flush()?;
    Ok(Exit::Done)
}
