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
        if payload.newest() != Some(payload.n) {
            return Err(damaged("its number is not that of its attachments".into()));
        }
        Ok(Some(payload))
    }

    /// The highest commit that an attachment was written for; every commit writes some.
    fn newest(&self) -> Option<u64> {
        let number = |file: &AttachedFile| file.file.rsplit_once('-')?.1.parse().ok();
        self.files.values().filter_map(number).max()
    }

    /// Writes the attachments of commit `n`, beside those that are `kept` from the commit before, and returns
    /// the payload that names them all.
    pub(super) fn write(
        n: u64,
        attachments: &[Attachment<'_>],
        kept: Option<&Payload>,
        layout: &Layout,
    ) -> Result<Self, Error> {
        let mut files = kept.map_or_else(BTreeMap::new, |kept| kept.files.clone());
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

    /// Names of the attachments.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Names of the attachments' files.
    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        self.files.values().map(|attached| attached.file.as_str())
    }

    /// Name of an attachment's file.
    pub(super) fn file(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(|attached| attached.file.as_str())
    }

    /// Reads an attachment and checks its hash.
    pub(super) fn attachment(&self, name: &str, layout: &Layout) -> Result<Option<Vec<u8>>, Error> {
        let Some(file) = self.file(name) else { return Ok(None) };
        let path = layout.file(file);
        let bytes = fs::read(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::Damaged { path: path.clone(), what: "missing".into() },
            _ => Error::Io { path: path.clone(), source: error },
        })?;
        self.check(name, &bytes, layout)?;
        Ok(Some(bytes))
    }

    /// Checks the hash of an attachment's bytes.
    pub(super) fn check(&self, name: &str, bytes: &[u8], layout: &Layout) -> Result<(), Error> {
        match self.files.get(name) {
            Some(attached) if blake3::hash(bytes).to_hex().as_str() != attached.blake3 => {
                Err(Error::Damaged {
                    path: layout.file(&attached.file),
                    what: "not what was committed: its checksum does not agree".into(),
                })
            }
            _ => Ok(()),
        }
    }
}
