//! Bad input costs itself and nothing else: one clear line, one row of the report, the right exit code.
//!
//! Each test puts something bad beside good articles. The line on standard error reads
//! `path:record: what; what to do`; the report has the same as a row, decoded strictly; every good article is
//! in the index. What is plainly no article leaves exit code 0, a source that failed or was cut gives 3.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::{Command, Stdio};

use super::support::{Article, Output, ReportRow, Workspace, gz, json_lines, tar, zst};

/// A folder with one good article.
fn corpus() -> Workspace {
    let workspace = Workspace::new();
    workspace.write("corpus/bon.txt", Article::new("Un bon article", "Il se lit très bien.").txt());
    workspace
}

fn good(number: usize) -> Article {
    Article::new(&format!("Bon {number}"), &format!("Le bon article numéro {number} se lit bien."))
}

/// Indexes, and checks that exactly these rows are reported, each with its line, and that the titles stand.
#[track_caller]
fn expect(
    workspace: &Workspace,
    code: i32,
    rows: &[(&str, Option<u32>, &str, &str)],
    titles: &[&str],
) -> Vec<ReportRow> {
    let output = workspace.kiosque("index corpus --format json").exits(code);
    let account = output.account();
    let report = workspace.report();
    let shown: Vec<(&str, Option<u32>, &str, &str)> =
        report.iter().map(|row| (&*row.path, row.ordinal, &*row.status, &*row.code)).collect();
    assert_eq!(shown, rows, "{output}");
    assert_eq!(account.articles.rejected, rows.iter().filter(|row| row.1.is_some()).count() as u64);
    for row in &report {
        has_line(&output, row);
    }
    assert_eq!(output.stderr.lines().count(), report.len(), "one line each\n{output}");
    assert_eq!(workspace.titles(), titles);
    report
}

/// The row's line stands on standard error: place, what, what to do.
#[track_caller]
fn has_line(output: &Output, row: &ReportRow) {
    let mut place = row.path.clone();
    row.member.iter().for_each(|member| place.push_str(&format!("!/{member}")));
    let label = if row.status == "skipped" { "skipped: " } else { "warning: " };
    let found = output.stderr.lines().any(|line| {
        line.strip_prefix(label).and_then(|line| line.strip_prefix(&place)).is_some_and(|rest| {
            let (record, said) = rest.split_once(": ").unwrap_or((rest, ""));
            let is_record = record.strip_prefix(':').is_none_or(|number| number.parse::<u32>().is_ok());
            (record.is_empty() || is_record)
                && said.starts_with(&row.detail)
                && said.ends_with(&format!("; {}", row.advice))
        })
    });
    assert!(found, "no line for {row:?}\n{output}");
}

