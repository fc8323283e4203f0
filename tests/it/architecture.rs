//! The house as it must stand: who may import whom, who may speak, and that each file says what it is for.
//!
//! Read from the sources, so that a slip shows as a failed test and not as a habit.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Every room, from the ground up, and the rooms that it may import: all of them stand above it in this
/// list. What is absent matters: stages do not know each other, `pipeline` knows no engine, `query` knows
/// neither engine nor analysis.
const ROOMS: &[(&str, &[&str])] = &[
    // The words that all rooms share.
    ("article", &[]),
    ("clock", &[]),
    ("query", &[]),
    ("analysis", &[]),
    ("stage", &["article"]),
    // Stages: siblings.
    ("discover", &["article", "stage"]),
    ("parse", &["article", "stage"]),
    ("normalize", &["article", "stage"]),
    ("annotate", &["article", "stage", "analysis"]),
    ("dedup", &["article", "stage", "analysis"]),
    // Shapes at rest.
    ("document", &["article"]),
    ("manifest", &["article", "stage", "document"]),
    ("names", &["article", "analysis"]),
    ("vocabulary", &["article", "analysis"]),
    // What an engine promises, and the engine.
    ("sink", &["article", "analysis", "document"]),
    ("index", &["article", "analysis", "document", "names", "vocabulary", "sink"]),
    // Flows.
    (
        "pipeline",
        &[
            "article",
            "clock",
            "stage",
            "discover",
            "parse",
            "normalize",
            "annotate",
            "dedup",
            "document",
            "manifest",
            "sink",
        ],
    ),
    ("search", &["article", "query", "analysis", "document", "manifest", "names", "vocabulary", "index"]),
    ("maintain", &["article", "analysis", "document", "manifest", "index"]),
    // What the flows are worth.
    ("synthesize", &[]),
    (
        "bench",
        &[
            "article",
            "clock",
            "query",
            "analysis",
            "discover",
            "parse",
            "normalize",
            "annotate",
            "document",
            "sink",
            "index",
            "pipeline",
            "search",
            "synthesize",
        ],
    ),
    ("evaluate", &["clock", "query", "analysis", "sink", "index", "pipeline", "search"]),
    // The only room that speaks.
    (
        "cli",
        &[
            "article",
            "clock",
            "query",
            "analysis",
            "stage",
            "discover",
            "parse",
            "normalize",
            "annotate",
            "dedup",
            "document",
            "manifest",
            "names",
            "vocabulary",
            "sink",
            "index",
            "pipeline",
            "search",
            "maintain",
            "evaluate",
            "synthesize",
            "bench",
        ],
    ),
];

/// Crates, and words of the language, with the only rooms that may name them.
const CONFINED: &[(&str, &[&str])] = &[
    ("tantivy", &["index", "search"]),
    ("rayon", &["pipeline", "search", "evaluate"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("println!", &["cli"]),
    ("eprintln!", &["cli"]),
    ("print!", &["cli"]),
    ("eprint!", &["cli"]),
    ("dbg!", &[]),
    ("std::env", &["cli"]),
    ("process::exit", &["cli"]),
    ("process::abort", &[]),
    ("io::stdout", &["cli"]),
    ("io::stderr", &["cli"]),
    ("SystemTime::now", &["clock"]),
    ("todo!", &[]),
    ("unimplemented!", &[]),
    ("unsafe ", &[]),
];

fn manifest_folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files of a folder of the repository, with their paths below it and their text.
fn sources(folder: &str) -> Vec<(String, String)> {
    fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                gather(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    let folder = manifest_folder().join(folder);
    let mut files = Vec::new();
    gather(&folder, &mut files);
    files.sort();
    assert!(!files.is_empty());
    let read = |path: &PathBuf| {
        let below = path.strip_prefix(&folder).expect("below the folder").to_str().expect("a plain name");
        (below.to_owned(), std::fs::read_to_string(path).expect("a text"))
    };
    files.iter().map(read).collect()
}

/// The room of a source file: its first name.
fn room(path: &str) -> &str {
    let first = path.split('/').next().unwrap_or(path);
    first.strip_suffix(".rs").unwrap_or(first)
}

/// The code of a file: no comments, no strings, no tests within.
fn code(text: &str) -> String {
    let mut code = String::new();
    for line in text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text).lines() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        let mut in_string = false;
        let mut last = ' ';
        for c in line.chars() {
            if c == '"' && last != '\\' && last != '\'' {
                in_string = !in_string;
            } else if !in_string {
                code.push(c);
            }
            last = c;
        }
        code.push('\n');
    }
    code
}

/// The rooms that a piece of code names after `crate::`, in a path or in braces.
fn imports(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, start) in code.match_indices("crate::") {
        let rest = &code[at + start.len()..];
        let list = match rest.strip_prefix('{') {
            Some(inside) => inside,
            None => rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or(""),
        };
        let mut depth = 0;
        let mut name = String::new();
        for c in list.chars().chain([',']) {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => {
                    rooms.insert(std::mem::take(&mut name));
                    break;
                }
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    rooms.insert(std::mem::take(&mut name));
                }
                _ if depth == 0 => name.push(c),
                _ => {}
            }
        }
    }
    let first = |path: &String| path.trim().split("::").next().unwrap_or("").to_owned();
    rooms.iter().map(first).filter(|room| !room.is_empty()).collect()
}

