//! Answers to a file: whole or not at all, in the format that its name says.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::super::args::HitFormat;
use super::super::failure::Failure;

/// Names of files and the formats that they say.
const ENDINGS: [(&str, HitFormat); 6] = [
    ("csv", HitFormat::Csv),
    ("jsonl", HitFormat::Jsonl),
    ("json", HitFormat::Json),
    ("txt", HitFormat::Text),
    ("trec", HitFormat::Trec),
    ("parquet", HitFormat::Parquet),
];

/// The format that a name says.
pub(super) fn format_of(path: &Path) -> Result<HitFormat, Failure> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let known = ENDINGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending));
    known.map(|(_, format)| *format).ok_or_else(|| {
        Failure::usage(format!("{}: its name says no format", path.display()))
            .hint("end it in .csv, .jsonl, .json, .txt, .trec or .parquet, or name one with --format")
    })
}

/// A file that takes its name once it is whole.
pub(super) struct ToFile {
    path: PathBuf,
    /// Where it is written meanwhile.
    beside: PathBuf,
    to: BufWriter<File>,
    kept: bool,
}

impl ToFile {
    pub(super) fn create(path: &Path) -> Result<Self, Failure> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let beside = path.with_file_name(name);
        let file = File::create(&beside).map_err(|error| Failure::unwritable(path, &error))?;
        Ok(ToFile {
            path: path.to_owned(),
            beside,
            to: BufWriter::with_capacity(64 << 10, file),
            kept: false,
        })
    }

    /// Gives the file its name.
    pub(super) fn keep(mut self) -> Result<(), Failure> {
        let kept = self.to.flush().and_then(|()| std::fs::rename(&self.beside, &self.path));
        kept.map_err(|error| Failure::unwritable(&self.path, &error))?;
        self.kept = true;
        Ok(())
    }
}

impl Write for ToFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// What is not kept leaves nothing behind.
impl Drop for ToFile {
    fn drop(&mut self) {
        if !self.kept {
            // It is a stray file at worst.
            let _ = std::fs::remove_file(&self.beside);
        }
    }
}
