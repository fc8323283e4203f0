//! One run: from a request to a commit.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use super::flow::{Event, Ready, Stages};
use super::ledger::{Fetch, Ledger, Settlement, Slot, Verdict};
use super::plan::{Plan, Scope};
use super::report::{Report, is_failure};
use super::{Checkpoints, Error, Patience, Request, Watch};
use crate::article::{ArticleId, Origin, SourceFile, path_of_text};
use crate::clock::Clock;
use crate::document::Copy;
use crate::manifest::{
    COPIES, Claim, CopyTable, MANIFEST, Manifest, PENDING, Pending, ROOTS, Refusal, Source, Stamp,
    write_copies, write_roots,
};
use crate::parse::Framing;
use crate::sink::{Attachment, Entered, Sink};
use crate::stage::{Code, Rejection};

/// What an index knows before a run: the attachments of its last commit.
#[derive(Debug, Clone, Default)]
pub struct Before {
    /// The manifest's bytes.
    pub manifest: Option<Vec<u8>>,
    /// The copies' bytes.
    pub copies: Option<Vec<u8>>,
    /// What a run left that did not get to its end.
    pub pending: Option<Vec<u8>>,
}

impl Before {
    /// Reads the attachments by their names.
    ///
    /// # Errors
    /// As `read` does.
    pub fn read<E>(mut read: impl FnMut(&str) -> Result<Option<Vec<u8>>, E>) -> Result<Self, E> {
        Ok(Before { manifest: read(MANIFEST)?, copies: read(COPIES)?, pending: read(PENDING)? })
    }
}

/// Brings an index in line with the files of a request.
///
/// With `sink` the result is committed; without one the run is a trial that reads everything and writes
/// nothing. Memory is bounded by the batches in flight, the sink, and some 200 bytes an article of the
/// whole index.
///
/// A run that ends early has left a checkpoint; the next one with the same request goes on from there, and
/// the index is then what an uninterrupted run would have made.
///
/// # Errors
/// If no root is there, the engine fails, the watch says stop, or there are more failures than the request
/// bears.
pub fn run<'a>(
    request: &'a Request,
    before: Before,
    sink: Option<&'a mut dyn Sink>,
    watch: &'a dyn Watch,
    clock: &'a Clock,
) -> Result<Report, Error> {
    let started_nanos = clock.now_nanos();
    let manifest = before.manifest.as_deref().map_or(Ok(Manifest::default()), Manifest::from_bytes)?;
    let (run_number, roots_before) = (manifest.run, manifest.roots.clone());
    let is_first = before.manifest.is_none();
    drop(before.manifest);
    let mut ledger = Ledger::default();
    let claims = manifest.sources.values().map(|source| source.claims.len()).sum();
    ledger.reserve(manifest.sources.len(), claims);
    manifest.sources.values().for_each(|source| ledger.remember(source));
    if let Some(bytes) = before.pending.as_deref() {
        let pending = Pending::from_bytes(bytes)?;
        ledger.remember_held(&pending.held);
        ledger.remember_copies(pending.copies);
    } else if let Some(bytes) = before.copies.as_deref() {
        let table = CopyTable::open(bytes)?;
        for id in table.ids() {
            ledger.remember_copies(table.of(id)?);
        }
    }

    let plan = Plan::make(request, manifest)?;
    let nothing_new = !is_first
        && before.pending.is_none()
        && plan.to_read.is_empty()
        && plan.tally.removed == 0
        && plan.roots == roots_before;
    watch.planned(plan.to_read.len() as u64, plan.bytes);
    let head = Manifest {
        run: run_number + 1,
        started_nanos,
        settings: request.settings(),
        roots: plan.roots,
        sources: BTreeMap::new(),
    };
    let mut run = Run {
        request,
        watch,
        clock,
        ledger,
        sink,
        head,
        waiting: plan.earlier,
        open: None,
        remarks: BTreeMap::new(),
        entered: Entered { run: run_number + 1, seconds: started_nanos.div_euclid(1_000_000_000) },
        report: Report::default(),
        bytes_done: 0,
        bytes_of_file: 0,
        last: Checkpoint { at: clock.elapsed(), took: Duration::ZERO, bytes_in: 0 },
        failures: 0,
        met: 0,
    };
    run.report.sources = plan.tally;
    run.report.notices = plan.notices;
    for rejection in &plan.rejections {
        run.refuse(rejection.clone())?;
    }
    for (path, source, scope) in plan.kept {
        if scope == Scope::Inside {
            let rejected = source.refusals.iter().filter(|refusal| !refusal.code().is_remark()).count();
            run.met += (source.claims.len() + rejected) as u64;
        }
        let number = run.ledger.open(path, source, scope == Scope::Inside);
        run.ledger.enter_unread(number);
    }

    let pool = threads(request.jobs)?;
    let stages = Stages::new(request);
    run.read(&stages, &pool, &plan.to_read)?;
    let copies = run.settle(&stages, &pool)?;
    run.account();
    run.judge_share()?;
    run.pause()?;
    run.amend(&copies)?;

    let Run { ledger, sink, head, mut report, .. } = run;
    if let Some(sink) = sink
        && !nothing_new
    {
        watch.finishing();
        let manifest = Manifest { sources: ledger.into_sources(), ..head };
        report.standing = Some(sink.commit(&[
            Attachment { name: MANIFEST, bytes: &manifest.to_bytes() },
            Attachment { name: ROOTS, bytes: &write_roots(&manifest.roots) },
            Attachment { name: COPIES, bytes: &write_copies(&copies) },
        ])?);
    }
    report.rejections.sort_by(|one, other| one.origin.cmp(&other.origin));
    report.remarks.sort_by(|one, other| one.origin.cmp(&other.origin));
    report.elapsed = clock.elapsed();
    Ok(report)
}

