//! What a terminal gets: help, completions, manual pages.
//!
//! The whole `--help` of every command is one file, `tests/data/help.txt`, so that a change of the surface is
//! seen as a whole. `KIOSQUE_BLESS=1 cargo test --test it terminal` writes it anew.

use std::path::Path;
use std::process::Command;

use super::support::{self, Workspace};

const COMMANDS: &[&str] = &[
    "index",
    "search",
    "show",
    "extract",
    "analyze",
    "dump",
    "stats",
    "verify",
    "optimize",
    "gc",
    "eval",
    "bench",
    "entities",
    "annotate",
    "formats",
    "completions",
    "man",
];

#[test]
fn the_whole_help_is_as_it_was() {
    let workspace = Workspace::new();
    let mut help = String::new();
    let mut add = |line: &str| {
        help.push_str(&format!("$ kiosque {line}\n"));
        help.push_str(&workspace.kiosque(line).succeeds().stdout);
        help.push('\n');
    };
    add("-h");
    add("--help");
    for command in COMMANDS {
        add(&format!("{command} -h"));
        add(&format!("{command} --help"));
    }
    // Lines end where their text does.
    let help: String = help.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/help.txt");
    if support::variable("KIOSQUE_BLESS").is_some() {
        std::fs::write(&path, &help).expect("written");
    }
    let known = std::fs::read_to_string(&path).expect("tests/data/help.txt");
    let different = known.lines().zip(help.lines()).find(|(known, now)| known != now);
    assert!(
        known == help,
        "the help changed, first at {different:?}; KIOSQUE_BLESS=1 writes tests/data/help.txt anew"
    );
}

#[test]
fn every_command_is_in_the_help() {
    let workspace = Workspace::new();
    let help = workspace.kiosque("--help").succeeds().stdout;
    for command in COMMANDS {
        assert!(help.lines().any(|line| line.trim_start().starts_with(command)), "{command}");
        let long = workspace.kiosque(&format!("{command} --help")).succeeds().stdout;
        assert!(long.contains("Usage: kiosque"), "{command}");
        assert_eq!(workspace.kiosque(&format!("help {command}")).succeeds().stdout, long, "{command}");
    }
    for absent in ["report", "push"] {
        assert!(!help.lines().any(|line| line.trim_start().starts_with(&format!("{absent} "))), "{absent}");
        workspace.kiosque(absent).exits(2);
    }
    assert!(help.contains("Exit codes:") && help.contains("141"));
    let without = workspace.kiosque("").exits(2);
    assert!(without.stdout.is_empty() && without.stderr.contains("Usage: kiosque"), "{without}");
    let version = workspace.kiosque("--version").succeeds().stdout;
    assert_eq!(version, format!("kiosque {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_short_help_is_one_screen() {
    let workspace = Workspace::new();
    for command in COMMANDS {
        let lines = workspace.kiosque(&format!("{command} -h")).succeeds().stdout.lines().count();
        assert!(lines <= 60, "{command} -h has {lines} lines");
    }
}

#[test]
fn completions_name_every_command() {
    let workspace = Workspace::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = workspace.kiosque(&format!("completions {shell}")).succeeds().stdout;
        for command in COMMANDS {
            assert!(script.contains(command), "{shell} knows no {command}");
        }
        if matches!(shell, "bash" | "zsh" | "fish") {
            for facet in ["organization", "section", "month"] {
                assert!(script.contains(facet), "{shell} knows no facet {facet}");
            }
        }
    }
    workspace.kiosque("completions cmd").exits(2);
}

#[test]
fn bash_completes() {
    let workspace = Workspace::new();
    let script = workspace.kiosque("completions bash").succeeds().stdout;
    workspace.write("kiosque.bash", script);
    let typed = "source ./kiosque.bash && complete -p kiosque && COMP_WORDS=(kiosque se) COMP_CWORD=1 && \
                 _kiosque kiosque se kiosque && echo \"${COMPREPLY[@]}\" && \
                 COMP_WORDS=(kiosque search --facet mon) COMP_CWORD=3 && \
                 _kiosque kiosque mon --facet && echo \"${COMPREPLY[@]}\"";
    let bash = Command::new("bash").args(["--norc", "-c", typed]).current_dir(workspace.path("")).output();
    let Ok(output) = bash else {
        println!("skipped: no bash here");
        return;
    };
    let answer = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{answer}{}", String::from_utf8_lossy(&output.stderr));
    let completed: Vec<&str> = answer.lines().rev().take(2).collect();
    assert!(answer.contains("kiosque") && completed == ["month", "search"], "{answer}");
}

#[test]
fn there_is_a_manual_page_for_every_command() {
    let workspace = Workspace::new();
    let page = workspace.kiosque("man").succeeds().stdout;
    assert!(page.contains(".TH kiosque 1") && page.contains(".SH SYNOPSIS"), "{page}");
    for command in COMMANDS {
        let page = workspace.kiosque(&format!("man {command}")).succeeds().stdout;
        assert!(page.contains(".SH NAME") && page.contains(command), "{command}");
    }
    workspace.kiosque("man nothing").exits(2);
}

#[test]
fn formats_are_listed_for_people_and_scripts() {
    let workspace = Workspace::new();
    let text = workspace.kiosque("formats").succeeds().stdout;
    let lines: Vec<serde_json::Value> = workspace.kiosque("formats --format json").succeeds().json_lines();
    assert_eq!(lines.len(), kiosque::parse::FORMATS.len());
    for (line, format) in lines.iter().zip(kiosque::parse::FORMATS) {
        assert_eq!(line["name"], format.name);
        assert!(text.lines().any(|line| line.starts_with(format.name)), "{}", format.name);
    }
}

#[test]
fn stats_tell_what_is_in_the_index() {
    let workspace = Workspace::with_seeds_indexed();
    let stats: serde_json::Value = workspace.kiosque("stats --format json").succeeds().json();
    assert_eq!((&stats["v"], &stats["articles"], &stats["sources"]), (&1.into(), &95.into(), &50.into()));
    assert_eq!((&stats["languages"]["en"], &stats["languages"]["fr"]), (&1.into(), &94.into()));
    assert_eq!(stats["with_copies"], 1);
    let text = workspace.kiosque("stats").succeeds().stdout;
    assert!(text.contains("articles      95\n") && text.contains("seeds at "), "{text}");
    workspace.kiosque("stats --index nowhere").exits(2);
    workspace.kiosque("dump --index nowhere").exits(2);
}
