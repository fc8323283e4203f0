//! Words joined by hyphens: a whole, and its parts at the same place.
//!
//! | in the text | whole | parts |
//! |---|---|---|
//! | `porte-parole`, `COVID-19` | `porte-parole`, `covid-19` | `porte` `parole`, `covid` `19` |
//! | `chef-d'œuvre`, `grand'mère` | `chef-d'œuvre`, `grand'mère` | `chef` `œuvre`, `grand` `mère` |
//! | `rendez-vous-là` | `rendez-vous` | `rendez` `vous` `là` |
//! | `dit-il`, `a-t-il`, `celui-ci`, `moi-même` | | `dit` `il`, `a` `il`, … |
//! | `3-0`, `2019-2020` | | `3` `0`, … |
//!
//! A pronoun at the end is grammar and no part of a whole, unless the compound is a noun ([`NOUNS`]).

use std::ops::Range;

use super::chars::{apostrophe, char_before, hyphen, is_hyphen, is_same, push_lower};
use super::elision::{Joint, joint};
use super::out::Out;
use super::word::word_end;
use super::{MAX_FORM_BYTES, Rule};

/// A longer chain is no compound: its words are told alone.
const MAX_PARTS: usize = 12;

/// Pronouns and adverbs that verbs and pronouns are hyphened to.
const CLITICS: [&str; 25] = [
    "je", "tu", "il", "elle", "on", "nous", "vous", "ils", "elles", "ce", "moi", "toi", "lui", "leur", "le",
    "la", "les", "en", "y", "ci", "là", "même", "mêmes", "meme", "memes",
];

/// Ends of compounds that are nouns although they end in a pronoun.
const NOUNS: [&[&str]; 4] =
    [&["rendez", "vous"], &["garde", "à", "vous"], &["garde", "a", "vous"], &["en", "dira", "on"]];

/// Words joined by hyphens, as they stand in a text.
struct Chain {
    parts: [Range<usize>; MAX_PARTS],
    len: usize,
    end: usize,
    /// It goes on beyond the bound.
    is_cut: bool,
}

/// Reads the compound that begins with the word at `start`: tells its tokens and returns its end, or
/// `None` if no hyphen joins the word to another one.
pub(super) fn compound(text: &str, start: usize, out: &mut Out<'_>) -> Option<usize> {
    let chain = Chain::read(text, start)?;
    let parts = &chain.parts[..chain.len];
    let is_inside = char_before(text, start).filter(|c| is_hyphen(*c)).is_some_and(|hyphen| {
        char_before(text, start - hyphen.len_utf8()).is_some_and(char::is_alphanumeric)
    });
    let mut rule = Rule::Word;
    let len = if chain.is_cut || is_inside { 0 } else { len_of_whole(text, parts) };
    if len > 1 {
        let range = parts[0].start..parts[len - 1].end;
        out.buffer.clear();
        push_lower(&text[range.clone()], out.buffer);
        if out.buffer.len() <= MAX_FORM_BYTES {
            out.tell(&range, Rule::Compound, len as u16);
            rule = Rule::Part;
        }
    }
    for (at, part) in parts.iter().enumerate() {
        out.word(text, part, if at < len { rule } else { Rule::Word });
    }
    Some(chain.end)
}

impl Chain {
    fn read(text: &str, start: usize) -> Option<Self> {
        let (first, end, mut opens) = segment(text, start)?;
        let mut chain = Chain { parts: [const { 0..0 }; MAX_PARTS], len: 1, end, is_cut: false };
        chain.parts[0] = first;
        let mut words = 1;
        while let Some(after) = if opens { apostrophe(text, chain.end) } else { hyphen(text, chain.end) } {
            let Some((part, end, next_opens)) = segment(text, after) else { break };
            let bytes = text.as_bytes();
            if bytes[chain.end - 1].is_ascii_digit() && bytes[after].is_ascii_digit() {
                break;
            }
            if chain.len == MAX_PARTS {
                chain.is_cut = true;
                break;
            }
            words += 1;
            chain.end = end;
            opens = next_opens;
            if !is_euphonic_t(text, &part) {
                chain.parts[chain.len] = part;
                chain.len += 1;
            }
        }
        if is_euphonic_t(text, &chain.parts[0]) {
            chain.parts.rotate_left(1);
            chain.len -= 1;
        }
        (words > 1).then_some(chain)
    }
}

/// One word of a chain with what is elided before it: the word, its end, and whether an apostrophe joins
/// it to the next.
fn segment(text: &str, at: usize) -> Option<(Range<usize>, usize, bool)> {
    let end = word_end(text, at);
    if end == at {
        return None;
    }
    let Some(after) = apostrophe(text, end) else { return Some((at..end, end, false)) };
    match joint(text, at..end, after) {
        Joint::Parted => Some((at..end, end, false)),
        Joint::Compound => Some((at..end, end, true)),
        Joint::Whole => {
            let end = word_end(text, after);
            Some((at..end, end, false))
        }
        Joint::Elided => {
            let end = word_end(text, after);
            (end > after).then_some((after..end, end, false))
        }
    }
}

/// `t` in `a-t-il`, `va-t-elle`, `dira t-on`: a sound, no word.
fn is_euphonic_t(text: &str, word: &Range<usize>) -> bool {
    word.len() == 1
        && matches!(text.as_bytes()[word.start], b't' | b'T')
        && hyphen(text, word.end).is_some_and(|after| {
            let next = &text[after..word_end(text, after)];
            ["il", "elle", "on", "ils", "elles"].iter().any(|pronoun| next.eq_ignore_ascii_case(pronoun))
        })
}

/// How many of the parts make the whole: all but the pronouns at the end.
fn len_of_whole(text: &str, parts: &[Range<usize>]) -> usize {
    let mut len = parts.len();
    while len > 1 && is_one_of(&text[parts[len - 1].clone()], &CLITICS) {
        let is_noun = NOUNS.iter().any(|noun| {
            len >= noun.len()
                && noun
                    .iter()
                    .zip(&parts[len - noun.len()..len])
                    .all(|(word, part)| is_same(&text[part.clone()], word))
        });
        if is_noun {
            break;
        }
        len -= 1;
    }
    len
}

fn is_one_of(word: &str, list: &[&str]) -> bool {
    word.len() <= "mêmes".len() && list.iter().any(|lower| is_same(word, lower))
}
