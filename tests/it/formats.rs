//! Each sample under `tests/data/formats/<format>/` is read as the file beside it says.
//!
//! `NAME.ext` is a sample, `NAME.expected.json` the list of its articles and rejections, each with the
//! fields that it has. `KIOSQUE_REWRITE_EXPECTED=1 cargo test formats` writes the expected files anew: read
//! the difference before you keep it.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use kiosque::article::{Origin, RawArticle};
use kiosque::discover::{self, Root, discover};
use kiosque::parse::{self, Framed, Options, frame};
use kiosque::stage::{Limits, Rejection};
use serde_json::{Map, Value, json};

#[test]
fn samples_are_read_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/formats");
    let mut wrong = String::new();
    let mut samples = 0;
    for format in sorted(&folder) {
        if !is_built(&format) {
            continue;
        }
        for sample in sorted(&format) {
            if sample.to_string_lossy().ends_with(".expected.json") {
                continue;
            }
            samples += 1;
            let read = read_file(&sample, &Options::default());
            let found = Value::Array(read.iter().map(shape).collect());
            let found = serde_json::to_string_pretty(&found).expect("values serialise") + "\n";
            let expected = expected_path(&sample);
            if is_rewriting() {
                std::fs::write(&expected, &found).expect("the data folder can be written");
            }
            let wanted = std::fs::read_to_string(&expected).unwrap_or_default();
            if found != wanted {
                let _ = writeln!(wrong, "{}: read as\n{found}", sample.display());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(samples > 40, "only {samples} samples");
}

/// Reads one file as a run would.
pub(crate) fn read_file(path: &Path, options: &Options) -> Vec<Result<RawArticle, Rejection>> {
    let name = path.file_name().expect("a file has a name").to_string_lossy();
    let root = Root { name: name.into(), location: path.to_path_buf(), within: String::new(), pattern: None };
    let found = discover(&root, &discover::Options::default()).expect("the file is there");
    let mut read: Vec<_> = found.rejections.into_iter().map(Err).collect();
    for file in &found.files {
        frame(file, options, &mut |framed| {
            match framed {
                Framed::Rejected(rejection) => read.push(Err(rejection)),
                Framed::Record(record) => read.extend(parse::parse(record, &Limits::default())),
            }
            ControlFlow::Continue(())
        });
    }
    read
}

/// Whether this build has the feature that a folder's samples need.
pub(crate) fn is_built(folder: &Path) -> bool {
    match folder.file_name().and_then(|name| name.to_str()) {
        Some("pdf") => cfg!(feature = "pdf"),
        Some("parquet" | "arrow") => cfg!(feature = "columnar"),
        _ => true,
    }
}

pub(crate) fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the data folder is there");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    paths
}

fn expected_path(sample: &Path) -> PathBuf {
    let name = sample.file_name().expect("a file has a name").to_string_lossy();
    let stem = name.split('.').next().unwrap_or_default();
    sample.with_file_name(format!("{stem}.expected.json"))
}

#[expect(clippy::disallowed_methods, reason = "a switch for whoever edits the samples")]
fn is_rewriting() -> bool {
    std::env::var_os("KIOSQUE_REWRITE_EXPECTED").is_some()
}

/// The fields that are there, and the place where it is not the file's first.
fn shape(read: &Result<RawArticle, Rejection>) -> Value {
    let mut object = Map::new();
    let mut put = |name: &str, value: Value| {
        let is_void = value.is_null() || value == json!("") || value == json!([]);
        if !is_void {
            object.insert(name.to_owned(), value);
        }
    };
    match read {
        Ok(raw) => {
            place(&raw.origin, &mut put);
            put("format", json!(raw.format));
            put("guid", json!(raw.guid));
            put("local_id", json!(raw.local_id));
            put("url", json!(raw.url));
            put("title", json!(raw.title));
            put("standfirst", json!(raw.standfirst));
            put("date", json!(raw.date));
            put("language", json!(raw.language));
            put("source", json!(raw.source));
            put("authors", json!(raw.authors));
            put("section", json!(raw.section));
            put("keywords", json!(raw.keywords));
            let entities = raw.entities.iter().map(|(kind, name)| format!("{}: {name}", kind.name()));
            put("entities", json!(entities.collect::<Vec<_>>()));
            put("body", json!(raw.body.lines().collect::<Vec<_>>()));
        }
        Err(rejection) => {
            place(&rejection.origin, &mut put);
            put("rejected", json!(rejection.code.name()));
            put("detail", json!(rejection.detail));
            put("limit", rejection.limit.map_or(Value::Null, |(limit, _)| json!(limit)));
        }
    }
    Value::Object(object)
}

fn place(origin: &Origin, put: &mut impl FnMut(&str, Value)) {
    put("member", json!(origin.member.as_deref()));
    if origin.ordinal > 0 {
        put("ordinal", json!(origin.ordinal));
    }
}
