//! What a person sees at a terminal: a pseudo-terminal of 60, 80 and 200 columns, nothing wider than it, links
//! and colours, a pager for what is longer than the screen.

use std::fs::File;
use std::io::Read;
use std::os::fd::OwnedFd;
use std::process::Command;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use unicode_width::UnicodeWidthStr;

use super::support::{Article, Workspace};

/// A screen.
#[derive(Clone, Copy)]
struct Screen {
    columns: u16,
    rows: u16,
}

/// Runs a command at a terminal and returns all that it wrote there, and its exit code.
fn at_terminal(screen: Screen, command: &mut Command) -> (String, i32) {
    let near = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
    grantpt(&near).and_then(|()| unlockpt(&near)).expect("its other end");
    let name = ptsname(&near, Vec::new()).expect("a name");
    let far = File::options().read(true).write(true).open(name.to_str().expect("plain")).expect("opened");
    let size = Winsize { ws_row: screen.rows, ws_col: screen.columns, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&far, size).expect("sized");
    let end = || OwnedFd::from(far.try_clone().expect("another handle"));
    let mut child = command.stdin(end()).stdout(end()).stderr(end()).spawn().expect("the program starts");
    // Once nobody holds the far end, reading ends; the command holds it as well.
    command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::null());
    command.stderr(std::process::Stdio::null());
    drop(far);
    let mut bytes = Vec::new();
    let mut near = File::from(near);
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = near.read(&mut buffer) {
        bytes.extend_from_slice(&buffer[..read]);
    }
    let code = child.wait().expect("the program ends").code().unwrap_or(-1);
    (String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n"), code)
}

/// `kiosque` as a person has it: colours, no pager unless it is named.
fn kiosque(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut command = workspace.command();
    command.env_remove("NO_COLOR").env("TERM", "xterm-256color").env("KIOSQUE_PAGER", "cat").args(arguments);
    command
}

/// A text without its escape sequences: what is seen.
fn seen(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\u{1b}') {
        out.push_str(before);
        rest = match behind.strip_prefix("]8;;") {
            Some(link) => link.split_once("\u{1b}\\").expect("the end of an address").1,
            None => behind.split_once('m').expect("the end of a colour").1,
        };
    }
    out + rest
}

/// The same whatever ran when and where.
fn steady(text: &str) -> String {
    text.lines()
        .map(|line| {
            let timed = line.strip_suffix(" ms").and_then(|line| line.rsplit_once(", "));
            timed.map_or(line.to_owned(), |(line, _)| format!("{line}, [TIME]"))
        })
        .map(|line| line + "\n")
        .collect()
}

const SEARCH: [&str; 7] = ["search", "éolien port", "-n", "2", "--facet", "organization:3", "--facet=year"];

#[test]
fn nothing_is_wider_than_the_screen() {
    let workspace = Workspace::with_seeds_indexed();
    let nasty = format!(
        "Un titre {} de trop 👩‍👩‍👧 漢字漢字漢字漢字漢字 {}",
        "interminable".repeat(20),
        "e\u{301}".repeat(90)
    );
    let body = format!("Un titre de trop. https://presse.example/{} fin du titre.", "a".repeat(150));
    let article = Article::new(&nasty, &body).published_by(&"Le Très Long Journal ".repeat(9));
    workspace.write(&format!("more/{}.json", "dossier".repeat(20)), article.json());
    workspace.kiosque("index more -q").succeeds();
    let id = workspace.kiosque("search titre:interminableinterminable* --format ids").stdout;
    let long = workspace.kiosque("search glaciologue -n 1 --format ids").succeeds().stdout;
    for columns in [60, 80, 200] {
        let screen = Screen { columns, rows: 50 };
        let lines: [&[&str]; 5] = [
            &SEARCH,
            &[
                "search",
                "titre trop",
                "--explain",
                "--facet",
                "source",
                "--facet",
                "person",
                "--facet",
                "month",
            ],
            &["search", "*", "-n", "40", "--facet", "place:40"],
            &["show", id.trim(), "--query", "titre trop"],
            &["show", long.trim()],
        ];
        for arguments in lines {
            let (text, _) = at_terminal(screen, &mut kiosque(&workspace, arguments));
            for line in seen(&text).lines() {
                let cells = line.width();
                assert!(cells <= usize::from(columns), "{cells} cells of {columns} in {arguments:?}: {line}");
            }
        }
    }
}