/// The attachments of a commit in the midst of a run.
fn unfinished<'b>(manifest: &'b [u8], roots: &'b [u8], pending: &'b [u8]) -> [Attachment<'b>; 3] {
    [
        Attachment { name: MANIFEST, bytes: manifest },
        Attachment { name: ROOTS, bytes: roots },
        Attachment { name: PENDING, bytes: pending },
    ]
}

/// The threads that make articles.
pub(super) fn threads(jobs: usize) -> Result<rayon::ThreadPool, Error> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.max(1))
        .thread_name(|number| format!("make-{number}"))
        .build()
        .map_err(|error| Error::Threads(error.to_string()))
}

/// A run under way.
struct Run<'a> {
    request: &'a Request,
    watch: &'a dyn Watch,
    clock: &'a Clock,
    ledger: Ledger,
    sink: Option<&'a mut dyn Sink>,
    /// The manifest to be, without its sources.
    head: Manifest,
    /// Earlier records of the sources that are not yet read to their end.
    waiting: BTreeMap<Arc<str>, Source>,
    /// The source that is being read.
    open: Option<u32>,
    /// What is to be said of its articles: the first of each code, and how many there are.
    remarks: BTreeMap<Code, (Rejection, u64)>,
    /// What the documents of this run are marked with.
    entered: Entered,
    report: Report,
    bytes_done: u64,
    bytes_of_file: u64,
    last: Checkpoint,
    failures: u64,
    /// Articles and rejections under the roots of the run, counted as they are met.
    met: u64,
}

/// The last checkpoint: when, how long, and how many bytes of records were read by then.
struct Checkpoint {
    at: Duration,
    took: Duration,
    bytes_in: u64,
}

