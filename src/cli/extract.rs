//! `kiosque extract`: articles as JSON lines, without an index.

use std::io::{self, Write};
use std::ops::ControlFlow;

use super::args::ExtractArgs;
use super::cores;
use super::exit::Exit;
use super::failure::Failure;
use super::output::{Err, Out};
use super::progress::Progress;
use super::settings::Settings;
use crate::clock::Clock;
use crate::document::Document;
use crate::document::line::Line;
use crate::pipeline::{self, Checkpoints, NoticeKind, Patience, Request};

pub(super) fn run(args: &ExtractArgs, settings: &Settings) -> Result<Exit, Failure> {
    if args.input.paths.is_empty() {
        return Err(
            Failure::usage("extract needs a path").hint("kiosque extract PATH…, or - for standard input")
        );
    }
    let request = Request {
        paths: args.input.paths.clone(),
        discover: settings.discover(&args.input),
        parse: settings.parse(&args.input)?,
        normalize: settings.normalize(args.input.default_language.as_ref())?,
        entities: args.entities,
        moved: Vec::new(),
        reread: false,
        copies_apart: false,
        keep_missing: false,
        jobs: settings.jobs(args.input.jobs),
        patience: Patience::Endless,
        checkpoints: Checkpoints::default(),
    };
    cores::keep_to(request.jobs);
    let err = Err::open(settings.color, settings.wishes);
    // The lines may go to the same terminal: no progress among them.
    let progress = Progress::new(Err { terminal: false, ..err }, settings.quiet, settings.verbose);
    let mut out = Out::open(settings.color, settings.wishes);
    let mut failed = None;
    let report = pipeline::extract(&request, &progress, &Clock::system(), |document| {
        match write(&mut out, document, args.text_field.as_deref()) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    out.flush()?;
    progress.end();
    for notice in &report.notices {
        err.line(&format!("warning: {}: {}", notice.root, notice.detail));
    }
    let missing = report.notices.iter().any(|notice| notice.kind == NoticeKind::Missing);
    Ok(if missing || report.failures() > 0 { Exit::Partial } else { Exit::Done })
}

fn write(out: &mut Out, document: &Document, text_field: Option<&str>) -> io::Result<()> {
    let own = document.copy();
    let line = Line::new(document, &own, &[], |entity| entity.name.clone());
    match text_field {
        None => serde_json::to_writer(&mut *out, &line)?,
        Some(name) => {
            // The field keeps its place: other tools may read columns.
            let serde_json::Value::Object(fields) = serde_json::to_value(&line)? else { return Ok(()) };
            let renamed: serde_json::Map<String, serde_json::Value> = fields
                .into_iter()
                .map(|(key, value)| if key == "body" { (name.to_owned(), value) } else { (key, value) })
                .collect();
            serde_json::to_writer(&mut *out, &renamed)?;
        }
    }
    out.write_all(b"\n")
}
