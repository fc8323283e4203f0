//! Damage to an index: `verify` names the file, whatever byte of it is another; nothing is answered from files
//! whose length tells; what is derived is made again.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kiosque::maintain::verify;

use super::support::{Article, Dice, Workspace, json_lines};

/// A small index of two segments, one with deleted articles, of several runs.
fn indexed() -> Workspace {
    let workspace = Workspace::new();
    let article = |n: usize| {
        let body = format!("Le conseil de Nantes a voté {n} fois le budget du port, dit Mme Hidalgo.");
        Article::new(&format!("Vote {n}"), &body).at(&format!("https://a.example/{n}")).on("2024-03-01")
    };
    let write = |file: usize, numbers: std::ops::Range<usize>| {
        let articles: Vec<Article> = numbers.map(article).collect();
        workspace.write(&format!("corpus/{file}.jsonl"), json_lines(&articles));
    };
    write(1, 0..6);
    workspace.kiosque("index corpus -q").succeeds();
    write(1, 0..5);
    write(2, 6..9);
    workspace.kiosque("index corpus -q").succeeds();
    workspace
}

/// Paths below the index of everything that its commit consists of, and the seal.
fn live_files(workspace: &Workspace) -> Vec<String> {
    let seal = seal(workspace);
    let text = workspace.read(&format!("index/{seal}"));
    let generation = seal.split_once('/').expect("below a generation").0.to_owned();
    let sealed = text.lines().skip(2).map(|line| line.splitn(3, ' ').nth(2).expect("a path"));
    let mut files: Vec<String> = sealed.map(|file| format!("{generation}/{file}")).collect();
    files.extend(["CURRENT".to_owned(), seal]);
    files
}

fn seal(workspace: &Workspace) -> String {
    let generation = workspace.path("index/gen-000001");
    let names =
        fs::read_dir(generation).expect("a generation").map(|entry| entry.expect("an entry").file_name());
    let mut seals: Vec<String> = names
        .filter_map(|name| name.to_str().filter(|name| name.starts_with("seal-")).map(str::to_owned))
        .collect();
    assert_eq!(seals.len(), 1);
    format!("gen-000001/{}", seals.remove(0))
}

/// The files that `verify` finds damaged.
fn damaged(index: &Path) -> BTreeSet<String> {
    let verification = verify(index, false).expect("damage is no error");
    verification.findings.into_iter().map(|finding| finding.file).collect()
}

/// Writes other bytes into a file, asks, and puts the bytes back.
fn with<T>(path: &Path, bytes: &[u8], ask: impl FnOnce() -> T) -> T {
    let before = fs::read(path).expect("a live file");
    fs::write(path, bytes).expect("written");
    let answer = ask();
    fs::write(path, before).expect("put back");
    answer
}

#[test]
fn verify_names_the_file_of_any_flipped_byte() {
    let workspace = indexed();
    let index = workspace.path("index");
    assert_eq!(damaged(&index), BTreeSet::new());
    for file in live_files(&workspace) {
        let path = index.join(&file);
        let bytes = fs::read(&path).expect("a live file");
        assert!(!bytes.is_empty(), "{file}");
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= if at % 2 == 0 { 0x01 } else { 0x80 };
            let found = with(&path, &flipped, || damaged(&index));
            // A damaged name of the generation may be told of the folder that it then names.
            assert!(found.contains(&file), "byte {at} of {file}: {found:?}");
        }
    }
    assert_eq!(damaged(&index), BTreeSet::new());
}

#[test]
fn verify_names_what_is_cut_longer_gone_emptied_or_swapped() {
    let workspace = indexed();
    let index = workspace.path("index");
    let files = live_files(&workspace);
    for file in &files {
        let path = index.join(file);
        let bytes = fs::read(&path).expect("a live file");
        let mut longer = bytes.clone();
        longer.push(0);
        let mut zeros = bytes.clone();
        let end = zeros.len().min(4096);
        zeros[..end].fill(0);
        for other in [&bytes[..bytes.len() - 1], &bytes[..bytes.len() / 2], &[], &longer[..], &zeros[..]] {
            let found = with(&path, other, || damaged(&index));
            assert!(found.contains(file), "{} bytes of {file}: {found:?}", other.len());
        }
        let aside: PathBuf = workspace.path("aside");
        fs::rename(&path, &aside).expect("moved away");
        let found = damaged(&index);
        assert!(found.contains(file), "{file} is gone: {found:?}");
        let output = workspace.kiosque("verify").exits(5);
        assert!(output.stdout.contains(&format!("damaged: {file}: ")), "{output}");
        assert!(output.stderr.starts_with("hint: "), "{output}");
        fs::rename(&aside, &path).expect("moved back");
    }
    for pair in files.windows(2) {
        let [one, other] = [0, 1].map(|at| index.join(&pair[at]));
        let bytes = [fs::read(&one).expect("live"), fs::read(&other).expect("live")];
        with(&one, &bytes[1], || {
            with(&other, &bytes[0], || {
                let found = damaged(&index);
                assert!(found.contains(&pair[0]) || found.contains(&pair[1]), "{pair:?}: {found:?}");
            });
        });
    }
    workspace.kiosque("verify --deep").succeeds();
}

