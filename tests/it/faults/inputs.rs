//! Sources that fail, change or take too long under a run, and what is read while it is written.

use std::io::{Read, Write};
use std::process::Stdio;
use std::time::Duration;

use rustix::process::Signal;

use super::super::support::{Article, Output, Siege, Workspace, can_strace, end, json_lines, tar};
use super::{WELL, send};

/// Three files that are read in several pieces.
fn corpus() -> Workspace {
    let workspace = Workspace::new();
    for file in ["a", "b", "c"] {
        workspace.write(&format!("corpus/{file}.jsonl"), json_lines(&articles(file, 1_200)));
    }
    workspace
}

fn articles(file: &str, count: usize) -> Vec<Article> {
    let body = "Le conseil municipal a voté le budget du port, après de longs débats. ".repeat(4);
    (0..count).map(|n| Article::new(&format!("Vote {file} {n}"), &format!("{body}{file} {n}"))).collect()
}

/// Runs `index` with system calls on one file that are altered.
fn index_with(workspace: &Workspace, file: &str, inject: &str) -> Output {
    let kiosque = workspace.command().get_program().to_owned();
    let mut command = std::process::Command::new("strace");
    let file = workspace.path(file);
    command.current_dir(workspace.path("")).env("NO_COLOR", "1").args(["-f", "-qq", "-o", "/dev/null", "-P"]);
    command.arg(file).args(["-e", "trace=read", "-e", inject]).arg(kiosque);
    workspace.run_command(command.args(["index", "corpus", "--format", "json"]))
}

/// The dump of a fresh index of the same files.
fn fresh(workspace: &Workspace) -> Vec<String> {
    workspace.kiosque("index corpus -q --index fresh --full").succeeds();
    workspace.dump_of("fresh")
}

#[test]
fn a_disk_that_fails_under_a_file_costs_that_file() {
    if !can_strace() {
        println!("skipped: strace is not there, or may not trace");
        return;
    }
    for (nth, kept) in [(1, 0), (9, 1)] {
        let workspace = corpus();
        let output = index_with(&workspace, "corpus/b.jsonl", &format!("inject=read:error=EIO:when={nth}"));
        let output = output.exits(3);
        let rows = workspace.report();
        assert_eq!((rows.len(), &*rows[0].path, &*rows[0].code), (1, "corpus/b.jsonl", "E_IO"), "{output}");
        let titles = workspace.titles();
        let of =
            |file: &str| titles.iter().filter(|title| title.starts_with(&format!("Vote {file} "))).count();
        assert_eq!((of("a"), of("c")), (1_200, 1_200), "the other files are read");
        assert!(of("b") < 1_200 && of("b") >= kept, "what was read before is kept: {}", of("b"));
        // Nothing changed, and all the same it is read again where the disk failed.
        workspace.kiosque("index corpus -q").succeeds();
        assert_eq!(workspace.dump(), fresh(&workspace));
    }
}

#[test]
fn a_file_that_is_written_while_it_is_read_is_read_again() {
    if !can_strace() {
        println!("skipped: strace is not there, or may not trace");
        return;
    }
    let workspace = corpus();
    let path = workspace.path("corpus/b.jsonl");
    for round in 0..3 {
        std::thread::scope(|scope| {
            let run = scope
                .spawn(|| index_with(&workspace, "corpus/b.jsonl", "inject=read:delay_enter=700000:when=2"));
            std::thread::sleep(Duration::from_millis(400));
            match round {
                // It grows, it shrinks, it becomes another.
                0 => {
                    let mut file = std::fs::File::options().append(true).open(&path).expect("there");
                    file.write_all(json_lines(&articles("d", 40)).as_bytes()).expect("written");
                }
                1 => {
                    let file = std::fs::File::options().write(true).open(&path).expect("there");
                    file.set_len(20_000).expect("cut");
                }
                _ => std::fs::write(&path, json_lines(&articles("e", 1_300))).expect("written"),
            }
            let output = run.join().expect("ends").exits(3);
            let rows = workspace.report();
            assert!(rows.iter().any(|row| row.code == "E_CHANGED"), "{rows:?}\n{output}");
            assert!(rows.iter().all(|row| row.path == "corpus/b.jsonl"), "{rows:?}");
        });
        let code = workspace.kiosque("index corpus -q").code;
        assert_eq!(code, if round == 1 { 3 } else { 0 }, "a line that is cut stays cut");
        workspace.kiosque("index corpus -q --index fresh --full");
        assert_eq!(workspace.dump(), workspace.dump_of("fresh"), "round {round}");
    }
}