#[test]
fn a_search_at_sixty_columns() {
    let workspace = Workspace::with_seeds_indexed();
    let (text, code) = at_terminal(Screen { columns: 60, rows: 50 }, &mut kiosque(&workspace, &SEARCH));
    assert_eq!(code, 0);
    insta::assert_snapshot!(steady(&seen(&text)), @r"
 1. Fret : une ligne directe entre Dakar et Port-Vallier
    11 février 2026 (2026-02-11) · Agence méridienne de pre…
    La ligne de fret entre Dakar et Port-Vallier
    transportera dès le mois prochain 10 000 conteneurs par
    an, ont annoncé mercredi les deux ports dans un
    communiqué commun.
    Gildas Poulain, Hélène Castagnède · Union des gens de m…
    copies: 2 · also Régions, seeds/agence/depeches.jsonl:11
    f6eabf07eab0  seeds/agence/depeches.jsonl:10

organization
  Union des gens de mer  1  ████████████████████████

year
  2026  1  ████████████████████████

1 article, [TIME]
");
}

#[test]
fn a_search_at_two_hundred_columns() {
    let workspace = Workspace::with_seeds_indexed();
    let (text, _) = at_terminal(Screen { columns: 200, rows: 50 }, &mut kiosque(&workspace, &SEARCH));
    insta::assert_snapshot!(steady(&seen(&text)), @r"
 1. Fret : une ligne directe entre Dakar et Port-Vallier
    11 février 2026 (2026-02-11) · Agence méridienne de presse · Économie · AMP
    La ligne de fret entre Dakar et Port-Vallier transportera dès le mois prochain 10 000 conteneurs par an, ont annoncé mercredi les deux ports dans un communiqué commun.
    Gildas Poulain, Hélène Castagnède · Union des gens de mer · Port-Vallier, Dakar, France, Sénégal
    copies: 2 · also Régions, seeds/agence/depeches.jsonl:11
    f6eabf07eab0  seeds/agence/depeches.jsonl:10

organization
  Union des gens de mer  1  ████████████████████████

year
  2026  1  ████████████████████████

1 article, [TIME]
");
}

#[test]
fn words_are_marked_and_places_can_be_opened() {
    let workspace = Workspace::with_seeds_indexed();
    let screen = Screen { columns: 80, rows: 50 };
    let folder = workspace.path("").canonicalize().expect("there");
    let (text, _) = at_terminal(screen, &mut kiosque(&workspace, &["search", "éolien", "-n", "2"]));
    // The forms that stand in the text are marked, whatever was typed.
    for form in ["Éolien", "éolien", "éoliennes"] {
        assert!(text.contains(&format!("\u{1b}[1m\u{1b}[33m{form}\u{1b}[0m")), "{form} in {text}");
    }
    let file = folder.join("seeds/politique/2025-06-03-fontanel-plan-eolien.md");
    assert!(text.contains(&format!("\u{1b}]8;;file://{}\u{1b}\\", file.display())), "{text}");
    let (none, _) =
        at_terminal(screen, kiosque(&workspace, &["search", "éolien", "-n", "2"]).env("NO_COLOR", "1"));
    assert_eq!(steady(&none), steady(&seen(&text)), "without colours the same is seen");
    let (dumb, _) = at_terminal(screen, kiosque(&workspace, &["search", "éolien"]).env("TERM", "dumb"));
    assert!(!dumb.contains('\u{1b}'), "{dumb}");
    let id = workspace.kiosque("search éolien -n 1 --format ids").succeeds().stdout;
    let (shown, _) =
        at_terminal(screen, &mut kiosque(&workspace, &["show", id.trim(), "--query", "éoliennes"]));
    assert!(shown.matches("\u{1b}[33m").count() >= 2, "{shown}");
    // In a pipe there are neither, unless they are asked for; and then no links.
    let asked = workspace.kiosque("search éolien -n 2 --color always").succeeds().stdout;
    assert!(asked.contains("\u{1b}[33m") && !asked.contains("\u{1b}]8"), "{asked}");
}

#[test]
fn a_pager_shows_what_is_longer_than_the_screen_and_never_a_pipe() {
    let workspace = Workspace::with_seeds_indexed();
    let run = |rows, arguments: &[&str], pager: &str| {
        let mut command = kiosque(&workspace, arguments);
        let output = at_terminal(Screen { columns: 80, rows }, command.env("KIOSQUE_PAGER", pager));
        let paged = workspace.exists("paged").then(|| workspace.read("paged"));
        if paged.is_some() {
            workspace.remove("paged");
        }
        (output.0, output.1, paged)
    };
    let (text, code, paged) = run(10, &["search", "port"], "tee paged");
    assert_eq!(paged.as_deref(), Some(&*text));
    assert!(code == 0 && text.lines().count() > 10);
    assert_eq!(run(200, &["search", "port"], "tee paged").2, None, "it fits");
    assert_eq!(run(10, &["search", "port", "--no-pager"], "tee paged").2, None);
    assert_eq!(run(10, &["search", "port", "--format", "jsonl"], "tee paged").2, None);
    let (text, code, _) = run(10, &["search", "port"], "no-such-pager --at-all");
    assert!(code == 0 && text.lines().count() > 10, "a pager that is not there costs nothing");
    let mut piped = workspace.command();
    piped.env("KIOSQUE_PAGER", "tee paged").args(["search", "port"]);
    workspace.run_command(&mut piped).succeeds();
    assert!(!workspace.exists("paged"), "a pipe has no pager");
}
