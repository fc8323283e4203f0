//! After any history, an index equals a fresh one of the same files.
//!
//! Random histories write, edit, remove, rename, copy and touch small files of several formats, now and then
//! indexing the tree. Checkpoints come after every few bytes; some runs are stopped or cut short between any
//! two of their steps, and some of those are never taken up again before the files change; the clock jumps a
//! year ahead or back. At the end the tree is indexed into a second, new index: the dump, the ranked answers
//! (ids and scores) and the facet counts of both must be equal. Some articles share their address or their
//! text, so that winners and stand-ins come and go.
//!
//! `KIOSQUE_HISTORIES=1000 cargo test --test it history` runs more of them, and so does `cargo bench --bench
//! faults`; a failing one names its number, and `KIOSQUE_HISTORY=17` runs that one alone.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use kiosque::analysis::Inflection;
use kiosque::article::Language;
use kiosque::clock::Clock;
use kiosque::index::{self, Memory, Writer, Writing};
use kiosque::{discover, normalize, parse, pipeline};

use super::support::{self, Article, Dice, Workspace, gz, json_lines, tar, zst};

/// Histories of the usual run.
const HISTORIES: usize = 40;
/// Steps of a history.
const STEPS: usize = 24;
/// A year.
const YEAR_NANOS: i64 = 31_556_952_000_000_000;
/// Histories that run side by side: most of their time they wait for the disk.
const AT_A_TIME: usize = 8;

const SUBJECTS: &[&str] = &[
    "La mairie",
    "Le président Macron",
    "Emmanuel Macron",
    "La ville de Brest",
    "L’Union européenne",
    "Un pêcheur",
];
const VERBS: &[&str] = &["annonce", "annoncent", "refuse", "inaugure", "inaugurait", "côtoie"];
const OBJECTS: &[&str] = &[
    "le port",
    "les ports",
    "une école",
    "des écoles",
    "la grève",
    "l’élection à Nantes",
    "le marché de Lyon",
];

fn sentence(dice: &mut Dice) -> String {
    format!("{} {} {}.", dice.pick(SUBJECTS), dice.pick(VERBS), dice.pick(OBJECTS))
}

/// A random article: one in four has an address that others have too, one in four a text that others have.
fn article(dice: &mut Dice) -> Article {
    let mut article = Article::new(&sentence(dice), &sentence(dice));
    if dice.one_in(4) {
        // Long enough to be a copy by its text alone, whatever the title.
        let words = SUBJECTS[dice.below(2)];
        article.body = format!("{words} parle. ").repeat(12).trim_end().to_owned();
    } else {
        for _ in 0..dice.below(4) {
            article.body.push_str(&format!("\n{}", sentence(dice)));
        }
    }
    if dice.one_in(4) {
        article.url = format!("https://presse.example/{}", dice.below(4));
    }
    if !dice.one_in(4) {
        article.date = format!("2024-03-{:02}", 1 + dice.below(28));
    }
    if dice.one_in(2) {
        article.section = format!("Rubrique {}", dice.below(3));
    }
    if dice.one_in(2) {
        article.source = format!("Journal {}", dice.below(3));
    }
    article
}

fn articles(dice: &mut Dice) -> Vec<Article> {
    (0..1 + dice.below(3)).map(|_| article(dice)).collect()
}

/// A random file: its ending and its bytes. Now and then one that holds something unreadable.
fn file(dice: &mut Dice) -> (&'static str, Vec<u8>) {
    let lines = |dice: &mut Dice| {
        let mut lines = json_lines(&articles(dice));
        if dice.one_in(5) {
            lines.push_str("{\"title\": \"coupé\n");
        }
        lines.into_bytes()
    };
    match dice.below(8) {
        0 => ("txt", article(dice).txt().into_bytes()),
        1 => ("md", article(dice).md().into_bytes()),
        2 => ("json", article(dice).json().into_bytes()),
        3 => ("html", article(dice).html().into_bytes()),
        4 => ("jsonl.gz", gz(&lines(dice))),
        5 => ("jsonl.zst", zst(&lines(dice))),
        6 => {
            let (one, other) = (lines(dice), article(dice).md());
            ("tar", tar(&[("lot/a.jsonl", &one), ("lot/b.md", other.as_bytes())]))
        }
        _ => ("jsonl", lines(dice)),
    }
}

/// The tree that a history works on.
struct Tree<'a> {
    workspace: &'a Workspace,
    files: BTreeSet<String>,
    clock: u64,
}

