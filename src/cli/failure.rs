//! Errors for people: what happened, why, what to do, and the exit code.

use std::error::Error as StdError;
use std::path::Path;

use super::exit::Exit;
use super::output::{Err, Paint, safe};
use crate::{bench, evaluate, index, maintain, manifest, pipeline, search, sink};

/// Why a command ended early.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) exit: Exit,
    message: String,
    causes: Vec<String>,
    hint: Option<String>,
}

impl Failure {
    /// Wrong usage.
    pub(super) fn usage(message: impl Into<String>) -> Self {
        Failure { exit: Exit::Usage, message: message.into(), causes: Vec::new(), hint: None }
    }

    /// A file that cannot be written.
    pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> Self {
        let mut failure = Failure::of(Exit::Stopped, error);
        failure.message = format!("{}: cannot be written: {error}", path.display());
        failure
    }

    /// Ended by an interrupt.
    pub(super) fn stopped(exit: Exit, message: impl Into<String>) -> Self {
        Failure { exit, message: message.into(), causes: Vec::new(), hint: None }
    }

    #[must_use]
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    fn of(exit: Exit, error: &dyn StdError) -> Self {
        let mut causes: Vec<String> = Vec::new();
        let mut source = error.source();
        while let Some(cause) = source {
            let text = cause.to_string();
            if causes.last() != Some(&text) {
                causes.push(text);
            }
            source = cause.source();
        }
        Failure { exit, message: error.to_string(), causes, hint: None }
    }

    /// Prints the error on standard error.
    pub(super) fn print(&self, err: Err) {
        if self.exit == Exit::ClosedPipe {
            return;
        }
        err.line(&format!("{} {}", err.paint.paint(Paint::ERROR, "error:"), safe(&self.message)));
        for cause in &self.causes {
            err.line(&format!("  because {}", safe(cause)));
        }
        if let Some(hint) = &self.hint {
            err.line(&format!("{} {}", err.paint.paint(Paint::GOOD, "hint:"), safe(hint)));
        }
    }
}

/// Standard output: gone, or full.
impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Failure::of(Exit::ClosedPipe, &error);
        }
        let mut failure = Failure::of(Exit::Stopped, &error);
        failure.message = format!("the output cannot be written: {error}");
        failure
    }
}

impl From<index::Error> for Failure {
    fn from(error: index::Error) -> Self {
        index_failure(&error)
    }
}

fn index_failure(error: &index::Error) -> Failure {
    match error {
        index::Error::Absent(_) => Failure::of(Exit::Usage, error)
            .hint("make one with `kiosque index PATH`, or name it with --index DIR"),
        index::Error::Locked { .. } => {
            Failure::of(Exit::Locked, error).hint("try again when it is done, or add --wait")
        }
        index::Error::Version { .. } => {
            Failure::of(Exit::Damaged, error).hint("build it anew with `kiosque index --full PATH…`")
        }
        index::Error::Damaged { .. } => damaged(error),
        index::Error::Io { .. } | index::Error::Engine(_) => stopped(error),
    }
}

/// A disk that fails or is full.
fn stopped(error: &dyn StdError) -> Failure {
    let failure = Failure::of(Exit::Stopped, error);
    let says = |words: &[&str]| {
        std::iter::once(&failure.message)
            .chain(&failure.causes)
            .any(|text| words.iter().any(|word| text.contains(word)))
    };
    let hint = if says(&["No space left", "os error 28", "Disk quota", "os error 122"]) {
        "the disk is full; make room and run the command again"
    } else if says(&["File too large", "os error 27"]) {
        "a limit on the length of files was met (ulimit -f); raise it and run the command again"
    } else if says(&["Too many open files", "os error 24"]) {
        "a limit on open files was met (ulimit -n); raise it and run the command again"
    } else if says(&["Read-only file system", "Permission denied"]) {
        "the index can be searched, but not written by this user"
    } else {
        "the last commit stands; check the disk and run the command again"
    };
    failure.hint(hint)
}

impl From<search::Error> for Failure {
    fn from(error: search::Error) -> Self {
        match &error {
            search::Error::Index(inner) => index_failure(inner),
            search::Error::Copies(_) | search::Error::Manifest(_) => damaged(&error),
            search::Error::Threads(_) => Failure::of(Exit::Stopped, &error),
        }
    }
}

