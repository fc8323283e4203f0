//! Short names that every reader of the French press knows.

use std::sync::LazyLock;

use super::Reason;
use super::aliases::Aliases;
use super::merge::{Joins, Keys};
use crate::article::Kind;

/// The list, in the form of a user's file; the tests read it whole.
static KNOWN: LazyLock<Aliases> =
    LazyLock::new(|| Aliases::parse(include_str!("data/known.txt")).unwrap_or_default());

/// Joins the names of each line that the corpus has to the first of them that it has.
pub(super) fn known(kind: Kind, keys: &Keys, joins: &mut Joins) {
    for rule in KNOWN.rules.iter().filter(|rule| rule.one && rule.kind == kind) {
        let mut there = rule.names.iter().filter_map(|(key, _)| keys.find(key));
        let Some(first) = there.next() else { continue };
        for other in there {
            joins.join(other as u32, first as u32, Reason::Known);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sound() {
        let list = Aliases::parse(include_str!("data/known.txt")).expect("a sound list");
        assert!(list.rules.len() > 50 && list.rules.iter().all(|rule| rule.one && rule.names.len() > 1));
    }
}