#[test]
fn rooms_import_what_lies_below_them() {
    let known: Vec<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    for (at, (room, below)) in ROOMS.iter().enumerate() {
        for import in *below {
            assert!(known[..at].contains(import), "{import} does not lie below {room}");
        }
    }
    let mut rooms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in sources("src") {
        if matches!(&*path, "lib.rs" | "main.rs") {
            continue;
        }
        let name = room(&path).to_owned();
        let (_, allowed) =
            ROOMS.iter().find(|(room, _)| *room == name).unwrap_or_else(|| panic!("no floor for {path}"));
        for import in imports(&code(&text)) {
            assert!(import == name || allowed.contains(&&*import), "{path} imports {import}");
            rooms.entry(name.clone()).or_default().insert(import);
        }
    }
    assert!(rooms["cli"].len() > 8 && rooms["pipeline"].contains("sink"), "the scan sees no imports");
    let standing: BTreeSet<String> = sources("src").iter().map(|(path, _)| room(path).to_owned()).collect();
    for (room, _) in ROOMS {
        assert!(standing.contains(*room), "there is no room {room} any more");
    }
}

#[test]
fn the_crate_docs_draw_the_same_table() {
    let docs = std::fs::read_to_string(manifest_folder().join("src/lib.rs")).expect("the map");
    let mut drawn: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in docs.lines().filter_map(|line| line.strip_prefix("//! | `")) {
        let (rooms, imports) = row.split_once(" | ").expect("two columns");
        let imports: BTreeSet<String> = match imports.trim_end_matches(" |") {
            "nothing of the crate" => BTreeSet::new(),
            "everything" | "floors 0 to 2" => continue,
            list => list.split(", ").map(str::to_owned).collect(),
        };
        for room in rooms.split(", ") {
            drawn.insert(room.trim_matches('`').to_owned(), imports.clone());
        }
    }
    for (room, below) in ROOMS.iter().filter(|(room, _)| !matches!(*room, "pipeline" | "cli")) {
        let below: BTreeSet<String> = below.iter().map(|import| (*import).to_owned()).collect();
        assert_eq!(drawn.get(*room), Some(&below), "{room}");
    }
}

#[test]
fn stages_are_siblings_and_the_pipeline_knows_no_engine() {
    let stages = ["discover", "parse", "normalize", "annotate", "dedup"];
    for (room, below) in ROOMS {
        let engines = below.iter().any(|import| matches!(*import, "index" | "search"));
        assert!(!(stages.contains(room) && below.iter().any(|import| stages.contains(import))), "{room}");
        assert!(
            !engines || matches!(*room, "search" | "maintain" | "evaluate" | "bench" | "cli"),
            "{room} knows the engine"
        );
    }
}

#[test]
fn engines_threads_terminals_and_clocks_stay_in_their_rooms() {
    for (path, text) in sources("src") {
        let code = code(&text);
        for (word, rooms) in CONFINED {
            if rooms.contains(&room(&path)) {
                continue;
            }
            let named = code.match_indices(word).any(|(at, _)| {
                let before = code[..at].chars().next_back();
                before.is_none_or(|c| !c.is_alphanumeric() && c != '_')
            });
            assert!(!named, "{path} names {word}");
        }
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for folder in ["src", "tests"] {
        for (path, text) in sources(folder) {
            let story = text.lines().next().unwrap_or("");
            assert!(story.starts_with("//! ") && story.len() > 12, "{folder}/{path} begins with no story");
        }
    }
}

#[test]
fn every_test_file_is_in_the_list_with_a_line_of_its_own() {
    let list = std::fs::read_to_string(manifest_folder().join("tests/it/main.rs")).expect("the list");
    let lines: Vec<&str> = list.lines().collect();
    let listed: BTreeSet<&str> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| {
            let name = line.strip_prefix("mod ")?.strip_suffix(';')?;
            assert!(lines[at - 1].starts_with("/// "), "{name} has no line of its own");
            Some(name)
        })
        .collect();
    let files: BTreeSet<String> = sources("tests/it")
        .iter()
        .map(|(path, _)| room(path).to_owned())
        .filter(|name| name != "main")
        .collect();
    assert_eq!(listed, files.iter().map(String::as_str).collect::<BTreeSet<_>>());
}

#[test]
fn nothing_is_left_undone() {
    for folder in ["src", "tests"] {
        for (path, text) in sources(folder) {
            for word in [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")] {
                assert!(!text.contains(word), "{folder}/{path} holds {word}");
            }
        }
    }
}
