//! What is seen of a token: all that features are made of.

use super::super::flag::{ANY_ORGANISATION, ANY_PLACE, BEGINNING, FUNCTION, NEVER, PARTICLE, PERSON, PREFIX};
use super::super::lexicon::Lexicon;
use super::super::model::{Cluster, Sections};
use super::super::phrase::Phrase;
use super::super::span::{MAX_TOKENS, Reading};
use super::super::token::{ABBREVIATED, CAPITAL, DIGIT, ELIDED, INITIAL, INNER_CAPITAL, MARK, UPPER};
use super::evidence::Evidence;

/// Shapes of tokens; the last stands for the edge of a line.
pub(super) const SHAPES: usize = 20;
const EDGE: u8 = SHAPES as u8 - 1;
/// The shapes of marks.
const MARKS: std::ops::RangeInclusive<u8> = 8..=16;
/// Classes of the coarse clustering, the unknown and the edge.
pub(super) const COARSE: usize = 66;
/// Classes of the fine clustering, the unknown and the edge.
pub(super) const FINE: usize = 514;
/// Where in a longer name of the lexicon a token stands: nowhere, alone, first, inside, last.
pub(super) const PLACES: usize = 5;

/// One token as features see it.
#[derive(Debug, Clone, Copy, Default)]
pub(in super::super) struct Sight {
    /// Its folded letters, and whether it begins with a capital; of a mark its sign.
    pub(super) word: u64,
    /// Its last eight bytes, the last one highest, small.
    pub(super) tail: u64,
    /// Its first four bytes, the first one lowest, small.
    pub(super) head: u32,
    /// What the lexicon says of the word.
    pub(super) bits: u32,
    /// What the lexicon says of the longest name that it is part of.
    pub(super) known: u32,
    /// Filled in later, by [`cluster_in`](Self::cluster_in).
    pub(super) cluster: Cluster,
    pub(super) shape: u8,
    pub(super) initial: bool,
    /// Number of its parts, 3 at most.
    pub(super) parts: u8,
    pub(super) place: u8,
    pub(super) evidence: u8,
}

impl Sight {
    /// What lies beyond a line.
    fn edge() -> Sight {
        Sight { shape: EDGE, ..Sight::default() }
    }

    /// The class of its word; of a mark, and of what lies beyond a line, one of their own.
    pub(super) fn cluster_in(&self, sections: &Sections<'_>) -> Cluster {
        match self.shape {
            EDGE => Cluster { coarse: COARSE as u8 - 1, fine: FINE as u16 - 1 },
            shape if MARKS.contains(&shape) => Cluster::default(),
            _ => sections.cluster(self.word),
        }
    }
}

/// Neighbours to either side that features look at.
pub(in super::super) const AROUND: usize = 2;

/// Fills in the sights of tokens `first..last` and of [`AROUND`] neighbours to either side.
pub(super) fn look(
    lexicon: Lexicon<'_>,
    reading: Reading<'_>,
    evidence: &Evidence,
    (first, last): (usize, usize),
    sights: &mut Vec<Sight>,
) {
    sights.clear();
    let line = line(reading, first, last);
    for place in 0..last - first + 2 * AROUND {
        let at = (first + place).wrapping_sub(AROUND);
        sights.push(if line.contains(&at) { sight(reading, evidence, at) } else { Sight::edge() });
    }
    let mut at = first;
    while at < last {
        let (end, flags) = longest(lexicon, reading, at, line.end);
        if end > at + 1 || flags != 0 {
            for inner in at..end.min(last) {
                let sight = &mut sights[inner - first + AROUND];
                sight.known = flags;
                sight.place = match (inner == at, inner + 1 == end) {
                    (true, true) => 1,
                    (true, false) => 2,
                    (false, false) => 3,
                    (false, true) => 4,
                };
            }
        }
        at = end;
    }
}

/// The tokens around a run that lie in its line, as far as features look.
fn line(reading: Reading<'_>, first: usize, last: usize) -> std::ops::Range<usize> {
    let tokens = reading.tokens;
    let (begin, limit) = if first < reading.title_tokens {
        (0, reading.title_tokens)
    } else {
        (reading.title_tokens, tokens.len())
    };
    let mut from = first;
    while from > begin && first - from < AROUND && tokens[from - 1].mark != b'\n' {
        from -= 1;
    }
    let mut to = last;
    while to < limit && to - last < MAX_TOKENS && tokens[to].mark != b'\n' {
        to += 1;
    }
    from..to
}

