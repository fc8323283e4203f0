//! Tables of hashed names at rest: read where they lie, without a start.
//!
//! A key's upper 32 bits choose the group of eight slots where the search begins; it ends at a group with an empty
//! slot. Each slot has a tag, a byte of its key; the eight tags of a group lie together and are compared at once, so
//! that the usual answer, *not here*, costs one look at a small part of the table and no guess of the processor
//! (the layout is that of Abseil's *Swiss tables*). What else a slot keeps of its key is the table's own affair.
//! Entries are placed in the order of their keys: the same entries give the same bytes.

/// Slots of a group.
const GROUP: usize = 8;
/// So many of ten slots are full.
const FULL: usize = 7;

/// A byte of each key of a group, never 0; 0 where a slot is empty.
pub(super) type Tags = [u8; GROUP];

/// A table, where it lies. Its rows are [`GROUP`] times its groups of tags.
#[derive(Clone, Copy)]
pub(super) struct Table<'m, const SIZE: usize> {
    tags: &'m [Tags],
    rows: &'m [[u8; SIZE]],
}

/// Mixes a number so that every bit of the result depends on every bit given.
#[inline]
pub(super) fn mix(number: u64) -> u64 {
    let once = (number ^ (number >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (once ^ (once >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

/// Compiles entries, given in the order of their keys without repetition, into the bytes of a table: the tags of all
/// groups, then the rows of all slots.
pub(super) fn compile<const SIZE: usize>(entries: &[(u64, [u8; SIZE])]) -> Vec<u8> {
    let groups = entries.len() * 10 / (FULL * GROUP) + 1;
    let mut tags = vec![0; groups * GROUP];
    let mut rows = vec![[0; SIZE]; groups * GROUP];
    for (key, row) in entries {
        let mut slot = home(*key, groups) * GROUP;
        while tags[slot] != 0 {
            slot = (slot + 1) % tags.len();
        }
        tags[slot] = tag(*key);
        rows[slot] = *row;
    }
    tags.extend(rows.into_flattened());
    tags
}

impl<'m, const SIZE: usize> Table<'m, SIZE> {
    /// Takes the bytes that [`compile`] made; none if they are cut.
    #[inline]
    pub(super) fn new(bytes: &'m [u8]) -> Option<Self> {
        let groups = bytes.len() / (GROUP * (1 + SIZE));
        let (tags, rows) = bytes.split_at(groups * GROUP);
        let (tags, (rows, rest)) = (tags.as_chunks().0, rows.as_chunks());
        (rest.is_empty() && rows.len() == groups * GROUP).then_some(Table { tags, rows })
    }

    /// Whether the search for a key ends in its first group without a candidate: it is not in the table. Otherwise
    /// [`find`](Self::find) tells.
    #[inline]
    pub(super) fn lacks(&self, key: u64) -> bool {
        match self.tags.get(home(key, self.tags.len())) {
            Some(tags) => {
                zeros(wanted(key) ^ u64::from_le_bytes(*tags)) == 0 && zeros(u64::from_le_bytes(*tags)) != 0
            }
            None => true,
        }
    }

    /// Returns the row of a key, of those with its tag the first that `is` says to be it.
    #[inline]
    pub(super) fn find(&self, key: u64, is: impl Fn(&[u8; SIZE]) -> bool) -> Option<&'m [u8; SIZE]> {
        let mut group = home(key, self.tags.len());
        // A table keeps an empty slot; one that a stranger made may not.
        for _ in 0..self.tags.len() {
            let tags = u64::from_le_bytes(*self.tags.get(group)?);
            let mut candidates = zeros(wanted(key) ^ tags);
            while candidates != 0 {
                let slot = group * GROUP + candidates.trailing_zeros() as usize / 8;
                let row = self.rows.get(slot)?;
                if is(row) {
                    return Some(row);
                }
                candidates &= candidates - 1;
            }
            if zeros(tags) != 0 {
                return None;
            }
            group = if group + 1 == self.tags.len() { 0 } else { group + 1 };
        }
        None
    }
}

/// The group where the search for a key begins, of so many.
#[inline]
fn home(key: u64, groups: usize) -> usize {
    (((key >> 32) * groups as u64) >> 32) as usize
}

#[inline]
fn tag(key: u64) -> u8 {
    (key as u8).max(1)
}

/// The tag of a key, eight times.
#[inline]
fn wanted(key: u64) -> u64 {
    u64::from(tag(key)) * 0x0101_0101_0101_0101
}

/// The top bit of each byte that is 0, and perhaps of some above the lowest of those.
#[inline]
fn zeros(bytes: u64) -> u64 {
    bytes.wrapping_sub(0x0101_0101_0101_0101) & !bytes & 0x8080_8080_8080_8080
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_and_no_other() {
        for count in [0, 1, 7, 8, 100, 10_000] {
            let mut keys: Vec<u64> = (0..count).map(|number| mix(number + 1)).collect();
            keys.sort_unstable();
            let entries: Vec<_> = keys.iter().map(|key| (*key, key.to_le_bytes())).collect();
            let bytes = compile(&entries);
            let table = Table::<8>::new(&bytes).expect("a table");
            for number in 0..2 * count {
                let key = mix(number + 1);
                let found = table.find(key, |row| *row == key.to_le_bytes());
                assert_eq!(found.is_some(), number < count, "{number} of {count}");
                assert!(found.is_none() || !table.lacks(key));
            }
        }
    }

    #[test]
    fn a_table_that_is_cut_is_none() {
        let bytes = compile(&[(1, [1; 4]), (2, [2; 4])]);
        assert!(Table::<4>::new(&bytes).is_some());
        assert!(Table::<4>::new(&bytes[..bytes.len() - 1]).is_none());
    }
}
