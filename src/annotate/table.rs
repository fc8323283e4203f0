//! Open-addressed tables of hashed names at rest: read where they lie, without a start.
//!
//! A table is a run of slots of a few bytes each. A key's upper 32 bits choose the slot where the search
//! begins, its lower bits are kept as fingerprint; the search goes on to the next slot, round the end, until
//! an empty one. Tables are filled to at most 4/5, in the order of the keys, so that the same entries give the
//! same bytes.

/// Returns the slot where the search for a key begins, of so many.
#[inline]
pub(super) fn home(key: u64, slots: usize) -> usize {
    (((key >> 32) * slots as u64) >> 32) as usize
}

/// Mixes a number so that every bit of the result depends on every bit given.
#[inline]
pub(super) fn mix(number: u64) -> u64 {
    let once = (number ^ (number >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (once ^ (once >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

/// The number of slots for so many entries: 3/4 of them full.
pub(super) fn slots_for(entries: usize) -> usize {
    entries + entries / 3 + 1
}

/// Returns the place of each key in a table of so many slots: `places[slot]` is the number of a key, given
/// sorted and without repetition.
///
/// # Panics
///
/// If there are more keys than slots.
pub(super) fn places(keys: &[u64], slots: usize) -> Vec<Option<usize>> {
    assert!(keys.len() < slots, "a table keeps an empty slot");
    let mut places = vec![None; slots];
    for (number, key) in keys.iter().enumerate() {
        let mut slot = home(*key, slots);
        while places[slot].is_some() {
            slot = if slot + 1 == slots { 0 } else { slot + 1 };
        }
        places[slot] = Some(number);
    }
    places
}
