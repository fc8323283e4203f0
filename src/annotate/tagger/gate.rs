//! Which tokens are looked at: those that can be part of a name. Seven in ten cannot, and cost nothing more.
//!
//! A token is active if it is capitalised (or the first word of a longer name that may be written small), or
//! stands up to [`AFTER`] behind such a one in the same clause, or just before; a common noun that may begin a name (`ministère`,
//! `cour`, `avenue`) is active with all that lies between it and its capital.

use super::super::flag::{COMMON, FUNCTION, GEO_HEAD, HEAD, SMALL_HEAD};
use super::super::span::Reading;
use super::super::token::{INITIAL, MARK, Token};

/// So far a name goes on behind a capital,
const AFTER: usize = 4;
/// but not past one of these marks.
const ENDS: &[u8] = b".;:!?()\"";
/// So far a common noun looks for its capital.
const AHEAD: usize = 6;
/// Runs are cut at this length, which no sentence has.
const MAX_RUN: usize = 512;

/// Appends the runs of active tokens, as first and one past the last; none crosses a line.
pub(super) fn runs(reading: Reading<'_>, runs: &mut Vec<(u32, u32)>) {
    let tokens = reading.tokens;
    let mut begin = 0;
    while begin < tokens.len() {
        let end = line_end(reading, begin);
        in_line(tokens, begin, end, runs);
        begin = end.max(begin + 1);
    }
}

/// The first token past a line.
fn line_end(reading: Reading<'_>, begin: usize) -> usize {
    let limit = if begin < reading.title_tokens { reading.title_tokens } else { reading.tokens.len() };
    let line = &reading.tokens[begin..limit];
    line.iter().position(|token| token.mark == b'\n').map_or(limit, |at| begin + at)
}

fn in_line(tokens: &[Token], begin: usize, end: usize, runs: &mut Vec<(u32, u32)>) {
    let mut open: Option<(usize, usize)> = None;
    // The last noun that may begin a name.
    let mut head = None;
    for at in begin..end {
        let token = &tokens[at];
        if token.is(MARK) {
            continue;
        }
        if !is_trigger(tokens, at, end) {
            if token.has(HEAD | SMALL_HEAD | GEO_HEAD) && head.is_none_or(|head| head + AHEAD < at) {
                head = Some(at);
            }
            continue;
        }
        let near = at.saturating_sub(1).max(begin);
        let first = head.filter(|head| head + AHEAD >= at).map_or(near, |head: usize| near.min(head));
        head = None;
        let behind = tokens[at + 1..end].iter().take(AFTER);
        let last =
            at + 1 + behind.take_while(|token| !(token.is(MARK) && ENDS.contains(&token.mark))).count();
        open = match open {
            Some((from, to)) if first <= to && last - from <= MAX_RUN => Some((from, last)),
            Some((from, to)) => {
                runs.push((from as u32, to as u32));
                Some((first.max(to), last)).filter(|(first, last)| first < last)
            }
            None => Some((first, last)),
        };
    }
    runs.extend(open.map(|(from, to)| (from as u32, to as u32)));
}

/// Whether a token makes its surroundings active.
#[inline]
fn is_trigger(tokens: &[Token], at: usize, end: usize) -> bool {
    let token = &tokens[at];
    if token.is_name_like() {
        // `Le`, `Hier` at the beginning of a sentence, unless another capital follows.
        let opens = token.is(INITIAL) && token.has(FUNCTION | COMMON);
        return !opens || at + 1 < end && tokens[at + 1].is_name_like() || token.has(HEAD);
    }
    false
}
