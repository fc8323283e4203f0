//! Raw rows, one JSON object a line, each with the machine it was taken on.

use std::fs::File;
use std::io::{self, Write};

use serde_json::{Value, json};

/// The file of raw rows; without one, rows go nowhere.
pub(crate) struct Rows {
    file: Option<File>,
    machine: String,
}

impl Rows {
    /// Opens the file, which a former bench may have begun.
    pub(crate) fn open(path: Option<&str>) -> io::Result<Self> {
        let file = path.map(|path| File::options().create(true).append(true).open(path)).transpose()?;
        Ok(Rows { file, machine: machine() })
    }

    /// Writes one row: version, machine, then these facts.
    pub(crate) fn write(&mut self, facts: &Value) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let mut row = json!({ "v": 1, "kiosque": env!("CARGO_PKG_VERSION"), "machine": self.machine });
        if let (Some(row), Some(facts)) = (row.as_object_mut(), facts.as_object()) {
            row.extend(facts.clone());
        }
        writeln!(file, "{row}")
    }
}

/// The machine in a line: processor and cores.
pub(crate) fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let about = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = about
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map_or("processor not known", |(_, model)| model.trim());
    format!("{model}, {cores} cores, {}", std::env::consts::OS)
}