impl Tree<'_> {
    fn any_file(&self, dice: &mut Dice) -> Option<String> {
        let files: Vec<&String> = self.files.iter().collect();
        (!files.is_empty()).then(|| dice.pick(&files).clone())
    }

    fn new_name(&self, dice: &mut Dice, ending: &str) -> String {
        format!("{}/{}.{ending}", dice.pick(&["corpus", "corpus/a", "corpus/b"]), dice.below(100))
    }

    fn write(&mut self, path: String, bytes: &[u8]) {
        self.workspace.write(&path, bytes);
        self.files.insert(path);
    }

    fn date(&self, path: &str) {
        self.workspace.date(path, self.clock * 10);
    }

    /// Takes one random step and says which.
    fn step(&mut self, dice: &mut Dice) -> String {
        self.clock += 1;
        let known = self.any_file(dice);
        let (Some(known), true) = (known, self.files.len() > 2) else {
            return self.add(dice);
        };
        let ending = known.split_once('.').expect("files have endings").1.to_owned();
        match dice.below(8) {
            0..=2 => self.add(dice),
            3 => {
                let (mut new_ending, mut bytes) = file(dice);
                while new_ending != ending {
                    (new_ending, bytes) = file(dice);
                }
                self.write(known.clone(), &bytes);
                self.date(&known);
                format!("edit {known}")
            }
            4 => {
                self.workspace.remove(&known);
                self.files.remove(&known);
                format!("remove {known}")
            }
            5 => {
                let to = self.new_name(dice, &ending);
                self.workspace.rename(&known, &to);
                self.files.remove(&known);
                self.files.insert(to.clone());
                format!("rename {known} {to}")
            }
            6 => {
                let to = self.new_name(dice, &ending);
                let bytes = std::fs::read(self.workspace.path(&known)).expect("there");
                self.write(to.clone(), &bytes);
                self.date(&to);
                format!("copy {known} {to}")
            }
            _ => {
                self.date(&known);
                format!("touch {known}")
            }
        }
    }

    fn add(&mut self, dice: &mut Dice) -> String {
        let (ending, bytes) = file(dice);
        let path = self.new_name(dice, ending);
        self.write(path.clone(), &bytes);
        self.date(&path);
        format!("write {path}")
    }
}

const QUERIES: &[&[&str]] = &[
    &["annoncer"],
    &["port", "grève"],
    &["port OR école OR marché"],
    &["\"la ville\""],
    &["ann*"],
    &["titre:mairie -brest"],
    &["*", "--sort", "oldest"],
    &["*", "--person", "Macron"],
    &["*", "--place", "Nantes"],
];

/// Everything that the index of that name answers.
fn answers(workspace: &Workspace, index: &str) -> Vec<String> {
    let mut answers = Vec::new();
    for query in QUERIES {
        let mut line = vec!["search", "-n", "100", "--format", "json", "--index", index];
        for facet in ["person:50", "place:50", "source:50", "section:50", "year", "month"] {
            line.extend(["--facet", facet]);
        }
        line.extend(*query);
        let output = workspace.run(&line);
        assert!(output.code <= 1, "{output}");
        let answer: serde_json::Value = output.json();
        let hits: Vec<String> = answer["hits"]
            .as_array()
            .expect("hits")
            .iter()
            .map(|hit| format!("{} {} {} {}", hit["id"], hit["score"], hit["copies"], hit["entities"]))
            .collect();
        answers.push(format!("{query:?} {} {}\n{}", answer["total"], answer["facets"], hits.join("\n")));
    }
    answers
}

/// Runs that did not get to their end.
static STOPPED: AtomicUsize = AtomicUsize::new(0);
static KILLED: AtomicUsize = AtomicUsize::new(0);

/// Stops a run, or cuts it as a kill would, when it has asked so many times whether to stop.
struct Cut {
    left: Cell<usize>,
    kills: bool,
}

impl pipeline::Watch for Cut {
    fn stop(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        if left == 0 && self.kills {
            // Unwinds as a defect would, and says nothing.
            std::panic::resume_unwind(Box::new("cut"));
        }
        left == 0
    }
}

/// Takes the lock. A process that another thread just starts may have it for a moment: it inherits the open
/// file of a run that was cut.
fn right_to_write(workspace: &Workspace) -> Writing {
    loop {
        match Writing::begin(&workspace.path("grown"), false, "a test") {
            Err(index::Error::Locked { .. }) => std::thread::sleep(Duration::from_millis(1)),
            other => return other.expect("the right to write"),
        }
    }
}

