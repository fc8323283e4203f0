//! How proposals are put together.

use super::*;

#[test]
fn choices_begin_with_the_best_of_each_word_and_are_bounded() {
    assert_eq!(choices(&[2, 2]), [[0, 0], [0, 1], [1, 0], [1, 1]]);
    assert_eq!(choices(&[0, 2]), [[0, 0], [0, 1]]);
    assert!(choices(&[0, 0]).is_empty());
    assert_eq!(choices(&[6, 6, 6, 6]).len(), MOST_CORRECTED);
}

#[test]
fn pieces_are_replaced_where_they_stand_with_the_capital_that_they_had() {
    let pieces = vec![(13..17, like("île", "Ilee")), (1..5, like("élan", "elen"))];
    assert_eq!(replaced("+elen OR (\"àIlee\")", pieces), "+élan OR (\"àÎle\")");
}
