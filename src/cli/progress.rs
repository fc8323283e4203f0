//! How long work is shown while it goes on: one line on a terminal, a line now and then elsewhere.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output::{Err, Paint, safe};
use super::signals::Signals;
use super::text::{number, seconds, size};
use crate::evaluate;
use crate::pipeline::Watch;
use crate::stage::{Code, Rejection};

/// Lines of one kind of rejection that are printed; the rest is counted.
const LINES_EACH: u64 = 10;
/// Where there is no terminal: time between two lines.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// Watches a run for a person.
pub(super) struct Progress {
    err: Err,
    quiet: bool,
    lines_each: u64,
    bar: Option<ProgressBar>,
    started: Instant,
    last_line: Cell<Instant>,
    bytes: Cell<u64>,
    printed: RefCell<BTreeMap<Code, u64>>,
    signals: Signals,
}

impl Progress {
    /// Prints progress and rejections unless `quiet`; all rejections if `verbose`.
    pub(super) fn new(err: Err, quiet: bool, verbose: bool) -> Self {
        let now = Instant::now();
        Progress {
            err,
            quiet,
            lines_each: if verbose { u64::MAX } else { LINES_EACH },
            bar: (err.terminal && !quiet).then(|| {
                let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
                bar.set_style(style("{spinner} looking for files"));
                bar.enable_steady_tick(Duration::from_millis(120));
                bar
            }),
            started: now,
            last_line: Cell::new(now),
            bytes: Cell::new(0),
            printed: RefCell::default(),
            signals: Signals::default(),
        }
    }

    /// The same, and it tells the run to stop when an interrupt is heard.
    pub(super) fn heeding(mut self, signals: Signals) -> Self {
        self.signals = signals;
        self
    }

    /// Prints a line beside the progress.
    pub(super) fn say(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| self.err.line(line)),
            None => self.err.line(line),
        }
    }

    /// Ends the progress, and says how many lines were held back.
    pub(super) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        for (code, count) in self.printed.borrow().iter().filter(|(_, count)| **count > self.lines_each) {
            let more = number(count - self.lines_each);
            self.err.line(&format!("… and {more} more of {}; the report has them all", code.name()));
        }
    }

    /// `12,000 articles, 33 MB of 74 MB, 9,500/s, 3.1 s left`
    fn state(&self, bytes: u64, articles: u64) -> String {
        let elapsed = self.started.elapsed().as_secs_f64().max(0.001);
        let total = self.bytes.get();
        let mut state = format!("{} articles", number(articles));
        if total > 0 {
            let share = (bytes as f64 / total as f64).min(1.0);
            state.push_str(&format!(", {} of {}", size(bytes.min(total)), size(total)));
            state.push_str(&format!(", {}/s", number((articles as f64 / elapsed) as u64)));
            if share > 0.01 && share < 1.0 {
                state.push_str(&format!(", {} left", seconds(elapsed / share - elapsed)));
            }
        }
        state
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("━╸─")
}

impl Watch for Progress {
    fn planned(&self, _files: u64, bytes: u64) {
        self.bytes.set(bytes);
        if let Some(bar) = &self.bar {
            bar.set_style(style("{bar:24.cyan/dim} {msg}"));
            bar.set_length(bytes.max(1));
        }
    }

    fn advanced(&self, bytes: u64, articles: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(bytes);
            bar.set_message(self.state(bytes, articles));
        } else if !self.quiet && self.last_line.get().elapsed() >= BETWEEN_LINES {
            self.last_line.set(Instant::now());
            self.err.line(&self.state(bytes, articles));
        }
    }

    fn stood(&self, articles: u64) {
        if self.lines_each == u64::MAX {
            self.say(
                &self.err.paint.paint(Paint::DIM, &format!("checkpoint: {} articles", number(articles))),
            );
        }
    }

    fn stop(&self) -> bool {
        self.signals.stop()
    }

    fn rejected(&self, rejection: &Rejection) {
        let mut printed = self.printed.borrow_mut();
        let count = printed.entry(rejection.code).or_default();
        *count += 1;
        if *count <= self.lines_each && !self.quiet {
            let label = if rejection.code.is_no_article() {
                self.err.paint.paint(Paint::DIM, "skipped:")
            } else {
                self.err.paint.paint(Paint::WARN, "warning:")
            };
            self.say(&format!("{label} {}", safe(&rejection.to_string())));
        }
    }

    fn finishing(&self) {
        if let Some(bar) = &self.bar {
            bar.set_style(style("{spinner} writing the index"));
        }
    }
}

/// Watches queries being answered, on any number of threads.
pub(super) struct Asking {
    err: Err,
    quiet: bool,
    bar: Option<ProgressBar>,
    started: Instant,
    total: u64,
    answered: AtomicU64,
    lines: AtomicU64,
}

impl Asking {
    /// Prints progress over so many queries unless `quiet`.
    pub(super) fn new(err: Err, quiet: bool, total: u64) -> Self {
        let bar = (err.terminal && !quiet).then(|| {
            let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(10));
            bar.set_style(style("{bar:24.cyan/dim} {pos} of {len} queries, {eta} left"));
            bar
        });
        let (answered, lines) = (AtomicU64::new(0), AtomicU64::new(0));
        Asking { err, quiet, bar, started: Instant::now(), total, answered, lines }
    }

    /// Ends the progress.
    pub(super) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

impl evaluate::Watch for Asking {
    fn answered(&self) {
        let answered = self.answered.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(bar) = &self.bar {
            bar.set_position(answered);
        } else if !self.quiet {
            let due = self.started.elapsed().as_secs() / BETWEEN_LINES.as_secs();
            if due > self.lines.fetch_max(due, Ordering::Relaxed) {
                self.err.line(&format!("{} of {} queries", number(answered), number(self.total)));
            }
        }
    }
}