#[test]
fn nothing_is_answered_from_files_whose_length_tells() {
    let workspace = indexed();
    let index = workspace.path("index");
    let search = "search budget --format ids -n 100";
    let right = workspace.kiosque(search).succeeds().stdout;
    assert_eq!(right.lines().count(), 8);
    for file in live_files(&workspace) {
        let path = index.join(&file);
        let bytes = fs::read(&path).expect("a live file");
        for cut in [&bytes[..bytes.len() - 1], &bytes[..bytes.len() / 2], &[]] {
            let output = with(&path, cut, || workspace.kiosque(search));
            if file.contains("vocabulary-") {
                assert_eq!((output.code, &*output.stdout), (0, &*right), "{file}\n{output}");
                assert!(output.stderr.contains("vocabular"), "it is said so: {output}");
            } else {
                assert_eq!((output.code, &*output.stdout), (5, ""), "{file}\n{output}");
                assert!(output.stderr.contains("hint: "), "{output}");
            }
        }
    }
    assert_eq!(workspace.kiosque(search).succeeds().stdout, right);
}

/// Same-length damage is for `verify` to find; a search must end all the same, and not by a signal.
#[test]
fn a_search_among_flipped_bytes_ends() {
    let workspace = indexed();
    let index = workspace.path("index");
    let mut dice = Dice::new(6);
    let files = live_files(&workspace);
    for _ in 0..60 {
        let file = &files[dice.below(files.len())];
        let path = index.join(file);
        let mut bytes = fs::read(&path).expect("a live file");
        let at = dice.below(bytes.len());
        bytes[at] ^= 1 << dice.below(8);
        let began = Instant::now();
        let output = with(&path, &bytes, || workspace.kiosque("search budget --facet person"));
        assert!(began.elapsed() < Duration::from_secs(10), "byte {at} of {file}");
        assert!([0, 1, 5].contains(&output.code), "byte {at} of {file}: {output}");
    }
}

#[test]
fn what_is_derived_is_made_again() {
    let workspace = indexed();
    let index = workspace.path("index");
    let vocabularies: Vec<String> =
        live_files(&workspace).into_iter().filter(|file| file.contains("vocabulary-")).collect();
    assert!(!vocabularies.is_empty());
    for file in &vocabularies {
        let mut bytes = fs::read(index.join(file)).expect("a vocabulary");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(index.join(file), bytes).expect("written");
    }
    let output = workspace.kiosque("verify").exits(5);
    assert!(output.stderr.contains("kiosque optimize"), "{output}");
    let output = workspace.kiosque("optimize").exits(0);
    assert!(output.stderr.contains("made again from the dictionaries"), "it is said so: {output}");
    workspace.kiosque("verify --deep").succeeds();

    // Gone altogether: the next run of `index` makes it.
    let file = live_files(&workspace).into_iter().find(|file| file.contains("vocabulary-")).expect("one");
    fs::remove_file(index.join(&file)).expect("removed");
    let output = workspace.kiosque("index corpus").exits(0);
    assert!(output.stderr.contains("made again from the dictionaries"), "it is said so: {output}");
    assert!(index.join(&file).exists());
    workspace.kiosque("verify --deep").succeeds();

    // The seal itself.
    fs::remove_file(index.join(seal(&workspace))).expect("removed");
    workspace.kiosque("search budget").exits(5);
    let output = workspace.kiosque("verify").exits(5);
    assert!(output.stderr.contains("kiosque optimize"), "{output}");
    workspace.kiosque("optimize -q").succeeds();
    workspace.kiosque("verify --deep").succeeds();
    workspace.kiosque("search budget").exits(0);
}

#[test]
fn a_damaged_index_is_built_anew_whatever_is_damaged() {
    let workspace = indexed();
    let before = workspace.dump();
    for file in live_files(&workspace) {
        let path = workspace.path("index").join(&file);
        let gone = !path.exists();
        if gone {
            continue;
        }
        fs::write(&path, b"?").expect("written");
        workspace.kiosque("index corpus --full -q").succeeds();
        assert_eq!(workspace.dump(), before, "{file}");
        workspace.kiosque("verify --deep").succeeds();
    }
}

