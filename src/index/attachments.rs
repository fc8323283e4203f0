//! What moves with a commit: files named, with their hashes, in the engine's own commit record.

use std::collections::BTreeMap;
use std::fs;

use serde::{Deserialize, Serialize};

use super::layout::{Layout, write_durably};
use super::{Error, schema::SCHEMA_VERSION};
use crate::analysis::FORMS_VERSION;
use crate::document::STORED_VERSION;
use crate::sink::Attachment;

/// The commit's payload, as JSON in the engine's `meta.json`; carried along by merges.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub(super) struct Payload {
    /// Version of this record.
    v: u32,
    /// Number of the commit, from 1.
    pub(super) n: u64,
    /// Version of the program that wrote it.
    tool: String,
    forms: u32,
    schema: u32,
    stored: u8,
    files: BTreeMap<String, AttachedFile>,
}

#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
struct AttachedFile {
    file: String,
    blake3: String,
}

impl Payload {
    /// Reads the payload of a commit; `None` before the first one.
    pub(super) fn read(text: Option<&str>, layout: &Layout) -> Result<Option<Self>, Error> {
        let Some(text) = text else { return Ok(None) };
        let damaged = |what: String| Error::Damaged { path: layout.engine().join("meta.json"), what };
        let payload: Payload = serde_json::from_str(text).map_err(|error| damaged(error.to_string()))?;
        let found = (payload.v, payload.forms, payload.schema, payload.stored);
        let needed = (1, FORMS_VERSION, SCHEMA_VERSION, STORED_VERSION);
        if found != needed {
            let name = |(v, forms, schema, stored): (u32, u32, u32, u8)| {
                format!("commit {v}, forms {forms}, schema {schema}, documents {stored}")
            };
            return Err(Error::Version {
                path: layout.root().into(),
                found: name(found),
                needed: name(needed),
            });
        }
        Ok(Some(payload))
    }

    /// Writes the attachments of commit `n` and returns the payload that names them.
    pub(super) fn write(n: u64, attachments: &[Attachment<'_>], layout: &Layout) -> Result<Self, Error> {
        let mut files = BTreeMap::new();
        for Attachment { name, bytes } in attachments {
            let file = format!("{name}-{n:06}");
            write_durably(&layout.file(&file), bytes)?;
            let blake3 = blake3::hash(bytes).to_hex().to_string();
            files.insert((*name).to_owned(), AttachedFile { file, blake3 });
        }
        let tool = env!("CARGO_PKG_VERSION").to_owned();
        Ok(Payload {
            v: 1,
            n,
            tool,
            forms: FORMS_VERSION,
            schema: SCHEMA_VERSION,
            stored: STORED_VERSION,
            files,
        })
    }

    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Version of the program that wrote the commit.
    pub(super) fn tool(&self) -> &str {
        &self.tool
    }

    /// Name of an attachment's file.
    pub(super) fn file(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(|attached| attached.file.as_str())
    }

    /// Reads an attachment and checks its hash.
    pub(super) fn attachment(&self, name: &str, layout: &Layout) -> Result<Option<Vec<u8>>, Error> {
        let Some(attached) = self.files.get(name) else { return Ok(None) };
        let path = layout.file(&attached.file);
        let bytes = fs::read(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::Damaged { path: path.clone(), what: "missing".into() },
            _ => Error::Io { path: path.clone(), source: error },
        })?;
        if blake3::hash(&bytes).to_hex().as_str() != attached.blake3 {
            return Err(Error::Damaged { path, what: "not what was committed".into() });
        }
        Ok(Some(bytes))
    }

    /// Removes the files that this commit does not name; called once it stands.
    pub(super) fn sweep(&self, layout: &Layout) {
        let Ok(entries) = fs::read_dir(layout.generation()) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let attached = self.files.keys().any(|kind| name.starts_with(&format!("{kind}-")));
            if attached && !self.files.values().any(|attached| attached.file == name) {
                // A stray file costs room, not truth; the next sweep tries again.
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}