/// Time that a process, or the machine, sleeps is not held against a file, nor against the run.
#[test]
fn a_run_that_sleeps_goes_on() {
    let siege = Siege::lay(12);
    siege.workspace.write("kiosque.toml", "[limits]\nseconds = 1\nseconds-per-mib = 0\n");
    siege.restore();
    let child = siege.run();
    let id = child.id();
    std::thread::sleep(siege.unharmed / 4);
    send(id, Signal::STOP);
    std::thread::sleep(Duration::from_millis(2_500));
    send(id, Signal::CONT);
    let harmed = end(child);
    assert!(harmed.status.success(), "{}", harmed.stderr);
    siege.workspace.remove("kiosque.toml");
    assert!(siege.is_done());
    assert_eq!(siege.judge(harmed.acknowledged), WELL);
}

#[test]
fn a_file_that_takes_too_long_costs_itself() {
    let workspace = corpus();
    workspace.kiosque("index corpus/a.jsonl -q").succeeds();
    workspace.write("kiosque.toml", "[limits]\nseconds = 0\nseconds-per-mib = 0\n");
    workspace.kiosque("index corpus -q --index other").exits(3);
    let rows = super::super::support::ReportRow::read(&workspace.read("other/report.jsonl"));
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row.code == "E_TIMEOUT" && row.limit == Some(0)), "{rows:?}");
    workspace.remove("kiosque.toml");
    workspace.kiosque("index corpus -q --index other").succeeds();
    assert_eq!(workspace.dump_of("other").len(), 3_600, "a raised limit is heeded at once");
}

#[test]
fn members_of_archives_with_names_or_packings_that_are_not_read() {
    let workspace = Workspace::new();
    let good = Article::new("Un bon article", "Il se lit très bien.").txt();
    let long = format!("{}.txt", "n".repeat(60));
    let members: [(&str, &[u8]); 2] = [(&long, good.as_bytes()), ("bon.txt", good.as_bytes())];
    workspace.write("corpus/a.tar", tar(&members));
    workspace.write("kiosque.toml", "[limits]\nname-bytes = 40\n");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for name in ["autre.txt", "bon.txt"] {
        zip.start_file(name, stored).expect("begun");
        zip.write_all(good.as_bytes()).expect("written");
    }
    let mut bytes = zip.finish().expect("finished").into_inner();
    // The first member says that it is packed with implode (6), in both its headers.
    for (mark, place) in [(&b"PK\x03\x04"[..], 8), (b"PK\x01\x02", 10)] {
        let at = bytes.windows(4).position(|window| window == mark).expect("a header");
        bytes[at + place] = 6;
    }
    workspace.write("corpus/b.zip", bytes);
    workspace.kiosque("index corpus -q").exits(3);
    let rows = workspace.report();
    let shown: Vec<_> = rows.iter().map(|row| (&*row.path, &*row.code, row.limit, row.observed)).collect();
    assert_eq!(
        shown,
        [("corpus/a.tar", "E_NAME", Some(40), Some(64)), ("corpus/b.zip", "E_FEATURE", None, None)],
        "{rows:?}"
    );
    assert_eq!(workspace.titles(), ["Un bon article"], "the others are read; they are copies of one text");
}

/// Files that are cut under a reader: the system ends it (SIGBUS), or it says so; it never ends well.
#[test]
fn a_reader_whose_files_are_cut_does_not_end_well() {
    let workspace = corpus();
    workspace.kiosque("index corpus -q").succeeds();
    let whole = workspace.dump();
    let mut child =
        workspace.command().arg("dump").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("starts");
    let mut stdout = child.stdout.take().expect("piped");
    let mut output = vec![0; 4_096];
    stdout.read_exact(&mut output).expect("it answers");
    let engine = workspace.path("index/gen-000001/tantivy");
    for entry in std::fs::read_dir(engine).expect("there") {
        let path = entry.expect("an entry").path();
        std::fs::File::options().write(true).open(&path).and_then(|file| file.set_len(0)).expect("cut");
    }
    stdout.read_to_end(&mut output).expect("it ends");
    let status = child.wait().expect("ended");
    let output = String::from_utf8_lossy(&output).into_owned();
    let lines: Vec<&str> = output.lines().collect();
    assert!(!status.success() || lines == whole, "{status:?} after {} of {} lines", lines.len(), whole.len());
    workspace.kiosque("verify").exits(5);
    workspace.kiosque("search vote").exits(5);
}