#[test]
fn an_empty_folder() {
    let workspace = Workspace::new();
    std::fs::create_dir(workspace.path("corpus")).expect("made");
    insta::assert_snapshot!(workspace.kiosque("index corpus"), @r"
--- stdout ---
Indexed corpus into index in [TIME]: 0 B read, [RATE] articles/s

  articles in   0
    indexed     0
    replaced    0
    unchanged   0
    duplicates  0
    rejected    0
  removed       0

  sources       0 files, 0 read, 0 unchanged
  index         0 articles in 0 segments
  full report: index/report.jsonl
--- stderr ---
warning: corpus: no file to read; nothing to do, or check the path
--- exit 0 ---
");
    let rows = workspace.report();
    assert_eq!(
        (&*rows[0].path, &*rows[0].status, &*rows[0].code, rows.len()),
        ("corpus", "skipped", "E_EMPTY", 1)
    );
    workspace.kiosque("search port").exits(1);
}

#[test]
fn a_missing_path() {
    let workspace = corpus();
    insta::assert_snapshot!(workspace.kiosque("index nowhere --format json"), @r"
--- stderr ---
error: none of the paths is there
  because nowhere: No such file or directory (os error 2)
hint: check the paths; nothing was changed
--- exit 2 ---
");
    assert!(!workspace.exists("index/CURRENT"), "no index is made of nothing");
    let output = workspace.kiosque("index corpus nowhere --format json").exits(3);
    assert_eq!((output.account().sources.missing_roots, output.account().articles.indexed), (1, 1));
    assert!(output.stderr.starts_with("warning: nowhere: No such file"), "{output}");
    assert!(output.stderr.trim_end().ends_with("; check the path"), "{output}");
    let rows = workspace.report();
    assert_eq!(
        (&*rows[0].path, &*rows[0].status, &*rows[0].code, rows.len()),
        ("nowhere", "failed", "E_OPEN", 1)
    );
    workspace.kiosque("index nowhere not-here-either").exits(2);
    workspace.kiosque("extract nowhere").exits(2);
    workspace.kiosque("extract nowhere corpus").exits(3);
}

#[test]
fn a_broken_line_among_good_ones() {
    let workspace = corpus();
    let lines =
        format!("{}{{\"title\": \"Coupé\", \"bo\n{}[1, 2]\n", good(1).json() + "\n", good(2).json() + "\n");
    workspace.write("corpus/a.jsonl", lines);
    let rows =
        [("corpus/a.jsonl", Some(1), "failed", "E_JSON"), ("corpus/a.jsonl", Some(3), "failed", "E_JSON")];
    expect(&workspace, 3, &rows, &["Bon 1", "Bon 2", "Un bon article"]);
    insta::assert_snapshot!(workspace.kiosque("index corpus"), @r"
--- stdout ---
Indexed corpus into index in [TIME]: 0 B read, [RATE] articles/s

  articles in   5
    indexed     0
    replaced    0
    unchanged   3
    duplicates  0
    rejected    2
  removed       0

  sources       2 files, 0 read, 2 unchanged, 1 failed
  index         as before

  E_JSON              2  corpus/a.jsonl:2: not JSON: EOF while parsing a string at column 23, …
  full report: index/report.jsonl
--- exit 3 ---
");
}

#[test]
fn a_truncated_archive() {
    let lines: Vec<Article> = (0..6_000).map(good).collect();
    let whole = json_lines(&lines);
    for (name, bytes) in [
        ("a.jsonl.gz", gz(whole.as_bytes())),
        ("a.jsonl.zst", zst(whole.as_bytes())),
        ("a.tar", tar(&[("x.txt", good(1).txt().as_bytes()), ("y.jsonl", whole.as_bytes())])),
    ] {
        let workspace = corpus();
        workspace.write(&format!("corpus/{name}"), &bytes[..bytes.len() * 2 / 3]);
        let output = workspace.kiosque("index corpus --format json").exits(3);
        let rows = workspace.report();
        assert!(
            rows.iter().any(|row| row.status == "truncated" && row.code == "E_TRUNCATED"),
            "{name}\n{output}"
        );
        rows.iter().for_each(|row| has_line(&output, row));
        let account = output.account();
        assert!(account.articles.indexed >= 2, "what was complete is indexed: {name}\n{output}");
        assert_eq!(account.sources.failed, 1);
        assert!(workspace.titles().contains(&"Un bon article".to_owned()));
    }
}

#[test]
fn a_damaged_checksum() {
    let workspace = corpus();
    let mut bytes = gz(json_lines(&[good(1), good(2)]).as_bytes());
    let end = bytes.len();
    bytes[end - 8] ^= 0xff;
    workspace.write("corpus/a.jsonl.gz", bytes);
    workspace.kiosque("index corpus").exits(3);
    let rows = workspace.report();
    assert!(rows.iter().any(|row| row.path == "corpus/a.jsonl.gz"), "{rows:?}");
    assert!(workspace.titles().contains(&"Un bon article".to_owned()));
}

#[test]
fn what_is_plainly_no_article_leaves_the_exit_code_alone() {
    let workspace = corpus();
    let links: String = (0..60).map(|n| format!("<li><a href=\"/{n}\">Rubrique {n}</a></li>")).collect();
    let home = format!(
        "<!doctype html><html lang=\"fr\"><head><title>Accueil</title></head><body><nav><ul>{links}</ul></nav></body></html>"
    );
    let mut noise = Vec::new();
    let mut state = 7u64;
    for _ in 0..4096 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        noise.push((state >> 33) as u8);
    }
    workspace
        .write("corpus/accueil.html", home)
        .write("corpus/blanc.txt", " \n\n \t\n")
        .write("corpus/bruit.bin", noise)
        .write("corpus/vide.txt", "");
    let rows = [
        ("corpus/accueil.html", Some(0), "skipped", "E_NOT_ARTICLE"),
        ("corpus/blanc.txt", Some(0), "skipped", "E_EMPTY"),
        ("corpus/bruit.bin", Some(0), "skipped", "E_BINARY"),
        ("corpus/vide.txt", Some(0), "skipped", "E_EMPTY"),
    ];
    expect(&workspace, 0, &rows, &["Un bon article"]);
    // Later runs report them as well, though they do not read them again, nor say it line by line.
    let output = workspace.kiosque("index corpus --format json").exits(0);
    assert_eq!((output.account().articles.rejected, output.account().sources.read), (4, 0));
    assert_eq!(workspace.report().len(), 4);
}

#[test]
fn a_pipe_a_loop_and_a_link_to_nothing() {
    let workspace = corpus();
    let pipe = workspace.path("corpus/tuyau");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo is there");
    std::fs::create_dir(workspace.path("corpus/sous")).expect("made");
    symlink("..", workspace.path("corpus/sous/boucle")).expect("linked");
    symlink("cercle", workspace.path("corpus/cercle")).expect("linked");
    symlink("nulle-part", workspace.path("corpus/lien")).expect("linked");
    let rows = [
        ("corpus/cercle", Some(0), "failed", "E_LOOP"),
        ("corpus/lien", Some(0), "failed", "E_OPEN"),
        ("corpus/sous/boucle", Some(0), "failed", "E_LOOP"),
        ("corpus/tuyau", Some(0), "failed", "E_NOTREG"),
    ];
    expect(&workspace, 3, &rows, &["Un bon article"]);
    insta::assert_snapshot!(workspace.kiosque("index corpus -v"), @r"
--- stdout ---
Indexed corpus into index in [TIME]: 0 B read, [RATE] articles/s

  articles in   5
    indexed     0
    replaced    0
    unchanged   1
    duplicates  0
    rejected    4
  removed       0

  sources       1 file, 0 read, 1 unchanged, 4 failed
  index         as before

  E_LOOP              2  corpus/cercle: links that lead in a circle, …
  E_NOTREG            1  corpus/tuyau: a pipe
  E_OPEN              1  corpus/lien: a link to nothing
  full report: index/report.jsonl
--- stderr ---
warning: corpus/cercle: links that lead in a circle; remove the link or exclude it
warning: corpus/lien: a link to nothing; check the path
warning: corpus/sous/boucle: a link to a folder above it; remove the link or exclude it
warning: corpus/tuyau: a pipe; leave it out with --exclude, or copy its content to a file
--- exit 3 ---
");
    workspace.kiosque("index corpus/tuyau --index seul").exits(3);
}

#[test]
fn names_that_are_no_text_are_names_all_the_same() {
    use std::os::unix::ffi::OsStrExt;
    let workspace = corpus();
    let path = |name: &[u8]| workspace.path("corpus").join(std::ffi::OsStr::from_bytes(name));
    let written =
        [(&b"caf\xe9.txt"[..], good(1).txt()), (b"caf\xe8.txt", good(2).txt()), (b"\xff.jsonl", "{".into())]
            .iter()
            .all(|(name, text)| std::fs::write(path(name), text).is_ok());
    if !written {
        println!("skipped: this file system knows no such names");
        return;
    }
    workspace.kiosque("index corpus -q").exits(3);
    assert_eq!(workspace.titles(), ["Bon 1", "Bon 2", "Un bon article"], "two names, two articles");
    let rows = workspace.report();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (&*rows[0].path, rows[0].path_b64.as_deref()),
        ("corpus/\\xFF.jsonl", Some("Y29ycHVzL/8uanNvbmw="))
    );
    // What stood for a copy goes, and the copy is read again under its name.
    std::fs::write(path(b"caf\xe8.txt"), good(1).txt()).expect("written");
    workspace.kiosque("index corpus -q").exits(3);
    assert_eq!(workspace.titles(), ["Bon 1", "Un bon article"]);
    std::fs::remove_file(path(b"caf\xe8.txt")).expect("removed");
    workspace.kiosque("index corpus -q").exits(3);
    assert_eq!(workspace.titles(), ["Bon 1", "Un bon article"]);
}

/// Runs `kiosque` as a user who may not read everything; `None` where there is no way to.
fn as_a_plain_user(workspace: &Workspace, line: &str) -> Option<Output> {
    let secret = workspace.path("corpus/secret.txt");
    let mut command = workspace.command();
    if std::fs::read(secret).is_ok() {
        let program = command.get_program().to_owned();
        let plain = ["--reuid=65534", "--regid=65534", "--clear-groups"];
        let tried = Command::new("setpriv").args(plain).arg(&program).arg("--version").output();
        if !tried.is_ok_and(|output| output.status.success()) {
            return None;
        }
        command = Command::new("setpriv");
        command.current_dir(workspace.path("")).env("NO_COLOR", "1").args(plain).arg(program);
    }
    Some(workspace.run_command(command.args(line.split(' '))))
}

#[test]
fn an_unreadable_file() {
    let workspace = corpus();
    workspace.write("corpus/secret.txt", good(1).txt());
    let open = std::fs::Permissions::from_mode(0o777);
    std::fs::set_permissions(workspace.path(""), open).expect("set");
    let first = as_a_plain_user(&workspace, "index corpus --format json");
    let Some(first) = first else {
        println!("skipped: this user reads everything and cannot become another");
        return;
    };
    assert_eq!(first.account().articles.indexed, 2);
    workspace.write("corpus/secret.txt", good(2).txt());
    let closed = std::fs::Permissions::from_mode(0o000);
    std::fs::set_permissions(workspace.path("corpus/secret.txt"), closed).expect("set");
    let second = as_a_plain_user(&workspace, "index corpus --format json").expect("as before").exits(3);
    let rows = workspace.report();
    let shown: Vec<_> = rows.iter().map(|row| (&*row.path, &*row.status, &*row.code)).collect();
    assert_eq!(shown, [("corpus/secret.txt", "failed", "E_PERM")]);
    has_line(&second, &rows[0]);
    assert_eq!(workspace.titles(), ["Bon 1", "Un bon article"], "what could not be read stays as it was");
    assert_eq!(second.account().articles.removed, 0);
}

/// A lock that another user holds the file of: told as what it is, and nothing has to be removed by hand once that
/// user lets it be written. One that a killed run left is no hindrance.
#[test]
fn a_lock_file_of_another_user() {
    let workspace = corpus();
    workspace.write("corpus/secret.txt", good(1).txt());
    let mode = |path: &str, mode| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(workspace.path(path), permissions).expect("set");
    };
    mode("", 0o777);
    mode("corpus/secret.txt", 0o000);
    workspace.write("index/.lock", "process 1 of another machine, long gone");
    mode("index", 0o777);
    mode("index/.lock", 0o600);
    let Some(denied) = as_a_plain_user(&workspace, "index corpus -q") else {
        println!("skipped: this user may write everything and cannot become another");
        return;
    };
    let denied = denied.exits(4);
    assert!(denied.stderr.contains("index/.lock") && denied.stderr.contains("ermission denied"), "{denied}");
    mode("index/.lock", 0o666);
    as_a_plain_user(&workspace, "index corpus -q").expect("as before").exits(3);
    assert_eq!(workspace.titles(), ["Un bon article"]);
}

#[test]
fn texts_of_other_encodings_are_read_right() {
    let workspace = Workspace::new();
    let text = "Été à la préfecture\n\nLe préfet a été reçu à l’Élysée, où l’on a fêté Noël.\n";
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let declared =
        Article::new("Été à la page", "Le préfet a été reçu à la préfecture.").on("2024-03-01").html();
    let (lying, _, _) = encoding_rs::WINDOWS_1252.encode(&declared);
    workspace
        .write("corpus/latin.txt", latin)
        .write("corpus/large.txt", wide)
        .write("corpus/menteur.html", lying);
    workspace.kiosque("index corpus -q").succeeds();
    assert_eq!(workspace.titles(), ["Été à la page", "Été à la préfecture"]);
    assert_eq!(workspace.kiosque("search préfet reçu --count").succeeds().stdout, "2\n");
    assert!(workspace.dump().iter().all(|line| !line.contains('\u{fffd}')));
}

#[test]
fn damage_in_one_member_of_an_archive() {
    let workspace = corpus();
    let members: [(&str, &[u8]); 3] = [
        ("lot/a.txt", &good(1).txt().into_bytes()),
        ("lot/b.json", b"{\"title\": oui}"),
        ("lot/c.txt", &good(2).txt().into_bytes()),
    ];
    workspace.write("corpus/lot.tar.gz", gz(&tar(&members)));
    let rows = [("corpus/lot.tar.gz", Some(0), "failed", "E_JSON")];
    let report = expect(&workspace, 3, &rows, &["Bon 1", "Bon 2", "Un bon article"]);
    assert_eq!(report[0].member, ["lot/b.json"]);
}

#[test]
fn a_wrong_format_asked_for() {
    let workspace = corpus();
    let output = workspace.kiosque("index corpus --input-format json --format json").exits(3);
    assert_eq!(output.account().rejections.get("E_JSON"), Some(&1));
}

#[test]
fn many_bad_lines_are_counted_not_poured_out() {
    let workspace = corpus();
    workspace.write("corpus/a.jsonl", "{\"title\":\n".repeat(50));
    let output = workspace.kiosque("index corpus --format json").exits(3);
    assert_eq!(output.account().rejections.get("E_JSON"), Some(&50));
    assert_eq!(output.stderr.lines().count(), 11, "{output}");
    assert!(output.stderr.ends_with("… and 40 more of E_JSON; the report has them all\n"), "{output}");
    assert_eq!(workspace.report().len(), 50);
}

#[test]
fn a_source_that_fails_is_read_again_once_it_is_mended() {
    let workspace = corpus();
    workspace.write("corpus/a.json", "{\"title\":");
    workspace.kiosque("index corpus -q").exits(3);
    workspace.kiosque("index corpus -q").exits(3);
    workspace.write("corpus/a.json", good(1).json());
    workspace.kiosque("index corpus -q").exits(0);
    assert!(workspace.report().is_empty());
    assert_eq!(workspace.titles(), ["Bon 1", "Un bon article"]);
}

#[test]
fn of_two_writers_the_second_is_told_to_wait() {
    let workspace = corpus();
    // The first waits for its input and holds the index.
    let mut first = workspace
        .command()
        .args(["index", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = first.stdin.take().expect("piped");
    let mut locked = None;
    for _ in 0..200 {
        if workspace.exists("index") {
            let second = workspace.kiosque("index corpus");
            if second.code == 75 {
                locked = Some(second);
                break;
            }
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let locked = locked.expect("the second writer is locked out");
    let who = format!("error: index: process {} on ", first.id());
    assert!(locked.stderr.starts_with(&who), "who holds it is said: {locked}");
    assert!(locked.stderr.contains(", since 20") && locked.stderr.contains("--wait"), "{locked}");
    let patient = workspace.command().args(["index", "corpus", "-q", "--wait"]).spawn().expect("starts");
    let began = std::time::Instant::now();
    workspace.kiosque("index corpus -q --wait=1").exits(75);
    assert!(began.elapsed() >= std::time::Duration::from_secs(1));
    std::io::Write::write_all(&mut stdin, good(1).json().as_bytes()).expect("read");
    drop(stdin);
    assert_eq!(first.wait_with_output().expect("ends").status.code(), Some(0));
    assert_eq!(patient.wait_with_output().expect("ends").status.code(), Some(0));
    assert_eq!(workspace.titles(), ["Bon 1", "Un bon article"]);
}

#[test]
fn a_folder_that_is_no_index_is_not_taken_for_one() {
    let workspace = corpus();
    workspace.write("autre/notes.txt", "Des notes.");
    let output = workspace.kiosque("search port --index autre").exits(2);
    assert!(output.stderr.contains("autre"), "{output}");
    workspace.write("fichier", "Pas un dossier.");
    let output = workspace.kiosque("index corpus --index fichier");
    assert!(output.code == 2 || output.code == 4, "{output}");
    assert!(output.stderr.starts_with("error: "), "{output}");
    assert_eq!(workspace.read("fichier"), "Pas un dossier.");
}

#[test]
fn a_damaged_index_is_named_so() {
    for victim in ["manifest", "copies"] {
        let workspace = corpus();
        workspace.kiosque("index corpus -q").succeeds();
        let folder = workspace.path("index/gen-000001");
        let file = std::fs::read_dir(&folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path())
            .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(victim)))
            .expect("the attachment");
        std::fs::write(&file, b"abc").expect("written");
        let output = workspace.kiosque("index corpus");
        assert_eq!(output.code, 5, "{victim}\n{output}");
        assert!(output.stderr.contains("--full"), "{output}");
        workspace.kiosque("index corpus --full -q").succeeds();
        assert_eq!(workspace.titles(), ["Un bon article"]);
    }
}
