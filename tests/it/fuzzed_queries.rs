//! Any string is a query or refused, at once: random strings, read, printed, read again, and a share of them asked.
//!
//! `KIOSQUE_FUZZ_QUERIES=10000000 cargo test --release --test it fuzzed -- --nocapture` reads ten million and
//! prints what `benches/runs/fuzzed-queries.jsonl` keeps; without a number there are some thousands. Each number of
//! `KIOSQUE_FUZZ_SEED` gives other strings.

use std::time::{Duration, Instant};

use kiosque::query;
use kiosque::search::{FacetKind, FacetRequest, Index, Request};

use super::support::{Dice, Workspace, variable};

/// Strings where nobody asks for more.
const STRINGS: usize = 4_000;
/// One string of so many is put to an index.
const ASKED: usize = 50;
/// The longest that reading or asking may take in a release build; a build for editing is some eight times slower.
const LIMIT: Duration = Duration::from_millis(if cfg!(debug_assertions) { 400 } else { 50 });
/// How often a string that took too long is tried again, since others may have been at work.
const TRIES: usize = 5;

const PIECES: &[&str] = &[
    "a",
    "le",
    "maire",
    "élection",
    "port",
    "10",
    "000",
    "2020",
    "AND",
    "OR",
    "NOT",
    "ET",
    "OU",
    "SAUF",
    "NEAR",
    "NEAR/3",
    "(",
    ")",
    "((",
    "))",
    "\"",
    "«",
    "»",
    "“",
    "-",
    "--",
    "+",
    "=",
    "==",
    "~",
    "~2",
    "~0",
    "~15",
    "~99",
    "^",
    "^2",
    "^0",
    "^1e9",
    "*",
    "po*",
    "*:*",
    "titre:",
    "title:(",
    "url:",
    "http://a.fr/",
    "id:",
    "ff",
    "date:",
    "date:[",
    "TO",
    "]",
    "{",
    "}",
    ">=",
    "<",
    "2020-03",
    "mars",
    "\"4 mars 2020\"",
    "person:",
    "lieu:*",
    "?",
    "'",
    "’",
    "l’",
    "S.N.C.F.",
    "foo:",
    "|",
    "||",
    "&&",
    "\u{a0}",
    "\u{301}",
    "\u{200d}",
    "\0",
    "\u{1b}[",
    "\u{202e}",
    "😀",
    "漢字",
    "ﬁ",
    "ß",
    "%",
    "/",
    "\\",
];

/// Random pieces, some repeated to the limits, some cut in the middle.
fn string(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..dice.below(14) {
        let piece = dice.pick(PIECES);
        let times = if dice.one_in(200) { 1 + dice.below(400) } else { 1 };
        for _ in 0..times {
            text.push_str(piece);
            if dice.one_in(2) {
                text.push(' ');
            }
        }
    }
    if dice.one_in(20) {
        let random = char::from_u32(dice.below(0x11_0000) as u32).unwrap_or('\u{fffd}');
        let at = dice.below(text.len() + 1);
        text.insert((0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0), random);
    }
    text
}

/// Reads a string, and what it prints as; returns it if it is a query.
fn read(text: &str) -> Option<query::Query> {
    match query::parse(text) {
        Ok(read) => {
            let printed = read.to_string();
            // What is printed may be longer than a query can be.
            if let Ok(again) = query::parse(&printed) {
                assert_eq!(again.to_string(), printed, "{text:?}");
            } else {
                assert!(printed.len() > 4096, "{text:?} prints as {printed:?}");
            }
            Some(read)
        }
        Err(error) => {
            assert!(text.get(error.span.clone()).is_some(), "{text:?}");
            if let Some(suggestion) = error.suggestion {
                assert!(query::parse(&suggestion).is_ok(), "{text:?} suggests {suggestion:?}");
            }
            None
        }
    }
}

fn timed(work: impl Fn()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// Fails where work is too slow even at its fastest.
fn within_limit(text: &str, work: impl Fn()) -> Duration {
    let mut fastest = timed(&work);
    for _ in 0..TRIES {
        if fastest < LIMIT {
            break;
        }
        fastest = fastest.min(timed(&work));
    }
    assert!(fastest < LIMIT, "{fastest:?} for {text:?}");
    fastest
}

#[test]
fn fuzzed_strings_are_answered_or_refused_at_once() {
    let number = |name: &str| variable(name).map(|text| text.parse::<usize>().expect("a number"));
    let (strings, seed) =
        (number("KIOSQUE_FUZZ_QUERIES").unwrap_or(STRINGS), number("KIOSQUE_FUZZ_SEED").unwrap_or(1));
    let workspace = Workspace::with_seeds_indexed();
    let index = Index::open(&workspace.path("index")).expect("an index");
    let mut dice = Dice::new(seed as u64);
    let (mut queries, mut asked) = (0_u64, 0_u64);
    let (mut slowest_read, mut slowest_answer) = (Duration::ZERO, Duration::ZERO);
    let start = Instant::now();
    for at in 0..strings {
        let text = string(&mut dice);
        let mut query = None;
        let took = timed(|| drop(read(&text)));
        slowest_read =
            slowest_read.max(if took < LIMIT { took } else { within_limit(&text, || drop(read(&text))) });
        if at % ASKED == 0 || text.len() > 2_000 {
            query = query::parse(&text).ok();
        }
        queries += u64::from(query::parse(&text).is_ok());
        if let Some(query) = query {
            let kind = FacetKind::all().nth(dice.below(9)).expect("a facet");
            let request = Request { facets: vec![FacetRequest { kind, limit: 5 }], ..Request::new(query) };
            let answer = || drop(index.search(&request).expect("an answer"));
            slowest_answer = slowest_answer.max(within_limit(&text, answer));
            asked += 1;
        }
    }
    assert!(queries * 10 > strings as u64, "{queries} queries of {strings} strings");
    println!(
        "{{\"measure\":\"fuzzed-queries\",\"strings\":{strings},\"seed\":{seed},\"queries\":{queries},\"asked\":{asked},\
         \"slowest_read_us\":{},\"slowest_answer_us\":{},\"seconds\":{:.1}}}",
        slowest_read.as_micros(),
        slowest_answer.as_micros(),
        start.elapsed().as_secs_f64()
    );
}