impl From<search::NameError> for Failure {
    fn from(error: search::NameError) -> Self {
        match error {
            search::NameError::Search(inner) => inner.into(),
            search::NameError::Unknown { ref near, .. } => {
                let failure = Failure::of(Exit::NoHit, &error);
                if near.is_empty() {
                    return failure.hint("`kiosque entities --name BEGINNING` lists names");
                }
                let near: Vec<String> = near
                    .iter()
                    .map(|(kind, one)| format!("{} ({}, {})", one.name, kind.name(), one.articles))
                    .collect();
                failure.hint(format!("near: {}", near.join(", ")))
            }
        }
    }
}

impl From<maintain::Error> for Failure {
    fn from(error: maintain::Error) -> Self {
        match error {
            maintain::Error::Index(inner) => index_failure(&inner),
            maintain::Error::Output(inner) => inner.into(),
            maintain::Error::Copies(_) | maintain::Error::Manifest(_) => damaged(&error),
        }
    }
}

impl From<manifest::Error> for Failure {
    fn from(error: manifest::Error) -> Self {
        damaged(&error)
    }
}

fn damaged(error: &dyn StdError) -> Failure {
    Failure::of(Exit::Damaged, error).hint(
        "`kiosque verify` names what is damaged; `kiosque index --full PATH…` builds the index anew, the sources \
         are untouched",
    )
}

impl From<pipeline::Error> for Failure {
    fn from(error: pipeline::Error) -> Self {
        match &error {
            pipeline::Error::NothingThere(notices) => {
                let mut failure =
                    Failure::of(Exit::Usage, &error).hint("check the paths; nothing was changed");
                let causes = notices.iter().map(|notice| format!("{}: {}", notice.root, notice.detail));
                failure.causes.extend(causes);
                failure
            }
            pipeline::Error::UnknownRoot { known, .. } => {
                Failure::of(Exit::Usage, &error).hint(format!("it has: {}", known.join(", ")))
            }
            pipeline::Error::NoRoot { .. } => Failure::of(Exit::Usage, &error).hint("check the path"),
            pipeline::Error::Discover(_) => Failure::of(Exit::Usage, &error),
            pipeline::Error::Manifest(_) | pipeline::Error::Copies(_) => damaged(&error),
            pipeline::Error::Sink(sink) => sink_failure(sink),
            pipeline::Error::Impatient { .. }
            | pipeline::Error::Threads(_)
            | pipeline::Error::Stopped { .. } => Failure::of(Exit::Stopped, &error),
        }
    }
}

impl From<evaluate::Error> for Failure {
    fn from(error: evaluate::Error) -> Self {
        match error {
            evaluate::Error::Strangers { .. }
            | evaluate::Error::ForeignQueries { .. }
            | evaluate::Error::ForeignDocuments { .. } => Failure::of(Exit::Usage, &error)
                .hint("take files of one collection; they must write ids alike, to the letter"),
            evaluate::Error::Read { .. } | evaluate::Error::Line { .. } => Failure::of(Exit::Usage, &error),
            evaluate::Error::Pipeline(inner) => inner.into(),
            evaluate::Error::Index(inner) => inner.into(),
            evaluate::Error::Search(inner) => inner.into(),
        }
    }
}

impl From<bench::Error> for Failure {
    fn from(error: bench::Error) -> Self {
        match error {
            bench::Error::Io { .. } | bench::Error::Process(_) => Failure::of(Exit::Stopped, &error),
            bench::Error::NoArticles => Failure::of(Exit::Usage, &error)
                .hint("name files that hold articles; kiosque extract PATH shows what is read"),
            bench::Error::Measurement { .. } => Failure::of(Exit::Usage, &error)
                .hint("take the lines that `kiosque bench --format json` printed"),
            bench::Error::Pipeline(inner) => inner.into(),
            bench::Error::Index(inner) => inner.into(),
            bench::Error::Search(inner) => inner.into(),
            bench::Error::Sink(inner) => sink_failure(&inner),
        }
    }
}

fn sink_failure(error: &sink::Error) -> Failure {
    match error.source().and_then(|source| source.downcast_ref::<index::Error>()) {
        Some(inner) => index_failure(inner),
        None => stopped(error),
    }
}
