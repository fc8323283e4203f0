//! A pager for what is longer than the screen: on a terminal alone, never in a pipe.
//!
//! The text is held, and where it is too long it goes to a file without a name, from which the pager reads in
//! the place of this process: so nobody waits for anybody, and keys mean what the pager says.

use std::fs::File;
use std::io::{self, Seek, Write};
use std::os::unix::process::CommandExt;
use std::process::Command;

use super::output::{Look, Out};
use super::settings;

/// What pages where the environment names nothing.
const PAGER: &str = "less";
/// How `less` behaves where the environment does not say: colours pass, a single screen ends it, and what was
/// read stays on the screen.
const LESS: &str = "FRX";

/// Standard output, or what is held for a pager.
pub(super) struct Pages {
    out: Out,
    /// The pager, and what it is to show.
    held: Option<(String, Vec<u8>)>,
}

impl Pages {
    /// Pages what is written, if this is a terminal and a pager is wanted.
    pub(super) fn open(out: Out, wanted: bool) -> Self {
        let pager = || settings::pager().unwrap_or_else(|| PAGER.to_owned());
        let held = (wanted && out.rows.is_some())
            .then(pager)
            .filter(|pager| !matches!(pager.trim(), "" | "cat"))
            .map(|pager| (pager, Vec::new()));
        Pages { out, held }
    }

    /// How text looks here.
    pub(super) fn look(&self) -> Look {
        self.out.look()
    }

    /// Shows what was held. Where a pager takes over this does not return.
    pub(super) fn finish(mut self) -> io::Result<()> {
        if let Some((pager, text)) = self.held.take() {
            let lines = text.iter().filter(|byte| **byte == b'\n').count();
            if self.out.rows.is_some_and(|rows| lines >= rows) {
                // A pager that cannot be started is none: the text is shown all the same.
                let _ = page(&pager, &text);
            }
            self.out.write_all(&text)?;
        }
        self.out.flush()
    }
}

impl Write for Pages {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.held {
            Some((_, text)) => text.write(bytes),
            None => self.out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Becomes the pager; returns only why that failed.
fn page(pager: &str, text: &[u8]) -> io::Error {
    let mut words = pager.split_whitespace();
    let Some(program) = words.next() else { return io::ErrorKind::NotFound.into() };
    let mut command = Command::new(program);
    command.args(words);
    if !settings::less_has_its_settings() {
        command.env("LESS", LESS);
    }
    match unnamed(text) {
        Ok(file) => command.stdin(file).exec(),
        Err(error) => error,
    }
}

fn unnamed(text: &[u8]) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    file.write_all(text)?;
    file.rewind()?;
    Ok(file)
}
