//! README.md is true: every command of its transcripts is typed as it is printed, and answers as it is printed.
//!
//! A transcript is a block marked `console`: lines that begin with `$ ` are typed into a shell, in one folder
//! with `seeds/` in it, one after the other; what follows is all that they print. Times and rates may differ.
//! `KIOSQUE_BLESS=1 cargo test --test it readme` writes the answers anew.

use std::path::Path;
use std::process::Command;

use super::support::{Workspace, variable};

/// Puts `N` for what differs from run to run.
fn steady(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        for (at, word) in words.iter().enumerate() {
            let next = words.get(at + 1).map_or("", |next| next.trim_end_matches([':', ',']));
            let differs =
                matches!(next, "ms" | "s" | "articles/s") && word.starts_with(|c: char| c.is_ascii_digit());
            let unit = matches!(word.trim_end_matches([':', ',']), "ms" | "s");
            out.push_str(if differs {
                "N"
            } else if unit {
                "s"
            } else {
                word
            });
            out.push(' ');
        }
        out.push('\n');
    }
    out
}

#[test]
fn every_command_of_the_readme_answers_as_printed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).expect("README.md");
    let workspace = Workspace::with_seeds();
    let program = Path::new(env!("CARGO_BIN_EXE_kiosque")).parent().expect("a folder").to_owned();
    let search_path = format!("{}:{}", program.display(), variable("PATH").unwrap_or_default());
    let mut typed = 0;
    let mut now = String::new();
    let mut lines = readme.lines().peekable();
    let mut in_console = false;
    while let Some(line) = lines.next() {
        now.push_str(line);
        now.push('\n');
        in_console = if line == "```console" { true } else { in_console && line != "```" };
        let Some(command) = line.strip_prefix("$ ").filter(|_| in_console) else { continue };
        let mut printed = String::new();
        while let Some(line) = lines.next_if(|line| *line != "```" && !line.starts_with("$ ")) {
            printed.push_str(line);
            printed.push('\n');
        }
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("exec 2>&1\n{command}")]).current_dir(workspace.path("")).env_clear();
        let output = shell.env("PATH", &search_path).env("NO_COLOR", "1").output().expect("a shell");
        let answer = String::from_utf8(output.stdout).expect("text");
        typed += 1;
        // An empty line parts two commands.
        let parted = lines.peek().is_some_and(|line| line.starts_with("$ "));
        if variable("KIOSQUE_BLESS").is_some() {
            now.push_str(answer.trim_end());
            now.push_str(if parted { "\n\n" } else { "\n" });
        } else {
            now.push_str(&printed);
            assert_eq!(steady(answer.trim_end()), steady(printed.trim_end()), "$ {command}");
        }
    }
    if variable("KIOSQUE_BLESS").is_some() {
        std::fs::write(&path, now).expect("written");
    } else {
        assert_eq!(now, readme);
    }
    assert!(typed >= 8, "{typed} commands");
}
