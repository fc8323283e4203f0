//! Short names: whom a corpus means by a surname, an acronym or the head of a longer name alone.
//!
//! Articles that have both tell: where `Macron` stands beside a full name it is nearly always the same one.

use super::merge::{Joins, Keys};
use super::{Reason, people};
use crate::analysis::is_acronym_of;
use crate::article::Kind;

/// So many articles call the full name by the short one and by nothing else what it could be;
const LEAST_ARTICLES: u64 = 10;
/// of an acronym that its article spells out, so many.
const LEAST_SPELT_OUT: u64 = 3;
/// A share of the articles that give the short name with a full one, in hundredths.
const SHARE: u64 = 95;
/// or such a share, where the full name stands in so many times the articles of any other that is called so.
const LESSER_SHARE: u64 = 90;
/// See above.
const TIMES: u64 = 10;

/// An article's word for a name: `Macron` for `emmanuel macron`.
pub(super) struct Evidence {
    pub(super) short: Box<str>,
    pub(super) full: u32,
    pub(super) articles: u32,
}

/// Whether a form, by its key, is a short name of a full one that could stand for it in other articles.
pub(super) fn is_short_form(kind: Kind, short: &str, full: &str) -> bool {
    if short.is_empty() || short == full {
        return false;
    }
    match kind {
        Kind::Person => full.strip_suffix(short).is_some_and(|before| before.ends_with(' ')),
        Kind::Organization => !short.contains(' ') && (is_head(short, full) || is_acronym_of(short, full)),
        Kind::Place => false,
    }
}

fn is_head(short: &str, full: &str) -> bool {
    full.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '))
}

/// Joins short names to the full one that articles mean by them.
pub(super) fn forms(kind: Kind, keys: &Keys, mut evidence: Vec<Evidence>, joins: &mut Joins) {
    for each in &mut evidence {
        each.full = joins.canonical(each.full);
    }
    evidence.sort_unstable_by(|one, other| (&one.short, one.full).cmp(&(&other.short, other.full)));
    for group in evidence.chunk_by(|one, other| one.short == other.short) {
        let short = &*group[0].short;
        let Some(at) = keys.find(short) else { continue };
        let total: u64 = group.iter().map(|each| u64::from(each.articles)).sum();
        let (mut best, mut most) = (at as u32, 0);
        for full in group.chunk_by(|one, other| one.full == other.full) {
            let articles: u64 = full.iter().map(|each| u64::from(each.articles)).sum();
            if articles > most {
                (best, most) = (full[0].full, articles);
            }
        }
        let is_head = is_head(short, keys.get(best as usize));
        let least = match kind {
            Kind::Organization if !is_head => LEAST_SPELT_OUT,
            _ => LEAST_ARTICLES,
        };
        let others =
            group.iter().filter(|each| each.full != best).map(|each| keys.articles(each.full as usize));
        let outweighs = keys.articles(best as usize) >= others.max().unwrap_or(0) * TIMES;
        let share = if outweighs { LESSER_SHARE } else { SHARE };
        let settled = most >= least && most * 100 >= total * share;
        // A name met alone more often than explained has a meaning of its own; so has a given name.
        let explained = match kind {
            Kind::Person => most >= keys.articles(at) && !people::is_given(keys, short),
            _ => !is_head || most >= keys.articles(at),
        };
        if settled && explained {
            let why = if kind == Kind::Person { Reason::Surname } else { Reason::ShortForm };
            joins.join(at as u32, best, why);
        }
    }
}
