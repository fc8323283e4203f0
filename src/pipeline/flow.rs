//! The data's way from files to entries: framed in order, made in parallel, handed on in order.
//!
//! ```text
//! frame (one thread) ──batches──▶ parse, normalize, annotate, prepare (rayon) ──batches──▶ decide (caller)
//! ```
//! Batches are bounded by bytes and so are the channels between, whatever the sizes of files.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::Request;
use crate::annotate::Annotator;
use crate::article::{AnnotatedArticle, Digest, Origin, RawArticle, Record, SourceFile};
use crate::dedup::copy_key;
use crate::document::Document;
use crate::normalize::normalize;
use crate::parse::{self, Framed, Framing};
use crate::sink::Entry;
use crate::stage::{Code, Rejection};

/// A batch is closed when its payloads reach so many bytes.
const BATCH_BYTES: usize = 1 << 20;
/// Or when it holds so many steps.
const BATCH_STEPS: usize = 1024;
/// Batches that may wait between two threads.
const BATCHES_WAITING: usize = 2;

/// Whoever decides hears at least so often, even where a source says nothing.
const IDLE: Duration = Duration::from_millis(200);

/// The stages between a record and an entry.
pub(super) struct Stages<'a> {
    request: &'a Request,
    annotator: Option<Annotator>,
}

/// An article made ready, and what decides about it.
pub(super) struct Ready {
    pub(super) entry: Entry,
    pub(super) copy_key: Option<Digest>,
    /// What had to be cut or left out of it.
    pub(super) remarks: Vec<Rejection>,
}

/// The system gives no threads.
pub(super) struct NoThread(pub(super) std::io::Error);

/// What reaches the one who decides, in the order of the sources.
pub(super) enum Event {
    /// The source of that number begins.
    Begin(usize),
    /// A record of so many bytes; of its file so many bytes on disk are read.
    Record {
        /// Bytes of the record, decompressed.
        bytes: u64,
        /// Bytes of its file so far.
        read_bytes: u64,
    },
    /// An article.
    Ready(Box<Ready>),
    /// Something that is none.
    Rejected(Rejection),
    /// The source of that number ends.
    End(usize, Framing),
    /// Nothing has come for a while.
    Idle,
}

enum Step {
    Begin(usize),
    Framed(Framed),
    End(usize, Framing),
}

impl<'a> Stages<'a> {
    pub(super) fn new(request: &'a Request) -> Self {
        Stages { request, annotator: request.entities.then(Annotator::new) }
    }

    /// Reads the files in order and calls `decide` with each event, in order. Articles that `wanted`
    /// refuses by their origin are dropped as soon as that is known.
    ///
    /// Stops at the first error of `decide`, or where the system gives no threads.
    pub(super) fn run<E: Send + From<NoThread>>(
        &self,
        pool: &rayon::ThreadPool,
        files: &[SourceFile],
        wanted: &(dyn Fn(&Origin) -> bool + Sync),
        mut decide: impl FnMut(Event) -> Result<(), E>,
    ) -> Result<(), E> {
        std::thread::scope(|scope| {
            let (framed, to_make) = sync_channel::<Vec<Step>>(BATCHES_WAITING);
            let (made, to_decide) = sync_channel::<Vec<Vec<Event>>>(BATCHES_WAITING);
            let thread = |name: &str| std::thread::Builder::new().name(name.to_owned());
            thread("frame").spawn_scoped(scope, move || self.frame_all(files, framed)).map_err(NoThread)?;
            thread("make")
                .spawn_scoped(scope, move || self.make_all(pool, wanted, to_make, made))
                .map_err(NoThread)?;
            loop {
                match to_decide.recv_timeout(IDLE) {
                    Ok(batch) => batch.into_iter().flatten().try_for_each(&mut decide)?,
                    Err(RecvTimeoutError::Timeout) => decide(Event::Idle)?,
                    Err(RecvTimeoutError::Disconnected) => return Ok(()),
                }
            }
        })
    }