impl Run<'_> {
    /// Reads the files, writing what stands as far as can be told yet.
    fn read(
        &mut self,
        stages: &Stages<'_>,
        pool: &rayon::ThreadPool,
        files: &[SourceFile],
    ) -> Result<(), Error> {
        let mut number = 0;
        stages.run(pool, files, &|_| true, |event| {
            match event {
                Event::Begin(at) => {
                    let file = &files[at];
                    number = self.ledger.open(file.path(), source_of(file), true);
                    self.open = Some(number);
                    self.report.sources.read += 1;
                }
                Event::Record { bytes, read_bytes } => {
                    self.report.bytes_in += bytes;
                    self.bytes_of_file = read_bytes;
                }
                Event::Ready(ready) => self.take(number, *ready)?,
                Event::Rejected(rejection) => {
                    self.met += 1;
                    let source = &mut self.ledger.slot_mut(number).source;
                    source.refusals.push((&rejection).into());
                    self.watch_failure(rejection)?;
                }
                Event::End(at, framing) => {
                    let file = &files[at];
                    let earlier = self.waiting.remove(&file.path());
                    self.close(number, &framing, earlier);
                    self.open = None;
                    self.bytes_done += file.size_bytes;
                    self.bytes_of_file = 0;
                    self.watch.advanced(self.bytes_done, self.report.articles.seen);
                }
                Event::Idle => {}
            }
            self.pause()
        })
    }

    /// Between two events: ends the run if it is told to, makes a checkpoint if one is due.
    fn pause(&mut self) -> Result<(), Error> {
        if self.watch.stop() {
            let kept = self.checkpoint()?;
            return Err(Error::Stopped { kept });
        }
        let Checkpoints { bytes, time, apart } = self.request.checkpoints;
        let since = self.clock.elapsed().saturating_sub(self.last.at);
        let is_due = self.report.bytes_in - self.last.bytes_in >= bytes || since >= time;
        if is_due && since >= self.last.took * apart {
            self.checkpoint()?;
        }
        Ok(())
    }

    /// Makes everything so far stand; returns whether it does.
    fn checkpoint(&mut self) -> Result<bool, Error> {
        let began = self.clock.elapsed();
        let mut stands = false;
        if let (Some(sink), Patience::Endless) = (self.sink.as_deref_mut(), self.request.patience) {
            let (manifest, pending) = self.ledger.unfinished(&self.head, &self.waiting, self.open);
            stands =
                sink.checkpoint(&unfinished(&manifest, &write_roots(&self.head.roots), &pending.to_bytes()))?;
            if stands {
                self.watch.stood(self.report.articles.seen);
            }
        }
        let at = self.clock.elapsed();
        self.last = Checkpoint { at, took: at - began, bytes_in: self.report.bytes_in };
        Ok(stands)
    }

    /// Lets documents be found under the sections of all their copies.
    fn amend(&mut self, copies: &BTreeMap<ArticleId, Vec<Copy>>) -> Result<(), Error> {
        let amendments = self.ledger.amendments(copies);
        if let (Some(sink), false) = (self.sink.as_deref_mut(), amendments.is_empty()) {
            let (manifest, pending) = self.ledger.unfinished(&self.head, &self.waiting, self.open);
            let (roots, pending) = (write_roots(&self.head.roots), pending.to_bytes());
            sink.amend(&unfinished(&manifest, &roots, &pending), &amendments)?;
            self.ledger.amended(&amendments);
        }
        Ok(())
    }

    fn take(&mut self, number: u32, ready: Ready) -> Result<(), Error> {
        let Ready { entry, copy_key, remarks } = ready;
        for remark in remarks {
            self.remarks.entry(remark.code).or_insert((remark, 0)).1 += 1;
        }
        self.report.articles.seen += 1;
        self.met += 1;
        let document = &entry.document;
        let has_text = copy_key.is_some();
        let claim = Claim {
            id: document.id,
            digest: entry.digest,
            copy_key,
            first_day: document.date.map(|date| date.first_day()),
            member: document.origin.member.clone(),
            ordinal: document.origin.ordinal,
            section: document.section.as_deref().map(Claim::section_mark),
            stands: false,
            sections: None,
        };
        match self.ledger.enter(number, claim) {
            Verdict::Keep => {}
            Verdict::Yield => self.ledger.keep_copy(number, document.copy()),
            Verdict::Write { replaces } => {
                if has_text {
                    self.ledger.keep_in_case(number, || document.copy());
                }
                self.write(entry, replaces)?;
            }
        }
        if self.report.articles.seen.is_multiple_of(256) {
            self.watch.advanced(self.bytes_done + self.bytes_of_file, self.report.articles.seen);
        }
        Ok(())
    }

    fn write(&mut self, mut entry: crate::sink::Entry, replaces: bool) -> Result<(), Error> {
        entry.entered = self.entered;
        if let Some(sink) = self.sink.as_deref_mut() {
            if replaces {
                sink.delete(entry.document.id)?;
            }
            sink.add(entry)?;
        }
        Ok(())
    }

    /// Ends a source. One that could not be opened keeps what it gave before; one that failed in any other
    /// way, changed while it was read, or depends on other files, will be read again.
    fn close(&mut self, number: u32, framing: &Framing, earlier: Option<Source>) {
        let slot = self.ledger.slot_mut(number);
        for (mut remark, count) in std::mem::take(&mut self.remarks).into_values() {
            if count > 1 {
                remark.detail = format!("{}; so in {count} articles of the file", remark.detail);
            }
            slot.source.refusals.push((&remark).into());
        }
        if slot.source.claims.is_empty() && slot.source.refusals.iter().any(could_not_be_read) {
            let refusals = std::mem::take(&mut slot.source.refusals);
            if let Some(earlier) = earlier {
                self.met += earlier.claims.len() as u64;
                slot.source = Source { stamp: slot.source.stamp, ..earlier };
            }
            slot.source.refusals = refusals;
            slot.source.forget_stamp();
            self.ledger.enter_unread(number);
        } else if framing.changed || framing.leans || slot.source.refusals.iter().any(could_not_be_read) {
            slot.source.forget_stamp();
        }
    }

    /// Judges from the whole; deletes what must go, reads again what must come back.
    fn settle(
        &mut self,
        stages: &Stages<'_>,
        pool: &rayon::ThreadPool,
    ) -> Result<BTreeMap<ArticleId, Vec<Copy>>, Error> {
        let first = self.ledger.settle();
        self.delete(&first)?;
        if first.fetch.is_empty() {
            return Ok(first.copies);
        }
        let numbers: Vec<u32> = first.fetch.keys().copied().collect();
        let files: Vec<SourceFile> = numbers.iter().map(|number| self.file_of(*number)).collect();
        let by_path: BTreeMap<Arc<str>, u32> =
            files.iter().map(SourceFile::path).zip(numbers.iter().copied()).collect();
        let wanted = |origin: &Origin| {
            by_path
                .get(&origin.path)
                .and_then(|number| first.fetch.get(number))
                .is_some_and(|places| places.contains_key(&(origin.member.clone(), origin.ordinal)))
        };
        stages.run(pool, &files, &wanted, |event| {
            let Event::Ready(ready) = event else { return self.pause() };
            let document = &ready.entry.document;
            let number = by_path[&document.origin.path];
            let place = (document.origin.member.clone(), document.origin.ordinal);
            let verdict = self.ledger.fetched(
                number,
                first.fetch[&number][&place],
                ready.entry.digest,
                document.copy(),
            );
            if let Verdict::Write { replaces } = verdict {
                self.write(ready.entry, replaces)?;
            }
            Ok::<(), Error>(())
        })?;
        let second = self.ledger.settle();
        self.delete(&second)?;
        for (number, places) in &second.fetch {
            self.lose(*number, places)?;
        }
        Ok(second.copies)
    }

    fn delete(&mut self, settlement: &Settlement) -> Result<(), Error> {
        for id in &settlement.delete {
            if let Some(sink) = self.sink.as_deref_mut() {
                sink.delete(*id)?;
            }
            self.ledger.deleted(*id);
        }
        Ok(())
    }

    /// Articles that are needed and that their source no longer gives: rejected now, read again next time.
    fn lose(&mut self, number: u32, places: &Fetch) -> Result<(), Error> {
        let slot = self.ledger.slot_mut(number);
        slot.source.forget_stamp();
        let path = Arc::clone(&slot.path);
        slot.source.claims.retain(|claim| !places.contains_key(&(claim.member.clone(), claim.ordinal)));
        for (member, ordinal) in places.keys() {
            let origin = Origin { path: Arc::clone(&path), member: member.clone(), ordinal: *ordinal };
            let lost =
                Rejection::new(origin, Code::Changed, "the file changed while this run needed it again");
            let source = &mut self.ledger.slot_mut(number).source;
            source.refusals.push((&lost).into());
            self.watch_failure(lost)?;
        }
        Ok(())
    }

    fn file_of(&self, number: u32) -> SourceFile {
        let source = &self.ledger.slot(number).source;
        let root = self.head.roots.get(&source.root).map_or("", String::as_str);
        let location = if source.relative.is_empty() {
            root.into()
        } else {
            std::path::Path::new(root).join(path_of_text(&source.relative))
        };
        SourceFile {
            root: Arc::clone(&source.root),
            relative: Arc::clone(&source.relative),
            location,
            size_bytes: source.stamp.size_bytes,
            modified_nanos: source.stamp.modified_nanos,
            changed_nanos: source.stamp.changed_nanos,
            inode: source.stamp.inode,
        }
    }

    /// A rejection that belongs to no source that is kept.
    fn refuse(&mut self, rejection: Rejection) -> Result<(), Error> {
        self.met += 1;
        self.report.sources.failed += u64::from(is_failure(rejection.code));
        self.report.rejections.push(rejection.clone());
        self.watch_failure(rejection)
    }

    fn watch_failure(&mut self, rejection: Rejection) -> Result<(), Error> {
        self.watch.rejected(&rejection);
        if !is_failure(rejection.code) {
            return Ok(());
        }
        self.failures += 1;
        let failures = self.failures;
        match self.request.patience {
            Patience::Failures(bearable) if failures > bearable => {
                Err(Error::Impatient { failures, last: Some(Box::new(rejection)) })
            }
            _ => Ok(()),
        }
    }

    /// Counts what became of every article under the roots of the run.
    ///
    /// # Panics
    /// If one that was met is not accounted for: a defect, and nothing may be committed then.
    fn account(&mut self) {
        let articles = &mut self.report.articles;
        articles.seen = self.met;
        for slot in self.ledger.slots().filter(|slot| slot.inside) {
            for claim in &slot.source.claims {
                let count = match self.ledger.before(claim.id) {
                    _ if !claim.stands => &mut articles.duplicates,
                    None => &mut articles.indexed,
                    Some(before) if before == claim.digest => &mut articles.unchanged,
                    Some(_) => &mut articles.replaced,
                };
                *count += 1;
            }
            let failed = slot.source.refusals.iter().any(|refusal| is_failure(refusal.code()));
            self.report.sources.failed += u64::from(failed);
            let refusals = slot.source.refusals.iter().map(|refusal| refusal.rejection(&slot.path));
            let (remarks, rejections): (Vec<_>, Vec<_>) = refusals.partition(|one| one.code.is_remark());
            self.report.rejections.extend(rejections);
            self.report.remarks.extend(remarks);
            self.report.remarks.extend(doubled(slot));
        }
        articles.rejected = self.report.rejections.len() as u64;
        articles.removed = self.ledger.removed();
        assert!(articles.adds_up(), "an article that was met is not accounted for: {articles:?}");
    }

    fn judge_share(&self) -> Result<(), Error> {
        let failures = self.report.failures();
        match self.request.patience {
            Patience::Share(bearable)
                if failures as f64 > bearable * self.report.articles.seen.max(1) as f64 =>
            {
                Err(Error::Impatient { failures, last: None })
            }
            _ => Ok(()),
        }
    }
}