/// Begins to index the tree as the program does, and does not get to the end.
fn index_in_part(workspace: &Workspace, dice: &mut Dice) -> String {
    let watch = Cut { left: Cell::new(dice.below(60)), kills: dice.one_in(2) };
    let request = pipeline::Request {
        paths: vec![workspace.path("corpus").display().to_string()],
        discover: discover::Options::default(),
        parse: parse::Options::default(),
        normalize: normalize::Options { default_language: Language::FRENCH, ..Default::default() },
        entities: true,
        copies_apart: false,
        moved: Vec::new(),
        reread: false,
        keep_missing: false,
        jobs: 1,
        patience: pipeline::Patience::Endless,
        checkpoints: pipeline::Checkpoints { bytes: dice.below(600) as u64, apart: 0, ..Default::default() },
    };
    let (asked, kills) = (watch.left.get(), watch.kills);
    // The clock is right, or a year off.
    let now = Clock::system().now_nanos();
    let clock = match dice.below(6) {
        0 => Clock::fixed(now + YEAR_NANOS),
        1 => Clock::fixed(now - YEAR_NANOS),
        _ => Clock::system(),
    };
    let ended = catch_unwind(AssertUnwindSafe(|| {
        let memory = Memory { threads: 1, ..Memory::default() };
        let writing = right_to_write(workspace);
        let mut writer = Writer::open(writing, memory, &Inflection::default()).expect("an index");
        let before = pipeline::Before::read(|name| writer.attachment(name)).expect("readable");
        match pipeline::run(&request, before, Some(&mut writer), &watch, &clock) {
            Ok(report) => format!("whole {:?}", report.articles),
            Err(pipeline::Error::Stopped { kept }) => {
                STOPPED.fetch_add(1, Ordering::Relaxed);
                format!("stopped, kept {kept}")
            }
            Err(error) => panic!("{error}"),
        }
    }));
    let ended = ended.unwrap_or_else(|_| {
        KILLED.fetch_add(1, Ordering::Relaxed);
        "killed".to_owned()
    });
    format!("index until step {asked}, kills {kills}: {ended}")
}

/// Runs one history; returns what differs between its index and a fresh one.
fn difference(number: usize) -> Option<String> {
    let mut dice = Dice::new(number as u64 + 1);
    let workspace = Workspace::new();
    let mut tree = Tree { workspace: &workspace, files: BTreeSet::new(), clock: 0 };
    let mut story = Vec::new();
    let index = |name: &str, more: &str| {
        let line = format!("index corpus -q --jobs 1 --index {name} --wait=20 --format json {more}");
        let output = workspace.kiosque(&line);
        assert!(matches!(output.code, 0 | 3), "{output}");
        output.account()
    };
    for step in 0..STEPS {
        story.push(tree.step(&mut dice));
        if dice.one_in(4) {
            story.push(index_in_part(&workspace, &mut dice));
        }
        if dice.one_in(5) || step + 1 == STEPS {
            let checkpoint = format!("--checkpoint {}", 1 + dice.below(900));
            let articles = index("grown", &checkpoint).articles;
            story.push(format!("index {checkpoint} {articles:?}"));
        }
    }
    index("fresh", "");
    let story = |what: &str| Some(format!("{what} of history {number}\n{}", story.join("\n")));
    let (grown, fresh) = (workspace.dump_of("grown"), workspace.dump_of("fresh"));
    if grown != fresh {
        let lack: Vec<&String> = fresh.iter().filter(|line| !grown.contains(line)).collect();
        let more: Vec<&String> = grown.iter().filter(|line| !fresh.contains(line)).collect();
        return story(&format!("the dump\nlacks {lack:#?}\nhas {more:#?}\n"));
    }
    let (grown, fresh) = (answers(&workspace, "grown"), answers(&workspace, "fresh"));
    let other = grown.iter().zip(&fresh).find(|(grown, fresh)| grown != fresh)?;
    story(&format!("an answer\ngrown {}\nfresh {}\n", other.0, other.1))
}

/// Of so many histories, how many runs were stopped and how many cut, and what differs at the end of any.
pub(crate) struct Tried {
    pub(crate) stopped: usize,
    pub(crate) killed: usize,
    pub(crate) differing: Vec<String>,
}

/// Runs the histories of these numbers.
pub(crate) fn try_all(numbers: Range<usize>) -> Tried {
    let next = Mutex::new(numbers);
    let differing = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(|| {
                loop {
                    let number = next.lock().expect("no thread failed").next();
                    let Some(number) = number else { break };
                    let found = difference(number);
                    differing.lock().expect("no thread failed").extend(found);
                }
            });
        }
    });
    Tried {
        stopped: STOPPED.load(Ordering::Relaxed),
        killed: KILLED.load(Ordering::Relaxed),
        differing: differing.into_inner().expect("no thread failed"),
    }
}

#[test]
fn after_any_history_an_index_equals_a_fresh_one() {
    let number_in = |variable: &str| -> Option<usize> {
        support::variable(variable).map(|value| value.parse().expect("a number"))
    };
    let numbers = match number_in("KIOSQUE_HISTORY") {
        Some(number) => number..number + 1,
        None => 0..number_in("KIOSQUE_HISTORIES").unwrap_or(HISTORIES),
    };
    let count = numbers.len();
    let Tried { stopped, killed, differing } = try_all(numbers);
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    // Histories without a cut would prove little of checkpoints.
    assert!(stopped.min(killed) >= count / 2, "{stopped} stopped, {killed} killed of {count}");
}
