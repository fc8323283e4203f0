//! The index that is asked: the one at hand, or one made aside of a collection's corpus.

use std::path::{Path, PathBuf};

use super::super::args::EvalArgs;
use super::super::failure::Failure;
use super::super::output::Err;
use super::super::progress::Progress;
use super::super::settings::Settings;
use super::file_name;
use crate::analysis::Inflection;
use crate::clock::Clock;
use crate::evaluate::{self, Collection};
use crate::pipeline::{Checkpoints, Patience, Request};
use crate::{discover, parse};

/// An index to ask.
pub(super) struct Corpus {
    /// What it is called, for people.
    pub(super) name: String,
    /// Whether something of the corpus could not be taken.
    pub(super) partial: bool,
    at: Place,
}

enum Place {
    /// An index that was there.
    Standing(PathBuf),
    /// One made aside, which goes with this.
    Aside(tempfile::TempDir),
}

impl Corpus {
    /// Makes the corpus of a collection ready, or takes the index at hand.
    pub(super) fn ready(
        args: &EvalArgs,
        collection: Option<&Collection>,
        settings: &Settings,
        inflection: &Inflection,
    ) -> Result<Self, Failure> {
        let Some((folder, collection)) = args.folder.as_deref().zip(collection) else {
            let index = settings.index.clone();
            return Ok(Corpus {
                name: index.display().to_string(),
                partial: false,
                at: Place::Standing(index),
            });
        };
        if collection.corpus.is_empty() {
            return Err(Failure::usage(format!("{}: no corpus.jsonl in this folder", folder.display()))
                .hint("without FOLDER, --queries and --qrels are asked of the index"));
        }
        let aside = tempfile::Builder::new()
            .prefix("kiosque-eval-")
            .tempdir()
            .map_err(|error| Failure::unwritable(&std::env::temp_dir(), &error))?;
        let request = Request {
            paths: collection.corpus.iter().map(|path| path.to_string_lossy().into_owned()).collect(),
            discover: discover::Options::default(),
            parse: parse::Options::default(),
            normalize: settings.normalize(None)?,
            entities: false,
            copies_apart: true,
            moved: Vec::new(),
            reread: false,
            keep_missing: false,
            jobs: settings.jobs(args.jobs),
            patience: Patience::Endless,
            checkpoints: Checkpoints::default(),
        };
        let err = Err::open(settings.color, settings.wishes);
        let progress = Progress::new(err, settings.quiet, settings.verbose);
        let clock = Clock::system();
        let report = evaluate::build(&request, aside.path(), inflection, &progress, &clock);
        progress.end();
        let report = report?;
        if report.standing.is_none_or(|standing| standing.documents == 0) {
            return Err(Failure::usage(format!("{}: no document in its corpus", folder.display()))
                .hint("a line of corpus.jsonl is {\"_id\": …, \"title\": …, \"text\": …}"));
        }
        Ok(Corpus { name: file_name(folder), partial: report.failures() > 0, at: Place::Aside(aside) })
    }

    /// Where the index lies.
    pub(super) fn index(&self) -> &Path {
        match &self.at {
            Place::Standing(path) => path,
            Place::Aside(folder) => folder.path(),
        }
    }
}
