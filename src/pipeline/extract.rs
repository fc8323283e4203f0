//! Articles without an index: parsed, normalised, annotated if asked, handed over in order.

use super::flow::{Event, NoThread, Stages};
use super::plan::Plan;
use super::report::{Report, is_failure};
use super::{Error, Request, Watch};
use crate::clock::Clock;
use crate::document::Document;
use crate::manifest::Manifest;

/// Reads the files of a request and calls `emit` with each document, in order of the sources.
///
/// Stops early, without error, when `emit` says so. Memory is bounded by the batches in flight.
///
/// # Errors
/// If no root is there.
pub fn extract(
    request: &Request,
    watch: &dyn Watch,
    clock: &Clock,
    mut emit: impl FnMut(&Document) -> std::ops::ControlFlow<()>,
) -> Result<Report, Error> {
    let plan = Plan::make(request, Manifest::default())?;
    watch.planned(plan.to_read.len() as u64, plan.bytes);
    let pool = super::run::threads(request.jobs)?;
    let stages = Stages::new(request);
    let mut report = Report { sources: plan.tally, notices: plan.notices, ..Report::default() };
    for rejection in plan.rejections {
        watch.rejected(&rejection);
        report.rejections.push(rejection);
    }
    let mut bytes_done = 0;
    let mut failed = false;
    let end = stages.run(&pool, &plan.to_read, &|_| true, |event| {
        match event {
            Event::Begin(_) => {
                report.sources.read += 1;
                failed = false;
            }
            Event::Idle => {}
            Event::Record { bytes, .. } => report.bytes_in += bytes,
            Event::Ready(ready) => {
                report.articles.seen += 1;
                report.articles.indexed += 1;
                report.remarks.extend(ready.remarks.iter().cloned());
                if emit(&ready.entry.document).is_break() {
                    return Err(End::Stopped);
                }
            }
            Event::Rejected(rejection) => {
                watch.rejected(&rejection);
                failed |= is_failure(rejection.code);
                report.rejections.push(rejection);
            }
            Event::End(at, _) => {
                bytes_done += plan.to_read[at].size_bytes;
                report.sources.failed += u64::from(failed);
                watch.advanced(bytes_done, report.articles.seen);
            }
        }
        Ok(())
    });
    // Being told to stop is no fault: the account covers what was handed over.
    if let Err(End::NoThread(error)) = end {
        return Err(Error::Threads(error.to_string()));
    }
    report.articles.rejected = report.rejections.len() as u64;
    report.articles.seen += report.articles.rejected;
    report.elapsed = clock.elapsed();
    Ok(report)
}

/// Why reading ended early.
enum End {
    /// `emit` wants no more.
    Stopped,
    /// The system gives no threads.
    NoThread(std::io::Error),
}

impl From<NoThread> for End {
    fn from(NoThread(error): NoThread) -> Self {
        End::NoThread(error)
    }
}
