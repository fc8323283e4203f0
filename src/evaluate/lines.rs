//! Lines of a file, plain or compressed, each with its number.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::Error;

/// Longest line that is read, in bytes.
const LINE_BYTES: u64 = 16 << 20;

/// Calls `each` with the number (from 1) and text of every line that is not blank; what `each` says
/// against a line becomes an error at its place. gzip and zstd are known by their first bytes.
///
/// # Errors
/// If the file cannot be read, a line is too long or no UTF-8, or `each` refuses one.
pub(super) fn each_line(
    path: &Path,
    mut each: impl FnMut(usize, &str) -> Result<(), String>,
) -> Result<(), Error> {
    let unreadable = |source| Error::Read { path: path.into(), source };
    let mut reader = open(path).map_err(unreadable)?;
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        number += 1;
        let read = reader.by_ref().take(LINE_BYTES + 1).read_until(b'\n', &mut line).map_err(unreadable)?;
        if read == 0 {
            return Ok(());
        }
        let wrong = |what: String| Error::Line { path: path.into(), line: number, what };
        if line.len() as u64 > LINE_BYTES {
            return Err(wrong(format!("a line of more than {LINE_BYTES} bytes")));
        }
        let text = std::str::from_utf8(&line).map_err(|_| wrong("no UTF-8".to_owned()))?;
        let text = if number == 1 { text.trim_start_matches('\u{feff}') } else { text };
        let text = text.trim_end_matches(['\n', '\r']);
        if !text.trim().is_empty() {
            each(number, text).map_err(wrong)?;
        }
    }
}

fn open(path: &Path) -> std::io::Result<Box<dyn BufRead>> {
    let mut file = BufReader::new(File::open(path)?);
    Ok(match file.fill_buf()? {
        [0x1f, 0x8b, ..] => Box::new(BufReader::new(flate2::bufread::MultiGzDecoder::new(file))),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => {
            Box::new(BufReader::new(zstd::stream::read::Decoder::with_buffer(file)?))
        }
        _ => Box::new(file),
    })
}

/// The file of that name in a folder, plain or compressed; `None` if there is none.
pub(super) fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    ["", ".zst", ".gz"].iter().map(|end| folder.join(format!("{name}{end}"))).find(|path| path.is_file())
}