#[test]
fn gc_removes_what_no_commit_needs_and_nothing_else() {
    let workspace = indexed();
    let before = workspace.dump();
    workspace.kiosque("gc").succeeds();
    for stray in [
        "gen-000001/tantivy/00000000000000000000000000000000.store",
        "gen-000001/.manifest-000009.new",
        "gen-000001/manifest-000009",
        "gen-000001/vocabulary-00000000000000000000000000000000",
        "gen-000007/tantivy/x.idx",
        "gen-000007/manifest-000001",
        ".CURRENT.new",
        "notes.txt",
    ] {
        workspace.write(&format!("index/{stray}"), "stray");
    }
    let output = workspace.kiosque("gc").succeeds();
    assert_eq!(output.stdout, "removed 7 files, 35 B\n");
    assert!(workspace.exists("index/notes.txt"), "what is not ours stays");
    assert!(!workspace.exists("index/gen-000007"));
    workspace.kiosque("verify --deep").succeeds();
    assert_eq!(workspace.dump(), before);
    assert_eq!(workspace.kiosque("gc").succeeds().stdout, "removed 0 files, 0 B\n");
    workspace.kiosque("gc --index nowhere").exits(2);
    assert!(!workspace.exists("nowhere"));
}

#[test]
fn optimize_leaves_one_segment_and_the_same_answers() {
    let workspace = indexed();
    let ask = || {
        let answer: serde_json::Value =
            workspace.kiosque("search budget --facet person --format json").succeeds().json();
        (workspace.dump(), answer["hits"].clone(), answer["facets"].clone())
    };
    let before = ask();
    assert_eq!(workspace.kiosque("optimize").succeeds().stdout, "8 articles in 1 segment\n");
    assert_eq!(ask(), before);
    workspace.kiosque("verify --deep").succeeds();
    assert_eq!(workspace.kiosque("gc").succeeds().stdout, "removed 0 files, 0 B\n");
    workspace.kiosque("index corpus -q").succeeds();
    assert_eq!(ask(), before);
}

#[test]
fn verify_tells_for_people_and_scripts() {
    let workspace = indexed();
    let told: serde_json::Value = workspace.kiosque("verify --deep --format json").succeeds().json();
    assert_eq!((&told["v"], &told["whole"], &told["sealed"]), (&1.into(), &true.into(), &true.into()));
    assert_eq!((&told["documents"], &told["unfinished"]), (&8.into(), &false.into()));
    let shown = workspace.kiosque("verify").succeeds();
    assert!(shown.stdout.starts_with("index: whole\n  commit        2, sealed\n  files         "), "{shown}");
    workspace.kiosque("verify -q").succeeds();
    workspace.kiosque("verify --index nowhere").exits(2);
}

/// Puts other bytes into a live file and into the seal, as a program of another version would have.
fn reseal(workspace: &Workspace, file: &str, bytes: &[u8]) {
    std::fs::write(workspace.path(&format!("index/gen-000001/{file}")), bytes).expect("written");
    let seal = format!("index/{}", seal(workspace));
    let text = workspace.read(&seal);
    let rest: String = text
        .lines()
        .skip(1)
        .map(|line| match line.strip_suffix(&format!(" {file}")) {
            Some(_) => format!("{} {} {file}\n", blake3::hash(bytes).to_hex(), bytes.len()),
            None => format!("{line}\n"),
        })
        .collect();
    workspace.write(&seal, format!("kiosque seal 1 {}\n{rest}", blake3::hash(rest.as_bytes()).to_hex()));
}

#[test]
fn an_index_of_another_version_is_told_and_built_anew() {
    for part in ["v", "forms", "schema", "stored"] {
        let workspace = indexed();
        let before = workspace.dump();
        let record = "tantivy/meta.json";
        let text = workspace.read(&format!("index/gen-000001/{record}"));
        let mut metas: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let payload = metas["payload"].as_str().expect("a payload");
        let mut payload: serde_json::Value = serde_json::from_str(payload).expect("JSON");
        payload[part] = 99.into();
        metas["payload"] = payload.to_string().into();
        reseal(&workspace, record, metas.to_string().as_bytes());
        for line in ["search budget", "dump", "stats", "index corpus", "optimize", "verify --deep"] {
            let output = workspace.kiosque(line).exits(5);
            assert!(output.stdout.is_empty(), "{output}");
            assert!(
                output.stderr.contains("99") && output.stderr.contains("kiosque index --full"),
                "{output}"
            );
        }
        workspace.kiosque("index corpus --full -q").succeeds();
        assert_eq!(workspace.dump(), before);
    }
}

#[test]
fn a_report_that_is_gone_is_no_damage() {
    let workspace = indexed();
    workspace.remove("index/report.jsonl");
    workspace.kiosque("verify --deep").succeeds();
    workspace.kiosque("index corpus -q").succeeds();
    assert!(workspace.exists("index/report.jsonl"));
}
