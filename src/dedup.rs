//! Copies: which articles are one text, and which of them stands for all.
//!
//! An article's text gives a key; articles of equal key and near dates are copies of one another. The
//! room sees keys and days; it does not know where articles come from. (Near copies will live here.)

use crate::analysis::{Encoded, decode};
use crate::article::Digest;

/// Copies lie at most so many days after the one that stands for them.
const DAYS_APART: i32 = 7;
/// A shorter body says too little by itself: the title counts as well.
const FEW_WORDS: usize = 24;

/// Returns the key under which an article meets its copies, or `None` if it has no text to compare.
pub fn copy_key(title: &str, body: &str, body_forms: &Encoded) -> Option<Digest> {
    if body.is_empty() {
        return None;
    }
    let few_words = decode(&body_forms.forms).nth(FEW_WORDS - 1).is_none();
    Some(Digest::of(&[if few_words { title } else { "" }, body]))
}

/// Parts articles of equal key into copies: `days` holds the first day of each, in order of origin.
///
/// Returns for each article the place of the one that stands for it. The oldest stands (of one day the
/// first in order) for all that follow within seven days; the next one after those begins anew. An article
/// of unknown day joins the first; without any known day the first in order stands for all.
pub fn stand_ins(days: &[Option<i32>]) -> Vec<usize> {
    let mut by_day: Vec<usize> = (0..days.len()).collect();
    by_day.sort_by_key(|at| (days[*at].is_none(), days[*at], *at));
    let mut stand_ins = vec![0; days.len()];
    let Some(&first) = by_day.first() else { return stand_ins };
    let mut anchor = first;
    for at in by_day {
        match (days[at], days[anchor]) {
            (Some(day), Some(since)) if day - since > DAYS_APART => anchor = at,
            (None, _) => anchor = first,
            _ => {}
        }
        stand_ins[at] = anchor;
    }
    stand_ins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_stands_for_seven_days() {
        assert_eq!(stand_ins(&[Some(5), Some(0), Some(7), Some(8), Some(15)]), [1, 1, 1, 3, 3]);
        assert_eq!(stand_ins(&[None, Some(3), Some(30)]), [1, 1, 2]);
        assert_eq!(stand_ins(&[None, None]), [0, 0]);
        assert_eq!(stand_ins(&[Some(3), Some(3)]), [0, 0]);
        assert_eq!(stand_ins(&[]), Vec::<usize>::new());
    }

    #[test]
    fn short_bodies_need_their_title() {
        let key = |title: &str, body: &str| copy_key(title, body, &Encoded::of(body, &mut String::new()));
        assert_ne!(key("a", "Lire la suite"), key("b", "Lire la suite"));
        let long = "mot ".repeat(FEW_WORDS);
        assert_eq!(key("a", &long), key("b", &long));
        assert_eq!(key("a", ""), None);
    }
}
