//! How a commit is opened that may change while it is looked at.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tantivy::ReloadPolicy;
use tantivy::directory::error::OpenReadError;
use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};

use super::super::attachments::Payload;
use super::super::directory::COMMIT_RECORD;
use super::super::layout::Layout;
use super::super::seal::{self, Seal};
use super::super::writer::open_engine;
use super::super::{Error, inspect, vocabularies};
use super::{CommitColumns, Snapshot};
use crate::analysis::Inflection;

/// How often an index is looked at again that changes while it is opened, and how long between.
const LOOKS: u32 = 100;
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// Blocks of stored documents that are kept unpacked, of each segment.
const CACHED_BLOCKS: usize = 32;

/// What tells one commit from another: the generation and the engine's record.
#[derive(PartialEq, Eq)]
struct Mark {
    layout: Layout,
    record: Vec<u8>,
}

impl Mark {
    fn read(root: &Path) -> Result<Self, Error> {
        let layout = Layout::find(root)?;
        let path = layout.engine().join(COMMIT_RECORD);
        match std::fs::read(&path) {
            Ok(record) => Ok(Mark { layout, record }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(Error::Damaged { path, what: "missing".into() })
            }
            Err(error) => Err(Error::io(path)(error)),
        }
    }
}

impl Snapshot {
    /// Opens the last commit of the index at `root`. Writes nothing but the vocabulary of an inflection that it
    /// was not yet read with (some 4 µs a form, once); takes no lock: while the index changes it is looked at
    /// again.
    ///
    /// Lengths of all files are compared with the commit's seal, where it has one.
    ///
    /// # Errors
    /// [`Error::Absent`], [`Error::Version`], [`Error::Damaged`], or what reading brings.
    pub fn open(root: &Path, inflection: &Inflection) -> Result<Self, Error> {
        Self::look(root, Some(inflection))
    }

    /// Opens the last commit as [`Snapshot::open`] does, but for its articles and attachments alone: it has no
    /// vocabularies, and nothing at all is written.
    ///
    /// # Errors
    /// As [`Snapshot::open`].
    pub fn open_articles(root: &Path) -> Result<Self, Error> {
        Self::look(root, None)
    }

    fn look(root: &Path, inflection: Option<&Inflection>) -> Result<Self, Error> {
        let mut looks = 0;
        loop {
            let before = Mark::read(root);
            let opened = match &before {
                Ok(mark) => Self::open_at(mark, inflection),
                Err(_) => Err(Error::Absent(root.into())),
            };
            let unchanged = match (&before, Mark::read(root)) {
                (Ok(before), Ok(after)) => *before == after,
                (Err(before), Err(after)) => before.to_string() == after.to_string(),
                _ => false,
            };
            looks += 1;
            if unchanged || looks == LOOKS {
                return before.and(opened);
            }
            std::thread::sleep(BETWEEN_LOOKS);
        }
    }

    /// Opens the commit of that mark. What the engine makes of damaged files may be a panic.
    fn open_at(mark: &Mark, inflection: Option<&Inflection>) -> Result<Self, Error> {
        let layout = &mark.layout;
        catch_unwind(AssertUnwindSafe(|| Self::open_now(mark, inflection))).unwrap_or_else(|_| {
            Err(Error::Damaged { path: layout.engine(), what: "the engine cannot read it".into() })
        })
    }

    fn open_now(mark: &Mark, inflection: Option<&Inflection>) -> Result<Self, Error> {
        let layout = mark.layout.clone();
        let (index, fields) = open_engine(&layout)?;
        let payload = Payload::read(payload_of(&mark.record, &layout)?.as_deref(), &layout)
            .map_err(|error| inspect::told_by_seal(error, &layout))?;
        let seal = match &payload {
            Some(payload) => Seal::read(&layout, payload.n)?,
            None => None,
        };
        match &seal {
            Some(seal) => {
                seal.check_record(&layout, &mark.record)?;
                seal.check_lengths(&layout, vocabularies::is_vocabulary)?;
            }
            // A process that was killed leaves the seal of the commit before.
            None if !Seal::is_in(layout.generation()) => {
                let n = payload.as_ref().map_or(0, |payload| payload.n);
                let path = layout.file(&seal::name(n));
                return Err(Error::Damaged { path, what: "missing".into() });
            }
            None => {}
        }
        let attachments = map_attachments(&layout, payload.as_ref())?;
        let reader: tantivy::IndexReader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let searcher = reader.searcher();
        let stores = searcher.segment_readers().iter().map(|segment| segment.get_store_reader(CACHED_BLOCKS));
        let stores = stores.collect::<Result<_, _>>().map_err(Error::io(layout.engine()))?;
        let sealed_bytes = |name: &str| Some(seal.as_ref()?.files.get(name)?.bytes);
        let mut vocabularies = Vec::new();
        let mut damaged_vocabularies = 0;
        for (segment, inflection) in searcher.segment_readers().iter().zip(inflection.into_iter().cycle()) {
            let (vocabulary, damaged) =
                vocabularies::open(&layout, segment, &fields, inflection, &sealed_bytes)?;
            damaged_vocabularies += usize::from(damaged);
            vocabularies.push(vocabulary);
        }
        let inflection = inflection.cloned().unwrap_or_default();
        Ok(Snapshot {
            layout,
            fields,
            columns: Arc::new(CommitColumns::of(&searcher)),
            stores,
            searcher,
            inflection,
            vocabularies,
            damaged_vocabularies,
            payload,
            attachments,
            aliases: None,
            names: OnceLock::new(),
        })
    }
}

/// The payload in an engine's record, which is not read for anything else: the engine does that.
fn payload_of(record: &[u8], layout: &Layout) -> Result<Option<String>, Error> {
    #[derive(serde::Deserialize)]
    struct Record {
        payload: Option<String>,
    }
    let record: Result<Record, _> = serde_json::from_slice(record);
    let path = || layout.engine().join(COMMIT_RECORD);
    Ok(record.map_err(|error| Error::Damaged { path: path(), what: error.to_string() })?.payload)
}

/// Maps the attachments of a commit.
fn map_attachments(
    layout: &Layout,
    payload: Option<&Payload>,
) -> Result<BTreeMap<String, OwnedBytes>, Error> {
    let mut attachments = BTreeMap::new();
    let Some(payload) = payload else { return Ok(attachments) };
    let folder = MmapDirectory::open(layout.generation())
        .map_err(|error| Error::Damaged { path: layout.generation().into(), what: error.to_string() })?;
    for name in payload.names() {
        let Some(file) = payload.file(name) else { continue };
        let damaged = |what: String| Error::Damaged { path: layout.file(file), what };
        let mapped = folder.open_read(Path::new(file)).map_err(|error| match error {
            OpenReadError::FileDoesNotExist(_) => damaged("missing".into()),
            other => damaged(other.to_string()),
        })?;
        attachments.insert(name.to_owned(), mapped.read_bytes().map_err(|e| damaged(e.to_string()))?);
    }
    Ok(attachments)
}
