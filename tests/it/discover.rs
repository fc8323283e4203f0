//! Walks find what is there and say what cannot be read.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use kiosque::discover::{Error, Found, Options, Root, discover, split_glob};

fn root(location: &Path) -> Root {
    Root { name: "corpus".into(), location: location.to_path_buf(), within: String::new(), pattern: None }
}

fn write(folder: &Path, names: &[&str]) {
    for name in names {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("made");
        fs::write(path, "texte").expect("written");
    }
}

fn paths(found: &Found) -> Vec<&str> {
    found.files.iter().map(|file| &*file.relative).collect()
}

fn codes(found: &Found) -> Vec<(String, &'static str)> {
    found.rejections.iter().map(|r| (r.origin.path.to_string(), r.code.name())).collect()
}

#[test]
fn files_come_in_byte_order_of_their_paths() {
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), &["b.txt", "a/z.txt", "a.txt", "a-b.txt", "Z.txt", "é.txt", "a/b/c.txt"]);
    let found = discover(&root(folder.path()), &Options::default()).expect("there");
    assert_eq!(paths(&found), ["Z.txt", "a-b.txt", "a.txt", "a/b/c.txt", "a/z.txt", "b.txt", "é.txt"]);
    assert_eq!(found.bytes, 7 * 5);
    assert_eq!(&*found.files[0].path(), "corpus/Z.txt");
}

#[test]
fn what_begins_with_a_dot_is_hidden_below_the_root_only() {
    let folder = tempfile::tempdir().expect("made");
    let hidden = folder.path().join(".archives");
    write(&hidden, &["a.txt", ".b.txt", ".git/c.txt"]);
    let found = discover(&root(&hidden), &Options::default()).expect("there");
    assert_eq!((paths(&found), found.hidden), (vec!["a.txt"], 2));
}

#[test]
fn special_files_and_bad_links_are_rejected() {
    let folder = tempfile::tempdir().expect("made");
    let path = folder.path();
    write(path, &["a.txt", "sub/b.txt"]);
    let pipe = std::process::Command::new("mkfifo").arg(path.join("pipe")).status();
    let has_pipe = pipe.is_ok_and(|status| status.success());
    let _socket = std::os::unix::net::UnixListener::bind(path.join("socket")).expect("bound");
    symlink("nowhere", path.join("broken")).expect("linked");
    symlink("..", path.join("sub/up")).expect("linked");
    symlink("circle", path.join("circle")).expect("linked");
    symlink("a.txt", path.join("linked.txt")).expect("linked");
    symlink("sub", path.join("linked-folder")).expect("linked");
    let found = discover(&root(path), &Options::default()).expect("there");
    assert_eq!(paths(&found), ["a.txt", "linked.txt", "sub/b.txt"]);
    let mut wanted = vec![("corpus/broken", "E_OPEN"), ("corpus/circle", "E_LOOP")];
    if has_pipe {
        wanted.push(("corpus/pipe", "E_NOTREG"));
    }
    wanted.extend([("corpus/socket", "E_NOTREG"), ("corpus/sub/up", "E_LOOP")]);
    let wanted: Vec<_> = wanted.into_iter().map(|(path, code)| (path.to_owned(), code)).collect();
    assert_eq!(codes(&found), wanted);
}

#[test]
fn a_folder_that_cannot_be_read_is_one_rejection() {
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), &["a.txt", "closed/b.txt"]);
    let closed = folder.path().join("closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o0)).expect("closed");
    let is_root = fs::read_dir(&closed).is_ok();
    let found = discover(&root(folder.path()), &Options::default()).expect("there");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).expect("opened");
    if is_root {
        println!("skipped: this user may read everything");
        return;
    }
    assert_eq!(paths(&found), ["a.txt"]);
    assert_eq!(codes(&found), [("corpus/closed".to_owned(), "E_PERM")]);
}