/// What is to be said of a source that has several articles under one identity, with other content, where one of
/// them stands.
fn doubled(slot: &Slot) -> Option<Rejection> {
    let claims = &slot.source.claims;
    if claims.iter().all(|claim| claim.stands) {
        return None;
    }
    let standing: HashMap<(ArticleId, Option<&str>), &Claim> = claims
        .iter()
        .filter(|claim| claim.stands)
        .map(|claim| ((claim.id, claim.member.as_deref()), claim))
        .collect();
    let mut doubles = claims.iter().filter(|claim| {
        let other = standing.get(&(claim.id, claim.member.as_deref()));
        other.is_some_and(|other| !claim.stands && other.digest != claim.digest)
    });
    let first = doubles.next()?;
    let count = 1 + doubles.count();
    let origin =
        Origin { path: Arc::clone(&slot.path), member: first.member.clone(), ordinal: first.ordinal };
    let detail = format!("{count} of its articles have the identity of another one, and other content");
    Some(Rejection::new(origin, Code::DuplicateId, detail))
}

/// Whether nothing is known of a source because the system would not let it be read.
fn could_not_be_read(refusal: &Refusal) -> bool {
    matches!(refusal.code(), Code::Open | Code::Perm | Code::Io)
}

fn source_of(file: &SourceFile) -> Source {
    Source {
        root: Arc::clone(&file.root),
        relative: Arc::clone(&file.relative),
        stamp: Stamp::from(file),
        claims: Vec::new(),
        refusals: Vec::new(),
    }
}
