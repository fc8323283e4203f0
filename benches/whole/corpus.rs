//! The corpus that is measured, and how many bytes it is when opened.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::variable;

/// A corpus of news summaries that may lie beside the repository.
const USUAL: &str = "../shared/data/orangesum_dev.jsonl.zst";

/// A file or folder of articles.
pub(crate) struct Corpus {
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// Its bytes, `.zst` and `.gz` files decompressed, archives as they are.
    pub(crate) raw_bytes: u64,
    /// Nobody named it and the usual one is missing.
    stands_in: bool,
}

impl Corpus {
    /// Returns the corpus named in the environment, else the usual one, else the seeds.
    pub(crate) fn find() -> io::Result<Self> {
        let home = Path::new(env!("CARGO_MANIFEST_DIR"));
        let named = variable("KIOSQUE_BENCH_CORPUS").map(PathBuf::from);
        let usual = Some(home.join(USUAL)).filter(|path| path.exists());
        let stands_in = named.is_none() && usual.is_none();
        let path = named.or(usual).unwrap_or_else(|| home.join("seeds"));
        let raw_bytes = raw_bytes(&path)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
        Ok(Corpus { path, raw_bytes, stands_in })
    }

    /// The last part of its path.
    pub(crate) fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

impl fmt::Display for Corpus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.stands_in {
            writeln!(
                f,
                "KIOSQUE_BENCH_CORPUS names no corpus: measuring seeds, which is too small to tell much"
            )?;
        }
        write!(f, "corpus    {}, {:.1} MB opened", self.name(), self.raw_bytes as f64 / 1e6)
    }
}

/// Bytes of all files under a path, compressed ones opened.
fn raw_bytes(path: &Path) -> io::Result<u64> {
    sum_files(path, &|file| {
        let extension = file.extension().and_then(|extension| extension.to_str());
        match extension {
            Some("zst") => io::copy(&mut zstd::Decoder::new(File::open(file)?)?, &mut io::sink()),
            Some("gz") => {
                io::copy(&mut flate2::read::MultiGzDecoder::new(File::open(file)?), &mut io::sink())
            }
            _ => Ok(file.metadata()?.len()),
        }
    })
}

/// Bytes of all files under a folder as they lie.
pub(crate) fn folder_bytes(path: &Path) -> io::Result<u64> {
    sum_files(path, &|file| Ok(file.metadata()?.len()))
}

fn sum_files(path: &Path, bytes: &dyn Fn(&Path) -> io::Result<u64>) -> io::Result<u64> {
    let mut sum = 0;
    for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
        let entry = entry?;
        if !entry.file_type().is_dir() {
            sum += bytes(entry.path())?;
        }
    }
    Ok(sum)
}