    /// Frames every file. Ends early when nobody listens any more.
    fn frame_all(&self, files: &[SourceFile], to: SyncSender<Vec<Step>>) {
        let mut batch = Batch { steps: Vec::new(), bytes: 0, to };
        for (number, file) in files.iter().enumerate() {
            if batch.push(Step::Begin(number), 0).is_break() {
                return;
            }
            let framing = catch_unwind(AssertUnwindSafe(|| {
                parse::frame(file, &self.request.parse, &mut |framed| {
                    let bytes = match &framed {
                        Framed::Record(record) => record.payload.len(),
                        Framed::Rejected(_) => 0,
                    };
                    batch.push(Step::Framed(framed), bytes)
                })
            }));
            let framing = framing.unwrap_or_else(|_| {
                let origin = Origin::file(file.path());
                let defect = Rejection::new(
                    origin,
                    Code::Panic,
                    "a defect of Kiosque was met while reading this file",
                );
                batch.steps.push(Step::Framed(Framed::Rejected(defect)));
                Framing::default()
            });
            if batch.push(Step::End(number, framing), 0).is_break() {
                return;
            }
        }
        // The last batch; nobody listening is no fault.
        let _ = batch.flush();
    }

    fn make_all(
        &self,
        pool: &rayon::ThreadPool,
        wanted: &(dyn Fn(&Origin) -> bool + Sync),
        from: Receiver<Vec<Step>>,
        to: SyncSender<Vec<Vec<Event>>>,
    ) {
        for batch in from {
            let events = pool.install(|| {
                batch
                    .into_par_iter()
                    .map_init(String::new, |buffer, step| self.make(step, wanted, buffer))
                    .collect()
            });
            if to.send(events).is_err() {
                return;
            }
        }
    }

    fn make(&self, step: Step, wanted: &(dyn Fn(&Origin) -> bool + Sync), buffer: &mut String) -> Vec<Event> {
        match step {
            Step::Begin(number) => vec![Event::Begin(number)],
            Step::End(number, framing) => vec![Event::End(number, framing)],
            Step::Framed(Framed::Rejected(rejection)) => vec![Event::Rejected(rejection)],
            Step::Framed(Framed::Record(record)) => self.articles(record, wanted, buffer),
        }
    }

    fn articles(
        &self,
        record: Record,
        wanted: &(dyn Fn(&Origin) -> bool + Sync),
        buffer: &mut String,
    ) -> Vec<Event> {
        let mut events =
            vec![Event::Record { bytes: record.payload.len() as u64, read_bytes: record.read_bytes }];
        for parsed in parse::parse(record, &self.request.parse.limits) {
            let raw = match parsed {
                Ok(raw) if wanted(&raw.origin) => raw,
                Ok(_) => continue,
                Err(rejection) => {
                    events.push(Event::Rejected(rejection));
                    continue;
                }
            };
            let origin = raw.origin.clone();
            let made = catch_unwind(AssertUnwindSafe(|| self.article(raw, buffer)));
            events.push(match made {
                Ok(Ok(ready)) => Event::Ready(Box::new(ready)),
                Ok(Err(rejection)) => Event::Rejected(rejection),
                Err(_) => Event::Rejected(Rejection::new(
                    origin,
                    Code::Panic,
                    "a defect of Kiosque was met while reading this article",
                )),
            });
        }
        events
    }

    fn article(&self, raw: RawArticle, buffer: &mut String) -> Result<Ready, Rejection> {
        let mut remarks = Vec::new();
        let article = normalize(raw, &self.request.normalize, &mut remarks)?;
        let annotated = match &self.annotator {
            Some(annotator) => annotator.annotate(article),
            None => AnnotatedArticle { article, entities: Vec::new() },
        };
        let entry = Entry::prepare(Document::from(annotated), buffer);
        let document = &entry.document;
        let copy_key = if self.request.copies_apart {
            None
        } else {
            copy_key(&document.title, &document.body, &entry.body)
        };
        Ok(Ready { entry, copy_key, remarks })
    }
}

/// Steps gathered until they are worth sending.
struct Batch {
    steps: Vec<Step>,
    bytes: usize,
    to: SyncSender<Vec<Step>>,
}

impl Batch {
    fn push(&mut self, step: Step, bytes: usize) -> ControlFlow<()> {
        self.steps.push(step);
        self.bytes += bytes;
        if self.bytes >= BATCH_BYTES || self.steps.len() >= BATCH_STEPS {
            return self.flush();
        }
        ControlFlow::Continue(())
    }

    fn flush(&mut self) -> ControlFlow<()> {
        self.bytes = 0;
        match self.to.send(std::mem::take(&mut self.steps)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}