fn sight(reading: Reading<'_>, evidence: &Evidence, at: usize) -> Sight {
    let token = &reading.tokens[at];
    let text = if at < reading.title_tokens { reading.title } else { reading.body }.as_bytes();
    let (start, end) = (token.start as usize, token.end() as usize);
    if token.is(MARK) {
        let sign = token.sign(text);
        let shape = match sign {
            '.' | '!' | '?' | '…' => 8,
            ',' | ';' => 9,
            '(' | '[' => 10,
            ')' | ']' => 11,
            '«' | '"' | '“' => 12,
            '»' | '”' => 13,
            '-' | '–' | '—' => 14,
            ':' => 15,
            _ => 16,
        };
        return Sight { word: u64::from(u32::from(sign)), shape, ..Sight::default() };
    }
    let capital = token.is(CAPITAL | INNER_CAPITAL);
    let shape = if token.is(ELIDED) {
        if capital { 5 } else { 6 }
    } else if token.is(ABBREVIATED) {
        4
    } else if token.is(UPPER) {
        if token.len <= 5 { 2 } else { 17 }
    } else if token.is(INNER_CAPITAL) {
        7
    } else if token.is(CAPITAL) {
        if token.len == 1 { 18 } else { 1 }
    } else if token.is(DIGIT) {
        3
    } else {
        0
    };
    Sight {
        word: token.phrase.hash ^ u64::from(capital),
        tail: tail(text, start, end),
        head: head(text, start, end),
        bits: token.bits & !BEGINNING,
        shape,
        initial: token.is(INITIAL),
        parts: token.phrase.parts.min(3),
        evidence: if capital { evidence.of(token.phrase.hash) } else { 0 },
        ..Sight::default()
    }
}

/// Sets the bit that makes an ASCII or Latin-1 letter small, in each of eight bytes.
const SMALL: u64 = 0x2020_2020_2020_2020;

fn tail(text: &[u8], start: usize, end: usize) -> u64 {
    let len = (end - start).min(8);
    let mut bytes = [0; 8];
    bytes[8 - len..].copy_from_slice(&text[end - len..end]);
    (u64::from_le_bytes(bytes) | SMALL) & (!0 << (8 * (8 - len)))
}

fn head(text: &[u8], start: usize, end: usize) -> u32 {
    let len = (end - start).min(4);
    let mut bytes = [0; 4];
    bytes[..len].copy_from_slice(&text[start..start + len]);
    (u32::from_le_bytes(bytes) | SMALL as u32) & (!0_u32 >> (8 * (4 - len)))
}

/// The end of the longest name of the lexicon that begins at a token, and its flags; the token itself if none.
fn longest(lexicon: Lexicon<'_>, reading: Reading<'_>, at: usize, limit: usize) -> (usize, u32) {
    let tokens = reading.tokens;
    let mut phrase = tokens[at].phrase;
    let mut flags = tokens[at].bits;
    let mut best = (at + 1, flags & !BEGINNING);
    let mut capital = reading.is_name_like(at);
    let mut last = at + 1;
    while flags & PREFIX != 0 && last - at < MAX_TOKENS && last < limit {
        let token = &tokens[last];
        last += 1;
        if token.is(MARK) {
            // `Pierre & Vacances`, `Europe Écologie - Les Verts`
            if matches!(token.mark, b'&' | b'-' | 0xe2) && token.len <= 3 {
                continue;
            }
            break;
        }
        capital |= token.is_name_like();
        phrase = Phrase::join(phrase, token.phrase);
        flags = lexicon.look_up(phrase);
        if flags & !BEGINNING != 0 && !token.is(ELIDED) && (capital || flags & ANY_ORGANISATION != 0) {
            let every = flags & (PERSON | ANY_PLACE) != 0 && flags & ANY_ORGANISATION == 0;
            let small = |at: usize| !reading.is_name_like(at) && !tokens[at].has(FUNCTION | PARTICLE);
            if !every || flags & NEVER != 0 || !(at..last).any(small) {
                best = (last, flags & !BEGINNING);
            }
        }
    }
    best
}