#[test]
fn globs_include_and_exclude() {
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), &["a.txt", "a.json", "1914/b.json", "1914/c.txt", "old/d.json", "old/1914/e.json"]);
    let with = |include: &[&str], exclude: &[&str], pattern: Option<&str>| {
        let own = |globs: &[&str]| globs.iter().map(|glob| (*glob).to_owned()).collect();
        let options = Options { include: own(include), exclude: own(exclude), ..Options::default() };
        let root = Root { pattern: pattern.map(str::to_owned), ..root(folder.path()) };
        let found = discover(&root, &options).expect("there");
        (paths(&found).join(" "), found.excluded)
    };
    assert_eq!(with(&["*.json"], &[], None), ("1914/b.json a.json old/1914/e.json old/d.json".into(), 2));
    assert_eq!(with(&["*.json"], &["old"], None), ("1914/b.json a.json".into(), 3));
    assert_eq!(with(&["1914/*"], &[], None), ("1914/b.json 1914/c.txt".into(), 4));
    assert_eq!(with(&[], &["**/1914"], None), ("a.json a.txt old/d.json".into(), 2));
    assert_eq!(with(&[], &[], Some("*.json")), ("a.json".into(), 5));
    let bad = Options { exclude: vec!["a[".into()], ..Options::default() };
    let error = discover(&root(folder.path()), &bad).expect_err("a bad glob");
    assert_eq!(error.to_string(), "bad glob \"a[\": unclosed character class; missing ']'");
}

#[test]
fn the_index_is_never_entered() {
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), &["a.txt", "index/meta.json"]);
    let index = Some(folder.path().join("./index"));
    let found = discover(&root(folder.path()), &Options { index, ..Options::default() }).expect("there");
    assert_eq!((paths(&found), found.excluded), (vec!["a.txt"], 0));
}

#[test]
fn a_part_of_a_root_keeps_the_paths_of_the_root() {
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), &["a.txt", "1914/b.txt", "1915/c.txt"]);
    let part = |within: &str| Root { within: within.into(), ..root(folder.path()) };
    let found = discover(&part("1914"), &Options::default()).expect("there");
    assert_eq!(paths(&found), ["1914/b.txt"]);
    let found = discover(&part("1915/c.txt"), &Options::default()).expect("there");
    assert_eq!(paths(&found), ["1915/c.txt"]);
    assert!(matches!(discover(&part("1916"), &Options::default()), Err(Error::Missing { .. })));
}

#[test]
fn a_root_may_be_a_file_or_standard_input() {
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), &["a.txt"]);
    let found = discover(&root(&folder.path().join("a.txt")), &Options::default()).expect("there");
    assert_eq!((paths(&found), &*found.files[0].path()), (vec![""], "corpus"));
    let found = discover(&root(Path::new("-")), &Options::default()).expect("always there");
    assert_eq!(found.files[0].location, Path::new("-"));
}

#[test]
fn names_that_are_not_utf8_are_found() {
    let folder = tempfile::tempdir().expect("made");
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.txt");
    if fs::write(folder.path().join(name), "texte").is_err() {
        println!("skipped: this file system knows no such names");
        return;
    }
    let found = discover(&root(folder.path()), &Options::default()).expect("there");
    assert_eq!(paths(&found), ["caf\u{f7e9}.txt"]);
    assert!(fs::read(&found.files[0].location).is_ok());
}

#[test]
fn globs_are_split_from_the_folder_before_them() {
    let folder = tempfile::tempdir().expect("made");
    write(folder.path(), &["[1914]/a.txt"]);
    let split = |path: &str| {
        let (folder, glob) = split_glob(path);
        (folder.to_string_lossy().into_owned(), glob)
    };
    assert_eq!(split("nulle/part"), ("nulle/part".into(), None));
    assert_eq!(split("a/b/*.json"), ("a/b".into(), Some("*.json".into())));
    assert_eq!(split("/a/19??/b/*.json"), ("/a".into(), Some("19??/b/*.json".into())));
    assert_eq!(split("*.json"), (".".into(), Some("*.json".into())));
    let there = folder.path().join("[1914]").to_string_lossy().into_owned();
    assert_eq!(split(&there), (there.clone(), None));
}
